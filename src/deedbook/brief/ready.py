"""Briefs shown at once: what took long to make is kept in the ledger, and says what was read since."""

import json
import math
import shutil
import textwrap
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape
from typing import cast

from deedbook.brief import Format, render
from deedbook.brief.markdown import escaped
from deedbook.brief.terminal import coloured
from deedbook.brief.wording import count, day, quoted
from deedbook.ledger import Ledger, LedgerError, pages
from deedbook.ledger.lookups import PairCount
from deedbook.ledger.memory import Garbage
from deedbook.ledger.pages import KeptPage
from deedbook.measures import MOST_DIFFERING, answer

MANY = 500  # events told of a pair: below, its brief is made within a second
SLOW_SECONDS = 0.7  # a page that took longer is kept
PLAIN = (80, False)  # columns and colour of what is made ready for a terminal
NAMED = 5  # reports read since that are named
AHEAD: tuple[Format, ...] = ("terminal", "html")  # what is made ready before anybody asks
SHARE = 0.1  # of the time that was spent reading: so much at most goes into briefs made ready
_A_REPORT = 4e-4  # seconds a report that tells of the two, of a brief for the first time: by order of magnitude
_GROWN = 8  # a kept brief is made ready again once one in so many of its reports came after it
_WIDTH = 78  # columns of what is said above a page in a terminal

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Since:
    """What a kept page lacks: ``reports`` that tell of the two were read or changed after it was made, the newest of
    them named in ``lines``. None of them: something else changed that bears on the pair."""

    made: datetime
    seconds: float
    reports: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """It in plain words."""
        if self.reports:
            what = (
                f"{count(self.reports, 'report')} on the two {'was' if self.reports == 1 else 'were'} read or changed"
            )
        else:
            what = "something was recorded that bears on the two, though no report tells of both"
        return (
            f"This brief was made on {moment(self.made)}. Since then {what}; it is not counted below. "
            f"With --anew the brief is made again, which takes about {max(1, round(self.seconds))} seconds."
        )


@dataclass(frozen=True, slots=True)
class Ready:
    """``page`` as it is to be shown. ``made`` is when it was, where it was kept; ``since`` is what it lacks."""

    page: str | bytes
    made: datetime | None = None
    since: Since | None = None


def moment(when: datetime) -> str:
    """``22 November 2026, 19:52 UTC``."""
    return f"{day(when.date())}, {when:%H:%M} UTC"


def ready(
    ledger: Ledger,
    pair: Pair,
    form: Format,
    *,
    as_of: date | None = None,
    width: int | None = None,
    colour: bool | None = None,
    anew: bool = False,
) -> Ready:
    """The brief on ``pair`` out of ``ledger``. Where a page is kept it is shown: as it is while nothing has changed
    that bears on the pair, else with a notice of what it lacks. Otherwise, and with ``anew``, it is made, and kept
    where that took long. Options as for ``brief.render``."""
    if form == "terminal":
        width, colour = width or shutil.get_terminal_size((80, 24)).columns, coloured() if colour is None else colour
    name = named(pair, form, as_of=as_of, width=width, colour=colour)
    if not anew and ledger.told_of(*pair) >= MANY and (held := _held(ledger, pair, form, as_of, width, colour)):
        since = _since(ledger, pair, held)
        if since is None or form != "docx":  # a notice cannot be put on a finished document
            page = held.body if form == "docx" else held.body.decode("utf-8", "surrogatepass")
            return Ready(_noticed(cast("str", page), form, since) if since else page, held.made, since)
    return Ready(made(ledger, pair, {form: name}, as_of=as_of, width=width, colour=colour)[form])


def _held(
    ledger: Ledger, pair: Pair, form: Format, as_of: date | None, width: int | None, colour: bool | None
) -> KeptPage | None:
    """The page that is kept; if there is none, that on the pair in the other order, or at the usual width."""
    for looks in dict.fromkeys(((width, colour), (min(width or PLAIN[0], PLAIN[0]), PLAIN[1]))):
        for sides in (pair, pair[::-1]):
            name = named(sides, form, as_of=as_of, width=looks[0], colour=looks[1])
            if held := ledger.kept_page(name, maker()):
                return held
    return None


def named(
    pair: Pair, form: Format, *, as_of: date | None = None, width: int | None = None, colour: bool | None = None
) -> str:
    """What a kept page is called; ``width`` and ``colour`` concern the terminal alone."""
    return json.dumps([*pair, form, as_of and as_of.isoformat(), *((width, colour) if form == "terminal" else ())])


def made(
    ledger: Ledger,
    pair: Pair,
    names: dict[Format, str],
    *,
    as_of: date | None = None,
    width: int | None = None,
    colour: bool | None = None,
) -> dict[Format, str | bytes]:
    """The brief on ``pair`` in each of these formats, kept under their names where it took long to make."""
    turn, began = ledger.turn(), datetime.now(UTC)
    with Garbage().left(0):
        found, took = _rendered(ledger, pair, tuple(names), as_of, width, colour)
    for form, name in names.items():
        page, seconds = found[form], took[form]
        if seconds >= SLOW_SECONDS:
            body = page if isinstance(page, bytes) else page.encode("utf-8", "surrogatepass")
            with suppress(LedgerError):  # a ledger that cannot be written now is read all the same
                ledger.keep_page(name, maker(), KeptPage(body, turn, began, seconds))
    return found


