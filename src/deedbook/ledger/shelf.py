"""Threads while they are followed, and where an act finds those that it may go on with.

A thread sums up its acts as they come, and an act is compared only with the threads that share a project, a telling
word or a sum with it, and with those of its parties that moved last. So the cost of following grows with the number of
acts, not with its square."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice

from deedbook.ledger.acts import EFFECTIVE, Act
from deedbook.ledger.standing import Move
from deedbook.ledger.vocabulary import containment
from deedbook.records import Amount

RECENT = 40  # threads of the same parties and family that moved last: an act that says little goes on with one of them
PER_WORD = 40  # threads that share one word, newest first: a word that more share tells nothing
TELLINGS = 24  # ways of telling a thread that later acts are compared with, newest first

Key = tuple[str, ...]


@dataclass(slots=True)
class Thread:
    """A commitment while it is being followed."""

    place: int
    first: Act
    moves: list[Move] = field(default_factory=list)
    projects: set[str] = field(default_factory=set)
    rates: set[str] = field(default_factory=set)
    tellings: dict[frozenset[str], None] = field(default_factory=dict)
    words: dict[frozenset[str], None] = field(default_factory=dict)
    contexts: dict[frozenset[str], None] = field(default_factory=dict)
    topics: dict[frozenset[str], None] = field(default_factory=dict)
    amounts: dict[tuple[float, str], Amount] = field(default_factory=dict)
    measure: bool | None = None
    additional: bool = False
    is_end: bool = False
    first_day: date | None = None
    last_day: date | None = None
    closed_on: date | None = None

    def add(self, move: Move) -> None:
        """Take the next move, in order of date."""
        self.moves.append(move)
        act = move.act
        if act.day:
            self.first_day = min(self.first_day or act.day, act.day)
            self.last_day = max(self.last_day or act.day, act.day)
        self._close(move)
        if move.cross:
            return
        self.projects |= act.projects
        self.rates |= act.rates
        for held, told in (
            (self.tellings, act.telling),
            (self.words, act.words),
            (self.contexts, act.context),
            (self.topics, act.topic),
        ):
            _newest(held, told)
        if act.amount:
            self.amounts.setdefault((act.amount.value, act.amount.unit), act.amount)
        if self.measure is None and not act.neutral:
            self.measure = act.measure
        self.additional = self.additional or act.additional
        self.is_end = self.is_end or (act.ends and act.turn == "forward" and act.shown.status in EFFECTIVE)

    def _close(self, move: Move) -> None:
        """``closed_on``: the day of its delivery in full, or of its end; ``None`` while it is open."""
        if move.record_status in ("withdrawn", "lapsed") or (move.act.shown.status == "delivered" and not move.partial):
            self.closed_on = move.act.day
        elif move.act.turn == "forward":
            self.closed_on = None

    @property
    def has_ended(self) -> bool:
        return self.moves[-1].record_status in ("withdrawn", "lapsed")

    def gap(self, day: date | None) -> timedelta:
        """Time between ``day`` and the thread's own; none where either is unknown."""
        if day is None or self.first_day is None or self.last_day is None:
            return timedelta(0)
        return max(self.first_day - day, day - self.last_day, timedelta(0))


def _newest(held: dict[frozenset[str], None], told: frozenset[str]) -> None:
    if told:
        held.pop(told, None)
        held[told] = None
        if len(held) > TELLINGS:
            del held[next(iter(held))]


def likeness(told: Iterable[frozenset[str]], own: frozenset[str]) -> float:
    """The best containment of ``own`` with one of ``told``, 0 to 1."""
    return max((containment(other, own) for other in told), default=0.0)


class Shelf:
    """Threads in order of their first act, found by what an act shares with them."""

    def __init__(self) -> None:
        self.threads: list[Thread] = []
        self._found_by: dict[Key, dict[int, None]] = {}

    def open(self, act: Act) -> Thread:
        """A new thread that begins with ``act``."""
        self.threads.append(Thread(len(self.threads), act))
        return self.threads[-1]

    def put(self, thread: Thread, move: Move) -> None:
        thread.add(move)
        if move.cross:
            return
        act = move.act
        for key in (*_exact(act), *_loose(act), ("giver", act.giver, act.family.name), _to(act)):
            held = self._found_by.setdefault(key, {})
            held.pop(thread.place, None)
            held[thread.place] = None

    def near(self, act: Act) -> list[Thread]:
        """Threads between the same two or on the same project that ``act`` may go on with."""
        found: dict[int, None] = {}
        for key in _exact(act):
            found |= self._found_by.get(key, {})
        for key in _loose(act):
            found |= dict.fromkeys(islice(reversed(self._found_by.get(key, {})), RECENT))
        return [self.threads[place] for place in sorted(found)]

    def reached(self, act: Act) -> list[Thread]:
        """Threads that an act of ending may reach: of the giver and family, for a bilateral act those toward the same
        receiver, and those on the same project."""
        found = dict(self._found_by.get(("giver", act.giver, act.family.name) if act.broad else _to(act), {}))
        for project in act.projects:
            found |= self._found_by.get(("project", project), {})
        return [self.threads[place] for place in sorted(found)]


def _parties(act: Act) -> Key:
    return tuple(sorted((act.giver, act.receiver)))


def _to(act: Act) -> Key:
    return ("to", act.giver, act.receiver, act.family.name)


def _exact(act: Act) -> list[Key]:
    return [("project", project) for project in sorted(act.projects)]


def _loose(act: Act) -> list[Key]:
    pair = _parties(act)
    keys: list[Key] = [("pair", *pair), ("family", *pair, act.family.name)]
    keys += [("word", *pair, word) for word in sorted(act.telling)]
    if act.amount:
        keys.append(("sum", *pair, f"{act.amount.value:.2g}", act.amount.unit))
    return keys
