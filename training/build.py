"""``make train``: from labels to the weights that are shipped.

    python -m training.build SHARED OUT [--drop SOURCE]... [--threads 1] [--every 1]

Chooses the word pieces that the corpora use, trains the teacher and stages A, B and C on everything but the sources
dropped and one fold of documents, on which the very weights that are shipped can be measured, and writes three int8
graphs, what is added to them, and the card. Thresholds and calibration come from ``training/recorded.json``, which
``training.crossval report`` wrote: they must not be fitted on the text that the model was trained on."""

import argparse
import json
import os
import pickle
import random
import time
from pathlib import Path

os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "100000")  # lengths vary: keep every compiled shape
os.environ.setdefault("LRU_CACHE_CAPACITY", "100000")

import torch

from deedbook.codebook import load
from deedbook.coding.fingerprints import packed
from deedbook.coding.vocabulary import Vocabulary
from deedbook.evaluate.texts import sha8
from training import export, gating, shipped, stages
from training.adding import MEASURED, pack
from training.low import merged
from training.material import Item, folds
from training.network import Reader, reader
from training.relating import relating
from training.teacher import teacher
from training.train import tasks
from training.words import Words, choose

HERE = Path(__file__).parent
KEEP = 0.994  # of labelled events


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("shared", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--drop", action="append", default=[], choices=stages.SOURCES)
    options.add_argument("--threads", type=int, default=1, help="another number gives other weights in the last digits")
    options.add_argument("--work", type=Path, help="keeps the networks of the three stages here and goes on from them")
    options.add_argument("--every", type=int, default=1, help="learns each N-th item only: to see that all stages run")
    given = options.parse_args()
    torch.set_num_threads(given.threads)
    began = time.time()

    def say(line: str) -> None:
        print(f"[{time.time() - began:5.0f} s] {line}", flush=True)

    vocabulary = Vocabulary.of(load())
    held = stages.thinned(stages.gather(given.shared, given.drop), given.every)
    place = (given.work or given.out) / "pieces.json"
    words = Words(place) if given.work and place.exists() else choose(given.shared, held.texts(), place)
    say(f"{len(held.real)} real sentences, {len(held.own)} own, {len(held.pairs)} own pairs, {len(held.plv)} of PLV")

    def stage(name: str, make, blank=reader):  # type: ignore[no-untyped-def]
        path = given.work / f"{name}.pt" if given.work else None
        if path and path.exists():
            return stages.restore(path, blank(vocabulary, words.kept))
        model = make()
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            stages.save(model, path)
        return model

    def answers() -> stages.Taught:
        saved = given.work / "taught.pickle" if given.work else None
        if saved and saved.exists():
            kept: stages.Taught = pickle.loads(saved.read_bytes())
            return kept
        master = stage("final_t", lambda: stages.stage_t(held, words, vocabulary, say), teacher)
        say("the teacher reads")
        return stages.teach(master, held, words.pieces, vocabulary)

    taught = answers()
    of = folds(held.real, held.plv)
    learned = [i for i in held.real if of[i.group] != stages.APART]

    def read() -> Reader:
        begun = stage("final_a", lambda: stages.stage_a(held, words, vocabulary, say))
        return stages.stage_b(begun, left, say)

    left = stages.without(taught, held, stages.APART)
    made = stage("final_b", read)
    rows, pairs = (tasks(some, words.pieces, vocabulary) for some in (held.plv, held.pairs))
    relater = stage("final_pairs", lambda: relating(made, rows, pairs, say))
    say("exporting")
    chance = random.Random(1)
    measured = chance.sample([*learned, *held.own], min(len(learned) + len(held.own), MEASURED))
    related = chance.sample([*held.pairs, *held.plv], min(len(held.pairs) + len(held.plv), MEASURED))
    some_read, some_related = (words.pieces.encode([i.source for i in some]) for some in (measured, related))
    export.export(made, relater, words.path, some_read, some_related, given.out)
    single = tasks(stages.single(held), words.pieces, vocabulary)
    start = shipped.reader("cue", given.out)  # in eight bits: what is added makes up for what these lose
    added = stage("final_c", lambda: merged(stages.stage_c(start, single, say)))
    pack(added, [t.encoded for t in chance.sample(single, min(len(single), MEASURED))], given.out, given.out)
    weights = gating.fit([*learned, *held.own])
    ((least, stopped),) = gating.thresholds(learned, held.own, (KEEP,))
    recorded = json.loads((HERE / "recorded.json").read_text(encoding="utf-8"))
    every: list[Item] = [
        *learned,
        *(i for i in held.alone if of.get(i.group) != stages.APART),
        *held.own,
        *held.pairs,
        *held.attributed,
        *held.plv,
    ]
    texts = [i.source.text for i in every]
    export.card(
        given.out,
        "reader" if not given.drop else f"reader without {', '.join(given.drop)}",
        vocabulary,
        **recorded,
        gate={"base": weights.pop(""), "least": round(least, 3), "words": weights},
        trained_on=packed(sha8(t) for t in texts),
    )
    say(f"{len(words.kept)} word pieces; the gate stops {100 * stopped:.1f} % of labelled sentences without events")
    for path in sorted(given.out.iterdir()):
        say(f"{path.name} {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
