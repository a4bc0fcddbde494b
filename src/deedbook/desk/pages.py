"""What a view returns, and how it goes out: as a page, as JSON, as a table or as a picture, at one address."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import Response

from deedbook.desk.rendering import render
from deedbook.exchange.spreadsheets import as_cell

Form = Literal["html", "json", "csv", "svg", "vl.json"]
MEDIA: dict[Form, str] = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml",
    "vl.json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Rows:
    """A complete table: ``rows`` hold as many cells as ``columns``."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[str | int | float | None]]

    def records(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Shown:
    """One view in all its forms; each is made only when it is asked for. ``template`` names the page's file,
    ``explored`` makes its chart as a Vega-Lite specification with its data."""

    template: str
    context: dict[str, Any]
    data: Callable[[], Any] | None = None
    rows: Callable[[], Rows] | None = None
    drawn: Callable[[], str] | None = None
    explored: Callable[[], dict[str, Any]] | None = None
    status: int = 200
    embeddable: bool = False
    name: str = "deedbook"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """Where a view stands and in which forms it answers; ``summary`` describes its JSON and ``body`` is its schema."""

    path: str
    view: Callable[..., Shown]
    summary: str
    forms: tuple[Form, ...]
    body: dict[str, Any]


class Missing(Exception):
    """There is no such page; the message says what was looked for and where to go on."""


def respond(request: Request, shown: Shown, form: Form) -> Response:
    """``shown`` as ``form``; a page becomes JSON or a table too where the request accepts that and no page."""
    if form == "html":
        form = _accepted(request, shown)
    headers = {"Vary": "Accept", **shown.headers}
    if shown.embeddable:
        request.state.embeddable = True
    content: str | bytes
    if form == "json" and shown.data:
        content = json.dumps(shown.data(), ensure_ascii=False, default=str).encode("utf-8", "replace")
    elif form == "csv" and shown.rows:
        content = table(shown.rows())
        headers["Content-Disposition"] = f'attachment; filename="{shown.name}.csv"'
    elif form == "svg" and shown.drawn:
        content = shown.drawn()
    elif form == "vl.json" and shown.explored:
        content = json.dumps(shown.explored(), ensure_ascii=False).encode("utf-8", "replace")
    else:
        # A page says of its download how many rows that has.
        content = render(request, shown.template, {"table": shown.rows} | shown.context)
        form = "html"
    return Response(content, shown.status, headers, MEDIA[form])


def _accepted(request: Request, shown: Shown) -> Form:
    wanted = request.headers.get("accept", "")
    if "text/html" in wanted or not wanted:
        return "html"
    if "application/json" in wanted and shown.data:
        return "json"
    if "text/csv" in wanted and shown.rows:
        return "csv"
    return "svg" if "image/svg+xml" in wanted and shown.drawn else "html"


def table(rows: Rows) -> bytes:
    """UTF-8 with a byte order mark, which spreadsheets need to read it as such. A cell that a spreadsheet would take
    for a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(rows.columns)
    for row in rows.rows:
        writer.writerow([as_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig", "replace")
