"""How likely two entries report one act, from what can be compared whoever the parties are.

A logistic regression over a dozen features of two sketches and their pages; its weights are data (``likeness.csv``,
made by ``training/merging.py``). It looks at two entries alone, so that no third report moves it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from math import exp, sqrt
from types import MappingProxyType
from typing import Literal

from deedbook.codebook.table import data_folder, rows
from deedbook.ledger.forms import akin, kin
from deedbook.ledger.sketches import Sketch, cosine

Part = Literal["words", "names", "numbers"]  # of a page

FEATURES = (
    "same_head", "akin", "kin", "same_report", "near", "sentence", "names", "other_numbers", "common", "page_words",
    "page_words_squared", "page_names", "page_names_squared", "page_numbers",
)  # fmt: skip
LEAST_ALIKE = 0.05  # of two articles' words or names: under it, words of one meaning ("hit", "struck") are chance


@dataclass(frozen=True, slots=True)
class Weights:
    """``bias`` and a weight for each feature by name."""

    bias: float
    of: Mapping[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        """Of one act, 0 to 1."""
        value = self.bias + sum(self.of[name] * features[name] for name in self.of)
        return 1 / (1 + exp(-value)) if value > -50 else 0.0


@cache
def weights(case: str) -> Weights:
    """The weights for ``case``: ``parties`` where both entries name the same two parties, ``unknown`` where neither
    names any."""
    table = {
        row.need("feature"): float(row.need("weight"))
        for row in rows(data_folder() / "likeness.csv", ("case", "feature", "weight"))
        if row.text("case") == case
    }
    return Weights(table.pop("bias"), MappingProxyType(table))


def related(one: Sketch, other: Sketch) -> float:
    """How far two cues can mean one act: 1 by form, a half by meaning alone, else 0."""
    if any(akin(a, b) for a in one.cue for b in other.cue):
        return 1.0
    return 0.5 if any(kin(a, b) for a in one.cue for b in other.cue) else 0.0


def compared(
    one: Sketch, other: Sketch, same_report: bool, alike: Callable[[Part], float], wanted: Collection[str] = FEATURES
) -> dict[str, float]:
    """The ``wanted`` features of two sketches; ``alike`` says how alike a part of their articles is, 0 to 1."""
    relation = related(one, other)
    made: dict[str, Callable[[], float]] = {
        "same_head": lambda: float(one.head == other.head),
        "akin": lambda: float(relation == 1.0),
        "kin": lambda: float(relation == 0.5),
        "same_report": lambda: float(same_report),
        "near": lambda: cosine(one.near, other.near),
        "sentence": lambda: cosine(one.sentence, other.sentence),
        "names": lambda: cosine(one.names, other.names),
        "other_numbers": lambda: float(bool(one.numbers and other.numbers and not one.numbers & other.numbers)),
        "common": lambda: 1 - min(one.rarity, other.rarity),
        "page_words": lambda: sqrt(alike("words")),
        "page_words_squared": lambda: alike("words"),
        "page_names": lambda: sqrt(alike("names")),
        "page_names_squared": lambda: alike("names"),
        "page_numbers": lambda: alike("numbers"),
    }
    return {name: made[name]() for name in wanted if name in made}
