"""Who did an act, and to whose good or harm: what is asked of acts by themselves."""

from collections.abc import Sequence

from deedbook.ledger.senses import hurts
from deedbook.measures.wording import rules
from deedbook.records import Entry, Event, Occurrence, Party, Step


def side(entry: Entry, code: str) -> Party | None:
    """The entry's party that carries ``code``."""
    for party_ in (entry.event.actor, entry.event.recipient):
        if party_.code == code:
            return party_
    return None


def is_private(acts: Sequence[Occurrence]) -> bool:
    """Whether firms did all these acts: PLOVER's sector BUS on the actor's side, or on either side of a joint act or of
    an exchange (goods that a firm buys abroad are its own)."""

    def by_firm(act: Occurrence, entry: Entry) -> bool:
        mutual = act.symmetric or act.event_type == "COOPERATE"
        codes = (act.actor, act.recipient) if mutual else (act.actor,)
        return any((found := side(entry, code)) is not None and found.sector == "BUS" for code in codes)

    def mostly(act: Occurrence) -> bool:
        # a headline calls the firm by its state ("hands a sample to US company"), its body by its name
        firms = [e for e in act.entries if "BUS" in (e.event.actor.sector, e.event.recipient.sector)]
        least = len(act.entries) / 2
        return len(firms) >= least and sum(by_firm(act, entry) for entry in firms) >= least

    return bool(acts) and all(map(mostly, acts))


def by_firms(history: Sequence[Step]) -> bool:
    """Whether firms did what is told of a commitment: the acts by which it was agreed, approved or carried out, and
    where none did that, all of its acts. Willingness that a government voiced makes a firm's deal no state's deed."""
    firm = [step.occurrence for step in history if step.rung in ("agreed", "approved", "delivered")]
    return is_private(firm or [step.occurrence for step in history])


def is_burden(act: Occurrence | Event) -> bool:
    """Whether an act imposes something on the recipient: by its words where they tell ("will cut the tariff" eases,
    whatever type was read), else by its type. A request is neither for nor against; criticism and denial impose
    nothing."""
    told = hurts(act)
    return told if told is not None else act.event_type in rules()["event_types"]["burdens"]
