"""The review queue: one event at a time, decided with one key."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query, Request
from pydantic import BaseModel, Field

from deedbook.desk import schemas
from deedbook.desk.asking import Pair, desk, pair_of
from deedbook.desk.corrections import correctable, label, parties
from deedbook.desk.marking import Part, parts
from deedbook.desk.neighbours import neighbours
from deedbook.desk.pages import Missing, Page, Rows, Shown
from deedbook.desk.queue import ONLY, Item, Only, queue, ranked
from deedbook.desk.source import Source
from deedbook.desk.text import visible
from deedbook.desk.users import current
from deedbook.desk.views.search import named_pair
from deedbook.ledger.reviews import Agreement
from deedbook.measures.wording import party
from deedbook.records import Article, Entry, Snapshot

TRIED = 8  # pairs that are looked through for one with anything waiting
NEXT = 12  # rows of the queue that the page lists
DONE: Mapping[str, str] = {
    "accepted": "The one before was accepted.",
    "corrected": "The one before was corrected.",
    "rejected": "The one before was rejected.",
    "undone": "What you decided on this one was taken back.",
    "noted": "Your note was written down.",
    "joined": "The two are one act now.",
    "split": "The two are two acts now.",
    "added": "The act below was added.",
    "removed": "The act that you had added was taken away.",
}
UNDONE = ("accepted", "corrected", "rejected", "joined", "split", "added")  # what can be taken back from the next page
COLUMNS = ("id", "state", "doubt", "weight", "why", "actor", "recipient", "event_type", "status", "by")


class Asking(BaseModel):
    """``pair``: only events between these two. ``only``: which part of the queue. ``blind``: without what others
    decided. ``at``: the item to show; ``after``: the one to go on from; ``done``: what was decided just now."""

    pair: Annotated[str, Field(max_length=60)] = ""
    only: Only = "open"
    blind: bool = False
    at: Annotated[str, Field(max_length=60)] = ""
    after: Annotated[str, Field(max_length=60)] = ""
    done: Annotated[str, Field(max_length=200)] = ""

    def address(self, **changes: object) -> str:
        kept = {"pair": self.pair, "only": self.only, "blind": "1" if self.blind else ""} | changes
        return "/review?" + urlencode({name: value for name, value in kept.items() if value})


def review(request: Request, ask: Annotated[Asking, Query()]) -> Shown:
    """Events that wait for a person, what matters most first."""
    return shown(request, ask)


def shown(
    request: Request, ask: Asking, problem: str = "", given: Mapping[str, str] | None = None, status: int = 200
) -> Shown:
    """The queue; with a ``problem``, what was ``given`` for the item and not taken stands in its form again."""
    source, user = desk(request).source, current(request)
    pair = asked_pair(source, ask)
    items = waiting(source, ask, pair, user.name)
    at = next((place for place, item in enumerate(items) if item.id == ask.at), 0)
    item = items[at] if items else None
    said, _, was = ask.done.partition(".")
    agreed = () if ask.blind else source.agreement()

    def rows() -> Rows:
        return Rows(COLUMNS, [_row(one) for one in items])

    return Shown(
        "review.html",
        {
            "ask": ask,
            "only": ONLY,
            "items": items[at : at + NEXT],
            "place": at + 1,
            "total": len(items),
            "item": item,
            "before": items[at - 1].id if at else "",
            "after": items[at + 1].id if at + 1 < len(items) else "",
            "may": user.reviews,
            "said": DONE.get(said, ""),
            "was": was if said in UNDONE else "",
            "problem": problem,
            "note": (given or {}).get("note", ""),
            "name": lambda code: party(code or "", source.codebook) or "?",
            "label": label,
            "agreed": agreed,
            "fields": correctable(item.shown, source.codebook, given) if item and user.reviews else (),
            "parties": parties() if item and user.reviews else (),
            **_neighbours(source, item, ask),
            **(_text(source, item) if item else {"article": None, "parts": (), "words": [], "told": 0}),
        },
        data=lambda: {"total": len(items), "items": rows().records(), "agreement": _records(agreed)},
        rows=rows,
        name="deedbook-review",
        status=status,
    )


def asked_pair(source: Source, ask: Asking) -> Pair | None:
    """The pair that the address names by codes or by names. Raises Missing where it names none."""
    return pair_of(named_pair(ask.pair, source.codebook) or ask.pair, source.codebook) if ask.pair.strip() else None


def waiting(source: Source, ask: Asking, pair: Pair | None, who: str) -> tuple[Item, ...]:
    """What waits for ``who``. Without a pair, of all where the ledger is small; else of the pair that most sources tell
    of and that has anything waiting, or of what people decided on, where that is asked for."""
    if pair or not source.is_large():
        return _waiting(source, source.ranking(pair), ask, who, pair)
    if ask.only in ("mine", "disagreements"):
        return _waiting(source, _of_decided(source), ask, who)
    named = (ask.at or ask.after).partition(".")[0]
    pairs = [
        *(source.pairs_in(named)[:1] if named else ()),
        *((held.one, held.other) for held in source.pairs()[:TRIED]),
    ]
    for one in pairs:
        if found := _waiting(source, source.ranking(one), ask, who, one):
            return found
    return ()


def _waiting(
    source: Source, items: Sequence[Item], ask: Asking, who: str, pair: Pair | None = None
) -> tuple[Item, ...]:
    keys = {item.article_key for item in items} | ({named} if (named := ask.at.partition(".")[0]) else set())
    before = source.ledger.former(sorted(keys)) if ask.only == "recoded" else None
    return queue(items, source.decided(keys), who, only=ask.only, blind=ask.blind, before=before, pair=pair)


def _of_decided(source: Source) -> tuple[Item, ...]:
    """All events of the texts on which people decided; nothing is known of their weight."""
    facts = source.ledger.facts(keys=sorted(source.decided_on()))
    return ranked(facts, Snapshot(articles={}, entries=(), occurrences=(), commitments=()), None)


def _neighbours(source: Source, item: Item | None, ask: Asking) -> dict[str, Any]:
    """What is counted as one act with the event, and what might be; nothing in blind mode, since others decided it."""
    sides = (item.shown.actor.code, item.shown.recipient.code) if item else (None, None)
    if item is None or ask.blind or not (sides[0] and sides[1]) or sides[0] == sides[1]:
        return {"same": (), "near": ()}
    same, near = neighbours(item, source.snapshot((sides[0], sides[1])))
    return {"same": same, "near": near}


def _text(source: Source, item: Item) -> dict[str, Any]:
    """The block around the event, its words marked."""
    article = source.article(item.article_key)
    if article is None:
        raise Missing("The article of this event is not in the ledger any more.")
    event = item.shown
    entry = Entry(item.article_key, event, event.date, None, datetime.now(UTC))
    around = [part for part in parts(article, [entry], [], None) if 1 in part.numbers]
    told = event.cue.start if event.cue else event.sentence.start
    return {"article": article, "parts": around, "words": _words(article, around), "told": told}


def _words(article: Article, around: Sequence[Part]) -> list[tuple[int, int, str]]:
    """First and last place of each word of the block, with the word as it is shown, which may be longer."""
    held = [(part.stretches[0].start, part.stretches[-1].end) for part in around]
    found = [word for start, end in held for word in re.compile(r"\S+").finditer(article.raw, start, end)]
    return [(word.start(), word.end(), visible(word[0])) for word in found]


def _row(item: Item) -> tuple[Any, ...]:
    return (
        item.id, item.review.state, round(item.doubt, 3), item.weight, "; ".join(item.why), item.shown.actor.code,
        item.shown.recipient.code, item.shown.event_type, item.shown.status, ", ".join(item.review.by),
    )  # fmt: skip


def _records(agreed: Sequence[Agreement]) -> list[dict[str, Any]]:
    return [{"field": one.field, "events": one.units, "alike": one.alike, "alpha": one.alpha} for one in agreed]


BODY = schemas.thing(
    {
        "total": schemas.WHOLE,
        "items": schemas.records(COLUMNS, numbers=("doubt", "weight")),
        "agreement": schemas.records(
            ("field", "events", "alike", "alpha"), whole=("events", "alike"), numbers=("alpha",)
        ),
    }
)
PAGE = Page("/review", review, "Events that wait for a person, what matters most first", ("html", "json", "csv"), BODY)
