"""A sentence with its context as the model sees it: word pieces, segments, and which pieces a mention covers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tokenizers import Tokenizer

from deedbook.coding.vocabulary import MARKERS

LONGEST = 320  # word pieces of a sentence; what stands behind is not read
TITLE, PREVIOUS = 20, 44  # word pieces of context: the title's first, the previous sentence's last
Place = tuple[int, int, str]  # start, end, code


@dataclass(frozen=True, slots=True)
class Source:
    """What is read: a sentence, mentions in it, and its context with mentions. Offsets are each text's own."""

    text: str
    mentions: Sequence[Place] = ()
    title: str = ""
    title_mentions: Sequence[Place] = ()
    previous: str = ""
    previous_mentions: Sequence[Place] = ()
    given: tuple[tuple[int, int] | None, tuple[int, int] | None] | None = None

    @property
    def single(self) -> bool:
        """Whether the sentence names fewer than two parties."""
        return len({code for _, _, code in self.mentions}) < 2

    def as_read(self) -> "Source":
        """The source without context where the sentence itself names two parties: it needs none, and reading it
        takes time."""
        if self.single:
            return self
        return replace(self, title="", title_mentions=(), previous="", previous_mentions=())


@dataclass(frozen=True, slots=True)
class Encoded:
    """Word pieces of one source. ``offsets`` are those of the sentence's pieces in its text, (0, 0) for all others;
    ``mentions`` holds (first piece, last piece + 1, code, start in the sentence or None) in order."""

    ids: list[int]
    segments: list[int]
    offsets: list[tuple[int, int]]
    mentions: list[tuple[int, int, str, int | None]]
    marks: list[int]


class Pieces:
    """The tokenizer. Immutable; safe to share."""

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._start, self._end = (self._word(w) for w in ("[CLS]", "[SEP]"))
        self._markers = [self._word(w) for w in MARKERS]

    def _word(self, word: str) -> int:
        found = self._tokenizer.token_to_id(word)
        if found is None:
            raise ValueError(f"the tokenizer lacks {word}")
        return int(found)

    def encode(self, sources: Sequence[Source]) -> list[Encoded]:
        """One encoding a source."""
        texts = [t for s in sources for t in (s.text, s.title, s.previous)]
        held = self._tokenizer.encode_batch(texts, add_special_tokens=False)
        return [self._one(s, *held[3 * n : 3 * n + 3]) for n, s in enumerate(sources)]

    def _one(self, source: Source, text: object, title: object, previous: object) -> Encoded:
        ids, segments, offsets, marks = [self._start], [0], [(0, 0)], [0]
        mentions: list[tuple[int, int, str, int | None]] = []
        parts = (
            (text, source.mentions, 0, slice(0, LONGEST)),
            (title, source.title_mentions, 2, slice(0, TITLE)),
            (previous, source.previous_mentions, 2, slice(-PREVIOUS, None)),
        )
        for piece, named, segment, cut in parts:
            if segment and not piece.ids:  # type: ignore[attr-defined]
                continue
            some, places = piece.ids[cut], piece.offsets[cut]  # type: ignore[attr-defined]
            base = len(ids)
            ids += some
            offsets += places if segment == 0 else [(0, 0)] * len(some)
            kinds = [segment] * len(some)
            for start, end, code in named:
                first, last = covered(places, start, end)
                if first < last:
                    mentions.append((base + first, base + last, code, start if segment == 0 else None))
                    kinds[first:last] = [segment + 1] * (last - first)
            segments += kinds
            marks += [0] * len(some)
            if segment == 0 and source.given:
                self._mark(source.given, places, base, ids, segments, offsets, marks)
            ids.append(self._end)
            segments.append(segment)
            offsets.append((0, 0))
            marks.append(0)
        return Encoded(ids, segments, offsets, mentions, marks)

    def _mark(
        self,
        given: tuple[tuple[int, int] | None, tuple[int, int] | None],
        places: list[tuple[int, int]],
        base: int,
        ids: list[int],
        segments: list[int],
        offsets: list[tuple[int, int]],
        marks: list[int],
    ) -> None:
        """Sets markers around the given spans, the last one first, so that earlier places hold."""
        set_ = []
        for role, span in enumerate(given):
            first, last = covered(places, *span) if span else (0, 0)
            if first < last:
                set_ += [(base + last, -role, 2 * role + 1, role), (base + first, role, 2 * role, role)]
        for at, _, marker, role in sorted(set_, reverse=True):
            ids.insert(at, self._markers[marker])
            segments.insert(at, 0)
            offsets.insert(at, (0, 0))
            marks.insert(at, 2 + role)


def covered(places: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """The pieces that overlap a stretch of text: first, last + 1; equal where there are none. A piece without a place,
    (0, 0), is never among them."""
    inside = [n for n, (a, b) in enumerate(places) if a < end and start < b]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)
