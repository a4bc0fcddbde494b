"""Who says what: from the model's tags of word pieces to spans of sources, cues and contents in a text.

Tags: 0 outside, then begin and inside of each kind in the order of ``KINDS``. The model reads one sentence at a time,
with the one before it in view."""

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from deedbook.coding.encoding import Encoded, Source
from deedbook.coding.model import Numbers
from deedbook.coding.sentences import split

KINDS = ("source", "cue", "content")
Marked = tuple[str, int, int]  # kind, start, end

_WORD = re.compile(r"\w+")
_GAP = 4  # words
_LEAST = 0.6


class Tagger(Protocol):
    """What tags attributions: :class:`deedbook.coding.model.Model`."""

    def attribute(self, sources: Sequence[Source]) -> list[tuple[Encoded, Numbers]]:
        """Every source with the probabilities of its tags (T, 7)."""
        ...


def attributions(tagger: Tagger, text: str) -> list[Marked]:
    """The spans of a text, in order of kind and start; offsets are the text's."""
    held = list(sources(text))
    tagged = tagger.attribute([source for _, source in held])
    return joined(text, [(start, spans(source.text, *one)) for (start, source), one in zip(held, tagged, strict=True)])


def sources(text: str) -> Iterator[tuple[int, Source]]:
    """The sentences of a text with their offset, each with the one before it."""
    previous = ""
    for start, end in split(text):
        yield start, Source(text[start:end], previous=previous)
        previous = text[start:end]


def spans(text: str, encoded: Encoded, tags: Numbers) -> list[Marked]:
    """The spans of one sentence: ``tags`` (T, 7).

    A word is of the kind whose begin and inside are likelier together than any other. Words of a kind are one span if
    nothing but signs stands between them, and a content also over up to four words that are of no kind. A span whose
    words are of its kind with a mean probability below 0.6 is dropped. (Begin tags would cut spans that annotators left
    whole; both numbers were chosen on 77 texts of PolNeAR's train part.)"""
    made: list[tuple[str, int, int, list[float]]] = []
    for start, end, weights in _words(text, encoded, tags):
        best = weights.index(max(weights))
        if not best:
            continue
        kind = KINDS[best - 1]
        if made and made[-1][0] == kind:
            between = len(_WORD.findall(text[made[-1][2] : start]))
            if between <= (_GAP if kind == "content" else 0):
                _, begin, _, sure = made.pop()
                made.append((kind, begin, end, [*sure, weights[best]]))
                continue
        made.append((kind, start, end, [weights[best]]))
    return [
        (kind, start, end)
        for kind, start, end, sure in made
        if sum(sure) >= _LEAST * len(sure) and _WORD.search(text[start:end])
    ]


def _words(text: str, encoded: Encoded, tags: Numbers) -> Iterator[tuple[int, int, list[float]]]:
    """Start and end of each word or sign with the mean probabilities, over its pieces, of no kind and of each kind."""
    held: list[tuple[int, int, list[list[float]]]] = []
    for (start, end), row in zip(encoded.offsets, tags.tolist(), strict=True):
        if (start, end) == (0, 0):
            continue
        if held and held[-1][1] == start and text[start - 1].isalnum() and text[start].isalnum():
            begin, _, rows = held.pop()
            held.append((begin, end, [*rows, row]))
        else:
            held.append((start, end, [row]))
    for start, end, rows in held:
        mean = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
        yield start, end, [mean[0], *(mean[2 * n + 1] + mean[2 * n + 2] for n in range(len(KINDS)))]


def joined(text: str, sentences: Sequence[tuple[int, Sequence[Marked]]]) -> list[Marked]:
    """The spans of a text from those of its sentences, each given with its offset.

    A content that ends with its sentence and one that begins with the next are one span, unless a paragraph ends
    between them or the next sentence has a cue of its own (in PolNeAR's train part 2,432 of 2,808 such neighbours
    without a cue are one span, 444 of 1,144 with one, 3 of 2,340 over a paragraph's end)."""
    made: list[Marked] = []
    for offset, some in sentences:
        fresh = [(kind, offset + start, offset + end) for kind, start, end in some]
        contents = [n for n, span in enumerate(fresh) if span[0] == "content"]
        last = max((n for n, span in enumerate(made) if span[0] == "content"), key=lambda n: made[n][2], default=None)
        if contents and last is not None and not any(kind == "cue" for kind, _, _ in fresh):
            between = text[made[last][2] : fresh[contents[0]][1]]
            if "\n" not in between and not _WORD.search(between):
                _, _, end = fresh.pop(contents[0])
                made[last] = ("content", made[last][1], end)
        made += fresh
    return sorted(made, key=lambda span: (KINDS.index(span[0]), span[1]))
