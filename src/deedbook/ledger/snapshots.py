"""A snapshot: everything derived from the facts that were known by a day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from deedbook.codebook import Codebook
from deedbook.ledger import commitments, dating, evidence, merge, wire
from deedbook.ledger.acts import Act
from deedbook.ledger.entries import Telling, happened, known, links, tellings
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

__all__ = ["Built", "Known", "assembled", "build", "extent", "happened", "known"]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of acts before they are made: ``acts`` by number and the ``moves`` of each by its id, as they come
    out anew; ``bounds``, the earliest days of what events of undated articles report, by their numbers (``None``:
    nothing tells); and who speaks in the articles."""

    acts: Mapping[int, Occurrence] = field(default_factory=dict)
    moves: Mapping[str, tuple[Act, ...]] = field(default_factory=dict)
    bounds: Mapping[int, dating.Bound | None] = field(default_factory=dict)
    voices: Voices = field(default_factory=Voices)


@dataclass(frozen=True, slots=True)
class Built:
    """A snapshot with what it was made of, for those that keep it, as :class:`Known` has it; ``acts`` where their
    numbers were known."""

    snapshot: Snapshot
    acts: Mapping[int, Occurrence]
    moves: Mapping[str, tuple[Act, ...]]
    bounds: Mapping[int, dating.Bound | None]


def build(
    facts: Facts, codebook: Codebook, *, as_of: date | None = None, copies: Mapping[str, str] | None = None
) -> Snapshot:
    """What was known by ``as_of`` (``None``: all): articles published later and, with a cut-off, undated ones are left
    out and counted. People's decisions are applied first, since they outrank what the rules make of the rest.
    ``copies`` as for :func:`assembled`."""
    told = tellings(facts, codebook)
    return assembled(told, codebook, facts=facts, as_of=as_of, copies=copies).snapshot


def assembled(
    told: Mapping[str, Telling],
    codebook: Codebook,
    *,
    facts: Facts,
    as_of: date | None = None,
    newest: date | None = None,
    copies: Mapping[str, str] | None = None,
    act_of: Mapping[int, int] | None = None,
    near: Near | None = None,
    quiet: frozenset[str] = frozenset(),
    by_now: Known | None = None,
) -> Built:
    """What articles tell, by key and in order of their keys, put together. ``facts`` give the registers' searches and,
    where acts are not known, what people joined and split.

    ``newest`` is the day of the newest article where ``told`` may not hold it; ``copies`` maps each article's key to
    the one that stands for its text or wire copy, and ``act_of`` each event's number to its act, where these are known
    (else they are found among ``told``); an event that it lacks is an entry, but of no act here.
    ``near`` finds the acts that may date an undated article where ``told`` does not hold them. ``quiet`` are keys of
    articles whose text is known to name no outlet. ``by_now`` is what need not be made again."""
    by_now = by_now or Known()
    undated = {key for key, telling in told.items() if known(telling.article) is None}
    later = {key for key, telling in told.items() if as_of and (day := known(telling.article)) and day > as_of}
    left_out = later | (undated if as_of else set())
    held = {key: telling for key, telling in told.items() if key not in left_out} if left_out else told
    articles = {key: telling.article for key, telling in held.items()}
    in_order = sorted(
        (str(entry.known or "9999"), key, entry.event.sentence.start, entry.event.event_id, number, entry)
        for key, telling in held.items()
        for number, entry in zip(telling.numbers, telling.entries, strict=True)
        if entry
    )  # no two have one number, so that entries themselves are never compared
    numbered = [(number, entry) for *_, number, entry in in_order]
    entries = tuple([entry for _, entry in numbered])
    if copies is None:
        told_in = {key for key, telling in held.items() if telling.tells}
        copies = {key: key for key in articles} | wire.groups({key: articles[key] for key in told_in}, codebook.outlets)
    voices = by_now.voices
    voices.silent.update({key: True for key in quiet & articles.keys() if not articles[key].byline})
    sourcing = Sourcing(articles, copies, codebook, voices)
    by_number: dict[int, Occurrence] = {}
    if act_of is not None:
        groups: dict[int, list[Entry]] = {}
        for number, entry in numbered:
            if (act := act_of.get(number)) is not None:
                groups.setdefault(act, []).append(entry)
        missing = {act: group for act, group in groups.items() if act not in by_now.acts}
        made = merge.as_grouped(missing, articles, wire=copies, sourcing=sourcing)
        by_number = {act: made.get(act) or by_now.acts[act] for act in groups}
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
    in_article: dict[str, list[tuple[int, Event]]] = {}
    for number, entry in numbered:
        if entry.article_key in undated and dating.takes_an_act(entry.event):
            in_article.setdefault(entry.article_key, []).append((number, entry.event))
    inferences: dict[str, Inference] = {}
    bounds: dict[int, dating.Bound | None] = {}
    for key in sorted(undated & held.keys()):
        article, titles, events = articles[key], held[key].titles, in_article.get(key, [])
        bound = dating.from_titles(article, titles, codebook)
        unknown = [event for number, event in events if number not in by_now.bounds]
        by = near(article, unknown, titles, by_number) if near and unknown else dated
        for number, event in events:
            if number in by_now.bounds:
                bounds[number] = by_now.bounds[number]
            else:
                bounds[number] = dating.from_act(article, event, bound, by, codebook)
        if inference := dating.latest_of([bound, *(bounds[number] for number, _ in events)]):
            inferences[key] = inference
    suspect: list[Remark] = []
    for key, telling in held.items():
        if telling.titles and telling.recorded:
            on = dating.written(telling.article, inferences.get(key), telling.recorded.date())
            suspect += dating.remarks(telling.article, telling.titles, codebook, on)
    newest = newest or max((day for article in articles.values() if (day := known(article))), default=None)
    new = commitments.taken_apart(
        (act for act in acts if act.id not in by_now.moves), codebook, evidence.Sources.of(articles, codebook)
    )
    moves = {act.id: new[act.id] if act.id in new else by_now.moves[act.id] for act in acts}
    snapshot = Snapshot(
        articles=articles,
        entries=entries,
        occurrences=acts,
        commitments=commitments.follow(
            acts,
            codebook,
            articles=articles,
            not_before={key: inference.not_before for key, inference in inferences.items()},
            as_of=as_of or newest,
            moves=moves,
        ),
        as_of=as_of,
        undated_left_out=len(undated) if as_of else 0,
        later_left_out=len(later),
        inferences=inferences,
        remarks=tuple(suspect),
        passed={key: telling.passed for key, telling in held.items() if telling.passed},
        wire=dict(copies),
        searches=facts.searches,
        pointers={key: telling.pointers for key, telling in held.items() if telling.pointers},
        unknown={key: telling.unknown for key, telling in held.items() if telling.unknown},
        quarantined=frozenset(key for key, telling in held.items() if telling.quarantined),
        extent=extent(articles),
        voices=voices,
    )
    return Built(snapshot, by_number, moves, bounds)


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
