"""Dates and lists in plain English, as the ledger's sentences print them."""

from collections.abc import Sequence
from datetime import date

from deedbook.records import Interval


def day(on: date) -> str:
    """``10 December 2025``."""
    return f"{on.day} {on:%B %Y}"


def span(when: Interval) -> str:
    """An interval in words: "on" a day, "between" two, "by" or "from" where one end is open; empty where both are."""
    if when.start and when.end:
        if when.start == when.end:
            return day(when.start)
        if (when.start.month, when.start.day, when.end.month, when.end.day) == (1, 1, 12, 31):
            years = (when.start.year, when.end.year)
            return f"in {years[0]}" if years[0] == years[1] else f"between {years[0]} and {years[1]}"
        if (when.start.year, when.start.month) == (when.end.year, when.end.month):
            if when.start.day == 1 and (when.end.toordinal() + 1) == _next_month(when.end).toordinal():
                return f"in {when.start:%B %Y}"
            return f"between {when.start.day} and {day(when.end)}"
        return f"between {day(when.start)} and {day(when.end)}"
    if when.end:
        return f"by {day(when.end)}"
    return f"from {day(when.start)}" if when.start else ""


def listed(items: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def _next_month(on: date) -> date:
    return date(on.year + on.month // 12, on.month % 12 + 1, 1)
