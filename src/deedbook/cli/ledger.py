"""``deedbook ledger``."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deedbook.cli.options import Pair, ledger_option, stop, times
from deedbook.cli.tables import grouped
from deedbook.codebook import load
from deedbook.measures.wording import count

if TYPE_CHECKING:
    from deedbook.cli.commitments import Desk
    from deedbook.records import Commitment, Snapshot

FORMATS = ("table", "md", "csv", "json", "xlsx")


@click.command("ledger")
@click.option("--pair", type=Pair(), help="Only commitments between these two: PAK-USA.")
@click.option("--status", "statuses", multiple=True, metavar="RUNG", help="Only those that last stood at this rung.")
@click.option("--domain", "domains", multiple=True, metavar="DOMAIN", help="Only this domain; may be repeated.")
@times
@click.option("--id", "wanted", metavar="ID", help="The whole life of one commitment, with the sentences.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="Default: by the file's ending, else a table.")
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file.")
@ledger_option
def command(
    pair: tuple[str, str] | None,
    statuses: tuple[str, ...],
    domains: tuple[str, ...],
    as_of: date | None,
    recorded_as_of: datetime | None,
    wanted: str | None,
    form: str | None,
    output: Path | None,
    ledger_path: Path | None,
) -> None:
    """List the commitments: who gives what to whom, how far it has got, what blocks it, what it adds up to.

    \b
    Example:
      deedbook ledger --pair PAK-USA --domain trade
      deedbook ledger --pair PAK-USA -o pakistan.xlsx
      deedbook ledger --id 751845436b
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
    from deedbook.cli.commitments import Desk
    from deedbook.cli.undertable import of_pair

    desk = Desk(snapshot, load())
    if wanted is not None:
        _write("\n".join(desk.life(_one(snapshot, wanted))), output)
        return
    held = of_pair(snapshot, pair) if pair else snapshot.commitments
    chosen = [c for c in held if _fits(c, statuses, domains)]
    form = form or (output.suffix.lstrip(".").lower() if output else "table")
    if form not in FORMATS:
        stop(f"{output}: the ending names no format. Expected one of {', '.join(FORMATS)}, or --format.", 2)
    _write(_laid_out(desk, chosen, form, as_of.isoformat() if as_of else "now", sys.stdout.isatty()), output)


def _one(snapshot: "Snapshot", wanted: str) -> "Commitment":
    found = [c for c in snapshot.commitments if c.id.startswith(wanted.lower())]
    if len(found) != 1 or len(wanted) < 4:
        told = f"{len(found)} commitments begin so" if found else "no commitment has it"
        stop(f"--id {wanted}: {told}. Give the id that deedbook ledger prints in its last column.", 1)
    return found[0]


def _laid_out(desk: "Desk", chosen: "list[Commitment]", form: str, until: str, live: bool) -> str | bytes:
    """The list in one of the formats; bytes for a workbook."""
    from deedbook.cli.commitments import SHORT
    from deedbook.cli.undertable import added_up, counted, sureness
    from deedbook.exchange.spreadsheets import as_csv, as_json, as_xlsx

    snapshot = desk.snapshot
    searched = count(len(snapshot.searches), "register") if snapshot.searches else "no register"
    records = sum(article.genre == "record" for article in snapshot.articles.values())
    official = f" {count(records, 'official record')} read for this list." if records else ""
    caption = (
        f"{counted(chosen, snapshot, desk.codebook)} Known by {until}.{official} {sureness(chosen)};"
        f" {searched} searched."
    )
    under = added_up(chosen, desk.codebook)
    if form in ("csv", "json", "xlsx"):
        table = desk.table(chosen)
        if form == "csv":
            return as_csv(table).rstrip("\n")
        about = {"caption": caption, "counts": desk.above(chosen), "sums": under if form == "json" else " ".join(under)}
        return as_xlsx([table], about) if form == "xlsx" else as_json([table], about).rstrip("\n")
    groups, older = desk.brief(chosen)
    under = [older, *under] if older else under
    above = [desk.above(chosen), ""] if chosen else []
    if form == "md":
        lines = []
        for group in groups:
            lines_of = [desk.short(c, sides=group.mixed) for c in group.commitments]
            rows = [[name for name, _ in SHORT], ["---" for _ in SHORT], *lines_of]
            lines += [f"### {group.title}", "", *("| " + " | ".join(map(_cell, row)) + " |" for row in rows), ""]
        return "\n".join([*above, *lines, *(f"{line}\n" for line in under), caption])
    told = [(g.title, [desk.short(c, sides=g.mixed) for c in g.commitments]) for g in groups]
    return "\n".join([*above, *([grouped(SHORT, told, live=live)] if told else []), *under, caption])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _write(made: str | bytes, output: Path | None) -> None:
    if output is None:
        if isinstance(made, bytes) and sys.stdout.isatty():
            stop("this format is binary; name a file with -o FILE.", 2)
        click.echo(made, nl=isinstance(made, str))
        return
    try:
        output.write_bytes(made if isinstance(made, bytes) else f"{made}\n".encode())
    except OSError as error:
        stop(f"{output}: cannot be written ({error.strerror}). Give another path.", 1)
    click.echo(f"wrote {output}", err=True)


def _fits(commitment: "Commitment", statuses: tuple[str, ...], domains: tuple[str, ...]) -> bool:
    return (not statuses or commitment.last in statuses) and (
        not domains or bool(set(domains) & set(commitment.domains))
    )
