"""Everything a model is trained on, as items: labelled sentences, given pairs, attributions.

Each item names its source, so that ``make train`` can leave a source out, and its group (a document, or a cluster of
near-duplicates), so that no group stands on both sides of a fold."""

import io
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deedbook.codebook import load
from deedbook.coding.encoding import Place, Source
from deedbook.coding.mentions import Gazetteer, mentions
from deedbook.evaluate.labelled import stored, texts
from deedbook.evaluate.plv import near_duplicates, rows
from deedbook.evaluate.polnear import brat, sentences_of
from deedbook.evaluate.texts import Line, lines
from deedbook.reading import read
from deedbook.records import Article
from training.labelling import span as find
from training.sampling import LENGTHS, labelled, parties

HERE = Path(__file__).parent
FOLDS = 5
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
    round: int = 0
    labeller: str = ""


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


Item = Labelled | Given | Attributed


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
    """Real sentences with the labels of their first reading: a later one of the same sentence tells how far readers
    agree and changes nothing else. Sentences of PLV are of the group that their rows are of."""
    labels = stored([HERE / "labels"])
    found = texts(shared, labels)
    keys = sorted(labels)
    days = [line.published.isoformat() if (line := found[k]).published else None for k in keys]
    table = shared / "gold" / "plv" / "PLV_train.tsv"
    alike = {item.source.text.strip(): item.group for item in plv(table)} if table.exists() else {}
    gazetteer = Gazetteer(load())
    held = [
        places([(getattr(found[k], part), d) for k, d in zip(keys, days, strict=True)], gazetteer)
        for part in ("text", "title", "previous")
    ]
    made = []
    for key, day, here, above, before in zip(keys, days, *held, strict=True):
        line = found[key]
        _, row = min(labels[key].items(), key=lambda by: (by[1]["round"], by[0]))
        source = Source(line.text, here, line.title, above, line.previous, before)
        name = "reuters" if "reuters" in key[0] else Path(key[0]).parts[1]
        made.append(Labelled(source, row["events"], name, alike.get(line.text, key[0]), key, day, row["round"]))
    return made


def unread(shared: Path) -> dict[int, list[tuple[str, Line]]]:
    """Real sentences in which nobody has labelled events, by how many parties they name (1, or 2 for more), none of a
    document that is held out."""
    known = labelled(HERE / "labels")
    apart = {json.loads(line)["file"] for p in sorted((HERE / "heldout").glob("*.jsonl")) for line in p.open("rb")}
    gazetteer = Gazetteer(load())
    by: dict[int, list[tuple[str, Line]]] = {1: [], 2: []}
    for source in ("reuters", "polnear", "timex", "ecbplus"):
        for line in lines(shared, source):
            if len(line.text) in LENGTHS and line.sha8 not in known and line.file not in apart:
                count = len(parties(line, gazetteer))
                if count:
                    by[min(count, 2)].append((source, line))
    return by


def unlabelled(by: Mapping[int, Sequence[tuple[str, Line]]], most: int = 4000) -> list[Labelled]:
    """Sentences without labels, for the teacher to read: those of our own that hold a given pair, then of ``by``, as
    :func:`unread` gives them, all that name two parties, and by chance such as name one, read alone."""
    chance = random.Random(1)
    chosen = [*by[2], *chance.sample(by[1], max(0, min(len(by[1]), most - len(by[2]))))]
    gazetteer = Gazetteer(load())
    days = [line.published.isoformat() if line.published else None for _, line in chosen]
    named = places([(line.text, day) for (_, line), day in zip(chosen, days, strict=True)], gazetteer)
    written = sorted({item.source.text for item in pairs_own()})
    return [
        Labelled(Source(text, here), [], "own pairs", text)
        for text, here in zip(written, places([(text, None) for text in written], gazetteer), strict=True)
    ] + [
        Labelled(Source(line.text, here), [], source, line.file, None, day)
        for (source, line), here, day in zip(chosen, named, days, strict=True)
    ]


