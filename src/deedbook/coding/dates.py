"""Dates in running text, as closed intervals of days resolved against the article's date.

The forms stand in ``date_grammar``, their meaning in ``date_readers``, tense in ``outlook``."""

import functools
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from deedbook.codebook.calendar import load_calendar
from deedbook.coding import stretches
from deedbook.coding.date_grammar import DIGITS, Grammar, load_grammar, telling
from deedbook.coding.date_readers import READERS
from deedbook.coding.date_scene import DateKind, Reading, Scene
from deedbook.coding.outlook import outlook
from deedbook.coding.stretches import Stretch
from deedbook.records import Interval

_WORD = re.compile(r"[a-z]+")
_TOKEN = re.compile(r"['’]?[A-Za-z0-9]+")
_REACH = 44  # code points from a form's first word to the word or digit that tells it ("the same … quarter")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression at ``text[start:end]``.

    ``interval`` is when: an end is ``None`` where the words leave it open ("since March", "by 2030"), and the current
    week ends at publication unless its sentence looks ahead. ``named`` is the calendar stretch that the expression
    itself names, before "since" opens it or publication cuts it: what TIMEX3 calls its value. Basis: ``explicit``
    where the text gives the year, ``relative`` where publication or an earlier date does, ``none`` where the days
    cannot be told (both intervals are then empty)."""

    start: int
    end: int
    interval: Interval
    kind: DateKind
    named: Interval = Interval()


def resolve(text: str, published: Interval, *, state: str | None = None) -> list[DateMention]:
    """All date expressions of ``text`` (a sentence, or better a whole article: "a year earlier" leans on dates
    before it), in order, without overlaps.

    ``published`` is the article's date (its last day counts where it is wider); with basis ``none`` only expressions
    that give their year get an interval. ``state`` (ISO 3166-1 alpha-3) chooses whose fiscal year "FY25" is; without
    it, and for states that the codebook does not list, a fiscal year is the calendar year of its name. "Early",
    "mid" and "end of" keep the whole unit that they qualify."""
    if not _may_hold_date(text):
        return []
    grammar = load_grammar()
    today = None if published.basis == "none" else published.end or published.start
    readings = _joined(text, _read(text, today, state, grammar))
    found = [_mention(text, reading, today) for reading in readings]
    # the two ends of a range, joined, may reach back over what stands before them
    return [m for n, m in enumerate(found) if n == 0 or m.start >= found[n - 1].end]


@functools.lru_cache(maxsize=1 << 12)
def may_look_beyond(text: str, after: date) -> bool:
    """False where a glance shows that no expression of ``text`` begins after that day: whole dates up to then aside it
    holds none."""
    months = load_calendar().words["month"]

    def left(found: re.Match[str]) -> str:
        month, day = found["month"] or found["first"], found["day"] or found["second"]
        told = int(found["year"]), int(months[month.lower()].value), int(day)
        return " " if told <= (after.year, after.month, after.day) else found[0]

    return _may_hold_date(_whole_date().sub(left, text))


@functools.cache
def _whole_date() -> re.Pattern[str]:
    full = (word for word in load_calendar().words["month"] if len(word) > 4 or word in ("may", "june", "july"))
    months = "|".join(sorted(full))
    british, american = rf"(?P<day>\d{{1,2}}) (?P<month>{months})", rf"(?P<first>{months}) (?P<second>\d{{1,2}}),?"
    return re.compile(rf"\b(?:{british}|{american}) (?P<year>\d{{4}})\b", re.IGNORECASE)


def _may_hold_date(text: str) -> bool:
    return not telling().isdisjoint(_WORD.findall(text.lower())) or DIGITS.search(text) is not None


def _read(text: str, today: date | None, state: str | None, grammar: Grammar) -> list[Reading]:
    readings: list[Reading] = []
    scene = Scene(text, today, state, readings, load_calendar())
    done = 0
    for begin in _candidates(text, grammar):
        if begin < done:
            continue
        found = grammar.scan.match(text, begin)
        if found is None or found.lastgroup is None:
            continue
        if reading := _read_at(found.lastgroup, begin, scene, grammar):
            readings.append(reading)
            done = reading.end
    return readings


def _candidates(text: str, grammar: Grammar) -> list[int]:
    """Where a form may begin: at words that can begin one and that a telling word or a digit follows closely."""
    begins: list[int] = []
    told = len(text) + _REACH + 1
    words, starters = telling(), grammar.starters
    for token in reversed(list(_TOKEN.finditer(text))):
        word, at = token[0], token.start()
        if not word.isalpha():
            told = at
            begins.append(at)
            if word[0] in "'’":
                begins.insert(len(begins) - 1, at + 1)
            continue
        word = word.lower()
        if word in words:
            told = at
        if told - at <= _REACH and word in starters:
            begins.append(at)
    begins.reverse()
    return begins


def _read_at(form: str, begin: int, scene: Scene, grammar: Grammar) -> Reading | None:
    """The first form from ``form`` on that matches at ``begin`` and makes sense there."""
    names = grammar.names
    for name in names[names.index(form) :]:
        found = grammar.forms[name].match(scene.text, begin)
        if found is None:
            continue
        try:
            value = READERS[name](found, scene)
        except (ValueError, OverflowError):
            continue  # 31 June, or a day outside the years 1 to 9999
        if value is not None:
            stretch, kind, basis = value
            return Reading(begin, found.end(), stretch, kind, basis, name, _YEAR_BACK.search(found[0]) is not None)
    return None


_YEAR_BACK = re.compile(r"year[\s-]+(?:ago|earlier|before|previous)|same|corresponding|comparable|prior", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,|\(|on|of|at|the|early|late)?\s*(?:on|the|early|late)?\s*\Z", re.IGNORECASE)
_DATED = frozenset(
    ("iso", "month_day", "day_month", "numeric", "month_ordinal", "ordinal_of_month", "day_month_hyphened")
)
_ON_A_DAY = frozenset(("weekday", "weekday_numeric", "deictic"))
_RANGE = re.compile(r"\s*(?:and|to|until|till|through|[-–])\s*\Z", re.IGNORECASE)
_FROM = re.compile(r"\b(?P<word>between|from)\s+(?:the\s+)?\Z", re.IGNORECASE)


def _joined(text: str, readings: list[Reading]) -> list[Reading]:
    """Weekday with its date, hour with its day, and the two ends of a range as one."""
    out: list[Reading] = []
    for reading in readings:
        if out and (one := _one(text, out[-1], reading)):
            out[-1] = one
        else:
            out.append(reading)
    return out


def _one(text: str, a: Reading, b: Reading) -> Reading | None:
    gap = text[a.end : b.start]
    if len(gap) > 12:
        return None
    if _BETWEEN.match(gap):
        if a.form in ("weekday", "weekday_numeric") and b.form in _DATED:
            kind: DateKind = "time" if "time" in (a.kind, b.kind) else b.kind
            return replace(b, start=a.start, kind=kind, stretch=_on_weekday(a, b))
        if a.form == "clock" and (b.form in _DATED | _ON_A_DAY or (b.stretch and b.stretch.unit == "day")):
            return replace(b, start=a.start, kind="time")
        if b.form == "clock" and (a.form in _DATED | _ON_A_DAY or (a.stretch and a.stretch.unit == "day")):
            return replace(a, end=b.end, kind="time")
        if b.form == "daypart" and a.stretch and a.stretch.unit == "day":
            return replace(a, end=b.end, kind="time")
    if (
        _RANGE.match(gap)
        and a.stretch
        and b.stretch
        and a.kind == b.kind == "date"
        and a.stretch.first <= b.stretch.last
    ):
        lead = _FROM.search(text, max(0, a.start - 16), a.start)
        if not lead and a.form in _DATED and b.form in _DATED and gap.strip().lower() in ("to", "through", "-", "–"):
            return replace(b, start=a.start, stretch=Stretch(a.stretch.first, b.stretch.last, "span"))
        if lead and (lead["word"].lower() == "between") == ("and" in gap.lower()) and a.stretch.unit == b.stretch.unit:
            return replace(b, start=a.start, stretch=Stretch(a.stretch.first, b.stretch.last, "span"))
    return None


def _on_weekday(weekday: Reading, dated: Reading) -> Stretch | None:
    """The date in the year nearest to the one read in which it falls on that weekday."""
    if dated.basis != "relative" or weekday.stretch is None or dated.stretch is None or dated.stretch.unit != "day":
        return dated.stretch
    when, wanted = dated.stretch.first, weekday.stretch.first.isoweekday()
    for years in (0, 1, -1, 2, -2):
        moved = stretches.years_on(dated.stretch, years)
        if moved.first.isoweekday() == wanted and moved.first.day == when.day:
            return moved
    return dated.stretch


_LEAD = re.compile(
    r"(?:(?:the\s+)?(?:very\s+)?(?:end|beginning|start|middle|rest|remainder|close|first part|latter part|turn)\s+of\s+"
    r"|(?:(?:earlier|later|early|late)\s+(?:in\s+)?|mid[-\s]+))(?:the\s+)?\Z",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"\b(?P<word>since|after|as of|as from|with effect from|effective|starting|beginning|from|until|till|through|up to"
    r"|no later than|not later than|by|before|prior to|ahead of)\s+(?:on\s+|at\s+|in\s+)?(?:the\s+)?\Z",
    re.IGNORECASE,
)
_START = frozenset(("since", "as of", "as from", "with effect from", "effective", "starting", "beginning", "from"))
_BOUND = frozenset(("until", "till", "through", "up to", "no later than", "not later than", "by"))


def _mention(text: str, reading: Reading, today: date | None) -> DateMention:
    start = reading.start
    if reading.kind in ("date", "time") and (lead := _LEAD.search(text, max(0, start - 30), start)):
        start = lead.start()
        if start and (text[start - 1].isalnum() or text[start - 1] == "-"):
            start = reading.start
    stretch = reading.stretch
    if stretch is None:
        return DateMention(start, reading.end, Interval(), reading.kind)
    named = Interval(stretch.first, stretch.last, reading.basis)
    interval = named
    if reading.kind in ("date", "time"):
        interval = _opened(text, start, reading, _cut(text, reading, start, today, named), today)
    return DateMention(start, reading.end, interval, reading.kind, named)


def _cut(text: str, reading: Reading, start: int, today: date | None, named: Interval) -> Interval:
    """The current week, ended at publication unless its sentence looks ahead."""
    if (
        today is None
        or reading.stretch is None
        or reading.stretch.unit != "week"
        or named.start is None
        or named.end is None
    ):
        return named
    if named.start <= today < named.end:
        if text[start : reading.start].lower().startswith("later"):
            return replace(named, start=today)
        if outlook(text, start, reading.end) != "future":
            return replace(named, end=today)
    return named


def _opened(text: str, start: int, reading: Reading, interval: Interval, today: date | None) -> Interval:
    found = _OPENING.search(text, max(0, start - 30), start)
    first, last = interval.start, interval.end
    if not found or first is None or last is None:
        return interval
    word = found["word"].lower()
    if word != "since" and _qualifies(text, start, reading):
        return interval
    if word == "from" and not _begins(text, found.start(), reading):
        return interval
    if word == "as of" and today is not None and last <= today:
        return interval  # a count taken on that day
    one = timedelta(days=1)
    if word in _START:
        return replace(interval, end=None)
    if word == "after":
        return Interval(last + one if last < date.max else last, None, interval.basis)
    if word in _BOUND:
        return replace(interval, start=None)
    return Interval(None, first - one if first > date.min else first, interval.basis)


def _qualifies(text: str, start: int, reading: Reading) -> bool:
    """Whether the date only qualifies a noun, which the preposition governs: "after the 1987 crash"."""
    if re.match(r"\s?['’]s?\b", text[reading.end : reading.end + 4]):
        return True
    article = re.search(r"\b(?:the|an?|its|their)\s+\Z", text[max(0, start - 8) : start], re.IGNORECASE)
    return bool(article and re.match(r"\s+[a-z]{3,}", text[reading.end : reading.end + 5]))


def _begins(text: str, at: int, reading: Reading) -> bool:
    """Whether "from" opens a stretch ("from 1 August") rather than compares with a day ("54 points from 12 March")."""
    if re.match(r"\s+(?:onwards?\b|on\s*(?:[,.;]|\Z))", text[reading.end : reading.end + 10]):
        return True
    if re.search(r"(?:%|[0-9]|\bpoints?|\bper\s?cent|\bpct)\s+\Z", text[max(0, at - 10) : at]):
        return False
    return reading.stretch is not None and reading.stretch.unit == "day" and reading.form in _DATED
