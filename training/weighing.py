"""What weighs a reading, from sentences that the network did not learn: the regressions, and the table of types and
rungs that go together, which is counted in labels and hangs on no network."""

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch.nn import functional as F

from deedbook.coding.model import Numbers
from deedbook.coding.vocabulary import Vocabulary
from deedbook.coding.weighing import DELIVERED, QUESTIONS, Reading
from deedbook.evaluate.labels import Act, overlap, same_act, same_pair
from training.scoring import act

PARTS = 5
_STEPS = 300
_DECAY = 0.01
_FEW = 0.04  # penalty on the weights of "done", which is asked of few readings
_UNSEEN = 0.5  # labels that a type and a rung never seen together count for
_TEMPER = 0.35  # the network has seen the same labels: it knows a part of what they say of types and rungs


def together(events: Iterable[Mapping[str, Any]], vocabulary: Vocabulary) -> Numbers:
    """How much likelier each type and rung (types, rungs) are together than each by itself, tempered."""
    seen = np.full((len(vocabulary.types), len(vocabulary.statuses)), _UNSEEN)
    for event in events:
        seen[vocabulary.types.index(event["type"]), vocabulary.statuses.index(event["status"])] += 1
    apart = seen.sum(1, keepdims=True) * seen.sum(0, keepdims=True) / seen.sum()
    return np.asarray((seen / apart) ** _TEMPER).round(3)


def answers(reading: Reading, gold: Sequence[Act]) -> list[bool]:
    """For each of the questions whether some labelled event of the sentence says yes."""
    ours = act(reading, 0.0)
    here = [g for g in gold if overlap(g, ours)]
    pair = [g for g in here if same_pair(g, ours)]
    return [
        bool(here),
        bool(pair),
        any(same_act(g, ours) and g.polarity == ours.polarity for g in pair),
        any(g.status == DELIVERED and g.polarity == ours.polarity for g in here),
    ]


def fit(readings: Sequence[Reading], right: Sequence[Sequence[bool]]) -> dict[str, list[float]]:
    """For each question the base and the weight of each piece of evidence. The last is asked of every "delivered"."""
    x = torch.tensor([r.evidence for r in readings])
    y = torch.tensor(np.array(right, dtype=np.float32))
    deeds = [n for n, r in enumerate(readings) if r.status == DELIVERED]
    found = [*_fit(x, y[:, :-1], 0.0), *_fit(x[deeds], y[deeds][:, -1:], _FEW)]
    return dict(zip(QUESTIONS, found, strict=True))


def across(
    documents: Sequence[str], found: Sequence[Sequence[Reading]], right: Sequence[Sequence[Sequence[bool]]]
) -> tuple[list[dict[str, list[float]]], list[int]]:
    """What weighs each part of the documents, fitted on all the others, and the part of each sentence. Sentences by
    their document, their readings, and the answers to these."""
    dealt = sorted(set(documents))
    random.Random(2).shuffle(dealt)
    of = {document: n % PARTS for n, document in enumerate(dealt)}
    part = [of[document] for document in documents]
    weighers = []
    for number in range(PARTS):
        others = [n for n, k in enumerate(part) if k != number]
        weighers.append(fit([r for n in others for r in found[n]], [a for n in others for a in right[n]]))
    return weighers, part


def _fit(x: torch.Tensor, y: torch.Tensor, penalty: float) -> list[list[float]]:
    """For each column of ``y`` the base and the weights of the columns of ``x``."""
    torch.manual_seed(1)
    middle, spread = x.mean(0), x.std(0) + 1e-6
    linear = torch.nn.Linear(x.shape[1], y.shape[1])
    torch.nn.init.zeros_(linear.weight)
    optimizer = torch.optim.AdamW(linear.parameters(), lr=0.01, weight_decay=_DECAY)
    for _ in range(_STEPS):
        optimizer.zero_grad()
        value = F.binary_cross_entropy_with_logits(linear((x - middle) / spread), y)
        value = value + penalty * linear.weight.square().sum()
        value.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    weights = (linear.weight / spread).detach()
    base = linear.bias.detach() - weights @ middle
    return [[round(float(v), 4) for v in (base[n], *weights[n])] for n in range(y.shape[1])]
