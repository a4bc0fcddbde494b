"""What a ledger holds at one moment of its own time, before anything is derived from it."""

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from deedbook.ledger import added, files
from deedbook.ledger.decisions import standing
from deedbook.ledger.packing import filler, unpack
from deedbook.records import (
    Article,
    Coding,
    Decision,
    Event,
    Mark,
    OfficialRecord,
    Passed,
    Pointer,
    Search,
    TitleMention,
)

ALWAYS = "9999"  # later than any stamp
_article, _event = filler(Article, "raw"), filler(Event, "article_id", "coder")
POSITIONS = (
    1 << 16
)  # more events than one coding holds: an event's number is its coding's times this, plus its position


@dataclass(frozen=True, slots=True)
class Reading:
    """One coder's coding of one article, when the ledger learned it, its number there, and each event's number.

    ``tells`` says whether the coding has any event, also where ``coding`` was confined to some. ``around`` holds them
    all, each with its number, where people decided on the text: which event a decision is about hangs on the others."""

    article_key: str
    coder: str
    recorded: datetime
    coding: Coding
    number: int = 0
    numbers: tuple[int, ...] = ()
    tells: bool = False
    around: tuple[tuple[int, Event], ...] = ()

    @property
    def told(self) -> tuple[tuple[int, Event], ...]:
        """All events of the coding where people decided on its text, else those held, each with its number."""
        return self.around or tuple(zip(self.numbers, self.coding.events, strict=True))


@dataclass(frozen=True, slots=True)
class Facts:
    """Articles by key, the hash of each one's text, the newest reading of each article in order of key, and people's
    decisions and marks in the order in which they were recorded. ``pointers`` and ``unknown`` are those of official
    records, by article key."""

    articles: dict[str, Article]
    hashes: dict[str, str]
    readings: tuple[Reading, ...]
    decisions: tuple[Decision, ...] = ()
    marks: tuple[Mark, ...] = ()
    searches: tuple[Search, ...] = ()
    pointers: dict[str, tuple[Pointer, ...]] = field(default_factory=dict)
    unknown: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_facts(
    connection: sqlite3.Connection,
    until: str = ALWAYS,
    *,
    keys: Collection[str] | None = None,
    numbers: Iterable[int] | None = None,
) -> Facts:
    """The facts recorded up to and including ``until`` (a stamp as the columns hold them); of forgotten texts nothing.

    ``keys`` confines articles and what hangs on them, decisions too, ``numbers`` events, to those named (``None``:
    all). Events that people added stand behind those of the reading of their text."""
    numbers = None if numbers is None else list(numbers)
    mine, given = "", tuple[str, ...]()
    if keys is not None:
        mine = " AND article IN (SELECT value FROM json_each(?))"
        query = "SELECT number FROM json_each(?) j CROSS JOIN articles a ON a.key = j.value"
        given = (_list(sorted(number for (number,) in connection.execute(query, (_list(keys),)))),)
    records: dict[int, str] = {}
    # An article is shown as its first sighting by place has it, so that the order in which places were read is nothing.
    for number, record in connection.execute(
        "SELECT article, record FROM sightings WHERE recorded <= ? "
        f"AND article NOT IN (SELECT article FROM forgotten){mine} ORDER BY article, location, id",
        (until, *given),
    ):
        records.setdefault(number, record)
    articles, hashes, key_of = {}, {}, {}
    texts_by_hash: dict[str, str] = {}  # outlets print one text
    for number, key, raw, raw_sha256 in connection.execute(
        "SELECT article, key, raw, raw_sha256 FROM (SELECT number AS article, key, raw, raw_sha256, recorded "
        f"FROM articles) WHERE recorded <= ?{mine} ORDER BY key",
        (until, *given),
    ):
        if number in records:
            if (text := texts_by_hash.get(raw_sha256)) is None:
                text = texts_by_hash[raw_sha256] = opened(raw)
            articles[key] = _article(records[number], text)
            hashes[key] = raw_sha256
            key_of[number] = key
    official = {
        key_of[number]: unpack(OfficialRecord, record, article=articles[key_of[number]], coding=Coding(()))
        for number, record in connection.execute(
            f"SELECT article, record FROM official WHERE recorded <= ?{mine}", (until, *given)
        )
        if number in key_of
    }
    about_these = ""
    texts: tuple[str, ...] = ()
    if keys is not None:
        about_these = "AND (json_extract(record, '$.text_sha256') IN (SELECT value FROM json_each(?2)) OR "
        about_these += "json_extract(record, '$.other.text_sha256') IN (SELECT value FROM json_each(?2)))"
        texts = (_list(set(hashes.values())),)
    decisions = tuple(
        unpack(Decision, record)
        for (record,) in connection.execute(
            f"SELECT record FROM decisions WHERE recorded <= ?1 {about_these} ORDER BY number", (until, *texts)
        )
    )
    about = {d.text_sha256 for d in decisions} | {d.other.text_sha256 for d in decisions if d.other}
    decided = {key for key, text_sha256 in hashes.items() if text_sha256 in about}
    readings = _readings(connection, until, mine, given, articles, key_of, decided, numbers)
    if by_hand := added.by_text(decisions):
        wanted = frozenset(numbers) if numbers is not None else None
        readings = tuple(
            _with_added(one, articles[one.article_key], by_hand.get(hashes[one.article_key], ()), wanted)
            for one in readings
        )
    return Facts(
        articles=articles,
        hashes=hashes,
        readings=readings,
        decisions=standing(decisions),
        marks=tuple(
            unpack(Mark, record)
            for (record,) in connection.execute(
                "SELECT record FROM marks WHERE recorded <= ? ORDER BY number", (until,)
            )
        ),
        searches=tuple(
            unpack(Search, record)
            for (record,) in connection.execute(
                "SELECT record FROM searches WHERE recorded <= ? ORDER BY record", (until,)
            )
        ),
        pointers={key: record.pointers for key, record in official.items() if record.pointers},
        unknown={key: record.unknown for key, record in official.items() if record.unknown},
    )


