"""Names as news prints them."""

import pytest

from deedbook.codebook.names import is_cased, surname


@pytest.mark.parametrize(
    ("person", "first", "expected"),
    [
        ("Shehbaz Sharif", False, "Sharif"),
        ("Xi Jinping", True, "Xi"),
        ("Mohammed bin Salman", False, ""),
        ("Pelé", False, ""),
    ],
)
def test_the_surname_is_what_news_prints_alone(person: str, first: bool, expected: str) -> None:
    assert surname(person, first) == expected


def test_abbreviations_without_full_stops_depend_on_their_letters() -> None:
    assert is_cased("US", frozenset()) and is_cased("G7", frozenset())
    assert not is_cased("U.S.", frozenset()) and not is_cased("Iran", frozenset())
    assert is_cased("Turkey", frozenset({"Turkey"}))
