"""From tags of word pieces to spans of a text."""

import re
from pathlib import Path

import numpy as np
import pytest

from deedbook.coding.attributions import attributions, joined, sources, spans
from deedbook.coding.encoding import Encoded
from tests.evaluate.stand_in import StandIn

OUT, SOURCE, SAME_SOURCE, CUE, CONTENT, SAME_CONTENT = 0, 1, 2, 3, 5, 6


def tagged(text: str, *tags: int | list[float]) -> list[tuple[str, str]]:
    """Kinds and words of the spans of a text, each of whose words and signs has a tag or probabilities."""
    places = [found.span() for found in re.finditer(r"\w+|[^\w\s]", text)]
    rows = [list(np.eye(7)[tag]) if isinstance(tag, int) else tag for tag in tags]
    encoded = Encoded([], [], [(0, 0), *places, (0, 0)], [], [])
    made = spans(text, encoded, np.array([np.eye(7)[OUT], *rows, np.eye(7)[OUT]]))
    return [(kind, text[start:end]) for kind, start, end in made]


def test_a_span_goes_on_until_its_kind_changes() -> None:
    text = "Amal Noor said rice grows"
    assert tagged(text, SOURCE, SAME_SOURCE, CUE, CONTENT, SAME_CONTENT) == [
        ("source", "Amal Noor"),
        ("cue", "said"),
        ("content", "rice grows"),
    ]


def test_signs_do_not_part_a_span_and_begin_tags_do_not_either() -> None:
    assert tagged("Amal, Noor", SOURCE, OUT, SAME_SOURCE) == [("source", "Amal, Noor")]
    assert tagged("rice grows", CONTENT, CONTENT) == [("content", "rice grows")]
    assert tagged("rice grows", SAME_CONTENT, SAME_CONTENT) == [("content", "rice grows")]


def test_a_content_bridges_a_few_words_of_no_kind_and_a_source_none() -> None:
    text = "rice of all kinds grows"
    assert tagged(text, CONTENT, OUT, OUT, OUT, CONTENT) == [("content", text)]
    assert tagged(text, SOURCE, OUT, OUT, OUT, SOURCE) == [("source", "rice"), ("source", "grows")]
    assert tagged(text, CONTENT, OUT, SOURCE, OUT, CONTENT)[0] == ("content", "rice")


def test_a_doubtful_span_is_dropped_and_a_sign_alone_is_none() -> None:
    assert tagged("rice", [0.44, 0, 0, 0, 0, 0.28, 0.28]) == []
    assert tagged("rice", [0.36, 0, 0, 0, 0, 0.32, 0.32]) == [("content", "rice")]
    assert tagged("rice, grows", OUT, CONTENT, OUT) == []


def test_the_pieces_of_a_word_are_weighed_together() -> None:
    encoded = Encoded([], [], [(0, 4), (4, 6)], [], [])
    assert spans("Sharif", encoded, np.array([np.eye(7)[OUT], [0.1, 0.9, 0, 0, 0, 0, 0]])) == []
    assert spans("Sharif", encoded, np.array([[0.4, 0.6, 0, 0, 0, 0, 0], [0.1, 0.9, 0, 0, 0, 0, 0]])) == [
        ("source", 0, 6)
    ]


@pytest.mark.parametrize(
    ("between", "cue", "count"), [(" ", False, 1), ("\n\n", False, 2), (" ", True, 2), (" and ", False, 2)]
)
def test_a_content_goes_on_in_the_next_sentence_of_its_paragraph_unless_that_has_a_cue(
    between: str, cue: bool, count: int
) -> None:
    text = "Rice is short." + between + "Oil is too."
    start = text.index("Oil")
    second = [("content", 0, 11), *([("cue", 4, 6)] if cue else [])]
    made = joined(text, [(0, [("content", 0, 14)]), (start, second)])
    contents = [span for span in made if span[0] == "content"]
    assert len(contents) == count
    assert contents[-1][2] == len(text)


def test_a_content_that_ends_before_its_sentence_does_is_not_joined() -> None:
    text = "Rice is short, he said. Oil is too."
    made = joined(text, [(0, [("content", 0, 13), ("source", 15, 17)]), (24, [("content", 0, 11)])])
    assert made == [("source", 15, 17), ("content", 0, 13), ("content", 24, 35)]


def test_a_text_is_read_by_sentences_each_with_the_one_before_it(tmp_path: Path) -> None:
    text = "Amal said “rice is short. Oil is short too.” Nobody answered."
    assert [(start, source.previous[:4]) for start, source in sources(text)] == [(0, ""), (26, "Amal"), (45, "Oil ")]
    found = [(kind, text[start:end]) for kind, start, end in attributions(StandIn(tmp_path), text)]
    assert found == [("source", "Amal"), ("cue", "said"), ("content", "“rice is short. Oil is short too.”")]
