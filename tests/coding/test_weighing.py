"""What a cue is read as, and whether it is worth writing."""

import numpy as np
import pytest

from deedbook.codebook import load
from deedbook.coding.encoding import Encoded, Source
from deedbook.coding.model import Guess
from deedbook.coding.vocabulary import FLAGS, KINDS, Vocabulary
from deedbook.coding.weighing import EVIDENCE, QUESTIONS, Reading, Weigher, readings

TEXT = "Peru sold copper to Chile."
VOCABULARY = Vocabulary.of(load())


ALIKE = np.ones((len(VOCABULARY.types), len(VOCABULARY.statuses)))


def guess(found: float, statuses: dict[str, float] | None = None) -> Guess:
    """A guess at "sold" with Peru as the actor and Chile as the recipient; ``statuses``: their probabilities."""

    def certain(words: tuple[str, ...], word: str) -> np.ndarray:
        return np.array([float(w == word) for w in words])

    fields = {
        "type": certain(VOCABULARY.types, "COOPERATE"),
        "status": np.array([(statuses or {"delivered": 1.0}).get(s, 0.0) for s in VOCABULARY.statuses]),
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


def read(one: Guess, together: np.ndarray = ALIKE) -> list[Reading]:
    source = Source(TEXT, ((0, 4, "PER"), (20, 25, "CHL")))
    made = readings([one], 0.5, ENCODED, source, VOCABULARY, together, lambda a, b: True)
    return [r for _, some in made for r in some]


def weigher(done: float = 0.0, least: float = 1.5, base: float = 0.0) -> Weigher:
    """A weigher that looks at the actor alone, and of whether a deed was done at the rung alone."""

    def weights(name: str) -> list[float]:
        return [base, *(float(e == name) for e in EVIDENCE)]

    return Weigher.of({q: weights("status" if q == "done" else "actor") for q in QUESTIONS}, least, done)


def test_a_guess_is_read_with_its_parties_type_and_rung() -> None:
    (one,) = read(guess(0.9))
    assert (one.actor, one.recipient, one.event_type, one.status) == ("PER", "CHL", "COOPERATE", "delivered")
    assert (one.negative, one.symmetric, one.cue) == (False, False, (5, 9))
    assert len(one.evidence) == len(EVIDENCE)


def test_a_guess_that_is_hardly_one_is_not_read() -> None:
    assert read(guess(0.2)) == []


def test_a_type_and_a_rung_that_never_meet_are_not_chosen_together() -> None:
    told = guess(0.9, {"promised": 0.6, "approved": 0.4})
    assert [r.status for r in read(told)] == ["promised"]
    apart = ALIKE.copy()
    apart[VOCABULARY.types.index("COOPERATE"), VOCABULARY.statuses.index("promised")] = 0.1
    assert [(r.event_type, r.status) for r in read(told, apart)] == [("COOPERATE", "approved")]


def test_what_does_not_weigh_enough_is_not_worth_writing() -> None:
    (one,) = read(guess(0.9))
    assert weigher().worth(one) == (one, pytest.approx(0.9))
    assert weigher(base=-3.0).worth(one) is None


def test_a_deed_in_doubt_is_written_on_the_next_rung() -> None:
    (one,) = read(guess(0.9, {"delivered": 0.6, "agreed": 0.3, "act": 0.1}))
    assert one.status == "delivered"
    assert weigher(done=0.5).worth(one) == (one, pytest.approx(0.9))
    assert (written := weigher(done=0.7).worth(one))
    assert (written[0].status, written[0].actor, written[0].otherwise) == ("agreed", "PER", None)
