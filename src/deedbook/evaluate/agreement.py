"""A coder against labels on real sentences, and one labeller against another.

The coder reads each sentence as one JSON line with its date, title and the sentence before it. Where two labellers read
a sentence, the first by name counts as gold for the coder, and as the one side against the second by name. Fields of
events are compared where cues overlap (:func:`deedbook.evaluate.labels.aligned`). Right in full, for the calibration:
pair, type, status and polarity agree with a gold event, one to one. Status given the cue: the model reads every gold
cue where the label has it, whether or not it would have found it; events that share cue and status count once; statuses
with fewer than thirty labels are told apart, since their F1 says little. Intervals are a bootstrap over documents."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from deedbook.codebook import load
from deedbook.coding import Coder
from deedbook.coding.combined import CombinedCoder
from deedbook.coding.reader import ReaderCoder
from deedbook.evaluate.bootstrap import Counts, interval
from deedbook.evaluate.confusion import confusion, macro_f1, matrix, scores, table
from deedbook.evaluate.costs import Cost, cost, ratio
from deedbook.evaluate.exposure import Exposure, exposure
from deedbook.evaluate.gold import GoldError
from deedbook.evaluate.labelled import articles, coded, stored, texts, within
from deedbook.evaluate.labels import Act, LabelReport, aligned, compare, from_event, from_label, same_act
from deedbook.evaluate.matching import matching
from deedbook.evaluate.reliability import BINS, calibration_error
from deedbook.records import Article

_ENOUGH = 30  # labels of a status from which on its F1 is worth averaging
MAIN = "pair + type + status"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its gold events, the coder's, and a second labeller's (``None``: read once)."""

    document: str
    text: str
    gold: tuple[Act, ...]
    ours: tuple[Act, ...]
    second: tuple[Act, ...] | None = None


@dataclass(frozen=True, slots=True)
class GivenCue:
    """Statuses that the model reads at gold cues: counts, macro-F1 over ``enough`` (numbers of statuses), interval."""

    counts: Counts
    enough: tuple[int, ...]
    macro: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """All of it. ``changed``: labels whose sentence is no longer what was labelled, left out; ``kinds`` and
    ``domains``: shares of aligned events, for domains equal sets and mean Jaccard index."""

    coder: str
    exposure: Exposure
    changed: int
    rules: LabelReport
    empty: tuple[int, int]
    people: LabelReport | None
    types: Counts
    statuses: Counts
    given: GivenCue | None
    cost: Cost
    cost_interval: tuple[float, float]
    calibration: float
    events: int
    kinds: float
    domains: tuple[float, float]
    errors: tuple[str, ...]

    @property
    def figure(self) -> float:
        """F1 of pair, type and status."""
        return self.rules.tallies[MAIN].f1

    def lines(self, errors: bool) -> list[str]:
        """The report for a terminal; with ``errors`` every sentence whose events differ."""
        types, statuses = _types(), _statuses()
        out = [*self.rules.lines(f"labels, {self.coder}"), self.exposure.line]
        if self.changed:
            out.append(f"{self.changed} labels point at text that has changed since, or is absent, and were left out")
        out.append(f"  sentences without an event: {self.empty[0]}; the coder leaves {self.empty[1]} of them alone")
        if self.people:
            out += self.people.lines("one labeller against another")
        low, high = self.cost_interval
        out += [
            f"cost {self.cost.share:.2f} [{low:.2f} to {high:.2f}] of an empty coder's ({self.cost.ours} of"
            f" {self.cost.empty}); false delivered {self.cost.false_delivered}, missed denials"
            f" {self.cost.missed_denials} of {self.cost.denials}",
            f"confidence: expected calibration error {self.calibration:.3f} over {BINS} bins, {self.events} events",
            f"where cues overlap ({self.types.sum()} events): speaker kind {100 * self.kinds:.1f} %, domains"
            f" {100 * self.domains[0]:.1f} % equal, Jaccard {self.domains[1]:.2f}",
            "type, where cues overlap",
            *table(self.types, types),
            *matrix(self.types, types),
            "status, where cues overlap",
            *table(self.statuses, statuses),
            *matrix(self.statuses, statuses),
            *(_told(self.given, statuses) if self.given else ["status given the cue: needs the trained model"]),
        ]
        return out + [line for error in self.errors for line in error.split("\n")] if errors else out


def evaluate(coder: Coder, shared: Path, paths: Sequence[Path], *, whole: bool = False) -> AgreementReport:
    """Code every labelled sentence of the texts below ``shared`` and compare; with ``whole`` as part of its article,
    else with its title and the sentence before it alone. Raises GoldError."""
    labels = stored(paths)
    found = texts(shared, labels)
    if not found:
        raise GoldError(f"{shared}: holds none of the texts that the labels point to. Give the labels' shared folder.")
    some = articles(list(found.values()))
    sentences = []
    ours = within(coder, shared, list(found)) if whole else coded(coder, some)
    for (key, line), events in zip(found.items(), ours, strict=True):
        by = [tuple(map(from_label, row["events"])) for row in labels[key].values()]
        second = by[1] if len(by) > 1 else None
        acts = tuple(from_event(e, key[1] if whole else 0) for e in events)
        sentences.append(Sentence(key[0], line.text, by[0], acts, second))
    reader = coder.reader if isinstance(coder, CombinedCoder) else coder
    given = given_cue(reader, some, sentences) if isinstance(reader, ReaderCoder) else None
    exposed = exposure(coder, [line.text for line in found.values()])
    return report(coder.name, exposed, sentences, given, changed=len(labels) - len(found))


