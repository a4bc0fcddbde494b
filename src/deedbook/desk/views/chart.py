"""One chart on a page of its own, which other pages may embed; with its table, its numbers and its picture."""

from typing import Any

from fastapi import Request

from deedbook.desk import charts, sides, signals
from deedbook.desk.asking import Asked
from deedbook.desk.assets import chart_style
from deedbook.desk.evidence import Cites
from deedbook.desk.lanes import COLUMNS, Lane, lanes
from deedbook.desk.pages import Page, Rows, Shown
from deedbook.desk.views.relation import common, held
from deedbook.desk.views.relation import rows as commitment_rows

CELLS = ("month", "word_or_deed", "kind_of_act", "domain", "by", "acts")


def timeline(request: Request, pair: str, ask: Asked) -> Shown:
    """Words above the line and deeds below, by month and domain."""
    asked = held(request, pair, ask)
    answers = [asked.answer, *([asked.beside] if asked.beside else [])]
    finding, caption = signals.finding(asked.answer)
    drawn = charts.timeline([signals.panel(a) for a in answers], title="Words and deeds", finding=finding)

    def rows() -> Rows:
        return Rows(CELLS, [(c.month, c.kind, c.event_type, c.domain, c.giver, c.count) for c in asked.answer.signals])

    return _shown(
        "timeline",
        {
            **common(asked, ask, request),
            "cites": Cites(asked.answer),
            "title": "Words and deeds",
            "drawn": drawn,
            "finding": finding,
            "caption": caption,
            "domains": signals.domains(answers),
        },
        rows,
        drawn,
    )


def commitments(request: Request, pair: str, ask: Asked) -> Shown:
    """Every commitment as a lane from talk to delivery."""
    asked = held(request, pair, ask)
    context = common(asked, ask, request)
    cites = Cites(asked.answer)
    drawn = lanes(asked.answer, asked.source.codebook, cites.href)
    held_by = sides.groups(asked.answer, drawn)
    name = context["name"]
    finding = said(sides.sides(asked.answer), name)
    titled: list[tuple[str, tuple[Lane, ...]]] = [
        (direction(group, context["title_of"]), group.lanes) for group in held_by
    ]
    return _shown(
        "commitments",
        {
            **context,
            "cites": cites,
            "title": "How far each commitment has got",
            "groups": held_by,
            "columns": COLUMNS,
            "drawn": "",
            "finding": finding,
            "caption": "Counts commitments, each once, however many reports tell of it.",
            "domains": [],
        },
        lambda: commitment_rows(asked.answer, str(request.base_url)),
        charts.lanes(titled, title="How far each commitment has got", finding=finding),
    )


def said(found: tuple[sides.Side, ...], name: Any) -> str:
    """The finding of the lanes in a sentence."""
    parts = [
        f"of {side.beyond:,} that {name(side.giver)} took beyond talk, {side.count('delivered or binding'):,} "
        f"{'is' if side.count('delivered or binding') == 1 else 'are'} delivered or binding"
        for side in found[:2]
        if side.beyond
    ]
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if parts else "Nothing beyond talk is held."


def direction(group: sides.Group, name: Any) -> str:
    """The heading of a group of lanes."""
    return f"{name(group.giver)} → {name(group.receiver)}" if group.receiver else "Both sides"


def _shown(name: str, context: dict[str, Any], rows: Any, drawn: str) -> Shown:
    return Shown(
        "chart.html",
        {**context, "chart": name},
        data=lambda: {
            "title": context["title"],
            "finding": context["finding"],
            "caption": context["caption"],
            "rows": rows().records(),
        },
        rows=rows,
        drawn=lambda: charts.alone(drawn, chart_style()),
        embeddable=True,
        name=f"deedbook-{context['code']}-{name}",
    )


_FORMS: Any = ("html", "json", "csv", "svg")
PAGES = (
    Page("/{pair}/timeline", timeline, "Acts by month, kind and domain", _FORMS),
    Page("/{pair}/commitments", commitments, "Every commitment and how far it has got", _FORMS),
)
