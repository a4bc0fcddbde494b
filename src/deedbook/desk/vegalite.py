"""What every chart to explore is made with: its axes, signs, panels, colours and what it tells of itself."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from deedbook import __version__
from deedbook.brief.wording import colours
from deedbook.desk.charts import SIGNS
from deedbook.desk.text import visible

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
SIGN = 19  # px that a sign of a standing takes
EARLY_SHARE = 0.1  # of the marks: so few, long before all others, do not stretch what is seen first
WORDS = {"delivered": "● delivered or binding", "promised": "◐ promised", "talk": "○ talk", "stopped": "✕ stopped"}


def span(days: Sequence[date]) -> tuple[date, date]:
    """From a little before the first to a little after the last; a month where there is none."""
    first, last = min(days, default=date.today()), max(days, default=date.today())
    margin = timedelta(days=max(10, (last - first).days // 25))
    return first - min(margin, first - date.min), last + min(margin, date.max - last)


def moments(days: tuple[date, date]) -> tuple[float, float]:
    """Milliseconds since 1970, as a browser counts."""
    first, last = ((day - date(1970, 1, 1)).days * 86_400_000.0 for day in days)
    return first, last


def seen(days: Sequence[date]) -> tuple[date, date]:
    """What is seen first: all, or all but the few that lie long before the others."""
    begin, end = span(days)
    late = sorted(days)[int(len(days) * EARLY_SHARE) :]
    nearer = span(late)[0]
    return (nearer, end) if (end - nearer).days < (end - begin).days / 2 else (begin, end)


def apart(days: Sequence[date], shown: tuple[date, date], wide: int) -> list[int]:
    """By how many px each mark of one row is to be moved, so that none lies on another in a chart ``wide`` px wide that
    shows the days ``shown``. ``days`` in their order; marks that are too many for the row share it evenly."""
    first, last = shown
    exact = [(day - first).days / max(1, (last - first).days) * wide for day in days]
    placed: list[float] = []
    for x in exact:
        placed.append(max(x, placed[-1] + SIGN) if placed else x)
    most = max(wide - SIGN / 2, max(exact, default=0.0))
    for place in range(len(placed) - 1, -1, -1):
        placed[place] = min(placed[place], most)
        most = placed[place] - SIGN
    if placed and placed[0] < min(0.0, exact[0]):
        step = (wide - SIGN / 2) / len(days)
        placed = [place * step for place in range(len(days))]
    return [round(at - x) for at, x in zip(placed, exact, strict=True)]


def time(field: str, days: Sequence[date], wide: int) -> Spec:
    """Days across a chart ``wide`` px wide. So few ticks that none is left out for want of room: it might be a year."""
    first, last = span(days)
    return {
        "field": field,
        "type": "temporal",
        "scale": {"type": "utc", "domain": [first.isoformat(), last.isoformat()], "nice": False},
        "axis": {"title": None, "grid": True, "labelOverlap": True, "tickCount": max(3, wide // 110)},
    }


def zoom() -> Spec:
    """Drag to move; the wheel alone scrolls the page."""
    return {
        "name": "zoom",
        "bind": "scales",
        "select": {"type": "interval", "encodings": ["x"], "zoom": "wheel![event.ctrlKey || event.metaKey]"},
    }


def behind() -> Spec:
    """What a click leads to, and what is told of a mark."""
    return {
        "href": {"field": "href"},
        "tooltip": [{"field": name} for name in ("what", "when", "said", "source")],
    }


def signs(x: Spec, y: Spec) -> list[Spec]:
    """Signs of standings, and over each a target as wide as a pointer needs: a ring alone is hit at its rim only."""
    paints = list(SIGNS)
    paint: Spec = {"field": "paint", "type": "nominal", "legend": None}
    point: Spec = {
        "type": "point",
        "filled": True,
        "opacity": 1,
        "strokeWidth": 0,
        "clip": True,
        "xOffset": {"expr": "datum.shift || 0"},
    }
    signs: Spec = {
        "mark": {**point, "size": 250},
        "encoding": {
            "x": x,
            "y": y,
            "shape": {**paint, "scale": {"domain": paints, "range": list(SIGNS.values())}},
            "color": {**paint, "scale": {"domain": paints, "range": [colour(name) for name in paints]}},
        },
    }
    targets: Spec = {
        "params": [zoom()],
        "mark": {**point, "size": 560, "color": "transparent", "cursor": "pointer"},
        "encoding": {**behind(), "x": x, "y": y},
    }
    return [signs, targets]


def signs_told() -> str:
    return f"{', '.join(WORDS.values())}."


def left_out(undated: int, early: int, unit: str) -> str:
    told = []
    if undated:
        told.append(f"{undated:,} undated {unit}{'s have' if undated > 1 else ' has'} no place here")
    if early:
        told.append(f"the {early:,} earliest are left out")
    text = "; ".join(told)
    return f"{text[:1].upper()}{text[1:]}; the table and the download hold all." if text else ""


def faceted(unit: Spec, field: str, names: Sequence[str], *, independent: bool = False) -> Spec:
    held = [visible(name) for name in dict.fromkeys(names)]
    if not held:
        return unit
    header = {"title": None, "labelOrient": "top", "labelAnchor": "start", "labelFontSize": 14, "labelFontWeight": 600}
    made: Spec = {
        "facet": {"row": {"field": field, "type": "nominal", "sort": held, "header": header}},
        "spec": unit,
    }
    return made | ({"resolve": {"scale": {"y": "independent"}}} if independent else {})


def colour(role: str) -> str:
    known = colours()
    return known[role if role in known else "other"][0]


def whole(
    values: Sequence[Mapping[str, Any]],
    unit: Spec,
    title: str,
    finding: str,
    note: str,
    *,
    ranges: tuple[tuple[float, float], tuple[float, float]],
    left: int = 0,
) -> Spec:
    """``ranges``: of the axis that can be moved, all of it and what is seen first; ``left``: px
    that labels beside a panel take."""
    plain, quiet = colour("ink"), colour("quiet")
    size: Spec = {} if "facet" in unit else {"width": "container", "autosize": {"type": "fit-x", "contains": "padding"}}
    return {
        "$schema": SCHEMA,
        "title": {"text": visible(title), "subtitle": visible(finding), "anchor": "start"},
        "description": visible(f"{title}. {finding}"),
        "data": {"values": list(values)},
        **size,
        **unit,
        "background": colour("paper"),
        "config": {
            "font": '"Source Sans 3", "Segoe UI", Roboto, Arial, sans-serif',
            "aria": False,  # the same is told by the picture and the table that stay in the page
            "view": {"stroke": None},
            "axis": {
                "labelColor": quiet,
                "titleColor": quiet,
                "titleFontWeight": "normal",
                "domainColor": plain,
                "tickColor": quiet,
                "gridColor": colour("rule"),
                "labelFontSize": 12.5,
                "titleFontSize": 12.5,
            },
            "header": {"labelColor": plain},
            "title": {"color": plain, "subtitleColor": quiet},
        },
        "usermeta": {
            "deedbook": __version__,
            "note": visible(note),
            "whole": list(ranges[0]),
            "seen": list(ranges[1]),
            "left": left,
            "colours": {values[0]: role for role, values in colours().items()},
        },
    }
