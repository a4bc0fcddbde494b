"""Registers that come as CSV: a header that must be the one that is known, then a record a row."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from deedbook.records import Problem


@dataclass(frozen=True, slots=True)
class TableRow:
    """``number`` is the row's line in the file where no cell spans lines, the first line being 1; ``places`` are the
    columns' numbers, from 1."""

    number: int
    cells: Mapping[str, str]
    places: Mapping[str, int]

    def pointer(self, column: str) -> str:
        return f"row {self.number}, column {self.places[column]} ({column.strip() or 'unnamed'})"


def rows(text: str, columns: Sequence[frozenset[str]], source: str, *, skip: int = 0) -> Iterator[TableRow | Problem]:
    """The rows below the header, which stands ``skip`` lines down. ``columns`` are the headers that are known, in any
    order of columns; another stops the reading with one problem that names what is unknown or missing. A row with too
    many or too few cells is a problem of its own."""
    lines = text.splitlines(keepends=True)
    reader = csv.reader(io.StringIO("".join(lines[skip:]), newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if wrong := _wrong(header, columns):
            yield Problem(source, f"its header {wrong}, so nothing of it was read.", _REMEDY, f"row {skip + 1}")
            return
        places = {name: place for place, name in enumerate(header, 1)}
        for cells in reader:
            number = skip + reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                message = f"it has {len(cells)} cells, the header {len(header)}; it was not read."
                yield Problem(source, message, "Correct the row.", f"row {number}")
                continue
            yield TableRow(number, {n: c.strip() for n, c in zip(header, cells, strict=True)}, places)
    except csv.Error as error:
        yield Problem(source, f"the CSV is broken ({error}); what follows was not read.", "Save it again.", "table")


_REMEDY = "If the register has changed its format, the reader must be changed with it (docs/registers.md)."


def _wrong(header: Sequence[str], known: Sequence[frozenset[str]]) -> str:
    """What is wrong with a header, by the known one that is nearest; empty where it is one of them."""
    held = frozenset(header)
    twice = next((name for name in header if header.count(name) > 1), None)
    if twice is not None:
        return f"has the column {twice!r} twice"
    nearest = min(known, key=lambda columns: len(columns ^ held))
    if unknown := [name for name in header if name not in nearest]:
        return f"has the column {unknown[0]!r}, which this reader does not know"
    if missing := sorted(nearest - held):
        return f"lacks the column {missing[0]!r}"
    return ""
