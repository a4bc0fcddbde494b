"""Items to tensors. Batches hold items of like length; one seed, one order."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor

from deedbook.coding.encoding import Encoded
from deedbook.coding.model import mention_weights
from training.network import Reader

# half as wide numbers where the processor multiplies such; where it only emulates them a step takes eight times as long
_SHORT = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()  # type: ignore[no-untyped-call]
STEP = 16  # lengths are padded to multiples of this: every new shape costs the matrix library a compilation
T = TypeVar("T")


@dataclass
class Tokens:
    """ids, segments, mask, marks: (B, T)."""

    ids: Tensor
    segments: Tensor
    mask: Tensor
    marks: Tensor


def short() -> torch.autocast:
    """Within it, products are in bfloat16 where that is faster."""
    return torch.autocast("cpu", torch.bfloat16, enabled=_SHORT)


def tokens(some: Sequence[Encoded]) -> Tokens:
    longest = -(-max(len(e.ids) for e in some) // STEP) * STEP

    def padded(rows: Sequence[Sequence[int]]) -> Tensor:
        return torch.tensor([[*row, *[0] * (longest - len(row))] for row in rows])

    return Tokens(
        padded([e.ids for e in some]),
        padded([e.segments for e in some]),
        padded([[1] * len(e.ids) for e in some]),
        padded([e.marks for e in some]),
    )


def batched(items: Sequence[T], lengths: Sequence[int], budget: int, chance: random.Random) -> Iterator[list[T]]:
    """Batches of at most ``budget`` padded word pieces, shuffled, alike in length within a batch."""
    steps = [-(-length // STEP) for length in lengths]
    order = sorted(range(len(items)), key=lambda n: (steps[n], chance.random()))
    groups: list[list[int]] = [[]]
    for n in order:
        if groups[-1] and (len(groups[-1]) + 1) * steps[n] * STEP > budget:
            groups.append([])
        groups[-1].append(n)
    chance.shuffle(groups)
    for group in groups:
        yield [items[n] for n in group]


def marks_of(cues: Sequence[tuple[int, int]], length: int) -> Tensor:
    return torch.tensor([[int(a <= k < b) for k in range(length)] for a, b in cues])


def reread(
    model: Reader,
    shared: Tensor,
    mask: Tensor,
    cues: Sequence[tuple[int, int]],
    rows: Sequence[int],
    held: Sequence[Encoded],
) -> tuple[Tensor, ...]:
    """What the network says at each cue of the batch ``held``, ``rows`` being the cues' sentences: phrases, parties,
    absent and fields, as :meth:`Reader.judge` gives them."""
    length, at = shared.shape[1], torch.tensor(rows)
    marks = marks_of(cues, length)
    states = model.attend(shared[at], mask[at], marks)
    mentions = torch.from_numpy(mention_weights([held[k] for k in rows], length))
    return tuple(x.float() for x in model.judge(states, marks, mentions))
