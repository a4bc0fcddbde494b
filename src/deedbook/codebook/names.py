"""Rows of names turned into records: which code, and whether the letter case matters."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import cast

from deedbook.codebook.entries import Name, NameKind, State
from deedbook.codebook.table import Row

_PARTICLES = frozenset({"bin", "bint", "ibn", "al", "el", "abu", "ben"})

_SUFFIXES = frozenset({"Jr.", "Jr", "Sr.", "Sr"})
_NUMBERED = re.compile(r" [IVX]+\Z")  # "Frederik X": kings and popes have no surname in print


def is_cased(text: str, collisions: frozenset[str]) -> bool:
    """Whether only this very spelling counts: abbreviations without full stops ("US", "WHO", "AU") would be words in
    small letters, and ``collisions`` lists the other names that would."""
    return text in collisions or not re.search(r"[^\W\d_]\.|[a-z]", text)


def surname(person: str, family_name_first: bool) -> str:
    """The part of a name that news prints alone; empty where it cannot be told ("Mohammed bin Salman")."""
    words = [word for word in person.split() if word not in _SUFFIXES]
    if len(words) < 2 or _NUMBERED.search(person):
        return ""
    if family_name_first:
        return words[0]
    return "" if words[-2].lower() in _PARTICLES else words[-1]


def compact_names(table: Iterable[Row], states: Mapping[str, State], collisions: frozenset[str]) -> Iterator[Name]:
    """The names of ``state_names.csv``: one row a state, each cell a list.

    Before a state was one, its names stand for the state it was part of: "Ukraine" of 1987 for the Soviet Union."""
    kinds: tuple[tuple[str, NameKind, NameKind, str | None], ...] = (
        ("names", "state", "province", "GOV"),
        ("demonyms", "demonym", "demonym", None),
        ("capitals", "capital", "province", "GOV"),
    )
    for row in table:
        code = row.one_of("code", frozenset(states))
        earlier = list(_earlier(code, states))
        since = states[code].valid_from if earlier else None
        for column, kind, before, sector in kinds:
            for text in row.list(column):
                cased = is_cased(text, collisions)
                yield Name(text, code, kind, sector, since, cased=cased)
                for former, start, end in earlier:
                    yield Name(text, former, before, sector, start, end, cased=cased)


def _earlier(code: str, states: Mapping[str, State]) -> Iterator[tuple[str, date | None, date]]:
    """The former states that ``code`` was part of, newest first, each with its time until ``code`` became a state."""
    if (since := states[code].valid_from) is None:
        return
    for former in states.values():
        if former.valid_to and code in former.successors:
            yield former.code, former.valid_from, min(former.valid_to, since - timedelta(days=1))
            yield from _earlier(former.code, states)


def listed_names(
    table: Iterable[Row],
    codes: frozenset[str],
    sectors: frozenset[str],
    kinds: frozenset[str],
    collisions: frozenset[str],
) -> Iterator[Name]:
    """The names of the files in ``names/``: one row a name, or several spellings of one separated by ``|``."""
    for row in table:
        start, end = row.days("valid_from", "valid_to")
        code, kind = row.one_of("code", codes), cast("NameKind", row.one_of("kind", kinds))
        sector = row.one_of("sector", sectors | {""}) or None
        if not (texts := row.list("text")):
            raise row.error("column text is empty, a name was expected.", "Fill it in or remove the row.")
        for text in texts:
            yield Name(text, code, kind, sector, start, end, row.text("full") or None, is_cased(text, collisions))
