"""What leaving out a training source costs.

    python -m training.ablation SHARED OUT [--steps 900]

The network is trained from the base weights for a fixed number of batches, by labels alone (no teacher), once with all
sources and once without each; then once from chance instead of the base weights; then with a teacher's answers to the
labelled sentences, and to sentences without labels too. In the teacher's place stands the shipped network, which it
taught and which has not seen fold 0 either: the teacher itself takes a night. Each run is short, so that a laptop can
do them all: what they tell is the difference between them, not how well the shipped network reads. Measured
on what no run has seen: sentences of fold 0 (the reader alone, weighed as other documents teach, at the best
threshold), PLV's rows of fold 0 (types of given pairs), and the tags of PolNeAR's dev part. OUT keeps what each run has
measured; a run that is there is not made again."""

import argparse
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from deedbook.codebook import load
from deedbook.coding.model import WEIGHTS
from deedbook.coding.vocabulary import Vocabulary
from deedbook.coding.weighing import Weigher
from deedbook.evaluate.labels import compare, from_label
from training import material, shipped, stages
from training.batches import batched, tokens
from training.crossval import CUE, SURE, macro, sums
from training.material import folds
from training.network import Reader, reader
from training.scoring import acts, read
from training.stages import APART, Material
from training.train import BUDGET, Recipe, Task, fit, predictions, relations, tasks
from training.variants import variants
from training.weighing import across, answers, together
from training.words import Words

VARIED = 6000  # variants of labelled sentences that the teacher reads


@dataclass(frozen=True)
class Run:
    """What one run differs in: sources left out, chance for the base weights, a teacher, text without labels."""

    drop: tuple[str, ...] = ()
    chance: bool = False
    taught: bool = False
    unlabelled: bool = False


RUNS = {
    "all sources": Run(),
    "Reuters": Run(("reuters",)),
    "PolNeAR, sentences and attributions": Run(("polnear",)),
    "ECB+, TimeBank, MEANTIME, saved pages": Run(("ecbplus", "timex", "html")),
    "PLV, sentences and rows": Run(("plv",)),
    "own sentences": Run(("own",)),
    "own given pairs": Run(("own pairs",)),
    "base weights": Run(chance=True),
    "with a teacher": Run(taught=True),
    "with a teacher, who reads text without labels": Run(taught=True, unlabelled=True),
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


def learned(held: Material, run: Run, words: Words, vocabulary: Vocabulary, shared: Path) -> list[Task]:
    """What a run learns from; ``held`` without what it leaves out."""
    rest = tasks([*held.pairs, *held.plv, *held.attributed], words.pieces, vocabulary)
    named = [*held.real, *held.own]
    if not run.taught:
        return [*tasks(named, words.pieces, vocabulary), *rest]
    teacher = shipped.reader("cue")
    made = stages.answered(teacher, named, words.pieces, vocabulary)
    if run.unlabelled:
        unread = material.unread(shared)
        varied = variants(unread[1], held.real, held.own)
        more = [*material.unlabelled(unread), *random.Random(1).sample(varied, min(len(varied), VARIED))]
        made += stages.said(teacher, more, words.pieces)
    return [*made, *rest]


def trained(start: Reader, some: Sequence[Task], steps: int, name: str) -> Reader:
    """``start`` after so many batches."""
    kinds = [
        [t for t in some if t.labelled],
        [t for t in some if t.given],
        [t for t in some if t.tags],
        [t for t in some if t.soft and not t.labelled],
    ]
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
    options.add_argument("--only", action="append", choices=RUNS, help="this run alone (may be given several times)")
    given = options.parse_args()
    torch.set_num_threads(1)
    given.out.mkdir(parents=True, exist_ok=True)
    vocabulary = Vocabulary.of(load())
    words = Words(WEIGHTS / "pieces.json")
    held = stages.labelled(given.shared)
    dev = tasks(material.attributed(given.shared, "dev"), words.pieces, vocabulary)
    for name, run in RUNS.items():
        path = given.out / f"{name}.json"
        if given.only and name not in given.only:
            continue
        if not path.exists():
            began = time.process_time()
            torch.manual_seed(RECIPE.seed)
            start = Reader(len(words.kept), vocabulary.sizes) if run.chance else reader(vocabulary, words.kept)
            some = learned(without(held, run.drop), run, words, vocabulary, given.shared)
            model = trained(start, some, given.steps, name)
            spent = {"seconds": round(time.process_time() - began)}
            path.write_text(json.dumps(measured(model, held, dev, words, vocabulary) | spent), encoding="utf-8")
        print(f"{name}: {path.read_text(encoding='utf-8')}", flush=True)


if __name__ == "__main__":
    main()
