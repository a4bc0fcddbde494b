"""The desk's one way to the ledger: answers about pairs, kept until the ledger has changed."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from deedbook.codebook import EVERYBODY, Codebook, load
from deedbook.desk.filters import Filters, kept
from deedbook.desk.making import EVERYTHING, STEADY_SECONDS, About, Making, current, within
from deedbook.desk.queue import Item, ranked
from deedbook.ledger import Ledger
from deedbook.ledger.facts import Facts
from deedbook.ledger.lookups import PairCount
from deedbook.ledger.reviews import Agreement
from deedbook.ledger.scope import ordered
from deedbook.ledger.search import ActHit, Hit
from deedbook.ledger.store import Counts
from deedbook.ledger.union import union
from deedbook.measures import Answer, answer
from deedbook.records import Article, Commitment, Entry, Inference, Occurrence, Passed, Pointer, Remark, Snapshot

WORKERS = 3  # connections that derive; more would only wait for one another
KEPT = 2000  # derived things held at once; the least recently asked for goes first
HEAVIEST = 60_000  # entries of the snapshots held at once: some 350 MB
LENIENT_SECONDS = 120.0  # how long a reviewer's order stands that what was written since might change
SLOW_EVENTS = 300  # between two, from which on a snapshot takes longer than a reader should wait without need
LARGE_EVENTS = 3000
SHARED = 200  # what an answer weighs beside its snapshot
QUICK_SECONDS = 0.1  # what took no longer is made anew at once, what took longer may be used for a while as it was
LOOKED_THROUGH = 25  # articles, those that fit best, whose acts are searched
MOST_PAIRS = 4  # pairs of one article whose acts are looked up

_T = TypeVar("_T")
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """One event of an article: the act that it tells, as merged with other reports, and the commitments of which that
    act is a step. ``act`` is ``None`` where the article's pairs were too many to look it up, or not at hand yet."""

    entry: Entry
    act: Occurrence | None
    owed: tuple[Commitment, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """One article with what was read in it, in its order. ``copy_of`` is the article that it counts with."""

    article: Article
    told: tuple[Told, ...]
    passed: tuple[Passed, ...]
    inference: Inference | None
    remarks: tuple[Remark, ...]
    copy_of: Article | None
    pointers: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class _Held:
    """``turn``: the ledger's, at which the value was so. ``made``: when that was."""

    value: Any
    about: About
    turn: int
    made: float
    seconds: float
    stale: bool
    weight: int


class Source:
    """Reads one ledger for many threads, each with a connection of its own.

    What is derived from it is kept until something has changed that bears on it (``Ledger.version``). What may be used
    where it has changed, the page in the making says (``making.Making``); outside of a page nothing older is."""

    def __init__(self, path: Path, codebook: Codebook | None = None) -> None:
        self.path = path
        self.codebook = codebook or load()
        self._local = threading.local()
        self._lock = threading.Lock()
        self._held: OrderedDict[Hashable, _Held] = OrderedDict()
        self._locks: dict[Hashable, threading.Lock] = {}
        self._least = 0
        self._workers = ThreadPoolExecutor(WORKERS, "derive", self._begin)
        with Ledger.open(path) as ledger:
            ledger.pairs()  # makes an empty ledger where there is none; says in words what is wrong with one that is

    def close(self) -> None:
        """Lets go of what is kept, and of the connections."""
        self._workers.shutdown(cancel_futures=True)
        with self._lock:
            self._held.clear()

    def _begin(self) -> None:
        self._local.works = True

    @property
    def ledger(self) -> Ledger:
        """This thread's own connection."""
        held: Ledger | None = getattr(self._local, "ledger", None)
        if held is None:
            held = self._local.ledger = Ledger.open(self.path, create=False)
        return held

    def turn(self) -> int:
        """A number that grows with everything that is written."""
        return self.ledger.turn()

    def version(self, about: About) -> int:
        """The turn in which anything last changed of what bears on ``about``."""
        return self.ledger.turn() if about.everything else self.ledger.version(about.pairs, about.keys)

    def wrote(self) -> None:
        """Says that the desk itself has written: nothing is used any more that this has changed."""
        self._least = self.turn()

    # -- what pages ask for ----------------------------------------------------------------------------------------

    def answer(
        self, pair: Pair, against: Pair | None = None, as_of: date | None = None, filters: Filters | None = None
    ) -> Answer:
        """The answer about ``pair``; with ``filters``, from the acts and commitments that they keep."""

        def make() -> Answer:
            held = self.snapshot(pair, against, as_of)
            if filters:
                held = kept(held, filters)
            return answer(held, pair, against=against, codebook=self.codebook, problems=self.ledger.problems())

        return self._kept(
            ("answer", pair, against, as_of, filters or None),
            make,
            About.of(ordered([pair, *([against] if against else [])])),
        )

    def snapshot(self, pair: Pair | None = None, against: Pair | None = None, as_of: date | None = None) -> Snapshot:
        """Everything known by ``as_of`` that bears on ``pair`` and ``against``; without a pair, on all."""
        if pair and against and set(pair) != set(against):
            return self._both(pair, against, as_of)
        pairs = ordered([pair]) if pair else None

        def make() -> Snapshot:
            return self.ledger.snapshot(pairs=pairs, as_of=as_of, codebook=self.codebook)

        return self._kept(("snapshot", pairs, as_of), make, About.of(pairs) if pairs else EVERYTHING)

    def _both(self, pair: Pair, against: Pair, as_of: date | None) -> Snapshot:
        """Put together from one of each, which others need too."""
        own, other = (self.snapshot(asked, None, as_of) for asked in ordered([pair, against]))
        return union(own, other, self.codebook)

    def soon(self, pair: Pair) -> bool:
        """Whether what is known of ``pair`` is at hand or soon made. Where it is not, the page in the making should do
        without; it is then shown as it is, saying so, and made anew with all."""
        page = current()
        if page is None or page.fresh or self._found(("snapshot", ordered([pair]), None)):
            return True
        told = self._kept(("told of", *pair), lambda: self.ledger.told_of(*pair), About())
        if told < SLOW_EVENTS:
            return True
        page.stale = True
        return False

    def is_large(self) -> bool:
        """Whether all that the ledger holds takes too long to look through at once."""
        return self._kept(("large",), lambda: self.ledger.counts().events > LARGE_EVENTS, About())

    def pairs(self) -> tuple[PairCount, ...]:
        """All pairs on which any act is held."""
        return self._kept(("pairs",), lambda: self.ledger.pairs(), EVERYTHING)

    def counts(self) -> Counts:
        """How much the ledger holds in all."""
        return self._kept(("counts",), lambda: self.ledger.counts(), EVERYTHING)

    def search(self, words: str, most: int = 50) -> tuple[Hit, ...]:
        """Articles in which all ``words`` stand, best first."""
        return self._kept(("search", words, most), lambda: self.ledger.search(words, most), EVERYTHING)

    def search_acts(self, words: str, most: int = 20) -> tuple[ActHit, ...]:
        """Acts told with all ``words`` in the articles that :meth:`search` finds first."""
        keys = [hit.article_key for hit in self.search(words)[:LOOKED_THROUGH]]
        return self._kept(("acts", words, most), lambda: self.ledger.search_acts(words, keys, most), EVERYTHING)

    def article(self, key: str) -> Article | None:
        """The article of this key, if the ledger holds it."""
        return self._kept(("article", key), lambda: self.ledger.article(key), About.of(keys=[key]))

    def telling(self, key: str) -> Telling | None:
        """One article and what was read in it; ``None`` where the ledger holds none of this key."""
        return self._kept(("telling", key), lambda: self._telling(key), About.of(keys=[key]))

    def pairs_in(self, key: str) -> tuple[Pair, ...]:
        """The pairs of states that an article tells of, the one it tells most of first."""
        return self._kept(("pairs in", key), lambda: _pairs_in(self.ledger.entries(key)), About.of(keys=[key]))

    def ranking(self, pair: Pair | None = None) -> tuple[Item, ...]:
        """The events between the two, or of all, in the order in which a reviewer should look at them. The order may
        be some minutes old: what it holds of people's decisions is for :meth:`decided` to tell."""

        def make() -> tuple[Item, ...]:
            held = self.snapshot(pair)
            keys = {entry.article_key for entry in held.entries} | self.decided_on()
            facts = self.ledger.facts(keys=sorted(keys) if pair else None)
            return ranked(facts, held, self.answer(pair) if pair else None, pair)

        about = About.of(ordered([pair])) if pair else EVERYTHING
        return self._kept(("ranking", pair), make, about, lenient=True)

    def decided_on(self) -> set[str]:
        """Keys of the articles on which people decided anything."""

        def make() -> set[str]:
            hashes = {decision.text_sha256 for decision in self.ledger.decisions()}
            return set(self.ledger.keys_of(hashes)) if hashes else set()

        return self._kept(("decided on",), make, EVERYTHING)

    def agreement(self) -> tuple[Agreement, ...]:
        """How well reviewers agree, field by field; nothing where there are not two of them."""

        def make() -> tuple[Agreement, ...]:
            return self.ledger.agreement() if len({made.who for made in self.ledger.decisions()}) > 1 else ()

        return self._kept(("agreement",), make, EVERYTHING, lenient=True)

    def decided(self, keys: Iterable[str]) -> dict[str, Facts]:
        """The facts on those of the articles ``keys`` on which people decided anything, by key."""

        def facts(key: str) -> Facts:
            return self._kept(("facts", key), lambda: self.ledger.facts(keys=[key]), About.of(keys=[key]))

        return {key: facts(key) for key in sorted(self.decided_on() & set(keys))}

    # -- inside ----------------------------------------------------------------------------------------------------

    def _telling(self, key: str) -> Telling | None:
        facts = self.ledger.facts(keys=[key])
        if key not in facts.articles:
            return None
        entries = sorted(self.ledger.entries(key), key=_place)
        held = [self.snapshot(pair) for pair in _pairs_in(entries)[:MOST_PAIRS] if self.soon(pair)]
        acts = {
            entry.event.event_id: act
            for snapshot in held
            for act in snapshot.occurrences
            for entry in act.entries
            if entry.article_key == key
        }
        owed: dict[str, dict[str, Commitment]] = {}
        for commitment in (c for snapshot in held for c in snapshot.commitments):
            for step in commitment.history:
                owed.setdefault(step.occurrence.id, {})[commitment.id] = commitment
        told = []
        for entry in entries:
            act = acts.get(entry.event.event_id)
            told.append(Told(entry, act, tuple(owed.get(act.id, {}).values()) if act else ()))
        knowing = [snapshot for snapshot in held if key in snapshot.articles]
        first = next((snapshot.wire.get(key, key) for snapshot in knowing), key)
        return Telling(
            article=facts.articles[key],
            told=tuple(told),
            passed=next((reading.coding.passed for reading in facts.readings), ()),
            inference=next((found for s in knowing if (found := s.inferences.get(key))), None),
            remarks=tuple(dict.fromkeys(r for s in knowing for r in s.remarks if r.article_key == key)),
            copy_of=next((s.articles[first] for s in knowing if first in s.articles), None) if first != key else None,
            pointers=next((places for s in knowing if (places := s.pointers.get(key))), ()),
        )

    def _kept(self, key: Hashable, make: Callable[[], _T], about: About, *, lenient: bool = False) -> _T:
        """What ``make`` makes, or has made. Workers make it: a thread of the server's comes and goes, and each would
        open the ledger anew, which checks a small one through."""
        if getattr(self._local, "works", False):
            return self._kept_here(key, make, about, lenient)
        context = copy_context()
        return self._workers.submit(context.run, self._kept_here, key, make, about, lenient).result()

    def _kept_here(self, key: Hashable, make: Callable[[], _T], about: About, lenient: bool) -> _T:
        page = current() or Making()
        turn, held = self.turn(), self._found(key)
        if held and (self._is_current(held, turn) or (lenient and self._will_do(held, page))):
            page.used(held.about, turn, time.time(), held.seconds, stale=False)
        elif held and self._serves(held, page):
            page.used(held.about, held.turn, held.made, held.seconds, stale=True)
        else:
            with self._lock:
                making = self._locks.setdefault(key, threading.Lock())
            # An answer waits for its snapshot, never the other way, so that nobody waits in a circle.
            with making:
                turn, held = self.turn(), self._found(key)
                if held is None or not self._is_current(held, turn):
                    held = self._make(key, make, about, page)
            page.used(held.about, held.turn, held.made, held.seconds, stale=held.stale)
        value: _T = held.value
        return value

    def _is_current(self, held: _Held, turn: int) -> bool:
        if held.turn == turn and not held.stale:
            return True
        return not held.stale and self.version(held.about) <= held.turn and time.time() - held.made < STEADY_SECONDS

    def _serves(self, held: _Held, page: Making) -> bool:
        """Whether ``page`` may be made from what has changed since: where making it anew takes long, for a while."""
        least = max(page.least, self._least)
        recent = time.time() - held.made < STEADY_SECONDS
        return not page.fresh and held.seconds > QUICK_SECONDS and held.turn >= least and recent

    def _will_do(self, held: _Held, page: Making) -> bool:
        """Whether it will do for a while though something has changed, as an order of what to look at does."""
        return not page.fresh and held.seconds > QUICK_SECONDS and time.time() - held.made < LENIENT_SECONDS

    def _make(self, key: Hashable, make: Callable[[], Any], about: About, page: Making) -> _Held:
        # All before reading: what is written meanwhile makes it old.
        turn, made, start = self.turn(), time.time(), time.thread_time()
        with within(Making(least=page.least, fresh=page.fresh)) as own:
            value = make()
        held = _Held(
            value,
            about | own.about,
            turn if own.turn is None else min(turn, own.turn),
            min(made, own.at),
            time.thread_time() - start + own.seconds,
            own.stale,
            _weight(value),
        )
        with self._lock:
            self._held[key] = held
            self._held.move_to_end(key)
            while len(self._held) > KEPT or sum(one.weight for one in self._held.values()) > HEAVIEST:
                gone, _ = self._held.popitem(last=False)
                self._locks.pop(gone, None)
        return held

    def _found(self, key: Hashable) -> _Held | None:
        with self._lock:
            if held := self._held.get(key):
                self._held.move_to_end(key)
            return held


def _weight(value: Any) -> int:
    """How much is held with a value, in entries of snapshots. Answers share theirs with others."""
    return len(value.entries) if isinstance(value, Snapshot) else SHARED if isinstance(value, Answer) else 1


def _place(entry: Entry) -> tuple[int, int]:
    return entry.event.sentence.start, entry.event.cue.start if entry.event.cue else 0


def _pairs_in(entries: Sequence[Entry]) -> tuple[Pair, ...]:
    counts: dict[Pair, int] = {}
    for entry in entries:
        one, other = sorted((entry.event.actor.code or "", entry.event.recipient.code or ""))
        if one and one != other and EVERYBODY not in (one, other):
            counts[one, other] = counts.get((one, other), 0) + 1
    return tuple(sorted(counts, key=lambda pair: (-counts[pair], pair)))
