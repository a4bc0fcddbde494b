"""What each side gives the other, told by standing, and what was told as given for what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deedbook.brief.wording import standings
from deedbook.codebook import EVERYBODY
from deedbook.desk.lanes import Lane
from deedbook.measures import Answer, StandingRow
from deedbook.measures.wording import count
from deedbook.records import Commitment, TextEvidence

MOST_TRADES = 8
BOTH = "both sides"
DELIVERED = "delivered or binding"


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

    @property
    def anchor(self) -> str:
        """The name of its place on the page."""
        return "came-both" if self.joint else f"came-{self.giver}-{self.receiver}"

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
class Elsewhere:
    """What is not counted in a direction, since it is told under ``anchor`` on the same page."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Trade:
    """Two commitments in opposite directions that one sentence tells. ``linked``: the ledger holds them for one
    package, since a sentence says that one is given in return for the other."""

    first: Lane
    second: Lane
    evidence: TextEvidence | None
    linked: bool


def direction(held: Side | Group, name: Callable[[str], str], joint: bool = False) -> str:
    """``Pakistan → United States``, or that both owe it."""
    return f"{name(held.giver)} → {name(held.receiver)}" if held.receiver and not joint else "Both sides"


def sides(answer: Answer) -> tuple[Side, ...]:
    """Both directions of the pair in its order, then what both do or owe, and what one does toward everybody, where
    there is any."""
    one, other = answer.pair
    rows = (*answer.standing, *answer.further_standing)
    joint = [row for row in rows if row.joint and {row.giver, row.receiver} == {one, other}]
    single = [row for row in rows if not row.joint]
    found = [
        _side(*way, [row for row in single if (row.giver, row.receiver) == way]) for way in ((one, other), (other, one))
    ]
    general = [
        _side(giver, EVERYBODY, held)
        for giver in (one, other)
        if (held := [row for row in single if (row.giver, row.receiver) == (giver, EVERYBODY)])
    ]
    return (*found, *([_side(one, other, joint, joint=True)] if joint else []), *general)


def elsewhere(side: Side, found: Sequence[Side], others: int) -> tuple[Elsewhere, ...]:
    """What a reader of ``side`` might look for in it and finds elsewhere: what else is delivered or binding, and how
    much third parties gave or took (``others``). ``found``: all sides of the pair."""
    if side.joint or side.receiver == EVERYBODY:
        return ()
    firms = sum(row.standing == DELIVERED for row in side.firms)
    told = [(firms, "delivered by firms", f"firms-{side.anchor}")]
    for other in found:
        if other.joint:
            told.append((other.count(DELIVERED), "delivered or binding by both together", other.anchor))
        elif other.giver == side.giver and other.receiver == EVERYBODY:
            told.append((other.count(DELIVERED), "delivered or binding toward all countries", other.anchor))
    told.append((others, "of third parties", "came-others"))
    return tuple(Elsewhere(f"{count(number, 'matter')} {text}", anchor) for number, text, anchor in told if number)


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
    places = {lane.id: _places(commitment) for lane, commitment in known}
    for lane, commitment in known:
        for partner in (by_id[id_] for id_ in commitment.package if id_ in by_id):
            place = next((place for place in places[lane.id] if place in places[partner.id]), None)
            found.setdefault(_pair(lane, partner), Trade(lane, partner, place, linked=True))
    told: dict[TextEvidence, list[tuple[Lane, Commitment]]] = {}
    for lane, commitment in known:
        for place in places[lane.id]:
            told.setdefault(place, []).append((lane, commitment))
    for place, held in told.items():
        for position, (lane, one) in enumerate(held):
            for second, other in held[position + 1 :]:
                if (one.giver, one.receiver) == (other.receiver, other.giver) and not (one.joint or other.joint):
                    found.setdefault(_pair(lane, second), Trade(lane, second, place, linked=False))
    return tuple(found.values())[:MOST_TRADES]


def _places(commitment: Commitment) -> dict[TextEvidence, None]:
    return dict.fromkeys(e.evidence for step in commitment.history for e in step.occurrence.entries)


def _pair(one: Lane, other: Lane) -> tuple[str, str]:
    first, second = sorted((one.id, other.id))
    return first, second
