"""Two pairs with one giver side by side on one instrument, one legal basis and the same days, with the place of each
among all states that the table or the ledger holds something on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from deedbook.measures import rates
from deedbook.measures.answer import ComparisonRow, Line
from deedbook.measures.dealings import EVERYBODY
from deedbook.measures.doers import by_firms, is_burden
from deedbook.measures.rates import Duty
from deedbook.measures.view import View
from deedbook.measures.wording import count, day, instrument, number, ordinal
from deedbook.records import Commitment, Snapshot

_DAY = timedelta(days=1)
_DONE = frozenset({"in force", "part", "complete"})
_BY_TABLE = "By the official schedule, as the table of classes cites it."


@dataclass(frozen=True, slots=True)
class Tally:
    """Of the benefits that a giver committed to one receiver: how many there are, and how many were delivered or in
    force."""

    commitments: int
    delivered: int


def rows(
    view: View, against: tuple[str, str], peers: Mapping[tuple[str, str], Tally] | None = None
) -> tuple[ComparisonRow, ...]:
    """Rows for each state that both pairs have in common, as giver to the two others; empty where they have none.

    ``peers`` counts commitments by (giver, receiver), of all receivers; without it no place among them is told."""
    found: list[ComparisonRow] = []
    for giver, ours, theirs in _sides(view.pair, against):
        if ours != theirs:
            found += (*_duties(view, giver, ours, theirs), *_benefits(view, giver, ours, theirs))
            found += _kept(view, giver, ours, theirs, peers)
    return tuple(found)


def _sides(pair: tuple[str, str], against: tuple[str, str]) -> list[tuple[str, str, str]]:
    """Each state that both pairs have in common, with the other one of each."""
    return [
        (code, pair[1 - place], against[1 - against.index(code)]) for place, code in enumerate(pair) if code in against
    ]


def summary(view: View, against: tuple[str, str]) -> tuple[Line, ...]:
    """One short line: the duties that a common giver puts on both, when they last differed and at the cut-off, and the
    benefits that are closed to both. Empty without a common giver or without a rate of either."""
    for giver, ours, theirs in _sides(view.pair, against):
        held = rates.duties(view, giver)
        if ours == theirs or not any(duty.receiver in (ours, theirs) for duty in held):
            continue
        parts = []
        if (differed := _last_differing(view, held, ours, theirs)) is not None:
            told = [f"{view.name(code)} {_rate(held, code, differed)}" for code in (ours, theirs)]
            parts.append(f"{', '.join(told)} until {day(differed)}")
        if view.cut_off and view.cut_off != differed and (rate := rates.total(held, ours, view.cut_off)) is not None:
            parts.append(f"{number(rate)} % on each on {day(view.cut_off)}")
        text = f"Extra duties of {view.the(giver)}: {'; '.join(parts)}." if parts else ""
        for row in _benefits(view, giver, ours, theirs):
            if "Closed to both" in row.note:
                text += f" {row.subject.split(' of ')[0]}: closed to both, so no disparity."
        return (Line(text.strip()),) if text else ()
    return ()


def _rate(held: Sequence[Duty], code: str, on: date) -> str:
    rate = rates.total(held, code, on)
    return "none held" if rate is None else f"{number(rate)} %"


def _duties(view: View, giver: str, ours: str, theirs: str) -> list[ComparisonRow]:
    """One row a legal basis on which either pays, one for the sum, with the days in force and the place among all."""
    held = rates.duties(view, giver)
    own = [duty for duty in held if duty.receiver in (ours, theirs)]
    if not own:
        return []
    some = [duty for duty in held if duty.receiver in (ours, theirs, EVERYBODY)]
    found = []
    for basis in dict.fromkeys(duty.basis for duty in sorted(some, key=lambda d: (d.start or date.min, d.basis))):
        here, there = (
            [duty for duty in some if duty.basis == basis and duty.receiver in (code, EVERYBODY)]
            for code in (ours, theirs)
        )
        alike = [(d.rate, d.start, d.end) for d in here] == [(d.rate, d.start, d.end) for d in there]
        table = all(duty.source for duty in (*here, *there))
        note = f"{_BY_TABLE} " * table + ("The same for both: no difference." if alike else "")
        found.append(
            ComparisonRow(
                subject=f"Duty imposed by {view.the(giver)} under {basis}",
                here=_line(view, here, ours),
                there=_line(view, there, theirs),
                note=note.strip(),
                basis=basis,
            )
        )
    found.append(
        ComparisonRow(
            subject=f"All these duties of {view.the(giver)} together, on top of the ordinary ones",
            here=Line(_course(held, ours)),
            there=Line(_course(held, theirs)),
            note="Duties on single goods (steel, cars) and exemptions are not in it.",
            rank=_place(view, held, ours, theirs),
        )
    )
    return found


def _line(view: View, some: Sequence[Duty], code: str) -> Line:
    if not some:
        return Line(f"No duty on {view.the(code)} on this basis is held.")
    told = [
        f"{number(duty.rate)} %{' on everybody' if duty.receiver == EVERYBODY else ''}, {_days(duty)}" for duty in some
    ]
    entries = [entry for duty in some for entry in duty.entries]
    return Line(f"{'; '.join(told)}.", view.citations.cite(entries), view.sources(entries))


def _days(duty: Duty) -> str:
    if duty.start and duty.end:
        return f"in force {day(duty.start)} to {day(duty.end)}"
    return f"in force from {day(duty.start)}" if duty.start else "in force"


def _course(held: Sequence[Duty], code: str) -> str:
    """The sum over time: ``19 % from 7 August 2025; 10 % from 24 February 2026; none held from 24 July 2026.``"""
    told: list[str] = []
    last: float | None = None
    for turn in rates.turning_days(held, code):
        now = rates.total(held, code, turn)
        if now != last:
            told.append(f"{'none held' if now is None else f'{number(now)} %'} from {day(turn)}")
        last = now
    return "; ".join(told) + "." if told else "None held."


def _place(view: View, held: Sequence[Duty], ours: str, theirs: str) -> str:
    """Where both stand among all states with a rate: on the last day on which they differed, and at the cut-off."""
    told = []
    differed = _last_differing(view, held, ours, theirs)
    if differed is not None:
        both = _both(view, held, ours, theirs, differed)
        told.append(f"On {day(differed)}, the last day on which they differed: {both}")
    if view.cut_off and view.cut_off != differed:
        mine, other = _totals(held, ours, theirs, view.cut_off)
        if mine is not None and mine == other:
            told.append(f"On {day(view.cut_off)}: {number(mine)} % for each, no difference.")
    return " ".join(told)


def _last_differing(view: View, held: Sequence[Duty], ours: str, theirs: str) -> date | None:
    """The last day up to the cut-off on which the two did not pay the same; ``None`` where there is none."""
    until = view.cut_off or date.max
    turns = [turn for turn in rates.turning_days(held, ours, theirs) if turn <= until]
    days = sorted({turn - _DAY for turn in turns} | ({until} if view.cut_off else set()))
    return next((on for on in reversed(days) if len(set(_totals(held, ours, theirs, on))) > 1), None)


def _totals(held: Sequence[Duty], ours: str, theirs: str, on: date) -> tuple[float | None, float | None]:
    return rates.total(held, ours, on), rates.total(held, theirs, on)


def _both(view: View, held: Sequence[Duty], ours: str, theirs: str, on: date) -> str:
    told = []
    for code in (ours, theirs):
        place = rates.place(held, code, on)
        told.append(
            f"{view.name(code)} {number(place.rate)} %, {place.text}"
            if place
            else f"no rate of {view.name(code)} is held"
        )
    return "; ".join(told) + "."


def _benefits(view: View, giver: str, ours: str, theirs: str) -> list[ComparisonRow]:
    """Benefits of a class of states to which either belonged, and whether they were still open on the day."""
    found = []
    on = view.cut_off or date.max
    for name, measure in view.codebook.class_measures.items():
        members = [member for member in view.codebook.classes if member.class_ == name]
        if measure.giver != giver or measure.kind != "benefit" or not {ours, theirs} & {m.state for m in members}:
            continue
        general = next((m.end for m in members if m.state == EVERYBODY), None)
        ends = {}
        for code in (ours, theirs):
            own = next((m for m in members if m.state == code), None)
            known = [end for end in (own.end if own else None, general) if end]
            ends[code] = min(known, default=None)
        closed = [code for code, end in ends.items() if end and end < on]
        note = ""
        if len(closed) == 2:
            note = f"Closed to both on {day(on)}: no disparity." if view.cut_off else "Closed to both: no disparity."
            note += f" It ended for all its members on {day(general)}." if general else ""
        elif len(closed) == 1:
            note = f"Closed to {view.name(closed[0])} alone."
        found.append(
            ComparisonRow(
                subject=f"{name} of {view.the(giver)} ({instrument(measure.instrument)})",
                here=Line(_ended(view, ours, ends[ours])),
                there=Line(_ended(view, theirs, ends[theirs])),
                note=f"{_BY_TABLE} {note}".strip(),
                basis=measure.basis,
            )
        )
    return found


def _ended(view: View, code: str, end: date | None) -> str:
    return f"Ended for {view.the(code)} on {day(end)}." if end else f"No end for {view.the(code)} is held."


def tallies(snapshot: Snapshot) -> dict[tuple[str, str], Tally]:
    """Benefits committed and delivered, by (giver, receiver); burdens, what is owed to everybody, joint agreements and
    what firms do left aside."""
    found: dict[tuple[str, str], Tally] = {}
    for commitment in snapshot.commitments:
        if commitment.joint or commitment.receiver == EVERYBODY or _is_aside(commitment):
            continue
        key = (commitment.giver, commitment.receiver)
        tally = found.get(key, Tally(0, 0))
        found[key] = Tally(tally.commitments + 1, tally.delivered + (commitment.execution in _DONE))
    return found


def _is_aside(commitment: Commitment) -> bool:
    return all(is_burden(step.occurrence) for step in commitment.history) or by_firms(commitment.history)


def _kept(
    view: View, giver: str, ours: str, theirs: str, peers: Mapping[tuple[str, str], Tally] | None
) -> list[ComparisonRow]:
    """How many of the giver's benefits were delivered to each, and the place among all its receivers that are held."""
    counted = peers if peers is not None else tallies(view.snapshot)
    own = {receiver: tally for (code, receiver), tally in counted.items() if code == giver}
    if ours not in own and theirs not in own:
        return []

    def told(code: str) -> Line:
        tally = own.get(code, Tally(0, 0))
        return Line(f"{tally.delivered:,} of {count(tally.commitments, 'commitment')} delivered or in force.")

    def ranked(code: str) -> str:
        tally = own.get(code, Tally(0, 0))
        more = sum(other.delivered > tally.delivered for other in own.values())
        same = sum(other.delivered == tally.delivered for receiver, other in own.items() if receiver != code)
        ties = f" (with {count(same, 'other')})" if same else ""
        return f"{view.name(code)} {ordinal(more + 1)}{ties}"

    return [
        ComparisonRow(
            subject=f"Benefits committed by {view.the(giver)}",
            here=told(ours),
            there=told(theirs),
            note="As far as what was read tells; burdens, joint agreements, firms’ own deals and what is owed to"
            " everybody left aside.",
            rank=f"Place among the {count(len({*own, ours, theirs}), 'receiver')} of {view.the(giver)} held here,"
            f" by how many were delivered: {ranked(ours)}, {ranked(theirs)}."
            if peers is not None
            else "",
        )
    ]
