"""The optional block of facts at the top of a text file, between two lines of three hyphens; or, where all its keys are
known and a date is among them, ended by an empty line.

::

    ---
    title: Ministers sign a loan
    date: 2025-12-10
    outlet: Example Dispatch
    url: https://example.org/loan
    genre: report
    byline: A. Writer
    rights: written for this project
    language: en
    sources: https://example.org/a
      - https://example.org/b
    ---
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

KEYS = frozenset({"title", "date", "outlet", "url", "genre", "byline", "rights", "language", "sources", "source"})
_FENCE = re.compile(r"---[ \t]*(?:\r\n|[\r\n])")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.M)
_PAIR = re.compile(r"([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)")
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Values by lower-case key, where the block ends in the text, and the keys that mean nothing here."""

    values: Mapping[str, str]
    end: int
    unknown: tuple[str, ...]


def parse(text: str) -> FrontMatter | None:
    """The block at the very start of ``text``, or ``None`` where there is none: a line of hyphens followed by
    something else than ``key: value`` lines, indented or ``-`` list lines is a rule, not front matter."""
    opening = _FENCE.match(text)
    if opening is None:
        return _bare(text)
    closing = _CLOSING.search(text[:_LONGEST].replace("\r", "\n"), opening.end())
    if closing is None:
        return None
    values: dict[str, str] = {}
    for line in text[opening.end() : closing.start()].splitlines():
        pair = _PAIR.match(line)
        if pair:
            values[pair[1].lower()] = _unquoted(pair[2].strip())
        elif line.strip() and not line.lstrip().startswith(("-", "#")) and not line[0].isspace():
            return None
    if not values:
        return None
    return FrontMatter(values, closing.end(), tuple(key for key in values if key not in KEYS))


def _bare(text: str) -> FrontMatter | None:
    """The same without the hyphens: lines of known keys alone, a date among them, up to the first empty line."""
    values: dict[str, str] = {}
    end = 0
    for line in text[:_LONGEST].splitlines(keepends=True):
        if not line.strip():
            return FrontMatter(values, end, ()) if "date" in values and len(values) > 1 else None
        pair = _PAIR.match(line)
        if pair is None or pair[1].lower() not in KEYS:
            return None
        values[pair[1].lower()] = _unquoted(pair[2].strip())
        end += len(line)
    return None


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
