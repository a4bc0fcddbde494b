"""The gate's word weights: a logistic regression on the distinct words of labelled sentences."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch
from torch.nn import functional as F

from deedbook.coding.gate import words
from training.material import Labelled

_RARE = 4  # a word of fewer sentences says nothing
_STEPS = 400


def fit(items: Sequence[Labelled], seed: int = 1) -> dict[str, float]:
    """Weights of words for "this sentence holds an event"; the empty word is the intercept."""
    torch.manual_seed(seed)
    bags = [words(i.source.text) for i in items]
    counts = Counter(w for bag in bags for w in bag)
    known = {w: n for n, w in enumerate(sorted(w for w, c in counts.items() if c >= _RARE))}
    x = torch.zeros(len(bags), len(known))
    for n, bag in enumerate(bags):
        x[n, [known[w] for w in bag if w in known]] = 1
    y = torch.tensor([float(bool(i.events)) for i in items])
    weight, base = torch.zeros(len(known), requires_grad=True), torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.Adam([weight, base], lr=0.05)
    for _ in range(_STEPS):
        optimizer.zero_grad()
        value = F.binary_cross_entropy_with_logits(x @ weight + base, y) + 2e-3 * weight.pow(2).sum() / len(known) * 10
        value.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return {"": round(float(base), 3)} | {w: round(float(weight[n]), 2) for w, n in known.items()}


def score(weights: dict[str, float], text: str) -> float:
    return weights[""] + sum(weights.get(w, 0.0) for w in words(text))


def threshold(weights: dict[str, float], items: Sequence[Labelled], keep: float = 0.995) -> tuple[float, float]:
    """The score that ``keep`` of all events pass, and the share of sentences without events that it stops."""
    held = np.array([score(weights, i.source.text) for i in items for _ in i.events])
    empty = np.array([score(weights, i.source.text) for i in items if not i.events])
    least = float(np.quantile(held, 1 - keep))
    return least, float((empty < least).mean())
