"""JSON lines to articles: one object a line, ``{"id", "text", "date"?, "title"?, "previous"?, "url"?, "outlet"?}``.

``actor_span`` and ``recipient_span`` mark the two parties of a given pair as ``[start, end]`` into ``text`` (either
may be null). Only ``text`` becomes ``raw``. A line that cannot be read is reported with its number; the rest go on.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from deedbook.reading import text
from deedbook.reading.setting import Setting, sha256, too_large
from deedbook.records import Article, Origin, Problem

READER = f"jsonl 1, {text.READER}"
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTEXT = ("date", "title", "previous", "url", "outlet")
_REMEDY = "Write one JSON object a line."

Spans = tuple[tuple[int, int] | None, tuple[int, int] | None]


class _BrokenLineError(ValueError):
    def __init__(self, message: str, remedy: str = _REMEDY) -> None:
        super().__init__(message)
        self.remedy = remedy


def articles(stream: BinaryIO, name: str, location: str, setting: Setting) -> Iterator[Article | Problem]:
    """Read ``stream`` line by line; memory is bounded by the longest line allowed. ``name`` begins the ids of lines
    that carry none."""
    empty = True
    for number, line in _lines(stream, setting.max_bytes):
        place = f"line {number}"
        if line is None:
            yield too_large(location, setting.max_bytes, place, "the line")
            empty = False
            continue
        if number == 1:
            if line.startswith(_UTF16):
                yield Problem(location, "JSON lines must be UTF-8, and this is UTF-16.", "Save it again as UTF-8.")
                return
            line = line.removeprefix(_BOM)
        if not (line := line.strip()):
            continue
        if empty and line in (b"{", b"["):  # one object over many lines: every line of it would be a complaint
            whole = "it is one JSON text over several lines, and no official record that is known, or cut short."
            yield Problem(location, whole, _REMEDY, place)
            return
        empty = False
        try:
            yield from _articles_of(line, f"{name}:{number}", location, place, setting)
        except _BrokenLineError as error:
            yield Problem(location, str(error), error.remedy, place)
    if empty:
        yield Problem(location, "it is empty: no JSON line was found.", _REMEDY)


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines; ``None`` in place of one that is longer than ``limit`` bytes, which is skipped unread."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit or line.endswith(b"\n"):
            yield number, line
            continue
        while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
            pass
        yield number, None


def _articles_of(
    line: bytes, default_id: str, location: str, place: str, setting: Setting
) -> Iterator[Article | Problem]:
    record = _record(line)
    raw = record.get("text")
    if not isinstance(raw, str):
        raise _BrokenLineError('it has no "text", or one that is not a string.')
    if not raw.strip():
        raise _BrokenLineError('its "text" is empty.')
    id = record.get("id")
    if id is not None and (isinstance(id, bool) or not isinstance(id, str | int)):
        raise _BrokenLineError('its "id" is neither a string nor a whole number.')
    if _SURROGATE.search(raw) or _SURROGATE.search(str(id)):
        raise _BrokenLineError("it holds half a character (a lone surrogate), which no text can.", "Mend its escapes.")
    context: dict[str, str | None] = {}
    for key in _CONTEXT:
        value = record.get(key)
        if value is not None and (not isinstance(value, str) or _SURROGATE.search(value)):
            yield Problem(
                location,
                f'its "{key}" is not a string and was ignored.',
                "Give a string or leave it out.",
                place,
                False,
            )
            value = None
        context[key] = value or None
    origin = Origin(location, "jsonl", sha256(line), "utf-8", READER)
    given = text.Given(**context, spans=_spans(record, raw))
    article_id = default_id if id is None else str(id)
    yield from text.articles(raw, article_id, origin, setting, given=given, place=place)


def _record(line: bytes) -> Mapping[str, Any]:
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _BrokenLineError(f"byte {error.start} of it is not UTF-8.", "Save the file again as UTF-8.") from None
    except json.JSONDecodeError as error:
        raise _BrokenLineError(f"it is not JSON ({error.msg}, character {error.pos + 1}).") from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, or brackets nested as deep
        raise _BrokenLineError(f"it is not usable JSON ({type(error).__name__}).") from None
    if not isinstance(record, dict):
        raise _BrokenLineError("it is JSON, but not an object.")
    return record


def _spans(record: Mapping[str, Any], raw: str) -> Spans | None:
    if "actor_span" not in record and "recipient_span" not in record:
        return None
    return _span(record, "actor_span", raw), _span(record, "recipient_span", raw)


def _span(record: Mapping[str, Any], key: str, raw: str) -> tuple[int, int] | None:
    value = record.get(key)
    if value is None:
        return None
    if (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(n, int) and not isinstance(n, bool) for n in value)
        and 0 <= value[0] < value[1] <= len(raw)
    ):
        return value[0], value[1]
    raise _BrokenLineError(
        f'its "{key}" {value!r:.60} is no stretch of its text, which has {len(raw)} characters.',
        "Give [start, end] in characters, with start before end.",
    )
