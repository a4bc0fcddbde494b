"""``deedbook recode``."""

import sys
import time
from pathlib import Path

import click

from deedbook.cli.beforehand import make_ready
from deedbook.cli.decided import opened
from deedbook.cli.options import ledger_option

_SHOWN = 20  # changes printed one by one unless all are asked for


@click.command("recode")
@click.option("--all", "whole", is_flag=True, help="Print every change, not the first twenty.")
@ledger_option
def command(whole: bool, ledger_path: Path | None) -> None:
    """Read every text in the ledger again with the present coder, and say what changed.

    Worth it after an upgrade. Former readings stay on record, decisions of people hold for the new one too; those that
    find their event no more are counted. Records of registers are read by rule and stay as they are.

    \b
    Example:
      deedbook recode --all > changes.txt
    """
    from deedbook.coding import lone_coder
    from deedbook.pipeline import recode

    def progress(count: int, name: str) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{count} articles  {name[:60]:60}", err=True, nl=False)

    with opened(ledger_path) as ledger:
        began = time.perf_counter()
        done = recode(ledger, lone_coder(), progress=progress)
        lost = ledger.orphans()
        make_ready(ledger, time.perf_counter() - began)
    if sys.stderr.isatty():
        click.echo(err=True)
    shown = done.changes if whole else done.changes[:_SHOWN]
    for change in shown:
        event = change.event
        fields = "; ".join(f"{name} {old} → {new}" for name, old, new in change.fields)
        what = f"{change.what}: {fields}" if fields else f"{change.what}: {event.event_type} {event.status}"
        parties = f"{event.actor.code or '?'} → {event.recipient.code or '?'}"
        click.echo(f"{change.article_id}  {parties}  {what}\n    “{change.sentence}”")
    if len(shown) < len(done.changes):
        click.echo(f"… and {len(done.changes) - len(shown)} more; --all prints them.")
    kinds = {kind: sum(change.what == kind for change in done.changes) for kind in ("new", "gone", "changed")}
    counts = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
    click.echo(
        f"{done.coded} articles coded again, {done.same} of them with no change. Events: {counts}."
        f" {len(lost)} decisions find their event no more{' (deedbook decide list --orphans)' if lost else ''}.",
        err=True,
    )
