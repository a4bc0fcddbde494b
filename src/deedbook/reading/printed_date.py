"""Dates as pages print them: a line that is nothing but when something was published.

Only complete calendar dates count. ``08/11/2025`` is no date, since the order of day and month is not known; it is
reported as ambiguous. Relative dates ("3 hours ago") hang on when the page was saved, which is not known either.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_FORMS = tuple(
    re.compile(form, re.I)
    for form in (
        rf"\b{_MONTH},? {{0,2}}{_DAY},? {{0,2}}{_YEAR}\b",
        rf"\b{_DAY}(?: of)?[ -]{{0,2}}{_MONTH},?[ -]{{0,2}}{_YEAR}\b",
        r"\b(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?=\b|T\d)",
    )
)
_NUMERIC = re.compile(r"\b(?P<first>\d{1,2})[/.-](?P<second>\d{1,2})[/.-](?P<year>\d{4})\b")
_WEEKDAY = "|".join(
    sorted(
        {w.lower() for names in (calendar.day_name, calendar.day_abbr) for w in names} | {"tues", "thur", "thurs"},
        key=len,
        reverse=True,
    )
)
_CLOCK = re.compile(
    r"(?:T|\b)\d{1,2}(?:[:.h]\d{2}){1,2}(?:\.\d+)?(?: ?[ap]\.?m\b\.?)?"
    r"|\b\d{1,2} ?[ap]\.?m\b\.?|[+-]\d{2}:?\d{2}\b",
    re.I,
)
_WORDS = re.compile(
    rf"\b(?:first|last|originally|published|posted|updated|modified|created|issued|released|uploaded|publication|"
    rf"dated?|time|on|at|z|hours|hrs|(?:{_WEEKDAY})\b\.?|[A-Z]{{1,4}}T|utc|gmt|local)\b",
    re.I,
)
_LONGEST = 160

Role = Literal["published", "updated"]


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date found in a line. ``day`` is ``None`` where ``printed`` can be read in two ways or is no calendar day;
    ``rest`` is what the line holds besides the date, its time and its words ("By Ann Lee")."""

    day: date | None
    printed: str
    role: Role
    rest: str


def find(line: str) -> PrintedDate | None:
    """The first complete date of a short line, or ``None``. Never raises."""
    if len(line) > _LONGEST or not any(map(str.isdigit, line)):
        return None
    found = min((m for form in _FORMS if (m := form.search(line))), key=lambda m: m.start(), default=None)
    numeric = None if found else _NUMERIC.search(line)
    match = found or numeric
    if match is None:
        return None
    rest = line
    for form in (*_FORMS, _NUMERIC, _CLOCK, _WORDS):
        rest = form.sub(" ", rest)
    rest = re.sub(r"^[\W_]+|[\W_]+$", "", re.sub(r"\s+", " ", rest))
    before = line[: match.start()].lower()
    updated = re.search(r"updated|modified", before) is not None and "published" not in before
    day = _calendar_day(found) if found else _numeric_day(match)
    return PrintedDate(day, match.group(), "updated" if updated else "published", rest)


def _calendar_day(match: re.Match[str]) -> date | None:
    month = _MONTHS.get(match["month"].lower()) or int(match["month"])
    return _day(int(match["year"]), month, int(match["day"]))


def _numeric_day(match: re.Match[str]) -> date | None:
    """Day and month in figures count only where one order alone gives a date, or both give the same."""
    year, first, second = int(match["year"]), int(match["first"]), int(match["second"])
    readings = {d for d in (_day(year, second, first), _day(year, first, second)) if d}
    return readings.pop() if len(readings) == 1 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
