"""One coder in several processes: batches of articles in, codings out, in order."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import TypeVar

from deedbook.coding.coder import Coder
from deedbook.records import Article, Coding

WARM = 6  # batches that one process codes before others are started: starting them costs about a second
_AHEAD = 3  # batches waiting for each process: enough to keep it busy, few enough to keep memory flat
_held: list[Coder] = []  # the coder of a worker process, made once when the process starts
T = TypeVar("T")


def processes() -> int:
    """How many processes code at once unless the user says otherwise: one a core that we may use, at most four."""
    return min(4, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def coded(
    batches: Iterable[Sequence[Article]], make: Callable[[], Coder], each: Callable[[Coding], T], jobs: int
) -> Iterator[list[T]]:
    """``each`` of the codings of every batch, in order. ``make`` and ``each`` must be importable functions.

    Small inputs are coded here; from the seventh batch on ``jobs`` processes share the work. Raises what ``make`` or
    the coder raises."""
    coder = make()
    waiting = iter(batches)
    first = islice(waiting, None if jobs < 2 else WARM)
    for batch in first:
        yield [each(c) for c in coder.code(batch)]
    more = next(waiting, None) if jobs > 1 else None
    if more is None:
        return
    del coder  # the others bring their own
    # "spawn" would import everything anew; "fork" is unsafe where ONNX Runtime has started threads: one thread a
    # session is what we ask for, so there is none
    context = multiprocessing.get_context()
    with ProcessPoolExecutor(jobs, context, _start, (make,)) as pool:
        running: deque[Future[list[T]]] = deque()
        for batch in chain([more], waiting):
            running.append(pool.submit(_code, batch, each))
            while len(running) >= _AHEAD * jobs or (running and running[0].done()):
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


def _start(make: Callable[[], Coder]) -> None:
    _held[:] = [make()]


def _code(batch: Sequence[Article], each: Callable[[Coding], T]) -> list[T]:
    return [each(c) for c in _held[0].code(batch)]
