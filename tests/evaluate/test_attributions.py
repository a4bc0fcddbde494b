"""From tags of word pieces to spans of a text."""

from pathlib import Path

import numpy as np
import pytest

from deedbook.coding.attributions import attributions, joined, sources, spans
from deedbook.coding.encoding import Encoded
from tests.evaluate.stand_in import StandIn

OUT, SOURCE, SAME_SOURCE, CONTENT, SAME_CONTENT = 0, 1, 2, 5, 6


def tagged(*tags: int) -> list[tuple[str, int, int]]:
    """Spans of words of three letters, each with a blank behind it."""
    offsets = [(0, 0), *((4 * n, 4 * n + 3) for n in range(len(tags))), (0, 0)]
    encoded = Encoded([0] * len(offsets), [], offsets, [], [])
    return spans(encoded, np.eye(7)[[OUT, *tags, OUT]])


def test_a_span_goes_on_until_its_kind_changes_or_another_begins() -> None:
    assert tagged(SOURCE, SAME_SOURCE, OUT, CONTENT) == [("source", 0, 7), ("content", 12, 15)]
    assert tagged(CONTENT, CONTENT, SAME_CONTENT) == [("content", 0, 3), ("content", 4, 11)]


def test_a_span_may_begin_with_inside() -> None:
    assert tagged(OUT, SAME_CONTENT, SAME_CONTENT) == [("content", 4, 11)]


def test_begin_and_inside_of_a_kind_are_weighed_together() -> None:
    encoded = Encoded([0], [], [(0, 3)], [], [])
    assert spans(encoded, np.array([[0.4, 0, 0, 0, 0, 0.3, 0.3]])) == [("content", 0, 3)]


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
