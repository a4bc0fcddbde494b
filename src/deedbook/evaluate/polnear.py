"""Sources, cues and contents of attributions against PolNeAR's, in a folder with ``text/`` and ``attributions/``.

The rule. Gold: every stretch that an annotation file names, uncut, though it runs over several sentences; an annotation
in several stretches counts as several, as does one that a paragraph's end divides. *Right*: a span of ours overlaps a
gold span of its kind by a token, one to one within a text (maximum matching). Tokens are runs of letters and digits, or
single signs. Beside it F1 by token: tokens inside a span of the kind, in gold and in ours. A text that several people
annotated is scored against each of them; the bootstrap draws texts. How well one of them finds what another found is
scored by the same rule, over all pairs of annotators of a text: more than that no reader can be asked."""

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deedbook.coding.attributions import KINDS, Marked, attributions, sources
from deedbook.coding.encoding import Source
from deedbook.coding.reader import ReaderCoder
from deedbook.coding.sentences import split
from deedbook.evaluate.bootstrap import f1, interval
from deedbook.evaluate.exposure import Exposure, exposure
from deedbook.evaluate.gold import GoldError
from deedbook.evaluate.matching import matching
from deedbook.evaluate.tally import Tally

_SPAN = re.compile(r"T\d+\t(Source|Cue|Content) ([\d ;]+)\t")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_SHOWN = 100  # characters of a span in the list of mistakes


