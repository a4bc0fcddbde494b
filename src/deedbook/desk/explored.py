"""The marks of charts to explore: every act, step and matter by itself, with its sentence."""

from collections.abc import Iterable, Sequence
from typing import Any

from deedbook.brief.wording import event_type, pair_name, rung, standing
from deedbook.codebook import Codebook
from deedbook.desk import specs
from deedbook.desk.evidence import Cites, address
from deedbook.desk.lanes import Lane, paint
from deedbook.desk.sides import Side
from deedbook.desk.signals import TITLE
from deedbook.desk.specs import Act, Count, Dot, Spec, Turn
from deedbook.measures import Answer
from deedbook.measures.signals import signals
from deedbook.measures.view import View
from deedbook.measures.wording import day, fold, instrument, interval, named, party
from deedbook.records import Entry, Snapshot, Step

LONGEST = 320  # characters of a sentence beside its mark


def timeline(answers: Iterable[Answer], codebook: Codebook, finding: str) -> Spec:
    """The timeline of one pair or two."""
    found = [act for answer in answers for act in acts(answer, codebook)]
    return specs.timeline(found, title=TITLE, finding=finding)


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
                panel=panel,
                day=act.happened.start or act.happened.end,
                kind=one.kind,
                domain=one.domain,
                what=f"{told}, {what}" if what else told,
                when=interval(act.happened),
                **_quoted(one.entry, snapshot),
            )
        )
    return found


def dots(groups: Iterable[tuple[str, Sequence[Lane]]], snapshot: Snapshot, codebook: Codebook) -> list[Dot]:
    """Every step of the commitments in ``groups``, which are directions in words with their lanes."""
    return [
        Dot(
            group=direction,
            row=lane.id,
            name=lane.title,
            paint=paint(step, codebook),
            day=step.when.start or step.when.end,
            what=f"{_rung(step)}: {lane.title}",
            when=interval(step.when),
            **_quoted(step.occurrence.entries[0], snapshot),
        )
        for direction, held in groups
        for lane in held
        for step in (lane.commitment.history if lane.commitment else ())
    ]


def turns(steps: Sequence[Step], snapshot: Snapshot, codebook: Codebook) -> list[Turn]:
    """The steps of one commitment."""
    return [
        Turn(
            number=number,
            happened=step.when.end or step.when.start,
            known=min((e.known for e in step.occurrence.entries if e.known), default=None),
            paint=paint(step, codebook),
            what=f"{number}. {_rung(step)}",
            when=interval(step.when),
            **_quoted(step.occurrence.entries[0], snapshot),
        )
        for number, step in enumerate(steps, 1)
    ]


def counts(panel: str, sides: Iterable[tuple[str, Side]], cites: Cites) -> list[Count]:
    """Every matter that a direction came to, delivered ones first; ``sides`` are directions in words."""
    found = []
    for direction, side in sides:
        for name, rows in side.by_standing:
            for row in rows:
                number = next((number for number in row.what.quotes if number in cites), None)
                quote = cites[number] if number is not None else None
                found.append(
                    Count(
                        panel=panel,
                        row=direction,
                        paint=standing(name)[1],
                        what=row.what.text,
                        when=row.since,
                        said=_short(quote.text) if quote else "",
                        source=f"{quote.outlet}, {day(quote.published)}" if quote else "",
                        href=cites.href(number) if number is not None else "#",
                    )
                )
    return found


def _rung(step: Step) -> str:
    told = rung(step.rung)
    held = "" if step.record_status == step.rung else f" (on record: {rung(step.record_status)})"
    return f"{told[:1].upper()}{told[1:]}{held}"


def _quoted(entry: Entry, snapshot: Snapshot) -> dict[str, Any]:
    article = snapshot.articles[entry.article_key]
    return {
        "said": _short(fold(entry.event.sentence.of(article.raw))),
        "source": f"{article.outlet or article.id}, {day(entry.known)}",
        "href": address(entry.evidence),
    }


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
