"""Commitments as they are printed: a list by who gives whom, what it adds up to, and the life of one of them."""

import re
from calendar import month_name
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from deedbook.codebook import EVERYBODY, Codebook
from deedbook.exchange.tables import Cell, Column, Table
from deedbook.ledger.sources import Sourcing
from deedbook.ledger.sums import is_money
from deedbook.measures.doers import by_firms
from deedbook.measures.wording import amount, brief_name, count, interval, listed, number, party
from deedbook.records import Commitment, Entry, Snapshot, Step

SHORT = (  # columns of the list with their share of the width
    ("commitment", 24),
    ("sum", 15),
    ("where it stands", 29),
    ("last moved", 12),
    ("what blocks it", 13),
    ("evidence", 20),
    ("id", 9),
)
ID = 8  # characters of an id that are printed; as many or more find it again
DOUBTFUL = "Doubtful: rests on one report that may have been misread; check it before use"
PAST = "Not moved in the last five years"
ASKED = "Only talked of, asked for or proposed"
OLD = timedelta(days=5 * 365)  # before the cut-off or the newest report: what has not moved since is history
_STAGES = {"discussed": 1, "requested": 1, "offered": 2, "promised": 3, "announced": 3, "agreed": 4, "approved": 5}
_ENDED = frozenset({"cancelled", "lapsed", "struck down", "superseded"})
_MONTH = re.compile(rf"\b(?:{'|'.join(month_name[1:])})\b(?= \d{{4}})")
_REPORTED = re.compile(r" \(reported [^)]*\)")
_ROLE = re.compile(r"^(?:giver|receiver|party) \(([^)]*)\)")  # whoever it is has a name
_OPENS = re.compile(
    r"^(?:only |but |and )?(?:if|unless|until|till|provided|providing|subject|when|once|after|before"
    r"|in (?:exchange|return)|on condition|as (?:long|soon)|so long|should|pending|depending|without|except)\b",
    re.IGNORECASE,
)
_LEFT_OPEN = re.compile(
    r"(?:\s+(?:an?|the|of|on|for|to|in|and|or|at|by|with|is|are|was|were|has|have|had|within|three|that|its|their))+$"
)
_SHORTEST = 3  # words of a condition that is more than its first
_TERM = 10  # words of a condition in the list
_PLACES = ("in force, paid or done", "done in part", "open", "stopped or held up", "only talk")
_MOST_PAST = 8  # of the commitments that have not moved for years, how many are printed


@dataclass(frozen=True, slots=True)
class Group:
    """Commitments under one heading, the most advanced first."""

    title: str
    commitments: tuple[Commitment, ...]

    @property
    def mixed(self) -> bool:
        """Whether it holds what several give one another, so that each line has to say who."""
        return self.title in (ASKED, PAST, DOUBTFUL)


