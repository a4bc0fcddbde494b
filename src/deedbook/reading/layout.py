"""Labels the lines of a saved page: headline, subheads, byline, date, dateline, body, and all that is furniture.

Nothing is dropped: blocks cover everything but white space. A line's kind comes from the furniture rules of the
codebook and from where it stands: a page opens with headline, subheads, byline, date and share buttons in any order;
the body begins with the first line that reads as prose; from the heading of the comment box on all is comments.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from deedbook.reading import dateline, printed_date
from deedbook.reading.labels import Labels
from deedbook.reading.printed_date import PrintedDate
from deedbook.records import Block, Span
from deedbook.records.article import BlockKind

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_TERMINAL = re.compile(r"[.?!…;][\"'”’»)\]]*$")
_ABBREVIATION = re.compile(r"(?:\b(?:[A-Z]\.){2,}|\b(?:Inc|Corp|Ltd|Co|Jr|Sr|No)\.)$")
_FULL_STOP = re.compile(r"[a-z]{3}[.?!][\"”’]? [A-Z“\"]")
_BULLET = re.compile(r"^(?:[•●▪◦‣*·]|[-–—]\s|\d{1,2}[.)]\s)")
_WORD = re.compile(r"[^\W\d_][\w.’'-]*")
_PUBLISHED_IN = re.compile(r"^\W*published\b", re.I)
_BYLINE_LEAD = re.compile(r"^(?:written by|reported by|by|author)\b[:\s]*", re.I)

LONGEST_HEADLINE = 200
_PROSE_LENGTH = 140
_TWO_SENTENCES = 60  # characters from which a full stop within a line makes it prose
_MOST_SUBHEADS = 3
_WRAPPED = range(40, 121)  # characters of a line that was broken to fit a screen


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a text, and what the furniture says about it. ``dates`` are those that date the whole text, in
    order; ``sections`` are navigation lines next to the headline; ``notices`` all furniture, for the genre's rules."""

    blocks: tuple[Block, ...]
    headline: str | None
    byline: str | None
    dates: tuple[PrintedDate, ...]
    sections: tuple[str, ...]
    notices: tuple[str, ...]


@dataclass(slots=True)
class _Line:
    span: Span
    text: str
    kind: BlockKind | None
    dated: PrintedDate | None


def lay_out(raw: str, labels: Labels, *, start: int = 0, title: str | None = None) -> Layout:
    """Label ``raw[start:]``. ``title`` is known from elsewhere and makes an equal first line the headline."""
    spans = _spans(raw, start)
    lone = len(spans) == 1  # a lone sentence has no page around it that it could be furniture of
    lines = [_Line(span, span.of(raw), None, None) if lone else _line(raw, span, labels) for span in spans]
    texts = [index for index, line in enumerate(lines) if line.kind is None]
    headline = _find_headline(lines, texts, title)
    after = -1 if headline is None else headline
    opening = next((i for i in texts if i > after and is_prose(lines[i].text) and not _dates_page(lines[i])), None)
    if opening is None:
        opening = next((i for i in texts if i > after and not _dates_page(lines[i])), len(lines))
    if headline is not None:
        lines[headline].kind = "headline"
    _label_top(lines, opening, headline, labels)
    closing = _label_comments(lines, opening)
    _label_sources(lines, opening, closing)
    _label_middle(lines, opening, closing)
    top = 0 if headline is None else headline
    byline = next((_byline_of(line) for line in lines if line.kind == "byline"), None)
    blocks = tuple(_blocks(lines, labels))
    printed = tuple(line.dated for line in lines if line.dated and line.kind in ("date", "byline"))
    return Layout(
        blocks=blocks,
        headline=None if headline is None else lines[headline].text,
        byline=byline,
        dates=printed or dateline.dates(raw, blocks),
        sections=tuple(line.text for line in lines[max(0, top - 2) : opening] if line.kind == "navigation"),
        notices=tuple(line.text for line in lines if line.kind not in ("headline", "subhead", "body", "comments")),
    )


def _line(raw: str, span: Span, labels: Labels) -> _Line:
    text = span.of(raw)
    kind = labels.kind_of(text)
    return _Line(span, text, kind, printed_date.find(text) if kind in (None, "byline", "date") else None)


def _spans(raw: str, start: int) -> list[Span]:
    """The lines without surrounding white space; lines of hard-wrapped prose joined to paragraphs."""
    spans: list[Span] = []
    for match in _LINE.finditer(raw, start):
        text = match.group()
        if stripped := text.strip():
            begin = match.start() + len(text) - len(text.lstrip())
            spans.append(Span(begin, begin + len(stripped)))
    joins = [_runs_on(raw, one, two) for one, two in pairwise(spans)]
    lower = sum(join and raw[two.start].islower() for join, two in zip(joins, spans[1:], strict=True))
    if lower < 2 or lower * 4 < len(joins):
        return spans
    joined = [spans[0]]
    for join, span in zip(joins, spans[1:], strict=True):
        if join:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _runs_on(raw: str, one: Span, two: Span) -> bool:
    if one.end - one.start not in _WRAPPED or two.end - two.start > _WRAPPED.stop:
        return False
    gap = raw[one.end : two.start]
    broken_once = gap.count("\n") + gap.count("\r") - gap.count("\r\n") == 1
    indented = len(gap) - len(gap.rstrip(" \t")) > 1
    return broken_once and not indented and not _TERMINAL.search(raw[max(one.start, one.end - 8) : one.end])


