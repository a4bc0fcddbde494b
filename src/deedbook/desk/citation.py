"""How a page is cited: what it shows, how much stands behind it, by which ledger and coder, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from deedbook import __version__
from deedbook.measures.wording import count, day
from deedbook.records import Entry


@dataclass(frozen=True, slots=True)
class Provenance:
    """By what events were read: the coders' names, and the last day on which the ledger recorded any of them."""

    coder: str
    recorded: date | None


def provenance(entries: Iterable[Entry]) -> Provenance:
    """Of ``entries``, all that stand behind a page."""
    coders: set[str] = set()
    last = None
    for entry in entries:
        coders.add(entry.event.coder)
        last = entry.recorded if last is None or entry.recorded > last else last
    return Provenance("; ".join(sorted(coders - {""})) or "none yet", last.date() if last else None)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a page rests on. ``cut_off`` says by what day it was known, in words."""

    articles: int
    cut_off: str
    read: Provenance


def citation(title: str, counted: str, basis: Basis, today: date) -> str:
    """The citation without its address. ``counted`` says what the page shows and how much of it."""
    ledger = f", ledger of {day(basis.read.recorded)}" if basis.read.recorded else ""
    return (
        f"Deedbook, “{title}”, {day(today)}; {counted} from {count(basis.articles, 'article')}, {basis.cut_off}; "
        f"deedbook {__version__}{ledger}, coder {basis.read.coder}."
    )
