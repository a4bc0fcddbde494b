"""Readers of forms that name a stretch of the calendar: days, months, quarters, fiscal years, decades, holidays."""

import re
from collections.abc import Callable
from datetime import date

from deedbook.coding import stretches
from deedbook.coding.date_scene import (
    NOTHING,
    Scene,
    Value,
    count_of,
    explicit,
    given_year,
    month_number,
    ordinal,
    prenominal,
    recurring,
    relative,
    year_of,
)
from deedbook.coding.outlook import Outlook
from deedbook.coding.stretches import Stretch


def read_iso(found: re.Match[str], scene: Scene) -> Value | None:
    return explicit(stretches.day(date(int(found["year"]), int(found["month"]), int(found["day"]))))


def read_numeric(found: re.Match[str], scene: Scene) -> Value | None:
    """9/7/2025 is month first, unless only day first makes a day, or only day first lies before publication."""
    a, b, year = int(found["a"]), int(found["b"]), year_of(found["year"], scene.calendar, scene.today)
    if found["sep"] == "." and len(found["year"]) == 2:
        return None
    orders = [(b, a)] if found["sep"] == "." else [(a, b), (b, a)]
    days = []
    for month, day in orders:
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    if not days:
        return None
    if scene.today and len(days) == 2 and days[1] <= scene.today < days[0]:
        return explicit(stretches.day(days[1]))
    return explicit(stretches.day(days[0]))


def read_month_day(found: re.Match[str], scene: Scene) -> Value | None:
    month = month_number(found["month"], scene)
    parts = found.groupdict()
    first = int(re.sub(r"\D", "", parts["day"])) if parts.get("day") else ordinal(parts["ord"], scene)
    last = int(re.sub(r"\D", "", parts["day2"])) if parts.get("day2") else first
    if month is None or first is None or last is None or not 1 <= first <= 31 or not first <= last:
        return None

    def make(year: int) -> Stretch:
        a, b = date(year, month, first), date(year, month, last)
        return stretches.day(a) if a == b else Stretch(a, b, "span")

    if parts.get("year"):
        return explicit(make(year_of(parts["year"], scene.calendar, scene.today)))
    make(2024)  # raises for a day that no year has
    return relative(recurring(make, found, scene))


def _month_span(found: re.Match[str], scene: Scene, year: int) -> Stretch | None:
    first = month_number(found["month"], scene)
    last = month_number(found["month2"], scene) if found["month2"] else first
    if first is None or last is None:
        return None
    count = (last - first) % 12 + 1
    return stretches.months(year, first, count, "month" if count == 1 else "span")


def read_month_year(found: re.Match[str], scene: Scene) -> Value | None:
    if month_number(found["month"], scene) is None:
        return None
    year = given_year(found, scene)
    if year is None:
        return NOTHING
    stretch = _month_span(found, scene, year)
    return (stretch, "date", "relative" if found["rel"] else "explicit") if stretch else None


_PLACES = re.compile(
    r"\b(?:in|of|since|until|till|by|from|to|through|early|late|mid|during|for|between|after|before|and|or)[\s-]+\Z",
    re.IGNORECASE,
)


def _placed(found: re.Match[str], text: str) -> bool:
    """Whether a preposition or the noun it qualifies shows "May" to be the month, not a name or a verb."""
    return bool(_PLACES.search(text, max(0, found.start() - 10), found.start())) or prenominal(found, text)


def read_month(found: re.Match[str], scene: Scene) -> Value | None:
    entry = scene.calendar.words["month"][found["month"].rstrip(".").lower()]
    lead = (found["lead"] or "").lower()
    if month_number(found["month"], scene) is None:
        return None
    if not lead and (entry.cased or len(entry.word) < 4) and not _placed(found, scene.text):
        return None
    if lead in ("each", "every"):
        return None, "set", "none"
    if scene.today is None:
        return NOTHING
    look: Outlook | None = None
    if lead in ("last", "past", "this past"):
        look = "past"
    elif lead in ("next", "this coming"):
        look = "future"
    elif lead == "this":
        return relative(_month_span(found, scene, scene.today.year))
    stretch = recurring(lambda year: _need(_month_span(found, scene, year)), found, scene, look)
    if lead == "last" and stretch and stretch.last >= scene.today and stretch.unit == "month":
        stretch = stretches.years_on(stretch, -1)
    return relative(stretch)


def _need(stretch: Stretch | None) -> Stretch:
    if stretch is None:
        raise ValueError("no such month")
    return stretch


