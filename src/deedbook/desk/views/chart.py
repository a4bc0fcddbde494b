"""One chart on a page of its own, which other pages may embed; with its table, its numbers and its picture."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from fastapi import Request

from deedbook.brief.wording import look
from deedbook.desk import charts, explored, schemas, sides, signals, specs, units, vegalite
from deedbook.desk.asking import Asked
from deedbook.desk.assets import chart_style
from deedbook.desk.citation import citation
from deedbook.desk.drawing import alone
from deedbook.desk.evidence import Cites
from deedbook.desk.lanes import COLUMNS, lanes
from deedbook.desk.pages import Page, Rows, Shown
from deedbook.desk.timeline import timeline as draw_timeline
from deedbook.desk.views.relation import CSV_COLUMNS as COMMITMENTS
from deedbook.desk.views.relation import common, held
from deedbook.desk.views.relation import rows as commitment_rows
from deedbook.measures import Answer, BalanceRow
from deedbook.measures.wording import count

CELLS = ("pair", "month", "word_or_deed", "kind_of_act", "domain", "by", "acts")
SIDES = ("pair", "giver", "receiver", "delivered_or_binding", "promised", "talk_only", "stopped", "imposed", "by_firms")
BALANCE = ("giver", "receiver", "domain", "delivered_or_binding", "promised", "talk_only", "stopped", "imposed")
HOW_FAR = "How far each commitment has got"
WHO_GIVES = "Who gives, who receives"


def timeline(request: Request, pair: str, ask: Asked) -> Shown:
    """Words above the line and deeds below, by month and domain."""
    asked = held(request, pair, ask)
    drawn = draw_timeline([signals.panel(a) for a in asked.both])
    finding, caption = signals.finding(asked.answer, drawn.per)
    label = f"{signals.TITLE}. {finding}"

    def rows() -> Rows:
        return Rows(
            CELLS,
            [
                ("-".join(a.pair), c.month, c.kind, c.event_type, c.domain, c.giver, c.count)
                for a in asked.both
                for c in a.signals
            ],
        )

    return _shown(
        "timeline",
        {
            **common(asked, ask, request),
            "title": signals.TITLE,
            "drawn": drawn.page(label),
            "finding": finding,
            "caption": caption,
            "counted": count(sum(cell.count for answer in asked.both for cell in answer.signals), "act"),
            "domains": signals.domains(asked.both),
        },
        rows,
        drawn.picture(label),
        lambda: explored.timeline(asked.both, asked.source.codebook, finding, ask.width),
    )


def commitments(request: Request, pair: str, ask: Asked) -> Shown:
    """Every commitment as a lane from talk to delivery."""
    asked = held(request, pair, ask)
    context = common(asked, ask, request)
    drawn = lanes(asked.answer, asked.source.codebook, Cites(asked.answer).href)
    held_by = sides.groups(asked.answer, drawn)
    finding = units.said(sides.sides(asked.answer), context["name"])
    titled = [(sides.direction(group, context["title_of"]), group.lanes) for group in held_by]

    def explore() -> vegalite.Spec:
        dots = explored.dots(titled, asked.answer.snapshot, asked.source.codebook)
        return specs.lanes(dots, title=HOW_FAR, finding=finding, wide=ask.width)

    return _shown(
        "commitments",
        {
            **context,
            "title": HOW_FAR,
            "groups": held_by,
            "columns": COLUMNS,
            "drawn": "",
            "finding": finding,
            "caption": "Counts commitments, each once, however many reports tell of it.",
            "counted": count(len(asked.answer.commitments), "commitment"),
        },
        lambda: commitment_rows(asked.answer, str(request.base_url)),
        charts.lanes(titled, title=HOW_FAR, finding=finding),
        explore,
    )


def comparison(request: Request, pair: str, ask: Asked) -> Shown:
    """What each direction of a pair came to, and of the pair beside it, on one scale."""
    asked = held(request, pair, ask)
    context = common(asked, ask, request)
    panels = units.panels(asked.both, context["title_of"])
    finding = units.finding(panels, context["name"])
    drawn = units.drawn(panels, finding)
    matters = sum(side.total for panel in panels for _, side in panel.sides)

    def explore() -> vegalite.Spec:
        counts = [one for panel in panels for one in explored.counts(panel.name, panel.sides, panel.cites)]
        return specs.comparison(counts, title=units.TITLE, finding=finding, wide=ask.width)

    return _shown(
        "comparison",
        {
            **context,
            "title": units.TITLE,
            "drawn": drawn,
            "finding": finding,
            "caption": "Each sign is one matter between the states themselves; what is imposed and what firms did is "
            "counted apart. Two pairs side by side show no cause.",
            "counted": count(matters, "matter"),
            "panels": panels,
        },
        lambda: Rows(SIDES, [row for answer in asked.both for row in _side_rows(answer)]),
        drawn,
        explore,
    )


def balance(request: Request, pair: str, ask: Asked) -> Shown:
    """Who gives and who receives, by domain and standing."""
    asked = held(request, pair, ask)
    context = common(asked, ask, request)
    found = asked.answer.balance
    finding = _most_given(found, context["name"])
    title_of = context["title_of"]
    ways: dict[str, list[BalanceRow]] = {}
    for row in found:
        ways.setdefault(f"{title_of(row.giver)} → {title_of(row.receiver)}", []).append(row)
    cites = Cites(asked.answer)
    signs = [
        (way, [(look(row.domain).name, units.signs(explored.matters(row), cites)) for row in rows])
        for way, rows in ways.items()
    ]
    drawn = charts.units(signs, title=WHO_GIVES, finding=finding)

    def explore() -> vegalite.Spec:
        counts = [one for way, rows in ways.items() for one in explored.given(way, rows, cites)]
        return specs.comparison(counts, title=WHO_GIVES, finding=finding, wide=ask.width)

    return _shown(
        "balance",
        {
            **context,
            "title": WHO_GIVES,
            "drawn": drawn,
            "finding": finding,
            "caption": "Matters by giver and domain, one sign each. Joint acts, requests, criticism and what firms did "
            "are left out.",
            "counted": count(sum(len(held) for _, rows in signs for _, held in rows), "matter"),
        },
        lambda: Rows(
            BALANCE,
            [
                (row.giver, row.receiver, row.domain, row.delivered, row.promised, row.talk, row.stopped, row.burdens)
                for row in found
            ],
        ),
        drawn,
        explore,
    )


def _most_given(found: Sequence[BalanceRow], name: Callable[[str], str]) -> str:
    """Where most of what was delivered or is binding went, in a sentence."""
    if not found:
        return "Nothing given either way is held."
    most, total = max(found, key=lambda row: row.delivered), sum(row.delivered for row in found)
    if not total:
        return "Nothing given either way is delivered or binding."
    way = f"{name(most.giver)} to {name(most.receiver)} in {look(most.domain).name}"
    if most.delivered == total:
        return f"All that was delivered or is binding, {count(total, 'matter')}, went from {way}."
    return f"Of {total:,} matters delivered or binding, most, {most.delivered:,}, went from {way}."


def _side_rows(answer: Answer) -> Iterable[Sequence[Any]]:
    for side in sides.sides(answer):
        giver, receiver = ("both", "both") if side.joint else (side.giver, side.receiver)
        counted = [len(rows) for _, rows in side.by_standing]
        yield ("-".join(answer.pair), giver, receiver, *counted, len(side.burdens), len(side.firms))


def _shown(
    name: str,
    context: dict[str, Any],
    rows: Callable[[], Rows],
    drawn: str,
    explore: Callable[[], vegalite.Spec],
) -> Shown:
    title = f"{context['pair_title']}: {context['title'][:1].lower()}{context['title'][1:]}"
    cited = citation(title, context["counted"], context["basis"], date.today())
    embed = context["ask"].embed
    extra = {"cites": Cites(context["answer"]), "chart": name, "citation": cited, "embed": embed}
    return Shown(
        "chart.html",
        {"groups": (), "columns": COLUMNS, "domains": [], "panels": (), **context, **extra},
        data=lambda: {
            "title": context["title"],
            "finding": context["finding"],
            "caption": context["caption"],
            "citation": cited,
            "rows": rows().records(),
        },
        rows=rows,
        drawn=lambda: alone(drawn, chart_style()),
        explored=explore,
        embeddable=embed,
        name=f"deedbook-{context['code']}-{name}",
    )


def _body(columns: Sequence[str], *whole: str) -> dict[str, Any]:
    return schemas.chart(schemas.records(columns, whole=whole))


_FORMS: Any = ("html", "json", "csv", "svg", "vl.json")
PAGES = (
    Page("/{pair}/timeline", timeline, "Acts by month, kind and domain", _FORMS, _body(CELLS, "acts")),
    Page(
        "/{pair}/commitments",
        commitments,
        "Every commitment and how far it has got",
        _FORMS,
        _body(COMMITMENTS, "steps", "independent_sources"),
    ),
    Page(
        "/{pair}/comparison",
        comparison,
        "How much of each standing, in each direction, of both pairs",
        _FORMS,
        _body(SIDES, *SIDES[3:]),
    ),
    Page(
        "/{pair}/balance",
        balance,
        "Who gives and who receives, by domain and standing",
        _FORMS,
        _body(BALANCE, *BALANCE[3:]),
    ),
)
