"""Additions of low rank to a trained network, which is left as it is.

To each matrix of the layers the product of two narrow ones is added (LoRA, Hu et al. 2021); biases, norms and the heads
that read cues are learned anew. So sentences of one kind are read better and those of every other kind as before: what
is added takes a twentieth of the room of a second network."""

import copy

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from training.network import Reader

_MATRICES = ("layers.", "further.", "party.0")
_WHOLE = ("cue.", "phrases.", "absent.", "fields.", "party.2.", "segments.")


class Low(nn.Module):
    """What is added to a matrix (O, I): 2 × b (O, rank) @ a (rank, I); nothing at first."""

    def __init__(self, weight: Tensor, rank: int) -> None:
        super().__init__()
        out, inner = weight.shape
        self.a = nn.Parameter(torch.randn(rank, inner) / inner**0.5)
        self.b = nn.Parameter(torch.zeros(out, rank))

    def forward(self, weight: Tensor) -> Tensor:
        return weight + 2 * (self.b @ self.a)


def widened(start: Reader, rank: int, seed: int) -> Reader:
    """A copy of ``start`` that learns additions alone, with biases, norms and the heads of cues."""
    torch.manual_seed(seed)
    made = copy.deepcopy(start)
    for name, weight in made.named_parameters():
        plain = weight.ndim < 2 and name.startswith(_MATRICES)
        weight.requires_grad = plain or name.startswith(_WHOLE)
    for name, part in list(made.named_modules()):
        if isinstance(part, nn.Linear) and name.startswith(_MATRICES):
            parametrize.register_parametrization(part, "weight", Low(part.weight, rank))
    return made


def merged(model: Reader) -> Reader:
    """``model`` itself, the additions now in its matrices."""
    for part in model.modules():
        if isinstance(part, nn.Linear) and parametrize.is_parametrized(part):
            parametrize.remove_parametrizations(part, "weight", leave_parametrized=True)
    return model
