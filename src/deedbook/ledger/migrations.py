"""The format of the ledger's file, and the steps that lead from an older one to the present."""

import re
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files as resources

APPLICATION_ID = 0x44454544  # "DEED": tells a ledger from other SQLite files
FORMAT = 3

_NEW_IN_2 = """
CREATE TABLE articles (
  key TEXT PRIMARY KEY, raw BLOB NOT NULL, raw_sha256 TEXT NOT NULL, recorded TEXT NOT NULL
);
CREATE TABLE official (
  article_key TEXT PRIMARY KEY, record TEXT NOT NULL, recorded TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE searches (
  record TEXT PRIMARY KEY, recorded TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE marks (
  number INTEGER PRIMARY KEY AUTOINCREMENT, record TEXT NOT NULL UNIQUE, recorded TEXT NOT NULL
);
CREATE TABLE forgotten (
  article_key TEXT PRIMARY KEY, raw_sha256 TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL, recorded TEXT NOT NULL
) WITHOUT ROWID;
"""
_NAMED_BY_KEY_IN_2 = {  # the columns that stay, in each table that named an article by its key
    "sightings": "location, id, record, recorded",
    "codings": "number, coder, recorded",
    "official": "record, recorded",
    "forgotten": "raw_sha256, who, why, recorded",
}


def create(connection: sqlite3.Connection) -> None:
    """Makes the tables of an empty file, within a transaction of the caller's."""
    for statement in statements(_script()):
        connection.execute(statement)
    guard(connection)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Brings the tables from format ``version`` to the present, within a transaction of the caller's."""
    for step in range(version, FORMAT):
        _STEPS[step](connection)
    connection.execute(f"PRAGMA user_version = {FORMAT}")


def guard(connection: sqlite3.Connection) -> None:
    """Sets the triggers that tell whoever edits the file by hand that its facts are only added to."""
    for table in tables(_script()):
        for verb in ("UPDATE", "DELETE"):
            connection.execute(
                f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def unguard(connection: sqlite3.Connection) -> None:
    """Takes the triggers away, for a migration or for erasing a text; :func:`guard` sets them again."""
    for table in tables(_script()):
        for verb in ("update", "delete"):
            connection.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")


def statements(script: str) -> Iterator[str]:
    """The statements of an SQL script, one by one."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _from_1(connection: sqlite3.Connection) -> None:
    """Format 2 holds official records, searches, marks and forgotten texts, packs texts, and has an article's record
    once a place: the one that stood beside the text was that of its first sighting. The connection must not enforce
    foreign keys."""
    unguard(connection)
    connection.execute("ALTER TABLE articles RENAME TO articles_1")
    for statement in statements(_NEW_IN_2):
        connection.execute(statement)
    connection.create_function("closed", 1, zlib.compress, deterministic=True)
    connection.execute(
        "INSERT INTO articles (key, raw, raw_sha256, recorded) "
        "SELECT key, closed(raw), raw_sha256, recorded FROM articles_1 ORDER BY recorded, key"
    )
    connection.execute("DROP TABLE articles_1")


def _from_2(connection: sqlite3.Connection) -> None:
    """Format 3 gives articles numbers, by which the other tables name them. The connection must not enforce foreign
    keys."""
    unguard(connection)
    connection.execute("DROP INDEX IF EXISTS articles_by_text")
    remade = ("articles", *_NAMED_BY_KEY_IN_2)
    for table in remade:
        connection.execute(f"ALTER TABLE {table} RENAME TO {table}_2")
    for statement in statements(_script()):
        if set(tables(statement)) & set(remade):
            connection.execute(statement)
    connection.execute(
        "INSERT INTO articles (number, key, raw, raw_sha256, recorded) "
        "SELECT rowid, key, raw, raw_sha256, recorded FROM articles_2 ORDER BY rowid"
    )
    for table, columns in _NAMED_BY_KEY_IN_2.items():
        given = ", ".join(f"t.{column}" for column in columns.split(", "))
        connection.execute(
            f"INSERT INTO {table} (article, {columns}) SELECT a.number, {given} FROM {table}_2 t "
            f"JOIN articles a ON a.key = t.article_key ORDER BY {'t' if table == 'codings' else 'a'}.number"
        )
    for table in remade:
        connection.execute(f"DROP TABLE {table}_2")
    for statement in statements(_script()):
        if "ON articles (" in statement:
            connection.execute(statement)
    guard(connection)


_STEPS: Mapping[int, Callable[[sqlite3.Connection], None]] = {1: _from_1, 2: _from_2}


def _script() -> str:
    return (resources("deedbook.ledger") / "schema.sql").read_text(encoding="utf-8")


def tables(script: str) -> list[str]:
    """The names of the tables that an SQL script makes, in its order."""
    return re.findall(r"^CREATE (?:VIRTUAL )?TABLE (\w+)", script, re.MULTILINE)
