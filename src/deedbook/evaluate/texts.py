"""The texts that labels point into, decoded so that an offset always means the same character.

No text is kept here: a label names a file below the shared folder, offsets into its decoded text and eight hex digits
of the sentence's SHA-256; :func:`documents` decodes the file again. The file's ending says how."""

import csv
import hashlib
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from xml.etree import ElementTree

from deedbook.coding.sentences import split
from deedbook.evaluate.gold import GoldError
from deedbook.reading import CODED_BLOCKS, read
from deedbook.records import Article

SOURCES: Mapping[str, str] = {
    "reuters": "corpora/reuters21578/*.sgm",
    "html": "corpora/html/*.html",
    "polnear": "gold/polnear/train/text/*.txt",
    "ecbplus": "gold/ecbplus/xml/**/*.xml",
    "timex": "gold/timex/**/*.tsv",
    "plv": "gold/plv/PLV_train.tsv",
}
_DCT = re.compile(r'DCTVALUE="(\d{4}-\d{2}-\d{2})')
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_IN_NAME = re.compile(r"_(\d{4}-\d{2}-\d{2})_")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence: ``file`` as labels name it (``path#number`` within a collection), offsets into the decoded text,
    ``decoding`` in words, the sentence's own text, and the context a reader needs."""

    file: str
    start: int
    end: int
    decoding: str
    text: str
    published: date | None
    title: str
    previous: str

    @property
    def sha8(self) -> str:
        return sha8(self.text)


@dataclass(frozen=True)
class Document:
    """One decoded text; ``blocks`` are the stretches of it that hold sentences."""

    file: str
    text: str
    decoding: str
    published: date | None
    title: str
    blocks: tuple[tuple[int, int], ...]

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        return tuple(s for start, end in self.blocks for s in split(self.text[start:end], start))

    def line(self, start: int, end: int) -> Line:
        """The sentence at ``text[start:end]`` with the last one that ends before it."""
        before = next(((a, b) for a, b in reversed(self.sentences) if b <= start), (0, 0))
        text, previous = self.text[start:end], self.text[slice(*before)]
        return Line(self.file, start, end, self.decoding, text, self.published, self.title, previous)


def sha8(text: str) -> str:
    """First eight hex digits of the SHA-256 of a sentence."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]


def lines(shared: Path, source: str) -> Iterator[Line]:
    """All sentences of one source: one of the keys of ``SOURCES``."""
    for path in sorted(shared.glob(SOURCES[source])):
        for document in documents(shared, path.relative_to(shared).as_posix()):
            for start, end in document.sentences:
                yield document.line(start, end)


def documents(shared: Path, path: str, wanted: Container[str] | None = None) -> Iterator[Document]:
    """The documents of the file at ``path`` below ``shared``; with ``wanted`` only those whose ``file`` it holds.

    Raises GoldError for a file that is missing, cannot be decoded, or has an ending that no decoding belongs to."""
    place = shared / path
    kind = _KINDS.get(place.suffix)
    if kind is None:
        raise GoldError(f"{place}: no decoding belongs to its ending. Give a file that ends in {', '.join(_KINDS)}.")
    try:
        for document in kind(place, path):
            if wanted is None or document.file in wanted:
                yield document
    except (OSError, UnicodeDecodeError, ElementTree.ParseError) as error:
        raise GoldError(f"{place}: cannot be read ({error}). Give the shared folder that the labels name.") from None


def _articles(place: Path, path: str) -> Iterator[Document]:
    if not place.exists():
        raise FileNotFoundError("no such file")
    reader = {".html": "HTML renderer 1", ".jsonl": "reader of JSON lines"}.get(place.suffix, "Reuters reader")
    for article in read([str(place)]):
        if not isinstance(article, Article) or article.language != "en":
            continue
        blocks = tuple((block.start, block.end) for block in article.blocks if block.kind in CODED_BLOCKS)
        yield Document(
            file_of(path, article),
            article.raw,
            f"Article.raw of deedbook's {reader}",
            article.published.start,
            article.title or "",
            blocks,
        )


def file_of(path: str, article: Article) -> str:
    """How labels name an article of the file at ``path``: the file, and the article's number where it holds several."""
    number = article.id.partition("#")[2]
    return path + (f"#{number}" if number else "")


def _plain(file: str, text: str, decoding: str, published: date | None, title: str) -> Document:
    return Document(file, text, decoding, published, title, ((0, len(text)),))


def _text(place: Path, path: str) -> Iterator[Document]:
    """PolNeAR's texts; their dates stand in a table beside the parts, else in the file's name."""
    text = place.read_text(encoding="utf-8")
    named = _DAY_IN_NAME.search(place.stem)
    stated = next(
        (day for name, day in _days(place.parent.parent.parent / "metadata.tsv") if place.stem.startswith(name)),
        named[1] if named else "",
    )
    day = date.fromisoformat(stated) if _DAY.fullmatch(stated) else None
    yield _plain(path, text, "UTF-8, as it stands", day, text.split("\n", 1)[0])


@lru_cache(maxsize=4)
def _days(table: Path) -> tuple[tuple[str, str], ...]:
    if not table.exists():
        return ()
    with table.open(encoding="utf-8", newline="") as rows:
        return tuple((row["filename"], row["publication_date"]) for row in csv.DictReader(rows, delimiter="\t"))


def _ecbplus(place: Path, path: str) -> Iterator[Document]:
    by_sentence: dict[str, list[str]] = {}
    for token in ElementTree.parse(place).getroot().iter("token"):
        by_sentence.setdefault(token.get("sentence", ""), []).append(token.text or "")
    text = "\n\n".join(" ".join(tokens) for tokens in by_sentence.values())
    decoding = "tokens joined by a space, sentences by an empty line"
    yield _plain(path, text, decoding, None, text.split("\n", 1)[0])


def _table(place: Path, path: str) -> Iterator[Document]:
    """A table of tokens with dates, or one of PLV's sentences."""
    return _plv(place, path) if place.parent.name == "plv" else _timex(place, path)


def _plv(place: Path, path: str) -> Iterator[Document]:
    """Every sentence by itself, without a date or a title; of several rows with one sentence the first."""
    seen: set[str] = set()
    with place.open(encoding="utf-8", newline="") as rows:
        for number, row in enumerate(csv.DictReader(rows, delimiter="\t"), 1):
            text = (row.get("sentence") or "").strip()
            if text not in seen:
                seen.add(text)
                yield _plain(f"{path}#{number}", text, "UTF-8, the row's sentence", None, "")


def _timex(place: Path, path: str) -> Iterator[Document]:
    number, published, tokens = 0, None, list[str]()
    decoding = "document after its DCTVALUE line: tokens joined by a space"
    for row in [*place.read_text(encoding="utf-8").split("\n"), '*!-DCTVALUE=""-!*']:
        token = row.split("\t")[0].strip()
        if token.startswith("*!-DCTVALUE"):
            if tokens:
                yield _plain(f"{path}#{number}", " ".join(tokens), decoding, published, " ".join(tokens[:12]))
            stated = _DCT.search(token)
            number, published, tokens = number + 1, date.fromisoformat(stated[1]) if stated else None, []
        elif token:
            tokens.append(token)


_KINDS = {".sgm": _articles, ".html": _articles, ".jsonl": _articles, ".txt": _text, ".xml": _ecbplus, ".tsv": _table}
WHOLE = tuple(ending for ending, kind in _KINDS.items() if kind is _articles)  # read as the product reads them
