"""Draws the figures: as SVG whose colours are the page's variables, and as PNG for Word.

Everything is placed in pixels, since the marks' places carry the meaning, so that nothing is left to a chart library.
"""

import re
from collections.abc import Callable
from html import escape
from typing import Any

from deedbook.brief.blocks import Figure, Mark
from deedbook.brief.wording import colours, giver_shapes, look, looks

PITCH = 26  # px between neighbouring marks: above the 24 px that a pointer target needs
RADIUS = 10.5
LETTERS = 10.5
LABELS = 12
_SVG = "http://www.w3.org/2000/svg"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Paint = Callable[[str], str]
Rows = list[dict[str, Any]]


def svg(figure: Figure, prefix: str = "q") -> str:
    """``figure`` as one ``<svg role="img">`` with title and description, no style, script or address in it.

    A mark links to ``#<prefix><number>`` of its first quote. The links leave the tab order: an image is one thing to a
    screen reader, and the same links stand in the table under the chart."""
    width, height, drawn = _picture(figure, lambda role: f"var(--c-{role})", prefix)
    key = figure.key
    return (
        f'<svg xmlns="{_SVG}" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'class="chart chart-{key}" aria-labelledby="{key}-title {key}-desc"><title id="{key}-title">'
        f'{_safe(figure.title)}</title><desc id="{key}-desc">{_safe(figure.alt)}</desc>{drawn}</svg>'
    )


def png(figure: Figure, *, scale: float = 2.0) -> bytes:
    """``figure`` in the light colours on white, for formats that cannot hold SVG."""
    import vl_convert

    palette = {**colours()} | {"paper": ("#ffffff", "#ffffff")}
    width, height, drawn = _picture(figure, lambda role: palette[role][0], "")
    text = (
        f'<svg xmlns="{_SVG}" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" '
        f'font-family="Liberation Sans, Arial, sans-serif"><rect width="100%" height="100%" fill="#ffffff"/>'
        f"{drawn}</svg>"
    )
    return bytes(vl_convert.svg_to_png(text, scale=scale))


def key_svg(domain: str) -> str:
    """The sign of one domain for the legend: decoration beside its name, so hidden from screen readers."""
    drawn = look(domain)
    role = domain if domain in colours() else "other"
    return (
        '<svg class="key" viewBox="-1.3 -1.3 2.6 2.6" width="22" height="22" aria-hidden="true" focusable="false">'
        f'<path d="{drawn.path}" fill="var(--c-{role})"/>'
        f'<text y="0.36" text-anchor="middle" font-size="1" font-weight="700" fill="var(--c-paper)">'
        f"{_safe(drawn.mark)}</text></svg>"
    )


def giver_svg(slot: str) -> str:
    """The sign of one giver (``first``, ``second``, ``other``) for the ladder's legend."""
    return (
        '<svg class="key" viewBox="-1.3 -1.3 2.6 2.6" width="22" height="22" aria-hidden="true" focusable="false">'
        f'<path d="{giver_shapes()[slot]}" fill="none" stroke="var(--c-ink)" stroke-width="0.16"/></svg>'
    )


def key_text(figure: Figure) -> str:
    """The legend in words, for formats that cannot draw its signs."""
    if figure.key == "ladder":
        shapes = {"first": "circle", "second": "square", "other": "diamond"}
        return "; ".join(f"{shapes[role]}: {name}" for role, name in figure.givers)
    return ", ".join(f"{look(name).mark} {look(name).name}" for name in domains(figure))


def domains(figure: Figure) -> list[str]:
    """The domains that occur in ``figure``, in the order of the palette."""
    used = {mark.domain for mark in figure.marks}
    return [*(name for name in looks() if name in used), *sorted(used - set(looks()))]


def _picture(figure: Figure, paint: Paint, prefix: str) -> tuple[float, float, str]:
    return (_timeline if figure.key == "timeline" else _ladder)(figure, paint, prefix)


