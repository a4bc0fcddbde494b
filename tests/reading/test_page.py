"""HTML pages: invented ones, and the saved pages that stand beside the project for its developers."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deedbook.reading.alignment import WORD, align
from deedbook.reading.page import extract
from deedbook.reading.rendering import render
from deedbook.records import Article
from tests.reading.pages import check_blocks, messages, of_kind, read_all

PARAGRAPHS = (
    "STRELSAU (AP) — Freedonia and Sylvania signed an accord on a rail line between their capitals on Tuesday, "
    "officials of both governments said after a ceremony in the old station.",
    "The transport minister said that the two sides would break ground before the year is out if parliament agrees to "
    "the loan, which the government has not yet asked for.",
    "Sylvania pledged 40 million crowns for the first section of the line, which is still to be approved by its "
    "finance ministry and by the regional council.",
)
PAGE = f"""<!doctype html><html lang="en"><head><title>Two states sign rail accord | The Strelsau Courier</title>
<meta property="article:published_time" content="2026-03-03T23:40:00Z">
<meta property="og:site_name" content="The Strelsau Courier"><meta name="author" content="Mira Halloran">
<link rel="canonical" href="https://courier.example/world/rail-accord"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/opinion">Opinion</a></li></ul></nav>
<article><h1>Two states sign rail accord</h1><p class="byline">By Mira Halloran</p>
<div><button>Share</button><a>Facebook</a></div><figure><img alt="x"><figcaption>Delegates in the old station.
</figcaption></figure><p>{PARAGRAPHS[0]}</p><h2>What comes next for the line</h2><p>{PARAGRAPHS[1]}</p>
<p>{PARAGRAPHS[2]}</p></article><aside><p>Most read</p><p>Why the old line was closed</p></aside>
<footer><p>© 2026 The Strelsau Courier</p></footer></body></html>"""


def _read(folder: Path, page: str) -> Article:
    (folder / "page.html").write_text(page)
    articles, problems = read_all(folder / "page.html")
    assert not problems, messages(problems)
    return articles[0]


def test_the_article_is_labelled_on_the_page(tmp_path: Path) -> None:
    article = _read(tmp_path, PAGE)
    check_blocks(article)
    assert of_kind(article, "headline") == ["Two states sign rail accord"]
    assert of_kind(article, "dateline") == ["STRELSAU (AP) —"]
    assert of_kind(article, "body") == [PARAGRAPHS[0].partition("— ")[2], *PARAGRAPHS[1:]]
    assert of_kind(article, "subhead") == ["What comes next for the line"]
    assert of_kind(article, "caption") == ["Delegates in the old station."]
    assert of_kind(article, "byline") == ["By Mira Halloran"]
    assert "Home" in of_kind(article, "navigation")
    assert of_kind(article, "outlet") == ["© 2026 The Strelsau Courier"]


def test_metadata_comes_from_the_page_and_the_date_is_the_day_it_prints(tmp_path: Path) -> None:
    article = _read(tmp_path, PAGE)
    assert article.published.start == article.published.end == date(2026, 3, 3)
    assert article.published.basis == "explicit"
    assert article.outlet == "The Strelsau Courier"
    assert article.byline == "Mira Halloran"
    assert article.url == "https://courier.example/world/rail-accord"
    assert article.origin.format == "html"
    assert article.origin.reader.startswith("deedbook rendering")


def test_a_menu_that_offers_opinion_does_not_make_a_report_one(tmp_path: Path) -> None:
    assert _read(tmp_path, PAGE).genre == "report"
    opinion = PAGE.replace("courier.example/world/", "courier.example/opinion/")
    assert _read(tmp_path, opinion).genre == "opinion"


def test_a_page_dated_in_the_future_is_undated_and_said(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE.replace("2026-03-03", "2027-03-03"))
    articles, problems = read_all(tmp_path / "page.html")
    assert articles[0].published.start is None
    assert "2027-03-03 lies after today" in messages(problems)


def test_a_page_without_an_article_is_kept_as_furniture_and_said(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        "<html><body><nav><a>Home</a></nav><form><input><button>Search</button></form></body></html>"
    )
    articles, problems = read_all(tmp_path / "page.html")
    assert [p.fatal for p in problems] == [False]
    assert "no article was found" in problems[0].message
    assert not of_kind(articles[0], "body", "headline", "subhead")
    check_blocks(articles[0])


def test_a_french_page_is_known_as_french(tmp_path: Path) -> None:
    text = "Les deux ministres ont signé l'accord lundi dans la capitale, selon le gouvernement de la région. "
    article = _read(
        tmp_path, f"<html><body><h1>Un accord est signé</h1><p>{text * 3}</p><p>{text * 2}</p></body></html>"
    )
    assert article.language == "fr"


_PIECES = st.sampled_from(
    ["<p>", "</p>", "<h1>", "</h1>", "<article>", "<div>", "<br>", "<li>", "<table><tr><td>", "&amp;", *PARAGRAPHS]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=30)), min_size=1, max_size=20))
def test_blocks_cover_any_page(tmp_path: Path, pieces: list[str]) -> None:
    (tmp_path / "page.html").write_bytes("".join(pieces).encode())
    articles, problems = read_all(tmp_path / "page.html")
    assert articles or problems
    for article in articles:
        check_blocks(article)


def _pages(shared: Path) -> list[Path]:
    return sorted((shared / "corpora" / "html").glob("*.html"))


def test_all_saved_pages_are_read_with_whole_blocks(shared: Path) -> None:
    for file in _pages(shared):
        articles, problems = read_all(file)
        assert len(articles) == 1, file.name
        assert not problems, messages(problems)
        check_blocks(articles[0])
        assert len(of_kind(articles[0], "headline")) == 1, file.name
        assert articles[0].published.start, file.name


def test_languages_of_saved_pages_are_recognised(shared: Path) -> None:
    other = {
        "Kommersant_2025_05_14.html": "ru",
        "cached-httpswebarchiveorgwebhttpsnaibaatpkamp2022040849027.html": "ur",
    }
    for file in _pages(shared):
        articles, _ = read_all(file)
        assert articles[0].language == other.get(file.name, "en"), file.name


def test_98_of_100_extracted_words_align_on_every_saved_page(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By this product's own alignment, and by the standard library's over words split at white space."""
    from trafilatura import extract as plain_extract

    figures = []
    for file in _pages(shared):
        html = file.read_bytes().decode("utf-8")
        rendering = render(html)
        found = extract(html)
        assert found
        alignment = align(f"{found.text}\n{found.comments}", rendering)
        wanted = [w for w in (plain_extract(html) or "").split() if WORD.search(w)]
        matcher = SequenceMatcher(None, wanted, rendering.text.split(), autojunk=False)
        same = sum(block.size for block in matcher.get_matching_blocks())
        figures.append((alignment.aligned / alignment.total, same / len(wanted), file.name))
    print("\n".join(f"{own:.4f} {plain:.4f} {name}" for own, plain, name in figures))
    assert min(own for own, _, _ in figures) >= 0.98
    assert min(plain for _, plain, _ in figures) >= 0.98


