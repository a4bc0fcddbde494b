"""Whether a text can hold any of many names: a look at its words, which takes far less than a search for each name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Glance:
    """The words of each name, in lower case, by its first; ``None`` where a name begins with no word, so that any text
    may hold it."""

    names: Mapping[str, tuple[frozenset[str], ...]] | None

    @classmethod
    def of(cls, names: Iterable[str]) -> Self:
        found: dict[str, tuple[frozenset[str], ...]] = {}
        for name in names:
            told = _WORD.findall(name.lower())
            if not _WORD.match(name):
                return cls(None)
            found[told[0]] = (*found.get(told[0], ()), frozenset(told))
        return cls(found)

    def may(self, text: str) -> bool:
        """False where no name can stand in ``text`` as whole words, whatever its capitals."""
        if self.names is None:
            return True
        told = set(_WORD.findall(text.lower()))
        return any(words <= told for first in told & self.names.keys() for words in self.names[first])
