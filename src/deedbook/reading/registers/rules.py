"""Rules for official texts, as data (``codebook/data/registers``): what a document is known by, where its fields
stand, and which sentence of it is which act.

A pattern is a regular expression in which a space stands for any white space, ``<state>`` for the name of a state,
``<day>`` and ``<date>`` for a day, ``<days>`` for a number of days after signing, ``<money>``, ``<sdr>`` and
``<percent>`` for a sum; ``<cue>…</cue>``, ``<object>…</object>``, ``<orders>…</orders>``, ``<headings>…</headings>``,
``<annex>…</annex>`` (its number), ``<heading>…</heading>`` and ``<states>…</states>`` mark what is taken out."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args

from deedbook.codebook import load
from deedbook.codebook.table import CodebookError, data_folder, rows
from deedbook.codebook.table import Row as Row
from deedbook.reading.registers.quantities import DAY, MONEY, PERCENT, SDR
from deedbook.records.article import Genre
from deedbook.records.event import Qualifier

Use = Literal["number", "title", "signed", "published", "printed"]
Dating = Literal["date", "signed", "published"]


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """A text that ``mark`` is found in is a ``kind`` of ``register``."""

    kind: str
    register: str
    outlet: str
    genre: Genre
    mark: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class FieldRule:
    label: str
    use: Use
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class ActRule:
    """``recipient`` is a code, or ``<state>``, ``<orders>``, ``<headings>`` or ``<annex>``: to be read in the text.
    ``date`` says which day the act has: one in the sentence, the day of signing, or of publication."""

    pattern: re.Pattern[str]
    event_type: str
    status: str
    instrument: str
    domains: tuple[str, ...]
    actor: str
    recipient: str
    date: Dating
    qualifier: Qualifier


@dataclass(frozen=True, slots=True)
class Measure:
    """Whom an order or a range of tariff headings hits: a code, or a class of the codebook. ``order`` is the executive
    order's number, empty where there is none."""

    recipient: str
    what: str
    order: str


@cache
def documents() -> tuple[DocumentRule, ...]:
    """In the order in which they are tried."""
    table = _table("documents.csv", "kind,register,outlet,genre,mark,reason")
    return tuple(
        DocumentRule(
            row.need("kind"),
            row.need("register"),
            row.need("outlet"),
            cast(Genre, row.one_of("genre", ("record", "release"))),
            _pattern(row, "mark"),
        )
        for row in table
    )


@cache
def fields(kind: str) -> tuple[FieldRule, ...]:
    """In the order in which they are written; of several with one label the first that is found counts."""
    return tuple(
        FieldRule(row.need("label"), cast(Use, row.one_of("use", get_args(Use))), _pattern(row, "pattern"))
        for row in _table("fields.csv", "kind,label,use,pattern,reason")
        if row.need("kind") == kind
    )


@cache
def acts(kind: str) -> tuple[ActRule, ...]:
    """In the order in which they are tried; what one rule has read no later one reads again."""
    book = load()
    columns = "kind,pattern,event_type,status,instrument,domains,actor,recipient,date,qualifier,reason"
    return tuple(
        ActRule(
            _pattern(row, "pattern"),
            row.one_of("event_type", frozenset(book.event_types)),
            row.one_of("status", frozenset(book.statuses)),
            row.one_of("instrument", frozenset(book.instruments)),
            row.some_of("domains", frozenset(book.domains)),
            row.one_of("actor", book.codes),
            row.one_of("recipient", book.codes | {"<state>", "<orders>", "<headings>", "<annex>"}),
            cast(Dating, row.one_of("date", get_args(Dating))),
            cast(Qualifier, row.one_of("qualifier", (*get_args(Qualifier), "")) or "exact"),
        )
        for row in _table("rules.csv", columns)
        if row.need("kind") == kind
    )


