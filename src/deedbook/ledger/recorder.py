"""What goes into a ledger: texts and what was read in them, records, searches, decisions, marks; each once."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from deedbook.codebook import Codebook, load
from deedbook.ledger import decisions, files, lookups, writing
from deedbook.ledger.database import Database, words_for
from deedbook.ledger.errors import LedgerError
from deedbook.ledger.index import CHUNK
from deedbook.ledger.packing import pack
from deedbook.records import (
    Article,
    Coding,
    Decision,
    Mark,
    OfficialRecord,
    Problem,
    Search,
)


class Recorder(Database):
    """The writing half of a ledger. What a method has returned for is on record and survives the process being
    killed; the same fact again changes nothing."""

    def add(self, article: Article, coding: Coding | None, *, coder: str, recorded: datetime | None = None) -> bool:
        """Records ``article`` where its text is new, the place where it was met, and ``coding`` (``None``: the coder
        does not read its language) where ``coder`` has not coded it before; all in one transaction.

        Returns False where nothing was new but perhaps the place. ``recorded`` defaults to now; it must carry a time
        zone. A text that was forgotten stays so."""
        return self.add_many([(article, coding)], coder=coder, recorded=recorded)[0]

    def add_many(
        self,
        batch: Sequence[tuple[Article, Coding | None]],
        *,
        coder: str,
        recorded: datetime | None = None,
    ) -> list[bool]:
        """As :meth:`add` for each in order, all in one transaction: either the whole batch is on record or nothing."""
        now, told, changed, shown = stamp(recorded), [], [], []
        with self._writing() as connection:
            for article, coding in batch:
                number, new, otherwise = writing.add_article(connection, article, now)
                coded = coding is not None and writing.add_coding(connection, number, coding, coder, now)
                told.append(new or coded)
                if new or coded:
                    changed.append(article.key)
                elif otherwise:
                    shown.append(article.key)
            self._index.take_in(changed)
            self._index.shown_otherwise(shown)
        return told

    def add_official(self, record: OfficialRecord, *, recorded: datetime | None = None) -> bool:
        """Records a register's record, coded by its reader; False where it was known. Such codings are made by rule, so
        they are never made again by another coder."""
        now = stamp(recorded)
        with self._writing() as connection:
            number, new, _ = writing.add_article(connection, record.article, now)
            coded = writing.add_coding(connection, number, record.coding, record.article.origin.reader, now)
            official = writing.add_official(connection, number, record, now)
            self._index.take_in([record.article.key])
        return new or coded or official

    def add_search(self, search: Search, *, recorded: datetime | None = None) -> None:
        """Records that a register was looked through; the same search with the same outcome again changes nothing."""
        self._insert("searches", search, recorded)

    def sight(self, article: Article, *, recorded: datetime | None = None) -> None:
        """Records where ``article``, whose text the ledger holds, was met; known places change nothing."""
        with self._writing() as connection:
            number = writing.number_of(connection, article.key)
            sighted = number is not None and writing.sight(connection, number, article, stamp(recorded))
            if number is not None and sighted and writing.is_shown(connection, number, article):
                self._index.shown_otherwise([article.key])

    def decide(self, decision: Decision, *, codebook: Codebook | None = None, recorded: datetime | None = None) -> None:
        """Records a person's decision; the same one again changes nothing.

        Raises LedgerError where it corrects a field that no event has, or to a value that the codebook lacks."""
        if problem := decisions.check(decision, codebook or load()):
            raise LedgerError(problem)
        about = {decision.text_sha256} | ({decision.other.text_sha256} if decision.other else set())
        self._insert("decisions", decision, recorded, about)

    def mark(self, mark: Mark, *, recorded: datetime | None = None) -> None:
        """Records what a person says of a whole text; the same mark again changes nothing.

        Raises LedgerError where it gives rights that are not one of own, public, licensed and unknown, or names both a
        text and an outlet, or neither."""
        if problem := decisions.check_mark(mark):
            raise LedgerError(problem)
        self._insert("marks", mark, recorded, {mark.text_sha256}, mark.outlet)

    def note(self, problem: Problem, *, recorded: datetime | None = None) -> None:
        """Records that an input could not be used; the same problem again changes nothing."""
        self._insert("problems", problem, recorded)

    def forget(self, name: str, *, who: str, why: str = "", recorded: datetime | None = None) -> int:
        """Erases the text of the articles called ``name`` (a key, or the SHA-256 of the text) and all that was read in
        it, from the file's bytes too; docs/ledger.md says what stays. Returns how many articles that were, 0 where the
        ledger holds none or has forgotten them before. Raises LedgerError where another program is reading, so that
        the log beside the file cannot be emptied: the text is gone then but for that log."""
        with self._writing() as connection:
            keys = [
                key
                for (key,) in connection.execute(
                    "SELECT key FROM articles WHERE (key = ? OR raw_sha256 = ?) "
                    "AND number NOT IN (SELECT article FROM forgotten)",
                    (name, name.lower()),
                ).fetchall()
            ]
            if keys:
                writing.forget(connection, self._index, keys, who, why, stamp(recorded))
        with words_for(self.path):
            busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise files.fault(
                self.path,
                "the text is erased, but another program is reading, so it is still in the log beside the file.",
                "End the other program and run the same command again.",
            )
        return len(keys)

    def settle(self) -> None:
        """Counts the pairs that changed since, so that ``Ledger.pairs`` need not; worth it after many additions."""
        with self._writing() as connection:
            lookups.settle(connection)

    def _insert(
        self, table: str, record: object, recorded: datetime | None, about: Iterable[str] = (), outlet: str = ""
    ) -> None:
        """Adds ``record`` where it is new; ``about`` are hashes of the texts whose acts it may change, beside those of
        an outlet."""
        with self._writing() as connection:
            cursor = connection.execute(
                f"INSERT OR IGNORE INTO {table} (record, recorded) VALUES (?, ?)", (pack(record), stamp(recorded))
            )
            if cursor.rowcount and about:
                keys = lookups.keys_at(connection, outlet) if outlet else lookups.keys_of(connection, about)
                for at in range(0, len(keys), CHUNK):
                    self._index.take_in(keys[at : at + CHUNK])
            elif cursor.rowcount:
                self._index.touch(everything=table == "searches")


def stamp(moment: datetime | None) -> str:
    """A moment, or now, as the ledger writes it; in UTC."""
    moment = moment or datetime.now(UTC)
    if moment.tzinfo is None:
        raise ValueError(f"{moment} carries no time zone; recorded times are UTC")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
