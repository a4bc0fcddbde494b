"""CSV tables of the package's data folder, read with checks that name file, row, expectation and remedy."""

import calendar
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z")


class CodebookError(ValueError):
    """A data file of the codebook is wrong: the message names file and row, what was expected, and what to do."""

    def __init__(self, file: str, row: int | None, expected: str, remedy: str) -> None:
        place = f"{file}, row {row}" if row else file
        super().__init__(f"{place}: {expected} {remedy}".rstrip())
        self.file = file
        self.row = row


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; ``number`` is its line in the file where no cell spans lines, the header being line 1."""

    file: str
    number: int
    cells: Mapping[str, str]

    def error(self, expected: str, remedy: str = "Correct the row.") -> CodebookError:
        return CodebookError(self.file, self.number, expected, remedy)

    def text(self, column: str) -> str:
        """The cell, which may be empty."""
        return self.cells[column]

    def need(self, column: str) -> str:
        """The cell, which may not be empty."""
        if not (value := self.cells[column]):
            raise self.error(f"column {column} is empty, a value was expected.", "Fill it in or remove the row.")
        return value

    def list(self, column: str) -> tuple[str, ...]:
        """The cell's items, separated by ``|``."""
        return tuple(item for part in self.cells[column].split("|") if (item := part.strip()))

    def one_of(self, column: str, allowed: Sequence[str] | frozenset[str]) -> str:
        value = self.cells[column]
        if value not in allowed:
            raise self.error(
                f"column {column} holds {value!r}, one of {', '.join(repr(a) for a in sorted(allowed))} was expected.",
                "Use one of these, or add the new word to the table that defines them.",
            )
        return value

    def some_of(self, column: str, allowed: frozenset[str]) -> tuple[str, ...]:
        for value in (values := self.list(column)):
            if value not in allowed:
                raise self.error(
                    f"column {column} holds {value!r}, which no other table defines.",
                    "Correct it, or add it to the table that defines such codes.",
                )
        return values

    def day(self, column: str, *, last: bool = False) -> date | None:
        """The cell as a day; a year or month stands for its first day, with ``last`` for its last; empty: ``None``."""
        value = self.cells[column]
        if not value:
            return None
        match = _DAY.match(value)
        try:
            if match is None:
                raise ValueError
            year, month, day = (int(part) if part else None for part in match.groups())
            assert year is not None
            if month is None:
                return date(year, 12, 31) if last else date(year, 1, 1)
            if day is None:
                day = calendar.monthrange(year, month)[1] if last else 1
            return date(year, month, day)
        except (ValueError, calendar.IllegalMonthError):
            raise self.error(
                f"column {column} holds {value!r}, a date (2024-05-31, 2024-05 or 2024) was expected.",
                "Write it that way, or leave it empty for an open end.",
            ) from None

    def figure(self, column: str) -> float | None:
        """The cell as a number; empty: ``None``."""
        try:
            return float(value) if (value := self.cells[column]) else None
        except ValueError:
            raise self.error(
                f"column {column} holds {value!r}, a number was expected.", "Write it with a point, or leave it empty."
            ) from None

    def days(self, first: str, last: str) -> tuple[date | None, date | None]:
        """Two columns as the two ends of an interval, in their order."""
        start, end = self.day(first), self.day(last, last=True)
        if start and end and end < start:
            raise self.error(f"{last} {end} lies before {first} {start}.", "Correct one of the dates.")
        return start, end


def data_folder() -> Traversable:
    """Where the package keeps its tables."""
    return files("deedbook.codebook") / "data"


def rows(path: Traversable, columns: Sequence[str], *, name: str | None = None) -> Iterator[Row]:
    """The rows of the UTF-8 CSV file at ``path`` whose header must be ``columns`` in this order.

    Raises CodebookError for a missing file, another header, a row with too many or too few cells, or bytes that are
    not UTF-8. Empty lines are passed over."""
    label = name or path.name
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise CodebookError(label, None, "the file is missing.", "Reinstall the package.") from None
    except UnicodeDecodeError as error:
        raise CodebookError(
            label, None, f"byte {error.start} is not UTF-8.", "Save the file in UTF-8 without other encodings."
        ) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if header != list(columns):
            raise CodebookError(
                label, 1, f"the header is {','.join(header)!r}, {','.join(columns)!r} was expected.", "Restore it."
            )
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(columns):
                raise CodebookError(
                    label,
                    reader.line_num,
                    f"{len(cells)} cells, {len(columns)} were expected.",
                    "Quote cells that hold a comma, and keep empty cells.",
                )
            yield Row(label, reader.line_num, dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
    except csv.Error as error:
        raise CodebookError(label, reader.line_num, f"not readable as CSV ({error}).", "Check its quotes.") from None
