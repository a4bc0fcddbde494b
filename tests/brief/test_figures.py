from collections import Counter
from dataclasses import replace

from deedbook.brief.figures import LEVELS, MONTHS, pivot, status_ladder, timeline
from deedbook.measures.answer import LadderCell, SignalCell

from .builders import answer, crowded_answer


def test_words_stand_above_and_deeds_below_the_line_and_none_is_lost() -> None:
    whole = answer()
    figure = timeline(whole)
    assert all((mark.level > 0) == (mark.style == "word") for mark in figure.marks)
    assert sum(mark.acts for mark in figure.marks) == sum(cell.count for cell in whole.signals)
    assert len({(mark.column, mark.slot, mark.level) for mark in figure.marks}) == len(figure.marks)


def test_undated_acts_have_a_column_of_their_own_at_the_end() -> None:
    figure = timeline(answer())
    assert figure.columns[-1] == "undated"
    assert figure.aside == (len(figure.columns) - 1,)
    assert sum(mark.column == figure.aside[0] for mark in figure.marks) == 2
    assert "2 acts without a date" in figure.caption


def test_months_without_an_act_keep_their_column() -> None:
    assert timeline(answer()).columns[:3] == ("Apr|2025", "May", "Jun")


def test_acts_before_the_last_eighteen_months_are_gathered_as_earlier() -> None:
    figure = timeline(crowded_answer(1))
    assert figure.columns[0] == "earlier"
    assert len(figure.columns) <= MONTHS + 2
    assert sum(mark.acts for mark in figure.marks if mark.column == 0) == 3


def test_a_crowded_month_is_scaled_and_the_caption_says_how() -> None:
    figure = timeline(crowded_answer(40))
    assert max(abs(mark.level) for mark in figure.marks) <= LEVELS + 2
    assert figure.caption.startswith("Each mark is up to ")
    assert sum(mark.acts for mark in figure.marks) == sum(cell.count for cell in crowded_answer(40).signals)


def test_the_caption_says_what_is_counted_over_which_period_from_how_many_sources_and_how_sure() -> None:
    caption = timeline(answer()).caption
    assert "Each mark is one act" in caption
    assert "April 2025 to June 2026" in caption
    assert "5 independent sources" in caption
    assert "How sure: 3 of 31 acts rest on two or more sources" in caption


def test_copies_of_one_wire_report_are_one_source() -> None:
    whole = answer()
    first = next(iter(whole.snapshot.wire))
    one = replace(whole, snapshot=replace(whole.snapshot, wire=dict.fromkeys(whole.snapshot.wire, first)))
    assert "from 1 independent source." in timeline(one).caption


def test_the_alternative_text_states_the_finding() -> None:
    assert timeline(answer()).alt.startswith("Words outnumber deeds, 24 to 7; most words fall in September 2025 (5)")
    assert status_ladder(answer()).alt.startswith("4 of 17 matters are delivered or in force; 2 approved")


def test_the_table_under_a_chart_holds_every_number_that_it_shows() -> None:
    whole = answer()
    assert len(timeline(whole).table.rows) == len(whole.signals)
    rows = status_ladder(whole).table.rows
    assert sum(int(row[3].text) for row in rows) == sum(cell.count for cell in whole.ladder)


def test_the_ladder_shows_every_open_rung_and_only_those_stops_that_occur() -> None:
    figure = status_ladder(answer())
    assert figure.columns[:7] == ("discussed", "requested", "offered", "promised", "agreed", "approved", "delivered")
    assert figure.columns[7:] == ("suspended", "lapsed", "reported|absent")
    assert figure.aside == (7, 8, 9)


def test_a_rung_that_the_codebook_does_not_know_is_shown_not_dropped() -> None:
    whole = replace(answer(), ladder=(LadderCell("trade", "announced", "USA", 2, "a cut", (1,)),))
    figure = status_ladder(whole)
    assert "announced" in figure.columns
    assert figure.marks[0].acts == 2


def test_givers_keep_their_sign_even_when_only_one_of_them_gives() -> None:
    whole = answer()
    only = replace(whole, ladder=tuple(cell for cell in whole.ladder if cell.giver == "USA"))
    assert status_ladder(only).givers == (("second", "United States"),)


def test_cells_of_one_giver_in_one_place_become_one_mark_with_all_their_evidence() -> None:
    cells = (LadderCell("aid", "offered", "USA", 1, "a", (1,)), LadderCell("aid", "offered", "USA", 2, "b", (2, 1)))
    (mark,) = status_ladder(replace(answer(), ladder=cells)).marks
    assert (mark.acts, mark.quotes) == (3, (1, 2))


def test_acts_by_kind_and_month_add_up() -> None:
    whole = answer()
    table = pivot(whole)
    assert table.header[-2:] == ("undated", "All")
    assert sum(int(row[-1].text) for row in table.rows) == sum(cell.count for cell in whole.signals)
    kinds = Counter(row[1].text for row in table.rows)
    assert set(kinds) == {"word", "deed"}


def test_undated_acts_alone_make_a_chart_too() -> None:
    cell = SignalCell("undated", "AGREE", "word", "trade", "USA", 1, (10,))
    figure = timeline(replace(answer(), signals=(cell,)))
    assert figure.columns == ("undated",)
    assert "none of them dated" in figure.caption


def test_a_long_record_neither_outgrows_the_chart_nor_widens_the_table() -> None:
    """Registers tell of seven decades: what is earlier stands in one column, scaled by all that is in it."""
    old = [SignalCell(str(year), "AID", "deed", "defence", "USA", 3, (10,)) for year in range(1950, 2020)]
    new = [SignalCell(f"2025-{month:02d}", "AGREE", "word", "trade", "USA", 1, (10,)) for month in range(1, 13)]
    whole = replace(answer(), signals=(*old, *new))
    figure = timeline(whole)
    assert max(abs(mark.level) for mark in figure.marks) <= LEVELS
    assert sum(mark.acts for mark in figure.marks) == 3 * 70 + 12
    header = pivot(whole).header
    assert header[2] == "earlier" and len(header) == 2 + 1 + 12 + 1


def test_what_is_known_by_its_year_alone_stands_under_no_month_of_it() -> None:
    cells = [SignalCell(month, "AGREE", "word", "trade", "USA", 1, (10,)) for month in ("2024", "2025-03", "2025-07")]
    figure = timeline(replace(answer(), signals=(*cells, SignalCell("2025", "AID", "deed", "trade", "USA", 2, (10,)))))
    assert [figure.columns[mark.column] for mark in figure.marks if mark.level < 0] == ["undated", "undated"]
    assert figure.columns[0] == "earlier"
    assert "2 acts of which only the year is known stand apart" in figure.caption
    assert "the last dated deed is of 2025" in figure.finding
