"""Entries of labelled threads: as labelled, and as the coder reads the same reports."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from deedbook.codebook import Codebook
from deedbook.coding import Coder
from deedbook.coding.amounts import find
from deedbook.coding.phrases import phrases
from deedbook.coding.reader import ReaderCoder
from deedbook.evaluate.thread_labels import Row, Thread
from deedbook.ledger.snapshots import happened, known
from deedbook.records import Article, Entry, Event, Interval, Party, Phrase, Span

_GIVING = ("AGREE", "SUPPORT", "CONCEDE", "COOPERATE", "AID")
_HURTING = ("SANCTION", "THREATEN")
_TYPES: Mapping[str, tuple[str, ...]] = {
    "act": ("CONSULT", "COOPERATE", "AID", "SUPPORT"),
    "requested": ("REQUEST",),
    "refused": ("REJECT",),
    "not_received": _GIVING,
}
_MEASURES = frozenset({"tariff", "sanction", "quota", "visa"})  # instruments that can also hurt
_RECORDED = datetime(2000, 1, 1, tzinfo=UTC)
_BATCH = 32


def as_labelled(
    reader: ReaderCoder, every: Sequence[Thread], articles: Mapping[int, Article], codebook: Codebook
) -> dict[Row, Entry]:
    """One entry a row; see the module's text for what of it is labelled and what is read."""
    by_report: dict[int, list[tuple[Thread, Row]]] = defaultdict(list)
    for thread in every:
        for row in thread.rows:
            by_report[row.newid].append((thread, row))
    made: dict[Row, Entry] = {}
    for number, rows in sorted(by_report.items()):
        article = articles[number]
        spans = {row.start for _, row in rows}
        for line in reader.prepare(0, article, lambda _, a=article: _starts(a)).lines:  # type: ignore[misc]
            start, end = line.sentence.start, line.sentence.end
            here = [(thread, row) for thread, row in rows if start <= row.start < end]
            if not here:
                continue
            spans -= {row.start for _, row in here}
            cues = [(row.start - start, min(row.end, end) - start) for _, row in here]
            encoded = reader.model.pieces.encode([line.source])[0]
            guesses = reader.model.judge_cues([line.source], [cues])[0]
            for (thread, row), guess in zip(here, guesses, strict=True):
                found = phrases(guess, encoded, line.source.text) if guess else None
                weights = dict(zip(reader.model.vocabulary.types, guess.fields["type"], strict=True)) if guess else {}
                event_type = max(_allowed(thread, row), key=lambda t, w=weights: float(w.get(t, 0.0)))  # type: ignore[misc]
                goods = found.object if found else None
                event = _event(
                    article,
                    thread,
                    row,
                    event_type,
                    goods and (start + goods[0], start + goods[1]),
                    Span(start, end),
                    codebook,
                )
                made[row] = Entry(article.key, event, happened(article, event), known(article), _RECORDED)
        for thread, row in rows:
            if row.start in spans:
                event = _event(article, thread, row, _allowed(thread, row)[0], None, Span(row.start, row.end), codebook)
                made[row] = Entry(article.key, event, happened(article, event), known(article), _RECORDED)
    return made


class _starts:
    """All sentences of an article are asked for, whatever the gate says of them."""

    def __init__(self, article: Article) -> None:
        self._size = len(article.raw)

    def __contains__(self, start: object) -> bool:
        return isinstance(start, int) and start < self._size


def _allowed(thread: Thread, row: Row) -> tuple[str, ...]:
    if row.status in _TYPES:
        return _TYPES[row.status]
    if thread.instrument == "talks":
        return ("AGREE", "CONSULT")
    return (*_GIVING, *_HURTING) if thread.instrument in _MEASURES else _GIVING


def _event(
    article: Article,
    thread: Thread,
    row: Row,
    event_type: str,
    goods: tuple[int, int] | None,
    sentence: Span,
    codebook: Codebook,
) -> Event:
    def phrase(start: int, end: int) -> Phrase:
        return Phrase(start, end, article.raw[start:end])

    parties = [
        Party(code, "GOV", code) if code.isupper() else Party(None, "BUS", code)
        for code in (thread.giver, thread.receiver)
    ]
    if event_type == "REQUEST":
        parties.reverse()
    sums = find(row.amount) if row.amount else []
    return Event(
        article_id=article.id,
        event_id=f"{row.start:08d}{row.thread}{row.status}",
        event_type=event_type,
        quad_class=codebook.event_types[event_type].quad_class,
        status=row.status,
        actor=parties[0],
        recipient=parties[1],
        cue=phrase(row.start, row.end),
        sentence=sentence,
        partial=row.partial,
        polarity="negative" if row.denied else "positive",
        instrument=thread.instrument,
        domains=(thread.domain,),
        object=phrase(*goods) if goods else None,
        amount=sums[0] if sums else None,
        date=row.within if row.within.basis == "explicit" else Interval(),
        confidence=1.0,
        coder="labels",
    )


def as_read(coder: Coder, articles: Mapping[int, Article]) -> Iterable[Entry]:
    held = [articles[number] for number in sorted(articles)]
    for at in range(0, len(held), _BATCH):
        some = held[at : at + _BATCH]
        for article, coding in zip(some, coder.code(some), strict=True):
            for event in coding.events:
                yield Entry(article.key, event, happened(article, event), known(article), _RECORDED)


def telling(row: Row, thread: Thread, coded: Sequence[Entry], articles: Mapping[int, Article]) -> Iterable[Entry]:
    """The entries that tell the row."""
    key = articles[row.newid].key
    for entry in coded:
        event = entry.event
        if entry.article_key != key or event.cue is None:
            continue
        touches = event.cue.start < row.end and row.start < event.cue.end
        parties = {event.actor.code, event.recipient.code} & {thread.giver, thread.receiver}
        beside = event.sentence.start <= row.start < event.sentence.end and event.status == row.status
        if touches or (beside and parties):
            yield entry
