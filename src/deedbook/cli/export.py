"""``deedbook export``."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from deedbook import __version__
from deedbook.cli.options import Day, Pair, ledger_option, stop, write

if TYPE_CHECKING:
    from deedbook.ledger import Ledger

_NAMES = ("commitments", "steps", "acts", "events", "articles")


@click.command("export")
@click.argument("output", type=click.Path(path_type=Path), metavar="OUTPUT")
@click.option("--pair", type=Pair(), help="Only what stands between these two: PAK-USA.")
@click.option("--as-of", type=Day(), help="Only what was known by this day.")
@click.option(
    "--table",
    "names",
    multiple=True,
    type=click.Choice(_NAMES),
    help="Only this table; may be repeated. Default: commitments for CSV, all for the others.",
)
@click.option(
    "--complete", is_flag=True, help="A folder only: with the texts whose rights are unknown, to keep, not to hand on."
)
@ledger_option
def command(
    output: Path,
    pair: tuple[str, str] | None,
    as_of: date | None,
    names: tuple[str, ...],
    complete: bool,
    ledger_path: Path | None,
) -> None:
    """Write what the ledger holds to OUTPUT: a .csv, .xlsx or .json file, or a folder.

    A folder gets the ledger's facts as Parquet with a data package descriptor; `deedbook import FOLDER` makes the same
    ledger of it again. Of texts that are not ours to hand on, at most one sentence an item leaves the ledger; what was
    withheld is said.

    \b
    Example:
      deedbook export pakistan.xlsx --pair PAK-USA
      deedbook export events.csv --table events
      deedbook export ledger-package/
    """
    from deedbook.exchange import spreadsheets, tables
    from deedbook.exchange.rights import withheld
    from deedbook.ledger import Ledger, LedgerError

    form = output.suffix.lower()
    if form not in (".csv", ".xlsx", ".json", ""):
        stop(f"{output}: the ending names no format; use .csv, .xlsx, .json, or a folder's name without an ending.", 2)
    if form == ".csv" and len(names) > 1:
        stop("a CSV file holds one table; name one with --table, or use .xlsx.", 2)
    try:
        with Ledger.open(ledger_path or Ledger.default_path(), create=False) as ledger:
            if form == "":
                if pair or as_of or names:
                    stop("a folder holds the whole ledger; --pair, --as-of and --table are for files.", 2)
                _package(ledger, output, complete=complete)
                return
            snapshot = ledger.snapshot(as_of=as_of)
    except LedgerError as error:
        stop(str(error), 3)
    chosen = names or (("commitments",) if form == ".csv" else tables.NAMES)
    made = tables.tables(snapshot, pair=pair, names=chosen)
    told = {entry.article_key for act in snapshot.occurrences for entry in act.entries}
    kept = withheld(article for key, article in snapshot.articles.items() if pair is None or key in told)
    about = {
        "generator": f"deedbook {__version__}",
        "pair": "-".join(pair) if pair else "all",
        "known by": as_of.isoformat() if as_of else "now",
        "checked by a person": f"{sum(e.reviewed for e in snapshot.entries)} of {len(snapshot.entries)} events",
        "withheld": kept or "nothing",
    }
    if form == ".csv":
        write(output, spreadsheets.as_csv(made[0]))
    elif form == ".json":
        write(output, spreadsheets.as_json(made, about))
    else:
        write(output, spreadsheets.as_xlsx(made, about))
    click.echo(f"wrote {output}: {', '.join(f'all {len(t.rows):,} {t.name}' for t in made)}", err=True)
    if kept:
        click.echo(f"note: {kept}", err=True)


def _package(ledger: "Ledger", folder: Path, *, complete: bool) -> None:
    from deedbook.exchange import package, tables
    from deedbook.exchange.rights import may_leave, withheld
    from deedbook.ledger import transfer

    snapshot = ledger.snapshot()
    kept = "" if complete else withheld(snapshot.articles.values())
    closed = set() if complete else {key for key, article in snapshot.articles.items() if not may_leave(article)}

    def rows(name: str, columns: tuple[str, ...]) -> "Any":
        for row in transfer.rows(ledger.path, name, columns):
            if name == "articles" and row[columns.index("key")] in closed:
                yield tuple(b"" if column == "raw" else cell for column, cell in zip(columns, row, strict=True))
            else:
                yield row

    facts = [
        package.Fact(name, columns, kinds, rows(name, columns))
        for name, columns, kinds in transfer.fact_tables(ledger.path)
    ]
    about = {"complete": not closed, "withheld": kept or "nothing"}
    counts = package.write(folder, facts, tables.tables(snapshot), about)
    click.echo(f"wrote {folder}: {', '.join(f'all {n:,} rows of {path}' for path, n in counts.items())}", err=True)
    if kept:
        click.echo(f"note: {kept} The package cannot be loaded again as a ledger; --complete writes one.", err=True)
    elif complete:
        click.echo(
            "note: it holds every text, also those that are not ours to hand on: keep it for yourself.", err=True
        )
