"""Charts for who asks to explore them: Vega-Lite specifications with their data, complete in themselves.

Every mark carries its sentence and the address behind it. What a reader meets in the page first are the charts of
``charts``, drawn here without a script; these are loaded on a click and tell the same acts day by day."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from deedbook import __version__
from deedbook.brief.wording import colours, look
from deedbook.desk.charts import SIGNS
from deedbook.desk.text import visible

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
MOST = 4_000  # marks of one chart, the latest; a browser draws more only slowly
LETTERED = 300  # marks up to which there is room for the letters of their domain
MOST_ROWS = 150  # lanes of one chart
WIDE = 1_000  # px of a chart as it opens, by which marks are kept from lying on one another
EARLY_SHARE = 0.1  # of the marks: so few, long before all others, do not stretch what is seen first
WORDS = {"delivered": "● delivered or binding", "promised": "◐ promised", "talk": "○ talk", "stopped": "✕ stopped"}
LABELS = 190  # px for names beside a panel


@dataclass(frozen=True, slots=True)
class Act:
    """One act as a mark. ``panel`` names its pair; ``day`` is ``None`` where it is not known; ``said`` is its sentence,
    ``source`` who printed it, ``href`` where it stands."""

    panel: str
    day: date | None
    kind: str
    domain: str
    what: str
    when: str
    said: str
    source: str
    href: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One step of a commitment as a mark: ``paint`` is the standing to which its rung belongs, ``row`` the commitment,
    ``name`` what it is called, ``group`` its direction."""

    group: str
    row: str
    name: str
    paint: str
    day: date | None
    what: str
    when: str
    said: str
    source: str
    href: str


