"""What a reviewer should look at first: how unsure the reading is, times how much an answer hangs on it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from deedbook.codebook import load
from deedbook.ledger import anchors
from deedbook.ledger.added import is_added
from deedbook.ledger.entries import Made
from deedbook.ledger.facts import Facts
from deedbook.ledger.reviews import Review, reviews
from deedbook.ledger.reviews import review as stands
from deedbook.measures import Answer, Line
from deedbook.records import Anchor, Decision, Event, Snapshot, Step

Only = Literal["open", "page-one", "mine", "disagreements", "recoded", "all"]
ONLY: Mapping[Only, str] = {
    "open": "not decided by you",
    "page-one": "cited on page one of the brief",
    "mine": "decided by you",
    "disagreements": "disputed between reviewers",
    "recoded": "changed by the last re-coding",
    "all": "all",
}
LEAST_DOUBT = 0.05  # nothing is beyond doubt, so weight still orders what the coder is sure of


@dataclass(frozen=True, slots=True)
class Item:
    """One event to decide on. ``event`` is as the coder read it, ``shown`` as decisions made it (the same in blind
    mode); ``review``: where people stand on it (in blind mode the reviewer alone); ``rejected``: the last word on it.
    ``weight`` says how much hangs on it, ``why`` in words. ``mine`` are the reviewer's own decisions on it, ``others``
    everybody else's (none in blind mode)."""

    article_key: str
    event: Event
    shown: Event
    anchor: Anchor
    review: Review
    rejected: bool
    weight: float
    why: tuple[str, ...]
    mine: tuple[Decision, ...]
    others: tuple[Decision, ...]

    @property
    def id(self) -> str:
        """Names it in an address."""
        return f"{self.article_key}.{self.event.event_id}"

    @property
    def by_hand(self) -> bool:
        """Whether a person added it."""
        return is_added(self.event)

    @property
    def doubt(self) -> float:
        """1 where the coder is as likely right as wrong or worse, near 0 where it is sure."""
        return max(LEAST_DOUBT, 1 - abs(2 * max(0.5, self.event.confidence) - 1))

    @property
    def rank(self) -> tuple[float, str]:
        return (-self.doubt * self.weight, self.id)


def ranked(
    facts: Facts, snapshot: Snapshot, answer: Answer | None, pair: tuple[str, str] | None = None
) -> tuple[Item, ...]:
    """Events of ``facts`` (with ``pair`` those between the two), what matters most first, as if nobody had decided.

    ``snapshot`` holds what became of them, ``answer`` what cites them."""
    now = {(entry.article_key, entry.event.event_id): entry.event for entry in snapshot.entries}
    weights = _weights(snapshot, answer)
    found = []
    for reading in facts.readings:
        text = facts.hashes[reading.article_key]
        for event in reading.coding.events:
            if pair and {event.actor.code, event.recipient.code} != set(pair):
                continue
            key = (reading.article_key, event.event_id)
            weight, why = weights.get(key, (1.0, ()))
            found.append(
                Item(
                    article_key=reading.article_key,
                    event=event,
                    shown=now.get(key, event),
                    anchor=anchors.anchor(event, text),
                    review=Review(),
                    rejected=False,
                    weight=weight,
                    why=why,
                    mine=(),
                    others=(),
                )
            )
    return tuple(sorted(found, key=lambda item: item.rank))


def queue(
    items: Sequence[Item],
    decided: Mapping[str, Facts],
    who: str,
    *,
    only: Only = "open",
    blind: bool = False,
    before: Mapping[str, Sequence[Event]] | None = None,
    pair: tuple[str, str] | None = None,
) -> tuple[Item, ...]:
    """Those of ``items`` (:func:`ranked`, with the same ``pair``) to be decided by ``who``, in their order, with what
    people decided.

    ``decided``: the facts on each text about which people decided, by its article's key. ``before``: the events
    of articles that were coded anew, as they were before."""
    items = _with_added(items, decided, pair)
    told = {key: told for held in decided.values() for key, told in _decided(held).items()}
    old = {key: frozenset(map(_said, events)) for key, events in (before or {}).items()}
    found = []
    for item in items:
        if said := told.get((item.article_key, item.event.event_id)):
            item = replace(
                item,
                shown=item.event if blind else said.shown or item.event,
                review=said.review,
                rejected=bool(said.decisions) and said.shown is None,
                mine=tuple(d for d in said.decisions if d.who == who),
                others=() if blind else tuple(d for d in said.decisions if d.who != who),
            )
        elif blind:
            item = replace(item, shown=item.event)
        known = old.get(item.article_key)
        changed = known is not None and not is_added(item.event) and _said(item.event) not in known
        if _wanted(item, only, changed):
            found.append(replace(item, review=stands(item.event, item.mine)) if blind else item)
    return tuple(found)


