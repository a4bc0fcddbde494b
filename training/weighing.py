"""The regressions that weigh a reading: fitted on readings of sentences that the network did not learn."""

from collections.abc import Sequence

import numpy as np
import torch
from torch.nn import functional as F

from deedbook.coding.weighing import EVIDENCE, QUESTIONS, Reading
from deedbook.evaluate.labels import Act, overlap, same_act, same_pair
from training.scoring import act

_STEPS = 300
_DECAY = 0.01


def answers(reading: Reading, gold: Sequence[Act]) -> list[bool]:
    """For each of the questions whether some labelled event of the sentence says yes."""
    ours = act(reading, 0.0)
    here = [g for g in gold if overlap(g, ours)]
    pair = [g for g in here if same_pair(g, ours)]
    return [bool(here), bool(pair), any(same_act(g, ours) and g.polarity == ours.polarity for g in pair)]


def fit(readings: Sequence[Reading], right: Sequence[Sequence[bool]]) -> dict[str, list[float]]:
    """For each question the base and the weight of each piece of evidence."""
    torch.manual_seed(1)
    x = torch.tensor([r.evidence for r in readings])
    y = torch.tensor(np.array(right, dtype=np.float32))
    middle, spread = x.mean(0), x.std(0) + 1e-6
    linear = torch.nn.Linear(len(EVIDENCE), len(QUESTIONS))
    torch.nn.init.zeros_(linear.weight)
    optimizer = torch.optim.AdamW(linear.parameters(), lr=0.01, weight_decay=_DECAY)
    for _ in range(_STEPS):
        optimizer.zero_grad()
        value = F.binary_cross_entropy_with_logits(linear((x - middle) / spread), y)
        value.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    weights = (linear.weight / spread).detach()
    base = linear.bias.detach() - weights @ middle
    return {question: [round(float(v), 4) for v in (base[n], *weights[n])] for n, question in enumerate(QUESTIONS)}
