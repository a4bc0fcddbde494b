"""What was read of some pairs and made of it, kept beside the facts: after further reports only what they change is
read, merged and taken apart again."""

import sqlite3
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Self

import msgspec

from deedbook.ledger import pages
from deedbook.ledger.acts import Act
from deedbook.ledger.dating import Bound
from deedbook.ledger.entries import Telling
from deedbook.ledger.facts import POSITIONS, packed
from deedbook.ledger.lookups import ALL, Bearing
from deedbook.ledger.queries import asked, listed
from deedbook.ledger.snapshots import Built, Known
from deedbook.records import Entry, Interval, Occurrence, Voices

MANY = 1_000  # events that bear on the pairs: fewer are read at once
MOST = 100  # digests; the oldest go
AGAIN = 32  # a digest of which more than one in so many articles is out of date is kept anew
_KIND = "readings of "  # so their names begin

_NOTHING = Occurrence("", (), "", "", "", "", False, "", (), "positive", Interval(), None, None, None, (), 0)

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Move:
    """A move without its reports: ``numbers`` are theirs, in order. ``whole``: of its act as it is, else ``move`` has
    that act as its day shows it."""

    move: Act
    whole: bool
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    """An act without its reports, whose ``numbers`` stand in their order, and the moves that it makes."""

    number: int
    act: Occurrence
    numbers: tuple[int, ...]
    moves: tuple[_Move, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """What was read and made at ``turn`` of the ledger. ``told``: what articles tell, by key, without their texts;
    ``copies``: each article's key to the one that stands for its text; ``bounds``: as ``snapshots.Known`` has them."""

    turn: int
    bearing: Bearing
    told: dict[str, Telling]
    copies: dict[str, str]
    acts: tuple[_Kept, ...]
    bounds: dict[int, Bound | None]
    origins: dict[str, str]
    silent: dict[str, bool]
    behind: dict[str, date]
    cited: tuple[tuple[str, int, int, tuple[str, ...]], ...]

    @classmethod
    def of(cls, turn: int, bearing: Bearing, told: Mapping[str, Telling], built: Built) -> Self:
        """Of what was just made."""
        snapshot = built.snapshot
        number_of = {
            id(entry): number
            for telling in told.values()
            for number, entry in zip(telling.numbers, telling.entries, strict=True)
        }

        def numbers(act: Occurrence) -> tuple[int, ...]:
            return tuple([number_of[id(entry)] for entry in act.entries])

        def bare(move: Act, whole: Occurrence) -> _Move:
            part = move.occurrence
            same = part is whole
            told_of = () if part.entries is whole.entries else numbers(part)
            return _Move(replace(move, occurrence=_NOTHING if same else replace(part, entries=())), same, told_of)

        return cls(
            turn,
            bearing,
            {key: replace(telling, article=replace(telling.article, raw="")) for key, telling in told.items()},
            snapshot.wire,
            tuple(
                _Kept(
                    number,
                    replace(act, entries=()),
                    numbers(act),
                    tuple([bare(move, act) for move in built.moves[act.id]]),
                )
                for number, act in built.acts.items()
            ),
            dict(built.bounds),
            snapshot.voices.origins,
            snapshot.voices.silent,
            snapshot.voices.behind,
            tuple([(*place, found) for place, found in snapshot.voices.cited.items()]),
        )

    def out_of_date(self, connection: sqlite3.Connection, bearing: Bearing) -> set[str]:
        """Keys of the articles in ``bearing`` that must be read again, or for the first time."""
        held, now = self.bearing.keys.keys() & self.told.keys(), bearing.keys.keys()
        stale = now - held
        stale |= {
            key
            for (key,) in asked(
                connection,
                "SELECT f.key FROM json_each(?) j CROSS JOIN articles f ON f.key = j.value "
                "CROSS JOIN indexed_articles a ON a.number = f.number AND a.turn > ?",
                listed(sorted(now & held)),
                self.turn,
            )
        }
        moved = (self.bearing.numbers | self.bearing.beside) ^ (bearing.numbers | bearing.beside)
        stale |= {
            key
            for (key,) in asked(
                connection,
                "SELECT key FROM codings c JOIN articles a ON a.number = c.article "
                "WHERE c.number IN (SELECT value FROM json_each(?))",
                listed({number // POSITIONS for number in moved}),
            )
        }
        return stale & now

    def unread(self, bearing: Bearing, stale: Collection[str]) -> set[int]:
        """Numbers of the events in ``bearing`` but those of articles that hold."""
        held = {numbers[0] // POSITIONS for key, t in self.told.items() if (numbers := t.numbers) and key not in stale}
        return {number for number in bearing.numbers | bearing.beside if number // POSITIONS not in held}

    def still(
        self,
        connection: sqlite3.Connection,
        path: str,
        bearing: Bearing,
        copies: Mapping[str, str],
        stale: Collection[str],
    ) -> tuple[dict[str, Telling], Known]:
        """What holds of it: all articles in ``bearing`` but those that are ``stale``, with their texts, and the acts of
        which all reports are the same and stand for the same texts."""
        told = self._with_texts(connection, path, bearing.keys.keys() - stale)
        stands_for = {*self.copies.items()} ^ {*copies.items()}
        groups = {first for _, first in stands_for} | {
            first for key in stale for first in (self.copies.get(key), copies.get(key)) if first
        }
        other = {key for held in (self.copies, copies) for key, first in held.items() if first in groups} | set(stale)
        entry_of: dict[int, Entry] = {}
        members: dict[int, set[int]] = {}
        for key, telling in told.items():
            for number, entry in zip(telling.numbers, telling.entries, strict=True):
                if entry:
                    _set(entry, "article_key", key)  # the same string: quicker to find by, again and again
                if entry and (act := bearing.act_of.get(number)) is not None:
                    members.setdefault(act, set()).add(number if key not in other else -1)
                    entry_of[number] = entry
        newly_told = {bearing.act_of[number] for number in bearing.act_of.keys() - entry_of.keys()}
        acts: dict[int, Occurrence] = {}
        moves: dict[str, tuple[Act, ...]] = {}
        for kept in self.acts:
            if kept.number not in newly_told and members.get(kept.number) == set(kept.numbers):
                acts[kept.number] = whole = kept.act
                _set(whole, "entries", tuple([entry_of[number] for number in kept.numbers]))
                moves[whole.id] = tuple([_filled(bare, whole, entry_of) for bare in kept.moves])
        changed = {*asked(connection, "SELECT one, other FROM changes WHERE turn > ?", self.turn)}
        bounds = {} if ALL in changed else self._bounds(told, changed)
        spoken = told.keys() - other
        voices = Voices(
            origins={key: origin for key, origin in self.origins.items() if key in spoken},
            silent={key: silent for key, silent in self.silent.items() if key in spoken},
            behind={key: day for key, day in self.behind.items() if key in told},
            cited={(key, start, end): found for key, start, end, found in self.cited if key in spoken},
        )
        return told, Known(acts, moves, bounds, voices)

    def _bounds(self, told: Mapping[str, Telling], changed: Collection[tuple[object, ...]]) -> dict[int, Bound | None]:
        """What is known of events of undated articles whose parties' acts are what they were."""
        found = {}
        for telling in told.values():
            if telling.article.published.start is None and telling.article.published.end is None:
                for number, entry in zip(telling.numbers, telling.entries, strict=True):
                    if entry and number in self.bounds:
                        codes = (entry.event.actor.code or "", entry.event.recipient.code or "")
                        if (min(codes), max(codes)) not in changed:
                            found[number] = self.bounds[number]
        return found

    def _with_texts(self, connection: sqlite3.Connection, path: str, keys: Collection[str]) -> dict[str, Telling]:
        """What these articles tell, in order of their keys; their texts are unpacked when they are asked for."""
        found: dict[str, Telling] = {}
        for key, raw in asked(
            connection,
            "SELECT a.key, raw FROM json_each(?) j CROSS JOIN articles a ON a.key = j.value",
            listed(sorted(keys)),
        ):
            found[key] = self.told[key]
            packed(found[key].article, path, raw)
        return found


def _set(record: object, name: str, value: object) -> None:
    """Fills a field of a record that is just being made."""
    object.__setattr__(record, name, value)


def _filled(bare: _Move, act: Occurrence, entry_of: Mapping[int, Entry]) -> Act:
    if bare.whole:
        _set(bare.move, "occurrence", act)
    else:
        entries = tuple([entry_of[number] for number in bare.numbers]) if bare.numbers else act.entries
        _set(bare.move.occurrence, "entries", entries)
    return bare.move


def kept(connection: sqlite3.Connection, pairs: Pairs) -> Digest | None:
    """What was kept of these pairs (in order) by the present code."""
    found = pages.kept(connection, _name(pairs), pages.maker("ledger"))
    try:
        return _read(found.body) if found else None
    except msgspec.MsgspecError:
        return None


def keep(connection: sqlite3.Connection, pairs: Pairs, digest: Digest) -> None:
    """Keeps it in place of the one before; within a transaction of the caller's."""
    try:
        body = msgspec.msgpack.encode(digest)
    except UnicodeEncodeError:  # a lone surrogate
        return
    page = pages.KeptPage(body, digest.turn, datetime.now(UTC), 0.0)
    pages.keep(connection, _name(pairs), pages.maker("ledger"), page, kind=_KIND, most=MOST)


_read: Callable[[bytes], Digest] = msgspec.msgpack.Decoder(Digest).decode


def _name(pairs: Pairs) -> str:
    return f"{_KIND}{' '.join('-'.join(pair) for pair in pairs)}"
