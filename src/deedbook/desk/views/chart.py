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
    groups = sides.sides(asked.answer, drawn)
    name = context["name"]
    finding = said(groups, name)
    titled: list[tuple[str, tuple[Lane, ...]]] = [
        (f"{name(side.giver)} to {name(side.receiver)}", side.lanes) for side in groups
    ]
    return _shown(
        "commitments",
        {
            **context,
            "cites": cites,
            "title": "How far each commitment has got",
            "sides": groups,
            "columns": COLUMNS,
            "drawn": "",
            "finding": finding,
            "caption": "Counts commitments, each once, however many reports tell of it.",
            "domains": [],
        },
        lambda: commitment_rows(asked.answer, str(request.base_url)),
        charts.lanes(titled, title="How far each commitment has got", finding=finding),
    )


def said(groups: tuple[sides.Side, ...], name: Any) -> str:
    """The finding of the lanes in a sentence."""
    parts = []
    for side in groups[:2]:
        done = side.count("delivered or binding")
        parts.append(f"from {name(side.giver)} {done:,} of {side.total:,} delivered or binding")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if parts else "No commitment is held."


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
