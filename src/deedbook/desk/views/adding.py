"""An act that was not read, added by hand: a passage of an article, the words that tell it, and what they tell."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from deedbook.desk.asking import desk
from deedbook.desk.corrections import correctable, given, label, parties
from deedbook.desk.forms import Refused, field, received
from deedbook.desk.pages import Missing, Shown, respond
from deedbook.desk.source import Source
from deedbook.desk.text import visible
from deedbook.desk.users import current
from deedbook.ledger import LedgerError
from deedbook.ledger import decisions as allowed
from deedbook.ledger.addresses import Text
from deedbook.pipeline.adding import Stretch, added, sentence_of
from deedbook.records import Article, Event, Party, Span
from deedbook.records.failure import Failure

BLANK = Event("", "", "AGREE", "", "promised", Party(None), Party(None), None, Span(0, 0))  # what the form begins with


def page(request: Request, key: str, at: str = "") -> Response:
    """The form, for the passage of the article ``key`` in which ``at`` (120-245) begins."""
    return _shown(request, key, at, {})


async def add(request: Request, key: str) -> Response:
    """Writes the act down and shows it in the queue, where it can be put right or taken back."""
    form = await received(request, "reviewer")
    return await run_in_threadpool(_add, request, key, form)


def _add(request: Request, key: str, form: FormData) -> Response:
    source, who, at = desk(request).source, current(request).name, field(form, "at")
    text, events = _text(source, key)
    passage = _passage(text.article, at)
    typed = {name: field(form, name) for name in ("words", "about", "note")}
    wanted = given(form, BLANK, source.codebook)
    plain = allowed.shown(BLANK)
    fields = {name: value for name, value in wanted.items() if name in _NEEDED or value != plain[name]}
    try:
        made = added(
            text,
            events,
            typed["words"],
            fields,
            about=typed["about"],
            who=who,
            when=datetime.now(UTC),
            why=typed["note"][:2000],
            within=passage,
        )
        source.ledger.decide(made, codebook=source.codebook)
    except (Failure, LedgerError) as error:
        return _shown(request, key, at, wanted | typed, _in_words(str(error), who), 422)
    source.wrote()
    event = next(e for e in _text(source, key)[1] if e.cue and (e.cue.start, e.cue.end) == made.cue and e not in events)
    item = f"{key}.{event.event_id}"
    asked = {"pair": "-".join(made.pair), "only": "all", "at": item, "done": f"added.{item}"}
    return RedirectResponse("/review?" + urlencode(asked), 303)


_NEEDED = frozenset(("actor", "recipient", "event_type", "status"))


def _in_words(text: str, who: str) -> str:
    """What is wrong, its field named as the form names it."""
    text = text.removeprefix(f"decision by {who}: ")
    name = text.partition(" ")[0]
    return label(name) + text[len(name) :] if name in allowed.CORRECTABLE else text[:1].upper() + text[1:]


def _text(source: Source, key: str) -> tuple[Text, list[Event]]:
    """The article with its hash, and all that was read in it or added to it, what was rejected too."""
    facts = source.ledger.facts(keys=[key])
    if key not in facts.articles:
        raise Missing(f"The ledger holds no article {key[:40]}.")
    if not facts.readings:
        raise Refused(409, "Nothing was read in this text (its language is not one that is read), so nothing is added.")
    events = [event for reading in facts.readings for event in reading.coding.events]
    return Text(facts.articles[key], facts.hashes[key]), events


def _passage(article: Article, at: str) -> Stretch:
    """The block of the article that ``at`` points into, else the whole text."""
    found = re.fullmatch(allowed.SENTENCE, at)
    place = int(found[1]) if found else -1
    held = [(block.start, block.end) for block in article.blocks if block.start <= place < block.end]
    return held[0] if held else (0, len(article.raw))


def _shown(
    request: Request, key: str, at: str, typed: Mapping[str, str], problem: str = "", status: int = 200
) -> Response:
    source, user = desk(request).source, current(request)
    article = _text(source, key)[0].article
    start, end = _passage(article, at)
    pointed = re.fullmatch(allowed.SENTENCE, at)
    sentence = sentence_of(article, (int(pointed[1]), int(pointed[2]))) if pointed else None
    context = {
        "article": article,
        "at": at,
        "passage": visible(article.raw[start:end]),
        "words": typed.get("words", ""),
        "about": typed.get("about", ""),
        "note": typed.get("note", ""),
        "fields": [replace(one, key="") for one in correctable(BLANK, source.codebook, typed)],
        "parties": parties(),
        "problem": problem,
        "back": f"/articles/{key}" + (f"?at={sentence[0]}-{sentence[1]}#at" if sentence else ""),
        "may": user.reviews,
    }
    return respond(request, Shown("add.html", context, status=status), "html")
