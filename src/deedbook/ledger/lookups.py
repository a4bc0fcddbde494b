"""What is read from the index: what bears on some pairs, and how much there is of each pair."""

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from deedbook.codebook import Codebook, load
from deedbook.ledger.dating import DATING
from deedbook.ledger.facts import ALWAYS, POSITIONS
from deedbook.ledger.scope import DUTY, Scope
from deedbook.records import Extent

NAMES_NO_OUTLET, ANNOUNCES_NOTHING = 1, 2  # bits of what a text is silent on
ALL = ("*", "*")  # in ``changes``: what bears on every pair


@dataclass(frozen=True, slots=True)
class PairCount:
    """How much is held on two states, their codes in order: ``acts`` (merged), ``reports`` (articles that tell of
    them), the ``outlets`` whose own those are (of a wire copy the first that printed it; one that cites another is one
    too), and the days of the first and last report."""

    one: str
    other: str
    acts: int
    reports: int
    outlets: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Bearing:
    """What bears on some pairs: ``keys`` of the articles, each with what its text is silent on; ``numbers`` of the
    events; ``beside``, those of events that are only told beside these, in articles whose date or titles need a
    reason, so that their acts need not be there whole; and the act of each event in ``numbers`` that belongs to one."""

    keys: dict[str, int]
    numbers: frozenset[int]
    beside: frozenset[int]
    act_of: dict[int, int]

    def quiet(self, bit: int) -> frozenset[str]:
        """Keys of the articles that are known to be silent on something."""
        return frozenset([key for key, bits in self.keys.items() if bits & bit])


