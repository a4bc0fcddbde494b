"""The desk's one way to the ledger: answers about pairs, kept until the ledger has changed."""

import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from deedbook.codebook import Codebook, load
from deedbook.desk.filters import Filters, kept
from deedbook.ledger import Ledger
from deedbook.measures import Answer, answer
from deedbook.records import Article, Commitment, Entry, Occurrence, Snapshot

KEPT = 64  # derived things held at once; the least recently asked for goes first
QUICK_SECONDS = 0.3  # what took no longer is made anew at once; what took longer is shown as it was, and made meanwhile

_T = TypeVar("_T")
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PairCount:
    """A pair that the ledger holds something on. ``acts`` are merged, ``reports`` are the passages that tell them;
    ``last`` is the last day of publication among them."""

    pair: Pair
    acts: int
    commitments: int
    reports: int
    articles: int
    last: date | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the words sought stand: ``kind`` is ``article``, ``act``, ``commitment`` or ``person``; ``before``,
    ``match`` and ``after`` are the text around; ``at`` is the span in the article."""

    kind: str
    article: str
    title: str
    before: str
    match: str
    after: str
    at: tuple[int, int] | None = None
    pair: Pair | None = None
    target: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """``told``: by article key its entries, each with the act that it tells. ``owed``: by act id the commitments of
    which that act is a step."""

    told: dict[str, list[tuple[Entry, Occurrence]]]
    owed: dict[str, list[Commitment]]


@dataclass(frozen=True, slots=True)
class _Held:
    version: int
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
        self._opened: list[Ledger] = []
        self._lock = threading.Lock()
        self._held: OrderedDict[Hashable, _Held] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._refreshing: set[Hashable] = set()
        self._wrote = 0.0
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="refresh")
        with Ledger.open(path):
            pass  # makes an empty one where there is none, and says in words what is wrong with one that is
        self._watch = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)

    def close(self) -> None:
        self._worker.shutdown(cancel_futures=True)
        for ledger in self._opened:
            ledger.close()
        self._watch.close()

    @property
    def ledger(self) -> Ledger:
        """This thread's own connection."""
        held: Ledger | None = getattr(self._local, "ledger", None)
        if held is None:
            held = self._local.ledger = Ledger.open(self.path, create=False)
            with self._lock:
                self._opened.append(held)
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

        return self._kept(("answer", pair, against, as_of, filters or None), make)

    def snapshot(self, pair: Pair | None = None, against: Pair | None = None, as_of: date | None = None) -> Snapshot:
        """Everything known by ``as_of`` on ``pair`` and ``against``; without a pair, on all."""
        return self._kept(("snapshot", as_of), lambda: self.ledger.snapshot(as_of=as_of, codebook=self.codebook))

    def pairs(self) -> tuple[PairCount, ...]:
        """All pairs on which any act is held, those with most acts first."""
        return self._kept(("pairs",), lambda: _pairs(self.snapshot()))

    def index(self) -> Index:
        """Where each article's events went."""
        return self._kept(("index",), lambda: _index(self.snapshot()))

    def article(self, key: str) -> Article | None:
        return self.snapshot().articles.get(key)

    def search(self, words: str, most: int = 50) -> tuple[Hit, ...]:
        """Places in articles where ``words`` stand, in any case; the latest articles first, one hit an article."""
        sought = " ".join(words.split()).casefold()
        if len(sought) < 2:
            return ()
        articles = self.snapshot().articles.values()
        found = []
        for article in sorted(articles, key=lambda a: (str(a.published.end or ""), a.key), reverse=True):
            at = article.raw.casefold().find(sought)
            # Folding can change lengths ("ß"); where it did, the plain lower case is good enough.
            at = article.raw.lower().find(sought) if len(article.raw.casefold()) != len(article.raw) else at
            if at >= 0:
                found.append(_hit(article, at, at + len(sought)))
            if len(found) == most:
                break
        return tuple(found)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _problems(self) -> tuple[Any, ...]:
        return self._kept(("problems",), lambda: self.ledger.problems())

    def _kept(self, key: Hashable, make: Callable[[], _T]) -> _T:
        version = self.version()
        held = self._found(key)
        if held and held.version == version:
            value: _T = held.value
            return value
        if held and held.seconds > QUICK_SECONDS and held.made > self._wrote:
            self._refresh(key, make)
            stale: _T = held.value
            return stale
        with self._lock:
            making = self._making.setdefault(key, threading.Lock())
        with making:
            held = self._found(key)
            if held and held.version == version:
                fresh: _T = held.value
                return fresh
            return self._make(key, make)

    def _found(self, key: Hashable) -> _Held | None:
        with self._lock:
            if held := self._held.get(key):
                self._held.move_to_end(key)
            return held

    def _make(self, key: Hashable, make: Callable[[], _T]) -> _T:
        version, start = self.version(), time.monotonic()  # before reading: what is written meanwhile makes it old
        value = make()
        with self._lock:
            self._held[key] = _Held(version, start, time.monotonic() - start, value)
            self._held.move_to_end(key)
            while len(self._held) > KEPT:
                gone, _ = self._held.popitem(last=False)
                self._making.pop(gone, None)
        return value

    def _refresh(self, key: Hashable, make: Callable[[], Any]) -> None:
        with self._lock:
            if key in self._refreshing:
                return
            self._refreshing.add(key)

        def work() -> None:
            try:
                self._make(key, make)
            finally:
                with self._lock:
                    self._refreshing.discard(key)

        self._worker.submit(work)


def _index(snapshot: Snapshot) -> Index:
    told: dict[str, list[tuple[Entry, Occurrence]]] = {}
    owed: dict[str, list[Commitment]] = {}
    for act in snapshot.occurrences:
        for entry in act.entries:
            told.setdefault(entry.article_key, []).append((entry, act))
    for commitment in snapshot.commitments:
        for step in commitment.history:
            owed.setdefault(step.occurrence.id, []).append(commitment)
    for held in told.values():
        held.sort(key=lambda item: (item[0].event.sentence.start, item[0].event.cue.start if item[0].event.cue else 0))
    return Index(told, owed)


def _pairs(snapshot: Snapshot) -> tuple[PairCount, ...]:
    acts: dict[Pair, list[Any]] = {}
    owed: dict[Pair, int] = {}
    for act in snapshot.occurrences:
        first, second = sorted((act.actor, act.recipient))
        if first and second and first != second and "ALL" not in (first, second):
            acts.setdefault((first, second), []).append(act)
    for commitment in snapshot.commitments:
        first, second = sorted((commitment.giver, commitment.receiver))
        owed[first, second] = owed.get((first, second), 0) + 1
    counts = [
        PairCount(
            pair=pair,
            acts=len(held),
            commitments=owed.get(pair, 0),
            reports=sum(len(act.entries) for act in held),
            articles=len({entry.article_key for act in held for entry in act.entries}),
            last=max((entry.known for act in held for entry in act.entries if entry.known), default=None),
        )
        for pair, held in acts.items()
    ]
    return tuple(sorted(counts, key=lambda c: (-c.acts, c.pair)))


def _hit(article: Article, start: int, end: int) -> Hit:
    before = article.raw[max(0, start - 120) : start]
    after = article.raw[end : end + 160]
    return Hit(
        "article", article.key, article.title or article.id, before, article.raw[start:end], after, at=(start, end)
    )
