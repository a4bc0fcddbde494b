"""What a date form is read against, and what reading it yields."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from deedbook.codebook.calendar import Calendar
from deedbook.coding.outlook import Outlook, outlook, sentence_around
from deedbook.coding.stretches import Stretch

DateKind = Literal["date", "time", "duration", "set"]


DateBasis = Literal["explicit", "relative", "none"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A form read at ``start:end``. ``stretch`` is ``None`` where no day can be told. ``form`` names the rule."""

    start: int
    end: int
    stretch: Stretch | None
    kind: DateKind
    basis: DateBasis
    form: str
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """What a form is read against: the text, the day of publication (``None``: undated), the state whose fiscal year
    counts, and the readings before it, in order."""

    text: str
    today: date | None
    state: str | None
    earlier: Sequence[Reading]
    calendar: Calendar

    def look(self, found: re.Match[str]) -> Outlook:
        return outlook(self.text, found.start(), found.end())

    def anchor(self, units: frozenset[str], start: int, reach: int | None = None) -> Stretch | None:
        """The last stretch before ``start`` whose unit is among ``units``, at most ``reach`` code points back."""
        for reading in reversed(self.earlier):
            if reach is not None and start - reading.end > reach:
                return None
            if reading.stretch and reading.stretch.unit in units and not reading.moved:
                return reading.stretch
        return None


Value = tuple[Stretch | None, DateKind, DateBasis]


NOTHING: Value = (None, "date", "none")


QUARTERS = frozenset(("quarter",))


DAYS = frozenset(("day",))


def explicit(stretch: Stretch, kind: DateKind = "date") -> Value:
    return stretch, kind, "explicit"


def relative(stretch: Stretch | None, kind: DateKind = "date") -> Value:
    return (stretch, kind, "relative") if stretch else (None, kind, "none")


def year_of(text: str, calendar: Calendar, today: date | None = None) -> int:
    """A year in any spelling; two digits are read within the century that ends thirty years from publication."""
    digits = re.sub(r"\D", "", text)
    if len(digits) == 4:
        return int(digits)
    if len(digits) == 2:
        limit = (today.year if today else 2020) + 30
        return limit - (limit - int(digits)) % 100
    numbers = calendar.values("number") | calendar.values("tens")
    words = [word for word in re.split(r"[\s-]+", text.lower()) if word != "and"]
    rest = sum(numbers.get(word, 0) for word in words[1:] if word not in ("hundred", "thousand"))
    return {"nineteen": 1900, "two": 2000}.get(words[0], 2000) + rest


def relative_year(text: str, scene: Scene, start: int) -> int | None:
    if scene.today is None:
        return None
    lead = text.lower().split()
    base = scene.today.year
    if "next" in lead:
        return base + 1
    if "last" in lead or "past" in lead:
        return base - 1
    if "previous" in lead or "preceding" in lead or "following" in lead:
        anchor = scene.anchor(frozenset(("year", "quarter", "half", "month", "day")), start)
        return (anchor.first.year if anchor else base) + (1 if "following" in lead else -1)
    return base


def given_year(found: re.Match[str], scene: Scene, groups: Sequence[str] = ("year", "year2", "yearf")) -> int | None:
    parts = found.groupdict()
    for group in groups:
        if parts.get(group):
            return year_of(parts[group], scene.calendar, scene.today)
    if parts.get("rel"):
        return relative_year(parts["rel"], scene, found.start())
    return None