@dataclass(frozen=True, slots=True)
class Document:
    """One text with the spans of each of its annotation files, by the files' names."""

    name: str
    text: str
    annotations: tuple[tuple[Marked, ...], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Of one kind of span: by overlap and by token."""

    spans: Tally
    tokens: Tally

    def __add__(self, other: "Score") -> "Score":
        return Score(self.spans + other.spans, self.tokens + other.tokens)


Scores = dict[str, Score]
_NOTHING: Scores = dict.fromkeys(KINDS, Score(Tally(), Tally()))


@dataclass(frozen=True, slots=True)
class PolnearReport:
    """Scores by kind with the 95 % interval of their F1; ``people``: the same of one annotator against another."""

    coder: str
    texts: int
    annotations: int
    scores: Scores
    intervals: dict[str, tuple[tuple[float, float], tuple[float, float]]]
    people: Scores
    twice: int
    exposure: Exposure
    errors: tuple[str, ...]

    @property
    def figure(self) -> float:
        """F1 of contents by overlap."""
        return self.scores["content"].spans.f1

    def lines(self, errors: bool) -> list[str]:
        """The report for a terminal; with ``errors`` every span missed or spurious."""
        out = [f"polnear: {self.texts} texts in {self.annotations} annotations, {self.coder}", self.exposure.line]
        for kind in ("source", "content", "cue"):
            score, (low, high) = self.scores[kind], self.intervals[kind][0]
            out.append(
                f"  {kind:8} F1 {100 * score.spans.f1:5.1f} [{100 * low:.1f} to {100 * high:.1f}]"
                f"  precision {100 * score.spans.precision:5.1f} of {score.spans.ours}"
                f"  recall {100 * score.spans.recall:5.1f} of {score.spans.gold}"
                f"  by token {100 * score.tokens.f1:5.1f}"
                f" [{100 * self.intervals[kind][1][0]:.1f} to {100 * self.intervals[kind][1][1]:.1f}]"
            )
        if self.twice:
            told = "  ".join(
                f"{kind} {100 * self.people[kind].spans.f1:.1f} ({100 * self.people[kind].tokens.f1:.1f} by token)"
                for kind in ("source", "content", "cue")
            )
            out.append(f"  one annotator against another, all pairs on {self.twice} texts: {told}")
        return out + [f"  {error}" for error in self.errors] if errors else out


def evaluate(coder: ReaderCoder, folder: Path) -> PolnearReport:
    """Tag every text of ``folder`` and score the spans. Raises GoldError."""
    held = documents(folder)
    by_text: list[Scores] = []
    errors: list[str] = []
    people, twice = _NOTHING, 0
    for document in held:
        ours = attributions(coder.model, document.text)
        total = _NOTHING
        for gold in document.annotations:
            total = _sum(total, score(document.text, gold, ours))
            errors += _mistakes(document, gold, ours)
        by_text.append(total)
        if len(document.annotations) > 1:
            twice += 1
            for one, other in itertools.combinations(document.annotations, 2):
                people = _sum(people, score(document.text, one, other))
    scores = _NOTHING
    for total in by_text:
        scores = _sum(scores, total)
    return PolnearReport(
        coder.name,
        len(held),
        sum(len(document.annotations) for document in held),
        scores,
        {
            kind: (
                interval([total[kind].spans.counts for total in by_text], f1),
                interval([total[kind].tokens.counts for total in by_text], f1),
            )
            for kind in KINDS
        },
        people,
        twice,
        exposure(coder, [d.text[start:end] for d in held for start, end in split(d.text)]),
        tuple(errors),
    )


def documents(folder: Path) -> list[Document]:
    """The annotated texts of a folder. Raises GoldError for one without annotations, or an annotation without text."""
    found: dict[Path, list[tuple[Marked, ...]]] = defaultdict(list)
    for path in sorted((folder / "attributions").glob("*.ann")):
        # a file is named after its text and its annotator: text_4e07.ann
        found[folder / "text" / f"{path.stem.rpartition('_')[0]}.txt"].append(tuple(brat(path)))
    if not found:
        raise GoldError(f"{folder}: holds no attributions/*.ann. Give PolNeAR's train or dev folder.")
    try:
        return [Document(path.stem, path.read_text(encoding="utf-8"), tuple(some)) for path, some in found.items()]
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{folder}: a text cannot be read ({error}). Give PolNeAR's train or dev folder.") from None


def brat(path: Path) -> list[Marked]:
    """(kind, start, end) of the sources, cues and contents of one annotation file in brat's standoff format."""
    spans = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if found := _SPAN.match(line):
            for piece in found[2].split(";"):
                start, end = piece.split()
                spans.append((found[1].lower(), int(start), int(end)))
    return spans


def sentences_of(text: str, spans: Sequence[Marked]) -> list[tuple[int, Source, list[Marked]]]:
    """The sentences of a text with their offset, each with the parts of the spans that fall into it."""
    made = []
    for offset, source in sources(text):
        end = offset + len(source.text)
        inside = [(k, max(a, offset) - offset, min(b, end) - offset) for k, a, b in spans if a < end and offset < b]
        made.append((offset, source, inside))
    return made


def score(text: str, gold: Sequence[Marked], ours: Sequence[Marked]) -> Scores:
    """Scores of each kind on one text."""
    made = {}
    for kind in KINDS:
        expected, found, pairs = _matched(text, gold, ours, kind)
        every = [set[int]().union(*some) for some in (expected, found)]
        made[kind] = Score(
            Tally(len(expected), len(found), len(pairs)),
            Tally(len(every[0]), len(every[1]), len(every[0] & every[1])),
        )
    return made


def _matched(
    text: str, gold: Sequence[Marked], ours: Sequence[Marked], kind: str
) -> tuple[list[set[int]], list[set[int]], dict[int, int]]:
    """The spans of one kind on either side as numbers of their tokens, and which are matched."""
    tokens = [(found.start(), found.end()) for found in _TOKEN.finditer(text)]

    def covered(spans: Sequence[Marked]) -> list[set[int]]:
        return [{n for n, (a, b) in enumerate(tokens) if a < end and start < b} for k, start, end in spans if k == kind]

    expected, found = covered(gold), covered(ours)
    return expected, found, matching(expected, found, lambda a, b: not a.isdisjoint(b))


def _mistakes(document: Document, gold: Sequence[Marked], ours: Sequence[Marked]) -> list[str]:
    told: list[tuple[int, str]] = []
    for kind in KINDS:
        _, _, pairs = _matched(document.text, gold, ours, kind)
        for word, side, matched in (("missed", gold, set(pairs)), ("spurious", ours, set(pairs.values()))):
            for n, (_, start, end) in enumerate(span for span in side if span[0] == kind):
                if n not in matched:
                    words = " ".join(document.text[start:end].split())[:_SHOWN]
                    told.append((start, f"{document.name} {start}: {word} {kind} “{words}”"))
    return [line for _, line in sorted(told)]


def _sum(one: Scores, other: Scores) -> Scores:
    return {kind: one[kind] + other[kind] for kind in KINDS}
