"""How likely two entries report one act, from what can be compared whoever the parties are.

A logistic regression over a dozen features of two sketches and their pages; its weights are data (``likeness.csv``,
made by ``training/merging.py``). It looks at two entries alone, so that no third report moves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp, sqrt
from types import MappingProxyType

from deedbook.codebook.table import data_folder, rows
from deedbook.ledger.forms import akin, kin
from deedbook.ledger.sketches import Page, Sketch, cosine

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


def compared(one: Sketch, other: Sketch, same_report: bool, pages: tuple[float, float, float]) -> dict[str, float]:
    """Features of two sketches; ``pages`` is :func:`pages_alike`."""
    words, names, numbers = pages
    relation = related(one, other)
    return {
        "same_head": float(one.head == other.head),
        "akin": float(relation == 1.0),
        "kin": float(relation == 0.5),
        "same_report": float(same_report),
        "near": cosine(one.near, other.near),
        "sentence": cosine(one.sentence, other.sentence),
        "names": cosine(one.names, other.names),
        "other_numbers": float(bool(one.numbers and other.numbers and not one.numbers & other.numbers)),
        "common": 1 - min(one.rarity, other.rarity),
        "page_words": sqrt(words),
        "page_words_squared": words,
        "page_names": sqrt(names),
        "page_names_squared": names,
        "page_numbers": numbers,
    }


def pages_alike(one: Page, other: Page) -> tuple[float, float, float]:
    """Likeness of two articles by words, names and numbers, each 0 to 1."""
    if one is other:
        return 1.0, 1.0, 1.0
    return cosine(one.words, other.words), cosine(one.names, other.names), cosine(one.numbers, other.numbers)
