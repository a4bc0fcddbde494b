"""Who vouches for an act: independent sources, counted after copies and reports that only cite one another are folded,
and parties to the matter named as such."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile
from typing import Self

from deedbook.codebook import Codebook
from deedbook.ledger.citations import Citations
from deedbook.ledger.credits import Agencies
from deedbook.records import Article, Entry, Snapshot, Voices


@dataclass(frozen=True, slots=True)
class Sources:
    """What vouches for some entries. ``independent``: outlets (articles' keys where no outlet is known), in order of
    their names, each of which found it out for itself as far as the texts tell. ``parties``: official outlets of a
    side to the matter, which are no independent source of it. ``copies`` counts articles folded as another's text or
    wire copy, or as another report of one outlet; ``citing`` names outlets whose report rests on another one's."""

    independent: tuple[str, ...]
    parties: tuple[str, ...] = ()
    copies: int = 0
    citing: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """All that vouch, parties included, each once."""
        return len(self.independent) + len(self.parties)

    def __str__(self) -> str:
        """In words, each number with what it counts: "2 independent sources and the White House, a party"."""
        found = len(self.independent)
        told = [f"{found} independent source{'' if found == 1 else 's'}"] if found or not self.parties else []
        told += [f"{name}, a party to the matter" for name in self.parties]
        folded = [f"{self.copies} {'copy' if self.copies == 1 else 'copies'} of these"] if self.copies else []
        folded += [f"{name}, which cites another report" for name in self.citing]
        return " and ".join(told) + (f" (not counted: {'; '.join(folded)})" if folded else "")


@dataclass(frozen=True)
class Sourcing:
    """What is needed to tell who vouches: ``articles`` by key, ``wire`` (each article's key to the one that stands for
    its text or wire copy), and the codebook's outlets. ``voices`` is what was found out before of the same articles;
    what is found out further goes there too."""

    articles: Mapping[str, Article]
    wire: Mapping[str, str]
    codebook: Codebook
    voices: Voices = field(default_factory=Voices, compare=False, repr=False)

    @classmethod
    def of_snapshot(cls, snapshot: Snapshot, codebook: Codebook) -> Self:
        """For the articles of a snapshot, with what was found out when it was made."""
        return cls(snapshot.articles, snapshot.wire, codebook, snapshot.voices)

    def of(self, entries: Iterable[Entry]) -> Sources:
        """Who vouches for ``entries``, taken to tell of one act or one matter; their order does not matter.

        An article speaks for the agency that it credits, else for its outlet. Where it attributes the sentence of one
        of its entries to another outlet ("Dawn reported", "the newspaper added"), it speaks for that one: so two that
        cite the same report are one source, and one that cites a report among ``entries`` adds none."""
        held = entries if isinstance(entries, Sequence) else tuple(entries)
        keys = {entry.article_key for entry in held}
        if all(map(self._silent, keys)) or not any(map(self._attributing, held)):
            return self._of_their_own(held, keys)
        by_article: dict[str, list[Entry]] = {}
        for entry in held:
            by_article.setdefault(entry.article_key, []).append(entry)
        cited = {key: self._cited(key, own) for key, own in sorted(by_article.items())}
        speaks = {key: self.origin(key) for key, other in cited.items() if other is None}
        handed_on: dict[str, str] = {}
        for key, voice in sorted(speaks.items(), key=lambda item: (item[1] != self._outlet(item[0]), item)):
            handed_on.setdefault(
                self._outlet(key), voice
            )  # what an outlet found out itself goes before what it printed
        for key, other in cited.items():
            if other is not None:
                handed_on.setdefault(self._outlet(key), other)
        voices: dict[str, str] = {}
        for key, other in cited.items():
            voices[key] = speaks[key] if other is None else _followed(other, handed_on)
        codes = {
            party.code
            for own in by_article.values()
            for entry in own
            for party in (entry.event.actor, entry.event.recipient)
        }
        parties = {voice for voice in voices.values() if self._official.get(voice) in codes - {None}}
        counted = set(voices.values())
        citing = sorted(
            {
                self._outlet(key)
                for key, other in cited.items()
                if other is not None and voices[key] != self._outlet(key)
            }
        )
        own = sum(other is None for other in cited.values())
        return Sources(
            independent=tuple(sorted(counted - parties)),
            parties=tuple(sorted(parties)),
            copies=max(0, own - len({voices[key] for key, other in cited.items() if other is None})),
            citing=tuple(citing),
        )

    def _of_their_own(self, entries: Sequence[Entry], keys: Collection[str]) -> Sources:
        """As :meth:`of`, where none of the articles, ``keys``, cites another outlet."""
        voices = set(map(self.origin, keys))
        parties: set[str] = set()
        if not self._official.keys().isdisjoint(voices):
            codes = {party.code for e in entries for party in (e.event.actor, e.event.recipient)} - {None}
            parties = {voice for voice in voices if self._official.get(voice) in codes}
        return Sources(tuple(sorted(voices - parties)), tuple(sorted(parties)), len(keys) - len(voices))

    def among(self, told: Mapping[str, Sequence[Entry]]) -> tuple[str, ...]:
        """The sources of all that articles (by key) tell, of whatever matters, parties to them included, in order of
        their names: agencies and outlets of which a report rests on no other, and those on which the others rest."""
        by_origin: dict[str, list[str]] = {}
        for key in sorted(told):
            by_origin.setdefault(self.origin(key), []).append(key)
        handed_on = {}
        for origin, keys in by_origin.items():
            cited = list(takewhile(lambda other: other is not None, (self._cited(key, told[key]) for key in keys)))
            if len(cited) == len(keys) and cited[0]:
                handed_on[origin] = cited[0]
        return tuple(sorted({_followed(origin, handed_on) for origin in by_origin}))

    def origin(self, key: str) -> str:
        """The agency that an article or a copy of its text credits, else the outlet of its first print, else that
        print's key."""
        if (known := self.voices.origins.get(key)) is None:
            first = self.wire.get(key, key)
            copies = [copy for copy in self._copies.get(first, (first,)) if copy in self.articles]
            names = {name for copy in copies for name in self._credited(copy)}
            known = self.voices.origins[key] = min(names, default=self._outlet(first))
        return known

    def _credited(self, key: str) -> frozenset[str]:
        """The agencies whose report an article says that it is."""
        article = self.articles[key]
        return self._agencies.own(article) if self._silent(key) else self._agencies.credit(article).copy

    def _silent(self, key: str) -> bool:
        """Whether an article names no outlet anywhere, so that it credits none and cites none."""
        if (known := self.voices.silent.get(key)) is None:
            article, may = self.articles.get(key), self._citations.glance.may
            known = article is None or not (may(article.raw) or (article.byline and may(article.byline)))
            self.voices.silent[key] = known
        return known

    def _cited(self, key: str, entries: Iterable[Entry]) -> str | None:
        """Another outlet to which the sentence of one of the entries attributes what it tells."""
        if self._silent(key):
            return None
        spans = {(entry.event.sentence.start, entry.event.sentence.end): entry for entry in entries}
        found = [name for place in sorted(spans) for name in self._attributing(spans[place])]
        if not found:
            return None
        own = {self._outlet(key), self.origin(key)}
        return next((name for name in found if name not in own), None)

    def _attributing(self, entry: Entry) -> tuple[str, ...]:
        """Outlets to which an entry's sentence attributes something; each act, matter and line asks again."""
        sentence = entry.event.sentence
        place = (entry.article_key, sentence.start, sentence.end)
        if (known := self.voices.cited.get(place)) is None:
            silent = self._silent(entry.article_key)
            raw = "" if silent else self.articles[entry.article_key].raw
            known = () if silent else self._citations.cited(raw, sentence.start, sentence.end)
            self.voices.cited[place] = known
        return known

    def _outlet(self, key: str) -> str:
        article = self.articles.get(key)
        return self._names.get(article.outlet, article.outlet) if article and article.outlet else key

    @cached_property
    def _citations(self) -> Citations:
        return Citations.of(self.codebook.outlets)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {name: outlet.name for outlet in self.codebook.outlets for name in (outlet.name, *outlet.aliases)}

    @cached_property
    def _official(self) -> Mapping[str, str]:
        """Official outlets and the state or body that each speaks for."""
        return {outlet.name: outlet.state for outlet in self.codebook.outlets if outlet.kind == "official"}

    @cached_property
    def _agencies(self) -> Agencies:
        return Agencies.of(self.codebook.outlets)

    @cached_property
    def _copies(self) -> Mapping[str, list[str]]:
        """By the key that stands for a text, all keys of its group, where there are several."""
        groups: dict[str, list[str]] = {}
        for key, first in sorted(self.wire.items()):
            if key != first:
                groups.setdefault(first, [first]).append(key)
        return groups


def _followed(outlet: str, handed_on: Mapping[str, str]) -> str:
    """Where what ``outlet`` told comes from, as far as it is known; outlets that cite one another are one."""
    path = [outlet]
    while (further := handed_on.get(path[-1])) is not None and further != path[-1]:
        if further in path:
            return min(path[path.index(further) :])
        path.append(further)
    return path[-1]
