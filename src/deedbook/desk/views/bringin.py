"""Bringing in: files or an address read into the ledger, or a tracker set beside it."""

import re
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath, PureWindowsPath

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from deedbook.desk.asking import desk
from deedbook.desk.forms import field, received
from deedbook.desk.pages import Shown, respond
from deedbook.desk.source import Source
from deedbook.desk.users import current
from deedbook.exchange import reconcile, tracker
from deedbook.ledger import Ledger
from deedbook.measures.wording import count, party
from deedbook.pipeline import RunReport, run
from deedbook.records.failure import Failure

FETCH_SECONDS = 20.0
MOST_FILES = 50
MOST_SHOWN = 20  # articles that are named when they were read
MOST_PAIRS = 5  # of each
_HERE = (
    (r"Use --allow-private if you trust this very host\.", "Save the page and bring the file in, if you trust it."),
    (r"Say which with --column (\w+)='HEADER'\.", r"Say below, under “Columns and dates”, which column is the \1."),
    (r"or say --day-first or --month-first\.", "or say below, under “Columns and dates”, how they are written."),
)
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff/\\:*?\"<>|]")


@dataclass(frozen=True, slots=True)
class Met:
    """An article that came in: its title, its key (empty where it is not held), how many events it tells, and the pairs
    that it tells of, codes and names."""

    title: str
    key: str
    events: int
    pairs: tuple[tuple[str, str], ...]


_reading = threading.Lock()  # one reading at a time: the coder takes a core


def page(request: Request) -> Response:
    """The form."""
    return _shown(request, {})


def _shown(request: Request, found: dict[str, object], status: int = 200) -> Response:
    context: dict[str, object] = {
        "report": None,
        "met": (),
        "most": MOST_SHOWN,
        "read": None,
        "matched": None,
        "counts": {},
        "columns": {},
        "order": "",
        "problem": "",
        "name": "",
        "here": here,
        "may": current(request).reviews,
    } | found
    return respond(request, Shown("bringin.html", context, status=status), "html")


async def read(request: Request) -> Response:
    """Reads files or an address into the ledger, by the same limits and with the same messages as on the command
    line."""
    form = await received(request, "reviewer", files=MOST_FILES)
    try:
        return await _taken(request, form)
    finally:
        await form.close()


async def _taken(request: Request, form: FormData) -> Response:
    source = desk(request).source
    address = field(form, "address")
    uploads = [upload for upload in form.getlist("file") if isinstance(upload, UploadFile) and upload.filename]
    if uploads:
        with tempfile.TemporaryDirectory(prefix="deedbook-") as folder:
            paths = [
                Path(folder) / str(number) / safe_name(upload.filename or "") for number, upload in enumerate(uploads)
            ]
            for path, upload in zip(paths, uploads, strict=True):
                await run_in_threadpool(_save, upload, path)
            report, met = await run_in_threadpool(_read, source, [str(path) for path in paths], folder)
        name = paths[0].name if len(paths) == 1 else count(len(paths), "file")
        return _shown(request, {"report": report, "met": met, "name": name}, _status(report))
    if not address:
        return _shown(request, {"problem": "There was no file and no address. Choose one of them."}, 422)
    if not address.casefold().startswith(("http://", "https://")):
        return _shown(request, {"problem": f"“{address[:200]}” is no address; it begins with https://."}, 422)
    report, met = await run_in_threadpool(_read, source, [address])
    return _shown(request, {"report": report, "met": met, "name": address}, _status(report))


async def beside(request: Request) -> Response:
    """Sets a tracker beside the ledger, which is not changed."""
    form = await received(request, "reader", files=1)
    try:
        return await _set_beside(request, form)
    finally:
        await form.close()


async def _set_beside(request: Request, form: FormData) -> Response:
    upload = form.get("tracker")
    if not isinstance(upload, UploadFile) or not upload.filename:
        return _shown(request, {"problem": "There was no tracker. Choose a CSV or XLSX file."}, 422)
    source = desk(request).source
    columns = {name: said for name in tracker.FIELDS if (said := field(form, f"column-{name}"))}
    with tempfile.TemporaryDirectory(prefix="deedbook-") as folder:
        path = Path(folder) / safe_name(upload.filename)
        await run_in_threadpool(_save, upload, path)
        try:
            held = await run_in_threadpool(tracker.read, path, source.codebook, columns=columns, day_first=_order(form))
        except Failure as failure:
            said = here(str(failure).replace(str(path), path.name))
            return _shown(request, {"problem": said, "columns": columns, "order": field(form, "order")}, 422)
    matched = await run_in_threadpool(_matched, source, held)
    counts = {outcome: sum(item.outcome == outcome for item in matched) for outcome in reconcile.OUTCOMES}
    kept = {"columns": columns, "order": field(form, "order")}
    return _shown(request, {"read": held, "matched": matched, "counts": counts, "name": path.name, **kept})


def _order(form: FormData) -> bool | None:
    return {"day": True, "month": False}.get(field(form, "order"))


def _matched(source: Source, held: tracker.Tracker) -> tuple[reconcile.Reconciled, ...]:
    return reconcile.reconcile(held.rows, source.snapshot().commitments, source.codebook)


def _save(upload: UploadFile, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        while chunk := upload.file.read(1 << 20):
            file.write(chunk)


def _read(source: Source, what: Sequence[str], folder: str = "") -> tuple[RunReport, tuple[Met, ...]]:
    from deedbook.coding import lone_coder

    ids: dict[str, None] = {}
    with _reading, Ledger.open(source.path, create=False) as ledger:
        report = run(what, ledger, lone_coder(), timeout=FETCH_SECONDS, progress=lambda _, id: ids.setdefault(id))
        source.wrote()
        met = tuple(_met(source, ledger, id, folder or what[0]) for id in list(ids)[:MOST_SHOWN])
    # Where the upload lay for a moment tells nobody anything.
    lay = re.compile(rf"{re.escape(folder)}/\d+/") if folder else None
    problems = tuple(
        replace(problem, source=lay.sub("", problem.source) if lay else problem.source, remedy=here(problem.remedy))
        for problem in report.problems
    )
    return replace(report, problems=problems), met


def _met(source: Source, ledger: Ledger, id: str, place: str) -> Met:
    """The article of this name, of several the one read from ``place``."""
    named = [text.article for text in ledger.articles_named(id)]
    article = next((one for one in named if one.origin.location.startswith(place)), named[-1] if named else None)
    if article is None:
        return Met(id, "", 0, ())
    events = len(ledger.entries(article.key))
    pairs = (
        ("-".join(pair), "–".join(party(code, source.codebook) for code in pair))
        for pair in source.pairs_in(article.key)[:MOST_PAIRS]
    )
    return Met(article.title or id, article.key, events, tuple(pairs))


def here(text: str) -> str:
    """What an input's owner is told to do, by this page's own means where the words are the command line's."""
    for words, instead in _HERE:
        text = re.sub(words, instead, text)
    return text


def _status(report: RunReport) -> int:
    return 200 if report.read else 422


def safe_name(name: str) -> str:
    """The last part of a file's name, without characters that mean something to a system or a reader."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    kept = _UNFIT.sub("", last).strip(". ")[-120:]
    return kept or "upload.txt"
