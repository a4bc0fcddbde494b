"""What commands that read much do at their end."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from deedbook.ledger import Ledger


def make_ready(ledger: "Ledger", spent: float) -> None:
    """Makes the briefs ready that take longest, after ``spent`` seconds of reading, and says so."""
    from deedbook.brief.ready import SHARE, ahead
    from deedbook.measures.wording import count

    if done := ahead(ledger, SHARE * spent):
        click.echo(f"{count(len(done), 'brief')} that would take long made ready; deedbook ready makes all.", err=True)
