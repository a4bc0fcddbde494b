"""Commitments as lanes from discussed to delivered: what the chart, its table and its download are made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deedbook.brief.wording import rung as rung_name
from deedbook.codebook import Codebook
from deedbook.measures import Answer, CommitmentRow, HistoryLine
from deedbook.measures.wording import rules
from deedbook.records import Commitment, Step

COLUMNS = ("talked of", "offered", "promised", "agreed", "approved", "delivered")


@dataclass(frozen=True, slots=True)
class Dot:
    """A rung that the commitment reached (0 talked of … 5 delivered), with the sentence of the first who told it.
    ``said_only``: a text says so, the record shows less. ``reports`` counts the acts that brought it there."""

    rung: int
    href: str
    label: str
    said_only: bool
    reports: int


@dataclass(frozen=True, slots=True)
class Stop:
    """Where it was stopped or reported absent: ``kind`` is the codebook's status."""

    kind: str
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One commitment. ``state`` says in words how far it has got; ``alt`` what the strip shows."""

    id: str
    title: str
    state: str
    giver: str
    receiver: str
    dots: tuple[Dot, ...]
    stops: tuple[Stop, ...]
    conditional: bool
    row: CommitmentRow
    commitment: Commitment | None

    @property
    def alt(self) -> str:
        way = ", ".join(COLUMNS[dot.rung] for dot in self.dots) or "no rung"
        stops = "".join(f"; {rung_name(stop.kind)}" for stop in self.stops)
        return f"{self.title}: {way}{stops}"

    @property
    def absent_only(self) -> bool:
        """Whether nothing but its absence is reported."""
        return not self.dots and bool(self.stops) and all(stop.kind == "not_received" for stop in self.stops)


def lanes(answer: Answer, codebook: Codebook, href: Callable[[int], str]) -> tuple[Lane, ...]:
    """All commitments of ``answer`` in its order; ``href`` gives the address of an evidence number."""
    known = {commitment.id: commitment for commitment in answer.snapshot.commitments}
    return tuple(_lane(row, known.get(row.id), codebook, href) for row in answer.commitments)


def _lane(row: CommitmentRow, commitment: Commitment | None, codebook: Codebook, href: Callable[[int], str]) -> Lane:
    told: dict[int, list[HistoryLine]] = {}
    shown: dict[int, bool] = {}
    stops: dict[str, HistoryLine] = {}
    for line in row.history:
        said = _order(line.rung, codebook)
        record = str(rules()["record_rungs"].get(line.record, line.record))
        if said == 0:
            if _stopped(line.rung, codebook):
                stops[line.rung] = line  # the last one: what it stands at
            continue
        held = _order(record, codebook) or said
        told.setdefault(said - 1, []).append(line)
        shown[said - 1] = shown.get(said - 1, False) or held >= said
        if held < said:
            told.setdefault(held - 1, []).append(line)
            shown[held - 1] = True
    dots = tuple(
        Dot(
            rung=rung,
            href=_link(lines, href),
            label=f"{COLUMNS[rung]}, {lines[-1].when}: {lines[-1].line.text}",
            said_only=not shown[rung],
            reports=len(lines),
        )
        for rung, lines in sorted(told.items())
    )
    return Lane(
        id=row.id,
        title=row.what,
        state=row.displayed,
        giver=row.giver,
        receiver=row.receiver,
        dots=dots,
        stops=tuple(
            Stop(kind, _link([line], href), f"{rung_name(kind)}, {line.when}: {line.line.text}")
            for kind, line in stops.items()
        ),
        conditional=bool(row.conditions),
        row=row,
        commitment=commitment,
    )


def paint(step: Step, codebook: Codebook) -> str:
    """The standing to which the rung belongs that the record shows of a step: talk, promised, delivered or stopped."""
    told = _order(step.rung, codebook)
    held = _order(str(rules()["record_rungs"].get(step.record_status, step.record_status)), codebook) or told
    return painted(held - 1) if told else "stopped" if _stopped(step.rung, codebook) else "talk"


def painted(rung: int) -> str:
    """The same for a rung of the lane."""
    return "talk" if rung < 2 else "promised" if rung < 5 else "delivered"


def _order(status: str, codebook: Codebook) -> int:
    known = codebook.statuses.get(status)
    return (known.order or 0) if known else 0


def _stopped(status: str, codebook: Codebook) -> bool:
    known = codebook.statuses.get(status)
    return known is None or known.stopped


def _link(lines: Sequence[HistoryLine], href: Callable[[int], str]) -> str:
    numbers = [number for line in lines for number in line.line.quotes]
    return href(numbers[0]) if numbers else "#"
