"""Acts that a relative clause recalls."""

import pytest

from deedbook.coding.recalled import clause

RICE = "The first 2,000 tonnes of rice that India promised to Sri Lanka reached Colombo on Sunday."


def at(text: str, part: str) -> tuple[int, int]:
    return text.index(part), text.index(part) + len(part)


def test_what_stands_before_the_clause_is_what_was_promised_and_the_main_verb_has_its_own_day() -> None:
    found = clause(RICE, at(RICE, "promised"), at(RICE, "Sri Lanka"))
    assert found is not None
    (low, high), end = found
    assert RICE[low:high] == "2,000 tonnes of rice"
    assert end < RICE.index("Sunday")


@pytest.mark.parametrize(
    ("text", "cue", "thing"),
    [
        ("The minister told the agency that India promised rice to Sri Lanka.", "promised", "rice"),
        ("The ministry said that India promised it.", "promised", None),
        ("India promised 5,000 tonnes of rice to Sri Lanka.", "promised", "5,000 tonnes of rice"),
    ],
)
def test_an_object_of_its_own_and_what_somebody_says_stay(text: str, cue: str, thing: str | None) -> None:
    assert clause(text, at(text, cue), at(text, thing) if thing else None) is None


def test_a_time_is_no_object_and_the_act_before_the_clause_has_the_other_day() -> None:
    text = "Japan handed over two vessels to Vietnam on Wednesday, the first of six that Tokyo promised last year."
    found = clause(text, at(text, "promised"), at(text, "last year"))
    assert found is not None
    (low, high), end = found
    assert text[low:high] == "the first of six"
    assert low > text.index("Wednesday") and end > text.index("last year")
