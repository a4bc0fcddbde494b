"""``deedbook read``."""

import sys
import time
from pathlib import Path

import click

from deedbook.cli.beforehand import make_ready
from deedbook.cli.options import ledger_option, sources, stop, tell


@click.command("read")
@click.argument("source", nargs=-1, required=True)
@ledger_option
@sources
def command(
    source: tuple[str, ...], ledger_path: Path | None, jsonl: bool, allow_private: bool, timeout: float
) -> None:
    """Read articles and official records into the ledger. Safe to repeat and to interrupt: what is in stays in, what is
    not is read next time. After much was read, a tenth of that time more is spent on the briefs that would take long.

    SOURCE is a file, a folder, an address or - for standard input.

    \b
    Example:
      deedbook read saved-pages/ --ledger pakistan.db
    """
    from deedbook.coding import lone_coder
    from deedbook.ledger import Ledger, LedgerError
    from deedbook.measures.wording import count
    from deedbook.pipeline import run

    def progress(met: int, name: str) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{met} articles  {name[:60]:60}", err=True, nl=False)

    try:
        with Ledger.open(ledger_path or Ledger.default_path()) as ledger:
            began = time.perf_counter()
            report = run(
                source,
                ledger,
                lone_coder(),
                progress=progress,
                jsonl=jsonl,
                allow_private=allow_private,
                timeout=timeout,
            )
            spent = time.perf_counter() - began
            if sys.stderr.isatty():
                click.echo(err=True)
            failed = tell(report.problems)
            unread = "".join(f", {n} in {language} not read" for language, n in sorted(report.unread.items()))
            click.echo(
                f"{count(report.read, 'article')} met: {report.coded:,} coded, {report.known:,} already in the ledger"
                f"{unread}; {count(report.events, 'event')} recorded.",
                err=True,
            )
            make_ready(ledger, spent)
    except LedgerError as error:
        stop(str(error), 3)
    sys.exit(1 if failed else 0)
