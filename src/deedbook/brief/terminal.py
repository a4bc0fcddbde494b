"""Page one for a terminal, with the evidence that it cites beneath, and where the rest is."""

import io
import os
import re
import shutil
import sys
from calendar import month_name

from deedbook.brief.blocks import Text
from deedbook.brief.front import HEADER, MORE, NOTHING, QUESTION, TITLES, Front
from deedbook.brief.wording import count, day, printable, quoted
from deedbook.measures.answer import Answer

NARROW, WIDE = 40, 110  # columns: below, a table cannot be read; above, lines grow too long for the eye
_HELD = "\ue000"  # stands for the blank of "20 November" while lines are broken: a day at the end of one is no number
_DAY = re.compile(rf"\b(\d{{1,2}}) (?=(?:{'|'.join(month_name[1:])})\b)")
# What stands behind page one is counted here and not printed; of the quotations those that page one cites.
BEHIND = frozenset(
    {
        *("snapshot", "signals", "ladder", "commitments", "absences", "balance", "comparison", "disagreements"),
        *("caveats", "claims", "others", "quotes", "further_standing", "further_told"),
    }
)
_STYLES = {"delivered": "green", "promised": "yellow", "talk": "default", "stopped": "red"}


def coloured() -> bool:
    """Whether standard output is a terminal that shows colours and whose user wants them."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def render_terminal(answer: Answer, front: Front, *, width: int | None = None, colour: bool | None = None) -> str:
    """Page one at ``width`` columns; control codes only where ``colour`` is true. See ``deedbook.brief.render``."""
    from rich import box
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text as Rich

    colour = coloured() if colour is None else colour
    columns = width or shutil.get_terminal_size((80, 24)).columns
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(NARROW, min(WIDE, columns)),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
    held = {quote.number: quote for quote in answer.quotes}
    cited: list[int] = []

    def statement(text: Text) -> Rich:
        known = [number for number in text.quotes if number in held]
        cited.extend(known)
        line = Rich(_DAY.sub(rf"\1{_HELD}", text.text))
        if known:
            line.append(" " + "".join(f"[{number}]" for number in known), style="dim")
        return line

    def heading(title: str) -> None:
        console.print()
        console.print(Rich(title, style="bold"))

    console.print(Rich(f"Deedbook brief: {front.title}", style="dim"))
    console.print(Rich(QUESTION, style="bold"))
    if front.notice:
        console.print(Rich(front.notice, style="yellow"))
    console.print()
    for text in front.judgement:
        console.print(statement(text))
    if front.sure:
        console.print(Rich(f"{front.sure}.", style="dim"))
    heading(TITLES["standing"])
    if front.rows:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), expand=True, header_style="dim")
        for label, fixed in zip(HEADER, (15, None, 14, 14), strict=True):
            table.add_column(label, width=fixed if console.width > 60 else None, overflow="fold")
        for name, symbol, role, rows in front.groups():
            for index, row in enumerate(rows):
                first = Rich(f"{symbol} {name}" if index == 0 else "", style=_STYLES[role])
                table.add_row(first, statement(row.what), row.parties, row.since)
        console.print(table)
    else:
        console.print(NOTHING)
    for _, title, items in front.lists():
        heading(title)
        for item in items or (Text(NOTHING),):
            console.print(Padding(statement(item), (0, 0, 0, 4 if item.under else 2)))
    heading(TITLES["basis"])
    for label, value in front.basis:
        console.print(Padding(Rich(f"{label}: {value}"), (0, 0, 0, 2)))
    if cited:
        heading("Evidence")
        for number in sorted(set(cited)):
            quote = printable(held[number])
            said = f"{quoted(quote.text)} {quote.outlet}, {day(quote.published)}"
            vouched = f"; {quote.speaker}" if quote.speaker else ""
            places = [f"of the record {quote.record}"] if quote.record else []
            places += [f"in the register’s file: {', '.join(quote.pointers)}"] if quote.pointers else []
            flags = f" ({', '.join([*quote.flags, *places])})" if quote.flags or places else ""
            note = Table.grid(padding=(0, 1))
            note.add_column(width=5, justify="right", no_wrap=True)
            note.add_column(overflow="fold")
            note.add_row(Rich(f"[{number}]", style="dim"), Rich(f"{said}{vouched}{flags}"))
            console.print(note)
    if pointers := _pointers(answer, front):
        heading("Behind this page")
        console.print(Rich(pointers))
    return "\n".join(line.rstrip().replace(_HELD, " ") for line in out.getvalue().splitlines()) + "\n"


def _pointers(answer: Answer, front: Front) -> str:
    """What the longer formats hold beyond page one, and how to get it; empty where there is nothing more."""
    counted = (
        (answer.behind.commitments, "commitment", " with history"),
        (answer.behind.acts, "act", " by type and month"),
        (answer.behind.absent, "thing", " reported absent"),
        (answer.behind.disagreements, "disagreement", ""),
    )
    held = [count(number, what) + rest for number, what, rest in counted if number]
    if not held:
        return ""
    more = f"{MORE} " if front.left else ""
    pair = "-".join(answer.pair)
    return (
        f"{more}{'; '.join(held)}; all with their quotations. To read them: deedbook brief … --pair {pair} "
        "--format html -o brief.html (also md, docx, json)."
    )
