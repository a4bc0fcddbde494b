"""JSON lines, whole and broken."""

import io
import json
from datetime import date
from pathlib import Path

import pytest

from deedbook.reading import read
from deedbook.records import Article, Problem
from tests.reading.pages import SAVED_PAGE, TODAY, check_blocks, kinds, of_kind, read_all


def test_a_line_becomes_an_article_with_its_context(tmp_path: Path) -> None:
    line = {
        "id": "a1",
        "text": "Sylvania will cut its tariff on Freedonian steel.",
        "date": "2026-03-03",
        "title": "Tariff cut near",
        "previous": "Talks were held last week.",
        "url": "https://example.org/a1",
        "outlet": "Example Dispatch",
    }
    (tmp_path / "in.jsonl").write_text(json.dumps(line) + "\n")
    articles, problems = read_all(tmp_path / "in.jsonl")
    assert not problems
    article = articles[0]
    assert article.id == "a1"
    assert article.raw == line["text"]
    assert article.title == line["title"]
    assert article.previous == line["previous"]
    assert article.url == line["url"]
    assert article.outlet == line["outlet"]
    assert article.published.start == date(2026, 3, 3)
    assert kinds(article) == [("body", line["text"])]


def test_broken_lines_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = [
        b'{"id": "a", "text": "The pact was signed."}',
        b'{"id": "b", "text": "The pact',
        b"",
        b'["no", "object"]',
        b'{"id": "c"}',
        b'{"id": "d", "text": ""}',
        b'{"id": ["e"], "text": "The pact was signed."}',
        b'{"text": "caf\xe9"}',
        b'{"text": "\\ud800 half"}',
        b"[" * 100_000,
        b'{"text": "It was ratified later."}',
    ]
    (tmp_path / "in.jsonl").write_bytes(b"\n".join(lines))
    articles, problems = read_all(tmp_path / "in.jsonl")
    assert [a.id for a in articles] == ["a", "in.jsonl:11"]
    assert [p.place for p in problems] == [f"line {n}" for n in (2, 4, 5, 6, 7, 8, 9, 10)]
    assert all(p.fatal and p.remedy for p in problems)
    assert "not JSON (Unterminated string" in problems[0].message


def test_a_line_over_the_limit_is_skipped_without_being_held(tmp_path: Path) -> None:
    with (tmp_path / "in.jsonl").open("wb") as file:
        file.write(b'{"text": "' + b"x" * 5_000_000 + b'"}\n')
        file.write(b'{"id": "b", "text": "It was ratified later."}\n')
        file.write(b'{"text": "' + b"x" * 5_000_000)
    articles, problems = read_all(tmp_path / "in.jsonl", max_bytes=100_000)
    assert [a.id for a in articles] == ["b"]
    assert [p.place for p in problems] == ["line 1", "line 3"]
    assert "larger than the limit of 100 kB" in problems[0].message


def test_a_given_pair_keeps_the_whole_text_as_body_and_its_spans() -> None:
    line = b'{"id": "p", "text": "STRELSAU: Rebels met officials.", "actor_span": [10, 16], "recipient_span": null}'
    (article,) = read(["-"], jsonl=True, stdin=io.BytesIO(line), today=TODAY)
    assert isinstance(article, Article)
    assert article.given == ((10, 16), None)
    assert kinds(article) == [("body", "STRELSAU: Rebels met officials.")]


@pytest.mark.parametrize("span", ["[0, 99]", "[5, 5]", "[-1, 3]", "[0]", '"0-5"', "[0.0, 5.0]", "[true, 5]"])
def test_a_span_outside_the_text_is_refused(span: str) -> None:
    line = f'{{"id": "p", "text": "Rebels met officials.", "actor_span": {span}}}'
    (problem,) = read(["-"], jsonl=True, stdin=io.StringIO(line), today=TODAY)
    assert isinstance(problem, Problem)
    assert "actor_span" in problem.message


def test_a_whole_page_in_a_line_is_labelled_and_a_given_date_wins() -> None:
    line = json.dumps({"id": "p", "text": SAVED_PAGE, "date": "2026-03-05"})
    (article,) = read(["-"], jsonl=True, stdin=io.StringIO(line), today=TODAY)
    assert isinstance(article, Article)
    check_blocks(article)
    assert of_kind(article, "headline") == ["Freedonia and Sylvania Sign Rail Accord"]
    assert article.published.start == date(2026, 3, 5)


def test_an_unusable_context_field_is_ignored_and_named() -> None:
    line = '{"id": "p", "text": "Rebels met officials.", "title": 7, "date": "soon"}'
    found = list(read(["-"], jsonl=True, stdin=io.StringIO(line), today=TODAY))
    assert [type(f) for f in found] == [Problem, Problem, Article]
    assert not any(f.fatal for f in found if isinstance(f, Problem))


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    line = b'\xef\xbb\xbf{"id": "p", "text": "Rebels met officials."}'
    (article,) = read(["-"], jsonl=True, stdin=io.BytesIO(line), today=TODAY)
    assert isinstance(article, Article)


def test_utf16_is_refused_once() -> None:
    line = '{"id": "p", "text": "Rebels met officials."}\n'.encode("utf-16") * 3
    (problem,) = read(["-"], jsonl=True, stdin=io.BytesIO(line), today=TODAY)
    assert "UTF-16" in str(problem)


def test_lines_are_read_one_at_a_time() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            line = b'{"text": "Rebels met officials."}\n'
            buffer[: len(line)] = line
            return len(line)

    found = read(["-"], jsonl=True, stdin=io.BufferedReader(Endless(), 34), today=TODAY)
    assert [next(found).id for _ in range(3)] == ["stdin:1", "stdin:2", "stdin:3"]  # type: ignore[union-attr]


def test_json_over_several_lines_is_one_complaint(tmp_path: Path) -> None:
    path = tmp_path / "printed.json"
    path.write_text('{\n  "title": "x",\n  "agencies": [\n', encoding="utf-8")
    (problem,) = read([str(path)])
    assert isinstance(problem, Problem) and "over several lines" in str(problem) and "printed.json" in str(problem)
