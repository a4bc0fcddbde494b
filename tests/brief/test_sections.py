from dataclasses import replace

from deedbook.brief import compose
from deedbook.brief.blocks import Card, Points, Section, Table
from deedbook.brief.sections import sections
from deedbook.measures.answer import Answer, ToldAct

from .builders import answer, crowded_answer, empty_answer


def behind(whole: Answer) -> dict[str, Section]:
    return {section.key: section for section in sections(whole, compose(whole))}


def table(section: Section) -> Table:
    return next(block for block in section.blocks if isinstance(block, Table))


def test_a_commitment_shows_its_facts_its_history_and_where_the_record_says_less_than_the_text() -> None:
    card = behind(answer())["commitments"].blocks[0]
    assert isinstance(card, Card)
    assert dict(card.facts)["Blocked by"] == "Barrick and its lenders"
    assert [(step.rung, step.record) for step in card.steps[:3]] == [
        ("discussed", ""),
        ("promised", "announced"),
        ("approved", ""),
    ]
    assert card.steps[1].text.note == "1 source; all reports rest on one interview"


def test_an_absence_says_who_claims_it_on_what_basis_and_what_overtook_it() -> None:
    rows = table(behind(answer())["absent"]).rows
    assert [cell.text for cell in rows[0]][1:] == [
        "United States → Pakistan",
        "Kamran Khan, commentator",
        "overtaken",
        "10 December 2025: EXIM approved 1.25 billion dollars.",
    ]
    assert rows[0][4].quotes == (1,)
    assert [row[2].note for row in rows] == ["claimed by a speaker", "closed to everybody", "claimed by a speaker"]
    assert "one commentator" in rows[1][0].note


def test_a_step_on_another_rung_stands_beside_an_absence_and_says_that_it_decides_nothing() -> None:
    whole = answer()
    first = whole.absences[0]
    beside = replace(first, overtaken=(), context=first.overtaken, as_of="1 May 2026")
    row = table(behind(replace(whole, absences=(beside,)))["absent"]).rows[0]
    assert row[4].note == "on another rung: does not overtake it"
    assert row[2].note == "claimed by a speaker; as of 1 May 2026"


def test_a_claim_stands_beside_its_verdict_and_its_date() -> None:
    rows = table(behind(answer())["claims"]).rows
    assert (rows[1][2].text, rows[1][2].note) == ("unnamed officials", "as of 8 October 2025")
    assert (rows[1][3].text, rows[1][3].note) == ("contradicted", "The embassy denies it")
    assert rows[0][3].note == "Customs says so too; checked by a person"


def test_what_others_gave_is_marked_as_context() -> None:
    points = behind(answer())["comparison"].blocks[-1]
    assert isinstance(points, Points)
    assert "not counted above" in points.title


def test_lines_with_a_flag_can_be_found_by_it() -> None:
    points = behind(answer())["caveats"].blocks[-1]
    assert isinstance(points, Points)
    found = {item.text: item.quotes for item in points.items}
    assert found["Undated:"] == (10, 11)
    assert found["One commentator:"] == (10,)


def test_page_one_in_full_appears_only_where_page_one_is_not() -> None:
    crowded = behind(crowded_answer())["in-full"]
    assert [block.title for block in crowded.blocks if isinstance(block, Points)] == [
        "The judgement",
        "Not known, and where we looked",
        "What would change this view",
        "Dates ahead",
    ]
    assert len(table(crowded).rows) == len(crowded_answer().standing) + 2
    assert "in-full" not in behind(empty_answer())


def test_both_sides_versions_are_told_with_the_number_of_passages() -> None:
    whole = answer()
    act = whole.told[0]
    (points,) = behind(replace(whole, told=(act,)))["told"].blocks
    assert isinstance(points, Points)
    assert points.items[0].note == "told in 4 passages"
    assert [item.under for item in points.items] == [False, True, True]
    assert isinstance(act, ToldAct)


def test_unread_inputs_and_what_the_cut_off_left_out_are_named() -> None:
    whole = answer()
    cut = replace(whole, coverage=replace(whole.coverage, undated_left_out=2, later_left_out=1))
    (points,) = behind(cut)["coverage"].blocks
    assert isinstance(points, Points)
    said = " ".join(item.text for item in points.items)
    assert "left out 2 undated articles and 1 later article" in said
    assert "Not read: nota-01.html: Urdu, 1 article" in said
    assert "No person has checked 61 of 64 lines." in said


def test_a_flag_on_most_lines_is_counted_rather_than_listed() -> None:
    whole = answer()
    marked = tuple(replace(quote, flags=(*quote.flags, "written for this project")) for quote in whole.quotes)
    points = behind(replace(whole, quotes=marked))["caveats"].blocks[-1]
    assert isinstance(points, Points)
    assert "Written for this project: 35 of 35 quotations." in [item.text for item in points.items]
