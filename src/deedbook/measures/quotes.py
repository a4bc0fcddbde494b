"""Evidence behind the lines: one sentence at most, verbatim, numbered in order of first use."""

import dataclasses
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cache, cached_property
from itertools import islice
from typing import Any, cast

from deedbook.codebook import Codebook
from deedbook.measures.answer import Answer, Line, Quote
from deedbook.measures.wording import fold
from deedbook.records import Entry, Snapshot, TextEvidence

# A page saved without sentence ends can make one "sentence" of megabytes; evidence stays readable.
LONGEST = 700
AROUND = 300
_POINTERS = 4  # places in a register's file that are named beside one sentence


class Citations:
    """Hands out provisional numbers to evidence; ``numbered`` puts them in the order of the finished answer."""

    def __init__(self, snapshot: Snapshot, officials: Mapping[str, bool]) -> None:
        """``officials`` says of a speaker's name whether the dated offices know it."""
        self._snapshot = snapshot
        self._officials = officials
        self._places: dict[TextEvidence, int] = {}
        self._entries: dict[TextEvidence, list[Entry]] = {}
        self._numbers: dict[int, int] = {}  # of the entries in these, by identity

    def cite(self, entries: Iterable[Entry], most: int = 3) -> tuple[int, ...]:
        """Numbers of the sentences of the first ``most`` entries, each sentence once."""
        found: dict[int, None] = {}
        for entry in entries:
            if len(found) >= most:
                break
            if (number := self._numbers.get(id(entry))) is None:
                place = readable(entry, self._snapshot)
                number = self._place(place)
                if entry not in (known := self._entries.setdefault(place, [])):
                    known.append(entry)  # it is kept here, so that no other takes its place in memory
                    self._numbers[id(entry)] = number
            found[number] = None
        return tuple(found)

    def cite_place(self, article_key: str, start: int, end: int) -> tuple[int, ...]:
        """The number of a stretch of text (a remark, a reason for a date): of the sentence around it, where an event
        tells that sentence, else of the stretch alone."""
        if article_key not in self._snapshot.articles:
            return ()
        for entry in self._told_in.get(article_key, ()):
            around = entry.event.sentence
            if around.start <= start and end <= around.end:
                return self.cite([entry])
        return (self._place(TextEvidence(article_key, start, min(end, start + LONGEST))),)

    @cached_property
    def _told_in(self) -> dict[str, list[Entry]]:
        return by_article(self._snapshot.entries)

    def _place(self, place: TextEvidence) -> int:
        return self._places.setdefault(place, len(self._places) + 1)

    def numbered(self, answer: Answer, parts: Iterable[Any]) -> Answer:
        """``answer`` with final numbers, from 1 in order of first use, and its quotes. ``parts`` are all records in it
        (:func:`walk`), in the order of use."""
        order: dict[int, int] = {}
        for part in parts:
            for number in getattr(part, "quotes", ()):
                if number not in order:
                    order[number] = len(order) + 1
        places = {number: place for place, number in self._places.items()}
        quotes = tuple(self._quote(new, places[old]) for old, new in order.items())
        renumbered: Answer = _renumbered(answer, order)
        return dataclasses.replace(renumbered, quotes=quotes)

    def _quote(self, number: int, place: TextEvidence) -> Quote:
        article = self._snapshot.articles[place.article_key]
        entries = self._entries.get(place, [])
        return Quote(
            number=number,
            evidence=place,
            outlet=article.outlet or article.id,
            published=article.published.start if article.published.basis != "none" else None,
            text=fold(article.raw[place.start : place.end]),
            speaker=" / ".join(dict.fromkeys(_speaker(entry) for entry in entries)),
            article_id=article.id,
            url=article.url,
            flags=self._flags(place, entries),
            genre=article.genre,
            title=article.title,
            pointers=self._pointers(place),
        )

    def _pointers(self, place: TextEvidence) -> tuple[str, ...]:
        """Where the register's file has what stands in this stretch of an official record."""
        held = self._snapshot.pointers.get(place.article_key, ())
        found = (p.pointer for p in held if p.start < place.end and place.start < p.end)
        return tuple(islice(dict.fromkeys(found), _POINTERS))

    def _flags(self, place: TextEvidence, entries: Sequence[Entry]) -> tuple[str, ...]:
        article = self._snapshot.articles[place.article_key]
        flags: list[str] = []
        if article.published.basis == "none":
            flags.append("undated")
        if article.genre != "report":
            flags.append({"release": "official release", "record": "official record"}.get(article.genre, article.genre))
        if any(entry.event.speaker.kind == "unnamed" for entry in entries):
            flags.append("unattributed")
        if any(is_commentator(entry, self._officials) for entry in entries):
            flags.append("one commentator")
        if any(block.kind == "headline" and block.start <= place.start < block.end for block in article.blocks):
            flags.append("headline")
        if written_here(article.outlet, article.rights):
            flags.append("written for this project")
        if any(entry.reviewed for entry in entries):
            flags.append("checked by a person")
        return tuple(flags)


