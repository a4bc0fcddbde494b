"""Charts for who asks to explore them: Vega-Lite specifications with their data, complete in themselves.

Every mark carries its sentence and the address behind it. What a reader meets in the page first are the charts of
``timeline`` and ``charts``, drawn here without a script; these are loaded on a click and tell the same acts day by
day."""

from collections.abc import Sequence

from deedbook.brief.wording import look
from deedbook.desk.marks import Act, Count, Dot, Turn, plain
from deedbook.desk.text import visible
from deedbook.desk.vegalite import (
    Spec,
    apart,
    behind,
    colour,
    faceted,
    left_out,
    moments,
    seen,
    signs,
    signs_told,
    span,
    time,
    whole,
    zoom,
)

MOST = 4_000  # marks of one chart, the latest; a browser draws more only slowly
LETTERED = 0.3  # marks a px of width up to which there is room for the letters of their domain
SMALL = 12  # px that a mark without letters takes
ROWS = 10  # of such marks that the chart opens with, on average
MOST_ROWS = 150  # lanes of one chart
WIDE = 1_000  # px of a chart as it opens, where it is not told
LABELS = 190  # px at most for names beside a panel


def timeline(acts: Sequence[Act], *, title: str, finding: str, wide: int = WIDE) -> Spec:
    """Words above the line and deeds below, each act on its day, in stacks as wide as a mark; a panel a pair. ``wide``,
    here and below: px that the chart has as it opens, by which marks are kept from lying on one another."""
    dated = [(one.day, one) for one in acts if one.day]
    shown = sorted(dated, key=lambda item: item[0])[-MOST:]
    days = [day for day, _ in shown]
    lettered = len(shown) <= LETTERED * wide
    begin, end = seen(days)
    room = wide // SMALL * ROWS
    if len(days) > room:
        begin = max(begin, days[-room])
    least = (end - begin).days * (24 if lettered else SMALL) / wide
    taken: dict[tuple[str, str], list[int]] = {}  # by panel and kind: the last day at each height
    values = []
    for day, one in shown:
        heights = taken.setdefault((one.panel, one.kind), [])
        at = next((n for n, last in enumerate(heights) if day.toordinal() - last >= least), len(heights))
        heights[at : at + 1] = [day.toordinal()]
        place = at + 1 if one.kind == "word" else -at - 1
        values.append(plain(one) | {"day": day.isoformat(), "place": place, "letters": look(one.domain).mark})
    tall = {kind: max((len(n) for (_, k), n in taken.items() if k == kind), default=1) for kind in ("word", "deed")}
    x = time("day", days, wide)
    y = {
        "field": "place",
        "type": "quantitative",
        "scale": {"domain": [-tall["deed"] - 0.8, tall["word"] + 0.8], "nice": False},
        "axis": {"title": "deeds ↓ · words ↑", "labels": False, "ticks": False, "grid": False},
    }
    domains = sorted({one.domain for _, one in shown})
    scale = {"domain": domains, "range": [colour(name) for name in domains]}
    by_domain = {"field": "domain", "type": "nominal", "scale": scale, "legend": None}
    marks: Spec = {
        "mark": {
            "type": "point",
            "size": 330 if lettered else 110,
            "strokeWidth": 1.8,
            "opacity": 1,
            "cursor": "pointer",
            "clip": True,
        },
        "params": [zoom()],
        "encoding": {
            **behind(),
            "x": x,
            "y": y,
            "stroke": by_domain,
            "fill": {"condition": {"test": "datum.kind === 'deed'", **by_domain}, "value": colour("paper")},
            "shape": {
                "field": "domain",
                "type": "nominal",
                "scale": {"domain": domains, "range": [look(name).path for name in domains]},
                "legend": None,
            },
        },
    }
    letters: Spec = {
        "mark": {
            "type": "text",
            "fontSize": 10,
            "fontWeight": "bold",
            "baseline": "middle",
            "cursor": "pointer",
            "clip": True,
        },
        "encoding": {
            **behind(),
            "x": x,
            "y": y,
            "text": {"field": "letters"},
            "color": {
                "condition": {"test": "datum.kind === 'deed'", "value": colour("paper")},
                "value": colour("ink"),
            },
        },
    }
    line: Spec = {
        "mark": {"type": "rule", "color": colour("ink"), "strokeWidth": 1.6},
        "encoding": {"y": {"datum": 0}},
    }
    step = 22 if lettered else SMALL
    unit: Spec = {"height": min(460, max(150, step * (sum(tall.values()) + 2))), "layer": [marks, line]}
    if lettered:
        unit["layer"].append(letters)
    pairs = [one.panel for one in acts]
    first = f"It opens on the latest {room:,} of {len(days):,} acts." if len(days) > room else ""
    note = f"{first} {left_out(len(acts) - len(dated), len(dated) - len(shown), 'act')}".strip()
    return whole(
        values,
        faceted(unit, "panel", pairs if len(set(pairs)) > 1 else ()),
        title,
        finding,
        note,
        ranges=(moments(span(days)), moments((begin, end))),
    )


