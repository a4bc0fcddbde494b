"""Two snapshots of a pair each, put together."""

from pathlib import Path

import pytest

from deedbook.codebook import load
from deedbook.coding import LexiconCoder
from deedbook.ledger import Ledger
from deedbook.ledger.union import union
from deedbook.measures import answer
from deedbook.pipeline import run
from deedbook.records import Snapshot


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Ledger:
    ledger = Ledger.open(tmp_path_factory.mktemp("union") / "l.sqlite")
    run([str(examples)], ledger, LexiconCoder())
    return ledger


@pytest.mark.parametrize(
    "pairs", [(("PAK", "USA"), ("IND", "USA")), (("CHN", "PAK"), ("PAK", "USA")), (("PAK", "USA"), ("PAK", "SAU"))]
)
def test_two_pairs_put_together_are_both_at_once(told: Ledger, pairs: tuple[tuple[str, str], tuple[str, str]]) -> None:
    one, other = (told.snapshot(pairs=[pair]) for pair in pairs)
    assert one.occurrences and other.occurrences and one.occurrences != other.occurrences
    both, expected = union(one, other, load()), told.snapshot(pairs=pairs)
    for name in Snapshot.__dataclass_fields__.keys() - {"commitments"}:
        assert getattr(both, name) == getattr(expected, name), name
    own = [c for c in expected.commitments if {c.giver, c.receiver} in [set(pair) for pair in pairs]]
    assert [c for c in both.commitments if {c.giver, c.receiver} in [set(pair) for pair in pairs]] == own


def test_an_answer_beside_another_is_the_same_from_two_snapshots(told: Ledger) -> None:
    pair, against = ("PAK", "USA"), ("IND", "USA")
    both = union(told.snapshot(pairs=[pair]), told.snapshot(pairs=[against]), load())
    made, expected = (answer(s, pair, against=against) for s in (both, told.snapshot(pairs=[pair, against])))
    for name in ("judgement", "standing", "comparison", "beside", "others", "coverage", "quotes", "absences", "told"):
        assert getattr(made, name) == getattr(expected, name), name
