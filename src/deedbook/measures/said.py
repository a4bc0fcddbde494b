"""When a claim was made, as far as its texts tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deedbook.measures.wording import day
from deedbook.records import Entry, Snapshot


@dataclass(frozen=True, slots=True)
class Said:
    """When a claim was made: on ``on``; or, in an undated text, not before ``first`` (an inference) and not after
    ``last`` (the day it was read)."""

    on: date | None
    first: date | None
    last: date

    @property
    def earliest(self) -> date | None:
        return self.on or self.first

    @property
    def latest(self) -> date:
        return self.on or self.last

    def since(self, then: date | None) -> bool | None:
        """Whether the claim was made on the day ``then`` or later; ``None`` where that cannot be told, as for what has
        no date itself."""
        if then is None:
            return None
        if self.on:
            return then <= self.on
        if self.first and then <= self.first:
            return True
        return False if then > self.last else None

    @property
    def text(self) -> str:
        if self.on:
            return day(self.on)
        return f"undated, by inference not before {day(self.first)}" if self.first else "undated"


def said(snapshot: Snapshot, entries: Sequence[Entry]) -> Said:
    """When the first dated of these entries was published, or what is known of that."""
    dated = [entry.known for entry in entries if entry.known]
    earliest = [i.not_before for entry in entries if (i := snapshot.inferences.get(entry.article_key))]
    return Said(
        on=min(dated, default=None),
        first=None if dated else min(earliest, default=None),
        last=min(entry.recorded for entry in entries).date(),
    )