@cache
def annex_row(kind: str) -> re.Pattern[str]:
    """What a row of an annex, or of a list of headings, looks like in texts of this kind: groups ``states``,
    ``amount`` and perhaps ``heading``."""
    (row,) = (row for row in _table("annexes.csv", "kind,pattern,reason") if row.need("kind") == kind)
    return _pattern(row, "pattern")


@cache
def orders() -> dict[str, Measure]:
    """Whom the duties of an executive order hit, by its number."""
    return {
        row.need("order"): Measure(_hit(row), row.need("what"), row.need("order"))
        for row in _table("orders.csv", "order,recipient,what,source")
    }


def heading(number: str) -> Measure | None:
    """Whom a heading of chapter 99 (``9903.01.84``) hits; ``None`` where the table lacks it."""
    return next((measure for first, last, measure in _headings() if first <= number <= last), None)


@cache
def _headings() -> tuple[tuple[str, str, Measure], ...]:
    return tuple(
        (row.need("first"), row.need("last"), Measure(_hit(row), row.need("what"), row.text("order")))
        for row in _table("headings.csv", "first,last,recipient,what,order,source")
    )


_NAMED = re.compile(r"\b(?:Executive Order|EO|E\.O\.) (1\d{4})\b|\bheadings? (99\d\d\.\d\d\.\d\d)\b")


def measure_named(text: str) -> Measure | None:
    """The first measure that ``text`` names by its order or heading, of those that the tables know."""
    found = (orders().get(m[1]) if m[1] else heading(m[2]) for m in _NAMED.finditer(" ".join(text.split())))
    return next((measure for measure in found if measure), None)


@cache
def releases() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Outlets and what their releases begin with."""
    return tuple((row.need("outlet"), _pattern(row, "mark")) for row in _table("releases.csv", "outlet,mark,reason"))


@cache
def code_list(name: str) -> dict[str, Row]:
    """A code list of IATI (``iati.csv``) by code."""
    columns = "list,code,name,event_type,status,instrument,domains,reason"
    return {row.need("code"): row for row in _table("iati.csv", columns) if row.need("list") == name}


@cache
def alpha2() -> dict[str, str]:
    """ISO 3166-1 alpha-3 by alpha-2."""
    return {row.need("alpha2"): row.need("alpha3") for row in _table("alpha2.csv", "alpha2,alpha3")}


def _hit(row: Row) -> str:
    book = load()
    return row.one_of("recipient", book.codes | {member.class_ for member in book.classes})


def _table(file: str, columns: str) -> list[Row]:
    return list(rows(data_folder() / "registers" / file, columns.split(","), name=f"registers/{file}"))


def _pattern(row: Row, column: str) -> re.Pattern[str]:
    text = row.need(column)
    for mark in ("cue", "object", "orders", "headings", "heading", "states", "annex"):
        text = text.replace(f"<{mark}>", f"(?P<{mark}>").replace(f"</{mark}>", ")")
    text = re.sub(r"(?<!\\) \?", r"\\s*", text)
    text = re.sub(r"(?<!\\) ", r"\\s+", text)
    for mark, found in (
        ("<day>", DAY),
        ("<date>", f"(?P<date>{DAY})"),
        ("<days>", r"(?P<days>\d+)"),
        ("<money>", f"(?P<amount>{MONEY})"),
        ("<sdr>", f"(?P<amount>{SDR})"),
        ("<percent>", f"(?P<amount>{PERCENT})"),
        ("<state>", _states()),
    ):
        text = text.replace(mark, found)
    try:
        return re.compile(text, re.S)
    except re.error as error:
        raise CodebookError(
            row.file, row.number, f"the pattern is no regular expression ({error}).", "Mend it."
        ) from None


@cache
def _states() -> str:
    names = {name.text for name in load().names if name.kind == "state"} | {s.name for s in load().states.values()}
    listed = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True))
    return rf"(?:the\s+)?(?:Government\s+of\s+(?:the\s+)?)?(?P<state>{listed})\b"
