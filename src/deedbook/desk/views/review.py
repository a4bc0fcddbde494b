"""The review queue: one event at a time, decided with one key."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from deedbook.desk import schemas
from deedbook.desk.asking import Pair, desk, pair_of
from deedbook.desk.forms import Refused, field, received
from deedbook.desk.marking import parts
from deedbook.desk.pages import Missing, Page, Rows, Shown
from deedbook.desk.queue import ONLY, Item, Only, queue, ranked
from deedbook.desk.source import Source
from deedbook.desk.users import current
from deedbook.ledger import LedgerError
from deedbook.ledger.decisions import CORRECTABLE, shown
from deedbook.records import Decision, Entry, Snapshot

TRIED = 8  # pairs that are looked through for one with anything waiting
NEXT = 12  # rows of the queue that the page lists
SPANS = ("cue", "actor", "recipient", "object")
COLUMNS = ("id", "state", "doubt", "weight", "why", "actor", "recipient", "event_type", "status", "by")


class Asking(BaseModel):
    """``pair``: only events between these two. ``only``: which part of the queue. ``blind``: without what others
    decided. ``at``: the item to show; ``after``: the one to go on from; ``done``: what was decided just now."""

    pair: Annotated[str, Field(max_length=20)] = ""
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
    source, user = desk(request).source, current(request)
    pair = pair_of(ask.pair, source.codebook) if ask.pair else None
    items = _queue(source, ask, pair, user.name)
    at = next((place for place, item in enumerate(items) if item.id == ask.at), 0)
    item = items[at] if items else None

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
            "fields": _fields(source, item) if item else [],
            **(_text(source, item) if item else {"article": None, "parts": ()}),
        },
        data=lambda: {"total": len(items), "items": rows().records()},
        rows=rows,
        name="deedbook-review",
    )


def _queue(source: Source, ask: Asking, pair: Pair | None, who: str) -> tuple[Item, ...]:
    """What waits for ``who``. Without a pair, of all where the ledger is small; else of the pair that most sources tell
    of and that has anything waiting, or of what people decided on, where that is asked for."""
    if pair or not source.is_large():
        return _waiting(source, source.ranking(pair), ask, who)
    if ask.only in ("mine", "disagreements"):
        return _waiting(source, _of_decided(source), ask, who)
    named = (ask.at or ask.after).partition(".")[0]
    pairs = [
        *(source.pairs_in(named)[:1] if named else ()),
        *((held.one, held.other) for held in source.pairs()[:TRIED]),
    ]
    for one in pairs:
        if found := _waiting(source, source.ranking(one), ask, who):
            return found
    return ()


def _waiting(source: Source, items: Sequence[Item], ask: Asking, who: str) -> tuple[Item, ...]:
    keys = {item.article_key for item in items}
    before = None
    if ask.only == "recoded" and keys:
        readings = source.ledger.facts(keys=sorted(keys)).readings
        newest = max((reading.recorded for reading in readings), default=datetime.now(UTC))
        before = source.ledger.facts(recorded_as_of=newest - timedelta(seconds=1), keys=sorted(keys))
    return queue(items, source.decided(keys), who, only=ask.only, blind=ask.blind, before=before)


def _of_decided(source: Source) -> tuple[Item, ...]:
    """All events of the texts on which people decided; nothing is known of their weight."""
    facts = source.ledger.facts(keys=sorted(source.decided_on()))
    return ranked(facts, Snapshot(articles={}, entries=(), occurrences=(), commitments=()), None)


def _text(source: Source, item: Item) -> dict[str, Any]:
    """The block around the event, its words marked."""
    article = source.article(item.article_key)
    if article is None:
        raise Missing("The article of this event is not in the ledger any more.")
    event = item.shown
    entry = Entry(item.article_key, event, event.date, None, datetime.now(UTC))
    around = [part for part in parts(article, [entry], [], None) if 1 in part.numbers]
    words = article.raw[event.sentence.start : event.sentence.end]
    return {"article": article, "parts": around, "sentence": words}


def _fields(source: Source, item: Item) -> list[dict[str, Any]]:
    """What can be corrected: name, value as shown, and the choices where there are few."""
    values, book = shown(item.shown), source.codebook
    found = []
    for name, value in values.items():
        allowed = CORRECTABLE[name].allowed
        choices = sorted(allowed(book)) if allowed else []
        if name == "status":
            choices = list(book.statuses)
        few = 0 < len(choices) <= 40 and name != "domains"  # of which there may be several
        found.append({"name": name, "value": value, "choices": choices if few else []})
    return found


def _row(item: Item) -> tuple[Any, ...]:
    return (
        item.id, item.review.state, round(item.doubt, 3), item.weight, "; ".join(item.why), item.shown.actor.code,
        item.shown.recipient.code, item.shown.event_type, item.shown.status, ", ".join(item.review.by),
    )  # fmt: skip


BODY = schemas.thing({"total": schemas.WHOLE, "items": schemas.records(COLUMNS, numbers=("doubt", "weight"))})
PAGE = Page("/review", review, "Events that wait for a person, what matters most first", ("html", "json", "csv"), BODY)


# -- deciding ----------------------------------------------------------------------------------------------------------


async def decide(request: Request) -> Response:
    """Writes one decision down and shows the next item. What differs from what was shown is a correction; nothing
    differing, it is accepted."""
    form = await received(request, "reviewer")
    source, who = desk(request).source, current(request).name
    ask = Asking(pair=field(form, "pair")[:20], only=_only(field(form, "only")), blind=field(form, "blind") == "1")
    return await run_in_threadpool(_decide, source, who, ask, form)


def _decide(source: Source, who: str, ask: Asking, form: FormData) -> Response:
    pair = pair_of(ask.pair, source.codebook) if ask.pair else None
    named = field(form, "item")
    ask = ask.model_copy(update={"at": named})
    everything = _queue(source, ask.model_copy(update={"only": "all"}), pair, who)
    item = next((one for one in everything if one.id == named), None)
    if item is None:
        raise Refused(
            409, "This event is not in the ledger any more (the article was coded anew). Open the queue again."
        )
    waiting = _queue(source, ask, pair, who)
    follows = _following(waiting, named)
    kind = field(form, "kind")
    decision = _undone(item, who) if kind == "undo" else _decision(source, item, who, kind, form)
    try:
        source.ledger.decide(decision, codebook=source.codebook)
    except LedgerError as error:
        raise Refused(422, str(error)) from None
    source.wrote()
    if kind == "undo" or kind == "note":
        return RedirectResponse(ask.address(only="all" if kind == "undo" else ask.only, at=named), 303)
    said = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}[decision.kind]
    return RedirectResponse(ask.address(at=follows, done=f"{said}.{named}"), 303)


def _following(waiting: tuple[Item, ...], named: str) -> str:
    """The item that is shown after this one: the next of the queue, or the first where it was the last."""
    ids = [item.id for item in waiting]
    if named not in ids:
        return ids[0] if ids else ""
    at = ids.index(named)
    left = ids[at + 1 :] or ids[:at]
    return left[0] if left else ""


def _decision(source: Source, item: Item, who: str, kind: str, form: FormData) -> Decision:
    held, note = item.anchor, field(form, "note")[:2000]
    made = Decision(
        kind="accept",
        text_sha256=held.text_sha256,
        cue=held.cue,
        pair=held.pair,
        object=held.object,
        who=who,
        when=datetime.now(UTC),
        why=note,
    )
    if kind == "note":
        if not note:
            raise Refused(422, "The note is empty. Write something, then press Note again.")
        return replace(made, kind="note")
    if kind == "reject":
        return replace(made, kind="reject")
    values = shown(item.shown)
    given = {name: field(form, name) if name in form else value for name, value in values.items()}
    if kind == "swap":
        given |= {"actor": values["recipient"], "recipient": values["actor"]}
    changes = tuple((name, value) for name, value in _clean(given).items() if value != values[name])
    changes += _words(source, item, form)
    return replace(made, kind="correct", changes=changes) if changes else made


def _words(source: Source, item: Item, form: FormData) -> tuple[tuple[str, str], ...]:
    """Spans that were chosen, with the words that stand there."""
    article, found = source.article(item.article_key), []
    for role in SPANS:
        span = re.fullmatch(r"(\d{1,9})-(\d{1,9})", field(form, f"{role}_words"))
        if span and article and int(span[1]) < int(span[2]) <= len(article.raw):
            start, end = int(span[1]), int(span[2])
            found.append((f"{role}_words", f"{start}-{end} {article.raw[start:end]}"))
    return tuple(found)


def _clean(given: Mapping[str, str]) -> dict[str, str]:
    """Codes in capitals, domains in one order: what only looks different is no correction."""
    found = {name: value.strip() for name, value in given.items()}
    for role in ("actor", "recipient"):
        found[role] = found[role].upper()
    found["domains"] = "|".join(sorted(filter(None, (part.strip() for part in found["domains"].split("|")))))
    return found


def _undone(item: Item, who: str) -> Decision:
    """Takes the reviewer's own last decision on this event back."""
    last = next((decision for decision in reversed(item.mine) if decision.kind != "note"), None)
    if last is None:
        raise Refused(409, "You have decided nothing on this event that could be taken back.")
    return replace(last, kind="withdraw", when=datetime.now(UTC), why="", changes=())


def _only(text: str) -> Only:
    return next((known for known in ONLY if known == text), "open")
