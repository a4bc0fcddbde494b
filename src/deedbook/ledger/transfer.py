"""A ledger's facts as plain rows, and a ledger made of such rows: nothing derived, nothing lost."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from deedbook.ledger import files

Row = tuple[Any, ...]


def fact_tables(path: Path | str) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """Name, columns and column types of each table of facts, in the order in which the file made them, so that what a
    row refers to comes before it. Facts are the tables that refuse to be changed."""
    with closing(_open(path)) as connection:
        kept = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
            if connection.execute(
                "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = ?", (f"{name}_no_update",)
            ).fetchone()
        ]
        described = [(name, connection.execute(f"PRAGMA table_info({name})").fetchall()) for name in kept]
    return tuple((name, tuple(r[1] for r in rows), tuple(r[2] or "TEXT" for r in rows)) for name, rows in described)


def rows(path: Path | str, table: str, columns: Sequence[str]) -> Iterator[Row]:
    """All rows of ``table``, in the order of its key."""
    with closing(_open(path)) as connection:
        keys = [r[1] for r in sorted(connection.execute(f"PRAGMA table_info({table})"), key=lambda r: r[5]) if r[5]]
        order = f" ORDER BY {', '.join(keys)}" if keys else ""
        yield from connection.execute(f"SELECT {', '.join(columns)} FROM {table}{order}")


def restore(path: Path | str, tables: Iterable[tuple[str, Sequence[str], Iterable[Row]]]) -> dict[str, int]:
    """Fills the new, empty ledger in ``path`` with ``tables`` (name, columns, rows) in one transaction, and returns how
    many rows each got. Raises LedgerError where the ledger holds anything already, or lacks a table or column."""
    known = {name: columns for name, columns, _ in fact_tables(path)}
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        for name in known:
            if connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone():
                connection.execute("ROLLBACK")
                raise files.fault(path, "the ledger is not empty.", "Load a package into a new file: --ledger NEW.db.")
        counts = {}
        try:
            for name, columns, given in tables:
                if name not in known or not set(columns) <= set(known[name]):
                    raise files.fault(
                        path,
                        f"the package holds a table or column that this version lacks ({name}).",
                        "Upgrade Deedbook.",
                    )
                marks = ", ".join("?" * len(columns))
                cursor = connection.executemany(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})", given)
                counts[name] = cursor.rowcount if cursor.rowcount > 0 else 0
        except BaseException as error:
            connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise files.in_words(str(path), error) from error
            raise
        connection.execute("DELETE FROM index_state")  # what is derived is made anew when it is asked for
        connection.execute("COMMIT")
    return counts


def _open(path: Path | str) -> sqlite3.Connection:
    return sqlite3.connect(f"{Path(path).resolve().as_uri()}?mode=ro", uri=True)


def dump(connection: sqlite3.Connection) -> str:
    """All facts but ``recorded`` as sorted lines of JSON: equal for ledgers that hold the same."""
    lines: list[list[object]] = []
    for table, columns in (
        ("articles", "key, raw_sha256"),
        ("sightings", "article_key, location, id, record"),
        ("codings", "article_key, coder"),
        ("official", "article_key, record"),
        ("searches", "record"),
        ("decisions", "record"),
        ("marks", "record"),
        ("forgotten", "article_key, who, why"),
        ("problems", "record"),
    ):
        name = table.removesuffix("es" if table == "searches" else "s")
        lines += [[name, *row] for row in connection.execute(f"SELECT {columns} FROM {table}")]
    for table in ("events", "passed", "titles"):
        lines += [
            [table, *row]
            for row in connection.execute(
                f"SELECT article_key, coder, position, record FROM {table} JOIN codings ON number = coding"
            )
        ]
    return "\n".join(sorted(json.dumps(line) for line in lines))
