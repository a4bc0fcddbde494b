"""What coding yields: events, what was passed over and why, and titles to be checked against the dated offices."""

import hashlib
from dataclasses import dataclass
from typing import Any, Literal

from deedbook.records.article import Interval, Span

SpeakerKind = Literal["narrator", "direct", "indirect", "unnamed"]
Qualifier = Literal["exact", "about", "up_to", "at_least", "per_year"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of the article with its text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Party:
    """Actor or recipient: a state or organisation code, PLOVER's sector, and the name as the text has it.

    ``start`` and ``end`` are ``None`` where the role is implied; ``code`` is ``None`` where it is unknown."""

    code: str | None
    sector: str | None = None
    name: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who vouches for the event. ``name`` is the full name where the text or the dated offices give it."""

    kind: SpeakerKind = "narrator"
    code: str | None = None
    name: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity: ``unit`` is ISO 4217 (``USD``) or a measure (``t``, ``bbl/d``, ``%``); ``value_max`` for ranges."""

    value: float
    unit: str
    value_max: float | None = None
    qualifier: Qualifier = "exact"
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One report, by one stretch of text (the cue), that somebody did, said, promised, refused or failed to do
    something that concerns another state. Fields and vocabularies: docs/codebook.md."""

    article_id: str
    event_id: str
    event_type: str
    quad_class: str
    status: str
    actor: Party
    recipient: Party
    cue: Phrase | None
    sentence: Span
    partial: bool = False
    polarity: Literal["positive", "negative"] = "positive"
    symmetric: bool = False
    instrument: str = "other"
    domains: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    speaker: Speaker = Speaker()
    object: Phrase | None = None
    condition: Phrase | None = None
    amount: Amount | None = None
    date: Interval = Interval()
    confidence: float = 0.0
    coder: str = ""

    def to_json(self) -> dict[str, Any]:
        """The line that ``deedbook code`` writes: every key always present (docs/architecture.md)."""

        def phrase(p: Phrase | None) -> dict[str, Any] | None:
            return {"start": p.start, "end": p.end, "text": p.text} if p else None

        def party(p: Party) -> dict[str, Any]:
            return {"code": p.code, "sector": p.sector, "name": p.name, "start": p.start, "end": p.end}

        a, s, d = self.amount, self.speaker, self.date
        return {
            "article_id": self.article_id,
            "event_id": self.event_id,
            "event_type": self.event_type,
            "quad_class": self.quad_class,
            "status": self.status,
            "partial": self.partial,
            "polarity": self.polarity,
            "symmetric": self.symmetric,
            "instrument": self.instrument,
            "domains": list(self.domains),
            "contexts": list(self.contexts),
            "actor": party(self.actor),
            "recipient": party(self.recipient),
            "speaker": {"kind": s.kind, "code": s.code, "name": s.name, "start": s.start, "end": s.end},
            "cue": phrase(self.cue),
            "object": phrase(self.object),
            "condition": phrase(self.condition),
            "amount": a
            and {
                "value": a.value,
                "value_max": a.value_max,
                "unit": a.unit,
                "qualifier": a.qualifier,
                "start": a.start,
                "end": a.end,
            },
            "date": {"from": d.start and d.start.isoformat(), "to": d.end and d.end.isoformat(), "basis": d.basis},
            "sentence": {"start": self.sentence.start, "end": self.sentence.end},
            "confidence": round(self.confidence, 4),
            "coder": self.coder,
        }


@dataclass(frozen=True, slots=True)
class Passed:
    """A stretch of text that a stage dropped, with the reason in plain words."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class TitleMention:
    """A person named with an office ("Prime Minister Shehbaz Sharif", "Former President Donald Trump").

    ``former`` is what the text says; whether that agrees with the dated offices is checked once the date is known."""

    start: int
    end: int
    person: str
    office: str
    state: str
    former: bool


@dataclass(frozen=True, slots=True)
class Coding:
    """All that a coder says about one article."""

    events: tuple[Event, ...]
    passed: tuple[Passed, ...] = ()
    titles: tuple[TitleMention, ...] = ()


def event_id(article_id: str, *parts: object) -> str:
    """First 16 hex digits of SHA-256 over article, cue, object, actor, recipient and type (docs/architecture.md)."""
    return hashlib.sha256("\0".join(map(str, (article_id, *parts))).encode("utf-8", "surrogatepass")).hexdigest()[:16]