_ORDER = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "final": 4,
    "last": 4,
    "latter": 2,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}


def _recent(make: Callable[[int], Stretch], found: re.Match[str], scene: Scene) -> Stretch | None:
    """A quarter or half without its year: one that ended within five months is meant even where results are still
    "to be reported", else as the tense has it."""
    stretch = recurring(make, found, scene)
    if stretch and scene.today and stretch.first > scene.today:
        last = make(stretch.first.year - 1)
        if (scene.today - last.last).days <= 150 and last.last.year == scene.today.year:
            return last
    return stretch


def read_quarter(found: re.Match[str], scene: Scene) -> Value | None:
    number = _ORDER[found["q"].lower()]
    parts = found.groupdict()
    year = given_year(found, scene)
    if year is not None:
        return stretches.quarter(year, number), "date", "explicit" if parts.get("year") else "relative"
    if scene.today is None:
        return NOTHING
    stretch = _recent(lambda y: stretches.quarter(y, number), found, scene)
    if parts.get("ago") and stretch:
        stretch = stretches.years_on(stretch, -1)
    return relative(stretch)


def read_quarter_short(found: re.Match[str], scene: Scene) -> Value | None:
    digit = found["q"] or found["q2"]
    if found[0][0] == "q" or "q" in found[0]:
        return None
    if found["year"]:
        return explicit(stretches.quarter(year_of(found["year"], scene.calendar, scene.today), int(digit)))
    return relative(recurring(lambda y: stretches.quarter(y, int(digit)), found, scene))


def read_quarters_of(found: re.Match[str], scene: Scene) -> Value | None:
    year, count = given_year(found, scene), 2 if found["n"].lower() == "two" else 3
    if year is None:
        return NOTHING
    first = 1 if found["end"].lower() == "first" else 13 - 3 * count
    return stretches.months(year, first, 3 * count, "half" if count == 2 else "span"), "date", "explicit"


def read_half(found: re.Match[str], scene: Scene) -> Value | None:
    parts = found.groupdict()
    if parts.get("other"):
        return None
    if parts["h"] in ("1", "2") and found[0][0] == "h":
        return None
    number = int(parts["h"]) if parts["h"].isdigit() else min(_ORDER[parts["h"].lower()], 2)
    year = given_year(found, scene)
    if year is not None:
        return stretches.half(year, number), "date", "relative" if parts.get("rel") else "explicit"
    return relative(_recent(lambda y: stretches.half(y, number), found, scene))


def read_half_decade(found: re.Match[str], scene: Scene) -> Value | None:
    return explicit(stretches.decade(_decade_year(found["full"], found["short"], scene)))


def _decade_year(full: str | None, short: str | None, scene: Scene) -> int:
    """The decade's first year; "the 80s" are the last that have begun."""
    if full:
        return int(full) * 10
    year = year_of(f"{short}0", scene.calendar, scene.today)
    return year - 100 if year > (scene.today.year if scene.today else 2020) else year


def read_decade(found: re.Match[str], scene: Scene) -> Value | None:
    return explicit(stretches.decade(int(found["full"]) * 10))


def read_decade_short(found: re.Match[str], scene: Scene) -> Value | None:
    before = scene.text[max(0, found.start() - 8) : found.start()].lower()
    if re.search(r"\b(?:his|her|their|my|your|our|s)\s+$", before):
        return None
    if found["word"]:
        if not found["lead"]:
            return None
        tens = int(scene.calendar.words["decade"][found["word"].lower()].value) // 10
        return explicit(stretches.decade(_decade_year(None, str(tens), scene)))
    if (
        not found["apos"]
        and not scene.anchor(frozenset(("decade",)), found.start(), 60)
        and not re.search(r"early|mid|late|the", found[0], re.I)
    ):
        return None
    return explicit(stretches.decade(_decade_year(None, found["short"] or found["short2"], scene)))


def read_century(found: re.Match[str], scene: Scene) -> Value | None:
    number = int(found["n"]) if found["n"] else ordinal(found["ord"], scene)
    return explicit(stretches.century(number)) if number and number < 30 else None


def read_months_of(found: re.Match[str], scene: Scene) -> Value | None:
    year, count = given_year(found, scene), count_of(found["n"], scene)
    if year is None or count is None or not 1 <= count <= 12:
        return None, "duration", "none"
    first = 1 if found["end"].lower() == "first" else 13 - count
    return stretches.months(year, first, count), "duration", "explicit"


