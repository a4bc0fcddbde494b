"""Where a commitment stands: force, execution and health from its moves, and the one phrase that is displayed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from deedbook.codebook import Codebook
from deedbook.ledger.acts import EFFECTIVE, LOOSE, STOPS, Act
from deedbook.ledger.evidence import ANNOUNCED, Sources, force, of_register, stop_kind
from deedbook.ledger.phrases import day, span
from deedbook.ledger.sums import is_money
from deedbook.ledger.traits import same_amount
from deedbook.ledger.vocabulary import has
from deedbook.records import Commitment, Interval
from deedbook.records.history import Execution, Force, Health

REVIVES = 3  # from a promise up: talk about a stopped thing does not set it going again
FULL = 0.9  # of the sum; below it, what was paid is a part
Cross = Literal["", "project", "broad", "measure ended", "duty ended"]

_WORDS: Mapping[str, Mapping[int, str]] = {
    "legal": {5: "ordered", 6: "in force"},
    "money": {6: "paid"},
    "goods": {},
    "pact": {6: "carried out"},
}
_LACKING = {
    "legal": "not in force on",
    "money": "no payment reported by",
    "goods": "no delivery reported by",
    "pact": "not carried out by",
}
_LACKING_STEPS = {"signing": "not signed by", "publishing": "no text published by"}
_MISSING = {"legal": "not in force", "money": "not paid", "goods": "not delivered", "pact": "not carried out"}

_NUMBER = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d[\d,]*)"
_FIRST_FEW = re.compile(  # "the first of six", "two of the six", "first two patrol boats"; not "the first two months"
    rf"\b(?:first|one|{_NUMBER}) of (?:the |its |an? |some |about )?(?:\w+ )?{_NUMBER}\b"
    rf"|\bfirst {_NUMBER} (?!(?:minute|hour|day|week|month|quarter|year|time)s?\b)[a-z]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Move:
    """An act in a commitment's history. ``rung`` is a codebook status. ``cross`` says why an act of another matter
    stands here: another hand held the project up, an act toward everybody reached it, the measure was ended, or the
    measure that was to be eased was ended altogether."""

    act: Act
    rung: str
    cross: Cross = ""

    @property
    def partial(self) -> bool:
        """Whether only a part was done: the coder says so, or the words do ("a first cargo", "first two of six")."""
        if any(entry.event.partial for entry in self.act.occurrence.entries):
            return True
        if self.act.family.kind == "legal" or self.rung != "delivered":
            return False
        if self.act.whole or self.act.resumes:
            return True
        return has("part", self.act.text) or _FIRST_FEW.search(self.act.text) is not None

    @property
    def record_status(self) -> str:
        if self.act.turn == "forward" and (not self.cross or self.act.shown.status == ANNOUNCED):
            return self.act.shown.status
        return self.rung

    @property
    def order(self) -> int | None:
        """Its rung on the ladder; ``None`` for stops and absences."""
        return None if self.cross or self.act.turn != "forward" else self.act.shown.order

    @property
    def note(self) -> str:
        notes = [self.act.shown.note] if self.act.turn == "forward" and self.act.shown.note else []
        if self.cross == "project":
            notes.append("said of the same project by another party")
        elif self.act.broad and self.cross:
            notes.append("toward all countries or a class of them; the text does not name this commitment")
        elif self.cross == "measure ended":
            notes.append("the measure was eased or ended")
        return "; ".join(notes)


@dataclass(frozen=True, slots=True)
class Standing:
    best: Move | None
    force: Force
    execution: Execution
    health: Health
    displayed: str
    blocked_by: str | None
    since: Interval


def standing(
    moves: Sequence[Move],
    codebook: Codebook,
    sources: Sources,
    *,
    due: date | None = None,
    as_of: date | None = None,
    replaced: Commitment | None = None,
) -> Standing:
    """The three parts and the displayed phrase, by the rules in docs/ledger.md, *Where a commitment stands*.

    ``moves`` are in order of date. ``due`` before ``as_of`` makes what is neither delivered nor stopped overdue.
    ``replaced`` is the duty that came in its place."""
    best = _best(moves)
    stop = _stop(moves, sources)
    first = next((m.act for m in moves if m.act.turn != "asked"), moves[0].act)  # talks before it are of another kind
    absent = next((m for m in reversed(moves) if m.act.turn == "absent"), None)
    done = best is not None and best.order == 6
    health: Health = "live"
    if stop:
        health = "superseded" if stop.cross == "duty ended" else stop_kind(stop.act.occurrence, sources)
        if stop.rung == "suspended":
            health = "suspended"  # a benefit that is put off is a sanction by type, and delivered
    elif due and as_of and due < as_of and not done and not first.measure and best and (best.order or 0) >= REVIVES:
        health = "overdue"  # what was only expected or talked of is owed to nobody
    if replaced:
        health = "superseded"
    kind = first.family.kind
    by_hand = stop if stop and not replaced and stop.rung != "lapsed" else None
    parts = [_reached(moves, best)] if best else []
    if absent and not done:
        lacking = f"{_lacking(absent.act, kind)} {_absent_on(absent.act)}"
        if kind == "legal" and parts:
            parts[-1] += f", {lacking}"
        else:
            parts.append(lacking)
    if stop and best and _later(best, stop):
        parts.insert(0, _stopped(stop, health))  # offered again, or talked of again
    elif stop:
        parts.append(_stopped(stop, health) + _collected(moves, stop))
    elif health == "overdue" and due:
        parts.append(f"due {day(due)}, not reported done")
    if absent and best and done and _later(absent, best):
        missing = f"reported as {_MISSING[kind]} by {_absent_on(absent.act)}"
        parts.insert(len(parts) - 1 if stop and _later(stop, absent) else len(parts), missing)
    if replaced:
        rate = f"one of {replaced.amount.value:g} %" if replaced.amount else "another"
        parts.append(f"replaced by {rate} {_on(replaced.history[0].when)}")
    if best and (denied := _denied(moves, best)):
        parts.append(f"denied {_on(denied.act.when)}")
    given = next((m for m in reversed(moves) if m.act.gives_backing), None)
    if given and best and not stop and not first.measure:
        parts.append(f"given {_on(given.act.when)}")
    asked = next((m for m in reversed(moves) if m.act.turn == "asked" and m.rung == "requested"), None)
    deciding = stop or best
    if asked and not done and (deciding is None or _later(asked, deciding)):
        parts.append(f"asked for {_on(asked.act.when)}")
    return Standing(
        best=best,
        force=force(best.act.occurrence, best.act.shown, codebook) if best else "none",
        execution=_execution(moves, best),
        health=health,
        displayed="; ".join(parts),
        blocked_by=_blocked_by(first, by_hand, health, codebook) if by_hand else None,
        since=replaced.history[0].when
        if replaced
        else (stop or (_shown_as(moves, best) if best else moves[0])).act.when,
    )


def _lacking(absent: Act, kind: str) -> str:
    """What is missing, by the words of the act: of a pact the signature or the text, else that it was carried out."""
    if kind == "pact":
        for name, told in _LACKING_STEPS.items():
            if has(name, absent.said):
                return told
    return _LACKING[kind]


def contested(moves: Sequence[Move]) -> str:
    """What two reports of one day tell against one another, both told; of several such days the last. One says that it
    was done, ordered or approved and the other that it was stopped, refused or not received, or denies it."""
    by_day: dict[date, list[Move]] = {}
    for move in moves:
        if move.act.day is not None and not move.cross:
            by_day.setdefault(move.act.when.end or move.act.day, []).append(move)
    for on, told in sorted(by_day.items(), reverse=True):
        for one in told:
            for other in told:
                if _against(one, other):
                    return f"contested {day(on)}: {_told(one)}, {_told(other)}"
    return ""


def _against(one: Move, other: Move) -> bool:
    mine, theirs = ({e.article_key for e in move.act.occurrence.entries} for move in (one, other))
    if mine & theirs or one.act.turn != "forward":
        return False
    if other.act.turn == "denied":
        return one.act.occurrence.status == other.act.occurrence.status
    return one.act.occurrence.status in EFFECTIVE and other.rung in ("not_received", "refused")


def _told(move: Move) -> str:
    entry = move.act.occurrence.entries[0]
    who = entry.event.speaker.name or (move.act.occurrence.outlets or ("a report without outlet",))[0]
    word = "denied" if move.act.turn == "denied" else move.rung.replace("_", " ")
    return f"{word} ({who})"


def last_reported(moves: Sequence[Move], codebook: Codebook) -> Move:
    """The move whose rung is the last one reported: the last by date; but what was done, ordered or approved is not
    undone by talk of it, nor a delivery in part by a lower rung that is told on the same day or, with no day of its
    own, was told before. What is missing is what was stopped, where both are told on one day, whatever days they name.
    A denial moves nothing. ``moves`` are not empty."""
    reached: set[str] = set()
    ordered = sorted(moves, key=_reported)
    held = ordered[0]
    for move in ordered:
        told, before = codebook.statuses[move.rung].order, codebook.statuses[held.rung].order or 0
        lower = told is not None and told < before and move.rung not in ("requested",)
        same_day = _reported(move)[0] == _reported(held)[0]
        retold = move.rung in reached and move.act.when.start is None
        kept = lower and (before == 5 or (before == 6 and (not held.partial or retold or same_day)))
        missed = same_day and held.rung in STOPS and move.act.turn == "absent"
        if move.act.turn != "denied" and not kept and not missed:
            held = move
        reached.add(move.rung)
    return held


def _reported(move: Move) -> tuple[str, str, int, str]:
    """By the day of the last report, then the day that is told; on one day what is missing stands before who stopped
    it, and both after what was done."""
    act = move.act
    known = max((entry.known for entry in act.occurrence.entries if entry.known), default=act.day)
    order = (move.order or 7) + (move.rung in STOPS)
    return (str(known or "9999"), str(act.when.start or act.when.end), order, act.occurrence.id)


def _best(moves: Sequence[Move]) -> Move | None:
    """The first move that reached the highest rung that the record shows."""
    return max((move for move in moves if move.order is not None), key=lambda move: move.order or 0, default=None)


def _stop(moves: Sequence[Move], sources: Sources) -> Move | None:
    """What stopped it for now: of the stops that the record shows since the last step from a promise up, the first end
    (on one day a court's before others', and one with a day of its own), or where none ended it the first delay."""
    since: list[Move] = []
    for move in moves:
        if move.order is not None and move.order >= REVIVES and move.act.day is not None:
            # What a register ended on a day no report of that day sets going again.
            since = [end for end in since if of_register(end.act.occurrence) and end.act.day == move.act.day]
        elif move.record_status in STOPS:
            since.append(move)
    ends = [move for move in since if move.record_status != "suspended"] or since

    def first(move: Move) -> tuple[bool, str, bool, bool, bool]:
        court = stop_kind(move.act.occurrence, sources) == "struck down"
        # "the programme lapsed, so they lost duty-free entry": that it ran out is told, that it was taken back inferred
        inferred = move.act.occurrence.status not in STOPS
        return (_ordered(move), str(move.act.day or "9999"), not court, inferred, move.act.when.start is None)

    return min(ends, key=first, default=None)


def _denied(moves: Sequence[Move], best: Move) -> Move | None:
    """The last denial of what was reached that came after it: both are told, since nobody here decides who is right."""
    told = best.act.occurrence.status
    denials = (m for m in reversed(moves) if m.act.turn == "denied" and m.act.occurrence.status == told)
    return next((m for m in denials if _later(m, best)), None)


def _ordered(stop: Move) -> bool:
    """Whether taking a benefit back was ordered only: it may go on for a while, and nothing says until when."""
    told = stop.act.occurrence
    return told.event_type == "SANCTION" and told.status == "approved" and stop.rung == "withdrawn"


def _shown_as(moves: Sequence[Move], best: Move) -> Move:
    """The move whose date is displayed: of a legal measure short of an order, the one that first announced it; of what
    is delivered in parts, the last part, and of what is rolled over, the last time."""
    if best.act.family.kind == "legal" and best.order in (3, 4):
        return next(move for move in moves if (move.order or 0) >= 3)
    if best.order == 6 and best.act.family.kind != "legal":
        delivered = [move for move in moves if move.order == 6]
        first = [move for move in moves if move.order != 6 or move is delivered[0]]
        if len(delivered) > 1 and (delivered[-1].act.keeps or _part(first, best)):
            return delivered[-1]
    return best


def _later(one: Move, other: Move) -> bool:
    return one.act.day is not None and (other.act.day is None or one.act.day > other.act.day)


def _reached(moves: Sequence[Move], best: Move) -> str:
    best = _shown_as(moves, best)
    kind, order, act = best.act.family.kind, best.order or 0, best.act
    if kind == "legal" and order in (3, 4) and not act.joint:
        word = ANNOUNCED
    elif act.shown.rung is not None and act.shown.status != act.occurrence.status:
        return f"{act.shown.rung.act} {_on(act.when)} (counts as {act.shown.status})"
    else:
        word = "delivered" if order == 6 and _in_kind(act) else _WORDS[kind].get(order, act.shown.status)
        word = "granted" if word == "paid" and act.occurrence.instrument == "debt_relief" else word
        word = "rolled over" if word == "paid" and act.keeps else word
    if order == 6 and _part(moves, best):
        word = f"partly {word}"
    if act.shown.status == ANNOUNCED and act.day is None:
        return f"reported as {'in force' if kind == 'legal' else 'given'} by an undated report only"
    if kind == "legal" and order == 6:
        word = "in force by" if act.when.start is None else "in force from"
        return f"{word} {_day(act, first=True)}"
    return f"{word} {_on(act.when)}"


def _in_kind(act: Act) -> bool:
    """Whether help came as goods: its sum is a quantity, or it is aid whose verb moves things and no sum is told."""
    if act.amount is None:
        return act.family.name in ("aid", LOOSE) and has("handing_over", act.said)
    return act.family.kind == "money" and act.amount.unit != "%" and not is_money(act.amount)


def _stopped(stop: Move, health: Health) -> str:
    start, end = stop.act.when.start, stop.act.when.end
    when = day(start) if start and not end else _on(stop.act.when)
    if stop.cross == "project":
        return f"held up by {_party(stop.act)} (reported {_day(stop.act)})"
    if stop.cross == "duty ended":
        thing = "the duties themselves were" if stop.act.family.name == "tariff" else "the measure itself was"
        return f"{thing} ended {when}"
    if stop.rung == "refused":
        return f"refused {when}"
    if _ordered(stop):
        return f"ordered to end {when}, the last day is not told"
    if health == "struck down":
        return f"struck down {when}"
    word = {"suspended": "suspended", "lapsed": "lapsed", "withdrawn": "ended"}[stop.rung]
    return f"{word} {when}"


def _collected(moves: Sequence[Move], stop: Move) -> str:
    """Until when a duty was collected that a court or an order had ended before."""
    for move in moves:
        said = move.act.said if move.rung in ("withdrawn", "lapsed") else ""
        if move.act.day and _later(move, stop) and has("collecting", said):
            return f", collected until {day(move.act.day)}"
    return ""


def _execution(moves: Sequence[Move], best: Move | None) -> Execution:
    if best is None or best.order is None:
        return "none"
    kind = best.act.family.kind
    if best.order == 6:
        if kind == "legal":
            return "in force"
        return "part" if _part(moves, best) else "complete"
    return "allocated" if best.order == 5 and kind == "money" else "none"


def _part(moves: Sequence[Move], best: Move) -> bool:
    """Whether what was delivered is a part: a text says so, or the sums delivered fall short of the largest sum."""
    delivered = [move for move in moves if move.order == 6]
    if all(move.partial for move in delivered):
        return True
    sums = [move.act.amount for move in delivered if move.act.amount and not move.act.resumes]
    owed = [move.act for move in moves if move.order and (move.order < 6 or move.act.resumes)]
    whole = [act.amount for act in owed if act.amount]
    if not sums or not whole or best.act.family.kind == "legal":
        return False
    unit = sums[0].unit
    paid = {amount.value for amount in sums if amount.unit == unit}
    largest = max((amount for amount in whole if amount.unit == unit), key=lambda a: a.value, default=None)
    return largest is not None and sum(paid) < FULL * largest.value and same_amount(sums[0], largest, 1 - FULL) is False


def _blocked_by(first: Act, stop: Move, health: Health, codebook: Codebook) -> str:
    """Who put the stop, and in which part."""
    act = stop.act
    if health == "struck down":
        return "court"
    entry = act.occurrence.entries[0]
    state = codebook.states.get(act.giver)
    name = state.name if state else act.giver
    if stop.cross == "project":
        role = "borrower" if entry.event.actor.sector == "BUS" else "third party"
        return f"{role} ({_party(act)})"
    if first.joint:
        return f"party ({name})" if not act.joint else "both parties"
    if act.giver == first.giver:
        return f"giver ({name})"
    return f"receiver ({name})" if act.giver == first.receiver else f"third party ({name})"


def _party(act: Act) -> str:
    """Who acted, as the text names it."""
    return act.occurrence.entries[0].event.actor.name or act.giver


def _on(when: Interval) -> str:
    return span(when) or "(undated)"


def _day(act: Act, *, first: bool = False) -> str:
    on = (act.when.start if first else None) or act.when.end or act.when.start
    return day(on) if on else "an unknown day"


def _absent_on(act: Act) -> str:
    """As of when: the day that the text names, else the day on which it was published."""
    on = act.when.end if act.when.basis == "explicit" else act.occurrence.known
    return day(on) if on else _day(act)
