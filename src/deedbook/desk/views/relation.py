"""The relation page: what came of it, when, who gives whom what, what is missing, contested or ahead."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from markupsafe import Markup
from starlette.responses import Response

from deedbook.brief import FORMATS
from deedbook.brief import render as render_brief
from deedbook.brief.structured import document, plain
from deedbook.codebook import EVERYBODY
from deedbook.desk import explored, filters, schemas, sides, signals, units
from deedbook.desk.asking import Ask, Asked, Pair, desk, pair_of
from deedbook.desk.assets import chart_style
from deedbook.desk.citation import Basis, citation, provenance
from deedbook.desk.drawing import alone
from deedbook.desk.evidence import Cites
from deedbook.desk.lanes import COLUMNS, lanes
from deedbook.desk.pages import Missing, Page, Rows, Shown
from deedbook.desk.source import Source
from deedbook.desk.timeline import timeline
from deedbook.measures import Answer, Difference, difference
from deedbook.measures.dealings import acts_on
from deedbook.measures.quotes import written_here
from deedbook.measures.wording import count, day, party, the
from deedbook.records import Snapshot

CSV_COLUMNS = (
    "id", "giver", "receiver", "what", "instrument", "domains", "amount", "standing", "shown_as", "force", "execution",
    "health", "blocked_by", "conditions", "due", "burden", "by_firms", "steps", "independent_sources", "address",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation as asked for: ``whole`` is the answer without filters, ``answer`` with them."""

    pair: Pair
    against: Pair | None
    whole: Answer
    answer: Answer
    beside: Answer | None
    source: Source

    @property
    def both(self) -> tuple[Answer, ...]:
        """What charts show on one scale."""
        return (self.answer, self.beside) if self.beside else (self.answer,)


def held(request: Request, pair: str, ask: Ask) -> Relation:
    """What the pages of a relation are made from. Raises Missing where the codes name no pair."""
    source = desk(request).source
    codes = pair_of(pair, source.codebook)
    against = pair_of(ask.against, source.codebook) if ask.against else None
    whole = source.answer(codes, against, ask.as_of)
    shown = source.answer(codes, against, ask.as_of, ask.filters) if ask.filters else whole
    beside = source.answer(against, None, ask.as_of, ask.filters or None) if against else None
    return Relation(codes, against, whole, shown, beside, source)


def relation(request: Request, pair: str, ask: Asked) -> Shown:
    """A relation: judgement, standing, words and deeds, commitments, absences, comparison, dates ahead."""
    asked = held(request, pair, ask)
    answer, whole, source = asked.answer, asked.whole, asked.source
    cites = Cites(answer)
    drawn = lanes(answer, source.codebook, cites.href)
    shared = common(asked, ask, request)
    columns = [signals.panel(shown) for shown in asked.both]
    panels = units.panels(asked.both, shared["title_of"])
    drawn_timeline = timeline(columns)
    finding, caption = signals.finding(answer, drawn_timeline.per)
    label = f"{signals.TITLE}. {finding}"
    found = sides.sides(answer)
    beside_cites = Cites(asked.beside) if asked.beside else cites
    beside_lanes = lanes(asked.beside, source.codebook, beside_cites.href) if asked.beside else ()
    context: dict[str, Any] = {
        **shared,
        "judged": Cites(whole),
        "cites": cites,
        "sides": [(side, sides.elsewhere(side, found, len(answer.others))) for side in found],
        "groups": sides.groups(answer, drawn),
        "columns": COLUMNS,
        "trades": sides.trades(drawn),
        "timeline": Markup(drawn_timeline.page(label)),
        "timeline_finding": finding,
        "timeline_caption": caption,
        "domains": signals.domains(asked.both),
        "changes": _changes(asked, ask, shared["last_day"]),
        "beside_groups": sides.groups(asked.beside, beside_lanes) if asked.beside else (),
        "beside_cites": beside_cites,
        "panels": panels,
        "comparison_drawn": Markup(units.drawn(panels, units.finding(panels, shared["name"]))) if asked.beside else "",
        "lane_of": {one.id: one for one in drawn},
    }
    return Shown(
        "relation.html",
        context,
        data=lambda: document(answer) | {"changes": plain(context["changes"])},
        rows=lambda: rows(answer, str(request.base_url)),
        drawn=lambda: alone(drawn_timeline.picture(label), chart_style()),
        explored=lambda: explored.timeline(asked.both, source.codebook, finding, ask.width),
        name=f"deedbook-{'-'.join(asked.pair)}",
    )


