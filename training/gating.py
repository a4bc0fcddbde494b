"""The gate's word weights: a logistic regression on the distinct words of labelled sentences."""

import random
from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch
from torch.nn import functional as F

from deedbook.coding.gate import words
from training.material import Labelled

_RARE = 4  # a word of fewer sentences says nothing
_STEPS = 200
_FOLDS = 5
_PENALTY = 2.0  # of squared weights: without it the words of single sentences are learned by heart


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
        value = F.binary_cross_entropy_with_logits(x @ weight + base, y) + _PENALTY * weight.pow(2).sum() / len(bags)
        value.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return {"": round(float(base.detach()), 3)} | {w: round(float(weight[n].detach()), 2) for w, n in known.items()}


def score(weights: dict[str, float], text: str) -> float:
    return weights[""] + sum(weights.get(w, 0.0) for w in words(text))


def thresholds(items: Sequence[Labelled], more: Sequence[Labelled], keep: Sequence[float]) -> list[tuple[float, float]]:
    """For each share of events to be kept the score that keeps it, and the share of sentences without events that it
    stops; scores are those of weights fitted on the other documents (five folds), with ``more`` always among them."""
    groups = sorted({i.group for i in items})
    random.Random(1).shuffle(groups)
    of = {group: n % _FOLDS for n, group in enumerate(groups)}
    held: list[float] = []
    empty: list[float] = []
    for fold in range(_FOLDS):
        weights = fit([*(i for i in items if of[i.group] != fold), *more])
        for item in items:
            if of[item.group] == fold:
                value = score(weights, item.source.text)
                held += [value] * len(item.events)
                empty += [] if item.events else [value]
    least = [float(np.quantile(held, 1 - share)) for share in keep]
    return [(x, float((np.array(empty) < x).mean())) for x in least]
