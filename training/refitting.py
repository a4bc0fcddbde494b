"""What weighs a reading, fitted anew on readings of the coder as it is shipped.

    python -m training.refitting SHARED LABELS...

LABELS are of sentences that the network in use did not learn. The coder reads them as ``deedbook code`` does, second
readings with context among it; the regressions are fitted, and the least sum of their probabilities is chosen where the
mean of the four F1 is best, each fifth of the documents weighed as the others teach. Both go into
``training/recorded.json`` and into the card of the weights in use. Needed after each change of what readings are made
of: no network is trained."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from deedbook.coding.model import WEIGHTS
from deedbook.coding.reader import ReaderCoder
from deedbook.coding.weighing import Reading, Weigher
from deedbook.evaluate.labelled import articles, stored, texts
from deedbook.evaluate.labels import RULES, Act, compare, from_label
from deedbook.evaluate.matching import matching
from deedbook.evaluate.reliability import calibration_error
from deedbook.evaluate.tally import Tally
from training import export
from training.scoring import acts, all_right
from training.weighing import across, answers, fit

SUMS = np.arange(0.5, 1.3, 0.05).round(2)


def read(coder: ReaderCoder, shared: Path, labels: Sequence[Path]) -> list[tuple[str, list[Act], list[Reading]]]:
    """Document, labelled events and readings of each sentence."""
    by = stored(labels)
    found = texts(shared, by)
    keys, some = list(found), articles(list(found.values()))
    prepared = [coder.prepare(n, article) for n, article in enumerate(some) if article]
    held: dict[int, list[Reading]] = {}
    for told in coder.tell([line for one in prepared for line in one.lines]):
        held.setdefault(told.line.article, []).extend(r for _, readings in told.cues for r in readings)
    first = [next(iter(by[key].values())) for key in keys]
    return [
        (k[0], [from_label(e) for e in r["events"]], held.get(n, []))
        for n, (k, r) in enumerate(zip(keys, first, strict=True))
    ]


def figure(gold: Sequence[Sequence[Act]], ours: Sequence[Sequence[Act]]) -> float:
    """Mean F1 of the four rules."""
    total = 0.0
    for fits in RULES.values():
        found = sum(len(matching(g, o, fits)) for g, o in zip(gold, ours, strict=True))
        total += Tally(sum(map(len, gold)), sum(map(len, ours)), found).f1
    return total / len(RULES)


def surely(gold: Sequence[Sequence[Act]], ours: Sequence[Sequence[Act]]) -> list[tuple[float, bool]]:
    """The confidence of each act that is written, and whether it is right in all that confidence answers for."""
    return [
        (act.confidence, n in right)
        for g, some in zip(gold, ours, strict=True)
        for right in [set(matching(g, some, all_right).values())]
        for n, act in enumerate(some)
    ]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("shared", type=Path)
    options.add_argument("labels", type=Path, nargs="+")
    given = options.parse_args()
    rows = read(ReaderCoder(), given.shared, given.labels)
    right = [[answers(r, gold) for r in some] for _, gold, some in rows]
    of, part = across([document for document, _, _ in rows], [some for _, _, some in rows], right)
    recorded = Path(__file__).parent / "recorded.json"
    card = WEIGHTS / "card.json"
    held, shipped = (json.loads(path.read_text(encoding="utf-8")) for path in (recorded, card))
    done = float(shipped["thresholds"]["done"])
    gold = [g for _, g, _ in rows]
    scored = {}
    for least in map(float, SUMS):
        weighers = [Weigher.of(one, least, done) for one in of]
        scored[least] = figure(gold, [acts(some, weighers[k]) for k, (_, _, some) in zip(part, rows, strict=True)])
        print(f"least sum {least:.2f}: mean F1 {100 * scored[least]:.2f}", flush=True)
    best = max(scored, key=scored.__getitem__)
    weighers = [Weigher.of(one, best, done) for one in of]
    ours = [acts(some, weighers[k]) for k, (_, _, some) in zip(part, rows, strict=True)]
    told = compare([(document, g, o) for (document, g, _), o in zip(rows, ours, strict=True)])
    print("\n".join(told.lines("the reader, weighed as other documents teach")))
    print(f"calibration error {calibration_error(surely(gold, ours)):.3f} over 15 bins of equal mass")
    weigher = fit([r for _, _, some in rows for r in some], [a for some in right for a in some])
    for one in (held, shipped):
        one["weigher"], one["thresholds"]["sum"] = weigher, best
    recorded.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    shipped["name"] = export.named(shipped)
    card.write_text(json.dumps(shipped, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{sum(len(some) for _, _, some in rows)} readings of {len(rows)} sentences; least sum {best}")


if __name__ == "__main__":
    main()
