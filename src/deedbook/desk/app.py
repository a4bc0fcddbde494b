"""The desk as an application: pages, their other forms, errors in plain English, and what guards them."""

import asyncio
import functools
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from deedbook import __version__
from deedbook.desk import assets, schemas
from deedbook.desk.accounts import accounts_path
from deedbook.desk.desk import Desk
from deedbook.desk.doors import Doors, Guard
from deedbook.desk.forms import Refused
from deedbook.desk.limits import BodyLimits
from deedbook.desk.makers import Here, Processes
from deedbook.desk.pages import Form, Missing, Page, Shown, respond
from deedbook.desk.security import SecurityHeaders
from deedbook.desk.shelf import Shelf
from deedbook.desk.source import Source
from deedbook.desk.trouble import AGAIN, NOT_TAKEN, Trouble
from deedbook.desk.views import PAGES, adding, bringin, deciding, signin
from deedbook.desk.views.relation import brief
from deedbook.ledger import LedgerError

LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
_log = logging.getLogger("deedbook.desk")


def create_app(
    ledger_path: Path | str,
    *,
    hosts: Sequence[str] = LOOPBACK,
    demands: bool = False,
    sample: bool = False,
    makers: int = 0,
) -> ASGIApp:
    """The desk on the ledger at ``ledger_path``, which is made where there is none.

    ``hosts``: the names under which it may be asked for, against pages elsewhere that rebind theirs to this computer.
    ``demands``: nobody comes in without an account, also where the last one is removed meanwhile.
    ``sample``: says on every page that the dispatches were written for this project. ``makers``: in how many processes
    of their own pages are made (0: in this one). Raises LedgerError."""
    app = pages(ledger_path, sample=sample)
    desk: Desk = app.state.desk
    desk.guard.demands = demands
    making = Processes(Path(ledger_path), sample=sample, count=makers) if makers else Here(app)
    shelf = Shelf(app, source=desk.source, guard=desk.guard, makers=making)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        making.start()
        warming = asyncio.ensure_future(shelf.warm()) if makers and desk.source.is_large() else None
        yield
        if warming:
            warming.cancel()
        making.close()
        desk.source.close()

    app.router.lifespan_context = lifespan
    guarded: ASGIApp = GZipMiddleware(shelf, minimum_size=800, compresslevel=5)
    guarded = BodyLimits(Doors(guarded, guard=desk.guard))
    return SecurityHeaders(TrustedHostMiddleware(guarded, allowed_hosts=list(hosts)))


def pages(ledger_path: Path | str, *, sample: bool = False) -> FastAPI:
    """The desk's pages without what guards them and keeps them ready."""
    source = Source(Path(ledger_path))
    app = FastAPI(
        title="Deedbook desk",
        version=__version__,
        description="The JSON face of the desk: every page's address with .json behind it.",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    guard = Guard(accounts_path(Path(ledger_path)))
    app.state.desk = Desk(source=source, guard=guard, sample=sample)
    read, write = ["GET", "HEAD"], ["POST"]
    for path, view, methods in (
        ("/static/{tag}/{name:path}", _static, read),
        ("/{pair}/brief.{form}", brief, read),
        ("/sign-in", signin.page, read),
        ("/sign-in", signin.sign_in, write),
        ("/sign-out", signin.sign_out, write),
        ("/review", deciding.decide, write),
        ("/articles/{key}/add", adding.page, read),
        ("/articles/{key}/add", adding.add, write),
        ("/bring-in", bringin.page, read),
        ("/bring-in", bringin.read, write),
        ("/bring-in/tracker", bringin.beside, write),
    ):
        app.add_api_route(path, view, methods=methods, response_model=None, include_in_schema=False)
    for page in PAGES:
        _add(app, page)
    app.add_exception_handler(Missing, _missing)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(LedgerError, _unusable)
    app.add_exception_handler(Exception, _failed)
    return app


def _add(app: FastAPI, page: Page) -> None:
    """One route a form; the longer endings first, since the last part of an address would swallow them."""
    for form in sorted(page.forms, key=lambda form: (form == "html", -len(form))):
        path = page.path if form == "html" else f"{page.path.rstrip('/') or '/index'}.{form}"
        for method in ("GET", "HEAD"):
            described = form in ("json", "vl.json") and method == "GET"
            app.add_api_route(
                path,
                _endpoint(page.view, form),
                methods=[method],
                response_model=None,
                include_in_schema=described,
                operation_id=page.view.__name__ + ("" if form == "json" else "_chart") if described else None,
                summary=page.summary if form == "json" else f"{page.summary}: the chart, for Vega-Lite",
                responses=_answers(page, form) if described else None,
            )


def _answers(page: Page, form: Form) -> dict[int | str, dict[str, Any]]:
    body = page.body if form == "json" else schemas.vega_lite()
    found: dict[int | str, dict[str, Any]] = {code: {"model": Trouble} for code in (404, 422, 503)}
    return found | {200: {"description": page.summary, "content": {"application/json": {"schema": body}}}}


def _endpoint(view: Callable[..., Shown], form: Form) -> Callable[..., Response]:
    @functools.wraps(view)
    def endpoint(request: Request, **parameters: Any) -> Response:
        return respond(request, view(request, **parameters), form)

    return endpoint


def _static(tag: str, name: str) -> Response:
    try:
        body = assets.content(name)
    except KeyError:
        raise Missing(f"There is no file {name}.") from None
    kept = assets.asset(name).split("/")[2] == tag
    caching = "public, max-age=31536000, immutable" if kept else "no-cache"
    return Response(body, media_type=assets.TYPES[name], headers={"Cache-Control": caching})


# -- where it cannot answer --------------------------------------------------------------------------------------------


def _trouble(request: Request, status: int, title: str, what: str, remedy: str) -> Response:
    said = Trouble(status=status, what=what, remedy=remedy)
    plain = not request.url.path.endswith((".json", ".csv", ".svg"))
    shown = Shown("problem.html", {"title": title, "what": what, "remedy": remedy}, data=said.model_dump, status=status)
    return respond(request, shown, "html" if plain else "json")


def _missing(request: Request, error: Exception) -> Response:
    return _trouble(request, 404, "There is no such page", str(error), "Begin at the front page, or search.")


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    said = [f"{found['loc'][-1]}: {found['msg']}" for found in error.errors()]
    remedy = "Days are written 2026-02-06, pairs PAK-USA. Take the address apart, or begin at the front page."
    return _trouble(request, 422, "A part of this address cannot be read", "; ".join(said) + ".", remedy)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404:
        return _missing(request, Missing(f"Nothing stands at {request.url.path}."))
    told = isinstance(error, Refused)
    what = str(error.detail) if told else f"The desk does not take this kind of request here ({error.detail})."
    response = _trouble(request, error.status_code, NOT_TAKEN, what, AGAIN)
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


def _unusable(request: Request, error: Exception) -> Response:
    return _trouble(request, 503, "The ledger cannot be read", str(error), "Mend that, then reload this page.")


def _failed(request: Request, error: Exception) -> Response:
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    what = "The desk met something that it was not made for. Nothing in the ledger has changed."
    return _trouble(request, 500, "This page failed", what, "Reload it; if it fails again, report it with its address.")
