"""Events that a register's reader makes by rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from deedbook.codebook import Codebook, load
from deedbook.records import Amount, Event, Interval, Party, Phrase, Span
from deedbook.records.event import event_id

FORMAT_SAYS_SO = 1.0  # the field or the operative sentence says it outright
RULE_READS_IT = 0.9  # a rule reads it in prose


@dataclass(frozen=True, slots=True)
class Deed:
    """What a rule makes of a record: see :class:`deedbook.records.Event` for the fields."""

    event_type: str
    status: str
    instrument: str
    domains: tuple[str, ...]
    actor: Party
    recipient: Party
    cue: Phrase
    sentence: Span
    object: Phrase | None = None
    amount: Amount | None = None
    date: Interval = Interval()
    partial: bool = False
    confidence: float = FORMAT_SAYS_SO


def event(article_id: str, coder: str, deed: Deed, codebook: Codebook | None = None) -> Event:
    """The event of ``deed``. ``coder`` is ``register NAME VERSION``."""
    book = codebook or load()
    goods = deed.object
    return Event(
        article_id=article_id,
        event_id=event_id(
            article_id,
            deed.cue.start,
            deed.cue.end,
            goods and goods.start,
            goods and goods.end,
            deed.actor.code,
            deed.recipient.code,
            deed.event_type,
        ),
        event_type=deed.event_type,
        quad_class=book.event_types[deed.event_type].quad_class,
        status=deed.status,
        partial=deed.partial,
        instrument=deed.instrument,
        domains=deed.domains,
        contexts=tuple(dict.fromkeys(c for d in deed.domains for c in book.domains[d].contexts)),
        actor=deed.actor,
        recipient=deed.recipient,
        cue=deed.cue,
        sentence=deed.sentence,
        object=goods,
        amount=deed.amount,
        date=deed.date,
        confidence=deed.confidence,
        coder=coder,
    )


@cache
def state_names() -> Mapping[str, str]:
    """Codes of states and organisations by name in lower case, formal names included, articles left out."""
    book = load()
    names = {name.text.casefold(): name.code for name in book.names if name.kind in ("state", "organisation")}
    names |= {state.formal.casefold(): code for code, state in book.states.items() if state.formal}
    names |= {body.name.casefold(): code for code, body in book.organisations.items()}
    return names | {state.name.casefold(): code for code, state in book.states.items()}


def code_of(name: str) -> str | None:
    """The code of a state or organisation as an official text names it ("the Government of Pakistan"); ``None`` where
    the codebook knows none of this name."""
    plain = " ".join(name.replace("’", "'").split()).casefold().removeprefix("the ")
    plain = plain.removeprefix("government of ").removeprefix("the ").removesuffix("'s").strip(" ,.")
    return state_names().get(plain)
