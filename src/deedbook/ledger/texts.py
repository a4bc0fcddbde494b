"""Texts made comparable: a sketch that proposes pairs, and what two texts have in common.

A pair is proposed where MinHash sketches of any part of the two share a value, and verified on the words themselves.
Parts, since a report of forty words may stand whole in one of a thousand, where a sketch of all words would miss it."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress

from rensa import RMinHash

from deedbook.ledger.vocabulary import words
from deedbook.records import Article

SHINGLE_WORDS = 5  # of the sketch: long enough that two reporters do not write it by chance
STRETCH_WORDS = 4  # of the check: one corrected word costs the four stretches that it stands in, not the sentence
MIN_SHINGLES = 10  # shorter texts (a headline, a one-line brief) are one only where they are equal
PART_SHINGLES = 120  # a wire report of 1987 is one part, a feature ten
PART_LEAST = 40  # what is left over beyond the last full part joins it where it is shorter
VALUES = 24  # a part: two that share a seventh of their shingles share a value in 97 cases of 100
SEED = 5  # of the sketch; another one, or another version of rensa's, makes other values
BANDS = 6  # of the whole text, of four values each: two with 87 of 100 shingles in common share one in 99 cases of 100
SHORT = 3  # keys of a text that is too short for parts, made of all its words: as many as undated texts must share
PLACES = 32  # kinds of keys: one a value, and those of short texts
NOTICE_WORDS = 40  # a text shorter than this holds so few numbers and names that all of them count
LEAD_WORDS = 15  # who did what

_TOKEN = re.compile(r"[^\W_]+(?:[-.,/][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?:][\"”’')\]]*\s|[\"“]")
_FACT = "\0"  # stands for a run of facts where only the pattern around them is compared
TEXT_BLOCKS = frozenset({"subhead", "body"})

Token = tuple[str, bool]  # a word in lower case, and whether it is a fact: a number, or a name within a sentence


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a text to propose pairs: sorted numbers, of which the upper bits (from 32 up) are below
    ``PLACES``. Two texts that share one of ``keys`` may be one text; two that share one of ``bands`` are likely the
    same from beginning to end. Short texts have ``SHORT`` keys, which they share where they are equal, and no bands.
    Empty for an article without text. Compare only sketches made with one version of rensa."""

    keys: tuple[int, ...]
    bands: tuple[int, ...]


