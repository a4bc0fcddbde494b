"""Which events are one act, kept beside the facts: what comes new moves only the acts around it.

Acts are made by average link, the likeliest two groups first, so whether two acts stay two hangs on their own entries
alone. Hence it is enough to divide anew what is new with the acts that it is linked to and, where one of these came out
otherwise, with those that that one is linked to. All else stays as a merge of everything would leave it."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from deedbook.codebook import Codebook
from deedbook.ledger import merge
from deedbook.ledger.clusters import Pair
from deedbook.ledger.copies import Copies
from deedbook.ledger.entries import Made, links
from deedbook.ledger.facts import Facts, read_facts
from deedbook.ledger.kept import Kept
from deedbook.ledger.memory import shed
from deedbook.ledger.queries import asked, limit_met, listed
from deedbook.ledger.sameness import headline_links
from deedbook.ledger.traits import MARKED, REACH_DAYS, Traits, entry_id, opposed, told_within

SHORT_DAYS = 31  # windows up to here are looked up by their first day; longer ones, and undated, are always looked at
NEIGHBOURS = 200  # most events that a new one is compared with, the nearest by their days
EVER = (0, 10**7)  # days
KEYS = 40_000  # articles' keys that are kept at hand
FETCHED = 2000  # most that are looked at to find these, for all new events of a block on days that touch

Window = tuple[int, int]  # first and last day
Block = tuple[str, str, str]  # two parties in order, and the kind of act
_Other = tuple[int, str, int, Window | None]  # an event's number, its article's key, its act and its days

_COLUMNS = (
    "SELECT e.number, a.key, e.act, e.knot, e.one, e.other, e.kind, e.manner, e.first, e.last, e.article, a.copy "
    "FROM indexed_events e JOIN indexed_articles a ON a.number = e.article WHERE e.act IS NOT NULL AND "
)


@dataclass(frozen=True, slots=True)
class _Row:
    """An event that counts, as the index holds it; ``act`` and ``knot`` are those of before."""

    number: int
    key: str
    act: int
    knot: int
    block: Block
    manner: int
    days: Window | None
    article: int
    copy: int


@dataclass(frozen=True, slots=True)
class _Divided:
    """Events by act, and by what hangs together with them by likely links among those that were looked at."""

    acts: tuple[frozenset[int], ...]
    hanging: tuple[frozenset[int], ...]


class Knots:
    """The acts of one open ledger. Every method runs within a transaction of the caller's."""

    def __init__(self, connection: sqlite3.Connection, codebook: Codebook, copies: Copies) -> None:
        self._connection, self._codebook, self._copies = connection, codebook, copies
        self._kept = Kept(connection, codebook)
        self._keys: dict[int, str] = {}  # of articles, by number

    def clear(self) -> None:
        """Forgets what is kept at hand, where the facts may have changed."""
        self._kept.clear()
        self._keys.clear()

    def learn(self, facts: Facts, made: Made) -> None:
        """Takes in these readings; what was kept of their entries before counts no more."""
        self._kept.learn(facts, made)

    def renew(self, fresh: Collection[int], broken: Collection[int]) -> set[tuple[str, str]]:
        """Merges again: events in ``fresh``, which are new or whose text changed group, and what is left of the acts in
        ``broken``. Returns the pairs whose acts have changed."""
        if not fresh and not broken:
            return set()
        undone = set(broken) | {row.act for row in self._rows("e.number", fresh)}
        rows = {row.number: row for row in self._rows("e.act", undone)}
        act_of: dict[int, frozenset[int]] = {}
        hanging: dict[int, frozenset[int]] = {}
        followed: set[int] = set()
        joined = bool(self._anchors())  # people may have joined what two blocks hold
        ahead = set(rows)  # whose links are still to be followed
        beside = set(rows)  # to be divided: these, and what may be one act with them
        while ahead:
            taken = {rows[number].act for number in beside}
            found = self._rows("e.act", self._linked([rows[number] for number in sorted(ahead)], taken))
            for row in found:
                rows[row.number] = row
                beside |= hanging.get(row.number, {row.number})
            if followed and not joined:  # in a block to which nothing came all stays as it was divided before
                blocks = {row.block for row in found}
                beside = {number for number in beside if rows[number].block in blocks}
            followed |= ahead
            divided = self._divided({number: rows[number] for number in sorted(beside)})
            act_of |= {number: act for act in divided.acts for number in act}
            hanging |= {number: some for some in divided.hanging for number in some}
            size = Counter(rows[number].act for number in beside)
            ahead = {
                number
                for act in divided.acts
                if undone & (of := {rows[number].act for number in act}) or size[min(of)] != len(act) or len(of) > 1
                for number in act
            } - followed
            beside = {number for some in divided.hanging if some & ahead for number in some}
        return self._write(rows, act_of, hanging)

    def _write(
        self, rows: Mapping[int, _Row], act_of: Mapping[int, frozenset[int]], hanging: Mapping[int, frozenset[int]]
    ) -> set[tuple[str, str]]:
        for knots in _united({rows[number].knot for number in some} for some in set(hanging.values())):
            self._connection.execute(  # the rest of a knot comes with those of it that were looked at
                "UPDATE indexed_events SET knot = ? WHERE knot IN (SELECT value FROM json_each(?))",
                (knots[0], listed(knots[1:])),
            )
        moved = [(min(act_of[number]), row) for number, row in rows.items() if min(act_of[number]) != row.act]
        self._connection.executemany(
            "UPDATE indexed_events SET act = ? WHERE number = ?", [(act, row.number) for act, row in moved]
        )
        self._kept.trim()
        shed(self._keys, KEYS)
        return {row.block[:2] for _, row in moved}

    def _divided(self, inside: Mapping[int, _Row]) -> _Divided:
        keys = {number: row.key for number, row in inside.items()}
        named = self._named({row.copy for row in inside.values()})
        found = self._kept.of(keys, {row.key: named[row.copy] for row in inside.values()})
        numbers = sorted(found, key=lambda number: found[number].sort_key)
        place = {number: at for at, number in enumerate(numbers)}
        groups, homes = merge.divided(
            [found[number] for number in numbers],
            self._kept.alike(numbers, found),
            *self._joined_and_split(keys, {entry_id(found[number].entry): place[number] for number in numbers}),
            headlines=[(place[one], place[other]) for one, other in self._headlines(inside, found)],
        )
        for _ in groups.capped:
            limit_met(self._connection)
        acts = [frozenset(numbers[at] for at in places) for places in groups.members]
        hanging: dict[int, frozenset[int]] = {}
        for act, home in zip(acts, homes, strict=True):
            hanging[home] = hanging.get(home, frozenset()) | act
        return _Divided(tuple(acts), tuple(hanging.values()))

    def _headlines(self, inside: Mapping[int, _Row], found: Mapping[int, Traits]) -> list[Pair]:
        """Each headline's event with the one of its body that it sums up: of all that its article tells, also of what
        is not looked at."""
        tops = {inside[number].article for number, item in found.items() if item.headline}
        if not tops:
            return []
        own = {row.number: row.key for row in self._rows("e.article", tops)}
        told = self._kept.of(own, self._copies.of(set(own.values())))
        numbers = sorted(told, key=lambda number: told[number].sort_key)
        pairs = headline_links([told[number] for number in numbers])
        named = [(numbers[one], numbers[other]) for one, other in pairs]
        return [(one, other) for one, other in named if one in inside and other in inside]

    def _joined_and_split(self, members: Mapping[int, str], places: Mapping[str, int]) -> tuple[list[Pair], list[Pair]]:
        """What people joined and split of these events, as pairs of ``places`` (by entries' ids)."""
        anchors = self._anchors()
        if not anchors:
            return [], []
        texts = {text for pair in anchors for text in pair}
        held = {
            key
            for (key,) in asked(
                self._connection,
                "SELECT key FROM articles WHERE raw_sha256 IN (SELECT value FROM json_each(?))",
                listed(texts),
            )
        }
        about = {number: key for number, key in members.items() if key in held}
        if not about:
            return [], []
        facts = read_facts(self._connection, keys=set(about.values()), numbers=sorted(about))
        made = Made(facts, self._codebook)
        entries = [entry for reading in facts.readings for _, entry in made.of(reading) if entry]
        joins, splits = ([(places[a], places[b]) for a, b in pairs] for pairs in links(facts, entries))
        return joins, splits

    # -- what is near --------------------------------------------------------------------------------------------

    def _linked(self, rows: Sequence[_Row], taken: set[int]) -> set[int]:
        """Acts not in ``taken`` that some event of ``rows`` is linked to: told by one text with it, put together or
        kept apart by people, or likely the same."""
        found = (self._of_one_text(rows) | self._decided(rows)) - taken
        return self._likely(rows, found | taken) | found

    def _of_one_text(self, rows: Sequence[_Row]) -> set[int]:
        """Acts of the same parties and kind that the reports of ``rows`` tell, or copies of these."""
        blocks: dict[int, set[Block]] = {}
        for row in rows:
            blocks.setdefault(row.copy, set()).add(row.block)
        return {row.act for row in self._rows("a.copy", blocks) if row.block in blocks[row.copy]}

    def _likely(self, rows: Sequence[_Row], taken: set[int]) -> set[int]:
        """Acts that are not in ``taken`` and of which some event is likely one act with one of ``rows``: of the same
        two parties and kind, on days within reach."""
        blocks: dict[Block, list[_Row]] = {}
        for row in rows:
            if row.block[0] or not row.block[1]:  # one unknown party equals nobody
                blocks.setdefault(row.block, []).append(row)
        keys: dict[int, str] = {}
        near: list[tuple[int, list[tuple[int, int]]]] = []
        for block, own in blocks.items():
            named = bool(block[0])  # where no party is known, words alone decide, whatever else is told
            spans = _joined([row.days for row in own if row.days or not named])
            if named and any(not row.days and row.manner & MARKED for row in own):
                spans.append(EVER)
            others: dict[int, dict[int, _Other]] = {}
            for low, high in spans:
                for manner, other in self._block(block, low, high):
                    if other[2] not in taken:
                        others.setdefault(manner, {})[other[0]] = other
                        keys[other[0]] = other[1]
            for row in own if others else ():
                nearest = _nearest(row, others, named)
                if len(nearest) > NEIGHBOURS:
                    limit_met(self._connection)
                near.append((row.number, [(number, act) for *_, number, act in nearest[:NEIGHBOURS]]))
                keys[row.number] = row.key
        wanted = {number for number, some in near if some} | {number for _, some in near for number, _ in some}
        keys = {number: keys[number] for number in sorted(wanted)}
        found = self._kept.of(keys, self._copies.of(set(keys.values())))
        linked: set[int] = set()
        for number, some in near:
            for theirs, act in some:
                if act not in linked and self._kept.likeness(number, theirs, found) >= merge.LEAST_LIKELY:
                    linked.add(act)
        return linked

    def _block(self, block: Block, low: int, high: int) -> list[tuple[int, _Other]]:
        """The events of a block on these days, each with its manner."""
        given = "SELECT manner, number, article, act, first, last FROM indexed_events "
        given += "WHERE one = ? AND other = ? AND kind = ? AND act IS NOT NULL "
        if block[0] and (low, high) == EVER:  # what an undated report can be known to tell of
            given += f"AND manner & {MARKED} "
        undated = f"first IS NULL AND manner & {MARKED}" if block[0] else "first IS NULL"
        rows = asked(
            self._connection, f"{given} AND near BETWEEN ? AND ? AND last >= ? ORDER BY near DESC LIMIT ?",
            *block, low - SHORT_DAYS, high, low, FETCHED,
        ) + asked(
            self._connection, f"{given} AND near IS NULL AND ({undated} OR (first <= ? AND last >= ?)) LIMIT ?",
            *block, high, low, FETCHED,
        )  # fmt: skip
        if len(rows) >= FETCHED:
            limit_met(self._connection)
        named = self._named({row[2] for row in rows})
        return [
            (manner, (number, named[article], act, _days(first, last)))
            for manner, number, article, act, first, last in rows
        ]

    def _named(self, articles: Collection[int]) -> Mapping[int, str]:
        """The keys of these articles, and of others that are at hand, by number."""
        if missing := [article for article in articles if article not in self._keys]:
            query = "SELECT number, key FROM indexed_articles WHERE number IN (SELECT value FROM json_each(?))"
            self._keys.update(asked(self._connection, query, listed(missing)))
        return self._keys

    def _decided(self, rows: Sequence[_Row]) -> set[int]:
        """Acts of the texts that people joined to, or split from, those of ``rows``."""
        anchors = self._anchors()
        if not anchors:
            return set()
        own = {
            text_sha256
            for (text_sha256,) in asked(
                self._connection,
                "SELECT raw_sha256 FROM articles WHERE key IN (SELECT value FROM json_each(?))",
                listed({row.key for row in rows}),
            )
        }
        size = -1
        while size != len(own):  # what is joined to what is joined
            size = len(own)
            own.update(text for pair in anchors if own & set(pair) for text in pair if text)
        return {
            act
            for (act,) in asked(
                self._connection,
                "SELECT act FROM articles a JOIN indexed_events e ON e.article = a.number "
                "WHERE act IS NOT NULL AND raw_sha256 IN (SELECT value FROM json_each(?))",
                listed(sorted(own & {text for pair in anchors for text in pair})),
            )
        }

    def _anchors(self) -> list[tuple[str, str]]:
        """Hashes of the two texts of each join and split."""
        return asked(
            self._connection,
            "SELECT json_extract(record, '$.text_sha256'), json_extract(record, '$.other.text_sha256') FROM decisions "
            "WHERE json_extract(record, '$.kind') IN ('join', 'split')",
        )

    def _rows(self, column: str, values: Iterable[int]) -> list[_Row]:
        """The events that count whose ``column`` holds one of ``values``."""
        rows = [
            _Row(number, key, act, knot, (one, other, kind), manner, _days(first, last), article, copy)
            for number, key, act, knot, one, other, kind, manner, first, last, article, copy in asked(
                self._connection, f"{_COLUMNS}{column} IN (SELECT value FROM json_each(?))", listed(values)
            )
        ]
        self._keys.update((row.article, row.key) for row in rows)
        return rows


