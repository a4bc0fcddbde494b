"""One run: reading → coding → ledger. Safe to repeat and to interrupt, since each batch is one transaction."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO, TextIO

from deedbook import reading
from deedbook.coding import Coder
from deedbook.ledger import Ledger
from deedbook.records import Article, Coding, OfficialRecord, Problem, Search

BATCH = 32  # articles that a coder gets at once: enough to sort by length, few enough to lose little when interrupted
READ_LANGUAGES = frozenset({"en", "und"})  # a text too short to tell its language is tried

Progress = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did. ``read`` counts articles met, ``known`` those among them that the ledger held with this coder's
    coding (also from earlier in the run), ``coded`` those coded now and ``events`` their events; ``official`` counts
    the records of registers among those coded now, and ``searches`` the registers that were looked through; ``unread``
    counts articles by the language that no coder reads; ``problems`` are inputs that could not be used, in order."""

    read: int = 0
    known: int = 0
    coded: int = 0
    events: int = 0
    unread: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    official: int = 0
    searches: int = 0


def run(
    sources: Sequence[str],
    ledger: Ledger,
    coder: Coder,
    *,
    progress: Progress | None = None,
    jsonl: bool = False,
    allow_private: bool = False,
    timeout: float = reading.TIMEOUT,
    stdin: BinaryIO | TextIO | None = None,
) -> RunReport:
    """Reads ``sources`` (files, folders, addresses, ``-``) into ``ledger``, coded by ``coder``.

    Articles in other languages than English are stored without a coding and counted as unread. What cannot be used is
    reported, noted in the ledger, and the rest goes on. ``timeout``: seconds for one address. ``progress`` is called
    with the number of articles met so far and the id of each, once it is in the ledger. An interrupted run, repeated,
    ends in the ledger that one undisturbed run gives, but for ``recorded``. Raises LedgerError where the ledger cannot
    be written."""
    intake = _Intake(ledger, coder, progress)
    found: Iterable[Article | OfficialRecord | Search | Problem] = reading.read(
        sources, jsonl=jsonl, allow_private=allow_private, timeout=timeout, stdin=stdin
    )
    for item in found:
        if isinstance(item, Problem):
            intake.problems.append(item)
            ledger.note(item)
        elif isinstance(item, OfficialRecord):
            intake.take_official(item)
        elif isinstance(item, Search):
            ledger.add_search(item)
            intake.searches += 1
        else:
            intake.take(item)
    intake.flush()
    ledger.settle()
    return RunReport(
        read=intake.read,
        known=intake.known,
        coded=intake.coded,
        events=intake.events,
        unread=dict(sorted(intake.unread.items())),
        problems=tuple(intake.problems),
        official=intake.official,
        searches=intake.searches,
    )


class _Intake:
    """Articles waiting for their batch, and the counts of the run."""

    def __init__(self, ledger: Ledger, coder: Coder, progress: Progress | None) -> None:
        self._ledger, self._coder, self._progress = ledger, coder, progress
        self._waiting: dict[str, Article] = {}
        self._done = 0
        self.read = self.known = self.coded = self.events = self.official = self.searches = 0
        self.unread: Counter[str] = Counter()
        self.problems: list[Problem] = []

    def take(self, article: Article) -> None:
        self.read += 1
        key = article.key
        if key in self._waiting:  # the same text again: let the first be written down first
            self.flush()
        if article.language not in READ_LANGUAGES:
            self._ledger.add(article, None, coder=self._coder.name)
            self.unread[article.language] += 1
            self._tell(article)
        elif self._ledger.holds(key, self._coder.name):
            self._ledger.sight(article)
            self.known += 1
            self._tell(article)
        else:
            self._waiting[key] = article
            if len(self._waiting) >= BATCH:
                self.flush()

    def flush(self) -> None:
        """Codes what waits, and writes it down."""
        articles = list(self._waiting.values())
        self._waiting.clear()
        if not articles:
            return
        codings = code(articles, self._coder)
        batch = list(zip(articles, codings, strict=True))
        added = self._ledger.add_many(batch, coder=self._coder.name)
        for article, coding, new in zip(articles, codings, added, strict=True):
            if new:
                self.coded += 1
                self.events += len(coding.events)
            else:
                self.known += 1  # another process was faster
            self._tell(article)

    def take_official(self, record: OfficialRecord) -> None:
        self.flush()
        self.read += 1
        if self._ledger.add_official(record):
            self.official += 1
            self.coded += 1
            self.events += len(record.coding.events)
        else:
            self.known += 1
        self._tell(record.article)

    def _tell(self, article: Article) -> None:
        self._done += 1
        if self._progress:
            self._progress(self._done, article.id)


def code(articles: Sequence[Article], coder: Coder) -> list[Coding]:
    """The codings that the ledger holds: events are named by their text's key, whatever a source calls it, so that one
    text that was met in two places has the same events whichever was read first."""
    return list(coder.code([replace(article, id=article.key) for article in articles]))
