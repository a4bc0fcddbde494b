"""An HTML page to one article: the product renders it, trafilatura says which of its lines are the article.

``raw`` is the rendering (``rendering``). trafilatura's text is aligned to it; the lines it holds are body or
subheads, the others furniture, whose kind comes from the furniture rules and the page's own elements.
"""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from deedbook.reading import dateline, dating, genre, language, printed_date
from deedbook.reading.alignment import align
from deedbook.reading.labels import Labels
from deedbook.reading.layout import is_prose
from deedbook.reading.printed_date import PrintedDate
from deedbook.reading.rendering import HEADINGS, VERSION, Line, Rendering, render
from deedbook.reading.setting import CODED_BLOCKS, Setting
from deedbook.records import Article, Block, Interval, Origin, Problem
from deedbook.records.article import BlockKind

READER = f"deedbook rendering {VERSION}"
_NAVIGATION = frozenset({"nav", "menu", "header", "footer", "aside", "button", "form", "select"})
_LEAST_WORDS = 20  # fewer than this many words are no article
_HELD = 0.5  # share of a line's words that the extraction must hold
_MONTHLY = re.compile(
    r"\d|\b(?:January|February|March|April|June|July|August|September|October|November|December)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What trafilatura says of a page: main text and readers' comments, one paragraph a line, and its metadata."""

    text: str
    comments: str
    title: str | None = None
    author: str | None = None
    date: str | None = None
    sitename: str | None = None
    url: str | None = None
    host: str | None = None
    sections: tuple[str, ...] = ()


def extract(html: str, url: str | None = None) -> Extraction | None:
    """trafilatura's view of a page, or ``None`` where it sees no article.

    Dates come from meta tags, JSON-LD and time elements only (htmldate without its extensive search, which guesses
    and calls dateparser), with a far limit, so that a date in the future is seen and can be reported."""
    settings = {"extensive_search": False, "original_date": True, "max_date": "2199-12-31", "min_date": "1980-01-01"}
    try:
        found = _trafilatura()(
            html.replace("\0", ""), url=url, with_metadata=True, include_comments=True, date_extraction_params=settings
        )
    except Exception:  # whatever a page may break in the extractor, its text still is stored, as furniture
        return None
    if found is None:
        return None
    return Extraction(
        found.text or "",
        found.comments or "",
        found.title,
        found.author,
        found.date,
        found.sitename,
        found.url,
        found.hostname,
        tuple(found.categories or ()),
    )


@cache
def _trafilatura() -> Callable[..., Any]:
    from trafilatura import bare_extraction

    for name in ("trafilatura", "htmldate", "courlan"):
        # Their complaints about single pages would reach the user's terminal beside our own.
        logging.getLogger(name).addHandler(logging.NullHandler())
    return bare_extraction


def articles(
    html: str, id: str, origin: Origin, setting: Setting, *, url: str | None = None
) -> Iterator[Article | Problem]:
    """The article on a page. A page on which none is found yields a problem and the page as furniture only."""
    source = origin.location
    rendering = render(html)
    if not rendering.text:
        yield Problem(source, "the page shows no text.", "Save the page again when it has loaded.")
        return
    if rendering.cut_off:
        yield Problem(
            source,
            "its elements are nested too deeply to be read to the end; what was read is used.",
            "Save the article's text as a text file.",
            fatal=False,
        )
    found = extract(html, url)
    kinds, dates = _label(rendering, found, setting.labels)
    lines = [rendering.text[line.start : line.end] for line in rendering.lines]
    blocks = tuple(_blocks(rendering, kinds, setting.labels))
    coded = "\n".join(rendering.text[b.start : b.end] for b in blocks if b.kind in CODED_BLOCKS)
    if "body" not in kinds:
        yield Problem(
            source,
            "no article was found on the page; its text is kept as furniture and nothing in it is coded.",
            "Give the article's own page, or save its text as a text file.",
            fatal=False,
        )
    headline = next((text for text, kind in zip(lines, kinds, strict=True) if kind == "headline"), None)
    published, problems = _published(found, dates or dateline.dates(rendering.text, blocks), source, setting)
    yield from problems
    address = (found and found.url) or url
    known = setting.labels.outlets.of_host(found.host if found else None)
    outlet = known[0] if known else found.sitename if found else None
    notices = [text for text, kind in zip(lines, kinds, strict=True) if kind not in CODED_BLOCKS]
    yield Article(
        id=id,
        raw=rendering.text,
        blocks=blocks,
        origin=origin,
        url=address,
        outlet=outlet,
        genre=genre.genre_of(
            setting.labels,
            headline=headline or (found.title if found else None),
            sections=found.sections if found else (),
            notices=notices,
            text=coded,
            url=address,
            outlet=outlet,
        ),
        title=headline or (found.title if found else None),
        byline=_author(found, outlet),
        published=published,
        language=language.recognise(coded or rendering.text, rendering.language_hint),
    )


def _published(
    found: Extraction | None, dates: Sequence[PrintedDate], source: str, setting: Setting
) -> tuple[Interval, tuple[Problem, ...]]:
    if found and found.date:
        return dating.from_given(found.date, source, setting)
    return dating.from_printed(dates, source, setting)


def _author(found: Extraction | None, outlet: str | None) -> str | None:
    """The author as trafilatura has it, without dates and the outlet's own name, which it often takes for one."""
    names = [name.strip() for name in (found.author or "").split(";")] if found else []
    kept = [n for n in names if n and not _MONTHLY.search(n) and n.casefold() != (outlet or "").casefold()]
    return "; ".join(kept) or None


def _label(rendering: Rendering, found: Extraction | None, labels: Labels) -> tuple[list[BlockKind], list[PrintedDate]]:
    lines = rendering.lines
    texts = [rendering.text[line.start : line.end] for line in lines]
    body = align(found.text, rendering) if found else None
    if body is None or body.aligned < _LEAST_WORDS:
        return [_furniture(line, labels.kind_of(text)) for line, text in zip(lines, texts, strict=True)], []
    talk = align(found.comments, rendering).shares if found and found.comments else (0.0,) * len(lines)
    first = next((i for i, share in enumerate(body.shares) if share >= _HELD and "h1" not in lines[i].places), 0)
    headline = _headline(lines, texts, found.title if found else None, first)
    kinds: list[BlockKind] = []
    dates: list[PrintedDate] = []
    for index, (line, text) in enumerate(zip(lines, texts, strict=True)):
        rule = labels.kind_of(text)
        held = body.shares[index] >= _HELD and not (headline is not None and _above(index, texts, headline))
        dated = printed_date.find(text) if index < first + 3 else None
        if index == headline:
            kinds.append("headline")
        elif dated and not is_prose(text):
            kinds.append("byline" if held and dated.rest else "date")
            dates.append(dated)
        elif held and rule in (None, "source", "comments"):
            kinds.append(_content(line, text))
        elif talk[index] >= _HELD:
            kinds.append("comments")
        else:
            kinds.append(_furniture(line, rule))
    return kinds, dates


def _above(index: int, texts: Sequence[str], headline: int) -> bool:
    """A repetition of the headline, whole or cut short, or what stands above it without being prose."""
    bare = _bare(texts[index])
    repeats = len(bare) >= 20 and _bare(texts[headline]).startswith(bare)
    return repeats or texts[index] == texts[headline] or (index < headline and not is_prose(texts[index]))


def _content(line: Line, text: str) -> BlockKind:
    # Slide shows tell their story in captions: prose that the extraction holds is text there too.
    if line.places & {"figcaption", "caption"} and not is_prose(text):
        return "caption"
    return "subhead" if line.places & HEADINGS else "body"


def _furniture(line: Line, rule: BlockKind | None) -> BlockKind:
    if rule is not None:
        return rule
    if "figcaption" in line.places:
        return "caption"
    return "navigation" if line.places & _NAVIGATION else "furniture"


def _headline(lines: Sequence[Line], texts: Sequence[str], title: str | None, first: int) -> int | None:
    """The line that the page's title repeats, a first-level heading before others, the nearest above the body."""
    wanted = _bare(title or "")
    scored = []
    for index, text in enumerate(texts):
        bare = _bare(text)
        alike = len(bare) >= 8 and bool(wanted) and (bare in wanted or wanted in bare)
        alike = alike and 2 * min(len(bare), len(wanted)) >= max(len(bare), len(wanted))
        heading = "h1" in lines[index].places
        if alike or heading:
            scored.append((alike, heading, index <= first, -abs(first - index), index))
    return max(scored)[-1] if scored else None


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _blocks(rendering: Rendering, kinds: Sequence[BlockKind], labels: Labels) -> Iterator[Block]:
    texts = [rendering.text[line.start : line.end] for line in rendering.lines]
    spoken = dateline.speaker_labels(text for text, kind in zip(texts, kinds, strict=True) if kind == "body")
    first = True
    for line, text, kind in zip(rendering.lines, texts, kinds, strict=True):
        start = line.start
        if kind == "body":
            length = dateline.prefix_length(text, labels, first=first, spoken=spoken)
            first = False
            if length:
                yield Block("dateline", start, start + len(text[:length].rstrip()))
                start += length
        yield Block(kind, start, line.end)
