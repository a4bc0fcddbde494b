"""Commitments as they are printed."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import cast

from deedbook.cli.commitments import Desk
from deedbook.codebook import load
from deedbook.records import Commitment, Interval, Occurrence, Snapshot, Step


def test_of_what_has_not_moved_for_years_the_list_shows_the_latest_few() -> None:
    done = Interval(date(1990, 1, 1), date(1990, 1, 1), "explicit")
    step = Step(cast("Occurrence", SimpleNamespace(entries=())), done, "delivered", "delivered")
    old = []
    for n in range(12):
        moved = replace(step, when=replace(done, end=date(1990 + n, 1, 1)))
        terms = ("binding", "complete", "live", "paid")
        old.append(Commitment(str(n), "USA", "PAK", "loan", (), "loan", (moved,), *terms))  # type: ignore[arg-type]
    desk = Desk(Snapshot({}, (), (), tuple(old), as_of=date(2026, 1, 1)), load())
    (group,), line = desk.brief(old)
    assert [c.id for c in group.commitments] == ["11", "10", "9", "8", "7", "6", "5", "4"]
    assert line == "4 older commitments that last moved between 1990 and 1993 left out; --format csv lists all."
