"""Datelines and what only looks like one."""

import pytest

from deedbook.reading.dateline import prefix_length, speaker_labels
from deedbook.reading.labels import default_labels
from deedbook.reading.layout import lay_out


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


@pytest.mark.parametrize(
    ("first_line", "expected"),
    [
        ("HANOI, April 28, 2025 (Kyodo) - Japan pledged six vessels.", ["2025-04-28"]),
        ("HANOI, April 28 (Kyodo) - Japan pledged six vessels.", []),
        ("Japan pledged six vessels on April 28, 2025.", []),
    ],
)
def test_a_dateline_with_a_year_dates_a_text_that_prints_no_other_date(first_line: str, expected: list[str]) -> None:
    raw = f"Vessels for Vietnam\n\n{first_line}\n\nThe two sides met in Hanoi."
    found = lay_out(raw, default_labels())
    assert [str(printed.day) for printed in found.dates] == expected
