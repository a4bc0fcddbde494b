"""Whether a text can hold any of many names: a look at its words, which takes far less than a search for each name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Glance:
    """The words of each name by its first, and ``firsts``, all of these. ``word`` finds in a text what is compared: of
    names that are looked for as they are written the words with a capital, else all, in lower case. ``plain`` are
    names without such a word."""

    names: Mapping[str, tuple[frozenset[str], ...]]
    firsts: frozenset[str]
    plain: tuple[str, ...]
    word: re.Pattern[str]
    cased: bool

    @classmethod
    def of(cls, names: Iterable[str], *, cased: bool = False) -> Self:
        """For ``names``; with ``cased`` only as they are written."""
        held = dict.fromkeys(name if cased else name.lower() for name in names)
        word = _WORD
        if cased:
            capitals = {letter for name in held for letter in name if letter.isupper()}
            word = re.compile(rf"[{''.join(map(re.escape, sorted(capitals)))}]\w*") if capitals else re.compile(r"(?!)")
        found: dict[str, tuple[frozenset[str], ...]] = {}
        plain: list[str] = []
        for name in held:
            if told := word.findall(name):
                found[told[0]] = (*found.get(told[0], ()), frozenset(told))
            else:
                plain.append(name)
        return cls(found, frozenset(found), tuple(plain), word, cased)

    def may(self, text: str) -> bool:
        """False where no name can stand in ``text`` as whole words, whatever its capitals where these do not count."""
        looked = text if self.cased else text.lower()
        told = self.word.findall(looked)
        if not self.firsts.isdisjoint(told):
            known = set(told)
            for first in known & self.firsts:
                for words in self.names[first]:
                    if words <= known:
                        return True
        return any(name in looked for name in self.plain)
