"""Words made comparable."""

import pytest

from deedbook.codebook import load
from deedbook.ledger import vocabulary


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a loan for the dam, the bank said on Monday", "a loan for the dam"),
        ("copper, antimony and rare earths to a firm, it said", "copper, antimony and rare earths to a firm"),
        ("trade, investment, and energy", "trade, investment, and energy"),
        ("its duties to below the neighbour's, further widening the gap", "its duties to below the neighbour's"),
        ("a steady, carefully planned partnership", "a steady, carefully planned partnership"),
        ("the grant — a small one", "the grant"),
        ("wheat on Friday", "wheat"),
    ],
)  # fmt: skip
def test_an_object_ends_where_another_clause_begins(text: str, kept: str) -> None:
    assert vocabulary.head_clause(text) == kept


def test_forms_of_a_word_meet_and_empty_words_go() -> None:
    assert vocabulary.content("meaningful trade concessions") == vocabulary.content("the trade concession")
    assert vocabulary.content("defense supports") == vocabulary.content("defence support")


def test_every_instrument_of_the_codebook_has_a_family() -> None:
    assert set(load().instruments) == set(vocabulary.families())


def test_phrases_are_found_at_word_bounds() -> None:
    assert vocabulary.has("court", "The Supreme Court ruled")
    assert not vocabulary.has("court", "a courtesy call")
