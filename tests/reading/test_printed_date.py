"""Dates as pages print them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deedbook.reading.printed_date import find


@pytest.mark.parametrize(
    "line",
    [
        "Sat Nov 08 2025",
        "November 8, 2025",
        "Nov. 8, 2025 4:32 PM EST",
        "Published: 8 November 2025, 16:32 GMT",
        "Saturday, 8th of November 2025",
        "2025-11-08",
        "2025-11-08T16:32:10+05:00",
        "Updated 08 Nov, 2025 05:47",
        "Posted on 8-Nov-2025",
    ],
)
def test_a_line_that_is_only_a_date_has_no_rest(line: str) -> None:
    found = find(line)
    assert found
    assert found.day == date(2025, 11, 8)
    assert found.rest == ""


def test_a_name_beside_the_date_is_the_rest() -> None:
    found = find("By Mira Halloran | November 8, 2025")
    assert found
    assert found.rest == "By Mira Halloran"


def test_figures_count_only_where_their_order_is_certain() -> None:
    certain, uncertain, same = find("25/11/2025"), find("08/11/2025"), find("11/11/2025")
    assert certain
    assert certain.day == date(2025, 11, 25)
    assert same
    assert same.day == date(2025, 11, 11)
    assert uncertain
    assert uncertain.day is None


def test_an_update_is_told_from_a_publication() -> None:
    updated = find("Last updated: 9 November 2025")
    assert updated
    assert updated.role == "updated"


@pytest.mark.parametrize("line", ["", "In 2025 the pact lapsed", "3 hours ago", "November 2025", "31 February 2025"])
def test_what_is_no_complete_date_gives_no_day(line: str) -> None:
    found = find(line)
    assert found is None or found.day is None


@given(st.text(max_size=200))
def test_any_line_can_be_looked_at(line: str) -> None:
    find(line)
