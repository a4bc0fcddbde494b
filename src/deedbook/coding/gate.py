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
# Sum of a sentence of one party from which it is read: an act is more than four times as likely there as none. In
# Reuters such are a twelfth as many as the sentences of two parties that pass; from 1.0 they are an eighth.
_PLAIN = 1.5


class Gate:
    """Passes a sentence that names two parties and whose words can tell of an act. ``card`` holds ``words``: the weight
    of each word for an act, ``base``, and ``least``: the sum that passes; without it every such sentence passes.

    To read all sentences that name one party takes more time than to read all others, and little comes of it. Of these
    one passes if title or previous sentence name another party and its words tell of an act plainly; the list's
    constructions let in some more."""

    def __init__(self, card: Mapping[str, Any]) -> None:
        self._words: Mapping[str, float] = card.get("words", {})
        self._least = float(card.get("least", 0.0))
        self._base = float(card.get("base", 0.0))

    def reason(self, source: Source) -> str | None:
        """Why the sentence is passed over, in plain words; ``None`` if it goes to the model."""
        here = {code for _, _, code in source.mentions}
        if not here:
            return NO_PARTY
        if len(here) < 2 and not (self._words and self._plain(source, here)):
            return ONE_PARTY
        if any(m.pattern.search(source.text) for m in modifiers("biography")):
            return BIOGRAPHY
        if self._words and self.score(source.text) < self._least:
            return NO_ACT
        return None

    def _plain(self, source: Source, here: set[str]) -> bool:
        """Whether who is missing may be found before the sentence, and its words tell of an act plainly."""
        before = (*source.title_mentions, *source.previous_mentions)
        return any(code not in here for _, _, code in before) and self.score(source.text) >= _PLAIN

    def score(self, text: str) -> float:
        """Sum of the weights of the distinct words."""
        weights = self._words
        return self._base + sum(weights.get(w, 0.0) for w in words(text))


def words(text: str) -> set[str]:
    """The distinct words of a sentence, in lower case."""
    return set(_WORD.findall(text.lower()))
