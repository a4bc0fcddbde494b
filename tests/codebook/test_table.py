"""A wrong data file is named with its row, what was expected, and what to do."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from deedbook.codebook import Codebook, CodebookError
from deedbook.codebook.table import Row, data_folder, rows


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(str(data_folder()), tmp_path / "data")
    return tmp_path / "data"


def edit(path: Path, old: str, new: str) -> int:
    """Replace ``old`` once and return the number of its line."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_an_unknown_status_of_a_rung_names_file_and_row(folder: Path) -> None:
    line = edit(folder / "rungs.csv", "export_credit,board approval,approved", "export_credit,board approval,aproved")
    with pytest.raises(CodebookError, match=rf"rungs\.csv, row {line}: column status holds 'aproved'") as caught:
        _ = Codebook(folder).instruments
    assert caught.value.row == line
    assert "add the new word" in str(caught.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "table", "words"),
    [
        ("states.csv", "\nPAK,", "\nPAKI,", "states", "three capital letters"),
        ("states.csv", "\nPAK,", "\nIND,", "states", "a second time"),
        ("states.csv", "CZE|SVK", "CZE|SLO", "states", "'SLO'"),
        ("event_types.csv", "ACCUSE,verbal conflict,-3", "ACCUSE,verbal conflict,3", "event_types", "sign"),
        ("event_types.csv", ",-3.5,", ",low,", "event_types", "a number was expected"),
        ("organisations.csv", "\nIMF,", "\nIND,", "organisations", "is a state's"),
        ("names/agencies.csv", ",USA,agency,GOV", ",USB,agency,GOV", "names", "'USB'"),
        ("names/dated.csv", "1991-12-26", "26.12.1991", "names", "a date"),
        ("names/dated.csv", "2003-02-04,2006-06-05", "2007-02-04,2006-06-05", "names", "lies before"),
        ("offices.csv", "foreign minister|", "Foreign Minister|", "offices", "lower case"),
        ("furniture.csv", "comments,", "talk,", "furniture", "'talk'"),
        ("milestones.csv", ",PAK,USA,CONSULT,", ",PAK,USA,MEET,", "milestones", "'MEET'"),
        ("classes.csv", ",ALL,,2020-12-31,", ",ALL,,2020-13-31,", "classes", "2020-13-31"),
        ("statuses.csv", "discussed,1,", "discussed,one,", "statuses", "whole number"),
        ("outlets.csv", ",GBR,wire,", ",GBR,agency,", "outlets", "'agency'"),
        ("domains.csv", ",economic,331", ",economy,331", "domains", "'economy'"),
    ],
)
def test_each_table_refuses_what_it_does_not_know(
    folder: Path, file: str, old: str, new: str, table: str, words: str
) -> None:
    edit(folder / file, old, new)
    with pytest.raises(CodebookError, match=rf"{file}, row \d+: ") as caught:
        getattr(Codebook(folder), table)
    assert words in str(caught.value)


HEADER = "person,aliases,state,office,start,end,source\n"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("A. Person,,PAK,premier_in_chief,1990,1991,https://example.org", "'premier_in_chief'"),
        ("A. Person,,PKS,head_of_state,1990,1991,https://example.org", "'PKS'"),
        ("A. Person,,PAK,head_of_state,1992,1991,https://example.org", "lies before"),
        ("A. Person,,PAK,head_of_state,,1991,https://example.org", "start is empty"),
        ("A. Person,,PAK,head_of_state,1990,1991,somewhere", "recalled, not checked"),
        (",,PAK,head_of_state,1990,1991,https://example.org", "column person is empty"),
        ("A. Person,,PAK,head_of_state,1990,1991", "6 cells, 7 were expected"),
    ],
)
def test_a_wrong_office_holder_is_named_with_file_and_row(folder: Path, row: str, words: str) -> None:
    (folder / "holders" / "extra.csv").write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(CodebookError, match=r"holders/extra\.csv, row 2: ") as caught:
        _ = Codebook(folder).holders
    assert words in str(caught.value)


def test_a_holder_may_be_dated_by_year_or_month(folder: Path) -> None:
    line = 'A. Person,Person|AP,PAK,head_of_state,1950,1950-02,"recalled, not checked"'
    (folder / "holders" / "extra.csv").write_text(HEADER + line + "\n", encoding="utf-8")
    (holder,) = Codebook(folder).persons["A. Person"]
    assert (holder.start, holder.end) == (date(1950, 1, 1), date(1950, 2, 28))
    assert holder.aliases == ("Person", "AP")


def test_a_missing_file_another_header_and_another_encoding_are_told_apart(folder: Path) -> None:
    (folder / "classes.csv").unlink()
    with pytest.raises(CodebookError, match=r"classes\.csv: the file is missing"):
        _ = Codebook(folder).classes
    edit(folder / "outlets.csv", "name,aliases", "name,other names")
    with pytest.raises(CodebookError, match=r"outlets\.csv, row 1: the header is"):
        _ = Codebook(folder).outlets
    (folder / "milestones.csv").write_text('from,"to', encoding="utf-8")
    with pytest.raises(CodebookError, match=r"milestones\.csv.*not readable as CSV"):
        _ = Codebook(folder).milestones
    (folder / "statuses.csv").write_bytes(b"name\xff")
    with pytest.raises(CodebookError, match=r"statuses\.csv: byte 4 is not UTF-8"):
        _ = Codebook(folder).statuses


def test_a_name_in_two_places_is_refused(folder: Path) -> None:
    with (folder / "unused_names.csv").open("a", encoding="utf-8") as unused:
        unused.write("Pakistan,PAK,a test\n")
    with pytest.raises(CodebookError, match="'Pakistan' is also a name of PAK"):
        _ = Codebook(folder).names


def test_a_date_is_a_day_a_month_or_a_year() -> None:
    row = Row("a.csv", 2, {"from": "2024-02", "to": "2024-02", "year": "2024", "none": ""})
    assert row.day("from") == date(2024, 2, 1)
    assert row.day("to", last=True) == date(2024, 2, 29)
    assert row.day("year", last=True) == date(2024, 12, 31)
    assert row.day("none") is None


def test_empty_lines_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("﻿x,y\n1,2\n\n3,4\n", encoding="utf-8")
    assert [(r.number, r.text("y")) for r in rows(path, ["x", "y"])] == [(2, "2"), (4, "4")]
