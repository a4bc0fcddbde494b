"""Same act, on labelled reports: mentions of acts between states, clustered by the ledger's own function.

Labels: ``same_act.jsonl``, a mention a line: ``cluster``, ``newid`` of the Reuters report, ``start`` and ``end`` of the
cue in its text, ``actor``, ``recipient``, ``type``, ``status``. Parties, type, status and cue of an entry are the
label's; object, sum, date, instrument, domains and names are what the product itself reads in the sentence. All
mentions go in together."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from deedbook.codebook import Codebook, load
from deedbook.coding import details
from deedbook.coding.encoding import Source
from deedbook.coding.mentions import Gazetteer, Mention, mentions
from deedbook.coding.model import Model
from deedbook.coding.phrases import phrases
from deedbook.coding.sentences import Sentence, sentences
from deedbook.evaluate.bootstrap import Counts, interval
from deedbook.evaluate.gold import GoldError
from deedbook.evaluate.partition import Score, b_cubed
from deedbook.ledger import merge, wire
from deedbook.ledger.snapshots import happened, known
from deedbook.ledger.traits import entry_id, places_of
from deedbook.reading import read
from deedbook.records import Amount, Article, Entry, Event, Party, Phrase, Span

_FIELDS = ("cluster", "newid", "start", "end", "actor", "recipient", "type", "status")
_WHEN = datetime(2000, 1, 1, tzinfo=UTC)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ActsReport:
    """B-cubed over all mentions, and by half of the clusters: ``tuned`` was looked at, ``kept`` was not."""

    mentions: int
    clusters: int
    found: int
    all: Score
    interval: tuple[float, float]
    tuned: Score
    kept: Score
    kept_interval: tuple[float, float]
    torn: tuple[str, ...]
    joined: tuple[str, ...]

    @property
    def figure(self) -> float:
        """B-cubed F1 over all mentions."""
        return self.all.f1

    def lines(self, errors: bool) -> list[str]:
        """The report for a terminal; with ``errors`` the clusters that came out torn or joined with others."""

        def told(name: str, score: Score, bounds: tuple[float, float] | None) -> str:
            within = (
                f" [95 % {100 * bounds[0]:.1f} to {100 * bounds[1]:.1f}, bootstrap over clusters]" if bounds else ""
            )
            return (
                f"  {name:50} F1 {100 * score.f1:.1f}{within}"
                f"  precision {100 * score.precision:.1f}  recall {100 * score.recall:.1f}"
            )

        out = [
            f"acts (B-cubed): {self.mentions} mentions of {self.clusters} acts, {self.found} found",
            told("all", self.all, self.interval),
            told("half of the clusters that rules were tuned on", self.tuned, None),
            told("the other half", self.kept, self.kept_interval),
        ]
        if errors:
            out += [f"  torn    {line}" for line in self.torn] + [f"  joined  {line}" for line in self.joined]
        return out


def tuned_on(cluster: str) -> bool:
    """Whether rules were tuned on this cluster: half of them, by the hash of the name."""
    return hashlib.sha256(cluster.encode()).digest()[0] % 2 == 0


def evaluate(shared: Path, labels: Path) -> ActsReport:
    """Cluster the labelled mentions of ``labels`` in the reports below ``shared``.

    Raises GoldError for labels that cannot be used or reports that are missing."""
    rows = mentioned(labels / "same_act.jsonl")
    codebook = load()
    articles = reports(shared, {row["newid"] for row in rows})
    entries = built(rows, articles, codebook)
    keyed = {article.key: article for article in articles.values()}
    copies = wire.groups(keyed, codebook.outlets)
    acts = merge.occurrences(entries, keyed, wire=copies, places=places_of(codebook))
    where = {entry_id(entry): act.id for act in acts for entry in act.entries}
    return score(rows, [where[entry_id(entry)] for entry in entries])


def score(rows: Sequence[Row], ours: Sequence[str]) -> ActsReport:
    """``ours``: the cluster that each row was put in."""
    gold = [row["cluster"] for row in rows]
    precision, recall = b_cubed(gold, ours)

    def part(of: Sequence[int]) -> tuple[Score, list[Counts]]:
        by: dict[str, list[int]] = {}
        for at in of:
            by.setdefault(gold[at], []).append(at)
        groups = [np.array([len(g), precision[g].sum(), recall[g].sum()]) for g in map(np.array, by.values())]
        return Score(float(precision[of].mean()), float(recall[of].mean())) if of else Score(0.0, 0.0), groups

    whole, groups = part(range(len(rows)))
    kept, kept_groups = part([at for at, name in enumerate(gold) if not tuned_on(name)])
    tuned, _ = part([at for at, name in enumerate(gold) if tuned_on(name)])
    return ActsReport(
        mentions=len(rows),
        clusters=len(set(gold)),
        found=len(set(ours)),
        all=whole,
        interval=interval(groups, _f1),
        tuned=tuned,
        kept=kept,
        kept_interval=interval(kept_groups, _f1),
        torn=tuple(_divided(rows, gold, ours)),
        joined=tuple(_divided(rows, ours, gold)),
    )


def _f1(counts: Counts) -> float:
    return Score(counts[1] / counts[0], counts[2] / counts[0]).f1 if counts[0] else 0.0


def _divided(rows: Sequence[Row], whole: Sequence[str], by: Sequence[str]) -> Iterable[str]:
    """Clusters of ``whole`` that ``by`` divides: the name, and where the reports of each part are."""
    groups: dict[str, dict[str, list[str]]] = {}
    for row, one, other in zip(rows, whole, by, strict=True):
        groups.setdefault(one, {}).setdefault(other, []).append(f"{row['newid']}:{row['start']}")
    for name, parts in sorted(groups.items()):
        if len(parts) > 1:
            yield f"{name}: " + " | ".join(", ".join(places) for places in parts.values())


def mentioned(path: Path) -> list[Row]:
    """The labelled mentions. Raises GoldError for a line that is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read ({error}). Give the folder of the labels.") from None
    rows = []
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise GoldError(f"{path}, line {number}: is no JSON ({error}). Give a mention a line.") from None
        missing = [name for name in _FIELDS if not isinstance(row, dict) or name not in row]
        if missing:
            raise GoldError(f"{path}, line {number}: lacks {', '.join(missing)}. Give a mention a line.")
        rows.append(row)
    return rows


