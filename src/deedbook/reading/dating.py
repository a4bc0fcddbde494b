"""When an article was published: the first usable date among those given, and what was wrong with the others.

The time stamps of files are never consulted: they say when a copy was made.
"""

from collections.abc import Sequence
from datetime import date

from deedbook.reading.printed_date import PrintedDate
from deedbook.reading.setting import Setting, future_date
from deedbook.records import Interval, Problem


def on(day: date) -> Interval:
    return Interval(day, day, "explicit")


def given_day(value: str) -> date | None:
    """The calendar day of an ISO 8601 date or date and time as written, whatever its time zone; else ``None``."""
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None


def from_given(
    value: str, source: str, setting: Setting, place: str | None = None
) -> tuple[Interval, tuple[Problem, ...]]:
    """A date that a person or program supplied for the article; it must be ISO 8601."""
    day = given_day(value)
    if day is None:
        problem = Problem(
            source,
            f"its date {value!r} is not a calendar date; the article is treated as undated.",
            "Write it as year-month-day: 2025-11-08.",
            place,
            fatal=False,
        )
        return Interval(), (problem,)
    if day > setting.today:
        return Interval(), (future_date(source, day, setting.today, place),)
    return on(day), ()


def from_printed(
    dates: Sequence[PrintedDate], source: str, setting: Setting, place: str | None = None
) -> tuple[Interval, tuple[Problem, ...]]:
    """The date that the text itself prints: the earliest that is called published, else the earliest updated."""
    problems: list[Problem] = []
    for role in ("published", "updated"):
        days = [found.day for found in dates if found.role == role and found.day]
        if usable := [day for day in days if day <= setting.today]:
            return on(min(usable)), ()
        problems += [future_date(source, day, setting.today, place) for day in days[:1]]
    unread = [found.printed for found in dates if found.day is None]
    if unread and not problems:
        problems.append(
            Problem(
                source,
                f"its date {unread[0]!r} can be read in two ways or in none; the article is treated as undated.",
                "Give the date as year-month-day, for example in front matter: date: 2025-11-08.",
                place,
                fatal=False,
            )
        )
    return Interval(), tuple(problems[:1])
