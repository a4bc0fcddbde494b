"""The texts that labels point into, decoded so that an offset always means the same character.

No text is kept here: a label names a file below the shared folder, offsets into its decoded text and eight hex digits
of the sentence's SHA-256; :func:`documents` decodes the files again."""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from deedbook.coding.sentences import sentences, split
from deedbook.reading import read
from deedbook.records import Article

_DCT = re.compile(r'DCTVALUE="(\d{4}-\d{2}-\d{2})')


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


def sha8(text: str) -> str:
    """First eight hex digits of the SHA-256 of a sentence."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]


def lines(shared: Path, source: str) -> Iterator[Line]:
    """All sentences of one source: ``reuters``, ``html``, ``polnear``, ``ecbplus`` or ``timex``."""
    yield from {"reuters": _reuters, "html": _html, "polnear": _polnear, "ecbplus": _ecbplus, "timex": _timex}[source](
        shared
    )


def _articles(shared: Path, paths: list[Path], decoding: str) -> Iterator[Line]:
    for article in read([str(p) for p in paths]):
        if not isinstance(article, Article) or article.language != "en":
            continue
        place = Path(article.origin.location)
        number = article.id.partition("#")[2]
        name = f"{place.relative_to(shared)}" + (f"#{number}" if number else "")
        previous = ""
        for sentence in sentences(article):
            text = article.raw[sentence.start : sentence.end]
            yield Line(
                name,
                sentence.start,
                sentence.end,
                decoding,
                text,
                article.published.start,
                article.title or "",
                previous,
            )
            previous = text


def _reuters(shared: Path) -> Iterator[Line]:
    paths = sorted((shared / "corpora" / "reuters21578").glob("*.sgm"))
    return _articles(shared, paths, "Article.raw of deedbook's Reuters reader")


def _html(shared: Path) -> Iterator[Line]:
    paths = sorted((shared / "corpora" / "html").glob("*.html"))
    return _articles(shared, paths, "Article.raw of deedbook's HTML renderer 1")


def _plain(file: str, text: str, decoding: str, published: date | None, title: str) -> Iterator[Line]:
    previous = ""
    for start, end in split(text):
        yield Line(file, start, end, decoding, text[start:end], published, title, previous)
        previous = text[start:end]


def _polnear(shared: Path) -> Iterator[Line]:
    folder = shared / "gold" / "polnear"
    dates = {}
    with (folder / "metadata.tsv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            dates[row["filename"]] = row["publication_date"]
    for path in sorted((folder / "train" / "text").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        stated = next((d for name, d in dates.items() if path.stem.startswith(name)), path.stem.split("_")[1])
        day = date.fromisoformat(stated) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", stated) else None
        title = text.split("\n", 1)[0]
        yield from _plain(str(path.relative_to(shared)), text, "UTF-8, as it stands", day, title)


def _ecbplus(shared: Path) -> Iterator[Line]:
    for path in sorted((shared / "gold" / "ecbplus" / "xml").rglob("*.xml")):
        by_sentence: dict[str, list[str]] = {}
        for token in ElementTree.parse(path).getroot().iter("token"):
            by_sentence.setdefault(token.get("sentence", ""), []).append(token.text or "")
        text = "\n\n".join(" ".join(tokens) for tokens in by_sentence.values())
        title = text.split("\n", 1)[0]
        yield from _plain(
            str(path.relative_to(shared)), text, "tokens joined by a space, sentences by an empty line", None, title
        )


def _timex(shared: Path) -> Iterator[Line]:
    for path in sorted((shared / "gold" / "timex").rglob("*.tsv")):
        number, published, tokens = 0, None, list[str]()
        decoding = "document after its DCTVALUE line: tokens joined by a space"
        for row in [*path.read_text(encoding="utf-8").split("\n"), '*!-DCTVALUE=""-!*']:
            token = row.split("\t")[0].strip()
            if token.startswith("*!-DCTVALUE"):
                if tokens:
                    yield from _plain(
                        f"{path.relative_to(shared)}#{number}",
                        " ".join(tokens),
                        decoding,
                        published,
                        " ".join(tokens[:12]),
                    )
                stated = _DCT.search(token)
                number, published, tokens = number + 1, date.fromisoformat(stated[1]) if stated else None, []
            elif token:
                tokens.append(token)