def folds(items: Sequence[Labelled], plv: Sequence[Given] = (), seed: int = 1) -> dict[str, int]:
    """Document to fold. Documents of the first seven rounds were dealt before the others were read, and these before
    PLV's sentences, which are of the fold of their rows: all keep their fold, since a teacher was trained on four."""
    made = dict(zip((item.group for item in plv), stratified(plv, 1), strict=True))
    first = {item.group for item in items if item.round <= 7}
    others = {item.group for item in items if item.origin != "plv"} - first
    for documents in (sorted(first), sorted(others)):
        random.Random(seed).shuffle(documents)
        made |= {document: n % FOLDS for n, document in enumerate(documents)}
    return made


def stratified(items: Sequence[Given], seed: int) -> list[int]:
    """Fold of each item: groups stay together, classes are spread evenly, the rarest classes dealt first."""
    chance = random.Random(seed)
    members: dict[str, list[int]] = defaultdict(list)
    for n, item in enumerate(items):
        members[item.group].append(n)
    support = Counter(item.root for item in items)
    groups = sorted(members)
    chance.shuffle(groups)
    groups.sort(key=lambda g: min(support[items[n].root] for n in members[g]))
    held: list[Counter[str]] = [Counter() for _ in range(FOLDS)]
    placed = [0] * len(items)
    for group in groups:
        roots = [items[n].root for n in members[group]]
        fold = min(range(FOLDS), key=lambda f: (sum(held[f][r] for r in roots), held[f].total(), f))
        held[fold].update(roots)
        for n in members[group]:
            placed[n] = fold
    return placed


def own() -> list[Labelled]:
    """Sentences of our own writing, those of stories with what stands before them."""
    rows = [json.loads(line) for p in sorted((HERE / "sentences").glob("round*.jsonl")) for line in p.open("rb")]
    gazetteer = Gazetteer(load())
    named, above, before = (
        places([(row.get(part, ""), row.get("date")) for row in rows], gazetteer)
        for part in ("text", "title", "previous")
    )
    return [
        Labelled(
            Source(row["text"], here, row.get("title", ""), above[n], row.get("previous", ""), before[n]),
            row["events"],
            "own",
            f"own {n}",
            date=row.get("date"),
            round=row["round"],
            labeller=row["labeller"],
        )
        for n, (row, here) in enumerate(zip(rows, named, strict=True))
    ]


def pairs_own() -> list[Given]:
    """Sentences of our own writing with a given pair."""
    made = []
    for path in sorted((HERE / "sentences").glob("given*.jsonl")):
        for row in map(json.loads, path.open("rb")):
            spans = [find(row["text"], row[r]) for r in ("source", "target")]
            actor, recipient = ((s[0], s[1]) if s else None for s in spans)
            source = Source(row["text"], given=(actor, recipient))
            made.append(Given(source, (row["type"],), "own pairs", row["text"], row["type"]))
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


def pairs_named(items: Sequence[Labelled], chance: random.Random) -> list[Given]:
    """One pair by chance, of unknown type, out of each sentence that names two codes: for the teacher to relate."""
    made = []
    for item in items:
        named = chance.sample(item.source.mentions, len(item.source.mentions))
        other = next((m for m in named[1:] if m[2] != named[0][2]), None)
        if other:
            spans = (named[0][0], named[0][1]), (other[0], other[1])
            made.append(Given(Source(item.source.text, given=spans), (), item.origin, item.group, ""))
    return made


def attributed(shared: Path, part: str) -> list[Attributed]:
    """PolNeAR's ``train`` or ``dev`` as sentences; a span over several sentences is cut at their ends."""
    made = []
    for path in sorted((shared / "gold" / "polnear" / part / "attributions").glob("*.ann")):
        text = (path.parent.parent / "text" / f"{path.stem[:-5]}.txt").read_text(encoding="utf-8")
        made += [
            Attributed(source, spans, "polnear", path.stem, {"start": start})
            for start, source, spans in sentences_of(text, brat(path))
        ]
    return made


def plv(path: Path) -> list[Given]:
    """Rows of a PLV file: the sentence and its spans are read, the gold root is the label, nothing else is touched."""
    held = rows(path)
    groups = near_duplicates([row.text for row in held])
    return [
        Given(
            Source(row.text, given=row.given),
            ("CONCEDE", "RETREAT") if row.root == "YIELD" else (row.root,),
            "plv",
            f"plv {group}",
            row.root,
        )
        for row, group in zip(held, groups, strict=True)
    ]
