"""Rows of an annex, or of the list of headings in a customs message: each names states and the rate that they pay."""

import re
from dataclasses import dataclass
from functools import cache

from deedbook.codebook import load
from deedbook.reading.registers import rules
from deedbook.reading.registers.deeds import code_of
from deedbook.reading.registers.quantities import PERCENT
from deedbook.reading.registers.rules import Measure

_HEADING = re.compile(r"\bANNEX(?: ([IVX]+|[A-Z]))?\b")
_BESIDE = re.compile(r"\([^)]*\)")  # members of a union, another name
_APOSTROPHES = str.maketrans("’`", "''")
_LEFT = re.compile(r"\b(?!the\b|and\b|or\b|including\b)[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Row:
    """Offsets into the text: the row from ``start`` to ``end``, the rate within, and one of its states by ``code``, at
    ``named``."""

    start: int
    end: int
    rate: tuple[int, int]
    code: str
    named: tuple[int, int]
    measure: Measure | None


@dataclass(frozen=True, slots=True)
class Annex:
    """The ``rows`` of an annex that name a state, each with one; ``unread`` says in words what was not read of it."""

    rows: tuple[Row, ...]
    unread: tuple[str, ...]


def annex(text: str, kind: str, start: int, number: str | None) -> Annex:
    """What stands in the annex of this ``number`` behind ``start`` of an official text of ``kind``; where ``number`` is
    ``None``, in the list that begins there."""
    end, title = len(text), f"Annex {number}" if number else "the list"
    if number:
        headings = list(_HEADING.finditer(text, start))
        at = next((n for n, heading in enumerate(headings) if heading[1] == number), None)
        if at is None:
            return Annex((), (f"{title} is not in this text: whom the order hits is unknown",))
        start = headings[at].end()
        end = next((heading.start() for heading in headings[at + 1 :] if heading[1] != number), end)
    rows: list[Row] = []
    unknown: list[str] = []
    read = 0
    for found in rules.annex_row(kind).finditer(text, start, end):
        read += 1
        named, foreign = _named(text, *found.span("states"))
        unknown += foreign
        own = rules.heading(found["heading"]) if found.groupdict().get("heading") else None
        for code, first, last in named:
            rows.append(Row(found.start(), found.end(), found.span("amount"), code, (first, last), own))
    unread = [f"{name} in {title} is no name that the codebook knows" for name in unknown]
    others = sum(1 for _ in re.finditer(PERCENT, text[start:end])) - read if number else 0
    if number and not read:
        unread.append(f"{title} holds no row that names a state and its rate: whom the order hits is unknown")
    elif others:
        unread.append(f"{others} more rates stand in {title} than belong to a state by its name")
    return Annex(tuple(rows), tuple(unread))


def _named(text: str, start: int, end: int) -> tuple[list[tuple[str, int, int]], list[str]]:
    """Codes of the states named from ``start`` to ``end`` with their places, and what else is named there."""
    plain = _BESIDE.sub(lambda beside: " " * len(beside[0]), text[start:end].translate(_APOSTROPHES))
    found = [(m, code) for m in _names().finditer(plain) if (code := code_of(m[0]))]
    for match, _ in found:
        plain = plain[: match.start()] + "|" * len(match[0]) + plain[match.end() :]
    left = [part for parts in re.split(r"[|,]|\bor\b|\band\b", plain) if _LEFT.search(part := " ".join(parts.split()))]
    return [(code, start + m.start(), start + m.end()) for m, code in found], left


@cache
def _names() -> re.Pattern[str]:
    book = load()
    names = {name.text for name in book.names if name.kind in ("state", "organisation")}
    names |= {state.name for state in book.states.values()}
    listed = "|".join(
        re.escape(name.translate(_APOSTROPHES)).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True)
    )
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)")
