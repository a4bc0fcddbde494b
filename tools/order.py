"""Read the same reports in many random orders and batches: every ledger must be the same but for ``recorded``.

Compares the facts (``Ledger.dump``), the acts and commitments of a snapshot, the acts that the index holds, and the
table of pairs. Reports are coded once, since their order is nothing to a coder; exits 1 at a difference."""

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice

from deedbook.coding import lone_coder
from deedbook.ledger import Ledger
from deedbook.pipeline.intake import code
from deedbook.reading import read
from deedbook.records import Article, Coding, Snapshot

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def held(reports: Sequence[tuple[Article, Coding]], draw: random.Random | None) -> tuple[object, ...]:
    """What a ledger holds after these reports were read in this order, in batches of random sizes."""
    with Ledger.temporary() as ledger:
        at = 0
        while at < len(reports):
            size = draw.randrange(1, 60) if draw else len(reports)
            ledger.add_many(reports[at : at + size], coder="one", recorded=NOW)
            at += size
        facts = ledger.facts()
        named = {
            number: (reading.article_key, event.event_id)
            for reading in facts.readings
            for number, event in zip(reading.numbers, reading.coding.events, strict=True)
        }
        acts: dict[int, set[tuple[str, str]]] = {}
        with ledger._lookup() as connection:
            for number, act in connection.execute("SELECT number, act FROM indexed_events WHERE act IS NOT NULL"):
                acts.setdefault(act, set()).add(named[number])
        snapshot: Snapshot = ledger.snapshot()
        return ledger.dump(), snapshot, frozenset(map(frozenset, acts.values())), ledger.pairs()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", nargs="+")
    parser.add_argument("--reports", type=int, default=300, help="the first so many that tell of any act")
    parser.add_argument("--orders", type=int, default=50)
    chosen = parser.parse_args()
    coder = lone_coder()
    reports: list[tuple[Article, Coding]] = []
    articles = (item for item in read(chosen.source) if isinstance(item, Article))
    while len(reports) < chosen.reports and (batch := list(islice(articles, 64))):
        reports += [
            (article, coding) for article, coding in zip(batch, code(batch, coder), strict=True) if coding.events
        ]
    reports = reports[: chosen.reports]
    # One text in two files: which was read first must not show either.
    reports += [(replace(a, id=f"again-{a.id}", origin=replace(a.origin, location="zz")), c) for a, c in reports[:10]]
    events = sum(len(coding.events) for _, coding in reports)
    first = held(reports, None)
    print(f"{len(reports)} reports, {events} events, {len(first[2])} acts", flush=True)
    for seed in range(chosen.orders):
        draw = random.Random(seed)
        shuffled = draw.sample(reports, len(reports))
        for what, one, other in zip(("facts", "acts", "index", "pairs"), first, held(shuffled, draw), strict=True):
            if one != other:
                print(f"order {seed}: the {what} differ")
                return 1
        if seed % 10 == 9:
            print(f"{seed + 1} orders: the same", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