def report(
    coder: str, exposed: Exposure, sentences: Sequence[Sentence], given: GivenCue | None, *, changed: int = 0
) -> AgreementReport:
    """The report on sentences that are coded."""
    pairs = [(s.gold[g], s.ours[n]) for s in sentences for g, n in aligned(s.gold, s.ours)]
    twice = [(s.document, s.gold, s.second) for s in sentences if s.second is not None]
    costs: dict[str, Cost] = defaultdict(Cost)
    for s in sentences:
        costs[s.document] += cost(s.gold, s.ours)
    judged = [one for s in sentences for one in _judged(s)]
    overlaps = [len(a.domains & b.domains) / max(1, len(a.domains | b.domains)) for a, b in pairs]
    return AgreementReport(
        coder=coder,
        exposure=exposed,
        changed=changed,
        rules=compare([(s.document, s.gold, s.ours) for s in sentences]),
        empty=(sum(not s.gold for s in sentences), sum(not s.gold and not s.ours for s in sentences)),
        people=compare(twice) if twice else None,
        types=confusion(((a.event_type, b.event_type) for a, b in pairs), _types()),
        statuses=confusion(((a.status, b.status) for a, b in pairs), _statuses()),
        given=given,
        cost=sum(costs.values(), Cost()),
        cost_interval=interval([c.counts for c in costs.values()], ratio),
        calibration=calibration_error(judged),
        events=len(judged),
        kinds=_mean(a.kind == b.kind for a, b in pairs),
        domains=(_mean(a.domains == b.domains for a, b in pairs), _mean(overlaps)),
        errors=tuple(_mistake(s) for s in sentences if len(_right(s)) < max(len(s.gold), len(s.ours))),
    )


def given_cue(coder: ReaderCoder, some: Sequence[Article | None], sentences: Sequence[Sentence]) -> GivenCue:
    """What the model takes the status to be at each gold cue."""
    names, model = _statuses(), coder.model.vocabulary.statuses
    asked = [sorted({(act.cue, act.status) for act in s.gold}) for s in sentences]
    held = [n for n, article in enumerate(some) if article and asked[n]]
    guesses = coder.judge_cues([a for n in held if (a := some[n])], [[cue for cue, _ in asked[n]] for n in held])
    answers = {
        n: [model[int(guess.fields["status"].argmax())] if guess else None for guess in of]
        for n, of in zip(held, guesses, strict=True)
    }
    by_document: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
    for n, s in enumerate(sentences):
        given = answers.get(n, [None] * len(asked[n]))
        by_document[s.document] += [(status, one) for (_, status), one in zip(asked[n], given, strict=True)]
    parts = [confusion(pairs, names) for pairs in by_document.values()]
    counts = sum(parts, confusion((), names))
    enough = tuple(int(n) for n in np.flatnonzero(counts.sum(1) >= _ENOUGH))

    def figure(one: Counts) -> float:
        return macro_f1(one, enough)

    return GivenCue(counts, enough, figure(counts), interval(parts, figure))


def _told(given: GivenCue, names: Sequence[str]) -> list[str]:
    low, high = given.interval
    rare = [
        f"{name} {100 * f1:.1f} of {int(support)}"
        for n, (name, (support, _, _, f1)) in enumerate(zip(names, scores(given.counts).tolist(), strict=True))
        if support and n not in given.enough
    ]
    return [
        f"status given the cue: macro-F1 {100 * given.macro:.1f} [{100 * low:.1f} to {100 * high:.1f}] over"
        f" {len(given.enough)} statuses with at least {_ENOUGH} labels"
        + (f"; rarer ones apart: {', '.join(rare)}" if rare else ""),
        *table(given.counts, names),
        *matrix(given.counts, names),
    ]


def _exact(gold: Act, ours: Act) -> bool:
    return same_act(gold, ours) and gold.polarity == ours.polarity


def _right(sentence: Sentence, fits: Callable[[Act, Act], bool] = _exact) -> dict[int, int]:
    return matching(sentence.gold, sentence.ours, fits)


def _judged(sentence: Sentence) -> list[tuple[float, bool]]:
    right = set(_right(sentence).values())
    return [(act.confidence, n in right) for n, act in enumerate(sentence.ours)]


def _mistake(sentence: Sentence) -> str:
    def told(acts: Sequence[Act]) -> str:
        return "; ".join(f"{act} “{sentence.text[slice(*act.cue)]}”" for act in acts) or "nothing"

    text = " ".join(sentence.text.split())
    return f"{sentence.document}: {text}\n  gold: {told(sentence.gold)}\n  ours: {told(sentence.ours)}"


def _mean(values: Iterable[float]) -> float:
    held = list(values)
    return sum(held) / len(held) if held else 0.0


def _types() -> tuple[str, ...]:
    return tuple(load().event_types)


def _statuses() -> tuple[str, ...]:
    return tuple(load().statuses)
