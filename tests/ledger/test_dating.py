"""Undated reports: not before what they name; titles held against the table of offices."""

from dataclasses import replace
from datetime import date

import pytest

from deedbook.codebook import Codebook, Milestone, load
from deedbook.ledger import dating, merge
from deedbook.records import Interval, TitleMention

from .builders import article, entry, event, keyed, title

BOOK = load()
TEXT = "President Donald Trump cut the tariff on India. Prime Minister Shehbaz Sharif welcomed the Zhob railway loan."
UNDATED = article(TEXT, None, id="undated")
TRUMP = title(UNDATED, "President Donald Trump", "Donald Trump", "head_of_state", "USA")
SHARIF = title(UNDATED, "Prime Minister Shehbaz Sharif", "Shehbaz Sharif", "head_of_government", "PAK")


@pytest.fixture(autouse=True)
def _offices_are_in_the_table() -> None:
    """The table of offices is the codebook's own; these tests need two rows of it."""
    if not {"Donald Trump", "Shehbaz Sharif"} <= set(BOOK.persons):
        pytest.skip("SKIPPED FOR WANT OF DATA: the table of offices lacks the two holders")


def test_nothing_to_go_by_is_no_inference() -> None:
    assert dating.not_before(UNDATED, [], [], BOOK, []) is None


def test_an_office_holder_dates_a_report_to_the_first_term_at_the_earliest() -> None:
    found = dating.not_before(UNDATED, [], [TRUMP], BOOK, [])
    assert found and found.not_before == date(2017, 1, 20)
    reason, phrase = found.reasons[0]
    assert "Donald Trump" in reason and "20 January 2017" in reason
    assert UNDATED.raw[phrase.start : phrase.end] == phrase.text == "President Donald Trump"


def test_two_office_holders_date_a_report_to_when_both_held_office() -> None:
    found = dating.not_before(UNDATED, [], [TRUMP, SHARIF], BOOK, [])
    assert found and found.not_before == date(2025, 1, 20)
    assert "Shehbaz Sharif held office then too" in found.reasons[0][0]


def test_former_holders_date_nothing() -> None:
    assert dating.not_before(UNDATED, [], [replace(TRUMP, former=True)], BOOK, []) is None


def test_an_act_that_dated_reports_tell_dates_the_report_that_repeats_it() -> None:
    dated = article("Washington will cut the tariff on India.", "2026-02-02", id="dated")
    told = {"by": "USA", "to": "IND", "instrument": "tariff"}
    acts = merge.occurrences(
        [entry(dated, "will cut", "CONCEDE", "promised", object="the tariff on India", **told)], keyed(dated)
    )
    repeated = event(UNDATED, "cut", "CONCEDE", "delivered", object="the tariff on India", **told)
    found = dating.not_before(UNDATED, [repeated], [TRUMP], BOOK, acts)
    assert found and found.not_before == date(2026, 2, 2)
    assert found.reasons[0][1].text == "President Donald Trump cut the tariff on India."
    assert any("The Courier dates 2 February 2026" in reason for reason, _ in found.reasons)


def test_an_act_on_another_object_dates_nothing() -> None:
    dated = article("Washington lent money for the Kundar dam.", "2026-02-02", id="dated")
    told = {"by": "USA", "to": "PAK", "instrument": "loan"}
    acts = merge.occurrences(
        [entry(dated, "lent", "AID", "delivered", object="money for the Kundar dam", **told)], keyed(dated)
    )
    repeated = event(UNDATED, "welcomed", "AID", "delivered", object="the Zhob railway loan", **told)
    assert dating.not_before(UNDATED, [repeated], [], BOOK, acts) is None


def test_wishes_and_absences_date_nothing() -> None:
    dated = article("Washington will cut the tariff on India.", "2026-02-02", id="dated")
    told = {"by": "USA", "to": "IND", "instrument": "tariff", "object": "the tariff on India"}
    acts = merge.occurrences([entry(dated, "will cut", "CONCEDE", "promised", **told)], keyed(dated))
    for status in ("not_received", "discussed", "offered"):
        assert dating.not_before(UNDATED, [event(UNDATED, "cut", "CONCEDE", status, **told)], [], BOOK, acts) is None


class _WithMilestone(Codebook):
    """The codebook with one milestone of the test's own."""

    milestones = (
        Milestone(
            Interval(date(2026, 5, 4), date(2026, 5, 4), "explicit"), "USA", "IND", "CONCEDE", "tariff", ("delivered",),
            ("tariff on india",), "The duty on Indian goods falls", "https://example.org/duty",
        ),
    )  # fmt: skip


def test_a_milestone_dates_the_report_that_has_its_words() -> None:
    book = _WithMilestone(BOOK.folder)
    told = {"by": "USA", "to": "IND", "instrument": "tariff", "object": "the tariff on India"}
    found = dating.not_before(UNDATED, [event(UNDATED, "cut", "CONCEDE", "delivered", **told)], [TRUMP], book, [])
    assert found and found.not_before == date(2026, 5, 4)
    assert "https://example.org/duty" in found.reasons[0][0]
    assert dating.not_before(UNDATED, [event(UNDATED, "cut", "CONCEDE", "approved", **told)], [], book, []) is None


# -- remarks -------------------------------------------------------------------------------------------------------


def said(mention: TitleMention, day: str, until: str | None = None) -> list[str]:
    on = Interval(date.fromisoformat(day), date.fromisoformat(until or day), "explicit")
    return [remark.text for remark in dating.remarks(UNDATED, [mention], BOOK, on)]


def test_former_of_one_in_office_is_remarked_with_the_term() -> None:
    (text,) = said(replace(TRUMP, former=True), "2025-11-08")
    assert "since 20 January 2025" in text
    assert said(replace(TRUMP, former=True), "2023-11-08") == []


def test_an_undated_report_is_held_against_all_days_that_it_can_be_of() -> None:
    (text,) = said(replace(TRUMP, former=True), "2026-02-02", "2026-11-22")
    assert "every day from 2 February 2026" in text
    assert said(replace(TRUMP, former=True), "2022-11-29", "2026-11-22") == [], "then the title may have been right"


def test_in_office_before_or_after_the_term_is_remarked() -> None:
    assert "begin only on" in said(TRUMP, "2016-03-01")[0]
    assert "end on 14 August 2023" in said(SHARIF, "2023-12-01")[0]
    assert said(TRUMP, "2025-11-08") == []


def test_persons_whom_the_table_does_not_know_are_passed_over() -> None:
    assert said(replace(TRUMP, person="Wilma Quist"), "2025-11-08") == []
