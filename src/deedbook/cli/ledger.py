"""``deedbook ledger``."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deedbook.cli.options import Pair, ledger_option, stop, times
from deedbook.cli.tables import TABLE_FORMATS, TableFormat, laid_out
from deedbook.codebook import load

if TYPE_CHECKING:
    from deedbook.records import Commitment

_COLUMNS = (
    "id",
    "giver",
    "receiver",
    "instrument",
    "domains",
    "object",
    "rung",
    "force",
    "execution",
    "health",
    "shown as",
    "reports",
)
_SHORT = ("gives → receives", "instrument", "what", "how far", "reports")


@click.command("ledger")
@click.option("--pair", type=Pair(), help="Only commitments between these two: PAK-USA.")
@click.option("--status", "statuses", multiple=True, metavar="RUNG", help="Only those that last stood at this rung.")
@click.option("--domain", "domains", multiple=True, metavar="DOMAIN", help="Only this domain; may be repeated.")
@times
@click.option("--format", "form", type=click.Choice(TABLE_FORMATS), default="table", show_default=True)
@ledger_option
def command(
    pair: tuple[str, str] | None,
    statuses: tuple[str, ...],
    domains: tuple[str, ...],
    as_of: date | None,
    recorded_as_of: datetime | None,
    form: TableFormat,
    ledger_path: Path | None,
) -> None:
    """List the commitments in the ledger, each with how far it has got.

    \b
    Example:
      deedbook ledger --pair PAK-USA --domain trade --format csv > trade.csv
    """
    from deedbook.ledger import Ledger, LedgerError

    for given, known, what in ((statuses, load().statuses, "rung"), (domains, load().domains, "domain")):
        for word in given:
            if word not in known:
                stop(f"{word!r} is no {what}; expected one of {', '.join(sorted(known))}.", 2)
    try:
        with Ledger.open(ledger_path or Ledger.default_path(), create=False) as ledger:
            snapshot = ledger.snapshot(pairs=[pair] if pair else None, as_of=as_of, recorded_as_of=recorded_as_of)
    except LedgerError as error:
        stop(str(error), 3)
    chosen = [c for c in snapshot.commitments if _fits(c, pair, statuses, domains)]
    cut_off = as_of.isoformat() if as_of else "now"
    caption = (
        f"{len(chosen)} commitments (not reports) of {len(snapshot.commitments)}, from {len(snapshot.articles)}"
        f" articles, as known by {cut_off}. Read by machine; no register was searched."
    )
    if form == "table":
        rows = [_short(c) for c in chosen]
        click.echo(laid_out(_SHORT, rows, form, caption=f"{caption} All columns: --format csv."))
    else:
        click.echo(laid_out(_COLUMNS, [_row(c) for c in chosen], form, caption=caption))


def _fits(
    commitment: "Commitment", pair: tuple[str, str] | None, statuses: tuple[str, ...], domains: tuple[str, ...]
) -> bool:
    return (
        (pair is None or {commitment.giver, commitment.receiver} == set(pair))
        and (not statuses or commitment.history[-1].rung in statuses)
        and (not domains or bool(set(domains) & set(commitment.domains)))
    )


def _short(commitment: "Commitment") -> list[str]:
    c = commitment
    return [f"{c.giver} → {c.receiver}", c.instrument.replace("_", " "), c.object, c.displayed, _reports(c)]


def _reports(commitment: "Commitment") -> str:
    return str(sum(len(step.occurrence.entries) for step in commitment.history))


def _row(commitment: "Commitment") -> list[str]:
    c = commitment
    return [
        c.id,
        c.giver,
        c.receiver,
        c.instrument,
        " ".join(c.domains),
        c.object,
        c.history[-1].rung,
        c.force,
        c.execution,
        c.health,
        c.displayed,
        _reports(c),
    ]
