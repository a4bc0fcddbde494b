"""The article as it was saved: what was read in it beside each sentence, furniture greyed, what was passed over."""

import re
from collections import Counter
from typing import Annotated, Any

from fastapi import Query, Request

from deedbook.desk.asking import desk
from deedbook.desk.filters import NARRATOR, UNNAMED
from deedbook.desk.marking import ROLES, parts
from deedbook.desk.pages import Missing, Page, Rows, Shown
from deedbook.measures.wording import amount, interval, party
from deedbook.records import Entry, Occurrence

COLUMNS = (
    "number", "event_id", "actor", "recipient", "event_type", "status", "denied", "instrument", "domains", "speaker",
    "cue", "object", "condition", "amount", "date", "confidence", "coder", "reviewed", "start", "end",
)  # fmt: skip


def article(request: Request, key: str, at: Annotated[str, Query(max_length=40)] = "") -> Shown:
    """One article: its text with the events read in it."""
    source = desk(request).source
    found = source.article(key)
    if found is None:
        raise Missing(f"The ledger holds no article {key[:40]}.")
    snapshot, index = source.snapshot(), source.index()
    told = index.told.get(key, [])
    entries = [entry for entry, _ in told]
    passed = snapshot.passed.get(key, ())

    def name(code: str | None) -> str:
        return party(code or "", source.codebook)

    def rows() -> Rows:
        return Rows(COLUMNS, [_row(number, entry) for number, entry in enumerate(entries, 1)])

    return Shown(
        "article.html",
        {
            "article": found,
            "parts": parts(found, entries, passed, _span(at, len(found.raw))),
            "records": [_record(number, e, act, index.owed.get(act.id, [])) for number, (e, act) in enumerate(told, 1)],
            "passed": passed,
            "reasons": Counter(p.reason for p in passed).most_common(),
            "roles": [role for role in ROLES if role != "sentence"],
            "statuses": sorted({entry.event.status for entry in entries}),
            "name": name,
            "inference": snapshot.inferences.get(key),
            "remarks": [remark for remark in snapshot.remarks if remark.article_key == key],
            "copy_of": snapshot.articles.get(snapshot.wire.get(key, key))
            if snapshot.wire.get(key, key) != key
            else None,
            "pointers": snapshot.pointers.get(key, ()),
            "at": at,
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


def _record(number: int, entry: Entry, act: Occurrence, owed: list[Any]) -> dict[str, Any]:
    speaker = entry.event.speaker
    return {
        "number": number,
        "entry": entry,
        "event": entry.event,
        "act": act,
        "others": [other for other in act.entries if other != entry],
        "owed": owed,
        "speaker": speaker.name or (NARRATOR if speaker.kind == "narrator" else UNNAMED),
        "pair": "-".join(sorted((act.actor, act.recipient))),
        "joins": bool(act.actor and act.recipient and act.actor != act.recipient and act.recipient != "ALL"),
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


PAGE = Page("/articles/{key}", article, "One article: the events read in it", ("html", "json", "csv"))
