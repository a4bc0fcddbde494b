from dataclasses import replace

import pytest

from deedbook.brief import compose
from deedbook.brief.front import LINKING, ROWS, WORDS, shortened
from deedbook.measures.answer import Account, Answer, Line, StandingRow

from .builders import answer, crowded_answer, empty_answer, hostile_answer


@pytest.mark.parametrize("whole", [answer(), crowded_answer(), empty_answer(), hostile_answer(), crowded_answer(400)])
def test_page_one_never_exceeds_four_hundred_words_and_eight_rows(whole: Answer) -> None:
    front = compose(whole)
    assert front.words() <= WORDS
    assert len(front.rows) <= ROWS
    assert len(front.judgement) <= 2


def test_one_endless_statement_is_cut_with_a_sign_and_stands_whole_behind_the_page() -> None:
    endless = Line("word " * 900, (1,))
    front = compose(replace(answer(), unknown=(endless,)))
    assert front.words() <= WORDS
    assert front.unknown[0].text.endswith("…")
    assert "unknown" in front.left


def test_a_statement_is_not_cut_behind_a_word_that_leads_on() -> None:
    told = [" ".join(["word"] * before) + " payment by the bank of a state to the mine" * 60 for before in range(9)]
    for text in told:
        cut = compose(replace(answer(), unknown=(Line(text, (1,)),))).unknown[0].text
        assert cut.endswith(" …") and cut.split()[-2] not in LINKING


def test_every_standing_that_occurs_keeps_a_row_however_many_there_are_of_another() -> None:
    whole = answer()
    many = tuple(StandingRow("stopped", "USA", "PAK", Line(f"Matter {number}", (1,))) for number in range(30))
    front = compose(replace(whole, standing=many + whole.standing))
    assert {row.standing for row in front.rows} == {"delivered or binding", "promised", "talk only", "stopped"}
    assert "standing" in front.left


def test_rows_come_in_the_order_of_standing() -> None:
    whole = answer()
    front = compose(replace(whole, standing=whole.standing[::-1]))
    assert [name for name, _, _, _ in front.groups()] == ["delivered or binding", "promised", "talk only", "stopped"]


def test_the_foot_gives_cut_off_articles_sources_and_unchecked_lines() -> None:
    front = compose(answer())
    assert dict(front.basis) == {
        "Cut-off": "30 June 2026",
        "Articles": "35",
        "Independent sources": "6",
        "Unchecked statements": "20 of 20",
    }
    judged, *others = answer().judgement
    checked = replace(answer(), judgement=(replace(judged, reviewed=True), *others))
    assert dict(compose(checked).basis)["Unchecked statements"] == "19 of 20"


def test_both_accounts_of_one_act_stay_together_or_go_together() -> None:
    front = compose(crowded_answer())
    assert [text.under for text in front.told] == [False, True, True]


def test_a_side_that_gives_no_account_is_named_as_such() -> None:
    whole = answer()
    silent = replace(whole.told[0], accounts=(Account("USA", (), ("trade",), (9,)), Account("PAK", (), (), ())))
    texts = [text.text for text in compose(replace(whole, told=(silent,))).told]
    assert texts[1:] == ["The United States leaves out trade.", "Pakistan gives no account."]


def test_a_giver_outside_the_pair_is_shown_with_its_receiver() -> None:
    row = StandingRow("promised", "Barrick", "PAK", Line("A mine", (3,)), "2026", "Barrick")
    front = compose(replace(answer(), standing=(row,)))
    assert front.rows[0].parties == "Barrick → Pakistan"
    assert front.rows[0].since == "2026; by Barrick"


def test_a_statement_shows_one_number_and_counts_the_others() -> None:
    whole = replace(answer(), dates_ahead=(Line("A date.", tuple(range(1, 9))),))
    text = compose(whole).dates_ahead[0]
    assert text.quotes == (1,)
    assert text.more == 7
    assert "dates_ahead" in compose(whole).left


def test_examples_written_for_the_project_say_so() -> None:
    assert "written for this project" in compose(answer()).notice
    assert compose(replace(answer(), written_examples=False)).notice == ""


def test_what_is_unknown_is_kept_when_there_is_room() -> None:
    whole = answer()
    slim = replace(whole, standing=whole.standing[:2], told=(), further_unknown=(), further_standing=())
    slim = replace(slim, unknown=tuple(replace(line, quotes=line.quotes[:1]) for line in slim.unknown))
    front = compose(slim)
    assert len(front.unknown) == len(whole.unknown)
    assert front.left == ()
    assert front.words() < WORDS


def test_what_is_imposed_or_done_by_firms_says_so() -> None:
    whole = answer()
    front = compose(replace(whole, standing=whole.further_standing, further_standing=()))
    assert {row.parties for row in front.rows} == {"United States (imposed)", "United States (firms)"}


def test_a_statement_is_cut_where_a_clause_ends_and_never_within_brackets() -> None:
    text = (
        "No payment is reported: the loan. No register was searched; 37 articles were read (1 May 2023 to 4 June 2026)."
    )
    assert shortened(text, 40) == text
    assert shortened(text, 17) == "No payment is reported: the loan. No register was searched …"
    assert shortened("Sheikh met Kapur (in Washington on Monday) about the loan", 5) == "Sheikh met Kapur …"
    dated = "Articles were read (24 May 2015 to 23 June 2026, 14 undated), 242 of them official records"
    assert shortened(dated, 12) == "Articles were read (24 May 2015 to 23 June 2026, 14 undated) …"
    assert shortened("one two three four and five six", 5) == "one two three four …"


@pytest.mark.parametrize("most", [6, 7, 8])
def test_a_statement_is_cut_before_a_name_not_in_it_nor_behind_an_initial(most: int) -> None:
    text = "reported absent: payment by the U.S. Export-Import Bank to the mine in Pakistan"
    assert shortened(text, most) in ("reported absent: payment …", text[: text.index(" to")] + " …")
