"""Who acts on whom, from how likely each party is in each role."""

import pytest

from deedbook.coding.casting import Role, coordinated, pairs, put_where

TEXT = "The UAE, India and Sri Lanka signed a memorandum."
PLACES = [(TEXT.index(name), TEXT.index(name) + len(name), code)
          for name, code in (("UAE", "ARE"), ("India", "IND"), ("Sri Lanka", "LKA"))]  # fmt: skip


def cast(third: float, *, symmetric: bool = True) -> set[frozenset[str | None]]:
    actor: Role = {None: 0.02, "ARE": 0.99, "IND": 0.02, "LKA": third}
    recipient: Role = {None: 0.02, "ARE": 0.0, "IND": 0.95, "LKA": 0.1}
    found = pairs(actor, recipient, symmetric=symmetric, listed=coordinated(TEXT, PLACES))
    return {frozenset((a, r)) for a, r, _ in found}


def test_three_of_one_list_who_sign_together_are_three_pairs() -> None:
    assert cast(0.25) == {frozenset(two) for two in (("ARE", "IND"), ("ARE", "LKA"), ("IND", "LKA"))}


def test_one_sided_acts_and_parties_that_play_no_part_make_no_more_pairs() -> None:
    assert cast(0.25, symmetric=False) == {frozenset(("ARE", "IND"))}
    assert pairs({"ARE": 0.99, "LKA": 0.02}, {"IND": 0.95, "LKA": 0.01}, symmetric=True,
                 listed=coordinated(TEXT, PLACES)) == [("ARE", "IND", 0.99 * 0.95)]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("Pakistani officials said the firm would invest $500 million in Pakistan.", "would invest", "PAK"),
        ("Pakistan will invest in the Philippines.", "will invest", "PHL"),
        (
            "Pakistani officials said the firm would invest $500 million; talks were held in Pakistan.",
            "would invest",
            None,
        ),
        ("Pakistan would pay the firm in Pakistan.", "would pay", None),
        ("In Pakistan the firm would invest $500 million.", "would invest", None),
    ],
)
def test_where_money_is_put_is_who_receives_it(text: str, cue: str, expected: str | None) -> None:
    named = [("PAK", text.index("Pakistan"))]
    named += [
        (code, at) for name, code in (("Pakistan", "PAK"), ("Philippines", "PHL")) if (at := text.rfind(name)) > 0
    ]
    assert put_where(text, (text.index(cue), text.index(cue) + len(cue)), named) == expected
