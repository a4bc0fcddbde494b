"""Several processes give what one gives, in the same order."""

from deedbook.coding import default_coder
from deedbook.coding.pool import WARM, coded
from deedbook.records import Coding
from tests.coding.builders import article


def cues(coding: Coding) -> list[str]:
    return [f"{e.actor.code} {e.recipient.code} {e.event_type} {e.cue.text}" for e in coding.events if e.cue]


def test_two_processes_code_what_one_codes_and_keep_the_order() -> None:
    states = ["Japan", "France", "Kenya", "Brazil", "Egypt", "Chile", "Poland", "Nepal", "Ghana", "Peru"]
    batches = [[article(f"{a} warned {b} on Monday.", id=f"{a}{b}") for b in states if b != a] for a in states]
    assert len(batches) > WARM
    alone = list(coded(batches, default_coder, cues, 1))
    together = list(coded(batches, default_coder, cues, 2))
    assert together == alone
    assert sum(len(c) for batch in alone for c in batch) > 40
