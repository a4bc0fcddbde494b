"""``deedbook ready``."""

from pathlib import Path

import click

from deedbook.brief import Format
from deedbook.cli.options import ledger_option, stop

_FORMATS: tuple[Format, ...] = ("terminal", "html")


@click.command("ready")
@click.option("--pairs", "most", type=click.IntRange(min=1), help="Only so many, those on which most is told first.")
@ledger_option
def command(most: int | None, ledger_path: Path | None) -> None:
    """Make the briefs ready that take long, so that each is shown at once when it is asked for.

    In a large ledger a brief on two states of which thousands of reports tell takes many seconds to make. This makes
    those on which anything has changed, for the terminal (80 columns) and as HTML, and keeps them in the ledger. Run it
    after much was read; it can be stopped at any time.

    \b
    Example:
      deedbook ready --ledger news.sqlite --pairs 20
    """
    from deedbook.brief.ready import MANY, keep_ready
    from deedbook.ledger import Ledger, LedgerError

    try:
        with Ledger.open(ledger_path or Ledger.default_path(), create=False) as ledger:
            counts = [count for count in ledger.pairs() if count.reports >= MANY]
            counts.sort(key=lambda count: (-count.reports, count.one, count.other))
            done = 0
            for count in counts[:most]:
                seconds = keep_ready(ledger, (count.one, count.other), _FORMATS)
                if seconds:
                    done += 1
                    click.echo(f"{count.one}-{count.other}: {count.reports:,} reports, {seconds:.1f} s", err=True)
            click.echo(f"{done} of {len(counts[:most])} made; the others were ready, or are made at once", err=True)
    except LedgerError as error:
        stop(str(error), 3)