def lanes(dots: Sequence[Dot], *, title: str, finding: str, wide: int = WIDE) -> Spec:
    """Commitments through time: a row each in the order given, a sign for each step on its day, in groups."""
    rows = list(dict.fromkeys(one.row for one in dots))
    kept = set(rows[:MOST_ROWS])
    dated = [(one.day, one) for one in dots if one.day and one.row in kept]
    days = [day for day, _ in dated]
    values = []
    for row in rows[:MOST_ROWS]:
        mine = sorted(((day, one) for day, one in dated if one.row == row), key=lambda item: item[0])
        moved = apart([day for day, _ in mine], seen(days), wide)
        for place, ((day, one), shift) in enumerate(zip(mine, moved, strict=True)):
            name = "" if place else visible(one.name)
            values.append(plain(one) | {"day": day.isoformat(), "name": name, "shift": shift})
    groups = list(dict.fromkeys(one.panel for one in dots if one.row in kept))
    x = time("day", days, wide)
    y = {"field": "row", "type": "nominal", "sort": rows, "axis": None}
    way: Spec = {
        "mark": {"type": "line", "strokeWidth": 2, "color": colour("rule")},
        "encoding": {"x": x, "y": y, "detail": {"field": "row"}},
    }
    names: Spec = {
        "mark": {"type": "text", "align": "left", "dy": -15, "fontSize": 12.5, "limit": {"expr": "width"}},
        "encoding": {"x": {"value": 2}, "y": y, "text": {"field": "name"}, "color": {"value": colour("ink")}},
    }
    unit: Spec = {"height": {"step": 46}, "layer": [way, names, *signs(x, y)]}
    left = len(rows) - len(kept)
    undated = sum(1 for one in dots if not one.day and one.row in kept)
    note = " ".join(
        filter(None, (signs_told(), left_out(undated, 0, "step"), f"{left:,} more are in the table." if left else ""))
    )
    return whole(
        values,
        faceted(unit, "panel", groups, independent=True),
        title,
        finding,
        note,
        ranges=(moments(span(days)), moments(seen(days))),
    )


def comparison(counts: Sequence[Count], *, title: str, finding: str, wide: int = WIDE) -> Spec:
    """What each row of each panel came to: a sign for each matter, all on one scale."""
    held: dict[tuple[str, str], int] = {}
    values = []
    for one in counts[:MOST]:
        key = (one.panel, one.row)
        held[key] = held.get(key, 0) + 1
        values.append(plain(one) | {"place": held[key]})
    most = max(held.values(), default=1)
    x = {
        "field": "place",
        "type": "quantitative",
        "scale": {"domain": [0, most + 1], "nice": False},
        "axis": {"title": "matters", "grid": False, "tickMinStep": 1},
    }
    rows = sorted(dict.fromkeys(one.row for one in counts), key=lambda row: "→" not in row)
    left = min(LABELS, wide * 2 // 5)
    y = {
        "field": "row",
        "type": "nominal",
        "sort": rows,
        "axis": {"title": None, "labelLimit": left - 10, "ticks": False},
    }
    unit = {"height": {"step": 40}, "layer": signs(x, y)}
    panels = [one.panel for one in counts]
    made = faceted(unit, "panel", panels, independent=True)
    return whole(values, made, title, finding, signs_told(), ranges=((0, most + 1),) * 2, left=left)


def two_axes(turns: Sequence[Turn], *, title: str, finding: str, wide: int = WIDE) -> Spec:
    """A commitment's steps: when each happened, above, and when it was first published, below."""
    days = [day for one in turns for day in (one.happened, one.known) if day]
    values = []
    for axis in ("happened", "published"):
        held = [(one.happened if axis == "happened" else one.known, one) for one in turns]
        mine = sorted(((day, one) for day, one in held if day), key=lambda item: item[0])
        moved = apart([day for day, _ in mine], seen(days), wide)
        for (day, one), shift in zip(mine, moved, strict=True):
            told = {"number": one.number, "day": day.isoformat(), "axis": axis, "shift": shift}
            values.append(plain(one) | told)
    joins = [
        {"from": one.happened.isoformat(), "to": one.known.isoformat()} for one in turns if one.happened and one.known
    ]
    x = time("day", days, wide)
    y = {
        "field": "axis",
        "type": "nominal",
        "sort": ["happened", "published"],
        "scale": {"domain": ["happened", "published"]},
        "axis": {"title": None, "ticks": False},
    }
    join: Spec = {
        "data": {"values": joins},
        "mark": {"type": "rule", "color": colour("quiet")},
        "encoding": {
            "x": {"field": "from", "type": "temporal", "scale": {"type": "utc"}},
            "x2": {"field": "to"},
            "y": {"datum": "happened"},
            "y2": {"datum": "published"},
        },
    }
    unit = {"height": 150, "layer": [join, *signs(x, y)]}
    undated = sum(1 for one in turns if not (one.happened or one.known))
    note = " ".join(filter(None, (signs_told(), left_out(undated, 0, "step"))))
    return whole(values, unit, title, finding, note, ranges=(moments(span(days)), moments(seen(days))))
