"""A ledger's facts as plain rows, and a ledger made of such rows: nothing derived, nothing lost.

Rows name an article by its key; its number is the file's own."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from deedbook.ledger import files

Row = tuple[Any, ...]

NUMBER, KEY = "article", "article_key"  # how a table names the article that its rows are about, and how such rows do


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
    found = []
    for name, rows in described:
        columns = [
            (KEY, "TEXT") if column == NUMBER else (column, kind or "TEXT")
            for _, column, kind, *_ in rows
            if (name, column) != ("articles", "number")
        ]
        found.append((name, tuple(column for column, _ in columns), tuple(kind for _, kind in columns)))
    return tuple(found)


def rows(path: Path | str, table: str, columns: Sequence[str]) -> Iterator[Row]:
    """All rows of ``table``, in the order of its key."""
    with closing(_open(path)) as connection:
        keys = [
            f"t.{r[1]}" for r in sorted(connection.execute(f"PRAGMA table_info({table})"), key=lambda r: r[5]) if r[5]
        ]
        order = f" ORDER BY {', '.join(keys)}" if keys else ""
        given = f"{table} t"
        if KEY in columns:
            given += f" JOIN articles a ON a.number = t.{NUMBER}"
        named = ", ".join("a.key" if column == KEY else f"t.{column}" for column in columns)
        yield from connection.execute(f"SELECT {named} FROM {given}{order}")


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
            for name, columns, given in sorted(tables, key=lambda table: table[0] != "articles"):  # others name these
                if name not in known or not set(columns) <= set(known[name]):
                    raise files.fault(
                        path,
                        f"the package holds a table or column that this version lacks ({name}).",
                        "Upgrade Deedbook.",
                    )
                number = (
                    f"(SELECT number FROM articles WHERE key = ?{columns.index(KEY) + 1})" if KEY in columns else ""
                )
                values = ", ".join(number if c == KEY else f"?{at}" for at, c in enumerate(columns, 1))
                names = ", ".join(NUMBER if column == KEY else column for column in columns)
                cursor = connection.executemany(f"INSERT INTO {name} ({names}) VALUES ({values})", given)
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
        ("sightings", "a.key, location, id, record"),
        ("codings", "a.key, coder"),
        ("official", "a.key, record"),
        ("searches", "record"),
        ("decisions", "record"),
        ("marks", "record"),
        ("forgotten", "a.key, who, why"),
        ("problems", "record"),
    ):
        name = table.removesuffix("es" if table == "searches" else "s")
        named = f" JOIN articles a ON a.number = {NUMBER}" if columns.startswith("a.key") else ""
        lines += [[name, *row] for row in connection.execute(f"SELECT {columns} FROM {table}{named}")]
    for table in ("events", "passed", "titles"):
        lines += [
            [table, *row]
            for row in connection.execute(
                f"SELECT key, coder, position, record FROM {table} JOIN codings c ON c.number = coding "
                f"JOIN articles a ON a.number = c.{NUMBER}"
            )
        ]
    return "\n".join(sorted(json.dumps(line) for line in lines))