class Desk:
    """What is needed to print commitments of one snapshot."""

    def __init__(self, snapshot: Snapshot, codebook: Codebook) -> None:
        self.snapshot, self.codebook = snapshot, codebook
        self._sourcing = Sourcing.of_snapshot(snapshot, codebook)
        self._known = {commitment.id: commitment for commitment in snapshot.commitments}

    def groups(self, commitments: Sequence[Commitment]) -> tuple[Group, ...]:
        """By giver and receiver, joint ones apart; then what is only talk, what has not moved for years, and what is
        doubtful."""
        published = (article.published.end or article.published.start for article in self.snapshot.articles.values())
        newest = self.snapshot.as_of or max((day for day in published if day), default=date.max)
        firm: dict[tuple[bool, str, str], list[Commitment]] = {}
        talk: list[Commitment] = []
        doubtful: list[Commitment] = []
        old: list[Commitment] = []
        for commitment in commitments:
            if commitment.doubtful:
                doubtful.append(commitment)
            elif (last := _last_day(commitment)) and newest - last > OLD:
                old.append(commitment)
            elif stage(commitment) <= 1 and commitment.health == "live":
                talk.append(commitment)
            else:
                firm.setdefault((commitment.joint, commitment.giver, commitment.receiver), []).append(commitment)
        ranked = sorted(firm.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1:]))
        made = [Group(self._title(*key), _ranked(held)) for key, held in ranked]
        made += [Group(title, _ranked(held)) for title, held in ((ASKED, talk),) if held]
        if old:
            made.append(Group(PAST, tuple(sorted(old, key=lambda c: (_last_day(c) or date.min, c.id), reverse=True))))
        made += [Group(title, _ranked(held)) for title, held in ((DOUBTFUL, doubtful),) if held]
        return tuple(made)

    def _title(self, joint: bool, giver: str, receiver: str) -> str:
        one, other = (party(code, self.codebook) for code in (giver, receiver))
        return f"{one} and {other} together" if joint else f"{one} to {other}"

    def brief(self, commitments: Sequence[Commitment]) -> tuple[tuple[Group, ...], str]:
        """The groups as they are printed: of what has not moved for years the latest few, and a line on the rest."""
        made = self.groups(commitments)
        rest = next((group.commitments[_MOST_PAST:] for group in made if group.title == PAST), ())
        if not rest:
            return made, ""
        days = sorted(day for c in rest if (day := _last_day(c)))
        years = f"between {days[0].year} and {days[-1].year}"
        line = f"{count(len(rest), 'older commitment')} that last moved {years} left out"
        shown = tuple(Group(g.title, g.commitments[:_MOST_PAST]) if g.title == PAST else g for g in made)
        return shown, f"{line}; --format csv lists all."

    def short(self, commitment: Commitment, *, sides: bool = False) -> tuple[str, ...]:
        """One line of the list, cells as in ``SHORT``; ``sides``: with who gives whom, where no heading tells."""
        c = commitment
        between = f" ({c.giver}, {c.receiver})" if c.joint else f" ({c.giver} → {c.receiver})"
        return (
            c.name
            + (" (by firms)" if by_firms(c.history) else "")
            + (f" (part of: {above.name})" if (above := self._known.get(c.parent or "")) else "")
            + (between if sides else ""),
            money(c),
            _brief(standing(c)),
            _brief(interval(c.since)) or "undated",
            _ROLE.sub(r"\1", self.blocked(c)),
            evidence(self.entries(c), self._sourcing),
            c.id[:ID],
        )

    def blocked(self, commitment: Commitment) -> str:
        """Who or what stands in the way: who stopped it, and conditions that are not known to be met."""
        open_terms = [
            text + (f" ({self._who(term.who)})" if term.who else "")
            for term in commitment.terms
            if term.state != "met" and (text := _condition(term.phrase.text))
        ]
        told = [commitment.blocked_by] if commitment.blocked_by else []
        return "; ".join([*told, *(f"condition: {term}" for term in open_terms[:1])])

    def _who(self, who: str) -> str:
        return f"for {party(who, self.codebook) if who.isupper() else who}"

    def entries(self, commitment: Commitment) -> list[Entry]:
        return [entry for step in commitment.history for entry in step.occurrence.entries]

    def above(self, commitments: Sequence[Commitment]) -> str:
        """How far they have got in one line, what is imposed apart from what is given; doubtful ones in no count."""
        sure = [c for c in commitments if not c.doubtful]
        parts = []
        for name, some in (
            ("Given or owed", [c for c in sure if not c.measure and c.receiver != EVERYBODY]),
            ("Imposed", [c for c in sure if c.measure and c.receiver != EVERYBODY]),
            ("Toward all countries", [c for c in sure if c.receiver == EVERYBODY]),
        ):
            if some:
                counts = Counter(map(_place, some))
                told = [f"{counts[place]} {place}" for place in _PLACES if counts[place]]
                parts.append(f"{name}: {count(len(some), 'commitment')} ({', '.join(told)}).")
        if doubtful := len(commitments) - len(sure):
            parts.append(f"Not counted: {doubtful} doubtful {'one' if doubtful == 1 else 'ones'}.")
        return " ".join(parts)

    def table(self, commitments: Sequence[Commitment]) -> Table:
        """All columns, one row a commitment, in the order of the list."""
        ordered = [(g.title, c) for g in self.groups(commitments) for c in g.commitments]
        return Table(
            "commitments",
            "one commitment a row, merged from all reports of it",
            tuple(Column(name, "string" if kind is str else "number", about) for name, kind, about in _COLUMNS),
            tuple(self._row(title, c) for title, c in ordered),
        )

    def _row(self, title: str, c: Commitment) -> tuple[Cell, ...]:
        sources = self._sourcing.of(self.entries(c))
        return (
            c.id,
            title,
            c.giver,
            c.receiver,
            "yes" if c.joint else "no",
            c.name,
            c.instrument,
            " ".join(c.domains),
            c.amount.value if c.amount else None,
            c.amount.value_max if c.amount else None,
            c.amount.unit if c.amount else "",
            c.amount_kind or "",
            c.paid.value if c.paid else None,
            _day(c.since.start or c.since.end),
            standing(c),
            c.last,
            c.force,
            c.execution,
            c.health,
            self.blocked(c),
            c.via or "",
            c.payer or "",
            "; ".join(f"{firm} ({dict(c.owners).get(firm, 'owner unknown')})" for firm in c.firms),
            _day(c.due),
            c.parent or "",
            " ".join(c.package),
            c.replaces or "",
            c.doubtful,
            len({entry.article_key for entry in self.entries(c)}),
            len(sources.independent),
            listed(sources.parties),
            " ".join(c.object.split()),
        )

    def life(self, commitment: Commitment) -> list[str]:
        """Everything on one commitment: its terms, then each step with the sentences that tell it."""
        c = commitment
        one, other = (party(code, self.codebook) for code in (c.giver, c.receiver))
        lines = [c.name, f"{one} and {other}, both" if c.joint else f"{one} to {other}", ""]
        facts = [
            ("where it stands", standing(c)),
            ("force", c.force),
            ("carried out", c.execution),
            ("health", c.health),
            ("last reported", c.last.replace("_", " ")),
            ("sum", money(c)),
            ("paid so far", amount(c.paid)),
            ("sums told", "; ".join(f"{amount(s.amount)} ({s.kind}, {interval(s.when)})" for s in c.amounts[:8])),
            ("new money", {True: "yes", False: "no, an old loan or deposit is kept", None: ""}[c.new_money]),
            ("via", c.via or ""),
            ("paid by", party(c.payer, self.codebook) if c.payer else ""),
            ("firms", "; ".join(f"{firm}{f' ({o})' if (o := dict(c.owners).get(firm)) else ''}" for firm in c.firms)),
            ("due", _day(c.due)),
            ("what blocks it", self.blocked(c)),
            ("part of", self._named(c.parent)),
            ("replaces", self._named(c.replaces)),
            ("replaced by", "; ".join(self._named(o.id) for o in self.snapshot.commitments if o.replaces == c.id)),
            ("in exchange for", "; ".join(self._named(other) for other in c.package)),
            ("doubtful", c.doubtful),
            ("evidence", evidence(self.entries(c), self._sourcing)),
            ("sources", listed([self._outlet(name) for name in self._sourcing.of(self.entries(c)).independent])),
            ("parties", listed(self._sourcing.of(self.entries(c)).parties)),
            ("id", c.id),
        ]
        lines += [f"{name + ':':17} {value}" for name, value in facts if value and value != "none"]
        for step in c.history:
            lines += ["", *self._step(step)]
        return lines

    def _outlet(self, name: str) -> str:
        """A source by its name; an article without outlet by its own."""
        article = self.snapshot.articles.get(name)
        return article.id if article else name

    def _named(self, id_: str | None) -> str:
        return next((f"{c.name} ({c.id[:ID]})" for c in self.snapshot.commitments if c.id == id_), "")

    def _step(self, step: Step) -> list[str]:
        said = "done" if step.rung == "act" else step.rung.replace("_", " ")
        if step.occurrence.polarity == "negative":
            said = f"denied: {said}"
        shown = said if step.record_status == step.rung else step.record_status.replace("_", " ")
        head = f"{interval(step.when) or 'undated'}: {said}" + (f", shown as {shown}" if shown not in said else "")
        lines = [head + (f" ({step.note})" if step.note else "")]
        for entry in step.occurrence.entries:
            article = self.snapshot.articles.get(entry.article_key)
            if article is None:
                continue
            text = " ".join(entry.event.sentence.of(article.raw).split())
            known = interval(article.published) or "undated"
            lines.append(f"    “{text}” ({article.outlet or article.id}, {known})")
        return lines


