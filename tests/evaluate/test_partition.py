"""Textbook examples of the measures, and the matching against trying every permutation."""

from itertools import permutations

import numpy as np
import pytest

from deedbook.evaluate.partition import Score, assignment, b_cubed, ceaf_e, conll, muc

# Bagga and Baldwin 1998: truth {1-5} {6,7} {8-C}; one answer joins the first with the last, one the first two.
TRUTH = [1] * 5 + [2] * 2 + [3] * 5
SMALL_JOINED = [1] * 5 + [2] * 7
LARGE_JOINED = [1] * 5 + [2] * 2 + [1] * 5


def rounded(score: Score) -> tuple[float, float, float]:
    return round(score.precision, 3), round(score.recall, 3), round(score.f1, 3)


def test_muc_cannot_tell_which_clusters_were_joined() -> None:
    assert rounded(muc(TRUTH, SMALL_JOINED)) == (0.9, 1.0, 0.947)
    assert rounded(muc(TRUTH, LARGE_JOINED)) == (0.9, 1.0, 0.947)


def test_b_cubed_counts_the_worse_join_as_worse() -> None:
    for answer, precision in ((SMALL_JOINED, 0.762), (LARGE_JOINED, 0.583)):
        each_precision, each_recall = b_cubed(TRUTH, answer)
        assert round(float(each_precision.mean()), 3) == precision
        assert each_recall.mean() == 1.0


def test_ceaf_e_of_two_clusters_against_three() -> None:
    # The first matches in full (1), the second its larger part: 2 * 5 / (5 + 7).
    score = ceaf_e(TRUTH, SMALL_JOINED)
    assert score.precision == pytest.approx((1 + 10 / 12) / 2)
    assert score.recall == pytest.approx((1 + 10 / 12) / 3)


def test_the_extremes() -> None:
    names = list(range(6))
    assert conll(names, names).b_cubed.f1 == conll(names, names).ceaf_e.f1 == 1.0
    assert conll(names, names).muc.f1 == 0.0, "nothing is linked, so no link is right"
    assert conll([1, 1, 2], [5, 5, 9]).f1 == 1.0
    assert conll([1, 1, 1, 1], names[:4]).b_cubed.recall == 0.25


def test_the_mean_is_of_the_three() -> None:
    found = conll(TRUTH, SMALL_JOINED)
    assert found.f1 == pytest.approx((found.muc.f1 + found.b_cubed.f1 + found.ceaf_e.f1) / 3)


@pytest.mark.parametrize("shape", [(1, 1), (3, 3), (2, 5), (5, 2), (5, 5)])
def test_the_matching_is_the_best_of_all(shape: tuple[int, int]) -> None:
    chance = np.random.default_rng(3)
    for _ in range(40):
        table = np.where(chance.random(shape) < 0.4, 0.0, chance.random(shape))
        tall = table if shape[0] <= shape[1] else table.T
        best = max(
            sum(tall[row, column] for row, column in enumerate(order))
            for order in permutations(range(tall.shape[1]), tall.shape[0])
        )
        chosen = assignment(table)
        assert len({row for row, _ in chosen}) == len({column for _, column in chosen}) == min(shape)
        assert sum(table[row, column] for row, column in chosen) == pytest.approx(best)
