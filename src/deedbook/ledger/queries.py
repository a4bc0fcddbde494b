"""Asking the index's tables."""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any


def asked(connection: sqlite3.Connection, query: str, *values: object) -> list[tuple[Any, ...]]:
    """All rows that ``query`` finds."""
    return connection.execute(query, values).fetchall()


def listed(values: Iterable[object]) -> str:
    """``values`` for a query's ``IN (SELECT value FROM json_each(?))``."""
    return json.dumps(list(values))


def limit_met(connection: sqlite3.Connection) -> None:
    """Counts that something was compared with the nearest alone, since there were too many."""
    connection.execute(
        "INSERT INTO index_state VALUES ('capped', '1') ON CONFLICT (name) DO UPDATE SET value = value + 1"
    )