def reports(shared: Path, wanted: set[int]) -> dict[int, Article]:
    """The Reuters reports by number. Raises GoldError where one is missing."""
    found = {}
    for path in sorted((shared / "corpora/reuters21578").glob("*.sgm")):
        for article in read([str(path)]):
            number = article.id.rpartition("#")[2] if isinstance(article, Article) else ""
            if isinstance(article, Article) and number.isdigit() and int(number) in wanted:
                found[int(number)] = article
    if missing := sorted(wanted - found.keys()):
        raise GoldError(
            f"{shared}: lacks {len(missing)} of the labelled reports (the first: {missing[0]}). "
            "Give the shared folder with corpora/reuters21578."
        )
    return found


def built(rows: Sequence[Row], articles: Mapping[int, Article], codebook: Codebook) -> list[Entry]:
    """An entry a row: the label's parties, type, status and cue; all else as the product reads it in the sentence."""
    gazetteer, model = Gazetteer(codebook), Model()
    named = {number: mentions(article, gazetteer)[0] for number, article in articles.items()}
    lines = [_line(articles[row["newid"]], row) for row in rows]
    sources = []
    for row, line in zip(rows, lines, strict=True):
        here = [m for m in named[row["newid"]] if line.start <= m.start and m.end <= line.end]
        text = articles[row["newid"]].raw[line.start : line.end]
        sources.append(Source(text, tuple((m.start - line.start, m.end - line.start, m.code) for m in here)))
    cues = [[(r["start"] - s.start, r["end"] - s.start)] for r, s in zip(rows, lines, strict=True)]
    guesses = model.judge_cues(sources, cues)
    entries = []
    for n, (row, line, (guess,), encoded) in enumerate(
        zip(rows, lines, guesses, model.pieces.encode(sources), strict=True)
    ):
        article = articles[row["newid"]]
        text = sources[n].text
        held = phrases(guess, encoded, text) if guess else None
        detail = details.of(text, article.published)
        act = details.Act(*cues[n][0], row["type"], row["status"], held.object if held else None)
        fields = guess.fields if guess else {}
        words = model.vocabulary
        parties = [
            _party(text, line.start, row[role], spans, [m for m in named[row["newid"]] if m.code == row[role]])
            for role, spans in (("actor", held.actors if held else ()), ("recipient", held.recipients if held else ()))
        ]
        symmetric = bool(fields) and float(fields["flag"][2]) >= 0.5
        event = Event(
            article_id=article.id,
            event_id=f"{n:04d}",
            event_type=row["type"],
            quad_class=codebook.event_types[row["type"]].quad_class,
            status=row["status"],
            actor=parties[0],
            recipient=parties[1],
            cue=Phrase(row["start"], row["end"], article.raw[row["start"] : row["end"]]),
            sentence=Span(line.start, line.end),
            symmetric=symmetric,
            instrument=words.instruments[int(fields["instrument"].argmax())] if fields else "other",
            domains=tuple(d for d, p in zip(words.domains, fields["domain"], strict=True) if p >= 0.5)
            if fields
            else (),
            object=_phrase(article, line.start, held.object if held else None),
            amount=_amount(text, line.start, act, detail, held.amount if held else None),
            date=details.date(text, act, detail, article.published),
        )
        entries.append(Entry(article.key, event, happened(article, event), known(article), _WHEN))
    return entries


def _line(article: Article, row: Row) -> Sentence:
    """The sentence of the cue; where a cue runs over its end, up to the cue's."""
    for sentence in sentences(article):
        if sentence.start <= row["start"] < sentence.end:
            return Sentence(sentence.start, max(sentence.end, row["end"]), sentence.kind)
    return Sentence(row["start"], row["end"], "body")


def _party(text: str, offset: int, code: str, spans: Sequence[tuple[int, int]], own: Sequence[Mention]) -> Party:
    for start, end in spans:
        if any(m.start - offset < end and start < m.end - offset for m in own):
            return Party(code, "GOV", text[start:end], offset + start, offset + end)
    here = next((m for m in own if m.start - offset >= 0 and m.end - offset <= len(text)), None)
    name = text[here.start - offset : here.end - offset] if here else None
    return Party(code, "GOV", name, here.start if here else None, here.end if here else None)


def _phrase(article: Article, offset: int, span: tuple[int, int] | None) -> Phrase | None:
    if span is None:
        return None
    start, end = offset + span[0], offset + span[1]
    return Phrase(start, end, article.raw[start:end])


def _amount(
    text: str, offset: int, act: details.Act, detail: details.Details, told: tuple[int, int] | None
) -> Amount | None:
    for span in (told, act.goods):
        if span and any((a.start or 0) < span[1] and span[0] < (a.end or 0) for a in detail.amounts):
            return details.amount(text, offset, act, detail)
    return None
