"""``deedbook ready``."""

from pathlib import Path

import click

from deedbook.cli.options import ledger_option, stop


@click.command("ready")
@click.option("--pairs", "most", type=click.IntRange(min=1), help="Only so many, those on which most is told first.")
@ledger_option
def command(most: int | None, ledger_path: Path | None) -> None:
    """Make the briefs ready that take long, so that each is shown at once when it is asked for.

    In a large ledger a brief on two states of which thousands of reports tell takes many seconds to make. This makes
    those on which anything has changed, for the terminal (80 columns) and as HTML, and keeps them in the ledger. First
    it looks at the whole file and says where it is damaged. Reading much makes the largest ready by itself, in a tenth
    of the time that it took; this makes all. It can be stopped at any time.

    \b
    Example:
      deedbook ready --ledger news.sqlite --pairs 20
    """
    from deedbook.brief.ready import AHEAD, keep_ready, large
    from deedbook.brief.wording import count
    from deedbook.ledger import Ledger, LedgerError

    try:
        with Ledger.open(ledger_path or Ledger.default_path(), create=False) as ledger:
            ledger.check()
            pairs, done = large(ledger)[:most], 0
            for pair in pairs:
                if seconds := keep_ready(ledger, (pair.one, pair.other), AHEAD):
                    done += 1
                    told = count(pair.reports, "report")
                    click.echo(f"{pair.one}-{pair.other}: {told}, {seconds:.1f} s", err=True)
            if pairs:
                click.echo(f"{done} of {count(len(pairs), 'brief')} made; the others were ready", err=True)
            else:
                click.echo("no brief of this ledger takes long; there is nothing to make ready", err=True)
    except LedgerError as error:
        stop(str(error), 3)
