"""Date expressions against TIMEX3 gold in token-and-tag files (TimeBank, MEANTIME as published with XTN).

The rule. Gold: expressions of type DATE or TIME whose value names days of the calendar; values that hold an ``X`` and
the references to past, present and future have none and are left out, as are DURATION and SET. Text: a document's
tokens joined by single blanks; its DCT is the publication date. *Found*: one of ours of kind date or time, with an
interval, overlaps the gold expression by a token. *Right*: the days that ours names (``DateMention.named``) equal those
of the value; both are stretches of days, so a time counts by its day. Matching is one to one, right pairs first.
Precision is over ours, but for those that overlap nothing except a DATE or TIME left out for its ``X``: the annotators
gave no day there, so ours can be neither right nor wrong (``nothing_aside`` counts them as wrong). ``opened`` compares
``DateMention.interval``, after "since" has opened it or publication cut it, which TIMEX3 keeps apart as a signal.

Values become days as follows: weeks by ISO 8601, a weekend is Saturday and Sunday, seasons three whole months from
1 March, June, September and December, ``198`` a decade, ``19`` the years 1900 to 1999, ``FY2006`` the year 2006."""

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from deedbook.coding import stretches
from deedbook.coding.dates import DateMention, resolve
from deedbook.coding.stretches import Stretch
from deedbook.evaluate.gold import GoldError
from deedbook.records import Interval

_HEAD = re.compile(r'\*!-DCTVALUE="(?P<value>[^"]*)"-!\*')
_VALUE = re.compile(
    r"(?:FY)?(?P<year>\d{4})(?:-(?:W(?P<week>\d\d)(?P<weekend>-WE)?(?:-(?P<weekday>[1-7]))?|Q(?P<quarter>[1-4])|H(?P<half>[12])"
    r"|(?P<season>SP|SU|FA|WI)|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?(?:T.*)?\Z"
)
_RESAMPLES = 2000
_SEED = 20250101


class TimexError(GoldError):
    """A file of date expressions that cannot be used."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A gold expression at ``text[start:end]`` with its TIMEX3 type and value."""

    start: int
    end: int
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Document:
    """One gold document; ``name`` is the file's name and the document's number in it, from 1."""

    name: str
    text: str
    published: Interval
    expressions: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts: gold expressions, ours, gold that was found, gold that was found and right."""

    gold: int = 0
    ours: int = 0
    found: int = 0
    right: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.gold + other.gold, self.ours + other.ours, self.found + other.found, self.right + other.right)

    @property
    def precision(self) -> float:
        return self.right / self.ours if self.ours else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """F1 of right ones, 0 to 1."""
        return 2 * self.right / (self.gold + self.ours) if self.gold + self.ours else 0.0

    @property
    def found_f1(self) -> float:
        """F1 of found ones, whatever their days."""
        return 2 * self.found / (self.gold + self.ours) if self.gold + self.ours else 0.0


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake to read: ``kind`` wrong, missed or spurious; ``words`` with what stands around them."""

    document: str
    kind: str
    words: str
    expected: str
    got: str
    around: str


@dataclass(frozen=True, slots=True)
class TimexReport:
    """Scores by file, in all, and by class of gold value (spurious ones by the class of ours).

    ``interval`` bounds F1 in all at 95 %: percentiles of a bootstrap over documents."""

    files: tuple[tuple[str, Tally], ...]
    total: Tally
    interval: tuple[float, float]
    classes: tuple[tuple[str, Tally], ...]
    opened: Tally
    nothing_aside: Tally
    documents: int
    errors: tuple[Mistake, ...]

    @property
    def figure(self) -> float:
        """F1 of right ones."""
        return self.total.f1

    def lines(self, errors: bool = False) -> list[str]:
        """The report for a terminal; with ``errors`` every mistake."""
        low, high = self.interval
        out = [
            f"timex (development set, {self.documents} documents): F1 of right {100 * self.total.f1:.1f}"
            f" [95 % {100 * low:.1f} to {100 * high:.1f}, bootstrap over documents]"
            f"  precision {100 * self.total.precision:.1f}  recall {100 * self.total.recall:.1f}"
            f"  F1 of found {100 * self.total.found_f1:.1f}",
            f"  by opened and cut intervals: F1 {100 * self.opened.f1:.1f};"
            f" with nothing set aside: F1 {100 * self.nothing_aside.f1:.1f}",
            f"  {'':24}{'gold':>6}{'ours':>6}{'found':>6}{'right':>6}{'P':>7}{'R':>7}{'F1':>7}",
        ]
        for name, tally in (*self.files, *self.classes):
            out.append(
                f"  {name:24}{tally.gold:6}{tally.ours:6}{tally.found:6}{tally.right:6}"
                f"{100 * tally.precision:7.1f}{100 * tally.recall:7.1f}{100 * tally.f1:7.1f}"
            )
        if errors:
            out += [f"  {e.kind:8} {e.document}: “{e.words}” {e.expected} / {e.got}  …{e.around}…" for e in self.errors]
        return out


