"""Stage C upon the weights that are shipped: sentences that name one party or none.

    python -m training.later SHARED OUT

The network is unpacked from its graphs, answers what it has learned, so that it keeps it, learns stage C, then the last
layers of given pairs learn again upon it (``training.relating``), and all is packed. OUT takes the networks, the graphs
and a card with the thresholds, the weigher and the gate of before: ``training.refitting`` and ``training.alone`` fit
these anew. ``make train`` runs the same stages, from its own network and with its teacher's answers."""

import argparse
import os
import random
import time
from pathlib import Path

os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "100000")  # lengths vary: keep every compiled shape
os.environ.setdefault("LRU_CACHE_CAPACITY", "100000")

import torch

from deedbook.codebook import load
from deedbook.coding.model import WEIGHTS
from deedbook.coding.vocabulary import Vocabulary
from training import export, shipped, stages
from training.build import MEASURED
from training.material import Item, folds
from training.relating import above, recarded, relating
from training.train import tasks
from training.words import Words


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
    of = folds(held.real, held.plv)
    start = shipped.reader("cue")
    learned = [i for i in held.real if of[i.group] != stages.APART]
    say(f"{len(learned)} real sentences, {len(held.own)} own, {len(held.alone)} of one party or none")
    known = stages.answered(start, [*learned, *held.own], words.pieces, vocabulary)
    say("what it knows is asked")
    made = stages.stage_c(start, known[: len(learned)], known[len(learned) :], held, words, vocabulary, say)
    given.out.mkdir(parents=True, exist_ok=True)
    stages.save(made, given.out / "read.pt")
    rows, pairs = (tasks(some, words.pieces, vocabulary) for some in (held.plv, held.pairs))
    relater = relating(above(made, shipped.reader("pair")), rows, pairs, say)
    alone = [i for i in held.alone if of.get(i.group) != stages.APART]
    chance = random.Random(1)
    read = [*chance.sample([*learned, *held.own], MEASURED * 2 // 3), *chance.sample(alone, MEASURED // 3)]
    related = chance.sample([*held.pairs, *held.plv], MEASURED)
    some_read, some_related = (words.pieces.encode([i.source for i in some]) for some in (read, related))
    export.export(made, relater, words.path, some_read, some_related, given.out)
    every: list[Item] = [*alone, *learned, *held.own, *held.pairs, *held.attributed, *held.plv]
    recarded(given.out, (i.source.text for i in every), vocabulary)
    say(f"written to {given.out}")


if __name__ == "__main__":
    main()
