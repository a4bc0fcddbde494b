import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from deedbook.codebook import load
from deedbook.exchange import tracker
from deedbook.exchange.reconcile import reconcile
from deedbook.records import Amount, Interval
from deedbook.records.failure import Failure

ROWS = """Donor,Partner,Project,Type,Stage,Value,Currency,Announced
United States,Pakistan,Reko Diq copper mine,export credit,approved,$1.3 billion,,10 Dec 2025
United States,Pakistan,Fleet of river tugs,grant,pledged,3000000,USD,2025-07
Atlantis,Pakistan,Pearls,grant,pledged,1,USD,2025
United States,Pakistan,Something dated twice,grant,pledged,1,USD,03/04/2025
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "tracker.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def test_headers_in_common_words_are_understood(file) -> None:
    found = tracker.read(file, load())
    assert found.columns == {
        "giver": "Donor",
        "receiver": "Partner",
        "what": "Project",
        "instrument": "Type",
        "status": "Stage",
        "amount": "Value",
        "unit": "Currency",
        "date": "Announced",
    }
    first, second = found.rows
    assert (first.giver, first.receiver, first.instrument, first.status) == ("USA", "PAK", "export_credit", "approved")
    assert first.amount is not None and (first.amount.value, first.amount.unit) == (1.3e9, "USD")
    assert first.when == Interval(date(2025, 12, 10), date(2025, 12, 10), "explicit")
    assert second.amount == Amount(3_000_000, "USD")
    assert second.when == Interval(date(2025, 7, 1), date(2025, 7, 31), "explicit")


def test_a_row_that_cannot_be_read_is_named_and_the_rest_goes_on(file) -> None:
    problems = tracker.read(file, load()).problems
    assert [problem.place for problem in problems] == ["row 4", "row 5"]
    assert "'Atlantis' is no state or organisation" in problems[0].message
    assert "can be read in two ways" in problems[1].message
    assert len(tracker.read(file, load(), day_first=True).rows) == 3


def test_a_day_above_twelve_tells_how_the_column_is_written(tmp_path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("from;to;date\nUSA;PAK;03/04/2025\nUSA;PAK;25/04/2025\n", encoding="utf-8")
    assert [row.when.start for row in tracker.read(path, load()).rows] == [date(2025, 4, 3), date(2025, 4, 25)]


def test_the_map_is_remembered_and_what_is_said_outranks_it(file) -> None:
    read = tracker.read(file, load(), columns={"note": "Project"})
    assert tracker.remember(file, read.columns).name == "tracker.csv.columns.json"
    again = tracker.read(file, load())
    assert again.columns["note"] == "Project"
    assert tracker.read(file, load(), columns={"note": "Stage"}).columns["note"] == "Stage"


def test_a_workbook_with_real_dates_and_numbers(tmp_path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Giver", "Receiver", "Amount", "Unit", "Date"])
    sheet.append(["IMF", "PAK", 1_200_000_000, "USD", datetime(2025, 12, 11)])
    path = tmp_path / "t.xlsx"
    book.save(path)
    (row,) = tracker.read(path, load()).rows
    assert (row.giver, row.amount, row.when.start) == ("IMF", Amount(1.2e9, "USD"), date(2025, 12, 11))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.csv", b"", "is empty"),
        ("t.csv", b"colour,shape\nred,round\n", "no column tells the giver or the receiver"),
        ("t.csv", b"giver,giver,receiver\nUSA,USA,PAK\n", "stands twice"),
        ("t.xlsx", b"PK\x03\x04 this is no workbook", "no XLSX workbook"),
        ("t.csv", b"%PDF-1.7\x00\x01", "no table of text"),
    ],
)
def test_a_file_that_is_no_tracker_gets_a_reason(tmp_path, name, content, said) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Failure, match=said):
        tracker.read(path, load())


def test_a_tracker_beside_the_ledger(file, snapshot) -> None:
    rows = tracker.read(file, load(), day_first=True).rows
    found = reconcile(rows, snapshot.commitments, load())
    loan = found[0]
    assert loan.commitment is not None and loan.commitment.instrument == "export_credit"
    assert loan.agreed == ("status", "amount", "date")
    assert "held up" in loan.later  # approved, and then more: behind the ledger, not against it
    assert found[1].outcome == "only theirs"
    ours = [item for item in found if item.outcome == "only ours"]
    assert ours
    assert all({i.commitment.giver, i.commitment.receiver} == {"USA", "PAK"} for i in ours)
    matched = [item.commitment.id for item in found if item.commitment]
    assert len(set(matched)) == len(matched)


def test_a_sum_that_differs_is_a_conflict_that_says_both(tmp_path, snapshot) -> None:
    path = tmp_path / "t.csv"
    path.write_text(
        "giver,receiver,what,instrument,amount,date\nUSA,PAK,Reko Diq mine,export credit,$4 billion,2025-12-10\n",
        encoding="utf-8",
    )
    (item, *_) = reconcile(tracker.read(path, load()).rows, snapshot.commitments, load())
    assert item.outcome == "in conflict"
    (difference,) = item.differences
    assert difference.field == "amount"
    assert "4,000,000,000 USD" in difference.theirs
    assert "1,250,000,000 USD" in difference.ours


def test_a_workbook_that_unpacks_to_gigabytes_is_not_unpacked(tmp_path) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet,
    ):
        for _ in range(250):
            sheet.write(b" " * 1_000_000)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(Failure, match="unpacks to 250,000,000 bytes"):
        tracker.read(path, load())


def test_a_cell_that_is_not_understood_is_noted_and_the_row_is_kept(tmp_path):
    path = tmp_path / "tracker.csv"
    path.write_text("Donor,Country,Amount,Status\nUSA,PAK,100,wobbling\nUSA,PAK,$5 million,paid\n", encoding="utf-8")
    read = tracker.read(path, load())
    assert [row.status for row in read.rows] == [None, "delivered"]
    assert [(note.place, note.fatal) for note in read.problems] == [("row 2", False)] * 2
    assert "'wobbling'" in str(read.problems[0]) and "'100'" in str(read.problems[1])


HEADER = ["Giver", "Receiver", "What", "Amount (USD million)", "Date"]
GRANT = ["USA", "PAK", "Fleet of river tugs", 3, datetime(2025, 12, 11)]


@pytest.mark.parametrize(
    "sheets",
    [
        [[["Commitments of the United States"], HEADER, GRANT]],
        [[["Parties", None, "Deal"], [None], HEADER, GRANT]],
        [[], [HEADER, GRANT]],
        [[["about", "who gave what to whom"]], [HEADER, GRANT]],
    ],
)
def test_a_header_is_found_below_a_title_and_behind_a_sheet_of_remarks(tmp_path, sheets) -> None:
    book = Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
        if len(rows) > 2:
            sheet.merge_cells("A1:B1")
    path = tmp_path / "t.xlsx"
    book.save(path)
    read = tracker.read(path, load())
    (row,) = read.rows
    assert (row.what, row.amount, row.when.start) == ("Fleet of river tugs", Amount(3e6, "USD"), date(2025, 12, 11))
    assert not read.problems and row.place == f"row {next(len(rows) for rows in sheets if GRANT in rows)}"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("1,250,000", 1_250_000),
        ("1.250.000,50", 1_250_000.5),
        ("686,5", 686.5),
        ("686.5", 686.5),
        ("1.250", None),
        ("1,25,0", None),
    ],
)
def test_a_number_is_read_as_it_was_written_or_not_at_all(tmp_path, said, value) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"giver;receiver;amount;unit\nUSA;PAK;{said};m EUR\n", encoding="cp1252")
    read = tracker.read(path, load())
    assert read.rows[0].amount == (None if value is None else Amount(value * 1e6, "EUR"))
    assert [f"{said!r} is not understood" in str(note) for note in read.problems] == ([] if value else [True])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_any_common_encoding_delimiter_and_dotted_date(tmp_path, encoding) -> None:
    path = tmp_path / "t.csv"
    text = "giver;receiver;what;date\nUSA;PAK;Genève, the first round, and more;01.11.2025\n"
    path.write_bytes(text.encode(encoding))
    (row,) = tracker.read(path, load()).rows
    assert (row.what, row.when.start) == ("Genève, the first round, and more", date(2025, 11, 1))


@pytest.mark.parametrize("content", ["%PDF-1.4\nstream", '<?xml version="1.0"?>\n<iati-activities/>'])
def test_a_file_of_another_kind_is_not_taken_for_a_table(tmp_path, content):
    path = tmp_path / "tracker.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Failure, match="no table of text"):
        tracker.read(path, load())


def test_headers_as_people_write_them_and_what_is_left_out_is_told(tmp_path) -> None:
    path = tmp_path / "desk.csv"
    path.write_text(
        "Watch list of the desk,,,,,,\n\n"
        "Nr,From whom,To whom,Pledge,Where are we?,How much (bn JPY),Last news\n"
        "1,Japan,Viet Nam,Patrol vessels,2 of 6 delivered,0.6,March 2026\n",
        "utf-8",
    )
    read = tracker.read(path, load())
    (row,) = read.rows
    assert (row.giver, row.receiver, row.what, row.status) == ("JPN", "VNM", "Patrol vessels", "delivered")
    assert row.amount == Amount(6e8, "JPY") and row.when.start == date(2026, 3, 1)
    assert read.unused == ("Nr",)


def test_where_no_row_is_a_header_the_fullest_is_named(tmp_path) -> None:
    path = tmp_path / "desk.csv"
    path.write_text("Watch list of the desk,,\nNr,Gabe von,Gabe an\n1,Japan,Vietnam\n", "utf-8")
    with pytest.raises(Failure, match="It has: Nr, Gabe von, Gabe an"):
        tracker.read(path, load())
