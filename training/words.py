"""The word pieces that the network knows: those that the corpora use, out of the pretrained ones.

They are chosen before anything is trained, so that teacher and network learn to read rare words from the pieces that
the product will see."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tokenizers import Tokenizer

from deedbook.codebook import load
from deedbook.coding.encoding import Pieces
from deedbook.coding.vocabulary import MARKERS
from deedbook.evaluate.texts import lines
from training.network import pretrained

MOST = 12_600  # pieces: what keeps all weights below 25 MB
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *MARKERS)


class Words:
    """The tokenizer at ``path``, and of each of its pieces the number among the pretrained ones."""

    def __init__(self, path: Path) -> None:
        self.path, self.pieces = path, Pieces(path)
        _, whole = pretrained()
        old, new = (json.loads(p.read_text(encoding="utf-8"))["model"]["vocab"] for p in (whole, path))
        self.kept: list[int] = [old[word] for word, _ in sorted(new.items(), key=lambda x: x[1])]


def choose(shared: Path, learned: Iterable[str], path: Path) -> Words:
    """Writes the tokenizer with the :data:`MOST` pieces that the texts ``learned`` and all corpora use most often."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(_cut(_texts(shared, learned)), ensure_ascii=False), encoding="utf-8")
    return Words(path)


def _texts(shared: Path, learned: Iterable[str]) -> Iterator[str]:
    yield from learned
    yield from (name.text for name in load().names)
    for source in ("reuters", "html", "polnear", "ecbplus", "timex"):
        for line in lines(shared, source):
            yield line.text


def _cut(texts: Iterable[str]) -> dict[str, object]:
    """The pretrained tokenizer's file with fewer pieces. Single characters and their continuations stay, so that no
    word becomes unreadable."""
    _, path = pretrained()
    held = json.loads(path.read_text(encoding="utf-8"))
    machine = Tokenizer.from_file(str(path))
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
    chosen = fixed | set(ranked[: max(0, MOST - len(fixed))])
    kept = [w for w, _ in sorted(vocabulary.items(), key=lambda x: x[1]) if w in chosen]
    new = {word: n for n, word in enumerate(kept)}
    held["model"]["vocab"] = new
    held["added_tokens"] = [{**t, "id": new[t["content"]]} for t in held["added_tokens"] if t["content"] in new]
    held["post_processor"] = held["padding"] = held["truncation"] = None
    return dict(held)
