"""Charts as SVG text: pure functions, no style attribute and no script, colours by the page's variables.

A mark is a link to its sentence. The links leave the tab order, since a chart may hold hundreds; the same links stand
in the table under each chart. Words and deeds by month are drawn in ``timeline``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deedbook.brief.wording import colours, look
from deedbook.desk.drawing import PITCH, per_mark, safe, svg
from deedbook.desk.lanes import COLUMNS, Lane, painted

_BESIDE = 20  # pixels from the middle of one numbered mark to the next
HIGHEST = 9  # rows of signs under one name; beyond, a sign stands for several matters


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


def key(domain: str) -> str:
    """The sign of one domain for a legend: decoration beside its name."""
    drawn = look(domain)
    role = domain if domain in colours() else "other"
    return (
        '<svg class="key" viewBox="-1.3 -1.3 2.6 2.6" width="22" height="22" aria-hidden="true" focusable="false">'
        f'<path d="{drawn.path}" fill="var(--c-{role})"/><text y="0.36" text-anchor="middle" font-size="1" '
        f'font-weight="700" fill="var(--c-paper)">{safe(drawn.mark)}</text></svg>'
    )


# -- how far each commitment has got -----------------------------------------------------------------------------------


def lane(one: Lane) -> str:
    """One commitment's way as a strip of any width: a dot at each rung that it reached, a sign where it was stopped."""
    parts = [f'<line x1="{along(0)}%" x2="{along(5)}%" y1="15" y2="15" class="way"/>']
    reached = [dot.rung for dot in one.dots]
    if reached:
        kind = "went open" if one.conditional and not one.stops else "went"
        parts.append(f'<line x1="{along(min(reached))}%" x2="{along(max(reached))}%" y1="15" y2="15" class="{kind}"/>')
    for dot in one.dots:
        paint = "said" if dot.said_only else painted(dot.rung)
        many = "n many" if dot.reports > 99 else "n"
        inner = f'<text y="4" class="{many} {paint}">{min(dot.reports, 999)}</text>' if dot.reports > 1 else ""
        parts.append(
            f'<svg x="{along(dot.rung)}%" y="15" overflow="visible"><a href="{safe(dot.href)}" tabindex="-1">'
            f'<title>{safe(dot.label)}</title><rect x="-13" y="-13" width="26" height="26" class="target"/>'
            f'<circle r="9" class="dot {paint}"/>{inner}</a></svg>'
        )
    end = max(reached, default=0)
    for place, stop in enumerate(one.stops, 1 if reached else 0):
        parts.append(
            f'<svg x="{along(end)}%" y="15" overflow="visible"><a href="{safe(stop.href)}" tabindex="-1" '
            f'transform="translate({26 * place} 0)"><title>{safe(stop.label)}</title>'
            f'<rect x="-13" y="-13" width="26" height="26" class="target"/>{_STOP.get(stop.kind, _CROSS)}</a></svg>'
        )
    return (
        f'<svg class="lane" width="100%" height="30" role="group" aria-label="{safe(one.alt)}">{"".join(parts)}</svg>'
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


def along(rung: float) -> float:
    """How far across its strip a rung stands, in per cent; behind the last there is room for three stops on a phone."""
    return round(5 + rung * 14, 2)


def lanes(groups: Sequence[tuple[str, Sequence[Lane]]], *, title: str, finding: str) -> str:
    """All lanes as one picture of 960 px, in groups with a heading each: for the ``.svg`` of the chart."""
    text, track, row = 380, 560, 46
    parts, y = [], 8.0
    for place, name in enumerate(COLUMNS):
        x = text + track * along(place) / 100
        parts.append(f'<text x="{x:g}" y="{y + 8:g}" class="tick">{safe(name)}</text>')
    y += 22
    for name, held in groups:
        parts.append(f'<text x="0" y="{y + 14:g}" class="head">{safe(name)}</text>')
        y += 26
        for one in held:
            parts.append(f'<line x1="0" x2="{text + track}" y1="{y:g}" y2="{y:g}" class="grid"/>')
            parts.append(f'<text x="0" y="{y + 19:g}" class="name">{safe(_short(one.title, 58))}</text>')
            parts.append(f'<text x="0" y="{y + 35:g}" class="quiet">{safe(_short(one.state, 66))}</text>')
            strip = lane(one).replace("<svg ", f'<svg x="{text}" y="{y + 8:g}" ', 1)
            parts.append(strip.replace('width="100%"', f'width="{track}"', 1))
            y += row
    return svg("".join(parts), text + track, y + 6, f"{title}. {finding}")


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
    """Rows of signs under their names, in panels, each with its heading where it has one, all on one scale: 960 px
    wide."""
    width, across, parts, y = 960, 960 // PITCH, [], 4.0
    for name, rows in panels:
        if name:
            parts.append(f'<text x="0" y="{y + 16:g}" class="head">{safe(name)}</text>')
            y += 24
        for label, held in rows:
            parts.append(f'<line x1="0" x2="{width}" y1="{y:g}" y2="{y:g}" class="grid"/>')
            parts.append(f'<text x="0" y="{y + 17:g}" class="name">{safe(label)}</text>')
            y += 22
            per = per_mark(len(held), across * HIGHEST)
            for place, unit in enumerate(held[::per]):
                x, down = PITCH * (place % across) + PITCH / 2, y + PITCH * (place // across) + PITCH / 2
                parts.append(
                    f'<a href="{safe(unit.href)}" tabindex="-1" transform="translate({x:g} {down:g})">'
                    f'<title>{safe(unit.label)}</title><rect x="-13" y="-13" width="26" height="26" class="target"/>'
                    f'<path d="{SIGNS[unit.paint]}" transform="scale(9)" class="unit {unit.paint}"/></a>'
                )
            y += PITCH * max(1, -(-len(held[::per]) // across)) + 6
            if per > 1:
                parts.append(f'<text x="0" y="{y + 8:g}" class="quiet">One sign is up to {per:,} matters.</text>')
                y += 16
        y += 8
    return svg("".join(parts), width, y, f"{title}. {finding}")


# -- a commitment's history on two time axes ---------------------------------------------------------------------------


def two_axes(moments: Sequence[Moment], *, title: str, finding: str) -> str:
    """When each step happened, above, and when it was known, below, joined by a line: what leans was told late."""
    days = [day for m in moments for day in (m.first, m.last, m.known) if day]
    if not days:
        return ""
    first, last = min(days).toordinal(), max(days).toordinal()
    span = max(30, last - first)
    left, width, right = 96, 900, 24  # in all what a window of 1,120 px has room for

    def x(day: date) -> float:
        return round(left + 14 + (day.toordinal() - first) / span * (width - 28), 1)

    spots: list[tuple[Moment, float, int, int]] = []  # moment, place across, axis, place in its stack
    rows: tuple[list[list[float]], ...] = ([], [])  # of each axis: what stands in each row of its stack
    for moment in moments:
        for axis, day in enumerate((moment.last or moment.first, moment.known)):
            if day:
                spots.append((moment, x(day), axis, _row(rows[axis], x(day))))
    stacked = [max(0, len(of_axis) - 1) for of_axis in rows]
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
        title_ = f"<title>{safe(f'{moment.number}. {moment.label}')}</title>"
        dots.append(f'<a href="{safe(moment.href)}" tabindex="-1">{title_}{drawn}</a>')
    parts += dots
    return svg("".join(parts), left + width + right, bottom + 22, f"{title}. {finding}")


def _row(rows: list[list[float]], at: float) -> int:
    """The first row in which a mark at ``at`` touches no other; it is taken."""
    row = next((n for n, held in enumerate(rows) if all(abs(at - other) >= _BESIDE for other in held)), len(rows))
    if row == len(rows):
        rows.append([])
    rows[row].append(at)
    return row


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
