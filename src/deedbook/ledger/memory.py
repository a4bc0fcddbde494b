"""What is remembered so as not to be made again, and let go of when it is too much."""

from itertools import islice
from typing import TypeVar

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
