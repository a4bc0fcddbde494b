"""Classes expected against classes given: counts, scores by class, and both as tables for a terminal.

Counts are (C, C + 1): a row for each expected class, a column for each given one, and last one for no class at all or
one that is none of them."""

from collections.abc import Iterable, Sequence

import numpy as np

from deedbook.evaluate.bootstrap import Counts


def confusion(pairs: Iterable[tuple[str, str | None]], names: Sequence[str]) -> Counts:
    """Counts of (expected, given). Raises KeyError for an expected class that is none of ``names``."""
    number = {name: n for n, name in enumerate(names)}
    counts = np.zeros((len(names), len(names) + 1), np.int64)
    for expected, given in pairs:
        counts[number[expected], number.get(given or "", len(names))] += 1
    return counts


def scores(counts: Counts) -> Counts:
    """(C, 4): support, precision, recall and F1 of each class. Precision is 0 where nothing was given; F1 is NaN for a
    class that was neither expected nor given."""
    right = np.diagonal(counts)
    support, given = counts.sum(1), counts[:, :-1].sum(0)
    with np.errstate(invalid="ignore"):
        f1 = 2 * right / (support + given)
    return np.stack([support, right / np.maximum(given, 1), right / np.maximum(support, 1), f1], 1)


def macro_f1(counts: Counts, classes: Sequence[int] | None = None) -> float:
    """Mean F1 of ``classes`` (numbers; all if left out), without those that were neither expected nor given."""
    every = scores(counts)[:, 3]
    some = every[list(classes)] if classes is not None else every
    held = some[~np.isnan(some)]
    return float(held.mean()) if held.size else 0.0


def accuracy(counts: Counts) -> float:
    """Share of items whose class is right."""
    return float(np.trace(counts) / counts.sum()) if counts.sum() else 0.0


def table(counts: Counts, names: Sequence[str]) -> list[str]:
    """Support, precision, recall and F1 of the classes that occur, in per cent."""
    lines = [f"  {'':14}{'support':>8}{'P':>7}{'R':>7}{'F1':>7}"]
    for name, (support, precision, recall, f1) in zip(names, scores(counts).tolist(), strict=True):
        if f1 == f1:  # not NaN
            lines.append(f"  {name:14}{int(support):8}{100 * precision:7.1f}{100 * recall:7.1f}{100 * f1:7.1f}")
    return lines


def matrix(counts: Counts, names: Sequence[str]) -> list[str]:
    """The counts, rows expected, columns given (by their first four letters); classes that do not occur left out."""
    columns = [n for n in range(len(names) + 1) if counts[:, n].any() or (n < len(names) and counts[n].any())]
    heads = [*(name[:4] for name in names), "none"]
    lines = [f"  {'':14}" + "".join(f"{heads[n]:>5}" for n in columns)]
    for n, name in enumerate(names):
        if n in columns:
            cells = counts[n].tolist()
            lines.append(f"  {name:14}" + "".join(f"{cells[c] or '·':>5}" for c in columns))
    return lines
