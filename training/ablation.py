"""What leaving out a training source costs.

    python -m training.ablation SHARED OUT [--steps 900]

The network is trained from the base weights for a fixed number of batches, by labels alone (no teacher), once with all
sources and once without each; then once from chance instead of the base weights. Each run is short, so that a laptop
can do them all: what they tell is the difference between them, not how well the shipped network reads. Measured on
what no run has seen: sentences of fold 0 (the reader alone, weighed as other documents teach, at the best threshold),
PLV's rows of fold 0 (types of given pairs), and the tags of PolNeAR's dev part. OUT keeps what each run has measured;
a run that is there is not made again."""

import argparse
import json
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from deedbook.codebook import load
from deedbook.coding.model import WEIGHTS
from deedbook.coding.vocabulary import Vocabulary
from deedbook.coding.weighing import Weigher
from deedbook.evaluate.labels import compare, from_label
from training import material, stages
from training.batches import batched, tokens
from training.crossval import CUE, SURE, macro, sums
from training.material import folds
from training.network import Reader, reader
from training.scoring import acts, read
from training.stages import APART, Material
from training.train import BUDGET, Recipe, Task, fit, predictions, relations, tasks
from training.weighing import across, answers, together
from training.words import Words

RUNS: dict[str, tuple[str, ...]] = {
    "all sources": (),
    "Reuters": ("reuters",),
    "PolNeAR, sentences and attributions": ("polnear",),
    "ECB+, TimeBank, MEANTIME, saved pages": ("ecbplus", "timex", "html"),
    "PLV, sentences and rows": ("plv",),
    "own sentences": ("own",),
    "own given pairs": ("own pairs",),
    "base weights": (),
}
RECIPE = Recipe(epochs=1, rate=2e-4, head=1e-3, seed=1)
_TAGS = {"source": (1, 2), "content": (5, 6)}  # of attributions: first piece and others


def without(held: Material, drop: Sequence[str]) -> Material:
    """The material without fold 0 and without the sources in ``drop``."""
    of = folds(held.real, held.plv)
    return replace(
        held,
        real=[i for i in held.real if of[i.group] != APART and i.origin not in drop],
        own=[] if "own" in drop else held.own,
        pairs=[] if "own pairs" in drop else held.pairs,
        plv=[] if "plv" in drop else [i for i in held.plv if of[i.group] != APART],
        attributed=[] if "polnear" in drop else held.attributed,
    )


def trained(held: Material, start: Reader, steps: int, words: Words, vocabulary: Vocabulary, name: str) -> Reader:
    """``start`` after so many batches of what is left."""
    some = tasks([*held.real, *held.own, *held.pairs, *held.plv, *held.attributed], words.pieces, vocabulary)
    kinds = [[t for t in some if t.labelled], [t for t in some if t.given], [t for t in some if t.tags]]
    per = sum(len(list(batched(k, [len(t.encoded.ids) for t in k], BUDGET, random.Random(0)))) for k in kinds if k)
    print(f"[{name}] {len(some)} items, {per} batches, {steps / per:.2f} times", flush=True)
    fit(start, some, replace(RECIPE, epochs=steps / per), lambda line: print(f"[{name}] {line}", flush=True))
    return start


def measured(
    model: Reader, held: Material, dev: Sequence[Task], words: Words, vocabulary: Vocabulary
) -> dict[str, float]:
    """F1 in points on what no run has seen."""
    of = folds(held.real, held.plv)
    test = [i for i in held.real if of[i.group] == APART and i.origin != "plv"]
    encoded = words.pieces.encode([i.source for i in test])
    joint = together((e for i in held.real if of[i.group] != APART for e in i.events), vocabulary)
    guesses = [[g for g in some if g.found >= CUE] for some in predictions(model, encoded, CUE)]
    found = [
        read(some, e, i.source, vocabulary, joint, SURE) for some, e, i in zip(guesses, encoded, test, strict=True)
    ]
    gold = [[from_label(e) for e in i.events] for i in test]
    right = [[answers(r, g) for r in some] for some, g in zip(found, gold, strict=True)]
    groups = [i.group for i in test]
    weighers, part = across(groups, found, right)
    best: dict[str, float] = {}
    for least in np.arange(0.3, 1.3, 0.05).round(2):
        ours = [acts(some, Weigher.of(weighers[k], float(least), 0.0)) for some, k in zip(found, part, strict=True)]
        tallies = compare(list(zip(groups, gold, ours, strict=True))).tallies
        scores = {name: 100 * tally.f1 for name, tally in tallies.items()}
        best = max(best, scores, key=lambda one: sum(one.values()))
    rows = [i for i in held.plv if of[i.group] == APART]
    roots = sorted({i.root for i in held.plv})
    said = relations(model, words.pieces.encode([i.source for i in rows])) @ sums(vocabulary, roots)
    best["PLV"] = 100 * macro([i.root for i in rows], said, roots)
    return {name: round(value, 1) for name, value in (best | attribution(model, dev)).items()}


def attribution(model: Reader, dev: Sequence[Task]) -> dict[str, float]:
    """F1 of word pieces that belong to a source, or to a content."""
    gold, ours = [], []
    model.eval()
    order = sorted(dev, key=lambda task: len(task.encoded.ids))
    with torch.no_grad():
        for at in range(0, len(order), 64):
            some = order[at : at + 64]
            t = tokens([task.encoded for task in some])
            said = model.encode(t.ids, t.segments, t.mask)[2].argmax(-1).tolist()
            for task, answers_ in zip(some, said, strict=True):
                tags = task.tags or []
                gold += [tag for tag in tags if tag >= 0]
                ours += [answer for tag, answer in zip(tags, answers_, strict=False) if tag >= 0]
    made = {}
    for name, kinds in _TAGS.items():
        both = sum(g in kinds and o in kinds for g, o in zip(gold, ours, strict=True))
        made[name] = 200 * both / max(1, sum(g in kinds for g in gold) + sum(o in kinds for o in ours))
    return made


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("shared", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--steps", type=int, default=900)
    given = options.parse_args()
    torch.set_num_threads(1)
    given.out.mkdir(parents=True, exist_ok=True)
    vocabulary = Vocabulary.of(load())
    words = Words(WEIGHTS / "pieces.json")
    held = stages.labelled(given.shared)
    dev = tasks(material.attributed(given.shared, "dev"), words.pieces, vocabulary)
    for name, drop in RUNS.items():
        path = given.out / f"{name}.json"
        if not path.exists():
            began = time.process_time()
            torch.manual_seed(RECIPE.seed)
            start = (
                Reader(len(words.kept), vocabulary.sizes) if name == "base weights" else reader(vocabulary, words.kept)
            )
            model = trained(without(held, drop), start, given.steps, words, vocabulary, name)
            spent = {"seconds": round(time.process_time() - began)}
            path.write_text(json.dumps(measured(model, held, dev, words, vocabulary) | spent), encoding="utf-8")
        print(f"{name}: {path.read_text(encoding='utf-8')}", flush=True)


if __name__ == "__main__":
    main()
