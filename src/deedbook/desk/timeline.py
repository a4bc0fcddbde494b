"""Words above the line and deeds below it, by month and domain: the chart that opens a relation."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deedbook.brief.wording import colours, event_type, look
from deedbook.desk.drawing import PITCH, per_mark, safe, svg
from deedbook.measures import SignalCell

RADIUS = 10.5
HIGHEST = 9  # rows of marks in one direction; beyond, a mark stands for several acts
MOST_COLUMNS, LEAST_COLUMNS = 30, 12
EARLY_SHARE = 0.1
YEARS = 3  # columns after which a year is told again, since a narrow window shows no more at once
LEFT = 62  # px for the names of both sides of the line
UNDATED, EARLIER = "undated", "earlier"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PAGE = frozenset({"paper", "ink", "quiet", "rule", "tint", "link", "delivered", "promised", "talk", "stopped"})

Link = Callable[[SignalCell, int, int], str]  # a cell, the place of its first act in the mark, acts in the mark


@dataclass(frozen=True, slots=True)
class Panel:
    """The signals of one pair. ``link`` gives the address behind a mark."""

    name: str
    cells: tuple[SignalCell, ...]
    link: Link


@dataclass(frozen=True, slots=True)
class Drawn:
    """A panel as drawn: ``sides`` names both sides of the line in its left ``LEFT`` px, ``body`` is all else."""

    name: str
    sides: str
    body: str
    height: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """Panels of one width, one below the other. ``label`` says what they show; ``note`` what a mark stands for."""

    panels: tuple[Drawn, ...]
    width: float
    label: str
    note: str

    def picture(self) -> str:
        """All of it as one SVG, for a file."""
        parts, top = [], 0.0
        for one in self.panels:
            if len(self.panels) > 1:
                parts.append(f'<text x="0" y="{top + 16:g}" class="head">{safe(one.name)}</text>')
                top += 26
            parts.append(f'<g transform="translate(0 {top:g})">{one.sides}{one.body}</g>')
            top += one.height
        if self.note:
            parts.append(f'<text x="{LEFT}" y="{top + 4:g}" class="quiet">{self.note}</text>')
            top += 14
        return svg("".join(parts), self.width, top, self.label)

    def page(self) -> str:
        """The same for a box that scrolls: names and sides of the line stay in sight."""
        parts = []
        for one in self.panels:
            several = len(self.panels) > 1
            name = f'<p class="panelname">{safe(one.name)}</p>' if several else ""
            label = f"{one.name}. {self.label}" if several else self.label
            sides = (
                f'<svg class="axisnames" width="{LEFT}" height="{one.height:g}" aria-hidden="true">{one.sides}</svg>'
            )
            drawn = svg(one.body, self.width - LEFT, one.height, label, left=LEFT)
            parts.append(f'{name}<div class="panel">{sides}{drawn}</div>')
        note = f'<p class="panelname quiet">{self.note}</p>' if self.note else ""
        return f'<div class="panels">{"".join(parts)}{note}</div>'


def timeline(panels: Sequence[Panel], *, title: str, finding: str) -> Timeline:
    """Acts by month (by quarter or year where they span many), words above the line and deeds below, one panel a pair,
    all panels on the same scales."""
    counts: Counter[str] = Counter()
    for panel in panels:
        for cell in panel.cells:
            counts[cell.month] += cell.count
    columns, column_of = _columns(counts)
    stacks = [_stacks(panel.cells, column_of) for panel in panels]
    highest = max((sum(c.count for c in cells) for held in stacks for cells in held.values()), default=1)
    across = 1 if highest <= HIGHEST else 2 if len(columns) > 12 else 3
    # Each kind of act begins a mark of its own, so that there is less room where marks stand for several.
    per = 1 if highest <= HIGHEST * across else per_mark(highest, HIGHEST * across - len(look_order()))
    wide = max(44, across * PITCH + 12)
    drawn = tuple(
        _panel(panel, held, columns, across=across, per=per, wide=wide)
        for panel, held in zip(panels, stacks, strict=True)
    )
    note = f"One mark is up to {per:,} acts." if per > 1 else ""
    return Timeline(drawn, LEFT + len(columns) * wide + 16, f"{title}. {finding}", note)


def look_order() -> tuple[str, ...]:
    """Domains in the order in which their marks are stacked."""
    return tuple(name for name in colours() if name not in _PAGE)


def _columns(counts: Counter[str]) -> tuple[list[str], Callable[[str], str]]:
    """Columns from the first month to the last, and the column of a month. Where few acts lie long before the others,
    they are gathered in a first column, "earlier"; ``undated`` stands last."""
    dated = sorted(month for month in counts if month != UNDATED)
    spare = [UNDATED] if UNDATED in counts else []
    if not dated:
        return spare, lambda month: month
    numbers = {month: int(month[:4]) * 12 + int(month[5:7]) - 1 for month in dated}
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
        if month == UNDATED:
            return UNDATED
        return name(numbers[month] // size) if numbers[month] // size >= begin // size else EARLIER

    early = [EARLIER] if any(column_of(month) == EARLIER for month in dated) else []
    return [*early, *(name(number) for number in range(begin // size, last // size + 1)), *spare], column_of


def _stacks(cells: Sequence[SignalCell], column_of: Callable[[str], str]) -> dict[tuple[str, str], list[SignalCell]]:
    order = {name: place for place, name in enumerate(look_order())}
    held: dict[tuple[str, str], list[SignalCell]] = {}
    for cell in sorted(cells, key=lambda c: (order.get(c.domain, 99), c.domain, c.month, c.event_type, c.giver)):
        held.setdefault((column_of(cell.month), cell.kind), []).append(cell)
    return held


def _panel(
    panel: Panel,
    held: dict[tuple[str, str], list[SignalCell]],
    columns: Sequence[str],
    *,
    across: int,
    per: int,
    wide: int,
) -> Drawn:
    marks: list[tuple[int, int, int, SignalCell, int, int]] = []  # column, place in the stack, sign, cell, first, acts
    for (column, kind), cells in held.items():
        place = 0
        for cell in cells:
            for first in range(0, cell.count, per):
                acts = min(per, cell.count - first)
                marks.append((columns.index(column), place, 1 if kind == "word" else -1, cell, first, acts))
                place += 1
    rows = {sign: max((p // across + 1 for _, p, s, *_ in marks if s == sign), default=1) for sign in (1, -1)}
    line = max(2, rows[1]) * PITCH + 12
    bottom = line + max(2, rows[-1]) * PITCH + 12
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
    for column_, place, sign, cell, first, acts in marks:
        at = LEFT + column_ * wide + wide / 2 + (place % across - (across - 1) / 2) * PITCH
        y = line - sign * ((place // across + 0.5) * PITCH + 5)
        parts.append(_sign(cell, at, y, panel.link(cell, first, acts), acts))
    return Drawn(panel.name, sides, "".join(parts), bottom + 38)


def _sign(cell: SignalCell, x: float, y: float, href: str, acts: int) -> str:
    drawn = look(cell.domain)
    role = cell.domain if cell.domain in colours() else "other"
    word = cell.kind == "word"
    many = f"{acts:,} × " if acts > 1 else ""
    label = f"{many}{event_type(cell.event_type)}, {drawn.name}, by {cell.giver}, {cell.month}"
    fill = "var(--c-paper)" if word else f"var(--c-{role})"
    return (
        f'<a href="{safe(href)}" tabindex="-1" transform="translate({x:g} {y:g})"><title>{safe(label)}</title>'
        f'<rect x="-13" y="-13" width="26" height="26" class="target"/>'
        f'<path d="{drawn.path}" transform="scale({RADIUS})" fill="{fill}" stroke="var(--c-{role})" '
        f'stroke-width="0.17"/><text y="3.8" class="letters{"" if word else " on"}">{safe(drawn.mark)}</text></a>'
    )
