"""Headings of chapter 99 of the US tariff schedule."""

from datetime import date
from pathlib import Path

import pytest

from deedbook.reading.registers.about import About
from tests.registers.builders import records, told

EXCERPT = "facts/official/hts_chapter99_2026_rev6_india_pakistan.excerpt.txt"


@pytest.fixture
def headings(shared: Path) -> dict[str, list[tuple[str, str, str, str | None, str | None, str]]]:
    found = records(shared / EXCERPT)
    return {record.article.id.rpartition("#")[2]: [told(e) for e in record.coding.events] for record in found}


def test_the_duties_on_india_and_pakistan_have_their_days(headings: dict[str, list[tuple[str, ...]]]) -> None:
    imposed = "SANCTION", "delivered", "tariff", "USA"
    assert headings["9903.02.26"] == [(*imposed, "IND", "2025-08-07")]
    assert headings["9903.02.51"] == [(*imposed, "PAK", "2025-08-07")]
    assert headings["9903.01.84"] == [
        (*imposed, "IND", "2025-08-27"),
        ("CONCEDE", "delivered", "tariff", "USA", "IND", "2026-02-07"),
    ]
    assert headings["9903.03.01"] == [(*imposed, "ALL", "no day")]


def test_what_has_ended_on_an_unknown_day_or_is_cut_off_makes_no_act(
    headings: dict[str, list[tuple[str, ...]]],
) -> None:
    assert headings["9903.01.58"] == []  # terminated, the note gives no day
    assert headings["9903.01.59"] == []  # the excerpt ends before the heading does


def test_rates_are_those_of_the_general_column(shared: Path) -> None:
    rates = {
        record.article.id.rpartition("#")[2]: event.amount.value
        for record in records(shared / EXCERPT)
        for event in record.coding.events
        if event.amount
    }
    assert rates == {"9903.02.26": 25, "9903.02.51": 19, "9903.01.84": 25, "9903.03.01": 10}


def test_an_edition_is_dated_by_its_year_unless_the_day_is_stated(shared: Path) -> None:
    assert records(shared / EXCERPT)[0].article.published.end == date(2026, 12, 31)
    stated = records(shared / EXCERPT, About(published=date(2026, 4, 23)))
    assert {record.article.published.end for record in stated} == {date(2026, 4, 23)}
