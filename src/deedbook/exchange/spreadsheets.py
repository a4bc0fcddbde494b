"""Tables as CSV, XLSX and JSON. Text that a spreadsheet would run as a formula is written as text."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from deedbook.exchange.tables import Cell, Table
from deedbook.records.failure import Failure

if TYPE_CHECKING:
    from openpyxl import Workbook

_FORMULA = re.compile(r"^[=+@\t\r]|^-(?!\d)")  # "-5" is a number; "=2+5" and "-cmd" would be run
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_CHARACTERS = 32_767  # that a cell of a workbook can hold


def as_csv(table: Table) -> str:
    """One table, its header first. A cell that begins like a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(column.name for column in table.columns)
    for row in table.rows:
        writer.writerow(as_cell(cell) for cell in row)
    return out.getvalue()


def as_json(tables: Sequence[Table], about: Mapping[str, object]) -> str:
    """All tables under their names as lists of objects, after ``about``."""
    body = {
        **about,
        "columns": {t.name: {c.name: c.about for c in t.columns} for t in tables},
        **{t.name: [dict(zip((c.name for c in t.columns), row, strict=True)) for row in t.rows] for t in tables},
    }
    text = json.dumps(body, ensure_ascii=False, indent=2, default=date.isoformat)
    return _UNFIT.sub("\ufffd", text) + "\n"


def as_xlsx(tables: Sequence[Table], about: Mapping[str, object]) -> bytes:
    """A workbook: a sheet that says what this is, then one sheet a table, header frozen. Raises Failure where the disk
    has no room for the temporary files in which it is built."""
    from lxml.etree import SerialisationError

    out = io.BytesIO()
    try:
        _book(tables, about).save(out)
    except (OSError, SerialisationError) as error:
        raise Failure(
            f"{tempfile.gettempdir()}: the workbook cannot be built there ({error})."
            " Free space, set TMPDIR to a folder with room, or write .csv."
        ) from None
    return out.getvalue()


def _book(tables: Sequence[Table], about: Mapping[str, object]) -> "Workbook":
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)

    def line(sheet: object, cells: Sequence[Cell], *, bold: bool = False) -> list[object]:
        made = []
        for value in cells:
            cell = WriteOnlyCell(sheet, value=_fit(value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"  # never a formula
            if bold:
                cell.font = Font(bold=True)
            made.append(cell)
        return made

    first = book.create_sheet("about")
    first.column_dimensions["A"].width, first.column_dimensions["B"].width = 22, 90
    for name, value in about.items():
        first.append(line(first, (name, value if isinstance(value, (int, float)) else str(value))))
    if cut := sum(
        isinstance(cell, str) and len(cell) > _MOST_CHARACTERS for t in tables for row in t.rows for cell in row
    ):
        first.append(
            line(first, ("cut", f"{cut} texts longer than a cell can hold; .json and a folder hold them whole"))
        )
    for table in tables:
        first.append(line(first, (table.name, f"{len(table.rows)} rows; a row is {table.counts}")))
        for column in table.columns:
            first.append(line(first, (f"{table.name}.{column.name}", column.about)))
    for table in tables:
        sheet = book.create_sheet(table.name)
        sheet.freeze_panes = "A2"
        for place, column in enumerate(table.columns, 1):
            wide = column.name in ("sentence", "what", "object", "displayed", "title", "text")
            sheet.column_dimensions[get_column_letter(place)].width = 60 if wide else 16
        sheet.append(line(sheet, [column.name for column in table.columns], bold=True))
        for row in table.rows:
            sheet.append(line(sheet, row))
    return book


def as_cell(cell: Cell) -> Cell:
    """``cell`` as it may stand in a CSV file: text that a spreadsheet would run as a formula behind an apostrophe."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        text = _UNFIT.sub("\ufffd", cell)
        return f"'{text}" if _FORMULA.match(text) else text
    return cell


def _fit(text: str) -> str:
    return _UNFIT.sub("\ufffd", text)[:_MOST_CHARACTERS]
