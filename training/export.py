"""From a trained network to what is shipped: a pruned vocabulary, three int8 graphs, and the card that names them."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import nn

from deedbook.coding.encoding import Encoded
from deedbook.coding.vocabulary import MARKERS, Vocabulary
from training import graphs
from training.network import Reader

_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *MARKERS)


def pruned(tokenizer: Path, texts: Iterable[str], most: int) -> tuple[dict[str, Any], list[int]]:
    """The tokenizer's file with the ``most`` word pieces that the texts use most often, and their old numbers in the
    new order. Single characters and their continuations stay, so that no word becomes unreadable."""
    held = json.loads(tokenizer.read_text(encoding="utf-8"))
    machine = Tokenizer.from_file(str(tokenizer))
    machine.no_padding()
    machine.no_truncation()
    counts: dict[int, int] = {}
    batch: list[str] = []

    def flush() -> None:
        for encoding in machine.encode_batch(batch, add_special_tokens=False):
            for number in encoding.ids:
                counts[number] = counts.get(number, 0) + 1
        batch.clear()

    for text in texts:
        batch.append(text)
        if len(batch) == 2000:
            flush()
    flush()
    vocabulary: Mapping[str, int] = held["model"]["vocab"]
    fixed = {w for w in vocabulary if w in _SPECIAL or (len(w.removeprefix("##")) == 1 and w.isascii())}
    ranked = sorted((w for w in vocabulary if w not in fixed), key=lambda w: (-counts.get(vocabulary[w], 0), w))
    chosen = fixed | set(ranked[: max(0, most - len(fixed))])
    kept = [(w, number) for w, number in sorted(vocabulary.items(), key=lambda x: x[1]) if w in chosen]
    held["model"]["vocab"] = {word: n for n, (word, _) in enumerate(kept)}
    new = held["model"]["vocab"]
    held["added_tokens"] = [{**t, "id": new[t["content"]]} for t in held["added_tokens"] if t["content"] in new]
    held["post_processor"] = None
    held["padding"] = held["truncation"] = None
    return held, [number for _, number in kept]


def export(
    reader: Reader,
    pair: Reader,
    kept: list[int],
    tokenizer: Mapping[str, Any],
    read: Sequence[Encoded],
    related: Sequence[Encoded],
    folder: Path,
) -> None:
    """Writes ``encoder.onnx``, ``cue.onnx``, ``pair.onnx`` and ``pieces.json``. ``pair`` shares the reader's lower
    layers and brings its own last ones. Ranges are measured on sentences ``read`` and on given pairs ``related``,
    both encoded with the whole vocabulary."""
    folder.mkdir(parents=True, exist_ok=True)
    seen, given = graphs.measure(reader, read), graphs.measure(pair, related, given=True)
    # given pairs pass the reader's lower layers too
    ranges = {
        k: (torch.maximum(high, given[k][0]), torch.minimum(low, given[k][1]))
        if k.startswith("layers.")
        else (high, low)
        for k, (high, low) in seen.items()
    }
    whole = reader.words.weight.data
    reader.words.weight = nn.Parameter(whole[torch.tensor(kept)], requires_grad=False)
    graphs.encoder(reader, ranges, folder / "encoder.onnx")
    graphs.cue(reader, ranges, folder / "cue.onnx")
    graphs.pair(pair, given, folder / "pair.onnx")
    reader.words.weight = nn.Parameter(whole, requires_grad=False)
    (folder / "pieces.json").write_text(json.dumps(tokenizer, ensure_ascii=False), encoding="utf-8")


def card(folder: Path, name: str, vocabulary: Vocabulary, **more: Any) -> None:
    """Writes ``card.json``: hashes of the files beside it, the order of the outputs, thresholds, calibration, gate."""
    files = sorted(p for p in folder.iterdir() if p.name not in ("card.json", "README.md"))
    hashes = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
    held = {
        "name": f"{name} {hashes['encoder.onnx'][:8]}",  # two coders of one name code alike
        "sha256": hashes,
        "vocabulary": {k: list(getattr(vocabulary, k)) for k in ("types", "statuses", "instruments", "domains")},
        **more,
    }
    (folder / "card.json").write_text(
        json.dumps(held, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )
