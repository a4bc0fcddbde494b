"""Verdicts on reported absences, one test for each row of the table in docs/measures.md."""

import shutil
from pathlib import Path

import pytest

from deedbook.codebook import Codebook, load
from deedbook.measures import AbsenceRow, Answer, answer
from deedbook.records import Commitment, Inference, Occurrence

from .builders import Desk, on, voice
from .story import story


def verdict(told: Answer, words: str) -> AbsenceRow:
    return next(row for row in told.absences if row.verdict and words in row.what.text)


def loan(desk: Desk, when: str, status: str, *, official: bool = False, **given: object) -> Occurrence:
    article = desk.article(
        "State bank" if official else "Gazette",
        when,
        f"Washington’s loan for the canal is {status} now.",
        genre="record" if official else "report",
    )
    return desk.act(
        desk.entry(
            article,
            status,
            "USA",
            "PAK",
            "AID",
            status,
            instrument="loan",
            domains=("finance",),
            object="loan for the canal",
        )
    )


def lacking(desk: Desk, when: str | None, **given: object) -> Occurrence:
    article = desk.article("Radar", when, "Pakistan has not received the canal loan.")
    return desk.act(
        desk.entry(
            article,
            "has not received",
            "USA",
            "PAK",
            "AID",
            "not_received",
            instrument="loan",
            domains=("finance",),
            object="the canal loan",
            **given,  # type: ignore[arg-type]
        )
    )


def ruled(desk: Desk) -> AbsenceRow:
    return verdict(answer(desk.snapshot(), ("PAK", "USA")), "anal loan")


def paid(desk: Desk, when: str, *, official: bool) -> Commitment:
    return desk.commitment(loan(desk, when, "delivered", official=official), execution="complete")


def test_an_approval_does_not_contradict_that_nothing_was_received() -> None:
    desk = Desk()
    desk.commitment(loan(desk, "2025-10-01", "approved"))
    lacking(desk, "2025-11-08")
    row = ruled(desk)
    assert row.verdict == "supported, omits" and "approved (1 October 2025)" in row.reason
    assert row.context and not row.overtaken


def test_a_later_approval_leaves_the_claim_supported_and_is_told_beside_it() -> None:
    desk = Desk()
    desk.commitment(loan(desk, "2025-12-10", "approved"))
    lacking(desk, "2025-11-08")
    row = ruled(desk)
    assert row.verdict == "supported" and "later: approved (10 December 2025)" in row.reason


def test_a_register_that_shows_payment_before_the_claim_contradicts_it_unreviewed() -> None:
    desk = Desk()
    paid(desk, "2025-10-01", official=True)
    lacking(desk, "2025-11-08")
    row = ruled(desk)
    assert row.verdict == "contradicted" and "unreviewed" in row.reason and not row.reviewed


def test_one_newspaper_alone_does_not_contradict() -> None:
    desk = Desk()
    paid(desk, "2025-10-01", official=False)
    lacking(desk, "2025-11-08")
    assert ruled(desk).verdict == "unresolved"


def test_both_sides_together_contradict() -> None:
    desk = Desk()
    act = loan(desk, "2025-10-01", "delivered")
    desk.acts.pop()
    first = act.entries[0]
    voices = []
    for name, code in (("Jane Field", "USA"), ("Omar Latif", "PAK")):
        article = desk.article("Gazette", "2025-10-02", f"“The loan for the canal is paid,” said {name}.")
        voices.append(
            desk.entry(
                article,
                "is paid",
                "USA",
                "PAK",
                "AID",
                "delivered",
                instrument="loan",
                domains=("finance",),
                object="loan for the canal",
                speaker=voice("direct", name, code),
            )
        )
    desk.commitment(desk.act(first, *voices), execution="complete")
    lacking(desk, "2025-11-08")
    assert ruled(desk).verdict == "contradicted"


def test_payment_after_the_claim_overtakes_it() -> None:
    desk = Desk()
    paid(desk, "2025-12-11", official=True)
    lacking(desk, "2025-11-08")
    row = ruled(desk)
    assert row.verdict == "overtaken" and row.overtaken[0].when == "11 December 2025"


def test_an_undated_claim_that_hinges_on_its_date_stays_undetermined() -> None:
    desk = Desk()
    paid(desk, "2025-12-11", official=True)
    lacking(desk, None)
    assert ruled(desk).verdict == "undetermined by date"


def test_the_earliest_possible_date_decides_where_it_can() -> None:
    desk = Desk()
    paid(desk, "2025-12-11", official=True)
    claim = lacking(desk, None)
    key = claim.entries[0].article_key
    early = on("2026-02-02").start
    assert early is not None
    desk.inferences[key] = Inference(early, ())
    row = ruled(desk)
    assert row.verdict == "contradicted" and row.as_of == "undated, not before 2 February 2026 (inferred)"


