"""An analyst's own tracker: a CSV or XLSX file whose columns are mapped once and remembered."""

import calendar
import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from deedbook.codebook import Codebook
from deedbook.coding import amounts
from deedbook.records import Amount, Interval, Problem
from deedbook.records.failure import Failure

FIELDS = ("giver", "receiver", "what", "instrument", "status", "amount", "unit", "date", "source", "note")
NEEDED = ("giver", "receiver")
MOST_BYTES = 50_000_000
MOST_UNPACKED = 200_000_000  # a few kilobytes can unpack to gigabytes
MOST_ROWS = 100_000

_NUMERIC_DAY = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$")
_MONTHS = tuple(name.casefold() for name in calendar.month_name)
_WRITTEN_DAY = re.compile(
    r"^(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([A-Za-z]+)\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})$"
)

Columns = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TrackerRow:
    """One row as the analyst has it: ``place`` ("row 7") in the file; codes, rung and instrument of the codebook,
    ``None`` where the cell is empty or its word is unknown (``told`` keeps the cell). ``when`` is the day given, as
    an interval (a month or a year is one)."""

    place: str
    giver: str
    receiver: str
    what: str
    instrument: str | None
    status: str | None
    amount: Amount | None
    when: Interval
    source: str
    note: str
    told: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Tracker:
    """``rows`` that could be read; ``problems``: fatal ones of rows that could not, notes on cells that say nothing
    known; ``columns``: field to header."""

    name: str
    columns: Columns
    rows: tuple[TrackerRow, ...]
    problems: tuple[Problem, ...]


def read(path: Path, codebook: Codebook, *, columns: Columns | None = None, day_first: bool | None = None) -> Tracker:
    """The tracker in ``path`` (.csv, .tsv or .xlsx; of a workbook the first sheet).

    ``columns`` says which header holds which field; what it lacks is taken from the map saved beside the file, else
    guessed from the header's words. ``day_first`` decides dates such as 03/04/2026; ``None`` decides by the column
    where it holds a day above 12. Rows that cannot be read become problems. Raises Failure where the file is no such
    table, or no column tells giver and receiver."""
    header, rows = _sheet(path)
    mapped = _mapped(path, header, columns or {})
    places = {field: header.index(name) for field, name in mapped.items()}
    raw = [{field: row[at] if at < len(row) else None for field, at in places.items()} for _, row in rows]
    order = day_first if day_first is not None else _day_first([cells.get("date") for cells in raw])
    found: list[TrackerRow] = []
    problems: list[Problem] = []
    for (number, _), cells in zip(rows, raw, strict=True):
        if not any(_text(cell) for cell in cells.values()):
            continue
        made = _row(f"row {number}", cells, codebook, order, path)
        if isinstance(made, Problem):
            problems.append(made)
        else:
            found.append(made)
            problems += _unknown(made, path)
    return Tracker(path.name, mapped, tuple(found), tuple(problems))


