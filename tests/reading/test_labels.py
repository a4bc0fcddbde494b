"""The furniture rules as they are tried on a line."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deedbook.codebook import load
from deedbook.reading.labels import default_labels

_WORDS = sorted({word for rule in load().furniture for word in re.findall(r"[A-Za-z]{2,}", rule.pattern)})


@given(
    st.lists(st.sampled_from([*_WORDS, "©", "(", ")", "—", "|", ":", "3", "A", "\n", ">", "."]), max_size=8).map(
        " ".join
    )
)
def test_a_rule_finds_what_a_search_for_it_finds(line: str) -> None:
    labels = default_labels()
    for rule in labels.furniture:
        assert (rule.found(line) is None) == (rule.pattern.search(line) is None)
    assert labels.is_furniture(line) == (labels.kind_of(line) == "furniture")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Reuter", "furniture"),
        ("Please note: all rights reserved.", "outlet"),
        ("These are our trust principles", "outlet"),
        ("By Ann Lee", "byline"),
        ("The ministry said that exports rose.", None),
    ],
)
def test_the_kind_of_a_line(line: str, kind: str | None) -> None:
    assert default_labels().kind_of(line) == kind
