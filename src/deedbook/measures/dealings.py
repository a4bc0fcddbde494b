"""Which acts bear on a pair: those between the two, and those toward everybody by an instrument by which they deal."""

from deedbook.measures.wording import rules
from deedbook.records import Occurrence, Snapshot

EVERYBODY = "ALL"

Sides = tuple[str, str]


def dealings(snapshot: Snapshot, pair: Sides) -> frozenset[str]:
    """Instruments by which the pair deals, without those too general to tell acts apart."""
    both = set(pair)
    acts = (snapshot.whole or snapshot).occurrences
    found = {act.instrument for act in acts if {act.actor, act.recipient} == both}
    return frozenset(found) - frozenset(rules()["instruments"]["general"])


def acts_on(snapshot: Snapshot, pair: Sides) -> tuple[Occurrence, ...]:
    """Acts on the pair (merged, not reports): those between the two, and those of one of them toward everybody by an
    instrument by which the two deal."""
    instruments = dealings(snapshot, pair)
    return tuple(
        act for act in snapshot.occurrences if bears(pair, instruments, act.actor, act.recipient, act.instrument)
    )


def bears(pair: Sides, instruments: frozenset[str], giver: str, receiver: str, instrument: str) -> bool:
    return {giver, receiver} == set(pair) or (giver in pair and receiver == EVERYBODY and instrument in instruments)
