"""Commitments that were followed by hand: threads of labelled rows, and the reports that they are in."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from deedbook.evaluate.gold import GoldError
from deedbook.reading import read
from deedbook.records import Article, Interval
from deedbook.records.article import Basis

CORPUS = "corpora/reuters21578"
_NEEDED = ("thread", "giver", "receiver", "instrument", "domain", "final_status", "history")


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled step. ``start`` and ``end`` are offsets in the report's text, ``within`` the labelled interval,
    ``reported`` the report's day."""

    thread: str
    newid: int
    reported: date
    start: int
    end: int
    status: str
    within: Interval
    amount: str
    denied: bool
    partial: bool


@dataclass(frozen=True, slots=True)
class Thread:
    name: str
    giver: str
    receiver: str
    instrument: str
    domain: str
    final: str
    rows: tuple[Row, ...]


def threads(path: Path) -> tuple[Thread, ...]:
    """The threads of one JSON lines file. Raises GoldError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read ({error}). Give a UTF-8 file of JSON lines.") from None
    made = []
    for number, line in enumerate(lines, 1):
        try:
            made.append(_thread(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise GoldError(
                f"{path}, line {number}: is no thread ({error!r}). Each line needs {', '.join(_NEEDED)}."
            ) from None
    return tuple(made)


def _thread(row: Mapping[str, Any]) -> Thread:
    history = tuple(
        Row(
            thread=row["thread"],
            newid=int(step["newid"]),
            reported=date.fromisoformat(step["reported"]),
            start=int(step["start"]),
            end=int(step["end"]),
            status=step["status"],
            within=Interval(_day(step["from"]), _day(step["to"]), _basis(step)),
            amount=step["amount"] or "",
            denied="polarity negative" in step["note"],
            partial=step["note"].startswith("partial"),
        )
        for step in row["history"]
    )
    parties = (row["giver"], row["receiver"])
    return Thread(row["thread"], *parties, row["instrument"], row["domain"], row["final_status"], history)


def _basis(step: Mapping[str, Any]) -> Basis:
    """A row without a day of its own is dated by its report, and labelled up to that day."""
    return "explicit" if step["from"] or step["to"] != step["reported"] else "publication"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def reports(shared: Path, wanted: Iterable[int]) -> dict[int, Article]:
    """The reports by number. Raises GoldError for a folder that lacks some."""
    left = set(wanted)
    held: dict[int, Article] = {}
    for item in read([str(path) for path in sorted((shared / CORPUS).glob("*.sgm"))]):
        if not isinstance(item, Article):
            continue
        number = int(item.id.rpartition("#")[2])
        if number in left:
            held[number] = item
    if missing := sorted(left - set(held)):
        raise GoldError(
            f"{shared / CORPUS}: lacks {len(missing)} of {len(left)} labelled reports ({missing[0]} is the first)."
            " Give the shared folder that holds the collection."
        )
    return held