def _condition(text: str) -> str:
    """A condition as a clause that can be read; empty where no clause was read ("abolition", "if these are")."""
    told = " ".join(text.split())
    kept = brief_name(told, _TERM)
    kept = _LEFT_OPEN.sub("", kept).strip(" ,;") if not kept.endswith("…") else kept
    whole = _OPENS.match(kept) and len(kept.split()) > _SHORTEST
    return kept[:1].lower() + kept[1:] if whole else ""


def _last_day(commitment: Commitment) -> date | None:
    """The day of its latest step; ``None`` where none is dated."""
    days = (step.when.end or step.when.start for step in commitment.history)
    return max((day for day in days if day), default=None)


def stage(commitment: Commitment) -> int:
    """How far it ever got: 6 in force, paid or done, down to 1 for talk, 0 for nothing but a stop."""
    if commitment.execution in ("in force", "part", "complete"):
        return 6
    return max((_STAGES.get(step.record_status, 0) for step in commitment.history), default=0)


def _place(c: Commitment) -> str:
    if c.health not in ("live", "overdue"):
        return _PLACES[3]
    if c.execution in ("in force", "complete"):
        return _PLACES[0]
    if c.execution == "part":
        return _PLACES[1]
    return _PLACES[4] if stage(c) <= 1 else _PLACES[2]


