"""Facts into the tables: each function runs within a transaction of the caller's."""

import hashlib
import sqlite3
from collections.abc import Collection
from dataclasses import replace

from deedbook.ledger import migrations
from deedbook.ledger.facts import closed, read_facts
from deedbook.ledger.index import Index
from deedbook.ledger.packing import pack, unpack
from deedbook.records import Article, Coding, OfficialRecord

_WITHOUT_RAW = frozenset({"raw"})
_WITHOUT_ARTICLE = frozenset({"article_id"})
_WITHOUT_CODER = frozenset({"article_id", "coder"})
_OFFICIAL = frozenset({"article", "coding"})


def add_article(connection: sqlite3.Connection, article: Article, now: str) -> tuple[int, bool, bool]:
    """Records the text where it is new, and the place where it was met; its number, whether the text was new, and
    whether one that was known is shown otherwise since."""
    text_sha256 = hashlib.sha256(article.raw.encode("utf-8", "surrogatepass")).hexdigest()
    added = connection.execute(
        "INSERT OR IGNORE INTO articles (key, raw, raw_sha256, recorded) VALUES (?, ?, ?, ?)",
        (article.key, closed(article.raw), text_sha256, now),
    )
    new = bool(added.rowcount)
    number = added.lastrowid if new else number_of(connection, article.key)
    assert number is not None
    sighted = sight(connection, number, article, now)
    return number, new, sighted and not new and is_shown(connection, number, article)


def number_of(connection: sqlite3.Connection, key: str) -> int | None:
    """The number of the article of this key; ``None`` where the ledger holds none."""
    found = connection.execute("SELECT number FROM articles WHERE key = ?", (key,)).fetchone()
    return int(found[0]) if found else None


def sight(connection: sqlite3.Connection, number: int, article: Article, now: str) -> bool:
    """Records where the text was met; known places change nothing, and of a forgotten text nothing is kept. Returns
    whether it was a new one."""
    cursor = connection.execute(
        "INSERT OR IGNORE INTO sightings (article, location, id, record, recorded) SELECT ?1, ?2, ?3, ?4, ?5 "
        "WHERE NOT EXISTS (SELECT 1 FROM forgotten WHERE article = ?1)",
        (number, article.origin.location, article.id, pack(article, without=_WITHOUT_RAW), now),
    )
    return cursor.rowcount > 0


def is_shown(connection: sqlite3.Connection, number: int, article: Article) -> bool:
    """Whether the text is shown as it was met in this place: the first in order of name."""
    first = connection.execute(
        "SELECT location, id FROM sightings WHERE article = ? ORDER BY location, id LIMIT 1", (number,)
    ).fetchone()
    return bool(first == (article.origin.location, article.id))


def add_coding(connection: sqlite3.Connection, article: int, coding: Coding, coder: str, now: str) -> bool:
    """Records ``coding`` where ``coder`` has not coded the article before; True where it was new."""
    cursor = connection.execute(
        "INSERT INTO codings (article, coder, recorded) SELECT ?1, ?2, ?3 WHERE NOT EXISTS "
        "(SELECT 1 FROM codings WHERE article = ?1 AND coder = ?2) "
        "AND NOT EXISTS (SELECT 1 FROM forgotten WHERE article = ?1)",
        (article, coder, now),
    )
    if cursor.rowcount == 0:
        return False
    number = cursor.lastrowid
    packed = {
        "events": [pack(e, without=_WITHOUT_CODER if e.coder == coder else _WITHOUT_ARTICLE) for e in coding.events],
        "passed": [pack(passed) for passed in coding.passed],
        "titles": [pack(title) for title in coding.titles],
    }
    for table, records in packed.items():
        connection.executemany(
            f"INSERT INTO {table} (coding, position, record) VALUES (?, ?, ?)",
            [(number, position, record) for position, record in enumerate(records)],
        )
    return True


def add_official(connection: sqlite3.Connection, article: int, record: OfficialRecord, now: str) -> bool:
    """Records what leads from the article's text into the official file; True where it was new."""
    cursor = connection.execute(
        "INSERT OR IGNORE INTO official (article, record, recorded) SELECT ?1, ?2, ?3 "
        "WHERE NOT EXISTS (SELECT 1 FROM forgotten WHERE article = ?1)",
        (article, pack(record, without=_OFFICIAL), now),
    )
    return cursor.rowcount > 0


def forget(connection: sqlite3.Connection, index: Index, keys: Collection[str], who: str, why: str, now: str) -> None:
    """Erases what these articles say: text, title, byline, events with their words, pointers. Keys, hashes, places,
    dates, outlets, who coded them and what people decided stay."""
    articles = read_facts(connection, keys=keys, numbers=()).articles
    numbers = {key: number_of(connection, key) for key in articles}
    for key, article in articles.items():
        index.forget(key, article)
    migrations.unguard(connection)
    for number in numbers.values():
        for location, id_, record in connection.execute(
            "SELECT location, id, record FROM sightings WHERE article = ?", (number,)
        ).fetchall():
            met = unpack(Article, record, raw="")
            bare = replace(met, title=None, byline=None, previous=None, blocks=(), given=None)
            connection.execute(
                "UPDATE sightings SET record = ? WHERE article = ? AND location = ? AND id = ?",
                (pack(bare, without=_WITHOUT_RAW), number, location, id_),
            )
        for table in ("events", "passed", "titles"):
            connection.execute(
                f"DELETE FROM {table} WHERE coding IN (SELECT number FROM codings WHERE article = ?)", (number,)
            )
        connection.execute("DELETE FROM official WHERE article = ?", (number,))
        connection.execute("UPDATE articles SET raw = x'' WHERE number = ?", (number,))
        connection.execute(
            "INSERT INTO forgotten (article, raw_sha256, who, why, recorded) "
            "SELECT number, raw_sha256, ?, ?, ? FROM articles WHERE number = ?",
            (who, why, now, number),
        )
    migrations.guard(connection)
