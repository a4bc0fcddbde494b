"""What ``deedbook decide`` lists: events, decisions, agreement, labels."""

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deedbook.cli.options import Pair, ledger_option, stop, write
from deedbook.cli.tables import TABLE_FORMATS, TableFormat, laid_out
from deedbook.codebook import load

if TYPE_CHECKING:
    from deedbook.ledger import Ledger

SHORT = 10  # characters of an event's id in a table: enough to name it

who_option = click.option(
    "--who", metavar="NAME", help="Who decides; default $DEEDBOOK_REVIEWER, else your login name."
)


@click.command("events", short_help="List what was coded, with its sentence and id.")
@click.option("--pair", type=Pair(), help="Only events between these two: PAK-USA.")
@click.option("--undecided", is_flag=True, help="Only what nobody (with --apart: what you have not) decided on.")
@click.option("--disputed", is_flag=True, help="Only what two people decided differently.")
@click.option("--apart", is_flag=True, help="Hide what others decided, so that two review without seeing each other.")
@click.option("--format", "form", type=click.Choice(TABLE_FORMATS), default="table", show_default=True)
@who_option
@ledger_option
def events_(
    pair: tuple[str, str] | None,
    undecided: bool,
    disputed: bool,
    apart: bool,
    form: TableFormat,
    who: str | None,
    ledger_path: Path | None,
) -> None:
    """List what was coded, with the sentence, what people made of it and the id to decide on it.

    \b
    Example:
      deedbook decide events --pair PAK-USA --undecided --apart
    """
    from deedbook.ledger.entries import Made
    from deedbook.ledger.reviews import Review, reviews

    with opened(ledger_path) as ledger:
        keys = None
        if pair:  # rejected events are in no snapshot
            keys = sorted({*ledger.snapshot(pairs=[pair]).articles, *(key for key, _ in ledger.reviews())})
        facts = ledger.facts(keys=keys)
        if apart:
            facts = replace(facts, decisions=tuple(d for d in facts.decisions if d.who == reviewer(who)))
        made, stands = Made(facts, load()), reviews(facts)
        rows = []
        for reading in facts.readings:
            article = facts.articles[reading.article_key]
            for (_, entry), coded in zip(made.of(reading), reading.coding.events, strict=True):
                event, review = entry.event if entry else coded, stands.get((article.key, coded.event_id), Review())
                codes = {event.actor.code, event.recipient.code}
                if (pair and codes != set(pair)) or (disputed and review.state != "disputed"):
                    continue
                if undecided and review.state != "coded":
                    continue
                state = review.state if entry else f"{review.state}: rejected"
                over = f" over {', '.join(review.over)}" if review.over else ""
                sentence = " ".join(article.raw[coded.sentence.start : coded.sentence.end].split())
                what = f"{event.actor.code or '?'} {event.event_type} {event.status} {event.recipient.code or '?'}"
                denied = " (denied)" if event.polarity == "negative" else ""
                name = coded.event_id[:SHORT] if form == "table" else coded.event_id
                rows.append([name, f"{state}{over}", what + denied, article.outlet or article.id, sentence])
    caption = f"{len(rows)} events (one report's reading of one act each)" + (
        ", others' decisions hidden." if apart else "."
    )
    click.echo(laid_out(("event", "state", "what", "outlet", "sentence"), rows, form, caption=caption))


