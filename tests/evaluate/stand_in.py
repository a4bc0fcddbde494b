"""A stand-in for the trained model: it reads with a real tokenizer and knows a few words, so that what a scorer makes
of right and wrong answers can be foreseen."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, models, pre_tokenizers

from deedbook.codebook import load
from deedbook.coding.encoding import Encoded, Pieces, Source, covered
from deedbook.coding.fingerprints import packed
from deedbook.coding.model import Guess, Numbers
from deedbook.coding.reader import ReaderCoder
from deedbook.coding.surroundings import EVIDENCE as AROUND
from deedbook.coding.vocabulary import FLAGS, KINDS, MARKERS, PHRASES, Vocabulary
from deedbook.coding.weighing import EVIDENCE, QUESTIONS

# cue: type, status, whether the act is denied
CUES = {
    "praised": ("SUPPORT", "act", False),
    "lifted": ("CONCEDE", "delivered", False),
    "promised": ("AGREE", "promised", False),
    "freed": ("RETREAT", "delivered", False),
    "denied": ("AID", "delivered", True),
}
_CUE = re.compile("|".join(CUES))
_SAID = re.compile(r"\bsaid\b")
_QUOTED = re.compile(r"“[^“”]*”?|^[^“”]*”")
_SOURCE = re.compile(r"\b[A-Z]\w+(?= said\b)")


class StandIn:
    """Has the attributes and methods of :class:`deedbook.coding.model.Model` that coders and scorers use."""

    name = "stand-in"

    def __init__(self, folder: Path, trained_on: Iterable[str] | None = None) -> None:
        words = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", *MARKERS)
        tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(words)}, unk_token="[UNK]"))
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        tokenizer.save(str(folder / "pieces.json"))
        self.pieces = Pieces(folder / "pieces.json")
        self.vocabulary = Vocabulary.of(load())
        self.card: dict[str, object] = {
            "thresholds": {"cue": 0.5, "event": 0.5, "sum": 0.0, "done": 0.0},
            "weigher": dict.fromkeys(QUESTIONS, [0.0] * (1 + len(EVIDENCE))),
            "alone": {"sum": 0.0, "weigher": dict.fromkeys(QUESTIONS, [0.0] * (1 + len(EVIDENCE) + len(AROUND)))},
            "together": np.ones((len(self.vocabulary.types), len(self.vocabulary.statuses))),
        }
        if trained_on is not None:
            self.card["trained_on"] = packed(trained_on)

    @property
    def alone(self) -> "StandIn":
        return self

    def read(self, sources: Sequence[Source], least: float) -> list[tuple[Encoded, list[Guess]]]:
        made = []
        for source, encoded in zip(sources, self.pieces.encode(sources), strict=True):
            cues = [found.span() for found in _CUE.finditer(source.text)]
            made.append((encoded, [self._guess(source, encoded, cue) for cue in cues]))
        return made

    def judge_cues(
        self, sources: Sequence[Source], cues: Sequence[Sequence[tuple[int, int]]]
    ) -> list[list[Guess | None]]:
        held = zip(sources, self.pieces.encode(sources), cues, strict=True)
        return [[self._guess(source, encoded, cue) for cue in some] for source, encoded, some in held]

    def judge_pieces(
        self, sources: Sequence[Source], cues: Sequence[Sequence[tuple[int, int]]]
    ) -> list[tuple[Encoded, list[Guess]]]:
        made = []
        for source, encoded, some in zip(sources, self.pieces.encode(sources), cues, strict=True):
            spans = [(encoded.offsets[first][0], encoded.offsets[last - 1][1]) for first, last in some]
            made.append((encoded, [self._guess(source, encoded, span) for span in spans]))
        return made

    def relate(self, sources: Sequence[Source]) -> Numbers:
        return np.array([self._one_hot("type", self._known(source.text)[0]) for source in sources])

    def attribute(self, sources: Sequence[Source]) -> list[tuple[Encoded, Numbers]]:
        made = []
        for source, encoded in zip(sources, self.pieces.encode(sources), strict=True):
            tags = np.zeros((len(encoded.ids), 7))
            tags[:, 0] = 0.5
            for tag, pattern in ((1, _SOURCE), (3, _SAID), (5, _QUOTED)):
                for found in pattern.finditer(source.text):
                    first, last = covered(encoded.offsets, *found.span())
                    tags[first, tag] = tags[first + 1 : last, tag + 1] = 1.0
            made.append((encoded, tags))
        return made

    def _known(self, text: str) -> tuple[str, str, bool]:
        found = _CUE.search(text)
        return CUES[found[0]] if found else ("CONSULT", "discussed", False)

    def _guess(self, source: Source, encoded: Encoded, cue: tuple[int, int]) -> Guess:
        kind, status, denied = self._known(source.text[slice(*cue)])
        parties = np.zeros((max(1, len(encoded.mentions)), 2))
        here = [n for n, mention in enumerate(encoded.mentions) if mention[3] is not None]
        parties[here[:1], 0] = parties[here[1:2], 1] = 1.0
        flags = {"real": 1.0, "negative": float(denied)}
        fields = {
            "type": self._one_hot("type", kind),
            "status": self._one_hot("status", status),
            "kind": np.eye(len(KINDS))[0],
            "instrument": self._one_hot("instrument", "other"),
            "domain": self._one_hot("domain", "trade"),
            "flag": np.array([flags.get(name, 0.0) for name in FLAGS]),
        }
        phrases = np.zeros((len(encoded.ids), 2 * len(PHRASES)))
        return Guess(covered(encoded.offsets, *cue), 1.0, phrases, parties, np.zeros(4), fields)

    def _one_hot(self, field: str, word: str) -> Numbers:
        held = self.vocabulary
        words = {"type": held.types, "status": held.statuses, "instrument": held.instruments, "domain": held.domains}
        return np.array([float(w == word) for w in words[field]])


def coder(folder: Path, trained_on: Iterable[str] | None = None) -> ReaderCoder:
    """The product's coder, reading with the stand-in."""
    return ReaderCoder(model=StandIn(folder, trained_on))  # type: ignore[arg-type]
