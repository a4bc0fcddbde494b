"""Draws the figures with Altair: as SVG whose colours are the page's variables, and as PNG for Word.

Altair and vl-convert are imported when the first chart is drawn: together they take longer than all the rest.
"""

from collections.abc import Callable
from typing import Any

from deedbook.brief.blocks import Figure, Mark
from deedbook.brief.wording import colours, giver_shapes, look, looks

PITCH = 26  # px between neighbouring marks: above the 24 px that a pointer target needs
RADIUS = 10.5
LETTERS = 10.5
LABELS = 12
_SENTINEL = "#00f%03x"  # no colour of the palette begins so; each stands for one role until the page's variable does

Paint = Callable[[str], str]
Rows = list[dict[str, Any]]


def svg(figure: Figure, prefix: str = "q") -> str:
    """``figure`` as one ``<svg role="img">`` with title and description, no style, script or address in it.

    A mark links to ``#<prefix><number>`` of its first quote. The links leave the tab order: an image is one thing to a
    screen reader, and the same links stand in the table under the chart."""
    import vl_convert

    roles = list(colours())
    spec = _spec(figure, lambda role: _SENTINEL % roles.index(role), prefix)
    return _page_ready(vl_convert.vegalite_to_svg(spec), figure, roles)


def png(figure: Figure, *, scale: float = 2.0) -> bytes:
    """``figure`` in the light colours on white, for formats that cannot hold SVG."""
    import vl_convert

    palette = colours() | {"paper": ("#ffffff", "#ffffff")}
    return bytes(vl_convert.vegalite_to_png(_spec(figure, lambda role: palette[role][0], ""), scale=scale))


def key_svg(domain: str) -> str:
    """The sign of one domain for the legend: decoration beside its name, so hidden from screen readers."""
    from markupsafe import escape

    drawn = look(domain)
    role = domain if domain in colours() else "other"
    return (
        '<svg class="key" viewBox="-1.3 -1.3 2.6 2.6" width="22" height="22" aria-hidden="true" focusable="false">'
        f'<path d="{drawn.path}" fill="var(--c-{role})"/>'
        f'<text y="0.36" text-anchor="middle" font-size="1" font-weight="700" fill="var(--c-paper)">'
        f"{escape(drawn.mark)}</text></svg>"
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


def _spec(figure: Figure, paint: Paint, prefix: str) -> dict[str, Any]:
    from altair.utils.schemapi import debug_mode

    # Without it Altair validates every part again as it is put together, which costs more than drawing; what comes out
    # is validated once, by vl-convert.
    with debug_mode(False):
        return (_timeline if figure.key == "timeline" else _ladder)(figure, paint, prefix)


def _timeline(figure: Figure, paint: Paint, prefix: str) -> dict[str, Any]:
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
    return _layers(x + 2, bottom + 40, grounds, rules, marks, texts, sides)


def _ladder(figure: Figure, paint: Paint, prefix: str) -> dict[str, Any]:
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
        texts.append(_label("from talk to delivery →", starts[0] + 6, 12, paint("quiet"), align="left"))
    if apart:
        texts.append(_label("stopped or absent", min(apart) + 8, 12, paint("quiet"), align="left"))
    sides: Rows = [
        _label(look(name).name, left - 8, top + (i + 0.5) * high, paint("ink")) for i, name in enumerate(figure.rows)
    ]
    return _layers(x + 2, bottom + 4, grounds, rules, marks, texts, sides)


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


def _layers(
    width: float, height: float, grounds: Rows, rules: Rows, marks: Rows, texts: Rows, sides: Rows
) -> dict[str, Any]:
    """The Vega-Lite specification: everything is placed in pixels, since the marks' places carry the meaning."""
    import altair as alt

    data: Any = alt.Data  # untyped in altair

    def place(rows: Rows) -> Any:
        return alt.Chart(data(values=rows)).encode(
            x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, width], nice=False)),
            y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False, zero=False)),
        )

    def colour(channel: Any, field: str) -> Any:
        return channel(f"{field}:N", scale=None, legend=None)

    layers = []
    if grounds:
        layers.append(place(grounds).mark_rect(aria=False).encode(x2="x2:Q", y2="y2:Q", color=colour(alt.Color, "c")))
    if rules:
        layers.append(
            place(rules)
            .mark_rule(aria=False)
            .encode(
                x2="x2:Q",
                y2="y2:Q",
                color=colour(alt.Color, "c"),
                strokeWidth=alt.StrokeWidth("w:Q", scale=None, legend=None),
            )
        )
    if marks:
        for dashed in (0, 1):
            some = [row for row in marks if row["dash"] == dashed]
            if some:
                layers.append(
                    place(some)
                    .mark_point(
                        size=(2 * RADIUS) ** 2,
                        strokeWidth=1.6,
                        opacity=1,
                        filled=True,
                        strokeDash=[3, 2] if dashed else [1, 0],
                    )
                    .encode(
                        fill=colour(alt.Fill, "fill"),
                        stroke=colour(alt.Stroke, "stroke"),
                        shape=colour(alt.Shape, "shape"),
                        href="href:N",
                        description="label:N",
                    )
                )
        layers.append(
            place(marks)
            .mark_text(aria=False, fontSize=LETTERS, fontWeight="bold", dy=0.5)
            .encode(text="text:N", color=colour(alt.Color, "ink"))
        )
    for rows, align in ((texts, "center"), (sides, "right")):
        for way in sorted({row["align"] or align for row in rows}):
            for weight in sorted({row["weight"] for row in rows}):
                some = [row for row in rows if (row["align"] or align) == way and row["weight"] == weight]
                if some:
                    layers.append(
                        place(some)
                        .mark_text(
                            aria=False, fontSize=LABELS, align=way, fontWeight=weight, lineBreak="|", lineHeight=14
                        )
                        .encode(text="text:N", color=colour(alt.Color, "c"))
                    )
    chart = alt.layer(*layers).properties(width=width, height=height, padding=0, background="transparent")
    return dict(chart.configure_view(stroke=None).configure(font="Liberation Sans, Arial, sans-serif").to_dict())


