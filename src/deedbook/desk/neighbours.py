"""What else may tell of the act of one event: what stands together with it, and what might."""

from dataclasses import dataclass
from datetime import date

from deedbook.desk.queue import Item
from deedbook.ledger.vocabulary import content
from deedbook.records import Article, Entry, Occurrence, Snapshot

MOST = 6  # of either kind
NEAR_DAYS = 60  # between the days on which two reports were published


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An event told elsewhere, or elsewhere in the same text; ``id`` names it as :attr:`Item.id` does."""

    id: str
    entry: Entry
    article: Article

    @property
    def sentence(self) -> str:
        return self.entry.event.sentence.of(self.article.raw)


def neighbours(item: Item, snapshot: Snapshot) -> tuple[tuple[Neighbour, ...], tuple[Neighbour, ...]]:
    """The events that are counted as one act with ``item``, and those of other acts that are most likely to be it too:
    by the same of the two, of the same kind or steps of the same commitment, the nearest in words and days first."""
    act = next((act for act in snapshot.occurrences if any(_id(entry) == item.id for entry in act.entries)), None)
    if act is None:
        return (), ()
    own = next(entry for entry in act.entries if _id(entry) == item.id)
    same = [entry for entry in act.entries if entry is not own]
    together = {
        step.occurrence.id
        for commitment in snapshot.commitments
        if any(step.occurrence.id == act.id for step in commitment.history)
        for step in commitment.history
    }
    others = [
        (_distance(own, entry, other.id in together), entry)
        for other in snapshot.occurrences
        if other.id != act.id and _may_be(act, other, together)
        for entry in other.entries
        if _apart(own, entry) <= NEAR_DAYS
    ]
    near = [entry for _, entry in sorted(others, key=lambda told: (told[0], _id(told[1])))]
    return _shown(same[:MOST], snapshot), _shown(near[:MOST], snapshot)


def _may_be(act: Occurrence, other: Occurrence, together: set[str]) -> bool:
    turned = (act.actor, act.recipient) == (other.recipient, other.actor) and (act.symmetric or other.symmetric)
    if (act.actor, act.recipient) != (other.actor, other.recipient) and not turned:
        return False
    if act.polarity != other.polarity:
        return False
    return act.event_type == other.event_type or other.id in together


def _distance(own: Entry, other: Entry, together: bool) -> tuple[int, bool, int]:
    shared = content(own.event.object.text if own.event.object else "") & content(
        other.event.object.text if other.event.object else ""
    )
    return -len(shared), not together, _apart(own, other)


def _apart(one: Entry, other: Entry) -> int:
    """Days between two reports; 0 where either has none."""
    days: list[date] = [entry.known for entry in (one, other) if entry.known]
    return abs((days[0] - days[1]).days) if len(days) == 2 else 0


def _id(entry: Entry) -> str:
    return f"{entry.article_key}.{entry.event.event_id}"


def _shown(entries: list[Entry], snapshot: Snapshot) -> tuple[Neighbour, ...]:
    return tuple(
        Neighbour(_id(entry), entry, snapshot.articles[entry.article_key])
        for entry in entries
        if entry.article_key in snapshot.articles
    )
