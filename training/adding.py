"""Stage C upon the weights that are shipped: additions with which sentences of one party or none are read.

    python -m training.adding SHARED OUT

The network is unpacked from its graphs and learns (:mod:`training.low`); what is added is packed into
``additions.npz``. OUT takes the network, that file, copies of the others and a card with the gate and the regressions
of before: ``training.alone`` fits those of such sentences anew. ``make train`` runs the same stage."""

import argparse
import os
import random
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "100000")  # lengths vary: keep every compiled shape
os.environ.setdefault("LRU_CACHE_CAPACITY", "100000")

import numpy as np
import torch
from numpy.typing import NDArray

from deedbook.codebook import load
from deedbook.coding.encoding import Encoded
from deedbook.coding.model import WEIGHTS
from deedbook.coding.vocabulary import Vocabulary
from training import export, graphs, low, shipped, stages
from training.graphs import Graph
from training.network import Reader
from training.relating import recarded
from training.train import tasks
from training.words import Words

MEASURED = 1500  # sentences on which the ranges of activations are measured
_TAIL = 0.01  # share of a change beyond its rank from which the whole matrix is kept
_LEAST = 1e-4  # greatest singular value of no change
Numbers = NDArray[Any]


def differences(made: Graph, held: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """What :func:`deedbook.coding.additions.added` adds to a graph with the constants ``held`` to make it ``made``, but
    for rounding. Raises ``ValueError`` where the two are not built alike."""
    found: dict[str, Numbers] = {}
    scales = {columns for columns, _ in made.matrices.values()}
    for name, value in made.constants.items():
        was = held[name]
        if was.shape != value.shape or was.dtype != value.dtype:
            raise ValueError(f"{name}: {was.shape} {was.dtype}, expected {value.shape} {value.dtype}")
        if name in made.matrices:
            columns, floats = made.matrices[name]
            change = floats - was.astype(np.float32) * held[columns]
            u, size, v = np.linalg.svd(change, full_matrices=False)
            if size.max() <= _LEAST:
                continue
            if size[stages.RANK :].sum() > _TAIL * size.sum():
                found[name], found[columns] = value, made.constants[columns]
                continue
            left, right = u[:, : stages.RANK], v[: stages.RANK]
            most = np.abs(left).max(0), np.abs(right).max(1)
            found[f"{name}/{columns}/left"] = np.round(left / most[0] * 127).astype(np.int8)
            found[f"{name}/{columns}/right"] = np.round(right / most[1][:, None] * 127).astype(np.int8)
            whole = size[: stages.RANK] * most[0] * most[1] / 127**2
            found[f"{name}/{columns}/size"] = whole.astype(np.float32)
        elif name not in scales and not np.array_equal(was, value):
            found[name] = value
    return found


def pack(made: Reader, some: Sequence[Encoded], folder: Path, out: Path) -> None:
    """Writes ``additions.npz``: how ``made`` differs from the graphs in ``folder``; ranges are measured on ``some``."""
    ranges, evened = graphs.measure(made, some), shipped.evened(folder)
    found: dict[str, Numbers] = {}
    for name, build in (("encoder", graphs.encoder), ("cue", graphs.cue)):
        graph = build(made, ranges, out / "new.onnx", evened)
        held = shipped.constants(name, folder)
        found |= {f"{name}/{key}": value for key, value in differences(graph, held).items()}
    (out / "new.onnx").unlink()
    np.savez_compressed(out / "additions.npz", **found)  # type: ignore[arg-type]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("shared", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--threads", type=int, default=1, help="another number gives other weights in the last digits")
    given = options.parse_args()
    torch.set_num_threads(given.threads)
    began = time.time()

    def say(line: str) -> None:
        print(f"[{time.time() - began:5.0f} s] {line}", flush=True)

    vocabulary, words = Vocabulary.of(load()), Words(WEIGHTS / "pieces.json")
    held = stages.labelled(given.shared)
    start = shipped.reader("cue")
    export.copied(given.out)
    learned = stages.single(held)
    some = tasks(learned, words.pieces, vocabulary)
    say(f"{len(some)} sentences")
    made = low.merged(stages.stage_c(start, some, say))
    stages.save(made, given.out / "added.pt")
    measured = random.Random(1).sample(some, MEASURED)
    pack(made, [task.encoded for task in measured], WEIGHTS, given.out)
    recarded(given.out, (i.source.text for i in learned), vocabulary)
    say(f"written to {given.out}")


if __name__ == "__main__":
    main()
