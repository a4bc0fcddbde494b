"""``deedbook accounts``."""

from datetime import date, datetime
from pathlib import Path

import click

from deedbook.cli.options import Pair, ledger_option, stop, times
from deedbook.cli.tables import TABLE_FORMATS, TableFormat, laid_out

_COLUMNS = ("act", "told by", "names", "leaves out", "sentence", "outlet", "published")


@click.command("accounts")
@click.option("--pair", type=Pair(), required=True, help="The two states: PAK-USA.")
@times
@click.option("--format", "form", type=click.Choice(TABLE_FORMATS), default="table", show_default=True)
@ledger_option
def command(
    pair: tuple[str, str],
    as_of: date | None,
    recorded_as_of: datetime | None,
    form: TableFormat,
    ledger_path: Path | None,
) -> None:
    """Set side by side what each side and each outlet tells of one act: what it names and what it leaves out.

    Named are domains, sums and promises. A side that is not quoted has left nothing out that could be known.

    \b
    Example:
      deedbook accounts --pair PAK-USA --format csv > accounts.csv
    """
    from deedbook.ledger import Ledger, LedgerError
    from deedbook.measures import answer
    from deedbook.measures.wording import count

    try:
        with Ledger.open(ledger_path or Ledger.default_path(), create=False) as ledger:
            told = answer(ledger.snapshot(pairs=[pair], as_of=as_of, recorded_as_of=recorded_as_of), pair)
    except LedgerError as error:
        stop(str(error), 3)
    quotes = {quote.number: quote for quote in told.quotes}
    rows = []
    acts = (*told.told, *told.further_told)
    for act in acts:
        for account in (*act.accounts, *act.outlets):
            quote = quotes[account.quotes[0]] if account.quotes else None
            heard = "not heard in what was read" if account.side and not account.quotes else ""
            rows.append(
                [
                    act.what.text.rstrip("."),
                    account.outlet or told.names.get(account.side, account.side),
                    "; ".join(account.names) or heard,
                    "; ".join(account.omits),
                    quote.text if quote else "",
                    quote.outlet if quote else "",
                    str(quote.published or "undated") if quote else "",
                ]
            )
    differ = len({row[0] for row in rows})
    caption = (
        f"{count(len(rows), 'account')} of {count(differ, 'act')}; {len(acts) - differ} more told by several passages"
        " show no difference. As quoted, read by machine."
    )
    if form == "table":
        short = [[row[0], row[1], row[2], row[3]] for row in rows]
        click.echo(laid_out(_COLUMNS[:4], short, form, caption=f"{caption} With sentences: --format csv."))
    else:
        click.echo(laid_out(_COLUMNS, rows, form, caption=caption))
