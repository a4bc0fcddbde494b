"""What the rest of an article tells of its sentences of one party."""

from deedbook.coding.surroundings import EVIDENCE, MANY, Surroundings
from deedbook.coding.weighing import Reading


def _reading(actor: str | None, recipient: str | None) -> Reading:
    return Reading(actor, recipient, "AID", "promised", False, False, (0, 4), ())


def test_a_pair_is_known_in_either_direction_and_acts_are_counted_to_a_bound() -> None:
    around = Surroundings.of([_reading("JPN", "NPL"), _reading("JPN", "NPL")])
    assert around.told == 2
    held = dict(zip(EVIDENCE, around.evidence(_reading("NPL", "JPN"), frozenset({"NPL"}), 0.7), strict=True))
    assert (held["pair known"], held["parties known"], held["likely"]) == (1.0, 2.0, 0.7)
    assert (held["named"], held["actor here"], held["recipient here"]) == (1.0, 1.0, 0.0)
    other = dict(zip(EVIDENCE, around.evidence(_reading("NPL", None), frozenset(), 0.0), strict=True))
    assert (other["pair known"], other["parties known"], other["named"]) == (0.0, 1.0, 0.0)
    assert Surroundings.of([_reading("JPN", "NPL")] * 9).told == MANY


def test_what_a_deed_is_otherwise_gets_the_evidence_too() -> None:
    asked = _reading("JPN", "NPL")
    deed = Reading("JPN", "NPL", "AID", "delivered", False, False, (0, 4), (1.0,), otherwise=asked)
    made = deed.also(lambda r: (2.0 if r.status == "delivered" else 3.0,))
    assert made.evidence == (1.0, 2.0)
    assert made.otherwise is not None
    assert made.otherwise.evidence == (3.0,)
