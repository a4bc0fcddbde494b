import re

import pytest

from deedbook.brief import render

from .builders import answer, crowded_answer, empty_answer, hostile_answer


@pytest.mark.parametrize("made", [answer, crowded_answer, empty_answer, hostile_answer])
@pytest.mark.parametrize("width", [40, 80, 110])
def test_no_line_is_wider_than_the_terminal(made, width) -> None:
    lines = str(render(made(), "terminal", width=width, colour=False)).splitlines()
    assert max(len(line) for line in lines) <= width
    assert not any(line != line.rstrip() for line in lines)


def test_without_a_terminal_it_has_eighty_columns_and_no_control_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    text = str(render(answer(), "terminal"))
    assert "\x1b" not in text
    assert 70 < max(len(line) for line in text.splitlines()) <= 80


def test_colour_is_used_when_asked_for() -> None:
    assert "\x1b[" in str(render(answer(), "terminal", width=80, colour=True))


def test_control_codes_in_an_article_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in str(render(hostile_answer(), "terminal", width=80, colour=False))


def test_every_number_on_the_page_is_listed_beneath_with_its_quotation() -> None:
    text = str(render(answer(), "terminal", width=100, colour=False))
    page, beneath = text.split("\nEvidence\n")
    cited = set(re.findall(r"\[(\d+)\]", page))
    assert cited == set(re.findall(r"^ *\[(\d+)\] ", beneath, flags=re.MULTILINE))
    assert "“The first cargo of American crude reached Pakistan on Wednesday" in beneath


def test_it_says_what_stands_behind_the_page_and_how_to_get_it() -> None:
    text = " ".join(str(render(answer(), "terminal", width=80, colour=False)).split())
    assert "4 commitments with history" in text
    assert "--pair PAK-USA --format html -o brief.html" in text


def test_markup_in_texts_is_shown_as_it_is() -> None:
    text = str(render(hostile_answer(), "terminal", width=110, colour=False))
    assert "[a](b)" in text


def test_the_way_to_the_longer_formats_is_shown_where_they_hold_more() -> None:
    assert "Behind this page" in str(render(answer(), "terminal"))
    assert "Behind this page" not in str(render(empty_answer(), "terminal"))
