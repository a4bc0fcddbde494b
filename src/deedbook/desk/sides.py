"""What each side gives the other, told by standing, and what was told as given for what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deedbook.brief.wording import standings
from deedbook.desk.lanes import Lane
from deedbook.measures import Answer, StandingRow
from deedbook.records import Commitment, TextEvidence

MOST_TRADES = 8
BOTH = "both sides"


@dataclass(frozen=True, slots=True)
class Side:
    """What ``giver`` did for or owes ``receiver``, by standing: matters of the states themselves, each once.

    ``burdens`` (tariffs, sanctions, threats) and ``firms`` (what firms did) are in none of the standings. ``joint``:
    what both do or owe."""

    giver: str
    receiver: str
    joint: bool
    by_standing: tuple[tuple[str, tuple[StandingRow, ...]], ...]
    burdens: tuple[StandingRow, ...]
    firms: tuple[StandingRow, ...]

    def count(self, standing: str) -> int:
        return len(dict(self.by_standing)[standing])

    @property
    def beyond(self) -> int:
        """How many went beyond talk: delivered, promised, or stopped."""
        return sum(len(held) for name, held in self.by_standing if name != "talk only")

    @property
    def total(self) -> int:
        return sum(len(held) for _, held in self.by_standing)


@dataclass(frozen=True, slots=True)
class Group:
    """The lanes in one direction, those by the state first, then firms', then what was imposed, then what is only told
    as absent."""

    giver: str
    receiver: str
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True)
class Trade:
    """Two commitments in opposite directions that one sentence tells together, or that the ledger links as one
    package. ``linked``: the latter."""

    first: Lane
    second: Lane
    evidence: TextEvidence | None
    linked: bool


def direction(held: Side | Group, name: Callable[[str], str], joint: bool = False) -> str:
    """``Pakistan → United States``, or that both owe it."""
    return f"{name(held.giver)} → {name(held.receiver)}" if held.receiver and not joint else "Both sides"


def sides(answer: Answer) -> tuple[Side, ...]:
    """Both directions of the pair in its order, then what both do or owe where there is any."""
    one, other = answer.pair
    rows = (*answer.standing, *answer.further_standing)
    joint = [row for row in rows if row.joint and {row.giver, row.receiver} == {one, other}]
    single = [row for row in rows if not row.joint]
    found = [
        _side(*way, [row for row in single if (row.giver, row.receiver) == way]) for way in ((one, other), (other, one))
    ]
    return (*found, *([_side(one, other, joint, joint=True)] if joint else []))


def _side(giver: str, receiver: str, rows: Sequence[StandingRow], *, joint: bool = False) -> Side:
    given = [row for row in rows if not (row.burden or row.private)]
    return Side(
        giver=giver,
        receiver=receiver,
        joint=joint,
        by_standing=tuple((name, tuple(row for row in given if row.standing == name)) for name in standings()),
        burdens=tuple(row for row in rows if row.burden),
        firms=tuple(row for row in rows if row.private and not row.burden),
    )


def groups(answer: Answer, lanes: Sequence[Lane]) -> tuple[Group, ...]:
    """The lanes by direction: the pair's two, what both owe, and what concerns others too; empty ones left out."""
    one, other = answer.pair
    held: dict[tuple[str, str], list[Lane]] = {(one, other): [], (other, one): [], (BOTH, ""): []}
    for lane in lanes:
        joint = lane.commitment is not None and lane.commitment.joint
        held.setdefault((BOTH, "") if joint else (lane.giver, lane.receiver), []).append(lane)
    return tuple(
        Group(giver, receiver, tuple(sorted(some, key=_order))) for (giver, receiver), some in held.items() if some
    )


def _order(lane: Lane) -> tuple[bool, bool, bool, int]:
    return lane.absent_only, lane.row.burden, lane.row.private, standings().index(lane.row.standing)


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
