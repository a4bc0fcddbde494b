"""Cross-validation: what the network reads in documents that it was not trained on.

    python -m training.crossval start  SHARED WORK        stages A and T, once for all folds
    python -m training.crossval fold   SHARED WORK K      stage B without fold K (0 to 4), and its predictions
    python -m training.crossval plv    SHARED WORK        types of given pairs on folds of PLV
    python -m training.crossval report SHARED WORK        tables, thresholds and calibration

Folds of real labels are by document, folds of PLV stratified by class and grouped by near-duplicates. Folds may run
side by side; WORK holds what they leave behind."""

import argparse
import json
import os
import pickle
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "100000")  # lengths vary: keep every compiled shape
os.environ.setdefault("LRU_CACHE_CAPACITY", "100000")

import numpy as np
import torch

from deedbook.codebook import load
from deedbook.coding import LexiconCoder
from deedbook.coding.combined import combine, unlearned
from deedbook.coding.encoding import Encoded, covered
from deedbook.coding.lexicon import Listing
from deedbook.coding.mentions import Gazetteer, mentions
from deedbook.coding.model import Guess, Numbers
from deedbook.coding.vocabulary import Vocabulary
from deedbook.coding.weighing import Weigher
from deedbook.evaluate.costs import Cost, cost
from deedbook.evaluate.labelled import articles, stored, texts
from deedbook.evaluate.labels import Act, compare, from_event, from_label
from deedbook.evaluate.matching import matching
from deedbook.evaluate.reliability import calibration_error
from deedbook.records import Coding
from training import stages
from training.material import FOLDS, Labelled, folds, stratified
from training.network import reader
from training.scoring import acts, all_right, read
from training.train import judged, predictions, relations
from training.weighing import across, answers, fit, together
from training.words import Words, choose

LEAST = 0.1  # probability from which a cue is kept for the report
CUE = 0.3  # and from which it is read again: lower ones add little and take time
DONE = 0.55  # that a "delivered" was one: chosen where the cost is what it was when a third more of them were dropped
SURE = 0.5  # of a guess that is weighed
ENOUGH = 30  # labels of a status: rarer ones are printed and not averaged


def _report(began: float, name: str):  # type: ignore[no-untyped-def]
    return lambda line: print(f"[{name} {time.time() - began:5.0f} s] {line}", flush=True)


def start(shared: Path, work: Path) -> None:
    vocabulary = Vocabulary.of(load())
    held = stages.gather(shared)
    words = choose(shared, held.texts(), work / "pieces.json")
    (work / "material.pickle").write_bytes(pickle.dumps(held))
    stages.save(stages.stage_a(held, words, vocabulary, _report(time.time(), "A")), work / "a.pt")
    said = _report(time.time(), "T")
    taught = stages.teach(stages.stage_t(held, words, vocabulary, said), held, words.pieces, vocabulary)
    (work / "taught.pickle").write_bytes(pickle.dumps(taught))


def fold(work: Path, number: int) -> None:
    vocabulary = Vocabulary.of(load())
    words = Words(work / "pieces.json")
    held: stages.Material = pickle.loads((work / "material.pickle").read_bytes())
    taught: stages.Taught = pickle.loads((work / "taught.pickle").read_bytes())
    of = folds(held.real, held.plv)
    test = [i for i in held.real if of[i.group] == number]
    begun = stages.restore(work / "a.pt", reader(vocabulary, words.kept))
    model = stages.stage_b(begun, stages.without(taught, held, number), _report(time.time(), f"B{number}"))
    encoded = words.pieces.encode([i.source for i in test])
    made = predictions(model, encoded, LEAST)
    stages.save(model, work / f"b{number}.pt")
    (work / f"b{number}.pickle").write_bytes(pickle.dumps((test, encoded, made)))


def plv(work: Path) -> None:
    """Types of PLV's rows, each fold by the network that saw none of it."""
    vocabulary = Vocabulary.of(load())
    words = Words(work / "pieces.json")
    held: stages.Material = pickle.loads((work / "material.pickle").read_bytes())
    of = stratified(held.plv, 1)
    roots = sorted({i.root for i in held.plv})
    scores = np.zeros((len(held.plv), len(roots)))
    done: list[int] = []
    for number in range(FOLDS):
        if not (work / f"b{number}.pt").exists():
            print(f"fold {number} has not been run: it is left out")
            continue
        rows = [n for n, f in enumerate(of) if f == number]
        model = stages.restore(work / f"b{number}.pt", reader(vocabulary, words.kept))
        said = relations(model, words.pieces.encode([held.plv[n].source for n in rows]))
        scores[rows] = said @ sums(vocabulary, roots)
        print(number, macro([held.plv[n].root for n in rows], scores[rows], roots), flush=True)
        done += rows
    print("all", macro([held.plv[n].root for n in done], scores[done], roots), flush=True)


