"""``deedbook evaluate``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deedbook.cli.options import stop

if TYPE_CHECKING:
    from deedbook.coding import Coder
    from deedbook.evaluate.gold import Report

_SETS = ("seeds", "timex", "plv", "polnear", "labels", "claims", "same-text", "wire", "threads", "acts", "ecbplus")


@click.command("evaluate")
@click.argument("set_", metavar="SET", type=click.Choice(_SETS))
@click.argument("path", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--errors", is_flag=True, help="List the mistakes to read.")
@click.option("--at-least", type=float, metavar="F", help="Exit 1 if the set's main figure (0 to 1) is below F.")
@click.option("--baseline", is_flag=True, help="Score the coder that works without a trained model.")
@click.option("--whole", is_flag=True, help="With labels: read the whole article around each labelled sentence.")
def command(
    set_: str, path: tuple[Path, ...], errors: bool, at_least: float | None, baseline: bool, whole: bool
) -> None:
    """Score the product against a gold set.

    \b
    seeds    GOLD SEEDS      folder with events.csv, folder with the two reports; main figure: recall
    timex    PATH…           TimeML tables; main figure: F1 of dates found and right
    plv      FILE…           tables of sentences with a marked pair; main figure: root macro-F1
    polnear  FOLDER          folder with text and attributions; main figure: F1 of contents
    labels   SHARED LABELS…  folder of the texts, labels on them; main figure: F1 of pair, type and status
    claims   SHARED LABELS…  folder of the texts, claims with their verdicts; main figure: share of right verdicts
    same-text SHARED FILE    folder of the texts, labelled pairs of reports; main figure: lesser of precision and recall
    wire     FILE            labelled pairs of texts with their outlets; main figure: lesser of precision and recall
    threads  SHARED THREADS… folder of the reports, commitments followed by hand; main figure: rows right given the acts
    acts     SHARED FOLDER   folder of the reports, folder with same_act.jsonl; main figure: B-cubed F1
    ecbplus  FOLDER          folder with sentences.csv and xml; main figure: CoNLL F1, mean of folds of topics

    \b
    Example:
      deedbook evaluate seeds gold/seeds seeds --errors
    """
    from deedbook.coding.model import WeightsError
    from deedbook.evaluate.gold import GoldError

    try:
        report = _report(set_, path, baseline, whole)
    except (GoldError, WeightsError, OSError) as error:
        stop(str(error), 1)
    click.echo("\n".join(report.lines(errors)))
    sys.exit(1 if at_least is not None and report.figure < at_least else 0)


def _report(set_: str, path: tuple[Path, ...], baseline: bool, whole: bool) -> "Report":
    if whole and set_ != "labels":
        stop(f"--whole goes with labels, not with {set_}.", 2)
    if set_ == "timex":
        from deedbook.evaluate import timex

        return timex.score(path)
    if set_ == "acts":
        from deedbook.evaluate import acts

        if len(path) != 2:
            stop("evaluate acts takes two folders: the shared one and the one with same_act.jsonl.", 2)
        return acts.evaluate(*path)
    if set_ == "ecbplus":
        from deedbook.evaluate import ecbplus

        if len(path) != 1:
            stop("evaluate ecbplus takes one folder: the one with sentences.csv and xml.", 2)
        return ecbplus.evaluate(path[0])
    if set_ == "seeds":
        from deedbook.evaluate import seeds

        if len(path) != 2:
            stop("evaluate seeds takes two folders: the one with events.csv and the one with the reports.", 2)
        return seeds.evaluate(_coder(baseline), *path)
    if set_ == "plv":
        from deedbook.evaluate import plv

        return plv.evaluate(_coder(baseline), path)
    if set_ == "polnear":
        from deedbook.coding.reader import ReaderCoder
        from deedbook.evaluate import polnear

        if len(path) != 1 or baseline:
            stop("evaluate polnear takes one folder; the baseline marks no spans, so --baseline cannot be scored.", 2)
        return polnear.evaluate(ReaderCoder(), path[0])
    if set_ == "claims":
        from deedbook.evaluate import claims

        if len(path) < 2:
            stop("evaluate claims takes the shared folder, then files of labelled claims.", 2)
        return claims.evaluate(_coder(baseline), path[0], path[1:])
    if set_ in ("same-text", "wire"):
        from deedbook.evaluate import sources

        if len(path) != (2 if set_ == "same-text" else 1):
            what = "the shared folder, then a file of pairs" if set_ == "same-text" else "one file of pairs"
            stop(f"evaluate {set_} takes {what}.", 2)
        return sources.same_text(*path) if set_ == "same-text" else sources.same_wire(*path)
    if set_ == "threads":
        from deedbook.codebook import load
        from deedbook.evaluate import threads

        if len(path) < 2:
            stop("evaluate threads takes the shared folder, then files of threads.", 2)
        return threads.evaluate(_coder(baseline), path[0], path[1:], load())
    from deedbook.evaluate import agreement

    if len(path) < 2:
        stop("evaluate labels takes the shared folder, then files or folders of labels.", 2)
    return agreement.evaluate(_coder(baseline), path[0], path[1:], whole=whole)


def _coder(baseline: bool) -> "Coder":
    from deedbook.coding import LexiconCoder, default_coder

    return LexiconCoder() if baseline else default_coder()
