"""From a written sheet and its deeds to the record that the ledger takes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from deedbook.reading.registers.about import NOTHING_STATED, About
from deedbook.reading.registers.deeds import Deed, event
from deedbook.reading.registers.sheet import Sheet
from deedbook.reading.setting import sha256
from deedbook.records import (
    Article,
    Coding,
    Interval,
    OfficialRecord,
    Origin,
    Passed,
    Problem,
    Search,
)
from deedbook.records.article import Genre

Format = Literal["text", "json", "xml", "csv"]
Found = Iterator[Article | OfficialRecord | Search | Problem]


@dataclass(frozen=True)
class File:
    """One file of a register: its bytes, the name that its records carry, where it is, and what is stated of it."""

    data: bytes
    name: str
    source: str
    about: About = NOTHING_STATED
    decoding: str = "utf-8"

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the bytes, reckoned once for all records."""
        return sha256(self.data)


@dataclass(frozen=True, slots=True)
class Register:
    """A register as its reader writes it: ``name`` is what absences and records call it, ``slug`` and ``version`` name
    the coder."""

    name: str
    slug: str
    outlet: str
    version: int = 1
    format: Format = "text"
    genre: Genre = "record"

    @property
    def coder(self) -> str:
        return f"register {self.slug} {self.version}"


def record(
    register: Register,
    file: File,
    sheet: Sheet,
    deeds: Sequence[Deed],
    *,
    id: str,
    published: Interval,
    title: str | None = None,
    url: str | None = None,
    unknown: Iterable[str] = (),
    passed: Iterable[Passed] = (),
    outlet: str | None = None,
) -> OfficialRecord:
    """The record of ``sheet``; ``id`` is the article's."""
    if file.about.published:
        published = day(file.about.published)
    article = Article(
        id=id,
        raw=sheet.text,
        blocks=tuple(sheet.blocks),
        origin=Origin(file.source, register.format, file.hash, file.decoding, register.coder),
        url=url or file.about.url,
        outlet=file.about.outlet or outlet or register.outlet,
        genre=register.genre,
        title=title,
        published=published,
        language="en",
        rights=None,
    )
    events = tuple({e.event_id: e for e in (event(id, register.coder, deed) for deed in deeds)}.values())
    return OfficialRecord(
        file.about.register or register.name,
        article,
        Coding(events, tuple(passed)),
        tuple(sorted(sheet.pointers, key=lambda p: (p.start, p.end))),
        tuple(unknown),
    )


Row = tuple[str | None, str | None, str | None]


def search(register: Register, file: File, rows: Iterable[Sequence[Row]]) -> Search:
    """The search that the statement beside ``file`` makes of it. ``rows`` are, for each row or record, the giver,
    receiver and instrument of its acts; one that is not known may be any, and counts as found."""
    about = file.about
    asked = (about.giver, about.receiver, about.instrument)

    def fits(row: Row) -> bool:
        return all(want is None or held is None or want == held for want, held in zip(asked, row, strict=True))

    return Search(
        about.register or register.name,
        about.query,
        *asked,
        about.start,
        about.end,
        sum(any(map(fits, row)) for row in rows),
        file.source,
    )


def day(on: date) -> Interval:
    """One day that the record itself states."""
    return Interval(on, on, "explicit")
