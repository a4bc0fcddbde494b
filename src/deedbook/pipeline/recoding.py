"""Coding again what the ledger holds, and what that changed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from deedbook.coding import Coder
from deedbook.ledger import Ledger
from deedbook.ledger.added import is_added
from deedbook.pipeline.intake import BATCH, READ_LANGUAGES, Progress, code
from deedbook.records import Article, Event

_FIELDS: dict[str, Callable[[Event], object]] = {
    "type": lambda event: event.event_type,
    "status": lambda event: event.status,
    "polarity": lambda event: event.polarity,
    "instrument": lambda event: event.instrument,
    "date": lambda event: (event.date.start, event.date.end),
    "amount": lambda event: event.amount and (event.amount.value, event.amount.unit),
}


@dataclass(frozen=True, slots=True)
class Change:
    """An event that the present coder reads otherwise than the last one: ``what`` is ``new``, ``gone`` or ``changed``,
    with the ``fields`` that changed, each with its old and new value as text."""

    article_key: str
    article_id: str
    what: str
    event: Event
    sentence: str
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Recoding:
    """``coded`` articles were coded again, in ``same`` of them nothing changed; ``changes`` in order of article and
    place."""

    coded: int
    same: int
    changes: tuple[Change, ...]


def recode(ledger: Ledger, coder: Coder, *, progress: Progress | None = None) -> Recoding:
    """Codes each article of ``ledger`` that ``coder`` has not coded; what registers' readers made by rule stays.

    Safe to interrupt and to repeat. Former codings are kept, and so is what people decided."""
    keys = ledger.uncoded(coder.name)
    coded = same = 0
    changes: list[Change] = []
    for at in range(0, len(keys), BATCH):
        facts = ledger.facts(keys=keys[at : at + BATCH])
        before = {r.article_key: [e for e in r.coding.events if not is_added(e)] for r in facts.readings}
        articles = [article for article in facts.articles.values() if article.language in READ_LANGUAGES]
        codings = code(articles, coder)
        ledger.add_many(list(zip(articles, codings, strict=True)), coder=coder.name)
        for article, coding in zip(articles, codings, strict=True):
            found = list(compared(article, before.get(article.key, ()), coding.events))
            coded, same = coded + 1, same + (not found)
            changes += found
            if progress:
                progress(coded, article.id)
    ledger.settle()
    return Recoding(coded, same, tuple(sorted(changes, key=lambda c: (c.article_id, c.event.sentence.start, c.what))))


def compared(article: Article, before: Sequence[Event], after: Sequence[Event]) -> Iterator[Change]:
    """What differs between two codings: events are one where cue and parties are."""
    old, new = ({_place(event): event for event in events} for events in (before, after))
    for place in old.keys() | new.keys():
        event = new.get(place) or old[place]
        sentence = " ".join(event.sentence.of(article.raw).split())
        if place not in old or place not in new:
            yield Change(article.key, article.id, "new" if place in new else "gone", event, sentence)
        else:
            fields = tuple(
                (name, str(value(old[place])), str(value(new[place])))
                for name, value in _FIELDS.items()
                if value(old[place]) != value(new[place])
            )
            if fields:
                yield Change(article.key, article.id, "changed", event, sentence, fields)


def _place(event: Event) -> tuple[object, ...]:
    cue = (event.cue.start, event.cue.end) if event.cue else None
    return cue, frozenset((event.actor.code, event.recipient.code))
