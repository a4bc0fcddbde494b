"""What is asked of sentences that name fewer than two parties, and what weighs their readings.

    python -m training.alone SHARED [--least 0.25] [--sum 0.9]

The sentences of round 14, real ones by their labels, and those of our own articles and stories are read as the coder in
use reads them, with what the sentences of two parties around them tell (``deedbook.coding.surroundings``). A logistic
regression over their words, the gate's first sum, whether they name a party and how many acts their article tells of
learns which of them tell of an act; those of at least the probability ``--least`` are read. What weighs a reading is
learned as ``training.refitting`` learns it for other sentences, from those alone that the network has not learned
(``training.stages.single``); ``--sum`` is what its probabilities must come to, more than what has the best mean F1,
since readings that are mostly wrong help nobody. All goes into the card of the weights in use: no network is trained.
Printed: how well each part of the documents is read by what the others teach."""

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from torch.nn import functional as F

from deedbook.coding.encoding import Source
from deedbook.coding.gate import Gate, alone, words
from deedbook.coding.lines import Told
from deedbook.coding.model import WEIGHTS
from deedbook.coding.reader import ReaderCoder
from deedbook.coding.surroundings import MANY, Surroundings
from deedbook.coding.weighing import Reading, Weigher
from deedbook.evaluate.labelled import articles, stored
from deedbook.evaluate.labels import Act, compare, from_label
from deedbook.evaluate.reliability import calibration_error
from deedbook.evaluate.texts import documents
from training import export
from training.refitting import SUMS, figure, surely
from training.scoring import acts
from training.stages import TWO, WEIGHED
from training.weighing import PARTS, answers, fit

HERE = Path(__file__).parent
_RARE, _STEPS, _PENALTY = 6, 200, 2.0
_BATCH = 150  # documents
Document = tuple[str, list[tuple[Any, Sequence[Act] | None]]]  # its sentences, with labels or without


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence with labels that names fewer than two parties; ``likely`` is not yet among its readings' evidence."""

    document: str
    source: Source
    around: Surroundings
    readings: Sequence[Reading]
    gold: Sequence[Act]

    @property
    def here(self) -> frozenset[str]:
        return frozenset(code for *_, code in self.source.mentions)

    def weighed(self, likely: float) -> list[Reading]:
        return [r.also(lambda one: self.around.evidence(one, self.here, likely)) for r in self.readings]


class _Every:
    def __contains__(self, start: object) -> bool:
        return True


def real(shared: Path, paths: Iterable[Path]) -> Iterator[Document]:
    """Documents with labels on sentences of one party or none, whole."""
    labels = stored(paths)
    by: dict[str, dict[tuple[int, int], Sequence[Act]]] = {}
    for (file, start, end), rows in labels.items():
        by.setdefault(file, {})[start, end] = [from_label(e) for e in next(iter(rows.values()))["events"]]
    for path in sorted({file.partition("#")[0] for file in by}):
        for document in documents(shared, path, by):
            held = by[document.file]
            rest = [s for s in document.sentences if not any(s[0] < b and a < s[1] for a, b in held)]
            spans = sorted([*held, *rest])
            yield document.file, [(document.line(*span), held.get(span)) for span in spans]


def own(paths: Iterable[Path]) -> Iterator[Document]:
    """Articles and stories of our own."""
    by: dict[str, list[tuple[Any, Sequence[Act] | None]]] = {}
    for row in (json.loads(line) for path in paths for line in path.open("rb")):
        if row["round"] > TWO:
            line = SimpleNamespace(
                text=row["text"], title=row["title"], previous=row["previous"], published=row["date"]
            )
            by.setdefault(f"{row['labeller']} {row['title']}", []).append(
                (line, [from_label(e) for e in row["events"]])
            )
    yield from by.items()


def items(coder: ReaderCoder, some: Sequence[Document]) -> Iterator[Item]:
    """The labelled sentences that name fewer than two parties, read."""
    for at in range(0, len(some), _BATCH):
        part = some[at : at + _BATCH]
        flat = [(n, line, gold) for n, (_, lines) in enumerate(part) for line, gold in lines]
        single = articles([line for _, line, _ in flat])
        asked = [gold is not None for *_, gold in flat]
        prepared = [
            coder.prepare(k, article, (lambda _: _Every()) if asked[k] else None)
            for k, article in enumerate(single)
            if article
        ]
        told: dict[int, list[Told]] = {}
        for one in coder.tell([line for p in prepared for line in p.lines]):
            told.setdefault(one.line.article, []).append(one)
        of: list[list[Told]] = [[] for _ in part]
        for k, (n, *_) in enumerate(flat):
            of[n] += told.get(k, ())
        around = [coder.surroundings(held) for held in of]
        for k, (n, _, gold) in enumerate(flat):
            read = told[k][0] if gold is not None and k in told else None
            if read and gold is not None and read.line.single and alone(read.line.source):
                found = [r for _, readings in read.cues for r in readings]
                yield Item(part[n][0], read.line.source, around[n], found, gold)
        print(f"{min(len(some), at + _BATCH)} of {len(some)} documents", flush=True)


