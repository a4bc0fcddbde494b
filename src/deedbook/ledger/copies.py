"""Which articles are one text or wire copy, kept beside the facts: a new article is compared with those alone that
share keys of a sketch with it."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cached_property

from deedbook.codebook import Codebook
from deedbook.ledger import lookups, wire
from deedbook.ledger.credits import Agencies
from deedbook.ledger.facts import Facts, read_facts
from deedbook.ledger.memory import shed
from deedbook.ledger.queries import asked, limit_met, listed
from deedbook.ledger.texts import PLACES, Likeness, Sketch, sketches
from deedbook.records import Article

LOOKED_AT = 1000  # most articles looked at for one key of a sketch; what more texts share is a form of words
COMPARED = 200  # most articles that a new one is compared with, those that share most keys with it
REPORTS = 3000  # articles kept at hand to be compared with new ones
ABOUT = 40_000  # articles of which is kept at hand what decides whether they are compared at all
SEASON = 5  # 2 ** 5 days, whose keys lie together: news in order of its days finds and puts them all in one place
UNDATED = 0  # where the keys of articles without a date lie; the bands of all others lie below zero
FIRST = 2  # the first season
VALUE_BITS = 24  # of a key's 32 that are kept: they tell the texts of a season apart
VALUE = (1 << VALUE_BITS) - 1
SEASON_BITS = PLACES.bit_length() - 1 + VALUE_BITS  # of a key below those of its season
FRESH = 1 << 50  # added to bands that came lately: they lie by themselves, behind all seasons,
_LEAST_FRESH = FRESH >> 1  # and from here on, since bands are numbers below zero, and far from as large
SETTLED = 8000  # articles after which these go to all others at once: one by one each would go to a page of its own


class Copies:
    """The copies of one open ledger. Every method runs within a transaction of the caller's."""

    def __init__(self, connection: sqlite3.Connection, codebook: Codebook) -> None:
        self._connection, self._codebook = connection, codebook
        self._reports: dict[str, wire.Report] = {}
        self._postings: dict[int, list[int]] = {}  # of the articles taken in now: who has their keys
        self._sought: dict[str, tuple[list[int], list[int]]] = {}  # keys and bands that each of these may share
        self._shared: dict[str, Counter[int]] = {}  # how many keys of each without a date others have
        self._seasons: set[int] = set()  # of these articles
        self._added: set[int] = set()  # those of them that were added by now
        self._new: list[tuple[int, int]] = []  # keys of these that are not written yet
        self._known: dict[int, tuple[str, date | None]] = {}  # key, first day it can be of

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
        found = dict(zip(keys, sketches([report.text for report in texts]), strict=True))
        self._new, self._added = [], set()
        shed(self._known, ABOUT)
        undated = [report.key for report in texts if report.day is None]
        seasons = self._all_seasons() if undated else []
        self._seasons = {_season(report.day) for report in texts} if undated else set()
        self._shared = {key: self._in_any(seasons, found[key]) for key in undated}
        self._sought = {report.key: self._shared_by(found[report.key], report.day) for report in texts}
        wanted = {key for both in self._sought.values() for some in both for key in some}
        wanted |= {FRESH + band for _, bands in self._sought.values() for band in bands}
        self._postings = {}
        for key, article in asked(
            self._connection,
            "SELECT s.hash, s.article FROM json_each(?) k CROSS JOIN sketches s ON s.hash = k.value",
            listed(sorted(wanted)),
        ):
            self._postings.setdefault(key - FRESH if key >= _LEAST_FRESH else key, []).append(article)
        self._learn({number for some in (*self._postings.values(), *self._shared.values()) for number in some})
        return found

    def _all_seasons(self) -> list[int]:
        """Where the keys of each season begin of which there are any, those without a date included."""
        return [
            season << SEASON_BITS
            for (season,) in asked(
                self._connection,
                "WITH RECURSIVE s(n) AS (SELECT ?2 - 1 UNION ALL SELECT (SELECT hash >> ?1 "
                "FROM sketches WHERE hash >= (n + 1) << ?1 AND hash < ?3 ORDER BY hash LIMIT 1) "
                "FROM s WHERE n IS NOT NULL) SELECT n FROM s WHERE n >= ?2",
                SEASON_BITS,
                UNDATED,
                _LEAST_FRESH,
            )
        ]

    def _in_any(self, seasons: Sequence[int], own: Sketch) -> Counter[int]:
        """How many of these keys an article of any season has, of those that have several."""
        return Counter(
            dict(
                asked(
                    self._connection,
                    "SELECT s.article, count(*) FROM json_each(?) n CROSS JOIN json_each(?) k "
                    "CROSS JOIN sketches s ON s.hash = n.value + k.value GROUP BY s.article HAVING count(*) >= ?",
                    listed(seasons),
                    listed(sorted(_in(0, own.keys))),
                    wire.SEVERAL,
                )
            )
        )

    def add(self, number: int, article: Article, own: Sketch) -> set[int]:
        """Finds what is one text or wire copy with an article that tells of acts, whose sketch is :meth:`drawn`;
        returns it with these, or nothing where that was done before."""
        if self._is_in(number):
            return set()
        day = article.published.start
        keys, bands = map(self._sharing, self._sought[article.key])
        if (shared := self._shared.get(article.key)) is not None:
            keys = shared + Counter({other: several for other, several in keys.items() if other in self._added})
        self._added.add(number)
        self._known[number] = (article.key, day)
        for key in _places(own, day):
            self._postings.setdefault(key, []).append(number)
            self._new.append((key, number))
        others = self._likely(keys, bands, day)
        held = self._held([article.key, *(self._known[other][0] for other in others)])
        linked = {number}
        for other in others:
            if relation := wire.related(held[article.key], held[self._known[other][0]]):
                linked.add(other)
                self._connection.execute(
                    "INSERT INTO copy_links VALUES (?, ?, ?)",
                    (min(number, other), max(number, other), relation.likeness.of_longer),
                )
        self._connection.execute("UPDATE indexed_articles SET sketch = ? WHERE number = ?", (len(own.keys), number))
        return linked

    def _sharing(self, keys: Iterable[int]) -> Counter[int]:
        """How many of these keys each article has."""
        shared: Counter[int] = Counter()
        for key in keys:
            if some := self._postings.get(key):
                if len(some) > LOOKED_AT:
                    limit_met(self._connection)
                shared.update(some[-LOOKED_AT:])
        return shared

    def _likely(self, keys: Counter[int], bands: Counter[int], day: date | None) -> list[int]:
        """Articles worth comparing with one of this ``day``, by how many of its keys and bands they have."""
        found = [
            other
            for other in keys.keys() | bands.keys()
            if wire.proposed(keys[other], bands[other], day, self._known[other][1])
        ]
        if len(found) > COMPARED:
            limit_met(self._connection)
            found.sort(key=lambda other: (-keys[other] - bands[other], self._known[other][0]))
        return found[:COMPARED]

    def _shared_by(self, own: Sketch, day: date | None) -> tuple[list[int], list[int]]:
        """Keys and bands, as the table holds them, that an article of this ``day`` may share with others; without one,
        those that it may share with what comes beside it (what came before: :meth:`_in_any`)."""
        if day is None:
            return [key for season in sorted(self._seasons) for key in _in(season, own.keys)], []
        first, last = (FIRST + (day.toordinal() + reach >> SEASON) for reach in (-wire.REACH_DAYS, wire.REACH_DAYS))
        seasons = {UNDATED, *range(first, last + 1)}
        return [key for season in sorted(seasons) for key in _in(season, own.keys)], _far(own)

    def _learn(self, articles: Iterable[int]) -> None:
        """Finds out what is asked of these articles before their texts are compared."""
        fresh = sorted(number for number in articles if number not in self._known)
        for number, key, published in asked(
            self._connection,
            "SELECT a.number, a.key, published FROM json_each(?) CROSS JOIN indexed_articles a ON number = value",
            listed(fresh),
        ):
            self._known[number] = (key, published and date.fromisoformat(published))

    def put_down(self) -> None:
        """Writes the keys of what was added, in order of their places; bands go with all others when they are many."""
        fresh = sorted((key + FRESH if key < 0 else key, number) for key, number in self._new)
        self._connection.executemany("INSERT INTO sketches VALUES (?, ?)", fresh)
        newest = max((number for _, number in fresh), default=0)
        ((settled,),) = asked(
            self._connection, "SELECT coalesce((SELECT value FROM index_state WHERE name = 'settled'), 0)"
        )
        if newest >= int(settled) + SETTLED:
            self._connection.execute(
                "INSERT INTO sketches SELECT hash - ?, article FROM sketches WHERE hash >= ? ORDER BY 1, 2",
                (FRESH, _LEAST_FRESH),
            )
            self._connection.execute("DELETE FROM sketches WHERE hash >= ?", (_LEAST_FRESH,))
            self._connection.execute("INSERT OR REPLACE INTO index_state VALUES ('settled', ?)", (str(newest),))

    def remove(self, number: int, article: Article) -> set[int]:
        """Takes an article that tells of no act any more out of the hunt for copies; returns those it was one with."""
        if not self._is_in(number):
            return set()
        others = lookups.alike(self._connection, [number]) - {number}
        self._known.pop(number, None)
        for shared in self._shared.values():
            del shared[number]
        held = _places(wire.sketch(article), article.published.start)
        keys = [(one, number) for one in (*held, *(FRESH + key for key in held if key < 0))]
        self._connection.executemany("DELETE FROM sketches WHERE hash = ? AND article = ?", keys)
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
                    "SELECT f.key, b.key FROM json_each(?) CROSS JOIN articles f ON f.key = value "
                    "CROSS JOIN indexed_articles a ON a.number = f.number "
                    "CROSS JOIN indexed_articles b ON b.number = a.copy",
                    given,
                )
            )
        rows = asked(
            self._connection,
            "SELECT a.number, f.key, published FROM json_each(?) CROSS JOIN articles f ON f.key = value "
            "CROSS JOIN indexed_articles a ON a.number = f.number",
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

    def _is_in(self, number: int) -> bool:
        """Whether an article takes part in the hunt for copies."""
        ((keys,),) = asked(self._connection, "SELECT sketch FROM indexed_articles WHERE number = ?", number)
        return keys is not None

    def _held(self, keys: Sequence[str]) -> dict[str, wire.Report]:
        """What the relations look at in the articles of these keys; those asked for last are kept at hand."""
        held = {key: self._reports.pop(key) for key in keys if key in self._reports}
        if missing := [key for key in keys if key not in held]:
            articles = read_facts(self._connection, keys=missing, numbers=()).articles
            held |= {key: wire.Report.of(articles[key], self._agencies) for key in missing}
        self._keep(held.values())
        return held

    def _keep(self, reports: Iterable[wire.Report]) -> None:
        for report in reports:
            self._reports[report.key] = report
        shed(self._reports, REPORTS)


def _season(day: date | None) -> int:
    return FIRST + (day.toordinal() >> SEASON) if day else UNDATED


def _in(season: int, keys: Iterable[int]) -> set[int]:
    """Keys of a sketch as the table holds them, in six bytes: those of a season side by side. Two keys may become one:
    in a million events some article has two that differ in the bits that are not kept alone."""
    base = season * PLACES
    return {(base + (key >> 32) << VALUE_BITS) + (key & VALUE) for key in keys}


def _far(own: Sketch) -> list[int]:
    """Bands of a sketch as the table holds them, whole: those of all years lie together."""
    return [-1 - band for band in own.bands]


def _places(own: Sketch, day: date | None) -> list[int]:
    """All keys under which an article of this ``day`` is found."""
    return [*_in(_season(day), own.keys), *(_far(own) if day else ())]
