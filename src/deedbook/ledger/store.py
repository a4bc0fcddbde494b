"""The open ledger: one SQLite file of append-only facts, with an index of what is derived from them."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime

from deedbook.codebook import Codebook, load
from deedbook.ledger import addresses, digests, lookups, pages, reviews, transfer
from deedbook.ledger.addresses import Text, Told
from deedbook.ledger.anchors import orphans
from deedbook.ledger.entries import Made, known, tellings
from deedbook.ledger.errors import LedgerError
from deedbook.ledger.facts import ALWAYS, Facts, read_facts, read_former
from deedbook.ledger.lookups import PairCount
from deedbook.ledger.packing import unpack
from deedbook.ledger.pages import KeptPage
from deedbook.ledger.present import present
from deedbook.ledger.recorder import Recorder, stamp
from deedbook.ledger.reviews import Agreement, Review
from deedbook.ledger.scope import Scope, ordered
from deedbook.ledger.search import ActHit, Hit, search, search_acts
from deedbook.ledger.snapshots import assembled, build
from deedbook.records import (
    Article,
    Decision,
    Entry,
    Event,
    Extent,
    Mark,
    Problem,
    Snapshot,
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of each kind the ledger holds. ``sightings`` counts places, so it is at least ``articles``;
    ``undated`` articles carry no date; ``events`` are those of every coder's coding, not only of the newest;
    ``official`` are records of registers among the articles; ``forgotten`` texts are among the articles too.
    ``capped`` says how often a new report was compared with the nearest alone, since there were too many."""

    articles: int
    sightings: int
    undated: int
    codings: int
    events: int
    decisions: int
    problems: int
    official: int = 0
    searches: int = 0
    marks: int = 0
    forgotten: int = 0
    capped: int = 0


