"""Readers of forms that count from publication or from a date before them: "last week", "a year earlier", "Friday"."""

import re
from datetime import date, timedelta

from deedbook.coding import stretches
from deedbook.coding.date_scene import (
    DAYS,
    NOTHING,
    QUARTERS,
    DateKind,
    Scene,
    Value,
    count_of,
    explicit,
    given_year,
    month_number,
    recurring,
    relative,
    relative_year,
    unit_of,
    year_of,
)
from deedbook.coding.outlook import sentence_around
from deedbook.coding.stretches import Stretch

_NEAR = 400  # code points within which "a year earlier" may lean on a quarter named before


def read_same_period(found: re.Match[str], scene: Scene) -> Value | None:
    """ "The same period last year" is the stretch named last before it, a year back."""
    units = (
        frozenset(("quarter", "half", "span", "month")) if found["what"].lower() != "month" else frozenset(("month",))
    )
    anchor = scene.anchor(units, found.start())
    if scene.today is None or anchor is None:
        return NOTHING
    text = found[0].lower()
    if found["year"]:
        year = int(found["year"])
    elif found["rel"] or found["ago"] or re.search(r"year|prior", text.split()[0] + text.split()[1]):
        year = anchor.first.year - 1
    else:
        return None
    kind: DateKind = "duration" if found["what"].lower().endswith("months") else "date"
    return relative(stretches.years_on(anchor, year - anchor.first.year), kind)


def read_year_period(found: re.Match[str], scene: Scene) -> Value | None:
    year = given_year(found, scene)
    anchor = scene.anchor(frozenset(("quarter", "half", "span")), found.start())
    if year is None:
        return NOTHING
    if anchor is None:
        return explicit(stretches.year(year))
    return relative(stretches.years_on(anchor, year - anchor.first.year))


def read_fiscal_rel(found: re.Match[str], scene: Scene) -> Value | None:
    if scene.today is None:
        return NOTHING
    step = {"last": -1, "latest": -1, "previous": -1, "next": 1, "coming": 1}.get(found["rel"].lower(), 0)
    rule = scene.calendar.fiscal_years.get(scene.state or "")
    if rule:
        start = scene.today.year + step - (1 if scene.today.month < rule.first_month else 0)
        return relative(stretches.months(start, rule.first_month, 12, "year"))
    return relative(stretches.year(scene.today.year + step))


def read_ago(found: re.Match[str], scene: Scene) -> Value | None:
    """Days ago are a day, a week or two ago that day, otherwise the unit of the calendar that contains it."""
    count, unit, way = count_of(found["n"], scene), unit_of(found["unit"], scene), found["dir"].lower()
    if way in ("previously", "earlier", "before", "later") and unit in ("second", "minute", "hour"):
        return None, "duration", "none"
    if scene.today is None or count is None:
        return NOTHING
    if re.search(r"\bhalf\s+\Z", scene.text[max(0, found.start() - 6) : found.start()], re.IGNORECASE):
        return None, "duration", "none"
    if way == "before" and re.match(r"\s+(?:[a-z]+\b)", scene.text[found.end() :]):
        return None, "duration", "none"
    if count == 1 and unit == "year" and way in ("ago", "earlier", "before", "previously"):
        return _year_back(found.start(), scene)
    base: date | None = scene.today
    if way in ("earlier", "before", "previously", "later") or way.startswith("afterward"):
        anchor = scene.anchor(
            DAYS if unit in ("day", "week") else frozenset(("day", "month", "year", "quarter")), found.start()
        )
        base = anchor.first if anchor else None
        if anchor is None and way == "later":
            return NOTHING
        base = anchor.first if anchor else scene.today
    assert base is not None
    sign = 1 if way in ("later", "from now", "hence", "on from", "from today") or way.startswith("afterward") else -1
    when = stretches.moved(base, sign * count, unit)
    wide = unit if unit not in ("week", "fortnight") or count > 2 else "day"
    return relative(stretches.around(when, {"fortnight": "week", "decade": "year"}.get(wide, wide)))


def _year_back(start: int, scene: Scene) -> Value | None:
    assert scene.today is not None
    anchor = scene.anchor(frozenset(("quarter", "half", "span", "month", "day")), start, _NEAR)
    if anchor and anchor.unit in ("quarter", "half", "span"):
        return relative(stretches.years_on(anchor, -1))
    return relative(stretches.year(scene.today.year - 1))


def read_year_ago(found: re.Match[str], scene: Scene) -> Value | None:
    if scene.today is None:
        return NOTHING
    unit = found["unit"].lower()
    if unit != "year":
        return relative(stretches.around(stretches.moved(scene.today, -1, unit), unit))
    return _year_back(found.start(), scene)


def read_past_years(found: re.Match[str], scene: Scene) -> Value | None:
    count = count_of(found["n"], scene) if found["n"] else None
    unit, rel = unit_of(found["units"], scene), found["rel"].lower()
    if scene.today is None or count is None or unit in ("second", "minute", "hour", "summer", "winter"):
        return None, "duration", "none"
    if rel in ("past", "last", "latest", "previous"):
        return relative(Stretch(stretches.moved(scene.today, -count, unit), scene.today, "span"), "duration")
    if rel in ("next", "coming", "following"):
        return relative(Stretch(scene.today, stretches.moved(scene.today, count, unit), "span"), "duration")
    return None, "duration", "none"


