"""Files, folders, standard input, and bad input: one clear problem each, and the rest goes on."""

import csv
import io
import os
import subprocess
import sys
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deedbook.reading import CODED_BLOCKS, read
from deedbook.records import Article, Problem
from tests.reading.pages import OPINION_PAGE, SAVED_PAGE, TODAY, check_blocks, messages, read_all

GOOD = "A Pact Is Signed\n\nThe pact was signed on Monday in the capital.\n"
PAGE = (
    f"<html><body><h1>A Pact Is Signed</h1>{'<p>The pact was signed on Monday in the capital.</p>' * 5}</body></html>"
)


def test_a_folder_is_read_below_in_order_with_relative_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("c.txt", "b/z.txt", "a.md", ".hidden/x.txt", ".y.txt", "README.md", "b/plain"):
        (tmp_path / name).write_text(GOOD)
    articles, problems = read_all(tmp_path)
    assert [a.id for a in articles] == ["a.md", "b/plain", "b/z.txt", "c.txt"]
    assert not problems


def test_a_file_is_known_by_its_suffix_or_by_its_beginning(tmp_path: Path) -> None:
    (tmp_path / "page.htm").write_text(PAGE)
    (tmp_path / "page.txt").write_text("\n<!doctype html>\n" + PAGE)
    (tmp_path / "page").write_text(PAGE)
    (tmp_path / "lines.ndjson").write_text('{"text": "The pact was signed."}')
    (tmp_path / "lines").write_text('{"text": "The pact was signed."}')
    (tmp_path / "reports").write_text('<REUTERS NEWID="1"><TEXT><BODY>A pact.</BODY></TEXT></REUTERS>')
    (tmp_path / "text").write_text(GOOD)
    articles, problems = read_all(tmp_path)
    assert not problems, messages(problems)
    assert {a.id: a.origin.format for a in articles} == {
        "lines:1": "jsonl",
        "lines.ndjson:1": "jsonl",
        "page": "html",
        "page.htm": "html",
        "page.txt": "html",
        "reports#1": "reuters-sgml",
        "text": "text",
    }


def test_a_single_file_is_named_without_its_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    articles, _ = read_all(tmp_path / "a.txt")
    assert articles[0].id == "a.txt"


def test_standard_input_is_text_or_lines() -> None:
    (article,) = read(["-"], stdin=io.StringIO(GOOD), today=TODAY)
    assert isinstance(article, Article)
    assert (article.id, article.raw) == ("stdin", GOOD)
    (article,) = read(["-"], stdin=io.BytesIO(b'{"text": "It was."}'), jsonl=True, today=TODAY)
    assert isinstance(article, Article)
    assert article.id == "stdin:1"


def test_the_time_stamp_of_a_file_dates_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    os.utime(tmp_path / "a.txt", (1_000_000_000, 1_000_000_000))
    articles, _ = read_all(tmp_path / "a.txt")
    assert articles[0].published.start is None
    assert articles[0].published.basis == "none"


def test_plain_text_is_read_without_loading_the_page_extractor(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SAVED_PAGE)
    code = (
        "import sys; from deedbook.reading import read; "
        f"assert len(list(read([{str(tmp_path / 'a.txt')!r}]))) == 1; "
        "assert not {'trafilatura', 'lxml'} & set(sys.modules), 'loaded'"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def _bad(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("empty.txt", b"", "it is empty"),
        ("blank.txt", b" \r\n\t\n", "it is empty"),
        ("mark.txt", b"\xef\xbb\xbf", "it is empty"),
        ("empty.jsonl", b"\n\n", "no JSON line"),
        ("empty.html", b"<html><body><script>x()</script></body></html>", "shows no text"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "a picture (PNG)"),
        ("cyrillic.txt", "Министры подписали соглашение. ".encode("cp1251") * 9, "encoding could not be recognised"),
        ("utf16.txt", "The pact was signed on Monday.".encode("utf-16-le"), "UTF-16 without a byte-order mark"),
    ],
)
def test_a_bad_file_is_one_problem_and_the_next_is_read(tmp_path: Path, name: str, data: bytes, expected: str) -> None:
    bad = _bad(tmp_path, name, data)
    good = _bad(tmp_path, "good.txt", GOOD.encode())
    articles, problems = read_all(bad, good)
    assert [a.id for a in articles] == ["good.txt"]
    assert len(problems) == 1, messages(problems)
    assert problems[0].source == str(bad)
    assert expected in problems[0].message
    assert problems[0].remedy
    assert problems[0].fatal
    assert "\n" not in str(problems[0])


