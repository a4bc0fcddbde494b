"""The article as it was saved: what was read in it beside each sentence, furniture greyed, what was passed over."""

import re
from collections import Counter
from typing import Annotated, Any

from fastapi import Query, Request

from deedbook.codebook import EVERYBODY
from deedbook.desk import schemas
from deedbook.desk.asking import desk
from deedbook.desk.filters import NARRATOR, UNNAMED
from deedbook.desk.marking import ROLES, parts
from deedbook.desk.pages import Missing, Page, Rows, Shown
from deedbook.desk.source import Told
from deedbook.desk.users import current
from deedbook.ledger.added import HAND, is_added
from deedbook.measures.wording import amount, interval, party
from deedbook.records import Entry, Passed

COLUMNS = (
    "number", "event_id", "actor", "recipient", "event_type", "status", "denied", "instrument", "domains", "speaker",
    "cue", "object", "condition", "amount", "date", "confidence", "coder", "reviewed", "start", "end",
)  # fmt: skip


def article(request: Request, key: str, at: Annotated[str, Query(max_length=40)] = "") -> Shown:
    """One article: its text with the events read in it."""
    source = desk(request).source
    telling = source.telling(key)
    if telling is None:
        raise Missing(f"The ledger holds no article {key[:40]}.")
    found, passed = telling.article, telling.passed
    entries = [told.entry for told in telling.told]

    def name(code: str | None) -> str:
        return party(code or "", source.codebook)

    def rows() -> Rows:
        return Rows(COLUMNS, [_row(number, entry) for number, entry in enumerate(entries, 1)])

    return Shown(
        "article.html",
        {
            "article": found,
            "parts": parts(found, entries, passed, _span(at, len(found.raw))),
            "records": [_record(number, told) for number, told in enumerate(telling.told, 1)],
            "passed": passed,
            "reasons": Counter(p.reason for p in passed).most_common(),
            "roles": [role for role in ROLES if role != "sentence"],
            "statuses": sorted({entry.event.status for entry in entries}),
            "name": name,
            "telling": telling,
            "at": at,
            "may": current(request).reviews,
        },
        data=lambda: {
            "key": key,
            "id": found.id,
            "outlet": found.outlet,
            "title": found.title,
            "published": found.published.start and found.published.start.isoformat(),
            "events": [entry.event.to_json() for entry in entries],
            "passed": [{"start": p.start, "end": p.end, "reason": p.reason} for p in passed],
        },
        rows=rows,
        name=f"deedbook-article-{key[:16]}",
    )


def _span(text: str, length: int) -> tuple[int, int] | None:
    """``120-245`` as a span of the text; anything else is passed over, as an old link's may be."""
    found = re.fullmatch(r"(\d{1,9})-(\d{1,9})", text)
    if not found:
        return None
    start, end = int(found[1]), min(int(found[2]), length)
    return (start, end) if start < end else None


def _record(number: int, told: Told) -> dict[str, Any]:
    entry, act, event = told.entry, told.act, told.entry.event
    speaker = event.speaker
    one, other = sorted((event.actor.code or "", event.recipient.code or ""))
    return {
        "number": number,
        "entry": entry,
        "event": event,
        "others": [report for report in act.entries if report != entry] if act else [],
        "owed": told.owed,
        "speaker": speaker.name or (NARRATOR if speaker.kind == "narrator" else UNNAMED),
        "pair": f"{one}-{other}",
        "by_hand": f"by {event.coder.removeprefix(HAND)}" if is_added(event) else "",
        "joins": bool(one and one != other and EVERYBODY not in (one, other)),
    }


def _row(number: int, entry: Entry) -> tuple[Any, ...]:
    event = entry.event
    return (
        number, event.event_id, event.actor.code, event.recipient.code, event.event_type, event.status,
        "yes" if event.polarity == "negative" else "no", event.instrument, " ".join(event.domains),
        event.speaker.name or event.speaker.kind, event.cue and event.cue.text, event.object and event.object.text,
        event.condition and event.condition.text, amount(event.amount), interval(event.date),
        round(event.confidence, 4), event.coder, "yes" if entry.reviewed else "no", event.sentence.start,
        event.sentence.end,
    )  # fmt: skip


BODY = schemas.thing(
    {name: schemas.maybe(schemas.TEXT) for name in ("key", "id", "outlet", "title", "published")}
    | {"events": schemas.listed(schemas.event()), "passed": schemas.listed(schemas.of(Passed))}
)
PAGE = Page("/articles/{key}", article, "One article: the events read in it", ("html", "json", "csv"), BODY)
