"""Search: where words stand in the articles; and the way to a pair typed by its names."""

import re
from typing import Annotated

from fastapi import Query, Request

from deedbook.codebook import Codebook
from deedbook.desk.asking import desk
from deedbook.desk.pages import Page, Rows, Shown

COLUMNS = ("kind", "article", "title", "before", "match", "after")


def search(request: Request, q: Annotated[str, Query(max_length=200)] = "") -> Shown:
    """Places in articles, acts and commitments where the words stand."""
    source = desk(request).source
    hits = source.search(q)
    pair = named_pair(q, source.codebook)

    def rows() -> Rows:
        return Rows(COLUMNS, [(h.kind, h.article, h.title, h.before, h.match, h.after) for h in hits])

    return Shown(
        "search.html",
        {"q": q, "hits": hits, "pair": pair},
        data=lambda: {"q": q, "hits": rows().records()},
        rows=rows,
        name="deedbook-search",
    )


def named_pair(text: str, codebook: Codebook) -> str | None:
    """``PAK-USA`` where the text names two states, by name or by code, and nothing else."""
    words = [w for w in re.split(r"\s*(?:[–—-]|,|/|\band\b|\bvs?\b\.?|\bwith\b|&)\s*", text.strip()) if w]
    names = {n.text.lower(): n.code for n in codebook.names if n.kind in ("state", "demonym", "organisation")}
    codes = [
        w.upper() if w.upper() in codebook.states or w.upper() in codebook.organisations else names.get(w.lower(), "")
        for w in words
    ]
    return "-".join(codes) if len(codes) == 2 and all(codes) and codes[0] != codes[1] else None


PAGE = Page("/search", search, "Places in the articles where words stand", ("html", "json", "csv"))
