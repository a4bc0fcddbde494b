"""Search: where words stand in articles, in acts and commitments, and officials of that name; and the way to a pair."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import Query, Request

from deedbook.brief.wording import event_type as kind
from deedbook.brief.wording import named, rung
from deedbook.codebook import Codebook, Holder
from deedbook.desk import schemas
from deedbook.desk.asking import desk
from deedbook.desk.evidence import address
from deedbook.desk.filters import speakers
from deedbook.desk.pages import Page, Rows, Shown
from deedbook.desk.source import Pair, Source
from deedbook.ledger.search import ActHit, Hit
from deedbook.measures.dealings import acts_on
from deedbook.measures.wording import count, day, interval, party
from deedbook.records import TextEvidence

COLUMNS = ("kind", "title", "text", "address")
MOST = 50  # articles
PAIRS = 3  # pairs whose commitments are searched: those that the articles found tell most of
OFFICIALS = 8
FIRST = 5  # of a kind that are shown at once, before the articles; the others on demand


@dataclass(frozen=True, slots=True)
class Found:
    """A place where the words stand. ``pieces`` are stretches of its text, each with whether it is one of the words."""

    kind: str
    title: str
    note: str
    pieces: tuple[tuple[str, bool], ...]
    address: str

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.pieces) or self.note


def search(request: Request, q: Annotated[str, Query(max_length=200)] = "") -> Shown:
    """Places in articles, acts and commitments where all the words stand, and officials of that name."""
    source = desk(request).source
    hits = source.search(q, MOST) if q.strip() else ()
    owed = _commitments(source, q, hits)
    acts = [_act(hit, source.codebook) for hit in source.search_acts(q)] if hits else []
    found = [*_officials(source, q, hits), *owed, *acts, *(_article(hit) for hit in hits)]

    def rows() -> Rows:
        return Rows(
            COLUMNS, [(f.kind, f.title, "".join(text for text, _ in f.pieces) or f.note, f.address) for f in found]
        )

    return Shown(
        "search.html",
        {
            "q": q,
            "found": found,
            "articles": len(hits),
            "most": MOST,
            "first": FIRST,
            "pair": named_pair(q, source.codebook),
        },
        data=lambda: {"q": q, "found": rows().records()},
        rows=rows,
        name="deedbook-search",
    )


def _article(hit: Hit) -> Found:
    first = hit.marks[0] if hit.marks else (hit.start, hit.end)
    return Found(
        "article",
        hit.title or hit.id,
        f"{hit.outlet or 'no outlet named'}, {day(hit.published)}",
        _pieces(hit.snippet, [(start - hit.start, end - hit.start) for start, end in hit.marks]),
        address(TextEvidence(hit.article_key, *first)),
    )


def _act(hit: ActHit, codebook: Codebook) -> Found:
    event = hit.entry.event
    join = " and " if event.symmetric else " → "
    parties = join.join(party(side.code or "", codebook) for side in (event.actor, event.recipient))
    return Found(
        "act",
        f"{parties}: {kind(event.event_type)}",
        f"{rung(event.status)}{', denied' if event.polarity == 'negative' else ''}, {interval(hit.entry.happened)}; "
        f"{hit.outlet}",
        _pieces(hit.sentence, list(hit.marks)),
        address(hit.entry.evidence),
    )


def _pieces(text: str, marks: list[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    found, position = [], 0
    for start, end in marks:
        if start >= position:
            found += [(text[position:start], False), (text[start:end], True)]
            position = end
    return (*found, (text[position:], False))


def _commitments(source: Source, q: str, hits: tuple[Hit, ...]) -> list[Found]:
    """Commitments whose name holds all the words, of the pairs that the first articles found tell most of."""
    words = [word.casefold() for word in re.findall(r"\w+", q)]
    found = []
    for pair in filter(source.soon, _pairs(source, hits)):
        for row in source.answer(pair).commitments:
            text = f"{row.what}: {row.displayed}"
            if words and all(word in text.casefold() for word in words):
                marks = sorted(
                    match.span() for word in words for match in re.finditer(re.escape(word), text, re.IGNORECASE)
                )
                code = "-".join(pair)
                found.append(Found("commitment", row.what, code, _pieces(text, marks), f"/{code}/commitments/{row.id}"))
    return found


def _pairs(source: Source, hits: tuple[Hit, ...]) -> list[Pair]:
    counts: dict[Pair, int] = {}
    for hit in hits[:10]:
        for pair in source.pairs_in(hit.article_key):
            counts[pair] = counts.get(pair, 0) + 1
    return sorted(counts, key=lambda pair: (-counts[pair], pair))[:PAIRS]


def _officials(source: Source, q: str, hits: tuple[Hit, ...]) -> list[Found]:
    """Holders of offices of that name who vouch for acts, in their roles only: no page gathers what is said of any
    other person."""
    asked, found = q.strip().casefold(), []
    for pair in _pairs(source, hits) if len(asked) > 2 else []:
        code = "-".join(pair)
        acts = acts_on(source.snapshot(pair), pair)
        vouching = Counter(name for act in acts for name in speakers(act) if asked in name.casefold())
        for name, number in sorted(vouching.items(), key=lambda item: (-item[1], item[0])):
            if holders := _holders(name, source.codebook):
                roles = dict.fromkeys((h.state, h.office) for h in holders)
                told = "; ".join(f"{party(state, source.codebook)}, {named(office)}" for state, office in roles)
                note = f"{told}: vouches for {count(number, 'act')} of {code}"
                found.append(Found("official", name, note, (), f"/{code}/acts?speaker={quote(name)}"))
    return found[:OFFICIALS]


def _holders(name: str, codebook: Codebook) -> tuple[Holder, ...]:
    """Who held an office under this name, without the title that may stand before it."""
    words = name.split()
    names = (" ".join(words[first:]) for first in range(len(words)))
    return next((codebook.persons[name] for name in names if name in codebook.persons), ())


def named_pair(text: str, codebook: Codebook) -> str | None:
    """``PAK-USA`` where the text names two states, by name or by code, and nothing else."""
    words = [w for w in re.split(r"\s*(?:[–—-]|,|/|\band\b|\bvs?\b\.?|\bwith\b|&)\s*", text.strip()) if w]
    names = {n.text.lower(): n.code for n in codebook.names if n.kind in ("state", "demonym", "organisation")}
    codes = [
        w.upper() if w.upper() in codebook.states or w.upper() in codebook.organisations else names.get(w.lower(), "")
        for w in words
    ]
    return "-".join(codes) if len(codes) == 2 and all(codes) and codes[0] != codes[1] else None


BODY = schemas.thing({"q": schemas.TEXT, "found": schemas.records(COLUMNS)})
PAGE = Page(
    "/search",
    search,
    "Places in articles, acts and commitments where words stand, and officials of that name",
    ("html", "json", "csv"),
    BODY,
)