@dataclass(frozen=True, slots=True)
class Count:
    """One matter as a mark, counted where it stands: ``row`` is its direction, ``panel`` its pair."""

    panel: str
    row: str
    paint: str
    what: str
    when: str
    said: str
    source: str
    href: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One step on two time axes: when it happened and when it was first published."""

    number: int
    happened: date | None
    known: date | None
    paint: str
    what: str
    when: str
    said: str
    source: str
    href: str


def timeline(acts: Sequence[Act], *, title: str, finding: str) -> Spec:
    """Words above the line and deeds below, each act on its day, in stacks a week wide or more; a panel a pair."""
    dated = [(one.day, one) for one in acts if one.day]
    shown = sorted(dated, key=lambda item: item[0])[-MOST:]
    days = [day for day, _ in shown]
    lettered = len(shown) <= LETTERED
    begin, end = _seen(days)
    apart = (end - begin).days * (24 if lettered else 12) / WIDE
    taken: dict[tuple[str, str], list[int]] = {}  # by panel and kind: the last day at each height
    values = []
    for day, one in shown:
        heights = taken.setdefault((one.panel, one.kind), [])
        at = next((n for n, last in enumerate(heights) if day.toordinal() - last >= apart), len(heights))
        heights[at : at + 1] = [day.toordinal()]
        place = at + 1 if one.kind == "word" else -at - 1
        values.append(_value(one) | {"day": day.isoformat(), "place": place, "letters": look(one.domain).mark})
    tall = {kind: max((len(n) for (_, k), n in taken.items() if k == kind), default=1) for kind in ("word", "deed")}
    x = _time("day", days)
    y = {
        "field": "place",
        "type": "quantitative",
        "scale": {"domain": [-tall["deed"] - 0.8, tall["word"] + 0.8], "nice": False},
        "axis": {"title": "deeds ↓ · words ↑", "labels": False, "ticks": False, "grid": False},
    }
    domains = sorted({one.domain for _, one in shown})
    scale = {"domain": domains, "range": [_colour(name) for name in domains]}
    by_domain = {"field": "domain", "type": "nominal", "scale": scale, "legend": None}
    marks: Spec = {
        "mark": {
            "type": "point",
            "size": 330 if lettered else 110,
            "strokeWidth": 1.8,
            "opacity": 1,
            "cursor": "pointer",
        },
        "params": [_zoom()],
        "encoding": {
            **_behind(),
            "x": x,
            "y": y,
            "stroke": by_domain,
            "fill": {"condition": {"test": "datum.kind === 'deed'", **by_domain}, "value": _colour("paper")},
            "shape": {
                "field": "domain",
                "type": "nominal",
                "scale": {"domain": domains, "range": [look(name).path for name in domains]},
                "legend": None,
            },
        },
    }
    letters: Spec = {
        "mark": {"type": "text", "fontSize": 10, "fontWeight": "bold", "baseline": "middle", "cursor": "pointer"},
        "encoding": {
            **_behind(),
            "x": x,
            "y": y,
            "text": {"field": "letters"},
            "color": {
                "condition": {"test": "datum.kind === 'deed'", "value": _colour("paper")},
                "value": _colour("ink"),
            },
        },
    }
    line: Spec = {
        "mark": {"type": "rule", "color": _colour("ink"), "strokeWidth": 1.6},
        "encoding": {"y": {"datum": 0}},
    }
    step = 22 if lettered else 12
    unit: Spec = {"height": min(460, max(150, step * (sum(tall.values()) + 2))), "layer": [marks, line]}
    if lettered:
        unit["layer"].append(letters)
    note = _left_out(len(acts) - len(dated), len(dated) - len(shown), "act")
    return _whole(
        values,
        _faceted(unit, "panel", [one.panel for one in acts]),
        title,
        finding,
        note,
        ranges=(_moments(_span(days)), _moments(_seen(days))),
    )


def lanes(dots: Sequence[Dot], *, title: str, finding: str) -> Spec:
    """Commitments through time: a row each in the order given, a sign for each step on its day, in groups."""
    rows = list(dict.fromkeys(one.row for one in dots))
    kept = set(rows[:MOST_ROWS])
    dated = [(one.day, one) for one in dots if one.day and one.row in kept]
    days = [day for day, _ in dated]
    values, named = [], set()
    for day, one in dated:
        name = "" if one.row in named else one.name
        named.add(one.row)
        values.append(_value(one) | {"day": day.isoformat(), "name": visible(name)})
    groups = list(dict.fromkeys(one.group for one in dots if one.row in kept))
    x = _time("day", days)
    y = {"field": "row", "type": "nominal", "sort": rows, "axis": None}
    way: Spec = {
        "mark": {"type": "line", "strokeWidth": 2, "color": _colour("rule")},
        "encoding": {"x": x, "y": y, "detail": {"field": "row"}},
    }
    names: Spec = {
        "mark": {"type": "text", "align": "left", "dy": -15, "fontSize": 12.5, "limit": {"expr": "width"}},
        "encoding": {"x": {"value": 2}, "y": y, "text": {"field": "name"}, "color": {"value": _colour("ink")}},
    }
    unit: Spec = {"height": {"step": 46}, "layer": [way, names, *_signs(x, y)]}
    left = len(rows) - len(kept)
    undated = sum(1 for one in dots if not one.day and one.row in kept)
    note = " ".join(
        filter(None, (_signs_told(), _left_out(undated, 0, "step"), f"{left:,} more are in the table." if left else ""))
    )
    return _whole(
        values,
        _faceted(unit, "group", groups, independent=True),
        title,
        finding,
        note,
        ranges=(_moments(_span(days)), _moments(_seen(days))),
    )


def comparison(counts: Sequence[Count], *, title: str, finding: str) -> Spec:
    """What each direction of each pair came to: a sign for each matter, all on one scale."""
    held: dict[tuple[str, str], int] = {}
    values = []
    for one in counts[:MOST]:
        key = (one.panel, one.row)
        held[key] = held.get(key, 0) + 1
        values.append(_value(one) | {"place": held[key]})
    most = max(held.values(), default=1)
    x = {
        "field": "place",
        "type": "quantitative",
        "scale": {"domain": [0, most + 1], "nice": False},
        "axis": {"title": "matters", "grid": False, "tickMinStep": 1},
    }
    rows = sorted(dict.fromkeys(one.row for one in counts), key=lambda row: "→" not in row)
    y = {"field": "row", "type": "nominal", "sort": rows, "axis": {"title": None, "labelLimit": LABELS, "ticks": False}}
    unit = {"height": {"step": 40}, "layer": _signs(x, y)}
    panels = [one.panel for one in counts]
    made = _faceted(unit, "panel", panels, independent=True)
    return _whole(values, made, title, finding, _signs_told(), ranges=((0, most + 1),) * 2, left=LABELS)


def two_axes(turns: Sequence[Turn], *, title: str, finding: str) -> Spec:
    """A commitment's steps: when each happened, above, and when it was first published, below."""
    days = [day for one in turns for day in (one.happened, one.known) if day]
    values, joins = [], []
    for one in turns:
        told = _value(one) | {"number": one.number}
        for axis, day in (("happened", one.happened), ("published", one.known)):
            if day:
                values.append(told | {"day": day.isoformat(), "axis": axis})
        if one.happened and one.known:
            joins.append({"from": one.happened.isoformat(), "to": one.known.isoformat()})
    x = _time("day", days)
    y = {
        "field": "axis",
        "type": "nominal",
        "sort": ["happened", "published"],
        "scale": {"domain": ["happened", "published"]},
        "axis": {"title": None, "ticks": False},
    }
    join: Spec = {
        "data": {"values": joins},
        "mark": {"type": "rule", "color": _colour("quiet")},
        "encoding": {
            "x": {"field": "from", "type": "temporal", "scale": {"type": "utc"}},
            "x2": {"field": "to"},
            "y": {"datum": "happened"},
            "y2": {"datum": "published"},
        },
    }
    unit = {"height": 150, "layer": [join, *_signs(x, y)]}
    undated = sum(1 for one in turns if not (one.happened or one.known))
    note = " ".join(filter(None, (_signs_told(), _left_out(undated, 0, "step"))))
    return _whole(values, unit, title, finding, note, ranges=(_moments(_span(days)), _moments(_seen(days))))


