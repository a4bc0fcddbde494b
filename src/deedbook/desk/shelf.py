"""Finished pages, kept ready: what is asked for again is sent at once, for as long as it is still so in the ledger."""

import asyncio
import gzip
import logging
import re
import secrets
import time
import zlib
from collections import OrderedDict, deque
from collections.abc import Hashable
from contextlib import suppress
from dataclasses import dataclass, replace

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from deedbook.desk.doors import SAFE, Guard
from deedbook.desk.makers import Gone, Makers
from deedbook.desk.making import STEADY_SECONDS, Asked, Made, make, packed
from deedbook.desk.source import QUICK_SECONDS, Source
from deedbook.desk.users import User
from deedbook.ledger import LedgerError

LARGEST = 96 * 2**20  # bytes of pages kept ready, as they are sent
WARMED = 16  # pairs made ready when the desk is started on a large ledger
LATEST_SECONDS = 60.0  # how long a page is shown as it was after it was first found to have changed
HERE = ("/static/", "/sign-in", "/sign-out", "/openapi.json")  # not from the ledger, or about sessions
NOTICE = (
    b'<p class="notice" role="status"><span class="wide">What the ledger holds by now is still being worked into this '
    b'page. <a href="">Show it again</a></span></p>\n'
)
BEFORE = b'<main id="main"'
_PAIR = re.compile(rb"\b([A-Za-z]{2,10})-([A-Za-z]{2,10})\b")
_log = logging.getLogger("deedbook.desk")


@dataclass(slots=True)
class _Kept:
    """``noted`` is the page with the notice that a newer one is being made, once it was needed; ``changed``: when it
    was first found that there is something newer."""

    made: Made
    at: float
    asked: Asked
    noted: bytes = b""
    changed: float | None = None

    @property
    def size(self) -> int:
        return len(self.made.body) + len(self.noted)


