"""Two or more articles side by side: the acts they share, what each leaves out, who vouches, opinion or report."""

from collections import Counter
from typing import Annotated

from fastapi import Query, Request

from deedbook.brief.wording import quoted
from deedbook.desk import schemas
from deedbook.desk.asking import Pair, desk, pair_of
from deedbook.desk.pages import Missing, Page, Rows, Shown
from deedbook.desk.rendering import cut
from deedbook.desk.source import Source, Telling
from deedbook.measures.wording import party
from deedbook.records import Article, Entry, Occurrence, Snapshot

MOST = 6  # articles side by side
OFFERED = 150  # to choose from


def accounts(
    request: Request,
    article: Annotated[list[Annotated[str, Query(max_length=40)]], Query(max_length=50)] = [],  # noqa: B006
    pair: Annotated[str, Query(max_length=20)] = "",
) -> Shown:
    """Articles side by side."""
    source = desk(request).source
    tellings: dict[str, Telling] = {}
    for key in list(dict.fromkeys(key for key in article if key))[:MOST]:
        telling = source.telling(key)
        if telling is None:
            raise Missing(f"The ledger holds no article {key[:40]}.")
        tellings[key] = telling
    keys = list(tellings)
    told: dict[str, tuple[Occurrence, dict[str, list[Entry]]]] = {}
    for key, telling in tellings.items():
        for one in telling.told:
            if one.act:
                told.setdefault(one.act.id, (one.act, {}))[1].setdefault(key, []).append(one.entry)
    codes = pair_of(pair, source.codebook) if pair else _pair(source, keys)
    acts = sorted(told.values(), key=lambda item: (-len(item[1]), str(item[0].happened.end or "9999"), item[0].id))

    def rows() -> Rows:
        columns = (*ACT, *keys)
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
            "chosen": [telling.article for telling in tellings.values()],
            "keys": keys,
            "acts": acts,
            "shared": sum(len(by) > 1 for _, by in acts),
            "voices": {key: _voices(telling) for key, telling in tellings.items()},
            "offered": _offered(source.snapshot(codes), set(told), tellings) if codes else [],
            "about": "-".join(codes) if codes else "",
            "name": lambda code: party(code or "", source.codebook),
            "speaker": _said,
            "label": lambda found: f"{cut(found.title or found.id, 44)} ({found.genre})",
            "quoted": quoted,
        },
        data=lambda: {"articles": keys, "acts": rows().records()},
        rows=rows,
        name="deedbook-accounts",
    )


def _said(entry: Entry) -> str:
    speaker = entry.event.speaker
    return speaker.name or ("the report itself" if speaker.kind == "narrator" else "unnamed speaker")


def _voices(telling: Telling) -> list[str]:
    return list(dict.fromkeys(_said(one.entry) for one in telling.told))


def _pair(source: Source, keys: list[str]) -> Pair | None:
    """The pair whose articles are offered: the one that the chosen articles tell most of, else the ledger's first."""
    for key in keys:
        if found := source.pairs_in(key):
            return found[0]
    first = next(iter(source.pairs()), None)
    return (first.one, first.other) if first else None


def _offered(snapshot: Snapshot, mine: set[str], chosen: dict[str, Telling]) -> list[Article]:
    """Articles to choose from: the chosen, then those that share most acts with them, then the latest."""
    shared: Counter[str] = Counter()
    for act in snapshot.occurrences:
        for key in {entry.article_key for entry in act.entries}:
            shared[key] += act.id in mine
    articles = {key: article for key, article in snapshot.articles.items() if key in shared}
    articles |= {key: telling.article for key, telling in chosen.items()}

    def order(article: Article) -> tuple[bool, int, str, str]:
        return article.key in chosen, shared[article.key], str(article.published.end or ""), article.key

    return sorted(articles.values(), key=order, reverse=True)[:OFFERED]


ACT = ("act", "actor", "recipient", "event_type", "status", "object")
BODY = schemas.thing(
    {
        "articles": schemas.listed(schemas.TEXT),
        "acts": schemas.listed({"additionalProperties": schemas.maybe(schemas.TEXT), "required": list(ACT)}),
    }
)
PAGE = Page("/accounts", accounts, "Articles side by side: acts and who vouches", ("html", "json", "csv"), BODY)
