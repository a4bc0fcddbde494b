"""Rows of plain text as a terminal table, CSV or JSON."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Literal, get_args

TableFormat = Literal["table", "csv", "json"]
TABLE_FORMATS: tuple[TableFormat, ...] = get_args(TableFormat)


def laid_out(columns: Sequence[str], rows: Sequence[Sequence[str]], form: TableFormat, *, caption: str) -> str:
    """``rows`` of as many cells as ``columns``. ``caption`` says what is counted and stands under the table; CSV
    leaves it out, since a data file holds data alone."""
    if form == "json":
        records = [dict(zip(columns, row, strict=True)) for row in rows]
        return json.dumps({"caption": caption, "rows": records}, ensure_ascii=False, indent=2)
    if form == "csv":
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
        return out.getvalue().rstrip("\n")
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(caption=escape(caption), caption_justify="left", header_style="bold", expand=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row))
    console = Console()
    with console.capture() as captured:
        console.print(table)
    return captured.get().rstrip("\n")
