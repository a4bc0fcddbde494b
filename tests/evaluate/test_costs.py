"""What mistakes cost, and whether a confidence means what it says."""

from dataclasses import replace

import pytest

from deedbook.evaluate.costs import Cost, cost
from deedbook.evaluate.labels import Act
from deedbook.evaluate.reliability import calibration_error

DONE = Act("JPN", "MMR", "CONCEDE", "delivered", False, (6, 12))
MEANT = replace(DONE, status="promised")
DENIED = replace(DONE, polarity="negative")


@pytest.mark.parametrize(
    ("gold", "ours", "expected"),
    [
        ([DONE], [DONE], (0, 1)),
        ([DONE], [], (1, 1)),
        ([DONE], [MEANT], (1, 1)),
        ([MEANT], [DONE], (10, 1)),  # false delivered
        ([], [DONE], (10, 0)),
        ([], [DENIED], (1, 0)),
        ([], [MEANT], (1, 0)),
        ([DENIED], [DENIED], (0, 10)),
        ([DENIED], [], (10, 10)),  # missed denial
        ([DENIED], [DONE], (10, 10)),  # both at once
        ([MEANT], [replace(MEANT, cue=(30, 35))], (2, 1)),  # missed, and one that is not there
        ([DONE, replace(DONE, recipient="KEN")], [replace(DONE, recipient="KEN"), DONE], (0, 2)),
    ],
)
def test_each_mistake_has_its_price(gold: list[Act], ours: list[Act], expected: tuple[int, int]) -> None:
    made = cost(gold, ours)
    assert (made.ours, made.empty) == expected


def test_dear_mistakes_are_counted_apart() -> None:
    made = cost([DENIED], [DONE])
    assert (made.false_delivered, made.missed_denials, made.denials) == (1, 1, 1)
    assert (made + Cost(ours=2, empty=10)).share == pytest.approx(12 / 20)


def test_confidence_that_is_the_share_of_right_ones_has_no_error() -> None:
    assert calibration_error([(0.5, n % 2 == 0) for n in range(30)], bins=15) == pytest.approx(0.0)
    assert calibration_error([(1.0, True)] * 5) == 0.0
    assert calibration_error([]) == 0.0


def test_error_is_the_mean_distance_over_bins_of_equal_mass() -> None:
    judged = [(0.2, False)] * 10 + [(0.9, True)] * 10
    assert calibration_error(judged, bins=2) == pytest.approx((0.2 + 0.1) / 2)
