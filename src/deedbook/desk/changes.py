"""What changed about a pair since a day: acts first known after it, commitments that moved."""

from dataclasses import dataclass
from datetime import date

from deedbook.measures import Answer, CommitmentRow
from deedbook.records import Occurrence


@dataclass(frozen=True, slots=True)
class Moved:
    """A commitment that stands otherwise than on the day asked for; ``before`` is empty where it was not known yet."""

    row: CommitmentRow
    before: str


@dataclass(frozen=True, slots=True)
class Changes:
    """``acts`` were first published after ``since``, the latest first."""

    since: date
    acts: tuple[Occurrence, ...]
    moved: tuple[Moved, ...]


def changes(now: Answer, then: Answer, since: date) -> Changes:
    """``then`` is the answer as it was known on ``since``. Undated acts are no change: when they came is not known."""
    pair = set(now.pair)
    acts = [
        act
        for act in now.snapshot.occurrences
        if {act.actor, act.recipient} == pair
        and (days := [e.known for e in act.entries if e.known])
        and min(days) > since
    ]
    before = {row.id: row.displayed for row in then.commitments}
    moved = [Moved(row, before.get(row.id, "")) for row in now.commitments if before.get(row.id) != row.displayed]
    return Changes(since, tuple(sorted(acts, key=lambda act: (act.known or since, act.id), reverse=True)), tuple(moved))
