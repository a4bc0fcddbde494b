"""Duties in force by day: what one state adds to the goods of each other state, and on what legal basis.

From the codebook's classes (an order's annex, a surcharge on everybody), which cite the official schedule, and from
commitments of the ledger that the record shows in force. Nothing is estimated: without a row there is no rate."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from deedbook.ledger.traits import places_of
from deedbook.ledger.vocabulary import content, specific
from deedbook.measures.dealings import EVERYBODY
from deedbook.measures.doers import is_burden
from deedbook.measures.said import Said
from deedbook.measures.view import View
from deedbook.measures.wording import count, day, number, ordinal, rules
from deedbook.records import Entry, Occurrence
from deedbook.records.history import Verdict

_ORDER = re.compile(r"\b(?:Executive Order|Proclamation) (?:No\. )?\d{4,5}\b")
_BELOW = re.compile(r"\b(?:below|lower than|under)\b(.*)", re.IGNORECASE)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Duty:
    """``giver`` adds ``rate`` per cent to the goods of ``receiver`` (``ALL``: everybody) from ``start`` to ``end``,
    both included (``None``: open), on the legal ``basis``. ``source`` names the table's source; ``entries`` are the
    ledger's evidence where it comes from there."""

    giver: str
    receiver: str
    rate: float
    basis: str
    start: date | None
    end: date | None
    source: str
    entries: tuple[Entry, ...] = ()

    def applies(self, on: date) -> bool:
        return (self.start or date.min) <= on <= (self.end or date.max)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a receiver's rate stands among those of all states for which one is held on a day, the lowest first:
    ``lower`` have a lower one, ``same`` others the same, ``held`` counts all."""

    rate: float
    lower: int
    same: int
    held: int

    @property
    def text(self) -> str:
        ties = f" (with {count(self.same, 'other')})" if self.same else ""
        return f"{ordinal(self.lower + 1)} lowest of {count(self.held, 'state')}{ties}"


def orders(text: str) -> list[str]:
    """Numbered orders that a text names: ``Executive Order 14326``."""
    return _ORDER.findall(text)


def duties(view: View, giver: str) -> tuple[Duty, ...]:
    """All duties that ``giver`` is known to have in force at some time, by receiver and day."""
    book = view.codebook
    known = [
        Duty(giver, m.state, m.rate, kind.basis, m.start, m.end, m.source)
        for m in book.classes
        if m.rate is not None and (kind := book.class_measures.get(m.class_)) and kind.giver == giver
    ]
    if until := view.snapshot.as_of:  # what ended later was not known to end
        known = [
            replace(duty, end=duty.end if duty.end and duty.end <= until else None)
            for duty in known
            if (duty.start or date.min) <= until
        ]
    found = [*known, *(duty for duty in _from_ledger(view, giver) if not any(_same(duty, other) for other in known))]
    return tuple(sorted(found, key=lambda d: (d.receiver, d.start or date.min, d.basis)))


def _from_ledger(view: View, giver: str) -> list[Duty]:
    found = []
    for commitment in view.snapshot.commitments:
        if commitment.giver != giver or commitment.instrument != "tariff":
            continue
        for step in commitment.history:
            act = step.occurrence
            sum_ = act.amount
            imposed = is_burden(act) and view.shown_rung(step) == "delivered"
            if not imposed or sum_ is None or sum_.unit != "%":
                continue
            start = step.when.start or step.when.end
            ends = [s.when.end for s in commitment.history if view.is_stop(view.shown_rung(s)) and s.when.end]
            end = min((on for on in ends if start and on > start), default=None)
            text = " ".join(entry.event.sentence.of(view.article(entry).raw) for entry in act.entries)
            basis = match.group() if (match := _ORDER.search(text)) else "as reported"
            until = end - _DAY if end else None
            found.append(Duty(giver, commitment.receiver, sum_.value, basis, start, until, "", act.entries))
    return found


def _same(one: Duty, other: Duty) -> bool:
    """Whether two rows are one duty: to one receiver, of one rate, in force on a day in common."""
    meet = (one.start or date.min) <= (other.end or date.max) and (other.start or date.min) <= (one.end or date.max)
    return one.receiver == other.receiver and one.rate == other.rate and meet


def on(held: Sequence[Duty], receiver: str, day_: date) -> tuple[Duty, ...]:
    """The duties on one receiver's goods on a day, those on everybody among them."""
    return tuple(duty for duty in held if duty.receiver in (receiver, EVERYBODY) and duty.applies(day_))


def total(held: Sequence[Duty], receiver: str, day_: date) -> float | None:
    """Their sum in per cent, on top of the ordinary duty; ``None`` where none is held for that day."""
    found = on(held, receiver, day_)
    return sum(duty.rate for duty in found) if found else None


