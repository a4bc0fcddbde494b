import re

import pytest

from deedbook.brief import render
from deedbook.brief.markdown import escaped

from .builders import answer, crowded_answer, empty_answer, hostile_answer


@pytest.mark.parametrize("made", [answer, crowded_answer, empty_answer, hostile_answer])
def test_page_one_has_at_most_four_hundred_words(made) -> None:
    one = str(render(made(), "md")).split("\n---\n")[0]
    visible = re.sub(r"[#>*|\\]|^\s*- |---|·", " ", one, flags=re.MULTILINE)
    assert len(visible.split()) <= 400


def test_every_footnote_that_is_cited_is_defined_once_and_every_quotation_is_cited() -> None:
    text = str(render(answer(), "md"))
    defined = re.findall(r"^\[\^(\d+)\]: ", text, flags=re.MULTILINE)
    assert defined == [str(quote.number) for quote in answer().quotes]
    cited = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    assert cited == set(defined)


def test_a_footnote_gives_quotation_outlet_date_speaker_flags_place_and_link() -> None:
    text = str(render(answer(), "md"))
    (note,) = re.findall(r"^\[\^10\]: .*$", text, flags=re.MULTILINE)
    for part in (
        "He listed what has not come",
        "Indus Evening Post, undated",
        "Kamran Khan, commentator",
        "Flags: undated",
    ):
        assert part in note
    assert "characters 50–164" in note
    assert "<https://example.org/indus-evening-post/10>" in note


def test_text_from_articles_can_make_no_markup() -> None:
    assert escaped("<b> *x* [a](b) | `c` &amp; #1") == r"\<b\> \*x\* \[a\](b) \| \`c\` &amp;amp; \#1"
    assert escaped("1. not a list") == r"1\. not a list"
    assert escaped("- nor this") == r"\- nor this"
    text = str(render(hostile_answer(), "md"))
    assert "<script" not in re.sub(r"\\<", "", text)
    assert "javascript:" not in "".join(re.findall(r"<[^>]*>", text))


def test_tables_keep_their_columns_whatever_the_text() -> None:
    for line in str(render(hostile_answer(), "md")).splitlines():
        if line.startswith("| "):
            assert line.endswith(" |")
    text = str(render(hostile_answer(), "md"))
    for block in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1
