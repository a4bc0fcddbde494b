"""One decision of a reviewer, from the form of the queue: written down, and on to the next."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from deedbook.desk.asking import desk
from deedbook.desk.corrections import given, label
from deedbook.desk.forms import Refused, field, received
from deedbook.desk.pages import respond
from deedbook.desk.queue import ONLY, Item, Only
from deedbook.desk.source import Source
from deedbook.desk.users import current
from deedbook.desk.views.review import Asking, asked_pair, shown, waiting
from deedbook.ledger import LedgerError
from deedbook.ledger import decisions as allowed
from deedbook.records import Decision

SPANS = ("cue", "actor", "recipient", "object")
SAID = {
    "accept": "accepted", "correct": "corrected", "reject": "rejected", "note": "noted", "undo": "undone",
    "join": "joined", "split": "split",
}  # fmt: skip


async def decide(request: Request) -> Response:
    """Writes one decision down and shows the next item. What differs from what was shown is a correction; nothing
    differing, it is accepted. What cannot be taken is said above the form, which keeps what was typed."""
    form = await received(request, "reviewer")
    ask = Asking(pair=field(form, "pair")[:60], only=_only(field(form, "only")), blind=field(form, "blind") == "1")
    return await run_in_threadpool(_decide, request, ask, form)


def _decide(request: Request, ask: Asking, form: FormData) -> Response:
    source, who = desk(request).source, current(request).name
    pair, named, kind = asked_pair(source, ask), field(form, "item"), field(form, "kind")
    ask = ask.model_copy(update={"at": named})
    everything = waiting(source, ask.model_copy(update={"only": "all"}), pair, who)
    item = next((one for one in everything if one.id == named), None)
    if item is None:
        raise Refused(
            409, "This event is not in the ledger any more (the article was coded anew). Open the queue again."
        )
    queue = waiting(source, ask, pair, who)
    try:
        if kind == "undo":
            decision = _undone(item, who)
        elif kind in ("join", "split"):
            decision = _beside(source, item, everything, who, form)
        else:
            decision = _decision(source, item, who, kind, form)
        source.ledger.decide(decision, codebook=source.codebook)
    except (Refused, LedgerError) as error:
        said = str(error.detail) if isinstance(error, Refused) else _in_words(str(error), who)
        if all(one.id != named for one in queue):
            ask = ask.model_copy(update={"only": "all"})
        held = given(form, item.shown, source.codebook) | {"note": field(form, "note")}
        status = error.status_code if isinstance(error, Refused) else 422
        return respond(request, shown(request, ask, said, held, status), "html")
    source.wrote()
    if kind == "undo" and (last := _last(item)) and last.kind == "add":
        return RedirectResponse(ask.address(done="removed."), 303)
    done = f"{SAID['undo' if kind == 'undo' else decision.kind]}.{named}"
    if kind in ("note", "join", "split"):  # there may be more to say of this one
        return RedirectResponse(ask.address(at=named, done=done), 303)
    if kind == "undo":  # it waits again, so it stands in the queue of what does
        only = "all" if ask.only in ("mine", "disagreements") else ask.only
        return RedirectResponse(ask.address(only=only, at=named, done=done), 303)
    return RedirectResponse(ask.address(at=_following(queue, named), done=done), 303)


def _in_words(text: str, who: str) -> str:
    """What is wrong with a decision, its field named as the form names it."""
    text = text.removeprefix(f"decision by {who}: ")
    name = text.partition(" ")[0]
    return text if name not in allowed.CORRECTABLE else label(name) + text[len(name) :]


def _following(queue: Sequence[Item], named: str) -> str:
    """The item that is shown after this one: the next of the queue, or the first where it was the last."""
    ids = [item.id for item in queue]
    if named not in ids:
        return ids[0] if ids else ""
    at = ids.index(named)
    left = ids[at + 1 :] or ids[:at]
    return left[0] if left else ""


def _decision_on(item: Item, who: str, why: str) -> Decision:
    held = item.anchor
    return Decision(
        kind="accept",
        text_sha256=held.text_sha256,
        cue=held.cue,
        pair=held.pair,
        object=held.object,
        who=who,
        when=datetime.now(UTC),
        why=why,
    )


def _decision(source: Source, item: Item, who: str, kind: str, form: FormData) -> Decision:
    note = field(form, "note")[:2000]
    made = _decision_on(item, who, note)
    if kind == "note":
        if not note:
            raise Refused(422, "The note is empty. Write something, then press Note again.")
        return replace(made, kind="note")
    if kind == "reject":
        return replace(made, kind="reject")
    values, wanted = allowed.shown(item.shown), given(form, item.shown, source.codebook)
    if kind == "swap":
        wanted |= {"actor": wanted["recipient"], "recipient": wanted["actor"]}
    changes = tuple((name, value) for name, value in wanted.items() if value != values[name])
    changes += _words(source, item, form)
    return replace(made, kind="correct", changes=changes) if changes else made


def _beside(source: Source, item: Item, everything: Sequence[Item], who: str, form: FormData) -> Decision:
    """That another event tells of the same act, or of another one."""
    named = field(form, "other")
    held = {one.id: one for one in everything} | {one.id: one for one in _of_pair(source, item)}
    other = held.get(named)
    if other is None or other.id == item.id:
        raise Refused(409, "The other event is not in the ledger any more. Open the queue again.")
    made = _decision_on(item, who, "")
    return replace(made, kind="join" if field(form, "kind") == "join" else "split", other=other.anchor)


def _of_pair(source: Source, item: Item) -> Sequence[Item]:
    one, other = item.shown.actor.code, item.shown.recipient.code
    return source.ranking((one, other)) if one and other and one != other else ()


def _words(source: Source, item: Item, form: FormData) -> tuple[tuple[str, str], ...]:
    """Spans that were chosen, with the words that stand there."""
    article, found = source.article(item.article_key), []
    for role in SPANS:
        span = re.fullmatch(r"(\d{1,9})-(\d{1,9})", field(form, f"{role}_words"))
        if span and article and int(span[1]) < int(span[2]) <= len(article.raw):
            start, end = int(span[1]), int(span[2])
            found.append((f"{role}_words", f"{start}-{end} {article.raw[start:end]}"))
    return tuple(found)


def _undone(item: Item, who: str) -> Decision:
    """Takes the reviewer's own last decision on this event back."""
    last = _last(item)
    if last is None:
        raise Refused(409, "You have decided nothing on this event that could be taken back.")
    return replace(last, kind="withdraw", when=datetime.now(UTC), why="", changes=())


def _last(item: Item) -> Decision | None:
    """What the reviewer decided last on this event; notes decide nothing."""
    return next((decision for decision in reversed(item.mine) if decision.kind != "note"), None)


def _only(text: str) -> Only:
    return next((known for known in ONLY if known == text), "open")
