"""The part of a snapshot that concerns one pair of states, and what the measures ask of it again and again."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Self

from deedbook.codebook import Codebook
from deedbook.exchange.rights import withheld
from deedbook.ledger.snapshots import extent
from deedbook.ledger.sources import Sources, Sourcing
from deedbook.measures.backing import Backing
from deedbook.measures.dealings import EVERYBODY, Sides, bears, dealings
from deedbook.measures.quotes import Citations, by_article, is_commentator, officials
from deedbook.measures.wording import clip, day, fold, party, rules, the
from deedbook.records import Article, Commitment, Entry, Extent, Occurrence, Snapshot, Step

_TITLE = 7  # words of the headline of a report that names no outlet


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
        return bears(self.pair, self.instruments, giver, receiver, instrument)

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
        read = max((entry.recorded for entry in self.snapshot.entries), default=None)
        return min(self.extent.last, read.date()) if read else self.extent.last

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


def published(article: Article) -> date | None:
    """The day of publication; ``None`` for an undated article."""
    if article.published.basis == "none":
        return None
    return article.published.end or article.published.start


def _in_headline(article: Article, entry: Entry) -> bool:
    at = entry.event.sentence.start
    return any(b.kind in ("headline", "subhead") and b.start <= at < b.end for b in article.blocks)
