"""Rows of plain text as a terminal table, CSV or JSON."""

import csv
import io
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from rich.console import Console

TableFormat = Literal["table", "csv", "json"]
_PIPED = 140  # columns of a table that goes to a file or another program
_SHORT = 60  # characters of a cell that can be expected to stay on one line
TABLE_FORMATS: tuple[TableFormat, ...] = get_args(TableFormat)


def laid_out(columns: Sequence[str], rows: Sequence[Sequence[str]], form: TableFormat, *, caption: str) -> str:
    """``rows`` of as many cells as ``columns``. ``caption`` says what is counted and stands under the table, alone
    where there is no row; CSV leaves it out, since a data file holds data alone."""
    if form == "json":
        records = [dict(zip(columns, row, strict=True)) for row in rows]
        return json.dumps({"caption": caption, "rows": records}, ensure_ascii=False, indent=2)
    if form == "csv":
        from deedbook.exchange.spreadsheets import as_cell

        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([as_cell(cell) for cell in row] for row in rows)
        return out.getvalue().rstrip("\n")
    if not rows:
        return caption
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    apart = int(any(len(cell) > _SHORT for row in rows for cell in row))  # a blank line between rows of several lines
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="", leading=apart)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row))
    console = _console(sys.stdout.isatty())
    with console.capture() as captured:
        console.print(table)
    return "\n".join([*(line.rstrip() for line in captured.get().rstrip("\n").splitlines()), "", caption])


def _console(live: bool) -> "Console":
    from rich.console import Console

    return Console() if live else Console(width=_PIPED)


def grouped(
    columns: Sequence[tuple[str, int]], groups: Sequence[tuple[str, Sequence[Sequence[str]]]], *, live: bool
) -> str:
    """Groups of rows for the terminal, each under its title, all of one width. ``columns`` are names with their share
    of the width; those that are empty in every group are left out. Output that goes to a file or pipe (not ``live``)
    is as wide as is easy to read."""
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    kept = [n for n in range(len(columns)) if any(row[n] for _, rows in groups for row in rows)]
    console = _console(live)
    with console.capture() as captured:
        for title, rows in groups:
            table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True, header_style="")
            for n in kept:
                table.add_column(columns[n][0], overflow="fold", ratio=columns[n][1])
            for row in rows:
                table.add_row(*(escape(row[n]) for n in kept))
            console.print(escape(title), style="bold")
            console.print(table)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())
