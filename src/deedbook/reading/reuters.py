"""Reuters-21578 SGML to articles, one a ``<REUTERS>`` element.

``raw`` is the title, a line break, then dateline and body as they follow one another, entities decoded. The
collection wraps its text in transmission control characters (``&#2;``, ``&#3;``, ``&#5;``, ``&#22;``, ``&#31;`` and a
few others): they carry no text and are left out, as the HTML standard has it for such references (``html.unescape``).
Texts of type UNPROC have no title, dateline or body: their whole text is taken; BRIEF ones often have a title alone.
A paragraph begins with an indented line; the sign-off "Reuter" and the filler "Blah blah blah" are furniture.
Source of the format: the collection's README, section VI.
"""

import calendar
import html
import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from deedbook.reading import dating
from deedbook.reading.setting import Setting, sha256, too_large
from deedbook.records import Article, Block, Interval, Origin, Problem
from deedbook.records.article import BlockKind

READER = "reuters-sgml 1"
OUTLET = "Reuters"
_CHUNK = 1 << 20
_OPEN = b"<REUTERS"
_CLOSE = b"</REUTERS>"
_NEWID = re.compile(r'\bNEWID="(\d+)"')
_DATE = re.compile(r"<DATE>\s*(\d{1,2})-([A-Z]{3})-(\d{4})")
_TEXT = re.compile(r"<TEXT[^>]*>(.*?)</TEXT>", re.S)
_PARTS = {name: re.compile(rf"<{name}>(.*?)</{name}>", re.S) for name in ("TITLE", "AUTHOR", "DATELINE", "BODY")}
_TAG = re.compile(r"</?(?:TITLE|AUTHOR|DATELINE|BODY)>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?![ \t]{2,}|[ \t]*(?:\n|Reuters?[ \t]*(?:\n|$)))[^\n]+)*", re.I)
_BYLINE_LEAD = re.compile(r"^\s*by\s+", re.I)
_MONTHS = {name.upper(): number for number, name in enumerate(calendar.month_abbr) if name}


def articles(stream: BinaryIO, name: str, location: str, setting: Setting) -> Iterator[Article | Problem]:
    """Read ``stream`` in chunks; memory is bounded by the longest report allowed."""
    found = False
    for number, data in enumerate(_records(stream, setting.max_bytes), 1):
        found = True
        if data is None:
            yield too_large(location, setting.max_bytes, f"report {number}", "the report")
        else:
            yield from _articles_of(data, number, name, location, setting)
    if not found:
        yield Problem(location, "it holds no <REUTERS> element.", "Give a file of the Reuters-21578 collection.")


def _records(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    buffer = b""
    skipping = False
    while chunk := stream.read(_CHUNK):
        buffer += chunk
        done = 0
        while (end := buffer.find(_CLOSE, done)) >= 0:
            start = buffer.find(_OPEN, done, end)
            if skipping or start < 0 or end - start > limit:
                yield None
            else:
                yield buffer[start:end]
            skipping = False
            done = end + len(_CLOSE)
        buffer = buffer[done:]
        if len(buffer) > limit:
            buffer, skipping = buffer[-len(_CLOSE) :], True
    if skipping or _OPEN in buffer:
        yield None if skipping else buffer[buffer.find(_OPEN) :]


def _articles_of(data: bytes, number: int, name: str, location: str, setting: Setting) -> Iterator[Article | Problem]:
    try:
        source, codec = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        # The collection is ASCII but for one "u" with two dots in report 17980, which is Latin-1.
        source, codec = data.decode("latin-1"), "latin-1"
    tag = source[: source.find(">")]
    newid = _NEWID.search(tag)
    place = f"report {newid[1] if newid else number}"
    text = _TEXT.search(source)
    if text is None:
        yield Problem(
            location, "the report has no complete <TEXT> element.", "Restore the file from its source.", place
        )
        return
    title, author, dateline, body = (_part(name, text[1]) for name in ("TITLE", "AUTHOR", "DATELINE", "BODY"))
    if not (title or dateline or body):
        body = _decoded(_TAG.sub("", text[1])).strip("\n")
    raw = f"{title.strip()}\n{dateline}{body}" if title.strip() else f"{dateline}{body}"
    if not raw.strip():
        yield Problem(location, "the report holds no text.", "Nothing needs to be done.", place, fatal=False)
        return
    published, problems = _published(source, location, place, setting)
    yield from problems
    head = len(title.strip()) + 1 if title.strip() else 0
    yield Article(
        id=f"{name}#{newid[1] if newid else number}",
        raw=raw,
        blocks=tuple(_blocks(raw, head, head + len(dateline), setting)),
        origin=Origin(location, "reuters-sgml", sha256(data), codec, READER),
        outlet=OUTLET,
        title=" ".join(title.split()) or None,
        byline=_BYLINE_LEAD.sub("", " ".join(author.split())).rstrip(", ").removesuffix(", Reuters") or None,
        published=published,
        language="en",
    )


def _part(name: str, text: str) -> str:
    match = _PARTS[name].search(text)
    return _decoded(match[1]) if match else ""


def _decoded(text: str) -> str:
    return _CONTROL.sub("", html.unescape(text.replace("\r\n", "\n")))


def _published(source: str, location: str, place: str, setting: Setting) -> tuple[Interval, tuple[Problem, ...]]:
    match = _DATE.search(source)
    try:
        day = date(int(match[3]), _MONTHS[match[2]], int(match[1])) if match else None
    except (KeyError, ValueError):
        day = None
    if day is None:
        return Interval(), ()
    return dating.from_given(day.isoformat(), location, setting, place)


def _blocks(raw: str, head: int, body: int, setting: Setting) -> Iterator[Block]:
    if head:
        yield Block("headline", 0, head - 1)
    if raw[head:body].strip():
        lead = len(raw[head:body]) - len(raw[head:body].lstrip())
        yield Block("dateline", head + lead, head + len(raw[head:body].rstrip()))
    for match in _PARAGRAPH.finditer(raw, body):
        text = match.group().rstrip()
        kind: BlockKind = "furniture" if setting.labels.is_furniture(text) else "body"
        yield Block(kind, match.start(), match.start() + len(text))
