"""The shipped graphs as a network to train on: eight bits unpacked into floats, which changes next to nothing."""

import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from deedbook.codebook import load
from deedbook.coding.model import PACKED, WEIGHTS
from deedbook.coding.vocabulary import Vocabulary
from training.network import MINILM, Reader

Numbers = NDArray[Any]
_HEADS = (("cue", "encoder", "cue"), ("attribution", "encoder", "said"), ("phrases", "cue", "phrases"),
          ("absent", "cue", "absent"), ("fields", "cue", "fields"))  # fmt: skip
_DEEP = (("party", "cue", "parties"), ("pair", "pair", "types"))  # of two layers


def held(path: Path) -> bytes:
    """A saved graph, packed or not."""
    packed = path.with_name(path.name + PACKED)
    return zlib.decompress(packed.read_bytes()) if packed.exists() else path.read_bytes()


class _Graph:
    """A saved graph: its constants, and its nodes by what they make."""

    def __init__(self, path: Path) -> None:
        graph = onnx.load_from_string(held(path)).graph
        self.held: dict[str, Numbers] = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        self.nodes: list[Any] = list(graph.node)
        self.maker = {name: node for node in self.nodes for name in node.output}

    def all(self, kind: str) -> list[Any]:
        return [node for node in self.nodes if node.op_type == kind]

    def constant(self, node: Any) -> Numbers:
        """The one constant that goes into ``node``."""
        return self.held[next(name for name in node.input if name in self.held)]

    def user(self, name: str) -> Any:
        return next(node for node in self.nodes if name in node.input)

    def table(self, gather: Any) -> Numbers:
        """An embedding: floats, or whole numbers with a scale a row."""
        whole = self.held[gather.input[0]]
        if whole.dtype != np.int8:
            return whole
        cast = self.user(gather.output[0])
        scaled = self.user(cast.output[0])
        other = self.maker[next(name for name in scaled.input if name != cast.output[0])]
        return whole.astype(np.float32) * self.held[other.input[0]]

    def head(self, out: str) -> tuple[Numbers, Numbers, str]:
        """Weight and bias of the head that makes ``out``, and what goes into it."""
        add = self.maker[out]
        product = self.maker[next(name for name in add.input if name in self.maker)]
        name = product.input[1]
        if name in self.held:
            weight = self.held[name]
        else:
            node = self.maker[name]
            weight = self.held[node.input[0]].astype(np.float32) * self.held[node.input[1]][None, :]
        return weight.T, self.constant(add), product.input[0]

    def layers(self, names: Sequence[str]) -> Mapping[str, Numbers]:
        """Weights of the attention layers, in order."""
        made: dict[str, Numbers] = {}
        products, norms = self.all("MatMulIntegerToFloat"), self.all("LayerNormalization")[-2 * len(names) :]
        for k, name in enumerate(names):
            *asked, out, up, down = products[6 * k : 6 * k + 6]
            even = self._even(asked[0])
            made[f"{name}.qkv.weight"] = (np.concatenate([self._weight(n) for n in asked], 1) / even[:, None]).T
            made[f"{name}.qkv.bias"] = np.concatenate([self.held[n.input[6]] for n in asked])
            made[f"{name}.out.weight"], made[f"{name}.out.bias"] = self._weight(out).T, self.held[out.input[6]]
            made[f"{name}.up.weight"] = (self._weight(up) / self._even(up)[:, None]).T
            made[f"{name}.up.bias"] = self.held[up.input[6]]
            made[f"{name}.down.weight"] = self._weight(down).T
            made[f"{name}.down.bias"] = self.constant(self.user(self.user(down.output[0]).output[0]))
            for n, norm in enumerate(("norm1", "norm2")):
                node = norms[2 * k + n]
                made[f"{name}.{norm}.weight"], made[f"{name}.{norm}.bias"] = (self.held[i] for i in node.input[1:3])
        return made

    def evened(self, names: Sequence[str]) -> Mapping[str, Numbers]:
        """By what channels of the attention layers are divided."""
        made: dict[str, Numbers] = {}
        products = self.all("MatMulIntegerToFloat")
        for k, name in enumerate(names):
            asked, _, _, out, up, _ = products[6 * k : 6 * k + 6]
            made[f"{name}.qkv"], made[f"{name}.up"] = self._even(asked), self._even(up)
            made[f"{name}.out"] = np.ones(self.held[out.input[1]].shape[0], np.float32)
        return made

    def _weight(self, node: Any) -> Numbers:
        weight: Numbers = self.held[node.input[1]].astype(np.float32) * self.held[node.input[3]][None, :]
        return weight

    def _even(self, node: Any) -> Numbers:
        """By what each channel was multiplied before it was cut to eight bits."""
        quantized = self.maker[node.input[0]]
        even: Numbers = 1 / self.held[self.maker[quantized.input[0]].input[1]]
        return even


def constants(name: str, folder: Path = WEIGHTS) -> dict[str, Numbers]:
    """The constants of the saved graph ``name``."""
    return _Graph(folder / f"{name}.onnx").held


def evened(folder: Path = WEIGHTS) -> dict[str, Numbers]:
    """By what the channels that enter each matrix of the layers of encoder and cues are divided; those that leave the
    attention by nothing more, since their matrices hold it."""
    made: dict[str, Numbers] = {}
    for stack, name, depth in (("layers", "encoder", MINILM.depth), ("further", "cue", MINILM.extra)):
        made |= _Graph(folder / f"{name}.onnx").evened([f"{stack}.{n}" for n in range(depth)])
    return made


def reader(last: Literal["cue", "pair"] = "cue", folder: Path = WEIGHTS) -> Reader:
    """The network of the weights in ``folder``, with the last layers of cues or those of given pairs."""
    graphs = {name: _Graph(folder / f"{name}.onnx") for name in ("encoder", "cue", "pair")}
    encoder, width = graphs["encoder"], MINILM.width
    tables = [n for n in encoder.all("Gather") if n.input[0] in encoder.held]
    wide = [n for n in tables if encoder.held[n.input[0]].ndim == 2 and encoder.held[n.input[0]].shape[1] == width]
    state = {f"{name}.weight": encoder.table(n) for name, n in zip(("words", "places", "segments"), wide, strict=False)}
    state["norm.weight"], state["norm.bias"] = (
        encoder.held[i] for i in encoder.all("LayerNormalization")[0].input[1:3]
    )
    state |= encoder.layers([f"layers.{n}" for n in range(MINILM.depth)])
    state |= graphs[last].layers([f"further.{n}" for n in range(MINILM.extra)])
    marks = (n.input[0] for n in graphs[last].all("Gather") if n.input[0] in graphs[last].held)
    state["marks.weight"] = next(held for name in marks if (held := graphs[last].held[name]).shape == (4, width))
    for name, graph, out in _HEADS:
        state[f"{name}.weight"], state[f"{name}.bias"], _ = graphs[graph].head(out)
    for name, graph, out in _DEEP:
        state[f"{name}.2.weight"], state[f"{name}.2.bias"], inner = graphs[graph].head(out)
        while graphs[graph].maker[inner].op_type != "Gelu":
            inner = graphs[graph].maker[inner].input[0]
        state[f"{name}.0.weight"], state[f"{name}.0.bias"], _ = graphs[graph].head(graphs[graph].maker[inner].input[0])
    made = Reader(state["words.weight"].shape[0], Vocabulary.of(load()).sizes)
    made.load_state_dict({k: torch.from_numpy(np.array(v, dtype=np.float32)) for k, v in state.items()})
    made.words.weight.requires_grad = False
    return made
