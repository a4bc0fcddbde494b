"""What a cue, its sentence and its article are about, as weighted words: the part of an entry's traits that can be
compared without knowing who the parties are."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from math import log, sqrt
from types import MappingProxyType

from deedbook.codebook.table import data_folder, rows
from deedbook.ledger.forms import WORD, base, head
from deedbook.ledger.vocabulary import words
from deedbook.records import Article, Entry

LEAD_WORDS = 200  # of an article: what it is about stands at its top, and long articles must not cost more
NEAR_WORDS = 4  # on either side of a cue: who did it to whom
SHARE_FLOOR = 1e-4  # of documents: a word rarer than this is as telling as any
KNOWN_WORD = 0.5  # rarity under which a capital at the start of a sentence is the sentence's, not a name's
CODED = frozenset({"headline", "subhead", "body"})

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_OPENING = " \"“”'‘’`("

Vector = Mapping[str, float]


@dataclass(frozen=True)
class Page:
    """The top of an article: its words without names, its names, its numbers; each a vector of length 1 (or empty),
    made when it is first asked for."""

    text: str

    @cached_property
    def words(self) -> Vector:
        counts, named = self._counted
        return _unit({form: _weight(form, n) for form, n in counts.items() if form not in named})

    @cached_property
    def names(self) -> Vector:
        return _unit({form: _weight(form, n) for form, n in self._counted[1].items()})

    @cached_property
    def numbers(self) -> Vector:
        return _unit({re.sub(r"\D", "", number): 1.0 for number in _NUMBER.findall(self.text)})

    @cached_property
    def _counted(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """How often each base form stands there, and those among them that are names."""
        counts: Counter[str] = Counter()
        capitals: Counter[str] = Counter()
        for line in self.text.split("\n"):
            # a wire report's headline is all in capitals: none of them tells of a name
            found = WORD.findall(line.lower() if line.isupper() else line)
            forms = list(map(_told, found))
            counts.update(forms)
            capitals.update(form for word, form in zip(found, forms, strict=True) if word[0].isupper())
        del counts[""], capitals[""]
        return counts, {form: times for form, times in capitals.items() if times > counts[form] - times}


@dataclass(frozen=True, slots=True)
class Sketch:
    """``head`` and ``cue``: base forms of the cue's main word, and of that and all its telling words; ``rarity``
    of the head. ``sentence`` without the cue, ``near`` the words beside it and ``names`` of the sentence are vectors of
    length 1 (or empty); ``numbers`` as printed."""

    head: str
    cue: frozenset[str]
    rarity: float
    sentence: Vector
    near: Vector
    names: Vector
    numbers: frozenset[str]


EMPTY: Vector = MappingProxyType({})
NO_PAGE = Page("")


def sketch(entry: Entry, article: Article | None) -> Sketch:
    """The sketch of one entry; without its article, of the cue alone."""
    event = entry.event
    cue_text = event.cue.text if event.cue else ""
    cue_words = WORD.findall(cue_text)
    main = head(cue_words)
    own = frozenset((*telling(cue_text), *([main] if main else [])))
    if article is None:
        return Sketch(main, own, rarity(main), EMPTY, EMPTY, EMPTY, frozenset())
    start, end = event.sentence.start, event.sentence.end
    text = article.raw[start:end]
    first, last = (event.cue.start - start, event.cue.end - start) if event.cue else (0, 0)
    around = [*list(telling(text[:first]))[-NEAR_WORDS:], *list(telling(text[last:]))[:NEAR_WORDS]]
    return Sketch(
        head=main,
        cue=own,
        rarity=rarity(main),
        sentence=_unit({word: rarity(word) ** 2 for word in telling(text) if word not in own}),
        near=_unit({word: rarity(word) ** 2 for word in around}),
        names=_unit({word: rarity(word) for word in _names(text)}),
        numbers=frozenset(_NUMBER.findall(text)),
    )


def page(article: Article | None) -> Page:
    """What the top of ``article`` is about."""
    return Page(_top(article)) if article else NO_PAGE


def cosine(one: Vector, other: Vector) -> float:
    """Of two vectors of length 1, 0 to 1; 0 where either is empty."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[word] for word, weight in one.items() if word in other)


def telling(text: str) -> Iterator[str]:
    """Base forms of the words of ``text`` that are no function words, in order."""
    return filter(None, map(_told, WORD.findall(text)))


@lru_cache(maxsize=65536)
def _told(word: str) -> str:
    """The base form of a word; empty for a function word or a letter."""
    return base(word) if len(word) > 1 and word.casefold() not in _function_words() else ""


@lru_cache(maxsize=65536)
def rarity(word: str) -> float:
    """How much a base form tells, 0 to 1: by the share of news reports that hold it (``word_shares.csv``)."""
    return min(1.0, log(_shares().get(word, 0.0) + SHARE_FLOOR) / log(SHARE_FLOOR))


@cache
def _shares() -> Mapping[str, float]:
    table = rows(data_folder() / "word_shares.csv", ("word", "share"))
    return MappingProxyType({row.need("word"): float(row.need("share")) for row in table})


@cache
def _function_words() -> frozenset[str]:
    return words("function") | words("plain")


def _names(text: str) -> Iterator[str]:
    shouted, plain = text.isupper(), _function_words()
    for match in WORD.finditer(text):
        word = match[0]
        if shouted or not word[0].isupper() or word.casefold() in plain:
            continue
        form = base(word)
        before = text[: match.start()].rstrip(_OPENING)
        if rarity(form) < KNOWN_WORD and (not before or before[-1] in ".!?:\n"):
            continue
        yield form


def _top(article: Article) -> str:
    parts, left = [], LEAD_WORDS
    for block in article.blocks:
        if block.kind in CODED and left > 0:
            some = article.raw[block.start : block.end].split(" ", left)[:left]
            parts.append(" ".join(some))
            left -= len(some)
    return "\n".join(parts)


def _weight(form: str, times: int) -> float:
    return (1 + log(times)) * rarity(form) ** 2


def _unit(weights: Mapping[str, float]) -> Vector:
    length = sqrt(sum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items()} if length else EMPTY
