"""``deedbook evaluate``."""

import sys
from pathlib import Path

import click

from deedbook.cli.options import stop


@click.command("evaluate")
@click.argument("set_", metavar="SET", type=click.Choice(["seeds", "timex"]))
@click.argument("path", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--errors", is_flag=True, help="List the mistakes to read.")
@click.option("--at-least", type=float, metavar="F", help="Exit 1 if the set's main figure is below F.")
def command(set_: str, path: tuple[Path, ...], errors: bool, at_least: float | None) -> None:
    """Score the product against a gold set.

    \b
    seeds  GOLD SEEDS   folder with events.csv, folder with the two reports; main figure: recall
    timex  PATH…        TimeML tables; main figure: F1 of dates found and right

    \b
    Example:
      deedbook evaluate seeds gold/seeds seeds --errors
    """
    if set_ == "seeds":
        from deedbook.coding import LexiconCoder
        from deedbook.evaluate import seeds

        if len(path) != 2:
            stop("evaluate seeds takes two folders: the one with events.csv and the one with the reports.", 2)
        try:
            report = seeds.evaluate(LexiconCoder(), *path)
        except OSError as error:
            stop(str(error), 1)
        figure = report.recall
        lines = report.lines(errors)
    else:
        from deedbook.evaluate import timex

        dated = timex.score(path)
        figure, lines = dated.total.f1, dated.lines(errors)
    click.echo("\n".join(lines))
    sys.exit(1 if at_least is not None and figure < at_least else 0)
