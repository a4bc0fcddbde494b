"""Signals by type and month, words apart from deeds, and the ladder of commitments by domain and rung."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from deedbook.ledger.senses import hurts
from deedbook.measures.answer import LadderCell, SignalCell
from deedbook.measures.doers import is_burden
from deedbook.measures.matters import Matter, first_domain
from deedbook.measures.view import View
from deedbook.measures.wording import fold
from deedbook.records import Entry, Interval, Occurrence

Kind = Literal["word", "deed"]

JOINT = "both sides"  # stands for the giver of what both owe or do


@dataclass(frozen=True, slots=True)
class Signal:
    """One merged act as the timeline counts it: under its first domain that is not ties as such. ``entry`` is the
    report with the strongest evidence."""

    act: Occurrence
    event_type: str
    kind: Kind
    domain: str
    entry: Entry


def signals(view: View) -> tuple[Signal, ...]:
    """Every act that is a signal, in the snapshot's order. Reported absences and denied acts are none."""
    shown = {step.occurrence.id: view.shown_rung(step) for c in view.commitments for step in c.history}
    return tuple(
        Signal(
            act=act,
            event_type=told_type(view, act),
            kind=kind_of(view, act, shown.get(act.id, act.status)),
            domain=first_domain(act.domains),
            entry=view.best(act.entries)[0],
        )
        for act in view.occurrences
        if act.polarity == "positive" and act.status != "not_received"
    )


def cells(view: View) -> tuple[SignalCell, ...]:
    """Signals by month, type, domain, giver and kind."""
    groups: dict[tuple[str, str, Kind, str, str], list[Entry]] = {}
    several: Counter[tuple[str, str, Kind, str, str]] = Counter()
    for one in signals(view):
        key = (month(_so_far(view, one.act.happened)), one.event_type, one.kind, one.domain, one.act.actor)
        groups.setdefault(key, []).append(one.entry)
        several[key] += one.act.sources > 1
    return tuple(
        SignalCell(
            month=key[0],
            event_type=key[1],
            kind=key[2],
            domain=key[3],
            giver=key[4],
            count=len(groups[key]),
            several=several[key],
            quotes=view.citations.cite(groups[key], 12),
        )
        for key in sorted(groups)
    )


def told_type(view: View, act: Occurrence) -> str:
    """PLOVER's type of the act; a tariff or sanction that is cut, withdrawn or lapses is shown as easing, which it
    is."""
    eased = hurts(act) is False or (act.status in ("withdrawn", "lapsed") and is_burden(act))
    return "CONCEDE" if eased else act.event_type


def kind_of(view: View, act: Occurrence, shown: str) -> Kind:
    """A deed: something the record shows delivered or in force, a stop that took something away (withdrawn, lapsed; a
    request that is dropped takes nothing), or a material act complete in itself. All else is words, whatever the text
    calls it."""
    if shown in ("delivered", "withdrawn", "lapsed") and act.event_type != "REQUEST":
        return "deed"
    known = view.codebook.event_types.get(act.event_type)
    return "deed" if shown == "act" and known is not None and known.kind == "deed" else "word"


def _so_far(view: View, happened: Interval) -> Interval:
    """What was so "by" the end of a year that was not over when it was read, since a record is dated to the year: some
    day of it."""
    if happened.start or not happened.end or not view.cut_off or happened.end <= view.cut_off:
        return happened
    return replace(happened, start=happened.end.replace(month=1, day=1))


def month(happened: Interval) -> str:
    """``2025-11`` by the first day of the interval (its last where that is open), ``2025`` where no more than the year
    is known (of several years the first), or ``undated``."""
    when = happened.start or happened.end
    if happened.start and happened.end and f"{happened.start:%m-%d} {happened.end:%m-%d}" == "01-01 12-31":
        return f"{happened.start.year:04d}"
    return f"{when:%Y-%m}" if when else "undated"


def ladder(view: View, found: Sequence[Matter]) -> tuple[LadderCell, ...]:
    """Matters that stand on a rung or were stopped, by domain, rung and giver; acts that owe nothing have no rung.

    Each matter counts once, under its first domain that is not ties as such. Burdens count too: a tariff in force is
    delivered."""
    groups: dict[tuple[str, str, str], list[Matter]] = {}
    for matter in found:
        if view.order(matter.rung) or view.is_stop(matter.rung):
            giver = JOINT if matter.joint else matter.giver
            groups.setdefault((matter.domain, matter.rung, giver), []).append(matter)

    def place(key: tuple[str, str, str]) -> tuple[str, int, int, str, str]:
        domain, rung, giver = key
        return domain, int(view.is_stop(rung)), view.order(rung), rung, giver

    return tuple(
        LadderCell(
            domain=key[0],
            rung=key[1],
            giver=key[2],
            count=len(groups[key]),
            what=fold("; ".join(matter.what for matter in groups[key])),
            quotes=view.citations.cite([m.entries[0] for m in groups[key]], 8),
        )
        for key in sorted(groups, key=place)
    )
