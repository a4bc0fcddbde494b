"""An article's text cut into stretches, each with what it is: words of an event, a whole sentence, or furniture."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from deedbook.records import Article, Entry, Passed

ROLES = ("cue", "amount", "condition", "actor", "recipient", "speaker", "object", "sentence")  # the first one wins
CODED = ("headline", "subhead", "body")


@dataclass(frozen=True, slots=True)
class Stretch:
    """``raw[start:end]`` with one look throughout. ``role`` is empty for text outside events. ``at``: within the span
    that the address points to; ``events``: numbers of the events whose sentence begins here, ``ends`` ends here."""

    start: int
    end: int
    text: str
    role: str
    status: str
    at: bool
    first_at: bool
    begins: tuple[int, ...]
    ends: tuple[int, ...]
    passed: str


@dataclass(frozen=True, slots=True)
class Part:
    """One block: ``numbers`` are the events told in it."""

    kind: str
    coded: bool
    stretches: tuple[Stretch, ...]
    numbers: tuple[int, ...]


def parts(
    article: Article, entries: Sequence[Entry], passed: Iterable[Passed], at: tuple[int, int] | None
) -> tuple[Part, ...]:
    """All of ``raw`` in its order, whether a block covers it or not. Events are numbered from 1 in the order given."""
    spans = [span for number, entry in enumerate(entries, 1) for span in _spans(number, entry)]
    dropped = [(p.start, p.end, p.reason) for p in passed]
    found, position = [], 0
    blocks = [(b.kind, b.start, b.end) for b in article.blocks] or [("body", 0, len(article.raw))]
    for kind, start, end in blocks:
        if article.raw[position:start].strip():
            found.append(_part(article, "furniture", position, start, spans, dropped, at))
        found.append(_part(article, kind, start, end, spans, dropped, at))
        position = end
    if article.raw[position:].strip():
        found.append(_part(article, "furniture", position, len(article.raw), spans, dropped, at))
    return tuple(found)


_Span = tuple[int, int, str, str, int]  # start, end, role, status, event


def _spans(number: int, entry: Entry) -> Iterable[_Span]:
    event = entry.event
    yield event.sentence.start, event.sentence.end, "sentence", event.status, number
    held = {
        "cue": event.cue, "amount": event.amount, "condition": event.condition, "actor": event.actor,
        "recipient": event.recipient, "speaker": event.speaker, "object": event.object,
    }  # fmt: skip
    for role, span in held.items():
        start, end = getattr(span, "start", None), getattr(span, "end", None)
        if start is not None and end is not None and start < end:
            yield start, end, role, event.status, number


def _part(
    article: Article,
    kind: str,
    start: int,
    end: int,
    spans: Sequence[_Span],
    passed: Sequence[tuple[int, int, str]],
    at: tuple[int, int] | None,
) -> Part:
    inside = [span for span in spans if span[0] < end and span[1] > start]
    edges = {start, end}
    for one in (*inside, *(p for p in passed if p[0] < end and p[1] > start), *((at,) if at else ())):
        edges |= {edge for edge in one[:2] if start < edge < end}
    cuts = sorted(edges)
    stretches, begun = [], False
    for left, right in pairwise(cuts):
        here = [span for span in inside if span[0] < right and span[1] > left]
        top = min(here, key=lambda span: ROLES.index(span[2]), default=None)
        pointed = bool(at) and at is not None and at[0] < right and at[1] > left
        stretches.append(
            Stretch(
                start=left,
                end=right,
                text=article.raw[left:right],
                role=top[2] if top else "",
                status=top[3] if top else "",
                at=pointed,
                first_at=pointed and at is not None and max(at[0], start) == left and not begun,
                begins=tuple(span[4] for span in here if span[2] == "sentence" and max(span[0], start) == left),
                ends=tuple(span[4] for span in here if span[2] == "sentence" and min(span[1], end) == right),
                passed=next((p[2] for p in passed if p[0] < right and p[1] > left), ""),
            )
        )
        begun = begun or pointed
    numbers = sorted({span[4] for span in inside if span[2] == "sentence" and start <= span[0] < end})
    return Part(kind, kind in CODED, tuple(stretches), tuple(numbers))
