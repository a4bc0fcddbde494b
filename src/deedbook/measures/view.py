"""The part of a snapshot that concerns one pair of states, and what the measures ask of it again and again."""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Self

from deedbook.codebook import Codebook
from deedbook.exchange.rights import withheld
from deedbook.ledger.senses import hurts
from deedbook.ledger.snapshots import extent
from deedbook.ledger.sources import Sources, Sourcing
from deedbook.measures.quotes import Citations, by_article, is_commentator
from deedbook.measures.wording import clip, day, fold, party, rules, the
from deedbook.records import Article, Commitment, Entry, Event, Extent, Occurrence, Party, Snapshot, Step

EVERYBODY = "ALL"
_TITLE = 7  # words of the headline of a report that names no outlet

Sides = tuple[str, str]


def dealings(snapshot: Snapshot, pair: Sides) -> frozenset[str]:
    """Instruments by which the pair deals, without those too general to tell acts apart."""
    both = set(pair)
    acts = (snapshot.whole or snapshot).occurrences
    found = {act.instrument for act in acts if {act.actor, act.recipient} == both}
    return frozenset(found) - frozenset(rules()["instruments"]["general"])


def acts_on(snapshot: Snapshot, pair: Sides) -> tuple[Occurrence, ...]:
    """Acts on the pair (merged, not reports): those between the two, and those of one of them toward everybody by an
    instrument by which the two deal."""
    instruments = dealings(snapshot, pair)
    return tuple(
        act for act in snapshot.occurrences if _bears(pair, instruments, act.actor, act.recipient, act.instrument)
    )


def _bears(pair: Sides, instruments: frozenset[str], giver: str, receiver: str, instrument: str) -> bool:
    return {giver, receiver} == set(pair) or (giver in pair and receiver == EVERYBODY and instrument in instruments)


@dataclass(frozen=True, slots=True)
class Backing:
    """Of ``entries`` but those of texts in quarantine: whether a register or an official record is among them, which
    states are parties to what they tell, and which of these vouch for it."""

    entries: tuple[Entry, ...]
    record: bool
    sides: frozenset[str]
    vouching: frozenset[str]

    @classmethod
    def of(cls, view: "View", entries: Iterable[Entry]) -> Self:
        held = [entry for entry in entries if entry.article_key not in view.snapshot.quarantined]
        return cls(
            tuple(entries),
            any(view.article(entry).genre == "record" for entry in held),
            frozenset(party_.code for e in held for party_ in (e.event.actor, e.event.recipient) if party_.code),
            view.vouching_sides(held),
        )

    @classmethod
    def together(cls, some: Iterable["Backing"]) -> "Backing":
        """What stands behind all of them."""
        held = list(some)
        return cls(
            (),
            any(one.record for one in held),
            frozenset().union(*(one.sides for one in held)),
            frozenset().union(*(one.vouching for one in held)),
        )

    @property
    def proves(self) -> bool:
        """Whether a register or official record, or both sides, vouch."""
        return self.record or (len(self.sides) > 1 and self.sides <= self.vouching)