# -- inside ------------------------------------------------------------------------------------------------------------


def _value(one: Act | Dot | Count | Turn) -> dict[str, Any]:
    return {
        name: visible(value) if isinstance(value, str) else value
        for name, value in asdict(one).items()
        if value is None or isinstance(value, str)
    }


def _span(days: Sequence[date]) -> tuple[date, date]:
    """From a little before the first to a little after the last; a month where there is none."""
    first, last = min(days, default=date.today()), max(days, default=date.today())
    margin = timedelta(days=max(10, (last - first).days // 40))
    return first - min(margin, first - date.min), last + min(margin, date.max - last)


def _moments(days: tuple[date, date]) -> tuple[float, float]:
    """Milliseconds since 1970, as a browser counts."""
    first, last = ((day - date(1970, 1, 1)).days * 86_400_000.0 for day in days)
    return first, last


def _seen(days: Sequence[date]) -> tuple[date, date]:
    """What is seen first: all, or all but the few that lie long before the others."""
    begin, end = _span(days)
    late = sorted(days)[int(len(days) * EARLY_SHARE) :]
    nearer = _span(late)[0]
    return (nearer, end) if (end - nearer).days < (end - begin).days / 2 else (begin, end)


def _time(field: str, days: Sequence[date]) -> Spec:
    first, last = _span(days)
    return {
        "field": field,
        "type": "temporal",
        "scale": {"type": "utc", "domain": [first.isoformat(), last.isoformat()], "nice": False},
        "axis": {"title": None, "grid": True, "labelOverlap": True},
    }


def _zoom() -> Spec:
    """Drag to move; the wheel alone scrolls the page."""
    return {
        "name": "zoom",
        "bind": "scales",
        "select": {"type": "interval", "encodings": ["x"], "zoom": "wheel![event.ctrlKey || event.metaKey]"},
    }


def _behind() -> Spec:
    """What a click leads to, and what is told of a mark."""
    return {
        "href": {"field": "href"},
        "tooltip": [{"field": name} for name in ("what", "when", "said", "source")],
    }


def _signs(x: Spec, y: Spec) -> list[Spec]:
    """Signs of standings, and over each a target as wide as a pointer needs: a ring alone is hit at its rim only."""
    paints = list(SIGNS)
    paint: Spec = {"field": "paint", "type": "nominal", "legend": None}
    point: Spec = {"type": "point", "filled": True, "opacity": 1, "strokeWidth": 0}
    signs: Spec = {
        "mark": {**point, "size": 250},
        "encoding": {
            "x": x,
            "y": y,
            "shape": {**paint, "scale": {"domain": paints, "range": list(SIGNS.values())}},
            "color": {**paint, "scale": {"domain": paints, "range": [_colour(name) for name in paints]}},
        },
    }
    targets: Spec = {
        "params": [_zoom()],
        "mark": {**point, "size": 560, "color": "transparent", "cursor": "pointer"},
        "encoding": {**_behind(), "x": x, "y": y},
    }
    return [signs, targets]


def _signs_told() -> str:
    return f"{', '.join(WORDS.values())}."


def _left_out(undated: int, early: int, unit: str) -> str:
    told = []
    if undated:
        told.append(f"{undated:,} undated {unit}{'s have' if undated > 1 else ' has'} no place here")
    if early:
        told.append(f"the {early:,} earliest are left out")
    text = "; ".join(told)
    return f"{text[:1].upper()}{text[1:]}; the table and the download hold all." if text else ""


def _faceted(unit: Spec, field: str, names: Sequence[str], *, independent: bool = False) -> Spec:
    held = [visible(name) for name in dict.fromkeys(names)]
    if len(held) < 2:
        return unit
    header = {"title": None, "labelOrient": "top", "labelAnchor": "start", "labelFontSize": 14, "labelFontWeight": 600}
    made: Spec = {
        "facet": {"row": {"field": field, "type": "nominal", "sort": held, "header": header}},
        "spec": unit,
    }
    return made | ({"resolve": {"scale": {"y": "independent"}}} if independent else {})


def _colour(role: str) -> str:
    known = colours()
    return known[role if role in known else "other"][0]


def _whole(
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
    plain, quiet = _colour("ink"), _colour("quiet")
    size: Spec = {} if "facet" in unit else {"width": "container", "autosize": {"type": "fit-x", "contains": "padding"}}
    return {
        "$schema": SCHEMA,
        "title": {"text": visible(title), "subtitle": visible(finding), "anchor": "start"},
        "description": visible(f"{title}. {finding}"),
        "data": {"values": list(values)},
        **size,
        **unit,
        "background": _colour("paper"),
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
                "gridColor": _colour("rule"),
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
