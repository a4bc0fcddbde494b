"""The front page: the pairs that the ledger holds, and the way in."""

from typing import Any

from fastapi import Request

from deedbook.desk import schemas
from deedbook.desk.asking import desk
from deedbook.desk.pages import Page, Rows, Shown
from deedbook.ledger.lookups import PairCount
from deedbook.measures.wording import party

COLUMNS = ("pair", "first", "second", "acts", "articles", "outlets", "first_published", "last_published")
MOST = 60  # pairs on the page; the downloads hold all


def front(request: Request) -> Shown:
    """Pairs in the ledger, with how much is held on each."""
    source = desk(request).source
    pairs = source.pairs()

    def name(code: str) -> str:
        return party(code, source.codebook)

    def row(held: PairCount) -> list[Any]:
        return [
            f"{held.one}-{held.other}",
            name(held.one),
            name(held.other),
            held.acts,
            held.reports,
            held.outlets,
            held.first and held.first.isoformat(),
            held.last and held.last.isoformat(),
        ]

    def rows() -> Rows:
        return Rows(COLUMNS, [row(held) for held in pairs])

    return Shown(
        "front.html",
        {
            "pairs": pairs[:MOST],
            "all_pairs": len(pairs),
            "most": max((held.acts for held in pairs), default=1),
            "name": name,
            "counts": source.counts(),
            "acts": sum(held.acts for held in pairs),
        },
        data=lambda: {"pairs": rows().records()},
        rows=rows,
        name="deedbook-pairs",
    )


BODY = schemas.thing({"pairs": schemas.records(COLUMNS, whole=("acts", "articles", "outlets"))})
PAGE = Page("/", front, "Pairs in the ledger, with how much is held on each", ("html", "json", "csv"), BODY)