def score(paths: Iterable[str | Path]) -> TimexReport:
    """Read the gold files at ``paths`` (files, or folders searched for ``*.tsv``), resolve, and score.

    Raises TimexError for a path that is missing, holds no such file, or is not in that format."""
    results: list[tuple[str, _Result]] = []
    for path in _files(paths):
        results += [(str(path.parent.name + "/" + path.name), _scored(document)) for document in documents(path)]
    per_file: dict[str, Tally] = {}
    classes: dict[str, Tally] = {}
    for name, result in results:
        per_file[name] = per_file.get(name, Tally()) + result.tally
        for class_, tally in result.classes.items():
            classes[class_] = classes.get(class_, Tally()) + tally
    order = ("day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade", "century", "span")
    return TimexReport(
        tuple(per_file.items()),
        _sum(result.tally for _, result in results),
        _bootstrap([result.tally for _, result in results]),
        tuple((class_, classes[class_]) for class_ in order if class_ in classes),
        _sum(result.opened for _, result in results),
        _sum(result.nothing_aside for _, result in results),
        len(results),
        tuple(error for _, result in results for error in result.errors),
    )


def documents(path: Path) -> Iterator[Document]:
    """The documents of one file: a line ``*!-DCTVALUE="…"-!*``, then a token, a BIO tag and a value a line."""
    text: list[str] = []
    spans: list[tuple[int, int, str, str]] = []
    dct, number, length = "", 0, 0
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TimexError(f"{path}: cannot be read ({error}). Give a UTF-8 file of tokens and tags.") from None
    for line_number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        cells = line.rstrip("\r").split("\t")
        if len(cells) != 3:
            raise TimexError(
                f"{path}, line {line_number}: token, tag and value were expected, separated by tabs; found"
                f" {len(cells)} cell(s). Give a file in the format of XTN-timexes."
            )
        token, tag, value = cells
        if head := _HEAD.match(token):
            if number:
                yield _document(path, number, dct, text, spans)
            dct, number, length, text, spans = head["value"], number + 1, 0, [], []
            continue
        start = length + (1 if text else 0)
        length = start + len(token)
        text.append(token)
        if tag.startswith("B-") or (tag.startswith("I-") and not spans):
            spans.append((start, length, tag[2:], value))
        elif tag.startswith("I-"):
            spans[-1] = (spans[-1][0], length, spans[-1][2], spans[-1][3])
    if not number:
        raise TimexError(f'{path}: no line *!-DCTVALUE="…"-!* that begins a document. Give a file of XTN-timexes.')
    yield _document(path, number, dct, text, spans)


def days_of(value: str) -> Stretch | None:
    """The days that a TIMEX3 value names, or ``None`` where it names none (references, X, durations, impossible)."""
    if re.fullmatch(r"\d{3}", value):
        return stretches.decade(int(value) * 10)
    if re.fullmatch(r"\d{2}", value):
        return stretches.century(int(value) + 1)
    found = _VALUE.match(value)
    if not found or "X" in value.partition("T")[0]:
        return None
    year = int(found["year"])
    try:
        if found["week"]:
            monday = date.fromisocalendar(year, int(found["week"]), 1)
            if found["weekday"]:
                return stretches.day(monday + timedelta(days=int(found["weekday"]) - 1))
            return stretches.weekend(monday) if found["weekend"] else stretches.week(monday)
        if found["quarter"]:
            return stretches.quarter(year, int(found["quarter"]))
        if found["half"]:
            return stretches.half(year, int(found["half"]))
        if found["season"]:
            return stretches.season(year, found["season"])
        if found["day"]:
            return stretches.day(date(year, int(found["month"]), int(found["day"])))
        if found["month"]:
            date(year, int(found["month"]), 1)  # raises for a month that no year has
            return stretches.month(year, int(found["month"]))
        return stretches.year(year)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Result:
    tally: Tally
    opened: Tally
    nothing_aside: Tally
    classes: dict[str, Tally] = field(default_factory=dict)
    errors: tuple[Mistake, ...] = ()


def _files(paths: Iterable[str | Path]) -> Iterator[Path]:
    for given in paths:
        path = Path(given)
        found = sorted(path.rglob("*.tsv")) if path.is_dir() else [path]
        if not found or not path.exists():
            raise TimexError(f"{path}: no such file, or a folder without *.tsv. Give the gold files' place.")
        yield from found


def _document(path: Path, number: int, dct: str, tokens: list[str], spans: list[tuple[int, int, str, str]]) -> Document:
    day = days_of(dct)
    published = Interval(day.first, day.last, "publication") if day else Interval()
    return Document(f"{path.name}#{number}", " ".join(tokens), published, tuple(Expression(*span) for span in spans))


