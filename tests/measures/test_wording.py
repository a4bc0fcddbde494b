"""Plain English for dates, amounts and counts."""

import pytest

from deedbook.measures import wording
from deedbook.records import Amount, Interval

from .builders import on


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (on("2025-11-08"), "8 November 2025"),
        (on("2025-11-03/2025-11-08"), "3–8 November 2025"),
        (on("2025-11-01/2025-11-30"), "November 2025"),
        (on("2025-01-01/2025-12-31"), "2025"),
        (on("2000-01-01/2017-12-31"), "2000 to 2017"),
        (on("2025-10-28/2025-11-02"), "28 October to 2 November 2025"),
        (on("2025-12-28/2026-01-02"), "28 December 2025 to 2 January 2026"),
        (Interval(None, on("2025-11-08").end), "by 8 November 2025"),
        (Interval(on("2025-11-08").start, None), "from 8 November 2025"),
        (Interval(), "undated"),
    ],
)
def test_an_interval_is_told_as_it_is_known(interval: Interval, text: str) -> None:
    assert wording.interval(interval) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Amount(1.25e9, "USD"), "$1.25 billion"),
        (Amount(5e8, "USD", 1e9), "$500 million to $1 billion"),
        (Amount(914e6, "XDR"), "914 million XDR"),
        (Amount(18, "%"), "18 %"),
        (Amount(686e6, "USD", qualifier="up_to"), "up to $686 million"),
        (Amount(2e9, "EUR", qualifier="per_year"), "€2 billion a year"),
        (Amount(1200.5, "t"), "1,200.5 t"),
        (None, ""),
    ],
)
def test_an_amount_is_told_in_print(amount: Amount | None, text: str) -> None:
    assert wording.amount(amount) == text


def test_an_object_that_holds_its_sum_is_not_followed_by_it() -> None:
    assert wording.named("loan", "the loan of $1.25 billion", Amount(1.25e9, "USD")) == "loan of $1.25 billion"
    assert wording.named("export credit", "Reko Diq", Amount(1e9, "USD")) == "export credit: Reko Diq, $1 billion"


def test_a_country_takes_its_article_where_english_wants_one() -> None:
    assert wording.the("United States") == "the United States"
    assert wording.the("Pakistan") == "Pakistan"


def test_long_texts_are_cut_at_a_word() -> None:
    assert wording.clip("one two, three", 2) == "one two …"


@pytest.mark.parametrize(
    ("told", "shown"), [("of the F-16 upgrades,", "F-16 upgrades"), ("of 19 percent", "19 percent"), ("often", "often")]
)
def test_a_thing_is_named_without_what_joins_it_to_its_sentence(told: str, shown: str) -> None:
    assert wording.thing(told) == shown


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Highway loan", "highway loan"),
        ("Ben Luc highway loan", "Ben Luc highway loan"),
        ("US arms", "US arms"),
        ("Second IMF tranche", "second IMF tranche"),
        ("", ""),
    ],
)
def test_a_name_within_a_sentence_keeps_only_a_proper_capital(name: str, inside: str) -> None:
    assert wording.within(name) == inside
