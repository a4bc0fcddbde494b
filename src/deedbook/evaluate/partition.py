"""How well one division of mentions into clusters agrees with another: MUC, B-cubed, CEAF-e and their mean.

Both divisions are given as one label a mention, over the same mentions; single mentions are clusters like any other.
Every figure is between 0 and 1."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Conll:
    """The three measures whose mean is reported for coreference since the CoNLL task of 2012."""

    muc: Score
    b_cubed: Score
    ceaf_e: Score

    @property
    def f1(self) -> float:
        """Mean of the three F1."""
        return (self.muc.f1 + self.b_cubed.f1 + self.ceaf_e.f1) / 3


def conll(gold: Sequence[Hashable], ours: Sequence[Hashable]) -> Conll:
    """All three measures of ``ours`` against ``gold``."""
    precision, recall = b_cubed(gold, ours)
    mean = Score(float(precision.mean()), float(recall.mean())) if len(gold) else Score(0.0, 0.0)
    return Conll(muc(gold, ours), mean, ceaf_e(gold, ours))


def b_cubed(gold: Sequence[Hashable], ours: Sequence[Hashable]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """B-cubed of each mention, as two arrays: the share of its cluster in ``ours`` that is of its gold cluster
    (precision), and the share of its gold cluster that is in its cluster in ``ours`` (recall)."""
    both, golds, found = Counter(zip(gold, ours, strict=True)), Counter(gold), Counter(ours)
    pairs = list(zip(gold, ours, strict=True))
    precision = np.array([both[pair] / found[pair[1]] for pair in pairs], dtype=np.float64)
    recall = np.array([both[pair] / golds[pair[0]] for pair in pairs], dtype=np.float64)
    return precision, recall


def muc(gold: Sequence[Hashable], ours: Sequence[Hashable]) -> Score:
    """Links: of a cluster of n mentions that the other side cuts into p parts, n - p of n - 1 links are right."""

    def links(of: Sequence[Hashable], by: Sequence[Hashable]) -> float:
        parts: dict[Hashable, set[Hashable]] = {}
        for one, other in zip(of, by, strict=True):
            parts.setdefault(one, set()).add(other)
        sizes = Counter(of)
        needed = sum(size - 1 for size in sizes.values())
        return sum(size - len(parts[name]) for name, size in sizes.items()) / needed if needed else 0.0

    return Score(links(ours, gold), links(gold, ours))


def ceaf_e(gold: Sequence[Hashable], ours: Sequence[Hashable]) -> Score:
    """Clusters matched one to one so that the sum of their likeness (Dice of their mentions) is the greatest."""
    both, golds, found = Counter(zip(gold, ours, strict=True)), Counter(gold), Counter(ours)
    likeness = {(g, o): 2 * n / (golds[g] + found[o]) for (g, o), n in both.items()}
    total = best_sum(likeness)
    return Score(total / len(found) if found else 0.0, total / len(golds) if golds else 0.0)


def best_sum(weights: Mapping[tuple[Hashable, Hashable], float]) -> float:
    """The greatest sum of ``weights`` over a one-to-one matching of left and right names; pairs not given weigh 0.

    Names that no chain of pairs connects cannot compete, so each connected group is solved by itself."""
    groups = _groups(weights)
    total = 0.0
    for pairs in groups:
        left = {name: at for at, name in enumerate(dict.fromkeys(one for one, _ in pairs))}
        right = {name: at for at, name in enumerate(dict.fromkeys(other for _, other in pairs))}
        table = np.zeros((len(left), len(right)))
        for one, other in pairs:
            table[left[one], right[other]] = weights[one, other]
        total += float(sum(table[row, column] for row, column in assignment(table)))
    return total


def assignment(table: NDArray[np.float64]) -> list[tuple[int, int]]:
    """The one-to-one choice of (row, column) whose sum is the greatest, min(rows, columns) of them, by shortest
    augmenting paths (the Hungarian method as Jonker and Volgenant do it), in cubic time."""
    rows, columns = table.shape
    if rows > columns:
        return sorted((row, column) for column, row in assignment(table.T))
    cost = table.max(initial=0.0) - table
    price_row, price_column = np.zeros(rows), np.zeros(columns)
    holder = np.full(columns, -1)  # the row that holds each column
    for new in range(rows):
        distance = np.full(columns, np.inf)
        came_from, done = np.full(columns, -1), np.zeros(columns, dtype=bool)
        row, column, reached = new, -1, 0.0
        visited_rows = [(new, 0.0)]
        while True:
            through = reached + cost[row] - price_row[row] - price_column
            better = ~done & (through < distance)
            distance[better], came_from[better] = through[better], column
            column = int(np.where(done, np.inf, distance).argmin())
            reached = float(distance[column])
            done[column] = True
            if holder[column] < 0:
                break
            row = int(holder[column])
            visited_rows.append((row, reached))
        for row, at in visited_rows:
            price_row[row] += reached - at
        price_column[done] -= reached - distance[done]
        while column >= 0:
            before = int(came_from[column])
            holder[column] = holder[before] if before >= 0 else new
            column = before
    return sorted((int(row), column) for column, row in enumerate(holder) if row >= 0)


def _groups(pairs: Iterable[tuple[Hashable, Hashable]]) -> list[list[tuple[Hashable, Hashable]]]:
    """Pairs that hang together by shared names, in order of first mention."""
    parent: dict[tuple[int, Hashable], tuple[int, Hashable]] = {}

    def find(name: tuple[int, Hashable]) -> tuple[int, Hashable]:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    pairs = list(pairs)
    for one, other in pairs:
        parent[find((1, other))] = find((0, one))
    groups: dict[tuple[int, Hashable], list[tuple[Hashable, Hashable]]] = {}
    for one, other in pairs:
        groups.setdefault(find((0, one)), []).append((one, other))
    return list(groups.values())
