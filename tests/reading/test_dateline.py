"""Datelines and what only looks like one."""

import pytest

from deedbook.reading.dateline import prefix_length, speaker_labels
from deedbook.reading.labels import default_labels


def _prefix(paragraph: str, *, first: bool = True) -> str:
    return paragraph[: prefix_length(paragraph, default_labels(), first=first, spoken=frozenset())]


@pytest.mark.parametrize(
    "prefix",
    [
        "WASHINGTON: ",
        "ISLAMABAD, July 3 (Reuters) - ",
        "ISLAMABAD/WASHINGTON — ",
        "NEW DELHI, Feb 2 (PTI): ",
        "SINGAPORE (AP) — ",
        "Strelsau (AFP) – ",
        "LA CROSSE, Wis. (AP) — ",
        "Geneva, 12 May 2026 - ",
        "(Reuters) - ",
    ],
)
def test_a_place_before_the_text_is_a_dateline(prefix: str) -> None:
    assert _prefix(f"{prefix}The two ministers met.") == prefix


@pytest.mark.parametrize(
    "paragraph",
    [
        "IMF: The fund met on Monday.",
        "The minister: a man of few words - met them.",
        "Washington – and London – objected.",
        "Pakistan-US talks - the third round - ended.",
        "WASHINGTON: ",
    ],
)
def test_what_only_looks_like_a_dateline_is_text(paragraph: str) -> None:
    assert _prefix(paragraph) == ""


def test_after_the_first_paragraph_only_known_places_count() -> None:
    assert _prefix("ISLAMABAD: The two ministers met.", first=False) == "ISLAMABAD: "
    assert _prefix("BOTTOM LINE: The two ministers met.", first=False) == ""


def test_labels_of_a_transcript_are_speakers() -> None:
    assert speaker_labels(["ALVEY: Will it?", "HALLORAN: It will.", "They left."]) == {"ALVEY", "HALLORAN"}
    assert speaker_labels(["STRELSAU: They met.", "They left."]) == frozenset()
