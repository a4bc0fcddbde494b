"""Several processes give what one gives, in the same order."""

from deedbook.coding import default_coder
from deedbook.coding.combined import View, combine
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


def test_the_list_is_preferred_for_what_did_not_come_and_otherwise_needs_a_sign() -> None:
    read = [((0, 5), "act"), ((20, 25), "delivered")]
    listed = [((3, 9), "not_received"), ((20, 22), "act"), ((40, 44), "act"), ((60, 64), "act")]
    signs = {(40, 44): 0.5}
    view: View[tuple[tuple[int, int], str]] = View(
        lambda e: e[0], lambda e: e[1], lambda e: e, lambda e: 0.9, lambda e: signs.get(e[0], 0.0)
    )
    kept, more = combine(read, listed, view)
    assert kept == [((20, 25), "delivered")]
    assert more == [((3, 9), "not_received"), ((40, 44), "act")]


def test_where_the_reader_is_unsure_the_list_is_preferred_and_a_doubtful_deed_is_dropped() -> None:
    sure = {"approved": 0.1, "agreed": 0.05, "promised": 0.6, "delivered": 0.25}
    read = [((0, 5), "approved"), ((10, 15), "agreed"), ((20, 25), "promised"), ((30, 35), "delivered")]
    listed = [((0, 3), "act"), ((20, 22), "act")]
    view: View[tuple[tuple[int, int], str]] = View(
        lambda e: e[0], lambda e: e[1], lambda e: e[1], lambda e: sure.get(e[1], 0.3), lambda e: 1.0
    )
    assert combine(read, listed, view) == ([((10, 15), "agreed"), ((20, 25), "promised")], [((0, 3), "act")])
