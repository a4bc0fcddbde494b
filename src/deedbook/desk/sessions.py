"""Sessions in this process's memory: a random cookie, who it belongs to, and the token that its forms carry."""

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from deedbook.desk.accounts import Account

COOKIE = "deedbook"
IDLE_SECONDS = 4 * 3600.0
LONGEST_SECONDS = 12 * 3600.0
MOST = 5_000  # the oldest go first: a visitor who keeps no cookie makes one with every page


@dataclass(frozen=True, slots=True)
class Session:
    """``account`` is ``None`` for who has not signed in. ``token`` stands in every form that changes something."""

    id: str
    account: Account | None
    token: str
    begun: float
    seen: float


class Sessions:
    """All sessions. ``clock`` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._held: OrderedDict[str, Session] = OrderedDict()

    def begin(self, account: Account | None = None) -> Session:
        """A new one; signing in always begins a new one, so that an id known before is worth nothing after."""
        now = self._clock()
        made = Session(secrets.token_urlsafe(32), account, secrets.token_urlsafe(32), now, now)
        with self._lock:
            self._held[made.id] = made
            while len(self._held) > MOST:
                self._held.popitem(last=False)
        return made

    def find(self, id: str | None) -> Session | None:
        """The session of this id, unless it has ended."""
        now = self._clock()
        with self._lock:
            held = self._held.get(id or "")
            if held is None:
                return None
            if now - held.seen > IDLE_SECONDS or now - held.begun > LONGEST_SECONDS:
                del self._held[held.id]
                return None
            seen = Session(held.id, held.account, held.token, held.begun, now)
            self._held[held.id] = seen
            self._held.move_to_end(held.id)
            return seen

    def end(self, id: str | None) -> None:
        with self._lock:
            self._held.pop(id or "", None)
