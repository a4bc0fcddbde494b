"""Words made comparable across their forms: base forms, words of one family (acquire, acquisition), words of one
meaning (tremor, quake). Nothing here is exact grammar; it is good enough to compare, not to print."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType

from deedbook.codebook.table import data_folder, rows
from deedbook.ledger.vocabulary import words

WORD = re.compile(r"[^\W_]+(?:[-'’.&][^\W_]+)*")
SHARED_LETTERS = 4  # two words of one family begin alike: "kill", "killer"; three where a word has no more
LONG_ROOT = 5  # letters that, shared, make up for an ending that the list lacks
LONG_ENDING = 6  # letters that follow at most: longer ones make another word


@cache
def _irregular() -> Mapping[str, str]:
    table = rows(data_folder() / "irregular.csv", ("base", "forms"))
    return MappingProxyType({form: row.need("base") for row in table for form in row.list("forms")})


@lru_cache(maxsize=65536)
def base(word: str) -> str:
    """The form that stands for all inflected forms of an English word, in lower case ("killed", "killing": "kill")."""
    word = word.casefold().replace("’", "'").removesuffix("'s").strip("'-.`")
    if word in _irregular():
        word = _irregular()[word]
    elif len(word) > 4 and word.endswith(("ies", "ied")):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif len(word) > 5 and word.endswith("ing") and _spoken(word[:-3]):
        word = _single(word[:-3])
    elif len(word) > 4 and word.endswith("ed") and _spoken(word[:-2]):
        word = _single(word[:-2])
    elif len(word) > 3 and word.endswith("s") and word[-2] not in "sui":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def head(phrase: Sequence[str]) -> str:
    """The base form of the word that says what was done: the last before a preposition ("had agreed reforms in": the
    reforms; "checked into": check); auxiliaries in front are passed over. Empty for no words."""
    left = [word.casefold() for word in phrase]
    while len(left) > 1 and (left[0] in words("lead") or left[0] in words("break")):
        left = left[1:]
    for at, word in enumerate(left):
        if at and word in words("break"):
            left = left[:at]
            break
    return base(left[-1]) if left else ""


@lru_cache(maxsize=262144)
def akin(one: str, other: str) -> bool:
    """Whether two base forms are of one family: they begin alike, and what follows are endings of English."""
    if one == other:
        return True
    shared = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if shared < SHARED_LETTERS and not shared == 3 == min(len(one), len(other)):
        return False
    rest = one[shared:], other[shared:]
    if max(map(len, rest)) > LONG_ENDING:
        return False
    return shared >= LONG_ROOT or all(not end or end in words("family_ending") for end in rest)


@cache
def _meanings() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows(data_folder() / "kin.csv", ("meaning", "words")):
        for word in row.list("words"):
            found.setdefault(base(word), set()).add(row.need("meaning"))
    return MappingProxyType({word: frozenset(meanings) for word, meanings in found.items()})


def kin(one: str, other: str) -> bool:
    """Whether two base forms can mean one thing done (``kin.csv``)."""
    return bool(meanings(one) & meanings(other))


def meanings(word: str) -> frozenset[str]:
    """What a base form can mean, by the names that ``kin.csv`` gives; empty for most words."""
    return _meanings().get(word, frozenset())


def _spoken(word: str) -> bool:
    return any(letter in "aeiouy" for letter in word)


def _single(word: str) -> str:
    """``stopp`` as ``stop``; ``kill`` and ``miss`` keep both."""
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz" else word
