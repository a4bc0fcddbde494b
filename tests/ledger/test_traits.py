"""What two passages have in common."""

import pytest

from deedbook.ledger.traits import surname


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ishaq Dar", "dar"),
        ("Ishaq Dar's", "dar"),
        ("Trump", "trump"),
        ("Islamabad", None),
        ("'s", None),
        ("’s", None),
        (" ", None),
        ("", None),
    ],
)
def test_the_surname_of_a_person_and_of_nobody_else(name: str, expected: str | None) -> None:
    assert surname(name, frozenset(("islamabad",))) == expected
