"""What commitments add up to: only what may be added, and for everything else the reason why it is not.

Added is what binds or is further, is alive, is neither an umbrella nor a part of what is counted, and is a sum of
money. Currencies are never mixed but at a dated rate of ``exchange_rates.csv``, which is shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from deedbook.codebook.table import data_folder, rows
from deedbook.records import Amount, Commitment

ALIVE = frozenset({"live", "overdue"})
FURTHER = frozenset({"in force", "part", "complete"})
COMMON = "USD"


@dataclass(frozen=True, slots=True)
class Rate:
    """How many units of ``currency`` one US dollar is from ``start`` on (to ``end``), and who says so."""

    currency: str
    per_dollar: float
    start: date | None
    end: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Part:
    """One commitment in a total. ``value`` is in the total's currency; ``rate`` is what it was converted at."""

    commitment: Commitment
    value: float
    paid: float
    rate: Rate | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """What ``giver`` owes ``receiver`` by commitments that may be added, and how much of it was paid."""

    giver: str
    receiver: str
    currency: str
    value: float
    paid: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """``left``: commitments with a sum or a bond that were not added, each with the reason in plain words."""

    totals: tuple[Total, ...]
    left: tuple[tuple[Commitment, str], ...]


@cache
def rates() -> tuple[Rate, ...]:
    """The dated rates of the codebook's ``exchange_rates.csv``."""
    columns = ("currency", "per_dollar", "valid_from", "valid_to", "source")
    return tuple(
        Rate(
            row.need("currency"),
            row.figure("per_dollar") or 1.0,
            *row.days("valid_from", "valid_to"),
            row.need("source"),
        )
        for row in rows(data_folder() / "exchange_rates.csv", columns)
    )


def sums(commitments: Sequence[Commitment], known: Iterable[Rate] | None = None) -> Sums:
    """Totals by giver, receiver and currency, the largest first. ``known`` are the rates that may be used (``None``:
    the codebook's)."""
    table = tuple(rates() if known is None else known)
    by_id = {commitment.id: commitment for commitment in commitments}
    groups: dict[tuple[str, str, str], list[Part]] = {}
    left = []
    for commitment in commitments:
        amount = commitment.amount
        if amount is None or amount.unit == "%":
            continue
        if reason := _reason(commitment, by_id):
            left.append((commitment, reason))
            continue
        rate = _rate(amount.unit, commitment, table)
        unit = COMMON if rate else amount.unit
        factor = 1 / rate.per_dollar if rate else 1.0
        paid = commitment.paid.value * factor if commitment.paid and commitment.paid.unit == amount.unit else 0.0
        part = Part(commitment, amount.value * factor, paid, rate)
        groups.setdefault((commitment.giver, commitment.receiver, unit), []).append(part)
    totals = [
        Total(*key, sum(part.value for part in parts), sum(part.paid for part in parts), tuple(parts))
        for key, parts in groups.items()
    ]
    return Sums(tuple(sorted(totals, key=lambda t: (-t.value, t.giver, t.receiver, t.currency))), tuple(left))


def is_money(amount: Amount) -> bool:
    """Whether the quantity is a sum of money: its unit is a currency's code."""
    return len(amount.unit) == 3 and amount.unit.isalpha() and amount.unit.isupper()


def _reason(commitment: Commitment, by_id: Mapping[str, Commitment]) -> str:
    """Why the commitment is not added; empty where it is."""
    amount, kind = commitment.amount, commitment.amount_kind
    assert amount is not None
    if not is_money(amount):
        return "a quantity, not a sum of money"
    if commitment.doubtful:
        return f"doubtful: {commitment.doubtful}"
    if commitment.joint:
        return "both sides owe it; the reports do not say who pays"
    if commitment.umbrella:
        return "a framework: its parts are counted instead"
    parent = by_id.get(commitment.parent or "")
    if parent is not None and parent.amount is not None and not parent.umbrella:
        return f"a part of another commitment ({parent.name})"
    if commitment.health not in ALIVE:
        return commitment.health
    if commitment.force != "binding" and commitment.execution not in FURTHER:
        return (
            "approved, but nothing in hand shows that it binds"
            if commitment.execution == "allocated"
            else "not binding"
        )
    if commitment.contested:
        return commitment.contested
    if kind == "ceiling":
        return "a ceiling, not a sum"
    if kind == "per year":
        return "a sum a year, for years that are not told"
    if commitment.new_money is False:
        return "no new money: an old loan or deposit is kept"
    return ""


def _rate(unit: str, commitment: Commitment, table: Sequence[Rate]) -> Rate | None:
    if unit == COMMON:
        return None
    when = next(
        (step.when.end or step.when.start for step in commitment.history if step.when.end or step.when.start), None
    )
    return next(
        (
            rate
            for rate in table
            if rate.currency == unit
            and when
            and (rate.start is None or rate.start <= when)
            and (rate.end is None or when <= rate.end)
        ),
        None,
    )
