"""What is remembered so as not to be made again, and let go of when it is too much."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

SET_APART = 250  # articles taken in, after which what lives is no longer looked at
LOOK_AGAIN = 256  # times that it was set apart, after which all of it is looked at once

K = TypeVar("K")
V = TypeVar("V")


def shed(held: dict[K, V], most: int) -> list[K]:
    """Where ``held`` has more than ``most`` entries, lets go of the oldest, down to three quarters of that, and returns
    their keys. All at once: a dictionary that loses its first entry again and again looks through all those that it
    lost before each time."""
    if len(held) <= most:
        return []
    oldest = list(islice(held, len(held) - most * 3 // 4))
    for key in oldest:
        del held[key]
    return oldest


class Garbage:
    """Keeps Python's search for garbage that refers to itself from looking, again and again, at all that is kept at
    hand: there is none in it."""

    def __init__(self) -> None:
        self._since = self._passes = 0

    @contextmanager
    def left(self, items: int) -> Iterator[None]:
        """Without that search meanwhile. ``items`` counts what is taken in: after many, all that lives is set apart."""
        on = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            self._since += items
            if on:
                if self._since >= SET_APART:
                    self._set_apart()
                gc.enable()  # last: it would look through all that is new at once

    def _set_apart(self) -> None:
        self._since, self._passes = 0, self._passes + 1
        if self._passes % LOOK_AGAIN == 0:
            gc.unfreeze()
            gc.collect()
        gc.freeze()
