"""Quotations over sentences and paragraphs."""

from deedbook.coding.quotations import quotations
from tests.coding.builders import article


def quoted(text: str) -> list[tuple[str, int]]:
    read = article(text)
    return [(read.raw[q.start : q.end], q.chain) for q in quotations(read)]


def test_a_term_in_quotation_marks_is_no_quotation() -> None:
    assert quoted("Peru praised the “good and constructive role” of Chile.") == []


def test_a_quotation_keeps_its_number_over_sentences() -> None:
    text = "Peru said: “We met the envoy of Chile today. We discussed the price of copper.” Chile left."
    assert quoted(text) == [("We met the envoy of Chile today. We discussed the price of copper.", 1)]


def test_a_quotation_left_open_goes_on_in_the_next_paragraph_that_opens_with_a_mark() -> None:
    text = "Peru said: “We met the envoy of Chile today.\n\n“We discussed the price of copper with him.”"
    assert [chain for _, chain in quoted(text)] == [1, 1]


def test_straight_marks_open_and_close_by_turns() -> None:
    text = 'Peru said "we will meet the envoy again soon" and left. "There is no deal with Chile yet," it said.'
    assert [chain for _, chain in quoted(text)] == [1, 2]
