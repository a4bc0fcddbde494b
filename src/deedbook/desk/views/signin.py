"""Signing in and out, on a desk that has accounts."""

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from deedbook.desk.asking import desk
from deedbook.desk.doors import local_path, set_cookie
from deedbook.desk.forms import field, received
from deedbook.desk.pages import Shown, respond


def page(request: Request, next: str = "/") -> Response:
    return _shown(request, next)


def _shown(request: Request, next: str, problem: str = "", status: int = 200) -> Response:
    guard = desk(request).guard
    accounts = guard.demands or bool(guard.accounts.held)
    context = {"next": local_path(next), "problem": problem, "accounts": accounts}
    return respond(request, Shown("signin.html", context, status=status), "html")


async def sign_in(request: Request) -> Response:
    """Checks name and password. A wrong one is not told apart from a name that there is not."""
    form = await received(request, "reader")
    guard = desk(request).guard
    name, next = field(form, "name")[:64], local_path(field(form, "next"))
    client = request.client.host if request.client else "?"
    waits = [guard.tries.take(key) for key in (f"name {name}", f"client {client}")]
    if any(waits):
        said = f"Too many tries. Wait {int(max(waits)) + 1} seconds."
        response = _shown(request, next, said, 429)
        response.headers["Retry-After"] = str(int(max(waits)) + 1)
        return response
    password = form.get("password")
    account = await run_in_threadpool(guard.accounts.verified, name, password if isinstance(password, str) else "")
    if account is None:
        return _shown(request, next, "Name and password do not fit.", 403)
    for key in (f"name {name}", f"client {client}"):
        guard.tries.give_back(key)
    if held := request.state.session:
        guard.sessions.end(held.id)
    response = RedirectResponse(next, 303)
    set_cookie(response, guard.sessions.begin(account), secure=request.url.scheme == "https")
    return response


async def sign_out(request: Request) -> Response:
    await received(request, "reader")
    if held := request.state.session:
        desk(request).guard.sessions.end(held.id)
    return RedirectResponse("/sign-in", 303)