@pytest.mark.parametrize("name", ["line.txt", "line.html", "line.jsonl", "line.sgm"])
def test_fifty_megabytes_in_one_line_are_refused_in_bounded_memory(tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("wb") as file:
        file.write(b"<REUTERS>" if name.endswith("sgm") else b'{"text": "')
        for _ in range(50):
            file.write(b"x" * 1_000_000)
    tracemalloc.start()
    articles, problems = read_all(tmp_path / name)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert not articles
    assert len(problems) == 1
    assert "larger than the limit of 20 MB" in problems[0].message
    assert peak < 90_000_000


def test_a_page_has_a_lower_limit(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body>" + "<p>word</p>" * 500_000)
    articles, problems = read_all(tmp_path / "a.html")
    assert not articles
    assert "the page is larger than the limit of 5 MB" in problems[0].message


def test_a_text_of_very_many_lines_is_refused_at_once(tmp_path: Path) -> None:
    articles, problems = read_all(_bad(tmp_path, "a.txt", b"Line of a log\n" * 100_001))
    assert not articles
    assert "more than 100,000 lines" in problems[0].message


def test_western_encoding_is_read_and_said(tmp_path: Path) -> None:
    file = _bad(tmp_path, "a.txt", "The café’s owner welcomed the pact – a first – on Monday.".encode("cp1252"))
    articles, problems = read_all(file)
    assert articles[0].raw == "The café’s owner welcomed the pact – a first – on Monday."
    assert articles[0].origin.decoding == "cp1252"
    assert [p.fatal for p in problems] == [False]


@pytest.mark.parametrize("line", ["2027-01-02", "January 2, 2027", "Published: Sat 2 Jan 2027 10:00 GMT"])
def test_a_date_in_the_future_is_named_and_not_used(tmp_path: Path, line: str) -> None:
    file = _bad(tmp_path, "a.txt", f"A Pact Is Signed\n{line}\n\nThe pact was signed on Monday.\n".encode())
    articles, problems = read_all(file)
    assert articles[0].published.start is None
    assert len(problems) == 1
    assert "2027-01-02 lies after today (2026-11-22)" in problems[0].message
    assert not problems[0].fatal


def test_a_date_that_can_be_read_in_two_ways_is_named_and_not_used(tmp_path: Path) -> None:
    file = _bad(tmp_path, "a.txt", b"A Pact Is Signed\n08/11/2025\n\nThe pact was signed on Monday.\n")
    articles, problems = read_all(file)
    assert articles[0].published.start is None
    assert "'08/11/2025' can be read in two ways" in problems[0].message


def test_today_is_not_the_future(tmp_path: Path) -> None:
    file = _bad(tmp_path, "a.txt", b"A Pact Is Signed\n22 November 2026\n\nThe pact was signed on Sunday.\n")
    articles, problems = read_all(file)
    assert not problems
    assert articles[0].published.start == date(2026, 11, 22)


def test_paths_that_cannot_be_read_are_one_problem_each(tmp_path: Path) -> None:
    good = _bad(tmp_path, "good.txt", GOOD.encode())
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "circle.txt").symlink_to(tmp_path / "circle.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    bad = [
        tmp_path / "missing",
        tmp_path / "dangling.txt",
        tmp_path / "circle.txt",
        tmp_path / "pipe.txt",
        good / "below.txt",
        tmp_path / ("x" * 300),
        f"{tmp_path}/nul\0",
    ]
    articles, problems = read_all(*bad, good)
    assert [a.id for a in articles] == ["good.txt"]
    assert [p.source for p in problems] == [str(path) for path in bad]
    assert all(p.fatal for p in problems)
    text = messages(problems)
    for reason in ("no such file", "lead in a circle", "no regular file", "not a folder", "name is too long"):
        assert reason in text


def test_bad_files_in_a_folder_do_not_stop_it(tmp_path: Path) -> None:
    for name in ("a.txt", "z.txt"):
        _bad(tmp_path, name, GOOD.encode())
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone.txt")
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "up").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    _bad(tmp_path, "picture.png", b"\x89PNG")
    articles, problems = read_all(tmp_path)
    assert [a.id for a in articles] == ["a.txt", "z.txt"]
    assert [Path(p.source).name for p in problems] == ["dangling.txt", "up", "picture.png", "pipe.txt"]
    assert [p.fatal for p in problems] == [True, False, False, True]


def test_an_empty_folder_is_reported(tmp_path: Path) -> None:
    articles, problems = read_all(tmp_path)
    assert not articles
    assert "folder is empty" in problems[0].message


def test_a_file_that_vanishes_while_its_folder_is_read_is_a_problem(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        _bad(tmp_path, name, GOOD.encode())
    found = read([str(tmp_path)], today=TODAY)
    first = next(found)
    (tmp_path / "b.txt").unlink()
    rest = list(found)
    assert isinstance(first, Article)
    assert [type(f) for f in rest] == [Problem, Article]


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind the superuser")
def test_a_folder_without_permission_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0)
    articles, problems = read_all(tmp_path / "locked")
    assert not articles
    assert "permission" in problems[0].message


_CONTENT = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=300).map(str.encode),
    st.sampled_from([SAVED_PAGE.encode(), OPINION_PAGE.encode("utf-16"), PAGE.encode()]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(_CONTENT, st.sampled_from(["a.txt", "a.jsonl", "a.sgm", "a"]))
def test_any_content_gives_an_article_or_a_problem(tmp_path: Path, data: bytes, name: str) -> None:
    articles, problems = read_all(_bad(tmp_path, name, data))
    assert articles or problems
    for article in articles:
        check_blocks(article)


def test_what_the_gold_set_forbids_as_furniture_is_not_coded_and_what_it_requires_is(shared: Path) -> None:
    """Captions, desk lines and comment boxes of the two founding reports, by the gold set's offsets."""
    articles = {a.id: a for a in read_all(shared / "seeds")[0]}
    with (shared / "gold" / "seeds" / "events.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    furniture = {"A1-22", "A2-61", "A2-62"}
    for row in rows:
        article = articles[row["file"]]
        start, end = int(row["start"]), int(row["end"])
        block = next(b for b in article.blocks if b.start <= start and end <= b.end)
        assert article.raw[start:end] == row["quote"]
        assert (block.kind in CODED_BLOCKS) is (row["id"] not in furniture), row["id"]


def test_the_founding_reports_have_date_and_genre_as_they_say_themselves(shared: Path) -> None:
    first, second = read_all(shared / "seeds")[0]
    assert (first.published.start, first.genre) == (date(2025, 11, 8), "report")
    assert (second.published.start, second.published.basis, second.genre) == (None, "none", "opinion")
