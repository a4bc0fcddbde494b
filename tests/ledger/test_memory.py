"""What is let go of where it is too much."""

from deedbook.ledger.memory import shed


def test_the_oldest_go_first_and_all_at_once() -> None:
    held = dict.fromkeys(range(9), "")
    assert shed(held, 9) == [] and len(held) == 9
    held[9] = ""
    assert shed(held, 8) == [0, 1, 2, 3] and list(held) == [4, 5, 6, 7, 8, 9]
