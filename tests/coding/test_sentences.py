"""Where sentences and clauses begin and end."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from deedbook.coding.sentences import clauses, split


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in split(text)]


def test_abbreviations_and_initials_end_no_sentence() -> None:
    assert cut("The U.S. Treasury met Gen. Diaz. He left at 5 p.m. on Monday.") == [
        "The U.S. Treasury met Gen. Diaz.",
        "He left at 5 p.m. on Monday.",
    ]


def test_closing_quotation_marks_stay_with_their_sentence() -> None:
    assert cut("“We agree.” Peru left.") == ["“We agree.”", "Peru left."]


def test_a_blank_line_and_a_wire_service_indent_end_a_sentence_and_a_wrapped_line_does_not() -> None:
    assert cut("Peru met\nChile\n\nTalks went on\n    Chile left") == ["Peru met\nChile", "Talks went on", "Chile left"]


@given(st.text())
def test_sentences_come_in_order_without_overlap_and_without_white_space_around_them(text: str) -> None:
    spans = list(split(text))
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))


@given(st.text())
def test_every_word_stands_in_a_sentence(text: str) -> None:
    assert "".join("".join(cut(text)).split()) == "".join(text.split())


@given(st.text())
def test_clauses_cover_their_sentence(text: str) -> None:
    assert "".join(text[a:b] for a, b in clauses(text)) == text
