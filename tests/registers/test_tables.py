"""EXIM authorizations (a made file: no real one was met) and SIPRI's register (real rows stay outside the project)."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from deedbook.reading.registers.about import About
from deedbook.records import OfficialRecord
from tests.registers.builders import MADE, items, problems, records, searches, told

YEAR_2025 = About("all authorizations of fiscal year 2025", date(2024, 10, 1), date(2025, 9, 30))


def test_an_authorization_is_approved_and_only_what_was_drawn_is_paid() -> None:
    by_id = {r.article.id.partition("#")[2]: r for r in records(MADE / "exim_made.csv")}
    loan = by_id["X1"].coding.events
    assert [told(e) for e in loan] == [
        ("AID", "approved", "export_credit", "USA", "IND", "2025-03-14"),
        ("AID", "delivered", "export_credit", "USA", "IND", "2025-03-14"),
    ]
    assert [e.amount.value for e in loan if e.amount] == [120e6, 45e6]
    assert loan[1].partial and loan[1].date.end is None  # the file does not say when
    assert [told(e)[1:3] for e in by_id["X2"].coding.events] == [("approved", "guarantee")]
    assert [told(e)[1] for e in by_id["X3"].coding.events] == ["refused"]


def test_a_row_for_many_countries_is_nobody_s() -> None:
    (record,) = [r for r in records(MADE / "exim_made.csv") if r.article.id.endswith("#X4")]
    assert not record.coding.events
    assert record.unknown == ("receiving state unknown: Multiple - Countries",)


def test_pointers_name_row_and_column() -> None:
    (record, *_) = records(MADE / "exim_made.csv")
    assert "row 2, column 26 (Approved/Declined Amount)" in {p.pointer for p in record.pointers}


@pytest.mark.parametrize(
    ("receiver", "rows"),
    [("IND", 2), ("PAK", 1), (None, 4)],  # the row for many countries may hold any of them
)
def test_a_complete_file_is_a_search_that_errs_on_the_side_of_having_found(receiver: str | None, rows: int) -> None:
    (search,) = searches(MADE / "exim_made.csv", replace(YEAR_2025, receiver=receiver))
    assert (search.register, search.rows) == ("EXIM authorizations", rows)


def test_a_file_without_a_row_for_the_state_shows_that_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("".join((MADE / "exim_made.csv").read_text().splitlines(keepends=True)[:4]))
    about = About(YEAR_2025.query, YEAR_2025.start, YEAR_2025.end, giver="USA", receiver="PAK")
    (search,) = searches(path, about)
    assert search.rows == 0
    assert (search.start, search.end, search.receiver) == (date(2024, 10, 1), date(2025, 9, 30), "PAK")
    assert not searches(path)


def changed(tmp_path: Path, name: str, old: str, new: str) -> Path:
    text = (MADE / name).read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Brokered,", "Broker,", "has the column 'Broker', which this reader does not know"),
        ("Brokered,", "Brokered,Climate Flag,", "has the column 'Climate Flag', which this reader does not know"),
        ("Fiscal Year,", "", "lacks the column 'Fiscal Year'"),
        ("Brokered,", "Country,", "has the column 'Country' twice"),
    ],
)
def test_a_changed_header_stops_the_reader(tmp_path: Path, old: str, new: str, message: str) -> None:
    found = items(changed(tmp_path, "exim_made.csv", old, new), YEAR_2025)
    assert len(found) == 1
    assert message in str(found[0])
    assert "row 1" in str(found[0])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Approved,03/14/2025", "Pending,03/14/2025", "row 2: its decision is 'Pending'"),
        ("03/14/2025", "14.3.2025", "row 2: its decision date '14.3.2025' is no day"),
        ('"120,000,000"', "much", "row 2: its Approved/Declined Amount 'much' is no number"),
        (",Locomotives", ",Loco,motives", "row 2: it has 35 cells"),
    ],
)
def test_a_wrong_row_is_named_and_the_rest_is_read(tmp_path: Path, old: str, new: str, message: str) -> None:
    found = items(changed(tmp_path, "exim_made.csv", old, new))
    assert any(message in str(item) for item in found), found
    assert sum(isinstance(item, OfficialRecord) for item in found) == 3


def test_the_columns_of_a_register_may_stand_in_another_order(tmp_path: Path) -> None:
    rows = list(csv.reader((MADE / "exim_made.csv").read_text(encoding="utf-8").splitlines()))
    path = tmp_path / "exim.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([row[::-1] for row in rows])
    acts = [told(e) for r in records(path) for e in r.coding.events]
    assert acts == [told(e) for r in records(MADE / "exim_made.csv") for e in r.coding.events]


def test_real_rows_of_the_arms_register(shared: Path) -> None:
    found = records(shared / "facts/official/sipri_trade_register_usa_to_pakistan_india.csv")
    assert len(found) == 230
    assert not problems(shared / "facts/official/sipri_trade_register_usa_to_pakistan_india.csv")
    acts = Counter((e.actor.code, e.status) for r in found for e in r.coding.events)
    assert acts == {("USA", "approved"): 230, ("USA", "delivered"): 221}
    assert {e.recipient.code for r in found for e in r.coding.events} == {"PAK", "IND"}
    (seahawk,) = [
        r for r in found if "MH-60R Seahawk" in r.article.raw and "anti-submarine helicopter" in r.article.raw
    ]
    assert [(e.status, e.partial) for e in seahawk.coding.events] == [("approved", False), ("delivered", True)]
    assert {e.amount for r in found for e in r.coding.events} == {None}  # volumes are no money
    assert {r.article.published.start for r in found} == {date(2025, 3, 13)}


def test_an_uncertain_year_lowers_confidence_and_an_unknown_name_is_said() -> None:
    ours, other = records(MADE / "sipri_made.csv")
    assert [(e.status, e.partial, e.confidence) for e in ours.coding.events] == [
        ("approved", False, 0.9),
        ("delivered", True, 1.0),
    ]
    assert ours.coding.events[1].date.start == date(2021, 1, 1)
    assert ours.coding.events[1].date.end == date(2022, 12, 31)
    assert not other.coding.events
    assert other.unknown == ("recipient 'Freedonia' is no name that the codebook knows",)


def test_a_changed_header_of_the_arms_register_stops_the_reader(tmp_path: Path) -> None:
    path = changed(tmp_path, "sipri_made.csv", "Recipient,Supplier,Year of order", "Recipient,Supplier,Order year")
    (problem,) = items(path)
    assert "its header is not the one this reader knows" in str(problem)
    assert "row 4" in str(problem)


def test_the_arms_register_says_nothing_of_its_cover_by_itself() -> None:
    assert not searches(MADE / "sipri_made.csv")
    about = About("all transfers to Pakistan", date(1950, 1, 1), date(2025, 12, 31), receiver="PAK")
    (search,) = searches(MADE / "sipri_made.csv", about)
    assert search.rows == 2  # the row whose recipient is unknown may be anybody's


def test_a_row_of_arms_says_in_its_title_what_came_from_whom() -> None:
    ours, _ = records(MADE / "sipri_made.csv")
    assert ours.article.title == (
        "SIPRI arms transfers: Example-1 (trainer aircraft) from United States to Pakistan, ordered 2019"
    )
