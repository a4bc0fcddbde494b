"""People's decisions: checked when they come in, applied to entries when the ledger is read.

Which event a decision is about is told by ``anchors``."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from deedbook.codebook import Codebook
from deedbook.records import Amount, Decision, Entry, Event, Interval, Mark, Party, Phrase, Problem

YES_NO = ("yes", "no")
CHANGING = ("correct", "redate")  # kinds whose changes are applied
VOUCHING = ("accept", "add", *CHANGING)  # kinds by which a person lets an event stand
SENTENCE = r"(\d{1,9})-(\d{1,9})"  # where an added event's sentence stands
NEEDED = ("event_type", "status", "sentence")  # what an added event cannot be without
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


def _words(text: str) -> Phrase:
    found = WORDS.fullmatch(text)
    assert found  # checked when the decision came in
    return Phrase(int(found[1]), int(found[2]), found[3])


def _sum(event: Event, text: str) -> Amount | None:
    """What :func:`sum_of` wrote; it keeps the place of the sum that it puts right."""
    if not (found := AMOUNT.fullmatch(text)):
        return None
    was = event.amount
    place = (was.start, was.end) if was else (None, None)
    most = float(found["most"]) if found["most"] else None
    return Amount(float(found["value"]), found["unit"], most, found["qualifier"] or "exact", *place)  # type: ignore[arg-type]


def sum_of(amount: Amount | None) -> str:
    """An amount as a correction writes it: ``240000000 USD``, ``up_to 300000000 USD``, ``5-8 t``; empty for none."""
    if amount is None:
        return ""
    most = f"-{_digits(amount.value_max)}" if amount.value_max is not None else ""
    lead = f"{amount.qualifier} " if amount.qualifier != "exact" else ""
    return f"{lead}{_digits(amount.value)}{most} {amount.unit}"


def _digits(value: float) -> str:
    return f"{value:f}".rstrip("0").rstrip(".")


def _named(party: Party, words: Phrase) -> Party:
    return replace(party, name=words.text, start=words.start, end=words.end)


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
    "amount": _Field(lambda e, v: replace(e, amount=_sum(e, v))),
    # Where the words stand: "120-145 has not received", first and last character and the words themselves.
    "cue_words": _Field(lambda e, v: replace(e, cue=_words(v))),
    "object_words": _Field(lambda e, v: replace(e, object=_words(v))),
    "actor_words": _Field(lambda e, v: replace(e, actor=_named(e.actor, _words(v)))),
    "recipient_words": _Field(lambda e, v: replace(e, recipient=_named(e.recipient, _words(v)))),
}
WORDS = re.compile(r"(\d{1,9})-(\d{1,9}) (.{1,2000})", re.DOTALL)
AMOUNT = re.compile(
    r"(?:(?P<qualifier>about|up_to|at_least|per_year) )?(?P<value>\d{1,18}(?:\.\d{1,6})?)"
    r"(?:-(?P<most>\d{1,18}(?:\.\d{1,6})?))? (?P<unit>\S{1,12})"
)


def check(decision: Decision, codebook: Codebook) -> Problem | None:
    """Why ``decision`` cannot be recorded, or ``None``."""
    source = f"decision by {decision.who}"
    if decision.when.tzinfo is None:
        return Problem(source, f"its time {decision.when} carries no time zone.", "Give it in UTC.")
    if decision.kind in CHANGING and not decision.changes:
        return Problem(source, "it corrects nothing.", "Name a field and its value: status=promised.")
    if decision.kind in ("join", "split") and decision.other is None:
        return Problem(source, f"a {decision.kind} needs a second event.", "Name both.")
    if decision.kind == "redate" and (other := [n for n, _ in decision.changes if not n.startswith("date_")]):
        return Problem(source, f"a new date cannot change {other[0]!r}.", "Use a correction for that.")
    if decision.kind == "add" and (problem := _check_added(decision, source, codebook)):
        return problem
    for name, value in decision.changes:
        if decision.kind == "add" and name == "sentence":
            continue
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
        elif name.endswith("_words"):
            if not (words := WORDS.fullmatch(value)) or int(words[2]) - int(words[1]) != len(words[3]):
                return Problem(
                    source, f"{name} cannot be {value!r}.", "Write first and last character and the words: 120-123 met"
                )
        elif name == "amount" and value and not AMOUNT.fullmatch(value):
            return Problem(source, f"{name} cannot be {value!r}.", "Write it as $45 million, or as 45000000 USD.")
        elif name.startswith("date_") and value:
            try:
                date.fromisoformat(value)
            except ValueError:
                return Problem(source, f"{name} cannot be {value!r}.", "Write dates as 2026-02-06.")
    days = dict(decision.changes)
    if (start := days.get("date_from")) and (end := days.get("date_to")) and start > end:
        return Problem(source, f"date_from {start} is after date_to {end}.", "Exchange the two.")
    return None


def _check_added(decision: Decision, source: str, codebook: Codebook) -> Problem | None:
    given = dict(decision.changes)
    if lacking := [name for name in NEEDED if not given.get(name)]:
        return Problem(source, f"an added act has no {lacking[0]}.", f"Give {', '.join(NEEDED)}.")
    if named := [name for name in ("actor", "recipient", "cue_words") if name in given]:
        return Problem(source, f"{named[0]} is told twice.", "It stands in the decision's own pair and cue.")
    for code in decision.pair:
        if code not in codebook.codes:
            return Problem(source, f"a party cannot be {code!r}.", "Expected: a code of the codebook.")
    span = re.fullmatch(SENTENCE, given["sentence"])
    start, end = decision.cue
    if not span or not int(span[1]) <= start < end <= int(span[2]):
        return Problem(source, "its words do not stand in its sentence.", "Mark words within one sentence.")
    return None


def check_mark(mark: Mark) -> Problem | None:
    """Why ``mark`` cannot be recorded, or ``None``."""
    source = f"mark by {mark.who}"
    if mark.when.tzinfo is None:
        return Problem(source, f"its time {mark.when} carries no time zone.", "Give it in UTC.")
    if bool(mark.outlet) == bool(mark.text_sha256) or (mark.outlet and mark.kind == "rights"):
        return Problem(source, f"a {mark.kind} is of one text or of one outlet.", "Name one; rights are of a text.")
    if mark.kind == "rights" and mark.value not in RIGHTS:
        return Problem(source, f"rights cannot be {mark.value!r}.", f"Expected: {', '.join(RIGHTS)}.")
    return None


def standing(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """``decisions`` (in any order) without those that who made them took back, and without the taking back itself. A
    withdrawal takes back the last decision by ``when`` of the same person with the same anchor; notes stay."""
    kept: list[tuple[int, Decision]] = []
    for place, decision in sorted(enumerate(decisions), key=lambda item: item[1].when):
        if decision.kind != "withdraw":
            kept.append((place, decision))
            continue
        own = [at for at, (_, other) in enumerate(kept) if other.kind != "note" and _same_hand(other, decision)]
        if own:
            del kept[own[-1]]
    return tuple(decision for _, decision in sorted(kept, key=lambda item: item[0]))


def _same_hand(one: Decision, other: Decision) -> bool:
    return (one.who, one.text_sha256, one.cue, one.pair, one.object) == (
        other.who,
        other.text_sha256,
        other.cue,
        other.pair,
        other.object,
    )


def applied(entry: Entry, decisions: Sequence[Decision], codebook: Codebook) -> Entry | None:
    """``entry`` as people decided it, or ``None`` where they rejected it. ``decisions`` are those about this entry
    (``anchors.attached``), in order of ``when``.

    Later decisions outrank earlier ones: a rejection stands until a later acceptance or correction, and corrections add
    up. ``note``, ``split`` and ``join`` change no entry."""
    event, reviewed, rejected = entry.event, entry.reviewed, False
    for decision in decisions:
        if decision.kind == "reject":
            rejected = True
        elif decision.kind in VOUCHING:
            rejected, reviewed = False, True
            event = changed(event, decision)
    if rejected:
        return None
    if event.event_type != entry.event.event_type:
        event = replace(event, quad_class=codebook.event_types[event.event_type].quad_class)
    return replace(entry, event=event, reviewed=reviewed)


def changed(event: Event, decision: Decision) -> Event:
    """``event`` with what ``decision`` puts right in it."""
    for name, value in decision.changes if decision.kind in CHANGING else ():
        event = CORRECTABLE[name].change(event, value)
    return event


def shown(event: Event) -> dict[str, str]:
    """What a person may correct in ``event``, each field as a correction would write it."""
    return {
        "event_type": event.event_type,
        "status": event.status,
        "instrument": event.instrument,
        "domains": "|".join(sorted(event.domains)),
        "actor": event.actor.code or "",
        "recipient": event.recipient.code or "",
        "polarity": event.polarity,
        "symmetric": YES_NO[not event.symmetric],
        "partial": YES_NO[not event.partial],
        "date_from": str(event.date.start or ""),
        "date_to": str(event.date.end or ""),
        "amount": sum_of(event.amount),
    }