def _find_headline(lines: Sequence[_Line], texts: Sequence[int], title: str | None) -> int | None:
    for index in texts:
        line = lines[index]
        if line.dated and not line.dated.rest:
            continue
        if title and _same(line.text, title):
            return index
        shaped = len(line.text) <= LONGEST_HEADLINE and not _BULLET.match(line.text)
        ends_sentence = line.text.endswith((".", ";")) and not _ABBREVIATION.search(line.text)
        return index if shaped and not ends_sentence and len(texts) > 1 else None
    return None


def _label_top(lines: Sequence[_Line], opening: int, headline: int | None, labels: Labels) -> None:
    """All before the body: what is not furniture by rule is date, byline or subhead."""
    subheads = 0
    for index, line in enumerate(lines[:opening]):
        if line.kind == "comments":  # a button above the text; the box comes below it
            line.kind = "share"
        if line.kind == "source":
            line.kind = None
        if line.kind is not None:
            continue
        if _dates_page(line):
            named = bool(line.dated and line.dated.rest and line.dated.rest.upper() not in labels.places)
            line.kind = "byline" if named else "date"
        elif headline is not None and index > headline and _is_name(line.text, labels):
            line.kind = "byline"
        elif headline is not None and index > headline and subheads < _MOST_SUBHEADS:
            line.kind = "subhead"
            subheads += 1
        else:
            line.kind = "furniture"


def _label_comments(lines: Sequence[_Line], opening: int) -> int:
    """Label the comment box; returns the index where it begins."""
    begin = next((i for i, line in enumerate(lines) if i > opening and line.kind == "comments"), len(lines))
    for line in lines[begin:]:
        line.kind = "comments"
    return begin


def _label_sources(lines: Sequence[_Line], opening: int, closing: int) -> None:
    """A ``Sources:`` line belongs to the source block only at the end, where no prose follows it."""
    begin = closing
    while begin > opening and not _is_running_prose(lines[begin - 1]):
        begin -= 1
    tail = [i for i in range(begin, closing) if lines[i].kind == "source"]
    for index in range(opening, closing):
        line = lines[index]
        if tail and index >= tail[0] and line.kind in (None, "source"):
            line.kind = "source"
        elif line.kind == "source":
            line.kind = None


def _is_running_prose(line: _Line) -> bool:
    return line.kind is None and is_prose(line.text) and "://" not in line.text


def _label_middle(lines: Sequence[_Line], opening: int, closing: int) -> None:
    """The body, and the short lines within and after it."""
    last = max(
        (i for i in range(opening, closing) if lines[i].kind is None and is_prose(lines[i].text)), default=opening
    )
    for index in range(opening, closing):
        line = lines[index]
        if line.kind is not None:
            continue
        if is_prose(line.text) or index == opening:
            line.kind = "body"
            if index > opening and line.dated and _PUBLISHED_IN.match(line.text):
                line.kind = "date"
        elif index > last:
            closing_date = line.dated is not None and (_PUBLISHED_IN.match(line.text) or not line.dated.rest)
            line.kind = "date" if closing_date else "furniture" if _is_titled(line.text) else "body"
        else:
            line.kind = "caption" if _is_titled(line.text) else "subhead"


def _blocks(lines: Sequence[_Line], labels: Labels) -> Iterator[Block]:
    spoken = dateline.speaker_labels(line.text for line in lines if line.kind == "body")
    first = True
    for line in lines:
        assert line.kind is not None
        start, end = line.span.start, line.span.end
        if line.kind == "body":
            length = dateline.prefix_length(line.text, labels, first=first, spoken=spoken)
            first = False
            if length:
                yield Block("dateline", start, start + len(line.text[:length].rstrip()))
                start += length
        yield Block(line.kind, start, end)


def is_prose(text: str) -> bool:
    """Long, or ended like a sentence, or of two sentences, or an item of a list."""
    if len(text) >= _TWO_SENTENCES and _FULL_STOP.search(text):
        return True
    return len(text) >= _PROSE_LENGTH or _TERMINAL.search(text) is not None or _BULLET.match(text) is not None


def _dates_page(line: _Line) -> bool:
    """A line that holds a date and at most a name or place besides."""
    if line.dated is None:
        return False
    words = line.dated.rest.split()
    return len(words) <= 6 and all(word[0].isupper() or word in ("by", "and", "in", "|", "-", "–") for word in words)


def _is_name(text: str, labels: Labels) -> bool:
    """Two or three capitalised words none of which names a state or place: a writer without "By"."""
    words = text.split()
    return (
        2 <= len(words) <= 3
        and all(word[0].isupper() and not any(map(str.isdigit, word)) for word in words)
        and not text.isupper()
        and labels.places.isdisjoint(map(str.upper, words))
        and labels.actors.isdisjoint(map(str.upper, words))
    )


def _is_titled(text: str) -> bool:
    """Most words of some length begin with a capital, as in captions, tags and crossheads, not in sentences."""
    found: list[str] = _WORD.findall(text)
    words = [word for word in found if len(word) > 3] or found
    return sum(word[0].isupper() for word in words) * 10 >= 7 * len(words)


def _same(one: str, two: str) -> bool:
    return "".join(filter(str.isalnum, one.casefold())) == "".join(filter(str.isalnum, two.casefold()))


def _byline_of(line: _Line) -> str:
    text = line.dated.rest if line.dated and line.dated.rest else line.text
    return _BYLINE_LEAD.sub("", text).strip(" |,-–—") or text