def gate_of(some: Sequence[Item], first: Gate) -> dict[str, Any]:
    """What the gate asks, but for the threshold; ``first`` knows the sum that all sentences are asked for."""
    torch.manual_seed(1)
    bags = [words(item.source.text) for item in some]
    counts = Counter(word for bag in bags for word in bag)
    known = {word: n for n, word in enumerate(sorted(w for w, c in counts.items() if c >= _RARE))}
    places = [(k, known[word]) for k, bag in enumerate(bags) for word in bag if word in known]
    x = torch.sparse_coo_tensor(torch.tensor(places).T, torch.ones(len(places)), (len(some), len(known)))
    plain = torch.tensor([(1.0, first.score(i.source.text), float(bool(i.here)), *_around(i)) for i in some])
    y = torch.tensor([float(bool(item.gold)) for item in some])
    weight, rest = torch.zeros(len(known), 1, requires_grad=True), torch.zeros(3 + MANY, requires_grad=True)
    optimizer = torch.optim.Adam([weight, rest], lr=0.05)
    for _ in range(_STEPS):
        optimizer.zero_grad()
        odds = torch.sparse.mm(x, weight)[:, 0] + plain @ rest
        value = F.binary_cross_entropy_with_logits(odds, y) + _PENALTY * weight.pow(2).sum() / len(some)
        value.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    base, same, named, *told = (round(float(v), 3) for v in rest)
    held = {word: round(float(weight[n]), 2) for word, n in known.items()}
    told = [round(float(v), 3) for v in np.cumsum([0.0, *told])]
    return {"base": base, "same": same, "named": named, "told": told, "words": {w: v for w, v in held.items() if v}}


def _around(item: Item) -> list[float]:
    return [float(item.around.told > n) for n in range(MANY)]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("shared", type=Path)
    options.add_argument("--least", type=float, default=0.25, help="probability of an act from which one is read")
    options.add_argument("--sum", type=float, default=0.9, help="least sum of a reading's probabilities")
    given = options.parse_args()
    torch.set_num_threads(1)
    coder = ReaderCoder()
    apart = sorted((HERE / "alone" / "development").glob("*.jsonl"))
    learned = sorted((HERE / "labels").glob("round14*.jsonl"))
    stories = sorted((HERE / "sentences").glob("round1[45]*.jsonl"))
    fresh = [p for p in stories if p.stem.endswith(WEIGHED)]
    held = list(items(coder, [*real(given.shared, apart), *own(fresh)]))
    known = list(items(coder, [*real(given.shared, learned), *own([p for p in stories if p not in fresh])]))
    for name, some in (("not learned", held), ("learned", known)):
        print(f"{len(some)} sentences {name}, an act in {sum(bool(i.gold) for i in some)}", flush=True)
    names = sorted({item.document for item in held})
    random.Random(2).shuffle(names)
    of = {name: n % PARTS for n, name in enumerate(names)}
    part = [of[item.document] for item in held]
    bound = round(float(np.log(given.least / (1 - given.least))), 3)
    card = coder.model.card["gate"]
    first = Gate(card)

    def gate(learned: Sequence[Item]) -> dict[str, Any]:
        return {**card, "alone": {"least": bound, **gate_of(learned, first)}}

    others = [[i for i, k in zip(held, part, strict=True) if k != number] for number in range(PARTS)]
    gates = [Gate(gate([*some, *known])) for some in others]
    sums = [gates[k].likely(i.source.text, bool(i.here)) for i, k in zip(held, part, strict=True)]
    passes = [gates[k].passes(i.source, i.around.told) for i, k in zip(held, part, strict=True)]
    acts_in = [len(i.gold) for i in held]
    print(
        f"read {np.mean(passes):.2f} of them, which hold {np.dot(passes, acts_in)} of {sum(acts_in)} acts", flush=True
    )
    found = [item.weighed(value) for item, value in zip(held, sums, strict=True)]
    right = [[answers(r, i.gold) for r in some_] for some_, i in zip(found, held, strict=True)]

    def taught(numbers: Sequence[int]) -> dict[str, list[float]]:
        return fit([r for n in numbers for r in found[n]], [a for n in numbers for a in right[n]])

    weights = [taught([n for n, k in enumerate(part) if k != number]) for number in range(PARTS)]
    done = float(coder.model.card["thresholds"]["done"])
    gold = [i.gold for i in held]

    def written(least: float) -> list[list[Act]]:
        weighers = [Weigher.of(one, least, done) for one in weights]
        return [acts(r, weighers[k]) if p else [] for r, k, p in zip(found, part, passes, strict=True)]

    scored = {least: figure(gold, written(least)) for least in map(float, SUMS)}
    for least, value in scored.items():
        print(f"least sum {least:.2f}: mean F1 {100 * value:.2f}")
    ours = written(given.sum)
    told = compare([(i.document, i.gold, o) for i, o in zip(held, ours, strict=True)])
    print("\n".join(told.lines(f"as other documents teach, from {given.sum}")))
    print(f"calibration error {calibration_error(surely(gold, ours)):.3f} over 15 bins of equal mass")
    path = WEIGHTS / "card.json"
    shipped = json.loads(path.read_text(encoding="utf-8"))
    shipped["gate"] = gate([*held, *known])
    shipped["alone"] = {"sum": given.sum, "weigher": taught(range(len(held)))}
    shipped["name"] = export.named(shipped)
    path.write_text(json.dumps(shipped, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
