"""A snapshot: everything derived from the facts that were known by a day."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from deedbook.codebook import Codebook
from deedbook.ledger import commitments, dating, merge, wire
from deedbook.ledger.entries import Made, happened, known, links, quarantined, with_rights
from deedbook.ledger.facts import Facts
from deedbook.ledger.sources import Sourcing
from deedbook.ledger.traits import places_of
from deedbook.records import (
    Article,
    Entry,
    Event,
    Extent,
    Inference,
    Occurrence,
    Remark,
    Snapshot,
    TitleMention,
    Voices,
)

Near = Callable[
    [Article, Sequence[Event], Sequence[TitleMention], Mapping[int, Occurrence]], Sequence[Occurrence]
]  # the last: acts at hand, by number

__all__ = ["build", "extent", "happened", "known"]


def build(
    facts: Facts,
    codebook: Codebook,
    *,
    as_of: date | None = None,
    newest: date | None = None,
    copies: Mapping[str, str] | None = None,
    act_of: Mapping[int, int] | None = None,
    near: Near | None = None,
    quiet: frozenset[str] = frozenset(),
) -> Snapshot:
    """What was known by ``as_of`` (``None``: all): articles published later and, with a cut-off, undated ones are left
    out and counted. People's decisions are applied first, since they outrank what the rules make of the rest.

    ``newest`` is the day of the newest article where ``facts`` may not hold it; ``copies`` maps each article's key to
    the one that stands for its text or wire copy, and ``act_of`` each event's number to its act, where these are known
    (else they are found among ``facts``); an event that it lacks is an entry, but of no act here.
    ``near`` finds the acts that may date an undated article where ``facts`` do not hold them. ``quiet`` are keys of
    articles whose text is known to name no outlet."""
    found = with_rights(facts)
    undated = {key for key, article in found.items() if known(article) is None}
    later = {key for key, article in found.items() if as_of and (day := known(article)) and day > as_of}
    left_out = later | (undated if as_of else set())
    articles = {key: article for key, article in found.items() if key not in left_out}
    readings = [reading for reading in facts.readings if reading.article_key in articles]
    made = Made(facts, codebook)
    in_order = sorted(
        (str(entry.known or "9999"), entry.article_key, entry.event.sentence.start, entry.event.event_id, number, entry)
        for reading in readings
        for number, entry in made.of(reading)
        if entry
    )  # no two have one number, so that entries themselves are never compared
    numbered = [(number, entry) for *_, number, entry in in_order]
    entries = tuple([entry for _, entry in numbered])
    if copies is None:
        told_in = {reading.article_key for reading in readings if reading.tells}
        copies = {key: key for key in articles} | wire.groups({key: articles[key] for key in told_in}, codebook.outlets)
    voices = Voices(silent={key: True for key in quiet & articles.keys() if not articles[key].byline})
    sourcing = Sourcing(articles, copies, codebook, voices)
    by_number: Mapping[int, Occurrence] = {}
    if act_of is not None:
        groups: dict[int, list[Entry]] = {}
        for number, entry in numbered:
            if number in act_of:
                groups.setdefault(act_of[number], []).append(entry)
        by_number = merge.as_grouped(groups, articles, wire=copies, sourcing=sourcing)
        acts = merge.in_order(by_number.values())
    else:
        joins, splits = links(facts, entries)
        acts = merge.occurrences(
            entries,
            articles,
            wire=copies,
            places=places_of(codebook),
            joins=joins,
            splits=splits,
            sourcing=sourcing,
        )
    dated = () if near else dating.dated_only(acts)
    told: dict[str, list[Event]] = {}
    for entry in entries:
        told.setdefault(entry.article_key, []).append(entry.event)
    inferences: dict[str, Inference] = {}
    for reading in readings:
        if reading.article_key in undated:
            events = told.get(reading.article_key, [])
            article = articles[reading.article_key]
            titles = reading.coding.titles
            by = near(article, events, titles, by_number) if near else dated
            if inference := dating.not_before(article, events, titles, codebook, by):
                inferences[reading.article_key] = inference
    learned = {reading.article_key: reading.recorded.date() for reading in readings}
    suspect: list[Remark] = []
    for reading in readings:
        article = articles[reading.article_key]
        if not reading.coding.titles:
            continue
        on = dating.written(article, inferences.get(reading.article_key), learned[reading.article_key])
        suspect += dating.remarks(article, reading.coding.titles, codebook, on)
    newest = newest or max((day for article in articles.values() if (day := known(article))), default=None)
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
        wire=dict(copies),
        searches=facts.searches,
        pointers={key: found for key, found in facts.pointers.items() if key in articles},
        unknown={key: found for key, found in facts.unknown.items() if key in articles},
        quarantined=quarantined(facts) & articles.keys(),
        extent=extent(articles),
        voices=voices,
    )


def extent(articles: Mapping[str, Article]) -> Extent:
    """How much ``articles`` are, and from when to when."""
    days = [day for article in articles.values() if (day := known(article))]
    languages: dict[str, int] = {}
    for article in articles.values():
        languages[article.language] = languages.get(article.language, 0) + 1
    return Extent(
        len(articles),
        len(articles) - len(days),
        min(days, default=None),
        max(days, default=None),
        tuple(sorted(languages.items())),
    )
