"""Pages that took long to make of the facts, kept beside them, and what of a pair was read since."""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

MOST = 500  # pages; the oldest go
# Packages that decide what is made of facts, each of those before it; a test holds them against the imports.
LAYERS = ("records", "codebook", "reading", "coding", "ledger", "exchange", "measures", "brief")
_QUICK = 1  # of zlib's levels: it is opened as fast whatever the level, and closed several times as fast
_LEFT_OUT = frozenset({"__pycache__", "weights"})  # folders that decide nothing of what is made of facts


@dataclass(frozen=True, slots=True)
class KeptPage:
    """``body`` as it was made at ``made`` (UTC), which took ``seconds``, of the facts of the ledger's ``turn``."""

    body: bytes
    turn: int
    made: datetime
    seconds: float


@cache
def maker(package: str) -> str:
    """A fingerprint of the code and the data of ``package``, one of ``LAYERS``, and of all below it: what another one
    made is not shown."""
    digest = hashlib.blake2b(digest_size=12)
    for layer in LAYERS[: LAYERS.index(package) + 1]:
        for part in _files(files("deedbook") / layer):
            digest.update(part.name.encode() + b"\0" + part.read_bytes())
    return digest.hexdigest()


def _files(folder: Traversable) -> Iterator[Traversable]:
    for part in sorted(folder.iterdir(), key=lambda part: part.name):
        if not part.is_dir():
            yield part
        elif part.name not in _LEFT_OUT:
            yield from _files(part)


def kept(connection: sqlite3.Connection, name: str, maker: str) -> KeptPage | None:
    """The page of this name, where ``maker``, a fingerprint of the code, made it."""
    found = connection.execute(
        "SELECT page, turn, made, seconds FROM kept_pages WHERE name = ? AND maker = ?", (name, maker)
    ).fetchone()
    if not found:
        return None
    page, turn, made, seconds = found
    return KeptPage(zlib.decompress(page), turn, datetime.fromisoformat(made), seconds)


def keep(
    connection: sqlite3.Connection,
    name: str,
    maker: str,
    page: KeptPage,
    *,
    kind: str = "[",
    most: int = MOST,
) -> None:
    """Keeps the page under this name, in place of the one before, but where a text was erased since it was begun: it
    may quote that. Of those whose names begin with ``kind`` the ``most`` newest stay."""
    if _erased_since(connection, page.turn):
        return
    connection.execute(
        "INSERT OR REPLACE INTO kept_pages VALUES (?, ?, ?, ?, ?, ?)",
        (name, maker, page.turn, page.made.isoformat(), page.seconds, zlib.compress(page.body, _QUICK)),
    )
    mine = "SELECT name FROM kept_pages WHERE substr(name, 1, length(?1)) = ?1"
    connection.execute(
        f"DELETE FROM kept_pages WHERE name IN ({mine}) AND name NOT IN ({mine} ORDER BY made DESC LIMIT ?2)",
        (kind, most),
    )


def _erased_since(connection: sqlite3.Connection, turn: int) -> bool:
    """Whether a text was erased after that turn, or the index made again, so that nobody can tell."""
    found = connection.execute(
        "SELECT 1 FROM changes WHERE turn > ?1 AND one = '' AND other IN "
        "(SELECT key FROM forgotten JOIN articles ON number = article) "
        "UNION ALL SELECT 1 FROM changes WHERE turn > ?1 AND one = '*' AND other = '*' LIMIT 1",
        (turn,),
    ).fetchone()
    return found is not None


def changed(connection: sqlite3.Connection, one: str, other: str, turn: int) -> list[str]:
    """Keys of the articles that tell of the two (in order) and were read, or changed by a person, after that turn; the
    newest first."""
    rows = connection.execute(
        "SELECT DISTINCT a.key FROM indexed_events e CROSS JOIN indexed_articles a ON a.number = e.article "
        "AND a.turn > ? WHERE e.one = ? AND e.other = ? AND e.act IS NOT NULL ORDER BY a.day DESC, a.key",
        (turn, one, other),
    )
    return [key for (key,) in rows]
