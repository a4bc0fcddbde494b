"""An analyst's own tracker: a CSV or XLSX file whose columns are mapped once and remembered."""

import calendar
import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path

from deedbook.codebook import Codebook
from deedbook.codebook.units import load_units
from deedbook.coding import amounts
from deedbook.exchange.sheets import sheets
from deedbook.records import Amount, Interval, Problem
from deedbook.records.failure import Failure

FIELDS = ("giver", "receiver", "what", "instrument", "status", "amount", "unit", "date", "source", "note")
NEEDED = ("giver", "receiver")
TELLING = ("what", "instrument", "status", "amount", "date")  # without any of them, rows tell nothing to compare
TOPMOST = 20  # rows among which the header is looked for

_NUMERIC_DAY = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$")
_MONTHS = tuple(name.casefold() for name in calendar.month_name)
_WRITTEN_DAY = re.compile(
    r"^(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([A-Za-z]+)\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})$"
)

_WHOLE = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.(\d{1,2}|\d{4,}))?|-?\d{1,3}(,\d{3})+\.\d+")
_CONTINENTAL = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+),\d{1,2}|-?\d{1,3}(\.\d{3}){2,}(,\d+)?")  # 1.250.000,00

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
    known; ``columns``: field to header; ``unused``: headers that tell no field."""

    name: str
    columns: Columns
    rows: tuple[TrackerRow, ...]
    problems: tuple[Problem, ...]
    unused: tuple[str, ...] = ()


def read(path: Path, codebook: Codebook, *, columns: Columns | None = None, day_first: bool | None = None) -> Tracker:
    """The tracker in ``path`` (.csv, .tsv or .xlsx; of a workbook the first sheet with a header of a tracker).

    ``columns`` says which header holds which field; what it lacks is taken from the map saved beside the file, else
    guessed from the header's words. ``day_first`` decides dates such as 03/04/2026; ``None`` decides by the column
    where it holds a day above 12. Rows that cannot be read become problems. Raises Failure where the file is no such
    table, or no column tells giver and receiver."""
    header, rows = _sheet(path, columns or {})
    mapped = _mapped(path, header, columns or {})
    places = {field: header.index(name) for field, name in mapped.items()}
    raw = [{field: row[at] if at < len(row) else None for field, at in places.items()} for _, row in rows]
    unit = _unit_in(mapped.get("amount", ""))
    order = day_first if day_first is not None else _day_first([cells.get("date") for cells in raw])
    found: list[TrackerRow] = []
    problems: list[Problem] = []
    if not mapped.keys() & set(TELLING):
        message = f"no column tells what is given, its sum, status or day: it has {', '.join(filter(None, header))}."
        remedy = (
            f"Say which does with --column {TELLING[0]}='HEADER'; until then rows are matched by their parties alone."
        )
        problems.append(Problem(str(path), message, remedy, fatal=False))
    for (number, _), cells in zip(rows, raw, strict=True):
        if not any(_text(cell) for cell in cells.values()):
            continue
        made = _row(f"row {number}", cells | {"unit": cells.get("unit") or unit}, codebook, order, path)
        if isinstance(made, Problem):
            problems.append(made)
        else:
            found.append(made)
            problems += _unknown(made, path)
    unused = tuple(name for name in header if name and name not in mapped.values())
    return Tracker(path.name, mapped, tuple(found), tuple(problems), unused)


def remember(path: Path, columns: Columns) -> Path:
    """Saves the map beside the tracker, to be used next time. Returns the map's file. Raises Failure where the folder
    cannot be written to."""
    file = _map_file(path)
    try:
        file.write_text(json.dumps(dict(columns), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise Failure(
            f"{file}: the column map cannot be saved ({error.strerror}). Give --column anew next time."
        ) from None
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


def _sheet(path: Path, given: Columns) -> tuple[list[str], list[tuple[int, Sequence[object]]]]:
    """Header, and the rows below it with their numbers in the file.

    The header is the first of the topmost rows whose words tell giver and receiver, of a workbook in the first sheet
    that has one: a title often stands above it, and a sheet of remarks before it. Where none does, the fullest of
    these rows."""
    first: list[tuple[int, Sequence[object]]] = []
    for filled in sheets(path):
        for at, (number, row) in enumerate(filled[:TOPMOST]):
            header = [_text(cell) for cell in row]
            if not _lacking(_guessed(path, header, given)):
                return _header(path, number, header), filled[at + 1 :]
        first = first or filled
    if not first:
        raise Failure(f"{path}: the table is empty; expected a row of headers and rows below it.")
    at, (number, row) = max(
        enumerate(first[:TOPMOST]), key=lambda told: (sum(map(bool, map(_text, told[1][1]))), -told[0])
    )
    return _header(path, number, [_text(cell) for cell in row]), first[at + 1 :]


def _header(path: Path, number: int, header: list[str]) -> list[str]:
    if twice := {name for name in header if name and header.count(name) > 1}:
        raise Failure(f"{path}, row {number}: the header {min(twice)!r} stands twice. Give each column its own.")
    return header


def _mapped(path: Path, header: Sequence[str], given: Columns) -> Columns:
    for field, name in given.items():
        if field not in FIELDS:
            raise Failure(f"--column {field}={name}: there is no field {field!r}. Use one of: {', '.join(FIELDS)}.")
        if name not in header:
            raise Failure(f"{path}: there is no column {name!r}. It has: {', '.join(filter(None, header))}.")
    found = _guessed(path, header, given)
    if lacking := _lacking(found):
        raise Failure(
            f"{path}: no column tells the {' or the '.join(lacking)}. It has: {', '.join(filter(None, header))}. "
            f"Say which with --column {lacking[0]}='HEADER'."
        )
    return {field: found[field] for field in FIELDS if field in found}


def _lacking(found: Columns) -> list[str]:
    return [field for field in NEEDED if field not in found]


def _guessed(path: Path, header: Sequence[str], given: Columns) -> Columns:
    """Which header holds which field: as is said, else as saved, else by the header's words; what stands in brackets
    behind them ("Amount (USD million)") is left aside."""
    saved: dict[str, str] = {}
    if (file := _map_file(path)).exists():
        try:
            saved = {f: n for f, n in json.loads(file.read_text("utf-8")).items() if f in FIELDS and n in header}
        except (OSError, ValueError, AttributeError):
            raise Failure(f"{file}: the saved column map cannot be read. Delete it, or mend it as JSON.") from None
    found = saved | {field: name for field, name in given.items() if name in header}
    lowered = {name.casefold().replace("_", " ").partition("(")[0].strip(" ?:."): name for name in header if name}
    for field in FIELDS:
        if field not in found:
            words = (word for word, _ in _words()[field])
            if word := next((w for w in words if w in lowered and lowered[w] not in found.values()), None):
                found[field] = lowered[word]
    return found


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
        amount=_amount(cells.get("amount"), text.get("unit", ""), codes["giver"]),
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


def _amount(cell: object, unit: str, state: str) -> Amount | None:
    """The sum of a cell; ``None`` where it is empty or not understood ("1.250": one, or more than a thousand)."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _counted(float(cell), unit)
    said = _text(cell)
    if not said:
        return None
    if re.fullmatch(r"-?[\d.,]+", said):
        if _WHOLE.fullmatch(said):
            return _counted(float(said.replace(",", "")), unit)
        return _counted(float(said.replace(".", "").replace(",", ".")), unit) if _CONTINENTAL.fullmatch(said) else None
    found = amounts.find(said, state=state) or (amounts.find(f"{unit} {said}", state=state) if unit else [])
    return found[0] if found else None


def _counted(value: float, unit: str) -> Amount | None:
    """``value`` of a unit as columns name it: "USD", "US$ million", "m EUR", "tonnes"."""
    units = load_units()
    words = unit.replace(".", "").split()
    scales = [units.scales[word.casefold()] for word in words if word.casefold() in units.scales]
    rest = " ".join(word for word in words if word.casefold() not in units.scales)
    if not rest or len(scales) > 1 or (" " in rest and rest.casefold() not in units.currencies):
        return None
    signs = units.currencies.get(rest.casefold())
    return Amount(value * (scales[0] if scales else 1), signs[0].code if signs else rest.upper())


def _unit_in(header: str) -> str:
    """The unit that the header of the sums names: "USD million" of "Amount (USD million)", "USD" of "Amount USD"."""
    inside = re.search(r"\(([^()]+)\)", header)
    if inside and _counted(1, inside[1]):
        return inside[1]
    codes = {sign.code for signs in load_units().currencies.values() for sign in signs}
    return next((word for word in header.upper().split() if word in codes), "")


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
        if day_first is None and "." in said:
            day_first = True  # nobody who writes the month first writes dots
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