def read_rel_unit(found: re.Match[str], scene: Scene) -> Value | None:
    rel, unit = found["rel"].lower(), found["unit"].lower()
    today, start = scene.today, found.start()
    if found["unit"][0].isupper() and rel == "this" and not found[0].isupper():
        return None  # a programme's name
    if unit == "period":
        if rel not in ("latest", "same", "that", "this"):
            return None
        return relative(scene.anchor(frozenset(("quarter", "half")), start)) if today else NOTHING
    if found["prev"] and (found["month"] or found["year"] or found["rel2"]):
        return _part_of_named(found, scene)
    if today is None:
        return NOTHING
    if rel in ("entire", "whole", "full"):
        if unit != "year":
            return None, "duration", "none"
        anchor = scene.anchor(frozenset(("year", "quarter")), start, 120)
        return relative(stretches.year((anchor.first if anchor else today).year))
    lengths = ("decade", "century")
    if (rel in ("past", "coming") and found["the"]) or (rel in ("past", "coming", "last", "next") and unit in lengths):
        step = 1 if rel in ("coming", "next") else -1
        ends = sorted((today, stretches.moved(today, step, unit)))
        return relative(Stretch(ends[0], ends[1], "span"), "duration")
    if rel in ("same", "that", "latest", "following", "preceding", "previous", "prior"):
        anchor = scene.anchor(
            frozenset((unit,)) if unit in ("quarter", "weekend") else frozenset((unit, "day", "month", "quarter")),
            start,
        )
        if anchor is None and rel in ("previous", "preceding", "prior"):
            return relative(stretches.around(stretches.moved(today, -1, unit), unit))
        if anchor is None or stretches.around(anchor.first, unit).last < anchor.last:
            return NOTHING
        step = {"following": 1, "preceding": -1, "previous": -1, "prior": -1}.get(rel, 0)
        return relative(stretches.around(stretches.moved(anchor.first, step, unit), unit))
    if unit == "day":
        if rel == "next" and (anchor := scene.anchor(DAYS, start)):
            return relative(stretches.day(anchor.first + timedelta(days=1)))
        return NOTHING if rel == "next" else None
    if unit == "weekend" and rel in ("last", "past", "this past"):
        recent = stretches.weekend(today)
        return relative(recent if recent.last < today else stretches.weekend(today - timedelta(days=7)))
    step = {"last": -1, "past": -1, "this past": -1, "next": 1, "coming": 1, "this coming": 1}.get(rel, 0)
    if found["prev"]:
        step -= 1
    return relative(stretches.around(stretches.moved(today, step, unit), unit))


def _part_of_named(found: re.Match[str], scene: Scene) -> Value | None:
    """ "The last week of March", "the final month of 2024"."""
    unit, rel = found["unit"].lower(), found["rel"].lower()
    if rel not in ("last", "final", "full"):
        return None
    if found["month"]:
        month = month_number(found["month"], scene)
        whole = month and recurring(lambda y: stretches.month(y, month), found, scene)
    else:
        year = (
            year_of(found["year"], scene.calendar)
            if found["year"]
            else relative_year(found["rel2"], scene, found.start())
        )
        whole = stretches.year(year) if year else None
    if not whole:
        return NOTHING
    return relative(stretches.around(whole.last, unit))


def read_part_of_unit(found: re.Match[str], scene: Scene) -> Value | None:
    unit = found["unit"].lower()
    lead = found["lead"].lower()
    if lead in ("by", "over", "during") and unit not in ("weekend",):
        return None
    if scene.today is None:
        return NOTHING
    if unit == "weekend":
        return _weekend(found, scene)
    if unit == "day":
        return relative(scene.anchor(DAYS, found.start()) or stretches.day(scene.today))
    return relative(stretches.around(scene.today, unit))


def _weekend(found: re.Match[str], scene: Scene) -> Value | None:
    assert scene.today is not None
    here = stretches.weekend(scene.today)
    if scene.look(found) == "future" or here.first <= scene.today:
        return relative(here)
    return relative(stretches.weekend(scene.today - timedelta(days=7)))


def read_year_end(found: re.Match[str], scene: Scene) -> Value | None:
    if scene.today is None:
        return NOTHING
    return relative(stretches.around(scene.today, found["unit"].lower()))


def read_bare_unit(found: re.Match[str], scene: Scene) -> Value | None:
    unit = found["unit"].lower()
    if scene.today is None:
        return NOTHING
    if unit == "weekend":
        return _weekend(found, scene)
    if unit == "quarter":
        return relative(scene.anchor(QUARTERS, found.start()))
    if unit == "day" and _DAY_ENDS.search(scene.text, max(0, found.start() - 14), found.start()):
        return relative(scene.anchor(DAYS, found.start()) or stretches.day(scene.today))
    return None


