"""Same text and same wire copy against labelled pairs, by the product's own search for pairs and its own check.

Rules were tuned on one half of the pairs (by a hash of the pair); both halves and all are reported."""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from deedbook.codebook import load
from deedbook.evaluate.bootstrap import Counts, interval
from deedbook.evaluate.gold import GoldError
from deedbook.evaluate.tally import Tally
from deedbook.ledger import wire
from deedbook.ledger.credits import Agencies
from deedbook.reading import read
from deedbook.records import Article, Block, Interval, Origin

REUTERS = "corpora/reuters21578"


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled pair: ``name`` and ``note`` to find it again, whether it is ``same``, what we ``found``, and whether
    it belongs to the half that was ``tuned`` on."""

    name: str
    note: str
    same: bool
    found: bool
    tuned: bool


@dataclass(frozen=True, slots=True)
class PairReport:
    """``title`` and ``extra`` are lines of their own; ``figure`` is the smaller of precision and recall over all."""

    title: str
    pairs: tuple[Judged, ...]
    extra: tuple[str, ...] = ()

    @property
    def figure(self) -> float:
        tally = _tally(self.pairs)
        return min(tally.precision, tally.recall)

    def lines(self, errors: bool) -> list[str]:
        halves = {
            "tuned on": [pair for pair in self.pairs if pair.tuned],
            "other half": [pair for pair in self.pairs if not pair.tuned],
            "all": list(self.pairs),
        }
        found = [self.title, *self.extra, *(_row(name, pairs) for name, pairs in halves.items() if pairs)]
        if errors:
            found += [
                f"  {'missed' if pair.same else 'wrongly same'}  {pair.name}  {pair.note}"
                for pair in self.pairs
                if pair.same != pair.found
            ]
        return found


def same_text(shared: Path, labels: Path) -> PairReport:
    """Pairs of Reuters reports by number (``training/ledger/same_text.jsonl``); all reports of the collection below
    ``shared`` are sketched and searched, so a pair that no sketch proposes is missed."""
    rows = _rows(labels, ("a", "b", "same"))
    files = sorted(str(path) for path in (shared / REUTERS).glob("*.sgm"))
    if not files:
        raise GoldError(f"{shared / REUTERS}: holds no *.sgm. Give the folder that the labels were made on.")
    articles = [article for article in read(files) if isinstance(article, Article)]
    keys = {article.id.partition("#")[2]: article.key for article in articles}
    if missing := next((str(row[side]) for row in rows for side in "ab" if str(row[side]) not in keys), None):
        raise GoldError(f"{labels}: report {missing} is not among those of {shared / REUTERS}. Give the whole folder.")
    started = time.perf_counter()
    links = _relations(articles)
    took = time.perf_counter() - started
    groups = wire.clusters(links)
    pairs = tuple(
        Judged(
            f"{row['a']} and {row['b']}",
            f"{row.get('kind', '')}: {row.get('note', '')}",
            bool(row["same"]),
            _link(keys[str(row["a"])], keys[str(row["b"])]) in links,
            _tuned(f"{row['a']}-{row['b']}"),
        )
        for row in rows
    )
    extra = (
        f"  {len(articles):,} reports sketched and compared in {took:.1f} s: {len(links):,} pairs in "
        f"{len(groups):,} groups of {sum(map(len, groups)):,} reports",
    )
    return PairReport(_title("same text", pairs), pairs, extra)


def same_wire(labels: Path) -> PairReport:
    """Made pairs of short texts with their outlets (``training/ledger/wire_pairs.jsonl``)."""
    rows = _rows(labels, ("a", "b", "same_wire"))
    articles = {(number, side): _made(f"{number}{side}", row[side]) for number, row in enumerate(rows) for side in "ab"}
    links = _relations(articles.values())
    found = [links.get(_link(articles[n, "a"].key, articles[n, "b"].key)) for n in range(len(rows))]
    pairs = tuple(
        Judged(
            f"pair {number + 1}",
            row.get("note", ""),
            bool(row["same_wire"]),
            relation is not None and relation.kind == "same wire copy",
            _tuned("\0".join((row["a"]["text"], row["b"]["text"]))),
        )
        for number, (row, relation) in enumerate(zip(rows, found, strict=True))
    )
    names = Agencies.of(load().outlets).names
    named = [
        (names.get(row["agency"], row["agency"]), relation.agency)
        for row, relation in zip(rows, found, strict=True)
        if row["same_wire"] and relation and relation.agency
    ]
    right = sum(expected == given for expected, given in named)
    return PairReport(_title("same wire copy", pairs), pairs, (f"  agency named rightly in {right} of {len(named)}",))


def _relations(articles: Iterable[Article]) -> dict[wire.Link, wire.Relation]:
    agencies = Agencies.of(load().outlets)
    return wire.relations(wire.Report.of(article, agencies) for article in articles)


def _rows(path: Path, needed: Sequence[str]) -> list[Mapping[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read ({error}). Give a UTF-8 file of JSON lines.") from None
    found: list[Mapping[str, Any]] = []
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line) if line.strip() else {"about": ""}
        except ValueError as error:
            raise GoldError(f"{path}, line {number}: is no JSON ({error}). Correct the line.") from None
        if isinstance(row, dict) and "about" in row:
            continue
        if not isinstance(row, dict) or (lacking := next((name for name in needed if name not in row), None)):
            what = f"{lacking!r}" if isinstance(row, dict) else "an object"
            raise GoldError(f"{path}, line {number}: {what} was expected. Give labelled pairs, one a line.")
        found.append(row)
    if not found:
        raise GoldError(f"{path}: holds no labelled pair. Give labelled pairs, one a line.")
    return found


def _made(name: str, side: Mapping[str, Any]) -> Article:
    text = str(side["text"])
    day = date.fromisoformat(side["date"]) if side.get("date") else None
    return Article(
        id=name,
        raw=text,
        blocks=(Block("body", 0, len(text)),),
        origin=Origin(name, "jsonl", hashlib.sha256(text.encode()).hexdigest(), "utf-8", "labels"),
        outlet=side.get("outlet"),
        published=Interval(day, day, "explicit") if day else Interval(),
    )


def _link(one: str, other: str) -> wire.Link:
    return min(one, other), max(one, other)


def _tuned(pair: str) -> bool:
    return hashlib.sha256(pair.encode()).digest()[0] % 2 == 0


def _tally(pairs: Iterable[Judged]) -> Tally:
    held = list(pairs)
    both = sum(pair.same and pair.found for pair in held)
    return Tally(sum(pair.same for pair in held), sum(pair.found for pair in held), both)


def _title(name: str, pairs: Sequence[Judged]) -> str:
    return f"{name}: {len(pairs)} pairs, {sum(pair.same for pair in pairs)} of them the same"


def _row(name: str, pairs: Sequence[Judged]) -> str:
    tally = _tally(pairs)
    counts = [np.array((pair.same, pair.found, pair.same and pair.found), dtype=int) for pair in pairs]
    shown = []
    for what, value, total, part in (
        ("precision", tally.precision, tally.ours, 1),
        ("recall", tally.recall, tally.gold, 0),
    ):
        low, high = interval(counts, _share(part))
        shown.append(f"{what} {100 * value:5.1f} [{100 * low:.1f} to {100 * high:.1f}] of {total}")
    return f"  {name:10}  {len(pairs):3} pairs  " + "  ".join(shown)


def _share(of: int) -> Callable[[Counts], float]:
    return lambda counts: float(counts[2] / counts[of]) if counts[of] else 0.0
