"""What is derived from the facts and kept beside them, so that one pair is read without the rest, and a new event
merges again only the acts that it may touch.

Everything here can be thrown away and made again. It is brought up to date in the transaction that adds the facts, so
that readers always find both in step."""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from typing import Any

from deedbook.codebook import Codebook
from deedbook.codebook.table import data_folder
from deedbook.ledger import lookups, merge, wire
from deedbook.ledger.acts import Namesakes
from deedbook.ledger.clusters import Pair
from deedbook.ledger.credits import Agencies
from deedbook.ledger.entries import Made, known, links
from deedbook.ledger.facts import POSITIONS, Facts, Reading, read_event, read_facts
from deedbook.ledger.kept import Kept
from deedbook.ledger.lookups import ALL
from deedbook.ledger.migrations import statements, tables
from deedbook.ledger.sameness import REACH_DAYS
from deedbook.ledger.scope import tags
from deedbook.ledger.search import searched
from deedbook.ledger.texts import Likeness, Sketch, sketches
from deedbook.ledger.traits import entry_id, window
from deedbook.records import Article, Event

SHORT_DAYS = 31  # windows up to here are looked up by their first day; longer ones, and undated, are always looked at
NEIGHBOURS = 200  # most events that a new one is compared with, the nearest by their days
FETCHED = 2000  # most that are looked at to find these, for all new events of a block on days that touch
POSTINGS = 100  # most articles looked at for one key of a sketch; what more texts share is a form of words
REPORTS = 5000  # articles kept at hand to be compared with new ones
CHUNK = 500  # articles at once when all is made again

Window = tuple[int, int]  # first and last day

_ROW = " INTO indexed_events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
RULES = (
    "index.py", "index.sql", "kept.py", "merge.py", "sameness.py", "clusters.py", "likeness.py", "sketches.py",
    "forms.py", "wire.py", "traits.py", "vocabulary.py", "texts.py", "credits.py", "entries.py", "decisions.py",
    "anchors.py", "reviews.py", "search.py", "scope.py", "acts.py", "glances.py",
)  # fmt: skip


