"""The two charts before they are drawn: words above and deeds below the line by month, and the status ladder."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from deedbook.brief.blocks import Figure, Mark, Style, Table, Text
from deedbook.brief.wording import count, event_type, ladder, listed, look, looks, month, party, rung
from deedbook.codebook import load
from deedbook.ledger.sources import Sourcing
from deedbook.measures.answer import Answer, LadderCell, SignalCell

MONTHS = 18  # columns before older acts are gathered under "earlier"
LEVELS = 12  # rows of marks on either side of the line before marks move side by side, then stand for several acts
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
UNDATED = "undated"
EARLIER = "earlier"


def timeline(answer: Answer) -> Figure:
    """Acts by month. Months without an act keep their column; ``undated`` and older months get columns of their own."""
    cells = sorted(answer.signals, key=lambda cell: _signal_order(answer, cell))
    months = _months(cell.month for cell in cells)
    columns = _columns(cells, months)
    stacks = _stacks(cells, months)
    across, per_mark = _scale(stacks, len(columns))
    if per_mark > 1:
        stacks = {place: _by_domain(stack) for place, stack in stacks.items()}
    marks = []
    for (column, kind), stack in stacks.items():
        place = 0
        for cell in stack:
            pieces = -(-cell.count // per_mark)
            for piece in range(pieces):
                level = place // across + 1
                marks.append(
                    Mark(
                        column=columns.index(column),
                        slot=place % across,
                        level=level if kind == "word" else -level,
                        domain=cell.domain,
                        style=cell.kind,
                        label=_signal_label(answer, cell),
                        quotes=cell.quotes[min(piece, len(cell.quotes) - 1) :] if cell.quotes else (),
                        acts=min(per_mark, cell.count - piece * per_mark),
                    )
                )
                place += 1
    finding, caption = _told(answer, cells, per_mark)
    return Figure(
        key="timeline",
        title="Words and deeds, month by month",
        finding=finding,
        caption=caption,
        alt=f"{finding} {_undated(cells)}".strip(),
        table=_signal_table(answer, cells),
        columns=tuple(_column_label(column, index, columns) for index, column in enumerate(columns)),
        aside=tuple(index for index, column in enumerate(columns) if column in (UNDATED, EARLIER)),
        marks=tuple(marks),
        across=across,
    )


def timeline_told(answer: Answer, per_mark: int) -> tuple[str, str]:
    """The finding of the timeline, and its caption where a mark stands for up to ``per_mark`` acts."""
    return _told(answer, answer.signals, per_mark)


def _told(answer: Answer, cells: Sequence[SignalCell], per_mark: int) -> tuple[str, str]:
    words, deeds = _total(cells, "word"), _total(cells, "deed")
    voices = _voices(answer, cells)
    each = "Each mark is one act" if per_mark == 1 else f"Each mark is up to {count(per_mark, 'act')}"
    caption = (
        f"{each}, however many reports tell it: {count(words, 'word')} above the line, {count(deeds, 'deed')} below, "
        f"{_period(cells)}, from {count(_sources(voices, cells), 'independent source')}. {_undated(cells)}"
        f"{_sureness(answer, voices, cells, 'act')}"
    )
    return _timeline_finding(cells, words, deeds), caption


def status_ladder(answer: Answer) -> Figure:
    """Commitments by domain and rung, the rungs from discussed to delivered and then those that stopped."""
    cells = answer.ladder
    moving, stopped = ladder("moving"), ladder("stopped")
    occur = {cell.rung for cell in cells}
    rungs = [*moving, *(name for name in stopped if name in occur)]
    rungs += [name for name in dict.fromkeys(cell.rung for cell in cells) if name not in rungs]
    order = list(looks())
    domains = sorted({cell.domain for cell in cells}, key=lambda d: (order.index(d) if d in order else len(order), d))
    slots = {answer.pair[0]: 0, answer.pair[1]: 1}
    used = sorted({slots.get(cell.giver, 2) for cell in cells})
    names = (*(party(answer, code) for code in answer.pair), "both sides or another")
    merged: dict[tuple[str, str, int], list[LadderCell]] = defaultdict(list)
    for cell in cells:
        merged[cell.domain, cell.rung, slots.get(cell.giver, 2)].append(cell)
    marks = tuple(
        Mark(
            column=rungs.index(at),
            slot=used.index(slot),
            level=domains.index(domain),
            domain=domain,
            style=_paint(at),
            label=f"{look(domain).name}, {rung(at)}, {names[slot]}: {listed(cell.what for cell in group if cell.what)}",
            quotes=tuple(dict.fromkeys(number for cell in group for number in cell.quotes)),
            acts=sum(cell.count for cell in group),
        )
        for (domain, at, slot), group in merged.items()
    )
    total = sum(cell.count for cell in cells)
    tally = Counter[str]()
    for cell in cells:
        tally[cell.rung] += cell.count
    finding = _ladder_finding(total, tally, stopped)
    voices = _voices(answer, cells)
    return Figure(
        key="ladder",
        title="How far each matter has got",
        finding=finding,
        caption=(
            f"Counts commitments and burdens, not reports: {total:,} in {count(len(domains), 'domain')}, "
            f"as they stood at the cut-off ({answer.coverage.cut_off}), "
            f"from {count(_sources(voices, cells), 'independent source')}. Filled: delivered; tinted: promised, "
            f"agreed or approved; outlined: talk; dashed: stopped or absent. A burden in force, such as a "
            f"tariff, counts as delivered. {_sureness(answer, voices, cells, 'cell')}"
        ),
        alt=finding,
        table=Table(
            "Matters by domain and rung",
            ("Domain", "Rung", "Giver", "Matters", "What", "Evidence"),
            tuple(
                (
                    Text(look(cell.domain).name),
                    Text(rung(cell.rung)),
                    Text(party(answer, cell.giver)),
                    Text(f"{cell.count:,}"),
                    Text(cell.what),
                    Text("", cell.quotes),
                )
                for cell in sorted(cells, key=lambda c: (domains.index(c.domain), rungs.index(c.rung), c.giver))
            ),
        ),
        columns=tuple(rung(name).replace(" ", "|") for name in rungs),
        aside=tuple(index for index, name in enumerate(rungs) if name not in moving),
        marks=marks,
        across=max(Counter((mark.column, mark.level) for mark in marks).values(), default=1),
        rows=tuple(domains),
        givers=tuple((("first", "second", "other")[slot], names[slot]) for slot in used),
    )


def pivot(answer: Answer) -> Table:
    """Acts by type (rows) and month (columns), words first; only months with an act, those before the timeline's in
    one column."""
    months = _months(cell.month for cell in answer.signals)
    used = {_column(cell, months) for cell in answer.signals}
    kept = [column for column in (EARLIER, *months, UNDATED) if column in used]
    rows = []
    for kind in ("word", "deed"):
        by_type: dict[str, list[SignalCell]] = defaultdict(list)
        for cell in answer.signals:
            if cell.kind == kind:
                by_type[cell.event_type].append(cell)
        for name in sorted(by_type, key=lambda n: (-sum(cell.count for cell in by_type[n]), n)):
            tally = Counter[str]()
            for cell in by_type[name]:
                tally[_column(cell, months)] += cell.count
            rows.append(
                (
                    Text(event_type(name)),
                    Text(kind),
                    *(Text(f"{tally[m]:,}" if tally[m] else "·") for m in kept),
                    Text(f"{tally.total():,}"),
                )
            )
    header = ("Kind of act", "Word or deed", *(month(m, short=True) for m in kept), "All")
    return Table("Acts by kind and month", header, tuple(rows), numeric=2, wide=True)


def _signal_order(answer: Answer, cell: SignalCell) -> tuple[object, ...]:
    order = list(looks())
    domain = order.index(cell.domain) if cell.domain in order else len(order)
    return (cell.month == UNDATED, cell.month, cell.kind != "word", domain, cell.domain, cell.event_type, cell.giver)


def _months(values: Iterable[str]) -> list[str]:
    """Every month from the first to the last that occurs, within the ``MONTHS`` months up to the last. A year alone is
    no month."""
    seen = sorted({int(value[:4]) * 12 + int(value[5:]) - 1 for value in values if value[5:].isdigit()})
    if not seen:
        return []
    first = next(number for number in seen if number > seen[-1] - MONTHS)
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(first, seen[-1] + 1)]


def _column(cell: SignalCell, months: Collection[str]) -> str:
    """The column of a cell; ``UNDATED`` too where only its year is known, and months of that year have columns."""
    if cell.month in months:
        return cell.month
    return EARLIER if cell.month[:4].isdigit() and months and cell.month < min(months)[: len(cell.month)] else UNDATED


def _columns(cells: Sequence[SignalCell], months: Sequence[str]) -> list[str]:
    used = {_column(cell, months) for cell in cells}
    return [*([EARLIER] if EARLIER in used else []), *months, *([UNDATED] if UNDATED in used else [])]


def _column_label(column: str, index: int, columns: Sequence[str]) -> str:
    """The month's short name, with the year under the first month and under each January."""
    if column in (UNDATED, EARLIER):
        return column
    name = month(column, short=True)
    first = index == 0 or columns[index - 1] == EARLIER
    return name.replace(" ", "|") if first or column.endswith("-01") else name[:3]