class _Found:
    """Events by number, each with its article and its act."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.rows: dict[int, tuple[int, int, int | None]] = {}  # number, article, act

    def by(self, source: str, values: Iterable[object], *more: object) -> set[int]:
        """Numbers of the events that ``source``, which names ``indexed_events`` as ``e``, finds for these values."""
        query = f"SELECT e.number, e.article, e.act FROM json_each(?) j CROSS JOIN {source}"
        found = {row[0]: row for row in self.connection.execute(query, (_list(values), *more))}
        self.rows |= found
        return set(found)

    def articles(self, numbers: Collection[int]) -> set[int]:
        """The articles that tell these events."""
        self.by("indexed_events e ON e.number = j.value", numbers - self.rows.keys())
        return {self.rows[number][1] for number in numbers}


def bearing(connection: sqlite3.Connection, scope: Scope, *, dated: bool, past: bool, known: bool = False) -> Bearing:
    """The articles and events that bear on the pairs of ``scope``: those in it, all that is one act with any of them
    and, where undated reports count (``dated`` is False), all that may date these.

    With ``dated`` all that may be copies of these articles are there too: with a cut-off others may stand for them.
    With ``past`` events of former codings count, and all on which people decided. With ``known`` the acts are taken
    from the index, so what might be merged with them need not be there."""
    current = "" if past else "e.act IS NOT NULL AND "
    events = _Found(connection)
    told = f"indexed_events e ON {current}one = json_extract(j.value, '$[0]') AND other = json_extract(j.value, '$[1]')"
    of_pair = events.by(told, scope.asked)
    on_pair = events.articles(of_pair)
    numbers = of_pair | events.by(told, sorted(scope.keys - set(scope.asked)))
    numbers |= events.by("indexed_tags ON tag = j.value CROSS JOIN indexed_events e ON e.number = event", scope.tags)
    numbers |= events.by(
        f"indexed_events e ON {current}e.article = j.value WHERE one IN (SELECT value FROM json_each(?2)) "
        "OR other IN (SELECT value FROM json_each(?2)) "
        f"OR e.number IN (SELECT event FROM indexed_tags WHERE tag NOT LIKE '{DUTY} %')",
        on_pair,
        _list(sorted(scope.sides)),
    )
    # Titles by the codings of the events at hand: these are no more than the articles, and quicker to find.
    titled = _column(
        connection,
        "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM titles WHERE coding = value)",
        _list({number // POSITIONS for number in of_pair}),
    )
    whole = {events.rows[number][1] for number in of_pair if number // POSITIONS in titled}
    told_in = f"indexed_events e ON {current}e.article = j.value"
    beside = events.by(told_in, whole | _undated(connection, on_pair))
    if past:
        numbers |= _column(connection, "SELECT number FROM indexed_events WHERE decided")
    if not known:
        numbers |= beside
    articles = events.articles(numbers | beside)
    numbers |= _of_acts(events, numbers) if known else _of_knots(connection, numbers)
    articles |= events.articles(numbers)
    if not dated:
        undated = events.by(
            "indexed_events e ON e.act IS NOT NULL AND e.article = j.value", _undated(connection, articles)
        )
        if known:
            beside |= undated  # what dates them is read one by one (ledger.dated)
        else:
            numbers |= _dating(connection, undated)
    articles = events.articles(numbers | beside)
    if dated or past:
        articles = alike(connection, articles)
    shown = "SELECT a.key, a.quiet, a.copy FROM json_each(?) j CROSS JOIN indexed_articles a ON a.number = j.value"
    rows = connection.execute(shown, (_list(articles),)).fetchall()
    rows += connection.execute(shown, (_list({copy for _, _, copy in rows} - articles),)).fetchall()
    return Bearing(
        {key: quiet for key, quiet, _ in rows},
        frozenset(numbers),
        frozenset(beside - numbers),
        {number: act for number in numbers if (act := events.rows[number][2]) is not None},
    )


def turn(connection: sqlite3.Connection) -> int:
    """How often anything was written that the index holds."""
    found = connection.execute("SELECT value FROM index_state WHERE name = 'turns'").fetchone()
    return int(found[0]) if found else 0


def keys_of(connection: sqlite3.Connection, hashes: Iterable[str]) -> list[str]:
    """Keys of the articles whose texts have these hashes, in order."""
    query = "SELECT key FROM articles WHERE raw_sha256 IN (SELECT value FROM json_each(?)) ORDER BY key"
    return [key for (key,) in connection.execute(query, (json.dumps(sorted(hashes)),))]


def keys_at(connection: sqlite3.Connection, outlet: str) -> list[str]:
    """Keys of the articles of an outlet, in order; its name in any letters."""
    wanted = outlet.casefold()
    rows = connection.execute("SELECT key, source FROM indexed_articles WHERE source <> key ORDER BY key")
    return [key for key, source in rows if source.casefold() == wanted]


def told_of(connection: sqlite3.Connection, one: str, other: str) -> int:
    """How many events are told of a pair in order."""
    query = "SELECT count(*) FROM indexed_events WHERE one = ? AND other = ?"
    return int(connection.execute(query, (one, other)).fetchone()[0])


def version(connection: sqlite3.Connection, pairs: tuple[tuple[str, str], ...], keys: Iterable[str]) -> int:
    """The last turn in which anything changed that bears on these pairs (in order) or on the articles ``keys``."""
    (last,) = connection.execute(
        "SELECT max((SELECT turn FROM changes WHERE one = '*' AND other = '*'), "
        "(SELECT coalesce(max(turn), 0) FROM json_each(?1) CROSS JOIN changes "
        "ON one = json_extract(value, '$[0]') AND other = json_extract(value, '$[1]')), "
        "(SELECT coalesce(max(turn), 0) FROM json_each(?2) CROSS JOIN articles a ON a.key = value "
        "CROSS JOIN indexed_articles i ON i.number = a.number), "
        "(SELECT coalesce(max(turn), 0) FROM changes WHERE one = '' AND other IN (SELECT value FROM json_each(?2))))",
        (_bearing(pairs), json.dumps(list(keys))),
    ).fetchone()
    return last or 0


@lru_cache(maxsize=4096)
def _bearing(pairs: tuple[tuple[str, str], ...]) -> str:
    """What bears on the pairs, as ``changes`` names it."""
    scope = Scope(pairs, load())
    return json.dumps([*scope.keys, *(("", tag) for tag in scope.tags)])


def alike(connection: sqlite3.Connection, articles: Collection[int]) -> set[int]:
    """These articles and all that are linked to them as one text or wire copy, over however many others."""
    found, last = set(articles), set(articles)
    while last:
        given = json.dumps(list(last))
        last = (
            _column(connection, "SELECT other FROM copy_links WHERE one IN (SELECT value FROM json_each(?))", given)
            | _column(connection, "SELECT one FROM copy_links WHERE other IN (SELECT value FROM json_each(?))", given)
        ) - found
        found |= last
    return found


def _of_acts(events: _Found, numbers: Collection[int]) -> set[int]:
    """All that is one act with any of these."""
    acts = {act for number in numbers if (act := events.rows[number][2]) is not None}
    members = "SELECT e.number FROM json_each(?) j CROSS JOIN indexed_events e ON e.act = j.value"  # by the index alone
    return _column(events.connection, members, _list(acts))


def _of_knots(connection: sqlite3.Connection, numbers: Collection[int]) -> set[int]:
    """All of the knots of these: merged together, so that of a part of one other acts might come out."""
    return _column(
        connection,
        "SELECT number FROM indexed_events WHERE knot IN "
        "(SELECT knot FROM indexed_events WHERE number IN (SELECT value FROM json_each(?)))",
        _list(numbers),
    )


def _undated(connection: sqlite3.Connection, articles: Collection[int]) -> set[int]:
    """Those of these articles that carry no date."""
    query = "SELECT a.number FROM json_each(?) j CROSS JOIN indexed_articles a ON a.number = j.value AND a.day IS NULL"
    return _column(connection, query, _list(articles))


def _dating(connection: sqlite3.Connection, undated: Collection[int]) -> set[int]:
    """These events of undated articles and those of the same parties and types which may date them, with all that is of
    one knot with them: both tell a rung that takes an act to report (``dating.not_before``), and neither of them
    talks."""
    if not undated:
        return set()
    found = set(undated)
    rungs = json.dumps(sorted(DATING))
    telling = (
        f"LEFT JOIN events t ON t.coding = number / {POSITIONS} AND t.position = number % {POSITIONS} "
        "WHERE act IS NOT NULL AND (decided OR json_extract(t.record, '$.status') IN (SELECT value FROM json_each(?)))"
    )
    blocks = connection.execute(
        f"SELECT DISTINCT one, other, kind FROM indexed_events {telling} AND kind != 'CONSULT' "
        "AND number IN (SELECT value FROM json_each(?))",
        (rungs, json.dumps(list(undated))),
    ).fetchall()
    for block in blocks:
        found |= _column(
            connection,
            f"SELECT number FROM indexed_events {telling} AND one = ? AND other = ? AND kind = ?",
            rungs,
            *block,
        )
    return found | _of_knots(connection, found)


def extent(connection: sqlite3.Connection, *, as_of: date | None, until: str) -> tuple[Extent, int, int]:
    """How much was read in all of what was recorded ``until`` then; with a cut-off only what was published by it, and
    how many articles without a date, and how many later ones, that left out."""
    source = "indexed_articles"
    if until != ALWAYS:
        source = (
            "(SELECT i.* FROM indexed_articles i JOIN articles a ON a.number = i.number WHERE a.recorded <= :until)"
        )
    given = {"day": as_of.isoformat() if as_of else "", "until": until}
    cut = (
        "sum(coalesce(day > :day, 0)), min(CASE WHEN day <= :day THEN day END), max(CASE WHEN day <= :day THEN day END)"
    )
    rows = connection.execute(
        f"SELECT language, count(*), count(*) - count(day), {cut if as_of else '0, min(day), max(day)'} FROM {source} "
        "GROUP BY language ORDER BY language",
        given,
    ).fetchall()
    undated, later = (sum(row[at] for row in rows) for at in (2, 3))
    left = undated if as_of else 0
    held = {row[0]: row[1] - row[3] - (row[2] if as_of else 0) for row in rows}
    first, last = min((row[4] for row in rows if row[4]), default=None), max((row[5] or "" for row in rows), default="")
    languages = tuple((language, number) for language, number in held.items() if number)
    return Extent(sum(held.values()), undated - left, _day(first), _day(last), languages), left, later


def pairs(connection: sqlite3.Connection, codebook: Codebook) -> tuple[PairCount, ...]:
    """Each pair of states and organisations on which anything is held, those of which most outlets tell first, then
    with most acts, then by codes."""
    rows = connection.execute(
        "SELECT one, other, acts, reports, outlets, first, last FROM pair_counts p WHERE NOT EXISTS "
        "(SELECT 1 FROM pairs_changed c WHERE c.one = p.one AND c.other = p.other) UNION ALL "
        f"SELECT * FROM ({_COUNTED})"
    )
    known = codebook.states.keys() | codebook.organisations.keys()
    found = [
        PairCount(one, other, acts, reports, outlets, _day(first), _day(last))
        for one, other, acts, reports, outlets, first, last in rows
        if one in known and other in known and one != other
    ]
    return tuple(sorted(found, key=lambda p: (-p.outlets, -p.acts, p.one, p.other)))


def settle(connection: sqlite3.Connection) -> None:
    """Counts the pairs that have changed, so that those who ask need not; within a transaction of the caller's."""
    connection.execute(
        "DELETE FROM pair_counts WHERE EXISTS (SELECT 1 FROM pairs_changed c "
        "WHERE c.one = pair_counts.one AND c.other = pair_counts.other)"
    )
    connection.execute(f"INSERT INTO pair_counts {_COUNTED}")
    connection.execute("DELETE FROM pairs_changed")


_COUNTED = (
    "SELECT e.one, e.other, count(DISTINCT e.act), count(DISTINCT e.article), count(DISTINCT b.source), min(a.day), "
    "max(a.day) FROM pairs_changed c CROSS JOIN indexed_events e ON e.one = c.one AND e.other = c.other "
    "AND e.act IS NOT NULL CROSS JOIN indexed_articles a ON a.number = e.article "
    "CROSS JOIN indexed_articles b ON b.number = a.copy GROUP BY e.one, e.other"
)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _column(connection: sqlite3.Connection, query: str, *values: object) -> set[int]:
    return {int(value) for (value,) in connection.execute(query, values)}


def _list(values: Iterable[object]) -> str:
    """``values`` in order, so that what is looked up lies side by side."""
    return json.dumps(sorted(values))
