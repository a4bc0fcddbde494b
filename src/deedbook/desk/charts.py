"""Charts as SVG text: pure functions, no style attribute and no script, colours by the page's variables.

A mark is a link to its sentence. The links leave the tab order, since a chart may hold hundreds; the same links stand
in the table under each chart."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from deedbook.brief.wording import colours, look
from deedbook.desk.lanes import COLUMNS, Lane, painted
from deedbook.desk.text import visible
from deedbook.measures import SignalCell

PITCH = 26  # px between neighbouring marks: above the 24 px that a pointer target needs
RADIUS = 10.5
HIGHEST = 9  # rows of marks in one direction; beyond, a mark stands for several acts
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 10_000, 100_000)
MOST_COLUMNS, LEAST_COLUMNS = 30, 12
EARLY_SHARE = 0.1
UNDATED, EARLIER = "undated", "earlier"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Link = Callable[[SignalCell, int, int], str]  # a cell, the place of its first act in the mark, acts in the mark


@dataclass(frozen=True, slots=True)
class Panel:
    """The signals of one pair. ``link`` gives the address behind a mark."""

    name: str
    cells: tuple[SignalCell, ...]
    link: Link


@dataclass(frozen=True, slots=True)
class Moment:
    """A step of a commitment on two axes: when it happened, as far as told, and when it was known. ``number`` is its
    row in the table below."""

    number: int
    label: str
    href: str
    first: date | None
    last: date | None
    known: date | None
    stop: bool = False


# -- words above the line, deeds below ---------------------------------------------------------------------------------


def timeline(panels: Sequence[Panel], *, title: str, finding: str) -> str:
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
    per = next((step for step in STEPS if -(-highest // step) <= HIGHEST * across - len(look_order())), STEPS[-1])
    per = 1 if highest <= HIGHEST * across else per
    wide, left = max(44, across * PITCH + 12), 62
    drawn, top = [], 0.0
    for panel, held in zip(panels, stacks, strict=True):
        part, height = _panel(panel, held, columns, across=across, per=per, wide=wide, left=left)
        head = 26 if len(panels) > 1 else 0
        if head:
            drawn.append(f'<text x="0" y="{top + 16:g}" class="head">{_safe(panel.name)}</text>')
        drawn.append(f'<g transform="translate(0 {top + head:g})">{part}</g>')
        top += head + height
    note = f"One mark is up to {per:,} acts." if per > 1 else ""
    if note:
        drawn.append(f'<text x="{left}" y="{top + 4:g}" class="quiet">{note}</text>')
        top += 14
    width = left + len(columns) * wide + 16
    return _svg("".join(drawn), width, top, title, finding)


def look_order() -> tuple[str, ...]:
    return tuple(name for name in colours() if name not in _PAGE)


_PAGE = frozenset({"paper", "ink", "quiet", "rule", "tint", "link", "delivered", "promised", "talk", "stopped"})


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
    left: int,
) -> tuple[str, float]:
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
        x = left + index * wide
        if column in (UNDATED, EARLIER):
            parts.append(f'<rect x="{x + 4}" y="0" width="{wide - 4}" height="{bottom}" class="aside"/>')
        elif index:
            parts.append(f'<line x1="{x}" y1="2" x2="{x}" y2="{bottom}" class="grid"/>')
        upper, _, year = column.partition("|")
        shown = year if index == 0 or columns[index - 1].partition("|")[2] != year else ""
        parts.append(f'<text x="{x + wide / 2:g}" y="{bottom + 16}" class="tick">{upper}</text>')
        if shown:
            parts.append(f'<text x="{x + wide / 2:g}" y="{bottom + 31}" class="tick year">{shown}</text>')
    parts.append(f'<line x1="{left - 4}" y1="{line}" x2="{left + len(columns) * wide}" y2="{line}" class="axis"/>')
    parts.append(f'<text x="{left - 12}" y="{line - 12}" class="side">words</text>')
    parts.append(f'<text x="{left - 12}" y="{line + 22}" class="side">deeds</text>')
    for column_, place, sign, cell, first, acts in marks:
        at = left + column_ * wide + wide / 2 + (place % across - (across - 1) / 2) * PITCH
        y = line - sign * ((place // across + 0.5) * PITCH + 5)
        parts.append(_sign(cell, at, y, panel.link(cell, first, acts), acts))
    return "".join(parts), bottom + 38


def _sign(cell: SignalCell, x: float, y: float, href: str, acts: int) -> str:
    drawn = look(cell.domain)
    role = cell.domain if cell.domain in colours() else "other"
    word = cell.kind == "word"
    many = f"{acts:,} × " if acts > 1 else ""
    label = f"{many}{_kind(cell.event_type)}, {drawn.name}, by {cell.giver}, {cell.month}"
    fill = "var(--c-paper)" if word else f"var(--c-{role})"
    return (
        f'<a href="{_safe(href)}" tabindex="-1" transform="translate({x:g} {y:g})"><title>{_safe(label)}</title>'
        f'<rect x="-13" y="-13" width="26" height="26" class="target"/>'
        f'<path d="{drawn.path}" transform="scale({RADIUS})" fill="{fill}" stroke="var(--c-{role})" '
        f'stroke-width="0.17"/><text y="3.8" class="letters{"" if word else " on"}">{_safe(drawn.mark)}</text></a>'
    )


def _kind(event_type: str) -> str:
    from deedbook.brief.wording import event_type as named

    return named(event_type)


def key(domain: str) -> str:
    """The sign of one domain for a legend: decoration beside its name."""
    drawn = look(domain)
    role = domain if domain in colours() else "other"
    return (
        '<svg class="key" viewBox="-1.3 -1.3 2.6 2.6" width="22" height="22" aria-hidden="true" focusable="false">'
        f'<path d="{drawn.path}" fill="var(--c-{role})"/><text y="0.36" text-anchor="middle" font-size="1" '
        f'font-weight="700" fill="var(--c-paper)">{_safe(drawn.mark)}</text></svg>'
    )


# -- how far each commitment has got -----------------------------------------------------------------------------------


def lane(one: Lane) -> str:
    """One commitment's way as a strip of any width: a dot at each rung that it reached, a sign where it was stopped."""
    parts = [f'<line x1="{_at(0)}%" x2="{_at(5)}%" y1="15" y2="15" class="way"/>']
    reached = [dot.rung for dot in one.dots]
    if reached:
        kind = "went open" if one.conditional and not one.stops else "went"
        parts.append(f'<line x1="{_at(min(reached))}%" x2="{_at(max(reached))}%" y1="15" y2="15" class="{kind}"/>')
    for dot in one.dots:
        paint = "said" if dot.said_only else painted(dot.rung)
        inner = f'<text y="4" class="n {paint}">{dot.reports}</text>' if dot.reports > 1 else ""
        parts.append(
            f'<svg x="{_at(dot.rung)}%" y="15" overflow="visible"><a href="{_safe(dot.href)}" tabindex="-1">'
            f'<title>{_safe(dot.label)}</title><rect x="-13" y="-13" width="26" height="26" class="target"/>'
            f'<circle r="9" class="dot {paint}"/>{inner}</a></svg>'
        )
    end = max(reached, default=0)
    for place, stop in enumerate(one.stops, 1 if reached else 0):
        parts.append(
            f'<svg x="{_at(end)}%" y="15" overflow="visible"><a href="{_safe(stop.href)}" tabindex="-1" '
            f'transform="translate({26 * place} 0)"><title>{_safe(stop.label)}</title>'
            f'<rect x="-13" y="-13" width="26" height="26" class="target"/>{_STOP.get(stop.kind, _CROSS)}</a></svg>'
        )
    return (
        f'<svg class="lane" width="100%" height="30" role="group" aria-label="{_safe(one.alt)}">{"".join(parts)}</svg>'
    )


