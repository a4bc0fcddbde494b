"""Sentences on their way through the reader: what goes to the model, what waits, and what the model says."""

from dataclasses import dataclass

from deedbook.coding.encoding import Encoded, Source
from deedbook.coding.mentions import Mention
from deedbook.coding.model import Guess
from deedbook.coding.sentences import Sentence
from deedbook.coding.weighing import Reading
from deedbook.records import Passed, TitleMention


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence that goes to the model: its article's number, its mentions in the article, and what is read."""

    article: int
    sentence: Sentence
    named: tuple[Mention, ...]
    source: Source

    @property
    def single(self) -> bool:
        """Whether it names fewer than two parties."""
        return self.source.single


@dataclass(frozen=True, slots=True)
class Prepared:
    """``lines`` are read at once, ``waiting`` (with why they were passed over at first) when it is known what these
    tell."""

    lines: tuple[Line, ...]
    passed: tuple[Passed, ...]
    titles: tuple[TitleMention, ...]
    found: tuple[Mention, ...] = ()
    waiting: tuple[tuple[Line, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A line as it was encoded, and each cue that is sure enough with its readings, of which several differ in their
    parties alone."""

    line: Line
    encoded: Encoded
    cues: tuple[tuple[Guess, tuple[Reading, ...]], ...]
