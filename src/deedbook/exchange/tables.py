"""A snapshot as flat tables: commitments, their steps, acts, events and articles, each row with its evidence."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from deedbook.exchange.rights import may_leave, rights
from deedbook.records import Amount, Article, Commitment, Entry, Interval, Occurrence, Snapshot, Step

Cell = str | int | float | bool | date | None
Kind = Literal["string", "integer", "number", "boolean", "date"]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """``kind`` is a Table Schema type; ``about`` says in words what a cell holds."""

    name: str
    kind: Kind
    about: str


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` of as many cells as ``columns``. ``counts`` says what one row is."""

    name: str
    counts: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


NAMES = ("commitments", "steps", "acts", "events", "articles")


def tables(snapshot: Snapshot, *, pair: Pair | None = None, names: Sequence[str] = NAMES) -> tuple[Table, ...]:
    """The tables ``names`` of ``snapshot``, in that order; with ``pair`` only what stands between these two, and the
    articles that tell of it. Rows come in the snapshot's order. Raises KeyError for a name that there is not."""
    chosen = _Chosen(snapshot, pair)
    return tuple(_MAKERS[name](chosen) for name in names)


class _Chosen:
    """What of a snapshot goes into the tables."""

    def __init__(self, snapshot: Snapshot, pair: Pair | None) -> None:
        def fits(one: str, other: str) -> bool:
            return pair is None or {one, other} == set(pair)

        self.snapshot = snapshot
        self.commitments = tuple(c for c in snapshot.commitments if fits(c.giver, c.receiver))
        steps = {step.occurrence.id for c in self.commitments for step in c.history}
        self.acts = tuple(o for o in snapshot.occurrences if fits(o.actor, o.recipient) or o.id in steps)
        told = {entry.article_key for act in self.acts for entry in act.entries}
        self.articles = {key: article for key, article in snapshot.articles.items() if pair is None or key in told}

    def quote(self, entry: Entry) -> str:
        """At most one sentence."""
        article = self.snapshot.articles.get(entry.article_key)
        return " ".join(entry.event.sentence.of(article.raw).split()) if article else ""

    def outlet(self, entry: Entry) -> str:
        article = self.snapshot.articles.get(entry.article_key)
        return (article.outlet or article.id) if article else ""


_Field = tuple[str, Kind, str, Callable[..., Cell]]


def _table(name: str, counts: str, fields: Iterable[_Field], rows: Iterable[tuple[object, ...]]) -> Table:
    chosen = tuple(fields)
    columns = tuple(Column(column, kind, about) for column, kind, about, _ in chosen)
    return Table(name, counts, columns, tuple(tuple(make(*row) for *_, make in chosen) for row in rows))


def _commitments(chosen: _Chosen) -> Table:
    def proof(c: Commitment) -> Entry:
        return c.history[-1].occurrence.entries[0]

    def reports(c: Commitment) -> int:
        return len({entry.article_key for step in c.history for entry in step.occurrence.entries})

    fields: list[_Field] = [
        ("id", "string", "the commitment's own name", lambda c: c.id),
        ("giver", "string", "who owes or gives, as a code", lambda c: c.giver),
        ("receiver", "string", "to whom", lambda c: c.receiver),
        ("joint", "boolean", "whether both owe it", lambda c: c.joint),
        ("instrument", "string", "by what means", lambda c: c.instrument),
        ("domains", "string", "fields of policy, separated by |", lambda c: "|".join(c.domains)),
        ("name", "string", "a short name for it", lambda c: c.name),
        ("what", "string", "what it is about, in the report's words", lambda c: c.object),
        *_amount_fields(lambda c: c.amount),
        ("amount_kind", "string", "what the amount is: ceiling, tranche, …", lambda c: c.amount_kind),
        ("paid", "number", "what was paid of it, in the same unit", lambda c: c.paid.value if c.paid else None),
        ("new_money", "boolean", "false where old money is kept, as in a loan rolled over", lambda c: c.new_money),
        ("payer", "string", "who pays, where it is not the giver", lambda c: c.payer),
        ("via", "string", "through whom", lambda c: c.via),
        ("firms", "string", "firms named, with the state that owns them where known, separated by |", _firms),
        ("measure", "boolean", "whether it is imposed on the receiver rather than given", lambda c: c.measure),
        ("force", "string", "legal force", lambda c: c.force),
        ("execution", "string", "how far it is carried out", lambda c: c.execution),
        ("health", "string", "live, overdue, suspended, …", lambda c: c.health),
        ("displayed", "string", "the three in one phrase", lambda c: c.displayed),
        ("blocked_by", "string", "who holds it up", lambda c: c.blocked_by),
        ("due", "date", "the day by which it is due", lambda c: c.due),
        ("since", "date", "the day since which it stands so", lambda c: _day(c.since)),
        ("conditions", "string", "each with who must meet it and whether it is met, separated by |", _terms),
        ("sums", "string", "every sum reported, with its kind, status and day, separated by |", _sums),
        ("umbrella", "boolean", "whether others are parts of it", lambda c: c.umbrella),
        ("parent", "string", "id of the commitment that it is a part of", lambda c: c.parent),
        ("replaces", "string", "id of the commitment that it came in place of", lambda c: c.replaces),
        ("in_exchange", "string", "ids of what was given in exchange, separated by |", lambda c: "|".join(c.package)),
        ("contested", "string", "what two sources of one day tell against one another", lambda c: c.contested),
        ("doubtful", "string", "why it may be misread", lambda c: c.doubtful),
        ("first_day", "date", "first dated step", lambda c: _day(c.history[0].when)),
        ("last_day", "date", "last dated step", lambda c: _last(c.history)),
        ("last_rung", "string", "the rung that was reported last", lambda c: c.last or c.history[-1].rung),
        ("record_status", "string", "what the record shows of it", lambda c: c.history[-1].record_status),
        ("reports", "integer", "articles that tell of it", reports),
        ("source", "string", "outlet of the last step", lambda c: chosen.outlet(proof(c))),
        ("sentence", "string", "the sentence that proves the last step", lambda c: chosen.quote(proof(c))),
    ]
    return _table("commitments", "one commitment (not one report)", fields, ((c,) for c in chosen.commitments))