_CROSS = '<path d="M-6,-6L6,6M6,-6L-6,6" class="stop"/>'
_STOP = {
    "suspended": '<path d="M-4,-7V7M4,-7V7" class="stop"/>',
    "lapsed": '<path d="M-6,-7H6L-6,7H6Z" class="stop"/>',
    "not_received": '<circle r="8" class="absent"/><path d="M-4,0H4" class="stop thin"/>',
}


def stop_key(kind: str) -> str:
    drawn = _STOP.get(kind, _CROSS)
    return f'<svg class="key" viewBox="-12 -12 24 24" width="22" height="22" aria-hidden="true">{drawn}</svg>'


def dot_key(paint: str) -> str:
    return (
        '<svg class="key" viewBox="-12 -12 24 24" width="22" height="22" aria-hidden="true">'
        f'<circle r="9" class="dot {paint}"/></svg>'
    )


def _at(rung: float) -> float:
    return round(5 + rung * 15.5, 2)


def lanes(groups: Sequence[tuple[str, Sequence[Lane]]], *, title: str, finding: str) -> str:
    """All lanes as one picture of 960 px, in groups with a heading each: for the ``.svg`` of the chart."""
    text, track, row = 380, 560, 46
    parts, y = [], 8.0
    for place, name in enumerate(COLUMNS):
        x = text + track * _at(place) / 100
        parts.append(f'<text x="{x:g}" y="{y + 8:g}" class="tick">{_safe(name)}</text>')
    y += 22
    for name, held in groups:
        parts.append(f'<text x="0" y="{y + 14:g}" class="head">{_safe(name)}</text>')
        y += 26
        for one in held:
            parts.append(f'<line x1="0" x2="{text + track}" y1="{y:g}" y2="{y:g}" class="grid"/>')
            parts.append(f'<text x="0" y="{y + 19:g}" class="name">{_safe(_short(one.title, 58))}</text>')
            parts.append(f'<text x="0" y="{y + 35:g}" class="quiet">{_safe(_short(one.state, 66))}</text>')
            strip = lane(one).replace("<svg ", f'<svg x="{text}" y="{y + 8:g}" ', 1)
            parts.append(strip.replace('width="100%"', f'width="{track}"', 1))
            y += row
    return _svg("".join(parts), text + track, y + 6, title, finding)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


