"""What was known by a day, as far as the ledger had learned it."""

from datetime import date

from deedbook.codebook import load
from deedbook.ledger import Ledger

from .builders import article, coding, event, title

EARLY = article("Washington offered Pakistan wheat.", "2025-11-08", id="early")
LATE = article("Washington shipped wheat to Pakistan.", "2026-03-01", id="late", outlet="Evening Star")
UNDATED = article("Former President Donald Trump praised Pakistan under Prime Minister Narendra Modi.", None, id="none")
WHEAT = {"by": "USA", "to": "PAK", "object": "wheat", "instrument": "grant", "domains": ("aid",)}


def filled() -> Ledger:
    ledger = Ledger.temporary()
    ledger.add(EARLY, coding(event(EARLY, "offered", "AID", "offered", **WHEAT)), coder="test 1")
    ledger.add(LATE, coding(event(LATE, "shipped", "AID", "delivered", **WHEAT)), coder="test 1")
    former = title(UNDATED, "Former President Donald Trump", "Donald Trump", "head_of_state", "USA", former=True)
    told = coding(event(UNDATED, "praised", "SUPPORT", "act", by="USA", to="PAK"), titles=(former,))
    ledger.add(UNDATED, told, coder="test 1")
    return ledger


def test_without_a_cut_off_everything_is_there_in_order() -> None:
    found = filled().snapshot()
    assert len(found.articles) == len(found.entries) == 3
    assert [entry.known for entry in found.entries] == [date(2025, 11, 8), date(2026, 3, 1), None]
    assert (found.as_of, found.undated_left_out, found.later_left_out) == (None, 0, 0)
    assert [c.displayed for c in found.commitments] == ["delivered by 1 March 2026"]
    assert set(found.wire) == set(found.articles)


def test_a_cut_off_leaves_out_what_came_later_and_what_has_no_date_and_counts_both() -> None:
    found = filled().snapshot(as_of=date(2025, 12, 31))
    assert set(found.articles) == {EARLY.key}
    assert (found.undated_left_out, found.later_left_out) == (1, 1)
    assert [c.displayed for c in found.commitments] == ["offered by 8 November 2025"]


def test_the_day_of_publication_itself_is_known() -> None:
    assert LATE.key in filled().snapshot(as_of=date(2026, 3, 1)).articles


def test_an_act_without_a_date_happened_by_the_day_of_publication() -> None:
    entry = filled().snapshot().entries[0]
    assert (entry.happened.start, entry.happened.end, entry.happened.basis) == (None, date(2025, 11, 8), "publication")


def test_snapshots_of_one_ledger_are_equal() -> None:
    ledger = filled()
    assert ledger.snapshot() == ledger.snapshot(codebook=load())
