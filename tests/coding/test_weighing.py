"""What a cue is read as, and whether it is worth writing."""

import numpy as np
import pytest

from deedbook.codebook import load
from deedbook.coding.encoding import Encoded, Source
from deedbook.coding.model import Guess
from deedbook.coding.vocabulary import FLAGS, KINDS, Vocabulary
from deedbook.coding.weighing import EVIDENCE, QUESTIONS, Weigher, readings

TEXT = "Peru sold copper to Chile."
VOCABULARY = Vocabulary.of(load())


def guess(found: float) -> Guess:
    """A guess at "sold" with Peru as the actor and Chile as the recipient."""

    def certain(words: tuple[str, ...], word: str) -> np.ndarray:
        return np.array([float(w == word) for w in words])

    fields = {
        "type": certain(VOCABULARY.types, "COOPERATE"),
        "status": certain(VOCABULARY.statuses, "delivered"),
        "kind": np.eye(len(KINDS))[0],
        "instrument": certain(VOCABULARY.instruments, "other"),
        "domain": certain(VOCABULARY.domains, "trade"),
        "flag": certain(FLAGS, "real"),
    }
    parties = np.array([[0.9, 0.1], [0.2, 0.8]])
    return Guess((2, 3), found, np.zeros((7, 12)), parties, np.zeros(4), fields)


ENCODED = Encoded(
    [0] * 7,
    [0] * 7,
    [(0, 0), (0, 4), (5, 9), (10, 16), (17, 19), (20, 25), (0, 0)],
    [(1, 2, "PER", 0), (5, 6, "CHL", 20)],
    [0] * 7,
)


def read(found: float, least: float = 0.5) -> list:
    source = Source(TEXT, ((0, 4, "PER"), (20, 25, "CHL")))
    return [
        r for _, some in readings([guess(found)], least, ENCODED, source, VOCABULARY, lambda a, b: True) for r in some
    ]


def test_a_guess_is_read_with_its_parties_type_and_rung() -> None:
    (one,) = read(0.9)
    assert (one.actor, one.recipient, one.event_type, one.status) == ("PER", "CHL", "COOPERATE", "delivered")
    assert (one.negative, one.symmetric, one.cue) == (False, False, (5, 9))
    assert len(one.evidence) == len(EVIDENCE)


def test_a_guess_that_is_hardly_one_is_not_read() -> None:
    assert read(0.2) == []


def test_what_does_not_weigh_enough_is_not_worth_writing() -> None:
    weights = [0.0] * len(EVIDENCE)
    weights[EVIDENCE.index("actor")] = 1.0
    weigher = Weigher.of({q: [0.0, *weights] for q in QUESTIONS}, 1.5)
    (one,) = read(0.9)
    assert weigher.right(one.evidence) == pytest.approx(0.9)
    assert Weigher.of({q: [-3.0, *weights] for q in QUESTIONS}, 1.5).right(one.evidence) is None
