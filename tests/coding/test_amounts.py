"""Amounts in news: value, unit, qualifier and exact place."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deedbook.codebook.units import load_units
from deedbook.coding.amounts import find


@pytest.mark.parametrize(
    ("text", "value", "unit", "words"),
    [
        ("a loan of $1.25bn", 1.25e9, "USD", "$1.25bn"),
        ("a loan of $1.25 billion", 1.25e9, "USD", "$1.25 billion"),
        ("sold for USD 686 million", 6.86e8, "USD", "USD 686 million"),
        ("sold for US$41.6m", 4.16e7, "USD", "US$41.6m"),
        ("a $3-billion dam", 3e9, "USD", "$3-billion"),
        ("a 1.2-billion-dollar dam", 1.2e9, "USD", "1.2-billion-dollar"),
        ("half a billion dollars", 5e8, "USD", "half a billion dollars"),
        ("a loan of 1.2 mln dlrs", 1.2e6, "USD", "1.2 mln dlrs"),
        ("500 MLN DLRS CREDIT", 5e8, "USD", "500 MLN DLRS"),
        ("a credit of 500 million Canadian dlrs", 5e8, "CAD", "500 million Canadian dlrs"),
        ("a credit of 3 bln stg", 3e9, "GBP", "3 bln stg"),
        ("a credit of 50 mln marks", 5e7, "DEM", "50 mln marks"),
        ("a credit of 200 bln yen", 2e11, "JPY", "200 bln yen"),
        ("a credit of 12.5 mln francs", 1.25e7, "FRF", "12.5 mln francs"),
        ("a grant of €1.2bn", 1.2e9, "EUR", "€1.2bn"),
        ("a tranche of SDR 914 million", 9.14e8, "XDR", "SDR 914 million"),
        ("a grant of A$5m", 5e6, "AUD", "A$5m"),
        ("a grant of C$5m", 5e6, "CAD", "C$5m"),
        ("a grant of HK$5m", 5e6, "HKD", "HK$5m"),
        ("a grant of NZ$5m", 5e6, "NZD", "NZ$5m"),
        ("a grant of S$5m", 5e6, "SGD", "S$5m"),
        ("a dam for Rs 40 crore", 4e8, "INR", "Rs 40 crore"),
        ("a dam for Rs. 1.2 lakh crore", 1.2e12, "INR", "Rs. 1.2 lakh crore"),
        ("one million barrels", 1e6, "bbl", "one million barrels"),
        ("1.5 mln barrels per day", 1.5e6, "bbl/d", "1.5 mln barrels per day"),
        ("pumps 50,000 bpd", 5e4, "bbl/d", "50,000 bpd"),
        ("buys 30,000 tonnes", 3e4, "t", "30,000 tonnes"),
        ("adds 1.2 GW", 1200, "MW", "1.2 GW"),
        ("ships 10 million doses", 1e7, "dose", "10 million doses"),
        ("duties of 18 percent", 18, "%", "18 percent"),
        ("duties of 18 pct", 18, "%", "18 pct"),
        ("duties of 19%", 19, "%", "19%"),
        ("a rate of 4-1/2 pct", 4.5, "%", "4-1/2 pct"),
        ("a rate of twenty-five per cent", 25, "%", "twenty-five per cent"),
        ("a cut of 25 basis points", 25, "bp", "25 basis points"),
    ],
)
def test_value_unit_and_place_are_read_from_every_spelling(text: str, value: float, unit: str, words: str) -> None:
    (amount,) = find(text)
    assert (amount.value, amount.unit, text[amount.start : amount.end]) == (pytest.approx(value), unit, words)
    assert (amount.value_max, amount.qualifier) == (None, "exact")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between $500 million and $1 billion", 5e8, 1e9),
        ("$500 million to $1 billion", 5e8, 1e9),
        ("$1-2 billion", 1e9, 2e9),
        ("$1 to $2 billion", 1e9, 2e9),
        ("5 to 10 mln dlrs", 5e6, 1e7),
        ("15-20 percent", 15, 20),
    ],
)
def test_a_range_is_one_amount_with_both_ends(text: str, low: float, high: float) -> None:
    (amount,) = find(f"It would cost {text} in all.")
    assert (amount.value, amount.value_max) == (low, high)


@pytest.mark.parametrize(
    "text", ["cut duties from 25 to 18 percent", "cut duties from 25 percent to 18 percent", "to 18 pct from 25 pct"]
)
def test_a_change_is_two_amounts(text: str) -> None:
    assert {amount.value for amount in find(text)} == {25, 18}
    assert all(amount.value_max is None and amount.unit == "%" for amount in find(text))


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("up to $2bn", "up_to"),
        ("under $2bn", "up_to"),
        ("paid under a $2bn loan", "exact"),
        ("as much as $2bn", "up_to"),
        ("at least $2bn", "at_least"),
        ("more than $2bn", "at_least"),
        ("over $2bn", "at_least"),
        ("rolls over $2bn", "exact"),
        ("$2bn or more", "at_least"),
        ("about $2bn", "about"),
        ("nearly $2bn", "about"),
        ("an estimated $2bn", "about"),
        ("$2bn a year", "per_year"),
        ("$2bn annually", "per_year"),
        ("about $2bn per year", "per_year"),
        ("exactly $2bn", "exact"),
    ],
)
def test_words_around_an_amount_qualify_it(text: str, qualifier: str) -> None:
    (amount,) = find(f"They would lend {text}.")
    assert amount.qualifier == qualifier


def test_a_country_named_in_the_text_or_given_decides_whose_money_it_is() -> None:
    assert [a.unit for a in find("Pakistan lent Rs 40 crore.")] == ["PKR"]
    assert [a.unit for a in find("The state lent 40 million rupees.", state="PAK")] == ["PKR"]
    assert [a.unit for a in find("The state lent $40 million.", state="AUS")] == ["AUD"]
    assert [a.unit for a in find("The state lent US$40 million.", state="AUS")] == ["USD"]


@pytest.mark.parametrize(
    "text",
    [
        "In 1987 and on 3 May 2025 the G20 met in room 301.",
        "It flew an F-16 under Section 301; call +92-51-1234567.",
        "It has 5 million people and 37 aircraft.",
        "Resolution 242 of 22 November 1967, 2019-20",
        "The ratio was 1/0 pct, or $1/0.",
        "Hundreds of millions of dollars were promised.",
    ],
)
def test_what_carries_no_unit_is_no_amount(text: str) -> None:
    assert find(text) == []


_TEXT_BITS = (
    "$ US$ Rs. € 1 25 1,000 0.5 4-1/2 1/0 99999999999999999 million bn lakh crore to and - between "
    "from % pct dlrs barrels a day half one hundred . , SDR 3m A$ tonnes per year \u0663 ½"
)
_BITS = st.sampled_from(_TEXT_BITS.split())


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(_BITS, max_size=12).map(" ".join), st.lists(_BITS).map("".join)))
def test_any_text_yields_finite_values_at_places_in_order(text: str) -> None:
    end = 0
    for amount in find(text):
        assert amount.start is not None and amount.end is not None
        assert end <= amount.start < amount.end <= len(text)
        end = amount.end
        assert math.isfinite(amount.value) and (amount.value_max is None or amount.value < amount.value_max < math.inf)


def test_hostile_lengths_come_to_an_end() -> None:
    load_units()
    for text in ("1" * 50_000, "1," * 20_000, "$" * 20_000, "1-1/2 " * 5_000, "million " * 5_000):
        assert all(amount.start is not None for amount in find(text))
