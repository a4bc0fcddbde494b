"""Words of dates, holidays and fiscal years, from the data files ``date_*``, ``holidays``, ``fiscal_years``."""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from deedbook.codebook.table import Row, data_folder, rows


@dataclass(frozen=True, slots=True)
class DateWord:
    """A word that dates or their tense are told by.

    ``word`` is in print form, ``value`` what it stands for within its kind (month 1 to 12, weekday 1 = Monday to 7,
    season by its TIMEX3 letters, number as digits, deictic as days from publication). ``cased``: counts only with a
    capital, since the same letters are a common word ("may", "march", "sun")."""

    word: str
    kind: str
    value: str
    cased: bool


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day that recurs every year: a fixed month and day, the ``nth`` weekday of a month (-1: the last), or
    ``easter`` days after Easter Sunday of the Western churches."""

    name: str
    month: int | None
    day: int | None
    weekday: int | None
    nth: int | None
    easter: int | None

    def on(self, year: int) -> date:
        """The day it falls on in ``year`` (1 to 9999)."""
        if self.easter is not None:
            return easter(year) + timedelta(days=self.easter)
        assert self.month is not None
        if self.day is not None:
            return date(year, self.month, self.day)
        assert self.weekday is not None and self.nth is not None
        if self.nth > 0:
            first = date(year, self.month, 1)
            return first + timedelta(days=(self.weekday - first.isoweekday()) % 7 + 7 * (self.nth - 1))
        last = date(year + self.month // 12, self.month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.isoweekday() - self.weekday) % 7 + 7 * (-self.nth - 1))


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """A state's fiscal year: its first month, and whether it is named by the year it starts or ends in."""

    state: str
    first_month: int
    named_by: Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Calendar:
    """All date vocabulary. ``words[kind]`` maps the lower-case word to its entry; ``forms`` maps the forms that dates
    take to their patterns (``coding.date_grammar`` says how they are written). Both in the order of their files."""

    words: Mapping[str, Mapping[str, DateWord]]
    holidays: Mapping[str, Holiday]
    fiscal_years: Mapping[str, FiscalYear]
    forms: Mapping[str, str]

    def values(self, kind: str) -> dict[str, int]:
        """Lower-case word to number, for kinds whose values are numbers."""
        return {word: int(entry.value) for word, entry in self.words[kind].items()}


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous algorithm, Nature 13, 1876, p. 487)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    l_ = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * l_) // 433
    month = (h + l_ - 7 * m + 90) // 25
    return date(year, month, (h + l_ - 7 * m + 33 * month + 19) % 32)


@functools.cache
def load_calendar() -> Calendar:
    """The calendar's tables, read once. Raises CodebookError, naming file and row, where one is wrong."""
    words: dict[str, dict[str, DateWord]] = {}
    for row in rows(data_folder() / "date_words.csv", ("word", "kind", "value", "cased")):
        entry = DateWord(row.need("word"), row.need("kind"), row.text("value"), row.one_of("cased", ("0", "1")) == "1")
        words.setdefault(entry.kind, {})[entry.word.lower()] = entry
    columns = ("name", "month", "day", "weekday", "nth", "easter")
    holidays = {
        row.need("name").lower(): Holiday(row.need("name"), *(_whole(row, column) for column in columns[1:]))
        for row in rows(data_folder() / "holidays.csv", columns)
    }
    years = {}
    for row in rows(data_folder() / "fiscal_years.csv", ("state", "first_month", "named_by", "source")):
        named_by: Literal["start", "end"] = "end" if row.one_of("named_by", ("start", "end")) == "end" else "start"
        month = _whole(row, "first_month")
        if month is None or not 1 <= month <= 12:
            raise row.error(f"first_month holds {row.text('first_month')!r}, a month from 1 to 12 was expected.")
        years[row.need("state")] = FiscalYear(row.need("state"), month, named_by)
    return Calendar(
        MappingProxyType({kind: MappingProxyType(entries) for kind, entries in words.items()}),
        MappingProxyType(holidays),
        MappingProxyType(years),
        MappingProxyType({row.need("form"): row.need("pattern") for row in _forms()}),
    )


def _forms() -> Iterator[Row]:
    return rows(data_folder() / "date_forms.csv", ("form", "example", "pattern"))


def _whole(row: Row, column: str) -> int | None:
    value = row.text(column)
    try:
        return int(value) if value else None
    except ValueError:
        raise row.error(f"column {column} holds {value!r}, a whole number was expected.") from None