def sums(vocabulary: Vocabulary, roots: Sequence[str]) -> np.ndarray:
    """(16, 15): which types a root sums."""
    made = np.zeros((len(vocabulary.types), len(roots)))
    for n, kind in enumerate(vocabulary.types):
        made[n, roots.index("YIELD" if kind in ("CONCEDE", "RETREAT") else kind)] = 1
    return made


def macro(gold: Sequence[str], scores: np.ndarray, roots: Sequence[str]) -> float:
    said = [roots[k] for k in scores.argmax(1)]
    total = 0.0
    for root in roots:
        right = sum(g == s == root for g, s in zip(gold, said, strict=True))
        total += 2 * right / max(1, sum(g == root for g in gold) + sum(s == root for s in said))
    return total / len(roots)


Row = tuple[int, Labelled, Encoded, list[Guess]]  # fold, sentence, as read, what the model of the other folds says


def held(work: Path) -> list[Row]:
    rows: list[Row] = []
    for number in range(FOLDS):
        path = work / f"b{number}.pickle"
        if path.exists():
            test, encoded, made = pickle.loads(path.read_bytes())
            rows += [(number, *row) for row in zip(test, encoded, made, strict=True)]
        else:
            print(f"fold {number} has not been run: it is left out")
    return rows


def listed(shared: Path, rows: Sequence[Row]) -> tuple[list[list[Act]], list[list[Act]]]:
    """What the listed constructions find in each sentence, and what of it is heard."""
    labels = stored([Path(__file__).parent / "labels"])
    keys = [item.key for _, item, _, _ in rows if item.key]
    found = texts(shared, {key: labels[key] for key in keys})
    coder = LexiconCoder()
    gazetteer = Gazetteer(coder.codebook)
    every: list[list[Act]] = []
    heard: list[list[Act]] = []
    for article in articles([found[key] for key in keys]):
        listing = coder.listing(article, *mentions(article, gazetteer)) if article else Listing(Coding(()))
        every.append([from_event(e) for e in listing.coding.events])
        heard.append([from_event(e) for e in unlearned(listing)])
    return every, heard


def table(work: Path, vocabulary: Vocabulary) -> Numbers:
    """Which types and rungs go together, by the labels that the network learns."""
    whole: stages.Material = pickle.loads((work / "material.pickle").read_bytes())
    of = folds(whole.real, whole.plv)
    return together((e for i in whole.real if of[i.group] != stages.APART for e in i.events), vocabulary)


def report(shared: Path, work: Path) -> None:
    vocabulary = Vocabulary.of(load())
    rows = [(n, i, e, [g for g in guesses if g.found >= CUE]) for n, i, e, guesses in held(work)]
    gold = [[from_label(e) for e in item.events] for _, item, _, _ in rows]
    groups = [item.group for _, item, _, _ in rows]
    joint = table(work, vocabulary)
    found = [read(guesses, e, i.source, vocabulary, joint, SURE) for _, i, e, guesses in rows]
    right = [[answers(r, g) for r in some] for some, g in zip(found, gold, strict=True)]
    of, part = across(groups, found, right)

    def written(least: float, done: float) -> list[list[Act]]:
        return [acts(some, Weigher.of(of[k], least, done)) for some, k in zip(found, part, strict=True)]

    def scored(events: Sequence[Sequence[Act]]) -> str:
        report = compare(list(zip(groups, gold, events, strict=True)))
        line = {
            k: f"{100 * t.f1:.1f} ({100 * t.precision:.0f}/{100 * t.recall:.0f})" for k, t in report.tallies.items()
        }
        dear = sum((cost(g, o) for g, o in zip(gold, events, strict=True)), Cost())
        return f"{line} cost {dear.share:.2f}, {dear.false_delivered} false delivered"

    best, least = 0.0, 1.0
    for threshold in np.arange(0.6, 1.5, 0.05).round(2):
        ours = written(threshold, 0.0)
        print("reader alone, threshold", threshold, scored(ours), flush=True)
        tallies = compare(list(zip(groups, gold, ours, strict=True))).tallies
        if (mean := sum(t.f1 for t in tallies.values()) / len(tallies)) > best:
            best, least = mean, float(threshold)
    for done in np.arange(0.3, 0.8, 0.05).round(2):
        print("reader alone, delivered from", done, scored(written(least, done)), flush=True)
    whole, ours = written(least, 0.0), written(least, DONE)
    others, heard = listed(shared, rows)
    parts = [
        combine(some, rare, lambda a: a.cue, lambda a: a.confidence) for some, rare in zip(ours, heard, strict=True)
    ]
    shipped = [[*kept, *added] for kept, added in parts]
    for name, events in (
        ("reader alone", whole),
        ("reader alone, deeds doubted", ours),
        ("listed constructions alone", others),
        ("as shipped", shipped),
    ):
        print("\n".join(compare(list(zip(groups, gold, events, strict=True))).lines(name)), scored(events))
    recorded = {
        "thresholds": {"cue": CUE, "event": SURE, "sum": least, "done": DONE},
        "listed": calibrate(gold, parts),
        "weigher": fit([r for some in found for r in some], [a for some in right for a in some]),
        "together": joint.tolist(),
    }
    (Path(__file__).parent / "recorded.json").write_text(json.dumps(recorded, indent=1) + "\n", encoding="utf-8")
    status(work, rows, vocabulary)


