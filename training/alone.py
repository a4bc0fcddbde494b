"""What the gate asks of sentences that name fewer than two parties.

    python -m training.alone SHARED

To read all of them would take as long as to read all others, and one in seventeen tells of an act that is written. So
the coder in use reads those of the Reuters reports (but for reports that test it) whose title or previous sentence
names who is missing, and a logistic regression over their words, the gate's own score and whether they name a party
learns in which of them something is written. Its weights go into the card of the weights in use: no network is trained,
and no label is asked."""

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
from deedbook.evaluate.thread_labels import CORPUS, threads
from deedbook.reading import read
from deedbook.records import Article

HERE = Path(__file__).parent
_RARE, _STEPS, _PENALTY, _PARTS, _BATCH = 8, 200, 2.0, 5, 128
_SURE = 0.5


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence of a report: its words, the gate's score, whether it names a party, whether an act is written."""

    report: int
    words: frozenset[str]
    score: float
    named: bool
    told: bool


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


def items(coder: ReaderCoder, shared: Path, without: Container[int]) -> Iterator[Item]:
    """The sentences of all reports that are not among ``without``."""
    card = coder.model.card
    gate, least = Gate(card["gate"]), card["thresholds"]
    weigher = Weigher.of(card["weigher"], float(least["sum"]), float(least["done"]))
    numbers: list[int] = []
    batch: list[Line] = []

    def told() -> Iterator[Item]:
        for one in coder.tell(batch):
            text, named = one.line.source.text, bool(one.line.source.mentions)
            sure = max((w[1] for _, found in one.cues for r in found if (w := weigher.worth(r))), default=0.0)
            yield Item(numbers[one.line.article], frozenset(words(text)), gate.score(text), named, sure >= _SURE)
        batch.clear()

    for article in read([str(path) for path in sorted((shared / CORPUS).glob("*.sgm"))]):
        number = int(article.id.rpartition("#")[2]) if isinstance(article, Article) else 0
        if not isinstance(article, Article) or number in without:
            continue
        numbers.append(number)
        batch += [line for line in coder.prepare(len(numbers) - 1, article, lambda _: _Every()).lines if _wanted(line)]
        if len(batch) >= _BATCH:
            yield from told()
    yield from told()


def _wanted(line: Line) -> bool:
    return alone(line.source) and len(line.source.text) < 1000


def fit(some: Sequence[Item]) -> dict[str, object]:
    """What goes into the card, but for the threshold."""
    torch.manual_seed(1)
    counts = Counter(word for item in some for word in item.words)
    known = {word: n for n, word in enumerate(sorted(w for w, c in counts.items() if c >= _RARE))}
    places = [(k, known[word]) for k, item in enumerate(some) for word in item.words if word in known]
    x = torch.sparse_coo_tensor(torch.tensor(places).T, torch.ones(len(places)), (len(some), len(known)))
    plain = torch.tensor([(1.0, item.score, float(item.named)) for item in some])
    y = torch.tensor([float(item.told) for item in some])
    weight, rest = torch.zeros(len(known), 1, requires_grad=True), torch.zeros(3, requires_grad=True)
    optimizer = torch.optim.Adam([weight, rest], lr=0.05)
    for _ in range(_STEPS):
        optimizer.zero_grad()
        odds = torch.sparse.mm(x, weight)[:, 0] + plain @ rest
        value = F.binary_cross_entropy_with_logits(odds, y) + _PENALTY * weight.pow(2).sum() / len(some)
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
    options.add_argument("--least", type=float, default=-1.26, help="what the score must reach")
    given = options.parse_args()
    path = WEIGHTS / "card.json"
    shipped = json.loads(path.read_text(encoding="utf-8"))
    some = list(items(ReaderCoder(), given.shared, tested()))
    found = np.zeros(len(some))
    for part in range(_PARTS):
        card = fit([item for item in some if item.report % _PARTS != part])
        for n, item in enumerate(some):
            if item.report % _PARTS == part:
                found[n] = odds(card, item)
    told = np.array([item.told for item in some])
    passes = found >= given.least
    print(f"{len(some)} sentences, an act is written in {told.sum()};"
          f" weighed by other reports {passes.sum()} pass, {told[passes].sum()} of them with an act")  # fmt: skip
    shipped["gate"]["alone"] = {"least": given.least, **fit(some)}
    path.write_text(json.dumps(shipped, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
