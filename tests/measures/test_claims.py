"""Verdicts on reported absences, one test for each row of the table in docs/measures.md."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from deedbook.codebook import Codebook, load
from deedbook.measures import AbsenceRow, Answer, answer
from deedbook.records import Commitment, Entry, Inference, Occurrence, Search

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


def paid_by_both(desk: Desk) -> list[Entry]:
    """Each side says in a text of its own that the loan is paid."""
    return [
        desk.entry(
            desk.article("Gazette", "2025-10-02", f"“The loan for the canal is paid,” said {name}."),
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
        for name, code in (("Jane Field", "USA"), ("Omar Latif", "PAK"))
    ]


def test_both_sides_together_contradict() -> None:
    desk = Desk()
    act = loan(desk, "2025-10-01", "delivered")
    desk.acts.pop()
    first = act.entries[0]
    voices = paid_by_both(desk)
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


def test_an_undated_report_is_not_judged_by_the_day_of_a_dated_one() -> None:
    desk = Desk()
    loan(desk, "2025-10-01", "delivered", official=True)
    lacking(desk, "2025-11-08")
    lacking(desk, None)
    rows = [row for row in answer(desk.snapshot(), ("PAK", "USA")).absences if row.verdict]
    assert sorted(row.verdict for row in rows) == ["contradicted", "undetermined by date"]


def test_the_earliest_possible_date_decides_where_it_can() -> None:
    desk = Desk()
    paid(desk, "2025-12-11", official=True)
    claim = lacking(desk, None)
    key = claim.entries[0].article_key
    early = on("2026-02-02").start
    assert early is not None
    desk.inferences[key] = Inference(early, ())
    row = ruled(desk)
    assert row.verdict == "contradicted" and row.as_of == "undated, by inference not before 2 February 2026"


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
    listed = "6 things reported absent by one opinion text, citing Bilal Anwar, such as defence support, security"
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


def test_a_class_is_known_by_its_full_name_too() -> None:
    desk = Desk()
    named = "trade preferences under the Generalised System of Preferences"
    article = desk.article("Gazette", "2026-03-10", f"Pakistan has not received {named}.")
    desk.act(
        desk.entry(article, "not received", "USA", "PAK", "CONCEDE", "not_received", instrument="trade_preference",
                   domains=("trade",), object=named)
    )  # fmt: skip
    row = verdict(answer(desk.snapshot(), ("PAK", "USA")), "Trade preferences")
    assert (row.verdict, row.basis) == ("supported", "closed")


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


def looked(desk: Desk, rows: int, until: str) -> AbsenceRow:
    search = Search(
        register="Loan register",
        query="loans to Pakistan",
        giver="USA",
        receiver="PAK",
        instrument="loan",
        start=on("2025-01-01").start,
        end=on(until).end,
        rows=rows,
        source="loans.csv",
    )
    return verdict(answer(replace(desk.snapshot(), searches=(search,)), ("PAK", "USA")), "anal loan")


def test_a_register_searched_over_the_claims_day_supports_an_absence() -> None:
    desk = Desk()
    lacking(desk, "2025-11-08")
    row = looked(desk, 0, "2025-12-31")
    assert (row.basis, row.verdict) == ("searched", "supported")
    assert row.reason == "Loan register was searched (loans to Pakistan) and holds no row."


def test_a_search_that_ends_before_the_claim_or_found_rows_supports_nothing() -> None:
    desk = Desk()
    lacking(desk, "2025-11-08")
    assert looked(desk, 0, "2025-10-31").verdict == "unresolved"
    found = looked(desk, 2, "2025-12-31")
    assert found.verdict == "unresolved"
    assert "Loan register was searched (loans to Pakistan) and holds 2 rows that may be of this" in found.reason


def test_a_formal_offer_is_left_out_by_who_reports_nothing_received_and_willingness_is_not() -> None:
    for force, expected in (("non-binding", "supported, omits"), ("none", "unresolved")):
        desk = Desk()
        desk.commitment(loan(desk, "2025-10-01", "offered"), force=force)
        lacking(desk, "2025-11-08")
        assert ruled(desk).verdict == expected


def test_a_claim_about_approval_is_tested_at_approval() -> None:
    desk = Desk()
    desk.commitment(loan(desk, "2025-10-01", "approved", official=True))
    article = desk.article("Radar", "2025-11-08", "Washington has not approved the canal loan.")
    desk.act(
        desk.entry(
            article,
            "has not approved",
            "USA",
            "PAK",
            "AID",
            "not_received",
            instrument="loan",
            domains=("finance",),
            object="the canal loan",
        )
    )
    assert ruled(desk).verdict == "contradicted"


def test_sides_that_told_it_in_texts_of_their_own_are_both_sides() -> None:
    desk = Desk()
    steps = [desk.act(said) for said in paid_by_both(desk)]
    desk.commitment(*steps, execution="complete")
    lacking(desk, "2025-11-08")
    row = ruled(desk)
    assert row.verdict == "contradicted" and "by both sides" in row.reason


def test_a_forged_record_contradicts_nothing() -> None:
    desk = Desk()
    given = paid(desk, "2025-10-01", official=True)
    lacking(desk, "2025-11-08")
    key = given.history[0].occurrence.entries[0].article_key
    held = replace(desk.snapshot(), quarantined=frozenset({key}))
    assert verdict(answer(held, ("PAK", "USA")), "anal loan").verdict == "unresolved"


def test_a_contradiction_that_a_person_confirmed_is_no_longer_unreviewed() -> None:
    desk = Desk()
    paid(desk, "2025-10-01", official=True)
    lacking(desk, "2025-11-08")
    held = desk.snapshot()
    acts = tuple(replace(act, reviewed=act.status == "not_received") for act in held.occurrences)
    row = verdict(answer(replace(held, occurrences=acts), ("PAK", "USA")), "anal loan")
    assert row.reviewed and "confirmed by a person" in row.reason and "unreviewed" not in row.reason


def duty(desk: Desk, when: str, status: str, *, official: bool, cue: str) -> Occurrence:
    article = desk.article(
        "Customs" if official else "Gazette",
        when,
        f"Washington’s duty of 25 percent {cue} on steel.",
        genre="record" if official else "report",
    )
    return desk.act(
        desk.entry(
            article,
            cue,
            "USA",
            "PAK",
            "SANCTION",
            status,
            instrument="tariff",
            domains=("trade",),
            object="duty of 25 percent",
            date=when,
        )
    )


def test_a_measure_in_force_then_and_ended_since_is_overtaken() -> None:
    desk = Desk()
    desk.commitment(
        duty(desk, "2025-08-27", "delivered", official=False, cue="applies"),
        duty(desk, "2025-08-27", "delivered", official=True, cue="applies"),
        duty(desk, "2026-02-07", "withdrawn", official=True, cue="ended"),
    )
    (first,) = answer(desk.snapshot(), ("PAK", "USA")).claims  # what the record itself says is no claim
    assert first.verdict == "overtaken" and "since then: withdrawn (7 February 2026)" in first.reason


def test_one_absence_told_with_and_without_a_judgement_is_two_claims() -> None:
    desk = Desk()
    article = desk.article("Radar", "2025-11-08", "No meaningful loan came, he said.", "No loan came.")
    one, two = (
        desk.entry(
            article,
            cue,
            "USA",
            "PAK",
            "AID",
            "not_received",
            instrument="loan",
            domains=("finance",),
            object=object_,
        )
        for cue, object_ in (("came, he said", "meaningful loan"), ("No loan came", "loan came"))
    )
    desk.act(one, two)
    verdicts = sorted(row.verdict for row in answer(desk.snapshot(), ("PAK", "USA")).absences if row.verdict)
    assert verdicts == ["not checkable", "unresolved"]


def test_every_zero_says_how_much_was_read_on_the_pair_and_the_domain() -> None:
    desk = Desk()
    desk.act(desk.entry(desk.article("Gazette", "2025-10-01", "They met."), "met", "PAK", "USA", "CONSULT", "act"))
    lacking(desk, "2025-11-08")
    assert (
        "2 articles and no official record on the pair, 1 of them on finance, 1 October 2025 to 8 November 2025"
        in ruled(desk).reason
    )


def supplied(desk: Desk, when: str) -> None:
    article = desk.article("Arms register", "2025-03-13", "Washington delivered trainer aircraft.", genre="record")
    act = desk.act(
        desk.entry(
            article,
            "delivered",
            "USA",
            "PAK",
            "AID",
            "delivered",
            instrument="arms_sale",
            domains=("defence",),
            object="trainer aircraft",
            date=when,
        )
    )
    desk.commitment(act, execution="complete")


def unarmed(desk: Desk, object_: str, instrument: str = "arms_sale") -> AbsenceRow:
    article = desk.article("Radar", "2025-11-08", f"Pakistan has not received {object_}.")
    desk.act(
        desk.entry(
            article,
            "has not received",
            "USA",
            "PAK",
            "AID",
            "not_received",
            instrument=instrument,
            domains=("defence",),
            object=object_,
        )
    )
    return verdict(answer(desk.snapshot(), ("PAK", "USA")), object_[1:])


def test_goods_of_long_ago_contradict_nothing_said_today() -> None:
    for when, things, expected in (
        ("1951-06-01", "weapons", "unresolved"),
        ("2025-06-01", "weapons", "contradicted"),
        ("2022-06-01", "weapons", "unresolved"),
        ("2022-06-01", "trainer aircraft", "contradicted"),
    ):
        desk = Desk()
        supplied(desk, when)
        assert unarmed(desk, things).verdict == expected, (when, things)


def test_what_is_of_one_family_and_another_kind_does_not_contradict() -> None:
    desk = Desk()
    supplied(desk, "2025-06-01")
    row = unarmed(desk, "defence support", "military_aid")
    assert row.verdict == "unresolved" and "of a like kind" in row.reason