def calibrate(gold: Sequence[Sequence[Act]], parts: Sequence[tuple[list[Act], list[Act]]]) -> float:
    """How sure an event of the list is; prints what the confidence of all events is worth."""
    raw: list[tuple[float, bool, bool]] = []
    for g, (kept, added) in zip(gold, parts, strict=True):
        right = set(matching(g, [*kept, *added], all_right).values())
        raw += [(act.confidence, n in right, n >= len(kept)) for n, act in enumerate([*kept, *added])]
    sure, y, own = (np.array(column) for column in zip(*raw, strict=True))
    found = calibration_error(list(zip(sure[~own], y[~own], strict=True)))
    print(f"the reader's events: calibration error {found:.4f}, 15 bins of equal mass")
    listed_right = float((y[own].sum() + 1) / (own.sum() + 2))  # there are few of them
    sure[own] = listed_right
    print(f"{len(y)} events, {y.mean():.3f} right in all fields; {own.sum()} of the list, {listed_right:.3f}")
    found = calibration_error(list(zip(sure, y, strict=True)))
    print(f"as shipped: calibration error {found:.4f}, 15 bins of equal mass")
    return round(listed_right, 3)


def status(work: Path, rows: Sequence[Row], vocabulary: Vocabulary) -> None:
    """Status given the gold cue, by the model of the other folds."""
    words = Words(work / "pieces.json")
    pairs: list[tuple[str, str]] = []
    for number in sorted({row[0] for row in rows}):
        model = stages.restore(work / f"b{number}.pt", reader(vocabulary, words.kept))
        some = [row for row in rows if row[0] == number and row[1].events]
        asked = [sorted({(tuple(e["cue"]), e["status"]) for e in item.events}) for _, item, _, _ in some]
        cues = [[covered(e.offsets, *cue) for cue, _ in of] for (_, _, e, _), of in zip(some, asked, strict=True)]
        said = judged(model, [e for _, _, e, _ in some], cues)
        for of, places, guesses in zip(asked, cues, said, strict=True):
            answers = iter(guesses)
            for (_, name), (first, last) in zip(of, places, strict=True):
                pairs.append((name, vocabulary.statuses[next(answers)] if first < last else "none"))
    names = [n for n, c in Counter(s for s, _ in pairs).items() if c >= ENOUGH]
    total = 0.0
    for name in vocabulary.statuses:
        right = sum(a == b == name for a, b in pairs)
        gold, said_so = sum(a == name for a, _ in pairs), sum(b == name for _, b in pairs)
        f1 = 2 * right / max(1, gold + said_so)
        total += f1 if name in names else 0.0
        print(f"  status given the cue: {name:13} {gold:5} labels  F1 {100 * f1:5.1f}")
    mean = 100 * total / max(1, len(names))
    print(f"status given the cue: macro-F1 {mean:.1f} over the {len(names)} with {ENOUGH} labels or more")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("what", choices=["start", "fold", "plv", "report"])
    options.add_argument("shared", type=Path)
    options.add_argument("work", type=Path)
    options.add_argument("number", type=int, nargs="?", default=0)
    options.add_argument("--threads", type=int, default=1)
    given = options.parse_args()
    torch.set_num_threads(given.threads)
    if given.what == "start":
        start(given.shared, given.work)
    elif given.what == "fold":
        fold(given.work, given.number)
    elif given.what == "plv":
        plv(given.work)
    else:
        report(given.shared, given.work)


if __name__ == "__main__":
    main()
