"""Krippendorff's alpha against his own worked examples (Computing Krippendorff's Alpha-Reliability, 2011)."""

import pytest

from tests.evaluate.test_agreement import EVENTS, FILE
from training.agreement import FIELDS, both
from training.alpha import nominal


def test_two_readers_of_two_values() -> None:
    assert nominal(zip("0100000010", "1110010000", strict=True)) == pytest.approx(0.095, abs=5e-4)


def test_two_readers_of_five_values() -> None:
    assert nominal(zip("aabbdcccedda", "babbbcccedd" + "d", strict=True)) == pytest.approx(0.692, abs=5e-4)


def test_units_that_one_reader_saw_count_for_nothing() -> None:
    assert nominal([("a", "a"), ("b", "b"), ("a",)]) == 1.0
    assert nominal([("a", "b"), ("b", "a")]) < 0
    assert nominal([]) == 1.0


def test_events_that_both_wrote_are_compared_by_every_field() -> None:
    one, other = {"events": EVENTS[0]}, {"events": [EVENTS[0][0] | {"status": "approved"}]}
    labels = {(FILE, 0, 38): {"r1": one, "r2": other}, (FILE, 39, 59): {"r1": {"events": EVENTS[1]}}}
    ((first, second),) = both(labels)
    differing = [name for name, value in FIELDS.items() if value(first) != value(second)]
    assert differing == ["status"]
