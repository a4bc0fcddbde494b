"""Krippendorff's alpha for nominal data (Krippendorff, Content Analysis, 4th ed. 2019, section 12.3)."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence


def nominal(units: Iterable[Sequence[Hashable]]) -> float:
    """1 − observed over expected disagreement; each unit holds the values that its readers gave. Units with fewer than
    two values count for nothing; 1.0 where all values are one and none can disagree."""
    held = [Counter(unit) for unit in units if len(unit) > 1]
    totals = sum(held, Counter[Hashable]())
    n = totals.total()
    observed = sum((u.total() ** 2 - sum(c * c for c in u.values())) / (u.total() - 1) for u in held)
    expected = (n * n - sum(c * c for c in totals.values())) / (n - 1) if n > 1 else 0.0
    return 1.0 - observed / expected if expected else 1.0
