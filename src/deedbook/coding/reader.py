"""The coder in use: a trained model reads each sentence, and a small deterministic joiner makes events of what it says.

The model says which words are cues, who plays which part, how far the act has got and who vouches for it; codes, dates,
amounts and people come from the gazetteer, the dated offices and the readers of dates and amounts."""

from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from deedbook import __version__
from deedbook.codebook import Codebook, load
from deedbook.coding import details
from deedbook.coding.casting import coordinated
from deedbook.coding.encoding import Encoded, Place, Source
from deedbook.coding.fingerprints import unpacked
from deedbook.coding.gate import NO_PARTY, ONE_PARTY, Gate, unmet
from deedbook.coding.joiner import distinct, event_id
from deedbook.coding.lines import Line, Prepared, Told
from deedbook.coding.mentions import Gazetteer, Mention, mentions, mentions_of
from deedbook.coding.model import Guess, Model
from deedbook.coding.phrases import Found, phrases
from deedbook.coding.rereading import reread
from deedbook.coding.sentences import sentences
from deedbook.coding.speakers import Voices
from deedbook.coding.surroundings import Surroundings
from deedbook.coding.vocabulary import KINDS
from deedbook.coding.weighing import Reading, Weigher, readings
from deedbook.records import Amount, Article, Coding, Event, Party, Passed, Phrase, Span

_LONGEST = 4000  # characters: a longer "sentence" is a table or noise, and is passed over
# Confidence from which an act is written of a sentence that names fewer than two parties: most below are misread.
_ALONE = 0.2


