"""What the model can say, in the order of its outputs. The order is part of the weights: it is stored beside them."""

from dataclasses import dataclass
from functools import cached_property

from deedbook.codebook import Codebook
from deedbook.records.event import SpeakerKind

PHRASES = ("actor", "recipient", "speaker", "object", "amount", "condition")
KINDS: tuple[SpeakerKind, ...] = ("narrator", "direct", "indirect", "unnamed")
FLAGS = ("real", "negative", "symmetric", "partial")
MARKERS = ("[unused1]", "[unused2]", "[unused3]", "[unused4]")  # before and after a given actor, a given recipient


@dataclass(frozen=True)
class Vocabulary:
    """Words of each field as codes of the codebook."""

    types: tuple[str, ...]
    statuses: tuple[str, ...]
    instruments: tuple[str, ...]
    domains: tuple[str, ...]

    @classmethod
    def of(cls, book: Codebook) -> "Vocabulary":
        return cls(tuple(book.event_types), tuple(book.statuses), tuple(book.instruments), tuple(book.domains))

    @property
    def sizes(self) -> dict[str, int]:
        return {
            "type": len(self.types),
            "status": len(self.statuses),
            "kind": len(KINDS),
            "instrument": len(self.instruments),
            "domain": len(self.domains),
            "flag": len(FLAGS),
        }

    @cached_property
    def slices(self) -> dict[str, slice]:
        """Where each field stands in the output ``fields``."""
        made, at = {}, 0
        for name, size in self.sizes.items():
            made[name] = slice(at, at + size)
            at += size
        return made