class Ledger(Recorder):
    """An open ledger. Use :meth:`open`; close it, or use it as a context manager. One thread at a time.

    Every method raises LedgerError where the file is in use, full, damaged or not writable; what a method has
    returned for is on record and survives the process being killed."""

    _read: tuple[object, tuple[Extent, int, int]] | None = None  # how much was read, and when that was asked

    def holds(self, article_key: str, coder: str) -> bool:
        """Whether there is nothing for ``coder`` to do: it has coded this article, a register's reader has, or the text
        was forgotten."""
        with self._reading() as connection:
            found = connection.execute(
                "SELECT 1 FROM articles a WHERE key = ?1 AND (EXISTS (SELECT 1 FROM codings WHERE article = a.number "
                "AND (coder = ?2 OR coder LIKE 'register %')) OR a.number IN (SELECT article FROM forgotten))",
                (article_key, coder),
            ).fetchone()
        return found is not None

    def uncoded(self, coder: str) -> list[str]:
        """Keys of the articles, in order, for which :meth:`holds` is False."""
        with self._reading() as connection:
            found = connection.execute(
                "SELECT key FROM articles WHERE number NOT IN (SELECT article FROM codings WHERE coder = ? "
                "OR coder LIKE 'register %') AND number NOT IN (SELECT article FROM forgotten) ORDER BY key",
                (coder,),
            ).fetchall()
        return [key for (key,) in found]

    def former(self, keys: Iterable[str]) -> dict[str, tuple[Event, ...]]:
        """Of those articles ``keys`` that were coded anew, by key: the events of the coding before the newest."""
        with self._reading() as connection:
            return read_former(connection, list(keys))

    def counts(self) -> Counts:
        """How much the ledger holds."""
        with self._lookup() as connection:
            numbers = {
                table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in (
                    "articles", "sightings", "codings", "decisions", "problems", "official", "searches", "marks",
                    "forgotten",
                )
            }  # fmt: skip
            undated, events = (
                connection.execute(query).fetchone()[0]
                for query in (
                    "SELECT count(*) FROM indexed_articles WHERE day IS NULL",
                    "SELECT count(*) FROM indexed_events",
                )
            )
            capped = connection.execute("SELECT value FROM index_state WHERE name = 'capped'").fetchone()
        return Counts(**numbers, undated=undated, events=events, capped=int(capped[0]) if capped else 0)

    def problems(self) -> tuple[Problem, ...]:
        """Inputs that could not be used, in order of their names."""
        with self._reading() as connection:
            found = connection.execute("SELECT record FROM problems ORDER BY record").fetchall()
        return tuple(unpack(Problem, record) for (record,) in found)

    def decisions(self) -> tuple[Decision, ...]:
        """What people decided, in the order in which it was recorded."""
        with self._reading() as connection:
            found = connection.execute("SELECT record FROM decisions ORDER BY number").fetchall()
        return tuple(unpack(Decision, record) for (record,) in found)

    def keys_at(self, outlet: str) -> list[str]:
        """Keys of the articles that an outlet printed."""
        with self._lookup() as connection:
            return lookups.keys_at(connection, outlet)

    def keys_of(self, hashes: Iterable[str]) -> list[str]:
        """Keys of the articles whose texts have these hashes."""
        with self._lookup() as connection:
            return lookups.keys_of(connection, hashes)

    def orphans(self) -> tuple[Decision, ...]:
        """Decisions about events that the newest codings lack; they are kept, and apply again to one that has them."""
        return orphans(self._decided())

    def reviews(self) -> dict[tuple[str, str], Review]:
        """Where people stand on each event on which they decided, by the article's key and the event's id."""
        return reviews.reviews(self._decided())

    def agreement(self, who: Iterable[str] = ()) -> tuple[Agreement, ...]:
        """How well reviewers (all where none is named) agree on each field (``reviews.agreement``)."""
        return reviews.agreement(self._decided(), who)

    def _decided(self) -> Facts:
        """The facts on all texts about which people decided."""
        decided = self.decisions()
        about = {d.text_sha256 for d in decided} | {d.other.text_sha256 for d in decided if d.other}
        with self._reading() as connection:
            return read_facts(connection, keys=lookups.keys_of(connection, about))

    def marks(self) -> tuple[Mark, ...]:
        """What people said of whole texts, in the order in which it was recorded."""
        with self._reading() as connection:
            found = connection.execute("SELECT record FROM marks ORDER BY number").fetchall()
        return tuple(unpack(Mark, record) for (record,) in found)

    def facts(self, *, recorded_as_of: datetime | None = None, keys: Sequence[str] | None = None) -> Facts:
        """Everything recorded up to and including ``recorded_as_of`` (all, where ``None``), with each article's
        newest coding; only of articles in ``keys``, where given."""
        with self._reading() as connection:
            return read_facts(connection, stamp(recorded_as_of) if recorded_as_of else ALWAYS, keys=keys)

    def snapshot(
        self,
        *,
        pairs: Iterable[Sequence[str]] | None = None,
        as_of: date | None = None,
        recorded_as_of: datetime | None = None,
        codebook: Codebook | None = None,
        keep: bool = False,
    ) -> Snapshot:
        """What was known by ``as_of``, as far as this ledger had recorded it by ``recorded_as_of``: acts merged,
        commitments followed, decisions applied. See docs/ledger.md.

        With ``pairs`` (codes, in any order) only what bears on these is read: their acts, what their articles tell of
        either side, acts of either side toward everybody or a class, those on their projects. These come out as in a
        snapshot of everything.

        Of the present state of some pairs what was kept of them before is used (``ledger.digests``); with ``keep`` it
        is kept, or kept anew, where that takes long to read."""
        book = codebook or load()
        until = stamp(recorded_as_of) if recorded_as_of else ALWAYS
        if pairs is None:
            with self._reading() as connection:
                facts = read_facts(connection, until)
            return build(facts, book, as_of=as_of)
        scope = Scope(ordered(pairs), book)
        past = until != ALWAYS
        if book is load() and not past and as_of is None:
            with self._lookup() as connection:
                counted = self._extent(connection, None, ALWAYS)
                now = present(connection, self._index.copies, self.path, scope, counted[0].last)
            if keep and now.worth_keeping:
                with suppress(LedgerError), self._writing() as connection:  # else it is read again
                    digests.keep(connection, scope.asked, now.digest)
            whole = now.snapshot
        else:
            with self._lookup() as connection:
                told = lookups.bearing(connection, scope, dated=as_of is not None, past=past)
                facts = read_facts(connection, until, keys=told.keys, numbers=told.numbers | told.beside)
                counted = self._extent(connection, as_of, until)
                copies = None
                if not past and book is load():
                    then = [key for key, a in facts.articles.items() if not as_of or ((d := known(a)) and d <= as_of)]
                    copies = self._index.copies.of(then, anew=as_of is not None)
                whole = assembled(
                    tellings(facts, book),
                    book,
                    facts=facts,
                    as_of=as_of,
                    newest=counted[0].last,
                    copies=copies,
                    quiet=told.quiet(lookups.NAMES_NO_OUTLET) if book is load() else frozenset(),
                ).snapshot
                whole.voices.announces.update(dict.fromkeys(told.quiet(lookups.ANNOUNCES_NOTHING), False))
        extent, undated, later = counted
        return replace(scope.confine(whole), extent=extent, undated_left_out=undated, later_left_out=later)

    def pairs(self) -> tuple[PairCount, ...]:
        """Each pair of states and organisations on which anything is held, that of which most outlets tell first."""
        with self._lookup() as connection:
            return lookups.pairs(connection, load())

    def turn(self) -> int:
        """A number that grows with everything that is written."""
        with self._lookup() as connection:
            return lookups.turn(connection)

    def forgotten(self) -> int:
        """How many texts were forgotten."""
        with self._reading() as connection:
            return int(connection.execute("SELECT count(*) FROM forgotten").fetchone()[0])

    def version(self, pairs: Iterable[Sequence[str]] = (), keys: Iterable[str] = ()) -> int:
        """The :meth:`turn` of the last change to what bears on these pairs, or is told in the articles ``keys``: while
        it stays, a snapshot of the pairs holds the same acts between the two. What else their articles tell, and how
        much was read in all, may have changed."""
        with self._lookup() as connection:
            return lookups.version(connection, ordered(pairs), keys)

    def changed_since(self, pair: Sequence[str], turn: int) -> list[str]:
        """Keys of the articles that tell of the two and changed after that :meth:`turn` (``pages.changed``)."""
        with self._lookup() as connection:
            return pages.changed(connection, *ordered([pair])[0], turn)

    def kept_page(self, name: str, maker: str) -> KeptPage | None:
        """What :meth:`keep_page` was given under this name by this maker, if it is still there."""
        with self._lookup() as connection:
            return pages.kept(connection, name, maker)

    def keep_page(self, name: str, maker: str, page: KeptPage) -> None:
        """Keeps what took long to make. It goes with the index, with any text that is erased, and when there are many;
        whether it may still be shown tells :meth:`version`."""
        with self._writing() as connection:
            pages.keep(connection, name, maker, page)

    def told_of(self, one: str, other: str) -> int:
        """How many events between the two are told, however many of them are one act."""
        with self._lookup() as connection:
            return lookups.told_of(connection, *ordered([(one, other)])[0])

    def search(self, words: str, limit: int = 20) -> tuple[Hit, ...]:
        """Articles whose headline and body hold all ``words`` (a phrase in double quotes in its order), best first."""
        with self._lookup() as connection:
            return search(connection, words, limit)

    def search_acts(self, words: str, keys: Sequence[str], limit: int = 20) -> tuple[ActHit, ...]:
        """Acts of which the articles ``keys`` (as :meth:`search` found them) tell with all ``words``, each once."""
        with self._lookup() as connection:
            return search_acts(connection, words, keys, limit, load())

    def events_named(self, name: str) -> tuple[Told, ...]:
        """The events of present codings whose id begins with ``name`` (``addresses.events``)."""
        with self._reading() as connection:
            return addresses.events(connection, name)

    def articles_named(self, name: str) -> tuple[Text, ...]:
        """The articles of this key, or its beginning, or of this id or place (``addresses.articles``)."""
        with self._reading() as connection:
            return addresses.articles(connection, name)

    def article(self, key: str) -> Article | None:
        """The article of this key; ``None`` where the ledger holds none, or its text was forgotten."""
        return self.facts(keys=[key]).articles.get(key)

    def entries(self, key: str) -> tuple[Entry, ...]:
        """What the article of this key tells, as people's decisions leave it, in the coder's order."""
        facts = self.facts(keys=[key])
        made = Made(facts, load())
        return tuple(entry for reading in facts.readings for _, entry in made.of(reading) if entry)

    def dump(self) -> str:
        """All facts but ``recorded`` as sorted lines of JSON: equal for ledgers that hold the same."""
        with self._reading() as connection:
            return transfer.dump(connection)

    # -- inside --------------------------------------------------------------------------------------------------

    def _extent(self, connection: sqlite3.Connection, as_of: date | None, until: str) -> tuple[Extent, int, int]:
        """``lookups.extent``, which looks through all articles: once while nothing is written."""
        asked = (lookups.turn(connection), as_of, until)
        if self._read is None or self._read[0] != asked:
            self._read = asked, lookups.extent(connection, as_of=as_of, until=until)
        return self._read[1]
