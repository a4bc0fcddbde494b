"""Small articles and events built by hand, so that merging and following are tested without a coder."""

from dataclasses import replace
from datetime import UTC, date, datetime

from deedbook.ledger.snapshots import happened, known
from deedbook.records import (
    Amount,
    Article,
    Block,
    Coding,
    Entry,
    Event,
    Interval,
    Origin,
    Party,
    Phrase,
    Span,
    Speaker,
    TitleMention,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def article(
    text: str,
    day: str | None = None,
    *,
    id: str = "a",
    outlet: str | None = "The Courier",
    genre: str = "report",
    headline: str = "",
    byline: str | None = None,
    location: str | None = None,
    language: str = "en",
) -> Article:
    """An article whose first line is ``headline``, if there is one."""
    raw = f"{headline}\n{text}" if headline else text
    start = len(headline) + 1 if headline else 0
    blocks = (Block("headline", 0, len(headline)),) if headline else ()
    return Article(
        id=id,
        raw=raw,
        blocks=(*blocks, Block("body", start, len(raw))),
        origin=Origin(location or f"{id}.txt", "text", "0" * 64, "utf-8", "test"),
        outlet=outlet,
        genre=genre,  # type: ignore[arg-type]
        byline=byline,
        published=Interval(date.fromisoformat(day), date.fromisoformat(day), "explicit") if day else Interval(),
        language=language,
    )


def event(
    of: Article,
    cue: str,
    kind: str,
    status: str,
    *,
    by: str = "NRL",
    to: str = "FRM",
    object: str | None = None,
    instrument: str = "other",
    domains: tuple[str, ...] = (),
    on: str | None = None,
    until: str | None = None,
    basis: str = "explicit",
    joint: bool = False,
    amount: tuple[float, str] | None = None,
    amount_text: str = "",
    actor: str | None = None,
    recipient: str | None = None,
    sectors: tuple[str, str] = ("GOV", "GOV"),
    speaker: tuple[str, str | None, str | None] = ("narrator", None, None),
    polarity: str = "positive",
    partial: bool = False,
) -> Event:
    """The event of the first place of ``cue`` in the article; ``on`` and ``until`` are days, ``amount`` value and unit
    (``amount_text``: its words), ``speaker`` kind, code and name."""
    start = of.raw.index(cue)
    bounds = [0, *(at + 1 for at, sign in enumerate(of.raw) if sign in ".\n"), len(of.raw)]
    sentence = Span(max(at for at in bounds if at <= start), min(at for at in bounds if at >= start + len(cue)))
    found = of.raw.find(object, sentence.start) if object else -1
    told = of.raw.find(amount_text, sentence.start) if amount_text else -1
    place = (told, told + len(amount_text)) if told >= 0 else (None, None)
    first, last = (date.fromisoformat(day) if day else None for day in (on, until or on))
    return Event(
        article_id=of.id,
        event_id=f"{start:04d}{kind}{status}",
        event_type=kind,
        quad_class="verbal cooperation",
        status=status,
        partial=partial,
        polarity=polarity,  # type: ignore[arg-type]
        symmetric=joint,
        instrument=instrument,
        domains=domains,
        actor=Party(by, sectors[0], actor),
        recipient=Party(to, sectors[1], recipient),
        speaker=Speaker(speaker[0], speaker[1], speaker[2]),  # type: ignore[arg-type]
        cue=Phrase(start, start + len(cue), cue),
        object=Phrase(found, found + len(object), object) if object and found >= 0 else None,
        amount=Amount(*amount, None, "exact", *place) if amount else None,
        date=Interval(first, last, basis) if first else Interval(),  # type: ignore[arg-type]
        sentence=sentence,
        coder="test 1",
    )


def entry(of: Article, *args: object, **kwargs: object) -> Entry:
    """The entry that the ledger would hold for :func:`event` of the same arguments."""
    made = event(of, *args, **kwargs)  # type: ignore[arg-type]
    return Entry(of.key, made, happened(of, made), known(of), NOON)


def coding(*events: Event, titles: tuple[TitleMention, ...] = ()) -> Coding:
    return Coding(events=events, titles=titles)


def title(of: Article, phrase: str, person: str, office: str, state: str, *, former: bool = False) -> TitleMention:
    start = of.raw.index(phrase)
    return TitleMention(start, start + len(phrase), person, office, state, former)


def keyed(*articles: Article) -> dict[str, Article]:
    return {one.key: one for one in articles}


__all__ = ["NOON", "article", "coding", "entry", "event", "keyed", "replace", "title"]
