"""An answer from a snapshot of two pairs alone is the answer from a snapshot of everything, but for third states."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from deedbook.coding import LexiconCoder
from deedbook.ledger import Ledger
from deedbook.measures import answer
from deedbook.pipeline import run

PAIR, OTHER = ("PAK", "USA"), ("IND", "USA")


@pytest.fixture(scope="module")
def told(examples: Path) -> Iterator[Ledger]:
    with Ledger.temporary() as ledger:
        run([str(examples)], ledger, LexiconCoder())
        yield ledger


@pytest.mark.parametrize("as_of", [None, date(2025, 12, 31), date(2020, 1, 1)])
@pytest.mark.parametrize("pair", [PAIR, ("CHN", "FRA")])
def test_the_answer_is_the_same(told: Ledger, as_of: date | None, pair: tuple[str, str]) -> None:
    part = answer(told.snapshot(pairs=[pair, OTHER], as_of=as_of), pair, against=OTHER)
    whole = answer(told.snapshot(as_of=as_of), pair, against=OTHER)
    around = {"snapshot", "others", "quotes", "coverage"}  # these count what either side did with third states too
    for field in fields(whole):
        if field.name not in around:
            assert getattr(part, field.name) == getattr(whole, field.name), field.name
    counted = {"lines": 0, "lines_unreviewed": 0, "summary": ""}
    assert replace(part.coverage, **counted) == replace(whole.coverage, **counted)
