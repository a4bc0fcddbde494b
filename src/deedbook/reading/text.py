"""Plain text, as somebody saved it from a page, to one article."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast, get_args

from deedbook.reading import dating, front_matter, genre, language
from deedbook.reading.layout import lay_out
from deedbook.reading.setting import CODED_BLOCKS, MAX_LINES, Setting
from deedbook.records import Article, Block, Interval, Origin, Problem
from deedbook.records.article import Genre

READER = "text 1"
_COLUMN = 80  # characters: wire services break lines before
_STOPS = (".", "!", "?", ":", "”", '"')


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of a text from outside it; wins over what the text says of itself."""

    date: str | None = None
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    previous: str | None = None
    spans: tuple[tuple[int, int] | None, tuple[int, int] | None] | None = None


def articles(
    raw: str, id: str, origin: Origin, setting: Setting, *, given: Given = Given(), place: str | None = None
) -> Iterator[Article | Problem]:
    """The article that ``raw`` is, and what is doubtful about it. ``raw`` must hold more than white space."""
    source = origin.location
    if raw.count("\n") + raw.count("\r") > MAX_LINES:
        yield Problem(
            source,
            f"it has more than {MAX_LINES:,} lines, so it is no single article and was not read.",
            "Split it into one file an article, or into JSON lines.",
            place,
        )
        return
    front = front_matter.parse(raw)
    values = dict(front.values) if front else {}
    start = front.end if front else 0
    if front and front.unknown:
        yield Problem(
            source,
            f"its front matter has a key {front.unknown[0]!r}, which means nothing here and was ignored.",
            f"Use {', '.join(sorted(front_matter.KEYS))}, or remove it.",
            place or "front matter",
            fatal=False,
        )
    title = given.title or values.get("title")
    layout = lay_out(raw, setting.labels, start=start, title=title)
    blocks = layout.blocks
    if given.spans is not None or _column(raw[start:]):
        # A given pair is about this very sentence: no part of it may be set aside. Nor is a column's line a headline.
        blocks = (Block("body", start + len(raw[start:]) - len(raw[start:].lstrip()), len(raw.rstrip())),)
    if front:
        blocks = (Block("meta", 0, len(raw[: front.end].rstrip())), *blocks)
    coded = "\n".join(raw[b.start : b.end] for b in blocks if b.kind in CODED_BLOCKS)

    problems: tuple[Problem, ...]
    if stated := given.date or values.get("date"):
        published, problems = dating.from_given(stated, source, setting, place)
    elif given.spans is None:
        published, problems = dating.from_printed(layout.dates, source, setting, place)
    else:
        published, problems = Interval(), ()
    yield from problems

    url = given.url or values.get("url") or None
    outlet = given.outlet or values.get("outlet") or _outlet_at(url, setting)
    stated_genre = values.get("genre", "")
    if stated_genre and stated_genre not in get_args(Genre):
        yield Problem(
            source,
            f"its genre {stated_genre!r} is unknown.",
            f"Use one of {', '.join(get_args(Genre))}.",
            place or "front matter",
            fatal=False,
        )
        stated_genre = ""
    yield Article(
        id=id,
        raw=raw,
        blocks=blocks,
        origin=origin,
        url=url,
        outlet=outlet,
        genre=cast(Genre, stated_genre)
        if stated_genre
        else genre.genre_of(
            setting.labels,
            headline=layout.headline or title,
            sections=layout.sections,
            notices=layout.notices,
            text=coded,
            url=url,
            outlet=outlet,
        ),
        title=title or layout.headline,
        byline=values.get("byline") or layout.byline,
        published=published,
        language=values.get("language") or language.recognise(coded or raw),
        rights=values.get("rights") or None,
        previous=given.previous,
        given=given.spans,
    )


def _column(text: str) -> bool:
    """Whether a text is one paragraph whose lines were broken to fit a column: short lines, none of which ends a
    sentence but the last, some of which go on in lower case."""
    lines = text.strip().split("\n")
    return (
        len(lines) > 1
        and all(0 < len(line) <= _COLUMN for line in lines)
        and not any(line.rstrip().endswith(_STOPS) for line in lines[:-1])
        and any(line[0].islower() for line in lines[1:])
    )


def _outlet_at(url: str | None, setting: Setting) -> str | None:
    from urllib.parse import urlsplit

    try:
        found = setting.labels.outlets.of_host(urlsplit(url or "").hostname)
    except ValueError:  # an address that is none; it is kept as given
        return None
    return found[0] if found else None
