"""What is compared of entries, kept at hand: news comes in order of its days, so that most of what a new entry is
compared with came just before it, and need not be read and taken apart again."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from deedbook.codebook import Codebook
from deedbook.ledger.entries import Made
from deedbook.ledger.facts import Facts, read_facts
from deedbook.ledger.memory import shed
from deedbook.ledger.sameness import Pages, likeness
from deedbook.ledger.traits import Traits, places_of, traits
from deedbook.records import Article

ARTICLES = 12_000  # with all that is taken from them: two months of some hundred reports a day, and the undated
EVENTS = 30_000  # whose likeness to earlier ones is remembered
PAIRS = 30_000  # of articles, part by part, whose likeness is remembered: it is asked for again within a batch


class Kept:
    """Traits of entries by number. Holds nothing that the facts do not: :meth:`clear` may be called at any time, and
    must be where the facts may have changed without :meth:`learn`."""

    def __init__(self, connection: sqlite3.Connection, codebook: Codebook) -> None:
        self._connection, self._codebook = connection, codebook
        self._traits: dict[str, dict[int, Traits]] = {}
        self._articles: dict[str, Article] = {}
        self._pages = Pages(self._articles)
        self._likeness: dict[int, dict[int, float]] = {}  # by the later of two events, and the earlier

    def clear(self) -> None:
        self._traits.clear()
        self._articles.clear()
        self._pages.clear()
        self._likeness.clear()

    def learn(self, facts: Facts, made: Made) -> None:
        """Takes in these readings; what was kept of their entries before counts no more."""
        places = places_of(self._codebook)
        for reading in facts.readings:
            key = reading.article_key
            article = self._articles[key] = facts.articles[key]
            held = self._traits.setdefault(key, {})
            for number, entry in made.of(reading):
                if held.pop(number, None):
                    self._likeness.clear()
                if entry:
                    held[number] = traits(entry, article, key, places)

    def of(self, numbers: Mapping[int, str], copies: Mapping[str, str]) -> dict[int, Traits]:
        """Traits of the events of these numbers, each with its article's key; ``copies`` maps the keys to those that
        stand for their texts."""
        missing = {number: key for number, key in numbers.items() if number not in self._traits.get(key, ())}
        if missing:
            facts = read_facts(self._connection, keys=set(missing.values()), numbers=sorted(missing))
            self.learn(facts, Made(facts, self._codebook))
        found = {}
        for key in dict.fromkeys(numbers.values()):  # what was asked for last goes last
            self._traits[key] = self._traits.pop(key)
        for number, key in numbers.items():
            own = self._traits[key]
            if own[number].report != copies[key]:
                own[number] = replace(own[number], report=copies[key])
            found[number] = own[number]
        return found

    def likeness(self, one: int, other: int, found: Mapping[int, Traits]) -> float:
        """As ``sameness.likeness`` of the two in their order, remembered."""
        return self._alike(one, other, found[one], found[other])

    def alike(self, numbers: Sequence[int], found: Mapping[int, Traits]) -> Callable[[int, int], float]:
        """The same by their places in ``numbers``."""
        items = [found[number] for number in numbers]
        return lambda one, other: self._alike(numbers[one], numbers[other], items[one], items[other])

    def _alike(self, one: int, other: int, a: Traits, b: Traits) -> float:
        later, earlier = (one, other) if one > other else (other, one)
        known = self._likeness.get(later)
        if known is None:
            known = self._likeness[later] = {}
        asked = 2 * earlier + (a.report == b.report)
        value = known.get(asked)
        if value is None:
            first, second = (a, b) if a.sort_key < b.sort_key else (b, a)
            value = known[asked] = likeness(first, second, self._pages)
        return value

    def trim(self) -> None:
        """Lets go of what was asked for longest ago where it is too much."""
        for key in shed(self._traits, ARTICLES):
            del self._articles[key]
            self._pages.drop(key)
        shed(self._likeness, EVENTS)
        self._pages.trim(PAIRS)
