"""Quotations: where they begin and end, over sentences and paragraphs, and who spoke them."""

import re
from dataclasses import dataclass

from deedbook.reading import CODED_BLOCKS
from deedbook.records import Article

_OPEN, _CLOSE, _EITHER = "“", "”", '"'
_MARKS = re.compile('[“”"]')
_SCARE = 6  # words: a shorter quotation is a term that somebody used, not a statement


@dataclass(frozen=True, slots=True)
class Quotation:
    """Half-open offsets inside the quotation marks. ``chain`` numbers quotations that run on over paragraphs."""

    start: int
    end: int
    chain: int


def quotations(article: Article) -> list[Quotation]:
    """Quotations of at least six words in the coded blocks, in order.

    A quotation that is not closed at the end of a paragraph goes on in the next one if that begins with a quotation
    mark (the printers' rule); otherwise it ends with its paragraph."""
    found: list[Quotation] = []
    chain = 0
    open_chain: int | None = None
    for start, end in _paragraphs(article):
        text = article.raw
        begin: int | None = None
        goes_on = open_chain
        open_chain = None
        for found_mark in _MARKS.finditer(text, start, end):
            at, mark = found_mark.start(), found_mark[0]
            if mark == _OPEN or (mark == _EITHER and begin is None):
                first = not text[start:at].strip()
                if begin is None:
                    begin = at + 1
                    if not (first and goes_on is not None):
                        chain += 1
            elif begin is not None and mark in (_CLOSE, _EITHER):
                found.append(Quotation(begin, at, chain))
                begin = None
        if begin is not None:
            found.append(Quotation(begin, end, chain))
            open_chain = chain
    return [q for q in found if len(article.raw[q.start : q.end].split()) >= _SCARE]


def _paragraphs(article: Article) -> list[tuple[int, int]]:
    found = []
    for block in article.blocks:
        if block.kind not in CODED_BLOCKS:
            continue
        begin = block.start
        while (cut := article.raw.find("\n\n", begin, block.end)) != -1:
            found.append((begin, cut))
            begin = cut + 2
        found.append((begin, block.end))
    return found
