"""Counts of what was expected, what was found and what of both agrees, and the scores that follow."""

from dataclasses import dataclass

import numpy as np

from deedbook.evaluate.bootstrap import Counts


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one rule: items of the one side, of the other, and matched."""

    gold: int = 0
    ours: int = 0
    matched: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.gold + other.gold, self.ours + other.ours, self.matched + other.matched)

    @property
    def counts(self) -> Counts:
        """(gold, ours, matched)."""
        return np.array((self.gold, self.ours, self.matched))

    @property
    def precision(self) -> float:
        return self.matched / self.ours if self.ours else 0.0

    @property
    def recall(self) -> float:
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """2 × matched over all items of both sides; 0 where there are none."""
        return 2 * self.matched / (self.gold + self.ours) if self.gold + self.ours else 0.0
