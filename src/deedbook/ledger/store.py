"""The open ledger: one SQLite file of append-only facts."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files as resources
from pathlib import Path
from types import TracebackType
from typing import Self

from deedbook.codebook import Codebook, load
from deedbook.ledger import decisions, files
from deedbook.ledger.errors import LedgerError
from deedbook.ledger.facts import Facts, read_facts
from deedbook.ledger.packing import pack, unpack
from deedbook.ledger.snapshots import build
from deedbook.records import Article, Coding, Decision, Problem, Snapshot

APPLICATION_ID = 0x44454544  # "DEED": tells a ledger from other SQLite files
SCHEMA_VERSION = 1
WAIT_SECONDS = 5.0  # one article's transaction takes milliseconds, so whoever holds the lock longer holds it for good
FULL_CHECK_BYTES = 32 * 2**20  # up to here all pages are checked on opening; above, only the length (12 MB take 0.1 s)

_WITHOUT_RAW = frozenset({"raw"})


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of each kind the ledger holds. ``sightings`` counts places, so it is at least ``articles``;
    ``undated`` articles carry no date; ``events`` are those of every coder's coding, not only of the newest."""

    articles: int
    sightings: int
    undated: int
    codings: int
    events: int
    decisions: int
    problems: int


class Ledger:
    """An open ledger. Use :meth:`open`; close it, or use it as a context manager. One thread at a time.

    Every method raises LedgerError where the file is in use, full, damaged or not writable; what a method has
    returned for is on record and survives the process being killed."""

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self._connection = connection
        self.path = path

    @classmethod
    def open(cls, path: Path | str, *, create: bool = True) -> Self:
        """Opens the ledger at ``path``; with ``create``, makes it (and its folder) where there is none.

        Raises LedgerError, and touches nothing, where the file is no ledger, is damaged, or was made by a newer
        version."""
        path = Path(path)
        if path.exists():
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
        with _words_for(str(path)):
            ledger = cls(_connect(str(path)), str(path))
        try:
            ledger._prepare(path)
        except LedgerError:
            ledger.close()
            raise
        return ledger

    @classmethod
    def temporary(cls) -> Self:
        """A ledger in memory, gone when it is closed: for ``deedbook brief SOURCE``."""
        ledger = cls(_connect(":memory:"), "temporary ledger")
        ledger._create()
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

    # -- facts in ------------------------------------------------------------------------------------------------

    def add(self, article: Article, coding: Coding | None, *, coder: str, recorded: datetime | None = None) -> bool:
        """Records ``article`` where its text is new, the place where it was met, and ``coding`` (``None``: the coder
        does not read its language) where ``coder`` has not coded it before; all in one transaction.

        Returns False where nothing was new but perhaps the place. ``recorded`` defaults to now; it must carry a time
        zone."""
        key, now = article.key, _stamp(recorded)
        with self._writing() as connection:
            new = self._add_article(connection, key, article, now)
            if coding is None:
                return new
            cursor = connection.execute(
                "INSERT INTO codings (article_key, coder, recorded) SELECT ?, ?, ? "
                "WHERE NOT EXISTS (SELECT 1 FROM codings WHERE article_key = ? AND coder = ?)",
                (key, coder, now, key, coder),
            )
            if cursor.rowcount == 0:
                return new
            for table, records in (("events", coding.events), ("passed", coding.passed), ("titles", coding.titles)):
                connection.executemany(
                    f"INSERT INTO {table} (coding, position, record) VALUES (?, ?, ?)",
                    [(cursor.lastrowid, position, pack(record)) for position, record in enumerate(records)],
                )
        return True

    def sight(self, article: Article, *, recorded: datetime | None = None) -> None:
        """Records where ``article``, whose text the ledger holds, was met; known places change nothing."""
        with self._writing() as connection:
            self._sight(connection, article.key, article, _stamp(recorded))

    def decide(self, decision: Decision, *, codebook: Codebook | None = None, recorded: datetime | None = None) -> None:
        """Records a person's decision; the same one again changes nothing.

        Raises LedgerError where it corrects a field that no event has, or to a value that the codebook lacks."""
        if problem := decisions.check(decision, codebook or load()):
            raise LedgerError(problem)
        with self._writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO decisions (record, recorded) VALUES (?, ?)", (pack(decision), _stamp(recorded))
            )

    def note(self, problem: Problem, *, recorded: datetime | None = None) -> None:
        """Records that an input could not be used; the same problem again changes nothing."""
        with self._writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO problems (record, recorded) VALUES (?, ?)", (pack(problem), _stamp(recorded))
            )

    # -- facts out -----------------------------------------------------------------------------------------------

    def holds(self, article_key: str, coder: str) -> bool:
        """Whether ``coder`` has coded this article."""
        with self._reading() as connection:
            found = connection.execute(
                "SELECT 1 FROM codings WHERE article_key = ? AND coder = ?", (article_key, coder)
            ).fetchone()
        return found is not None

    def counts(self) -> Counts:
        with self._reading() as connection:
            numbers = {
                table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("articles", "sightings", "codings", "events", "decisions", "problems")
            }
            records = connection.execute("SELECT record FROM articles").fetchall()
        undated = sum('"published"' not in record for (record,) in records)
        return Counts(**numbers, undated=undated)

    def problems(self) -> tuple[Problem, ...]:
        """Inputs that could not be used, in order of their names."""
        with self._reading() as connection:
            found = connection.execute("SELECT record FROM problems ORDER BY record").fetchall()
        return tuple(unpack(Problem, record) for (record,) in found)

    def facts(self, *, recorded_as_of: datetime | None = None) -> Facts:
        """Everything recorded up to and including ``recorded_as_of`` (all, where ``None``), with each article's
        newest coding."""
        until = _stamp(recorded_as_of) if recorded_as_of else "9999"
        with self._reading() as connection:
            return read_facts(connection, until)

    def snapshot(
        self,
        *,
        as_of: date | None = None,
        recorded_as_of: datetime | None = None,
        codebook: Codebook | None = None,
    ) -> Snapshot:
        """What was known by ``as_of``, as far as this ledger had recorded it by ``recorded_as_of``: acts merged,
        commitments followed, decisions applied. See docs/ledger.md."""
        return build(self.facts(recorded_as_of=recorded_as_of), codebook or load(), as_of=as_of)

    def dump(self) -> str:
        """All facts but ``recorded`` as sorted lines of JSON: equal for ledgers that hold the same."""
        lines: list[list[object]] = []
        with self._reading() as connection:
            for key, raw_sha256, record in connection.execute("SELECT key, raw_sha256, record FROM articles"):
                lines.append(["article", key, raw_sha256, record])
            for row in connection.execute("SELECT article_key, location, id, record FROM sightings"):
                lines.append(["sighting", *row])
            for table in ("events", "passed", "titles"):
                lines += [
                    [table, *row]
                    for row in connection.execute(
                        f"SELECT article_key, coder, position, record FROM {table} JOIN codings ON number = coding"
                    )
                ]
            lines += [["coding", *row] for row in connection.execute("SELECT article_key, coder FROM codings")]
            lines += [["decision", *row] for row in connection.execute("SELECT record FROM decisions")]
            lines += [["problem", *row] for row in connection.execute("SELECT record FROM problems")]
        return "\n".join(sorted(json.dumps(line) for line in lines))

    def backup(self, path: Path | str) -> None:
        """Copies the ledger, as it stands now, to the new file ``path``; readers and writers go on meanwhile.

        Raises LedgerError where ``path`` exists or cannot be written."""
        path = Path(path)
        if path.exists():
            raise files.fault(path, "there is a file of this name already.", "Name a new file for the backup.")
        part = path.with_name(path.name + ".part")
        part.unlink(missing_ok=True)
        try:
            with _words_for(str(path)):
                target = sqlite3.connect(part)
                try:
                    self._connection.backup(target)
                    target.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
                finally:
                    target.close()
            part.replace(path)
        except OSError as error:
            raise files.fault(
                path, f"the backup cannot be written ({error.strerror}).", "Name another place."
            ) from None
        finally:
            part.unlink(missing_ok=True)

    # -- inside --------------------------------------------------------------------------------------------------

    def _prepare(self, path: Path) -> None:
        with _words_for(self.path):
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
            if tables == 0 and application in (0, APPLICATION_ID):
                self._connection.execute("PRAGMA journal_mode = WAL")
                self._create()
                return
            if application != APPLICATION_ID:
                raise files.fault(
                    path,
                    "this file is no Deedbook ledger (it is another program's SQLite database).",
                    "Name another file with --ledger; this one was left as it is.",
                )
            if version > SCHEMA_VERSION:
                raise files.fault(
                    path,
                    f"the ledger was made by a newer Deedbook (format {version}, this one knows {SCHEMA_VERSION}).",
                    "Upgrade Deedbook.",
                )
            log = path.with_name(path.name + "-wal")
            length = path.stat().st_size
            if length < pages * page_size and not (log.exists() and log.stat().st_size):
                raise files.damaged(path, f"{length} bytes long, {pages * page_size} were expected")
            if length <= FULL_CHECK_BYTES:
                found = self._connection.execute("PRAGMA quick_check(1)").fetchone()[0]
                if found != "ok":
                    raise files.damaged(path, found)

    def _create(self) -> None:
        script = (resources("deedbook.ledger") / "schema.sql").read_text(encoding="utf-8")
        tables = [line.split()[2] for line in script.splitlines() if line.startswith("CREATE TABLE")]
        # Who edits the file by hand is told so; `forget` will be the one exception and drops these for its own length.
        guards = [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;"
            for table in tables
            for verb in ("UPDATE", "DELETE")
        ]
        with self._writing() as connection:
            # A second process may have made the tables while this one waited for the lock.
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                return
            for statement in (*_statements(script), *guards):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def _add_article(self, connection: sqlite3.Connection, key: str, article: Article, now: str) -> bool:
        raw = article.raw.encode("utf-8", "surrogatepass")
        new = connection.execute(
            "INSERT OR IGNORE INTO articles (key, raw, raw_sha256, record, recorded) VALUES (?, ?, ?, ?, ?)",
            (key, raw, hashlib.sha256(raw).hexdigest(), pack(article, without=_WITHOUT_RAW), now),
        ).rowcount
        self._sight(connection, key, article, now)
        return bool(new)

    def _sight(self, connection: sqlite3.Connection, key: str, article: Article, now: str) -> None:
        connection.execute(
            "INSERT OR IGNORE INTO sightings (article_key, location, id, record, recorded) VALUES (?, ?, ?, ?, ?)",
            (key, article.origin.location, article.id, pack(article, without=_WITHOUT_RAW), now),
        )

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with _words_for(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with _words_for(self.path):
            self._connection.execute("BEGIN")
            try:
                yield self._connection
            finally:
                self._connection.execute("ROLLBACK")


@contextmanager
def _words_for(path: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise files.in_words(path, error) from error


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    # In WAL mode NORMAL survives the process being killed; a power cut may cost the last articles, never the file.
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def _stamp(moment: datetime | None) -> str:
    moment = moment or datetime.now(UTC)
    if moment.tzinfo is None:
        raise ValueError(f"{moment} carries no time zone; recorded times are UTC")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
