"""A commitment: force, execution and health, its history on two time axes, claims about it, records beside news."""

from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import Request

from deedbook.brief.structured import plain
from deedbook.desk import charts, explored, schemas, specs
from deedbook.desk.asking import Asked
from deedbook.desk.assets import chart_style
from deedbook.desk.citation import citation, provenance
from deedbook.desk.drawing import alone
from deedbook.desk.evidence import Cites, address
from deedbook.desk.filters import speakers
from deedbook.desk.lanes import COLUMNS as RUNGS
from deedbook.desk.lanes import lanes
from deedbook.desk.pages import Missing, Page, Rows, Shown
from deedbook.desk.views.relation import common, held
from deedbook.measures import Answer, CommitmentRow
from deedbook.measures.wording import amount, count, interval
from deedbook.records import Commitment, Step

COLUMNS = (
    "step", "happened_from", "happened_to", "first_published", "recorded", "rung_in_text", "on_record", "note",
    "amount", "condition", "speakers", "outlets", "independent_sources", "denied", "sentence", "address",
)  # fmt: skip
_OFFICIAL = ("release", "record")


def commitment(request: Request, pair: str, id: str, ask: Asked) -> Shown:
    """One commitment with every step of its life."""
    asked = held(request, pair, ask)
    answer = asked.whole
    found = next((c for c in answer.snapshot.commitments if c.id == id), None)
    row = next((c for c in answer.commitments if c.id == id), None)
    if found is None or row is None:
        raise Missing(
            f"{pair} has no commitment {id[:32]}, as far as was known by the day asked for. Commitments are named by "
            "their first report; a correction may have given this one another name."
        )
    cites = Cites(answer)
    steps = [_step(number, step, answer.snapshot.articles) for number, step in enumerate(found.history, 1)]
    moments = [_moment(step) for step in steps]
    said = _finding(found)
    drawn = charts.two_axes(moments, title="History", finding=said)
    things = {row.what.casefold(), found.object.casefold()}

    def rows() -> Rows:
        return Rows(COLUMNS, [step["row"] for step in steps])

    shared = common(asked, ask, request)
    title = f"{row.what}: {shared['pair_title']}"
    reports = len({e.article_key for step in found.history for e in step.occurrence.entries})
    read = provenance(e for step in found.history for e in step.occurrence.entries)
    counted = count(len(steps), "step")
    cited = citation(title, counted, replace(shared["basis"], articles=reports, read=read), date.today())
    ids = {step.occurrence.id for step in found.history}
    absent = [a for a in answer.absences if _about(a, cites, found)]
    return Shown(
        "commitment.html",
        {
            **shared,
            "title": title,
            "citation": cited,
            "embed": ask.embed,
            "cites": cites,
            "c": found,
            "row": row,
            "strip": next(one for one in lanes(answer, asked.source.codebook, cites.href) if one.id == id),
            "rungs": RUNGS,
            "steps": steps,
            "drawn": drawn,
            "finding": said,
            "claims": [claim for claim in answer.claims if _about(claim, cites, found)],
            "absences": absent,
            "official": [step for step in steps if step["official"]],
            "linked": _linked(found, answer),
            "things": things,
            "ids": ids,
        },
        data=lambda: {"commitment": plain(row), "citation": cited, "steps": rows().records()},
        rows=rows,
        drawn=lambda: alone(drawn, chart_style()),
        explored=lambda: specs.two_axes(
            explored.turns(found.history, answer.snapshot, asked.source.codebook),
            title=title,
            finding=said,
            wide=ask.width,
        ),
        embeddable=ask.embed,
        name=f"deedbook-commitment-{id[:16]}",
    )


def _step(number: int, step: Step, articles: dict[str, Any]) -> dict[str, Any]:
    act = step.occurrence
    first = act.entries[0]
    sentence = " ".join(first.event.sentence.of(articles[first.article_key].raw).split())
    condition = next((e.event.condition.text for e in act.entries if e.event.condition), "")
    days = [entry.known for entry in act.entries if entry.known]
    official = [entry for entry in act.entries if articles[entry.article_key].genre in _OFFICIAL]
    values: dict[str, Any] = {
        "number": number,
        "act": act,
        "step": step,
        "entries": act.entries,
        "first": first,
        "sentence": sentence,
        "condition": " ".join(condition.split()),
        "known": min(days, default=None),
        "recorded": min(entry.recorded for entry in act.entries),
        "speakers": speakers(act),
        "official": official,
        "outlet_of": {e.article_key: articles[e.article_key].outlet or articles[e.article_key].id for e in act.entries},
    }
    values["row"] = (
        number, step.when.start, step.when.end, values["known"], values["recorded"].isoformat(timespec="seconds"),
        step.rung, step.record_status, step.note, amount(act.amount), values["condition"],
        "; ".join(values["speakers"]), "; ".join(act.outlets), act.sources,
        "yes" if act.polarity == "negative" else "no", sentence, address(first.evidence),
    )  # fmt: skip
    return values


def _moment(step: dict[str, Any]) -> charts.Moment:
    held: Step = step["step"]
    return charts.Moment(
        number=step["number"],
        label=f"{held.rung.replace('_', ' ')}, {interval(held.when)}",
        href=f"#step-{step['number']}",
        first=held.when.start,
        last=held.when.end,
        known=step["known"],
        stop=held.rung in ("refused", "suspended", "withdrawn", "lapsed", "not_received"),
    )


def _finding(found: Commitment) -> str:
    return f"{found.displayed[:1].upper()}{found.displayed[1:]}."


def _linked(found: Commitment, answer: Answer) -> list[tuple[str, list[CommitmentRow]]]:
    """What this commitment hangs together with, by how it does; links that lead nowhere are left out."""
    rows = {row.id: row for row in answer.commitments}
    all_ = answer.snapshot.commitments
    ways = (
        ("Part of", [found.parent]),
        ("Its parts", [c.id for c in all_ if c.parent == found.id]),
        ("Given in exchange for", found.package),
        ("Came in place of", [found.replaces]),
        ("Replaced by", [c.id for c in all_ if c.replaces == found.id]),
    )
    told = [(label, [rows[id_] for id_ in ids if id_ in rows]) for label, ids in ways]
    return [(label, held) for label, held in told if held]


def _about(row: Any, cites: Cites, found: Commitment) -> bool:
    """Whether a claim or an absence rests on an act of this commitment: one of its sentences is among the evidence."""
    places = {entry.evidence for step in found.history for entry in step.occurrence.entries}
    return any(cites[number].evidence in places for number in row.what.quotes if number in cites)


BODY = schemas.thing(
    {
        "commitment": schemas.of(CommitmentRow),
        "citation": schemas.TEXT,
        "steps": schemas.records(COLUMNS, whole=("step", "independent_sources")),
    }
)
PAGE = Page(
    "/{pair}/commitments/{id}",
    commitment,
    "One commitment with every step of its life",
    ("html", "json", "csv", "svg", "vl.json"),
    BODY,
)
