"""From a reader's answers to labels by offset, and from labels back to what was read.

A reader answers one JSON line a sentence: ``{"n": 7, "events": [...]}``, every phrase quoted from the sentence
(``"aid##2"``: its second occurrence). An event:

    {"cue": "agreed to lift", "type": "CONCEDE", "status": "agreed", "polarity": "positive", "symmetric": false,
     "actor": {"text": "Japan", "code": "JPN"}, "recipient": {"text": null, "code": "MMR"},
     "speaker": {"kind": "indirect", "text": "the ministry", "code": "JPN"},
     "object": "sanctions", "amount": null, "condition": "if talks resume", "instrument": "sanctions_relief",
     "domains": ["trade"], "partial": false}

    python -m training.labelling BATCH ANSWERS --labeller r1 --round 1 > training/labels/r1.jsonl

checks every answer against the codebook and the sentence and names the line that is wrong. What it writes holds no
text: file, offsets, decoding, hash, and spans relative to the sentence's start."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deedbook.codebook import Codebook, load

_ROLES = ("actor", "recipient")
_PHRASES = ("cue", "object", "amount", "condition")
_KINDS = ("narrator", "direct", "indirect", "unnamed")


def span(text: str, phrase: str | None) -> list[int] | None:
    """Offsets of a quoted phrase in a sentence; ``##k`` asks for its k-th occurrence. Raises ValueError if absent."""
    if phrase is None:
        return None
    words, _, nth = phrase.partition("##")
    at = -1
    for _ in range(int(nth or 1)):
        at = text.find(words, at + 1)
        if at < 0:
            raise ValueError(f"{phrase!r} does not stand in the sentence")
    return [at, at + len(words)]


def event(answer: dict[str, Any], text: str, book: Codebook) -> dict[str, Any]:
    """One event by offsets. Raises ValueError that names the field and what was expected."""
    known = {"type": book.event_types, "status": book.statuses, "instrument": book.instruments}
    for field, words in known.items():
        if answer.get(field) not in words:
            raise ValueError(f"{field} {answer.get(field)!r} is none of {', '.join(words)}")
    if not answer.get("domains") or not set(answer["domains"]) <= set(book.domains):
        raise ValueError(f"domains {answer.get('domains')!r}: one or more of {', '.join(book.domains)}")
    if answer.get("polarity", "positive") not in ("positive", "negative"):
        raise ValueError(f"polarity {answer['polarity']!r} is neither positive nor negative")
    speaker = answer.get("speaker") or {"kind": "narrator"}
    if speaker.get("kind") not in _KINDS:
        raise ValueError(f"speaker kind {speaker.get('kind')!r} is none of {', '.join(_KINDS)}")
    made: dict[str, Any] = {field: span(text, answer.get(field)) for field in _PHRASES}
    if made["cue"] is None:
        raise ValueError("an event needs a cue")
    for role in _ROLES:
        party = answer.get(role) or {}
        made[role] = {"span": span(text, party.get("text")), "code": party.get("code")}
        code = party.get("code")
        if code is not None and code not in ("ALL", "UNK") and code not in book.codes:
            raise ValueError(f"{role} code {code!r} is no code of the codebook (null if there is none)")
    return {
        **made,
        "type": answer["type"],
        "status": answer["status"],
        "polarity": answer.get("polarity", "positive"),
        "symmetric": bool(answer.get("symmetric", False)),
        "partial": bool(answer.get("partial", False)),
        "speaker": {
            "kind": speaker["kind"],
            "span": span(text, speaker.get("text")),
            "code": speaker.get("code"),
        },
        "instrument": answer["instrument"],
        "domains": list(answer["domains"]),
    }


def labels(batch: Path, answers: Path, labeller: str, stage: int, problems: list[str]) -> Iterator[dict[str, Any]]:
    """Labels for the sentences that were answered; what is wrong goes to ``problems`` with its line and is left out."""
    book = load()
    asked = {row["n"]: row for row in map(json.loads, batch.read_text(encoding="utf-8").splitlines())}
    for number, line in enumerate(answers.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            answer = json.loads(line)
            row = asked[answer["n"]]
            events = [event(e, row["text"], book) for e in answer["events"]]
        except (ValueError, KeyError, TypeError) as error:
            problems.append(f"{answers.name}, line {number}: {error}")
            continue
        yield {
            "file": row["file"],
            "start": row["start"],
            "end": row["end"],
            "decoding": row["decoding"],
            "sha8": row["sha8"],
            "labeller": labeller,
            "round": stage,
            "events": events,
        }


def own(sentences: Path, labeller: str, stage: int, problems: list[str]) -> Iterator[dict[str, Any]]:
    """Sentences of our own writing with their labels: these keep their text, since it is ours."""
    book = load()
    for number, line in enumerate(sentences.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            events = [event(e, row["text"], book) for e in row["events"]]
        except (ValueError, KeyError, TypeError) as error:
            problems.append(f"{sentences.name}, line {number}: {error}")
            continue
        yield {"text": row["text"], "labeller": labeller, "round": stage, "events": events}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("batch", type=Path)
    options.add_argument("answers", type=Path, nargs="?", help="left out: BATCH holds own sentences with their events")
    options.add_argument("--labeller", required=True)
    options.add_argument("--round", type=int, default=1)
    given = options.parse_args()
    problems: list[str] = []
    made = (
        labels(given.batch, given.answers, given.labeller, given.round, problems)
        if given.answers
        else own(given.batch, given.labeller, given.round, problems)
    )
    for label in made:
        print(json.dumps(label, ensure_ascii=False))
    print("\n".join(problems) or "all answers fit", file=sys.stderr)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
