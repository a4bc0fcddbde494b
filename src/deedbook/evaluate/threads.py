"""Commitments followed by hand through a corpus, against what the ledger makes of the same reports.

A thread is a commitment with the rows of its history: report, span, status, interval, amount. It is scored twice.

*Given the acts*: each row is an entry with its status, dates, amount, instrument and parties as labelled. What labels
do not hold is the product's: the sentence, and the model's reading of the labelled span as a cue gives the object, and
the type among those that the status allows (``_TYPES``). Rows of all threads are followed together; nothing tells
which thread a row is of.

*End to end*: the coder reads the same reports. A row is found where an event's cue shares a character with its span, or
an event of its sentence has its status and either of its parties.

Threads are matched one to one with commitments, those that share most rows first. *Final status*: the status that the
product shows as the last reported, against the label. *Rows*: those that stand in their thread's commitment at their
status. *Dates*: of the rows in their thread's commitment, those whose step ends within the labelled interval, or is due
in it where that begins after the report."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deedbook.codebook import Codebook
from deedbook.coding import Coder
from deedbook.coding.combined import CombinedCoder
from deedbook.coding.reader import ReaderCoder
from deedbook.evaluate.gold import GoldError
from deedbook.evaluate.thread_entries import as_labelled, as_read, telling
from deedbook.evaluate.thread_labels import Row, Thread, reports, threads
from deedbook.ledger import commitments, merge, wire
from deedbook.ledger.traits import places_of
from deedbook.records import Article, Commitment, Entry, Step

GIVEN, READ = "given the acts", "end to end"


@dataclass(frozen=True, slots=True)
class Score:
    """What came of one way: rows found at all, in their thread's commitment, at their status, dated within."""

    way: str
    threads: int
    final: int
    rows: int
    found: int
    placed: int
    right: int
    dated: int
    errors: tuple[str, ...]

    @property
    def lines(self) -> list[str]:
        def share(part: int, whole: int) -> str:
            return f"{part} of {whole} = {100 * part / whole:.1f} %" if whole else "none"

        return [
            f"  {self.way}: final status {share(self.final, self.threads)}; rows {share(self.right, self.rows)}",
            f"    rows read {share(self.found, self.rows)}; in their thread's commitment"
            f" {share(self.placed, self.rows)}; dated within the interval {share(self.dated, self.placed)}",
        ]


@dataclass(frozen=True, slots=True)
class ThreadsReport:
    coder: str
    scores: tuple[tuple[str, tuple[Score, ...]], ...]

    @property
    def figure(self) -> float:
        """Share of history rows right given the acts, over all files."""
        given = [score for _, scores in self.scores for score in scores if score.way == GIVEN]
        return sum(score.right for score in given) / max(1, sum(score.rows for score in given))

    def lines(self, errors: bool) -> list[str]:
        """The report for a terminal; with ``errors`` every thread with what became of its rows."""
        out = [f"threads, {self.coder}; matched, merged and followed together"]
        for name, scores in self.scores:
            out.append(f"{name}: {scores[0].threads} threads, {scores[0].rows} rows")
            for score in scores:
                out += score.lines + (list(score.errors) if errors else [])
        return out


def evaluate(coder: Coder, shared: Path, paths: Sequence[Path], codebook: Codebook) -> ThreadsReport:
    """Follow the reports below ``shared`` and compare with each file of labels. Raises GoldError."""
    files = [(path.name, threads(path)) for path in paths]
    every = [thread for _, held in files for thread in held]
    articles = reports(shared, {row.newid for thread in every for row in thread.rows})
    reader = coder.reader if isinstance(coder, CombinedCoder) else coder
    if not isinstance(reader, ReaderCoder):
        raise GoldError("evaluate threads needs the trained model: it gives the objects of the labelled acts.")
    given = as_labelled(reader, every, articles, codebook)
    found: dict[Row, tuple[Entry, ...]] = {row: (entry,) for row, entry in given.items()}
    made = [_scores(files, GIVEN, _followed([e for (e,) in found.values()], articles, codebook), found)]
    coded = list(as_read(coder, articles))
    found = {row: tuple(telling(row, thread, coded, articles)) for thread in every for row in thread.rows}
    made.append(_scores(files, READ, _followed(coded, articles, codebook), found))
    scores = [(name, tuple(by[name] for by in made)) for name, _ in files]
    return ThreadsReport(coder.name, tuple(scores))