def _steps(chosen: _Chosen) -> Table:
    fields: list[_Field] = [
        ("commitment", "string", "the commitment's id", lambda c, n, s: c.id),
        ("position", "integer", "place in its history, from 1", lambda c, n, s: n),
        *_interval_fields(lambda c, n, s: s.when),
        ("due", "date", "the day ahead by which the report says that it is due", lambda c, n, s: s.due),
        ("rung", "string", "how far, as the text reports it", lambda c, n, s: s.rung),
        ("record_status", "string", "what the record shows", lambda c, n, s: s.record_status),
        ("note", "string", "why these differ", lambda c, n, s: s.note),
        ("act", "string", "the act's id", lambda c, n, s: s.occurrence.id),
        ("source", "string", "outlet", lambda c, n, s: chosen.outlet(s.occurrence.entries[0])),
        ("sentence", "string", "the sentence that proves it", lambda c, n, s: chosen.quote(s.occurrence.entries[0])),
    ]
    rows: list[tuple[Commitment, int, Step]] = [
        (c, place, step) for c in chosen.commitments for place, step in enumerate(c.history, 1)
    ]
    return _table("steps", "one step in the history of a commitment", fields, rows)


def _acts(chosen: _Chosen) -> Table:
    def sentence(o: Occurrence) -> str:
        return chosen.quote(o.entries[0])

    fields: list[_Field] = [
        ("id", "string", "the act's id", lambda o: o.id),
        ("event_type", "string", "PLOVER's type", lambda o: o.event_type),
        ("status", "string", "how far it got, as reported", lambda o: o.status),
        ("polarity", "string", "negative: it is denied", lambda o: o.polarity),
        ("actor", "string", "who did it, as a code", lambda o: o.actor),
        ("recipient", "string", "to whom", lambda o: o.recipient),
        ("symmetric", "boolean", "whether both did it together", lambda o: o.symmetric),
        ("instrument", "string", "by what means", lambda o: o.instrument),
        ("domains", "string", "fields of policy, separated by |", lambda o: "|".join(o.domains)),
        *_interval_fields(lambda o: o.happened),
        ("known", "date", "day of its first dated report", lambda o: o.known),
        ("object", "string", "what, in the report's words", lambda o: o.object),
        *_amount_fields(lambda o: o.amount),
        ("events", "integer", "passages that report it", lambda o: len(o.entries)),
        ("sources", "integer", "independent sources, wire copies folded", lambda o: o.sources),
        ("outlets", "string", "separated by |", lambda o: "|".join(o.outlets)),
        ("reviewed", "boolean", "whether a person decided on it", lambda o: o.reviewed),
        ("sentence", "string", "a sentence that proves it", sentence),
    ]
    return _table("acts", "one act, reports of it merged", fields, ((o,) for o in chosen.acts))


