"""``deedbook brief``."""

import sys
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deedbook.brief import FORMATS, Format, render
from deedbook.cli.options import Pair, ledger_option, sources, stop, tell, times, write
from deedbook.records import Problem

if TYPE_CHECKING:
    from deedbook.ledger import Ledger
    from deedbook.measures import Tally

_MOST_ACTS = 5000  # of one giver, for its places among all receivers


def _peers(
    ledger: "Ledger", pair: tuple[str, str], against: tuple[str, str], as_of: date | None, then: datetime | None
) -> "dict[tuple[str, str], Tally] | None":
    """Commitments by giver and receiver, of all with whom the giver that both pairs have in common deals; ``None``
    where there is none, or where that is more than can be followed while somebody waits."""
    from deedbook.measures import tallies

    common = {code for code in pair if code in against}
    counts = [count for count in ledger.pairs() if {count.one, count.other} & common]
    if not counts or sum(count.acts for count in counts) > _MOST_ACTS:
        return None
    return tallies(ledger.snapshot(pairs=[(c.one, c.other) for c in counts], as_of=as_of, recorded_as_of=then))


@click.command("brief")
@click.argument("source", nargs=-1)
@click.option("--pair", type=Pair(), required=True, help="The two states, in any order: PAK-USA.")
@click.option("--against", type=Pair(), help="Another pair to set beside it: IND-USA.")
@times
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: by the name of -o, else terminal.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to a file."
)
@click.option("--anew", is_flag=True, help="Make it again though one is kept that took long to make.")
@ledger_option
@sources
def command(
    source: tuple[str, ...],
    pair: tuple[str, str],
    against: tuple[str, str] | None,
    as_of: date | None,
    recorded_as_of: datetime | None,
    form: Format | None,
    output: Path | None,
    anew: bool,
    ledger_path: Path | None,
    jsonl: bool,
    allow_private: bool,
    timeout: float,
) -> None:
    """Answer "did the words become deeds?" for two states, each line with its evidence.

    SOURCE is a file, a folder, an address or - for standard input; with it nothing is stored. Without it the ledger
    answers. What took long to make is kept there, and shown at once the next time: if something was read on the two
    since, it says so and names it.

    \b
    Example:
      deedbook brief report1.txt report2.html --pair PAK-USA -o brief.html
    """
    from deedbook.brief.ready import differing, moment, ready
    from deedbook.coding import lone_coder
    from deedbook.ledger import Ledger, LedgerError
    from deedbook.measures import answer
    from deedbook.pipeline import run

    by_name: dict[str, Format] = {".html": "html", ".md": "md", ".json": "json", ".docx": "docx"}
    if output and not form and output.suffix not in (*by_name, ".txt"):
        stop(f"{output}: the ending names no format; use .html, .md, .json, .docx or .txt, or give --format.", 2)
    if source and recorded_as_of:
        stop("--recorded-as-of asks what a ledger held once; leave out the sources, or the option.", 2)
    form = form or by_name.get(output.suffix if output else "", "terminal")
    failed, asked = False, [pair, against] if against else [pair]
    try:
        with tempfile.TemporaryDirectory(prefix="deedbook-") as folder:
            path = Path(folder) / "brief.db" if source else ledger_path or Ledger.default_path()
            with Ledger.open(path, create=bool(source)) as ledger:
                problems: tuple[Problem, ...] = ()
                if source:
                    report = run(
                        source, ledger, lone_coder(), jsonl=jsonl, allow_private=allow_private, timeout=timeout
                    )
                    problems = report.problems
                    failed = tell(problems)
                    if not report.coded and not report.unread:
                        stop("nothing could be read; see the lines above.", 1)
                if source or against or recorded_as_of:
                    held = ledger.snapshot(pairs=None if source else asked, as_of=as_of, recorded_as_of=recorded_as_of)
                    peers = _peers(ledger, pair, against, as_of, recorded_as_of) if against else None
                    told = answer(
                        held,
                        pair,
                        against=against,
                        problems=problems,
                        peers=peers,
                        most_differing=differing(form),
                        page_one=form == "terminal",
                    )
                    page = render(told, form, colour=False if output else None)
                else:
                    found = ready(ledger, pair, form, as_of=as_of, colour=False if output else None, anew=anew)
                    page = found.page
                    if found.made and not found.since:
                        click.echo(f"made on {moment(found.made)}; nothing on the two has changed since", err=True)
        write(output, page)
        if output:
            click.echo(f"wrote {output}", err=True)
    except LedgerError as error:
        stop(str(error), 3)
    sys.exit(1 if failed else 0)