def read_former(connection: sqlite3.Connection, keys: Collection[str]) -> dict[str, tuple[Event, ...]]:
    """Of those articles ``keys`` that were coded anew: the events of the coding before the newest."""
    codings: dict[str, list[tuple[int, str, str]]] = {}
    for number, key, coder, id in connection.execute(
        "SELECT c.number, a.key, coder, (SELECT id FROM sightings WHERE article = a.number LIMIT 1) "
        "FROM json_each(?) j CROSS JOIN articles a ON a.key = j.value CROSS JOIN codings c ON c.article = a.number "
        "WHERE a.number NOT IN (SELECT article FROM forgotten) ORDER BY c.recorded, c.number",
        (_list(keys),),
    ):
        codings.setdefault(key, []).append((number, id, coder))
    found = {}
    for key, held in codings.items():
        if len(held) > 1:
            number, id, coder = held[-2]
            rows = connection.execute("SELECT record FROM events WHERE coding = ? ORDER BY position", (number,))
            found[key] = tuple(read_event(record, id, coder) for (record,) in rows)
    return found


def read_event(record: str, article_id: str, coder: str) -> Event:
    """The event of a row, whose coder is the coding's where the row names none."""
    return _event(record, article_id, coder)


def closed(text: str) -> bytes:
    """A text as its column holds it."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def opened(raw: bytes) -> str:
    """The text of a column; raises zlib.error where it is damaged."""
    return zlib.decompress(raw).decode("utf-8", "surrogatepass")


class _Packed(Article):
    """An article whose text is unpacked when it is first asked for; from then on it is one like any other."""

    __slots__ = ()

    @property
    def raw(self) -> str:
        held = _RAW.__get__(self)
        if isinstance(held, str):
            return held  # another thread has just unpacked it
        path, body = held
        try:
            text = opened(body)
        except zlib.error as error:
            raise files.damaged(path, f"a text cannot be read: {error}") from error
        object.__setattr__(self, "raw", text)
        return text

    @raw.setter
    def raw(self, text: str) -> None:
        _RAW.__set__(self, text)
        object.__setattr__(self, "__class__", Article)

    def __eq__(self, other: object) -> bool:
        _ = self.raw  # which makes it a plain one
        return self == other

    __hash__ = Article.__hash__


_RAW: Any = Article.__dict__["raw"]  # where the text stands


def packed(article: Article, path: str, raw: bytes) -> None:
    """Gives ``article``, which is just being made, its text as the column of the ledger at ``path`` holds it."""
    object.__setattr__(article, "raw", (path, raw))
    object.__setattr__(article, "__class__", _Packed)


def _with_added(
    reading: Reading, article: Article, by_hand: Iterable[tuple[int, Decision]], wanted: Collection[int] | None
) -> Reading:
    found = [(reading.number * POSITIONS + at, event) for at, event in added.events(by_hand, article)]
    if not found:
        return reading
    here = [one for one in found if wanted is None or one[0] in wanted]
    return replace(
        reading,
        coding=replace(reading.coding, events=(*reading.coding.events, *(event for _, event in here))),
        numbers=(*reading.numbers, *(number for number, _ in here)),
        tells=True,
        around=(*reading.around, *found),
    )


def _readings(
    connection: sqlite3.Connection,
    until: str,
    mine: str,
    given: tuple[str, ...],
    articles: dict[str, Article],
    key_of: dict[int, str],
    decided: Collection[str],
    numbers: Iterable[int] | None,
) -> tuple[Reading, ...]:
    """The newest reading of each of ``articles``, in order of key."""
    newest: dict[str, tuple[int, str, str]] = {}
    for number, article, coder, recorded in connection.execute(
        f"SELECT number, article, coder, recorded FROM codings WHERE recorded <= ?{mine} ORDER BY recorded, number",
        (until, *given),
    ):
        if article in key_of:
            newest[key_of[article]] = (number, coder, recorded)
    named = {number: (articles[key].id, coder) for key, (number, coder, _) in newest.items()}
    codings = _list(named)
    events: dict[int, list[tuple[int, Event]]] = {}
    whole = "SELECT coding, position, record FROM json_each(?) JOIN events ON coding = value ORDER BY coding, position"
    around: dict[int, list[tuple[int, Event]]] = {}
    of_decided = _list(number for key, (number, _, _) in newest.items() if key in decided)
    for number, position, record in connection.execute(whole, (of_decided,)):
        event = read_event(record, *named[number])
        around.setdefault(number, []).append((number * POSITIONS + position, event))
    if numbers is None:
        found = connection.execute(whole, (codings,))
    else:
        found = connection.execute(
            f"SELECT coding, position, record FROM json_each(?) JOIN events ON coding = value / {POSITIONS} "
            f"AND position = value % {POSITIONS} ORDER BY coding, position",
            (_list(numbers),),
        )
    for number, position, record in found:
        if number in named:
            event = read_event(record, *named[number])
            events.setdefault(number, []).append((number * POSITIONS + position, event))
    telling = events.keys() | {
        number
        for (number,) in connection.execute(
            "SELECT DISTINCT coding FROM json_each(?) JOIN events ON coding = value", (_list(named.keys() - events),)
        )
    }
    passed: dict[int, list[Passed]] = {}
    titles: dict[int, list[TitleMention]] = {}
    rest = "SELECT coding, record FROM json_each(?) JOIN {} ON coding = value ORDER BY coding, position"
    for number, record in connection.execute(rest.format("passed"), (codings,)):
        passed.setdefault(number, []).append(unpack(Passed, record))
    for number, record in connection.execute(rest.format("titles"), (codings,)):
        titles.setdefault(number, []).append(unpack(TitleMention, record))
    moments = {recorded: datetime.fromisoformat(recorded) for _, _, recorded in newest.values()}
    return tuple(
        Reading(
            key,
            coder,
            moments[recorded],
            Coding(
                tuple([event for _, event in events.get(coding, ())]),
                tuple(passed.get(coding, ())),
                tuple(titles.get(coding, ())),
            ),
            coding,
            tuple([number for number, _ in events.get(coding, ())]),
            coding in telling,
            tuple(around.get(coding, ())),
        )
        for key, (coding, coder, recorded) in sorted(newest.items())
    )


def _list(items: Iterable[object]) -> str:
    return json.dumps(list(items))
