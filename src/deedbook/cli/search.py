"""``deedbook search``."""

from pathlib import Path

import click

from deedbook.cli.decided import opened
from deedbook.cli.options import ledger_option
from deedbook.cli.tables import TABLE_FORMATS, TableFormat, laid_out


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@click.option("--most", type=click.IntRange(min=1), default=20, show_default=True, help="Articles listed at most.")
@click.option("--format", "form", type=click.Choice(TABLE_FORMATS), default="table", show_default=True)
@ledger_option
def command(words: tuple[str, ...], most: int, form: TableFormat, ledger_path: Path | None) -> None:
    """List the articles in the ledger that hold all WORDS, those that fit best first.

    Case and accents do not matter; a phrase in double quotes is found in its order.

    \b
    Example:
      deedbook search 'Reko Diq "Export-Import Bank"'
    """
    with opened(ledger_path) as ledger:
        hits = ledger.search(" ".join(words), most)
    rows = [
        [hit.article_key, hit.outlet or hit.id, hit.published.isoformat() if hit.published else "undated",
         " ".join(hit.snippet.split())]
        for hit in hits
    ]  # fmt: skip
    caption = (
        f"{len(rows)} articles, at most {most} listed." if rows else "No article in the ledger holds all of these."
    )
    click.echo(laid_out(("key", "outlet", "published", "text"), rows, form, caption=caption))
