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
status. *Dates*: of the rows in their thread's commitment, those whose step ends within the labelled interval."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from deedbook.codebook import Codebook
from deedbook.coding import Coder
from deedbook.coding.amounts import find
from deedbook.coding.combined import CombinedCoder
from deedbook.coding.phrases import phrases
from deedbook.coding.reader import ReaderCoder
from deedbook.evaluate.gold import GoldError
from deedbook.ledger import commitments, merge, wire
from deedbook.ledger.snapshots import happened, known
from deedbook.ledger.traits import places_of
from deedbook.reading import read
from deedbook.records import Article, Commitment, Entry, Event, Interval, Party, Phrase, Span, Step

CORPUS = "corpora/reuters21578"
GIVEN, READ = "given the acts", "end to end"
_NEEDED = ("thread", "giver", "receiver", "instrument", "domain", "final_status", "history")
_GIVING = ("AGREE", "SUPPORT", "CONCEDE", "COOPERATE", "AID")
_HURTING = ("SANCTION", "THREATEN")
_TYPES: Mapping[str, tuple[str, ...]] = {
    "act": ("CONSULT", "COOPERATE", "AID", "SUPPORT"),
    "requested": ("REQUEST",),
    "refused": ("REJECT",),
    "not_received": _GIVING,
}
_MEASURES = frozenset({"tariff", "sanction", "quota", "visa"})  # instruments that can also hurt
_RECORDED = datetime(2000, 1, 1, tzinfo=UTC)
_BATCH = 32


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled step. ``start`` and ``end`` are offsets in the report's text, ``within`` the labelled interval."""

    thread: str
    newid: int
    start: int
    end: int
    status: str
    within: Interval
    amount: str
    denied: bool
    partial: bool


@dataclass(frozen=True, slots=True)
class Thread:
    name: str
    giver: str
    receiver: str
    instrument: str
    domain: str
    final: str
    rows: tuple[Row, ...]


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
    given = _entries(reader, every, articles, codebook)
    found: dict[Row, tuple[Entry, ...]] = {row: (entry,) for row, entry in given.items()}
    made = [_scores(files, GIVEN, _followed([e for (e,) in found.values()], articles, codebook), found)]
    coded = list(_coded(coder, articles))
    found = {row: tuple(_of(row, thread, coded, articles)) for thread in every for row in thread.rows}
    made.append(_scores(files, READ, _followed(coded, articles, codebook), found))
    scores = [(name, tuple(by[name] for by in made)) for name, _ in files]
    return ThreadsReport(coder.name, tuple(scores))


def threads(path: Path) -> tuple[Thread, ...]:
    """The threads of one JSON lines file. Raises GoldError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read ({error}). Give a UTF-8 file of JSON lines.") from None
    made = []
    for number, line in enumerate(lines, 1):
        try:
            made.append(_thread(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise GoldError(
                f"{path}, line {number}: is no thread ({error!r}). Each line needs {', '.join(_NEEDED)}."
            ) from None
    return tuple(made)


def _thread(row: Mapping[str, Any]) -> Thread:
    history = tuple(
        Row(
            thread=row["thread"],
            newid=int(step["newid"]),
            start=int(step["start"]),
            end=int(step["end"]),
            status=step["status"],
            within=Interval(_day(step["from"]), _day(step["to"]), "explicit" if step["from"] else "publication"),
            amount=step["amount"] or "",
            denied="polarity negative" in step["note"],
            partial=step["note"].startswith("partial"),
        )
        for step in row["history"]
    )
    parties = (row["giver"], row["receiver"])
    return Thread(row["thread"], *parties, row["instrument"], row["domain"], row["final_status"], history)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def reports(shared: Path, wanted: Iterable[int]) -> dict[int, Article]:
    """The reports by number. Raises GoldError for a folder that lacks some."""
    left = set(wanted)
    held: dict[int, Article] = {}
    for item in read([str(path) for path in sorted((shared / CORPUS).glob("*.sgm"))]):
        if not isinstance(item, Article):
            continue
        number = int(item.id.rpartition("#")[2])
        if number in left:
            held[number] = item
    if missing := sorted(left - set(held)):
        raise GoldError(
            f"{shared / CORPUS}: lacks {len(missing)} of {len(left)} labelled reports ({missing[0]} is the first)."
            " Give the shared folder that holds the collection."
        )
    return held


def _entries(
    reader: ReaderCoder, every: Sequence[Thread], articles: Mapping[int, Article], codebook: Codebook
) -> dict[Row, Entry]:
    """One entry a row; see the module's text for what of it is labelled and what is read."""
    by_report: dict[int, list[tuple[Thread, Row]]] = defaultdict(list)
    for thread in every:
        for row in thread.rows:
            by_report[row.newid].append((thread, row))
    made: dict[Row, Entry] = {}
    for number, rows in sorted(by_report.items()):
        article = articles[number]
        spans = {row.start for _, row in rows}
        for line in reader.prepare(0, article, lambda _, a=article: _starts(a)).lines:  # type: ignore[misc]
            start, end = line.sentence.start, line.sentence.end
            here = [(thread, row) for thread, row in rows if start <= row.start < end]
            if not here:
                continue
            spans -= {row.start for _, row in here}
            cues = [(row.start - start, min(row.end, end) - start) for _, row in here]
            encoded = reader.model.pieces.encode([line.source])[0]
            guesses = reader.model.judge_cues([line.source], [cues])[0]
            for (thread, row), guess in zip(here, guesses, strict=True):
                found = phrases(guess, encoded) if guess else None
                weights = dict(zip(reader.model.vocabulary.types, guess.fields["type"], strict=True)) if guess else {}
                event_type = max(_allowed(thread, row), key=lambda t, w=weights: float(w.get(t, 0.0)))  # type: ignore[misc]
                goods = found.object if found else None
                event = _event(
                    article,
                    thread,
                    row,
                    event_type,
                    goods and (start + goods[0], start + goods[1]),
                    Span(start, end),
                    codebook,
                )
                made[row] = Entry(article.key, event, happened(article, event), known(article), _RECORDED)
        for thread, row in rows:
            if row.start in spans:
                event = _event(article, thread, row, _allowed(thread, row)[0], None, Span(row.start, row.end), codebook)
                made[row] = Entry(article.key, event, happened(article, event), known(article), _RECORDED)
    return made


