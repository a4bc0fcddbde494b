"""An act as its reports date it.

Reports of one act can give days that cannot all be right, and each its own rung: the promise of March was made again in
April. A commitment's history shows each day with the rung that was told for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from deedbook.ledger.merge import occurrence
from deedbook.ledger.traits import Told, ahead
from deedbook.records import Article, Entry, Interval, Occurrence


@dataclass(slots=True)
class _Days:
    """Reports that can all mean one day: one from ``first`` to ``last``."""

    first: date
    last: date
    entries: list[Entry] = field(default_factory=list)

    def take(self, entry: Entry, first: date, last: date) -> bool:
        """Whether ``entry``, which names these days, fits; if so it is taken."""
        if last < self.first or self.last < first:
            return False
        self.first, self.last = max(self.first, first), min(self.last, last)
        self.entries.append(entry)
        return True

    def publish(self, entry: Entry) -> None:
        """Take a report that names no day: what it tells had happened when it was published."""
        if entry.known:
            self.last = max(self.first, min(self.last, entry.known))
        self.entries.append(entry)

    @property
    def interval(self) -> Interval:
        open_start, open_end = self.first == date.min, self.last == date.max
        return Interval(None if open_start else self.first, None if open_end else self.last, "explicit")


def by_day(act: Occurrence, articles: Mapping[str, Article]) -> tuple[Occurrence, ...]:
    """``act`` once for each day that its reports tell apart, in order; once where all can mean one day, then dated by
    what their days share ("last year", "in November"). Each keeps the act's id and has the reports of that day, with
    what the display rule picks from these.

    A report that names no day goes with what its own article dates, else with the last day before it was published;
    those published before all days that are named stand together."""
    if len(act.entries) == 1 or not (dated := list(filter(_dated, act.entries))):
        return (act,)
    days: list[_Days] = []
    named = ((*_named(entry), entry) for entry in dated)
    for first, last, entry in sorted(named, key=lambda n: (n[1], n[0], n[2].article_key, n[2].event.event_id)):
        if not any(told.take(entry, first, last) for told in reversed(days)):
            days.append(_Days(first, last, [entry]))
    days.sort(key=lambda told: (told.first, told.last))
    before: list[Entry] = []
    if len(dated) < len(act.entries):
        held = set(map(id, dated))
        for entry in act.entries:
            if id(entry) not in held:
                if home := _home(entry, days):
                    home.publish(entry)
                else:
                    before.append(entry)
    if len(days) == 1 and not before:
        return (replace(act, happened=days[0].interval),)
    earlier = [_part(act, before, articles)] if before else []
    return (*earlier, *(replace(_part(act, told.entries, articles), happened=told.interval) for told in days))


def _home(entry: Entry, days: Sequence[_Days]) -> _Days | None:
    """Where a report that names no day belongs; ``None``: before all of them."""
    own = [(told, e) for told in days for e in told.entries if e.article_key == entry.article_key]
    if own:
        return next((told for told, e in own if e.event.status == entry.event.status), own[0][0])
    if entry.known is None:
        return days[0] if days else None
    return next((told for told in reversed(days) if told.first <= entry.known), None)


def _part(act: Occurrence, entries: Sequence[Entry], articles: Mapping[str, Article]) -> Occurrence:
    held = set(map(id, entries))
    in_order = [entry for entry in act.entries if id(entry) in held]  # as an act has them
    part = occurrence([Told.of(e, articles.get(e.article_key), e.article_key) for e in in_order], articles)
    return replace(part, id=act.id, actor=act.actor, recipient=act.recipient, symmetric=act.symmetric)


def _dated(entry: Entry) -> bool:
    """Whether it names a day on which the act was done. A day that lies ahead is when it is due; only a register knows
    beforehand."""
    return entry.happened.basis in ("explicit", "relative") and not ahead(entry)


def _named(entry: Entry) -> tuple[date, date]:
    """First and last of its days, cut at publication; the least and the greatest date where they are open."""
    start, end = entry.happened.start, entry.happened.end
    last = min(end, entry.known) if end and entry.known else end or entry.known or start
    first = start or date.min
    return first, max(first, last or date.max)
