"""Whether an act puts a measure on or makes it lighter, by its own words.

Coders take "will cut the tariff" for a threat and "applied the duty" for a concession, since the words beside the verb
are the same. Where the verb itself tells, it outranks the type that was read."""

from functools import lru_cache

from deedbook.ledger.vocabulary import has, head_clause
from deedbook.records import Event, Occurrence

SIGNED = frozenset({"SANCTION", "THREATEN", "CONCEDE"})  # types that say that a measure is put on, or made lighter
HURTING = frozenset({"SANCTION", "THREATEN"})
_STOPS = frozenset({"refused", "suspended", "withdrawn", "lapsed"})


def hurts(act: Occurrence | Event) -> bool | None:
    """True where a tariff, ban or other measure is put on, False where it is made lighter; ``None`` for an act of which
    neither its words nor its type say that.

    Reports of one act vote: the words of most of them count, and where these say nothing the type. Where a person
    reviewed one, the type that they let stand counts."""
    if isinstance(act, Occurrence):
        votes = 0 if any(entry.reviewed for entry in act.entries) else sum(_vote(entry.event) for entry in act.entries)
    else:
        votes = _vote(act)
    if votes:
        return votes > 0
    return act.event_type in HURTING if act.event_type in SIGNED else None


def _vote(event: Event) -> int:
    """1: its words put a measure on; -1: they make it lighter; 0: they do not say. To cut a tariff is to help, to cut
    ties or a quota is not; what is stopped is told by what it was."""
    if event.event_type not in SIGNED or event.status in _STOPS or event.cue is None:
        return 0
    if event.coder.startswith("register "):
        return 0  # made by rule, and right
    return _weighed(event.cue.text, event.object.text if event.object else "", event.instrument, event.status)


@lru_cache(maxsize=1 << 14)
def _weighed(said: str, about: str, instrument: str, status: str) -> int:
    goods = head_clause(about)
    if instrument != "tariff" and not has("measure", f"{said}\n{goods}"):
        return 0
    eased, imposed = has("easing", said), has("imposing", said)
    if status == "not_received":
        return -1 if eased or has("easing", goods) else 0  # "has not applied the lower rate"
    if eased != imposed:
        return 1 if imposed else -1
    # "Plans a round of tariff cuts"; but whoever ends the cuts does not help.
    return -1 if not eased and not has("ending", said) and has("easing", goods) else 0