def _gold_texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for item in node:
            yield from _gold_texts(item)
    elif isinstance(node, dict):
        for key in ("summary", "sections", "headline", "paragraphs"):
            yield from _gold_texts(node.get(key, []))


def _gold_bodies(record: dict[str, Any]) -> list[Counter[str]]:
    """The page's body as words; one record holds the bodies of several pages of the same outlet."""
    bodies = [record[key] for key in ("body", "articleBody") if key in record]
    bodies = bodies or [entry["body"] for entry in record.values()]
    return [Counter(WORD.findall(" ".join(_gold_texts(body)))) for body in bodies]


def test_labelled_body_agrees_with_the_expected_text(shared: Path) -> None:
    """Words of body, subheads and datelines against the pages' gold bodies; figures in docs/reading.md."""
    right = labelled = expected = 0
    for gold in sorted((shared / "corpora" / "html" / "gold").glob("*.json")):
        articles, _ = read_all(gold.parent.parent / gold.name.removesuffix(".json"))
        words = Counter(WORD.findall(" ".join(of_kind(articles[0], "body", "subhead", "dateline"))))
        body = max(_gold_bodies(json.loads(gold.read_text())), key=lambda gold_words: (gold_words & words).total())
        right += (body & words).total()
        labelled += words.total()
        expected += body.total()
        print(
            f"{(body & words).total() / max(1, words.total()):.3f} "
            f"{(body & words).total() / max(1, body.total()):.3f} {gold.name}"
        )
    print(f"precision {right / labelled:.4f}, recall {right / expected:.4f}")
    assert right / labelled > 0.93
    assert right / expected > 0.93
