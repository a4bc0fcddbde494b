"""The baseline coder: a cue lexicon and a joiner. It learns nothing; a trained coder must beat it."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from deedbook import __version__
from deedbook.codebook import Codebook, load
from deedbook.codebook.cues import Cue, modifiers
from deedbook.coding import attribution, denials, details
from deedbook.coding.attribution import Voice
from deedbook.coding.constructions import Draft, drafts
from deedbook.coding.details import Details
from deedbook.coding.joiner import (
    FIRMS,
    Discourse,
    Roles,
    Seat,
    also,
    distinct,
    event_id,
    oblique,
    pair_of,
    roles,
    seats,
)
from deedbook.coding.mentions import Gazetteer, Mention, mentions
from deedbook.coding.quotations import Quotation, quotations
from deedbook.coding.sentences import Sentence, sentences
from deedbook.records import Article, Coding, Event, Party, Passed, Phrase, Span, Speaker, TitleMention

_LONGEST = 4000  # characters: a longer "sentence" is a table or noise, and is passed over
# Confidence of the baseline is a rule of thumb, not a probability: it orders events for review and no more.
_MEASURES = frozenset({"SANCTION", "THREATEN", "CONCEDE", "AID"})  # taken toward several states at once
_BASE, _SUPPLIED_COST, _HEDGE_COST = 0.8, 0.25, 0.05


@dataclass(frozen=True, slots=True)
class Listing:
    """What the list finds in an article, by which construction each event, by its id, and which of them a word of
    denial governs."""

    coding: Coding
    by: Mapping[str, Cue] = field(default_factory=dict)
    denied: frozenset[str] = frozenset()


class LexiconCoder:
    """Codes articles by constructions listed in ``codebook/data/cues.csv``. Holds only immutable tables."""

    def __init__(self, codebook: Codebook | None = None, gazetteer: Gazetteer | None = None) -> None:
        self.codebook = codebook or load()
        self._gazetteer = gazetteer or Gazetteer(self.codebook)

    @property
    def name(self) -> str:
        return f"deedbook {__version__} lexicon"

    def code(self, articles: Sequence[Article]) -> list[Coding]:
        """One coding an article; an article in another language than English yields nothing, with the reason."""
        return [self._article(article) for article in articles]

    def _article(self, article: Article) -> Coding:
        if article.language != "en":
            return Coding((), (Passed(0, len(article.raw), f"language {article.language} is not read"),))
        return self.listing(article, *mentions(article, self._gazetteer)).coding

    def listing(self, article: Article, found: Sequence[Mention], titles: Sequence[TitleMention]) -> "Listing":
        """The coding of an English article whose mentions are known."""
        lines = sentences(article)
        held = _by_sentence(found, lines)
        found = [mention for some in held for mention in some]
        if article.given:
            return Listing(Coding((self._given(article, lines, found),)))
        said = Discourse(pair_of(found))
        quotes = quotations(article)
        voices: dict[int, Voice | None] = {}
        events: list[Event] = []
        by: dict[str, Cue] = {}
        denied: set[str] = set()
        passed: list[Passed] = []
        for sentence, named in zip(lines, held, strict=True):
            if sentence.end - sentence.start > _LONGEST:
                passed.append(Passed(sentence.start, sentence.end, f"longer than {_LONGEST} characters"))
                continue
            present = seats(article.raw, sentence, named, said)
            self._voices(article.raw, sentence, quotes, present, said, voices)
            heard = attribution.reported(article.raw, sentence, sentence.end, present, said.voice)
            coded, reasons = self._sentence(article, sentence, present, said, quotes, voices)
            events += [event for event, _ in coded]
            by |= {event.event_id: draft.by for event, draft in coded if draft.by}
            body = article.raw[sentence.start : sentence.end]
            denied |= {event.event_id for event, draft in coded if denials.word(body, draft.start)}
            if not coded and len({s.code for s in present}) > 1:
                passed.append(Passed(sentence.start, sentence.end, reasons[0] if reasons else "no cue is known in it"))
            _remember(article.raw, sentence, present, said)
            if heard and heard.speaker.name:
                said.voice = heard.speaker
        return Listing(Coding(tuple(distinct(events)), tuple(passed), tuple(titles)), by, frozenset(denied))

    def _voices(
        self,
        text: str,
        sentence: Sentence,
        quotes: list[Quotation],
        present: list[Seat],
        said: Discourse,
        voices: dict[int, Voice | None],
    ) -> None:
        for quote in quotes:
            if quote.start < sentence.end and sentence.start <= quote.end and quote.chain not in voices:
                line = text.rfind("\n", 0, quote.start) + 1, (text.find("\n", quote.end) + 1 or len(text) + 1) - 1
                voice = attribution.quoted(text, quote, line, present)
                if voice is None and said.speaker:
                    voice = Voice(Speaker("direct", said.speaker.code, said.speaker.name), said.speaker)
                voices[quote.chain] = voice
                if voice and voice.seat:
                    said.speaker = voice.seat

    def _sentence(
        self,
        article: Article,
        sentence: Sentence,
        present: list[Seat],
        said: Discourse,
        quotes: list[Quotation],
        voices: dict[int, Voice | None],
    ) -> tuple[list[tuple[Event, Draft]], list[str]]:
        text = article.raw
        body = text[sentence.start : sentence.end]
        events: list[tuple[Event, Draft]] = []
        reasons: list[str] = []
        if not present and not said.lack and not said.pair:
            return [], []
        told = drafts(body)
        if not told:
            return [], []
        detail = details.of(body, article.published)
        for draft in told:
            at = sentence.start + draft.start
            quote = next((q for q in quotes if q.start <= at < q.end), None)
            voice = voices.get(quote.chain) if quote else attribution.reported(text, sentence, at, present, said.voice)
            inside = [
                s for s in present if quote is None or (s.start is not None and quote.start <= s.start < quote.end)
            ]
            cast = roles(text, sentence, draft, inside, said, voice.seat if quote and voice else None)
            if isinstance(cast, str):
                reasons.append(f"“{body[draft.start : draft.end]}”: {cast}")
                continue
            if draft.status == "not_received" and not cast.actor.supplied and not cast.recipient.supplied:
                said.lack = said.lack or (cast.actor.code, cast.recipient.code)
            cue = sentence.start + draft.start, sentence.start + draft.end
            own = attribution.own(text, cue, cast.actor)
            speaker = voice.speaker if voice else own or (Speaker("direct", "UNK") if quote else Speaker())
            events.append((self._event(article, sentence, draft, cast, speaker, detail), draft))
            if not cast.symmetric and draft.event_type in _MEASURES and draft.frame in ("subject", "measure"):
                for recipient in also(text, inside, cast.recipient):
                    more = Roles(cast.actor, recipient, symmetric=False)
                    events.append((self._event(article, sentence, draft, more, speaker, detail), draft))
        return events, reasons

    def _event(
        self, article: Article, sentence: Sentence, draft: Draft, cast: Roles, speaker: Speaker, detail: Details
    ) -> Event:
        text, offset = article.raw, sentence.start
        cue = Phrase(offset + draft.start, offset + draft.end, text[offset + draft.start : offset + draft.end])
        goods = details.goods(text, offset, draft, detail)
        actor, recipient = cast.actor.party(text), cast.recipient.party(text)
        domains = draft.domains or ("diplomacy",)
        condition = details.condition(text, sentence, draft)
        status = (
            "offered"
            if condition and draft.status in ("promised", "agreed") and " would " in text[offset : sentence.end]
            else draft.status
        )
        return Event(
            article_id=article.id,
            event_id=event_id(
                article.id,
                cue.start,
                cue.end,
                goods and goods.start,
                goods and goods.end,
                actor.code,
                recipient.code,
                draft.event_type,
            ),
            event_type=draft.event_type,
            quad_class=self.codebook.event_types[draft.event_type].quad_class,
            status=status,
            partial=any(m.pattern.search(text, offset, sentence.end) for m in modifiers("partial"))
            and status == "delivered",
            polarity="negative" if draft.negated else "positive",
            symmetric=cast.symmetric,
            instrument=details.instrument(
                draft.event_type,
                draft.instrument,
                _names(cast),
                text[offset : sentence.end],
                f"{cue.text} {goods.text}" if goods else cue.text,
            ),
            domains=domains,
            contexts=tuple(dict.fromkeys(c for d in domains for c in self.codebook.domains[d].contexts)),
            actor=actor,
            recipient=recipient,
            speaker=speaker,
            cue=cue,
            object=goods,
            condition=condition,
            amount=details.amount(text[offset : sentence.end], offset, draft, detail),
            date=details.date(text[offset : sentence.end], draft, detail, article.published),
            sentence=Span(sentence.start, sentence.end),
            confidence=_confidence(cast, draft),
            coder=self.name,
        )

    def _given(self, article: Article, lines: list[Sentence], found: list[Mention]) -> Event:
        """Exactly one event for parties whose spans are given (docs/architecture.md, given pairs)."""
        assert article.given is not None
        text = article.raw
        parties = [
            Party(
                next((m.code for m in found if m.start < span[1] and span[0] < m.end), None),
                next((m.sector for m in found if m.start < span[1] and span[0] < m.end), None),
                text[span[0] : span[1]],
                span[0],
                span[1],
            )
            if span
            else Party(None)
            for span in article.given
        ]
        at = [p.start for p in parties if p.start is not None]
        sentence = next((s for s in lines if at and s.start <= at[0] < s.end), Sentence(0, len(text), "body"))
        options = drafts(text[sentence.start : sentence.end])
        middle = sum(at) / len(at) - sentence.start if at else 0
        best = min(options, key=lambda d: abs(d.start - middle), default=None)
        draft = best or Draft(0, 0, "CONSULT", "act", "noun", "both")
        seat = Seat("", "", None, None)
        event = self._event(
            article,
            sentence,
            draft,
            Roles(seat, seat, False),
            Speaker(),
            details.of(text[sentence.start : sentence.end], article.published),
        )
        return replace(
            event,
            actor=parties[0],
            recipient=parties[1],
            cue=event.cue if best else None,
            confidence=0.3 if best else 0.1,
        )


def _by_sentence(found: Sequence[Mention], lines: list[Sentence]) -> list[list[Mention]]:
    """For each sentence the mentions that begin in it; both lists are in order."""
    starts = [mention.start for mention in found]
    return [list(found[bisect_left(starts, line.start) : bisect_left(starts, line.end)]) for line in lines]


def _remember(text: str, sentence: Sentence, present: list[Seat], said: Discourse) -> None:
    direct = [s for s in present if not oblique(text, sentence, s)]
    if direct:
        said.subject = direct[0]
    people = [s for s in direct if s.person] or [s for s in present if s.person]
    if people:
        said.person = people[0]
    firms = [s for s in present if s.kind in FIRMS]
    if firms:
        said.firm = firms[0]


def _names(cast: Roles) -> tuple[str, ...]:
    return tuple(f"{seat.name} {seat.code}" for seat in (cast.actor, cast.recipient))


def _confidence(cast: Roles, draft: Draft) -> float:
    supplied = sum(s.supplied for s in (cast.actor, cast.recipient))
    return max(0.1, _BASE - _SUPPLIED_COST * supplied - _HEDGE_COST * (draft.head != draft.start))
