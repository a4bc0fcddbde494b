"""What stands behind an act, for those that ask whether it is proved."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from deedbook.records import Entry

if TYPE_CHECKING:
    from deedbook.measures.view import View


@dataclass(frozen=True, slots=True)
class Backing:
    """Of ``entries`` but those of texts in quarantine: whether a register or an official record is among them, which
    states are parties to what they tell, and which of these vouch for it."""

    entries: tuple[Entry, ...]
    record: bool
    sides: frozenset[str]
    vouching: frozenset[str]

    @classmethod
    def of(cls, view: "View", entries: Iterable[Entry]) -> Self:
        held = [entry for entry in entries if entry.article_key not in view.snapshot.quarantined]
        return cls(
            tuple(entries),
            any(view.article(entry).genre == "record" for entry in held),
            frozenset(party_.code for e in held for party_ in (e.event.actor, e.event.recipient) if party_.code),
            view.vouching_sides(held),
        )

    @classmethod
    def together(cls, some: Iterable["Backing"]) -> "Backing":
        """What stands behind all of them."""
        held = list(some)
        return cls(
            (),
            any(one.record for one in held),
            frozenset().union(*(one.sides for one in held)),
            frozenset().union(*(one.vouching for one in held)),
        )

    @property
    def proves(self) -> bool:
        """Whether a register or official record, or both sides, vouch."""
        return self.record or (len(self.sides) > 1 and self.sides <= self.vouching)
