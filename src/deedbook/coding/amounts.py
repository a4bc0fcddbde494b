"""Amounts of money, shares and measures in running text: "$1.25bn", "Rs 40 crore", "1.2 mln dlrs", "18 pct"."""

import functools
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from deedbook.codebook.calendar import load_calendar
from deedbook.codebook.units import Units, load_units
from deedbook.records import Amount
from deedbook.records.event import Qualifier

_GATE = re.compile(
    r"[0-9]|illion|crore|lakh|per\s?-?cent|pct|thousand|hundred|barrel|tonnes|basis points", re.IGNORECASE
)
_FRACTIONS = {
    "half a": 0.5,
    "half": 0.5,
    "a quarter of a": 0.25,
    "one and a half": 1.5,
    "two and a half": 2.5,
    "a": 1.0,
    "an": 1.0,
}
_PARTICLE = re.compile(
    r"\b(?:roll|carr|hand|turn|sign|take|took)\w*\s+\Z", re.IGNORECASE
)  # verbs that "over" goes with
# States whose own dollar a bare "$" is in their own papers.
_DOLLARS = {"AUS": "AUD", "CAN": "CAD", "HKG": "HKD", "NZL": "NZD", "SGP": "SGD"}
_RUPEES = {"PAK": "PKR", "LKA": "LKR", "NPL": "NPR"}


@dataclass(frozen=True, slots=True)
class _Patterns:
    money: re.Pattern[str]
    measured: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    numbers: Mapping[str, int]


def find(text: str, *, state: str | None = None) -> list[Amount]:
    """All amounts of ``text`` in order, without overlaps; ``text[start:end]`` runs from currency or number to unit.

    Only what carries a currency, a percent sign or a listed measure counts, so years, dates, telephone numbers and
    names like "F-16" or "Section 301" never do. "$" is USD, and a bare "rupee" INR, unless a sign ("A$"), a country
    named in the text, or ``state`` (ISO 3166-1 alpha-3: AUS, CAN, HKG, NZL, SGP, PAK …) says otherwise. A range ("$500
    million to $1 billion") is one amount with ``value_max``; a change ("from 25 to 18 percent") is two. The qualifier
    ``per_year`` wins over one of size."""
    if not _GATE.search(text):
        return []
    patterns, units = _patterns(), load_units()
    found: list[Amount] = []
    taken = 0
    matches = [*patterns.money.finditer(text), *patterns.measured.finditer(text)]
    for match in sorted(matches, key=lambda m: (m.start(), -m.end())):
        if match.start() < taken:
            continue
        if amounts := _read(match, text, patterns, units, state):
            found.extend(amounts)
            taken = match.end()
    return _ranges(found, text)


def _read(match: re.Match[str], text: str, patterns: _Patterns, units: Units, state: str | None) -> list[Amount]:
    unit, factor = _unit(match, text, units, state)
    first = _number(match["n1"], patterns)
    scale1, scale2 = _scale(match["s1"], units), _scale(match["s2"], units)
    if unit is None or first is None:
        return []
    # A number without a scale of its own borrows that of the other end: "$1 to $2 billion".
    value = first * (scale1 or scale2 or 1.0) * factor
    if not math.isfinite(value):
        return []
    qualifier = _qualifier(match, text, patterns, units)
    if not match["n2"]:
        return [Amount(value, unit, None, qualifier, match.start(), match.end())]
    second = _number(match["n2"], patterns)
    upper = second * (scale2 or scale1 or 1.0) * factor if second is not None else None
    if upper is None or not math.isfinite(upper):
        return []
    end = match.end("s1") if match["s1"] else match.end("n1")
    return [
        Amount(value, unit, None, qualifier, match.start(), end),
        Amount(upper, unit, None, qualifier, match.start("n2"), match.end()),
    ]


_LINK = re.compile(r"\s*(?P<word>[-–—]|to|and)\s*\Z", re.IGNORECASE)
_LED = re.compile(r"\b(?P<word>from|between)\s+(?:\w+\s+){0,1}\Z", re.IGNORECASE)


def _ranges(amounts: list[Amount], text: str) -> list[Amount]:
    """Two amounts of one unit that are the ends of a range as one; "from … to …" is a change and stays two."""
    out: list[Amount] = []
    for amount in amounts:
        last = out[-1] if out else None
        if last and last.value_max is None and last.unit == amount.unit and last.value < amount.value:
            assert last.start is not None and last.end is not None and amount.start is not None
            link = _LINK.match(text[last.end : amount.start])
            led = _LED.search(text[max(0, last.start - 24) : last.start])
            lead = led["word"].lower() if led else ""
            if link and ((lead == "between") if link["word"].lower() == "and" else lead != "from"):
                qualifier = amount.qualifier if last.qualifier == "exact" else last.qualifier
                value = last.value * _borrowed(text, last, amount)
                out[-1] = replace(last, value=value, value_max=amount.value, qualifier=qualifier, end=amount.end)
                continue
        out.append(amount)
    return out


def _borrowed(text: str, low: Amount, high: Amount) -> float:
    """The scale that "$1" takes from "$2 billion": 1 where it has its own, or both stand under one sign."""
    if high.start is None or text[high.start].isdigit():
        return 1.0
    bare = re.search(r"[0-9]\Z", text[low.start : low.end])
    scaled = re.search(r"[0-9][\s-]?([A-Za-z]+(?:\s+crores?)?)\Z", text[high.start : high.end])
    return (_scale_or_none(scaled[1]) or 1.0) if bare and scaled and low.unit == high.unit else 1.0


def _scale_or_none(word: str) -> float | None:
    return load_units().scales.get(re.sub(r"\s+", " ", word.lower()))


