"""Which of many patterns can match in a text, by the letters that what they match begins with.

To try some hundred regular expressions on every sentence takes most of the time of reading it; to look up the words
that stand there takes almost none."""

import re
from collections.abc import Iterable, Sequence
from re import _constants as parts  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Generic, Protocol, TypeVar

_LETTERS = 4  # of a first word that are looked at
_STARTS = re.compile(rf"(?<!\w)\w{{1,{_LETTERS}}}")


class Patterned(Protocol):
    @property
    def pattern(self) -> re.Pattern[str]: ...


T = TypeVar("T", bound=Patterned)


class Openings(Generic[T]):
    """Things with a pattern each; every pattern must ignore case and begin where no word character stands before."""

    def __init__(self, items: Sequence[T]) -> None:
        self._items = items
        self._index: dict[str, list[int]] = {}
        self._always: list[int] = []
        for n, item in enumerate(items):
            found = openings(item.pattern.pattern)
            if "" in found:
                self._always.append(n)
                continue
            for start in found:
                self._index.setdefault(start, []).append(n)

    def likely(self, text: str) -> list[T]:
        """Those whose pattern can match, in their order: one that is left out matches nowhere in the text."""
        index = self._index
        starts = {start[:size] for start in _STARTS.findall(text.lower()) for size in range(1, len(start) + 1)}
        numbers = set(self._always).union(*(index[start] for start in starts if start in index))
        return [self._items[n] for n in sorted(numbers)]


def openings(pattern: str) -> set[str]:
    """The first letters, four at most, of whatever a pattern can match; "" where it may begin with anything."""
    return {start for start, _ in _begun(list(parser.parse(pattern, re.IGNORECASE)), {("", True)})}


def _begun(items: Sequence[Any], starts: set[tuple[str, bool]]) -> set[tuple[str, bool]]:
    """``starts`` continued by the items of a parsed pattern; the second value tells whether a start can go on."""
    for kind, value in items:
        going = {(start, True) for start, goes in starts if goes}
        if not going:
            break
        starts = starts - going
        if kind is parts.LITERAL:
            starts |= _longer(going, [chr(value)])
        elif kind is parts.IN and all(k is parts.LITERAL for k, _ in value):
            starts |= _longer(going, [chr(v) for _, v in value])
        elif kind in (parts.ASSERT, parts.ASSERT_NOT, parts.AT):
            starts |= going
        elif kind is parts.SUBPATTERN:
            starts |= _begun(list(value[3]), going)
        elif kind is parts.BRANCH:
            for branch in value[1]:
                starts |= _begun(list(branch), going)
        elif kind in (parts.MAX_REPEAT, parts.MIN_REPEAT) and value[:2] == (0, 1):
            starts |= going | _begun(list(value[2]), going)
        else:
            starts |= {(start, False) for start, _ in going}
    return starts


def _longer(starts: Iterable[tuple[str, bool]], letters: Sequence[str]) -> set[tuple[str, bool]]:
    """Starts with one of the letters behind; they end where a word does."""
    made = set()
    for start, _ in starts:
        for letter in letters:
            whole = start + letter.lower() if re.match(r"\w", letter) else start
            made.add((whole, whole != start and len(whole) < _LETTERS))
    return made