def _rendered(
    ledger: Ledger, pair: Pair, forms: Sequence[Format], as_of: date | None, width: int | None, colour: bool | None
) -> tuple[dict[Format, str | bytes], dict[Format, float]]:
    """The brief in each of these formats, and the seconds that each took. All that it was made of is gone when this
    returns: the search for garbage need not look through it."""
    start = time.perf_counter()
    found: dict[Format, str | bytes] = {}
    took: dict[Format, float] = {}
    held = ledger.snapshot(pairs=[pair], as_of=as_of, keep=True)
    told = answer(held, pair, most_differing=differing(*forms), page_one=set(forms) == {"terminal"})
    read = time.perf_counter() - start
    for form in forms:
        start = time.perf_counter()
        found[form] = render(told, form, width=width, colour=colour)
        took[form] = read + time.perf_counter() - start
    return found, took


def differing(*forms: Format) -> int | None:
    """How many conflicts between reports are set out: all of them only for a machine."""
    return None if forms == ("json",) else MOST_DIFFERING


def keep_ready(ledger: Ledger, pair: Pair, forms: Sequence[Format]) -> float:
    """Makes those of these formats that are not kept, or no more as they would be now. Returns how many seconds that
    took, 0.0 where nothing was to do."""
    names = {form: named(pair, form, width=PLAIN[0], colour=PLAIN[1]) for form in forms}
    version = ledger.version([pair])
    for form, name in list(names.items()):
        if (held := ledger.kept_page(name, maker())) and held.turn >= version:
            del names[form]
    start = time.perf_counter()
    if names:
        made(ledger, pair, names, width=PLAIN[0], colour=PLAIN[1])
    return time.perf_counter() - start if names else 0.0


def ahead(ledger: Ledger, seconds: float) -> list[Pair]:
    """Makes ready, in about so many seconds at most, briefs that take long and of which none is kept, or one that lacks
    more than an eighth of what is told now; those on which most is told first. Returns their pairs.

    After much was read: so nobody waits for the first brief on a pair that thousands of reports tell of."""
    done = list[Pair]()
    for told in large(ledger) if seconds >= SLOW_SECONDS else ():
        pair, expected = (told.one, told.other), told.reports * _A_REPORT
        if expected < SLOW_SECONDS or seconds < SLOW_SECONDS:
            break
        if expected <= seconds and _lacks(ledger, pair) * _GROWN > told.reports:
            seconds -= keep_ready(ledger, pair, AHEAD)
            done.append(pair)
    return done


def _lacks(ledger: Ledger, pair: Pair) -> float:
    """How many reports on the two the kept briefs lack; without end where one is not there."""
    held = [_held(ledger, pair, form, None, *PLAIN) for form in AHEAD]
    turns = [page.turn for page in held if page]
    return len(ledger.changed_since(pair, min(turns))) if len(turns) == len(AHEAD) else math.inf


def large(ledger: Ledger) -> list[PairCount]:
    """The pairs of which a brief may take long, that on which most is told first."""
    found = [pair for pair in ledger.pairs() if pair.reports >= MANY]
    return sorted(found, key=lambda pair: (-pair.reports, pair.one, pair.other))


def maker() -> str:
    """A fingerprint of the code and the data that a brief is made by."""
    return pages.maker("brief")


def _since(ledger: Ledger, pair: Pair, held: KeptPage) -> Since | None:
    if ledger.version([pair]) <= held.turn:
        return None
    keys = ledger.changed_since(pair, held.turn)
    return Since(held.made, held.seconds, len(keys), tuple(_lines(ledger, pair, keys[:NAMED], len(keys))))


def _lines(ledger: Ledger, pair: Pair, keys: Sequence[str], total: int) -> Iterator[str]:
    """The newest reports, each with the first sentence that tells of the two."""
    for key in keys:
        article = ledger.article(key)
        told = (e for e in ledger.entries(key) if {e.event.actor.code, e.event.recipient.code} == set(pair))
        if article and (entry := next(told, None)):
            sentence = " ".join(entry.event.sentence.of(article.raw).split())
            published = article.published.end or article.published.start
            yield f"{day(published)}, {article.outlet or article.id}: {quoted(sentence)}"
    if total > len(keys):
        yield f"and {total - len(keys):,} more"


def _noticed(page: str, form: Format, since: Since) -> str:
    """``page`` with what it lacks said at its top."""
    if form == "json":
        told = {"made": since.made.isoformat(), "reports": since.reports, "text": since.text, "lines": since.lines}
        return page.replace("{\n", f'{{\n  "since": {json.dumps(told, ensure_ascii=False)},\n', 1)
    if form == "html":
        items = "".join(f"<li>{escape(line)}</li>" for line in since.lines)
        head, main, rest = page.partition('<main class="sheet">')
        return (
            f'{head}{main}\n<div class="notice" role="status"><p>{escape(since.text)}</p><ul>{items}</ul></div>{rest}'
        )
    if form == "md":
        return "\n".join((f"> {escaped(since.text)}", *(f"> - {escaped(line)}" for line in since.lines), "", page))
    wrapped = [textwrap.wrap(text, _WIDTH) for text in (since.text, *(f"- {line}" for line in since.lines))]
    return "\n".join((*(line for lines in wrapped for line in lines), "", page))