@dataclass(frozen=True)
class Text:
    """The running text of an article: body and subheads, the headline where there is nothing else, since outlets
    write their own headlines over one text. ``marks`` has a 1 for each of ``words`` that is a fact."""

    words: tuple[str, ...]
    marks: bytes
    headline: tuple[Token, ...] = ()

    @classmethod
    def of(cls, article: Article) -> "Text":
        running, headline = (
            tuple(
                token
                for block in article.blocks
                if block.kind in kinds
                for token in _tokens(article.raw[block.start : block.end])
            )
            for kinds in (TEXT_BLOCKS, ("headline",))
        )
        told = running or headline
        return cls(tuple([word for word, _ in told]), bytes([fact for _, fact in told]), headline)

    @cached_property
    def lead(self) -> frozenset[str]:
        """Numbers and names among the first words."""
        return self.facts(LEAD_WORDS)

    def facts(self, among: int | None = None) -> frozenset[str]:
        """Numbers and names among the first words (``None``: all); the very first counts too, though any word has a
        capital there."""
        opening = frozenset(self.words[:1]) - words("function")
        return opening | set(compress(self.words[:among], self.marks))

    @cached_property
    def headline_figures(self) -> frozenset[str]:
        """Numbers in the headline."""
        return frozenset(word for word, _ in self.headline if word[0].isdigit())

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words)

    @cached_property
    def stretches(self) -> frozenset[tuple[str, ...]]:
        return _stretches(self.words)

    @cached_property
    def pattern(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """The words with each run of facts as one mark, and beside each place the words that stand there."""
        marks: list[str] = []
        places: list[tuple[str, ...]] = []
        for word, fact in zip(self.words, self.marks, strict=True):
            if fact and marks and marks[-1] == _FACT:
                places[-1] = (*places[-1], word)
            else:
                marks.append(_FACT if fact else word)
                places.append((word,))
        return tuple(marks), tuple(places)

    @cached_property
    def pattern_stretches(self) -> frozenset[tuple[str, ...]]:
        return _stretches(self.pattern[0])


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the shorter of two texts has in common with the longer, each 0 to 1.

    ``verbatim``: share of its words that stand in a stretch of four words of the longer. ``of_longer``: as many words,
    as a share of the longer. ``facts``: of its numbers and names, where the two follow one pattern (of a notice: of all
    of them), the share that the longer has at all; 1 where there are none. ``lead``: the share of numbers and names
    in both leads that the other text has as well; 1 where there are none."""

    verbatim: float
    of_longer: float
    facts: float
    lead: float


def sketches(texts: Sequence[Text]) -> list[Sketch]:
    """A sketch for each text, from its words alone."""
    parts: list[list[str]] = []
    owners: list[int] = []
    for owner, text in enumerate(texts):
        for part in _parts(text.words):
            parts.append(part)
            owners.append(owner)
    keys: list[set[int]] = [set() for _ in texts]
    least: list[list[int]] = [[] for _ in texts]  # values of the whole text: of each, the least of its parts
    for owner, values in zip(owners, RMinHash.digests_from_token_sets(parts, VALUES, SEED), strict=True):
        keys[owner].update(place << 32 | value for place, value in enumerate(values))
        least[owner] = list(map(min, least[owner], values)) if least[owner] else values
    short = [at for at, text in enumerate(texts) if text.words and not keys[at]]
    whole = [[" ".join(texts[at].words)] for at in short]
    for owner, values in zip(short, RMinHash.digests_from_token_sets(whole, SHORT, SEED), strict=True):
        keys[owner] = {VALUES + at << 32 | value for at, value in enumerate(values)}
    return [Sketch(tuple(sorted(own)), tuple(_bands(values))) for own, values in zip(keys, least, strict=True)]


def _bands(values: Sequence[int]) -> Iterator[int]:
    """The values in groups, each as one number."""
    each = VALUES // BANDS
    for at in range(0, len(values), each):
        mixed = 0
        for value in values[at : at + each]:
            mixed = (mixed * 2_654_435_761 + value) & 0xFFFFFFFF
        yield at // each << 32 | mixed


def compare(one: Text, other: Text, *, one_outlet: bool = False) -> Likeness:
    """What the shorter has in common with the longer; the order of the two does not matter.

    With ``one_outlet`` (both are its) all numbers and names of a notice count, those of its headline as well: series of
    notices differ in the firm, often named in the headline alone. Another outlet writes its own headline and cuts where
    it likes."""
    short, long = sorted((one, other), key=lambda text: (len(text.words), text.words, text.headline))
    if not short.words:
        return Likeness(0.0, 0.0, 1.0, 1.0)
    same = sum(_covered(short.words, long.stretches)) if len(short.words) >= STRETCH_WORDS else 0
    known = long.vocabulary
    if one_outlet and len(short.words) < NOTICE_WORDS:
        facts = short.facts() | {word for word, fact in short.headline if fact}
        known |= {word for word, _ in long.headline}
    else:
        marks, places = short.pattern
        facts = frozenset(
            word
            for mark, words, held in zip(marks, places, _covered(marks, long.pattern_stretches), strict=True)
            if held and mark == _FACT
            for word in words
        )
    return Likeness(
        same / len(short.words),
        same / len(long.words),
        len(facts & known) / len(facts) if facts else 1.0,
        _lead(one, other),
    )


def at_most(one: Text, other: Text) -> float:
    """What ``verbatim`` of the two cannot exceed, found much faster than :func:`compare` finds it."""
    short, long = sorted((one, other), key=lambda text: len(text.words))
    shared = len(short.stretches & long.stretches)
    if not shared:
        return 0.0
    again = len(short.words) - STRETCH_WORDS + 1 - len(short.stretches)  # stretches that the text itself repeats
    return min(1.0, STRETCH_WORDS * (shared + again) / len(short.words))


def _lead(one: Text, other: Text) -> float:
    both = len(one.lead & other.lead)
    apart = (len(one.lead - other.vocabulary) + len(other.lead - one.vocabulary)) / 2
    return both / (both + apart) if both + apart else 1.0


def _tokens(paragraph: str) -> tuple[Token, ...]:
    text = unicodedata.normalize("NFKC", paragraph).replace("’", "'").replace("'s", "")
    found: list[Token] = []
    numbers, end = words("number"), 0
    for match in _TOKEN.finditer(text):
        word = match.group()
        lower = word.casefold()
        fact = word[0].isdigit() or lower in numbers
        if not fact and word[0].isupper():
            fact = end > 0 and (text[end : match.start()] == " " or not _SENTENCE_END.search(text, end, match.start()))
        found.append((lower, fact))
        end = match.end()
    return tuple(found)


def _parts(words: Sequence[str]) -> list[list[str]]:
    shingles = [" ".join(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1)]
    if len(shingles) < MIN_SHINGLES:
        return []
    starts = list(range(0, len(shingles), PART_SHINGLES))
    if len(starts) > 1 and len(shingles) - starts[-1] < PART_LEAST:
        starts.pop()
    return [shingles[start:end] for start, end in zip(starts, [*starts[1:], len(shingles)], strict=True)]


def _stretches(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(_each_stretch(words))


def _each_stretch(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(words[at:] for at in range(STRETCH_WORDS)), strict=False)


def _covered(words: Sequence[str], stretches: Iterable[tuple[str, ...]]) -> list[bool]:
    """For each word whether it stands in one of ``stretches``."""
    held = [False] * len(words)
    known = stretches if isinstance(stretches, frozenset) else frozenset(stretches)
    for at, stretch in enumerate(_each_stretch(words)):
        if stretch in known:
            held[at : at + STRETCH_WORDS] = [True] * STRETCH_WORDS
    return held
