"""Cues out of tags."""

import numpy as np

from deedbook.coding.encoding import Encoded
from deedbook.coding.model import proposed


def cues(*rows: tuple[float, float]) -> list[tuple[int, int, float]]:
    """Of pieces by their probabilities of begin and inside; a special piece stands before and behind."""
    scores = np.array([(1.0, 0.0, 0.0), *((1 - b - i, b, i) for b, i in rows), (1.0, 0.0, 0.0)])
    offsets = [(0, 0), *((n, n + 1) for n in range(len(rows))), (0, 0)]
    encoded = Encoded([0] * len(offsets), [0] * len(offsets), offsets, [], [0] * len(offsets))
    return [(a, b, round(p, 3)) for a, b, p in proposed(scores, encoded, 0.3)]


def test_a_cue_goes_on_through_a_piece_that_is_not_sure() -> None:
    assert cues((0.9, 0.0), (0.05, 0.2), (0.1, 0.8), (0.0, 0.05)) == [(1, 4, 0.9)]


def test_a_new_beginning_ends_the_cue_before() -> None:
    assert cues((0.9, 0.0), (0.1, 0.8), (0.6, 0.3)) == [(1, 3, 0.9), (3, 4, 0.9)]


def test_what_is_never_likely_is_no_cue() -> None:
    assert cues((0.2, 0.0), (0.0, 0.2)) == []


def test_what_begins_faintly_and_grows_sure_is_one_cue() -> None:
    assert cues((0.15, 0.0), (0.1, 0.7)) == [(1, 3, 0.8)]
