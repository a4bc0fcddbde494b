"""The format of the ledger's file, and the steps that lead from an older one to the present."""

import re
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files as resources

APPLICATION_ID = 0x44454544  # "DEED": tells a ledger from other SQLite files
FORMAT = 2

_TABLES_OF_2 = {"articles", "official", "searches", "marks", "forgotten"}


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
    for statement in statements(_script()):
        if set(tables(statement)) & _TABLES_OF_2 or "ON articles (" in statement:
            connection.execute(statement)
    connection.create_function("closed", 1, zlib.compress, deterministic=True)
    connection.execute(
        "INSERT INTO articles (key, raw, raw_sha256, recorded) "
        "SELECT key, closed(raw), raw_sha256, recorded FROM articles_1 ORDER BY recorded, key"
    )
    connection.execute("DROP TABLE articles_1")
    guard(connection)


_STEPS: Mapping[int, Callable[[sqlite3.Connection], None]] = {1: _from_1}


def _script() -> str:
    return (resources("deedbook.ledger") / "schema.sql").read_text(encoding="utf-8")


def tables(script: str) -> list[str]:
    """The names of the tables that an SQL script makes, in its order."""
    return re.findall(r"^CREATE (?:VIRTUAL )?TABLE (\w+)", script, re.MULTILINE)
