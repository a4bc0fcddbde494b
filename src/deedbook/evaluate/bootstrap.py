"""How far a figure may be trusted: the percentile bootstrap over groups of items that are not independent."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_DRAWS = 1000
Counts = NDArray[Any]


def interval(groups: Sequence[Counts], figure: Callable[[Counts], float], *, seed: int = 1) -> tuple[float, float]:
    """2.5th and 97.5th percentile of ``figure`` over groups drawn with replacement.

    ``groups`` holds the counts of each group (a document, a cluster of near-duplicates), all of one shape; ``figure``
    takes their sum. The seed is fixed: one report, one interval."""
    if not groups:
        return 0.0, 0.0
    counts = np.stack(groups)
    chance = np.random.default_rng(seed)
    size = len(groups)
    drawn = chance.multinomial(size, [1 / size] * size, _DRAWS)
    sums = np.tensordot(drawn, counts, 1)
    low, high = np.percentile([figure(one) for one in sums], (2.5, 97.5))
    return float(low), float(high)


def f1(counts: Counts) -> float:
    """F1 of (gold, ours, matched)."""
    gold, ours, matched = counts
    return float(2 * matched / (gold + ours)) if gold + ours else 0.0
