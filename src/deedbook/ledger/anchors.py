"""Which events a decision is about.

It is anchored to a text's hash, a cue's span and a pair, so that it outlives a coder's ids and finds its event again in
another coder's reading."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deedbook.ledger.added import is_added
from deedbook.ledger.decisions import CHANGING
from deedbook.ledger.facts import Facts, Reading
from deedbook.records import Anchor, Decision, Event

Pair = frozenset[str | None]
Spot = Decision | Anchor


@dataclass(frozen=True, slots=True)
class Attached:
    """People's decisions on one text and one reading of it: ``own`` holds for each event, in the reading's order, those
    about it, in order of ``when``; ``orphans`` are about none of them."""

    own: tuple[tuple[Decision, ...], ...]
    orphans: tuple[Decision, ...]


def anchor(event: Event, text_sha256: str) -> Anchor:
    """Where to hold on to ``event``; one without a cue is held by its sentence."""
    named = event.object
    return Anchor(
        text_sha256,
        _cue(event),
        (event.actor.code or "", event.recipient.code or ""),
        (named.start, named.end) if named else None,
    )


def attached(events: Sequence[Event], decisions: Iterable[Decision]) -> Attached:
    """The decisions on a text, each with the events of a reading of this text that it is about (docs/ledger.md):

    1. those of the same cue and pair, of several the one with the same object;
    2. else, of the same pair, those whose cue overlaps most;
    3. else, for a decision that put the pair right, those whose cue overlaps most of the pair that it is put right to.

    An event that was given another pair is found by its old pair and by its new one. One that a person added stands
    where it was put, so it is found by its own words alone, and what added it is about no other."""
    own, orphans, _ = _placed(events, decisions)
    return Attached(tuple(tuple(some) for some in own), tuple(orphans))


def places(spot: Spot, events: Sequence[Event], decisions: Iterable[Decision] = ()) -> list[int]:
    """The events, by their place in a reading, that ``spot`` is about; ``decisions`` on that text may have given them
    other pairs."""
    return _found(spot, events, _placed(events, decisions)[2])


def by_text(decisions: Iterable[Decision]) -> dict[str, list[Decision]]:
    """Decisions by the hash of the text that they are about."""
    found: dict[str, list[Decision]] = {}
    for decision in decisions:
        found.setdefault(decision.text_sha256, []).append(decision)
    return found


def orphans(facts: Facts) -> tuple[Decision, ...]:
    """Decisions about events that no current coding has (another coder reads the text in another way), in the order in
    which they were recorded; also joins and splits whose second event is not there. Decisions on texts that the ledger
    does not hold are none."""
    readings: dict[str, list[Reading]] = {}
    for reading in facts.readings:
        readings.setdefault(facts.hashes[reading.article_key], []).append(reading)
    decided = by_text(facts.decisions)
    lost: set[Decision] = set()
    for text_sha256, some in decided.items():
        mine = [attached(reading.coding.events, some) for reading in readings.get(text_sha256, ())]
        held = {decision for one in mine for decisions in one.own for decision in decisions}
        lost |= set(some) - held if text_sha256 in facts.hashes.values() else set()
    for decision in facts.decisions:
        other = decision.other
        if other and other.text_sha256 in facts.hashes.values():
            there = readings.get(other.text_sha256, ())
            if not any(places(other, r.coding.events, decided.get(other.text_sha256, ())) for r in there):
                lost.add(decision)
    return tuple(decision for decision in facts.decisions if decision in lost)


def corrected(decision: Decision) -> set[Pair]:
    """The pairs that an event of the decision's own pair may have after it; empty where it changes no party."""
    changes: Mapping[str, str] = dict(decision.changes) if decision.kind in CHANGING else {}
    new = [changes[role] for role in ("actor", "recipient") if role in changes]
    if len(new) == 2:
        return {frozenset(new)}
    return {frozenset((new[0], code or None)) for code in decision.pair} if new else set()


def _placed(
    events: Sequence[Event], decisions: Iterable[Decision]
) -> tuple[list[list[Decision]], list[Decision], list[set[Pair]]]:
    """Decisions by event, those about none, and every pair that each event has had."""
    own: list[list[Decision]] = [[] for _ in events]
    lost: list[Decision] = []
    roles = [(event.actor.code, event.recipient.code) for event in events]
    pairs: list[set[Pair]] = [{frozenset(both)} for both in roles]
    for decision in sorted(decisions, key=lambda one: one.when):
        found = _found(decision, events, pairs) or _found(decision, events, pairs, corrected(decision))
        changes: Mapping[str, str] = dict(decision.changes) if decision.kind in CHANGING else {}
        for place in found:
            own[place].append(decision)
            actor, recipient = roles[place]
            roles[place] = (changes.get("actor", actor), changes.get("recipient", recipient))
            pairs[place].add(frozenset(roles[place]))
        if not found:
            lost.append(decision)
    return own, lost, pairs


def _found(
    spot: Spot, events: Sequence[Event], pairs: Sequence[set[Pair]], asked: set[Pair] | None = None
) -> list[int]:
    if asked is None:
        asked = {frozenset(code or None for code in spot.pair)}
        here = [place for place, event in enumerate(events) if _cue(event) == tuple(spot.cue) and asked & pairs[place]]
        if spot.object and len(here) > 1:
            named = [place for place in here if _overlap(_object(events[place]), spot.object)]
            here = named or here
        if isinstance(spot, Decision) and spot.kind == "add":
            return [place for place in here if is_added(events[place])]
        if here:
            return here
    shared = {
        place: _overlap(_cue(event), spot.cue)
        for place, event in enumerate(events)
        if asked & pairs[place] and not is_added(event)
    }
    most = max(shared.values(), default=0)
    return [place for place, size in shared.items() if most and size == most]


def _cue(event: Event) -> tuple[int, int]:
    held = event.cue or event.sentence
    return held.start, held.end


def _object(event: Event) -> tuple[int, int]:
    return (event.object.start, event.object.end) if event.object else (0, 0)


def _overlap(one: Sequence[int], other: Sequence[int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))
