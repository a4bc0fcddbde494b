"""Words above the line and deeds below it, by month and domain: the chart that opens a relation."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deedbook.brief.wording import colours, event_type, look
from deedbook.desk.drawing import PITCH, STEPS, safe, svg
from deedbook.measures import SignalCell

RADIUS = 10.5
HIGHEST = 9  # rows of marks in one direction; beyond, a mark stands for several acts
MOST_COLUMNS, LEAST_COLUMNS = 30, 12
EARLY_SHARE = 0.1
YEARS = 5  # columns after which a year is told again: a window of 320 px shows no more at once
LEFT = 62  # px for the names of both sides of the line
UNDATED, EARLIER = "undated", "earlier"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PAGE = frozenset({"paper", "ink", "quiet", "rule", "tint", "link", "delivered", "promised", "talk", "stopped"})

Link = Callable[[SignalCell, int], str]  # a cell, the place of an act in it
Links = Callable[[str, Sequence[str]], str]  # a domain, months


@dataclass(frozen=True, slots=True)
class Panel:
    """The signals of one pair. ``link`` gives the address behind a mark of one act, ``links`` behind one of several."""

    name: str
    cells: tuple[SignalCell, ...]
    link: Link
    links: Links


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of a stack."""

    domain: str
    word: bool
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A panel as drawn: ``sides`` names both sides of the line in its left ``LEFT`` px, ``body`` is all else."""

    name: str
    sides: str
    body: str
    height: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """Panels of one width, one below the other, each mark of which stands for up to ``per`` acts."""

    panels: tuple[Drawn, ...]
    width: float
    per: int

    def picture(self, label: str) -> str:
        """All of it as one SVG, for a file; ``label`` says what it shows."""
        parts, top = [], 0.0
        for one in self.panels:
            if len(self.panels) > 1:
                parts.append(f'<text x="0" y="{top + 16:g}" class="head">{safe(one.name)}</text>')
                top += 26
            parts.append(f'<g transform="translate(0 {top:g})">{one.sides}{one.body}</g>')
            top += one.height
        if self.per > 1:
            note = f"One mark is up to {self.per:,} acts."
            parts.append(f'<text x="{LEFT}" y="{top + 4:g}" class="quiet">{note}</text>')
            top += 14
        return svg("".join(parts), self.width, top, label)

    def page(self, label: str) -> str:
        """The same for a box that scrolls: names and sides of the line stay in sight."""
        parts = []
        for one in self.panels:
            several = len(self.panels) > 1
            name = f'<p class="panelname">{safe(one.name)}</p>' if several else ""
            sides = (
                f'<svg class="axisnames" width="{LEFT}" height="{one.height:g}" aria-hidden="true">{one.sides}</svg>'
            )
            own = f"{one.name}. {label}" if several else label
            drawn = svg(one.body, self.width - LEFT, one.height, own, left=LEFT)
            parts.append(f'{name}<div class="panel">{sides}{drawn}</div>')
        return f'<div class="panels">{"".join(parts)}</div>'


def timeline(panels: Sequence[Panel]) -> Timeline:
    """Acts by month (by quarter or year where they span many), words above the line and deeds below, one panel a pair,
    all panels on the same scales. Where there is no room for a mark an act, a mark stands for several of a domain."""
    counts: Counter[str] = Counter()
    for panel in panels:
        for cell in panel.cells:
            counts[cell.month] += cell.count
    columns, column_of = _columns(counts)
    stacks = [_stacks(panel.cells, column_of) for panel in panels]
    highest = max((sum(c.count for c in cells) for held in stacks for cells in held.values()), default=1)
    across = 1 if highest <= HIGHEST else 2 if len(columns) > 12 else 3
    every = [list(_by_domain(cells).values()) for held in stacks for cells in held.values()]
    per = 1 if highest <= HIGHEST * across else _per(every, HIGHEST * across)
    wide = max(44, across * PITCH + 12)
    drawn = tuple(
        _panel(
            panel.name,
            {place: _marks(panel, place, cells, per) for place, cells in held.items()},
            columns,
            across=across,
            wide=wide,
        )
        for panel, held in zip(panels, stacks, strict=True)
    )
    return Timeline(drawn, LEFT + len(columns) * wide + 16, per)


def _per(stacks: Sequence[Sequence[Sequence[SignalCell]]], room: int) -> int:
    """How many acts a mark stands for so that no stack, of cells by domain, has more marks than there is room for."""
    counts = [[sum(cell.count for cell in cells) for cells in stack] for stack in stacks]
    return next((step for step in STEPS if all(sum(-(-n // step) for n in held) <= room for held in counts)), STEPS[-1])


def _by_domain(cells: Sequence[SignalCell]) -> dict[str, list[SignalCell]]:
    found: dict[str, list[SignalCell]] = {}
    for cell in cells:
        found.setdefault(cell.domain, []).append(cell)
    return found


def _marks(panel: Panel, place: tuple[str, str], cells: Sequence[SignalCell], per: int) -> list[Mark]:
    """The marks of one stack, ``place`` of which is its column and whether it holds words or deeds."""
    column, kind = place
    word = kind == "word"
    if per == 1:
        return [
            Mark(
                cell.domain,
                word,
                f"{event_type(cell.event_type)}, {look(cell.domain).name}, by {cell.giver}, {cell.month}",
                panel.link(cell, number),
            )
            for cell in cells
            for number in range(cell.count)
        ]
    made = []
    for domain, held in _by_domain(cells).items():
        acts = sum(cell.count for cell in held)
        href = panel.links(domain, sorted({cell.month for cell in held}))
        for first in range(0, acts, per):
            many = f"{min(per, acts - first):,} {kind}s" if acts - first > 1 else f"1 {kind}"
            made.append(Mark(domain, word, f"{many}, {look(domain).name}, {column.replace('|', ' ')}", href))
    return made


def look_order() -> tuple[str, ...]:
    """Domains in the order in which their marks are stacked."""
    return tuple(name for name in colours() if name not in _PAGE)


def _columns(counts: Counter[str]) -> tuple[list[str], Callable[[str], str]]:
    """Columns from the first month to the last, and the column of a month. Where few acts lie long before the others,
    they are gathered in a first column, "earlier"; ``undated`` stands last, and holds what is known by its year alone
    where columns are shorter."""
    dated = sorted(month for month in counts if month != UNDATED)
    if not dated:
        return [UNDATED] * (UNDATED in counts), lambda month: month
    numbers = {month: int(month[:4]) * 12 + int(month[5:] or 1) - 1 for month in dated}
    first, last = numbers[dated[0]], numbers[dated[-1]]
    most = EARLY_SHARE * sum(counts[month] for month in dated)
    window = [n for n in numbers.values() if sum(counts[m] for m in dated if numbers[m] < n) <= most]
    begin = next((n for n in sorted(window, reverse=True) if last - n >= LEAST_COLUMNS - 1), first)
    if begin - first < LEAST_COLUMNS:
        begin = first
    for size in (1, 3, 12, 24, 60, 120, 240):
        if last // size - begin // size < MOST_COLUMNS:
            break

    def name(number: int) -> str:
        year, month = divmod(number * size, 12)
        if size == 1:
            return f"{MONTHS[month]}|{year}"
        if size == 3:
            return f"Q{month // 3 + 1}|{year}"
        return str(year) if size == 12 else f"{year}–|{year + size // 12 - 1}"

    def column_of(month: str) -> str:
        if month != UNDATED and numbers[month] // 12 < begin // 12:
            return EARLIER
        if month == UNDATED or (len(month) == 4 and size < 12):  # a year has no column of its own among months
            return UNDATED
        return name(numbers[month] // size) if numbers[month] // size >= begin // size else EARLIER

    used = set(map(column_of, counts))
    between = (name(number) for number in range(begin // size, last // size + 1))
    return [*[EARLIER] * (EARLIER in used), *between, *[UNDATED] * (UNDATED in used)], column_of


def _stacks(cells: Sequence[SignalCell], column_of: Callable[[str], str]) -> dict[tuple[str, str], list[SignalCell]]:
    order = {name: place for place, name in enumerate(look_order())}
    held: dict[tuple[str, str], list[SignalCell]] = {}
    for cell in sorted(cells, key=lambda c: (order.get(c.domain, 99), c.domain, c.month, c.event_type, c.giver)):
        held.setdefault((column_of(cell.month), cell.kind), []).append(cell)
    return held


def _panel(
    name: str,
    stacks: dict[tuple[str, str], list[Mark]],
    columns: Sequence[str],
    *,
    across: int,
    wide: int,
) -> Drawn:
    tall = {"word": 2, "deed": 2}
    for (_, kind), marks in stacks.items():
        tall[kind] = max(tall[kind], -(-len(marks) // across))
    line = tall["word"] * PITCH + 12
    bottom = line + tall["deed"] * PITCH + 12
    parts = []
    for index, column in enumerate(columns):
        x = LEFT + index * wide
        if column in (UNDATED, EARLIER):
            parts.append(f'<rect x="{x + 4}" y="0" width="{wide - 4}" height="{bottom}" class="aside"/>')
        elif index:
            parts.append(f'<line x1="{x}" y1="2" x2="{x}" y2="{bottom}" class="grid"/>')
        upper, _, year = column.partition("|")
        told = index % YEARS and columns[index - 1].partition("|")[2] == year
        shown = "" if told else year
        parts.append(f'<text x="{x + wide / 2:g}" y="{bottom + 16}" class="tick">{upper}</text>')
        if shown:
            parts.append(f'<text x="{x + wide / 2:g}" y="{bottom + 31}" class="tick year">{shown}</text>')
    parts.append(f'<line x1="{LEFT - 4}" y1="{line}" x2="{LEFT + len(columns) * wide}" y2="{line}" class="axis"/>')
    sides = (
        f'<text x="{LEFT - 12}" y="{line - 12}" class="side">words</text>'
        f'<text x="{LEFT - 12}" y="{line + 22}" class="side">deeds</text>'
    )
    for (column, kind), marks in stacks.items():
        for place, mark in enumerate(marks):
            at = LEFT + columns.index(column) * wide + wide / 2 + (place % across - (across - 1) / 2) * PITCH
            away = (place // across + 0.5) * PITCH + 5
            parts.append(_sign(mark, at, line - away if kind == "word" else line + away))
    return Drawn(name, sides, "".join(parts), bottom + 38)


def _sign(mark: Mark, x: float, y: float) -> str:
    drawn = look(mark.domain)
    role = mark.domain if mark.domain in colours() else "other"
    fill = "var(--c-paper)" if mark.word else f"var(--c-{role})"
    return (
        f'<a href="{safe(mark.href)}" tabindex="-1" transform="translate({x:g} {y:g})">'
        f"<title>{safe(mark.label)}</title>"
        f'<rect x="-13" y="-13" width="26" height="26" class="target"/>'
        f'<path d="{drawn.path}" transform="scale({RADIUS})" fill="{fill}" stroke="var(--c-{role})" '
        f'stroke-width="0.17"/><text y="3.8" class="letters{"" if mark.word else " on"}">{safe(drawn.mark)}</text></a>'
    )
