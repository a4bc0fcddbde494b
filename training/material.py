"""Everything a model is trained on, as items: labelled sentences, given pairs, attributions.

Each item names its source, so that ``make train`` can leave a source out, and its group (a document, or a cluster of
near-duplicates), so that no group stands on both sides of a fold."""

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deedbook.codebook import load
from deedbook.coding.encoding import Place, Source
from deedbook.coding.mentions import Gazetteer, mentions
from deedbook.coding.sentences import split
from deedbook.reading import read
from deedbook.records import Article
from training.agreement import stored, texts
from training.labelling import span as find

HERE = Path(__file__).parent
_BATCH = 4000


@dataclass(frozen=True)
class Labelled:
    """A sentence with its events; ``key`` is (file, start, end) for real sentences, ``None`` for our own."""

    source: Source
    events: list[dict[str, Any]]
    origin: str
    group: str
    key: tuple[str, int, int] | None = None
    date: str | None = None


@dataclass(frozen=True)
class Given:
    """A sentence with a given pair and the types that count as right (YIELD: two)."""

    source: Source
    types: tuple[str, ...]
    origin: str
    group: str
    root: str = ""


@dataclass(frozen=True)
class Attributed:
    """A sentence with attribution spans: (kind, start, end), kind of source, cue, content."""

    source: Source
    spans: list[tuple[str, int, int]]
    origin: str
    group: str
    extra: dict[str, Any] = field(default_factory=dict)


def places(rows: Sequence[tuple[str, str | None]], gazetteer: Gazetteer) -> list[tuple[Place, ...]]:
    """Mentions of each (text, ISO date or None), found as ``deedbook code`` finds them in a JSON line."""
    made: list[tuple[Place, ...]] = []
    for at in range(0, len(rows), _BATCH):
        part = rows[at : at + _BATCH]
        lines = [{"id": str(n), "text": t or ".", **({"date": d} if d else {})} for n, (t, d) in enumerate(part)]
        stdin = io.BytesIO("\n".join(map(json.dumps, lines)).encode())
        found = {
            int(a.id): tuple((m.start, m.end, m.code) for m in mentions(a, gazetteer)[0])
            for a in read(["-"], jsonl=True, stdin=stdin)
            if isinstance(a, Article)
        }
        made += [found.get(n, ()) for n in range(len(part))]
    return made


def real(shared: Path) -> list[Labelled]:
    """Real sentences with the labels of the first labeller by name."""
    labels = stored(HERE / "labels")
    found = texts(shared, labels)
    keys = sorted(labels)
    days = [line.published.isoformat() if (line := found[k]).published else None for k in keys]
    gazetteer = Gazetteer(load())
    held = [
        places([(getattr(found[k], part), d) for k, d in zip(keys, days, strict=True)], gazetteer)
        for part in ("text", "title", "previous")
    ]
    made = []
    for key, day, here, above, before in zip(keys, days, *held, strict=True):
        line = found[key]
        row = next(row for _, row in sorted(labels[key].items()))
        source = Source(line.text, here, line.title, above, line.previous, before)
        name = "reuters" if "reuters" in key[0] else Path(key[0]).parts[1]
        made.append(Labelled(source, row["events"], name, key[0], key, day))
    return made


def own() -> list[Labelled]:
    """Sentences of our own writing."""
    rows = [json.loads(line) for p in sorted((HERE / "sentences").glob("round*.jsonl")) for line in p.open("rb")]
    named = places([(row["text"], None) for row in rows], Gazetteer(load()))
    return [
        Labelled(Source(row["text"], here), row["events"], "own", f"own {n}")
        for n, (row, here) in enumerate(zip(rows, named, strict=True))
    ]


def pairs_own() -> list[Given]:
    """Sentences of our own writing with a given pair."""
    made = []
    for path in sorted((HERE / "sentences").glob("given*.jsonl")):
        for row in map(json.loads, path.open("rb")):
            spans = tuple(tuple(s) if (s := find(row["text"], row[r])) else None for r in ("source", "target"))
            made.append(Given(Source(row["text"], given=spans), (row["type"],), "own pairs", row["text"], row["type"]))
    return made