def _stacks(cells: Iterable[SignalCell], months: Sequence[str]) -> dict[tuple[str, str], list[SignalCell]]:
    """Cells by column and kind, in their order."""
    known = frozenset(months)
    stacks: dict[tuple[str, str], list[SignalCell]] = defaultdict(list)
    for cell in cells:
        stacks[_column(cell, known), cell.kind].append(cell)
    return stacks


def _scale(stacks: Mapping[tuple[str, str], Sequence[SignalCell]], columns: int) -> tuple[int, int]:
    """Slots across a column and acts per mark, so that no stack is higher than ``LEVELS`` rows. A mark stands for acts
    of one domain, so that each domain of a stack may end in a mark that is not full."""
    highest = max((sum(cell.count for cell in stack) for stack in stacks.values()), default=0)
    widest = 3 if columns <= 12 else 2
    for across in range(1, widest + 1):
        if -(-highest // across) <= LEVELS:
            return across, 1
    counts = [[cell.count for cell in _by_domain(stack)] for stack in stacks.values()]
    room = LEVELS * widest
    return widest, next((s for s in STEPS if all(sum(-(-n // s) for n in held) <= room for held in counts)), STEPS[-1])


def _by_domain(stack: Sequence[SignalCell]) -> list[SignalCell]:
    """A stack's cells, those of one domain as one: of several months, kinds or givers it names none."""
    held: dict[str, list[SignalCell]] = {}
    for cell in stack:
        held.setdefault(cell.domain, []).append(cell)
    return [_joined(group) for group in held.values()]


def _joined(cells: Sequence[SignalCell]) -> SignalCell:
    def one(values: Iterable[str]) -> str:
        found = set(values)
        return found.pop() if len(found) == 1 else ""

    return replace(
        cells[0],
        month=one(cell.month for cell in cells),
        event_type=one(cell.event_type for cell in cells),
        giver=one(cell.giver for cell in cells),
        count=sum(cell.count for cell in cells),
        quotes=tuple(dict.fromkeys(number for cell in cells for number in cell.quotes)),
    )


def _signal_label(answer: Answer, cell: SignalCell) -> str:
    many = f"{cell.count:,} × " if cell.count > 1 else ""
    kind = event_type(cell.event_type) if cell.event_type else f"{cell.kind}s of several kinds"
    by = f"by {party(answer, cell.giver)}" if cell.giver else ""
    when = month(cell.month) if cell.month else EARLIER
    return ", ".join(part for part in (f"{many}{kind}", look(cell.domain).name, by, when) if part)


def _signal_table(answer: Answer, cells: Sequence[SignalCell]) -> Table:
    rows = tuple(
        (
            Text(month(cell.month)),
            Text(cell.kind),
            Text(event_type(cell.event_type)),
            Text(look(cell.domain).name),
            Text(party(answer, cell.giver)),
            Text(f"{cell.count:,}"),
            Text("", cell.quotes),
        )
        for cell in cells
    )
    return Table(
        "Every act in the chart", ("Month", "Word or deed", "Kind of act", "Domain", "By", "Acts", "Evidence"), rows
    )


def _total(cells: Iterable[SignalCell], kind: str) -> int:
    return sum(cell.count for cell in cells if cell.kind == kind)


def _period(cells: Sequence[SignalCell]) -> str:
    dated = sorted(cell.month for cell in cells if cell.month[:4].isdigit())
    if not dated:
        return "none of them dated"
    first, last = month(dated[0]), month(dated[-1])
    return f"in {first}" if first == last else f"{first} to {last}"


def _undated(cells: Sequence[SignalCell]) -> str:
    """What stands in the column without a month."""
    months = _months(cell.month for cell in cells)
    apart = [cell for cell in cells if _column(cell, months) == UNDATED]
    undated = sum(cell.count for cell in apart if cell.month == UNDATED)
    years = sum(cell.count for cell in apart) - undated
    parts = [f"{count(undated, 'act')} without a date"] if undated else []
    parts += [f"{count(years, 'act')} of which only the year is known"] if years else []
    if not parts:
        return ""
    return f"{' and '.join(parts)} {'stands' if undated + years == 1 else 'stand'} apart, under “{UNDATED}”. "


def _timeline_finding(cells: Sequence[SignalCell], words: int, deeds: int) -> str:
    if not cells:
        return "No act between the two was found in what was read."
    last = max((cell.month for cell in cells if cell.kind == "deed" and cell.month[:4].isdigit()), default="")
    tally = Counter[str]()
    for cell in cells:
        if cell.kind == "word" and cell.month[5:].isdigit():
            tally[cell.month] += cell.count
    verb = "outnumber" if words > deeds else "are fewer than" if words < deeds else "are as many as"
    parts = [f"Words {verb} deeds, {words:,} to {deeds:,}"]
    if tally:
        top = max(tally, key=lambda m: (tally[m], m))
        parts.append(f"most words fall in {month(top)} ({tally[top]:,})")
    parts.append(f"the last dated deed is of {month(last)}" if last else "no deed carries a date")
    return "; ".join(parts) + "."


def _ladder_finding(total: int, tally: Counter[str], stopped: Sequence[str]) -> str:
    if not total:
        return "No commitment between the two was found in what was read."
    moving = [name for name in ladder("moving") if tally[name]]
    halted = sum(tally[name] for name in stopped)
    delivered = tally["delivered"]
    start = f"{delivered:,} of {count(total, 'matter')} {'is' if delivered == 1 else 'are'} delivered or in force"
    if not delivered:
        start = f"None of {count(total, 'matter')} is delivered or in force"
    rest = [f"{tally[name]:,} {rung(name)}" for name in reversed(moving) if name != "delivered"]
    parts = [start, *([listed(rest)] if rest else []), f"{halted:,} stopped or reported absent"]
    return "; ".join(parts) + "."


def _voices(answer: Answer, cells: Iterable[SignalCell | LadderCell]) -> dict[int, str]:
    """Evidence number of ``cells`` to the source behind it, by the rule of ``ledger.sources``."""
    known = Sourcing.of_snapshot(answer.snapshot, load())
    cited = {number for cell in cells for number in cell.quotes}
    return {quote.number: known.origin(quote.evidence.article_key) for quote in answer.quotes if quote.number in cited}


def _sources(voices: Mapping[int, str], cells: Iterable[SignalCell | LadderCell]) -> int:
    """How many independent sources stand behind ``cells``."""
    return len({voices[number] for cell in cells for number in cell.quotes if number in voices})


def _sureness(answer: Answer, voices: Mapping[int, str], cells: Sequence[SignalCell | LadderCell], what: str) -> str:
    """How sure the chart is: how many of its cells rest on two or more independent sources, and who checked."""
    if not cells:
        return ""
    total = sum(cell.count for cell in cells) if what == "act" else len(cells)
    weight = [cell.count if what == "act" else 1 for cell in cells]
    behind = [{voices[number] for number in cell.quotes if number in voices} for cell in cells]
    several = sum(
        cell.several if isinstance(cell, SignalCell) else w if len(sources) > 1 else 0
        for cell, w, sources in zip(cells, weight, behind, strict=True)
    )
    cover = answer.coverage
    if cover.lines_unreviewed < cover.lines:
        checked = f"a person checked {cover.lines - cover.lines_unreviewed:,} of {cover.lines:,} lines"
    else:
        checked = "read by machine, no line checked by a person"
    kinds = f"{total:,} {what}{'' if total == 1 else 's'}"
    return f"How sure: {several:,} of {kinds} {'rests' if several == 1 else 'rest'} on two or more sources; {checked}."


def _paint(at: str) -> Style:
    if at in ladder("solid"):
        return "solid"
    if at in ladder("tinted"):
        return "tinted"
    return "hollow" if at in ladder("moving") else "stopped"