def test_what_says_how_much_is_not_checkable() -> None:
    row = verdict(answer(story(), ("PAK", "USA")), "Meaningful investment")
    assert row.verdict == "not checkable" and "meaningful" in row.reason


def test_what_is_held_nowhere_is_unresolved_and_says_how_much_was_read() -> None:
    desk = Desk()
    lacking(desk, "2025-11-08")
    row = ruled(desk)
    assert row.verdict == "unresolved" and "1 article" in row.reason and "no register" in row.reason


def test_the_givers_own_word_supports_an_absence() -> None:
    desk = Desk()
    lacking(desk, "2025-11-08", speaker=voice("indirect", "Jane Field", "USA"))
    assert ruled(desk).verdict == "supported"


def test_a_refusal_before_the_claim_supports_it() -> None:
    desk = Desk()
    desk.commitment(loan(desk, "2025-10-01", "refused"), health="cancelled")
    lacking(desk, "2025-11-08")
    row = ruled(desk)
    assert row.verdict == "supported" and "Refused (1 October 2025)" in row.reason


def test_the_exim_claim_of_an_undated_report_is_supported_and_omits_the_approval() -> None:
    row = verdict(answer(story(), ("PAK", "USA")), "Export-Import Bank financing")
    assert row.verdict == "supported, omits" and "approved (10 December 2025)" in row.reason


def test_another_benefit_of_the_same_family_does_not_answer_the_claim() -> None:
    row = verdict(answer(story(), ("PAK", "USA")), "Security guarantees")
    assert row.verdict == "unresolved"


def test_one_commentators_list_says_so() -> None:
    told = answer(story(), ("PAK", "USA"))
    assert verdict(told, "Defence support").said_by == "one commentator’s list (Bilal Anwar)"
    assert verdict(told, "Preferential").said_by == "Radar Daily, in one commentator’s list (Bilal Anwar)"
    listed = "by one opinion text, citing Bilal Anwar: defence support, security guarantees"
    assert listed in told.judgement[1].text


def test_an_officials_word_makes_no_commentators_list() -> None:
    desk = Desk()
    article = desk.article("Gazette", "2025-11-08", "Jane Field said no grain and no seed had come.")
    for thing in ("grain", "seed"):
        desk.act(
            desk.entry(
                article,
                "had come",
                "USA",
                "PAK",
                "AID",
                "not_received",
                instrument="grant",
                domains=("aid",),
                object=thing,
                speaker=voice("indirect", "Jane Field", "USA"),
            )
        )
    told = answer(desk.snapshot(), ("PAK", "USA"))
    assert verdict(told, "Grain").said_by == "Jane Field"


@pytest.fixture
def lapsed_for_all(tmp_path: Path) -> Codebook:
    """The codebook with a programme that ran out for every member."""
    folder = tmp_path / "data"
    shutil.copytree(str(load().folder), folder)
    header = "class,state,start,end,rate,source\n"
    (folder / "classes.csv").write_text(
        header
        + "GSP,IND,1976-01-01,2019-06-04,,https://example.org/\n"
        + "GSP,PAK,1976-01-01,2020-12-31,,https://example.org/\n",
        encoding="utf-8",
    )
    return Codebook(folder)


def test_a_programme_that_lapsed_for_all_is_closed_and_no_slight(lapsed_for_all: Codebook) -> None:
    told = answer(story(), ("PAK", "USA"), codebook=lapsed_for_all)
    row = verdict(told, "GSP benefits")
    assert row.basis == "closed" and row.verdict == "supported"
    assert row.reason == "GSP ended on 31 December 2020 for all its members, not for Pakistan alone."


def test_an_undated_claim_on_a_lapsed_programme_needs_an_earliest_date(lapsed_for_all: Codebook) -> None:
    held = story()
    held.inferences.clear()
    row = verdict(answer(held, ("PAK", "USA"), codebook=lapsed_for_all), "GSP benefits")
    assert row.verdict == "undetermined by date"


def test_domains_talked_of_without_a_deed_are_silent_and_not_nothing() -> None:
    silent = [row for row in answer(story(), ("PAK", "USA")).absences if row.basis == "silent"]
    for row in silent:
        assert "silence, not proof of absence" in row.reason and row.what.quotes


def test_what_is_not_due_yet_is_no_absence_claimed() -> None:
    (row,) = [row for row in answer(story(), ("PAK", "USA")).absences if row.basis == "not due"]
    assert "31 July 2027" in row.reason and not row.verdict