def _number(text: str, patterns: _Patterns) -> float | None:
    lowered = re.sub(r"[\s-]+", " ", text.lower())
    if lowered in _FRACTIONS:
        return _FRACTIONS[lowered]
    if not lowered[0].isdigit():
        return float(sum(patterns.numbers[part] for part in lowered.split(" ")))
    value = 0.0
    for part in lowered.split(" "):
        above, _, below = part.partition("/")
        if below and int(below) == 0:
            return None
        value += int(above) / int(below) if below else float(above.replace(",", ""))
    return value


def _scale(text: str | None, units: Units) -> float | None:
    return units.scales[re.sub(r"[\s-]+", " ", text.lower()).strip(" .")] if text else None


def _unit(match: re.Match[str], text: str, units: Units, state: str | None) -> tuple[str | None, float]:
    sign = match["unit"]
    before = match.re is _patterns().money
    key = re.sub(r"\s+", " ", sign.lower())
    if not before and (measure := units.measures.get(key) or units.measures.get(key.replace("-", " "))):
        lower_unit = measure.word.islower() or measure.word == sign or len(sign) > 3
        return (measure.unit, measure.factor) if lower_unit else (None, 1.0)
    options = units.currencies.get(key) or units.currencies.get(key.replace("-", " ")) or ()
    options = tuple(c for c in options if c.before == before and (not c.cased or _same(c.sign, sign)))
    codes = {option.code for option in options}
    local = _DOLLARS.get(state or "") if key in ("$", "dollars", "dollar") else _RUPEES.get(state or "")
    if local and (local in codes or "USD" in codes):
        return local, 1.0
    for option in options:
        if not option.when or any(re.search(rf"\b{re.escape(name)}\b", text) for name in option.when):
            return option.code, 1.0
    return None, 1.0


def _same(listed: str, seen: str) -> bool:
    return re.sub(r"\s+", " ", seen) == listed


def _qualifier(match: re.Match[str], text: str, patterns: _Patterns, units: Units) -> Qualifier:
    before = text[max(0, match.start() - 26) : match.start()]
    if patterns.after.match(text, match.end()) or re.search(r"\b(?:annual|yearly)\s+\Z", before, re.IGNORECASE):
        return "per_year"
    if re.match(r"\s+or\s+more\b", text[match.end() : match.end() + 12]):
        return "at_least"
    if lead := patterns.before.search(before):
        phrase = re.sub(r"\s+", " ", lead["phrase"].lower())
        if phrase == "under" and lead["article"]:
            return "exact"  # "under a $300 million loan"
        if phrase == "over" and _PARTICLE.search(before[: lead.start()]):
            return "exact"  # "rolls over $3 billion"
        kinds: tuple[Qualifier, ...] = ("about", "at_least", "up_to")
        return next(kind for kind in kinds if phrase in units.qualifiers[kind])
    return "exact"


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in sorted(words, key=len, reverse=True))


@functools.cache
def _patterns() -> _Patterns:
    units, words = load_units(), load_calendar()
    numbers = {word: n for word, n in words.values("number").items() if " " not in word and word not in ("a", "an")}
    tens = words.values("tens")
    spelled = rf"\b(?:(?:{_any(tens)})(?:-(?:{_any(numbers)}))?|{_any(numbers)})\b"
    part = r"(?:[- ][0-9]{1,2}/[0-9]{1,3})?"
    whole = r"(?:[0-9]{1,3}(?:,[0-9]{2,3})+|[0-9]{1,15})(?:\.[0-9]{1,9})?"
    digits = rf"(?:{whole}{part}|[0-9]{{1,2}}/[0-9]{{1,3}})(?![0-9/]|[.,][0-9])"
    scale = rf"(?:{_any(units.scales)})\b"
    words_scale = rf"(?:{_any(w for w in units.scales if len(w) > 2)}|bn|mn)\b"
    signs = _any({c.sign for all_ in units.currencies.values() for c in all_ if c.before})
    after = _any(
        [
            *(c.sign for all_ in units.currencies.values() for c in all_ if not c.before),
            *(m.word for m in units.measures.values()),
        ]
    )
    edge = r"(?<![\w.,/$£€¥-])"
    money = (
        rf"(?<![A-Za-z])(?P<unit>{signs})\s?(?P<n1>{digits})(?:[\s-]?(?P<s1>{scale}))?"
        rf"(?:(?:\s?[-–—]\s?|\s+to\s+)(?P<n2>{digits})(?:[\s-]?(?P<s2>{scale}))(?!\s?(?:{after})(?!\w)))?"
    )
    measured = (
        rf"{edge}(?P<n1>(?:{digits}|\b(?:{_any(_FRACTIONS)})(?=[\s-]+{words_scale})|{spelled}))(?:[\s-]?(?P<s1>{words_scale}|(?:m|k|b)\b))?"
        rf"(?:(?:\s?[-–—]\s?|\s+(?:to|and)\s+)(?P<n2>{digits}|{spelled})(?:[\s-]?(?P<s2>{words_scale}))?)?"
        rf"[\s-]*(?:(?<=illion)\s+of\s+)?(?P<unit>{after})(?!\w)"
    )
    phrases = _any(phrase for kind in ("about", "at_least", "up_to") for phrase in units.qualifiers[kind])
    yearly = _any(units.qualifiers["per_year"])
    return _Patterns(
        re.compile(money, re.IGNORECASE),
        re.compile(measured, re.IGNORECASE),
        re.compile(rf"\b(?P<phrase>{phrases})\s+(?:(?P<article>an?\s+)|of\s+)?\Z", re.IGNORECASE),
        re.compile(rf"(?:\s+of\s+\w+)?(?:\s*|-)(?:{yearly})(?!\w)", re.IGNORECASE),
        numbers | tens,
    )