class ReaderCoder:
    """Codes articles with the shipped model. Holds only immutable tables and the model's sessions."""

    def __init__(self, codebook: Codebook | None = None, model: Model | None = None) -> None:
        """Raises :class:`deedbook.coding.model.WeightsError`."""
        self.codebook = codebook or load()
        self.model = model or Model()
        self.gazetteer = Gazetteer(self.codebook)
        self._gate = Gate(self.model.card.get("gate", {}))
        least = self.model.card["thresholds"]
        self._least = float(least["event"])
        self._weigher = Weigher.of(self.model.card["weigher"], float(least["sum"]), float(least["done"]))
        alone = self.model.card.get("alone")  # of sentences that name fewer than two parties; fitted last of all
        self._alone = alone and Weigher.of(alone["weigher"], float(alone["sum"]), float(least["done"]))
        self._together = np.array(self.model.card["together"])

    @property
    def name(self) -> str:
        return f"deedbook {__version__} {self.model.name}"

    @property
    def trained_on(self) -> frozenset[str] | None:
        """First eight hex digits of SHA-256 of each sentence that the model was trained on; ``None`` if its card does
        not list them."""
        listed = self.model.card.get("trained_on")
        return None if listed is None else unpacked(listed)

    def code(self, articles: Sequence[Article]) -> list[Coding]:
        """One coding an article; an article in another language than English yields nothing, with the reason."""
        prepared = [self.prepare(n, article) for n, article in enumerate(articles)]
        return self.read(articles, prepared)

    def read(self, articles: Sequence[Article], prepared: Sequence[Prepared]) -> list[Coding]:
        """The coding of each article: first the lines that are read at once, then those for which these speak."""
        first = self._told(len(articles), [line for some in prepared for line in some.lines])
        around = [self.surroundings(told) for told in first]
        chosen = [
            [line for line, _ in some.waiting if self._gate.passes(line.source, here.told)]
            for some, here in zip(prepared, around, strict=True)
        ]
        second = self._told(len(articles), [line for some in chosen for line in some])
        return [
            self._given(article, some.found)
            if article.given
            else self.join(article, some, sorted([*told, *more], key=lambda t: t.line.sentence.start), here)
            for article, some, told, more, here in zip(articles, prepared, first, second, around, strict=True)
        ]

    def _told(self, count: int, lines: Sequence[Line]) -> list[list[Told]]:
        """What the model says of the lines of each of so many articles."""
        of: list[list[Told]] = [[] for _ in range(count)]
        for told in self.tell(lines):
            of[told.line.article].append(told)
        return of

    def surroundings(self, told: Iterable[Told]) -> Surroundings:
        """What those lines of an article tell that name two parties."""
        found = (r for one in told if not one.line.single for _, some in one.cues for r in some)
        return Surroundings.of(reading for reading, _ in self._plain(found))

    def tell(self, lines: Sequence[Line]) -> list[Told]:
        """What the model says of each line, those of two parties first; the others are read by what was added to it
        for such."""
        several = [line for line in lines if not line.single]
        return [*self._tell(self.model, several), *self._tell(self.model.alone, [x for x in lines if x.single])]

    def _tell(self, model: Model, lines: Sequence[Line]) -> list[Told]:
        if not lines:
            return []
        sources = [line.source for line in lines]
        said = model.read([s.as_read() for s in sources], float(model.card["thresholds"]["cue"]))
        made = []
        for line, (encoded, guesses) in zip(lines, reread(model, sources, said, self._least), strict=True):
            listed = coordinated(line.source.text, line.source.mentions)
            some = readings(guesses, self._least, encoded, line.source, model.vocabulary, self._together, listed)
            made.append(Told(line, encoded, tuple((guess, tuple(found)) for guess, found in some)))
        return made

    def judge_cues(
        self, articles: Sequence[Article], cues: Sequence[Sequence[tuple[int, int]]]
    ) -> list[list[Guess | None]]:
        """For articles of one sentence what the model makes of given cues, (start, end) in ``raw``; ``None`` for a cue
        that lies behind what it reads."""
        made: list[list[Guess | None]] = [[] for _ in articles]
        whole = []
        for article in articles:
            title, above, before, named_before = self._context(article)
            named = _places(mentions(article, self.gazetteer)[0])
            whole.append(Source(article.raw, named, title, above, before, named_before))
        for model, single in ((self.model, False), (self.model.alone, True)):
            some = [n for n, source in enumerate(whole) if source.single == single]
            said = model.judge_cues([whole[n].as_read() for n in some], [cues[n] for n in some]) if some else []
            for n, guesses in zip(some, said, strict=True):
                made[n] = guesses
        return made

    def _context(self, article: Article) -> tuple[str, tuple[Place, ...], str, tuple[Place, ...]]:
        """Title and previous sentence, each with the mentions in it."""
        title, before = article.title or "", article.previous or ""
        above, named = (
            _places(mentions_of(text, article.published, self.gazetteer)[0]) if text else () for text in (title, before)
        )
        return title, above, before, named

    def prepare(
        self, number: int, article: Article, wanted: Callable[[Prepared], Container[int]] | None = None
    ) -> Prepared:
        """What of an article goes to the model; ``number`` is its place in the batch. ``wanted`` tells from its
        mentions the starts of sentences that are read whatever the gate says."""
        if article.language != "en":
            unread = f"language {article.language} is not read"
            return Prepared((), (Passed(0, len(article.raw), unread),), ())
        found, titles = mentions(article, self.gazetteer)
        if article.given:
            return Prepared((), (), (), tuple(found))
        asked = wanted(Prepared((), (), tuple(titles), tuple(found))) if wanted else ()
        title, above, before, named_before = self._context(article)
        starts = [m.start for m in found]
        made: list[Line] = []
        passed: list[Passed] = []
        waiting: list[tuple[Line, str]] = []
        for sentence in sentences(article):
            text = article.raw[sentence.start : sentence.end]
            named = tuple(found[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)])
            places = _places(named, sentence.start)
            body = sentence.kind == "body"
            source = Source(text, places, title if body else "", above if body else (), before, named_before)
            if body and not title:  # a text without a title: its first sentence tells what it is about
                title, above = text, places
            reason = None if sentence.start in asked else self._reason(source)
            line = Line(number, sentence, named, source)
            if reason is None:
                made.append(line)
            elif reason in (NO_PARTY, ONE_PARTY) and self._gate.waits(source):
                waiting.append((line, reason))
            elif places:
                passed.append(Passed(sentence.start, sentence.end, reason))
            before, named_before = (text, places) if body else ("", ())
        return Prepared(tuple(made), tuple(passed), tuple(titles), tuple(found), tuple(waiting))

    def _reason(self, source: Source) -> str | None:
        """Why a sentence is not read by the model; ``None`` if it is."""
        if len(source.text) > _LONGEST:
            return f"longer than {_LONGEST} characters"
        return self._gate.reason(source)

    def join(self, article: Article, prepared: Prepared, parts: Sequence[Told], around: Surroundings) -> Coding:
        """Events of one article from what the model says of its lines, in order."""
        voices = Voices(article, prepared.found)
        events: list[Event] = []
        read = {told.line.sentence.start for told in parts}
        passed = list(prepared.passed)
        for line, why in prepared.waiting:
            if line.sentence.start not in read and line.named:
                passed.append(Passed(line.sentence.start, line.sentence.end, why))
        for told in parts:
            line = told.line
            made = [
                event
                for guess, found in told.cues
                for event in self._events(article, line, told.encoded, guess, self._worth(line, found, around), voices)
            ]
            if not made:
                passed.append(Passed(line.sentence.start, line.sentence.end, "the model finds no act between parties"))
            events += made
        return Coding(tuple(distinct(events)), tuple(sorted(passed, key=lambda p: p.start)), prepared.titles)

    def _worth(self, line: Line, found: Sequence[Reading], around: Surroundings) -> list[tuple[Reading, float]]:
        """The readings of a cue that are written, each with its confidence."""
        if not line.single or self._alone is None:
            return self._plain(found)
        here, text = frozenset(m.code for m in line.named), line.source.text
        likely = self._gate.likely(text, bool(here))
        asked = [reading.also(lambda r: around.evidence(r, here, likely)) for reading in found]
        made = [told for reading in asked if (told := self._alone.worth(reading)) and told[1] >= _ALONE]
        if not made and unmet(text):  # said in plain words not to have come
            return [told for told in self._plain(found) if told[0].status == "not_received"]
        return made

    def _plain(self, found: Iterable[Reading]) -> list[tuple[Reading, float]]:
        """The readings that are worth writing by the regressions of sentences of two parties."""
        return [told for reading in found if (told := self._weigher.worth(reading))]

    def _events(
        self,
        article: Article,
        line: Line,
        encoded: Encoded,
        guess: Guess,
        worth: Sequence[tuple[Reading, float]],
        voices: Voices,
    ) -> list[Event]:
        if not worth:
            return []
        offset = line.sentence.start
        text = article.raw[offset : line.sentence.end]
        words, stretches = self.model.vocabulary, phrases(guess, encoded, text)
        detail = details.of(text, article.published)
        speaker = voices.speaker(line.sentence, stretches, KINDS[int(guess.fields["kind"].argmax())], line.named)
        domains = tuple(w for w, p in zip(words.domains, guess.fields["domain"], strict=True) if p >= 0.5)
        domains = domains or (words.domains[int(guess.fields["domain"].argmax())],)
        cue, thing = _phrase(text, offset, stretches.cue), _phrase(text, offset, stretches.object)
        assert cue is not None
        made = []
        for reading, sure in worth:
            event_type, status = reading.event_type, reading.status
            actor, recipient = reading.actor, reading.recipient
            act = details.Act(*stretches.cue, event_type, status, stretches.object)
            parties = [
                _party(text, offset, code, spans, line.named)
                for code, spans in ((actor, stretches.actors), (recipient, stretches.recipients))
            ]
            lenders = [f"{p.name} {p.code}" for p in parties]
            own = f"{cue.text} {thing.text}" if thing else cue.text
            made.append(
                Event(
                    article_id=article.id,
                    event_id=_event_id(article, cue, thing, actor, recipient, event_type),
                    event_type=event_type,
                    quad_class=self.codebook.event_types[event_type].quad_class,
                    status=status,
                    partial=float(guess.fields["flag"][3]) >= 0.5 and status == "delivered",
                    polarity="negative" if reading.negative else "positive",
                    symmetric=reading.symmetric,
                    instrument=details.instrument(
                        event_type, words.instruments[int(guess.fields["instrument"].argmax())], lenders, text, own
                    ),
                    domains=domains,
                    contexts=tuple(dict.fromkeys(c for d in domains for c in self.codebook.domains[d].contexts)),
                    actor=parties[0],
                    recipient=parties[1],
                    speaker=speaker,
                    cue=cue,
                    object=thing,
                    condition=_phrase(text, offset, stretches.condition),
                    amount=_amount(text, offset, act, detail, stretches),
                    date=details.date(text, act, detail, article.published),
                    sentence=Span(line.sentence.start, line.sentence.end),
                    confidence=sure,
                    coder=self.name,
                )
            )
        return made

    def _given(self, article: Article, found: Sequence[Mention]) -> Coding:
        """Exactly one event for parties whose spans are given (docs/architecture.md, given pairs)."""
        assert article.given is not None
        types = self.model.relate([Source(article.raw, given=article.given)])[0]
        here = dict(zip(self.model.vocabulary.types, map(float, types), strict=True))
        event_type = likeliest(here)
        parties = []
        for span in article.given:
            named = next((m for m in found if span and m.start < span[1] and span[0] < m.end), None)
            text = article.raw[span[0] : span[1]] if span else None
            start, end = span or (None, None)
            parties.append(Party(named.code if named else None, named.sector if named else None, text, start, end))
        event = Event(
            article_id=article.id,
            event_id=_event_id(article, None, None, parties[0].code, parties[1].code, event_type),
            event_type=event_type,
            quad_class=self.codebook.event_types[event_type].quad_class,
            status="act",
            actor=parties[0],
            recipient=parties[1],
            cue=None,
            sentence=Span(0, len(article.raw)),
            domains=("other",),
            confidence=here[event_type],
            coder=self.name,
        )
        return Coding((event,))