def _timeline(figure: Figure, paint: Paint, prefix: str) -> tuple[float, float, str]:
    left, gap = 62, 14
    wide = max(44, figure.across * PITCH + 12)
    up = max((mark.level for mark in figure.marks), default=0)
    down = max((-mark.level for mark in figure.marks), default=0)
    line = max(2, up) * PITCH + 10
    bottom = line + max(2, down) * PITCH + 10
    starts, x = [], left
    for index in range(len(figure.columns)):
        # A column that stands apart from the run of months is set off by a gap on its inner side.
        x += gap if index in figure.aside and index > 0 else 0
        starts.append(x)
        x += wide + (gap if index in figure.aside and index == 0 else 0)
    marks: Rows = []
    for mark in figure.marks:
        step = (mark.slot - (figure.across - 1) / 2) * PITCH
        level = (abs(mark.level) - 0.5) * PITCH + 4
        at = starts[mark.column] + wide / 2 + step
        marks.append(_sign(mark, at, line - level if mark.level > 0 else line + level, paint, prefix))
    grounds: Rows = [
        {"x": starts[i], "x2": starts[i] + wide, "y": 0, "y2": bottom, "c": paint("tint")} for i in figure.aside
    ]
    rules: Rows = [
        {"x": starts[i], "x2": starts[i], "y": 4, "y2": bottom - 4, "c": paint("tint"), "w": 1.5}
        for i in range(1, len(starts))
        if i not in figure.aside and i - 1 not in figure.aside
    ]
    rules.append({"x": left - 4, "x2": x, "y": line, "y2": line, "c": paint("ink"), "w": 1.6})
    texts: Rows = [
        _label(figure.columns[i], starts[i] + wide / 2, bottom + 16, paint("ink")) for i in range(len(starts))
    ]
    sides: Rows = [
        _label("words", left - 12, line - 14, paint("ink"), weight="bold"),
        _label("deeds", left - 12, line + 14, paint("ink"), weight="bold"),
    ]
    return _drawn(x + 2, bottom + 40, grounds, rules, marks, texts, sides)


def _ladder(figure: Figure, paint: Paint, prefix: str) -> tuple[float, float, str]:
    left, gap, top, high = 112, 14, 56, 34
    wide = max(62, figure.across * (PITCH + 2) + 8)
    starts, x = [], left
    for index in range(len(figure.columns)):
        x += gap if index in figure.aside and index - 1 not in figure.aside else 0
        starts.append(x)
        x += wide
    bottom = top + high * len(figure.rows)
    marks: Rows = []
    for mark in figure.marks:
        together = sorted(m.slot for m in figure.marks if (m.column, m.level) == (mark.column, mark.level))
        step = together.index(mark.slot) - (len(together) - 1) / 2
        at = starts[mark.column] + wide / 2 + step * (PITCH + 2)
        shape = giver_shapes()[figure.givers[mark.slot][0]]
        sign = _sign(mark, at, top + (mark.level + 0.5) * high, paint, prefix)
        marks.append(sign | {"shape": shape, "text": f"{mark.acts:,}"})
    apart = [starts[i] for i in figure.aside]
    grounds: Rows = [{"x": min(apart), "x2": x, "y": 0, "y2": bottom, "c": paint("tint")}] if apart else []
    rules: Rows = [
        {"x": left - 104, "x2": x, "y": top + high * i, "y2": top + high * i, "c": paint("rule"), "w": 1}
        for i in range(len(figure.rows) + 1)
    ]
    texts: Rows = [_label(figure.columns[i], starts[i] + wide / 2, 34, paint("ink")) for i in range(len(starts))]
    if starts:
        texts.append(_label("from talk to delivery →", starts[0] + 6, 12, paint("quiet"), align="start"))
    if apart:
        texts.append(_label("stopped or absent", min(apart) + 8, 12, paint("quiet"), align="start"))
    sides: Rows = [
        _label(look(name).name, left - 8, top + (i + 0.5) * high, paint("ink")) for i, name in enumerate(figure.rows)
    ]
    return _drawn(x + 2, bottom + 4, grounds, rules, marks, texts, sides)