class _starts:
    """All sentences of an article are asked for, whatever the gate says of them."""

    def __init__(self, article: Article) -> None:
        self._size = len(article.raw)

    def __contains__(self, start: object) -> bool:
        return isinstance(start, int) and start < self._size


def _allowed(thread: Thread, row: Row) -> tuple[str, ...]:
    if row.status in _TYPES:
        return _TYPES[row.status]
    if thread.instrument == "talks":
        return ("AGREE", "CONSULT")
    return (*_GIVING, *_HURTING) if thread.instrument in _MEASURES else _GIVING


def _event(
    article: Article,
    thread: Thread,
    row: Row,
    event_type: str,
    goods: tuple[int, int] | None,
    sentence: Span,
    codebook: Codebook,
) -> Event:
    def phrase(start: int, end: int) -> Phrase:
        return Phrase(start, end, article.raw[start:end])

    parties = [
        Party(code, "GOV", code) if code.isupper() else Party(None, "BUS", code)
        for code in (thread.giver, thread.receiver)
    ]
    if event_type == "REQUEST":
        parties.reverse()
    sums = find(row.amount) if row.amount else []
    return Event(
        article_id=article.id,
        event_id=f"{row.start:08d}{row.thread}{row.status}",
        event_type=event_type,
        quad_class=codebook.event_types[event_type].quad_class,
        status=row.status,
        actor=parties[0],
        recipient=parties[1],
        cue=phrase(row.start, row.end),
        sentence=sentence,
        partial=row.partial,
        polarity="negative" if row.denied else "positive",
        instrument=thread.instrument,
        domains=(thread.domain,),
        object=phrase(*goods) if goods else None,
        amount=sums[0] if sums else None,
        date=row.within if row.within.basis == "explicit" else Interval(),
        confidence=1.0,
        coder="labels",
    )


def _coded(coder: Coder, articles: Mapping[int, Article]) -> Iterable[Entry]:
    held = [articles[number] for number in sorted(articles)]
    for at in range(0, len(held), _BATCH):
        some = held[at : at + _BATCH]
        for article, coding in zip(some, coder.code(some), strict=True):
            for event in coding.events:
                yield Entry(article.key, event, happened(article, event), known(article), _RECORDED)


def _of(row: Row, thread: Thread, coded: Sequence[Entry], articles: Mapping[int, Article]) -> Iterable[Entry]:
    """The entries that tell the row."""
    key = articles[row.newid].key
    for entry in coded:
        event = entry.event
        if entry.article_key != key or event.cue is None:
            continue
        touches = event.cue.start < row.end and row.start < event.cue.end
        parties = {event.actor.code, event.recipient.code} & {thread.giver, thread.receiver}
        beside = event.sentence.start <= row.start < event.sentence.end and event.status == row.status
        if touches or (beside and parties):
            yield entry


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
            dated = any(_within(step.when, row.within) for step in right or own)
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


def _within(when: Interval, label: Interval) -> bool:
    """Whether the day that a step is shown with lies in the labelled interval; an open end is the other end."""
    day = when.end or when.start
    if day is None:
        return False
    return (label.start is None or label.start <= day) and (label.end is None or day <= label.end)
