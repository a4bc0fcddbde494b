"""A thread of acts told as a commitment: its name and terms, its history, and where it stands."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from deedbook.codebook import Codebook
from deedbook.ledger.acts import LOOSE, Act
from deedbook.ledger.evidence import Sources
from deedbook.ledger.naming import Namer
from deedbook.ledger.phrases import day
from deedbook.ledger.shelf import Thread
from deedbook.ledger.standing import FULL, Move, contested, last_reported, standing
from deedbook.ledger.terms import Parties, new_money, owners, paid, payer, stated
from deedbook.ledger.traits import entry_id
from deedbook.ledger.vocabulary import says
from deedbook.records import Amount, Commitment, Occurrence, Stated, Step
from deedbook.records.history import AmountKind

OWED = ("promised", "agreed", "approved")
VAGUE = 0.6  # the same where no instrument was read: "joined 26 countries in a letter" is not something owed
SURE = 0.3  # of the coder's confidence: seven in ten of what lies below it are wrong in some field


class Teller:
    """Tells threads as commitments, with the codebook's names and what is known of the sources."""

    def __init__(
        self, codebook: Codebook, sources: Sources, not_before: Mapping[str, date], as_of: date | None
    ) -> None:
        self._codebook, self._sources, self._not_before, self._as_of = codebook, sources, not_before, as_of
        self._namer, self._parties = Namer(codebook), Parties(codebook)

    def commitment(self, thread: Thread, *, replaced: Commitment | None = None) -> Commitment:
        """``thread`` as a commitment; ``replaced`` is the duty that came in its place."""
        first, own = thread.first, [move.act for move in thread.moves if not move.cross]
        due = max((act.due for act in own if act.due), default=None)
        state = standing(thread.moves, self._codebook, self._sources, due=due, as_of=self._as_of, replaced=replaced)
        best = state.best.act if state.best else first
        sums = stated(thread.moves)
        amount, kind = _whole(best, own, sums)
        conditions = tuple(
            dict.fromkeys(e.event.condition for act in own for e in act.occurrence.entries if e.event.condition)
        )
        named = [act.object for act in (best, *own) if act.object]
        instrument = next(
            (act.occurrence.instrument for act in (best, *own) if act.family.name != LOOSE),
            first.occurrence.instrument if first.family.name != LOOSE else LOOSE,
        )
        named_domains = Counter(domain for act in own for domain in act.occurrence.domains)
        domains = tuple(domain for domain, _ in named_domains.most_common())
        via = next((act.via for act in (best, *own) if act.via), None)
        firms = tuple(sorted({firm for act in own for firm in act.firms}))
        return Commitment(
            id=hashlib.sha256(f"{_root(first.occurrence)}:{first.measure}".encode()).hexdigest()[:16],
            giver=first.giver,
            receiver=first.receiver,
            instrument=instrument,
            domains=domains,
            object=named[0] if named else _cue(first.occurrence),
            history=tuple(self._step(move) for move in thread.moves),
            force=state.force,
            execution=state.execution,
            health=state.health,
            displayed=state.displayed,
            amount=amount,
            amount_kind=kind,
            via=via,
            payer=payer(first.giver, instrument, via) if first.family.kind == "money" else None,
            firms=firms,
            conditions=conditions,
            blocked_by=state.blocked_by,
            due=due,
            joint=first.joint,
            last=last_reported(thread.moves, self._codebook).rung,
            name=_drawn_on(
                thread,
                self._namer.name(
                    (best, *(act for act in own if not act.neutral and act.turn != "absent" and act is not best)),
                    instrument=instrument,
                    measure=bool(thread.measure),
                    joint=first.joint,
                    giver=first.giver,
                    receiver=first.receiver,
                    domains=domains,
                    amount=amount,
                ),
            ),
            terms=self._parties.conditions(
                conditions, giver=first.giver, receiver=first.receiver, moves=thread.moves, health=state.health
            ),
            amounts=sums,
            paid=paid(sums),
            new_money=new_money(own) if first.family.kind == "money" else None,
            owners=owners(firms, self._codebook),
            contested=contested(thread.moves),
            doubtful=self._doubt(own),
            measure=bool(thread.measure),
            since=state.since,
        )

    def _doubt(self, own: Sequence[Act]) -> str:
        """Why it may be misread: one sentence alone tells it, neither official nor reviewed, and it was read at low
        confidence or has no word of what was read (a visit without a word of visiting). A headline and its body bear
        one another out. A coder that gives no confidence (0) casts no doubt."""
        entries = [entry for act in own for entry in act.occurrence.entries]
        if any(entry.reviewed or self._sources.official(entry) for entry in entries):
            return ""
        surest = max(entry.event.confidence for entry in entries)
        if len({(entry.article_key, entry.event.sentence.start) for entry in entries}) > 1:
            alone = len({entry.article_key for entry in entries}) == 1
            return "one report, read at low confidence" if alone and 0 < surest < SURE else ""
        if own and not any(says(act.occurrence.instrument, act.text) for act in own):
            return f"one sentence, with no word of a {own[0].occurrence.instrument}"
        vague = all(act.family.name == LOOSE for act in own)
        return "one sentence, read at low confidence" if 0 < surest < (VAGUE if vague else SURE) else ""

    def _step(self, move: Move) -> Step:
        notes = [move.note] if move.note else []
        occurrence = move.act.occurrence
        if move.act.day is None:
            known = self._not_before
            bounds = [known[e.article_key] for e in occurrence.entries if e.article_key in known]
            notes.append(f"undated report, not before {day(max(bounds))}" if bounds else "undated report")
        return Step(
            occurrence=occurrence,
            when=move.act.when,
            rung=move.rung,
            record_status=move.record_status,
            note="; ".join(notes),
            due=move.act.due,
        )


def _whole(best: Act, own: Sequence[Act], sums: Sequence[Stated]) -> tuple[Amount | None, AmountKind | None]:
    """The sum of it all as far as told: that of which a payment is told as a part; else that of the highest rung,
    unless it is one instalment, or a payment that falls short of what was promised or approved, and a larger sum was
    told for the whole; else the one told last."""
    told = [act.amount for act in own if act.amount]
    if best.whole and best.shown.order == 6:
        return best.whole, "face"
    amount = best.amount or (told[-1] if told else None)
    if amount is None:
        return None, None
    kinds = {(one.amount.value, one.amount.unit): one.kind for one in reversed(sums)}
    kind = kinds.get((amount.value, amount.unit))
    larger = [one for one in sums if one.amount.unit == amount.unit and one.amount.value > amount.value]
    if kind != "tranche":
        owed = best.shown.order == 6 and kind == "face"
        whole = [one for one in larger if one.kind == "face" and one.status in OWED]
        larger = [one for one in whole if amount.value < FULL * one.amount.value] if owed else []
    if larger:
        top = max(larger, key=lambda one: one.amount.value)
        return top.amount, top.kind
    return amount, kind


def _drawn_on(thread: Thread, name: str) -> str:
    """The name with the lender's programme, where one alone is meant."""
    return f"{name} ({min(thread.facilities)})" if len(thread.facilities) == 1 else name


def _cue(occurrence: Occurrence) -> str:
    return next((entry.event.cue.text for entry in occurrence.entries if entry.event.cue), "")


def _root(occurrence: Occurrence) -> str:
    """What names the first step for good; an act that is told for several days is no name, since it opens several."""
    return hashlib.sha256(min(map(entry_id, occurrence.entries)).encode()).hexdigest()[:16]