def _sign(mark: Mark, x: float, y: float, paint: Paint, prefix: str) -> dict[str, Any]:
    """One mark: words and low rungs are outlined, deeds and what was delivered are filled."""
    role = mark.domain if mark.domain in colours() else "other"
    fill, stroke, ink, dash = {
        "word": ("paper", role, role, 0),
        "deed": (role, role, "paper", 0),
        "solid": ("delivered", "delivered", "paper", 0),
        "tinted": ("tint", "promised", "promised", 0),
        "hollow": ("paper", "talk", "talk", 0),
        "stopped": ("paper", "stopped", "stopped", 1),
    }[mark.style]
    drawn = look(mark.domain)
    return {
        "x": x,
        "y": y,
        "shape": drawn.path,
        "text": drawn.mark,
        "fill": paint(fill),
        "stroke": paint(stroke),
        "ink": paint(ink),
        "dash": dash,
        "label": _spoken(mark),
        "href": f"#{prefix}{mark.quotes[0]}" if mark.quotes else None,
    }


def _spoken(mark: Mark) -> str:
    if not mark.quotes:
        return mark.label
    many = "evidence " + ", ".join(str(number) for number in mark.quotes[:6])
    return f"{mark.label} ({many}{', …' if len(mark.quotes) > 6 else ''})"


def _label(text: str, x: float, y: float, colour: str, *, align: str = "", weight: str = "normal") -> dict[str, Any]:
    return {"x": x, "y": y, "text": text, "c": colour, "align": align, "weight": weight}


def _drawn(
    width: float, height: float, grounds: Rows, rules: Rows, marks: Rows, texts: Rows, sides: Rows
) -> tuple[float, float, str]:
    """Width, height and the parts of the picture, what lies behind first."""
    parts = [
        f'<rect x="{at["x"]:g}" y="{at["y"]:g}" width="{at["x2"] - at["x"]:g}" height="{at["y2"] - at["y"]:g}" '
        f'fill="{at["c"]}"/>'
        for at in grounds
    ]
    parts += [
        f'<line x1="{at["x"]:g}" y1="{at["y"]:g}" x2="{at["x2"]:g}" y2="{at["y2"]:g}" stroke="{at["c"]}" '
        f'stroke-width="{at["w"]:g}"/>'
        for at in rules
    ]
    parts += map(_mark, marks)
    parts += [
        _text(at["text"], at["x"], at["y"] + 3.5, at["ink"], size=LETTERS, anchor="middle", weight="bold")
        for at in marks
    ]
    for rows, align in ((texts, "middle"), (sides, "end")):
        parts += [
            _text(
                at["text"], at["x"], at["y"] + 4, at["c"], size=LABELS, anchor=at["align"] or align, weight=at["weight"]
            )
            for at in rows
        ]
    return width, height, "".join(parts)


def _mark(at: dict[str, Any]) -> str:
    dash = f' stroke-dasharray="{3 / RADIUS:.3g} {2 / RADIUS:.3g}"' if at["dash"] else ""
    path = (
        f'<path transform="translate({at["x"]:g} {at["y"]:g}) scale({RADIUS:g})" d="{at["shape"]}" fill="{at["fill"]}" '
        f'stroke="{at["stroke"]}" stroke-width="{1.6 / RADIUS:.3g}"{dash}><title>{_safe(at["label"])}</title></path>'
    )
    return f'<a href="{at["href"]}" tabindex="-1">{path}</a>' if at["href"] else path


def _text(text: str, x: float, y: float, colour: str, *, size: float, anchor: str, weight: str) -> str:
    first, *more = text.split("|")
    lines = _safe(first) + "".join(f'<tspan x="{x:g}" dy="14">{_safe(line)}</tspan>' for line in more)
    bold = f' font-weight="{weight}"' if weight != "normal" else ""
    return (
        f'<text class="letter" x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size:g}"{bold} '
        f'fill="{colour}">{lines}</text>'
    )


def _safe(text: str) -> str:
    """As text of XML 1.0, which has no place for control characters, lone surrogates and the two last of its plane."""
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))