_DAY_ENDS = re.compile(
    r"\b(?:end|ends|ended|ending|finish|finished|finishing|closed?|closing|for|late in|earlier in)\s+\Z", re.I
)


def read_deictic(found: re.Match[str], scene: Scene) -> Value | None:
    word = re.sub(r"\s+", " ", found["word"].lower())
    if scene.today is None:
        return NOTHING
    offset = int(scene.calendar.words["deictic"][word].value)
    timed = word == "tonight" or word.split()[-1] in scene.calendar.words["part"]
    return relative(stretches.day(scene.today + timedelta(days=offset)), "time" if timed else "date")


def read_overnight(found: re.Match[str], scene: Scene) -> Value | None:
    return (None, "time", "none")


def read_daypart(found: re.Match[str], scene: Scene) -> Value | None:
    if scene.today is None:
        return None, "time", "none"
    anchor = scene.anchor(DAYS, found.start(), _NEAR)
    return relative(anchor, "time")


def read_weekday_numeric(found: re.Match[str], scene: Scene) -> Value | None:
    return _weekday_of(found["wd"].rstrip("."), "", found, scene)


def read_weekday(found: re.Match[str], scene: Scene) -> Value | None:
    rel = re.sub(r"\s+", " ", (found["rel"] or "").lower())
    if found["plural"] or found["plural2"] or rel in ("every", "each"):
        return None, "set", "none"
    before = scene.text[max(0, found.start() - 10) : found.start()].rstrip().lower()
    if before.endswith(("black", "bloody", "super", "ash", "the")) and not rel:
        return None if not before.endswith("the") else _weekday_of(found["wd"], "", found, scene)
    value = _weekday_of(found["wd"], rel, found, scene)
    if value is None:
        return None
    if found["week"] and scene.today and value[0]:
        step = {"last": -1, "next": 1}.get(found["week"].split()[-2].lower(), 0)
        monday = stretches.week(scene.today + timedelta(weeks=step)).first
        value = relative(stretches.day(monday + timedelta(days=value[0].first.weekday())))
    return value[0], "time" if found["part"] else "date", value[2]


def _weekday_of(name: str, rel: str, found: re.Match[str], scene: Scene) -> Value | None:
    words = scene.calendar.words
    entry = words["weekday"].get(name.lower()) or words["weekday_short"][name.lower()]
    if entry.cased and name[0].islower():
        return None
    if scene.today is None:
        return NOTHING
    today = scene.today
    back = (today.isoweekday() - int(entry.value)) % 7
    if rel.startswith(("the previous", "the preceding", "previous", "the following", "following", "the next")):
        if (anchor := scene.anchor(DAYS, found.start())) is None:
            return NOTHING
        gap = (anchor.first.isoweekday() - int(entry.value)) % 7
        step = timedelta(days=7 - gap) if rel.endswith(("following", "next")) else -timedelta(days=gap or 7)
        return relative(stretches.day(anchor.first + step))
    if rel in ("last", "past", "this past"):
        return relative(stretches.day(today - timedelta(days=back or 7)))
    if rel in ("next", "coming", "this coming") or rel.endswith("week from"):
        return relative(stretches.day(today + timedelta(days=(7 - back) + (7 if rel.endswith("from") else 0))))
    if rel == "this":
        return relative(stretches.day(stretches.week(today).first + timedelta(days=int(entry.value) - 1)))
    lead = re.search(
        r"\b(?:(until|till)|by|effective|starting|beginning)\s+\Z",
        scene.text[max(0, found.start() - 11) : found.start()],
    )
    look = scene.look(found)
    if back and (look == "future" or (lead and (lead[1] or look == "unknown"))):
        return relative(stretches.day(today + timedelta(days=7 - back)))
    return relative(stretches.day(today - timedelta(days=back)))


def read_clock(found: re.Match[str], scene: Scene) -> Value | None:
    if scene.today is None:
        return None, "time", "none"
    low, _ = sentence_around(scene.text, found.start(), found.end())
    for reading in reversed(scene.earlier):
        if reading.start < low:
            break
        if reading.stretch and reading.stretch.unit == "day":
            return reading.stretch, "time", "relative"
    return relative(stretches.day(scene.today), "time")


def read_set(found: re.Match[str], scene: Scene) -> Value | None:
    return None, "set", "none"


def read_duration(found: re.Match[str], scene: Scene) -> Value | None:
    """ "in two weeks" after a future verb is a date, any other "two weeks" a length of time."""
    if found["n"].lower() in ("a", "an") or found["unit"].lower() in ("second", "quarter"):
        return None
    unit, count = unit_of(found["unit"], scene), count_of(found["n"], scene)
    lead = re.search(r"\bin\s+\Z", scene.text[max(0, found.start() - 4) : found.start()], re.IGNORECASE)
    if lead and scene.today and count and unit not in ("second", "minute", "hour") and scene.look(found) == "future":
        when = stretches.moved(scene.today, count, unit)
        return relative(stretches.around(when, {"fortnight": "week", "decade": "year"}.get(unit, unit)))
    return None, "duration", "none"
