"""What bears on some pairs now: of what was kept of them before what still holds, and the rest read again."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from deedbook.ledger import dating, digests, lookups
from deedbook.ledger.copies import Copies
from deedbook.ledger.dated import Dated
from deedbook.ledger.digests import Digest
from deedbook.ledger.entries import Telling, tellings
from deedbook.ledger.facts import read_facts
from deedbook.ledger.lookups import Bearing
from deedbook.ledger.scope import Scope
from deedbook.ledger.snapshots import Built, assembled
from deedbook.records import Snapshot


@dataclass(frozen=True, slots=True)
class Present:
    """All that bears on the pairs at ``turn`` of the ledger, before it is confined to them. ``read`` counts the
    articles of it that were read for it; ``newest`` is the day of the ledger's newest article."""

    turn: int
    bearing: Bearing
    told: Mapping[str, Telling]
    built: Built
    read: int
    newest: date | None

    @property
    def snapshot(self) -> Snapshot:
        return self.built.snapshot

    @property
    def worth_keeping(self) -> bool:
        """Whether so much was read that the next who asks should find it."""
        many = len(self.bearing.numbers) >= digests.MANY
        return many and self.read * digests.AGAIN >= len(self.told)

    @property
    def digest(self) -> Digest:
        """What is kept. Of articles that were read for it, what they tell of days to come is found out now."""
        behind, newest = self.snapshot.voices.behind, self.newest or date.max
        for key, telling in self.told.items():
            if key not in behind:
                events = [entry.event for entry in telling.entries if entry]
                behind[key] = dating.behind(telling.article, events, newest)
        return Digest.of(self.turn, self.bearing, self.told, self.built)


def present(connection: sqlite3.Connection, copies_: Copies, path: str, scope: Scope, newest: date | None) -> Present:
    """What bears on the pairs of ``scope``, of the ledger at ``path``; ``newest`` is the day of its newest article.
    Runs within a transaction of the caller's."""
    turn, book = lookups.turn(connection), scope.codebook
    digest = digests.kept(connection, scope.asked)
    if digest and digest.turn == turn:
        bearing, copies, stale, unread = digest.bearing, digest.copies, set[str](), set[int]()
    else:
        bearing = lookups.bearing(connection, scope, dated=False, past=False, known=True)
        copies = copies_.of(bearing.keys)
        stale, unread = set(bearing.keys), set(bearing.numbers | bearing.beside)
        if digest:
            stale = digest.out_of_date(connection, bearing)
            unread = digest.unread(bearing, stale)
    facts = read_facts(connection, keys=stale, numbers=unread)
    told, by_now = tellings(facts, book), None
    if digest:
        held, by_now = digest.still(connection, path, bearing, copies, stale)
        told = dict(sorted((held | told).items()))
    built = assembled(
        told,
        book,
        facts=facts,
        newest=newest,
        copies=copies,
        act_of=bearing.act_of,
        near=Dated(connection, book, copies_).near,
        quiet=bearing.quiet(lookups.NAMES_NO_OUTLET),
        by_now=by_now,
    )
    built.snapshot.voices.announces.update(dict.fromkeys(bearing.quiet(lookups.ANNOUNCES_NOTHING), False))
    return Present(turn, bearing, told, built, len(stale), newest)
