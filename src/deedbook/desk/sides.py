"""What each side gives the other, told by standing, and what was told as given for what."""

from collections.abc import Sequence
from dataclasses import dataclass

from deedbook.brief.wording import standings
from deedbook.desk.lanes import Lane
from deedbook.measures import Answer
from deedbook.records import Commitment, TextEvidence

MOST_TRADES = 8


@dataclass(frozen=True, slots=True)
class Side:
    """What ``giver`` owes or gives ``receiver``: lanes by standing, benefits by the state itself only.

    ``burdens`` are tariffs, sanctions and threats, ``firms`` what firms did, ``absent`` what is only told as absent:
    none of them is in ``by_standing``."""

    giver: str
    receiver: str
    by_standing: tuple[tuple[str, tuple[Lane, ...]], ...]
    burdens: tuple[Lane, ...]
    firms: tuple[Lane, ...]
    absent: tuple[Lane, ...]

    @property
    def total(self) -> int:
        return sum(len(held) for _, held in self.by_standing)

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """All of them, in the order of the page."""
        return (*(one for _, held in self.by_standing for one in held), *self.firms, *self.burdens, *self.absent)

    def count(self, standing: str) -> int:
        return len(dict(self.by_standing)[standing])


@dataclass(frozen=True, slots=True)
class Trade:
    """Two commitments in opposite directions that one sentence tells together, or that the ledger links as one
    package. ``linked``: the latter."""

    first: Lane
    second: Lane
    evidence: TextEvidence | None
    linked: bool


def sides(answer: Answer, lanes: Sequence[Lane]) -> tuple[Side, ...]:
    """Both directions of the pair, then what both owe, then what is for all or by others; empty ones of these left
    out."""
    one, other = answer.pair
    asked = [(one, other), (other, one)]
    found = [_side(giver, receiver, _between(lanes, giver, receiver)) for giver, receiver in asked]
    joint = [lane for lane in lanes if lane.commitment and lane.commitment.joint]
    if joint:
        found.append(_side("both sides", "each other", joint))
    rest = [lane for lane in lanes if lane not in joint and (lane.giver, lane.receiver) not in asked]
    for giver, receiver in dict.fromkeys((lane.giver, lane.receiver) for lane in rest):
        found.append(_side(giver, receiver, [x for x in rest if (x.giver, x.receiver) == (giver, receiver)]))
    return tuple(found)


def _between(lanes: Sequence[Lane], giver: str, receiver: str) -> list[Lane]:
    return [
        lane
        for lane in lanes
        if (lane.giver, lane.receiver) == (giver, receiver) and not (lane.commitment and lane.commitment.joint)
    ]


def _side(giver: str, receiver: str, held: Sequence[Lane]) -> Side:
    given = [lane for lane in held if not (lane.row.burden or lane.row.private or lane.absent_only)]
    return Side(
        giver=giver,
        receiver=receiver,
        by_standing=tuple((name, tuple(lane for lane in given if lane.row.standing == name)) for name in standings()),
        burdens=tuple(lane for lane in held if lane.row.burden and not lane.absent_only),
        firms=tuple(lane for lane in held if lane.row.private and not lane.row.burden and not lane.absent_only),
        absent=tuple(lane for lane in held if lane.absent_only),
    )


def trades(lanes: Sequence[Lane]) -> tuple[Trade, ...]:
    """What was given for what: commitments that the ledger links, then those that one sentence tells together."""
    known = [(lane, lane.commitment) for lane in lanes if lane.commitment and not lane.absent_only]
    found: dict[tuple[str, str], Trade] = {}
    by_id = {lane.id: lane for lane, _ in known}
    for lane, commitment in known:
        if commitment.parent in by_id and (parent := by_id[commitment.parent]).giver != lane.giver:
            found[_pair(lane, parent)] = Trade(lane, parent, None, linked=True)
    told: dict[TextEvidence, list[tuple[Lane, Commitment]]] = {}
    for lane, commitment in known:
        for place in dict.fromkeys(e.evidence for s in commitment.history for e in s.occurrence.entries):
            told.setdefault(place, []).append((lane, commitment))
    for place, held in told.items():
        for position, (lane, one) in enumerate(held):
            for second, other in held[position + 1 :]:
                if (one.giver, one.receiver) == (other.receiver, other.giver) and not (one.joint or other.joint):
                    found.setdefault(_pair(lane, second), Trade(lane, second, place, linked=False))
    return tuple(found.values())[:MOST_TRADES]


def _pair(one: Lane, other: Lane) -> tuple[str, str]:
    first, second = sorted((one.id, other.id))
    return first, second
