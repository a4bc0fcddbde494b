"""People's decisions: checked when they come in, applied to entries when the ledger is read.

A decision is anchored to the text's hash, the cue's span and the pair, so that it outlives a coder's ids."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from deedbook.codebook import Codebook
from deedbook.records import Decision, Entry, Event, Interval, Mark, Problem

YES_NO = ("yes", "no")
RIGHTS = ("own", "public", "licensed", "unknown")


@dataclass(frozen=True, slots=True)
class _Field:
    """How a correction's text becomes an event's field, and which texts are allowed (``None``: any)."""

    change: Callable[[Event, str], Event]
    allowed: Callable[[Codebook], frozenset[str]] | None = None
    several: bool = False


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _dated(event: Event, start: date | None, end: date | None) -> Event:
    return replace(event, date=Interval(start, end, "explicit"))


# The fields that a person may correct. Adding one means adding its line here and in docs/ledger.md.
CORRECTABLE: Mapping[str, _Field] = {
    "event_type": _Field(lambda e, v: replace(e, event_type=v), lambda c: frozenset(c.event_types)),
    "status": _Field(lambda e, v: replace(e, status=v), lambda c: frozenset(c.statuses)),
    "instrument": _Field(lambda e, v: replace(e, instrument=v), lambda c: frozenset(c.instruments)),
    "domains": _Field(lambda e, v: replace(e, domains=tuple(v.split("|"))), lambda c: frozenset(c.domains), True),
    "actor": _Field(lambda e, v: replace(e, actor=replace(e.actor, code=v)), lambda c: c.codes),
    "recipient": _Field(lambda e, v: replace(e, recipient=replace(e.recipient, code=v)), lambda c: c.codes),
    "polarity": _Field(
        lambda e, v: replace(e, polarity="negative" if v == "negative" else "positive"),
        lambda c: frozenset(("positive", "negative")),
    ),
    "symmetric": _Field(lambda e, v: replace(e, symmetric=v == "yes"), lambda c: frozenset(YES_NO)),
    "partial": _Field(lambda e, v: replace(e, partial=v == "yes"), lambda c: frozenset(YES_NO)),
    "date_from": _Field(lambda e, v: _dated(e, _day(v), e.date.end)),
    "date_to": _Field(lambda e, v: _dated(e, e.date.start, _day(v))),
}


def check(decision: Decision, codebook: Codebook) -> Problem | None:
    """Why ``decision`` cannot be recorded, or ``None``."""
    source = f"decision by {decision.who}"
    if decision.when.tzinfo is None:
        return Problem(source, f"its time {decision.when} carries no time zone.", "Give it in UTC.")
    for name, value in decision.changes:
        if (field := CORRECTABLE.get(name)) is None:
            return Problem(
                source, f"there is no field {name!r} to correct.", f"Use one of {', '.join(sorted(CORRECTABLE))}."
            )
        if field.allowed:
            allowed = field.allowed(codebook)
            for item in value.split("|") if field.several else [value]:
                if item not in allowed:
                    shown = ", ".join(sorted(allowed)) if len(allowed) <= 40 else "a code of the codebook"
                    return Problem(source, f"{name} cannot be {item!r}.", f"Expected: {shown}.")
        elif name.startswith("date_") and value:
            try:
                date.fromisoformat(value)
            except ValueError:
                return Problem(source, f"{name} cannot be {value!r}.", "Write dates as 2026-02-06.")
    return None


def check_mark(mark: Mark) -> Problem | None:
    """Why ``mark`` cannot be recorded, or ``None``."""
    source = f"mark by {mark.who}"
    if mark.when.tzinfo is None:
        return Problem(source, f"its time {mark.when} carries no time zone.", "Give it in UTC.")
    if mark.kind == "rights" and mark.value not in RIGHTS:
        return Problem(source, f"rights cannot be {mark.value!r}.", f"Expected: {', '.join(RIGHTS)}.")
    return None


def applied(entry: Entry, text_sha256: str, decisions: Sequence[Decision], codebook: Codebook) -> Entry | None:
    """``entry`` as people decided it, or ``None`` where they rejected it.

    Later decisions (by ``when``) outrank earlier ones: a rejection stands until a later acceptance or correction, and
    corrections add up. ``note``, ``split`` and ``join`` change no entry."""
    cue = (entry.event.cue.start, entry.event.cue.end) if entry.event.cue else None
    pair = {entry.event.actor.code, entry.event.recipient.code}
    mine = [d for d in decisions if d.text_sha256 == text_sha256 and d.cue == cue and set(d.pair) == pair]
    event, reviewed, rejected = entry.event, entry.reviewed, False
    for decision in sorted(mine, key=lambda d: d.when):
        if decision.kind == "reject":
            rejected = True
        elif decision.kind in ("accept", "correct"):
            rejected, reviewed = False, True
            for name, value in decision.changes if decision.kind == "correct" else ():
                event = CORRECTABLE[name].change(event, value)
    if rejected:
        return None
    if event.event_type != entry.event.event_type:
        event = replace(event, quad_class=codebook.event_types[event.event_type].quad_class)
    return replace(entry, event=event, reviewed=reviewed)
