"""The coder in use: the trained reader, and beside it the listed constructions where these were measured to help.

On labelled news the reader is far ahead of the list (docs/evaluation.md). But it has seen few reports of what did *not*
come, and it does not split a list of absent benefits, which is the list's strength; so the list's reading is preferred
for the statuses of :data:`LISTED`, and elsewhere it is only heard where the reader finds some sign of a cue itself."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from deedbook import __version__
from deedbook.codebook import Codebook, load
from deedbook.coding.lexicon import LexiconCoder
from deedbook.coding.model import Model, Sign
from deedbook.coding.reader import Prepared, ReaderCoder
from deedbook.records import Article, Coding, Event

LISTED = frozenset({"not_received", "lapsed", "discussed", "offered"})
LEAST_SIGN = 0.1
T = TypeVar("T")
Stretch = tuple[int, int]


def combine(
    read: Sequence[T],
    listed: Sequence[T],
    cue: Callable[[T], Stretch],
    status: Callable[[T], str],
    sign: Callable[[T], float],
) -> tuple[list[T], list[T]]:
    """What is kept of the reader's and of the list's events. ``sign`` is the reader's probability of a cue there."""
    first = [e for e in listed if status(e) in LISTED]
    kept = [e for e in read if not any(_meet(cue(e), cue(f)) for f in first)]
    others = [
        e
        for e in listed
        if status(e) not in LISTED and sign(e) >= LEAST_SIGN and not any(_meet(cue(e), cue(k)) for k in kept)
    ]
    return kept, first + others


def _meet(a: Stretch, b: Stretch) -> bool:
    return a[0] < b[1] and b[0] < a[1]


class CombinedCoder:
    """Codes articles with both. Holds only immutable tables and the model's sessions."""

    def __init__(self, codebook: Codebook | None = None, model: Model | None = None) -> None:
        """Raises :class:`deedbook.coding.model.WeightsError`."""
        book = codebook or load()
        self.reader = ReaderCoder(book, model)
        self._list = LexiconCoder(book, self.reader.gazetteer)

    @property
    def name(self) -> str:
        return f"deedbook {__version__} {self.reader.model.name} + list"

    @property
    def trained_on(self) -> frozenset[str] | None:
        """See :attr:`ReaderCoder.trained_on`."""
        return self.reader.trained_on

    def code(self, articles: Sequence[Article]) -> list[Coding]:
        """One coding an article; an article in another language than English yields nothing, with the reason."""
        found = [self._find(n, article) for n, article in enumerate(articles)]
        read = self.reader.read(articles, [prepared for prepared, _ in found])
        return [self._one(coding, listed, signs) for (_, listed), (coding, signs) in zip(found, read, strict=True)]

    def _find(self, number: int, article: Article) -> tuple[Prepared, tuple[Event, ...]]:
        """What goes to the model, and the list's events. A sentence that holds one of these is read in any case."""
        listed: tuple[Event, ...] = ()

        def wanted(some: Prepared) -> frozenset[int]:
            nonlocal listed
            if len({m.code for m in some.found}) > 1:
                listed = self._list.code_found(article, some.found, some.titles).events
            return frozenset(e.sentence.start for e in listed)

        return self.reader.prepare(number, article, wanted), listed

    def _one(self, coding: Coding, listed: Sequence[Event], signs: Sequence[Sign]) -> Coding:
        def sign(event: Event) -> float:
            here = _cue(event)
            return max((s.probability for s in signs if _meet(here, (s.start, s.end))), default=0.0)

        kept, more = combine(coding.events, listed, _cue, lambda e: e.status, sign)
        sure = float(self.reader.model.card.get("listed", 0.3))
        made = [replace(e, coder=self.name) for e in (*kept, *(replace(e, confidence=sure) for e in more))]
        told = {e.sentence.start for e in made}
        passed = tuple(p for p in coding.passed if p.start not in told)
        return Coding(tuple(sorted(made, key=_cue)), passed, coding.titles)


def _cue(event: Event) -> Stretch:
    return (event.cue.start, event.cue.end) if event.cue else (event.sentence.start, event.sentence.start)
