"""Whether a confidence means what it says: of events written with 0.8, are 80 % right?"""

from collections.abc import Sequence

import numpy as np

BINS = 15


def calibration_error(judged: Sequence[tuple[float, bool]], bins: int = BINS) -> float:
    """Expected calibration error over ``bins`` bins of equal mass: the mean, weighted by size, of the distance between
    a bin's mean confidence and its share of right ones. ``judged``: (confidence 0 to 1, whether right)."""
    # by confidence alone: to sort ties by rightness too would part the right ones from the wrong ones
    ordered = np.array(sorted(judged, key=lambda one: one[0]), float).reshape(-1, 2)
    parts = [part for part in np.array_split(ordered, bins) if len(part)]
    return float(sum(len(p) * abs(p[:, 0].mean() - p[:, 1].mean()) for p in parts) / max(1, len(ordered)))