def place(held: Sequence[Duty], receiver: str, day_: date) -> Place | None:
    """The receiver's place among all states that are named in ``held``; ``None`` where no rate is held for it."""
    own = total(held, receiver, day_)
    if own is None:
        return None
    states = sorted({duty.receiver for duty in held} - {EVERYBODY, receiver})
    others = [rate for state in states if (rate := total(held, state, day_)) is not None]
    return Place(own, sum(rate < own for rate in others), sum(rate == own for rate in others), len(others) + 1)


def turning_days(held: Sequence[Duty], *receivers: str) -> tuple[date, ...]:
    """The days on which what is held for these receivers, or for everybody, begins or has just ended."""
    some = [duty for duty in held if duty.receiver in (*receivers, EVERYBODY)]
    days = {duty.start for duty in some if duty.start} | {duty.end + _DAY for duty in some if duty.end}
    return tuple(sorted(days))


def compared(view: View, act: Occurrence, when: Said) -> tuple[Verdict, str] | None:
    """The verdict on "cut X's duties to below Y's", read off the rates on every day on which the claim can have been
    made; ``None`` where the act says nothing of the kind or no rates of both are held."""
    match = _BELOW.search(act.object or "") if act.instrument == "tariff" and act.event_type == "CONCEDE" else None
    other = _state(view, match.group(1), act) if match else None
    if other is None:
        return None
    held = duties(view, act.actor)
    first, last = when.earliest, when.latest
    turns = [turn for turn in turning_days(held, act.recipient, other) if (first or date.min) <= turn <= last]
    days = sorted({*([first] if first else []), *turns})
    known = [
        (on_, mine, theirs)
        for on_ in days
        if (mine := total(held, act.recipient, on_)) is not None and (theirs := total(held, other, on_)) is not None
    ]
    if not known:
        return None
    pair = f"{view.name(act.recipient)} against {view.name(other)}"
    told = "; ".join(f"{number(mine)} % against {number(theirs)} % from {day(on_)}" for on_, mine, theirs in known)
    below = [mine < theirs for _, mine, theirs in known]
    if not any(below):
        return "contradicted", f"By the tariff schedule it was below on no day of the claim: {pair}, {told}"
    if all(below):
        return "supported", f"By the tariff schedule: {pair}, {told}"
    return "undetermined by date", f"It was so on some days only ({pair}, {told}), and the report is undated"


def stated(view: View, act: Occurrence, when: Said) -> tuple[Verdict, str] | None:
    """The verdict on "puts a duty of 19 per cent on X's goods", read off the schedule; ``None`` where it holds no such
    rate, which says nothing: duties on single goods are not in it."""
    sum_ = act.amount
    if act.instrument != "tariff" or act.event_type != "SANCTION" or sum_ is None or sum_.unit != "%":
        return None
    general = rules()["duties"]
    goods = specific(content(act.object or "")) - places_of(view.codebook).stems
    if goods - {*general["plain"], *general["kinds"]}:
        return None
    some = [d for d in duties(view, act.actor) if d.source and (d.receiver, d.rate) == (act.recipient, sum_.value)]
    duty = _meant(view, act, some)
    if duty is None:
        return None
    start, end = duty.start or date.min, duty.end or date.max
    first = when.earliest or date.min
    until = f" to {day(duty.end)}" if duty.end else ""
    told = f"By the tariff schedule it was in force from {day(duty.start)}{until} ({duty.basis})"
    if first >= start and when.latest <= end:
        ended = duty.end is not None and view.cut_off is not None and view.cut_off > duty.end
        return "overtaken" if ended else "supported", told
    if when.on is None and first <= end and when.latest >= start:
        return "undetermined by date", f"{told}; the report is undated"
    return None


def _meant(view: View, act: Occurrence, some: Sequence[Duty]) -> Duty | None:
    """The one duty that a report can mean: the only one of that rate, else by its first day or its order's number."""
    if len(some) < 2:
        return some[0] if some else None
    text = " ".join(entry.event.sentence.of(view.article(entry).raw) for entry in act.entries)
    named = [duty for duty in some if any(order in duty.basis for order in orders(text))]
    dated = [duty for duty in some if duty.start and duty.start == act.happened.start]
    chosen = named or dated
    return chosen[0] if len(chosen) == 1 else None


def _state(view: View, text: str, act: Occurrence) -> str | None:
    """The one other state that a text names."""
    words = re.sub(r"['’]s?\b", " ", text)
    found = {
        name.code
        for name in view.codebook.names
        if name.kind in ("state", "demonym") and re.search(rf"\b{re.escape(name.text)}\b", words)
    } - {act.actor, act.recipient}
    return next(iter(found)) if len(found) == 1 else None
