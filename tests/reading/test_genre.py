"""Genres, told only where the page says so."""

import pytest

from deedbook.reading.genre import genre_of
from deedbook.reading.labels import default_labels


def _genre(
    headline: str = "Two ministers meet",
    section: str = "",
    notice: str = "",
    text: str = "The two ministers met.",
    url: str | None = None,
) -> str:
    labels = default_labels()
    return genre_of(labels, headline=headline, sections=[section], notices=[notice], text=text, url=url)


@pytest.mark.parametrize("section", ["Opinion", "EDITORIAL", "Columns", "Op-Ed"])
def test_sections_of_opinion(section: str) -> None:
    assert _genre(section=section) == "opinion"


def test_a_report_of_one_commentators_programme_is_opinion() -> None:
    assert _genre(text="Mira Halloran said in the latest episode of her show that nothing came of it.") == "opinion"


def test_addresses_tell_opinion_and_interviews() -> None:
    assert _genre(url="https://courier.example/opinion/2026/rail") == "opinion"
    assert _genre(url="https://courier.example/interviews/alvey") == "interview"
    assert _genre(url="https://courier.example/world/opinion-poll-shows") == "report"


def test_an_interview_says_so() -> None:
    assert _genre(headline="Interview: the minister on rail") == "interview"
    assert _genre(headline="Minister gives interview on rail") == "report"


def test_official_pages_are_releases() -> None:
    assert _genre(headline="Readout of the minister's call with his counterpart") == "release"
    assert _genre(notice="FOR IMMEDIATE RELEASE") == "release"


def test_legal_acts_are_records() -> None:
    assert _genre(headline="Executive Order 99999: On Rail") == "record"


def test_the_word_opinion_in_a_report_changes_nothing() -> None:
    assert _genre(headline="Public opinion turns on rail", text="In my opinion, he said, it is late.") == "report"
