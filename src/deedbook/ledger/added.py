"""Acts that a person found in a text and the coder did not: made of the decision alone, so that they hold for every
coder, and are gone where the decision was taken back.

They stand behind a coding's own events, each under a number that follows from the order of decisions on its text."""

import re
from collections.abc import Iterable, Mapping, Sequence

from deedbook.codebook import load
from deedbook.ledger.decisions import CORRECTABLE, SENTENCE, standing
from deedbook.records import Article, Decision, Event, Party, Phrase, Span
from deedbook.records.event import event_id

HAND = "by hand: "  # before the name of who added an event, where others carry their coder's
FIRST = 1 << 15  # the position of the first added event: more than one coding holds


def is_added(event: Event) -> bool:
    """Whether a person wrote it, and no coder."""
    return event.coder.startswith(HAND)


def by_text(decisions: Sequence[Decision]) -> dict[str, tuple[tuple[int, Decision], ...]]:
    """Of ``decisions`` (all on these texts, in the order in which they were recorded) those that add an event and were
    not taken back, by text, each with its event's position. Of two that add the same the first makes it."""
    if not any(decision.kind == "add" for decision in decisions):
        return {}
    held = set(standing(decisions))
    counts: dict[str, int] = {}
    seen: set[object] = set()
    found: dict[str, list[tuple[int, Decision]]] = {}
    for decision in decisions:
        if decision.kind == "add":
            text = decision.text_sha256
            position = counts[text] = counts.get(text, FIRST - 1) + 1
            same = (text, decision.cue, frozenset(decision.pair))
            if decision in held and same not in seen:
                seen.add(same)
                found.setdefault(text, []).append((position, decision))
    return {text: tuple(some) for text, some in found.items()}


def event_of(decision: Decision, article: Article) -> Event | None:
    """The event that ``decision`` adds to ``article``; ``None`` where its words do not stand there."""
    given: Mapping[str, str] = dict(decision.changes)
    span = re.fullmatch(SENTENCE, given["sentence"])
    (start, end), (actor, recipient) = decision.cue, decision.pair
    if not span or end > len(article.raw):
        return None
    event = Event(
        article_id=article.id,
        event_id=event_id(article.id, HAND, start, end, actor, recipient),
        event_type=given["event_type"],
        quad_class=load().event_types[given["event_type"]].quad_class,
        status=given["status"],
        actor=Party(actor),
        recipient=Party(recipient),
        cue=Phrase(start, end, article.raw[start:end]),
        sentence=Span(int(span[1]), int(span[2])),
        confidence=1.0,
        coder=HAND + decision.who,
    )
    for name, value in given.items():
        if name in CORRECTABLE:
            event = CORRECTABLE[name].change(event, value)
    return event


def events(decisions: Iterable[tuple[int, Decision]], article: Article) -> list[tuple[int, Event]]:
    """Positions and events of what ``decisions`` (of :func:`by_text`) add to ``article``."""
    return [(position, event) for position, one in decisions if (event := event_of(one, article))]
