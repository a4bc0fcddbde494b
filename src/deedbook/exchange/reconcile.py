"""A tracker set beside the ledger: where they agree, what only one has, and where they conflict."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from deedbook.codebook import Codebook
from deedbook.exchange.tracker import TrackerRow
from deedbook.ledger.traits import same_amount
from deedbook.ledger.vocabulary import containment, content, family, specific
from deedbook.records import Amount, Commitment, Interval

Outcome = Literal["agree", "in conflict", "only theirs", "only ours"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

AMOUNT_TOLERANCE = 0.1  # "$1.25bn" and "$1.3 billion" are one sum
SAME_WORDS = 0.5  # of the poorer description's telling words
NEAR = timedelta(days=31)  # trackers date by month or by the day of the report
LEAST = 1.5  # below this a row and a commitment share too little to be one


@dataclass(frozen=True, slots=True)
class Difference:
    """A field on which the tracker and the ledger say different things, as each has it."""

    field: str
    theirs: str
    ours: str


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A row of the tracker, a commitment of the ledger, or both where they are one matter. ``agreed`` names the fields
    on which both say the same; a field that either lacks is in neither list. ``later``: where it stands by the ledger,
    if the tracker stops at an earlier step, which is no conflict."""

    outcome: Outcome
    row: TrackerRow | None
    commitment: Commitment | None
    agreed: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    later: str = ""


def reconcile(
    rows: Sequence[TrackerRow], commitments: Iterable[Commitment], codebook: Codebook
) -> tuple[Reconciled, ...]:
    """Each row with the commitment that it fits best, one to one, the best fits first; then what only one side has.

    A fit needs the same giver and receiver (in either order for what both owe) and enough of: the same family of
    instruments, sums within 10 %, words that agree, days within a month. *Only ours* lists commitments between the
    pairs that the tracker speaks of, since of others it says nothing. Order: the tracker's rows, then ours."""
    held = tuple(commitments)
    fits = sorted(
        (
            (-score, place, at)
            for place, row in enumerate(rows)
            for at, commitment in enumerate(held)
            if (score := _fit(row, commitment)) >= LEAST
        ),
    )
    mine: dict[int, int] = {}
    taken: set[int] = set()
    for _, place, at in fits:
        if place not in mine and at not in taken:
            mine[place] = at
            taken.add(at)
    found = [
        _compared(row, held[mine[place]], codebook) if place in mine else Reconciled("only theirs", row, None)
        for place, row in enumerate(rows)
    ]
    pairs = {frozenset((row.giver, row.receiver)) for row in rows}
    found += [
        Reconciled("only ours", None, commitment)
        for at, commitment in enumerate(held)
        if at not in taken and frozenset((commitment.giver, commitment.receiver)) in pairs
    ]
    return tuple(found)


def _fit(row: TrackerRow, commitment: Commitment) -> float:
    parties = (commitment.giver, commitment.receiver)
    if (row.giver, row.receiver) != parties and not (commitment.joint and {row.giver, row.receiver} == set(parties)):
        return 0.0
    score = 0.0
    if row.instrument is not None:
        if family(row.instrument) != family(commitment.instrument):
            return 0.0
        score += 1.0
    if row.amount is not None and (amounts := _amounts(commitment)):
        same = [same_amount(row.amount, amount, AMOUNT_TOLERANCE) for amount in amounts]
        score += 1.0 if True in same else -0.5 if False in same else 0.0
    theirs, ours = _words(row.what), frozenset().union(*(_words(text) for text in _texts(commitment)))
    shared = containment(theirs, ours)
    score += shared + (0.5 if shared >= SAME_WORDS and len(theirs & ours) > 1 else 0.0)
    if row.when.start and any(_near(row.when, step.when) for step in commitment.history):
        score += 0.5
    return score


def _compared(row: TrackerRow, commitment: Commitment, codebook: Codebook) -> Reconciled:
    agreed: list[str] = []
    differences: list[Difference] = []

    def compare(field: str, same: bool, theirs: str, ours: str) -> None:
        if same:
            agreed.append(field)
        else:
            differences.append(Difference(field, theirs, ours))

    later = ""
    if row.status:
        reached = {step.rung for step in commitment.history} | {step.record_status for step in commitment.history}
        stands = row.status == _standing(commitment, codebook)
        later = commitment.displayed if row.status in reached and not stands else ""
        compare("status", stands or bool(later), row.status, commitment.displayed)
    if row.amount is not None and (amounts := _amounts(commitment)):
        comparable = [same for a in amounts if (same := same_amount(row.amount, a, AMOUNT_TOLERANCE)) is not None]
        if comparable:
            ours = ", ".join(dict.fromkeys(_money(a) for a in amounts))
            compare("amount", any(comparable), _money(row.amount), ours)
    if row.when.start and (dated := [step.when for step in commitment.history if step.when.start or step.when.end]):
        days = ", ".join(dict.fromkeys(_days(when) for when in dated))
        compare("date", any(_near(row.when, when) for when in dated), _days(row.when), days)
    return Reconciled(
        "in conflict" if differences else "agree", row, commitment, tuple(agreed), tuple(differences), later
    )


def _standing(commitment: Commitment, codebook: Codebook) -> str:
    """The rung at which a commitment stands: what stopped it, else the highest that the record shows."""
    stops = {"suspended": "suspended", "cancelled": "withdrawn", "lapsed": "lapsed", "struck down": "withdrawn"}
    if commitment.health in stops:
        return stops[commitment.health]
    rungs = ["promised" if step.record_status == "announced" else step.record_status for step in commitment.history]
    return max(rungs, key=lambda rung: (known.order or 0) if (known := codebook.statuses.get(rung)) else 0)


def _amounts(commitment: Commitment) -> list[Amount]:
    told = [step.occurrence.amount for step in commitment.history] + [commitment.amount]
    return list(dict.fromkeys(amount for amount in told if amount is not None))


def _texts(commitment: Commitment) -> list[str]:
    return [
        commitment.name,
        commitment.object,
        *commitment.firms,
        *(step.occurrence.object or "" for step in commitment.history),
    ]


def _words(text: str) -> frozenset[str]:
    stems = content(text)
    return specific(stems) or stems


def _near(one: Interval, other: Interval) -> bool:
    start, end = other.start or other.end, other.end or other.start
    if start is None or end is None or one.start is None:
        return False
    last = one.end or one.start
    return one.start <= end + NEAR and last >= start - NEAR


def _money(amount: Amount) -> str:
    high = f"–{amount.value_max:,.10g}" if amount.value_max else ""
    return f"{amount.value:,.10g}{high} {amount.unit}"


def _days(when: Interval) -> str:
    days: list[date] = list(dict.fromkeys(day for day in (when.start, when.end) if day))
    return " to ".join(day.isoformat() for day in days)
