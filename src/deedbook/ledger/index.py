"""What is derived from the facts and kept beside them, so that one pair is read without the rest, and a new event
merges again only the acts that it may touch.

Everything here can be thrown away and made again. It is brought up to date in the transaction that adds the facts, so
that readers always find both in step."""

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from typing import Any

from deedbook.codebook import Codebook
from deedbook.codebook.table import data_folder
from deedbook.ledger.acts import Namesakes
from deedbook.ledger.citations import Citations
from deedbook.ledger.copies import Copies
from deedbook.ledger.entries import Made, known
from deedbook.ledger.facts import POSITIONS, Reading, read_event, read_facts
from deedbook.ledger.knots import SHORT_DAYS, Knots
from deedbook.ledger.lookups import ALL, ANNOUNCES_NOTHING, NAMES_NO_OUTLET, settle
from deedbook.ledger.memory import Garbage
from deedbook.ledger.migrations import statements, tables
from deedbook.ledger.queries import asked, listed
from deedbook.ledger.scope import tags
from deedbook.ledger.search import searched
from deedbook.ledger.traits import manner, window
from deedbook.ledger.vocabulary import words
from deedbook.records import Article, Event

CHUNK = 500  # articles at once when all, or all of an outlet, is made again

_Row = tuple[Any, ...]  # of indexed_events
Names = tuple[str, str]  # of a pair; or of a tag or an article, behind an empty one

_ROW = " INTO indexed_events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
RULES = (
    "index.py", "index.sql", "copies.py", "knots.py", "kept.py", "merge.py", "sameness.py", "exclusions.py",
    "contrasts.py", "clusters.py",
    "likeness.py", "sketches.py", "forms.py", "wire.py", "traits.py", "vocabulary.py", "texts.py", "credits.py",
    "entries.py", "decisions.py", "added.py", "anchors.py", "reviews.py", "search.py", "scope.py", "acts.py",
    "glances.py", "citations.py",
)  # fmt: skip


@cache
def rules() -> str:
    """A fingerprint of all that decides what the index holds: another one means that it must be made again."""
    return _fingerprint()


def replaced() -> bool:
    """Whether what lies on the disk is no longer what this process runs: it was upgraded, or taken away, meanwhile."""
    try:
        return _fingerprint() != rules()
    except OSError:
        return True


def _fingerprint() -> str:
    digest = hashlib.blake2b(digest_size=12)
    package = resources("deedbook.ledger")
    for part in (*(package / name for name in RULES), *_files(data_folder())):
        digest.update(part.name.encode() + b"\0" + part.read_bytes())
    return digest.hexdigest()


def _files(folder: Traversable) -> list[Traversable]:
    found = []
    for part in sorted(folder.iterdir(), key=lambda part: part.name):
        found += _files(part) if part.is_dir() else [part] if part.name.endswith(".csv") else []
    return found


