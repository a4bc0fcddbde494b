"""``deedbook backup``."""

from pathlib import Path

import click

from deedbook.cli.options import ledger_option, stop


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@ledger_option
def command(target: Path, ledger_path: Path | None) -> None:
    """Copy the ledger to TARGET, a new file, while it is in use.

    \b
    Example:
      deedbook backup ledger-2026-11-22.db
    """
    from deedbook.ledger import Ledger, LedgerError

    if target.exists():
        stop(f"{target}: there is a file of this name already. Name a new file for the backup.", 2)
    try:
        with Ledger.open(ledger_path or Ledger.default_path(), create=False) as ledger:
            ledger.backup(target)
    except LedgerError as error:
        stop(str(error), 3)
    click.echo(f"{target} holds the ledger as it stands now.", err=True)
