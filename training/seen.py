"""How much of the listed constructions can be learned from labels: writes the column ``seen`` of ``cues.csv``.

    python -m training.seen SHARED

Counts the events that each construction makes of the labelled sentences that the shipped network learns (all but those
of the fold that is kept apart), right or wrong."""

import argparse
import csv
from collections import Counter
from pathlib import Path

from deedbook import codebook
from deedbook.codebook.cues import cues
from deedbook.coding import LexiconCoder
from deedbook.coding.mentions import Gazetteer, mentions
from deedbook.evaluate.labelled import articles, stored, texts
from training import material
from training.stages import APART

TABLE = Path(codebook.__file__).parent / "data" / "cues.csv"


def count(shared: Path) -> list[int]:
    """For each construction, in the order of the table."""
    of = material.folds(held := material.real(shared), material.plv(shared / "gold" / "plv" / "PLV_train.tsv"))
    learned = {item.key for item in held if of[item.group] != APART}
    found = texts(shared, {key: by for key, by in stored([material.HERE / "labels"]).items() if key in learned})
    coder = LexiconCoder()
    gazetteer = Gazetteer(coder.codebook)
    seen: Counter[int] = Counter()
    for article in filter(None, articles(list(found.values()))):
        listing = coder.listing(article, *mentions(article, gazetteer))
        seen.update(id(cue) for cue in listing.by.values())
    return [seen[id(cue)] for cue in cues()]


def write(seen: list[int]) -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        names, held = rows.fieldnames, list(rows)
    assert names
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, names, lineterminator="\n")
        table.writeheader()
        table.writerows({**row, "seen": n} for row, n in zip(held, seen, strict=True))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("shared", type=Path)
    write(count(options.parse_args().shared))


if __name__ == "__main__":
    main()
