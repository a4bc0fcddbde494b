"""One-to-one matching of what was expected with what was found."""

from collections.abc import Callable, Sequence
from typing import TypeVar

_Gold = TypeVar("_Gold")
_Found = TypeVar("_Found")


def matching(gold: Sequence[_Gold], found: Sequence[_Found], fits: Callable[[_Gold, _Found], bool]) -> dict[int, int]:
    """A maximum bipartite matching, by augmenting paths (Kuhn): index in ``gold`` to index in ``found``."""
    owner: dict[int, int] = {}

    def place(k: int, seen: set[int]) -> bool:
        for n, item in enumerate(found):
            if n not in seen and fits(gold[k], item):
                seen.add(n)
                if n not in owner or place(owner[n], seen):
                    owner[n] = k
                    return True
        return False

    for k in range(len(gold)):
        place(k, set())
    return {k: n for n, k in owner.items()}
