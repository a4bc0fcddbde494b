"""How much one client may ask of the desk: requests in a while, bytes in a body, seconds to send it."""

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deedbook.desk.trouble import refusal

MOST_BODY = 26 * 1024 * 1024  # a saved page with its pictures left out; what is larger is read from the command line
SEND_SECONDS = 30.0
_MOST_CLIENTS = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Allowance:
    """``burst`` requests at once, then ``each_second`` more a second, for each key. Thread-safe."""

    def __init__(self, burst: float, each_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._rate, self._clock = burst, each_second, clock
        self._lock = threading.Lock()
        self._held: OrderedDict[str, _Bucket] = OrderedDict()

    def take(self, key: str) -> float:
        """Takes one. Returns 0, or the seconds after which there is one again."""
        now = self._clock()
        with self._lock:
            bucket = self._held.setdefault(key, _Bucket(self._burst, now))
            self._held.move_to_end(key)
            while len(self._held) > _MOST_CLIENTS:
                self._held.popitem(last=False)
            bucket.left = min(self._burst, bucket.left + (now - bucket.at) * self._rate)
            bucket.at = now
            if bucket.left < 1:
                return (1 - bucket.left) / self._rate
            bucket.left -= 1
            return 0.0

    def give_back(self, key: str) -> None:
        """After a success that should not count (a right password)."""
        with self._lock:
            if bucket := self._held.get(key):
                bucket.left = min(self._burst, bucket.left + 1)


class BodyLimits:
    """Refuses bodies that are too large (413) or come too slowly (408), before anything reads them."""

    def __init__(self, app: ASGIApp, most: int = MOST_BODY, seconds: float = SEND_SECONDS) -> None:
        self.app, self.most, self.seconds = app, most, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if not declared.isdigit() or int(declared) > self.most:
            await self._refuse(413, f"A body of more than {self.most:,} bytes is not taken.", scope, receive, send)
            return
        deadline = time.monotonic() + self.seconds
        got, begun, ended = 0, False, False

        async def limited() -> Message:
            nonlocal got, ended
            if ended:  # what comes after the body is the client's going away, for which nobody waits
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), max(0.001, deadline - time.monotonic()))
            except TimeoutError:
                raise _TooSlow from None
            got += len(message.get("body", b""))
            ended = not message.get("more_body", False)
            if got > self.most:
                raise _TooLarge
            return message

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, limited, noted)
        except _TooLarge:
            if not begun:
                await self._refuse(413, f"A body of more than {self.most:,} bytes is not taken.", scope, receive, send)
        except _TooSlow:
            if not begun:
                what = f"The body did not come within {self.seconds:g} seconds."
                await self._refuse(408, what, scope, receive, send)

    @staticmethod
    async def _refuse(status: int, what: str, scope: Scope, receive: Receive, send: Send) -> None:
        await refusal(Headers(scope=scope), status, what, {"Connection": "close"})(scope, receive, send)


class _TooLarge(Exception):
    pass


class _TooSlow(Exception):
    pass
