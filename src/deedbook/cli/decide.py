"""``deedbook decide``."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from deedbook.cli.decided import SHORT, agreement, events_, export, list_, opened, reviewer, who_option
from deedbook.cli.options import Day, ledger_option, stop
from deedbook.codebook import load

if TYPE_CHECKING:
    from deedbook.ledger import Ledger
    from deedbook.ledger.addresses import Text, Told

_Command = TypeVar("_Command", bound=Callable[..., Any])
_Kind = Literal["accept", "correct", "split", "join", "reject", "redate", "note"]
why_option = click.option("--why", default="", metavar="TEXT", help="The reason, for whoever reads it later.")


def _deciding(command: _Command) -> _Command:
    for option in (ledger_option, why_option, who_option):
        command = option(command)
    return command


@click.group("decide")
def command() -> None:
    """Check what the machine read: accept it, put it right, reject it.

    A decision is kept for good, stands above what the coder says, and holds for the next coder too. Events are named by
    the first characters of their id, as `deedbook decide events` lists them; KEY:ID names one of the article KEY alone.

    \b
    Example:
      deedbook decide events --pair PAK-USA
      deedbook decide accept 9f0c12ab --why "seen in the ministry's statement"
    """


for listing in (events_, list_, agreement, export):
    command.add_command(listing)


@command.command("accept")
@click.argument("events", nargs=-1, required=True, metavar="EVENT…")
@_deciding
def accept(events: tuple[str, ...], who: str | None, why: str, ledger_path: Path | None) -> None:
    """Say that EVENT is right as it is shown.

    \b
    Example:
      deedbook decide accept 9f0c12ab 77d1e0aa
    """
    _decide("accept", events, who, why, ledger_path)


@command.command("reject", short_help="Say that the text tells no such EVENT.")
@click.argument("events", nargs=-1, required=True, metavar="EVENT…")
@_deciding
def reject(events: tuple[str, ...], who: str | None, why: str, ledger_path: Path | None) -> None:
    """Say that the text tells no such EVENT; it is left out until somebody accepts or corrects it.

    \b
    Example:
      deedbook decide reject 9f0c12ab --why "a hypothetical"
    """
    _decide("reject", events, who, why, ledger_path)


@command.command("correct", short_help="Put fields of EVENT right.")
@click.argument("event", metavar="EVENT")
@click.argument("fields", nargs=-1, required=True, metavar="FIELD=VALUE…")
@_deciding
def correct(event: str, fields: tuple[str, ...], who: str | None, why: str, ledger_path: Path | None) -> None:
    """Put fields of EVENT right; what is not named is accepted as it stands only if you accept it too.

    Fields: event_type, status, instrument, domains (a|b), actor, recipient, polarity, symmetric and partial (yes, no),
    date_from, date_to, amount ("$45 million").

    \b
    Example:
      deedbook decide correct 9f0c12ab status=promised "domains=trade|finance"
    """
    _decide("correct", (event,), who, why, ledger_path, tuple(_fields(fields).items()))


def _fields(fields: tuple[str, ...]) -> dict[str, str]:
    from deedbook.pipeline.adding import typed_sum

    found = {}
    for field in fields:
        name, sign, value = field.partition("=")
        if not sign:
            stop(f"{field!r} is no correction; expected FIELD=VALUE, like status=promised.", 2)
        found[name.strip()] = typed_sum(value.strip()) if name.strip() == "amount" else value.strip()
    return found


@command.command("add", short_help="Add an act that was not read in ARTICLE.")
@click.argument("article", metavar="ARTICLE")
@click.argument("words", metavar="WORDS")
@click.argument("fields", nargs=-1, required=True, metavar="FIELD=VALUE…")
@click.option("--about", default="", metavar="WORDS", help="Words of the same sentence that say what it is about.")
@_deciding
def add(
    article: str, words: str, fields: tuple[str, ...], about: str, who: str | None, why: str, ledger_path: Path | None
) -> None:
    """Add an act that ARTICLE (its key, id or place) tells and that was not read: WORDS are those of the text that say
    what happened. It holds for every coder; `decide undo` takes it back.

    Fields as `decide correct` has them; actor, recipient, event_type and status are needed.

    \b
    Example:
      deedbook decide add report.txt "paid out" actor=CHN recipient=ZMB event_type=AID status=delivered
    """
    from deedbook.ledger import LedgerError
    from deedbook.pipeline.adding import added
    from deedbook.records.failure import Failure

    with opened(ledger_path) as ledger:
        text = _text(ledger, article)
        facts = ledger.facts(keys=[text.article.key])
        events = [event for reading in facts.readings for event in reading.coding.events]
        if not facts.readings:
            stop("nothing was read in this text (its language is not one that is read), so nothing can be added.", 2)
        given = _fields(fields)
        try:
            made = added(text, events, words, given, about=about, who=reviewer(who), when=datetime.now(UTC), why=why)
            ledger.decide(made)
        except (Failure, LedgerError) as error:
            stop(str(error), 2)
        (event,) = [
            event
            for reading in ledger.facts(keys=[text.article.key]).readings
            for event in reading.coding.events
            if event.event_id not in {one.event_id for one in events}
        ]
    click.echo(f"add: {event.event_id[:SHORT]} “{' '.join(event.sentence.of(text.article.raw).split())}”", err=True)


@command.command("undo", short_help="Take your last decision on EVENT back.")
@click.argument("event", metavar="EVENT")
@who_option
@ledger_option
def undo(event: str, who: str | None, ledger_path: Path | None) -> None:
    """Take back what you decided last on EVENT; of one that you added, the event itself.

    \b
    Example:
      deedbook decide undo 9f0c12ab
    """
    from dataclasses import replace

    from deedbook.ledger import anchors

    with opened(ledger_path) as ledger:
        told = _event(ledger, event)
        facts = ledger.facts(keys=[told.article.key])
        (reading,) = facts.readings
        about = anchors.by_text(facts.decisions).get(told.text_sha256, ())
        own = anchors.attached(reading.coding.events, about).own
        place = [one.event_id for one in reading.coding.events].index(told.event.event_id)
        mine = [one for one in own[place] if one.who == reviewer(who) and one.kind != "note"]
        if not mine:
            stop(f"{reviewer(who)} has decided nothing on this event that could be taken back.", 2)
        ledger.decide(replace(mine[-1], kind="withdraw", when=datetime.now(UTC), why="", changes=()))
    click.echo(f"undo: {mine[-1].kind} of {told.event.event_id[:SHORT]}", err=True)


@command.command("redate")
@click.argument("event", metavar="EVENT")
@click.option("--from", "start", type=Day(), help="First day on which it may have happened.")
@click.option("--to", "end", type=Day(), help="Last day; left out: the first day.")
@_deciding
def redate(
    event: str, start: date | None, end: date | None, who: str | None, why: str, ledger_path: Path | None
) -> None:
    """Say when EVENT happened.

    \b
    Example:
      deedbook decide redate 9f0c12ab --from 2026-02-06
    """
    if not (start or end):
        stop("no day was given; name one with --from, or the two between which it lies with --from and --to.", 2)
    first, last = start or end, end or start
    _decide("redate", (event,), who, why, ledger_path, (("date_from", str(first)), ("date_to", str(last))))


@command.command("note")
@click.argument("event", metavar="EVENT")
@click.argument("text", metavar="TEXT")
@who_option
@ledger_option
def note(event: str, text: str, who: str | None, ledger_path: Path | None) -> None:
    """Write TEXT beside EVENT; nothing else changes.

    \b
    Example:
      deedbook decide note 9f0c12ab "ask the embassy"
    """
    _decide("note", (event,), who, text, ledger_path)


@command.command("join")
@click.argument("event", metavar="EVENT")
@click.argument("other", metavar="OTHER")
@_deciding
def join(event: str, other: str, who: str | None, why: str, ledger_path: Path | None) -> None:
    """Say that EVENT and OTHER tell of one act.

    \b
    Example:
      deedbook decide join 9f0c12ab 77d1e0aa
    """
    _decide("join", (event,), who, why, ledger_path, other=other)


@command.command("split")
@click.argument("event", metavar="EVENT")
@click.argument("other", metavar="OTHER")
@_deciding
def split(event: str, other: str, who: str | None, why: str, ledger_path: Path | None) -> None:
    """Say that EVENT and OTHER tell of two acts.

    \b
    Example:
      deedbook decide split 9f0c12ab 77d1e0aa --why "two visits in one week"
    """
    _decide("split", (event,), who, why, ledger_path, other=other)


_outlet = click.option("--outlet", metavar="NAME", help="All that this outlet prints, instead of one article.")


@command.command("quarantine", short_help="Mark ARTICLE, or an outlet, as forged or cloned.")
@click.argument("article", metavar="[ARTICLE]", required=False)
@_outlet
@_deciding
def quarantine(article: str | None, outlet: str | None, who: str | None, why: str, ledger_path: Path | None) -> None:
    """Mark ARTICLE (its key, id or place), or all that an outlet prints, as forged or cloned: it lifts nothing above
    talk. Nothing is deleted.

    \b
    Example:
      deedbook decide quarantine report.html --why "the outlet says that it never ran this"
      deedbook decide quarantine --outlet "Evening Star" --why "a clone of the Star's site"
    """
    _mark("quarantine", article, who, why, ledger_path, outlet=outlet)


@command.command("release", short_help="Take the mark of a forgery from ARTICLE, or from an outlet.")
@click.argument("article", metavar="[ARTICLE]", required=False)
@_outlet
@_deciding
def release(article: str | None, outlet: str | None, who: str | None, why: str, ledger_path: Path | None) -> None:
    """Take the mark of a forgery from ARTICLE, or from an outlet, again.

    \b
    Example:
      deedbook decide release report.html
    """
    _mark("release", article, who, why, ledger_path, outlet=outlet)


@command.command("rights", short_help="Say which rights you have to a text.")
@click.argument("article", metavar="ARTICLE")
@click.argument("rights", type=click.Choice(("own", "public", "licensed", "unknown")))
@_deciding
def rights_(article: str, rights: str, who: str | None, why: str, ledger_path: Path | None) -> None:
    """Say which rights you have to the text of ARTICLE: what leaves the machine quotes it accordingly.

    \b
    Example:
      deedbook decide rights report.html licensed
    """
    _mark("rights", article, who, why, ledger_path, rights)


def _decide(
    kind: _Kind,
    names: tuple[str, ...],
    who: str | None,
    why: str,
    ledger_path: Path | None,
    changes: tuple[tuple[str, str], ...] = (),
    other: str | None = None,
) -> None:
    """Record one decision about each of the events named; none is recorded where one of the names is wrong."""
    from deedbook.ledger import LedgerError
    from deedbook.ledger.decisions import check
    from deedbook.records import Decision

    with opened(ledger_path) as ledger:
        told = [_event(ledger, name) for name in names]
        second = _event(ledger, other).anchor if other else None
        now = datetime.now(UTC)
        made = []
        for one in told:
            spot = one.anchor
            if second == spot:
                stop("the two names are of one event; name two.", 2)
            made.append(
                Decision(
                    kind, spot.text_sha256, spot.cue, spot.pair, reviewer(who), now, why, changes, second, spot.object
                )
            )
        for decision in made:
            if problem := check(decision, load()):
                stop(str(problem), 2)
        try:
            for decision in made:
                ledger.decide(decision)
        except LedgerError as error:
            stop(str(error), 3)
    for one in told:
        sentence = one.event.sentence.of(one.article.raw)
        click.echo(f"{kind}: {one.event.event_id[:SHORT]} “{' '.join(sentence.split())}”", err=True)


def _mark(
    kind: Literal["quarantine", "release", "rights"],
    name: str | None,
    who: str | None,
    why: str,
    ledger_path: Path | None,
    value: str = "",
    outlet: str | None = None,
) -> None:
    from deedbook.records import Mark

    if bool(name) == bool(outlet):
        stop("name one article, or one outlet with --outlet.", 2)
    with opened(ledger_path) as ledger:
        if outlet:
            keys = ledger.keys_at(outlet)
            if not keys:
                stop(f"no article of an outlet called {outlet!r} is held; `deedbook export` lists articles.", 2)
            ledger.mark(Mark(kind, "", reviewer(who), datetime.now(UTC), why, outlet=outlet))
            articles = "article" if len(keys) == 1 else "articles"
            click.echo(f"{kind}: {outlet}, of which {len(keys)} {articles} are held", err=True)
            return
        assert name
        found = _text(ledger, name)
        ledger.mark(Mark(kind, found.text_sha256, reviewer(who), datetime.now(UTC), why, value))
    click.echo(f"{kind}{' ' + value if value else ''}: {found.article.title or found.article.id}", err=True)


def _text(ledger: "Ledger", name: str) -> "Text":
    found = ledger.articles_named(name)
    if not found:
        stop(f"no article is called {name!r}; give its key, its id or the place that it was read from.", 2)
    if len(texts := {text.text_sha256 for text in found}) > 1:
        named = ", ".join(f"{text.article.key} ({text.article.id})" for text in found[:5])
        stop(f"{name!r} names {len(texts)} texts: {named}. Give the key of one.", 2)
    return found[0]


def _event(ledger: "Ledger", name: str) -> "Told":
    found = ledger.events_named(name)
    if not found:
        stop(f"no event's id begins with {name!r}; `deedbook decide events` lists them (four characters at least).", 2)
    if len(found) > 1:
        named = ", ".join(f"{told.article.key}:{told.event.event_id[:SHORT]}" for told in found[:5])
        stop(f"{name!r} names {len(found)} events: {named}. Give more characters, or KEY:ID.", 2)
    return found[0]
