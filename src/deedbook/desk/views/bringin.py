"""Bringing in: a file or an address read into the ledger, or a tracker set beside it."""

import re
import tempfile
import threading
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
from deedbook.pipeline import RunReport, run
from deedbook.records.failure import Failure

FETCH_SECONDS = 20.0
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff/\\:*?\"<>|]")
_reading = threading.Lock()  # one reading at a time: the coder takes a core


def page(request: Request) -> Response:
    """The form."""
    return _shown(request, {})


def _shown(request: Request, found: dict[str, object], status: int = 200) -> Response:
    context = {"report": None, "read": None, "matched": None, "counts": {}, "problem": "", "name": ""} | found
    context["may"] = current(request).reviews
    return respond(request, Shown("bringin.html", context, status=status), "html")


async def read(request: Request) -> Response:
    """Reads the file or the address into the ledger, by the same limits and with the same messages as on the command
    line."""
    form = await received(request, "reviewer", files=1)
    try:
        return await _taken(request, form)
    finally:
        await form.close()


async def _taken(request: Request, form: FormData) -> Response:
    source = desk(request).source
    address = field(form, "address")
    if address:
        if not address.casefold().startswith(("http://", "https://")):
            return _shown(request, {"problem": f"{address[:200]} is no address; it begins with https://."}, 422)
        report = await run_in_threadpool(_read, source, address)
        return _shown(request, {"report": report, "name": address}, _status(report))
    upload = form.get("file")
    if not isinstance(upload, UploadFile) or not upload.filename:
        return _shown(request, {"problem": "There was no file and no address. Choose one of them."}, 422)
    with tempfile.TemporaryDirectory(prefix="deedbook-") as folder:
        path = Path(folder) / safe_name(upload.filename)
        await run_in_threadpool(_save, upload, path)
        report = await run_in_threadpool(_read, source, str(path), folder)
    return _shown(request, {"report": report, "name": path.name}, _status(report))


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
            return _shown(request, {"problem": str(failure).replace(str(path), path.name)}, 422)
    matched = await run_in_threadpool(_matched, source, held)
    counts = {outcome: sum(item.outcome == outcome for item in matched) for outcome in reconcile.OUTCOMES}
    return _shown(request, {"read": held, "matched": matched, "counts": counts, "name": path.name})


def _order(form: FormData) -> bool | None:
    return {"day": True, "month": False}.get(field(form, "order"))


def _matched(source: Source, held: tracker.Tracker) -> tuple[reconcile.Reconciled, ...]:
    return reconcile.reconcile(held.rows, source.snapshot().commitments, source.codebook)


def _save(upload: UploadFile, path: Path) -> None:
    with path.open("wb") as file:
        while chunk := upload.file.read(1 << 20):
            file.write(chunk)


def _read(source: Source, what: str, folder: str = "") -> RunReport:
    from dataclasses import replace

    from deedbook.coding import lone_coder

    with _reading, Ledger.open(source.path, create=False) as ledger:
        report = run([what], ledger, lone_coder(), timeout=FETCH_SECONDS)
    source.wrote()
    # Where the upload lay for a moment tells nobody anything.
    shorter = tuple(
        replace(problem, source=problem.source.replace(f"{folder}/", "")) if folder else problem
        for problem in report.problems
    )
    return replace(report, problems=shorter)


def _status(report: RunReport) -> int:
    return 200 if report.read else 422


def safe_name(name: str) -> str:
    """The last part of a file's name, without characters that mean something to a system or a reader."""
    last = PureWindowsPath(PurePosixPath(name).name).name
    kept = _UNFIT.sub("", last).strip(". ")[-120:]
    return kept or "upload.txt"
