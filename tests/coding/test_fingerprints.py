"""Fingerprints of training sentences, packed."""

from deedbook.coding.fingerprints import packed, unpacked


def test_what_was_packed_is_found_again() -> None:
    prints = {"00000000", "ffffffff", "0a1b2c3d", "deadbeef"}
    text = packed([*prints, "deadbeef"])
    assert len(text) == 5 * len(prints)
    assert unpacked(text) == prints
    assert packed([*sorted(prints, reverse=True), "deadbeef"]) == text


def test_nothing_is_nothing() -> None:
    assert unpacked(packed([])) == frozenset()