def _page_ready(text: str, figure: Figure, roles: list[str]) -> str:
    """vl-convert's SVG with variables for sentinels, plain ``href``, ``<title>`` for labels, and nothing else."""
    from lxml import etree

    space = "{http://www.w3.org/2000/svg}"
    root = etree.fromstring(text.encode())
    variables = {_SENTINEL % index: f"var(--c-{role})" for index, role in enumerate(roles)}
    # The frames that Vega draws around groups, and paths that draw nothing.
    for frame in root.xpath("//*[local-name()='path' and (@class='background' or @class='foreground' or @d='')]"):
        frame.getparent().remove(frame)
    for element in root.iter(f"{space}*"):
        for name in ("fill", "stroke"):
            if element.get(name) in variables:
                element.set(name, variables[element.get(name)])
        label = element.get("aria-label")
        for name in ("font-family", "role", "aria-roledescription", "aria-hidden", "aria-label", "class"):
            element.attrib.pop(name, None)
        if element.tag == f"{space}text":
            element.set("class", "letter")
        if element.tag == f"{space}a":
            address = element.attrib.pop("{http://www.w3.org/1999/xlink}href", "")
            if "#" in address:
                element.set("href", "#" + address.split("#", 1)[1])
            element.set("tabindex", "-1")
        elif label:
            title = etree.SubElement(element, f"{space}title")
            title.text = label
    root.set("role", "img")
    root.set("class", f"chart chart-{figure.key}")
    root.set("aria-labelledby", f"{figure.key}-title {figure.key}-desc")
    desc = etree.Element(f"{space}desc", id=f"{figure.key}-desc")
    desc.text = figure.alt
    title = etree.Element(f"{space}title", id=f"{figure.key}-title")
    title.text = figure.title
    root.insert(0, title)
    root.insert(1, desc)
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode"))