def recurring(
    make: Callable[[int], Stretch], found: re.Match[str], scene: Scene, look: Outlook | None = None
) -> Stretch | None:
    """Of a day or month that comes every year, the one meant: the last begun, the next, or the nearest.

    A past day more than ten months back yields to one near at hand: news would have named the year."""
    if scene.today is None:
        return None
    options = []
    for year in range(scene.today.year - 4, scene.today.year + 5):
        try:
            options.append(make(year))
        except ValueError:
            continue  # 29 February
    today = scene.today
    nearest = min(options, key=lambda option: _distance(option, today))
    if look is None and re.search(r"\bended\s+\Z", scene.text[max(0, found.start() - 8) : found.start()]):
        return before[-1] if (before := [option for option in options if option.first <= today]) else nearest
    if look is None:
        look = "unknown" if prenominal(found, scene.text) else scene.look(found)
    before = [option for option in options if option.first <= today]
    after = [option for option in options if option.last >= today]
    if look == "past" and before:
        far = before[-1].unit == "day" and _distance(before[-1], today) > _LONG_AGO
        return nearest if far or _bounded(found, scene.text) else before[-1]
    if look == "future" and after:
        return before[-1] if before and _just_over(before[-1], after[0], found, scene) else after[0]
    return nearest


_LONG_AGO = 300  # days
_JUST_OVER = 60  # days


_WAS_TO = re.compile(
    r"\b(?:(?:was|were|been) due|(?:promised|pledged|vowed|agreed|had)\s+to)\b(?:(?!\b(?:will|would)\b)[^.;])*\Z"
)


def _just_over(last: Stretch, following: Stretch, found: re.Match[str], scene: Scene) -> bool:
    """Whether "which was due in June", read early in July, means the June that is over: it ended a little ago, the
    next is most of a year away, and what was due then is told in the past."""
    assert scene.today is not None
    ended, ahead = (scene.today - last.last).days, (following.first - scene.today).days
    low, _ = sentence_around(scene.text, found.start(), found.end())
    return 0 < ended <= _JUST_OVER and ahead > _LONG_AGO and bool(_WAS_TO.search(scene.text[low : found.start()]))


_BOUND = re.compile(r"\b(?:until|till|by|through)\s+(?:early |late |mid[- ])?\Z", re.IGNORECASE)


def _bounded(found: re.Match[str], text: str) -> bool:
    """ "by February": a bound lies ahead of its verb, whatever the tense."""
    return bool(_BOUND.search(text, max(0, found.start() - 16), found.start()))


_ARTICLE = re.compile(r"\b(?:an?|the|its|their|his|her)\s+\Z", re.IGNORECASE)


def prenominal(found: re.Match[str], text: str) -> bool:
    """ "a June agreement": the date qualifies a noun, so the verb's tense says nothing of it."""
    return bool(
        _ARTICLE.search(text, max(0, found.start() - 8), found.start())
        and re.match(r"\s+[a-z]{3,}", text[found.end() : found.end() + 5])
    )


def _distance(option: Stretch, today: date) -> int:
    if option.first <= today <= option.last:
        return 0
    return min(abs((option.first - today).days), abs((option.last - today).days))


def month_number(name: str, scene: Scene) -> int | None:
    """The month, or ``None`` where the word lacks the capital that tells it from a verb."""
    entry = scene.calendar.words["month"][name.rstrip(".").lower()]
    return None if entry.cased and name[0].islower() else int(entry.value)


def ordinal(word: str, scene: Scene) -> int | None:
    """An ordinal in words; a cardinal only with a capital ("April Three", as wires used to write)."""
    words = scene.calendar.words
    entry = words["ordinal"].get(word.lower()) or (words["number"].get(word.lower()) if word[0].isupper() else None)
    return int(entry.value) if entry else None


def count_of(text: str, scene: Scene) -> int | None:
    """A number in words or digits; ``None`` for "several" and the like, and for parts of a unit."""
    lowered = re.sub(r"\s+", " ", text.lower())
    if lowered in scene.calendar.words["vague"]:
        return None
    if re.fullmatch(r"[\d,]+", lowered):
        return int(lowered.replace(",", ""))
    numbers = scene.calendar.values("number") | scene.calendar.values("tens")
    if lowered in numbers:
        return numbers[lowered]
    parts = re.split(r"[ -]", lowered)
    return sum(numbers[part] for part in parts) if all(part in numbers for part in parts) else None


def unit_of(text: str, scene: Scene) -> str:
    entry = scene.calendar.words["unit"].get(text.lower()) or scene.calendar.words["unit"].get(text.lower().rstrip("s"))
    return entry.value if entry else text.lower().rstrip("s")
