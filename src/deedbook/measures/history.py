"""Commitments behind page one, each with the steps of its life and what the record shows at each."""

from collections.abc import Mapping, Sequence

from deedbook.measures.answer import CommitmentRow, HistoryLine
from deedbook.measures.doers import is_burden
from deedbook.measures.matters import PRIVATE, Matter
from deedbook.measures.sureness import line
from deedbook.measures.view import View
from deedbook.measures.wording import amount, day, fold, instrument, interval, listed, named, sentence, status
from deedbook.records import Commitment, Step


def rows(view: View, found: Sequence[Matter]) -> tuple[CommitmentRow, ...]:
    """One row a commitment, in the order of ``found``; those of which only absence is reported come last."""
    standing = {m.commitment.id: m for m in found if m.commitment is not None}
    places = {key: place for place, key in enumerate(standing)}
    ordered = sorted(view.told_once, key=lambda c: (places.get(c.id, len(places)), c.id))
    return tuple(_row(view, commitment, standing) for commitment in ordered)


def _row(view: View, commitment: Commitment, matters: Mapping[str, Matter]) -> CommitmentRow:
    matter = matters.get(commitment.id)
    entries = matter.entries if matter else tuple(e for s in commitment.history for e in s.occurrence.entries)
    what = named(instrument(commitment.instrument), commitment.object, None) or "unnamed"
    return CommitmentRow(
        id=commitment.id,
        giver=commitment.giver,
        receiver=commitment.receiver,
        joint=commitment.joint,
        what=matter.what.removesuffix(PRIVATE) if matter else what[:1].upper() + what[1:],
        instrument=commitment.instrument,
        domains=commitment.domains,
        amount=_sum(commitment),
        displayed=commitment.displayed + (f"; doubtful: {commitment.doubtful}" if commitment.doubtful else ""),
        force=commitment.force,
        execution=commitment.execution,
        health=commitment.health,
        blocked_by=commitment.blocked_by or (matter.stopped_by if matter else ""),
        history=tuple(history_line(view, step) for step in commitment.history),
        standing=matter.standing if matter else "talk only",
        summary=line(view, sentence(matter.text if matter else f"{what}: {commitment.displayed}"), entries),
        due=day(commitment.due) if commitment.due else "",
        conditions=tuple(fold(condition.text) for condition in commitment.conditions),
        firms=commitment.firms,
        burden=matter.burden if matter else False,
        private=matter.private if matter else False,
        part_of=next((c.name for c in view.snapshot.commitments if c.id == commitment.parent), ""),
    )


def _sum(commitment: Commitment) -> str:
    figure = amount(commitment.amount)
    return f"{figure} ({kind})" if figure and (kind := commitment.amount_kind) not in (None, "face") else figure


def history_line(view: View, step: Step) -> HistoryLine:
    """One step: what the reports say, and what the record shows where that is less."""
    act = step.occurrence
    burden = is_burden(act)
    said = status(step.rung, burden=burden).split(",")[0]
    if act.polarity == "negative":
        said = "denied"
    what = named("", act.object, act.amount)
    text = f"{listed(view.outlets([act])[:3])}: {said}" + (f": {what}" if what else "")
    text += f" ({step.note})" if step.note else ""
    return HistoryLine(
        when=interval(step.when),
        rung=step.rung,
        record=step.record_status,
        line=line(view, sentence(text), view.best(act.entries)),
        said=said,
    )
