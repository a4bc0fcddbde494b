"""Acts that date undated reports, read from the index as far as they are needed, the earliest first."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from deedbook.codebook import Codebook
from deedbook.ledger import dating, merge
from deedbook.ledger.copies import Copies
from deedbook.ledger.entries import Made
from deedbook.ledger.facts import POSITIONS, read_event, read_facts
from deedbook.ledger.queries import asked, listed
from deedbook.records import Article, Entry, Event, Occurrence, TitleMention

BATCH = 32  # acts looked at in one go, at most
FIRST = 4  # looked at first, then twice as many each time: mostly one of the first fits
MADE = 2  # of these made in one go, then twice as many each time


class Dated:
    """The acts of one ledger by parties and type, in order of the first day on which each can have been; used within a
    transaction of the caller's."""

    def __init__(self, connection: sqlite3.Connection, codebook: Codebook, copies: Copies) -> None:
        self._connection, self._codebook, self._copies = connection, codebook, copies
        self._acts: dict[int, Occurrence] = {}
        self._told: dict[int, list[Event] | None] = {}  # by act; None where people decided on it
        self._held: Mapping[int, Occurrence] = {}
        self._rows: dict[tuple[str, str, str], list[tuple[int, int]]] = {}

    def near(
        self,
        article: Article,
        events: Sequence[Event],
        titles: Sequence[TitleMention],
        held: Mapping[int, Occurrence] = MappingProxyType({}),
    ) -> tuple[Occurrence, ...]:
        """Of all acts those that decide ``dating.not_before`` of ``article``, and perhaps some more. What fits an event
        and comes later than the first that fits says nothing. ``held`` are acts at hand, by number: no need to read
        these again."""
        self._held = held
        bound = dating.from_titles(article, titles, self._codebook)
        least = bound[0] if bound else date.min
        found: dict[int, Occurrence] = {}
        for event in filter(dating.takes_an_act, events):
            on_record = [on for on, _ in dating.from_milestones(article, event, self._codebook.milestones)]
            known = min((on for on in on_record if on >= least), default=None)
            limit = known or date.max
            for act, read in self._block(event):
                if read > limit.toordinal():
                    break
                if act not in self._acts or self._acts[act].known is None:
                    continue  # told by undated reports alone, so it dates none
                found[act] = self._acts[act]
                days = [on for on, _ in dating.from_reports(article, event, [found[act]], self._codebook)]
                if known is None:
                    limit = min([limit, *(on for on in days if on >= least)])
        return merge.in_order(found.values())

    def _block(self, event: Event) -> Iterator[tuple[int, int]]:
        """Acts of the same parties and type, each with a day (an ordinal) before which it cannot have been; those of
        the least days first."""
        if not (event.actor.code and event.recipient.code):
            return
        one, other = sorted((event.actor.code, event.recipient.code))
        rows = self._in_block(one, other, event.event_type)
        size, looked, begin = MADE, FIRST, 0
        while begin < len(rows):
            batch = rows[begin : begin + looked]
            begin, looked = begin + looked, min(2 * looked, BATCH)
            self._look([act for act, _ in batch])
            may = [(act, least) for act, least in batch if act in self._acts or self._may_tell(event, act)]
            at = 0
            while at < len(may):
                self._make([act for act, _ in may[at : at + size] if act not in self._acts])
                yield from may[at : at + size]
                at, size = at + size, min(2 * size, BATCH)

    def _in_block(self, one: str, other: str, kind: str) -> list[tuple[int, int]]:
        """As :meth:`_block`, unread; undated reports of one pair ask for the same again and again."""
        if (known := self._rows.get((one, other, kind))) is None:
            known = self._rows[one, other, kind] = [
                (act, int(least))
                for act, least in asked(
                    self._connection,
                    "SELECT act, min(min(coalesce(first, on_day), coalesce(on_day, first))) AS least FROM (SELECT act, "
                    "first, julianday(day) - julianday('0001-01-01') + 1 AS on_day FROM indexed_events "
                    "JOIN indexed_articles a ON a.number = article "
                    "WHERE one = ? AND other = ? AND kind = ? AND act IS NOT NULL) "
                    "GROUP BY act HAVING least IS NOT NULL ORDER BY least, act",
                    one,
                    other,
                    kind,
                )
            ]
        return known

    def _may_tell(self, event: Event, act: int) -> bool:
        told = self._told[act]
        return told is None or dating.may_tell(event, told, self._codebook)

    def _make(self, wanted: Sequence[int]) -> None:
        """Makes these acts."""
        self._acts |= {act: self._held[act] for act in wanted if act in self._held}
        wanted = [act for act in wanted if act not in self._held]
        if not wanted:
            return
        rows = asked(
            self._connection,
            "SELECT e.number, act, key FROM indexed_events e JOIN indexed_articles a ON a.number = article "
            "WHERE act IN (SELECT value FROM json_each(?))",
            listed(wanted),
        )
        act_of = {number: act for number, act, _ in rows}
        keys = sorted({key for _, _, key in rows})
        facts = read_facts(self._connection, keys=keys, numbers=act_of)
        made = Made(facts, self._codebook)
        groups: dict[int, list[Entry]] = {}
        for reading in facts.readings:
            for number, entry in made.of(reading):
                if entry and number in act_of:
                    groups.setdefault(act_of[number], []).append(entry)
        copies = self._copies.of(keys)
        self._acts |= merge.as_grouped(groups, facts.articles, wire=copies)

    def _look(self, acts: Sequence[int]) -> None:
        """Reads what is told of these acts, without the articles."""
        new = [act for act in acts if act not in self._told]
        self._told |= {act: [e.event for e in held.entries] for act in new if (held := self._held.get(act))}
        new = [act for act in new if act not in self._held]
        self._told |= {act: [] for act in new}
        for act, decided, record in asked(
            self._connection,
            "SELECT act, decided, record FROM json_each(?) CROSS JOIN indexed_events e ON e.act = value LEFT JOIN "
            f"events t ON t.coding = e.number / {POSITIONS} AND t.position = e.number % {POSITIONS}",
            listed(new),
        ):
            told = self._told[act]
            if decided or told is None:
                self._told[act] = None
            else:
                told.append(read_event(record, "", ""))
