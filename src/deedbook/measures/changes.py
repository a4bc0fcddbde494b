"""What changed on a pair, as records."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from deedbook.records import TextEvidence

Kind = Literal["new act", "moved", "correction", "re-coded", "decided"]
KINDS: tuple[Kind, ...] = ("new act", "moved", "correction", "re-coded", "decided")


@dataclass(frozen=True, slots=True)
class Source:
    """The sentence that shows a change: verbatim, with where it stands."""

    text: str
    outlet: str
    published: date | None
    article_id: str
    evidence: TextEvidence


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``before`` is empty for what was not held, ``after`` for what no longer is; ``when`` is the act's own
    date as text; ``why`` says in words what brought it about; ``joint``: both did it or owe it, in no order."""

    kind: Kind
    giver: str
    receiver: str
    what: str
    before: str
    after: str
    when: str
    why: str
    source: Source | None = None
    joint: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes on a pair, by kind and date, and how much was read before and after. ``left_out`` counts the undated
    articles that a cut-off leaves out of both."""

    pair: tuple[str, str]
    changes: tuple[Change, ...]
    articles_before: int
    articles_after: int
    left_out: int

    def of(self, kind: Kind) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.kind == kind)