@click.command("list", short_help="List what people decided.")
@click.option("--orphans", is_flag=True, help="Only those whose event the present coder does not find.")
@click.option("--format", "form", type=click.Choice(TABLE_FORMATS), default="table", show_default=True)
@click.option("--who", metavar="NAME", help="Only this person's.")
@ledger_option
def list_(orphans: bool, form: TableFormat, who: str | None, ledger_path: Path | None) -> None:
    """List what people decided, in the order in which it was recorded; marks on whole texts at the end.

    \b
    Example:
      deedbook decide list --orphans
    """
    from deedbook.measures.wording import count

    with opened(ledger_path) as ledger:
        lost = ledger.orphans()
        decided = lost if orphans else ledger.decisions()
        marks = () if orphans else ledger.marks()
        rows = [
            [
                f"{d.when:%Y-%m-%d %H:%M}",
                d.who,
                d.kind,
                f"{d.pair[0]}-{d.pair[1]}",
                " ".join(f"{name}={value}" for name, value in d.changes),
                d.why,
                f"{d.text_sha256[:8]} {d.cue[0]}-{d.cue[1]}",
                "no event there now" if d in lost else "",
            ]
            for d in decided
            if who in (None, d.who)
        ]
        rows += [
            [f"{m.when:%Y-%m-%d %H:%M}", m.who, m.kind, "", m.value, m.why, m.outlet or m.text_sha256[:8], ""]
            for m in marks
            if who in (None, m.who)
        ]
    caption = count(len(rows), "decision") + (
        " whose event the present coder does not find; they are kept." if orphans else "."
    )
    columns = ("when", "who", "what", "pair", "changes", "why", "text and place", "note")
    click.echo(laid_out(columns, rows, form, caption=caption))


@click.command("agreement", short_help="Say how well reviewers agree on each field.")
@click.option("--who", "who", multiple=True, metavar="NAME", help="One of the reviewers; none: all.")
@click.option("--format", "form", type=click.Choice(TABLE_FORMATS), default="table", show_default=True)
@ledger_option
def agreement(who: tuple[str, ...], form: TableFormat, ledger_path: Path | None) -> None:
    """Say how well reviewers agree on each field: Krippendorff's alpha over the events that two or more decided.

    Each one's decisions are taken alone, as if the others had made none. 1 is full agreement, 0 what chance would give.

    \b
    Example:
      deedbook decide agreement --who amina --who jonas
    """
    with opened(ledger_path) as ledger:
        found = ledger.agreement(who)
    rows = [
        [row.field, str(row.units), str(row.alike), "all alike" if row.alpha is None else f"{row.alpha:.3f}"]
        for row in found
    ]
    units = found[0].units if found else 0
    caption = f"{units} events that two or more decided; 'kept' says whether the event stands at all."
    if not found:
        caption = "No event was decided by two people; nothing to compare."
    click.echo(laid_out(("field", "events", "alike", "alpha"), rows, form, caption=caption))


@click.command("export", short_help="Write decisions as labels for training.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file; default: terminal.")
@click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder that the texts lie below: places are written relative to it.",
)
@click.option("--who", "who", multiple=True, metavar="NAME", help="Only by this person's decisions; may be repeated.")
@ledger_option
def export(output: Path | None, root: Path | None, who: tuple[str, ...], ledger_path: Path | None) -> None:
    """Hand decisions on as labels for training: JSON lines with offsets into the texts, no text.

    A sentence is handed on where all that was coded in it is decided and nobody disputes it.

    \b
    Example:
      deedbook decide export --root ../texts -o review.jsonl
    """
    import json

    from deedbook.exchange.labels import labels

    with opened(ledger_path) as ledger:
        found = labels(ledger.facts(), load(), who=who, root=root)
    write(output, "\n".join(json.dumps(row, ensure_ascii=False) for row in found.rows) + ("\n" if output else ""))
    click.echo(
        f"{len(found.rows)} sentences as labels; left out: {found.disputed} disputed, {found.open} not fully decided.",
        err=True,
    )


def reviewer(who: str | None) -> str:
    """Who decides: as given, else as the environment says, else whoever is logged in."""
    return who or os.environ.get("DEEDBOOK_REVIEWER") or getpass.getuser()


@contextmanager
def opened(path: Path | None) -> Iterator["Ledger"]:
    """The ledger that is there; ends with one line where it cannot be used."""
    from deedbook.ledger import Ledger, LedgerError

    try:
        with Ledger.open(path or Ledger.default_path(), create=False) as ledger:
            yield ledger
    except LedgerError as error:
        stop(str(error), 3)
