"""``deedbook import``."""

import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deedbook.cli.beforehand import make_ready
from deedbook.cli.options import Day, ledger_option, stop, tell, write
from deedbook.cli.tables import laid_out

if TYPE_CHECKING:
    from deedbook.exchange.reconcile import Reconciled

_COLUMNS = (
    "outcome",
    "row",
    "giver",
    "receiver",
    "theirs",
    "ours",
    "commitment",
    "agree on",
    "differ on",
    "later step",
)
_SHORT = ("outcome", "gives → receives", "theirs", "ours")


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--column", "given", multiple=True, metavar="FIELD=HEADER", help="Which column is the giver, receiver, amount, …"
)
@click.option("--day-first/--month-first", default=None, help="How to read 03/04/2026 where the column leaves it open.")
@click.option("--as-of", type=Day(), help="Set it beside what was known by this day.")
@click.option(
    "--format", "form", type=click.Choice(("table", "csv", "json", "xlsx")), help="Default: by -o, else table."
)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@ledger_option
def command(
    source: Path,
    given: tuple[str, ...],
    day_first: bool | None,
    as_of: date | None,
    form: str | None,
    output: Path | None,
    ledger_path: Path | None,
) -> None:
    """Set your own tracker (SOURCE: CSV or XLSX) beside the ledger, or load an exported folder.

    Each row is matched to a commitment: they agree, conflict, or only one side has it. Which column is what is guessed
    from the headers, shown, and saved beside the file for next time. The ledger is not changed by a tracker. A folder
    that `deedbook export` wrote is loaded into the ledger in full.

    \b
    Example:
      deedbook import tracker.xlsx --column giver=Donor --column receiver=Country -o reconciled.xlsx
    """
    from deedbook.codebook import load
    from deedbook.exchange import reconcile, spreadsheets, tables, tracker
    from deedbook.ledger import Ledger, LedgerError
    from deedbook.measures.wording import count
    from deedbook.records.failure import Failure

    columns = {}
    for pair in given:
        field, equals, header = pair.partition("=")
        if not equals or not header:
            stop(f"--column {pair}: expected FIELD=HEADER, for example giver=Donor.", 2)
        columns[field.strip()] = header.strip()
    if source.is_dir():
        _load(source, ledger_path)
        return
    read = tracker.read(source, load(), columns=columns, day_first=day_first)
    try:
        with Ledger.open(ledger_path or Ledger.default_path(), create=False) as ledger:
            commitments = ledger.snapshot(as_of=as_of).commitments
    except LedgerError as error:
        stop(str(error), 3)
    found = reconcile.reconcile(read.rows, commitments, load())
    try:
        kept = f"saved in {tracker.remember(source, read.columns).name}; change with --column"
    except Failure as error:
        kept = f"not saved: {error}"
    mapped = "; ".join(f"{field} = {header!r}" for field, header in read.columns.items())
    unused = f"; not used: {', '.join(map(repr, read.unused))}" if read.unused else ""
    click.echo(f"columns: {mapped}{unused} ({kept})", err=True)
    counts = {outcome: sum(r.outcome == outcome for r in found) for outcome in reconcile.OUTCOMES}
    caption = (
        f"{count(len(read.rows), 'row')} of {read.name} beside {count(len(commitments), 'commitment')}"
        f" as known by {as_of or 'now'}: "
        + ", ".join(f"{number} {outcome}" for outcome, number in counts.items())
        + f"; {count(sum(problem.fatal for problem in read.problems), 'row')} unread. Commitments are read by machine."
    )
    failed = tell(read.problems)
    rows = [_row(item) for item in found]
    form = form or ("table" if output is None else output.suffix.lstrip(".").lower())
    if form == "xlsx":
        kinds = tuple(tables.Column(name, "string", "") for name in _COLUMNS)
        table = tables.Table("reconciled", "one row of the tracker or one commitment", kinds, tuple(rows))
        write(output, spreadsheets.as_xlsx((table,), {"about": caption}))
    elif form == "table":
        write(
            output, laid_out(_SHORT, [_short(row) for row in rows], "table", caption=f"{caption} More: -o FILE.xlsx.")
        )
    elif form in ("csv", "json"):
        write(output, laid_out(_COLUMNS, rows, form, caption=caption))  # type: ignore[arg-type]
    else:
        stop(f"{output}: the ending names no format; use .csv, .json or .xlsx, or give --format.", 2)
    if form == "csv":
        click.echo(caption, err=True)
    sys.exit(1 if failed else 0)


def _row(item: "Reconciled") -> tuple[str, ...]:
    from deedbook.measures.wording import amount

    row, commitment = item.row, item.commitment
    parties = row or commitment
    assert parties is not None
    theirs = "; ".join(filter(None, (row.what, amount(row.amount), row.status or ""))) if row else ""
    ours = f"{commitment.name or commitment.object}: {commitment.displayed}" if commitment else ""
    differ = "; ".join(f"{d.field}: theirs {d.theirs}, ours {d.ours}" for d in item.differences)
    return (
        item.outcome,
        row.place if row else "",
        parties.giver,
        parties.receiver,
        theirs,
        ours,
        commitment.id if commitment else "",
        ", ".join(item.agreed),
        differ,
        item.later,
    )


def _short(row: tuple[str, ...]) -> tuple[str, ...]:
    outcome, place, giver, receiver, theirs, ours, _, _, differ, later = row
    said = differ or (f"a later step: {later}" if later else ours)
    return outcome, f"{giver} → {receiver}", f"{place}: {theirs}" if place else "", said


def _load(folder: Path, ledger_path: Path | None) -> None:
    from deedbook.exchange import package
    from deedbook.ledger import Ledger, LedgerError, transfer

    if not package.describe(folder)["deedbook"].get("complete"):
        stop(f"{folder}: the package was written without some texts. Export it with --complete to load it again.", 1)
    path = ledger_path or Ledger.default_path()
    try:
        began = time.perf_counter()
        Ledger.open(path).close()
        counts = transfer.restore(path, ((fact.name, fact.columns, fact.rows) for fact in package.facts(folder)))
        with Ledger.open(path) as ledger:
            make_ready(ledger, time.perf_counter() - began)
    except LedgerError as error:
        stop(str(error), 3)
    click.echo(f"loaded {', '.join(f'{n:,} {name}' for name, n in counts.items())} into {path}", err=True)