def _united(sets: Iterable[Collection[int]]) -> list[list[int]]:
    """What hangs together by sets that share a member, in rising order, where it is more than one."""
    group: dict[int, set[int]] = {}
    for some in sets:
        whole = set(some).union(*(group[one] for one in some if one in group))
        group |= dict.fromkeys(whole, whole)
    return sorted(sorted(whole) for at, whole in group.items() if at == min(whole) and len(whole) > 1)


def _days(first: int | None, last: int) -> Window | None:
    return None if first is None else (first, last)


def _nearest(row: _Row, others: Mapping[int, Mapping[int, _Other]], named: bool) -> list[tuple[int, str, int, int]]:
    """Of a block's events, by manner, those that may be one act with ``row``: days between their windows (0 where they
    touch or either is undated), key, number and act, the nearest first. ``named``: its parties are known."""
    found = []
    for manner, some in others.items():
        if named and opposed(row.manner, manner):
            continue
        reach = told_within(row.manner, manner) if named else REACH_DAYS
        marked = not named or bool(row.manner & manner & MARKED)
        for number, key, act, days in some.values():
            if row.days and days:
                apart = max(0, row.days[0] - days[1], days[0] - row.days[1])
                if apart <= reach:
                    found.append((apart, key, number, act))
            elif marked:
                found.append((0, key, number, act))
    return sorted(found)


def _joined(windows: Sequence[Window | None]) -> list[Window]:
    """Spans of days that hold these windows and what reports look back to; ``None`` (undated) reaches all days."""
    if None in windows:
        return [EVER]
    spans: list[Window] = []
    for low, high in sorted((one[0] - REACH_DAYS, one[1] + REACH_DAYS) for one in windows if one):
        if spans and low <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(high, spans[-1][1]))
        else:
            spans.append((low, high))
    return spans