@dataclass(frozen=True)
class View:
    """``pair`` in the order asked for. Acts toward everybody count where the pair has dealings by the same
    instrument, since they change what the pair has between them (a duty voided for all, a programme that lapsed)."""

    snapshot: Snapshot
    codebook: Codebook
    pair: tuple[str, str]
    citations: Citations
    officials: dict[str, bool]

    @classmethod
    def of(cls, snapshot: Snapshot, pair: tuple[str, str], codebook: Codebook) -> Self:
        """The view of ``pair``, with citations of its own."""
        known = officials(snapshot, codebook)
        return cls(snapshot, codebook, pair, Citations(snapshot, known), known)

    def is_between(self, giver: str, receiver: str) -> bool:
        """Whether these two are the pair, in either direction."""
        return giver != receiver and {giver, receiver} == set(self.pair)

    @cached_property
    def instruments(self) -> frozenset[str]:
        """Instruments by which the pair deals, without those too general to tell acts apart."""
        return dealings(self.snapshot, self.pair)

    def concerns(self, giver: str, receiver: str, instrument: str) -> bool:
        """Whether an act or commitment belongs to the pair, or is one toward everybody that changes the pair's."""
        return _bears(self.pair, self.instruments, giver, receiver, instrument)

    @cached_property
    def by_sides(self) -> tuple[dict[Sides, list[Commitment]], dict[Sides, list[Occurrence]]]:
        """All commitments of the snapshot by giver and receiver, and all acts by actor and recipient, in its order."""
        commitments: dict[Sides, list[Commitment]] = {}
        for commitment in self.snapshot.commitments:
            commitments.setdefault((commitment.giver, commitment.receiver), []).append(commitment)
        acts: dict[Sides, list[Occurrence]] = {}
        for act in self.snapshot.occurrences:
            acts.setdefault((act.actor, act.recipient), []).append(act)
        return commitments, acts

    @cached_property
    def memo(self) -> dict[Hashable, Any]:
        """What measures found out about this view, for those that ask again."""
        return {}

    @cached_property
    def denials(self) -> tuple[Occurrence, ...]:
        """Acts that are told as not received, or denied, whoever their parties are."""
        return tuple(o for o in self.snapshot.occurrences if o.status == "not_received" or o.polarity == "negative")

    @cached_property
    def occurrences(self) -> tuple[Occurrence, ...]:
        """Acts on the pair (merged, not reports)."""
        return tuple(o for o in self.snapshot.occurrences if self.concerns(o.actor, o.recipient, o.instrument))

    @cached_property
    def commitments(self) -> tuple[Commitment, ...]:
        return tuple(c for c in self.snapshot.commitments if self.concerns(c.giver, c.receiver, c.instrument))

    @cached_property
    def told_once(self) -> tuple[Commitment, ...]:
        """The commitments without those toward everybody that are no more than steps of what is between the two."""
        own = [c for c in self.commitments if c.receiver != EVERYBODY]
        steps = {step.occurrence.id for c in own for step in c.history}
        broad = (c for c in self.commitments if c.receiver == EVERYBODY)
        repeated = {c.id for c in broad if steps.issuperset(step.occurrence.id for step in c.history)}
        return tuple(c for c in self.commitments if c.id not in repeated)

    @cached_property
    def followed(self) -> frozenset[str]:
        """Ids of the acts that are steps of any commitment."""
        return frozenset(step.occurrence.id for c in self.snapshot.commitments for step in c.history)

    @cached_property
    def article_keys(self) -> tuple[str, ...]:
        """Articles with at least one act between the two, in the snapshot's order."""
        found = {
            entry.article_key
            for occurrence in self.snapshot.occurrences
            if self.is_between(occurrence.actor, occurrence.recipient)
            for entry in occurrence.entries
        }
        return tuple(key for key in self.snapshot.articles if key in found)

    @cached_property
    def cut_off(self) -> date | None:
        """The cut-off asked for, else the day of the last dated article read, at most the day of reading: a record
        dated to a year may reach ahead."""
        if self.snapshot.as_of or self.extent.last is None:
            return self.snapshot.as_of
        return min(self.extent.last, max((e.recorded.date() for e in self.snapshot.entries), default=date.max))

    @cached_property
    def extent(self) -> Extent:
        """How much was read in all, also where the snapshot holds what concerns some pairs alone."""
        return self.snapshot.extent or extent(self.snapshot.articles)

    def article(self, entry: Entry) -> Article:
        return self.snapshot.articles[entry.article_key]

    def copy(self, article_key: str) -> str:
        """The key that stands for an article's wire copy or same text: itself where it stands alone."""
        return self.snapshot.wire.get(article_key, article_key)

    def source(self, article_key: str) -> str:
        """The source of an article: the agency that it credits, else the outlet of its text's first print."""
        return self._sourcing.origin(article_key)

    def sources(self, entries: Iterable[Entry]) -> int:
        """How many sources vouch, each once, parties to the matter included."""
        return self.vouching(entries).count

    def among(self, keys: Iterable[str]) -> int:
        """How many sources all that these articles tell comes from (``Sourcing.among``)."""
        return len(self._sourcing.among({key: self.told_in.get(key, ()) for key in keys}))

    @cached_property
    def withheld(self) -> str:
        """Of which texts on the pair no more than a sentence may be quoted."""
        return withheld(self.snapshot.articles[key] for key in self.article_keys)

    @cached_property
    def evidence(self) -> tuple[Entry, ...]:
        """All entries of the acts on the pair."""
        return tuple([entry for act in self.occurrences for entry in act.entries])

    @cached_property
    def sources_in_all(self) -> int:
        """How many sources all that the articles on the pair tell comes from."""
        return self.among(self.article_keys)

    def vouching(self, entries: Iterable[Entry]) -> Sources:
        """Who vouches for entries that tell of one matter: independent sources, parties to it, and what is folded."""
        if not isinstance(entries, tuple):
            return self._sourcing.of(entries)
        if (known := self._vouching.get(id(entries))) is None:
            known = self._vouching[id(entries)] = entries, self._sourcing.of(entries)
        return known[1]

    # What is asked of an act's entries, again and again: by identity, since to compare them takes long; beside each
    # answer stand the entries themselves, so that no others take their place in memory.
    @cached_property
    def _vouching(self) -> dict[int, tuple[tuple[Entry, ...], Sources]]:
        return {}

    @cached_property
    def _ranked(self) -> dict[int, tuple[tuple[Entry, ...], tuple[Entry, ...]]]:
        return {}

    @cached_property
    def _sourcing(self) -> Sourcing:
        return Sourcing.of_snapshot(self.snapshot, self.codebook)

    @cached_property
    def names_in_print(self) -> frozenset[str]:
        """Every name of a state, nationality, capital, body or firm in the codebook."""
        return frozenset(name.text for name in self.codebook.names)

    @cached_property
    def told_in(self) -> dict[str, list[Entry]]:
        """Every entry of each article, in the snapshot's order."""
        return by_article(self.snapshot.entries)

    @cached_property
    def title_words(self) -> frozenset[str]:
        """Every word of a title of office, as the codebook has them."""
        titles = (title for office in self.codebook.offices.values() for title in office.titles)
        return frozenset(word for title in titles for word in title.split())

    @cached_property
    def _backing(self) -> dict[str, Backing]:
        return {}

    def backing(self, act: Occurrence) -> Backing:
        """What stands behind an act, for those that ask whether it is proved; of an act in parts, behind these."""
        known = self._backing.get(act.id)
        if known is None or known.entries is not act.entries:
            known = self._backing[act.id] = Backing.of(self, act.entries)
        return known

    def outlets(self, acts: Iterable[Occurrence]) -> tuple[str, ...]:
        """Outlets (headlines where there is none) of the articles that report these acts, each once."""
        return tuple(dict.fromkeys(self.voice(entry) for act in acts for entry in act.entries))

    def cited(self, entries: Sequence[Entry]) -> list[str]:
        """The entries' outlets, with their dates where two have the same name."""
        names = [self.outlet(entry) for entry in entries]
        if len(set(names)) == len(names):
            return names
        return [f"{name}, {day(entry.known)}" for name, entry in zip(names, entries, strict=True)]

    def name(self, code: str) -> str:
        return party(code, self.codebook)

    def the(self, code: str) -> str:
        return the(self.name(code))

    def outlet(self, entry: Entry) -> str:
        article = self.article(entry)
        return article.outlet or article.id

    def voice(self, entry: Entry) -> str:
        """Whose report it is: the outlet, else the report by its headline, else by its own name."""
        article = self.article(entry)
        return article.outlet or (f"“{clip(fold(article.title), _TITLE)}”" if article.title else article.id)

    def is_official(self, entry: Entry) -> bool:
        """Whether the entry comes from an official record or release, or from an official outlet."""
        return entry.article_key in self._official_articles

    @cached_property
    def _official_articles(self) -> frozenset[str]:
        return frozenset(
            key
            for key, article in self.snapshot.articles.items()
            if article.genre in ("release", "record") or self._official_outlets.get(article.outlet or "")
        )

    @cached_property
    def _official_outlets(self) -> dict[str, str]:
        return {
            name: outlet.state
            for outlet in self.codebook.outlets
            if outlet.kind == "official"
            for name in (outlet.name, *outlet.aliases)
        }

    def vouching_sides(self, entries: Iterable[Entry]) -> frozenset[str]:
        """Codes of the states whose officials or official outlets vouch for the entries."""
        sides = set()
        for entry in entries:
            speaker = entry.event.speaker
            if speaker.kind in ("direct", "indirect") and speaker.code and not self.is_commentator(entry):
                sides.add(speaker.code)
            if state := self._official_outlets.get(self.article(entry).outlet or ""):
                sides.add(state)
        return frozenset(sides)

    def is_commentator(self, entry: Entry) -> bool:
        """Whether one named person outside office vouches."""
        return is_commentator(entry, self.officials)

    def best(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Entries with the strongest evidence first, one per independent source before any second.

        Stronger: a sentence before a headline, dated before undated, report or official before opinion, named or
        narrated before unnamed, a sum, the coder's confidence. Ties keep the order of date and place."""
        held = tuple(entries)  # the same where it is one
        if len(held) < 2:
            return held
        if (known := self._ranked.get(id(held))) is None:
            seen: set[str] = set()
            first: list[Entry] = []
            rest: list[Entry] = []
            for entry in sorted(held, key=self._weakness):
                source = self.source(entry.article_key)
                (rest if source in seen else first).append(entry)
                seen.add(source)
            known = self._ranked[id(held)] = held, (*first, *rest)
        return known[1]

    def _weakness(self, entry: Entry) -> tuple[bool, bool, bool, bool, bool, float]:
        if (known := self._weaknesses.get(id(entry))) is None:
            article, event = self.article(entry), entry.event
            known = self._weaknesses[id(entry)] = (
                _in_headline(article, entry),
                entry.known is None,
                article.genre in ("opinion", "interview"),
                event.speaker.kind == "unnamed",
                event.amount is None,
                -round(event.confidence, 1),
            )
        return known

    @cached_property
    def _weaknesses(self) -> dict[int, tuple[bool, bool, bool, bool, bool, float]]:
        """By identity: the snapshot keeps its entries, and to compare them takes long."""
        return {}

    def order(self, status: str) -> int:
        """The status's place on the ladder, 0 for one that stands off it."""
        known = self.codebook.statuses.get(status)
        return known.order or 0 if known else 0

    def is_stop(self, status: str) -> bool:
        """Whether the status ends a commitment short of delivery; a reported absence does not."""
        known = self.codebook.statuses.get(status)
        return known is not None and known.stopped and status != "not_received"

    def shown_rung(self, step: Step) -> str:
        """The codebook status at which the record shows a step: what it shows, not what the text says."""
        shown = step.record_status
        if shown in self.codebook.statuses:
            return shown
        return str(rules()["record_rungs"].get(shown, step.rung))


def officials(snapshot: Snapshot, book: Codebook) -> dict[str, bool]:
    """Of each named speaker, whether the dated offices know them, or the name holds a state's or a body's ("Pakistan's
    finance ministry", "White House spokeswoman"): such a one is no private commentator."""
    printed = {name.text for name in book.names}

    def speaks_for_a_body(name: str) -> bool:
        words = re.sub(r"['’]s?\b", "", name).split()
        return any(" ".join(words[i:j]) in printed for i in range(len(words)) for j in range(i + 1, len(words) + 1))

    names = {entry.event.speaker.name for entry in snapshot.entries} - {None}
    return {name: name in book.persons or speaks_for_a_body(name) for name in names if name}


def published(article: Article) -> date | None:
    """The day of publication; ``None`` for an undated article."""
    if article.published.basis == "none":
        return None
    return article.published.end or article.published.start


def side(entry: Entry, code: str) -> Party | None:
    """The entry's party that carries ``code``."""
    for party_ in (entry.event.actor, entry.event.recipient):
        if party_.code == code:
            return party_
    return None


def _in_headline(article: Article, entry: Entry) -> bool:
    at = entry.event.sentence.start
    return any(b.kind in ("headline", "subhead") and b.start <= at < b.end for b in article.blocks)


def is_private(acts: Sequence[Occurrence]) -> bool:
    """Whether firms did all these acts: PLOVER's sector BUS on the actor's side, or on either side of a joint act or of
    an exchange (goods that a firm buys abroad are its own)."""

    def by_firm(act: Occurrence, entry: Entry) -> bool:
        mutual = act.symmetric or act.event_type == "COOPERATE"
        codes = (act.actor, act.recipient) if mutual else (act.actor,)
        return any((found := side(entry, code)) is not None and found.sector == "BUS" for code in codes)

    def mostly(act: Occurrence) -> bool:
        # a headline calls the firm by its state ("hands a sample to US company"), its body by its name
        firms = [e for e in act.entries if "BUS" in (e.event.actor.sector, e.event.recipient.sector)]
        least = len(act.entries) / 2
        return len(firms) >= least and sum(by_firm(act, entry) for entry in firms) >= least

    return bool(acts) and all(map(mostly, acts))


def by_firms(history: Sequence[Step]) -> bool:
    """Whether firms did what is told of a commitment: the acts by which it was agreed, approved or carried out, and
    where none did that, all of its acts. Willingness that a government voiced makes a firm's deal no state's deed."""
    firm = [step.occurrence for step in history if step.rung in ("agreed", "approved", "delivered")]
    return is_private(firm or [step.occurrence for step in history])


def is_burden(act: Occurrence | Event) -> bool:
    """Whether an act imposes something on the recipient: by its words where they tell ("will cut the tariff" eases,
    whatever type was read), else by its type. A request is neither for nor against; criticism and denial impose
    nothing."""
    told = hurts(act)
    return told if told is not None else act.event_type in rules()["event_types"]["burdens"]
