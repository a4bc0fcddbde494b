"""One page in the making: who asks for what, what it was made from, and how it goes out.

A page is made wherever it is asked to be: in the process that serves, or in one that does nothing else
(``deedbook.desk.makers``). What is asked and what was made can be sent from the one to the other."""

import gzip
import time
import zlib
from collections.abc import Awaitable, Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Scope

from deedbook.desk.users import User

SENT = (b"host", b"accept", b"content-type", b"content-length", b"x-forwarded-proto")  # what pages look at
WORTH = 800  # bytes below which nothing is gained by compressing
LEVEL = 5
STEADY_SECONDS = 300.0  # how long what was made stands while nothing bears on it but what is told beside and in all

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class About:
    """What in the ledger a thing was made from: pairs, articles by their keys, or ``everything``."""

    pairs: frozenset[Pair] = frozenset()
    keys: frozenset[str] = frozenset()
    everything: bool = False

    @classmethod
    def of(cls, pairs: Iterable[Pair] = (), keys: Iterable[str] = ()) -> "About":
        return cls(frozenset(pairs), frozenset(keys))

    def __or__(self, other: "About") -> "About":
        return About(self.pairs | other.pairs, self.keys | other.keys, self.everything or other.everything)


EVERYTHING = About(everything=True)


@dataclass(slots=True)
class Making:
    """What a page may be made from, and what it was. ``least``: the ledger's turn before which nothing is used that
    has changed since; ``fresh``: nothing at all is. ``seconds`` is the processor's time for all that was used, also
    where that was kept from before; ``turn`` the ledger's at which all of it was so, ``at`` the time then; ``stale``:
    not all of it is so now; ``personal``: a form's token is in it."""

    least: int = 0
    fresh: bool = True
    about: About = About()
    turn: int | None = None
    at: float = field(default_factory=time.time)
    seconds: float = 0.0
    stale: bool = False
    personal: bool = False

    def used(self, about: About, turn: int, at: float, seconds: float, *, stale: bool) -> None:
        self.about |= about
        self.at = min(at, self.at)
        self.turn = turn if self.turn is None else min(turn, self.turn)
        self.seconds += seconds
        self.stale = self.stale or stale


_now: ContextVar[Making | None] = ContextVar("making", default=None)


def current() -> Making | None:
    """What is being made in this context, where anything is."""
    return _now.get()


@dataclass(frozen=True, slots=True)
class within:
    """Makes ``making`` the current one inside a ``with``."""

    making: Making
    _held: list[Any] = field(default_factory=list)

    def __enter__(self) -> Making:
        self._held.append(_now.set(self.making))
        return self.making

    def __exit__(self, *_: object) -> None:
        _now.reset(self._held.pop())


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, as far as pages look at it. ``least`` and ``fresh`` as in :class:`Making`."""

    method: str
    path: str
    query: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    scheme: str
    user: User
    body: bytes = b""
    referer: bytes = b""
    least: int = 0
    fresh: bool = True

    @classmethod
    def of(cls, scope: Scope, user: User, body: bytes = b"") -> "Asked":
        """What ``scope`` asks for. ``referer`` tells where a link was followed: what it needs is at hand there."""
        headers = tuple((name, value) for name, value in scope["headers"] if name in SENT)
        referer = next((value for name, value in scope["headers"] if name == b"referer"), b"")[-200:]
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        return cls(method, scope["path"], scope["query_string"], headers, scope["scheme"], user, body, referer)

    @property
    def page(self) -> bool:
        """Whether a page for people is asked for, which may say of itself that a newer one is being made."""
        wanted = Headers(raw=list(self.headers)).get("accept", "")
        return "text/html" in wanted and not self.path.endswith((".json", ".csv", ".svg", ".docx", ".md"))


@dataclass(frozen=True, slots=True)
class Made:
    """An answer. ``body`` is compressed where ``packed``; the rest as in :class:`Making`."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    packed: bool
    embeddable: bool
    about: About
    turn: int | None
    at: float
    seconds: float
    stale: bool
    personal: bool

    def opened(self) -> bytes:
        return gzip.decompress(self.body) if self.packed else self.body


def packed(body: bytes) -> bytes:
    """``body`` compressed as HTTP's gzip."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, 31)
    return packer.compress(body) + packer.flush()


async def make(app: ASGIApp, asked: Asked) -> Made:
    """Asks ``app`` for a page as a server would. Raises what it raises before it has answered."""
    making = Making(least=asked.least, fresh=asked.fresh)
    state: dict[str, Any] = {"user": asked.user}
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": asked.method,
        "path": asked.path,
        "raw_path": asked.path.encode(),
        "root_path": "",
        "scheme": asked.scheme,
        "query_string": asked.query,
        "headers": list(asked.headers),
        "client": None,
        "server": None,
        "state": state,
    }
    told: list[Message] = []
    with within(making):
        try:
            await app(scope, _once(asked.body), _into(told))
        except Exception:
            if not told:  # else it has said so on a page, and in the log
                raise
    body = b"".join(message.get("body", b"") for message in told[1:])
    headers = tuple((n, v) for n, v in told[0]["headers"] if n != b"content-length")
    kind = Headers(raw=list(headers)).get("content-type", "")
    worth = len(body) >= WORTH and kind.startswith(("text/", "application/json", "image/svg"))
    return Made(
        status=told[0]["status"],
        headers=headers,
        body=packed(body) if worth else body,
        packed=worth,
        embeddable=bool(state.get("embeddable")),
        about=making.about,
        turn=making.turn,
        at=making.at,
        seconds=making.seconds,
        stale=making.stale,
        personal=making.personal,
    )


def _once(body: bytes) -> Callable[[], Awaitable[Message]]:
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive


def _into(told: list[Message]) -> Callable[[Message], Awaitable[None]]:
    async def send(message: Message) -> None:
        told.append(message)

    return send