def common(asked: Relation, ask: Ask, request: Request) -> dict[str, Any]:
    """What every page of a relation shows: names, filters and their choices, coverage, how to cite and take away."""
    whole, answer = asked.whole, asked.answer
    acts = acts_on(whole.snapshot, asked.pair)
    shown = acts_on(answer.snapshot, asked.pair)
    book = asked.source.codebook

    def name(code: str) -> str:
        return the(party(code, book)) if code and code != sides.BOTH else code

    def title(code: str) -> str:
        return party(code, book)

    known = [on for a in whole.snapshot.articles.values() if (on := a.published.end or a.published.start)]
    carried = [(k, v) for k, v in request.query_params.multi_items() if v and k != "embed"]
    last = max(known, default=None)
    basis = Basis(
        whole.coverage.on_pair,
        f"as known by {day(ask.as_of)}" if ask.as_of else f"last article {day(last)}",
        provenance(entry for act in acts for entry in act.entries),
    )
    counted = f"{count(len(acts), 'act')} and {count(len(whole.commitments), 'commitment')}"
    if ask.filters:
        counted = f"{count(len(shown), 'act')} of {len(acts):,} and {count(len(answer.commitments), 'commitment')}"
    pair_title = f"{title(asked.pair[0])}–{title(asked.pair[1])}"
    return {
        "pair": asked.pair,
        "pair_title": pair_title,
        "code": "-".join(asked.pair),
        "against": asked.against,
        "name": name,
        "title_of": title,
        "ask": ask,
        "filters": ask.filters,
        "whole": whole,
        "answer": answer,
        "beside": asked.beside,
        "acts": acts,
        "shown": shown,
        "general": sum(act.recipient == EVERYBODY for act in acts),
        "reports": sum(len(act.entries) for act in acts),
        "choices": filters.choices(acts, whole.snapshot.articles),
        "first_day": min(known, default=None),
        "last_day": last,
        "carried": carried,
        "asked": f"?{urlencode(carried)}" if carried else "",
        "written": _written(whole.snapshot, acts),
        "basis": basis,
        "citation": citation(f"{pair_title}: did the words become deeds?", counted, basis, date.today()),
        "today": date.today(),
    }


def _changes(asked: Relation, ask: Ask, last: date | None) -> Difference | None:
    """What came to be known after ``ask.since``. Undated articles are left out of both: when they came is not known."""
    if ask.since is None:
        return None
    days = (ask.since, max(ask.since, ask.as_of or last or ask.since))
    before, after = (asked.source.snapshot(asked.pair, None, day) for day in days)
    if ask.filters:
        before, after = (filters.kept(snapshot, ask.filters) for snapshot in (before, after))
    return difference(before, after, asked.pair, asked.source.codebook)


def _written(snapshot: Snapshot, acts: tuple[Any, ...]) -> int:
    """How many of the articles behind the acts between the two were written for this project."""
    keys = {entry.article_key for act in acts if act.recipient != EVERYBODY for entry in act.entries}
    return sum(written_here(snapshot.articles[key].outlet, snapshot.articles[key].rights) for key in keys)


def rows(answer: Answer, base: str) -> Rows:
    """Every commitment of ``answer``, one a row."""
    pair = "-".join(answer.pair)
    return Rows(
        CSV_COLUMNS,
        [
            (
                c.id, c.giver, c.receiver, c.what, c.instrument, " ".join(c.domains), c.amount, c.standing, c.displayed,
                c.force, c.execution, c.health, c.blocked_by, "; ".join(c.conditions), c.due,
                "yes" if c.burden else "no", "yes" if c.private else "no", len(c.history), c.summary.sources,
                f"{base}{pair}/commitments/{c.id}",
            )
            for c in answer.commitments
        ],
    )  # fmt: skip


def brief(request: Request, pair: str, form: str, ask: Asked) -> Response:
    """The brief as a file: docx, html, md or json."""
    if form not in FORMATS or form == "terminal":
        raise Missing(f"There is no brief of the kind {form[:20]}; there are docx, html, md and json.")
    asked = held(request, pair, ask)
    made = render_brief(asked.answer, form)
    kinds = {
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "html": "text/html; charset=utf-8",
        "md": "text/markdown; charset=utf-8",
        "json": "application/json",
    }
    name = f"deedbook-{'-'.join(asked.pair)}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made, 200, headers, kinds[form])


BODY = schemas.answer(changes=schemas.maybe(schemas.of(Difference)))
PAGE = Page("/{pair}", relation, "All of the answer on a pair", ("html", "json", "csv", "svg", "vl.json"), BODY)
