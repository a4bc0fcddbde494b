"""The front page: the pairs that the ledger holds, and the way in."""

from typing import Any

from fastapi import Request

from deedbook.desk.asking import desk
from deedbook.desk.pages import Page, Rows, Shown
from deedbook.desk.source import PairCount
from deedbook.measures.wording import party

COLUMNS = ("pair", "first", "second", "acts", "commitments", "reports", "articles", "last_published")
MOST = 60  # pairs on the page; the downloads hold all


def front(request: Request) -> Shown:
    """Pairs in the ledger, with how much is held on each."""
    source = desk(request).source
    pairs = source.pairs()

    def name(code: str) -> str:
        return party(code, source.codebook)

    def row(count: PairCount) -> list[Any]:
        first, second = count.pair
        return [
            f"{first}-{second}",
            name(first),
            name(second),
            count.acts,
            count.commitments,
            count.reports,
            count.articles,
            count.last and count.last.isoformat(),
        ]

    def rows() -> Rows:
        return Rows(COLUMNS, [row(count) for count in pairs])

    held = source.snapshot()
    return Shown(
        "front.html",
        {
            "pairs": pairs[:MOST],
            "all_pairs": len(pairs),
            "name": name,
            "articles": len(held.articles),
            "acts": len(held.occurrences),
            "commitments": len(held.commitments),
            "states": sorted((state.name, code) for code, state in source.codebook.states.items()),
        },
        data=lambda: {"pairs": rows().records()},
        rows=rows,
        name="deedbook-pairs",
    )


PAGE = Page("/", front, "Pairs in the ledger, with how much is held on each", ("html", "json", "csv"))
