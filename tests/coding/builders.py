"""Articles for tests, made by the real reader from text of our own."""

import io
import json
from typing import Any

from deedbook.coding import LexiconCoder
from deedbook.reading import read
from deedbook.records import Article, Coding, Event


def article(text: str, **fields: Any) -> Article:
    line = json.dumps({"id": "t", "text": text, **fields})
    (found,) = [a for a in read(["-"], jsonl=True, stdin=io.BytesIO(line.encode())) if isinstance(a, Article)]
    return found


def coding(text: str, **fields: Any) -> Coding:
    return LexiconCoder().code([article(text, **fields)])[0]


def events(text: str, **fields: Any) -> list[Event]:
    return list(coding(text, **fields).events)


def told(event: Event) -> tuple[str | None, str | None, str, str]:
    return event.actor.code, event.recipient.code, event.event_type, event.status
