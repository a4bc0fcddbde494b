"""What is let go of where it is too much."""

import gc
import weakref

import pytest

from deedbook.ledger import memory
from deedbook.ledger.memory import shed


class Circle:
    own: object = None


def test_the_oldest_go_first_and_all_at_once() -> None:
    held = dict.fromkeys(range(9), "")
    assert shed(held, 9) == [] and len(held) == 9
    held[9] = ""
    assert shed(held, 8) == [0, 1, 2, 3] and list(held) == [4, 5, 6, 7, 8, 9]


def test_what_lives_is_set_apart_and_what_died_is_found_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "LOOK_AGAIN", 3)
    garbage, before = memory.Garbage(), gc.get_freeze_count()
    dead = [Circle()]
    dead[0].own = dead  # refers to itself
    left = weakref.ref(dead[0])
    with garbage.left(memory.SET_APART - 1):
        assert not gc.isenabled()
    assert gc.isenabled() and gc.get_freeze_count() == before
    with garbage.left(1):
        del dead
    assert gc.get_freeze_count() > before and left() is not None
    for _ in range(2):
        with garbage.left(memory.SET_APART):
            pass
    assert left() is None
    gc.unfreeze()