def likeliest(types: Mapping[str, float]) -> str:
    """The likeliest event type, CONCEDE and RETREAT weighed together first: both yield, and what one of them lacks
    the other often has."""
    yields = {t: types[t] for t in ("CONCEDE", "RETREAT")}
    best = max(types, key=types.__getitem__)
    return max(yields, key=yields.__getitem__) if sum(yields.values()) > types[best] else best


def _amount(text: str, offset: int, act: details.Act, detail: details.Details, found: Found) -> Amount | None:
    """The quantity that the model's phrase holds, else one in the object."""
    for span in (found.amount, act.goods):
        held = [a for a in detail.amounts if span and (a.start or 0) < span[1] and span[0] < (a.end or 0)]
        if held:
            return details.amount(text, offset, act, replace(detail, amounts=tuple(held)))
    return None


def _event_id(
    article: Article, cue: Phrase | None, thing: Phrase | None, actor: str | None, recipient: str | None, type_: str
) -> str:
    start, end = (cue.start, cue.end) if cue else (0, 0)
    return event_id(article.id, start, end, thing and thing.start, thing and thing.end, actor, recipient, type_)


def _places(found: Sequence[Mention], offset: int = 0) -> tuple[Place, ...]:
    return tuple((m.start - offset, m.end - offset, m.code) for m in found)


