"""What the teacher says of a sentence, and the losses that teach it to a smaller network.

The teacher's answers are soft: of each piece how likely it begins or continues a cue, and of each cue how likely every
type, status, mention and phrase is. A sentence without labels teaches by these alone."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from deedbook.coding.encoding import Encoded
from deedbook.coding.model import proposed
from training.batches import reread, short, tokens
from training.network import Reader

LEAST = 0.15  # probability from which a cue that the teacher proposes is taught
_CHOICES = ("type", "status", "kind", "instrument")
Cue = tuple[int, int]
Half = NDArray[np.float16]


@dataclass
class Soft:
    """Probabilities: ``tags`` (T, 3); for each of ``cues`` (first piece, last + 1) ``phrases`` (C, T, 2 × phrases),
    ``parties`` (C, M, 2), ``absent`` (C, 4) and ``fields`` (C, all vocabularies)."""

    tags: Half
    cues: list[Cue]
    phrases: Half
    parties: Half
    absent: Half
    fields: Half


def soften(teacher: Reader, some: Sequence[Encoded], gold: Sequence[Sequence[Cue]]) -> list[Soft]:
    """The teacher's answers; each sentence is read at its ``gold`` cues and at those that the teacher proposes."""
    teacher.eval()
    made: list[Soft | None] = [None] * len(some)
    order = sorted(range(len(some)), key=lambda n: len(some[n].ids))
    with torch.no_grad(), short():
        for at in range(0, len(order), 32):
            part = order[at : at + 32]
            held = [some[n] for n in part]
            t = tokens(held)
            shared, cue, _ = teacher.encode(t.ids, t.segments, t.mask)
            tags = cue.float().softmax(-1).numpy()
            cues = [_cues(tags[k], e, gold[part[k]]) for k, e in enumerate(held)]
            rows = [k for k, of in enumerate(cues) for _ in of]
            out = _read(teacher, shared, t.mask, [c for of in cues for c in of], rows, held) if rows else None
            for k, n in enumerate(part):
                mine = [i for i, row in enumerate(rows) if row == k]
                length, mentions = len(held[k].ids), len(held[k].mentions)
                if out is None:
                    parts = [np.zeros((0, length, 1)), np.zeros((0, mentions, 2)), np.zeros((0, 4)), np.zeros((0, 1))]
                else:
                    parts = [x.numpy()[mine] for x in out]
                phrases, parties, absent, fields = (x.astype(np.float16) for x in parts)
                made[n] = Soft(
                    tags[k, :length].astype(np.float16),
                    cues[k],
                    phrases[:, :length],
                    parties[:, :mentions],
                    absent,
                    fields,
                )
    return [one for one in made if one]


def _cues(tags: NDArray[np.float32], encoded: Encoded, gold: Sequence[Cue]) -> list[Cue]:
    said = [(a, b) for a, b, _ in proposed(tags, encoded, LEAST)]
    return [*gold, *(c for c in said if not any(c[0] < b and a < c[1] for a, b in gold))]


def _read(
    model: Reader, shared: Tensor, mask: Tensor, cues: Sequence[Cue], rows: Sequence[int], held: Sequence[Encoded]
) -> list[Tensor]:
    """Probabilities of phrases, parties, absent and fields at each cue."""
    phrases, parties, absent, fields = reread(model, shared, mask, cues, rows, held)
    parts = [
        fields[:, cut].softmax(-1) if name in _CHOICES else fields[:, cut].sigmoid()
        for name, cut in model.slices.items()
    ]
    return [phrases.sigmoid(), parties.sigmoid(), absent.sigmoid(), torch.cat(parts, -1)]


def losses(
    model: Reader, some: Sequence[Encoded], soft: Sequence[Soft], shared: Tensor, cue: Tensor, mask: Tensor
) -> dict[str, Tensor]:
    """How far the network is from the teacher, by name; weighed among themselves as the losses of labels are."""
    length = shared.shape[1]
    seen = torch.zeros(len(some), length)
    wanted = torch.zeros(len(some), length, 3)
    for n, (encoded, one) in enumerate(zip(some, soft, strict=True)):
        seen[n, : len(encoded.ids)] = torch.tensor([float(place != (0, 0)) for place in encoded.offsets])
        wanted[n, : len(encoded.ids)] = torch.from_numpy(one.tags.astype(np.float32))
    each = -(wanted * F.log_softmax(cue.float(), -1)).sum(-1) * seen
    made = {"soft cue": 4 * each.sum() / seen.sum()}
    rows = [n for n, one in enumerate(soft) for _ in one.cues]
    if not rows:
        return made
    with short():
        phrases, parties, absent, fields = reread(
            model, shared, mask, [c for one in soft for c in one.cues], rows, some
        )
    held = [n for n, one in enumerate(soft) if one.cues]
    target = torch.from_numpy(np.concatenate([soft[n].fields for n in held]).astype(np.float32))
    real = target[:, model.slices["flag"]][:, 0]
    share = (real / real.sum().clamp(min=1))[:, None]  # what is no cue has neither type nor parties
    made["soft real"] = F.binary_cross_entropy_with_logits(fields[:, model.slices["flag"]][:, 0], real)
    for name in _CHOICES:
        cut = model.slices[name]
        made[f"soft {name}"] = -(share * target[:, cut] * F.log_softmax(fields[:, cut], -1)).sum()
    for name, weight, cut in (
        ("domain", 3.0, model.slices["domain"]),
        ("flag", 1.0, slice(model.slices["flag"].start + 1, model.slices["flag"].stop)),
    ):
        made[f"soft {name}"] = weight * (share * _apart(fields[:, cut], target[:, cut])).sum() / fields[:, cut].shape[1]
    gold = torch.from_numpy(np.concatenate([soft[n].absent for n in held]).astype(np.float32))
    made["soft absent"] = (share * _apart(absent, gold)).sum() / gold.shape[1]
    made["soft phrase"], made["soft party"] = _spans(phrases, parties, soft, real, seen[torch.tensor(rows)])
    return made


def _spans(phrases: Tensor, parties: Tensor, soft: Sequence[Soft], real: Tensor, seen: Tensor) -> tuple[Tensor, Tensor]:
    gold, who, weight = torch.zeros_like(phrases), torch.zeros_like(parties), torch.zeros_like(parties)
    at = 0
    for one in soft:
        for k in range(len(one.cues)):
            gold[at, : one.phrases.shape[1]] = torch.from_numpy(one.phrases[k].astype(np.float32))
            who[at, : one.parties.shape[1]] = torch.from_numpy(one.parties[k].astype(np.float32))
            weight[at, : one.parties.shape[1]] = real[at]
            at += 1
    readable = (seen * real[:, None])[:, :, None]
    phrase = 12 * (_apart(phrases, gold) * readable).sum() / (readable.sum().clamp(min=1) * gold.shape[-1])
    return phrase, 3 * (_apart(parties, who) * weight).sum() / weight.sum().clamp(min=1)


def _apart(logits: Tensor, target: Tensor) -> Tensor:
    return F.binary_cross_entropy_with_logits(logits, target, reduction="none")
