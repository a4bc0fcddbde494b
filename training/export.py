"""From a trained network to what is shipped: three int8 graphs, the tokenizer, and the card that names them."""

import hashlib
import json
import shutil
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

from deedbook.coding.encoding import Encoded
from deedbook.coding.model import PACKED, WEIGHTS
from deedbook.coding.vocabulary import Vocabulary
from training import graphs
from training.network import Reader

_KINDS = (".onnx", PACKED, ".npz", ".json")


def export(
    reader: Reader,
    relater: Reader,
    tokenizer: Path,
    read: Sequence[Encoded],
    related: Sequence[Encoded],
    folder: Path,
) -> None:
    """Writes ``encoder.onnx`` (packed), ``cue.onnx``, ``pair.onnx`` and ``pieces.json``. The last layers of given
    pairs are those of ``relater``; below them it is as ``reader``. Ranges of activations are measured on sentences
    ``read`` and on given pairs ``related``."""
    folder.mkdir(parents=True, exist_ok=True)
    seen, given = graphs.measure(reader, read), graphs.measure(relater, related, given=True)
    # given pairs pass the reader's lower layers too
    ranges = {
        k: (torch.maximum(high, given[k][0]), torch.minimum(low, given[k][1]))
        if k.startswith("layers.")
        else (high, low)
        for k, (high, low) in seen.items()
    }
    graphs.encoder(reader, ranges, folder / "encoder.onnx")
    packed(folder / "encoder.onnx")  # the largest: a tenth of it is saved, a sixth of a second lost at start
    graphs.cue(reader, ranges, folder / "cue.onnx")
    graphs.pair(relater, given, folder / "pair.onnx")
    (folder / "pieces.json").write_bytes(tokenizer.read_bytes())


def copied(out: Path) -> None:
    """Puts copies of the weights in use into ``out``: what is trained anew takes the place of its own."""
    out.mkdir(parents=True, exist_ok=True)
    for path in _files(WEIGHTS):
        shutil.copyfile(path, out / path.name)


def _files(folder: Path) -> list[Path]:
    """What a card names."""
    return sorted(p for p in folder.iterdir() if p.suffix in _KINDS and p.name != "card.json")


def packed(path: Path) -> None:
    """Puts a packed file in the place of ``path``."""
    path.with_name(path.name + PACKED).write_bytes(zlib.compress(path.read_bytes(), 9))
    path.unlink()


def named(card: Mapping[str, Any]) -> str:
    """The name of a card's coder; its last word stands for all that it reads with: coders of one name code alike."""
    held = {key: card[key] for key in sorted(card) if key not in ("name", "trained_on")}
    digest = hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()[:8]
    kind = str(card["name"]).split()
    return " ".join([*(kind[:-1] if len(kind) > 1 and len(kind[-1]) == 8 else kind), digest])


def card(folder: Path, name: str, vocabulary: Vocabulary, **more: Any) -> None:
    """Writes ``card.json``: hashes of the files beside it, the order of the outputs, thresholds, calibration, gate."""
    hashes = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in _files(folder)}
    held = {
        "name": name,
        "sha256": hashes,
        "vocabulary": {k: list(getattr(vocabulary, k)) for k in ("types", "statuses", "instruments", "domains")},
        **more,
    }
    held["name"] = named(held)
    (folder / "card.json").write_text(
        json.dumps(held, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )
