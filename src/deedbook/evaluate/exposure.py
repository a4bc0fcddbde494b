"""Whether what is scored was trained on: a model's card lists the hashes of its training sentences."""

from collections.abc import Iterable
from dataclasses import dataclass

from deedbook.coding import Coder
from deedbook.evaluate.texts import sha8


@dataclass(frozen=True, slots=True)
class Exposure:
    """Sentences that are scored, and how many of them were in training; ``None``: nothing is recorded of it."""

    seen: int | None
    of: int

    @property
    def line(self) -> str:
        if self.seen is None:
            return f"whether these {self.of} sentences were in the training material is not recorded for this coder"
        if self.seen:
            return f"{self.seen} of {self.of} sentences were in the training material: this is no test"
        return f"none of {self.of} sentences was in the training material"


def exposure(coder: Coder, texts: Iterable[str]) -> Exposure:
    """Looks every sentence up in the coder's ``trained_on``, first eight hex digits of SHA-256; a coder without that
    attribute, or with ``None``, records nothing. Two of four thousand million sentences share such digits."""
    hashes = [sha8(text) for text in texts]
    trained: frozenset[str] | None = getattr(coder, "trained_on", None)
    return Exposure(None if trained is None else sum(h in trained for h in hashes), len(hashes))
