"""What a person states of a register's file in a small file beside it: which query it answers and what it covers.

A file seldom says that it is a complete extract; without that, no row in it proves nothing. ``rows.csv.toml`` beside
``rows.csv`` says so::

    query = "all authorizations, fiscal year 2025"
    from = 2024-10-01
    to = 2025-09-30
    published = 2025-11-15
    receiver = "PAK"            # optional: giver, receiver, instrument narrow what was looked for

``published``, ``outlet``, ``url`` and ``genre`` hold for any file beside which they stand."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from typing import get_args

from deedbook.codebook import load
from deedbook.records import Problem
from deedbook.records.article import Genre

SUFFIX = ".toml"
_KEYS = ("query", "from", "to", "published", "giver", "receiver", "instrument", "register", "outlet", "url", "genre")
_REMEDY = "See docs/registers.md, *What a file covers*."


@dataclass(frozen=True, slots=True)
class About:
    """``covers`` is True where a query is stated: the file then holds everything that the query finds."""

    query: str = ""
    start: date | None = None
    end: date | None = None
    published: date | None = None
    giver: str | None = None
    receiver: str | None = None
    instrument: str | None = None
    register: str = ""
    outlet: str | None = None
    url: str | None = None
    genre: Genre | None = None

    @property
    def covers(self) -> bool:
        return bool(self.query)


NOTHING_STATED = About()


def parse(data: bytes, source: str) -> About | Problem:
    """The statement in ``data``; a Problem names what is wrong with it, since a misread one would prove absence."""
    try:
        values = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Problem(source, f"it is not TOML in UTF-8 ({error}).", _REMEDY)
    for key, value in values.items():
        if key not in _KEYS:
            return Problem(source, f"its key {key!r} means nothing here.", f"Use {', '.join(_KEYS)}.")
        if key in ("from", "to", "published"):
            if not isinstance(value, date) or isinstance(value, datetime):
                return Problem(source, f"{key} = {value!r} is no day.", "Write it without quotes: 2025-09-30.")
        elif not isinstance(value, str) or not value.strip():
            return Problem(source, f"{key} = {value!r} is no text.", "Write it in quotes.")
    book = load()
    for key, known in (("giver", book.codes), ("receiver", book.codes), ("instrument", frozenset(book.instruments))):
        if key in values and values[key] not in known:
            return Problem(
                source, f"{key} = {values[key]!r} is not in the codebook.", "Use its code (docs/codebook.md)."
            )
    if "genre" in values and values["genre"] not in get_args(Genre):
        return Problem(source, f"genre = {values['genre']!r} is unknown.", f"Use one of {', '.join(get_args(Genre))}.")
    if "query" in values and not ("from" in values and "to" in values):
        return Problem(source, "it states a query without from and to.", "State the first and last day it covers.")
    start, end = values.get("from"), values.get("to")
    if start and end and end < start:
        return Problem(source, f"to ({end}) lies before from ({start}).", "Correct one of them.")
    return About(
        query=values.get("query", ""),
        start=start,
        end=end,
        published=values.get("published"),
        giver=values.get("giver"),
        receiver=values.get("receiver"),
        instrument=values.get("instrument"),
        register=values.get("register", ""),
        outlet=values.get("outlet"),
        url=values.get("url"),
        genre=values.get("genre"),
    )
