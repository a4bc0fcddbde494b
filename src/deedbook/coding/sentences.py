"""Sentences and clauses of an article, as offsets."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from deedbook.codebook.cues import abbreviations
from deedbook.reading import CODED_BLOCKS
from deedbook.records import Article

_STOP = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")
_VISIBLE = re.compile(r"\S")
_BREAK = re.compile(r"\n[ \t]*\n|\n {2,}")  # a blank line, or a wire service's indented paragraph
_CLAUSE = re.compile(
    r";|:(?=\s)| — | – |--|,? (?:but|while|whereas|although|though|which|who|where|when|after|before|whether) "
    r"|(?<=\w),? (?:and|or) (?=(?:it|he|she|they|the country)\b)|(?<=\w) that (?=[A-Z]|the |it |he |she |they )",
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Half-open offsets into ``Article.raw`` and the kind of block that it stands in."""

    start: int
    end: int
    kind: str


def split(text: str, offset: int = 0) -> Iterator[tuple[int, int]]:
    """Offsets of the sentences of ``text``, each moved by ``offset``; white space around them is left out.

    A full stop ends a sentence unless it belongs to a listed abbreviation or a single initial, or the next word
    begins in lower case. A blank line always ends one."""
    for start, end in _paragraphs(text):
        begin = start
        for stop in _STOP.finditer(text, start, end):
            if stop.end() < end and not _ends(text, begin, stop, end):
                continue
            yield from _trimmed(text, begin, stop.end(), offset)
            begin = stop.end()
        yield from _trimmed(text, begin, end, offset)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for found in _BREAK.finditer(text):
        yield begin, found.start()
        begin = found.end()
    yield begin, len(text)


def _ends(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    following = _VISIBLE.search(text, stop.end(), end)  # no slice: a paragraph may be as long as the file
    if not following:
        return True
    if following[0].islower():
        return False
    if not stop[0].startswith("."):
        return True
    words = text[begin : stop.start() + 1].rsplit(None, 1)
    word = words[-1].lstrip("(\"'“‘").lower() if words else ""
    # "the U.S. On Monday" does end a sentence; "the U.S. Export-Import Bank" does not, and is the commoner
    return word not in abbreviations() and not re.fullmatch(r"(?:[a-z]\.)+", word)


def _trimmed(text: str, begin: int, end: int, offset: int) -> Iterator[tuple[int, int]]:
    piece = text[begin:end]
    left = len(piece) - len(piece.lstrip())
    if piece.strip():
        yield offset + begin + left, offset + begin + len(piece.rstrip())


def sentences(article: Article) -> list[Sentence]:
    """The sentences of the blocks that are coded (headline, subhead, body), in order."""
    return [
        Sentence(start, end, block.kind)
        for block in article.blocks
        if block.kind in CODED_BLOCKS
        for start, end in split(article.raw[block.start : block.end], block.start)
    ]


def clauses(sentence: str) -> list[tuple[int, int]]:
    """Offsets of the clauses of a sentence, within it: a rough cut at conjunctions, semicolons and relative words."""
    cuts = [0, *(found.start() for found in _CLAUSE.finditer(sentence)), len(sentence)]
    return [(a, b) for a, b in itertools.pairwise(cuts) if b > a]
