"""The coder in use: the trained reader, and beside it the listed constructions that it cannot have learned.

On labelled news the reader is far ahead of the list, and where it writes nothing the list is mostly wrong
(docs/evaluation.md). But a reader knows what labels hold, and these hold few reports of what did *not* come and few of
today's tariffs, no list of absent benefits to be split, and only sentences that name two parties. So the list is heard
where labelled sentences hardly hold its construction, and where one of the two is a pronoun or "the company"; there it
is preferred to a reader that is not sure. Of others it lends only the details of an act that the reader reads too:
where the name of a thing ends, the sum, the date."""

import re
from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from typing import TypeVar

from deedbook import __version__
from deedbook.codebook import Codebook, load
from deedbook.coding.joiner import distinct, without_heralds
from deedbook.coding.lexicon import LexiconCoder, Listing
from deedbook.coding.lines import Prepared
from deedbook.coding.mentions import Mention
from deedbook.coding.model import Model
from deedbook.coding.reader import ReaderCoder
from deedbook.coding.recalled import recalled
from deedbook.coding.weighing import DELIVERED
from deedbook.records import Article, Coding, Event

RARE = 7  # events that a construction makes of labelled sentences, below which the reader has hardly learned it
SURE = 0.5  # confidence of the reader from which it is preferred all the same
_WORD = re.compile(r"\bden(?:y|ies|ied|ying)$", re.IGNORECASE)
T = TypeVar("T")
Stretch = tuple[int, int]


def unlearned(listing: Listing, alone: Container[int] = ()) -> list[Event]:
    """The list's events of constructions that labels hardly hold; deeds are written on the reader's word, but for those
    of plain constructions. Of sentences that name one party (``alone``: their starts), which no label is of, all events
    whose other party stands there too, as a pronoun or "the company": the reader takes these for nobody. One that is
    only supplied is too often wrong."""
    return [
        e
        for e in listing.coding.events
        if (e.sentence.start in alone and None not in (e.actor.start, e.recipient.start))
        or ((by := listing.by.get(e.event_id)) and by.seen < RARE and (by.plain or e.status != DELIVERED))
    ]


def alone(listing: Listing, found: Sequence[Mention]) -> frozenset[int]:
    """Starts of the sentences with listed events that name fewer than two parties."""
    spans = {(e.sentence.start, e.sentence.end) for e in listing.coding.events}
    return frozenset(start for start, end in spans if len({m.code for m in found if start <= m.start < end}) < 2)


def denials(listing: Listing, read: Sequence[Event]) -> list[Event]:
    """The list's events that a word of denial governs, where the reader (``read``) denies nothing in the sentence and
    reads nothing else there: it has met too few denials to know them all. The first of a sentence is what is denied."""
    told = {e.sentence.start for e in read if e.polarity == "negative"}
    made = []
    for event in sorted(listing.coding.events, key=_cue):
        if event.event_id in listing.denied and event.sentence.start not in told:
            told.add(event.sentence.start)
            if event.event_type != "REJECT" and not any(_meet(_cue(e), _cue(event)) for e in read):
                made.append(replace(event, polarity="negative"))
    return made


def combine(
    read: Sequence[T], rare: Sequence[T], cue: Callable[[T], Stretch], sure: Callable[[T], float]
) -> tuple[list[T], list[T]]:
    """What is kept of the reader's events and of such events of the list. A cue that the list splits into several acts
    is its own."""
    counted = Counter(map(cue, rare))
    heard = [e for e in rare if counted[cue(e)] > 1 or not any(sure(r) >= SURE and _meet(cue(r), cue(e)) for r in read)]
    return [e for e in read if not any(_meet(cue(e), cue(f)) for f in heard)], heard


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
        return [
            self._one(article, coding, listing, alone(listing, prepared.found))
            for article, (prepared, listing), coding in zip(articles, found, read, strict=True)
        ]

    def _find(self, number: int, article: Article) -> tuple[Prepared, Listing]:
        """What goes to the model, and what the list finds. A sentence that it finds an event in is read in any case;
        one that names one party if that event is heard."""
        listing = Listing(Coding(()))

        def wanted(some: Prepared) -> frozenset[int]:
            nonlocal listing
            if len({m.code for m in some.found}) > 1:
                listing = self._list.listing(article, some.found, some.titles)
            single = alone(listing, some.found)
            heard = {e.sentence.start for e in unlearned(listing, single)}
            starts = {e.sentence.start for e in listing.coding.events}
            return frozenset(start for start in starts if start not in single or start in heard)

        return self.reader.prepare(number, article, wanted), listing

    def _one(self, article: Article, coding: Coding, listing: Listing, single: frozenset[int]) -> Coding:
        listed = listing.coding.events
        denied = denials(listing, coding.events)
        away = {e.sentence.start for e in denied}
        read = [e for e in coding.events if not (e.event_type == "REJECT" and e.sentence.start in away and _denies(e))]
        rare = [e for e in unlearned(listing, single) if e.sentence.start not in away]
        kept, heard = combine(read, [*rare, *denied], _cue, lambda e: e.confidence)
        right = float(self.reader.model.card["listed"])
        whole = [*(_detailed(e, listed) for e in kept), *(replace(e, confidence=right) for e in heard)]
        # two cues of the reader within one of the list's become the same event
        made = [replace(recalled(e, article), coder=self.name) for e in without_heralds(distinct(whole))]
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


def _denies(event: Event) -> bool:
    """Whether the cue is the word of denial alone: what it denies is told with it."""
    return event.cue is not None and _WORD.search(event.cue.text) is not None


def _cue(event: Event) -> Stretch:
    return (event.cue.start, event.cue.end) if event.cue else (event.sentence.start, event.sentence.start)
