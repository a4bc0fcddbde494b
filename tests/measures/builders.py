"""Builds snapshots by hand from invented sentences: offsets are found in the text, so evidence is real."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from deedbook.records import (
    Amount,
    Article,
    Block,
    Commitment,
    Entry,
    Event,
    Inference,
    Interval,
    Occurrence,
    Origin,
    Party,
    Phrase,
    Remark,
    Snapshot,
    Span,
    Speaker,
    Step,
)
from deedbook.records.article import Genre
from deedbook.records.event import SpeakerKind

READ_ON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def on(text: str | None, basis: str = "explicit") -> Interval:
    """``2025-12-10``, ``2025-11-03/2025-11-08`` or ``None`` as an interval."""
    if text is None:
        return Interval()
    first, _, last = text.partition("/")
    return Interval(date.fromisoformat(first), date.fromisoformat(last or first), basis)  # type: ignore[arg-type]


def voice(kind: SpeakerKind, name: str | None = None, code: str | None = None) -> Speaker:
    return Speaker(kind=kind, name=name, code=code)


@dataclass
class Desk:
    """Collects articles, events, acts and commitments, and hands out the snapshot."""

    articles: dict[str, Article] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    acts: list[Occurrence] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    inferences: dict[str, Inference] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    wire: dict[str, str] = field(default_factory=dict)

    def article(
        self,
        outlet: str | None,
        when: str | None,
        *sentences: str,
        title: str = "",
        genre: Genre = "report",
        rights: str | None = None,
        language: str = "en",
        byline: str | None = None,
    ) -> Article:
        body = " ".join(sentences)
        raw = f"{title}\n\n{body}" if title else body
        start = len(raw) - len(body)
        blocks = ((Block("headline", 0, len(title)),) if title else ()) + (Block("body", start, len(raw)),)
        name = f"{(outlet or 'file').lower().replace(' ', '-')}-{len(self.articles) + 1}.txt"
        article = Article(
            id=name,
            raw=raw,
            blocks=blocks,
            origin=Origin(name, "text", "0" * 64, "utf-8", "text 1"),
            outlet=outlet,
            title=title or None,
            byline=byline,
            genre=genre,
            rights=rights,
            language=language,
            published=on(when, "explicit") if when else Interval(),
        )
        self.articles[article.key] = article
        return article

    def entry(
        self,
        article: Article,
        cue: str,
        actor: str,
        recipient: str,
        event_type: str,
        status: str,
        *,
        instrument: str = "other",
        domains: Sequence[str] = ("diplomacy",),
        object: str | None = None,
        amount: Amount | None = None,
        speaker: Speaker = Speaker(),
        date: str | None = None,
        symmetric: bool = False,
        negative: bool = False,
        actor_name: str | None = None,
        recipient_name: str | None = None,
        sectors: tuple[str, str] = ("GOV", "GOV"),
        condition: str | None = None,
        confidence: float = 0.9,
        reviewed: bool = False,
    ) -> Entry:
        raw = article.raw
        at = raw.index(cue)
        stop = raw.rfind(". ", 0, at)
        begin = max(stop + 2 if stop >= 0 else 0, raw.rfind("\n", 0, at) + 1)
        end = raw.find(". ", at)
        end = (len(raw) if end < 0 else end + 1) if "\n" not in raw[at:end] else raw.index("\n", at)

        def phrase(text: str | None) -> Phrase | None:
            return None if text is None else Phrase(raw.index(text), raw.index(text) + len(text), text)

        known = article.published.end
        happened = on(date) if date else Interval(known, known, "publication") if known else Interval()
        event = Event(
            article_id=article.id,
            event_id=f"{len(self.entries):016x}",
            event_type=event_type,
            quad_class="",
            status=status,
            actor=Party(actor, sectors[0], actor_name),
            recipient=Party(recipient, sectors[1], recipient_name),
            cue=phrase(cue),
            sentence=Span(begin, end),
            polarity="negative" if negative else "positive",
            symmetric=symmetric,
            instrument=instrument,
            domains=tuple(domains),
            speaker=speaker,
            object=phrase(object),
            condition=phrase(condition),
            amount=amount,
            date=on(date) if date else Interval(),
            confidence=confidence,
            coder="by hand",
        )
        entry = Entry(article.key, event, happened, known, READ_ON, reviewed)
        self.entries.append(entry)
        return entry

    def act(self, *entries: Entry) -> Occurrence:
        first = entries[0].event
        keys = {self.wire.get(entry.article_key, entry.article_key) for entry in entries}
        act = Occurrence(
            id=f"act{len(self.acts):03}",
            entries=entries,
            event_type=first.event_type,
            status=first.status,
            actor=first.actor.code or "",
            recipient=first.recipient.code or "",
            symmetric=first.symmetric,
            instrument=first.instrument,
            domains=tuple(dict.fromkeys(name for entry in entries for name in entry.event.domains)),
            polarity=first.polarity,
            happened=entries[0].happened,
            known=min((entry.known for entry in entries if entry.known), default=None),
            object=first.object.text if first.object else None,
            amount=first.amount,
            outlets=tuple(dict.fromkeys(self.articles[e.article_key].outlet or "file" for e in entries)),
            sources=len(keys),
            reviewed=all(entry.reviewed for entry in entries),
        )
        self.acts.append(act)
        return act

    def commitment(self, *steps: Occurrence | tuple[Occurrence, str], **given: object) -> Commitment:
        """Steps are acts, each with its record status where that is not the text's."""
        pairs = [step if isinstance(step, tuple) else (step, step.status) for step in steps]
        history = tuple(
            Step(act, act.happened, act.status, record, "" if record == act.status else "no order is in hand")
            for act, record in pairs
        )
        first = pairs[0][0]
        values: dict[str, object] = {
            "id": f"commitment{len(self.commitments):02}",
            "giver": first.actor,
            "receiver": first.recipient,
            "instrument": first.instrument,
            "domains": first.domains,
            "object": first.object or "",
            "history": history,
            "force": "unstated",
            "execution": "none",
            "health": "live",
            "displayed": "",
            "amount": next((act.amount for act, _ in pairs if act.amount), None),
        }
        commitment = Commitment(**(values | given))  # type: ignore[arg-type]
        self.commitments.append(commitment)
        return commitment

    def snapshot(self, as_of: str | None = None, undated_left_out: int = 0, later_left_out: int = 0) -> Snapshot:
        return Snapshot(
            articles=dict(self.articles),
            entries=tuple(self.entries),
            occurrences=tuple(self.acts),
            commitments=tuple(self.commitments),
            as_of=date.fromisoformat(as_of) if as_of else None,
            undated_left_out=undated_left_out,
            later_left_out=later_left_out,
            inferences=dict(self.inferences),
            remarks=tuple(self.remarks),
            wire={key: self.wire.get(key, key) for key in self.articles},
        )
