"""What every format lays out: texts with their evidence numbers, tables, lists, histories and figures."""

from dataclasses import dataclass
from typing import Literal

from deedbook.measures.answer import Line

Style = Literal["word", "deed", "solid", "tinted", "hollow", "stopped"]


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of text, the numbers of the quotes that prove it, and a quieter note after them.

    ``more`` counts numbers that page one leaves to the full list behind it. ``mark`` names a standing whose symbol
    and colour go with the text; ``under`` says that it belongs under the statement before it."""

    text: str
    quotes: tuple[int, ...] = ()
    note: str = ""
    more: int = 0
    mark: str = ""
    under: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header. Columns from ``numeric`` on hold numbers; ``wide`` tables scroll rather than fold."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    numeric: int = 99
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """A list of separate statements."""

    items: tuple[Text, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a history: when, which rung, and what the record shows if that differs from what the text says."""

    when: str
    rung: str
    record: str
    text: Text


@dataclass(frozen=True, slots=True)
class Card:
    """One commitment: its title, labelled facts, and its history."""

    key: str
    title: str
    badge: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """One sign in a chart: where it stands, whose it is, what it says when read aloud, and its evidence.

    ``column`` indexes the chart's columns. Timeline: ``slot`` is the place across the column, ``level`` the row from
    the line (words 1, 2, … upward, deeds -1, -2, … downward). Ladder: ``slot`` is the giver (0, 1, 2), ``level`` the
    domain's row from the top. ``acts`` is how many acts or commitments it stands for."""

    column: int
    slot: int
    level: int
    domain: str
    style: Style
    label: str
    quotes: tuple[int, ...]
    acts: int = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart before it is drawn. ``alt`` states the finding; ``table`` holds every number that the chart shows.

    ``columns`` are labels from left to right (``|`` breaks a line); ``aside`` are indices of columns that stand apart
    ("undated", "earlier", the stopped rungs). ``across`` is the number of slots in a column, ``rows`` the domains
    of a ladder, ``givers`` role (``first``, ``second``, ``other``) and name behind each of its slots."""

    key: Literal["timeline", "ladder"]
    title: str
    finding: str
    caption: str
    alt: str
    table: Table
    columns: tuple[str, ...]
    aside: tuple[int, ...]
    marks: tuple[Mark, ...]
    across: int
    rows: tuple[str, ...] = ()
    givers: tuple[tuple[str, str], ...] = ()


Block = Table | Points | Card | Figure | Text


@dataclass(frozen=True, slots=True)
class Section:
    """One part behind page one. ``key`` is its anchor; ``lead`` says what it holds and how to read it."""

    key: str
    title: str
    lead: str
    blocks: tuple[Block, ...]


def line_text(line: Line) -> Text:
    """A line of the answer with its certainty as a note: sources, how sure, and whether a person checked it."""
    notes = []
    if line.sources and "source" not in line.sure:
        notes.append("1 source" if line.sources == 1 else f"{line.sources} sources")
    if line.sure:
        notes.append(line.sure.rstrip("."))
    if line.reviewed:
        notes.append("checked by a person")
    return Text(line.text, line.quotes, "; ".join(notes))
