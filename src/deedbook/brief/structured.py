"""The brief as JSON: every field of the answer under its own name. The shape is described in docs/brief.md."""

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from deedbook import __version__
from deedbook.measures.answer import Answer
from deedbook.records import Article

SCHEMA = "deedbook.brief"
SCHEMA_VERSION = 1  # raised when a key is renamed, removed or changes its meaning; new keys may come without


def document(answer: Answer) -> dict[str, Any]:
    """The answer as plain dictionaries, lists, text and numbers; dates as ISO 8601. Articles come without their text,
    which belongs to their outlets: a quote's offsets count in the text as the ledger holds it."""
    body = {field.name: plain(getattr(answer, field.name)) for field in fields(answer) if field.name != "snapshot"}
    cited = {quote.evidence.article_key for quote in answer.quotes}
    articles = answer.snapshot.articles
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "generator": f"deedbook {__version__}",
        **body,
        "articles": [_article(key, articles[key]) for key in sorted(cited) if key in articles],
    }


def render_json(answer: Answer) -> str:
    """``document(answer)`` as indented JSON; a lone surrogate in a text is written as its escape."""
    text = json.dumps(document(answer), ensure_ascii=False, indent=2) + "\n"
    return re.sub("[\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", text)


def _article(key: str, article: Article) -> dict[str, Any]:
    return {
        "key": key,
        "id": article.id,
        "outlet": article.outlet,
        "title": article.title,
        "published": plain(article.published),
        "genre": article.genre,
        "language": article.language,
        "rights": article.rights,
        "url": article.url,
    }


def plain(value: Any) -> Any:
    """Records as dictionaries, tuples as lists, dates as ISO 8601."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