def _ranked(held: Iterable[Commitment]) -> tuple[Commitment, ...]:
    """Those that have not ended first, the most advanced, then the largest sum, then the latest."""

    def key(c: Commitment) -> tuple[bool, int, float, int, str]:
        latest = c.since.end or c.since.start or date.min
        value = c.amount.value if c.amount and is_money(c.amount) and c.amount.unit == "USD" else 0.0
        return (c.health in _ENDED, -stage(c), -value, -latest.toordinal(), c.id)

    return tuple(sorted(held, key=key))


def standing(commitment: Commitment) -> str:
    """Where it stands, with what two sources tell against one another."""
    return "; ".join(part for part in (commitment.displayed, commitment.contested) if part)


def _brief(text: str) -> str:
    """Months in three letters, and without the day of a report that the next column tells."""
    return _MONTH.sub(lambda month: month[0][:3], _REPORTED.sub("", text))


def money(commitment: Commitment) -> str:
    """The sum with its kind; a rate in per cent is in the name. What was paid of it follows where that is a part."""
    told = commitment.amount
    if told is None or told.unit == "%":
        return ""
    kind = commitment.amount_kind
    text = amount(told) + (f" ({kind})" if kind in ("cumulative", "tranche") else "")
    if commitment.paid and commitment.paid.unit == told.unit and commitment.paid.value < told.value:
        text += f", {number(commitment.paid.value)} paid"
    return text


def evidence(entries: Sequence[Entry], sourcing: Sourcing) -> str:
    """``3 reports, 2 sources``: texts, and independent sources once copies and citations are folded."""
    sources = sourcing.of(entries)
    reports = count(len({entry.article_key for entry in entries}), "report")
    told = [count(len(sources.independent), "source")] if sources.independent else []
    told += [f"{count(len(sources.parties), 'party', 'parties')}"] if sources.parties else []
    return ", ".join([reports, *told])


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


_COLUMNS: tuple[tuple[str, type, str], ...] = (
    ("id", str, "give it to deedbook ledger --id"),
    ("group", str, "heading in the list"),
    ("giver", str, "code; of a joint one the first by code"),
    ("receiver", str, "code"),
    ("joint", str, "yes where both owe it"),
    ("name", str, "short name"),
    ("instrument", str, "codebook"),
    ("domains", str, "codebook, by blanks"),
    ("amount", float, "sum or quantity of it all as far as told"),
    ("amount_max", float, "upper end of a range"),
    ("unit", str, "currency code or measure"),
    ("amount_kind", str, "face, ceiling, tranche, cumulative or per year"),
    ("paid", float, "delivered so far, in the unit"),
    ("since", str, "day on which it came to stand so"),
    ("standing", str, "where it stands in plain words"),
    ("last_reported", str, "rung reported last"),
    ("force", str, "none, non-binding, binding or unstated"),
    ("execution", str, "none, allocated, in force, part or complete"),
    ("health", str, "live, overdue, suspended, cancelled, lapsed, struck down or superseded"),
    ("blocked_by", str, "who stopped it, and conditions not known to be met"),
    ("via", str, "agency in between"),
    ("payer", str, "whose money it is, where told"),
    ("firms", str, "with the state they belong to"),
    ("due", str, "day"),
    ("part_of", str, "id of the framework"),
    ("in_exchange_for", str, "ids"),
    ("replaces", str, "id of the earlier one that it came in place of"),
    ("doubtful", str, "why it may be misread"),
    ("reports", float, "texts that tell of it"),
    ("independent_sources", float, "outlets once copies and citations are folded, parties left out"),
    ("parties", str, "official outlets of a side among them"),
    ("words", str, "the words of one report"),
)
