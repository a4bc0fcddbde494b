"""A pattern that is not tried would not have matched."""

import re

import pytest

from deedbook.codebook.cues import cues, given, heard, things
from deedbook.codebook.openings import openings

TEXT = (
    "Japan's minister, who met his French colleague, agreed to cut duties on wine; no loan was promised and talks on "
    "a re-supply of F-16 parts were put off. Praise came with no relief. Aid, oil and gas were not delivered."
)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(?:meet|met) with", {"meet", "met"}),
        ("recogni[sz]e", {"reco"}),
        ("[ab]id", {"aid", "bid"}),
        ("(?:a |an )?visit", {"a", "an", "visi"}),
        (r"(?<=,) with no", {""}),
        (r"\w+ly agreed", {""}),
        ("(?:very )*good", {""}),
        (r"no \w+", {"no"}),
    ],
)
def test_first_letters(pattern: str, expected: set[str]) -> None:
    assert openings(pattern) == expected


def test_what_is_not_tried_does_not_match() -> None:
    for sentence in (TEXT, TEXT.upper(), *re.split(r"[.;,]", TEXT)):
        for every, some in ((cues(), heard().likely(sentence)), (things(), given().likely(sentence))):
            expected = [x.pattern.pattern for x in every if x.pattern.search(sentence)]
            assert [x.pattern.pattern for x in some if x.pattern.search(sentence)] == expected


def test_few_are_tried() -> None:
    assert len(heard().likely("The weather was fine.")) < len(cues()) / 4
