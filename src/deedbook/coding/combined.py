"""The coder in use: the trained reader, and beside it the listed constructions where these were measured to help.

On labelled news the reader is far ahead of the list (docs/evaluation.md). But it has seen few reports of what did *not*
come and few of today's tariffs, and it does not split a list of absent benefits, which is the list's strength. So the
list's reading is taken for the statuses of :data:`LISTED` and where the reader itself is unsure; elsewhere it is heard
where the reader sees some sign of a cue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from deedbook import __version__
from deedbook.codebook import Codebook, load
from deedbook.coding.joiner import distinct
from deedbook.coding.lexicon import LexiconCoder
from deedbook.coding.model import Model, Sign
from deedbook.coding.reader import Prepared, ReaderCoder
from deedbook.records import Article, Coding, Event

DENIED = "denied"  # stands for the status of an act that the text denies: to read it as done is the worst mistake
LISTED = frozenset({"not_received", "lapsed", "discussed", "offered", DENIED})
# Chosen on labels that the reader was not trained on, where the list costs a point of F1, and on the two founding
# reports, of whose kind of text (who brought what home, today's tariffs) the reader has seen little.
LEAST_SIGN = 0.03  # of a cue, for what the list alone finds
LEAST_SIGN_DEED = 0.5  # the same for a "delivered": "currently exports to" is listed and is no deed
UNSURE = 0.15  # confidence of the reader below which the list is preferred
LEAST_DEED = 0.4  # below which a "delivered" is dropped: a deed that was none misleads more than one that is missed
HALF_DONE = frozenset({"promised", "agreed", "approved"})
DONE = 0.5  # confidence of such a reading below which the list's "delivered" of the same act is preferred
T = TypeVar("T")
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class View(Generic[T]):
    """How :func:`combine` looks at an event: its cue, its status, the act (pair, type, status) by which two are the
    same, the reader's confidence in it, and the reader's sign of a cue where the list puts one."""

    cue: Callable[[T], Stretch]
    status: Callable[[T], str]
    act: Callable[[T], tuple[object, str, str]]
    sure: Callable[[T], float]
    sign: Callable[[T], float]


def combine(read: Sequence[T], listed: Sequence[T], view: View[T]) -> tuple[list[T], list[T]]:
    """What is kept of the reader's and of the list's events."""
    likely = [e for e in read if view.status(e) != "delivered" or view.sure(e) >= LEAST_DEED]
    listed = [e for e in listed if view.status(e) != "delivered" or view.sign(e) >= LEAST_SIGN_DEED]

    def preferred(event: T) -> bool:
        if view.status(event) in LISTED:
            return True
        beside = [e for e in likely if _meet(view.cue(e), view.cue(event))]
        sure = any(view.sure(e) >= UNSURE for e in beside)
        if not sure and any(view.act(e) != view.act(event) for e in beside):
            return True
        # Deals of which the goods were handed over, and meetings told in a line ("Pleasure to meet"): the reader has
        # seen few, and takes them for plans.
        return any(
            view.act(e)[0] == view.act(event)[0] and view.status(e) in HALF_DONE and view.sure(e) < DONE
            for e in beside
            if (view.status(event) == "delivered" and view.act(e)[1] == view.act(event)[1])
            or (view.act(event)[1] == "CONSULT" and view.status(event) == "act")
        )

    first = [e for e in listed if preferred(e)]
    kept = [e for e in likely if not any(_meet(view.cue(e), view.cue(f)) for f in first)]
    others = [
        e
        for e in listed
        if e not in first and view.sign(e) >= LEAST_SIGN and not any(_meet(view.cue(e), view.cue(k)) for k in kept)
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

        view: View[Event] = View(_cue, _status, _act, lambda e: e.confidence, sign)
        kept, more = combine(coding.events, listed, view)
        sure = float(self.reader.model.card.get("listed", 0.3))
        whole = [*(_detailed(e, listed) for e in kept), *(replace(e, confidence=sure) for e in more)]
        # two cues of the reader within one of the list's become the same event
        made = [replace(e, coder=self.name) for e in distinct(whole)]
        told = {e.sentence.start for e in made}
        passed = tuple(p for p in coding.passed if p.start not in told)
        return Coding(tuple(sorted(made, key=_cue)), passed, coding.titles)


def _detailed(event: Event, listed: Sequence[Event]) -> Event:
    """The reader's event with the list's object, sum, date and instrument where both read the same act, or the same
    words of the same two otherwise: the list knows where the name of a thing ends."""
    near = [
        other
        for other in listed
        if _meet(_cue(event), _cue(other))
        and (event.actor.code, event.recipient.code) == (other.actor.code, other.recipient.code)
    ]
    for other in sorted(near, key=lambda o: (event.event_type, event.status) != (o.event_type, o.status)):
        same = (event.event_type, event.status) == (other.event_type, other.status)
        if same or other.instrument == event.instrument:
            return replace(
                event,
                event_id=other.event_id if same else event.event_id,
                cue=other.cue if same else event.cue,
                object=other.object or event.object,
                amount=other.amount or event.amount,
                condition=other.condition or event.condition,
                date=other.date,
                instrument=other.instrument if other.instrument != "other" else event.instrument,
                domains=other.domains,
                contexts=other.contexts,
            )
    return event


def _status(event: Event) -> str:
    return DENIED if event.polarity == "negative" else event.status


def _act(event: Event) -> tuple[object, str, str]:
    pair = event.actor.code, event.recipient.code
    return frozenset(pair) if event.symmetric else pair, event.event_type, event.status


def _cue(event: Event) -> Stretch:
    return (event.cue.start, event.cue.end) if event.cue else (event.sentence.start, event.sentence.start)
