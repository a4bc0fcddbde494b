"""The ledger's file as an open database: made, brought up to date, copied, and read and written in transactions that
find the index in step with the facts."""

import logging
import sqlite3
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from deedbook.codebook import load
from deedbook.ledger import files, migrations, soundness
from deedbook.ledger.errors import LedgerError
from deedbook.ledger.index import Index, replaced

WAIT_SECONDS = 5.0  # one batch's transaction takes moments, so whoever holds the lock longer holds it for good
CACHE_KIB = 256 * 1024  # of pages, at most: what the index looks up lies all over a large file
MAPPED_BYTES = 2**31  # of the file, at most, that are read in place instead of being copied page by page
LOG_PAGES = (
    16000  # of the log beside the file (64 MB) before it is carried over: a batch alone changes a thousand pages
)


class Database:
    """An open file. Use :meth:`open`; close it, or use it as a context manager. One thread at a time.

    ``notices`` are lines for the person who opened it: what was done to the file, and where its backup is."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._connection = connection
        self._index = Index(connection, load())
        self._ready = False
        self.path = path
        self.notices: tuple[str, ...] = ()

    @classmethod
    def open(cls, path: Path | str, *, create: bool = True) -> Self:
        """Opens the ledger at ``path``; with ``create``, makes it (and its folder) where there is none.

        Raises LedgerError, and touches nothing, where the file is no ledger, is damaged, or was made by a newer
        version."""
        path = Path(path)
        try:
            there = path.exists()
        except OSError as error:  # its folder is closed to us
            raise files.unreadable(path, error) from None
        if there:
            files.check_header(path)
        elif not create:
            raise files.fault(path, "there is no ledger here.", "Make one with `deedbook read SOURCE`.")
        else:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise files.fault(
                    path, f"the ledger's folder cannot be made ({error.strerror}).", "Name another place with --ledger."
                ) from None
        with words_for(str(path)):
            ledger = cls(_connect(str(path)), str(path))
        try:
            ledger._prepare(path)
        except LedgerError:
            ledger.close()
            raise
        for notice in ledger.notices:
            logging.getLogger(__name__).warning(notice)  # without further ado it goes to standard error
        return ledger

    @classmethod
    def temporary(cls) -> Self:
        """A ledger in memory, gone when it is closed: for ``deedbook brief SOURCE``."""
        ledger = cls(_connect(":memory:"), "temporary ledger")
        with ledger._transaction() as connection:
            migrations.create(connection)
        return ledger

    default_path = staticmethod(files.default_path)

    def close(self) -> None:
        # SQLite folds the log into the file on closing; on a full disk it stays beside it and is read there.
        with suppress(sqlite3.Error):
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def backup(self, path: Path | str) -> None:
        """Copies the ledger, as it stands now, to the new file ``path``; readers and writers go on meanwhile.

        Raises LedgerError where ``path`` exists or cannot be written, or where the ledger, of which this reads every
        page, is damaged: then there is no copy."""
        path = Path(path)
        if path.exists():
            raise files.fault(path, "there is a file of this name already.", "Name a new file for the backup.")
        part = path.with_name(path.name + ".part")
        part.unlink(missing_ok=True)
        try:
            with words_for(str(path)):
                target = sqlite3.connect(part)
                try:
                    self._connection.backup(target)
                    target.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
                    if found := soundness.whole(target):
                        raise files.damaged(self.path, found)
                finally:
                    target.close()
            part.replace(path)
        except OSError as error:
            raise files.fault(
                path, f"the backup cannot be written ({error.strerror}).", "Name another place."
            ) from None
        finally:
            part.unlink(missing_ok=True)

    def check(self) -> None:
        """Looks at every page of the file, however large (``soundness.whole``). Raises LedgerError where it is
        damaged."""
        with words_for(self.path):
            if found := soundness.whole(self._connection):
                raise files.damaged(self.path, found)

    # -- inside --------------------------------------------------------------------------------------------------

    def _log_ahead(self) -> None:
        """Sets the write-ahead log. For the lock that this takes SQLite does not wait by itself, and two processes may
        make one ledger at once."""
        until = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
                time.sleep(0.02)

    def _prepare(self, path: Path) -> None:
        with words_for(self.path):
            application, version, pages, page_size, tables = (
                self._connection.execute(query).fetchone()[0]
                for query in (
                    "PRAGMA application_id",
                    "PRAGMA user_version",
                    "PRAGMA page_count",
                    "PRAGMA page_size",
                    "SELECT count(*) FROM sqlite_master",
                )
            )
            if tables == 0 and application in (0, migrations.APPLICATION_ID):
                self._log_ahead()
                with self._transaction() as connection:
                    # A second process may have made the tables while this one waited for the lock.
                    if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                        migrations.create(connection)
                        self._index_anew()
                return
            if application != migrations.APPLICATION_ID:
                raise files.fault(
                    path,
                    "this file is no Deedbook ledger (it is another program's SQLite database).",
                    "Name another file with --ledger; this one was left as it is.",
                )
            if version > migrations.FORMAT:
                raise files.fault(
                    path,
                    f"the ledger was made by a newer Deedbook (format {version}, this one knows {migrations.FORMAT}).",
                    "Upgrade Deedbook.",
                )
            log = path.with_name(path.name + "-wal")
            length = path.stat().st_size
            if length < pages * page_size and not (log.exists() and log.stat().st_size):
                raise files.damaged(path, f"{length} bytes long, {pages * page_size} were expected")
            if found := soundness.fault(self._connection, path):
                raise files.damaged(path, found)
        if version < migrations.FORMAT:
            self._migrate(path)

    def _migrate(self, path: Path) -> None:
        """Brings an older file to the present format, once a copy of it lies beside it."""
        # A table that others refer to is made anew; what they refer to stays the same.
        self._connection.execute("PRAGMA foreign_keys = OFF")
        self._connection.execute("PRAGMA legacy_alter_table = ON")
        with self._transaction() as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version == migrations.FORMAT:
                return  # another process was faster
            copy = files.free_name(path.with_name(f"{path.name}.format-{version}.backup"))
            with Database(_connect(self.path), self.path) as reader:
                reader.backup(copy)
            migrations.migrate(connection, version)
            self._index_anew()
        self._connection.execute("PRAGMA legacy_alter_table = OFF")
        self._connection.execute("PRAGMA foreign_keys = ON")
        self.notices += (
            f"{path} was brought from format {version} to {migrations.FORMAT}; as it was before, it is kept in {copy}.",
        )

    def _index_anew(self) -> None:
        """Makes the index again, but never by rules of which a part lies in memory and a part was replaced on disk."""
        if replaced():
            raise _upgraded(self.path)
        self._index.rebuild()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with words_for(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that finds the index in step with the facts, and must leave it so."""
        with self._transaction() as connection:
            if not self._ready and not self._index.is_ready():
                self._index_anew()
            yield connection
        self._ready = True

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with words_for(self.path):
            self._connection.execute("BEGIN")
            try:
                yield self._connection
            finally:
                self._connection.execute("ROLLBACK")

    @contextmanager
    def _lookup(self) -> Iterator[sqlite3.Connection]:
        """A read that uses the index, made anew first where its rules are no longer the present ones."""
        if not self._ready:
            with self._reading():
                self._ready = self._index.is_ready()
        if not self._ready:
            with self._writing():
                pass
        with self._reading() as connection:
            yield connection


@contextmanager
def words_for(path: str) -> Iterator[None]:
    """What SQLite or zlib raises on the file at ``path``, as LedgerError."""
    try:
        yield
    except sqlite3.Error as error:
        # A newer program may have brought the file to tables that this one does not know.
        raise (_upgraded(path) if replaced() else files.in_words(path, error)) from error
    except zlib.error as error:
        raise files.damaged(path, f"a text cannot be read: {error}") from error


def _upgraded(path: str) -> LedgerError:
    return files.fault(
        path,
        "Deedbook was installed anew while this program ran, so that it can no longer tell what the ledger holds.",
        "Start it again; everything reported as done before is kept.",
    )


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    # In WAL mode NORMAL survives the process being killed; a power cut may cost the last articles, never the file.
    connection.execute("PRAGMA synchronous = NORMAL")
    # What is erased must be gone from the file's bytes, also what the full-text index set free long before.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    connection.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
    return connection
