"""Commands that print a table read off the answer on one pair."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deedbook.cli.options import Pair, ledger_option, stop, times
from deedbook.cli.tables import TABLE_FORMATS, TableFormat

if TYPE_CHECKING:
    from deedbook.measures import Answer


def of_one_pair(show: "Callable[[Answer, TableFormat], None]") -> Callable[..., None]:
    """Gives ``show`` the options of a pair, its times, a format and a ledger, and calls it with the answer."""

    @click.option("--pair", type=Pair(), required=True, help="The two states: PAK-USA.")
    @times
    @click.option("--format", "form", type=click.Choice(TABLE_FORMATS), default="table", show_default=True)
    @ledger_option
    @wraps(show)
    def asked(
        pair: tuple[str, str],
        as_of: date | None,
        recorded_as_of: datetime | None,
        form: TableFormat,
        ledger_path: Path | None,
    ) -> None:
        from deedbook.ledger import Ledger, LedgerError
        from deedbook.measures import answer

        try:
            with Ledger.open(ledger_path or Ledger.default_path(), create=False) as ledger:
                held = ledger.snapshot(pairs=[pair], as_of=as_of, recorded_as_of=recorded_as_of)
                told = answer(held, pair, most_told=None)
        except LedgerError as error:
            stop(str(error), 3)
        show(told, form)

    return asked