@cache
def rules() -> str:
    """A fingerprint of all that decides what the index holds: another one means that it must be made again."""
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
        self._reports: dict[str, wire.Report] = {}
        self._kept = Kept(connection, codebook)
        self._turn = 0

    @cached_property
    def _agencies(self) -> Agencies:
        return Agencies.of(self._codebook.outlets)

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
        self._changed([ALL])
        keys = [key for (key,) in self._connection.execute("SELECT key FROM articles ORDER BY recorded, rowid")]
        for at in range(0, len(keys), CHUNK):
            self.take_in(keys[at : at + CHUNK])
        self._connection.execute("INSERT INTO index_state VALUES ('rules', ?)", (rules(),))

    def take_in(self, keys: Collection[str]) -> None:
        """Brings the index up to date with the facts on these articles: new, coded anew, decided on, or forgotten."""
        facts = read_facts(self._connection, keys=keys)
        codings = {reading.article_key: reading for reading in facts.readings}
        made = Made(facts, self._codebook)
        self._take_turn()
        self._kept.learn(facts, made)
        drawn = self._drawn(facts)
        fresh: set[int] = set()
        stale: set[int] = set()
        regroup: set[int] = set()
        for key in sorted(keys):
            article = facts.articles.get(key)
            number = self._article(key, article)
            if number is None:
                continue
            self._changed([("", key), *self._tags(number)])
            rows = self._all(
                "SELECT number, knot, one, other FROM indexed_events WHERE article = ? AND act IS NOT NULL", number
            )
            stale.update(knot for _, knot, _, _ in rows)
            self._mark((one, other) for _, _, one, other in rows)
            self._connection.execute("UPDATE indexed_events SET act = NULL, knot = NULL WHERE article = ?", (number,))
            reading = codings.get(key)
            if article:
                self._past(number, article, reading.number if reading else 0)
            if article and reading and reading.coding.events:
                fresh |= self._events(number, article, reading, made)
                regroup |= self._sketch(number, article, drawn[key])
            elif article:
                regroup |= self._unsketch(number, article)
        moved = self._group(regroup)
        self._mark(self._pairs_in(moved))
        self._cluster(fresh | self._told_in(moved), stale)

    def _take_turn(self) -> None:
        """Forgets what is kept at hand where somebody else wrote since, or the last turn was rolled back."""
        turn = self._last_turn()
        if turn != self._turn:
            self._kept.clear()
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
        if everything:
            self._changed([ALL])

    # -- articles and copies -------------------------------------------------------------------------------------

    def _article(self, key: str, article: Article | None) -> int | None:
        """The article's number; ``None`` for one that is not in the index and need not be."""
        found = self._connection.execute("SELECT number FROM indexed_articles WHERE key = ?", (key,)).fetchone()
        if found or article is None:
            return int(found[0]) if found else None
        day, first = known(article), article.published.start
        number = self._connection.execute(
            "INSERT INTO indexed_articles (key, day, published, language, source, copy) VALUES (?, ?, ?, ?, ?, 0)",
            (key, day and day.isoformat(), first and first.isoformat(), article.language, article.outlet or key),
        ).lastrowid
        assert number
        self._connection.execute("UPDATE indexed_articles SET copy = number WHERE number = ?", (number,))
        self._connection.execute("INSERT INTO words (rowid, body) VALUES (?, ?)", (number, searched(article)))
        return number

    def forget(self, key: str, article: Article) -> None:
        """Takes the words and the row of an article out, before its text is erased."""
        self._take_turn()
        self._kept.clear()
        number = self._connection.execute("SELECT number FROM indexed_articles WHERE key = ?", (key,)).fetchone()[0]
        self._changed([("", key), *self._tags(number)])
        self._connection.execute(
            "INSERT INTO words (words, rowid, body) VALUES ('delete', ?, ?)", (number, searched(article))
        )
        # Deleted words stay in the older parts of a full-text index until these are merged.
        self._connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        others = self._unsketch(number, article)
        rows = self._all("SELECT DISTINCT knot, one, other FROM indexed_events WHERE article = ?", number)
        self._mark((one, other) for _, one, other in rows)
        self._connection.execute("DELETE FROM indexed_events WHERE article = ?", (number,))
        self._connection.execute("DELETE FROM indexed_articles WHERE number = ?", (number,))
        moved = self._group(others)
        self._mark(self._pairs_in(moved))
        self._cluster(self._told_in(moved), {knot for knot, _, _ in rows if knot is not None})

    def _drawn(self, facts: Facts) -> dict[str, Sketch]:
        """Sketches of the articles that tell of acts: all at once, since one by one takes a hundred times as long."""
        keys = [reading.article_key for reading in facts.readings if reading.coding.events]
        texts = [wire.Report.of(facts.articles[key], self._agencies) for key in keys]
        self._keep(texts)
        return dict(zip(keys, sketches([report.text for report in texts]), strict=True))

    def _sketch(self, number: int, article: Article, own: Sketch) -> set[int]:
        """Finds what is one text or wire copy with an article that tells of acts; returns it with these, or nothing
        where that was done before."""
        held = self._connection.execute("SELECT sketch FROM indexed_articles WHERE number = ?", (number,)).fetchone()
        if held[0] is not None:
            return set()
        day = article.published.start
        shared: Counter[int] = Counter()
        held_by: Counter[int] = Counter()
        for key, other in self._all(
            "SELECT s.hash, s.article FROM json_each(?) k CROSS JOIN sketches s ON s.hash = k.value AND s.article >= "
            "coalesce((SELECT article FROM sketches WHERE hash = k.value ORDER BY article DESC LIMIT 1 OFFSET ?), 0)",
            json.dumps(own.keys),
            POSTINGS - 1,
        ):
            shared[other] += 1
            held_by[key] += 1
        for key in held_by:
            if held_by[key] == POSTINGS:
                self._capped()
        mine = self._report(article.key)
        linked = {number}
        for other, key, sketch, published in self._all(
            "SELECT a.number, a.key, sketch, published FROM json_each(?) "
            "CROSS JOIN indexed_articles a ON number = value",
            json.dumps(list(shared)),
        ):
            fewer = min(len(own.keys), sketch)
            if not wire.proposed(shared[other], fewer, day, published and date.fromisoformat(published)):
                continue
            if relation := wire.related(mine, self._report(key)):
                linked.add(other)
                self._connection.execute(
                    "INSERT INTO copy_links VALUES (?, ?, ?)",
                    (min(number, other), max(number, other), relation.likeness.of_longer),
                )
        self._connection.executemany("INSERT INTO sketches VALUES (?, ?)", [(one, number) for one in own.keys])
        self._connection.execute("UPDATE indexed_articles SET sketch = ? WHERE number = ?", (len(own.keys), number))
        return linked

    def _unsketch(self, number: int, article: Article) -> set[int]:
        """Takes an article that tells of no act any more out of the hunt for copies; returns those it was one with."""
        sketch = self._connection.execute("SELECT sketch FROM indexed_articles WHERE number = ?", (number,)).fetchone()[
            0
        ]
        if sketch is None:
            return set()
        others = lookups.alike(self._connection, [number]) - {number}
        self._connection.executemany(
            "DELETE FROM sketches WHERE hash = ? AND article = ?",
            [(one, number) for one in wire.sketch(article).keys],
        )
        self._connection.execute("DELETE FROM copy_links WHERE ? IN (one, other)", (number,))
        self._connection.execute("UPDATE indexed_articles SET copy = number, sketch = NULL WHERE number = ?", (number,))
        return others

    def _group(self, numbers: Collection[int]) -> set[int]:
        """Groups these articles anew with all that are linked to them; returns those whose group has changed."""
        near = lookups.alike(self._connection, numbers)
        if len(near) < 2:
            return set()
        rows = self._all(
            "SELECT number, key, copy FROM indexed_articles WHERE number IN (SELECT value FROM json_each(?))",
            json.dumps(sorted(near)),
        )
        named = {key: number for number, key, _ in rows}
        groups = self.copies(named, anew=True)
        moved = {number: named[groups[key]] for number, key, copy in rows if named[groups[key]] != copy}
        self._connection.executemany(
            "UPDATE indexed_articles SET copy = ? WHERE number = ?", [(copy, number) for number, copy in moved.items()]
        )
        return set(moved)

    def _report(self, key: str) -> wire.Report:
        """What the relations look at in the article of this key; the last ones are kept at hand."""
        if key not in self._reports:
            article = read_facts(self._connection, keys=[key], numbers=()).articles[key]
            self._keep([wire.Report.of(article, self._agencies)])
        return self._reports[key]

    def _keep(self, reports: Iterable[wire.Report]) -> None:
        for report in reports:
            self._reports[report.key] = report
        while len(self._reports) > REPORTS:
            del self._reports[next(iter(self._reports))]

    def copies(self, keys: Collection[str], *, anew: bool = False) -> dict[str, str]:
        """Each article's key to the one that stands for its text or wire copy. With ``anew`` found again from the
        links among these articles alone, as if there were no others."""
        given = json.dumps(list(keys))
        if not anew:
            return dict(
                self._all(
                    "SELECT a.key, b.key FROM indexed_articles a JOIN indexed_articles b ON b.number = a.copy "
                    "WHERE a.key IN (SELECT value FROM json_each(?))",
                    given,
                )
            )
        rows = self._all(
            "SELECT number, key, published FROM indexed_articles WHERE key IN (SELECT value FROM json_each(?))", given
        )
        named = {number: key for number, key, _ in rows}
        links = {
            (min(named[one], named[other]), max(named[one], named[other])): wire.Relation(
                "same text", Likeness(0.0, of_longer, 0.0, 0.0)
            )
            for one, other, of_longer in self._all(
                "SELECT one, other, of_longer FROM copy_links WHERE one IN (SELECT value FROM json_each(?))",
                json.dumps(list(named)),
            )
            if other in named
        }
        days = {key: day and date.fromisoformat(day) for _, key, day in rows}
        found = {key: key for key in days}
        for group in wire.clusters(links):
            found.update(dict.fromkeys(group, wire.standing(group, days)))
        return found

    # -- events and acts -----------------------------------------------------------------------------------------

    def _events(self, article_number: int, article: Article, reading: Reading, made: Made) -> set[int]:
        """Writes the rows of a reading's events, each an act of its own; returns the numbers of those that count."""
        rows, current = [], set()
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
                    near,
                    *(days or (None, None)),
                    decided,
                    number if entry else None,
                    number if entry else None,
                )
            )
            if entry:
                current.add(number)
            self._tag(number, shown, article)
        self._connection.executemany("INSERT OR REPLACE" + _ROW, rows)
        self._mark((row[2], row[3]) for row in rows)
        return current

    def _past(self, article_number: int, article: Article, newest: int) -> None:
        """Writes the rows of former codings' events: they belong to no act, but were told once."""
        for (coding,) in self._all(
            "SELECT number FROM codings WHERE article_key = ? AND number != ?", article.key, newest
        ):
            rows = []
            for position, record in self._all("SELECT position, record FROM events WHERE coding = ?", coding):
                event = read_event(record, article.id, "")
                number = coding * POSITIONS + position
                rows.append(
                    (number, article_number, *_parties(event), event.event_type, None, None, None, 0, None, None)
                )
            self._connection.executemany("INSERT OR IGNORE" + _ROW, rows)

    def _tag(self, number: int, event: Event, article: Article) -> None:
        self._namesakes = self._namesakes or Namesakes(self._codebook)
        found = tags(event, article, self._namesakes)
        self._connection.executemany(
            "INSERT OR IGNORE INTO indexed_tags VALUES (?, ?)", [(tag, number) for tag in found]
        )
        self._changed(("", tag) for tag in found)

    def _tags(self, article: int) -> list[tuple[str, str]]:
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
            json.dumps(list(articles)),
        )
        return {number for (number,) in found}

    def _pairs_in(self, articles: Collection[int]) -> list[tuple[str, str]]:
        """Pairs of the events that count in these articles."""
        return self._all(
            "SELECT DISTINCT one, other FROM indexed_events WHERE act IS NOT NULL AND article IN "
            "(SELECT value FROM json_each(?))",
            json.dumps(list(articles)),
        )

    def _cluster(self, fresh: Collection[int], stale: Collection[int]) -> None:
        """Merges again: events in ``fresh``, all knots that they are linked to, and what is left of the knots in
        ``stale``, from members in order of their ids."""
        if not fresh and not stale:
            return
        touched = self._linked(fresh, set(stale) | self._of_one_text(fresh) | self._decided(fresh))
        members = self._all(
            "SELECT e.number, a.key, e.act, e.knot, e.one, e.other FROM indexed_events e JOIN indexed_articles a "
            "ON a.number = e.article WHERE act IS NOT NULL AND knot IN (SELECT value FROM json_each(?))",
            json.dumps(list(touched)),
        )
        if members:
            acts = self._divided({number: key for number, key, *_ in members})
            changed = [(*acts[number], number) for number, _, act, knot, _, _ in members if acts[number] != (act, knot)]
            self._connection.executemany("UPDATE indexed_events SET act = ?, knot = ? WHERE number = ?", changed)
            self._mark((one, other) for number, _, act, _, one, other in members if acts[number][0] != act)
        self._kept.trim()

    def _divided(self, members: Mapping[int, str]) -> dict[int, tuple[int, int]]:
        """Each event's number to the smallest number of its act, and of its knot."""
        found = self._kept.of(members, self.copies(set(members.values())))
        numbers = sorted(found, key=lambda number: found[number].sort_key)
        place = {number: at for at, number in enumerate(numbers)}
        pages = self._kept.pages()
        groups, homes = merge.divided(
            [found[number] for number in numbers],
            lambda one, other: self._kept.likeness(numbers[one], numbers[other], found, pages),
            *self._links(members, {entry_id(found[number].entry): place[number] for number in numbers}),
        )
        for _ in groups.capped:
            self._capped()
        knots: dict[int, int] = {}
        acts = []
        for places, home in zip(groups.members, homes, strict=True):
            own = [numbers[at] for at in places]
            acts.append((own, home))
            knots[home] = min(*own, knots.get(home, own[0]))
        return {number: (min(own), knots[home]) for own, home in acts for number in own}

    def _links(self, members: Mapping[int, str], places: Mapping[str, int]) -> tuple[list[Pair], list[Pair]]:
        """What people joined and split of these events, as pairs of ``places`` (by entries' ids)."""
        if not self._anchors():
            return [], []
        facts = read_facts(self._connection, keys=set(members.values()), numbers=sorted(members))
        made = Made(facts, self._codebook)
        entries = [entry for reading in facts.readings for _, entry in made.of(reading) if entry]
        joins, splits = ([(places[a], places[b]) for a, b in pairs] for pairs in links(facts, entries))
        return joins, splits

    def _of_one_text(self, fresh: Collection[int]) -> set[int]:
        """Knots of all events that the reports of those in ``fresh`` tell, or copies of these."""
        found = self._all(
            "SELECT knot FROM indexed_events WHERE act IS NOT NULL AND article IN (SELECT number FROM indexed_articles "
            "WHERE copy IN (SELECT copy FROM indexed_articles WHERE number IN (SELECT article FROM indexed_events "
            "WHERE number IN (SELECT value FROM json_each(?)) AND act IS NOT NULL)))",
            json.dumps(list(fresh)),
        )
        return {knot for (knot,) in found}

    def _linked(self, fresh: Collection[int], touched: set[int]) -> set[int]:
        """The knots in ``touched`` with those that some event in ``fresh`` is linked to: of the same two parties and
        type, on days within reach, and likely the same act."""
        blocks: dict[tuple[str, str, str], list[tuple[int, str, Window | None]]] = {}
        for number, key, one, other, kind, first, last in self._all(
            "SELECT e.number, a.key, one, other, kind, first, last FROM indexed_events e JOIN indexed_articles a "
            "ON a.number = e.article WHERE act IS NOT NULL AND e.number IN (SELECT value FROM json_each(?))",
            json.dumps(list(fresh)),
        ):
            if one or not other:  # one unknown party equals nobody
                days = None if first is None else (first, last)
                blocks.setdefault((one, other, kind), []).append((number, key, days))
        keys: dict[int, str] = {}
        asked: list[tuple[int, list[tuple[int, int]]]] = []
        for block, own in blocks.items():
            rows = [
                row
                for low, high in _joined([days for *_, days in own])
                for row in self._block(block, low, high, touched)
            ]
            for number, key, days in own if rows else ():
                within = [(_apart(days, at), -other, knot) for other, _, knot, at in rows]
                nearest = sorted(row for row in within if row[0] <= REACH_DAYS)
                if len(nearest) > NEIGHBOURS:
                    self._capped()
                asked.append((number, [(-other, knot) for _, other, knot in nearest[:NEIGHBOURS]]))
                keys[number] = key
            keys |= {other: key for other, key, _, _ in rows}
        wanted = {number for number, near in asked if near} | {other for _, near in asked for other, _ in near}
        keys = {number: keys[number] for number in sorted(wanted)}
        found = self._kept.of(keys, self.copies(set(keys.values())))
        pages = self._kept.pages()
        linked: set[int] = set()
        for number, near in asked:
            for other, knot in near:
                one, two = sorted((number, other), key=lambda at: found[at].sort_key)
                if knot not in linked and self._kept.likeness(one, two, found, pages) >= merge.LEAST_LIKELY:
                    linked.add(knot)
        return touched | linked

    def _block(
        self, block: tuple[str, str, str], low: int, high: int, touched: set[int]
    ) -> list[tuple[int, str, int, Window | None]]:
        """Number, article's key, knot and days of the events of a block on these days that are in no knot of
        ``touched``."""
        given = "SELECT e.number, a.key, knot, first, last FROM indexed_events e JOIN indexed_articles a "
        given += "ON a.number = e.article WHERE one = ? AND other = ? AND kind = ? AND act IS NOT NULL "
        rows = self._all(
            f"{given} AND near BETWEEN ? AND ? AND last >= ? ORDER BY near DESC LIMIT ?",
            *block, low - SHORT_DAYS, high, low, FETCHED,
        ) + self._all(
            f"{given} AND near IS NULL AND (first IS NULL OR (first <= ? AND last >= ?)) LIMIT ?",
            *block, high, low, FETCHED,
        )  # fmt: skip
        if len(rows) >= FETCHED:
            self._capped()
        return [
            (number, key, knot, None if first is None else (first, last))
            for number, key, knot, first, last in rows
            if knot not in touched
        ]

    def _decided(self, fresh: Collection[int]) -> set[int]:
        """Knots that people joined to, or split from, those of articles in ``fresh``."""
        anchors = self._anchors()
        if not anchors:
            return set()
        own = {
            text_sha256
            for (text_sha256,) in self._all(
                "SELECT DISTINCT raw_sha256 FROM indexed_events e JOIN indexed_articles i ON i.number = e.article "
                "JOIN articles a ON a.key = i.key WHERE e.number IN (SELECT value FROM json_each(?))",
                json.dumps(list(fresh)),
            )
        }
        size = -1
        while size != len(own):  # what is joined to what is joined
            size = len(own)
            own.update(text for pair in anchors if own & set(pair) for text in pair if text)
        return {
            knot
            for (knot,) in self._all(
                "SELECT knot FROM articles a JOIN indexed_articles i ON i.key = a.key JOIN indexed_events e "
                "ON e.article = i.number WHERE act IS NOT NULL AND raw_sha256 IN (SELECT value FROM json_each(?))",
                json.dumps(sorted(own & {text for pair in anchors for text in pair})),
            )
        }

    def _anchors(self) -> list[tuple[str, str]]:
        """Hashes of the two texts of each join and split."""
        return self._all(
            "SELECT json_extract(record, '$.text_sha256'), json_extract(record, '$.other.text_sha256') FROM decisions "
            "WHERE json_extract(record, '$.kind') IN ('join', 'split')"
        )

    # -- inside --------------------------------------------------------------------------------------------------

    def _mark(self, pairs: Iterable[tuple[str, str]]) -> None:
        found = set(pairs)
        self._connection.executemany("INSERT OR IGNORE INTO pairs_changed VALUES (?, ?)", found)
        self._changed(found)

    def _changed(self, what: Iterable[tuple[str, str]]) -> None:
        self._connection.executemany(
            "INSERT OR REPLACE INTO changes VALUES (?, ?, ?)", [(*names, self._turn) for names in set(what)]
        )

    def _capped(self) -> None:
        self._connection.execute(
            "INSERT INTO index_state VALUES ('capped', '1') ON CONFLICT (name) DO UPDATE SET value = value + 1"
        )

    def _all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, values).fetchall()


def _parties(event: Event) -> tuple[str, str]:
    """Actor and recipient in order, as the rules compare them: codes, else names in lower case; empty where unknown."""
    one, other = sorted(party.code or (party.name or "").casefold() for party in (event.actor, event.recipient))
    return one, other


def _apart(one: Window | None, other: Window | None) -> int:
    """Days between two windows; 0 where they touch or either is undated."""
    return max(0, one[0] - other[1], other[0] - one[1]) if one and other else 0


def _joined(windows: Sequence[Window | None]) -> list[Window]:
    """Spans of days that hold these windows and what reports look back to; ``None`` (undated) reaches all days."""
    if None in windows:
        return [(0, 10**7)]
    spans: list[Window] = []
    for low, high in sorted((one[0] - REACH_DAYS, one[1] + REACH_DAYS) for one in windows if one):
        if spans and low <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(high, spans[-1][1]))
        else:
            spans.append((low, high))
    return spans