def pairs_of(items: Sequence[Labelled]) -> Iterator[Given]:
    """Given pairs out of labelled events whose two parties stand in the sentence."""
    for item in items:
        seen = set()
        for event in item.events:
            spans = event["actor"]["span"], event["recipient"]["span"]
            if (
                all(spans)
                and (mark := (tuple(spans[0]), tuple(spans[1]))) not in seen
                and event["polarity"] != "negative"
            ):
                seen.add(mark)
                yield Given(Source(item.source.text, given=mark), (event["type"],), "events", item.group, event["type"])


def attributed(shared: Path, part: str) -> list[Attributed]:
    """PolNeAR's ``train`` or ``dev`` as sentences; a span over several sentences is cut at their ends."""
    made = []
    for path in sorted((shared / "gold" / "polnear" / part / "attributions").glob("*.ann")):
        text = (path.parent.parent / "text" / f"{path.stem[:-5]}.txt").read_text(encoding="utf-8")
        made += sentences_of(text, brat(path), path.stem)
    return made


def brat(path: Path) -> list[tuple[str, int, int]]:
    """(kind, start, end) of the sources, cues and contents of one annotation file."""
    spans = []
    for line in path.read_text(encoding="utf-8").splitlines():
        found = re.match(r"T\d+\t(Source|Cue|Content) ([\d ;]+)\t", line)
        if found:
            for piece in found[2].split(";"):
                start, end = piece.split()
                spans.append((found[1].lower(), int(start), int(end)))
    return spans


def sentences_of(text: str, spans: Sequence[tuple[str, int, int]], group: str) -> list[Attributed]:
    """The sentences of a text, each with the one before it and the parts of the spans that fall into it."""
    made: list[Attributed] = []
    previous = ""
    for start, end in split(text):
        inside = [(k, max(a, start) - start, min(b, end) - start) for k, a, b in spans if a < end and start < b]
        made.append(Attributed(Source(text[start:end], previous=previous), inside, "polnear", group, {"start": start}))
        previous = text[start:end]
    return made


def marked(text: str) -> tuple[str, tuple[tuple[int, int] | None, tuple[int, int] | None]]:
    """A sentence marked with <s>…</s> and <t>…</t>: the plain text, and the first span of each."""
    spans: dict[str, tuple[int, int]] = {}
    plain, at, begun = [], 0, {}
    for piece in re.split(r"(</?[st]>)", text):
        if re.fullmatch(r"</?[st]>", piece):
            role = piece[-2]
            if piece[1] != "/":
                begun[role] = at
            elif role in begun:
                spans.setdefault(role, (begun[role], at))
        else:
            plain.append(piece)
            at += len(piece)
    return "".join(plain), (spans.get("s"), spans.get("t"))


def plv(path: Path) -> list[Given]:
    """Rows of a PLV file: the sentence and its spans are read, the gold root is the label, nothing else is touched."""
    made = []
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter="\t"):
            text, spans = marked(row["marked_sentence"])
            root = row["gold_root"]
            types = ("CONCEDE", "RETREAT") if root == "YIELD" else (root,)
            made.append(Given(Source(text, given=spans), types, "plv", "", root))
    groups = near_duplicates([m.source.text for m in made])
    return [Given(m.source, m.types, m.origin, f"plv {g}", m.root) for m, g in zip(made, groups, strict=True)]


def near_duplicates(rows: Sequence[str], share: float = 0.5) -> list[int]:
    """A group number a text: texts that share half of the shorter one's word 4-grams are of one group."""
    grams = []
    where: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, text in enumerate(rows):
        words = re.findall(r"\w+", text.lower())
        own = {tuple(words[k : k + 4]) for k in range(max(1, len(words) - 3))}
        grams.append(own)
        for gram in own:
            where[gram].append(n)
    parent = list(range(len(rows)))

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
    return [root(n) for n in range(len(rows))]