def _followed(entries: Sequence[Entry], articles: Mapping[int, Article], codebook: Codebook) -> tuple[Commitment, ...]:
    by_key = {article.key: article for article in articles.values()}
    copies = wire.groups(by_key, codebook.outlets)
    ordered = sorted(entries, key=lambda e: (str(e.known), e.article_key, e.event.sentence.start, e.event.event_id))
    acts = merge.occurrences(ordered, by_key, wire=copies, places=places_of(codebook))
    return commitments.follow(acts, codebook, articles=by_key)


def _scores(
    files: Sequence[tuple[str, Sequence[Thread]]],
    way: str,
    made: Sequence[Commitment],
    found: Mapping[Row, Sequence[Entry]],
) -> dict[str, Score]:
    """The score of each file; threads of all files compete for the commitments."""
    held: dict[tuple[str, str], list[tuple[int, Step]]] = defaultdict(list)
    for place, commitment in enumerate(made):
        for step in commitment.history:
            for entry in step.occurrence.entries:
                held[entry.article_key, entry.event.event_id].append((place, step))
    shared: Counter[tuple[str, int]] = Counter()
    steps: dict[Row, list[tuple[int, Step]]] = {}
    for _, some in files:
        for thread in some:
            for row in thread.rows:
                steps[row] = [s for e in found[row] for s in held[e.article_key, e.event.event_id]]
                for place in {place for place, _ in steps[row]}:
                    shared[thread.name, place] += 1
    mine: dict[str, int] = {}
    for (name, place), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if name not in mine and place not in mine.values():
            mine[name] = place
    return {name: _score(way, some, made, steps, mine, found) for name, some in files}


def _score(
    way: str,
    some: Sequence[Thread],
    made: Sequence[Commitment],
    steps: Mapping[Row, Sequence[tuple[int, Step]]],
    mine: Mapping[str, int],
    found: Mapping[Row, Sequence[Entry]],
) -> Score:
    totals: Counter[str] = Counter()
    errors = []
    for thread in some:
        place = mine.get(thread.name)
        last = made[place].last if place is not None else ""
        totals["final"] += last == thread.final
        told = []
        for row in thread.rows:
            own = [step for at, step in steps[row] if at == place]
            right = [step for step in own if step.rung == row.status]
            dated = any(_within(step, row) for step in right or own)
            totals.update(
                rows=1, found=bool(found[row]), placed=bool(own), right=bool(right), dated=bool(own) and dated
            )
            if not right or not dated:
                elsewhere = sorted({at for at, _ in steps[row]} - {place})
                state = (
                    f"at {own[0].rung}"
                    if own
                    else f"in commitment {elsewhere[0]}"
                    if elsewhere
                    else "in none"
                    if found[row]
                    else "not read"
                )
                told.append(
                    f"      {row.newid} at {row.start}, {row.status}: {state if not right else 'dated otherwise'}"
                )
        verdict = "" if last == thread.final else f", not {thread.final}"
        errors.append(f"    {thread.name} (commitment {place}): last reported {last or 'nothing'}{verdict}")
        errors += told
    return Score(
        way,
        len(some),
        totals["final"],
        totals["rows"],
        totals["found"],
        totals["placed"],
        totals["right"],
        totals["dated"],
        tuple(errors),
    )


def _within(step: Step, row: Row) -> bool:
    """Whether the day that a step is shown with lies in the labelled interval; an open end is the other end. Of an
    interval that begins after its report that is the day that the step is due."""
    label = row.within
    ahead = label.start is not None and label.start > row.reported
    day = step.due if ahead else step.when.end or step.when.start
    if day is None:
        return False
    return (label.start is None or label.start <= day) and (label.end is None or day <= label.end)
