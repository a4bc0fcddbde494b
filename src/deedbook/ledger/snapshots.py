"""A snapshot: everything derived from the facts that were known by a day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from deedbook.codebook import Codebook
from deedbook.ledger import commitments, dating, decisions, merge, wire
from deedbook.ledger.facts import Facts, Reading
from deedbook.ledger.traits import places_of
from deedbook.records import Article, Entry, Event, Inference, Interval, Remark, Snapshot


def known(article: Article) -> date | None:
    """The day by which the article was published; ``None`` for undated."""
    return article.published.end or article.published.start


def happened(article: Article, event: Event) -> Interval:
    """When the act took place as far as the text says; without a date in the text, by the day of publication."""
    if event.date.start or event.date.end:
        return event.date
    day = known(article)
    return Interval(None, day, "publication") if day else Interval()


def build(facts: Facts, codebook: Codebook, *, as_of: date | None = None) -> Snapshot:
    """What was known by ``as_of`` (``None``: all): articles published later and, with a cut-off, undated ones are left
    out and counted. People's decisions are applied first, since they outrank what the rules make of the rest."""
    undated = {key for key, article in facts.articles.items() if known(article) is None}
    later = {key for key, article in facts.articles.items() if as_of and (day := known(article)) and day > as_of}
    left_out = later | (undated if as_of else set())
    articles = {key: article for key, article in facts.articles.items() if key not in left_out}
    readings = [reading for reading in facts.readings if reading.article_key in articles]
    told_in = {reading.article_key for reading in readings if reading.coding.events}
    copies = {key: key for key in articles} | wire.groups({key: articles[key] for key in told_in}, codebook.outlets)
    entries = tuple(
        sorted(
            (entry for reading in readings for entry in _entries(reading, facts, codebook)),
            key=lambda e: (str(e.known or "9999"), e.article_key, e.event.sentence.start, e.event.event_id),
        )
    )
    acts = merge.occurrences(entries, articles, wire=copies, places=places_of(codebook))
    dated = dating.dated_only(acts)
    told: dict[str, list[Event]] = {}
    for entry in entries:
        told.setdefault(entry.article_key, []).append(entry.event)
    inferences: dict[str, Inference] = {}
    for reading in readings:
        if reading.article_key in undated:
            events = told.get(reading.article_key, [])
            article = articles[reading.article_key]
            if inference := dating.not_before(article, events, reading.coding.titles, codebook, dated):
                inferences[article.key] = inference
    learned = {reading.article_key: reading.recorded.date() for reading in readings}
    suspect: list[Remark] = []
    for reading in readings:
        article = articles[reading.article_key]
        on = dating.written(article, inferences.get(article.key), learned[article.key])
        suspect += dating.remarks(article, reading.coding.titles, codebook, on)
    newest = max((day for article in articles.values() if (day := known(article))), default=None)
    return Snapshot(
        articles=articles,
        entries=entries,
        occurrences=acts,
        commitments=commitments.follow(
            acts,
            codebook,
            articles=articles,
            not_before={key: inference.not_before for key, inference in inferences.items()},
            as_of=as_of or newest,
        ),
        as_of=as_of,
        undated_left_out=len(undated) if as_of else 0,
        later_left_out=len(later),
        inferences=inferences,
        remarks=tuple(suspect),
        passed={reading.article_key: reading.coding.passed for reading in readings if reading.coding.passed},
        wire=copies,
    )


def _entries(reading: Reading, facts: Facts, codebook: Codebook) -> Iterator[Entry]:
    article, text_sha256 = facts.articles[reading.article_key], facts.hashes[reading.article_key]
    mine = [decision for decision in facts.decisions if decision.text_sha256 == text_sha256]
    for event in reading.coding.events:
        entry = Entry(reading.article_key, event, happened(article, event), known(article), reading.recorded)
        if decided := decisions.applied(entry, text_sha256, mine, codebook):
            yield replace(decided, happened=happened(article, decided.event))
