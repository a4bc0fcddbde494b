"""What the gate asks of sentences that name fewer than two parties.

    python -m training.alone SHARED [--share 0.15]

To read all of them would take longer than to read all others, and one in five tells of an act. A logistic regression
over their words, the gate's own score and whether they name a party learns which: from the sentences of round 14 by
their labels, and from the others of the Reuters reports (but for reports that test something) by whether the coder in
use writes an act when it is asked for all whose title or previous sentence names who is missing. The sum that lets
through the ``--share`` of these that is read goes into the card of the weights in use, with the weights: no network is
trained. Printed: how many of the labelled acts pass, weighed by other documents."""

import argparse
import json
import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from deedbook.coding.gate import Gate, alone, words
from deedbook.coding.model import WEIGHTS
from deedbook.coding.reader import Line, ReaderCoder
from deedbook.coding.weighing import Weigher
from deedbook.evaluate.texts import sha8
from deedbook.evaluate.thread_labels import CORPUS, threads
from deedbook.reading import read
from deedbook.records import Article
from training import export, stages
from training.material import Labelled

HERE = Path(__file__).parent
_RARE, _STEPS, _PENALTY, _PARTS, _BATCH = 6, 200, 2.0, 5, 128
_SURE = 0.3
_LABELS = 3.0  # times that a label counts as much as what the network says


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence of a report: its words, the gate's score, whether it names a party, whether an act is written."""

    report: str
    words: frozenset[str]
    score: float
    named: bool
    told: bool
    labelled: bool = False


class _Every:
    def __contains__(self, start: object) -> bool:
        return True


def tested() -> set[int]:
    """Numbers of the reports that threads are followed through, and of those kept out of training."""
    files = [HERE / "ledger" / f"threads_{half}.jsonl" for half in "ab"]
    found = {row.newid for path in files for thread in threads(path) for row in thread.rows}
    kept_out = re.compile(r'"file": "[^"]*#(\d+)"')
    return found | {
        int(number)
        for path in (HERE / "heldout").glob("*.jsonl")
        for number in kept_out.findall(path.read_text(encoding="utf-8"))
    }


def labelled(coder: ReaderCoder, held: Sequence[Labelled]) -> Iterator[Item]:
    """Sentences with labels."""
    gate = Gate(coder.model.card["gate"])
    for item in held:
        text, named = item.source.text, bool(item.source.mentions)
        if item.key and alone(item.source):
            yield Item(
                item.group.rpartition("/")[2],
                frozenset(words(text)),
                gate.score(text),
                named,
                bool(item.events),
                labelled=True,
            )


def items(coder: ReaderCoder, shared: Path, without: Container[int], known: Container[str]) -> Iterator[Item]:
    """The sentences of all reports that are not among ``without``, but for those whose ``sha8`` is ``known``."""
    card = coder.model.card
    gate, least = Gate(card["gate"]), card["thresholds"]
    weigher = Weigher.of(card["weigher"], float(least["sum"]), float(least["done"]))
    files: list[str] = []
    batch: list[Line] = []

    def told() -> Iterator[Item]:
        for one in coder.tell(batch):
            text, named = one.line.source.text, bool(one.line.source.mentions)
            sure = max((w[1] for _, found in one.cues for r in found if (w := weigher.worth(r))), default=0.0)
            yield Item(files[one.line.article], frozenset(words(text)), gate.score(text), named, sure >= _SURE)
        batch.clear()

    for article in read([str(path) for path in sorted((shared / CORPUS).glob("*.sgm"))]):
        number = int(article.id.rpartition("#")[2]) if isinstance(article, Article) else 0
        if not isinstance(article, Article) or number in without:
            continue
        files.append(article.id.rpartition("/")[2])
        batch += [
            line for line in coder.prepare(len(files) - 1, article, lambda _: _Every()).lines if _wanted(line, known)
        ]
        if len(batch) >= _BATCH:
            yield from told()
    yield from told()


def _wanted(line: Line, known: Container[str]) -> bool:
    return alone(line.source) and len(line.source.text) < 1000 and sha8(line.source.text) not in known


def fit(some: Sequence[Item]) -> dict[str, object]:
    """What goes into the card, but for the threshold."""
    torch.manual_seed(1)
    counts = Counter(word for item in some for word in item.words)
    known = {word: n for n, word in enumerate(sorted(w for w, c in counts.items() if c >= _RARE))}
    places = [(k, known[word]) for k, item in enumerate(some) for word in item.words if word in known]
    x = torch.sparse_coo_tensor(torch.tensor(places).T, torch.ones(len(places)), (len(some), len(known)))
    plain = torch.tensor([(1.0, item.score, float(item.named)) for item in some])
    y = torch.tensor([float(item.told) for item in some])
    counts_for = torch.tensor([_LABELS if item.labelled else 1.0 for item in some])
    weight, rest = torch.zeros(len(known), 1, requires_grad=True), torch.zeros(3, requires_grad=True)
    optimizer = torch.optim.Adam([weight, rest], lr=0.05)
    for _ in range(_STEPS):
        optimizer.zero_grad()
        odds = torch.sparse.mm(x, weight)[:, 0] + plain @ rest
        value = F.binary_cross_entropy_with_logits(odds, y, counts_for) + _PENALTY * weight.pow(2).sum() / len(some)
        value.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    base, same, named = (round(float(v), 3) for v in rest)
    held = {word: round(float(weight[n]), 2) for word, n in known.items()}
    return {"base": base, "same": same, "named": named, "words": {word: v for word, v in held.items() if v}}


def odds(card: dict[str, object], item: Item) -> float:
    """The score of a sentence, as the gate reckons it."""
    held, (base, same, named) = card["words"], (float(str(card[key])) for key in ("base", "same", "named"))
    assert isinstance(held, dict)
    told = sum(float(held.get(word, 0.0)) for word in item.words)
    return base + same * item.score + named * item.named + told


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("shared", type=Path)
    options.add_argument("--share", type=float, default=0.15, help="of such sentences of the Reuters reports is read")
    given = options.parse_args()
    torch.set_num_threads(1)
    path = WEIGHTS / "card.json"
    shipped = json.loads(path.read_text(encoding="utf-8"))
    coder = ReaderCoder()
    held = stages.labelled(given.shared).alone
    some = list(labelled(coder, held))
    print(f"{len(some)} labelled sentences, an act in {sum(item.told for item in some)}", flush=True)
    some += items(coder, given.shared, tested(), {sha8(item.source.text) for item in held})
    names = sorted({item.report for item in some})
    part = {name: n % _PARTS for n, name in enumerate(names)}
    found = np.zeros(len(some))
    for number in range(_PARTS):
        card = fit([item for item in some if part[item.report] != number])
        for n, item in enumerate(some):
            if part[item.report] == number:
                found[n] = odds(card, item)
    every = np.array([not item.labelled or "reut2" in item.report for item in some])
    by_label = np.array([item.labelled for item in some])
    told = np.array([item.told for item in some])
    for share in sorted({0.07, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, given.share}):
        least = float(np.quantile(found[every], 1 - share))
        passes = found >= least
        own, rest = (f"{told[of & passes].sum()} of {told[of].sum()}" for of in (by_label, ~by_label))
        print(f"{share:.2f} read, from {least:.2f}: {own} labelled with an act, {rest} others in which one is written")
    least = float(np.quantile(found[every], 1 - given.share))
    shipped["gate"]["alone"] = {"least": round(least, 2), **fit(some)}
    shipped["name"] = export.named(shipped)
    path.write_text(json.dumps(shipped, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
