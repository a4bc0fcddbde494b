"""The answer as a whole: what must hold of every line, on a realistic story and where nothing is held."""

import dataclasses
from datetime import date

import pytest

from deedbook.brief import render
from deedbook.brief.front import WORDS, compose
from deedbook.measures import Answer, answer
from deedbook.measures.page import first
from deedbook.measures.quotes import lines, walk
from deedbook.records import Interval, Problem

from .builders import Desk
from .story import story


@pytest.fixture(scope="module")
def told() -> Answer:
    return answer(story(), ("PAK", "USA"), against=("IND", "USA"))


def test_the_judgement_is_two_sentences_with_evidence_and_says_how_sure_it_is(told: Answer) -> None:
    assert len(told.judgement) == 2
    for line in told.judgement:
        assert line.text.endswith(".") and line.quotes and line.sure


def test_page_one_keeps_to_its_length_its_rows_and_its_necessary_parts(told: Answer) -> None:
    assert compose(told).words() <= WORDS
    assert len(told.standing) <= 8
    assert told.told and told.unknown and told.would_change and told.dates_ahead and told.coverage.summary


def test_page_one_keeps_to_its_length_however_much_is_held() -> None:
    desk = Desk()
    for number in range(60):
        article = desk.article("Gazette", "2025-11-08", f"The lender promised plant number {number} a very long loan.")
        desk.act(
            desk.entry(
                article,
                "promised",
                "USA",
                "PAK",
                "AID",
                "promised",
                instrument="loan",
                domains=("finance",),
                object=f"plant number {number} a very long loan",
            )
        )
    crowded = answer(desk.snapshot(), ("PAK", "USA"))
    assert compose(crowded).words() <= WORDS and len(crowded.standing) <= 8


def test_quotes_are_numbered_from_one_in_order_of_first_use(told: Answer) -> None:
    parts = (*first(told), *(part for part in walk(told) if part is not told))  # page one, then what stands behind it
    used = [number for part in parts for number in getattr(part, "quotes", ())]
    assert list(dict.fromkeys(used)) == list(range(1, len(told.quotes) + 1))
    assert [quote.number for quote in told.quotes] == list(range(1, len(told.quotes) + 1))


def test_page_one_by_itself_is_that_of_the_whole_answer(told: Answer) -> None:
    alone = answer(story(), ("PAK", "USA"), against=("IND", "USA"), page_one=True)
    assert not alone.commitments and not alone.balance and len(alone.quotes) < len(told.quotes)
    assert alone.behind == told.behind and told.behind.commitments == len(told.commitments)
    assert told.behind.acts == sum(cell.count for cell in told.signals)
    assert compose(alone) == compose(told)
    assert render(alone, "terminal", width=80) == render(told, "terminal", width=80)


def test_every_quotation_stands_in_its_article_word_for_word(told: Answer) -> None:
    for quote in told.quotes:
        raw = told.snapshot.articles[quote.evidence.article_key].raw
        assert quote.text == " ".join(raw[quote.evidence.start : quote.evidence.end].split())
        assert ". " not in quote.text


def test_every_line_of_page_one_that_tells_of_an_act_leads_to_its_sentence(told: Answer) -> None:
    for line in (*(row.what for row in told.standing), *(act.what for act in told.told), *told.dates_ahead):
        assert line.quotes and line.sources > 0 and line.sure


def test_coverage_counts_lines_that_no_person_has_checked(told: Answer) -> None:
    resting = [line for line in lines(told) if line.quotes]
    assert told.coverage.lines == told.coverage.lines_unreviewed == len(resting)


def test_the_same_snapshot_gives_the_same_answer() -> None:
    assert answer(story(), ("PAK", "USA")) == answer(story(), ("PAK", "USA"))


def test_the_asked_order_is_kept_and_changes_no_fact() -> None:
    one, other = answer(story(), ("PAK", "USA")), answer(story(), ("USA", "PAK"))
    assert other.pair == ("USA", "PAK")
    assert {row.what.text for row in one.standing} == {row.what.text for row in other.standing}
    assert [account.side for account in other.told[0].accounts] == ["USA", "PAK"]


def test_where_nothing_is_held_the_answer_says_so_and_how_much_was_read() -> None:
    empty = answer(story(), ("PER", "CHL"))
    first, second = (line.text for line in empty.judgement)
    assert "hold nothing" in first and "14 articles" in first
    assert "silence, not evidence that nothing happened" in second
    assert not empty.standing and not empty.quotes and empty.coverage.on_pair == 0


def test_an_empty_snapshot_gets_an_answer_too() -> None:
    empty = answer(Desk().snapshot(), ("PAK", "USA"))
    assert "none of 0 articles" in empty.judgement[0].text


def test_one_state_twice_is_no_pair() -> None:
    with pytest.raises(ValueError, match="names one state twice"):
        answer(story(), ("PAK", "PAK"))


def test_inputs_that_could_not_be_used_are_named_under_coverage() -> None:
    problem = Problem("a.bin", "is no text.", "Leave it out.")
    assert "a.bin: is no text. Leave it out." in answer(story(), ("PAK", "USA"), problems=(problem,)).coverage.unread


def test_names_are_given_for_all_codes_shown(told: Answer) -> None:
    assert told.names["PAK"] == "Pakistan" and told.names["USA"] == "United States"
    shown = {row.giver for row in told.standing} | {row.receiver for row in told.standing}
    assert shown <= set(told.names)


def test_articles_written_for_this_project_are_told_apart() -> None:
    desk = Desk()
    article = desk.article(
        "Deedbook examples", "2025-11-08", "Lahore thanked Washington.", rights="written for the Deedbook project"
    )
    desk.act(desk.entry(article, "thanked", "PAK", "USA", "SUPPORT", "act"))
    written = answer(desk.snapshot(), ("PAK", "USA"))
    assert written.written_examples
    assert "written for this project" in written.quotes[0].flags
    assert any("written for this project" in line.text for line in written.caveats)
    assert not answer(story(), ("PAK", "USA")).written_examples


def test_a_measure_changes_nothing_in_the_snapshot() -> None:
    held = story()
    before = dataclasses.replace(held)
    answer(held, ("PAK", "USA"))
    assert held == before


def test_a_number_in_a_field_of_a_register_is_no_day_to_come() -> None:
    desk = Desk()
    row = desk.article("Register", "2025-03-13", "Number delivered: 2030", genre="record")
    act = desk.act(desk.entry(row, "Number delivered", "USA", "PAK", "COOPERATE", "delivered"))
    desk.commitment(act, displayed="delivered", execution="complete")
    note = desk.article("Gazette", "2025-03-13", "Washington promised a canal in 2030.")
    desk.act(desk.entry(note, "promised", "USA", "PAK", "AGREE", "promised", object="a canal"))
    assert [line.text for line in answer(desk.snapshot(), ("PAK", "USA")).dates_ahead] == ["2030: canal (promised)."]


def test_what_a_record_of_this_year_tells_is_told_of_no_month_to_come() -> None:
    desk = Desk()
    year = desk.article("Gazette", "2026-01-01/2026-12-31", "Washington collects a duty.", genre="record")
    act = desk.act(desk.entry(year, "collects", "USA", "PAK", "SANCTION", "delivered"))
    desk.acts[desk.acts.index(act)] = dataclasses.replace(act, happened=Interval(None, date(2026, 12, 31)))
    told = answer(desk.snapshot(), ("PAK", "USA"))
    assert [cell.month for cell in told.signals] == ["2026"]
    assert "December 2026" not in told.coverage.summary + told.coverage.cut_off
