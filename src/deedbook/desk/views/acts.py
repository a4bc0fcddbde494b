"""The acts of a relation as a list: what the marks of the timeline stand for, complete as a download."""

from typing import Any

from fastapi import Request

from deedbook.codebook import EVERYBODY
from deedbook.desk import filters, schemas
from deedbook.desk.asking import Asked
from deedbook.desk.evidence import address
from deedbook.desk.pages import Page, Rows, Shown
from deedbook.desk.views.relation import common, held
from deedbook.measures.dealings import acts_on
from deedbook.records import Occurrence

COLUMNS = (
    "id", "actor", "recipient", "joint", "event_type", "status", "denied", "instrument", "domains", "object", "amount",
    "unit", "happened_from", "happened_to", "first_published", "reports", "independent_sources", "outlets", "speakers",
    "reviewed", "sentence", "address",
)  # fmt: skip
MOST = 100  # acts on one page


def acts(request: Request, pair: str, ask: Asked) -> Shown:
    """The acts of a relation, the latest first."""
    asked = held(request, pair, ask)
    found = sorted(acts_on(asked.answer.snapshot, asked.pair), key=_latest, reverse=True)
    pages = max(1, -(-len(found) // MOST))
    page = min(ask.page, pages)
    articles = asked.answer.snapshot.articles
    base = str(request.base_url).rstrip("/")

    def rows() -> Rows:
        return Rows(COLUMNS, [_row(act, base, articles) for act in found])

    return Shown(
        "acts.html",
        {
            **common(asked, ask, request),
            "listed": found[(page - 1) * MOST : page * MOST],
            "total": len(found),
            "general_shown": sum(act.recipient == EVERYBODY for act in found),
            "page": page,
            "pages": pages,
            "first": (page - 1) * MOST + 1,
            "speakers": filters.speakers,
            "sentence": lambda entry: entry.event.sentence.of(articles[entry.article_key].raw),
        },
        data=lambda: {"total": len(found), "acts": rows().records()},
        rows=rows,
        name=f"deedbook-{'-'.join(asked.pair)}-acts",
    )


def _latest(act: Occurrence) -> tuple[str, str]:
    when = act.happened.end or act.happened.start or act.known
    return str(when or ""), act.id


def _row(act: Occurrence, base: str, articles: dict[str, Any]) -> tuple[Any, ...]:
    first = act.entries[0]
    return (
        act.id, act.actor, act.recipient, "yes" if act.symmetric else "no", act.event_type, act.status,
        "yes" if act.polarity == "negative" else "no", act.instrument, " ".join(act.domains), act.object,
        act.amount and act.amount.value, act.amount and act.amount.unit, act.happened.start, act.happened.end,
        act.known, len(act.entries), act.sources, "; ".join(act.outlets), "; ".join(filters.speakers(act)),
        "yes" if act.reviewed else "no", " ".join(first.event.sentence.of(articles[first.article_key].raw).split()),
        base + address(first.evidence),
    )  # fmt: skip


BODY = schemas.thing(
    {
        "total": schemas.WHOLE,
        "acts": schemas.records(COLUMNS, whole=("reports", "independent_sources"), numbers=("amount",)),
    }
)
PAGE = Page("/{pair}/acts", acts, "The acts of a relation, each with its first sentence", ("html", "json", "csv"), BODY)
