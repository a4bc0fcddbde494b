"""How well the coder in use agrees with the labels, and one labeller with another.

    python -m training.agreement SHARED [--errors N]

The coder sees the sentence alone, as ``deedbook code`` would, with the document's date. Where two labellers read one
sentence, the first by name counts as gold for the coder."""

import argparse
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from deedbook.coding import LexiconCoder
from deedbook.evaluate.labels import Act, compare
from deedbook.reading import read
from deedbook.records import Article, Event
from training.texts import Line, lines

_SOURCES = {"reuters21578": "reuters", "polnear": "polnear", "ecbplus": "ecbplus", "timex": "timex", "html": "html"}
Key = tuple[str, int, int]  # file, start, end


def stored(folder: Path) -> dict[Key, dict[str, dict[str, Any]]]:
    """Labels by sentence and labeller."""
    found: dict[Key, dict[str, dict[str, Any]]] = defaultdict(dict)
    for path in sorted(folder.glob("*.jsonl")):
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            found[row["file"], row["start"], row["end"]][row["labeller"]] = row
    return dict(found)


def texts(shared: Path, wanted: Iterable[Key]) -> dict[Key, Line]:
    """The sentences that labels point to."""
    keys = set(wanted)
    needed = [name for part, name in _SOURCES.items() if any(part in file for file, _, _ in keys)]
    return {
        (line.file, line.start, line.end): line
        for name in needed
        for line in lines(shared, name)
        if (line.file, line.start, line.end) in keys
    }


def from_label(event: dict[str, Any]) -> Act:
    return Act(
        event["actor"]["code"],
        event["recipient"]["code"],
        event["type"],
        event["status"],
        event["symmetric"],
        (event["cue"][0], event["cue"][1]),
    )


def from_event(event: Event) -> Act:
    cue = (event.cue.start, event.cue.end) if event.cue else (0, 0)
    return Act(event.actor.code, event.recipient.code, event.event_type, event.status, event.symmetric, cue)


def coded(coder: LexiconCoder, wanted: dict[Key, Line]) -> dict[Key, tuple[Event, ...]]:
    """The coder's events for each sentence, read as one JSON line."""
    rows = [
        {"id": str(n), "text": line.text, **({"date": line.published.isoformat()} if line.published else {})}
        for n, line in enumerate(wanted.values())
    ]
    source = io.BytesIO("\n".join(map(json.dumps, rows)).encode())
    articles = {a.id: a for a in read(["-"], jsonl=True, stdin=source) if isinstance(a, Article)}
    return {key: coder.code([articles[str(n)]])[0].events if str(n) in articles else () for n, key in enumerate(wanted)}


def _acts(row: dict[str, Any]) -> list[Act]:
    return [from_label(event) for event in row["events"]]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("shared", type=Path)
    options.add_argument("--errors", type=int, default=0, help="print so many sentences that the coder got wrong")
    given = options.parse_args()
    labels = stored(Path(__file__).parent / "labels")
    found = texts(given.shared, labels)
    events = coded(LexiconCoder(), {key: found[key] for key in labels})
    acts = {
        key: {who: [from_label(e) for e in row["events"]] for who, row in sorted(by.items())}
        for key, by in labels.items()
    }
    gold = {key: next(iter(by.values())) for key, by in acts.items()}
    ours = {key: [from_event(e) for e in made] for key, made in events.items()}
    print("\n".join(compare([(key[0], gold[key], ours[key]) for key in labels]).lines("coder against labels")))
    empty = sum(not made for made in gold.values())
    clean = sum(not ours[key] for key, made in gold.items() if not made)
    print(f"  sentences without an event: {empty}; the coder leaves {clean} of them alone")
    twice = [(key, list(by.values())) for key, by in acts.items() if len(by) > 1]
    print("\n".join(compare([(key[0], a, b) for key, (a, b, *_) in twice]).lines("one labeller against another")))
    statuses = Counter(act.status for made in gold.values() for act in made)
    print("labels by status: " + ", ".join(f"{name} {n}" for name, n in statuses.most_common()))
    shown = 0
    for key, made in gold.items():
        if shown < given.errors and {(a.actor, a.recipient, a.event_type, a.status) for a in made} != {
            (a.actor, a.recipient, a.event_type, a.status) for a in ours[key]
        }:
            shown += 1
            print(f"\n{key[0]}: {found[key].text}\n  label {made}\n  coder {ours[key]}")


if __name__ == "__main__":
    main()
