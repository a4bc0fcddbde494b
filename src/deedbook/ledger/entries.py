"""From facts to entries: people's decisions applied, marked texts lowered, links that people made between acts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from deedbook.codebook import Codebook
from deedbook.ledger import anchors, decisions
from deedbook.ledger.facts import Facts, Reading
from deedbook.ledger.reviews import review
from deedbook.ledger.traits import entry_id
from deedbook.records import Article, Decision, Entry, Event, Interval, Mark, Passed, Pointer, TitleMention

CEILING = "discussed"  # the highest rung to which a text that a person marked as forged or cloned lifts anything

Links = frozenset[tuple[str, str]]


def known(article: Article) -> date | None:
    """The day by which the article was published; ``None`` for undated."""
    return article.published.end or article.published.start


def happened(article: Article, event: Event) -> Interval:
    """When the act took place as far as the text says; without a date in the text, by the day of publication."""
    if event.date.start or event.date.end:
        return event.date
    day = known(article)
    return Interval(None, day, "publication") if day else Interval()


def quarantined(facts: Facts) -> frozenset[str]:
    """Keys of the articles whose text, or whose outlet, the newest mark of it puts in quarantine. Of a text that was
    released a quarantine of its outlet counts only if it came later."""
    texts: dict[str, Mark] = {}
    outlets: dict[str, Mark] = {}
    for mark in _by_time(facts.marks):
        if mark.kind in ("quarantine", "release"):
            held, name = (outlets, mark.outlet.casefold()) if mark.outlet else (texts, mark.text_sha256)
            held[name] = mark
    if not texts and not outlets:
        return frozenset()

    def suspect(key: str, text_sha256: str) -> bool:
        own, its = texts.get(text_sha256), outlets.get((facts.articles[key].outlet or "").casefold())
        if own and own.kind == "quarantine":
            return True
        return bool(its and its.kind == "quarantine" and not (own and own.when >= its.when))

    return frozenset(
        key for key, text_sha256 in facts.hashes.items() if key in facts.articles and suspect(key, text_sha256)
    )


def with_rights(facts: Facts) -> dict[str, Article]:
    """Articles by key, with the rights that a person last gave them."""
    rights = {mark.text_sha256: mark.value for mark in _by_time(facts.marks) if mark.kind == "rights"}
    if not rights:
        return facts.articles
    return {
        key: replace(article, rights=rights[facts.hashes[key]]) if facts.hashes[key] in rights else article
        for key, article in facts.articles.items()
    }


@dataclass(frozen=True, slots=True)
class Telling:
    """What an article tells: the ``entries`` of its newest reading, each with its number (``None`` where people
    rejected it), ``recorded`` when the ledger learned that (``None``: it was not read), and what else is held of it.
    ``tells`` says whether the reading has any event, also where ``entries`` were confined to some."""

    article: Article
    recorded: datetime | None = None
    numbers: tuple[int, ...] = ()
    entries: tuple[Entry | None, ...] = ()
    tells: bool = False
    titles: tuple[TitleMention, ...] = ()
    passed: tuple[Passed, ...] = ()
    pointers: tuple[Pointer, ...] = ()
    unknown: tuple[str, ...] = ()
    quarantined: bool = False


def tellings(facts: Facts, codebook: Codebook) -> dict[str, Telling]:
    """What each article tells, by key, as people's decisions leave it."""
    made = Made(facts, codebook)
    readings = {reading.article_key: reading for reading in facts.readings}
    found = {}
    for key, article in with_rights(facts).items():
        reading = readings.get(key)
        told = tuple(made.of(reading)) if reading else ()
        found[key] = Telling(
            article,
            reading.recorded if reading else None,
            tuple([number for number, _ in told]),
            tuple([entry for _, entry in told]),
            bool(reading and reading.tells),
            reading.coding.titles if reading else (),
            reading.coding.passed if reading else (),
            facts.pointers.get(key, ()),
            facts.unknown.get(key, ()),
            key in made.quarantined,
        )
    return found


class Made:
    """Entries as people's decisions leave them."""

    def __init__(self, facts: Facts, codebook: Codebook) -> None:
        self._facts, self._codebook = facts, codebook
        self.quarantined = quarantined(facts)
        self._decisions = anchors.by_text(facts.decisions)

    def of(self, reading: Reading) -> Iterator[tuple[int, Entry | None]]:
        """Each event's number, with its entry, ``None`` where people rejected it."""
        article = self._facts.articles[reading.article_key]
        text_sha256, day = self._facts.hashes[reading.article_key], known(article)
        mine = self._decisions.get(text_sha256, ())
        about: dict[int, tuple[Decision, ...]] = {}
        if mine:
            told = reading.told
            own = anchors.attached([event for _, event in told], mine).own
            about = {number: some for (number, _), some in zip(told, own, strict=True)}
        for number, event in zip(reading.numbers, reading.coding.events, strict=True):
            entry = Entry(reading.article_key, event, happened(article, event), day, reading.recorded)
            made: Entry | None = entry
            if (some := about.get(number)) and (made := decisions.applied(entry, some, self._codebook)):
                disputed = review(event, some).state == "disputed"
                reviewed = made.reviewed and not disputed
                made = replace(made, happened=happened(article, made.event), reviewed=reviewed, disputed=disputed)
            if made and reading.article_key in self.quarantined:
                made = replace(made, event=self._lowered(made.event))
            yield number, made

    def _lowered(self, event: Event) -> Event:
        status = self._codebook.statuses.get(event.status)
        ceiling = self._codebook.statuses[CEILING].order or 0
        if status is None or status.name == "not_received" or not (status.stopped or (status.order or 0) > ceiling):
            return event
        return replace(event, status=CEILING)


def links(facts: Facts, entries: Iterable[Entry]) -> tuple[Links, Links]:
    """Pairs of entry ids that people joined, and those that they split; what was said last of a pair counts."""
    about = [d for d in sorted(facts.decisions, key=lambda d: d.when) if d.kind in ("join", "split") and d.other]
    if not about:
        return frozenset(), frozenset()
    held = {decision.text_sha256 for decision in about} | {d.other.text_sha256 for d in about if d.other}
    known_entries = {entry_id(entry) for entry in entries}
    decided = anchors.by_text(facts.decisions)
    readings: dict[str, list[Reading]] = {}
    for reading in facts.readings:
        if (text_sha256 := facts.hashes[reading.article_key]) in held:
            readings.setdefault(text_sha256, []).append(reading)

    def named(spot: anchors.Spot) -> list[str]:
        found = []
        for reading in readings.get(spot.text_sha256, ()):
            events = [event for _, event in reading.told]
            for place in anchors.places(spot, events, decided.get(spot.text_sha256, ())):
                found.append(f"{reading.article_key}:{events[place].event_id}")
        return [name for name in found if name in known_entries]

    said: dict[tuple[str, str], bool] = {}
    for decision in about:
        assert decision.other
        for one in named(decision):
            for other in named(decision.other):
                if one != other:
                    said[min(one, other), max(one, other)] = decision.kind == "join"
    return (
        frozenset(pair for pair, joined in said.items() if joined),
        frozenset(pair for pair, joined in said.items() if not joined),
    )


def _by_time(marks: Iterable[Mark]) -> list[Mark]:
    return sorted(marks, key=lambda mark: mark.when)
