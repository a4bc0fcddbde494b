"""The desk's one way to the ledger: answers about pairs, kept until the ledger has changed."""

import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from deedbook.codebook import EVERYBODY, Codebook, load
from deedbook.desk.filters import Filters, kept
from deedbook.ledger import Ledger
from deedbook.ledger.lookups import PairCount
from deedbook.ledger.scope import Scope, ordered
from deedbook.ledger.search import Hit
from deedbook.ledger.store import Counts
from deedbook.measures import Answer, answer
from deedbook.records import Article, Commitment, Entry, Inference, Occurrence, Passed, Pointer, Remark, Snapshot

KEPT = 400  # derived things held at once; the least recently asked for goes first
QUICK_SECONDS = 0.3  # what took no longer is made anew at once; what took longer is shown as it was, and made meanwhile
STEADY_SECONDS = 60.0  # how long an answer stands while only other pairs are written of
WORKERS = 3  # connections that derive; more would only wait for one another
MOST_PAIRS = 4  # pairs of one article whose acts are looked up

_T = TypeVar("_T")
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """One event of an article: the act that it tells, as merged with other reports, and the commitments of which that
    act is a step. ``act`` is ``None`` where the article's pairs were too many to look it up."""

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
    version: int
    mark: Hashable
    made: float
    seconds: float
    value: Any


