"""Two pairs with one giver, compared on one instrument, one legal basis and the same days."""

from dataclasses import replace

from deedbook.measures import ComparisonRow, answer
from deedbook.measures.parity import Tally, tallies
from deedbook.records import Snapshot

from .builders import Desk

PAIR, OTHER = ("PAK", "USA"), ("IND", "USA")


def rows(snapshot: Snapshot, **given: object) -> dict[str, ComparisonRow]:
    found = answer(snapshot, PAIR, against=OTHER, **given).comparison  # type: ignore[arg-type]
    return {row.subject: row for row in found}


def held(as_of: str | None = None) -> Snapshot:
    desk = Desk()
    desk.article("Gazette", "2026-06-04", "They met.")
    return desk.snapshot(as_of)


def row(words: str, snapshot: Snapshot, **given: object) -> ComparisonRow:
    (found,) = [found for subject, found in rows(snapshot, **given).items() if words in subject]
    return found


def test_duties_are_compared_on_one_legal_basis_with_their_days_in_force() -> None:
    found = row("Executive Order 14257", held())
    assert found.here.text == "19 %, in force 7 August 2025 to 23 February 2026."
    assert found.there.text == "25 %, in force 7 August 2025 to 23 February 2026."
    assert "no difference" not in found.note
    alone = row("Executive Order 14329", held())
    assert alone.here.text == "No duty on Pakistan on this basis is held." and alone.there.text.startswith("25 %")


def test_a_surcharge_on_everybody_is_no_difference() -> None:
    found = row("Proclamation 11012", held())
    assert found.here == found.there and "The same for both: no difference." in found.note


def test_the_place_among_all_states_stands_beside_the_chosen_rival() -> None:
    found = row("All these duties", held())
    assert "On 23 February 2026, the last day on which they differed: Pakistan 19 %, 40th lowest of 64" in found.rank
    assert "India 25 %, 50th lowest of 64 states (with 4 others)." in found.rank
    assert "On 4 June 2026: 10 % for each, no difference." in found.rank


def test_a_cut_off_shows_what_was_in_force_then() -> None:
    found = row("All these duties", held("2025-09-15"))
    assert "On 15 September 2025, the last day on which they differed: Pakistan 19 %" in found.rank
    assert "India 50 %, 63rd lowest of 64" in found.rank
    assert found.here.text == "19 % from 7 August 2025."


def test_a_benefit_closed_to_both_yields_no_disparity() -> None:
    found = row("GSP", held())
    assert found.here.text == "Ended for Pakistan on 31 December 2020."
    assert found.there.text == "Ended for India on 4 June 2019."
    assert "Closed to both on 4 June 2026: no disparity." in found.note
    assert "ended for all its members on 31 December 2020" in found.note


def test_a_benefit_closed_to_one_of_them_is_said_to_be() -> None:
    assert "Closed to India alone." in row("GSP", held("2020-06-01")).note


def kept() -> Desk:
    desk = Desk()
    for receiver, execution in (("PAK", "none"), ("PAK", "complete"), ("IND", "complete"), ("NPL", "none")):
        article = desk.article(f"Gazette {len(desk.articles)}", "2026-01-01", "A loan for a dam is agreed.")
        act = desk.entry(
            article,
            "is agreed",
            "USA",
            receiver,
            "AID",
            "agreed",
            instrument="loan",
            domains=("finance",),
            object="dam",
        )
        desk.commitment(desk.act(act), execution=execution)
    return desk


def test_what_was_delivered_is_counted_with_the_place_among_all_receivers() -> None:
    held_ = kept().snapshot()
    found = row("Benefits committed", held_, peers=tallies(held_))
    assert found.here.text == "1 of 2 commitments delivered or in force."
    assert found.there.text == "1 of 1 commitment delivered or in force."
    assert "Pakistan 1st (with 1 other), India 1st (with 1 other)" in found.rank


def test_a_confined_snapshot_ranks_only_by_counts_that_are_given() -> None:
    confined = replace(kept().snapshot(), pairs=(PAIR, OTHER))
    assert row("Benefits committed", confined).rank == ""
    peers = {("USA", "PAK"): Tally(4, 1), ("USA", "IND"): Tally(3, 2), ("USA", "JPN"): Tally(9, 7)}
    found = row("Benefits committed", confined, peers=peers)
    assert "by how many were delivered: Pakistan 3rd, India 2nd" in found.rank


def test_it_is_said_who_chose_the_rival() -> None:
    assert "chosen by whoever asked" in answer(held(), PAIR, against=OTHER).comparison_note
    desk = Desk()
    article = desk.article("Gazette", "2026-01-01", "Washington lent to Lahore.", "Washington lent to Delhi.")
    loan = {"instrument": "loan", "domains": ("finance",)}
    desk.act(desk.entry(article, "lent to Lahore", "USA", "PAK", "AID", "promised", **loan))  # type: ignore[arg-type]
    desk.act(desk.entry(article, "lent to Delhi", "USA", "IND", "AID", "promised", **loan))  # type: ignore[arg-type]
    assert "by a written rule" in answer(desk.snapshot(), PAIR).comparison_note
