"""The ledger's own word lists and instrument families, from the codebook's data folder, and words made comparable."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal

from deedbook.codebook.table import data_folder, rows

Kind = Literal["money", "legal", "goods", "pact"]

LIST_ITEM_WORDS = 3  # "and export credits" is an item of a list, "the envoy said on Monday" a clause

_OPEN_END = re.compile(r"\ban? \w+$")  # "a durable, well-founded partnership" breaks before its noun
_ON_A_DAY = re.compile(r" on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")
_ENDINGS = {  # by their last letter, in the order in which they are tried
    "s": (("ies", "y"), ("sses", "ss"), ("es", ""), ("s", "")),
    "g": (("ing", ""),),
    "d": (("ated", "at"), ("ed", "")),
}
_TOKEN = re.compile(r"[^\W_]+(?:[-.][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Family:
    """What an instrument is merged and followed as. Instruments of one ``name`` are told apart by no report reliably
    ("a credit", "a loan", "a guarantee" for one financing). ``kind`` says what its delivery is: money paid, a legal
    measure in force, goods handed over, a pact carried out. ``single``: a pair has one at a time, so that two acts on
    it concern the same one though they share no word."""

    name: str
    kind: Kind
    single: bool
    continuing: bool = False
    granted: bool = False


@cache
def families() -> Mapping[str, Family]:
    """The family of each instrument (``instrument_families.csv``)."""
    kinds: tuple[Kind, ...] = ("money", "legal", "goods", "pact")
    table = {}
    for row in rows(
        data_folder() / "instrument_families.csv",
        ("instrument", "family", "kind", "single", "continuing", "granted", "reason"),
    ):
        kind = row.one_of("kind", kinds)
        table[row.need("instrument")] = Family(
            row.need("family"),
            next(known for known in kinds if known == kind),
            row.one_of("single", ("yes", "no")) == "yes",
            row.one_of("continuing", ("yes", "no")) == "yes",
            row.one_of("granted", ("yes", "no")) == "yes",
        )
    return MappingProxyType(table)


def family(instrument: str) -> Family:
    """The family of ``instrument``; one that the table lacks is a family of its own."""
    return families().get(instrument) or Family(instrument, "pact", False)


@cache
def words(name: str) -> frozenset[str]:
    """The list ``name`` of ``ledger_words.csv``; each row there gives its reason."""
    return _lists()[name]


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    lists: dict[str, set[str]] = {}
    for row in rows(data_folder() / "ledger_words.csv", ("list", "word", "reason")):
        lists.setdefault(row.need("list"), set()).add(row.need("word"))
    return MappingProxyType({name: frozenset(found) for name, found in lists.items()})


@cache
def _variants() -> Mapping[str, str]:
    return dict(entry.split(">", 1) for entry in words("variant"))


@cache
def _generic() -> frozenset[str]:
    return frozenset(stem(word) for word in words("generic"))


@cache
def in_force() -> frozenset[str]:
    """Stems of the words by which a measure takes effect."""
    return frozenset(stem(word) for word in words("in_force"))


@cache
def desisting() -> frozenset[str]:
    """Stems of the words by which somebody undertakes to leave something off."""
    return frozenset(stem(word) for word in words("desisting"))


@cache
def _no_content() -> frozenset[str]:
    return words("function") | words("evaluative")


def tokens(text: str) -> list[str]:
    """Words and numbers in lower case, NFKC, without possessive endings; hyphens and inner full stops are kept."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).replace("’", "'")
    return _TOKEN.findall(text.casefold().replace("'s", ""))


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A crude stem that brings together forms of one English word; good enough to compare, not to print."""
    word = _variants().get(word, word)
    if word in ("us", "gas"):
        return word
    for ending, replacement in _ENDINGS.get(word[-1:], ()):
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= 3:
            word = word[: len(word) - len(ending)] + replacement
            break
    word = _variants().get(word, word)
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


@lru_cache(maxsize=1 << 12)
def content(text: str) -> frozenset[str]:
    """Stems of the words that say what is meant: no function words, no adjectives of the speaker's, no numbers."""
    told = set(tokens(text)) - _no_content()
    return frozenset(stem(token) for token in told if len(token) > 1 and not token[0].isdigit())


@lru_cache(maxsize=1 << 14)
def head_clause(text: str) -> str:
    """``text`` up to where another clause begins: coders take in what follows a comma ("the loan, the bank said");
    items of a list, which are short, stay."""
    first, *others = re.split(r",\s+", re.split(r"\s*[—;]\s*|\s+[-–]\s+", text)[0])
    kept = [first]
    for part in others:
        words_of = part.split()
        item = len(words_of) <= LIST_ITEM_WORDS or {"and", "or"} & set(words_of[: LIST_ITEM_WORDS + 1])
        if "said" in words_of or not (item or _OPEN_END.search(kept[-1])):
            break
        kept.append(part)
    return _ON_A_DAY.sub("", ", ".join(kept))


def specific(stems: frozenset[str]) -> frozenset[str]:
    """What is left of ``stems`` without words that any act on such an instrument carries ("loan", "deal")."""
    return stems - _generic()


@lru_cache(maxsize=1 << 13)
def has(name: str, text: str) -> bool:
    """Whether ``text`` holds a word or phrase of the list ``name``, at word bounds."""
    return _pattern(name).search(text.casefold()) is not None


@cache
def _facilities() -> Mapping[str, str]:
    return dict(entry.split(">", 1) for entry in words("facility"))


def named_facilities(text: str) -> tuple[str, ...]:
    """A lender's programmes that ``text`` names, each once by its short name, in order."""
    held = _facilities()
    folded = " ".join(text.casefold().split())
    places = {
        name: folded.find(name)
        for name in held
        if name in folded and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded)
    }
    return tuple(dict.fromkeys(held[name] for name in sorted(places, key=places.__getitem__)))


def says(instrument: str, text: str) -> bool:
    """Whether ``text`` holds a word of ``instrument``; True where no list ``says_…`` tells its words."""
    name = f"says_{instrument}"
    return name not in _lists() or has(name, text)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, words(name)), key=lambda word: (-len(word), word))
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)")


def containment(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared part of the smaller set, 0 to 1; 0 where either is empty."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Shared part of the union, 0 to 1; 0 where both are empty."""
    return len(one & other) / len(one | other) if one or other else 0.0
