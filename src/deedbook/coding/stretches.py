"""Stretches of days that a calendar has names for: a day, an ISO week, a quarter, a season, a decade."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Unit = Literal["day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade", "century", "span"]

# Seasons by meteorology: three whole months from the first of March, June, September, December.
_SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A closed interval of days that is one ``unit`` of the calendar (``span``: any other run of days)."""

    first: date
    last: date
    unit: Unit


def day(when: date) -> Stretch:
    return Stretch(when, when, "day")


def week(when: date) -> Stretch:
    """The ISO 8601 week (Monday first) that ``when`` lies in."""
    monday = when - timedelta(days=when.weekday())
    return Stretch(monday, monday + timedelta(days=6), "week")


def weekend(when: date) -> Stretch:
    """Saturday and Sunday of the ISO week that ``when`` lies in."""
    saturday = when + timedelta(days=5 - when.weekday())
    return Stretch(saturday, saturday + timedelta(days=1), "weekend")


def month(year_: int, month_: int) -> Stretch:
    """``month_`` may run past 12 or below 1: it counts from January of ``year_``."""
    return months(year_, month_, 1, "month")


def months(year_: int, first: int, count: int, unit: Unit = "span") -> Stretch:
    """``count`` whole months from month number ``first`` of ``year_`` on."""
    y, m = divmod(year_ * 12 + first - 1, 12)
    y_last, m_last = divmod(year_ * 12 + first + count - 2, 12)
    return Stretch(date(y, m + 1, 1), date(y_last, m_last + 1, calendar.monthrange(y_last, m_last + 1)[1]), unit)


def quarter(year_: int, number: int) -> Stretch:
    return months(year_, 3 * number - 2, 3, "quarter")


def half(year_: int, number: int) -> Stretch:
    return months(year_, 6 * number - 5, 6, "half")


def season(year_: int, code: str) -> Stretch:
    """``code`` is TIMEX3's SP, SU, FA or WI; the winter of a year begins in its December."""
    return months(year_, _SEASON_MONTH[code], 3, "season")


def year(number: int) -> Stretch:
    return Stretch(date(number, 1, 1), date(number, 12, 31), "year")


def decade(number: int) -> Stretch:
    """The ten years that share ``number``'s first three digits (ISO 8601)."""
    first = number - number % 10
    return Stretch(date(max(first, 1), 1, 1), date(first + 9, 12, 31), "decade")


def century(number: int) -> Stretch:
    """The ``number``-th century as TIMEX3 and ISO 8601 have it: the 20th is 1900 to 1999."""
    return Stretch(date(max(100 * number - 100, 1), 1, 1), date(100 * number - 1, 12, 31), "century")


def around(when: date, unit: str) -> Stretch:
    """The ``unit`` of the calendar that ``when`` lies in."""
    match unit:
        case "week":
            return week(when)
        case "weekend":
            return weekend(when)
        case "month":
            return month(when.year, when.month)
        case "quarter":
            return quarter(when.year, (when.month + 2) // 3)
        case "half":
            return half(when.year, (when.month + 5) // 6)
        case "year":
            return year(when.year)
        case "decade":
            return decade(when.year)
        case "century":
            return century(when.year // 100 + 1)
        case _:
            return day(when)


def moved(when: date, count: int, unit: str) -> date:
    """``when`` moved by ``count`` units; a day that the month lacks becomes its last (29 February, a year on)."""
    match unit:
        case "week" | "weekend":
            return when + timedelta(weeks=count)
        case "fortnight":
            return when + timedelta(weeks=2 * count)
        case "month" | "quarter" | "half" | "year" | "season" | "decade" | "century":
            step = {"month": 1, "quarter": 3, "half": 6, "decade": 120, "century": 1200}.get(unit, 12)
            y, m = divmod(when.year * 12 + when.month - 1 + count * step, 12)
            return date(y, m + 1, min(when.day, calendar.monthrange(y, m + 1)[1]))
        case _:
            return when + timedelta(days=count)


def years_on(stretch: Stretch, count: int) -> Stretch:
    """The same stretch ``count`` years later (quarter of quarter, day of day)."""
    if stretch.unit in ("week", "weekend"):
        return around(moved(stretch.first, count, "year"), stretch.unit)
    last = moved(stretch.last, count, "year")
    if stretch.unit != "day" and stretch.last.day == calendar.monthrange(stretch.last.year, stretch.last.month)[1]:
        last = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return Stretch(moved(stretch.first, count, "year"), last, stretch.unit)
