"""Where the words of an extraction stand in a rendering: exact words, in runs, near where the last run ended.

Method: for each paragraph of the extraction, find the run of equal words in the rendering that starts with its next
three words, nearest after the point reached; fall back to single words close by. Linear in practice, unlike general
sequence alignment, which takes seconds on long pages.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from deedbook.reading.rendering import Rendering

WORD = re.compile(r"\w+")
_NEAR = 40  # words after the point reached within which a single word is looked for
_GRAM = 3


@dataclass(frozen=True, slots=True)
class Alignment:
    """``shares``: for each line of the rendering, the share of its words that the extraction holds (0 to 1).
    ``aligned`` of the extraction's ``total`` words were found, each at a place of its own."""

    shares: tuple[float, ...]
    aligned: int
    total: int


def align(extraction: str, rendering: Rendering) -> Alignment:
    """Align the words (``\\w+``) of ``extraction``, a text with one paragraph a line, to ``rendering``."""
    words: list[str] = []
    line_of: list[int] = []
    for number, line in enumerate(rendering.lines):
        found = WORD.findall(rendering.text, line.start, line.end)
        words += found
        line_of += [number] * len(found)
    used = _places(extraction, words)
    held = [0] * len(rendering.lines)
    full = [0] * len(rendering.lines)
    for place, number in enumerate(line_of):
        full[number] += 1
        held[number] += used[place]
    shares = tuple(h / f if f else 0.0 for h, f in zip(held, full, strict=True))
    return Alignment(shares, sum(used), len(WORD.findall(extraction)))


def _places(extraction: str, words: Sequence[str]) -> bytearray:
    grams: dict[tuple[str, ...], list[int]] = {}
    for start in range(len(words) - _GRAM + 1):
        grams.setdefault(tuple(words[start : start + _GRAM]), []).append(start)
    used = bytearray(len(words))
    reached = 0
    for paragraph in extraction.splitlines():
        wanted = WORD.findall(paragraph)
        index = 0
        while index < len(wanted):
            place = _run_start(grams.get(tuple(wanted[index : index + _GRAM]), ()), reached, used)
            if place is None:
                place = _single(wanted[index], words, reached, used)
            if place is None:
                index += 1
                continue
            while index < len(wanted) and place < len(words) and words[place] == wanted[index] and not used[place]:
                used[place] = 1
                place += 1
                index += 1
            reached = place
    return used


def _run_start(places: Sequence[int], reached: int, used: bytearray) -> int | None:
    """The first free place from ``reached`` on, else the last free one before it."""
    middle = bisect_left(places, reached)
    for place in (*places[middle : middle + 50], *reversed(places[max(0, middle - 50) : middle])):
        if not used[place]:
            return place
    return None


def _single(word: str, words: Sequence[str], reached: int, used: bytearray) -> int | None:
    for place in range(reached, min(reached + _NEAR, len(words))):
        if words[place] == word and not used[place]:
            return place
    return None
