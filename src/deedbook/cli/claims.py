"""``deedbook claims``."""

from typing import TYPE_CHECKING

import click

from deedbook.cli.pairs import of_one_pair
from deedbook.cli.tables import TableFormat, laid_out

if TYPE_CHECKING:
    from deedbook.measures import Answer
    from deedbook.records import Snapshot

_COLUMNS = ("claim", "giver", "receiver", "said by", "as of", "basis", "verdict", "reason", "overtaken by", "joint")
_SHORT = ("claim", "gives → receives", "said by, as of", "verdict")


def _searched(snapshot: "Snapshot") -> str:
    names = sorted({search.register for search in snapshot.searches})
    return f"searched: {', '.join(names)}" if names else "no register was searched"


@click.command("claims")
@of_one_pair
def command(told: "Answer", form: TableFormat) -> None:
    """List what was claimed to be done or absent between two states, and how each claim stands against the record.

    A verdict is made at the claim's own rung: approval does not contradict "has not received".

    \b
    Example:
      deedbook claims --pair PAK-USA --as-of 2026-06-04
    """
    from deedbook.measures.wording import count

    rows = [
        [
            f"not received: {row.what.text}",
            row.giver,
            row.receiver,
            row.said_by,
            row.as_of,
            row.basis,
            row.verdict,
            row.reason,
            "; ".join(f"{step.when}: {step.line.text}" for step in row.overtaken),
            "yes" if row.joint else "no",
        ]
        for row in told.absences
        if row.verdict  # what nobody claims and we hold nothing on is silence, not a claim
    ] + [
        [
            row.what.text,
            row.giver,
            row.receiver,
            row.said_by,
            row.as_of,
            "reported",
            row.verdict,
            row.reason,
            "",
            "yes" if row.joint else "no",
        ]
        for row in told.claims
    ]
    cover = told.coverage
    caption = (
        f"{count(len(rows), 'claim')} from {count(cover.on_pair, 'article')} on the pair"
        f" ({count(cover.sources, 'independent source')}); cut-off: {cover.cut_off}."
        f" Verdicts are the program's; {_searched(told.snapshot)}."
    )
    if form == "table":
        rows = [
            [r[0], f"{r[1]} and {r[2]}" if r[9] == "yes" else f"{r[1]} → {r[2]}", f"{r[3]}, {r[4]}", f"{r[6]}: {r[7]}"]
            for r in rows
        ]
        click.echo(laid_out(_SHORT, rows, form, caption=f"{caption} All columns: --format csv."))
    else:
        click.echo(laid_out(_COLUMNS, rows, form, caption=caption))
