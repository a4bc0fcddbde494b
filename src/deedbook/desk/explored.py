"""The marks of charts to explore: every act, step and matter by itself, with its sentence."""

from collections.abc import Iterable, Sequence

from deedbook.brief.wording import event_type, look, pair_name, rung, standing, standings
from deedbook.codebook import Codebook
from deedbook.desk import specs
from deedbook.desk.evidence import Cites, address
from deedbook.desk.lanes import Lane, paint
from deedbook.desk.marks import Act, Count, Dot, Told, Turn
from deedbook.desk.sides import Side
from deedbook.desk.signals import TITLE
from deedbook.desk.vegalite import Spec
from deedbook.measures import Answer, BalanceRow, Line
from deedbook.measures.signals import signals
from deedbook.measures.view import View
from deedbook.measures.wording import day, fold, instrument, interval, named, party
from deedbook.records import Entry, Snapshot, Step

LONGEST = 320  # characters of a sentence beside its mark


def timeline(answers: Iterable[Answer], codebook: Codebook, finding: str, wide: int) -> Spec:
    """The timeline of one pair or two."""
    found = [act for answer in answers for act in acts(answer, codebook)]
    return specs.timeline(found, title=TITLE, finding=finding, wide=wide)


def acts(answer: Answer, codebook: Codebook) -> list[Act]:
    """Every act of the timeline."""
    snapshot, panel = answer.snapshot, pair_name(answer)
    found = []
    for one in signals(View.of(snapshot, answer.pair, codebook)):
        act = one.act
        join = " and " if act.symmetric else " → "
        told = f"{party(act.actor, codebook)}{join}{party(act.recipient, codebook)}: {event_type(one.event_type)}"
        what = named(instrument(act.instrument), act.object, act.amount)
        found.append(
            Act(
                told=_told(f"{told}, {what}" if what else told, interval(act.happened), one.entry, snapshot),
                panel=panel,
                day=act.happened.start or act.happened.end,
                kind=one.kind,
                domain=one.domain,
            )
        )
    return found


def dots(groups: Iterable[tuple[str, Sequence[Lane]]], snapshot: Snapshot, codebook: Codebook) -> list[Dot]:
    """Every step of the commitments in ``groups``, which are directions in words with their lanes."""
    return [
        Dot(
            told=_told(f"{_rung(step)}: {lane.title}", interval(step.when), step.occurrence.entries[0], snapshot),
            panel=direction,
            row=lane.id,
            name=lane.title,
            paint=paint(step, codebook),
            day=step.when.start or step.when.end,
        )
        for direction, held in groups
        for lane in held
        for step in (lane.commitment.history if lane.commitment else ())
    ]


def turns(steps: Sequence[Step], snapshot: Snapshot, codebook: Codebook) -> list[Turn]:
    """The steps of one commitment."""
    return [
        Turn(
            told=_told(f"{number}. {_rung(step)}", interval(step.when), step.occurrence.entries[0], snapshot),
            number=number,
            happened=step.when.end or step.when.start,
            known=min((e.known for e in step.occurrence.entries if e.known), default=None),
            paint=paint(step, codebook),
        )
        for number, step in enumerate(steps, 1)
    ]


def counts(panel: str, sides: Iterable[tuple[str, Side]], cites: Cites) -> list[Count]:
    """Every matter that a direction came to, delivered ones first; ``sides`` are directions in words."""
    return [
        Count(told=_matter(row.what, row.since, cites), panel=panel, row=direction, paint=standing(name)[1])
        for direction, side in sides
        for name, rows in side.by_standing
        for row in rows
    ]


def given(direction: str, rows: Iterable[BalanceRow], cites: Cites) -> list[Count]:
    """Every matter that is given in one direction, by domain."""
    return [
        Count(told=_matter(line, "", cites), panel=direction, row=look(row.domain).name, paint=standing(name)[1])
        for row in rows
        for name, line in matters(row)
    ]


def matters(row: BalanceRow) -> list[tuple[str, Line]]:
    """The matters that ``row`` counts, each with its standing, in order of standing."""
    counted = (row.delivered, row.promised, row.talk, row.stopped)
    names = [name for name, number in zip(standings(), counted, strict=True) for _ in range(number)]
    return list(zip(names, row.lines, strict=False))  # behind them stands what was imposed


def _matter(line: Line, when: str, cites: Cites) -> Told:
    number = next((number for number in line.quotes if number in cites), None)
    quote = cites[number] if number is not None else None
    return Told(
        what=line.text,
        when=when,
        said=_short(quote.text) if quote else "",
        source=f"{quote.outlet}, {day(quote.published)}" if quote else "",
        href=cites.href(number) if number is not None else "#",
    )


def _rung(step: Step) -> str:
    told = rung(step.rung)
    held = "" if step.record_status == step.rung else f" (on record: {rung(step.record_status)})"
    return f"{told[:1].upper()}{told[1:]}{held}"


def _told(what: str, when: str, entry: Entry, snapshot: Snapshot) -> Told:
    article = snapshot.articles[entry.article_key]
    return Told(
        what=what,
        when=when,
        said=_short(fold(entry.event.sentence.of(article.raw))),
        source=f"{article.outlet or article.id}, {day(entry.known)}",
        href=address(entry.evidence),
    )


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
