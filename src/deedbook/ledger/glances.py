"""Whether a text can hold any of many names: a look at its words, which takes far less than a search for each name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Glance:
    """The words of each name, in lower case, by its first, and ``firsts``, all of these; ``None`` where a name begins
    with no word, so that any text may hold it."""

    names: Mapping[str, tuple[frozenset[str], ...]] | None
    firsts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str]) -> Self:
        found: dict[str, tuple[frozenset[str], ...]] = {}
        for name in names:
            told = _WORD.findall(name.lower())
            if not _WORD.match(name):
                return cls(None)
            found[told[0]] = (*found.get(told[0], ()), frozenset(told))
        return cls(found, frozenset(found))

    def may(self, text: str) -> bool:
        """False where no name can stand in ``text`` as whole words, whatever its capitals."""
        if self.names is None:
            return True
        told = _WORD.findall(text.lower())
        if self.firsts.isdisjoint(told):
            return False
        known = set(told)
        return any(words <= known for first in known & self.firsts for words in self.names[first])
