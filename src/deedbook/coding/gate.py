"""Which sentences the model need not read: the cheap test before the dear one."""

import re
from collections.abc import Mapping
from typing import Any

from deedbook.codebook.cues import modifiers
from deedbook.coding.encoding import Source

_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
NO_PARTY = "it names no party"
ONE_PARTY = "it names only one party"
BIOGRAPHY = "it tells of a person's life"
NO_ACT = "no word in it tells of an act"


class Gate:
    """Passes a sentence that names two parties and whose words can tell of an act. ``card`` holds ``words``: the weight
    of each word for an act, ``base``, and ``least``: the sum that passes; without it every such sentence passes.

    To read all sentences that name fewer takes as long as to read all others, and few of them tell of an act. So these
    wait (:meth:`waits`) until the others of their article are read; then those pass whose words, and how many acts the
    article tells of, are like those of sentences in which an act was (``training.alone``): ``alone`` in the card holds
    ``words``, ``base``, ``least``, ``named`` (of one that names a party), ``same`` (how much the first sum counts) and
    ``told`` (by the number of acts). The list's constructions let in some more."""

    def __init__(self, card: Mapping[str, Any]) -> None:
        self._words: Mapping[str, float] = card.get("words", {})
        self._least = float(card.get("least", 0.0))
        self._base = float(card.get("base", 0.0))
        self._alone: Mapping[str, Any] = card.get("alone", {})

    def reason(self, source: Source) -> str | None:
        """Why the sentence is passed over, in plain words, at least at first; ``None`` if it goes to the model."""
        here = {code for _, _, code in source.mentions}
        if len(here) < 2 and not (alone(source) and unmet(source.text)):
            return ONE_PARTY if here else NO_PARTY
        if biographical(source.text):
            return BIOGRAPHY
        if len(here) > 1 and self._words and self.score(source.text) < self._least:
            return NO_ACT
        return None

    def waits(self, source: Source) -> bool:
        """Whether a sentence that is passed over at first is asked about again when the others are read."""
        return bool(self._alone) and alone(source) and not biographical(source.text)

    def passes(self, source: Source, told: int) -> bool:
        """Whether an act is likely told of in a sentence that waited, where the others tell of so many."""
        held = self._alone
        around = float(held["told"][min(told, len(held["told"]) - 1)])
        return self.likely(source.text, bool(source.mentions)) + around >= float(held["least"])

    def likely(self, text: str, named: bool) -> float:
        """How much the words of a sentence that names one party (``named``) or none are like those of an act."""
        held = self._alone
        if not held:
            return 0.0
        told = sum(held["words"].get(w, 0.0) for w in words(text))
        return float(held["base"] + held["same"] * self.score(text) + held["named"] * named + told)

    def score(self, text: str) -> float:
        """Sum of the weights of the distinct words."""
        weights = self._words
        return self._base + sum(weights.get(w, 0.0) for w in words(text))


def biographical(text: str) -> bool:
    """Whether it tells of a person's life."""
    return any(m.pattern.search(text) for m in modifiers("biography"))


def unmet(text: str) -> bool:
    """Whether it says that something has not come ("nor has India delivered the fuel")."""
    return any(m.pattern.search(" ".join(text.split())) for m in modifiers("unmet"))


def alone(source: Source) -> bool:
    """Whether a sentence names fewer than two parties, and title or previous sentence who is missing."""
    here = {code for _, _, code in source.mentions}
    before = (*source.title_mentions, *source.previous_mentions)
    return len(here) < 2 <= len(here.union(code for _, _, code in before))


def words(text: str) -> set[str]:
    """The distinct words of a sentence, in lower case."""
    return set(_WORD.findall(text.lower()))
