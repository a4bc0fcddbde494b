"""Events against labels, and one labeller against another, by one rule.

Per sentence, events are matched one to one (maximum matching). Four rules, each narrower than the one before it but the
last: *pair*, the same actor and recipient codes (in either order where either side is symmetric; an unknown code
matches only an unknown one); *pair and status*; *pair, type and status*; and *cue*, cues that overlap, whatever the
rest. F1 over all sentences, with a bootstrap over documents."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from deedbook.evaluate.matching import matching

_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Act:
    """What is compared of an event: codes, type, status, whether symmetric, and the cue's offsets in its sentence."""

    actor: str | None
    recipient: str | None
    event_type: str
    status: str
    symmetric: bool
    cue: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one rule: events of the one side, of the other, and matched."""

    gold: int = 0
    ours: int = 0
    matched: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.gold + other.gold, self.ours + other.ours, self.matched + other.matched)

    @property
    def precision(self) -> float:
        return self.matched / self.ours if self.ours else 0.0

    @property
    def recall(self) -> float:
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """2 × matched over all events of both sides; 0 where there are none."""
        return 2 * self.matched / (self.gold + self.ours) if self.gold + self.ours else 0.0


def _pair(one: Act, other: Act) -> bool:
    here, there = (one.actor, one.recipient), (other.actor, other.recipient)
    return here == there or ((one.symmetric or other.symmetric) and here == there[::-1])


RULES: Mapping[str, Callable[[Act, Act], bool]] = {
    "pair": _pair,
    "pair + status": lambda a, b: _pair(a, b) and a.status == b.status,
    "pair + type + status": lambda a, b: _pair(a, b) and (a.event_type, a.status) == (b.event_type, b.status),
    "cue overlap": lambda a, b: a.cue[0] < b.cue[1] and b.cue[0] < a.cue[1],
}


@dataclass(frozen=True, slots=True)
class LabelReport:
    """Per rule the tally over all sentences and the 95 % interval of its F1 (bootstrap over documents)."""

    sentences: int
    documents: int
    tallies: Mapping[str, Tally]
    intervals: Mapping[str, tuple[float, float]]

    def lines(self, title: str) -> list[str]:
        """The report for a terminal."""
        head = f"{title}: {self.sentences} sentences of {self.documents} documents"
        rows = [
            f"  {name:22} F1 {100 * tally.f1:5.1f} [{100 * low:.1f} to {100 * high:.1f}]"
            f"  precision {100 * tally.precision:5.1f} of {tally.ours}"
            f"  recall {100 * tally.recall:5.1f} of {tally.gold}"
            for name, tally in self.tallies.items()
            for low, high in [self.intervals[name]]
        ]
        return [head, *rows]


def compare(sentences: Sequence[tuple[str, Sequence[Act], Sequence[Act]]], *, seed: int = 1) -> LabelReport:
    """Score ``(document, gold, ours)`` for each sentence."""
    by_document: dict[str, dict[str, Tally]] = {}
    for document, gold, ours in sentences:
        held = by_document.setdefault(document, dict.fromkeys(RULES, Tally()))
        for name, fits in RULES.items():
            held[name] = held[name] + Tally(len(gold), len(ours), len(matching(gold, ours, fits)))
    documents = list(by_document.values())
    chance = random.Random(seed)
    draws = [chance.choices(documents, k=len(documents)) for _ in range(_DRAWS if documents else 0)]

    def total(some: Sequence[Mapping[str, Tally]], name: str) -> Tally:
        return sum((held[name] for held in some), Tally())

    intervals = {}
    for name in RULES:
        scores = sorted(total(draw, name).f1 for draw in draws)
        intervals[name] = (scores[int(0.025 * len(scores))], scores[int(0.975 * len(scores))]) if scores else (0.0, 0.0)
    return LabelReport(len(sentences), len(documents), {name: total(documents, name) for name in RULES}, intervals)
