"""Two or more articles side by side: the acts they share, what each leaves out, who vouches, opinion or report."""

from typing import Annotated, Any

from fastapi import Query, Request

from deedbook.desk.asking import desk
from deedbook.desk.filters import speakers
from deedbook.desk.pages import Missing, Page, Rows, Shown
from deedbook.measures.wording import party
from deedbook.records import Article, Entry, Occurrence

MOST = 6  # articles side by side


def accounts(
    request: Request,
    article: Annotated[list[Annotated[str, Query(max_length=40)]], Query(max_length=50)] = [],  # noqa: B006
) -> Shown:
    """Articles side by side."""
    source = desk(request).source
    snapshot, index = source.snapshot(), source.index()
    keys = list(dict.fromkeys(key for key in article if key))[:MOST]
    for key in keys:
        if key not in snapshot.articles:
            raise Missing(f"The ledger holds no article {key[:40]}.")
    told: dict[str, tuple[Occurrence, dict[str, list[Entry]]]] = {}
    for key in keys:
        for entry, act in index.told.get(key, []):
            told.setdefault(act.id, (act, {}))[1].setdefault(key, []).append(entry)
    acts = sorted(told.values(), key=lambda item: (-len(item[1]), str(item[0].happened.end or "9999"), item[0].id))

    def rows() -> Rows:
        columns = ("act", "actor", "recipient", "event_type", "status", "object", *keys)
        return Rows(
            columns,
            [
                (
                    *(act.id, act.actor, act.recipient, act.event_type, act.status, act.object),
                    *("; ".join(_said(e) for e in by.get(key, [])) or None for key in keys),
                )
                for act, by in acts
            ],
        )

    return Shown(
        "accounts.html",
        {
            "chosen": [snapshot.articles[key] for key in keys],
            "keys": keys,
            "acts": acts,
            "shared": sum(len(by) > 1 for _, by in acts),
            "voices": {key: _voices(index.told.get(key, [])) for key in keys},
            "copies": snapshot.wire,
            "offered": _offered(snapshot.articles, index.told, keys),
            "name": lambda code: party(code or "", source.codebook),
            "speaker": _said,
        },
        data=lambda: {"articles": keys, "acts": rows().records()},
        rows=rows,
        name="deedbook-accounts",
    )


def _said(entry: Entry) -> str:
    speaker = entry.event.speaker
    return speaker.name or ("the report itself" if speaker.kind == "narrator" else "unnamed speaker")


def _voices(told: list[tuple[Entry, Occurrence]]) -> list[str]:
    return list(dict.fromkeys(name for _, act in told for name in speakers(act)))


def _offered(articles: dict[str, Article], told: dict[str, list[Any]], keys: list[str]) -> list[Article]:
    """Articles to choose from: those with most shared acts with the chosen first, then the latest."""
    mine = {act.id for key in keys for _, act in told.get(key, [])}

    def order(article: Article) -> tuple[int, str, str]:
        shared = sum(act.id in mine for _, act in told.get(article.key, []))
        return shared, str(article.published.end or ""), article.key

    with_events = [article for key, article in articles.items() if told.get(key)]
    return sorted(with_events, key=order, reverse=True)[:200]


PAGE = Page("/accounts", accounts, "Articles side by side: acts and who vouches", ("html", "json", "csv"))
