"""From a trained network to what is shipped: a pruned vocabulary, three int8 graphs, and the card that names them."""

import hashlib
import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization.shape_inference import quant_pre_process
from tokenizers import Tokenizer
from torch import Tensor, nn

from deedbook.coding.vocabulary import MARKERS, Vocabulary
from training.network import WIDTH, Reader
from training.quantize import quantize

_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *MARKERS)
_OPSET = 17


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


class _Encoder(nn.Module):
    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, segments: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self.reader.encode(ids, segments, mask)


class _Cue(nn.Module):
    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(
        self, states: Tensor, mask: Tensor, marks: Tensor, mentions: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        return self.reader.judge(self.reader.attend(states, mask, marks), marks, mentions)


class _Pair(nn.Module):
    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, states: Tensor, mask: Tensor, marks: Tensor) -> Tensor:
        return self.reader.relate(self.reader.attend(states, mask, marks), mask, marks)


def export(reader: Reader, pair: Reader, kept: list[int], tokenizer: Mapping[str, Any], folder: Path) -> None:
    """Writes ``encoder.onnx``, ``cue.onnx``, ``pair.onnx`` and ``pieces.json``. ``pair`` shares the reader's lower
    layers and brings its own last ones."""
    folder.mkdir(parents=True, exist_ok=True)
    reader.eval()
    pair.eval()
    whole = reader.words.weight.data
    reader.words.weight = nn.Parameter(whole[torch.tensor(kept)], requires_grad=False)
    ids, ones = torch.zeros(2, 9, dtype=torch.long), torch.ones(2, 9, dtype=torch.long)
    states, mentions = torch.zeros(2, 9, WIDTH), torch.zeros(2, 3, 9)
    batch, rows = {0: "sentences", 1: "pieces"}, {0: "cues", 1: "pieces"}
    graphs = {
        "encoder": (_Encoder(reader), (ids, ids, ones), ["ids", "segments", "mask"], ["states", "cue", "said"], batch),
        "cue": (
            _Cue(reader),
            (states, ones, ids, mentions),
            ["states", "mask", "marks", "mentions"],
            ["phrases", "parties", "absent", "fields"],
            rows,
        ),
        "pair": (_Pair(pair), (states, ones, ids), ["states", "mask", "marks"], ["types"], batch),
    }
    for name, (module, inputs, given, made, axes) in graphs.items():
        dynamic: dict[str, dict[int, str]] = dict.fromkeys((*given, *made), axes)
        if name == "cue":
            dynamic |= {"mentions": {0: "cues", 1: "mentions", 2: "pieces"}, "parties": {0: "cues", 1: "mentions"}}
            dynamic |= {"absent": {0: "cues"}, "fields": {0: "cues"}}
        if name == "pair":
            dynamic["types"] = {0: "sentences"}
        with tempfile.TemporaryDirectory() as scratch:
            full, ready = Path(scratch) / "full.onnx", Path(scratch) / "ready.onnx"
            torch.onnx.export(
                module,
                inputs,
                str(full),
                input_names=given,
                output_names=made,
                dynamic_axes=dynamic,
                opset_version=_OPSET,
                dynamo=False,
            )
            quant_pre_process(str(full), str(ready), skip_symbolic_shape=True)
            quantize(ready, folder / f"{name}.onnx")
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
