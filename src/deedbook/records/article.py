"""What reading yields: an article, its labelled blocks, and the problems met on the way."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Literal

Basis = Literal["explicit", "relative", "publication", "none"]
Genre = Literal["report", "opinion", "interview", "release", "record"]
BlockKind = Literal[
    "meta",
    "headline",
    "subhead",
    "dateline",
    "byline",
    "date",
    "body",
    "caption",
    "share",
    "outlet",
    "comments",
    "navigation",
    "source",
    "furniture",
]


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of code points in ``Article.raw``: ``0 <= start <= end <= len(raw)``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Interval:
    """Closed interval of days; an end that is ``None`` is open. ``basis`` says where it comes from."""

    start: date | None = None
    end: date | None = None
    basis: Basis = "none"


@dataclass(frozen=True, slots=True)
class Block:
    """A labelled stretch of ``raw``. Blocks do not overlap and come in order of ``start``; what no block covers
    is white space. Only ``headline``, ``subhead`` and ``body`` blocks are coded; everything else is furniture."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Origin:
    """How and from where an article was read.

    ``location`` is the path or address as given; ``bytes_sha256`` the hash of the bytes read; ``decoding`` the codec
    that was used; ``reader`` the reader's name and version (for HTML: the renderer's). ``json``, ``xml``, ``csv``:
    a register's file, of which the text is our rendering."""

    location: str
    format: Literal["text", "html", "jsonl", "reuters-sgml", "json", "xml", "csv"]
    bytes_sha256: str
    decoding: str
    reader: str


@dataclass(frozen=True, slots=True)
class Article:
    """One report as it was saved. ``raw`` is never edited; ``blocks`` label it.

    ``id`` is the name that the source gives (a JSON line's ``id``, a file's name, ``file.sgm#NEWID``, an address);
    ``key`` identifies the same text wherever it is read from. ``language`` is ISO 639-1 or ``und``.
    ``published.basis`` is ``none`` for an undated article."""

    id: str
    raw: str
    blocks: tuple[Block, ...]
    origin: Origin
    url: str | None = None
    outlet: str | None = None
    genre: Genre = "report"
    title: str | None = None
    byline: str | None = None
    published: Interval = Interval()
    language: str = "en"
    rights: str | None = None
    previous: str | None = None  # context that is not part of the text (JSON lines: "previous")
    # Given-pair mode: (start, end) of actor and recipient in raw, either may be None; the whole text is one body block.
    given: tuple[tuple[int, int] | None, tuple[int, int] | None] | None = None

    @property
    def key(self) -> str:
        """First 16 hex digits of SHA-256 over text, outlet and publication date: the ledger's identity."""
        parts = (self.raw, self.outlet or "", str(self.published.start or ""))
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Problem:
    """An input that could not be used, in words for the person who gave it.

    ``source`` names the input, ``place`` the spot in it (``line 3``), ``message`` what is wrong and what was expected,
    ``remedy`` what to do. ``fatal`` is False where the input was used in part or is only counted as unread."""

    source: str
    message: str
    remedy: str
    place: str | None = None
    fatal: bool = True

    def __str__(self) -> str:
        where = f"{self.source}, {self.place}" if self.place else self.source
        return f"{where}: {self.message} {self.remedy}".rstrip()
