from datetime import date

import pytest

from deedbook.brief import wording
from deedbook.brief.wording import (
    colours,
    day,
    linkable,
    listed,
    look,
    looks,
    month,
    plain,
    quoted,
    readable,
)

from .builders import hostile_answer


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
def test_every_colour_of_text_and_marks_reaches_four_and_a_half_to_one(theme: int) -> None:
    palette = {role: pair[theme] for role, pair in colours().items()}
    grounds = {"paper", "tint"}
    for role, value in palette.items():
        if role not in grounds | {"rule"}:
            assert contrast(value, palette["paper"]) >= 4.5, role
            assert contrast(value, palette["tint"]) >= 4.5, role


def test_no_two_domains_share_their_letters() -> None:
    marks = [drawn.mark for drawn in looks().values()]
    assert len(set(marks)) == len(marks)


def test_the_palette_knows_every_domain_and_the_words_every_type_and_status_of_the_codebook() -> None:
    from deedbook.codebook import load

    book = load()
    assert set(looks()) == set(book.domains)
    assert set(wording._data("wording")["event_types"]) == set(book.event_types)
    assert set(wording._data("wording")["rungs"]) == set(book.statuses)
    assert set(wording.ladder("moving")) | set(wording.ladder("stopped")) == set(book.statuses) - {"act"}


def test_an_unknown_domain_is_drawn_as_other_under_its_own_name() -> None:
    assert look("space_travel").name == "space travel"
    assert look("space_travel").mark == look("other").mark


def test_text_loses_what_could_act_on_a_page_or_terminal() -> None:
    assert plain("a\x1b[31mb\ud800c\u202ed\n e") == "a�[31mb�c�d e"


def test_every_text_of_an_answer_is_made_readable_but_the_snapshot_is_left_alone() -> None:
    raw = hostile_answer()
    clean = readable(raw)
    assert "\ud800" not in repr((clean.judgement, clean.quotes, clean.names, clean.ladder, clean.caveats))
    assert clean.snapshot is raw.snapshot


def test_a_quotation_that_holds_quotation_marks_gets_single_ones() -> None:
    assert quoted("he said") == "“he said”"
    assert quoted("“No,” he said") == "‘“No,” he said’"


def test_only_addresses_of_the_web_are_linked() -> None:
    assert linkable("https://example.org/a?b=c")
    for address in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "//x",
        "http://[",
        "https://a b",
        None,
        "",
    ):
        assert not linkable(address)


def test_dates_months_and_lists_read_as_english() -> None:
    assert day(date(2025, 11, 8)) == "8 November 2025"
    assert day(None) == "undated"
    assert month("2025-11") == "November 2025"
    assert month("2025-11", short=True) == "Nov 2025"
    assert month("undated") == "undated"
    assert (listed([]), listed(["a"]), listed(["a", "b", "c"])) == ("", "a", "a, b and c")
