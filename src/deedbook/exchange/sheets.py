"""Rows of a table as it is met: CSV of any common delimiter and encoding, or the sheets of a workbook."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from deedbook.records.failure import Failure

MOST_BYTES = 50_000_000
MOST_UNPACKED = 200_000_000  # a few kilobytes can unpack to gigabytes
MOST_ROWS = 100_000
FIRST = 20  # lines that tell the delimiter

Row = tuple[int, Sequence[object]]


def sheets(path: Path) -> Iterator[list[Row]]:
    """The rows of each sheet that are not empty, each with its number in the file from 1; a text is one sheet. Raises
    Failure where the file cannot be read, is no table, or is too large."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Failure(f"{path}: {path.stat().st_size:,} bytes are more than a tracker may have ({MOST_BYTES:,}).")
        data = path.read_bytes()
    except OSError as error:
        raise Failure(f"{path}: cannot be read ({error.strerror}). Name a CSV or XLSX file.") from None
    book = data[:2] == b"PK" or path.suffix.lower() == ".xlsx"
    for rows in _workbook(path, data) if book else (_text(path, data),):
        filled: list[Row] = []
        for number, row in enumerate(rows, 1):
            if any(cell is not None and str(cell).strip() for cell in row):
                filled.append((number, row))
            if len(filled) > MOST_ROWS:
                raise Failure(
                    f"{path}: more than {MOST_ROWS:,} rows, the most that a tracker may have. Split the file."
                )
        yield filled


def _text(path: Path, data: bytes) -> Iterator[Sequence[object]]:
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if "\0" in text or text.lstrip().startswith(("%PDF-", "<")):
        raise Failure(f"{path}: this is no table of text. Expected CSV, or a workbook with the ending .xlsx.")
    lines = text.splitlines()[:FIRST]
    delimiter = max(",;\t", key=lambda sign: (sum(sign in line for line in lines), text.count(sign)))
    try:
        yield from csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise Failure(f"{path}: the CSV is broken ({error}). Save it again from the spreadsheet program.") from None


def _workbook(path: Path, data: bytes) -> Iterator[Iterable[Sequence[object]]]:
    """The rows of each sheet."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(item.file_size for item in package.infolist())
        if size > MOST_UNPACKED:
            raise Failure(f"{path}: the workbook unpacks to {size:,} bytes. Save the sheet as CSV.")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            yield sheet.iter_rows(values_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise Failure(f"{path}: this is no XLSX workbook ({error}). Save it again as .xlsx or .csv.") from None
