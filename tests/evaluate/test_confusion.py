"""Classes against classes, and how far a figure may be trusted."""

import math

import numpy as np
import pytest

from deedbook.evaluate.bootstrap import f1, interval
from deedbook.evaluate.confusion import accuracy, confusion, macro_f1, matrix, scores, table

NAMES = ("apple", "pear", "plum")
PAIRS = [("apple", "apple"), ("apple", "apple"), ("apple", "pear"), ("pear", "pear"), ("pear", None), ("pear", "fig")]


def test_scores_by_class_leave_out_a_class_that_does_not_occur() -> None:
    counts = confusion(PAIRS, NAMES)
    apple, pear, plum = scores(counts).tolist()
    assert apple == pytest.approx([3, 1.0, 2 / 3, 0.8])
    assert pear == pytest.approx([3, 0.5, 1 / 3, 0.4])
    assert math.isnan(plum[3])
    assert macro_f1(counts) == pytest.approx(0.6)
    assert macro_f1(counts, (0,)) == pytest.approx(0.8)
    assert accuracy(counts) == 0.5


def test_tables_show_what_occurs_and_what_got_no_class() -> None:
    counts = confusion(PAIRS, NAMES)
    assert [line.split()[0] for line in table(counts, NAMES)[1:]] == ["apple", "pear"]
    head, apple, pear = matrix(counts, NAMES)
    assert head.split() == ["appl", "pear", "none"]
    assert (apple.split()[1:], pear.split()[1:]) == (["2", "1", "·"], ["·", "1", "2"])


def test_an_unknown_expected_class_is_an_error() -> None:
    with pytest.raises(KeyError):
        confusion([("fig", "apple")], NAMES)


def test_an_interval_holds_the_figure_and_narrows_with_more_groups() -> None:
    few = [np.array((2, 2, n % 3 > 0)) for n in range(9)]
    low, high = interval(few, f1)
    narrow = interval(few * 20, f1)
    assert low < f1(sum(few)) < high
    assert low < narrow[0] < narrow[1] < high
    assert interval(few, f1) == (low, high)


def test_one_group_has_no_spread_and_none_has_no_figure() -> None:
    assert interval([np.array((2, 2, 1))], f1) == (0.5, 0.5)
    assert interval([], f1) == (0.0, 0.0)
    assert f1(np.array((0, 0, 0))) == 0.0