def remember(path: Path, columns: Columns) -> Path:
    """Saves the map beside the tracker, to be used next time. Returns the map's file. Raises Failure where the folder
    cannot be written to."""
    file = _map_file(path)
    try:
        file.write_text(json.dumps(dict(columns), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise Failure(f"{file}: the column map cannot be saved ({error.strerror}). The rest was done.") from None
    return file


def _map_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.columns.json")


@cache
def _words() -> Mapping[str, tuple[tuple[str, str], ...]]:
    table: dict[str, list[tuple[str, str]]] = {}
    text = (files("deedbook.exchange") / "tracker.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        table.setdefault(row["field"], []).extend((word, row["means"] or "") for word in row["word"].split("|"))
    return {field: tuple(found) for field, found in table.items()}


def _sheet(path: Path) -> tuple[list[str], list[tuple[int, Sequence[object]]]]:
    """Header, and rows with their numbers in the file (the header is row 1)."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Failure(f"{path}: {path.stat().st_size:,} bytes are more than a tracker may have ({MOST_BYTES:,}).")
        data = path.read_bytes()
    except OSError as error:
        raise Failure(f"{path}: cannot be read ({error.strerror}). Name a CSV or XLSX file.") from None
    rows: Iterator[Sequence[object]]
    rows = _workbook(path, data) if data[:2] == b"PK" or path.suffix.lower() == ".xlsx" else _text_table(path, data)
    filled = [
        (number, row)
        for number, row in enumerate(rows, 1)
        if any(cell is not None and str(cell).strip() for cell in row)
    ]
    if not filled:
        raise Failure(f"{path}: the table is empty; expected a row of headers and rows below it.")
    if len(filled) > MOST_ROWS:
        raise Failure(f"{path}: {len(filled):,} rows are more than a tracker may have ({MOST_ROWS:,}). Split the file.")
    header = [_text(cell) for cell in filled[0][1]]
    twice = {name for name in header if name and header.count(name) > 1}
    if twice:
        raise Failure(f"{path}, row {filled[0][0]}: the header {min(twice)!r} stands twice. Give each column its own.")
    return header, filled[1:]


def _text_table(path: Path, data: bytes) -> Iterator[Sequence[object]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if "\0" in text or text.lstrip().startswith(("%PDF-", "<")):
        raise Failure(f"{path}: this is no table of text. Expected CSV, or a workbook with the ending .xlsx.")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise Failure(f"{path}: the CSV is broken ({error}). Save it again from the spreadsheet program.") from None


def _workbook(path: Path, data: bytes) -> Iterator[Sequence[object]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(item.file_size for item in package.infolist())
        if size > MOST_UNPACKED:
            raise Failure(f"{path}: the workbook unpacks to {size:,} bytes. Save the sheet as CSV.")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        yield from sheet.iter_rows(values_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise Failure(f"{path}: this is no XLSX workbook ({error}). Save it again as .xlsx or .csv.") from None


def _mapped(path: Path, header: Sequence[str], given: Columns) -> Columns:
    for field, name in given.items():
        if field not in FIELDS:
            raise Failure(f"--column {field}={name}: there is no field {field!r}. Use one of: {', '.join(FIELDS)}.")
        if name not in header:
            raise Failure(f"{path}: there is no column {name!r}. It has: {', '.join(filter(None, header))}.")
    saved: dict[str, str] = {}
    if (file := _map_file(path)).exists():
        try:
            saved = {f: n for f, n in json.loads(file.read_text("utf-8")).items() if f in FIELDS and n in header}
        except (OSError, ValueError, AttributeError):
            raise Failure(f"{file}: the saved column map cannot be read. Delete it, or mend it as JSON.") from None
    found = dict(saved) | dict(given)
    lowered = {name.casefold().replace("_", " ").strip(): name for name in header if name}
    for field in FIELDS:
        if field not in found:
            words = (word for word, _ in _words()[field])
            if word := next((w for w in words if w in lowered and lowered[w] not in found.values()), None):
                found[field] = lowered[word]
    if lacking := [field for field in NEEDED if field not in found]:
        raise Failure(
            f"{path}: no column tells the {' or the '.join(lacking)}. It has: {', '.join(filter(None, header))}. "
            f"Say which with --column {lacking[0]}='HEADER'."
        )
    return {field: found[field] for field in FIELDS if field in found}


def _row(
    place: str, cells: Mapping[str, object], codebook: Codebook, day_first: bool | None, path: Path
) -> TrackerRow | Problem:
    text = {field: _text(cell) for field, cell in cells.items()}
    codes = {}
    for field in NEEDED:
        if (code := _code(text[field], codebook)) is None:
            said = f"{text[field]!r} is no state or organisation that the codebook knows" if text[field] else "is empty"
            return Problem(str(path), f"{field} {said}.", "Write a name or an ISO code such as PAK.", place)
        codes[field] = code
    try:
        when = _when(cells.get("date"), day_first)
    except ValueError as error:
        return Problem(str(path), str(error), "Write days as 2026-02-06, or say --day-first or --month-first.", place)
    return TrackerRow(
        place=place,
        giver=codes["giver"],
        receiver=codes["receiver"],
        what=text.get("what", ""),
        instrument=_instrument(text.get("instrument", ""), codebook),
        status=_status(text.get("status", ""), codebook),
        amount=_amount(cells.get("amount"), text.get("unit", ""), cells, codes["giver"]),
        when=when,
        source=text.get("source", ""),
        note=text.get("note", ""),
        told=tuple(text.items()),
    )


def _unknown(row: TrackerRow, path: Path) -> list[Problem]:
    """A note for each cell that is filled and not understood: the row is compared without it."""
    told = dict(row.told)
    remedies = {
        "status": (row.status, "Write a rung such as promised, agreed, approved, paid or suspended."),
        "amount": (row.amount, "Write it with its currency, $1.25 billion, or name the column of the currency (unit)."),
    }
    return [
        Problem(str(path), f"{field} {told[field]!r} is not understood, and left out.", remedy, row.place, fatal=False)
        for field, (read, remedy) in remedies.items()
        if told.get(field) and read is None
    ]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def _code(said: str, codebook: Codebook) -> str | None:
    if said.upper() in codebook.codes:
        return said.upper()
    return _codes_by_name(codebook).get(said.casefold().removeprefix("the "))


@cache
def _codes_by_name(codebook: Codebook) -> Mapping[str, str]:
    kinds = ("agency", "metonym", "capital", "demonym", "organisation", "state")  # later ones win
    by_name: dict[str, str] = {}
    for kind in kinds:
        for name in codebook.names:
            if name.kind == kind and (name.valid_to is None or name.text.casefold() not in by_name):
                by_name[name.text.casefold().removeprefix("the ")] = name.code
    return by_name | {state.name.casefold(): code for code, state in codebook.states.items()}


def _status(said: str, codebook: Codebook) -> str | None:
    word = said.casefold().replace("_", " ")
    if not word:
        return None
    if word.replace(" ", "_") in codebook.statuses:
        return word.replace(" ", "_")
    known = dict(_words()["status_word"])
    if word in known:
        return known[word]
    inside = [(-len(key), rung) for key, rung in known.items() if re.search(rf"(?<!\w){re.escape(key)}(?!\w)", word)]
    return min(inside)[1] if inside else None


def _instrument(said: str, codebook: Codebook) -> str | None:
    word = "_".join(said.casefold().replace("-", " ").split())
    if word in codebook.instruments:
        return word
    return word[:-1] if word.endswith("s") and word[:-1] in codebook.instruments else None


def _amount(cell: object, unit: str, cells: Mapping[str, object], state: str) -> Amount | None:
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return Amount(float(cell), unit.upper() or "USD") if unit else None
    said = _text(cell)
    if not said:
        return None
    if plain := re.fullmatch(r"-?[\d,]+(?:\.\d+)?", said):
        return Amount(float(plain.group().replace(",", "")), unit.upper()) if unit else None
    found = amounts.find(said, state=state) or (amounts.find(f"{unit} {said}", state=state) if unit else [])
    return found[0] if found else None


def _day_first(cells: Sequence[object]) -> bool | None:
    for cell in cells:
        if match := _NUMERIC_DAY.match(_text(cell)):
            if int(match[1]) > 12:
                return True
            if int(match[2]) > 12:
                return False
    return None


def _when(cell: object, day_first: bool | None) -> Interval:
    """The day, month or year of a cell. Raises ValueError with what is wrong where it is no date, or an unclear one."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return Interval(cell, cell, "explicit")
    said = _text(cell)
    if not said:
        return Interval()
    if re.fullmatch(r"\d{4}", said):
        return Interval(date(int(said), 1, 1), date(int(said), 12, 31), "explicit")
    if month := re.fullmatch(r"(\d{4})-(\d{2})", said):
        return _month(int(month[1]), int(month[2]), said)
    if match := _NUMERIC_DAY.match(said):
        if day_first is None and int(match[1]) <= 12 and int(match[2]) <= 12 and match[1] != match[2]:
            raise ValueError(f"the date {said!r} can be read in two ways.")
        day, number = (match[1], match[2]) if day_first or day_first is None else (match[2], match[1])
        return _on(int(match[3]), int(number), int(day), said)
    if (match := _WRITTEN_DAY.match(said)) and (number := _month_number(match[2])):
        on = match[1] or match[3]
        return _on(int(match[4]), number, int(on), said) if on else _month(int(match[4]), number, said)
    try:
        on_day = date.fromisoformat(said[:10])
    except ValueError:
        raise ValueError(f"{said!r} is no date.") from None
    return Interval(on_day, on_day, "explicit")


def _month_number(word: str) -> int | None:
    """1 to 12 for "Dec", "Sept", "December"."""
    lowered = word.casefold()
    found = [place for place, name in enumerate(_MONTHS) if name and len(lowered) > 2 and name.startswith(lowered)]
    return found[0] if found else None


def _on(year: int, month: int, day: int, said: str) -> Interval:
    try:
        on = date(year, month, day)
    except ValueError:
        raise ValueError(f"there is no day {said!r}.") from None
    return Interval(on, on, "explicit")


def _month(year: int, month: int, said: str) -> Interval:
    if not 1 <= month <= 12:
        raise ValueError(f"there is no month {said!r}.")
    last = date(year + month // 12, month % 12 + 1, 1).toordinal() - 1
    return Interval(date(year, month, 1), date.fromordinal(last), "explicit")
