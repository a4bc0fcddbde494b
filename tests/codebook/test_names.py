"""Names as news prints them."""

import re
from datetime import date

import pytest

from deedbook.codebook import load
from deedbook.codebook.names import is_cased, surname


@pytest.mark.parametrize(
    ("person", "first", "expected"),
    [
        ("Shehbaz Sharif", False, "Sharif"),
        ("Xi Jinping", True, "Xi"),
        ("Mohammed bin Salman", False, ""),
        ("Pelé", False, ""),
        ("Frederik X", False, ""),
        ("Ferdinand Marcos Jr.", False, "Marcos"),
    ],
)
def test_the_surname_is_what_news_prints_alone(person: str, first: bool, expected: str) -> None:
    assert surname(person, first) == expected


def test_abbreviations_without_full_stops_depend_on_their_letters() -> None:
    assert is_cased("US", frozenset()) and is_cased("G7", frozenset())
    assert not is_cased("U.S.", frozenset()) and not is_cased("Iran", frozenset())
    assert is_cased("Turkey", frozenset({"Turkey"}))


@pytest.mark.parametrize(
    ("text", "day", "code", "kind"),
    [
        ("Ukraine", "1987-03-01", "SUN", "province"),
        ("Ukraine", "1991-08-24", "UKR", "state"),
        ("Serbia", "1999-03-24", "YUG", "province"),
        ("Serbia", "2004-01-01", "SCG", "province"),
        ("Serbia", "2010-01-01", "SRB", "state"),
        ("Estonian", "1987-03-01", "SUN", "demonym"),
        ("Namibia", "1987-03-01", "NAM", "state"),
        ("Palestinian", "1987-03-01", "PSE", "demonym"),
    ],
)
def test_before_a_state_was_one_its_name_stands_for_the_state_it_was_part_of(
    text: str, day: str, code: str, kind: str
) -> None:
    on = date.fromisoformat(day)
    found = [n for n in load().names if n.text == text and (n.valid_from or date.min) <= on <= (n.valid_to or date.max)]
    assert [(n.code, n.kind) for n in found] == [(code, kind)]


def test_a_decoy_holds_a_name_or_part_of_one_and_is_none_itself() -> None:
    book = load()
    texts = {n.text for n in book.names}
    assert "New Jersey" in book.decoys and "Uruguay Round" in book.decoys
    for decoy, reason in book.decoys.items():
        assert reason
        assert decoy not in texts, decoy
        within = [text for text in texts if text in decoy]
        assert any(re.search(rf"(?<!\w){re.escape(text)}(?!\w)", decoy) for text in within), decoy