class Index:
    """The index of one open ledger. Every method runs within a transaction of the caller's."""

    def __init__(self, connection: sqlite3.Connection, codebook: Codebook) -> None:
        self._connection, self._codebook = connection, codebook
        self._namesakes: Namesakes | None = None
        self.copies = Copies(connection, codebook)
        self._knots = Knots(connection, codebook, self.copies)
        self._garbage = Garbage()
        self._turn = 0
        self._pairs: set[Names] = set()  # to be counted again
        self._touched: set[Names] = set()  # in which something changed

    def is_ready(self) -> bool:
        """Whether it was made by the present rules."""
        query = self._connection.execute
        if not query("SELECT 1 FROM sqlite_master WHERE name = 'index_state'").fetchone():
            return False
        found = query("SELECT value FROM index_state WHERE name = 'rules'").fetchone()
        return found is not None and found[0] == rules()

    def rebuild(self) -> None:
        """Makes everything again from the facts."""
        script = (resources("deedbook.ledger") / "index.sql").read_text(encoding="utf-8")
        self._turn = self._last_turn() + 1  # goes on, so that nothing made before is taken for what is made anew
        for table in tables(script):
            self._connection.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in statements(script):
            self._connection.execute(statement)
        self._connection.execute("INSERT INTO index_state VALUES ('turns', ?)", (str(self._turn),))
        self._touched = {ALL}
        keys = [key for (key,) in self._connection.execute("SELECT key FROM articles ORDER BY recorded, number")]
        for at in range(0, len(keys), CHUNK):
            self.take_in(keys[at : at + CHUNK])
        self._flush()
        settle(self._connection)
        self._connection.execute("INSERT INTO index_state VALUES ('rules', ?)", (rules(),))

    def take_in(self, keys: Collection[str]) -> None:
        """Brings the index up to date with the facts on these articles: new, coded anew, decided on, or forgotten."""
        with self._garbage.left(len(keys)):
            self._take_in(keys)

    def _take_in(self, keys: Collection[str]) -> None:
        facts = read_facts(self._connection, keys=keys)
        codings = {reading.article_key: reading for reading in facts.readings}
        made = Made(facts, self._codebook)
        self._take_turn()
        self._knots.learn(facts, made)
        drawn = self.copies.drawn(facts)
        told: list[_Row] = []
        stale: set[int] = set()
        regroup: set[int] = set()
        # In the order of their numbers, so that each table grows at its end (and the words are not written one by one).
        for number, key in self._all(
            "SELECT number, a.key FROM json_each(?) j CROSS JOIN articles a ON a.key = j.value ORDER BY number",
            listed(keys),
        ):
            article = facts.articles.get(key)
            if not self._article(number, key, article):
                continue
            self._touched.update(self._tags(number))
            rows = self._all("SELECT act, one, other FROM indexed_events WHERE article = ? AND act IS NOT NULL", number)
            stale.update(act for act, _, _ in rows)
            self._mark((one, other) for _, one, other in rows)
            self._connection.execute("UPDATE indexed_events SET act = NULL, knot = NULL WHERE article = ?", (number,))
            reading = codings.get(key)
            if article:
                self._past(number, article, reading.number if reading else 0)
            if article and reading and reading.coding.events:
                told += self._events(number, article, reading, made)
                regroup |= self.copies.add(number, article, drawn[key])
            elif article:
                regroup |= self.copies.remove(number, article)
        fresh = self._put_down(told)
        self.copies.put_down()
        moved = self.copies.group(regroup)
        self._mark(self._pairs_in(moved))
        self._mark(self._knots.renew(fresh | self._told_in(moved), stale))
        self._flush()

    def _take_turn(self) -> None:
        """Forgets what is kept at hand where somebody else wrote since, or the last turn was rolled back."""
        turn = self._last_turn()
        if turn != self._turn:
            self._knots.clear()
            self.copies.clear()
        self._turn = turn + 1
        self._connection.execute("INSERT OR REPLACE INTO index_state VALUES ('turns', ?)", (str(self._turn),))

    def _last_turn(self) -> int:
        if not self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'index_state'").fetchone():
            return 0
        ((turn,),) = self._all("SELECT coalesce((SELECT value FROM index_state WHERE name = 'turns'), 0)")
        return int(turn)

    def touch(self, *, everything: bool) -> None:
        """Says that something else was written, and whether it bears on every pair."""
        self._take_turn()
        self._touched = {ALL} if everything else set()
        self._flush()

    def shown_otherwise(self, keys: Collection[str]) -> None:
        """Says that these articles are shown as another place has them, which changes nothing of what they tell."""
        if keys:
            self._take_turn()
            self._connection.executemany(
                "UPDATE indexed_articles SET turn = ? WHERE number = (SELECT number FROM articles WHERE key = ?)",
                [(self._turn, key) for key in keys],
            )

    # -- articles and copies -------------------------------------------------------------------------------------

    def _article(self, number: int, key: str, article: Article | None) -> bool:
        """Puts an article in that is new; False for one that is not in the index and need not be."""
        if self._connection.execute(
            "UPDATE indexed_articles SET turn = ? WHERE number = ?", (self._turn, number)
        ).rowcount:
            return True
        if article is None:
            return False
        day, first = known(article), article.published.start
        self._connection.execute(
            "INSERT INTO indexed_articles (number, key, day, published, language, source, copy, turn, quiet) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                key,
                day and day.isoformat(),
                first and first.isoformat(),
                article.language,
                article.outlet or key,
                number,
                self._turn,
                self._quiet(article.raw),
            ),
        )
        self._connection.execute("INSERT INTO words (rowid, body) VALUES (?, ?)", (number, searched(article)))
        return True

    def _quiet(self, raw: str) -> int:
        """What a text is silent on, as bits: those who read a pair need not look."""
        folded = raw.casefold()
        announces = any(word in folded for word in words("announcing"))
        return NAMES_NO_OUTLET * (not Citations.of(self._codebook.outlets).glance.may(raw)) | (
            ANNOUNCES_NOTHING * (not announces)
        )

    def forget(self, key: str, article: Article) -> None:
        """Takes the words and the row of an article out, before its text is erased."""
        self._take_turn()
        self._knots.clear()
        number = self._connection.execute("SELECT number FROM articles WHERE key = ?", (key,)).fetchone()[0]
        self._touched |= {("", key), *self._tags(number)}
        self._connection.execute(
            "INSERT INTO words (words, rowid, body) VALUES ('delete', ?, ?)", (number, searched(article))
        )
        # Deleted words stay in the older parts of a full-text index until these are merged.
        self._connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        self.copies.clear()
        others = self.copies.remove(number, article)
        rows = self._all("SELECT DISTINCT act, one, other FROM indexed_events WHERE article = ?", number)
        self._mark((one, other) for _, one, other in rows)
        self._connection.execute("DELETE FROM indexed_events WHERE article = ?", (number,))
        self._connection.execute("DELETE FROM indexed_articles WHERE number = ?", (number,))
        self._connection.execute("DELETE FROM kept_pages")  # any of them may quote it
        moved = self.copies.group(others)
        self._mark(self._pairs_in(moved))
        self._mark(self._knots.renew(self._told_in(moved), {act for act, _, _ in rows if act is not None}))
        self._flush()

    # -- events and acts -----------------------------------------------------------------------------------------

    def _events(self, article_number: int, article: Article, reading: Reading, made: Made) -> list[_Row]:
        """The rows of a reading's events, each an act of its own; writes their tags."""
        rows: list[_Row] = []
        for (number, entry), event in zip(made.of(reading), reading.coding.events, strict=True):
            shown = entry.event if entry else event
            days = window(entry) if entry else None
            near = days[0] if days and days[1] - days[0] <= SHORT_DAYS else None
            kind = "not_received" if shown.status == "not_received" else shown.event_type
            decided = int(entry is None or entry.reviewed or entry.disputed)
            rows.append(
                (
                    number,
                    article_number,
                    *_parties(shown),
                    kind,
                    manner(shown),
                    near,
                    *(days or (None, None)),
                    decided,
                    number if entry else None,
                    number if entry else None,
                )
            )
            self._tag(number, shown, article)
        return rows

    def _put_down(self, rows: Sequence[_Row]) -> set[int]:
        """Writes the rows of events, all at once and in their order, which takes a third of the time; returns the
        numbers of those that count."""
        self._connection.executemany("INSERT OR REPLACE" + _ROW, sorted(rows))
        self._mark((row[2], row[3]) for row in rows)
        return {row[0] for row in rows if row[-1] is not None}

    def _past(self, article_number: int, article: Article, newest: int) -> None:
        """Writes the rows of former codings' events: they belong to no act, but were told once."""
        for (coding,) in self._all(
            "SELECT number FROM codings WHERE article = ? AND number != ?", article_number, newest
        ):
            rows = []
            for position, record in self._all("SELECT position, record FROM events WHERE coding = ?", coding):
                event = read_event(record, article.id, "")
                number = coding * POSITIONS + position
                rows.append(
                    (number, article_number, *_parties(event), event.event_type, 0, None, None, None, 0, None, None)
                )
            self._connection.executemany("INSERT OR IGNORE" + _ROW, rows)

    def _tag(self, number: int, event: Event, article: Article) -> None:
        self._namesakes = self._namesakes or Namesakes(self._codebook)
        found = tags(event, article, self._namesakes)
        if found:
            self._connection.executemany(
                "INSERT OR IGNORE INTO indexed_tags VALUES (?, ?)", [(tag, number) for tag in found]
            )
            self._touched |= {("", tag) for tag in found}

    def _tags(self, article: int) -> list[Names]:
        """The tags of an article's events, as ``changes`` names them."""
        return self._all(
            "SELECT DISTINCT '', tag FROM indexed_tags WHERE event IN "
            "(SELECT number FROM indexed_events WHERE article = ?)",
            article,
        )

    def _told_in(self, articles: Collection[int]) -> set[int]:
        """Numbers of the events that count in these articles."""
        found = self._all(
            "SELECT number FROM indexed_events WHERE act IS NOT NULL AND article IN (SELECT value FROM json_each(?))",
            listed(articles),
        )
        return {number for (number,) in found}

    def _pairs_in(self, articles: Collection[int]) -> list[Names]:
        """Pairs of the events that count in these articles."""
        return self._all(
            "SELECT DISTINCT one, other FROM indexed_events WHERE act IS NOT NULL AND article IN "
            "(SELECT value FROM json_each(?))",
            listed(articles),
        )

    # -- inside --------------------------------------------------------------------------------------------------

    def _mark(self, pairs: Iterable[Names]) -> None:
        """Notes that something of these pairs has changed; :meth:`_flush` writes it down."""
        found = set(pairs)
        self._pairs |= found
        self._touched |= found

    def _flush(self) -> None:
        self._connection.executemany("INSERT OR IGNORE INTO pairs_changed VALUES (?, ?)", self._pairs)
        self._connection.executemany(
            "INSERT OR REPLACE INTO changes VALUES (?, ?, ?)", [(*names, self._turn) for names in sorted(self._touched)]
        )
        self._pairs.clear()
        self._touched.clear()

    def _all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return asked(self._connection, query, *values)


def _parties(event: Event) -> tuple[str, str]:
    """Actor and recipient in order, as the rules compare them: codes, else names in lower case; empty where unknown."""
    one, other = sorted(party.code or (party.name or "").casefold() for party in (event.actor, event.recipient))
    return one, other