def _scored(document: Document) -> _Result:
    gold = [(e, days) for e in document.expressions if e.type in ("DATE", "TIME") and (days := days_of(e.value))]
    undated = [
        e for e in document.expressions if e.type in ("DATE", "TIME") and "X" in e.value and not days_of(e.value)
    ]
    every = [
        m for m in resolve(document.text, document.published) if m.kind in ("date", "time") and m.named.basis != "none"
    ]
    ours = [m for m in every if not _aside(m, gold, undated)]
    pairs = _pairs(gold, ours)
    right = {g for g, (_, same) in pairs.items() if same}
    classes: Counter[tuple[str, str]] = Counter()
    errors: list[Mistake] = []
    for g, (expression, days) in enumerate(gold):
        classes[days.unit, "gold"] += 1
        classes[days.unit, "found"] += g in pairs
        classes[days.unit, "right"] += g in right
        classes[days.unit, "ours"] += g in pairs
        if g not in right:
            got = _told(ours[pairs[g][0]].named) if g in pairs else "nothing"
            kind = "wrong" if g in pairs else "missed"
            errors.append(_error(document, kind, expression.start, expression.end, expression.value, got))
    used = {n for n, _ in pairs.values()}
    for n, mention in enumerate(ours):
        if n not in used:
            classes[_class(mention), "ours"] += 1
            errors.append(_error(document, "spurious", mention.start, mention.end, "nothing", _told(mention.named)))
    tally = Tally(len(gold), len(ours), len(pairs), len(right))
    opened = sum(_same(gold[g][1], ours[n].interval) for g, (n, _) in pairs.items())
    units = {unit for unit, _ in classes}
    return _Result(
        tally,
        Tally(len(gold), len(ours), len(pairs), opened),
        Tally(len(gold), len(every), len(pairs), len(right)),
        {u: Tally(*(classes[u, part] for part in ("gold", "ours", "found", "right"))) for u in units},
        tuple(errors),
    )


def _aside(mention: DateMention, gold: Sequence[tuple[Expression, Stretch]], undated: Sequence[Expression]) -> bool:
    return any(_overlap(e, mention) for e in undated) and not any(_overlap(e, mention) for e, _ in gold)


def _overlap(expression: Expression, mention: DateMention) -> bool:
    return expression.start < mention.end and mention.start < expression.end


def _same(days: Stretch, interval: Interval) -> bool:
    return (days.first, days.last) == (interval.start, interval.end)


def _pairs(gold: Sequence[tuple[Expression, Stretch]], ours: Sequence[DateMention]) -> dict[int, tuple[int, bool]]:
    """Gold index to (our index, whether right), one to one: right pairs first, then in order."""
    pairs: dict[int, tuple[int, bool]] = {}
    used: set[int] = set()
    for wanted in (True, False):
        for g, (expression, days) in enumerate(gold):
            if g in pairs:
                continue
            for n, mention in enumerate(ours):
                if n not in used and _overlap(expression, mention) and _same(days, mention.named) >= wanted:
                    pairs[g] = (n, wanted)
                    used.add(n)
                    break
    return pairs


def _class(mention: DateMention) -> str:
    start, end = mention.named.start, mention.named.end
    assert start is not None and end is not None
    for unit in ("day", "week", "weekend", "month", "quarter", "half", "year", "decade", "century"):
        stretch = stretches.around(end, unit)
        if (stretch.first, stretch.last) == (start, end):
            return unit
    return "season" if (end - start).days in range(88, 93) else "span"


def _told(interval: Interval) -> str:
    return str(interval.start) if interval.start == interval.end else f"{interval.start}/{interval.end}"


def _error(document: Document, kind: str, start: int, end: int, expected: str, got: str) -> Mistake:
    text = document.text
    day = document.published.start
    around = f"{text[max(0, start - 60) : start]}[{text[start:end]}]{text[end : end + 40]} ({day})"
    return Mistake(document.name, kind, text[start:end], expected, got, around)


def _sum(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


def _bootstrap(tallies: Sequence[Tally]) -> tuple[float, float]:
    """2.5th and 97.5th percentile of F1 over documents drawn with replacement; the seed is fixed."""
    if not tallies:
        return 0.0, 0.0
    chance = random.Random(_SEED)
    values = []
    for _ in range(_RESAMPLES):
        drawn = chance.choices(tallies, k=len(tallies))
        total = sum(t.gold + t.ours for t in drawn)
        values.append(2 * sum(t.right for t in drawn) / total if total else 0.0)
    values.sort()
    return values[int(0.025 * _RESAMPLES)], values[int(0.975 * _RESAMPLES) - 1]