def _phrase(text: str, offset: int, span: tuple[int, int] | None) -> Phrase | None:
    return Phrase(offset + span[0], offset + span[1], text[span[0] : span[1]]) if span else None


def _party(
    text: str, offset: int, code: str | None, spans: Sequence[tuple[int, int]], named: Sequence[Mention]
) -> Party:
    """The party with its words: the model's phrase for the role that holds a mention of the code, else such a mention
    alone, else (a pronoun, "the ministry") the phrase; without words where the role is only implied."""
    own = [m for m in named if m.code == code]
    for start, end in spans:
        held = [m for m in own if m.start - offset < end and start < m.end - offset]
        if held:
            return Party(code, held[0].sector, text[start:end], offset + start, offset + end)
    if own and not spans:
        mention = own[0]
        return Party(
            code, mention.sector, text[mention.start - offset : mention.end - offset], mention.start, mention.end
        )
    strange = [s for s in spans if not any(m.start - offset < s[1] and s[0] < m.end - offset for m in named)]
    if strange:
        start, end = strange[0]
        return Party(code, own[0].sector if own else "GOV", text[start:end], offset + start, offset + end)
    if own:
        mention = own[0]
        return Party(
            code, mention.sector, text[mention.start - offset : mention.end - offset], mention.start, mention.end
        )
    return Party(code, "GOV" if code else None)