def _with_added(items: Sequence[Item], decided: Mapping[str, Facts], pair: tuple[str, str] | None) -> Sequence[Item]:
    """``items``, whose order may be older than what people added since and took back."""
    nothing = Snapshot(articles={}, entries=(), occurrences=(), commitments=())
    by_hand = [item for held in decided.values() for item in ranked(held, nothing, None, pair) if item.by_hand]
    now, here = {item.id for item in by_hand}, {item.id for item in items}
    kept = [item for item in items if not item.by_hand or item.id in now]
    return [*kept, *(item for item in by_hand if item.id not in here)]


@dataclass(frozen=True, slots=True)
class _Told:
    """What people said of an event; ``shown`` is ``None`` where it was rejected."""

    shown: Event | None
    review: Review
    decisions: tuple[Decision, ...]


def _decided(facts: Facts) -> dict[tuple[str, str], _Told]:
    """What people said of each event of ``facts``."""
    states, made, by_text = reviews(facts), Made(facts, load()), anchors.by_text(facts.decisions)
    found = {}
    for reading in facts.readings:
        decisions = by_text.get(facts.hashes[reading.article_key], ())
        own = anchors.attached(reading.coding.events, decisions).own
        for event, (_, entry), some in zip(reading.coding.events, made.of(reading), own, strict=True):
            key = (reading.article_key, event.event_id)
            found[key] = _Told(entry.event if entry else None, states.get(key, Review()), some)
    return found


def _wanted(item: Item, only: Only, changed: bool) -> bool:
    by_me = any(decision.kind != "note" for decision in item.mine)
    if only == "mine":
        return by_me
    if only == "disagreements":
        return item.review.state == "disputed"
    if only == "recoded":
        return changed
    if only == "page-one":
        return "page one of the brief" in item.why and not by_me
    return only == "all" or not by_me


def _weights(snapshot: Snapshot, answer: Answer | None) -> dict[tuple[str, str], tuple[float, tuple[str, ...]]]:
    """What hangs on each event: 8 where page one cites its sentence, 4 where it decides where a commitment stands (its
    furthest step or the last), 2 where it is another step of one; half where a second independent source tells it."""
    cited = _page_one(answer) if answer else frozenset()
    steps: dict[str, int] = {}
    for commitment in snapshot.commitments:
        deciding = {commitment.history[-1].occurrence.id, _furthest(commitment.history)}
        for step in commitment.history:
            weight = 4 if step.occurrence.id in deciding else 2
            steps[step.occurrence.id] = max(weight, steps.get(step.occurrence.id, 0))
    found: dict[tuple[str, str], tuple[float, tuple[str, ...]]] = {}
    for act in snapshot.occurrences:
        moves = steps.get(act.id, 0)
        for entry in act.entries:
            evidence = entry.evidence
            first = (evidence.article_key, evidence.start, evidence.end) in cited
            why = [
                *(["page one of the brief"] if first else []),
                *(["it decides where a commitment stands"] if moves == 4 else []),
                *(["a step of a commitment"] if moves == 2 else []),
                *(["no second source tells it"] if act.sources < 2 else []),
            ]
            hangs = max(8.0 if first else 0.0, float(moves), 1.0) / (2 if act.sources > 1 else 1)
            found[(entry.article_key, entry.event.event_id)] = (hangs, tuple(why))
    return found


def _furthest(history: Sequence[Step]) -> str:
    statuses = load().statuses

    def order(step: Step) -> int:
        known = statuses.get(step.record_status)
        return known.order or 0 if known else 0

    return max(history, key=order).occurrence.id


def _page_one(answer: Answer) -> frozenset[tuple[str, int, int]]:
    """Places that the brief's first page cites."""
    lines = [*answer.judgement, *answer.unknown, *answer.would_change, *answer.dates_ahead, *answer.beside]
    numbers: set[int] = set(_numbers(lines))
    numbers |= set(_numbers(row.what for row in answer.standing)) | set(_numbers(told.what for told in answer.told))
    numbers |= {number for told in answer.told for account in told.accounts for number in account.quotes}
    return frozenset(
        (q.evidence.article_key, q.evidence.start, q.evidence.end) for q in answer.quotes if q.number in numbers
    )


def _numbers(lines: Iterable[Line]) -> list[int]:
    return [number for line in lines for number in line.quotes]


def _said(event: Event) -> tuple[object, ...]:
    """What an event says, whatever coder says it."""
    cue = (event.cue.start, event.cue.end) if event.cue else None
    return (cue, event.actor.code, event.recipient.code, event.event_type, event.status, event.polarity)
