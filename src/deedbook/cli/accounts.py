"""``deedbook accounts``."""

from typing import TYPE_CHECKING

import click

from deedbook.cli.pairs import of_one_pair
from deedbook.cli.tables import TableFormat, laid_out

if TYPE_CHECKING:
    from deedbook.measures import Answer

_COLUMNS = ("act", "told by", "names", "leaves out", "sentence", "outlet", "published")


@click.command("accounts")
@of_one_pair
def command(told: "Answer", form: TableFormat) -> None:
    """Set side by side what each side and each outlet tells of one act: what it names and what it leaves out.

    Named are domains, sums and promises. A side that is not quoted has left nothing out that could be known.

    \b
    Example:
      deedbook accounts --pair PAK-USA --format csv > accounts.csv
    """
    from deedbook.measures.wording import count

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