def read_fiscal(found: re.Match[str], scene: Scene) -> Value | None:
    if found[0][:2].lower() == "fy" and found[0][:2] != "FY":
        return None
    name = found["year"]
    year = year_of(name, scene.calendar, scene.today)
    last = year
    if found["to"]:
        last = int(str(year)[: 4 - len(found["to"])] + found["to"])
        if last - year > 1 or last < year:
            return None
    rule = scene.calendar.fiscal_years.get(scene.state or "")
    if rule:
        start = year if found["to"] or rule.named_by == "start" or rule.first_month == 1 else year - 1
        return explicit(stretches.months(start, rule.first_month, 12, "year"))
    return explicit(stretches.year(year) if last == year else Stretch(date(year, 1, 1), date(last, 12, 31), "span"))


def read_season(found: re.Match[str], scene: Scene) -> Value | None:
    code = scene.calendar.words["season"][found["season"].lower()].value
    lead = (found["lead"] or "").lower()
    year = given_year(found, scene)
    if year is not None:
        return stretches.season(year, code), "date", "relative" if found["rel"] else "explicit"
    if found["of"] or not lead or (lead in ("the", "in", "by") and found["season"].lower() in ("fall", "spring")):
        return None
    if scene.today is None:
        return NOTHING
    look: Outlook | None = None
    if lead in ("last", "past", "the past", "this past"):
        look = "past"
    elif lead in ("next", "coming", "this coming"):
        look = "future"
    elif lead == "this":
        return relative(stretches.season(scene.today.year, code))
    stretch = recurring(lambda y: stretches.season(y, code), found, scene, look)
    if look == "past" and stretch and stretch.last >= scene.today and lead == "last":
        stretch = stretches.years_on(stretch, -1)
    return relative(stretch)


def read_years_range(found: re.Match[str], scene: Scene) -> Value | None:
    """2019-20 is two years, 2010-11 too; 2025-11 is a month."""
    first = int(found["y1"])
    if found["y2"]:
        last = int(found["y2"])
    else:
        last = first - first % 100 + int(found["y2s"])
        if last <= first:
            if first % 100 == 99 and found["y2s"] == "00":
                last = first + 1
            elif 1 <= int(found["y2s"]) <= 12 and "-" in found[0]:
                return explicit(stretches.month(first, int(found["y2s"])))
            else:
                return None
    return explicit(Stretch(date(first, 1, 1), date(last, 12, 31), "span")) if first < last else None


def read_holiday(found: re.Match[str], scene: Scene) -> Value | None:
    if found["name"][0].islower():
        return None
    holiday = scene.calendar.holidays[re.sub(r"\s*['’]", "'", re.sub(r"\s+", " ", found["name"].lower()))]
    year = given_year(found, scene)
    if year is not None:
        return stretches.day(holiday.on(year)), "date", "relative" if found["rel"] else "explicit"
    return relative(recurring(lambda y: stretches.day(holiday.on(y)), found, scene))


def read_nine_eleven(found: re.Match[str], scene: Scene) -> Value | None:
    return explicit(stretches.day(date(2001, 9, 11)))


def read_plain_year(found: re.Match[str], scene: Scene) -> Value | None:
    return explicit(stretches.year(year_of(found["year"], scene.calendar, scene.today)))


def read_year_short(found: re.Match[str], scene: Scene) -> Value | None:
    return explicit(stretches.year(year_of(found["yy"], scene.calendar, scene.today)))


_PREPOSITION = re.compile(
    r"\b(?:in|of|since|from|by|until|till|before|after|between|to|during|circa|through|around|for|early|late|mid|and|or|year)[\s-]+$",
    re.I,
)


_MEASURED = re.compile(
    r"(?:\b(?:about|some|nearly|almost|over|than|least|most|exactly)\s+|[#$£€¥]\s?|\d[.,])$",
    re.I,
)


def read_bare_year(found: re.Match[str], scene: Scene) -> Value | None:
    """Four digits are a year unless something is counted or measured by them; years far off need a preposition."""
    year = int(found["year"])
    before = scene.text[max(0, found.start() - 14) : found.start()]
    after = re.match(r"[\s-]+([A-Za-z]+)", scene.text[found.end() : found.end() + 30])
    placed = _PREPOSITION.search(before)
    numbered = re.search(r"([A-Za-z]+)\.?\s+\Z", before)
    if numbered and numbered[1].lower() in scene.calendar.words["numbered"]:
        return None
    if _MEASURED.search(before) or (after and after[1].lower() in scene.calendar.words["counted"]):
        return None
    if not placed and not 1900 <= year <= 2060:
        return None
    return explicit(stretches.year(year))
