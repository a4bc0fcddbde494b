"""Whether a text can hold any of many names: a look at its words, which takes far less than a search for each name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Glance:
    """The first words of the names, in lower case; ``None`` where a name begins with no word, so that any text may."""

    first: frozenset[str] | None

    @classmethod
    def of(cls, names: Iterable[str]) -> Self:
        found = [_WORD.match(name) for name in names]
        return cls(frozenset(match[0].lower() for match in found if match) if all(found) else None)

    def may(self, text: str) -> bool:
        """False where no name can stand in ``text`` as whole words, whatever its capitals."""
        return self.first is None or not self.first.isdisjoint(_WORD.findall(text.lower()))