class Source:
    """Reads one ledger for many threads, each with a connection of its own.

    What is derived from it is kept with the ledger's version of the time. When a writer has changed the file, what is
    quick to make is made anew before it is shown; the rest is shown as it was, once more, while it is made anew. After
    :meth:`wrote` (a decision on the desk itself) nothing older is shown."""

    def __init__(self, path: Path, codebook: Codebook | None = None) -> None:
        self.path = path
        self.codebook = codebook or load()
        self._local = threading.local()
        self._lock = threading.Lock()
        self._held: OrderedDict[Hashable, _Held] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._refreshing: set[Hashable] = set()
        self._wrote = 0.0
        self._closing = threading.Event()
        with Ledger.open(path) as ledger:
            ledger.pairs()  # makes an empty ledger where there is none; says in words what is wrong with one that is
        self._workers = ThreadPoolExecutor(WORKERS, "derive", self._begin)
        self._refresher = ThreadPoolExecutor(1, "refresh", self._begin)
        self._watch = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)

    def close(self) -> None:
        self._closing.set()
        for pool in (self._workers, self._refresher):
            pool.shutdown(cancel_futures=True)
        self._watch.close()

    def _begin(self) -> None:
        self._local.works = True

    @property
    def ledger(self) -> Ledger:
        """This thread's own connection; the workers have one each."""
        held: Ledger | None = getattr(self._local, "ledger", None)
        if held is None:
            held = self._local.ledger = Ledger.open(self.path, create=False)
        return held

    def version(self) -> int:
        """A number that changes whenever anybody has written to the ledger."""
        with self._lock:
            return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def wrote(self) -> None:
        """Says that the desk itself has written: from now on nothing made before is shown."""
        self._wrote = time.monotonic()

    # -- what pages ask for ----------------------------------------------------------------------------------------

    def answer(
        self, pair: Pair, against: Pair | None = None, as_of: date | None = None, filters: Filters | None = None
    ) -> Answer:
        """The answer about ``pair``; with ``filters``, from the acts and commitments that they keep."""

        def make() -> Answer:
            held = self.snapshot(pair, against, as_of)
            if filters:
                held = kept(held, filters)
            return answer(held, pair, against=against, codebook=self.codebook, problems=self._problems())

        return self._kept(("answer", pair, against, as_of, filters or None), make, _asked(pair, against))

    def snapshot(self, pair: Pair | None = None, against: Pair | None = None, as_of: date | None = None) -> Snapshot:
        """Everything known by ``as_of`` that bears on ``pair`` and ``against``; without a pair, on all."""
        pairs = _asked(pair, against) if pair else None

        def make() -> Snapshot:
            return self.ledger.snapshot(pairs=pairs, as_of=as_of, codebook=self.codebook)

        return self._kept(("snapshot", pairs, as_of), make, pairs)

    def pairs(self) -> tuple[PairCount, ...]:
        """All pairs on which any act is held."""
        return self._kept(("pairs",), lambda: self.ledger.pairs())

    def counts(self) -> Counts:
        """How much the ledger holds in all."""
        return self._kept(("counts",), lambda: self.ledger.counts())

    def search(self, words: str, most: int = 50) -> tuple[Hit, ...]:
        """Articles in which all ``words`` stand, best first."""
        return self._kept(("search", words, most), lambda: self.ledger.search(words, most))

    def article(self, key: str) -> Article | None:
        """The article of this key, if the ledger holds it."""
        return self._kept(("article", key), lambda: self.ledger.article(key))

    def telling(self, key: str) -> Telling | None:
        """One article and what was read in it; ``None`` where the ledger holds none of this key."""
        return self._kept(("telling", key), lambda: self._telling(key))

    def pairs_in(self, key: str) -> tuple[Pair, ...]:
        """The pairs of states that an article tells of, the one it tells most of first."""
        return self._kept(("pairs in", key), lambda: _pairs_in(self.ledger.entries(key)))

    # -- inside ----------------------------------------------------------------------------------------------------

    def _telling(self, key: str) -> Telling | None:
        facts = self.ledger.facts(keys=[key])
        if key not in facts.articles:
            return None
        entries = sorted(self.ledger.entries(key), key=_place)
        held = [self.snapshot(pair) for pair in _pairs_in(entries)[:MOST_PAIRS]]
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

    def _problems(self) -> tuple[Any, ...]:
        return self._kept(("problems",), lambda: self.ledger.problems())

    def _mark(self, pairs: Sequence[Pair] | None) -> Hashable:
        """Changes whenever what bears on ``pairs`` has grown, or a person has decided or said anything."""
        if not pairs:
            return self.version()
        keys = sorted(Scope(ordered(pairs), self.codebook).keys)
        said = "SELECT (SELECT count(*) FROM decisions), (SELECT count(*) FROM marks), (SELECT count(*) FROM searches)"
        with self._lock:
            told = [
                self._watch.execute(
                    "SELECT count(*), max(number) FROM indexed_events WHERE act IS NOT NULL AND one = ? AND other = ?",
                    key,
                ).fetchone()
                for key in keys
            ]
            return (*told, self._watch.execute(said).fetchone())

    def _kept(self, key: Hashable, make: Callable[[], _T], pairs: Sequence[Pair] | None = None) -> _T:
        version = self.version()
        held = self._found(key)
        if held and held.version == version:
            value: _T = held.value
            return value
        steady = held and held.made > max(self._wrote, time.monotonic() - STEADY_SECONDS)
        if held and steady and pairs and held.mark == self._mark(pairs):
            with self._lock:
                self._held[key] = replace(held, version=version)  # others were written of: nothing here has changed
            same: _T = held.value
            return same
        if held and held.seconds > QUICK_SECONDS and held.made > self._wrote:
            self._refresh(key, make, pairs)
            stale: _T = held.value
            return stale
        if getattr(self._local, "works", False):
            return self._once(key, make, pairs, version)
        return self._workers.submit(self._once, key, make, pairs, version).result()

    def _once(self, key: Hashable, make: Callable[[], _T], pairs: Sequence[Pair] | None, version: int) -> _T:
        """Makes it unless another worker just has. Only workers wait here, and none of them waits for a worker: an
        answer waits for its snapshot, never the other way."""
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            held = self._found(key)
            if held and held.version == version and held.made > self._wrote:
                fresh: _T = held.value
                return fresh
            return self._make(key, make, pairs)

    def _found(self, key: Hashable) -> _Held | None:
        with self._lock:
            if held := self._held.get(key):
                self._held.move_to_end(key)
            return held

    def _make(self, key: Hashable, make: Callable[[], _T], pairs: Sequence[Pair] | None) -> _T:
        # All before reading: what is written meanwhile makes it old.
        version, start, mark = self.version(), time.monotonic(), self._mark(pairs)
        value = make()
        with self._lock:
            self._held[key] = _Held(version, mark, start, time.monotonic() - start, value)
            self._held.move_to_end(key)
            while len(self._held) > KEPT:
                gone, _ = self._held.popitem(last=False)
                self._making.pop(gone, None)
        return value

    def _refresh(self, key: Hashable, make: Callable[[], Any], pairs: Sequence[Pair] | None) -> None:
        with self._lock:
            if key in self._refreshing:
                return
            self._refreshing.add(key)

        def work() -> None:
            began = time.monotonic()
            try:
                self._make(key, make, pairs)
                # Rests as long as it worked: with one lock for all Python, pages would else wait for what nobody sees.
                self._closing.wait(time.monotonic() - began)
            finally:
                with self._lock:
                    self._refreshing.discard(key)

        self._refresher.submit(work)


def _asked(pair: Pair, against: Pair | None) -> tuple[Pair, ...]:
    return ordered([pair, *([against] if against else [])])


def _place(entry: Entry) -> tuple[int, int]:
    return entry.event.sentence.start, entry.event.cue.start if entry.event.cue else 0


def _pairs_in(entries: Sequence[Entry]) -> tuple[Pair, ...]:
    counts: dict[Pair, int] = {}
    for entry in entries:
        one, other = sorted((entry.event.actor.code or "", entry.event.recipient.code or ""))
        if one and one != other and EVERYBODY not in (one, other):
            counts[one, other] = counts.get((one, other), 0) + 1
    return tuple(sorted(counts, key=lambda pair: (-counts[pair], pair)))
