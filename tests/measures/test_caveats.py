"""What to beware of, where reports differ, what was read, and what lies ahead."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from deedbook.brief import render
from deedbook.measures import answer
from deedbook.records import Amount, Pointer

from . import builders
from .builders import Desk
from .story import story


def texts(lines: tuple[object, ...]) -> str:
    return "\n".join(str(getattr(line, "text", line)) for line in lines)


def test_an_undated_report_says_what_it_cannot_be_earlier_than_and_by_what_inference() -> None:
    caveat = answer(story(), ("PAK", "USA")).caveats[0]
    assert "carries no date" in caveat.text and "not before 2 February 2026" in caveat.text
    assert "the cut announced that day" in caveat.text and caveat.quotes


def test_remarks_opinion_single_sources_and_unnamed_speakers_are_told() -> None:
    told = answer(story(), ("PAK", "USA"))
    caveats = texts(told.caveats)
    assert "called a minister" in caveats
    assert "1 report of acts is attributed to nobody by name" in caveats
    assert "rest on one independent source" in caveats
    assert "6 reported absences in Radar Daily rest on one commentator" in caveats


def test_an_article_dated_after_it_was_read_is_suspect() -> None:
    desk = Desk()
    article = desk.article("Gazette", "2027-01-01", "Lahore thanked Washington.")
    desk.act(desk.entry(article, "thanked", "PAK", "USA", "SUPPORT", "act"))
    assert datetime(2027, 1, 1, tzinfo=UTC) > builders.READ_ON
    assert "is dated 1 January 2027, after it was read" in texts(answer(desk.snapshot(), ("PAK", "USA")).caveats)


def test_articles_in_other_languages_are_counted_as_unread() -> None:
    desk = Desk()
    desk.article("Jang", "2025-11-08", "…", language="ur")
    told = answer(desk.snapshot(), ("PAK", "USA"))
    assert told.coverage.unread == ("1 article in another language (ur)",)
    assert "could not be read" in told.judgement[1].text


def test_the_cut_off_and_what_it_left_out_are_said() -> None:
    told = answer(Desk().snapshot("2025-12-01", undated_left_out=2, later_left_out=3), ("PAK", "USA"))
    assert told.coverage.cut_off == "1 December 2025"
    assert (told.coverage.undated_left_out, told.coverage.later_left_out) == (2, 3)
    assert "5 left out by the cut-off" in told.coverage.summary
    assert "left out 2 articles without a date" in texts(told.caveats)


def test_two_sums_for_one_loan_from_two_sources_are_a_disagreement() -> None:
    told = answer(story(), ("PAK", "USA"))
    (line,) = told.disagreements
    assert "$1.25 billion (Embassy page) and $1.4 billion (Mine Review)" in line.text and len(line.quotes) > 1


def test_rounded_sums_and_wire_copies_do_not_disagree() -> None:
    desk = Desk()
    for outlet, value in (("Gazette", 1.2e9), ("Courier", 1.205e9), ("Copy", 3e9)):
        article = desk.article(outlet, "2025-11-08", f"Washington lent {value:.0f} for the canal works.")
        if outlet == "Copy":
            desk.wire[article.key] = next(iter(desk.articles))
        desk.entry(
            article,
            "lent",
            "USA",
            "PAK",
            "AID",
            "promised",
            instrument="loan",
            domains=("finance",),
            object="the canal works",
            amount=Amount(value, "USD"),
        )
    desk.act(desk.entries[0], desk.entries[2])
    assert not answer(desk.snapshot(), ("PAK", "USA")).disagreements


def test_of_many_reports_in_conflict_those_stand_first_that_first_speak_against_one_another() -> None:
    desk = Desk()
    for outlet, value in zip("ABCDEFGH", (1e9, 1e9, 2e9, 2e9, 3e9, 1e9, 2e9, 3e9), strict=True):
        article = desk.article(f"{outlet} Post", "2025-11-08", f"Washington lent {value:.0f} for the canal works.")
        desk.entry(
            article, "lent", "USA", "PAK", "AID", "promised", instrument="loan", domains=("finance",),
            object="the canal works", amount=Amount(value, "USD"),
        )  # fmt: skip
    desk.act(*desk.entries)
    told = answer(desk.snapshot(), ("PAK", "USA"))
    (line,) = told.disagreements
    assert "$1 billion (A Post), $2 billion (C Post) and $3 billion (E Post)" in line.text
    assert [told.quotes[number - 1].outlet[0] for number in line.quotes] == list("ACDEGH")  # each against the first


def test_dates_and_statuses_that_conflict_are_told_with_both_sources() -> None:
    desk = Desk()
    entries = []
    for outlet, status, date in (("Gazette", "agreed", "2025-11-03"), ("Courier", "promised", "2025-11-05")):
        article = desk.article(outlet, "2025-11-08", "The ministers settled the canal works.")
        entries.append(
            desk.entry(
                article, "settled", "USA", "PAK", "AGREE", status, object="the canal works", date=date, domains=("aid",)
            )
        )
    desk.act(*entries)
    told = texts(answer(desk.snapshot(), ("PAK", "USA")).disagreements)
    assert "differ on the date: 3 November 2025 (Gazette) and 5 November 2025 (Courier)" in told
    assert "differ on the status" in told


def test_of_many_conflicts_those_of_the_weightiest_matters_are_told_and_the_rest_is_counted() -> None:
    desk = Desk()
    for works, month in (("the canal works", 8), ("the rail link", 9), ("the port", 10)):
        told = []
        for outlet, day in (("Gazette", 3), ("Courier", 5)):
            article = desk.article(outlet, f"2025-{month:02}-08", f"The ministers settled {works}.")
            told.append(
                desk.entry(
                    article, "settled", "USA", "PAK", "AGREE", "agreed", object=works, domains=("aid",),
                    date=f"2025-{month:02}-{day:02}",
                )
            )  # fmt: skip
        desk.act(*told)
    whole, cut = (answer(desk.snapshot(), ("PAK", "USA"), most_differing=most) for most in (None, 1))
    assert (len(whole.disagreements), whole.disagreements_left) == (3, 0)
    assert (len(cut.disagreements), cut.disagreements_left) == (1, 2)
    assert cut.disagreements[0].text == whole.disagreements[0].text
    page = str(render(cut, "md"))
    assert "2 further ones are left out here" in page and "has all of them" in page
    assert "left out here" not in str(render(whole, "md"))
    assert "3 disagreements" in str(render(cut, "terminal", width=80, colour=False))


def test_what_is_not_known_says_where_we_looked_and_that_no_register_was_searched() -> None:
    told = answer(story(), ("PAK", "USA"))
    unknown = texts((*told.unknown, *told.further_unknown))
    assert "No payment is reported: financing for mining at Reko Diq" in unknown
    read = "14 articles were read (4 August 2025 to 22 February 2026, 1 undated), 3 of them official records"
    assert f"No register was searched; {read}." in unknown
    assert "undated, but not before 2 February 2026" in unknown


def test_what_would_change_the_view_is_the_next_rung() -> None:
    told = answer(story(), ("PAK", "USA"))
    would = texts((*told.would_change, *told.further_would_change))
    assert "mining at Reko Diq, $1.25 billion: a notice of payment" in would
    assert ": word of the next step (memorandum)" in would


def test_a_month_ahead_is_told_as_a_month() -> None:
    desk = Desk()
    article = desk.article("Gazette", "2026-03-26", "The lender put off its canal loan until a review in July 2026.")
    desk.act(
        desk.entry(
            article,
            "put off",
            "USA",
            "PAK",
            "AID",
            "suspended",
            instrument="loan",
            domains=("finance",),
            object="canal loan",
        )
    )
    (line,) = answer(desk.snapshot(), ("PAK", "USA")).dates_ahead
    assert line.text == "July 2026: canal loan (put off)."


def test_dates_ahead_lie_after_the_cut_off_or_the_last_article() -> None:
    told = answer(story(), ("PAK", "USA"))
    ahead = texts((*told.dates_ahead, *told.further_dates))
    assert "31 July 2027: due" in ahead and "24 February 2026" in ahead
    assert "2025" not in ahead.replace("$1.25", "")


def test_evidence_from_a_register_says_where_in_its_file() -> None:
    desk = Desk()
    article = desk.article("Register", "2026-03-26", "The lender paid the canal loan.", genre="record")
    desk.act(desk.entry(article, "paid", "USA", "PAK", "AID", "delivered", instrument="loan", object="canal loan"))
    held = desk.snapshot()
    pointer = Pointer(11, 30, "row 7, column 9 (Paid)", "paid the canal loan")
    told = answer(replace(held, pointers={article.key: (pointer,)}), ("PAK", "USA"))
    assert told.quotes[0].place == "characters 0–31; in the register’s file: row 7, column 9 (Paid)"
    assert answer(held, ("PAK", "USA")).quotes[0].place == "characters 0–31"


def test_what_was_due_and_has_not_come_is_no_date_ahead() -> None:
    desk = Desk()
    article = desk.article(
        "Gazette", "2026-04-20", "The canal loan was promised.", "The second tranche, due in March, has not arrived.",
        "The next one is due in June."
    )  # fmt: skip
    desk.act(
        desk.entry(
            article, "promised", "USA", "PAK", "AGREE", "promised", instrument="loan", domains=("finance",),
            object="canal loan",
        )
    )  # fmt: skip
    ahead = texts(answer(desk.snapshot(), ("PAK", "USA")).dates_ahead)
    assert "June 2026" in ahead
    assert "March" not in ahead


def test_a_part_that_was_paid_is_no_other_sum_than_the_whole_that_was_promised() -> None:
    desk = Desk()
    told = []
    for outlet, day, cue, text, sum_, rung in (
        ("Gazette", "2025-09-03", "will lend", "Washington will lend $500 million.", 5e8, "promised"),
        (
            "Courier",
            "2025-10-03",
            "will send",
            "Washington will send a first tranche of $120 million.",
            1.2e8,
            "promised",
        ),
        ("Mirror", "2026-01-21", "paid", "Washington paid $150 million of the canal loan.", 1.5e8, "delivered"),
    ):
        article = desk.article(outlet, day, text)
        place = article.raw.index("$"), article.raw.index("million") + 7
        told.append(
            desk.entry(
                article, cue, "USA", "PAK", "AGREE" if rung == "promised" else "AID", rung, instrument="loan",
                domains=("finance",), amount=Amount(sum_, "USD", start=place[0], end=place[1]), date=day,
            )
        )  # fmt: skip
    desk.commitment(*(desk.act(entry) for entry in told))
    assert not answer(desk.snapshot(), ("PAK", "USA")).disagreements


@pytest.mark.parametrize(
    ("outlet", "notice", "expected"),
    [
        ("Gazette", "An earlier version of this article said the loan was worth $780 million.",
         ["corrected the amount from $780 million to $880 million"]),
        ("Gazette", "This story has been corrected to say $880 million, not $780 million.",
         ["corrected the amount from $780 million to $880 million"]),
        ("Gazette", "An earlier version of this article misspelled a name.", ["reports differ on the amount"]),
        ("Courier", "An earlier version of this article said the loan was worth $780 million.",
         ["reports differ on the amount"]),
    ],
)  # fmt: skip
def test_a_sum_that_its_own_outlet_takes_back_is_no_disagreement(outlet: str, notice: str, expected: list[str]) -> None:
    desk = Desk()
    told = (
        ("Gazette", "2025-07-16", "Washington signed a loan of $780 million for the canal works.", 7.8e8),
        (outlet, "2025-07-17", f"Washington signed a loan of $880 million for the canal works. {notice}", 8.8e8),
    )
    for source, when, text, value in told:
        article = desk.article(source, when, text)
        desk.entry(article, "signed", "USA", "PAK", "SUPPORT", "agreed", instrument="loan", domains=("finance",),
                   object="the canal works", amount=Amount(value, "USD"))  # fmt: skip
    desk.act(*desk.entries)
    found = answer(desk.snapshot(), ("PAK", "USA")).disagreements
    assert [part in line.text for part, line in zip(expected, found, strict=True)] == [True]
