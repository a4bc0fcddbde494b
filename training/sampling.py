"""Draws sentences to be labelled: those that name two states, or a state and an organisation, spread over sources.

    python -m training.sampling SHARED OUT --batches 5 --size 200 --overlap 20 --seed 1

writes ``OUT/batch_1.jsonl`` … with text and context for a person to read. The batches are working files and stay out of
the repository; what goes in is made by ``training.labelling`` and holds offsets alone. The last ``--overlap`` sentences
of a batch are the first of the next one, so that two readers label them without seeing each other's labels."""

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from deedbook.codebook import load
from deedbook.coding.mentions import Gazetteer
from deedbook.evaluate.texts import Line, lines
from deedbook.records import Interval

SHARES = {"reuters": 0.55, "polnear": 0.27, "timex": 0.10, "ecbplus": 0.06, "html": 0.02}
_PARTY = frozenset({"state", "demonym", "capital", "metonym", "organisation", "agency", "armed_group", "person"})
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
    on = Interval(line.published, line.published, "explicit") if line.published else Interval()
    return {m.code for m in gazetteer.find(line.text, on) if m.kind in _PARTY}


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
    given = options.parse_args()
    chance = random.Random(given.seed)
    known = labelled(Path(__file__).parent / "labels")
    gazetteer = Gazetteer(load())
    total = given.batches * (given.size - given.overlap) + given.overlap
    about = re.compile(given.about, re.IGNORECASE)
    drawn: list[Line] = []
    for source, share in SHARES.items():
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
