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

    What stands in sentences that name one party is mostly misread (measured: a fifth of such events is right, against a
    half), and to read them takes more time than all others; the list's constructions let some of them in."""

    def __init__(self, card: Mapping[str, Any]) -> None:
        self._words: Mapping[str, float] = card.get("words", {})
        self._least = float(card.get("least", 0.0))
        self._base = float(card.get("base", 0.0))

    def reason(self, source: Source) -> str | None:
        """Why the sentence is passed over, in plain words; ``None`` if it goes to the model."""
        here = {code for _, _, code in source.mentions}
        if len(here) < 2:
            return ONE_PARTY if here else NO_PARTY
        if any(m.pattern.search(source.text) for m in modifiers("biography")):
            return BIOGRAPHY
        if self._words and self.score(source.text) < self._least:
            return NO_ACT
        return None

    def score(self, text: str) -> float:
        """Sum of the weights of the distinct words."""
        weights = self._words
        return self._base + sum(weights.get(w, 0.0) for w in words(text))


def words(text: str) -> set[str]:
    """The distinct words of a sentence, in lower case."""
    return set(_WORD.findall(text.lower()))
