"""Draws sentences to be labelled: those that name two states, or a state and an organisation, spread over sources.

    python -m training.sampling SHARED OUT --batches 5 --size 200 --overlap 20 --seed 1

writes ``OUT/batch_1.jsonl`` … with text and context for a person to read. The batches are working files and stay out of
the repository; what goes in is made by ``training.labelling`` and holds offsets alone. The last ``--overlap`` sentences
of a batch are the first of the next one, so that two readers label them without seeing each other's labels.

``--alone`` draws sentences that name one party or none, where title or previous sentence names who is missing: three
quarters of them from the third whose words, as the gate weighs them, are most like those of an act."""

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from deedbook.codebook import load
from deedbook.coding.gate import Gate
from deedbook.coding.mentions import Gazetteer
from deedbook.coding.model import WEIGHTS
from deedbook.evaluate.texts import Line, lines
from deedbook.records import Interval

SHARES = {"reuters": 0.55, "polnear": 0.27, "timex": 0.10, "ecbplus": 0.06, "html": 0.02}
_PARTY = frozenset({"state", "demonym", "capital", "metonym", "organisation", "agency", "armed_group", "person"})
_FROM_ONE = 4  # sentences of one document that name one party or none
LENGTHS = range(40, 420)  # characters: shorter are headlines of one word, longer are tables


def labelled(folder: Path) -> set[str]:
    """``sha8`` of every sentence that has a label already."""
    return {
        json.loads(line)["sha8"]
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    }


def parties(line: Line, gazetteer: Gazetteer) -> set[str]:
    """Codes of the states and organisations that a sentence names."""
    return _named(line.text, line, gazetteer)


def _named(text: str, line: Line, gazetteer: Gazetteer) -> set[str]:
    on = Interval(line.published, line.published, "explicit") if line.published else Interval()
    return {m.code for m in gazetteer.find(text, on) if m.kind in _PARTY}


def candidates(
    shared: Path, source: str, gazetteer: Gazetteer, about: re.Pattern[str]
) -> dict[tuple[str, ...], list[Line]]:
    """Sentences that name two parties and match ``about``, by the pair that they name."""
    states = load().states
    found: dict[tuple[str, ...], list[Line]] = defaultdict(list)
    for line in lines(shared, source):
        if len(line.text) not in LENGTHS or not about.search(line.text):
            continue
        codes = parties(line, gazetteer)
        if len(codes) >= 2 and codes & states.keys():
            found[tuple(sorted(codes))].append(line)
    return found


def lonely(shared: Path, source: str, gazetteer: Gazetteer, about: re.Pattern[str]) -> list[tuple[float, Line]]:
    """Sentences that name fewer than two parties and match ``about``, where title or previous sentence names who is
    missing, each with the gate's score."""
    states, gate = load().states, Gate(json.loads((WEIGHTS / "card.json").read_text(encoding="utf-8"))["gate"])
    found = []
    for line in lines(shared, source):
        if len(line.text) not in LENGTHS or not about.search(line.text):
            continue
        here = parties(line, gazetteer)
        told = here.union(*(_named(text, line, gazetteer) for text in (line.title, line.previous)))
        if len(here) < 2 <= len(told) and told & states.keys():
            found.append((gate.likely(line.text, bool(here)), line))
    return found


def draw_lonely(found: Sequence[tuple[float, Line]], count: int, chance: random.Random) -> list[Line]:
    """``count`` of them, three quarters from the third with the highest scores, at most four from one document."""
    order = [line for _, line in sorted(found, key=lambda one: -one[0])]
    third, taken, documents = len(order) // 3, list[Line](), Counter[str]()
    for part, most in ((order[:third], 3 * count // 4), (order[third:], count)):
        for line in chance.sample(part, len(part)):
            if len(taken) < most and documents[line.file] < _FROM_ONE:
                documents[line.file] += 1
                taken.append(line)
    return taken


def draw(found: dict[tuple[str, ...], list[Line]], count: int, chance: random.Random) -> list[Line]:
    """``count`` sentences, no pair of parties taken again before every other was, at most two from one document."""
    pools = [chance.sample(pool, len(pool)) for _, pool in sorted(found.items())]
    chance.shuffle(pools)
    taken: list[Line] = []
    documents: dict[str, int] = defaultdict(int)
    while pools and len(taken) < count:
        for pool in pools:
            line = pool.pop()
            if documents[line.file] < 2 and len(taken) < count:
                documents[line.file] += 1
                taken.append(line)
        pools = [pool for pool in pools if pool]
    return taken


def _write(path: Path, batch: Iterable[Line]) -> None:
    rows = [
        {
            "n": n,
            "file": line.file,
            "start": line.start,
            "end": line.end,
            "decoding": line.decoding,
            "sha8": line.sha8,
            "date": line.published and line.published.isoformat(),
            "title": line.title[:160],
            "previous": line.previous[:300],
            "text": line.text,
        }
        for n, line in enumerate(batch, 1)
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("shared", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--batches", type=int, default=5)
    options.add_argument("--size", type=int, default=200)
    options.add_argument("--overlap", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--about", default="", help="only sentences that match this regular expression")
    options.add_argument("--alone", action="store_true", help="sentences that name one party or none")
    given = options.parse_args()
    chance = random.Random(given.seed)
    known = labelled(Path(__file__).parent / "labels")
    gazetteer = Gazetteer(load())
    total = given.batches * (given.size - given.overlap) + given.overlap
    about = re.compile(given.about, re.IGNORECASE)
    drawn: list[Line] = []
    for source, share in SHARES.items():
        if given.alone:
            some = lonely(given.shared, source, gazetteer, about)
            drawn += draw_lonely([one for one in some if one[1].sha8 not in known], round(total * share), chance)
            continue
        found = candidates(given.shared, source, gazetteer, about)
        fresh = {pair: [x for x in pool if x.sha8 not in known] for pair, pool in found.items()}
        drawn += draw({pair: pool for pair, pool in fresh.items() if pool}, round(total * share), chance)
    chance.shuffle(drawn)
    given.out.mkdir(parents=True, exist_ok=True)
    step = given.size - given.overlap
    for number in range(given.batches):
        _write(given.out / f"batch_{number + 1}.jsonl", drawn[number * step : number * step + given.size])
    print(f"{len(drawn)} sentences in {given.batches} batches below {given.out}")


if __name__ == "__main__":
    main()
