"""Who comes in: sessions, accounts where there are any, and requests that another site makes in a visitor's name."""

from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deedbook.desk.accounts import Accounts, read_accounts
from deedbook.desk.limits import Allowance
from deedbook.desk.sessions import COOKIE, Session, Sessions
from deedbook.desk.trouble import refusal
from deedbook.desk.users import LOCAL, User

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OPEN = ("/sign-in", "/static/")


@dataclass(slots=True)
class Guard:
    """What the doors are kept with. ``file``: the accounts, read again when it has changed; a desk whose file holds
    none is open to who reaches it, unless it ``demands`` them since others can: then nobody comes in. ``pages``:
    requests of one client, where there are accounts; ``tries``: wrong passwords."""

    file: Path
    demands: bool = False
    sessions: Sessions = field(default_factory=Sessions)
    pages: Allowance = field(default_factory=lambda: Allowance(200, 20))
    tries: Allowance = field(default_factory=lambda: Allowance(5, 1 / 60))
    _accounts: Accounts | None = None
    _stamp: tuple[int, int] | None = None

    @property
    def accounts(self) -> Accounts:
        """As the file holds them now. Raises Failure where it cannot be used."""
        try:
            found = self.file.stat()
            stamp = (found.st_mtime_ns, found.st_ino)
        except OSError:
            stamp = (0, 0)
        if self._accounts is None or stamp != self._stamp:
            self._accounts, self._stamp = read_accounts(self.file), stamp
        return self._accounts

    def user(self, session: Session | None) -> User | None:
        """Who this is; ``None`` where there are accounts and this is none of them (any more)."""
        token = session.token if session else ""
        held = self.accounts.held
        if not held and not self.demands:
            return User(LOCAL.name, LOCAL.role, token)
        if session is None or session.account is None or held.get(session.account.name) != session.account:
            return None
        return User(session.account.name, session.account.role, token)


class Doors:
    """Puts the user on every request, or turns it away: to the sign-in page, or with 401, 403 or 429.

    A request that changes something must come from a page of this desk: by its Origin and Sec-Fetch-Site where the
    browser sends them, and with a session; its token is checked by who reads the form (``forms.received``)."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self.app, self.guard = app, guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers, path = Headers(scope=scope), scope["path"]
        client = scope["client"][0] if scope.get("client") else "?"
        session = self.guard.sessions.find(_cookie(headers))
        named = self.guard.demands or bool(self.guard.accounts.held)
        if named and not path.startswith("/static/") and (wait := self.guard.pages.take(client)):
            refused = refusal(headers, 429, "Too many requests at once.", {"Retry-After": str(int(wait) + 1)})
            await refused(scope, receive, send)
            return
        changes = scope["method"] not in SAFE
        if changes and (why := _foreign(headers, session)):
            await refusal(headers, 403, why)(scope, receive, send)
            return
        user = self.guard.user(session)
        if user is None and not path.startswith(_OPEN):
            await _turned_away(scope, headers)(scope, receive, send)
            return
        fresh = None
        if session is None and not changes and "text/html" in headers.get("accept", ""):
            session = fresh = self.guard.sessions.begin()
            user = self.guard.user(session)
        state = scope.setdefault("state", {})
        state["user"] = user or User("", "reader", session.token if session else "")
        state["session"] = session
        await self.app(scope, receive, _with_cookie(send, fresh, scope) if fresh else send)


def set_cookie(response: Response, session: Session, *, secure: bool) -> None:
    """Gives the browser ``session``. It is sent when a link from elsewhere is followed (a colleague's mail), and never
    with a form of another site."""
    response.set_cookie(COOKIE, session.id, httponly=True, samesite="lax", secure=secure, path="/")


def local_path(text: str) -> str:
    """``text`` where it is a path on this desk, else the front page: a sign-in must not lead elsewhere."""
    parts = urlsplit(text)
    fine = text.startswith("/") and not text.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return text if fine and all(letter >= " " and letter != "\\" for letter in text) else "/"


def _cookie(headers: Headers) -> str | None:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return found.value if found else None


def _foreign(headers: Headers, session: Session | None) -> str:
    """Why a request that changes something is not taken for this desk's own; empty where it is."""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return "This form was sent from another site."
    origin = headers.get("origin")
    if origin and (origin == "null" or urlsplit(origin).netloc != headers.get("host", "")):
        return "This form was sent from another site."
    if session is None:
        return "This form belongs to no session, or to one that has ended. Reload the page and send it again."
    return ""


def _turned_away(scope: Scope, headers: Headers) -> Response:
    if scope["method"] in SAFE and "text/html" in headers.get("accept", ""):
        query = scope.get("query_string", b"").decode("latin-1")
        there = scope["path"] + (f"?{query}" if query else "")
        return RedirectResponse(f"/sign-in?next={quote(there, safe='')}", 303)
    return refusal(headers, 401, "Sign in first.")


def _with_cookie(send: Send, session: Session, scope: Scope) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            made = Response()
            set_cookie(made, session, secure=scope.get("scheme") == "https")
            MutableHeaders(scope=message).append("set-cookie", made.headers["set-cookie"])
        await send(message)

    return sending
