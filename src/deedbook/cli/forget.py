"""``deedbook forget``."""

from pathlib import Path

import click

from deedbook.cli.decided import opened, reviewer, who_option
from deedbook.cli.options import ledger_option, stop


@click.command("forget")
@click.argument("name", metavar="KEY")
@click.option("--why", default="", metavar="TEXT", help="The reason, for whoever asks later.")
@click.option("--yes", is_flag=True, help="Do not ask before erasing.")
@who_option
@ledger_option
def command(name: str, why: str, yes: bool, who: str | None, ledger_path: Path | None) -> None:
    """Erase a text from the ledger for good: what it says, its title, and all that was read in it.

    KEY is the article's key, or the SHA-256 of its text. Its hash, where and when it was met, and what people decided
    on it stay; the same text is not taken in again. Copies of the ledger made before still hold it.

    \b
    Example:
      deedbook forget 1f0c9a2b7d3e4f50 --why "asked for by its author"
    """
    with opened(ledger_path) as ledger:
        article = ledger.article(name)
        what = f"{article.outlet or article.id}, {article.title or 'without a title'}" if article else name
        if not yes:
            click.confirm(f"Erase the text of {what}? This cannot be undone.", abort=True, err=True)
        count = ledger.forget(name, who=reviewer(who), why=why)
    if not count:
        stop(f"{name}: the ledger holds no such text (or has forgotten it before). `deedbook search` names keys.", 1)
    click.echo(f"Erased: {what}. Copies of the ledger made before still hold it.", err=True)
