"""Where people stand on what was coded: an event is coded, reviewed, or disputed between two of them; and how well two
reviewers agree who worked apart."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from deedbook.ledger import anchors
from deedbook.ledger.decisions import CHANGING, VOUCHING, changed, shown
from deedbook.ledger.facts import Facts
from deedbook.records import Anchor, Decision, Event

VERDICT = "kept"  # the field that says whether a person let the event stand
ACT = "same act as "  # before an event's place: whether a person joined the two

State = Literal["coded", "reviewed", "disputed"]


@dataclass(frozen=True, slots=True)
class Review:
    """``state`` of one event. ``by`` names those who decided on it, in order of their names; ``over`` the fields on
    which two of them differ: ``kept`` where one rejected what another let stand."""

    state: State = "coded"
    by: tuple[str, ...] = ()
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well reviewers agree on one field: Krippendorff's alpha for nominal data, ``None`` where all values are one
    and it is not defined. ``units`` counts events on which at least two said something; ``alike`` those on which all
    said the same."""

    field: str
    units: int
    alike: int
    alpha: float | None


def review(event: Event, decisions: Sequence[Decision]) -> Review:
    """Where people stand on ``event``; ``decisions`` are those about it, in order of ``when``.

    Each person's last word counts. Who accepts an event, or added it, stands by all that it shows at that moment,
    earlier corrections included; who corrects it, by the fields put right. Two are in dispute where one rejects what
    the other lets stand, where both stand by different values of a field, or where one joins what the other splits.
    The later decision is shown meanwhile."""
    stances: dict[str, dict[str, str]] = {}
    for decision in decisions:
        event = changed(event, decision)
        mine = stances.setdefault(decision.who, {})
        if decision.kind in ("accept", "add"):
            mine.update(shown(event))
        elif decision.kind in CHANGING:
            mine.update({name: shown(event).get(name, value) for name, value in decision.changes})
        elif decision.kind == "reject":
            for name in [name for name in mine if not name.startswith(ACT)]:
                del mine[name]
        elif decision.other and decision.kind in ("join", "split"):
            other = decision.other
            mine[f"{ACT}{other.text_sha256[:8]} {other.cue[0]}"] = "yes" if decision.kind == "join" else "no"
        if decision.kind in ("reject", *VOUCHING):
            mine[VERDICT] = "no" if decision.kind == "reject" else "yes"
    said = {who: stance for who, stance in stances.items() if stance}
    fields = sorted({name for stance in said.values() for name in stance})
    over = tuple(name for name in fields if len({stance[name] for stance in said.values() if name in stance}) > 1)
    if over:
        return Review("disputed", tuple(sorted(said)), over)
    reviewed = any(VERDICT in stance for stance in said.values())
    return Review("reviewed" if reviewed else "coded", tuple(sorted(said)))


def reviews(facts: Facts) -> dict[tuple[str, str], Review]:
    """Each event of the present codings on which people decided, rejected ones included, by the article's key and the
    event's id."""
    return {(key, event.event_id): review(event, own) for key, event, own in _decided(facts)}


def agreement(facts: Facts, who: Iterable[str] = ()) -> tuple[Agreement, ...]:
    """How well reviewers (``who``; all where none is named) agree, field by field, on the events that at least two of
    them decided; first on whether the event stands at all.

    Each one's decisions are taken alone, as if the others had made none, so that it does not matter who came first."""
    wanted = frozenset(who)
    units: dict[str, list[list[str]]] = {VERDICT: []}
    for _, event, own in _decided(facts):
        said: dict[str, dict[str, str]] = {}
        for person in sorted({decision.who for decision in own if not wanted or decision.who in wanted}):
            if (stance := _alone(event, [decision for decision in own if decision.who == person])) is not None:
                said[person] = stance
        if len(said) < 2:
            continue
        units[VERDICT].append(["yes" if stance else "no" for stance in said.values()])
        kept = [stance for stance in said.values() if stance]
        for name in shown(event):
            if len(kept) > 1:
                units.setdefault(name, []).append([stance[name] for stance in kept])
    return tuple(
        Agreement(name, len(found), sum(len(set(values)) == 1 for values in found), alpha(found))
        for name, found in units.items()
        if found
    )


def alpha(units: Sequence[Sequence[str]]) -> float | None:
    """Krippendorff's alpha for nominal data; each unit holds the values that its readers gave. ``None`` without a unit
    that two read, and where all values are one."""
    held = [unit for unit in units if len(unit) > 1]
    values = sorted({value for unit in held for value in unit})
    if len(values) < 2:
        return None
    import krippendorff
    import numpy as np

    counts = np.array([[unit.count(value) for value in values] for unit in held])
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))


def _alone(event: Event, decisions: Sequence[Decision]) -> dict[str, str] | None:
    """What one person makes of ``event``: its fields, empty where rejected, ``None`` where nothing was decided."""
    stance: dict[str, str] | None = None
    for decision in decisions:
        event = changed(event, decision)
        if decision.kind == "reject":
            stance = {}
        elif decision.kind in VOUCHING:
            stance = shown(event)
    return stance


def _decided(facts: Facts) -> Iterator[tuple[str, Event, tuple[Decision, ...]]]:
    by_text: Mapping[str, list[Decision]] = anchors.by_text(_both_ways(facts.decisions))
    for reading in facts.readings:
        mine = by_text.get(facts.hashes[reading.article_key], ())
        if mine:
            own = anchors.attached(reading.coding.events, mine).own
            for event, decisions in zip(reading.coding.events, own, strict=True):
                if decisions:
                    yield reading.article_key, event, decisions


def _both_ways(decisions: Iterable[Decision]) -> Iterator[Decision]:
    """Joins and splits are about both of their events."""
    for decision in decisions:
        yield decision
        if other := decision.other:
            here = Anchor(decision.text_sha256, decision.cue, decision.pair, decision.object)
            yield replace(
                decision,
                text_sha256=other.text_sha256,
                cue=other.cue,
                pair=other.pair,
                object=other.object,
                other=here,
            )
