"""Claims against verdicts that were written first: what the coder reads of them, and what the rule then says.

Labels are JSON lines of four kinds, told apart by their first key (training/README.md): ``claim`` (a claim with its
verdict), ``text`` (what claims are tested against), ``search`` (a register looked through) and ``about``. A claim with
``file`` and offsets stands in a report below the shared folder; one with ``body`` was written for the labels. Claims
and texts also give the events that a coder would have to read, so that the rule is scored apart from the coder."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from deedbook.codebook import Codebook, load
from deedbook.coding import Coder
from deedbook.evaluate.gold import GoldError
from deedbook.ledger.facts import Facts, Reading
from deedbook.ledger.snapshots import build
from deedbook.measures.claims import Tested, tested
from deedbook.measures.view import View
from deedbook.reading import read
from deedbook.records import (
    Amount,
    Article,
    Block,
    Coding,
    Event,
    Interval,
    OfficialRecord,
    Origin,
    Party,
    Phrase,
    Search,
    Snapshot,
    Span,
    Speaker,
)

Row = Mapping[str, Any]
_READ = date(2026, 7, 1)  # the day on which everything counts as read, so that a run does not depend on the clock


@dataclass(frozen=True, slots=True)
class Verdict:
    """One claim: what was expected, what the program says (empty: the claim was not read), and why."""

    claim: str
    expected: tuple[str, ...]
    given: str
    reason: str
    required: bool
    seed: bool
    witness: str = ""

    @property
    def right(self) -> bool:
        return self.given in self.expected

    @property
    def exact(self) -> bool:
        return self.given == self.expected[0]


@dataclass(frozen=True, slots=True)
class ClaimsReport:
    """``read``: claims and texts as the coder reads them; ``rule``: on the events given with the labels. ``figure`` is
    the share of claims that must be found and get a right verdict, coder and rule together."""

    coder: str
    read: tuple[Verdict, ...]
    rule: tuple[Verdict, ...]

    @property
    def figure(self) -> float:
        wanted = [v for v in self.read if v.required]
        return sum(v.right for v in wanted) / len(wanted) if wanted else 0.0

    def lines(self, errors: bool) -> list[str]:
        found = [f"claims and their verdicts, read by {self.coder}"]
        for name, some in (("coder and rule", self.read), ("rule on given events", self.rule)):
            for what, chosen in (
                ("claims of the two seeds that must be found", [v for v in some if v.seed and v.required]),
                ("claims of the two seeds, all", [v for v in some if v.seed]),
                ("own claims", [v for v in some if not v.seed]),
                ("all that must be found", [v for v in some if v.required]),
            ):
                found.append(f"  {name}, {what}: {_counted(chosen)}")
            loose = [v for v in some if v.given == "contradicted" and not v.witness]
            found.append(f"  {name}: contradicted without a register or both sides: {len(loose)}")
        kinds = Counter(v.expected[0] for v in self.rule)
        found.append("  expected: " + ", ".join(f"{kind} {number}" for kind, number in kinds.most_common()))
        if errors:
            for name, some in (("coder and rule", self.read), ("rule", self.rule)):
                found += [
                    f"  {name}: {v.claim}: {v.given or 'not read'} for {' or '.join(v.expected)}. {v.reason}"
                    for v in some
                    if not v.right
                ]
        return found


def _counted(some: Sequence[Verdict]) -> str:
    right, exact, unread = sum(v.right for v in some), sum(v.exact for v in some), sum(not v.given for v in some)
    share = f"{100 * right / len(some):.1f} %" if some else "none"
    return f"{right} of {len(some)} right ({share}; {exact} as first written), {unread} not read"


def evaluate(coder: Coder, shared: Path, labels: Sequence[Path], codebook: Codebook | None = None) -> ClaimsReport:
    """Verdicts on all labelled claims, with the coder's events and with those given.

    Texts with ``file`` are looked for in the folders above the labels, claims with ``file`` in ``shared``.
    Raises GoldError for labels that cannot be used."""
    book = codebook or load()
    rows = [(path, row) for path in labels for row in _rows(path)]
    texts = {row["text"]: _Text.of(row, path, book) for path, row in rows if "text" in row}
    searches = {row["search"]: _search(row) for _, row in rows if "search" in row}
    claims = [row for _, row in rows if "claim" in row]
    seeds = {name: _article(shared / name) for name in sorted({row["file"] for row in claims if "file" in row})}
    own = {row["claim"]: _written(row, row["claim"]) for row in claims if "body" in row}
    beside = [text for text in texts.values() if text.found]
    articles = [*seeds.values(), *own.values(), *(text.article for text in texts.values())]
    coded = dict(zip((article.key for article in articles), coder.code(articles), strict=True))
    folder = _read_beside(beside)
    coded |= dict(zip((article.key for article in folder), coder.code(folder), strict=True))
    # Official records are read by the rules of their register, never by the coder.
    coded |= {t.article.key: Coding(t.events) for t in texts.values() if t.article.genre == "record"}
    given = {text.article.key: Coding(text.events) for text in texts.values()}
    for name, article in seeds.items():
        some = [row for row in claims if row.get("file") == name]
        given[article.key] = Coding(tuple(_event(row["event"], article, n) for n, row in enumerate(some)))
    for row in claims:
        if "body" in row:
            given[own[row["claim"]].key] = Coding((_event(row["event"], own[row["claim"]], 0),))
    read_, rule = [], []
    official, searched = _official(shared)
    coded |= {record.article.key: record.coding for record in official}
    with_seeds = _Held([*seeds.values(), *folder, *(record.article for record in official)], coded, book, searched)
    with_given = _Held([*seeds.values(), *(text.article for text in beside)], given, book)
    for row in claims:
        if "file" in row:
            read_.append(_tested(row, seeds[row["file"]], with_seeds))
            rule.append(_tested(row, seeds[row["file"]], with_given))
            continue
        article = own[row["claim"]]
        some_texts = [article, *(texts[name].article for name in row["beside"])]
        looked = [searches[name] for name in row.get("searches", ())]
        read_.append(_tested(row, article, _Held(some_texts, coded, book, looked)))
        rule.append(_tested(row, article, _Held(some_texts, given, book, looked)))
    return ClaimsReport(coder.name, tuple(read_), tuple(rule))


class _Held:
    """A ledger of some articles with their codings, and the claims tested in it, by pair."""

    def __init__(
        self, articles: Sequence[Article], codings: Mapping[str, Coding], book: Codebook, looked: Sequence[Search] = ()
    ) -> None:
        recorded = datetime.combine(_READ, time(12), UTC)
        held = {article.key: article for article in sorted(articles, key=lambda article: article.key)}
        facts = Facts(
            articles=held,
            hashes={key: hashlib.sha256(article.raw.encode()).hexdigest() for key, article in held.items()},
            readings=tuple(_reading(key, codings[key], recorded) for key in held),
            searches=tuple(looked),
        )
        self._snapshot: Snapshot = build(facts, book)
        self._book = book
        self._by_pair: dict[tuple[str, str], tuple[Tested, ...]] = {}

    def tested(self, pair: tuple[str, str]) -> tuple[Tested, ...]:
        if pair not in self._by_pair:
            self._by_pair[pair] = tested(View.of(self._snapshot, pair, self._book))
        return self._by_pair[pair]


def _reading(key: str, coding: Coding, recorded: datetime) -> Reading:
    numbers = tuple(range(len(coding.events)))
    return Reading(key, "labels", recorded, coding, numbers=numbers, tells=bool(coding.events))


def _tested(row: Row, article: Article, held: _Held) -> Verdict:
    event = row["event"]
    pair = (event["actor"], event["recipient"])
    found = held.tested((min(pair), max(pair)))
    start, end = row.get("start", 0), row.get("end", len(article.raw))
    best, most = None, 0
    for one in found:
        if one.absent != (event["status"] == "not_received") or (one.giver, one.receiver) != pair:
            continue
        for entry in one.entries:
            if entry.article_key != article.key:
                continue
            spans = [p for p in (entry.event.object or entry.event.cue,) if p]
            shared = max((min(end, p.end) - max(start, p.start) for p in spans), default=0)
            if shared > most:
                best, most = one, shared
    expected = (row["verdict"], *row.get("also", ()))
    required, seed = bool(row.get("required", 1)), "file" in row
    if best is None:
        return Verdict(row["claim"], expected, "", "", required, seed)
    return Verdict(
        row["claim"],
        expected,
        best.ruling.verdict,
        best.ruling.reason,
        required,
        seed,
        witness=best.ruling.witness,
    )


@dataclass(frozen=True, slots=True)
class _Text:
    article: Article
    events: tuple[Event, ...]
    found: Path | None

    @classmethod
    def of(cls, row: Row, labels: Path, book: Codebook) -> "_Text":
        if "file" not in row:
            article = _written(row, row["text"])
            return cls(article, _events(row, article), None)
        for folder in labels.resolve().parents:
            if (folder / row["file"]).is_file():
                article = _article(folder / row["file"])
                return cls(article, _events(row, article), folder / row["file"])
        raise GoldError(f"{labels}: names {row['file']}, which is in no folder above. Keep the labels in the project.")


def _read_beside(texts: Iterable[_Text]) -> list[Article]:
    """All articles of the folders that hold the bundled texts."""
    folders = sorted({text.found.parent for text in texts if text.found})
    return [a for a in read([str(folder) for folder in folders]) if isinstance(a, Article)]


def _official(shared: Path) -> tuple[list[OfficialRecord], list[Search]]:
    """The official records that stand with the facts, and the searches that their registers report."""
    folder = shared / "facts" / "official"
    found = list(read([str(folder)])) if folder.is_dir() else []
    return [r for r in found if isinstance(r, OfficialRecord)], [s for s in found if isinstance(s, Search)]


def _rows(path: Path) -> list[Row]:
    found: list[Row] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise GoldError(f"{path}, line {number}: is no JSON ({error}). Give labels of claims.") from None
        if not isinstance(row, dict) or not {"claim", "text", "search", "about"} & set(row):
            raise GoldError(f"{path}, line {number}: has no claim, text, search or about. Give labels of claims.")
        found.append(row)
    return found


def _article(path: Path) -> Article:
    for found in read([str(path)]):
        if isinstance(found, Article):
            return found
        raise GoldError(str(found))
    raise GoldError(f"{path}: nothing could be read. Give the folder of the texts.")


def _written(row: Row, name: str) -> Article:
    day = date.fromisoformat(row["date"]) if row["date"] else None
    raw: str = row["body"]
    return Article(
        id=f"{name}.txt",
        raw=raw,
        blocks=(Block("body", 0, len(raw)),),
        origin=Origin(name, "text", "0" * 64, "utf-8", "labels"),
        outlet=row["outlet"],
        genre=row["genre"],
        language="en",
        published=Interval(day, day, "explicit") if day else Interval(),
    )


def _events(row: Row, article: Article) -> tuple[Event, ...]:
    return tuple(_event(event, article, number) for number, event in enumerate(row["events"]))


def _event(row: Row, article: Article, number: int) -> Event:
    raw = article.raw

    def phrase(value: str | list[int] | None) -> Phrase | None:
        if value is None:
            return None
        if isinstance(value, str):
            if (at := raw.find(value)) < 0:
                raise GoldError(f"{article.id}: {value!r} is not in the text. Correct the label.")
            return Phrase(at, at + len(value), value)
        return Phrase(value[0], value[1], raw[value[0] : value[1]])

    cue = phrase(row["cue"])
    assert cue is not None
    begin = max(raw.rfind(". ", 0, cue.start) + 2 if ". " in raw[: cue.start] else 0, raw.rfind("\n", 0, cue.start) + 1)
    ends = [at for at in (raw.find(". ", cue.end), raw.find("\n", cue.end)) if at >= 0]
    end = min(ends, default=len(raw) - 1) + 1
    days = [date.fromisoformat(day) for day in row.get("date", ())]
    sectors = row.get("sectors", ("GOV", "GOV"))
    speaker = Speaker(*row["speaker"]) if row.get("speaker") else Speaker()
    value = row.get("amount")
    return Event(
        article_id=article.id,
        event_id=f"{article.key[:8]}{number:08x}",
        event_type=row["type"],
        quad_class="",
        status=row["status"],
        actor=Party(row["actor"], sectors[0]),
        recipient=Party(row["recipient"], sectors[1]),
        cue=cue,
        sentence=Span(begin, end),
        polarity="negative" if row.get("negative") else "positive",
        symmetric=bool(row.get("symmetric")),
        instrument=row["instrument"],
        domains=tuple(row["domains"]),
        speaker=speaker,
        object=phrase(row.get("object")),
        amount=Amount(value[0], value[1]) if value else None,
        date=Interval(days[0], days[-1], "explicit") if days else Interval(),
        confidence=1.0,
        coder="labels",
    )


def _search(row: Row) -> Search:
    def day(name: str) -> date | None:
        return date.fromisoformat(row[name]) if row.get(name) else None

    return Search(
        register=row["register"],
        query=row["query"],
        giver=row.get("giver"),
        receiver=row.get("receiver"),
        instrument=row.get("instrument"),
        start=day("start"),
        end=day("end"),
        rows=row["rows"],
        source=row["source"],
    )