def by_article(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """``entries`` in their order by the article that tells them."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.article_key, []).append(entry)
    return found


_BODY = re.compile(  # "the Treasury", "State Bank", "its energy minister": no private person's opinion
    r"^(?:the|its|their|his|her|an?|our)\b|\b(?:Ministry|Ministers?|Treasury|Bank|Department|Office|Commission|Council|Government"
    r"|Authority|Board|Embassy|Agency|Cabinet|Parliament|Army|Navy|Police|Secretary|Secretariat|President|Corp|Inc|Ltd|PLC"
    r"|Company|Association|Federation|Chamber|Institute|Fund|Union|Party|Officials?|Spokes\w+)\b",
    re.IGNORECASE,
)


def is_commentator(entry: Entry, officials: Mapping[str, bool]) -> bool:
    """Whether a named person whom the dated offices do not know, and who speaks for no state, vouches alone; "the
    company" is no person."""
    speaker = entry.event.speaker
    if speaker.kind not in ("direct", "indirect") or not speaker.name or speaker.name.islower():
        return False
    if _BODY.search(speaker.name):
        return False
    return speaker.code in (None, "UNK") and not officials.get(speaker.name, False)


def officials(snapshot: Snapshot, book: Codebook) -> dict[str, bool]:
    """Of each named speaker, whether the dated offices know them, or the name holds a state's or a body's ("Pakistan's
    finance ministry", "White House spokeswoman"): such a one is no private commentator."""
    printed = {name.text for name in book.names}

    def speaks_for_a_body(name: str) -> bool:
        words = re.sub(r"['’]s?\b", "", name).split()
        return any(" ".join(words[i:j]) in printed for i in range(len(words)) for j in range(i + 1, len(words) + 1))

    names = {entry.event.speaker.name for entry in snapshot.entries} - {None}
    return {name: name in book.persons or speaks_for_a_body(name) for name in names if name}


def written_here(outlet: str | None, rights: str | None) -> bool:
    """Whether an article was written for this project rather than by an outlet."""
    return (outlet or "").startswith("Deedbook") or "written for" in (rights or "").lower()


def walk(value: Any) -> list[Any]:
    """Every dataclass instance within ``value``, outermost first, in the order of the answer's fields."""
    found: list[Any] = []
    _walk(value, found)
    return found


def _walk(value: Any, found: list[Any]) -> None:
    found.append(value)
    if type(value) is Line:
        return  # the most, and nothing within
    for name in _walked(value):
        part = getattr(value, name)
        if _holds_records(part):
            for item in part:
                _walk(item, found)
        elif _walked(part):
            _walk(part, found)


def _holds_records(value: Any) -> bool:
    """Whether it is a tuple in which records may stand; those of numbers and words are the most."""
    return isinstance(value, tuple) and bool(value) and not isinstance(value[0], str | int)


def _walked(value: Any) -> tuple[str, ...]:
    """Names of the fields of a record in which lines and quotes may stand; none of anything else."""
    return _names(cast("Hashable", type(value)))


@cache
def _names(cls: Hashable) -> tuple[str, ...]:
    held = dataclasses.fields(cast("Any", cls)) if dataclasses.is_dataclass(cls) else ()
    return tuple(item.name for item in held if item.name not in ("snapshot", "evidence"))


def lines(answer: Answer) -> list[Line]:
    """Every line of the answer, page one first."""
    return [part for part in walk(answer) if isinstance(part, Line)]


def _renumbered(value: Any, order: Mapping[int, int]) -> Any:
    """``value`` with the numbers of all its lines and cells replaced."""
    if type(value) is Line:
        numbers = tuple([order[number] for number in value.quotes])
        return Line(value.text, numbers, value.sources, value.sure, value.reviewed)
    if names := _walked(value):
        changes: dict[str, Any] = {}
        for name in names:
            old = getattr(value, name)
            if name == "quotes" and not isinstance(value, Answer):
                changes["quotes"] = tuple([order[number] for number in old])
            elif _holds_records(old) or _walked(old):
                changes[name] = _renumbered(old, order)
        return dataclasses.replace(value, **changes) if changes else value
    if isinstance(value, tuple):
        return tuple([_renumbered(part, order) for part in value])
    return value


def readable(entry: Entry, snapshot: Snapshot) -> TextEvidence:
    """The entry's sentence; a stretch of it around the cue, cut at white space, where it is too long to read."""
    place = entry.evidence
    if place.end - place.start <= LONGEST:
        return place
    cue = entry.event.cue
    middle = (cue.start + cue.end) // 2 if cue else place.start
    start, end = max(place.start, middle - AROUND), min(place.end, middle + AROUND)
    raw = snapshot.articles[place.article_key].raw
    if start > place.start and (gap := raw.find(" ", start, middle)) >= 0:
        start = gap + 1
    if end < place.end and (gap := raw.rfind(" ", middle, end)) >= 0:
        end = gap
    return TextEvidence(place.article_key, start, end)


def _speaker(entry: Entry) -> str:
    speaker = entry.event.speaker
    if speaker.kind == "narrator":
        return "the report itself"
    if speaker.kind == "unnamed":
        return "unnamed speaker"
    return speaker.name or "unnamed speaker"
