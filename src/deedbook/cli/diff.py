"""``deedbook diff``."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import click

from deedbook.cli.options import Day, Moment, Pair, ledger_option, stop, write

if TYPE_CHECKING:
    from deedbook.ledger import Ledger
    from deedbook.measures import Change, Difference

DiffFormat = Literal["table", "md", "json"]
_HEADS = {
    "new act": "New acts",
    "moved": "Commitments that moved",
    "correction": "Earlier reports corrected by later ones",
    "re-coded": "Read otherwise by another coder",
    "decided": "Changed by a person",
}


@click.command("diff")
@click.option("--pair", type=Pair(), required=True, help="The two states: PAK-USA.")
@click.option("--from", "first", required=True, metavar="DAY", help="The earlier day, or moment with --recorded.")
@click.option("--to", "last", required=True, metavar="DAY", help="The later day, or moment with --recorded.")
@click.option("--recorded", is_flag=True, help="Compare the ledger's own states then, not what was published by then.")
@click.option("--format", "form", type=click.Choice(get_args(DiffFormat)), default="table", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="To a file.")
@ledger_option
def command(
    pair: tuple[str, str],
    first: str,
    last: str,
    recorded: bool,
    form: DiffFormat,
    output: Path | None,
    ledger_path: Path | None,
) -> None:
    """Show what changed between two days: new acts, commitments that moved, earlier reports corrected.

    With --recorded the two are moments of the ledger itself: what was read, read again or decided in between.

    \b
    Example:
      deedbook diff --pair PAK-USA --from 2025-11-30 --to 2026-02-28 --format md -o winter.md
    """
    from deedbook.ledger import Ledger, LedgerError
    from deedbook.measures import difference

    kind: click.ParamType[date] | click.ParamType[datetime] = Moment() if recorded else Day()
    start, end = kind.convert(first, None, None), kind.convert(last, None, None)
    if end < start:
        stop(f"--to {last} lies before --from {first}; give the earlier one to --from.", 2)
    try:
        with Ledger.open(ledger_path or Ledger.default_path(), create=False) as ledger:
            readings = None
            if isinstance(start, datetime) and isinstance(end, datetime):
                before, after = (
                    ledger.snapshot(pairs=[pair], recorded_as_of=start),
                    ledger.snapshot(pairs=[pair], recorded_as_of=end),
                )
                keys = sorted(before.articles.keys() | after.articles.keys())
                readings = (_readings(ledger, start, keys), _readings(ledger, end, keys))
            else:
                before, after = ledger.snapshot(pairs=[pair], as_of=start), ledger.snapshot(pairs=[pair], as_of=end)
    except LedgerError as error:
        stop(str(error), 3)
    found = difference(before, after, pair, readings=readings)
    caption = _caption(found, first, last, recorded)
    if form == "json":
        changes = [asdict(change) for change in found.changes]
        write(output, json.dumps({"caption": caption, "changes": changes}, ensure_ascii=False, indent=2, default=str))
    else:
        write(output, _text(found, caption, "md" if form == "md" else "table"))
    if output:
        click.echo(f"wrote {output}", err=True)


def _readings(ledger: "Ledger", moment: datetime, keys: Sequence[str]) -> dict[str, str]:
    """Who had read each text that the ledger held at that moment."""
    return {one.article_key: one.coder for one in ledger.facts(recorded_as_of=moment, keys=keys).readings}


def _caption(found: "Difference", first: str, last: str, recorded: bool) -> str:
    from deedbook.measures.wording import count

    what = "as the ledger stood" if recorded else "by day of publication"
    text = f"{count(len(found.changes), 'change')} between {first} and {last}, {what};"
    text += f" {found.articles_before} articles held before, {found.articles_after} after."
    if found.left_out:
        text += f" {found.left_out} undated left out of both."
    return f"{text} Read by machine."


def _text(found: "Difference", caption: str, form: Literal["md", "table"]) -> str:
    names = "–".join(found.pair)
    lines = [f"# {names}: what changed", "", caption] if form == "md" else [f"{names}: what changed", caption]
    for kind, head in _HEADS.items():
        some = [change for change in found.changes if change.kind == kind]
        lines += ["", f"## {head}" if form == "md" else f"{head} ({len(some)})"]
        lines += (
            ["", "None."] if form == "md" and not some else ["  none"] if not some else [""] if form == "md" else []
        )
        for change in some:
            lines += _change(change, form)
    return "\n".join(lines)


def _change(change: "Change", form: Literal["md", "table"]) -> list[str]:
    moved = f"{change.before} → {change.after}" if change.before else change.after
    when = "" if change.after.endswith(")") else f"{change.when}; "  # a path has a date at each of its rungs
    who = f"{change.giver} and {change.receiver}" if change.joint else f"{change.giver} → {change.receiver}"
    head = f"{who}: {change.what}: {moved} ({when}{change.why})"
    source = change.source
    said = f"“{source.text}” {source.outlet}, {source.published or 'undated'}" if source else ""
    if form == "md":
        return [f"- {_plain(head)}", *([f"  > {_plain(said)}"] if said else [])]
    return [f"  - {head}", *([f"    {said}"] if said else [])]


def _plain(text: str) -> str:
    """Text in which nothing is taken for Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#$|" else sign for sign in text)