def _events(chosen: _Chosen) -> Table:
    fields: list[_Field] = [
        ("event_id", "string", "the event's id", lambda o, e: e.event.event_id),
        ("act", "string", "the act that it reports", lambda o, e: o.id),
        ("article", "string", "the article's key", lambda o, e: e.article_key),
        ("event_type", "string", "PLOVER's type", lambda o, e: e.event.event_type),
        ("quad_class", "string", "PLOVER's quad class", lambda o, e: e.event.quad_class),
        ("status", "string", "how far", lambda o, e: e.event.status),
        ("partial", "boolean", "only in part", lambda o, e: e.event.partial),
        ("polarity", "string", "negative: it is denied", lambda o, e: e.event.polarity),
        ("actor", "string", "code", lambda o, e: e.event.actor.code),
        ("actor_name", "string", "as printed", lambda o, e: e.event.actor.name),
        ("recipient", "string", "code", lambda o, e: e.event.recipient.code),
        ("recipient_name", "string", "as printed", lambda o, e: e.event.recipient.name),
        ("speaker_kind", "string", "narrator, direct, indirect, unnamed", lambda o, e: e.event.speaker.kind),
        ("speaker", "string", "who vouches", lambda o, e: e.event.speaker.name),
        ("instrument", "string", "by what means", lambda o, e: e.event.instrument),
        ("domains", "string", "separated by |", lambda o, e: "|".join(e.event.domains)),
        *_interval_fields(lambda o, e: e.happened),
        ("known", "date", "day of publication", lambda o, e: e.known),
        ("recorded", "string", "when the ledger learned it, UTC", lambda o, e: e.recorded.isoformat()),
        ("confidence", "number", "calibrated, 0 to 1", lambda o, e: round(e.event.confidence, 4)),
        ("reviewed", "boolean", "whether a person decided on it", lambda o, e: e.reviewed),
        ("coder", "string", "who read it", lambda o, e: e.event.coder),
        ("start", "integer", "first character of the sentence in the article", lambda o, e: e.event.sentence.start),
        ("end", "integer", "one past its last character", lambda o, e: e.event.sentence.end),
        ("source", "string", "outlet", lambda o, e: chosen.outlet(e)),
        ("sentence", "string", "the sentence", lambda o, e: chosen.quote(e)),
    ]
    return _table("events", "one passage that reports an act", fields, ((o, e) for o in chosen.acts for e in o.entries))


def _articles(chosen: _Chosen) -> Table:
    fields: list[_Field] = [
        ("key", "string", "the article's key in the ledger", lambda k, a: k),
        ("id", "string", "its name at its source", lambda k, a: a.id),
        ("outlet", "string", "who published it", lambda k, a: a.outlet),
        ("title", "string", "headline", lambda k, a: a.title),
        ("published", "date", "day of publication", lambda k, a: a.published.end or a.published.start),
        ("genre", "string", "report, opinion, interview, release, record", lambda k, a: a.genre),
        ("language", "string", "ISO 639-1", lambda k, a: a.language),
        ("url", "string", "address", lambda k, a: a.url),
        ("rights", "string", "own, public, licensed, unknown", lambda k, a: rights(a)),
        ("text", "string", "whole text, only where rights allow", lambda k, a: a.raw if may_leave(a) else None),
    ]
    rows: Iterable[tuple[str, Article]] = chosen.articles.items()
    return _table("articles", "one article", fields, rows)


_MAKERS: dict[str, Callable[[_Chosen], Table]] = {
    "commitments": _commitments,
    "steps": _steps,
    "acts": _acts,
    "events": _events,
    "articles": _articles,
}


def _amount_fields(of: Callable[..., Amount | None]) -> list[_Field]:
    def part(name: str) -> Callable[..., Cell]:
        def read(*row: object) -> Cell:
            amount = of(*row)
            value: Cell = getattr(amount, name) if amount else None
            return value

        return read

    return [
        ("amount", "number", "sum or quantity; the lower end of a range", part("value")),
        ("amount_max", "number", "upper end of a range", part("value_max")),
        ("unit", "string", "ISO 4217 or a measure", part("unit")),
        ("qualifier", "string", "exact, about, up_to, at_least, per_year", part("qualifier")),
    ]


def _interval_fields(of: Callable[..., Interval]) -> list[_Field]:
    return [
        ("from", "date", "first day on which it can have happened", lambda *row: of(*row).start),
        ("to", "date", "last such day", lambda *row: of(*row).end),
        ("date_basis", "string", "where the days come from", lambda *row: of(*row).basis),
    ]


def _firms(c: Commitment) -> str:
    owners = dict(c.owners)
    return "|".join(f"{firm} ({owners[firm]})" if firm in owners else firm for firm in c.firms)


def _terms(c: Commitment) -> str:
    told = {term.phrase: f"{term.phrase.text} ({term.who or 'not told who'}: {term.state})" for term in c.terms}
    return "|".join(told.get(phrase, phrase.text) for phrase in c.conditions)


def _sums(c: Commitment) -> str:
    return "|".join(
        " ".join(map(str, filter(None, (s.kind, f"{s.amount.value:g}", s.amount.unit, s.status, _day(s.when)))))
        for s in c.amounts
    )


def _day(when: Interval) -> date | None:
    return when.start or when.end


def _last(history: Sequence[Step]) -> date | None:
    return max((day for step in history if (day := step.when.end or step.when.start)), default=None)
