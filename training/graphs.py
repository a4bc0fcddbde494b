"""A trained network as ONNX graphs in eight bits, written node by node.

Each matrix of the layers has eight bits a weight and one scale a column. What it multiplies is rounded to eight bits by
scales that were measured once on training sentences (:func:`measure`), so that a sentence is read alike beside whatever
others; only what leaves the GELU, a few of whose values are thirty times the rest, is scaled row by row. Channels of
unlike size are evened out first: a channel is divided by a constant and its row of the matrix multiplied by it.
ONNX Runtime's own dynamic quantization takes one scale for a whole batch: there, probabilities of cues moved by up to
0.7 with the sentences beside.

Nodes are those that ONNX Runtime runs fastest on processors: a sum and a LayerNormalization took a tenth of the time of
its fused SkipLayerNormalization. Shapes as in :mod:`training.network`."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from deedbook.coding.additions import rounded
from deedbook.coding.encoding import Encoded
from deedbook.coding.model import proposed
from training.batches import marks_of, tokens
from training.network import MINILM, Layer, Reader

_MS = "com.microsoft"
_OPSET = 17
_ALPHA = 0.75  # how much of a channel's size goes to the matrix: .5 and 1 were worse
_MARGIN = 1.05  # room above what was measured
_LEAST_ROW = 2.5  # a GELU never gives less than -0.17: with rows of at least this, one zero point fits all
_ROW_ZERO = 17
_LEAST = 64  # rows and columns from which a head is stored in eight bits
Floats = NDArray[np.float32]
Range = tuple[Tensor, Tensor]  # greatest and least value of each channel
Evened = Mapping[str, Floats] | None  # by what the channels that enter a matrix are divided, by its name


def measure(model: Reader, some: Sequence[Encoded], *, given: bool = False) -> dict[str, Range]:
    """The range of each channel that enters a matrix of the layers; ``given``: the second pair of last layers reads
    given pairs, else the cues that the model proposes."""
    found: dict[str, Range] = {}
    mask = torch.zeros(0)

    def watch(name: str):  # type: ignore[no-untyped-def]
        def see(_: nn.Module, inputs: tuple[Tensor]) -> None:
            x = inputs[0][mask.bool()]
            high, low = x.amax(0), x.amin(0)
            if name in found:
                high, low = torch.maximum(high, found[name][0]), torch.minimum(low, found[name][1])
            found[name] = high, low

        return see

    hooks = [
        getattr(layer, part).register_forward_pre_hook(watch(f"{stack}.{n}.{part}"))
        for stack in ("layers", "further")
        for n, layer in enumerate(getattr(model, stack))
        for part in ("qkv", "out", "up", "down")
    ]
    model.eval()
    order = sorted(some, key=lambda e: len(e.ids))
    with torch.no_grad():
        for at in range(0, len(order), 32):
            part = order[at : at + 32]
            t = tokens(part)
            mask = t.mask
            shared, cue, _ = model.encode(t.ids, t.segments, t.mask)
            if given:
                model.attend(shared, t.mask, t.marks)
                continue
            scores = cue.softmax(-1).numpy()
            cues = [(k, (a, b)) for k, e in enumerate(part) for a, b, _ in proposed(scores[k], e, 0.1)]
            if cues:
                rows = torch.tensor([k for k, _ in cues])
                mask = t.mask[rows]
                model.attend(shared[rows], mask, marks_of([c for _, c in cues], t.ids.shape[1]))
    for hook in hooks:
        hook.remove()
    return found


class Graph:
    """Nodes and constants of a graph in the making; every method adds nodes and gives the name of what they make."""

    def __init__(self, ranges: Mapping[str, Range], evened: Evened = None) -> None:
        """``evened``: by what channels are divided, where that is not to be chosen anew."""
        self.ranges, self.evened = ranges, evened
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, NDArray[np.generic]] = {}
        self.matrices: dict[str, tuple[str, Floats]] = {}  # of one in eight bits its scales, and itself in floats

    def constant(self, value: NDArray[np.generic]) -> str:
        name = f"c{len(self.constants)}"
        self.constants[name] = np.ascontiguousarray(value)
        return name

    def number(self, value: float) -> str:
        return self.constant(np.array(value, np.float32))

    def op(self, kind: str, *inputs: str, name: str = "", domain: str = "", **more: object) -> str:
        made = name or f"{kind}.{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [made], domain=domain, **more))
        return made

    def save(
        self, path: Path, inputs: Mapping[str, tuple[str, ...]], outputs: Mapping[str, tuple[str | int, ...]]
    ) -> None:
        """``inputs`` and ``outputs``: axes by name; ids, segments, mask and marks are whole numbers."""
        whole = ("ids", "segments", "mask", "marks")
        told = [
            helper.make_tensor_value_info(n, TensorProto.INT64 if n in whole else TensorProto.FLOAT, list(axes))
            for n, axes in (*inputs.items(), *outputs.items())
        ]
        graph = helper.make_graph(
            self.nodes,
            path.stem,
            told[: len(inputs)],
            told[len(inputs) :],
            [numpy_helper.from_array(v, k) for k, v in self.constants.items()],
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MS, 1)]
        onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=9), str(path))

    # what a network is made of

    def lookup(self, table: nn.Embedding, ids: str) -> str:
        """Rows of an embedding, stored in eight bits where it is large."""
        weights = _numbers(table.weight)
        if min(weights.shape) < _LEAST:
            return self.op("Gather", self.constant(weights), ids)
        whole, scale = rounded(weights, 1)
        row = self.op("Cast", self.op("Gather", self.constant(whole), ids), to=TensorProto.FLOAT)
        return self.op("Mul", row, self.op("Gather", self.constant(scale), ids))

    def norm(self, x: str, norm: nn.LayerNorm) -> str:
        weight, bias = (self.constant(_numbers(w)) for w in (norm.weight, norm.bias))
        return self.op("LayerNormalization", x, weight, bias, axis=-1, epsilon=norm.eps)

    def head(self, x: str, linear: nn.Linear, name: str = "") -> str:
        """A product in floats; a large matrix is stored in eight bits and unpacked when the graph is loaded."""
        weights = _numbers(linear.weight).T
        matrix = self.constant(weights)
        if min(weights.shape) >= _LEAST:
            del self.constants[matrix]
            matrix = self.op("DequantizeLinear", *self.eight(weights), axis=1)
        return self.op("Add", self.op("MatMul", x, matrix), self.constant(_numbers(linear.bias)), name=name)

    def eight(self, weights: Floats) -> tuple[str, str]:
        """A matrix in eight bits, and the scale of each column."""
        whole, columns = rounded(weights)
        held = self.constant(whole), self.constant(columns[0])
        self.matrices[held[0]] = held[1], weights
        return held

    def product(self, x: str, weights: Floats, bias: Floats, high: Floats, low: Floats) -> str:
        """x @ weights + bias, x rounded by a fixed scale."""
        return self.products(x, [weights], [bias], high, low)[0]

    def products(
        self, x: str, weights: Sequence[Floats], biases: Sequence[Floats], high: Floats, low: Floats
    ) -> list[str]:
        scale, zero = _fit(high, low)
        one, middle = self.constant(scale), self.constant(zero)
        rounded = self.op("QuantizeLinear", x, one, middle)
        made = []
        for weight, bias in zip(weights, biases, strict=True):
            whole, columns = self.eight(weight)
            inputs = rounded, whole, one, columns, middle, "", self.constant(bias)
            made.append(self.op("MatMulIntegerToFloat", *inputs, domain=_MS))
        return made

    def divided(self, x: str, by: Floats) -> str:
        return self.op("Mul", x, self.constant((1 / by).astype(np.float32)))

    def layer(self, x: str, name: str, layer: Layer, mask: str) -> str:
        """One layer; ``mask`` (B, T) as 32-bit numbers."""
        high, low = self._range(f"{name}.qkv")
        weights, bias = _numbers(layer.qkv.weight).T, _numbers(layer.qkv.bias)
        out, (out_high, out_low) = _numbers(layer.out.weight).T, self._range(f"{name}.out")
        # what attention gives is a mean of values: its channels are evened out in the matrix that makes the values
        by = self._even(f"{name}.out", out, out_high, out_low)
        shares = np.concatenate([np.ones(2 * MINILM.width, np.float32), by])
        weights, bias = weights / shares, bias / shares
        even = self._even(f"{name}.qkv", weights, high, low)
        cuts = [slice(k * MINILM.width, (k + 1) * MINILM.width) for k in range(3)]
        weights *= even[:, None]
        parts = self.products(
            self.divided(x, even), [weights[:, c] for c in cuts], [bias[c] for c in cuts], high / even, low / even
        )
        mixed = self.op("MultiHeadAttention", *parts, "", mask, domain=_MS, num_heads=MINILM.heads)
        told = self.product(mixed, out * by[:, None], _numbers(layer.out.bias), out_high / by, out_low / by)
        x = self.norm(self.op("Add", told, x), layer.norm1)
        high, low = self._range(f"{name}.up")
        weights = _numbers(layer.up.weight).T
        even = self._even(f"{name}.up", weights, high, low)
        wide = self.product(
            self.divided(x, even), weights * even[:, None], _numbers(layer.up.bias), high / even, low / even
        )
        told = self._by_row(self.op("Gelu", wide, domain=_MS), layer.down)
        return self.norm(self.op("Add", told, x), layer.norm2)

    def _by_row(self, x: str, linear: nn.Linear) -> str:
        """x @ weights + bias, each row of x over its greatest value."""
        most = self.op("Max", self.op("ReduceMax", x, axes=[-1], keepdims=1), self.number(_LEAST_ROW))
        one, zero = self.number(1 / (255 - _ROW_ZERO)), self.constant(np.array(_ROW_ZERO, np.uint8))
        rounded = self.op("QuantizeLinear", self.op("Mul", x, self.op("Reciprocal", most)), one, zero)
        whole, columns = self.eight(_numbers(linear.weight).T)
        inputs = rounded, whole, one, columns, zero
        even = self.op("MatMulIntegerToFloat", *inputs, domain=_MS)
        return self.op("Add", self.op("Mul", even, most), self.constant(_numbers(linear.bias)))

    def _even(self, name: str, weights: Floats, high: Floats, low: Floats) -> Floats:
        return _even(weights, high, low) if self.evened is None else self.evened[name]

    def _range(self, name: str) -> tuple[Floats, Floats]:
        high, low = (_MARGIN * _numbers(x) for x in self.ranges[name])
        return high, low


def encoder(model: Reader, ranges: Mapping[str, Range], path: Path, evened: Evened = None) -> Graph:
    """ids, segments, mask → states after the fourth layer, tags of cues, tags of attributions."""
    g = Graph(ranges, evened)
    mask = g.op("Cast", "mask", to=TensorProto.INT32)
    zero, one = (g.constant(np.array(n, np.int64)) for n in (0, 1))
    places = g.op("Range", zero, g.op("Gather", g.op("Shape", "ids"), one), one)
    x = g.op("Add", g.lookup(model.words, "ids"), g.lookup(model.places, places))
    x = g.norm(g.op("Add", x, g.lookup(model.segments, "segments")), model.norm)
    for n, layer in enumerate(model.layers):
        assert isinstance(layer, Layer)
        x = g.layer(x, f"layers.{n}", layer, mask)
        if n == MINILM.depth - MINILM.extra - 1:
            g.op("Identity", x, name="states")
    g.head(x, model.cue, "cue")
    g.head(x, model.attribution, "said")
    at = "sentences", "pieces"
    g.save(
        path,
        dict.fromkeys(("ids", "segments", "mask"), at),
        {"states": (*at, MINILM.width), "cue": (*at, 3), "said": (*at, model.attribution.out_features)},
    )
    return g


def cue(model: Reader, ranges: Mapping[str, Range], path: Path, evened: Evened = None) -> Graph:
    """states, mask, marks, mentions → phrases, parties, absent, fields of each cue."""
    g = Graph(ranges, evened)
    x = _attended(g, model)
    one = g.constant(np.array(1, np.int64))
    on = g.op("Cast", g.op("Equal", "marks", one), to=TensorProto.FLOAT)
    pooled = _mean(g, x, on)  # (C, 1, D)
    first = g.op("Slice", x, *(g.constant(np.array([n], np.int64)) for n in (0, 1, 1)))
    both = g.op("Squeeze", g.op("Concat", pooled, first, axis=-1), g.constant(np.array([1], np.int64)))
    g.head(x, model.phrases, "phrases")
    who = g.op("MatMul", "mentions", x)
    product = g.op("Mul", who, pooled)
    seen = g.op("Expand", pooled, g.op("Shape", who))
    inner, last = model.party[0], model.party[2]
    assert isinstance(inner, nn.Linear) and isinstance(last, nn.Linear)
    joined = g.op("Concat", who, seen, product, axis=-1)
    g.head(g.op("Gelu", g.head(joined, inner), domain=_MS), last, "parties")
    g.head(both, model.absent, "absent")
    g.head(both, model.fields, "fields")
    at = "cues", "pieces"
    g.save(
        path,
        {"states": (*at, MINILM.width), "mask": at, "marks": at, "mentions": ("cues", "mentions", "pieces")},  # type: ignore[dict-item]
        {
            "phrases": (*at, model.phrases.out_features),
            "parties": ("cues", "mentions", 2),
            "absent": ("cues", model.absent.out_features),
            "fields": ("cues", model.fields.out_features),
        },
    )
    return g


def pair(model: Reader, ranges: Mapping[str, Range], path: Path) -> None:
    """states, mask, marks → types of given pairs."""
    g = Graph(ranges)
    x = _attended(g, model)
    parts = [g.op("Slice", x, *(g.constant(np.array([n], np.int64)) for n in (0, 1, 1)))]
    for mark in (2, 3):
        here = g.op("Equal", "marks", g.constant(np.array(mark, np.int64)))
        parts.append(_mean(g, x, g.op("Cast", here, to=TensorProto.FLOAT)))
    parts.append(_mean(g, x, g.op("Cast", "mask", to=TensorProto.FLOAT)))
    inner, last = model.pair[0], model.pair[2]
    assert isinstance(inner, nn.Linear) and isinstance(last, nn.Linear)
    joined = g.op("Squeeze", g.op("Concat", *parts, axis=-1), g.constant(np.array([1], np.int64)))
    g.head(g.op("Gelu", g.head(joined, inner), domain=_MS), last, "types")
    at = "sentences", "pieces"
    g.save(
        path,
        {"states": (*at, MINILM.width), "mask": at, "marks": at},  # type: ignore[dict-item]
        {"types": ("sentences", last.out_features)},
    )


def _attended(g: Graph, model: Reader) -> str:
    mask = g.op("Cast", "mask", to=TensorProto.INT32)
    x = g.op("Add", "states", g.lookup(model.marks, "marks"))
    for n, layer in enumerate(model.further):
        assert isinstance(layer, Layer)
        x = g.layer(x, f"further.{n}", layer, mask)
    return x


def _mean(g: Graph, x: str, on: str) -> str:
    """Mean of x (B, T, D) where ``on`` (B, T) is 1: (B, 1, D); 0 where it is 1 nowhere."""
    axis = g.constant(np.array([1], np.int64))
    rows = g.op("Unsqueeze", on, axis)
    count = g.op("Max", g.op("ReduceSum", rows, g.constant(np.array([2], np.int64)), keepdims=1), g.number(1.0))
    return g.op("Div", g.op("MatMul", rows, x), count)


def _numbers(x: Tensor) -> Floats:
    made: Floats = x.detach().float().numpy()
    return made


def _even(weights: Floats, high: Floats, low: Floats) -> Floats:
    """By what each channel is divided: more where it is large, less where its row of the matrix is."""
    size = np.maximum(np.maximum(np.abs(high), np.abs(low)), 1e-5)
    by = size**_ALPHA / np.maximum(np.abs(weights).max(1), 1e-5) ** (1 - _ALPHA)
    made: Floats = (by / np.exp(np.log(by).mean())).astype(np.float32)
    return made


def _fit(high: Floats, low: Floats) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Scale and zero point by which all of a range fits eight bits."""
    top, bottom = max(float(high.max()), 1e-4), min(float(low.min()), -1e-4)
    scale = (top - bottom) / 255
    return np.array(scale, np.float32), np.array(round(-bottom / scale), np.uint8)
