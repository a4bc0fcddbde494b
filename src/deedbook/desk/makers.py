"""Who makes pages: this process, or others that do nothing else, so that a page which takes seconds holds nobody up."""

import asyncio
import itertools
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol

from starlette.types import ASGIApp

from deedbook.desk.making import Asked, Made, make

AT_ONCE = 3  # pages that one process makes at once; more would only wait for one another
PATIENT = 5  # how much less urgent than the process that serves (Unix's niceness)


class Makers(Protocol):
    """``count`` of them; what is asked of one pair should be asked of the same one, which keeps what it derived."""

    count: int

    def start(self) -> None: ...

    def close(self) -> None: ...

    async def make(self, asked: Asked, which: int) -> Made: ...


@dataclass(slots=True)
class Here:
    """Makes pages in this process, with ``app``."""

    app: ASGIApp
    count: int = 1

    def start(self) -> None:
        pass

    def close(self) -> None:
        pass

    async def make(self, asked: Asked, which: int) -> Made:
        return await make(self.app, asked)


class Processes:
    """Makes pages in ``count`` processes of their own, each with its own connections and what it derived. One that
    ends is started anew."""

    def __init__(self, path: Path, *, sample: bool, count: int) -> None:
        self.count = count
        self._start: Callable[[], _Process] = lambda: _Process(path, sample)
        self._held: list[_Process] = []

    def start(self) -> None:
        self._held = [self._start() for _ in range(self.count)]

    def close(self) -> None:
        for held in self._held:
            held.close()
        self._held = []

    async def make(self, asked: Asked, which: int) -> Made:
        at = which % self.count
        if not self._held[at].alive:
            self._held[at].close()
            self._held[at] = self._start()
        return await self._held[at].make(asked)


class Gone(Exception):
    """The process that was making a page ended before it was made."""


class _Process:
    def __init__(self, path: Path, sample: bool) -> None:
        spawning = multiprocessing.get_context("spawn")
        self._line, far = spawning.Pipe()
        self._process = spawning.Process(target=_work, args=(far, path, sample), daemon=True, name="deedbook desk")
        self._process.start()
        far.close()
        self.alive = True
        self._numbers = itertools.count()
        self._waiting: dict[int, tuple[asyncio.AbstractEventLoop, asyncio.Future[Made]]] = {}
        self._sending = ThreadPoolExecutor(1, "ask")  # a large upload must not hold up the loop
        self._hearing = threading.Thread(target=self._hear, daemon=True, name="hear")
        self._hearing.start()

    async def make(self, asked: Asked) -> Made:
        loop = asyncio.get_running_loop()
        number = next(self._numbers)
        made: asyncio.Future[Made] = loop.create_future()
        self._waiting[number] = (loop, made)
        if not self.alive:
            self._forsake()
        try:
            if asked.body:
                await loop.run_in_executor(self._sending, self._line.send, (number, asked))
            else:
                self._line.send((number, asked))
        except OSError:
            self._forsake()
        return await made

    def _hear(self) -> None:
        with suppress(EOFError, OSError):
            while True:
                number, made = self._line.recv()
                if found := self._waiting.pop(number, None):
                    loop, future = found
                    loop.call_soon_threadsafe(_tell, future, made)
        self.alive = False
        self._forsake()

    def _forsake(self) -> None:
        while self._waiting:
            with suppress(KeyError, RuntimeError):  # somebody else took it; the loop has ended
                _, (loop, future) = self._waiting.popitem()
                loop.call_soon_threadsafe(_tell, future, Gone("The process that was making this page has ended."))

    def close(self) -> None:
        self.alive = False
        self._line.close()
        self._sending.shutdown()
        self._process.join(0.2)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join()


def _tell(future: "asyncio.Future[Made]", made: Made | Exception) -> None:
    if future.done():
        return
    if isinstance(made, Exception):
        future.set_exception(made)
    else:
        future.set_result(made)


def _work(line: Connection, path: Path, sample: bool) -> None:
    """What such a process does: makes what it is asked for until nobody is there to ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the desk, which ends this
    if hasattr(os, "nice"):
        os.nice(PATIENT)
    from deedbook.desk.app import pages

    asyncio.run(_answer(line, pages(path, sample=sample)))


async def _answer(line: Connection, app: ASGIApp) -> None:
    from anyio.to_thread import current_default_thread_limiter

    current_default_thread_limiter().total_tokens = AT_ONCE
    loop = asyncio.get_running_loop()
    hearing, telling = ThreadPoolExecutor(1, "hear"), ThreadPoolExecutor(1, "tell")
    tasks: set[asyncio.Task[None]] = set()

    async def one(number: int, asked: Asked) -> None:
        try:
            made: Made | Exception = await make(app, asked)
        except Exception as error:
            made = Gone(f"{type(error).__name__}: {error}")
        await loop.run_in_executor(telling, line.send, (number, made))

    while True:
        try:
            number, asked = await loop.run_in_executor(hearing, line.recv)
        except (EOFError, OSError):
            os._exit(0)  # nobody waits for what is still being made
        task = asyncio.create_task(one(number, asked))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
