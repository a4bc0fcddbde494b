"""Phrases end where words do, whatever word pieces the model stops at."""

import re

import numpy as np

from deedbook.coding.encoding import Encoded
from deedbook.coding.model import Guess
from deedbook.coding.phrases import phrases
from deedbook.coding.vocabulary import PHRASES

TEXT = "Japan criticised U.S. agricultural policy and exports to the U.S."
PIECES = re.findall(r"critic|ised|\w+|\.", TEXT)


def found(first: int, last: int) -> str:
    """The object where the model is sure of the pieces from ``first`` to ``last``."""
    at, offsets = 0, []
    for piece in PIECES:
        at = TEXT.index(piece, at)
        offsets.append((at, at + len(piece)))
        at += len(piece)
    scores = np.zeros((len(PIECES), 2 * len(PHRASES)))
    column = 2 * PHRASES.index("object")
    scores[first, column] = 1.0
    scores[first : last + 1, column + 1] = 1.0
    none = np.zeros((0, 2))
    encoded = Encoded([0] * len(PIECES), [0] * len(PIECES), offsets, [], [0] * len(PIECES))
    said = phrases(Guess((1, 3), 1.0, scores, none, np.zeros(4), {}), encoded, TEXT).object
    assert said is not None
    return TEXT[slice(*said)]


def test_initials_are_one_word() -> None:
    assert found(5, 8) == "U.S. agricultural policy"  # the model began at the S
    assert found(3, 8) == "U.S. agricultural policy"
    assert found(10, 13) == found(10, 15) == "exports to the U.S."
    assert found(7, 8) == "agricultural policy"


def test_a_word_of_many_pieces_is_whole() -> None:
    assert found(2, 8) == "criticised U.S. agricultural policy"
