"""A party that stands in no word of the sentence is looked for in what stands before it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from deedbook.coding.casting import role
from deedbook.coding.encoding import Encoded, Source
from deedbook.coding.model import Guess
from deedbook.coding.rereading import doubtful, reread
from tests.evaluate.stand_in import StandIn

TEXT = "Then it praised Peru and Chile."
SOURCE = Source(TEXT, ((16, 20, "PER"), (25, 30, "CHL")), "Kenya speaks", ((0, 5, "KEN"),), "Nobody did.", ())


class Knowing(StandIn):
    """Reads with the stand-in; of a cue with context it says that the mention of the title acts."""

    asked: int = 0

    def judge_pieces(
        self, sources: Sequence[Source], cues: Sequence[Sequence[tuple[int, int]]]
    ) -> list[tuple[Encoded, list[Guess]]]:
        made = []
        for encoded, guesses in super().judge_pieces(sources, cues):
            self.asked += len(guesses)
            late = []
            for guess in guesses:
                parties = guess.parties.copy()
                parties[:, 0] = [float(code == "KEN") for _, _, code, _ in encoded.mentions]
                late.append(replace(guess, parties=parties, found=0.0))
            made.append((encoded, late))
        return made


@pytest.fixture
def model(tmp_path: Path) -> Knowing:
    return Knowing(tmp_path)


def unsure(model: StandIn, source: Source) -> tuple[Encoded, list[Guess]]:
    """What the model reads without context, no mention of which is likely to act."""
    ((encoded, guesses),) = model.read([source.as_read()], 0.5)
    return encoded, [replace(g, parties=g.parties * np.array([0.1, 1.0])) for g in guesses]


def test_a_doubtful_role_is_filled_from_the_title_and_the_rest_stays_as_read(model: Knowing) -> None:
    before, (first,) = unsure(model, SOURCE)
    assert doubtful(first, before)
    ((encoded, (guess,)),) = reread(model, [SOURCE], [(before, [first])], 0.5)
    assert [(code, start) for _, _, code, start in encoded.mentions] == [("PER", 16), ("CHL", 25), ("KEN", None)]
    assert guess.parties[:, 0].tolist() == [0.0, 0.0, 1.0]
    assert (guess.found, guess.cue) == (first.found, first.cue), "only the parties come from the second reading"


def test_a_cue_with_likely_parties_is_read_once_and_takes_nobody_from_the_context(model: Knowing) -> None:
    before, (first,) = unsure(model, SOURCE)
    sure = replace(first, parties=np.array([[0.9, 0.1], [0.1, 0.9]]))
    assert reread(model, [SOURCE], [(before, [sure])], 0.5) == [(before, [sure])] and model.asked == 0
    ((_, (again, other)),) = reread(model, [SOURCE], [(before, [sure, first])], 0.5)
    assert model.asked == 1
    assert again.parties.tolist() == [[0.9, 0.1], [0.1, 0.9], [0.0, 0.0]] and other.parties[2, 0] == 1.0


def test_nothing_is_read_again_without_a_name_in_the_context_or_below_the_threshold(model: Knowing) -> None:
    for source, least in ((replace(SOURCE, title_mentions=()), 0.5), (SOURCE, 1.1)):
        before, guesses = unsure(model, source)
        assert reread(model, [source], [(before, guesses)], least) == [(before, guesses)]
    assert model.asked == 0


def test_a_faint_mention_of_the_context_counts_for_more_than_one_of_the_sentence() -> None:
    parties, absent = np.array([[0.25, 0.0], [0.25, 0.0]]), np.zeros(4)
    held = role(parties, absent, [("PER", True), ("KEN", False)], 0)
    assert held["PER"] == 0.25 and held["KEN"] == pytest.approx(0.5)
