"""Which sentences the model need not read: the cheap test before the dear one."""

import re
from collections.abc import Mapping
from typing import Any

from deedbook.codebook.cues import modifiers
from deedbook.coding.encoding import Source

_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
NO_PARTY = "it names no party"
ONE_PARTY = "only one party is in sight"
BIOGRAPHY = "it tells of a person's life"
NO_ACT = "no word in it tells of an act"


class Gate:
    """Passes a sentence that names a party where two are in sight (in it, in the title or in the sentence before) and
    whose words can tell of an act. ``card`` holds ``words``: the weight of each word for an act, and the sums that
    pass, ``least`` where two parties are named and ``alone`` where one is; without it every sentence with two parties
    in sight passes."""

    def __init__(self, card: Mapping[str, Any]) -> None:
        self._words: Mapping[str, float] = card.get("words", {})
        self._least = float(card.get("least", 0.0))
        self._alone = float(card.get("alone", self._least))
        self._base = float(card.get("base", 0.0))

    def reason(self, source: Source) -> str | None:
        """Why the sentence is passed over, in plain words; ``None`` if it goes to the model."""
        here = {code for _, _, code in source.mentions}
        if len(here) < 2:
            around = {c for _, _, c in (*source.title_mentions, *source.previous_mentions)}
            if not here:
                return NO_PARTY
            if not around - here:
                return ONE_PARTY
        if any(m.pattern.search(source.text) for m in modifiers("biography")):
            return BIOGRAPHY
        if self._words and self.score(source.text) < (self._least if len(here) > 1 else self._alone):
            return NO_ACT
        return None

    def score(self, text: str) -> float:
        """Sum of the weights of the distinct words."""
        weights = self._words
        return self._base + sum(weights.get(w, 0.0) for w in words(text))


def words(text: str) -> set[str]:
    """The distinct words of a sentence, in lower case."""
    return set(_WORD.findall(text.lower()))
