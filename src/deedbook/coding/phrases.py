"""From probabilities over word pieces to phrases of the sentence: cue, parties, speaker, object, amount, condition."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from deedbook.coding.encoding import Encoded
from deedbook.coding.model import Guess, Numbers
from deedbook.coding.vocabulary import PHRASES

_LEAST = 0.7  # the teacher made the network sure of phrases: at .5 objects come in pieces (docs/experiments.md)
_INITIALS = re.compile(r"\b(?:[A-Za-z]\.){2,}")  # one word: "U.S. agricultural policy" begins at its first letter
_GAP = 4  # characters: a phrase that breaks off for a short word is one phrase
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """Phrases of one cue, offsets within the sentence."""

    cue: Stretch
    actors: tuple[Stretch, ...]
    recipients: tuple[Stretch, ...]
    speaker: Stretch | None
    object: Stretch | None
    amount: Stretch | None
    condition: Stretch | None


def phrases(guess: Guess, encoded: Encoded, text: str) -> Found:
    """The phrases that the model gives a cue in the sentence ``text``, each of whole words."""
    initials = [found.span() for found in _INITIALS.finditer(text)]
    held = {
        name: [
            (*_whole(text, start, end, initials), sure)
            for start, end, sure in _runs(guess.phrases[:, 2 * n : 2 * n + 2], encoded)
        ]
        for n, name in enumerate(PHRASES)
    }

    def all_of(name: str) -> tuple[Stretch, ...]:
        return tuple((start, end) for start, end, _ in held[name])

    def best(name: str) -> Stretch | None:
        start, end, _ = max(held[name], key=lambda r: (r[2] * (r[1] - r[0]), -r[0]), default=(0, 0, 0.0))
        return (start, end) if end else None

    one = best("object")
    first, last = guess.cue
    cue = _whole(text, encoded.offsets[first][0], encoded.offsets[last - 1][1], initials)
    return Found(cue, all_of("actor"), all_of("recipient"), best("speaker"), one, best("amount"), best("condition"))


def _whole(text: str, start: int, end: int, initials: Sequence[Stretch]) -> Stretch:
    """The stretch to the ends of its words: rare names are many pieces, and the model may stop within one."""
    while start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    for first, last in initials:
        start = first if first < start < last else start
        end = last if first < end < last else end
    return start, end


def _runs(scores: Numbers, encoded: Encoded) -> list[tuple[int, int, float]]:
    """Stretches of text and their mean probability: scores (T, 2), begin and inside of one kind of phrase."""
    found: list[tuple[int, int, float]] = []
    rows = scores.tolist()
    n, size = 0, len(encoded.offsets)
    while n < size:
        if encoded.offsets[n] == (0, 0) or rows[n][1] < _LEAST:
            n += 1
            continue
        last = n + 1
        while last < size and encoded.offsets[last] != (0, 0) and rows[last][1] >= _LEAST and rows[last][0] < _LEAST:
            last += 1
        if found and encoded.offsets[n][0] - found[-1][1] <= _GAP and rows[n][0] < _LEAST:
            start, _, before = found.pop()
            found.append((start, encoded.offsets[last - 1][1], before))
            n = last
            continue
        mean = sum(inside for _, inside in rows[n:last]) / (last - n)
        found.append((encoded.offsets[n][0], encoded.offsets[last - 1][1], mean))
        n = last
    return found
