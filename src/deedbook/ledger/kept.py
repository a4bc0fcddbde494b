"""What is compared of entries, kept at hand: news comes in order of its days, so that most of what a new entry is
compared with came just before it, and need not be read and taken apart again."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from deedbook.codebook import Codebook
from deedbook.ledger.entries import Made
from deedbook.ledger.facts import Facts, read_facts
from deedbook.ledger.sameness import Pages, likeness
from deedbook.ledger.sketches import Page
from deedbook.ledger.traits import Traits, places_of, traits
from deedbook.records import Article

ARTICLES = 4000  # with all that is taken from them; some ten thousand entries
PAIRS = 400_000  # of entries whose likeness is remembered


@dataclass(slots=True)
class _Held:
    article: Article
    traits: dict[int, Traits] = field(default_factory=dict)


class Kept:
    """Traits of entries by number. Holds nothing that the facts do not: :meth:`clear` may be called at any time, and
    must be where the facts may have changed without :meth:`learn`."""

    def __init__(self, connection: sqlite3.Connection, codebook: Codebook) -> None:
        self._connection, self._codebook = connection, codebook
        self._held: dict[str, _Held] = {}
        self._pages: dict[str, Page] = {}
        self._likeness: dict[tuple[int, int, bool], float] = {}

    def clear(self) -> None:
        self._held.clear()
        self._pages.clear()
        self._likeness.clear()

    def learn(self, facts: Facts, made: Made) -> None:
        """Takes in these readings; what was kept of their entries before counts no more."""
        places = places_of(self._codebook)
        for reading in facts.readings:
            key = reading.article_key
            held = self._held.setdefault(key, _Held(facts.articles[key]))
            held.article = facts.articles[key]
            for number, entry in made.of(reading):
                if held.traits.pop(number, None):
                    self._likeness.clear()
                if entry:
                    held.traits[number] = traits(entry, held.article, key, places)

    def of(self, numbers: Mapping[int, str], copies: Mapping[str, str]) -> dict[int, Traits]:
        """Traits of the events of these numbers, each with its article's key; ``copies`` maps the keys to those that
        stand for their texts."""
        missing = {
            number: key
            for number, key in numbers.items()
            if key not in self._held or number not in self._held[key].traits
        }
        if missing:
            facts = read_facts(self._connection, keys=set(missing.values()), numbers=sorted(missing))
            self.learn(facts, Made(facts, self._codebook))
        found = {}
        for number, key in numbers.items():
            own = self._held[key].traits
            if own[number].report != copies[key]:
                own[number] = replace(own[number], report=copies[key])
            found[number] = own[number]
        return found

    def pages(self) -> Pages:
        """The likeness of all articles at hand, until the next :meth:`trim`."""
        return Pages({key: held.article for key, held in self._held.items()}, self._pages)

    def likeness(self, one: int, other: int, found: Mapping[int, Traits], pages: Pages) -> float:
        """As ``sameness.likeness``, remembered."""
        a, b = found[one], found[other]
        pair = (one, other, a.report == b.report)
        value = self._likeness.get(pair)
        if value is None:
            value = self._likeness[pair] = likeness(a, b, pages)
        return value

    def trim(self) -> None:
        """Lets go of what was learned first where it is too much."""
        while len(self._held) > ARTICLES:
            key = next(iter(self._held))
            del self._held[key]
            self._pages.pop(key, None)
        if len(self._likeness) > PAIRS:
            self._likeness.clear()
