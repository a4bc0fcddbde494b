"""Pages, invented for these tests, as somebody might save them from a browser, and checks on what reading makes of
them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from deedbook.reading import read
from deedbook.records import Article, Problem

TODAY = date(2026, 11, 22)

SAVED_PAGE = """Home > World > Asia
Freedonia and Sylvania Sign Rail Accord
Ministers call the deal a first step, critics see few details
Mira Halloran
Tue Mar 03 2026
facebook twitter whatsapp
Share this article

STRELSAU: Freedonia and Sylvania signed an accord on a rail line between their capitals on Tuesday, officials said.

Freedonia's transport minister said the two sides "will break ground before the year is out" if parliament agrees.
Rail Accord Freedonia Sylvania Ministers
Delegates shake hands after the ceremony in Strelsau on March 3, 2026. — AFP/File
What comes next for the line
Sylvania pledged 40 million crowns for the first section, which is still to be approved by its finance ministry.

ADVERTISEMENT
Also read: Why the old line was closed

Published in The Strelsau Courier, March 4th, 2026
The Strelsau Courier news desk brings you reliable coverage of the region around the clock.
Copyright © 2026
Comments (2)
Great news for travellers.
We will believe it when we see it.
"""

OPINION_PAGE = """Opinion
The rail accord is worth less than its paper
By Tom Alvey
The accord that was signed on Tuesday promises much and binds nobody, as anyone who reads its third article can see.
Neither side has said who pays, and neither has asked its parliament for the money that the line would need.
The writer is a former railway engineer.
"""


def read_all(*sources: str | Path, **options: object) -> tuple[list[Article], list[Problem]]:
    found = list(read([str(s) for s in sources], today=TODAY, **options))  # type: ignore[arg-type]
    return [a for a in found if isinstance(a, Article)], [p for p in found if isinstance(p, Problem)]


def read_text(folder: Path, text: str | bytes, name: str = "page.txt") -> Article:
    """The one article of a file with this content; it must be read without a problem."""
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    articles, problems = read_all(file)
    assert not problems, problems
    assert len(articles) == 1
    return articles[0]


def kinds(article: Article) -> list[tuple[str, str]]:
    return [(b.kind, article.raw[b.start : b.end]) for b in article.blocks]


def of_kind(article: Article, *names: str) -> list[str]:
    return [text for kind, text in kinds(article) if kind in names]


def check_blocks(article: Article) -> None:
    """Blocks are in order, do not overlap, are not empty, and all between them is white space."""
    reached = 0
    for block in article.blocks:
        assert reached <= block.start < block.end <= len(article.raw), (article.id, block)
        assert not article.raw[reached : block.start].strip(), (article.id, article.raw[reached : block.start])
        text = article.raw[block.start : block.end]
        assert text == text.strip(), (article.id, block)
        reached = block.end
    assert not article.raw[reached:].strip(), article.id


def messages(problems: Sequence[Problem]) -> str:
    return "\n".join(map(str, problems))
