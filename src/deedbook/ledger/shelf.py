"""Threads while they are followed, and where an act finds those that it may go on with.

A thread sums up its acts as they come, and an act is compared only with the threads that share a project, a telling
word or a sum with it, and with those of its parties that moved last. So the cost of following grows with the number of
acts, not with its square."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice

from deedbook.ledger.acts import EFFECTIVE, Act
from deedbook.ledger.standing import FULL, Move
from deedbook.records import Amount

RECENT = 20  # threads looked at that share a word, a sum, or family and parties: those that moved last
TELLINGS = 12  # ways of telling a thread that later acts are compared with, newest first

Key = tuple[str, ...]


class Tellings:
    """The ways in which something was told, newest last, each a set of stems."""

    __slots__ = ("_all", "_held")

    def __init__(self) -> None:
        self._held: dict[frozenset[str], None] = {}
        self._all: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._held)

    def __contains__(self, told: frozenset[str]) -> bool:
        return told in self._held

    def add(self, told: frozenset[str]) -> None:
        if told:
            self._held.pop(told, None)
            self._held[told] = None
            self._all |= told
            if len(self._held) > TELLINGS:
                del self._held[next(iter(self._held))]

    def likeness(self, own: frozenset[str], *, least: int = 1, enough: int = 1000) -> float:
        """The best containment of ``own`` with one of them, 0 to 1: shared stems, at least ``least`` of them, as a part
        of the poorer set or of ``enough``, whichever is less."""
        best, size = 0.0, len(own)
        reach = size if size < least else len(own & self._all)
        if reach < least:
            return best
        for other in self._held:
            shared = len(other & own)
            if shared >= least:
                best = max(best, shared / min(len(other), size, enough))
                if best >= 1.0:
                    return 1.0
        return best


@dataclass(slots=True)
class Thread:
    """A commitment while it is being followed. ``records``: the register's records that tell it; empty where a text
    does, ``None`` before its first act."""

    place: int
    first: Act
    moves: list[Move] = field(default_factory=list)
    projects: set[str] = field(default_factory=set)
    rates: set[str] = field(default_factory=set)
    facilities: set[str] = field(default_factory=set)
    tellings: Tellings = field(default_factory=Tellings)
    words: Tellings = field(default_factory=Tellings)
    contexts: Tellings = field(default_factory=Tellings)
    topics: Tellings = field(default_factory=Tellings)
    articles: set[str] = field(default_factory=set)
    domains: set[str] = field(default_factory=set)
    amounts: dict[tuple[float, str], Amount] = field(default_factory=dict)
    records: set[str] | None = None
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
        self.records = (self.records or set()) | act.records if act.records and self.records != set() else set()
        self.projects |= act.projects
        self.domains.update(act.occurrence.domains)
        self.rates |= act.rates
        if len(act.facilities) == 1:
            self.facilities |= act.facilities
        self.tellings.add(act.telling)
        self.words.add(act.words)
        self.contexts.add(act.context)
        self.topics.add(act.topic)
        self.articles |= act.articles
        for told in (act.amount, act.whole):
            if told and len(self.amounts) < TELLINGS:
                self.amounts.setdefault((told.value, told.unit), told)
        if self.measure is None and not act.neutral:
            self.measure = act.measure
        self.additional = self.additional or act.additional
        self.is_end = self.is_end or (act.ends and act.turn == "forward" and act.shown.status in EFFECTIVE)

    def _close(self, move: Move) -> None:
        """``closed_on``: the day of its delivery in full, or of its end; ``None`` while it is open."""
        done = move.act.shown.status == "delivered" and not move.partial and not self._falls_short(move.act)
        if move.record_status in ("withdrawn", "lapsed") or done:
            self.closed_on = move.act.day
        elif move.act.turn == "forward":
            self.closed_on = None

    def _falls_short(self, act: Act) -> bool:
        """Whether what was paid is a part of a sum that was told before."""
        paid = act.amount
        if paid is None or act.family.kind != "money":
            return False
        return any(paid.unit == sum_.unit and paid.value < FULL * sum_.value for sum_ in self.amounts.values())

    @property
    def has_ended(self) -> bool:
        return self.moves[-1].record_status in ("withdrawn", "lapsed")

    def gap(self, day: date | None) -> timedelta:
        """Time between ``day`` and the thread's own; none where either is unknown."""
        if day is None or self.first_day is None or self.last_day is None:
            return timedelta(0)
        return max(self.first_day - day, day - self.last_day, timedelta(0))


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
    keys += [("sum", *pair, f"{told.value:.2g}", told.unit) for told in (act.amount, act.whole) if told]
    return keys
