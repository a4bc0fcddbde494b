"""Sentences with a marked pair against their PLOVER root (PLV: github.com/snowood1/Zero-Shot-PLOVER).

Of a file's columns only ``marked_sentence`` and ``gold_root`` are read: the others are a system's predictions and would
give the answer away. Each row is coded in given-pair mode, as ``deedbook code`` does with ``actor_span`` and
``recipient_span``. Fifteen classes: PLV's YIELD holds CONCEDE and RETREAT. Intervals are a bootstrap over groups of
sentences that share half of their word 4-grams, since some rows are near-copies of one report."""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deedbook.codebook import load
from deedbook.coding import Coder
from deedbook.evaluate.bootstrap import Counts, interval
from deedbook.evaluate.confusion import accuracy, confusion, macro_f1, matrix, table
from deedbook.evaluate.exposure import Exposure, exposure
from deedbook.evaluate.gold import GoldError
from deedbook.reading import read
from deedbook.records import Article

YIELD = "YIELD"
_YIELDS = ("CONCEDE", "RETREAT")
_COLUMNS = ("marked_sentence", "gold_root")
_TAG = re.compile(r"(</?[st]>)")
Spans = tuple[tuple[int, int] | None, tuple[int, int] | None]


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence with the first span of its actor and of its recipient, and its root."""

    text: str
    given: Spans
    root: str


@dataclass(frozen=True, slots=True)
class PlvReport:
    """``counts`` (15, 16) by the order of ``names``; intervals at 95 %."""

    coder: str
    names: tuple[str, ...]
    counts: Counts
    groups: int
    macro: tuple[float, float]
    exact: tuple[float, float]
    exposure: Exposure
    errors: tuple[str, ...]

    @property
    def figure(self) -> float:
        """Macro-F1."""
        return macro_f1(self.counts)

    def lines(self, errors: bool) -> list[str]:
        """The report for a terminal; with ``errors`` every sentence whose root is wrong."""
        out = [
            f"plv: {self.counts.sum()} sentences in {self.groups} groups of near-duplicates, {self.coder}",
            self.exposure.line,
            f"  root macro-F1 {100 * self.figure:.1f} [{100 * self.macro[0]:.1f} to {100 * self.macro[1]:.1f}]"
            f"  accuracy {100 * accuracy(self.counts):.1f} [{100 * self.exact[0]:.1f} to {100 * self.exact[1]:.1f}]",
            *table(self.counts, self.names),
            "confusion: rows gold, columns ours",
            *matrix(self.counts, self.names),
        ]
        return out + [f"  {error}" for error in self.errors] if errors else out


def evaluate(coder: Coder, paths: Sequence[Path]) -> PlvReport:
    """Code every row of the files and score the types. Raises GoldError."""
    held = [row for path in paths for row in rows(path)]
    names = _roots()
    given = [root_of(t) for t in types(coder, held)]
    of = near_duplicates([row.text for row in held])
    groups: dict[int, list[tuple[str, str | None]]] = defaultdict(list)
    for row, ours, group in zip(held, given, of, strict=True):
        groups[group].append((row.root, ours))
    counts = [confusion(pairs, names) for pairs in groups.values()]
    return PlvReport(
        coder.name,
        names,
        sum(counts, confusion((), names)),
        len(groups),
        interval(counts, macro_f1),
        interval(counts, accuracy),
        exposure(coder, [row.text for row in held]),
        tuple(
            f"{row.root} / {ours or 'nothing'}: {_shown(row)}"
            for row, ours in zip(held, given, strict=True)
            if row.root != ours
        ),
    )


def rows(path: Path) -> list[Row]:
    """The rows of one file; of each only the two columns named above are read. Raises GoldError."""
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            lines = csv.reader(handle, delimiter="\t")
            head = next(lines, [])
            missing = [name for name in _COLUMNS if name not in head]
            if missing:
                raise GoldError(f"{path}: lacks the column {missing[0]}. Give a table like PLV's, separated by tabs.")
            at = [head.index(name) for name in _COLUMNS]
            return [_row(path, lines.line_num, [line[n] if n < len(line) else "" for n in at]) for line in lines]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise GoldError(f"{path}: cannot be read ({error}). Give a UTF-8 table separated by tabs.") from None


def _row(path: Path, number: int, cells: Sequence[str]) -> Row:
    text, given = marked(cells[0])
    root = root_of(cells[1])
    if not text.strip() or root not in _roots():
        raise GoldError(
            f"{path}, line {number}: a sentence and one of {', '.join(_roots())} were expected, found"
            f" {cells[0][:40]!r} and {cells[1]!r}. Mend the line or leave it out."
        )
    return Row(text, given, root)


def types(coder: Coder, some: Sequence[Row]) -> list[str | None]:
    """The event type that the coder gives each pair; ``None`` where it gives none."""
    lines = [{"id": str(n), "text": r.text, "actor_span": r.given[0], "recipient_span": r.given[1]}
             for n, r in enumerate(some)]  # fmt: skip
    stdin = io.BytesIO("\n".join(map(json.dumps, lines)).encode())
    articles = [a for a in read(["-"], jsonl=True, stdin=stdin) if isinstance(a, Article)]
    made = {int(a.id): c.events[0].event_type for a, c in zip(articles, coder.code(articles), strict=True) if c.events}
    return [made.get(n) for n in range(len(some))]


def root_of(event_type: str | None) -> str | None:
    """PLV's root of one of the sixteen types."""
    return YIELD if event_type in _YIELDS else event_type


def _roots() -> tuple[str, ...]:
    return tuple(sorted({YIELD, *load().event_types} - set(_YIELDS)))


def _shown(row: Row) -> str:
    """The sentence with its spans in brackets."""
    text = row.text
    marks = [(at, sign) for span, pair in zip(row.given, ("[]", "{}"), strict=True) if span
             for at, sign in zip(span, pair, strict=True)]  # fmt: skip
    for at, sign in sorted(marks, reverse=True):
        text = text[:at] + sign + text[at:]
    return text


def marked(text: str) -> tuple[str, Spans]:
    """A sentence marked with <s>…</s> and <t>…</t>: the plain text, and the first span of each; ``None`` where a role
    is not marked."""
    spans: dict[str, tuple[int, int]] = {}
    plain: list[str] = []
    at, begun = 0, dict[str, int]()
    for piece in _TAG.split(text):
        if not _TAG.fullmatch(piece):
            plain.append(piece)
            at += len(piece)
        elif piece[1] != "/":
            begun[piece[-2]] = at
        elif piece[-2] in begun:
            spans.setdefault(piece[-2], (begun[piece[-2]], at))
    return "".join(plain), (spans.get("s"), spans.get("t"))


def near_duplicates(texts: Sequence[str], share: float = 0.5) -> list[int]:
    """A group number a text: texts that share half of the shorter one's word 4-grams are of one group."""
    grams = []
    where: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, text in enumerate(texts):
        words = re.findall(r"\w+", text.lower())
        own = {tuple(words[k : k + 4]) for k in range(max(1, len(words) - 3))}
        grams.append(own)
        for gram in own:
            where[gram].append(n)
    parent = list(range(len(texts)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for n, own in enumerate(grams):
        shared: dict[int, int] = defaultdict(int)
        for gram in own:
            for other in where[gram]:
                if other < n:
                    shared[other] += 1
        for other, count in shared.items():
            if count >= share * min(len(own), len(grams[other])):
                parent[root(n)] = root(other)
    return [root(n) for n in range(len(texts))]