# -- how much of each standing -----------------------------------------------------------------------------------------


# Paths in the square -1 to 1, drawn in one colour: a disc, a half disc in a ring, a ring, a cross.
SIGNS = {
    "delivered": "M-1,0A1,1,0,1,1,1,0A1,1,0,1,1,-1,0Z",
    "promised": "M0,-1A1,1,0,0,0,0,1ZM0,-1A1,1,0,0,1,0,1L0,0.8A0.8,0.8,0,0,0,0,-0.8Z",
    "talk": "M-1,0A1,1,0,1,1,1,0A1,1,0,1,1,-1,0ZM-0.8,0A0.8,0.8,0,1,0,0.8,0A0.8,0.8,0,1,0,-0.8,0Z",
    "stopped": "M-0.9,-0.7L-0.7,-0.9L0,-0.2L0.7,-0.9L0.9,-0.7L0.2,0L0.9,0.7L0.7,0.9L0,0.2L-0.7,0.9L-0.9,0.7L-0.2,0Z",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One matter as a sign; ``paint`` is the colour of its standing."""

    paint: str
    href: str
    label: str


def sign(paint: str) -> str:
    """The sign of a standing before its name, in the colour of the text around it."""
    return f'<svg class="sg" viewBox="-1.15 -1.15 2.3 2.3" aria-hidden="true"><path d="{SIGNS[paint]}"/></svg>'


def units(panels: Sequence[tuple[str, Sequence[tuple[str, Sequence[Unit]]]]], *, title: str, finding: str) -> str:
    """Rows of signs under their names, in panels with a heading each, all on one scale: for any width up to 960 px."""
    width, across, parts, y = 960, 960 // PITCH, [], 4.0
    for name, rows in panels:
        if len(panels) > 1:
            parts.append(f'<text x="0" y="{y + 16:g}" class="head">{_safe(name)}</text>')
            y += 24
        for label, held in rows:
            parts.append(f'<line x1="0" x2="{width}" y1="{y:g}" y2="{y:g}" class="grid"/>')
            parts.append(f'<text x="0" y="{y + 17:g}" class="name">{_safe(label)}</text>')
            y += 22
            per = next((step for step in STEPS if -(-len(held) // step) <= across * HIGHEST), STEPS[-1])
            for place, unit in enumerate(held[::per]):
                x, down = PITCH * (place % across) + PITCH / 2, y + PITCH * (place // across) + PITCH / 2
                parts.append(
                    f'<a href="{_safe(unit.href)}" tabindex="-1" transform="translate({x:g} {down:g})">'
                    f'<title>{_safe(unit.label)}</title><rect x="-13" y="-13" width="26" height="26" class="target"/>'
                    f'<path d="{SIGNS[unit.paint]}" transform="scale(9)" class="unit {unit.paint}"/></a>'
                )
            y += PITCH * max(1, -(-len(held[::per]) // across)) + 6
            if per > 1:
                parts.append(f'<text x="0" y="{y + 8:g}" class="quiet">One sign is up to {per:,} matters.</text>')
                y += 16
        y += 8
    return _svg("".join(parts), width, y, title, finding)


# -- a commitment's history on two time axes ---------------------------------------------------------------------------


def two_axes(moments: Sequence[Moment], *, title: str, finding: str) -> str:
    """When each step happened, above, and when it was known, below, joined by a line: what leans was told late."""
    days = [day for m in moments for day in (m.first, m.last, m.known) if day]
    if not days:
        return ""
    first, last = min(days).toordinal(), max(days).toordinal()
    span = max(30, last - first)
    left, width, right = 96, 980, 24

    def x(day: date) -> float:
        return round(left + 14 + (day.toordinal() - first) / span * (width - 28), 1)

    spots: list[tuple[Moment, float, int, int]] = []  # moment, place across, axis, place in its stack
    taken: Counter[tuple[int, int]] = Counter()
    for moment in moments:
        for axis, day in enumerate((moment.last or moment.first, moment.known)):
            if day:
                spots.append((moment, x(day), axis, taken[int(x(day)) // 20, axis]))
                taken[int(x(day)) // 20, axis] += 1
    stacked = [max((n for (_, at), n in taken.items() if at == axis), default=1) - 1 for axis in (0, 1)]
    top = 18 + 20 * stacked[0]
    low = top + 90
    bottom = low + 20 * stacked[1] + 20
    parts = [
        f'<text x="{left - 12}" y="{top + 4}" class="side">happened</text>',
        f'<text x="{left - 12}" y="{low + 4}" class="side">published</text>',
    ]
    for when in _ticks(first, first + span):
        at, label = x(when), f"{when:%b %Y}" if span < 1100 else f"{when:%Y}"
        parts.append(f'<line x1="{at}" x2="{at}" y1="{top}" y2="{bottom}" class="grid"/>')
        parts.append(f'<text x="{at}" y="{bottom + 15}" class="tick">{label}</text>')
    for y in (top, low):
        parts.append(f'<line x1="{left}" x2="{left + width}" y1="{y}" y2="{y}" class="axis"/>')
    dots = []
    for moment in moments:
        mine = [(at, (top, low)[axis] + 20 * place * (-1, 1)[axis]) for m, at, axis, place in spots if m is moment]
        stop = " stop" if moment.stop else ""
        if len(mine) == 2:
            (x1, y1), (x2, y2) = mine
            parts.append(f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" class="join{stop}"/>')
        if moment.first and moment.last and moment.first != moment.last:
            ends = f'x1="{x(moment.first)}" x2="{x(moment.last)}"'
            parts.append(f'<line {ends} y1="{top}" y2="{top}" class="window"/>')
        drawn = "".join(
            f'<circle cx="{at}" cy="{y}" r="9.5" class="moment{stop}"/>'
            f'<text x="{at}" y="{y + 4}" class="n moment">{moment.number}</text>'
            for at, y in mine
        )
        title_ = f"<title>{_safe(f'{moment.number}. {moment.label}')}</title>"
        dots.append(f'<a href="{_safe(moment.href)}" tabindex="-1">{title_}{drawn}</a>')
    parts += dots
    return _svg("".join(parts), left + width + right, bottom + 22, title, finding)


def _ticks(first: int, last: int) -> list[date]:
    """First days of months, quarters or years, at most ten."""
    start, end = date.fromordinal(first), date.fromordinal(last)
    for step in (1, 2, 3, 6, 12, 24, 60, 120, 600):
        numbers = range(-(-(start.year * 12 + start.month - 1) // step) * step, end.year * 12 + end.month, step)
        found = [date(number // 12, number % 12 + 1, 1) for number in numbers]
        found = [day for day in found if start <= day <= end]
        if len(found) <= 10:
            return found
    return []


# -- inside ------------------------------------------------------------------------------------------------------------


def _svg(body: str, width: float, height: float, title: str, finding: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="group" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" aria-label="{_safe(f"{title}. {finding}")}">{body}</svg>'
    )


def alone(svg: str, style: str) -> str:
    """A chart as a file of its own, with the colours and the lettering that the page would give it."""
    if not svg:
        return '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'
    head, _, rest = svg.partition(">")
    return f"{head}><style>{style}</style>{rest}"


def _safe(text: str) -> str:
    return escape(visible(text), quote=True)
