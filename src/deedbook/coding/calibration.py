"""From the model's product of probabilities to the probability that an event is right in every field."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence


def probability(table: Mapping[str, Sequence[float]], raw: float) -> float:
    """Piecewise linear between the knots of an isotonic fit (``raw`` ascending, ``right`` the share that was right,
    fitted on cross-validated events); the raw value itself where there is no table."""
    xs, ys = table.get("raw", ()), table.get("right", ())
    if not xs:
        return raw
    at = bisect_right(xs, raw)
    if at == 0:
        return ys[0]
    if at == len(xs):
        return ys[-1]
    share = (raw - xs[at - 1]) / (xs[at] - xs[at - 1])
    return ys[at - 1] + share * (ys[at] - ys[at - 1])
