"""Whether the words around a date look back or ahead, read off the nearest verb."""

import functools
import re
from typing import Literal

from deedbook.codebook.calendar import load_calendar

Outlook = Literal["past", "future", "unknown"]

# A stop that ends a sentence: not after a short capitalised word ("Nov.", "Corp.") or a single letter.
_STOP = re.compile(
    r"(?:(?<![A-Z][a-z]{3})(?<![A-Z][a-z]{2})(?<![A-Z][a-z])(?<![A-Z])[.!?]|;)[\"'”’)]*\s+(?=[A-Z“\"'`‘(])|\n\s*\n"
)
_WORD = re.compile(r"'ll\b|n't\b|[A-Za-z]+(?:-[A-Za-z]+)*")
_MODALS = frozenset(("may", "might", "can", "could", "should", "must"))
_FUNCTION = frozenset(("the", "a", "an", "its", "his", "her", "their", "this", "that", "it"))
_WINDOW = 260


@functools.cache
def _kinds() -> tuple[frozenset[str], ...]:
    words = load_calendar().words
    return tuple(frozenset(words[kind]) for kind in ("future", "governor", "past", "not_past", "present", "arranged"))


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Rough bounds of the sentence that holds ``start:end``, at most 260 characters away on either side."""
    low = max(0, start - _WINDOW)
    for stop in _STOP.finditer(text, low, start + 1):  # one more, since a stop looks at the capital that follows
        low = stop.end()
    following = _STOP.search(text, end, min(len(text), end + _WINDOW))
    return min(low, start), following.start() if following else min(len(text), end + _WINDOW)


def outlook(text: str, start: int, end: int) -> Outlook:
    """``past`` or ``future`` by the nearest verb before ``text[start:end]`` in its sentence, else the first after it.

    "said on Friday" is past, "will meet on Friday" and "agreed to meet on Friday" are future."""
    low, high = sentence_around(text, start, end)
    before = [word.lower() for word in _WORD.findall(text, low, start)]
    if (found := _backward(before)) != "unknown":
        return found
    return _forward([word.lower() for word in _WORD.findall(text, end, high)])


def _is_past(word: str) -> bool:
    _, _, past, not_past, _, _ = _kinds()
    return word in past or (word.endswith("ed") and len(word) > 3 and word not in not_past)


def _backward(words: list[str]) -> Outlook:
    future, governors, _, _, present, arranged = _kinds()
    infinitive = False
    nearer = ""
    for at in range(len(words) - 1, -1, -1):
        word, farther = words[at], words[at - 1] if at else ""
        if word in future or word in _MODALS:
            return "future"
        if infinitive and word in governors:
            # "had been scheduled to expire" is over; "was scheduled to meet" need not be
            return "past" if "had" in words[max(0, at - 3) : at] else "future"
        if word == "to" and nearer and nearer not in _FUNCTION and not nearer.endswith(("ed", "s")):
            infinitive = True
        elif _is_past(word):
            if farther == "be":
                infinitive = infinitive or words[at - 2 : at - 1] == ["to"]
            else:
                return "past"
        elif word in present:
            if nearer in arranged and word in ("is", "are"):
                return "future"
            if word in ("has", "have") and farther != "to":
                return "past"
        nearer = word
    return "unknown"


def _forward(words: list[str]) -> Outlook:
    future = _kinds()[0]
    for word in words:
        if word in future or word in _MODALS:
            return "future"
        if _is_past(word):
            return "past"
    return "unknown"
