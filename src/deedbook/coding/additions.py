"""What is added to a saved graph before it is loaded, so that one network reads two kinds of sentences.

``additions.npz`` holds what differs from the graphs as they lie beside it (made by ``training.adding``). A constant
that is small is replaced (key ``graph/name``). To a matrix in eight bits the product of two narrow ones is added (keys
``graph/matrix/scales/left``, ``…/right`` and ``…/size``; ``scales`` names the constant with the scale of each column),
and it is rounded anew."""

import io
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]
_GRAPH, _INITIALIZER, _NAME, _RAW = 7, 5, 8, 9  # fields of ModelProto, GraphProto and TensorProto (onnx.proto)


def unpacked(data: bytes) -> dict[str, dict[str, Numbers]]:
    """The arrays of ``additions.npz`` by graph and the rest of their key."""
    made: dict[str, dict[str, Numbers]] = {}
    with np.load(io.BytesIO(data), allow_pickle=False) as held:
        for key in held.files:
            graph, _, rest = key.partition("/")
            made.setdefault(graph, {})[rest] = held[key]
    return made


def added(graph: bytes, more: Mapping[str, Numbers]) -> bytes:
    """The saved ``graph`` with ``more``: constants of the same shapes, so that every byte keeps its place."""
    made, places = bytearray(graph), dict(_constants(graph))
    for key, value in more.items():
        name, *rest = key.split("/")
        if not rest:
            _put(made, places[name], value)
        elif rest[-1] == "left":
            scales, stem = rest[0], key.removesuffix("left")
            left, right, size = value.astype(np.float32), more[f"{stem}right"], more[f"{stem}size"]
            shape = left.shape[0], right.shape[1]
            whole = np.frombuffer(made[slice(*places[name])], np.int8).reshape(shape)
            columns = np.frombuffer(made[slice(*places[scales])], np.float32)
            whole, columns = rounded(whole * columns + (left * size) @ right.astype(np.float32))
            _put(made, places[name], whole)
            _put(made, places[scales], columns)
    return bytes(made)


def rounded(weights: Numbers, axis: int = 0) -> tuple[Numbers, Numbers]:
    """Eight bits a weight, and the scale of each column (``axis`` 0: (1, columns)) or row (1: (rows, 1))."""
    scale = np.maximum(np.abs(weights).max(axis, keepdims=True), 1e-8) / 127
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


def _put(graph: bytearray, place: tuple[int, int], value: Numbers) -> None:
    data = np.ascontiguousarray(value).tobytes()
    if len(data) != place[1] - place[0]:
        raise ValueError(f"{len(data)} bytes where the graph holds {place[1] - place[0]}")
    graph[slice(*place)] = data


def _constants(model: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """Name of each constant of a saved model, and where its numbers begin and end."""
    whole = 0, len(model)
    for graph in _fields(model, whole, _GRAPH):
        for tensor in _fields(model, graph, _INITIALIZER):
            name = next(_fields(model, tensor, _NAME))
            raw = next(_fields(model, tensor, _RAW), None)
            if raw:
                yield model[slice(*name)].decode(), raw


def _fields(data: bytes, within: tuple[int, int], wanted: int) -> Iterator[tuple[int, int]]:
    """Where each field of number ``wanted`` that has a length lies (protobuf's wire format)."""
    at, end = within
    while at < end:
        key, at = _number(data, at)
        kind = key & 7
        if kind == 0:
            _, at = _number(data, at)
        elif kind == 2:
            size, at = _number(data, at)
            if key >> 3 == wanted:
                yield at, at + size
            at += size
        else:
            at += 8 if kind == 1 else 4


def _number(data: bytes, at: int) -> tuple[int, int]:
    made = shift = 0
    while True:
        byte = data[at]
        made |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return made, at
