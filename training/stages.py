"""The three stages in which the shipped network is trained, and nothing else: what a result hangs on stands here.

A: what can be learned without a real label (our own sentences, our own pairs, PolNeAR's attributions).
B: real labels, with every second sentence of our own and a part of the attributions.
C: a second copy of the last layers is trained on given pairs alone; the lower layers stay as they are."""

import copy
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from deedbook.coding.encoding import Pieces
from deedbook.coding.vocabulary import Vocabulary
from training import material
from training.material import Attributed, Given, Labelled
from training.network import Reader, pretrained, reader
from training.train import Recipe, fit, tasks

STAGE_A = Recipe(epochs=2, rate=8e-5, seed=1)
STAGE_B = Recipe(epochs=4, rate=8e-5, seed=1)
STAGE_C = Recipe(epochs=6, rate=8e-5, seed=1, smoothing=0.1)
ATTRIBUTED_A, ATTRIBUTED_B = 6000, 2500  # sentences of PolNeAR
SOURCES = ("own", "own pairs", "polnear", "plv", "reuters", "ecbplus", "timex", "html")


@dataclass(frozen=True)
class Material:
    """Everything that can be trained on; what a source that is left out would have given is empty."""

    real: list[Labelled]
    own: list[Labelled]
    pairs: list[Given]
    attributed: list[Attributed]
    plv: list[Given]


def gather(shared: Path, drop: Sequence[str] = ()) -> Material:
    """All material but that of the sources in ``drop`` (names of :data:`SOURCES`)."""
    unknown = set(drop) - set(SOURCES)
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))}: no source; expected some of {', '.join(SOURCES)}")
    chance = random.Random(1)
    said = [] if "polnear" in drop else material.attributed(shared, "train")
    return Material(
        [context(i) for i in material.real(shared) if i.origin not in drop],
        [] if "own" in drop else material.own(),
        [] if "own pairs" in drop else material.pairs_own(),
        chance.sample(said, min(len(said), ATTRIBUTED_A)),
        [] if "plv" in drop else material.plv(shared / "gold" / "plv" / "PLV_train.tsv"),
    )


def context(item: Labelled) -> Labelled:
    """The item as the product reads it: title and previous sentence only where the sentence names one party."""
    return replace(item, source=item.source.as_read())


def stage_a(held: Material, pieces: Pieces, vocabulary: Vocabulary, report: Callable[[str], None]) -> Reader:
    model = reader(vocabulary)
    fit(
        model,
        tasks([*held.own, *held.pairs, *material.pairs_of(held.own), *held.attributed], pieces, vocabulary),
        STAGE_A,
        report,
    )
    return model


def stage_b(
    start: Reader,
    real: Sequence[Labelled],
    held: Material,
    pieces: Pieces,
    vocabulary: Vocabulary,
    report: Callable[[str], None],
) -> Reader:
    model = copy.deepcopy(start)
    some = [*real, *held.own[::2], *material.pairs_of(real), *held.attributed[:ATTRIBUTED_B]]
    fit(model, tasks(some, pieces, vocabulary), STAGE_B, report)
    return model


def stage_c(
    start: Reader,
    plv: Sequence[Given],
    pairs: Sequence[Given],
    pieces: Pieces,
    vocabulary: Vocabulary,
    report: Callable[[str], None],
    seed: int = 1,
) -> Reader:
    model = copy.deepcopy(start)
    for name, weight in model.named_parameters():
        weight.requires_grad = name.startswith(("further.", "marks.", "pair."))
    fit(model, tasks([*plv, *plv, *pairs], pieces, vocabulary), replace(STAGE_C, seed=seed), report)
    return model


def tools() -> tuple[Pieces, Path]:
    """The full tokenizer of the pretrained weights."""
    _, path = pretrained()
    return Pieces(path), path


def save(model: Reader, path: Path) -> None:
    torch.save(model.state_dict(), path)


def restore(path: Path, vocabulary: Vocabulary) -> Reader:
    model = reader(vocabulary)
    model.load_state_dict(torch.load(path, weights_only=True))
    return model
