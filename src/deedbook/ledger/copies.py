"""Which articles are one text or wire copy, kept beside the facts: a new article is compared with those alone that
share a key of a sketch with it."""

import sqlite3
from bisect import insort
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from functools import cached_property

from deedbook.codebook import Codebook
from deedbook.ledger import lookups, wire
from deedbook.ledger.credits import Agencies
from deedbook.ledger.facts import Facts, read_facts
from deedbook.ledger.memory import shed
from deedbook.ledger.queries import asked, limit_met, listed
from deedbook.ledger.texts import Likeness, Sketch, sketches
from deedbook.records import Article

POSTINGS = 100  # most articles looked at for one key of a sketch; what more texts share is a form of words
REPORTS = 3000  # articles kept at hand to be compared with new ones
ABOUT = 40_000  # articles of which is kept at hand what decides whether they are compared at all
STAGED = 300_000  # newest keys that lie by themselves: in a large table each changes a page of its own


class Copies:
    """The copies of one open ledger. Every method runs within a transaction of the caller's."""

    def __init__(self, connection: sqlite3.Connection, codebook: Codebook) -> None:
        self._connection, self._codebook = connection, codebook
        self._reports: dict[str, wire.Report] = {}
        self._postings: dict[int, list[int]] = {}  # of the articles taken in now: who has their keys
        self._new: list[tuple[int, int]] = []  # keys of these that are not written yet
        self._known: dict[int, tuple[str, int, date | None]] = {}  # key, size of the sketch, first day it can be of

    def clear(self) -> None:
        """Forgets what is kept at hand, where somebody else may have written."""
        self._known.clear()

    @cached_property
    def _agencies(self) -> Agencies:
        return Agencies.of(self._codebook.outlets)

    def drawn(self, facts: Facts) -> dict[str, Sketch]:
        """Sketches of the articles that tell of acts, and who shares their keys: all at once, since one by one takes a
        hundred times as long. :meth:`put_down` must be called when they have been added."""
        keys = [reading.article_key for reading in facts.readings if reading.coding.events]
        texts = [wire.Report.of(facts.articles[key], self._agencies) for key in keys]
        self._keep(texts)
        found = sketches([report.text for report in texts])
        self._new = []
        shed(self._known, ABOUT)
        self._postings = {key: [] for key in sorted({key for own in found for key in own.keys})}
        given = listed(self._postings)
        for table in ("sketches", "sketches_new"):
            for key, article in asked(
                self._connection,
                f"SELECT s.hash, s.article FROM json_each(?) k CROSS JOIN {table} s ON s.hash = k.value "
                f"AND s.article >= coalesce((SELECT article FROM {table} WHERE hash = k.value "
                "ORDER BY article DESC LIMIT 1 OFFSET ?), 0)",
                given,
                POSTINGS - 1,
            ):
                self._postings[key].append(article)
        for some in self._postings.values():
            some.sort()
        self._learn({number for some in self._postings.values() for number in some})
        return dict(zip(keys, found, strict=True))

    def add(self, number: int, article: Article, own: Sketch) -> set[int]:
        """Finds what is one text or wire copy with an article that tells of acts, whose sketch is :meth:`drawn`;
        returns it with these, or nothing where that was done before."""
        size, published = self._about(number)
        if size is not None:
            return set()
        day = article.published.start
        shared: Counter[int] = Counter()
        for key in own.keys:
            some = self._postings[key]
            shared.update(some[-POSTINGS:])
            if len(some) >= POSTINGS:
                limit_met(self._connection)
            insort(some, number)
            self._new.append((key, number))
        self._known[number] = (article.key, len(own.keys), published)
        mine = self._report(article.key)
        linked = {number}
        for other, times in shared.items():
            told_in, keys, first = self._known[other]
            if not wire.proposed(times, min(len(own.keys), keys), day, first):
                continue
            if relation := wire.related(mine, self._report(told_in)):
                linked.add(other)
                self._connection.execute(
                    "INSERT INTO copy_links VALUES (?, ?, ?)",
                    (min(number, other), max(number, other), relation.likeness.of_longer),
                )
        self._connection.execute("UPDATE indexed_articles SET sketch = ? WHERE number = ?", (len(own.keys), number))
        return linked

    def _learn(self, articles: Iterable[int]) -> None:
        """Finds out what is asked of these articles before their texts are compared."""
        fresh = sorted(number for number in articles if number not in self._known)
        for number, key, size, published in asked(
            self._connection,
            "SELECT a.number, a.key, sketch, published FROM json_each(?) "
            "CROSS JOIN indexed_articles a ON number = value",
            listed(fresh),
        ):
            self._known[number] = (key, size, published and date.fromisoformat(published))

    def put_down(self) -> None:
        """Writes the keys of what was added. They go in order to the large table, as many as came, so that neighbours
        share a page there: one by one each would change another page."""
        self._new.sort()
        self._connection.executemany("INSERT INTO sketches_new VALUES (?, ?)", self._new)
        ((staged, swept),) = asked(
            self._connection,
            "SELECT (SELECT count(*) FROM sketches_new), (SELECT value FROM index_state WHERE name = 'swept')",
        )
        if staged <= STAGED:
            return
        first = -1 if swept is None else int(swept)
        ((last,),) = asked(
            self._connection,
            "SELECT max(hash) FROM (SELECT hash FROM sketches_new WHERE hash > ? ORDER BY hash LIMIT ?)",
            first,
            max(len(self._new), staged - STAGED),
        )
        if last is not None:
            given = (first, last)
            self._connection.execute(
                "INSERT INTO sketches SELECT hash, article FROM sketches_new WHERE hash > ? AND hash <= ?", given
            )
            self._connection.execute("DELETE FROM sketches_new WHERE hash > ? AND hash <= ?", given)
        self._connection.execute(
            "INSERT OR REPLACE INTO index_state VALUES ('swept', ?)", (str(-1 if last is None else last),)
        )

    def remove(self, number: int, article: Article) -> set[int]:
        """Takes an article that tells of no act any more out of the hunt for copies; returns those it was one with."""
        if self._about(number)[0] is None:
            return set()
        others = lookups.alike(self._connection, [number]) - {number}
        self._known.pop(number, None)
        keys = [(one, number) for one in wire.sketch(article).keys]
        for table in ("sketches", "sketches_new"):
            self._connection.executemany(f"DELETE FROM {table} WHERE hash = ? AND article = ?", keys)
        for key, _ in keys:
            if number in (some := self._postings.get(key, [])):
                some.remove(number)
        self._connection.execute("DELETE FROM copy_links WHERE ? IN (one, other)", (number,))
        self._connection.execute("UPDATE indexed_articles SET copy = number, sketch = NULL WHERE number = ?", (number,))
        return others

    def group(self, numbers: Collection[int]) -> set[int]:
        """Groups these articles anew with all that are linked to them; returns those whose group has changed."""
        near = lookups.alike(self._connection, numbers)
        if not near:
            return set()
        rows = asked(
            self._connection,
            "SELECT number, key, copy FROM indexed_articles WHERE number IN (SELECT value FROM json_each(?))",
            listed(sorted(near)),
        )
        named = {key: number for number, key, _ in rows}
        groups = self.of(named, anew=True)
        moved = {number: named[groups[key]] for number, key, copy in rows if named[groups[key]] != copy}
        self._connection.executemany(
            "UPDATE indexed_articles SET copy = ? WHERE number = ?", [(copy, number) for number, copy in moved.items()]
        )
        return set(moved)

    def of(self, keys: Collection[str], *, anew: bool = False) -> dict[str, str]:
        """Each article's key to the one that stands for its text or wire copy. With ``anew`` found again from the
        links among these articles alone, as if there were no others."""
        given = listed(keys)
        if not anew:
            return dict(
                asked(
                    self._connection,
                    "SELECT a.key, b.key FROM indexed_articles a JOIN indexed_articles b ON b.number = a.copy "
                    "WHERE a.key IN (SELECT value FROM json_each(?))",
                    given,
                )
            )
        rows = asked(
            self._connection,
            "SELECT number, key, published FROM indexed_articles WHERE key IN (SELECT value FROM json_each(?))",
            given,
        )
        named = {number: key for number, key, _ in rows}
        links = {
            (min(named[one], named[other]), max(named[one], named[other])): wire.Relation(
                "same text", Likeness(0.0, of_longer, 0.0, 0.0)
            )
            for one, other, of_longer in asked(
                self._connection,
                "SELECT one, other, of_longer FROM copy_links WHERE one IN (SELECT value FROM json_each(?))",
                listed(named),
            )
            if other in named
        }
        days = {key: day and date.fromisoformat(day) for _, key, day in rows}
        found = {key: key for key in days}
        for group in wire.clusters(links):
            found.update(dict.fromkeys(group, wire.standing(group, days)))
        return found

    def _about(self, number: int) -> tuple[int | None, date | None]:
        """How many keys the sketch of an article has (``None``: it tells of no act), and the first day it can be of."""
        ((size, published),) = asked(
            self._connection, "SELECT sketch, published FROM indexed_articles WHERE number = ?", number
        )
        return size, published and date.fromisoformat(published)

    def _report(self, key: str) -> wire.Report:
        """What the relations look at in the article of this key; those asked for last are kept at hand."""
        if held := self._reports.pop(key, None):
            self._reports[key] = held
            return held
        article = read_facts(self._connection, keys=[key], numbers=()).articles[key]
        self._keep([wire.Report.of(article, self._agencies)])
        return self._reports[key]

    def _keep(self, reports: Iterable[wire.Report]) -> None:
        for report in reports:
            self._reports[report.key] = report
        shed(self._reports, REPORTS)
