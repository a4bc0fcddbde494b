"""Events against labels, and one labeller against another, by one rule.

Per sentence, events are matched one to one (maximum matching). Four rules, each narrower than the one before it but the
last: *pair*, the same actor and recipient codes (in either order where either side is symmetric; an unknown code
matches only an unknown one); *pair and status*; *pair, type and status*; and *cue*, cues that overlap, whatever the
rest. F1 over all sentences, with a bootstrap over documents."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deedbook.evaluate.bootstrap import f1, interval
from deedbook.evaluate.matching import matching
from deedbook.evaluate.tally import Tally
from deedbook.records import Event


@dataclass(frozen=True, slots=True)
class Act:
    """What is compared of an event: codes, type, status, whether symmetric, and the cue's offsets in its sentence;
    beyond the rules polarity, kind of speaker, instrument, domains, and the confidence of one that a coder wrote."""

    actor: str | None
    recipient: str | None
    event_type: str
    status: str
    symmetric: bool
    cue: tuple[int, int]
    polarity: str = "positive"
    kind: str = "narrator"
    instrument: str = "other"
    domains: frozenset[str] = frozenset()
    confidence: float = 1.0

    def __str__(self) -> str:
        sign = "⇄" if self.symmetric else "→"
        denied = " denied" if self.polarity == "negative" else ""
        return f"{self.actor}{sign}{self.recipient} {self.event_type} {self.status}{denied} {list(self.cue)}"


def from_label(event: Mapping[str, Any]) -> Act:
    """A stored label's event."""
    return Act(
        event["actor"]["code"],
        event["recipient"]["code"],
        event["type"],
        event["status"],
        event["symmetric"],
        (event["cue"][0], event["cue"][1]),
        event["polarity"],
        event["speaker"]["kind"],
        event["instrument"],
        frozenset(event["domains"]),
    )


def from_event(event: Event, start: int = 0) -> Act:
    """A coder's event, its cue counted from ``start``: where the sentence stands in its text."""
    return Act(
        event.actor.code,
        event.recipient.code,
        event.event_type,
        event.status,
        event.symmetric,
        (event.cue.start - start, event.cue.end - start) if event.cue else (0, 0),
        event.polarity,
        event.speaker.kind,
        event.instrument,
        frozenset(event.domains),
        event.confidence,
    )


def same_pair(one: Act, other: Act) -> bool:
    here, there = (one.actor, one.recipient), (other.actor, other.recipient)
    return here == there or ((one.symmetric or other.symmetric) and here == there[::-1])


def same_act(one: Act, other: Act) -> bool:
    """The same pair, type and status."""
    return same_pair(one, other) and (one.event_type, one.status) == (other.event_type, other.status)


def overlap(one: Act, other: Act) -> bool:
    """Cues that share a character."""
    return one.cue[0] < other.cue[1] and other.cue[0] < one.cue[1]


RULES: Mapping[str, Callable[[Act, Act], bool]] = {
    "pair": same_pair,
    "pair + status": lambda a, b: same_pair(a, b) and a.status == b.status,
    "pair + type + status": same_act,
    "cue overlap": overlap,
}


def aligned(gold: Sequence[Act], ours: Sequence[Act]) -> list[tuple[int, int]]:
    """Pairs of events whose cues overlap, one to one, as (number in ``gold``, number in ``ours``). Where several share
    a cue, those that agree in pair, type and status are taken first, then those that agree in the pair."""
    made: list[tuple[int, int]] = []
    for also in (same_act, same_pair, overlap):
        taken, used = {g for g, _ in made}, {n for _, n in made}
        left, right = [g for g in range(len(gold)) if g not in taken], [n for n in range(len(ours)) if n not in used]

        def fits(g: int, n: int, also: Callable[[Act, Act], bool] = also) -> bool:
            return overlap(gold[g], ours[n]) and also(gold[g], ours[n])

        made += [(left[i], right[k]) for i, k in matching(left, right, fits).items()]
    return sorted(made)


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
    intervals = {name: interval([held[name].counts for held in documents], f1, seed=seed) for name in RULES}
    tallies = {name: sum((held[name] for held in documents), Tally()) for name in RULES}
    return LabelReport(len(sentences), len(documents), tallies, intervals)
