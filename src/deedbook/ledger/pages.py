"""Pages that took long to make of the facts, kept beside them, and what of a pair was read since."""

import sqlite3
import zlib
from dataclasses import dataclass
from datetime import datetime

MOST = 500  # pages; the oldest go


@dataclass(frozen=True, slots=True)
class KeptPage:
    """``body`` as it was made at ``made`` (UTC), which took ``seconds``, of the facts of the ledger's ``turn``."""

    body: bytes
    turn: int
    made: datetime
    seconds: float


def kept(connection: sqlite3.Connection, name: str, maker: str) -> KeptPage | None:
    """The page of this name, where ``maker``, a fingerprint of the code, made it."""
    found = connection.execute(
        "SELECT page, turn, made, seconds FROM kept_pages WHERE name = ? AND maker = ?", (name, maker)
    ).fetchone()
    if not found:
        return None
    page, turn, made, seconds = found
    return KeptPage(zlib.decompress(page), turn, datetime.fromisoformat(made), seconds)


def keep(connection: sqlite3.Connection, name: str, maker: str, page: KeptPage) -> None:
    """Keeps the page under this name, in place of the one before."""
    connection.execute(
        "INSERT OR REPLACE INTO kept_pages VALUES (?, ?, ?, ?, ?, ?)",
        (name, maker, page.turn, page.made.isoformat(), page.seconds, zlib.compress(page.body)),
    )
    connection.execute(
        "DELETE FROM kept_pages WHERE name NOT IN (SELECT name FROM kept_pages ORDER BY made DESC LIMIT ?)", (MOST,)
    )


def changed(connection: sqlite3.Connection, one: str, other: str, turn: int) -> list[str]:
    """Keys of the articles that tell of the two (in order) and were read, or changed by a person, after that turn; the
    newest first."""
    rows = connection.execute(
        "SELECT DISTINCT a.key FROM indexed_events e CROSS JOIN indexed_articles a ON a.number = e.article "
        "AND a.turn > ? WHERE e.one = ? AND e.other = ? AND e.act IS NOT NULL ORDER BY a.day DESC, a.key",
        (turn, one, other),
    )
    return [key for (key,) in rows]
