"""Options and checks that several commands share."""

import difflib
import errno
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from pathlib import Path, PurePath
from typing import Any, NoReturn, TypeVar

import click

from deedbook.codebook import load
from deedbook.records import Problem

_Command = TypeVar("_Command", bound=Callable[..., Any])
_REMEDIES = {
    errno.ENOENT: "Make its folder, or name another file.",
    errno.EACCES: "Have its folder opened to you, or name another file.",
    errno.EPERM: "Have its folder opened to you, or name another file.",
    errno.EROFS: "Name a file on a disk that can be written to.",
}
_MOST_NAMED = 12  # of the rest
_MOST_LISTED = {True: 20, False: 5}  # failures and notes printed one by one; the rest are counted


class Pair(click.ParamType[tuple[str, str]]):
    """Two states or organisations of the codebook joined by a hyphen, each by its code or its name."""

    name = "A-B"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        if named := _named(str(value)):
            return named
        parts = str(value).upper().split("-")
        if len(parts) != 2 or parts[0] == parts[1]:
            self.fail(f"{value!r} is no pair; expected two different codes like PAK-USA.", param, ctx)
        for part, given in zip(parts, str(value).split("-"), strict=True):
            if part not in load().states and part not in load().organisations:
                self.fail(f"{value!r}: {given!r} is no code of a state or organisation.{_hint(given)}", param, ctx)
        return parts[0], parts[1]


def _named(text: str) -> tuple[str, str] | None:
    """The two sides of "Pakistan-USA" or "Guinea-Bissau-Portugal", by whichever hyphen leaves a side on either hand."""
    book = load()
    codes = {*book.states, *book.organisations}
    names = {n.text.casefold(): n.code for n in reversed(book.names) if n.kind in ("organisation", "state")}
    for place in (at for at, sign in enumerate(text) if sign == "-"):
        sides = [text[:place].strip(), text[place + 1 :].strip()]
        known = [side.upper() if side.upper() in codes else names.get(side.casefold(), "") for side in sides]
        if all(known) and known[0] != known[1]:
            return known[0], known[1]
    return None


def _hint(given: str) -> str:
    book = load()
    near = difflib.get_close_matches(given.upper(), [*book.states, *book.organisations], 1, 0.5)
    return f" Did you mean {near[0]}?" if near else " Codes are ISO 3166-1 alpha-3, like PAK."


class Day(click.ParamType[date]):
    """A day as ISO 8601: 2026-02-06."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day; expected the form 2026-02-06.", param, ctx)


class Moment(click.ParamType[datetime]):
    """A moment of the ledger's own time: a day stands for its end, UTC; else ISO 8601 (2026-02-06T14:30)."""

    name = "YYYY-MM-DD[THH:MM]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            if len(text := str(value)) == len("2026-02-06"):
                return datetime.combine(date.fromisoformat(text), time.max, UTC)
            moment = datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"{value!r} is no moment; expected 2026-02-06 or 2026-02-06T14:30.", param, ctx)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def times(command: _Command) -> _Command:
    """``--as-of`` and ``--recorded-as-of``: what was known by a day, and what this ledger had learned by a moment."""
    for option in (
        click.option(
            "--recorded-as-of",
            type=Moment(),
            help="As this ledger stood then (a day: at its end, UTC), with the readings and decisions of then.",
        ),
        click.option("--as-of", type=Day(), help="Only what was known by this day."),
    ):
        command = option(command)
    return command


def sources(command: _Command) -> _Command:
    """The options of every command that reads."""
    for option in (
        click.option(
            "--timeout",
            type=click.FloatRange(min=0.1),
            default=30.0,
            show_default=True,
            metavar="SECONDS",
            help="The longest that one address may take.",
        ),
        click.option("--allow-private", is_flag=True, help="Fetch addresses on this machine or a private network too."),
        click.option("--jsonl", is_flag=True, help='The input is JSON lines: {"id", "text", "date", …}.'),
    ):
        command = option(command)
    return command


def ledger_option(command: _Command) -> _Command:
    """``--ledger``, with its default."""
    return click.option(
        "--ledger",
        "ledger_path",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="The ledger; default $DEEDBOOK_LEDGER, else the platform's data folder.",
    )(command)


def tell(problems: Iterable[Problem]) -> bool:
    """Print problems to standard error, one line each; True if any input failed."""
    found = list(problems)
    for fatal, word in ((True, "failed"), (False, "note")):
        some = [problem for problem in found if problem.fatal == fatal]
        for problem in some[: _MOST_LISTED[fatal]]:
            click.echo(f"{word}: {problem}", err=True)
        if rest := some[_MOST_LISTED[fatal] :]:
            names = list(dict.fromkeys(PurePath(problem.source).name or problem.source for problem in rest))
            named = ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
            click.echo(
                f"{word}: … and {len(rest)} more: {named}. Read one by itself to be told what is wrong.", err=True
            )
    return any(p.fatal for p in found)


def stop(message: str, status: int) -> NoReturn:
    """End with one line on standard error."""
    click.echo(f"deedbook: {message}", err=True)
    sys.exit(status)


def write(output: Path | None, content: str | bytes) -> None:
    """To a file by way of a temporary one beside it, so that a full disk leaves the old file whole; else to stdout."""
    if output is None:
        if isinstance(content, bytes):
            stop("this format is binary; name a file with -o FILE.", 2)
        click.echo(content)
        return
    data = content if isinstance(content, bytes) else content.encode("utf-8")
    beside = output.with_name(output.name + ".part")
    try:
        beside.write_bytes(data)
        beside.replace(output)
    except OSError as error:
        beside.unlink(missing_ok=True)
        do = _REMEDIES.get(error.errno or 0, "Free space or name another file.")
        stop(f"{output}: cannot be written ({error.strerror}). {do}", 1)
