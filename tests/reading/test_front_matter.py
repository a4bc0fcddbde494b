"""Facts at the top of a text file."""

from datetime import date
from pathlib import Path

from tests.reading.pages import check_blocks, kinds, messages, of_kind, read_all, read_text

DISPATCH = """---
title: Board approves the rail loan
date: 2026-02-10
outlet: Example Dispatch
url: https://example.org/rail-loan
genre: release
byline: A. Writer
rights: written for this test
language: en
sources: https://example.org/a
  - https://example.org/b
---
Board approves the rail loan

STRELSAU, Feb 10 - The board of the development bank approved the loan for the rail line.
"""


def test_front_matter_fills_the_article_and_is_labelled_meta(tmp_path: Path) -> None:
    article = read_text(tmp_path, DISPATCH)
    check_blocks(article)
    assert article.title == "Board approves the rail loan"
    assert article.published.start == date(2026, 2, 10)
    assert article.outlet == "Example Dispatch"
    assert article.url == "https://example.org/rail-loan"
    assert article.genre == "release"
    assert article.byline == "A. Writer"
    assert article.rights == "written for this test"
    assert [kind for kind, _ in kinds(article)] == ["meta", "headline", "dateline", "body"]
    assert of_kind(article, "meta")[0].startswith("---\ntitle")
    assert of_kind(article, "dateline") == ["STRELSAU, Feb 10 -"]


def test_front_matter_with_windows_line_ends(tmp_path: Path) -> None:
    article = read_text(tmp_path, DISPATCH.replace("\n", "\r\n").encode())
    assert article.published.start == date(2026, 2, 10)
    assert [kind for kind, _ in kinds(article)] == ["meta", "headline", "dateline", "body"]


def test_a_date_that_is_none_is_reported_and_the_article_undated(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DISPATCH.replace("2026-02-10", "last Tuesday"))
    articles, problems = read_all(tmp_path / "a.txt")
    assert articles[0].published.start is None
    assert "'last Tuesday' is not a calendar date" in str(problems[0])
    assert not problems[0].fatal


def test_an_unknown_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DISPATCH.replace("date:", "dat:"))
    articles, problems = read_all(tmp_path / "a.txt")
    assert articles[0].published.start is None
    assert "'dat'" in messages(problems)
    assert "date" in problems[0].remedy


def test_an_unknown_genre_is_reported_with_those_that_exist(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DISPATCH.replace("genre: release", "genre: satire"))
    articles, problems = read_all(tmp_path / "a.txt")
    assert articles[0].genre == "report"
    assert "opinion" in problems[0].remedy


def test_a_rule_of_hyphens_is_no_front_matter(tmp_path: Path) -> None:
    article = read_text(
        tmp_path, "---\nThe ministers met on Monday and agreed on a date.\n---\nThey will meet again.\n"
    )
    assert not of_kind(article, "meta")


def test_the_hyphens_may_be_left_out_where_every_line_is_a_known_key_and_one_a_date(tmp_path: Path) -> None:
    bare = (
        DISPATCH.replace("---\n", "")
        .replace("  - https://example.org/b\n", "")
        .replace("Board approves the rail loan\n\n", "\nBoard approves the rail loan\n\n")
    )
    article = read_text(tmp_path, bare)
    check_blocks(article)
    assert (article.outlet, article.genre, article.published.start) == (
        "Example Dispatch",
        "release",
        date(2026, 2, 10),
    )
    assert [kind for kind, _ in kinds(article)] == ["meta", "headline", "dateline", "body"]
    for text in (
        "Title: of a play\nDate: unknown to us\nNobody came to the harbour.\n",
        "Date: 3 May\n\nThe rail loan.\n",
    ):
        assert "meta" not in [kind for kind, _ in kinds(read_text(tmp_path, text))]
