"""The last layers of given pairs: what an annotator of PLOVER's roots would call what one marked party does to another.

    python -m training.relating SHARED OUT [--apart 0]

They are trained by themselves, upon the reader as it is: its lower layers, which all share, stay what they are, so that
nothing that is read of acts changes. The command does so for the weights that are shipped and writes them with the new
``pair.onnx`` and card into OUT; with ``--apart`` one fold of PLV's rows is left out, and the types of these rows are
scored (as floats). ``make train`` does the same at its end."""

import argparse
import copy
import json
import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from deedbook.codebook import load
from deedbook.coding.fingerprints import packed, unpacked
from deedbook.coding.model import WEIGHTS
from deedbook.coding.vocabulary import Vocabulary
from deedbook.evaluate.texts import sha8
from training import export, graphs, shipped, stages
from training.batches import batched, tokens
from training.crossval import macro, sums
from training.material import folds
from training.network import Reader
from training.train import BUDGET, EACH, Mean, Recipe, Task, related, relations, tasks
from training.words import Words

RECIPE = Recipe(epochs=6, rate=1e-4, head=3e-4, warmup=0.06, smoothing=0.1)
TIMES = 2  # PLV's rows, each time our own pairs are learned once
MEASURED = 1500  # pairs on which the ranges of activations are measured
_LAST = 0.4  # share of the steps whose weights are averaged
_OWN = ("further", "marks", "pair")  # what given pairs have for themselves


def relating(
    model: Reader, rows: Sequence[Task], pairs: Sequence[Task], report: Callable[[str], None], recipe: Recipe = RECIPE
) -> Reader:
    """A reader whose last layers, marks and types are trained on ``rows`` and ``pairs``; the rest is ``model``'s."""
    made = copy.deepcopy(model)
    for name, weight in made.named_parameters():
        weight.requires_grad = name.startswith(_OWN)
    states = _states(made, [*rows, *pairs])
    body = [w for name, w in made.named_parameters() if name.startswith("further")]
    heads = [w for name, w in made.named_parameters() if name.startswith(("marks", "pair"))]
    rates = recipe.rate, recipe.head
    groups = [{"params": some, "weight_decay": recipe.decay} for some in (body, heads)]
    optimizer = torch.optim.AdamW(groups, lr=recipe.rate)
    torch.manual_seed(recipe.seed)
    chance = random.Random(recipe.seed)
    data = [*pairs, *list(rows) * TIMES]
    lengths = [len(task.encoded.ids) for task in data]
    mean = Mean()
    queue: list[list[Task]] = []
    size = len(list(batched(data, lengths, BUDGET, random.Random(0))))
    total, told = int(recipe.epochs * size), 0.0
    made.train()
    for step in range(total):
        if not queue:
            report(f"given pairs, {step / size:.0f} of {recipe.epochs:g} times: loss {told / size:.3f}")
            queue, told = list(batched(data, lengths, BUDGET, chance)), 0.0
            chance.shuffle(queue)
        warm = recipe.warmup * total
        share = min(1.0, (step + 1) / warm, max(0.03, (total - step) / (total - warm)))
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * share
        batch = queue.pop()
        value = torch.stack(list(related(batch, _types(made, batch, states), recipe).values())).sum()
        optimizer.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_([*body, *heads], 1.0)
        optimizer.step()
        told += float(value.detach())
        if step > (1 - _LAST) * total and step % EACH == 0:
            mean.add(made)
    mean.into(made)
    return made


def above(lower: Reader, upper: Reader) -> Reader:
    """The layers that all share of ``lower``, the last ones of given pairs of ``upper``."""
    made, held = copy.deepcopy(lower), upper.state_dict()
    made.load_state_dict({name: held[name] for name in held if name.startswith(_OWN)}, strict=False)
    return made


def _states(model: Reader, some: Sequence[Task]) -> Mapping[int, Tensor]:
    """What the lower layers, which stay as they are, make of each task: (T, D) by its identity."""
    model.eval()
    made: dict[int, Tensor] = {}
    order = sorted(some, key=lambda task: len(task.encoded.ids))
    with torch.no_grad():
        for at in range(0, len(order), 32):
            part = order[at : at + 32]
            t = tokens([task.encoded for task in part])
            shared, _, _ = model.encode(t.ids, t.segments, t.mask)
            made |= {id(task): shared[n, : len(task.encoded.ids)].clone() for n, task in enumerate(part)}
    return made


def _types(model: Reader, batch: Sequence[Task], states: Mapping[int, Tensor]) -> Tensor:
    """(B, 16) as logits."""
    t = tokens([task.encoded for task in batch])
    shared = torch.zeros(*t.ids.shape, model.shape.width)
    for n, task in enumerate(batch):
        shared[n, : len(task.encoded.ids)] = states[id(task)]
    return model.relate(model.attend(shared, t.mask, t.marks), t.mask, t.marks).float()


def scored(model: Reader, rows: Sequence[Task], roots: Sequence[str], vocabulary: Vocabulary) -> float:
    """Root macro-F1 of what ``model`` says of ``rows``."""
    names = sorted(set(roots))
    said = relations(model, [task.encoded for task in rows]) @ sums(vocabulary, names)
    return macro(roots, said, names)


def recarded(out: Path, texts: Iterable[str], vocabulary: Vocabulary) -> None:
    """The card of what lies in ``out``: that of the weights shipped, with these sentences among those trained on."""
    held = json.loads((WEIGHTS / "card.json").read_text(encoding="utf-8"))
    trained = packed(unpacked(held["trained_on"]) | {sha8(text) for text in texts})
    name = held["name"].rpartition(" ")[0]
    more = {key: held[key] for key in held if key not in ("name", "sha256", "vocabulary", "trained_on")}
    export.card(out, name, vocabulary, **more, trained_on=trained)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("shared", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--apart", type=int, help="fold of PLV's rows that is left out and scored")
    given = options.parse_args()
    torch.set_num_threads(1)
    began = time.process_time()

    def say(line: str) -> None:
        print(f"[{time.process_time() - began:5.0f} s] {line}", flush=True)

    vocabulary, words = Vocabulary.of(load()), Words(WEIGHTS / "pieces.json")
    held = stages.labelled(given.shared)
    of = folds(held.real, held.plv)
    rows, own = tasks(held.plv, words.pieces, vocabulary), tasks(held.pairs, words.pieces, vocabulary)
    start = shipped.reader("pair")
    learned = [row for row, item in zip(rows, held.plv, strict=True) if of[item.group] != given.apart]
    made = relating(start, learned, own, say)
    if given.apart is not None:
        test = [(row, i.root) for row, i in zip(rows, held.plv, strict=True) if of[i.group] == given.apart]
        for name, model in (("before", start), ("after", made)):
            f1 = scored(model, [row for row, _ in test], [root for _, root in test], vocabulary)
            say(f"{name}: {100 * f1:.1f} on {len(test)} rows")
    export.copied(given.out)
    some = random.Random(1).sample([*learned, *own], min(len(learned) + len(own), MEASURED))
    ranges = graphs.measure(made, [task.encoded for task in some], given=True)
    graphs.pair(made, ranges, given.out / "pair.onnx")
    recarded(given.out, (i.source.text for i in (*held.plv, *held.pairs)), vocabulary)


if __name__ == "__main__":
    main()