class Shelf:
    """Answers from what is kept, and has the rest made.

    A page is kept with the turn of the ledger at which it was so. Where something has changed since that bears on it,
    what is quick to make is made anew first; the rest is shown once more as it was, saying so, and is made anew
    meanwhile. After something was written on the desk itself, nothing that this changed is shown as it was."""

    def __init__(self, app: ASGIApp, source: Source, guard: Guard, makers: Makers) -> None:
        self.app, self.source, self.guard, self.makers = app, source, guard, makers
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._size = 0
        self._least = 0
        self._turn, self._forgotten = 0, 0
        self._making: dict[Hashable, tuple[int, asyncio.Task[Made]]] = {}
        self._anew: list[deque[Hashable]] = [deque() for _ in range(makers.count)]
        self._busy: list[asyncio.Task[None] | None] = [None] * makers.count
        self._word = secrets.token_urlsafe(32)  # stands for the token of whoever is shown the page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(HERE):
            await self.app(scope, receive, send)
            return
        user: User = scope["state"]["user"]
        if scope["method"] not in SAFE:
            asked = Asked.of(scope, user, await Request(scope, receive).body())
            made, newer = await self._changed(asked), False
        else:
            asked = Asked.of(scope, replace(user, token=self._word))
            try:
                made, newer = await self._page(asked)
            except LedgerError:  # a page says so
                made, newer = await make(self.app, asked), False
        await self._send(scope, send, made, user, asked, newer=newer)

    # -- what is shown ---------------------------------------------------------------------------------------------

    async def _page(self, asked: Asked) -> tuple[Made, bool]:
        """The page, and whether a newer one is being made."""
        key = self._key(asked)
        held = self._kept.get(key)
        if held is None:
            made = await self._make(key, asked)
            return made, self._shows_change(key, made)
        self._kept.move_to_end(key)
        turn = self._now()
        now, whole = time.monotonic(), not held.made.stale
        since = held.made.turn or turn
        if whole and since == turn:
            return held.made, False
        if whole and self.source.version(held.made.about) <= since:
            if now - held.at > STEADY_SECONDS:
                self._queue(key, held)
            return held.made, False
        held.changed = held.changed or now
        if (
            asked.page
            and (held.made.seconds > QUICK_SECONDS or held.made.stale)
            and since >= self._least
            and now - held.changed < LATEST_SECONDS
            and now - held.at < STEADY_SECONDS
        ):
            self._queue(key, held)
            return held.made, True
        made = await self._make(key, asked)
        return made, self._shows_change(key, made)

    def _now(self) -> int:
        """The ledger's turn. Where a text was forgotten, nothing that it changed is shown as it was."""
        turn = self.source.turn()
        if turn != self._turn:
            self._turn, before = turn, self._forgotten
            self._forgotten = self.source.ledger.forgotten()
            self._least = turn if self._forgotten != before else self._least
        return turn

    def _shows_change(self, key: Hashable, made: Made) -> bool:
        """Whether what was made rests on what has changed; it is made anew then."""
        if made.stale and (held := self._kept.get(key)):
            held.changed = held.changed or time.monotonic()
            self._queue(key, held)
        return made.stale

    async def _changed(self, asked: Asked) -> Made:
        """What a form's sender gets. Whatever was written is in all that is shown from then on."""
        made = await self._by_a_maker(replace(asked, least=self._least, fresh=False), self._which(asked))
        self._least = self.source.turn()
        return made

    def _key(self, asked: Asked) -> Hashable:
        wanted = Headers(raw=list(asked.headers))
        accepted = "page" if asked.page else wanted.get("accept", "")
        named = bool(self.guard.accounts.held)
        return (
            (asked.path, asked.query, accepted, asked.scheme, wanted.get("host", "")),
            (asked.user.name, asked.user.role, named),
        )

    # -- what is made ----------------------------------------------------------------------------------------------

    async def _make(self, key: Hashable, asked: Asked, *, fresh: bool = False) -> Made:
        """Has it made, once for all who wait for it. Only pages for people rest on anything that has changed."""
        least, doing = self._least, self._making.get(key)
        if doing and doing[0] >= least and not fresh:
            return await asyncio.shield(doing[1])
        asked = replace(asked, least=least, fresh=fresh or not asked.page)
        task = asyncio.ensure_future(self._by_a_maker(asked, self._which(asked, self._kept.get(key))))
        self._making[key] = least, task
        try:
            made = await asyncio.shield(task)
        finally:
            if self._making.get(key) == (least, task):
                del self._making[key]
        if made.status == 200 and made.turn is not None and len(made.body) < LARGEST // 8:
            self._keep(key, _Kept(made, time.monotonic(), asked))
        return made

    async def _by_a_maker(self, asked: Asked, which: int) -> Made:
        try:
            return await self.makers.make(asked, which)
        except Gone as error:
            _log.error("%s %s is made here: %s", asked.method, asked.path, error)
            return await make(self.app, asked)

    def _keep(self, key: Hashable, kept: _Kept) -> None:
        if old := self._kept.pop(key, None):
            self._size -= old.size
            if (old.made.turn or 0) > (kept.made.turn or 0):
                kept = old  # made meanwhile, of what is newer
        self._kept[key] = kept
        self._size += kept.size
        while self._size > LARGEST:
            _, gone = self._kept.popitem(last=False)
            self._size -= gone.size

    def _which(self, asked: Asked, held: _Kept | None = None) -> int:
        """The maker that has what the page needs at hand: always the same one for a pair."""
        pairs = sorted(held.made.about.pairs) if held and len(held.made.about.pairs) == 1 else []
        if pairs:
            codes = list(pairs[0])
        else:
            named = (asked.path.encode(), asked.query, asked.body[:4000], asked.referer)
            found = next(filter(None, map(_PAIR.search, named)), None)
            codes = [code.decode().upper() for code in found.groups()] if found else [asked.path]
        return zlib.crc32("-".join(sorted(codes)).encode()) % self.makers.count

    def _queue(self, key: Hashable, held: _Kept) -> None:
        """Has it made anew, after what was queued before; one at a time each."""
        which = self._which(held.asked, held)
        waiting = self._anew[which]
        if key not in waiting:
            waiting.append(key)
        doing = self._busy[which]
        if doing is None or doing.done():
            self._busy[which] = asyncio.ensure_future(self._renew(waiting))

    async def _renew(self, waiting: deque[Hashable]) -> None:
        while waiting:
            key = waiting[0]
            if held := self._kept.get(key):
                try:
                    await self._make(key, held.asked, fresh=True)
                except Exception:  # the next who asks for it is told
                    _log.exception("%s could not be made anew", held.asked.path)
            waiting.popleft()

    async def warm(self) -> None:
        """Has the pages of the pairs made that most is told of, so that their first visitor need not wait."""
        pairs = [f"{held.one}-{held.other}" for held in self.source.pairs()[:WARMED]]
        asked = [Asked("GET", f"/{pair}", b"", (), "http", User("", "reader")) for pair in pairs]
        turns: list[list[Asked]] = [[] for _ in range(self.makers.count)]
        for one in asked:
            turns[self._which(one)].append(one)

        async def after_each_other(some: list[Asked]) -> None:
            for one in some:
                with suppress(Gone):
                    await self.makers.make(one, self._which(one))

        await asyncio.gather(*map(after_each_other, turns))

    # -- what is sent ----------------------------------------------------------------------------------------------

    async def _send(self, scope: Scope, send: Send, made: Made, user: User, asked: Asked, *, newer: bool) -> None:
        if made.embeddable:
            scope["state"]["embeddable"] = True
        body, closed = made.body, made.packed
        headers = list(made.headers)
        if made.packed and newer:
            body = await run_in_threadpool(self._noted, self._key(asked), made)
            headers.append((b"age", str(int(time.time() - made.at)).encode()))
        wants = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        if made.personal and asked.user.token == self._word:
            body = await run_in_threadpool(_for, body, self._word.encode(), user.token.encode(), closed)
        if closed and not wants:
            body, closed = await run_in_threadpool(gzip.decompress, body), False
        headers.append((b"content-length", str(len(body)).encode()))
        if closed:
            headers.append((b"content-encoding", b"gzip"))
        headers = [(n, b"Accept, Accept-Encoding" if n == b"vary" else v) for n, v in headers]
        await send({"type": "http.response.start", "status": made.status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    def _noted(self, key: Hashable, made: Made) -> bytes:
        """The page with a notice that it is being made anew."""
        held = self._kept.get(key)
        if held and held.made is made and held.noted:
            return held.noted
        noted = packed(made.opened().replace(BEFORE, NOTICE + BEFORE, 1))
        if held and held.made is made:
            held.noted = noted
            self._size += len(noted)
        return noted


def _for(body: bytes, word: bytes, token: bytes, closed: bool) -> bytes:
    if not closed:
        return body.replace(word, token)
    return packed(gzip.decompress(body).replace(word, token))
