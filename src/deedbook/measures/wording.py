"""Plain English for codes, dates, amounts and counts, from ``data/rules.toml``."""

import calendar
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from deedbook.codebook import Codebook
from deedbook.records import Amount, Interval

_FIGURES = re.compile(
    r"(?:\b(?:about|around|up to|some) )?[$€£]?\d[\d.,]*(?: ?(?:million|billion|trillion|per ?cent|%))?"
)
_SPEAKS = 3  # an object of so many words says by itself what it is about
_SCALES = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"))


@cache
def rules() -> Mapping[str, Any]:
    """The measures' rules and words."""
    text = files("deedbook.measures").joinpath("data", "rules.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def fold(text: str) -> str:
    """``text`` with each stretch of white space as one space."""
    return " ".join(text.split())


def clip(text: str, words: int) -> str:
    """``text`` cut to ``words`` words, the cut shown by an ellipsis."""
    parts = text.removesuffix(" …").split()
    return text if len(parts) <= words else " ".join(parts[:words]).rstrip(",;:–-") + " …"


_BREAKS = frozenset(
    ("of", "for", "to", "in", "by", "with", "from", "on", "at", "that", "which", "who", "under", "over", "as", "and")
)
_LEAST = 2  # words that a shortened name keeps before it breaks


def within(text: str) -> str:
    """A name as it stands within a sentence: its first letter small, but not that of an abbreviation or of a proper
    name of several words ("Ben Luc highway loan")."""
    first, _, rest = text.partition(" ")
    proper = first[:1].isupper() and rest[:1].isupper() and not rest.split()[0].isupper()
    return text if first[:2].isupper() or first[1:2] == "." or proper else text[:1].lower() + text[1:]


def brief_name(text: str, words: int) -> str:
    """A name of at most ``words`` words: cut before a word that begins another phrase ("payment by the bank | to the
    mine"), so that what is left can stand in a sentence; by an ellipsis only where there is no such place."""
    parts = text.removesuffix(" …").split()
    if len(parts) <= words:
        return text.removesuffix(" …")
    for place in range(words, _LEAST - 1, -1):
        if parts[place].lower() in _BREAKS:
            return " ".join(parts[:place]).rstrip(",;:–-")
        if parts[place - 1].endswith((",", ";")) and place >= _LEAST:
            return " ".join(parts[:place]).rstrip(",;:–-")
    return clip(text, words)


def ordinal(number: int) -> str:
    """``1st``, ``2nd``, ``3rd``, ``11th``."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def listed(items: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    parts = list(items)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 act``, ``3 acts``, ``1,204 acts``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sentence(text: str) -> str:
    """``text`` with a capital at the start and a full stop at the end."""
    text = fold(text)
    head = text[:1].upper() + text[1:]
    return head if head.endswith((".", "?", "!", "…")) else head + "."


@lru_cache(maxsize=1 << 14)
def day(value: date | None) -> str:
    """``8 November 2025``, or ``undated``."""
    return f"{value.day} {value:%B %Y}" if value else "undated"


def interval(value: Interval) -> str:
    """An interval as text: a day, a range of days, a whole month or year, a range of years, ``by 8 November 2025``, or
    ``undated``."""
    first, last = value.start, value.end
    if first and last:
        if first == last:
            return day(first)
        whole_months = first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]
        if whole_months and (first.year, first.month) == (last.year, last.month):
            return f"{first:%B %Y}"
        if whole_months and first.month == 1 and last.month == 12:
            return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{day(last)}"
        if first.year == last.year:
            return f"{first.day} {first:%B} to {day(last)}"
        return f"{day(first)} to {day(last)}"
    if first:
        return f"from {day(first)}"
    return f"by {day(last)}" if last else "undated"


def number(value: float) -> str:
    """A figure with at most two decimals; millions and more in words."""
    for size, name in _SCALES:
        if abs(value) >= size:
            return f"{round(value / size, 2):,.12g}{name}"
    return f"{round(value, 2):,.12g}"


def amount(value: Amount | None) -> str:
    """An amount in print: ``$1.25 billion``, ``up to 500 million XDR``, ``18 %``; empty for none."""
    if value is None:
        return ""
    low, high = number(value.value), "" if value.value_max is None else number(value.value_max)
    figure = f"{low} to {high}" if high and high != low else low
    sign = rules()["units"].get(value.unit)
    if value.unit == "%":
        figure += " %"
    elif sign:
        figure = f"{sign}{figure}" if not high or high == low else f"{sign}{low} to {sign}{high}"
    else:
        figure += f" {value.unit}"
    figure = rules()["qualifiers"].get(value.qualifier, "") + figure
    return f"{figure} a year" if value.qualifier == "per_year" else figure


def instrument(name: str) -> str:
    """Plain name of an instrument; empty for ``other``."""
    return str(rules()["instrument_names"].get(name, name.replace("_", " ")))


def domain(name: str) -> str:
    """Plain name of a domain."""
    return str(rules()["domain_names"].get(name, name.replace("_", " ")))


def status(name: str, *, burden: bool = False) -> str:
    """What a status says, in words; of a tariff, sanction or threat where ``burden``."""
    words = rules()["burden_statuses"] if burden else {}
    return str(words.get(name) or rules()["statuses"].get(name, name.replace("_", " ")))


def party(code: str, codebook: Codebook) -> str:
    """Plain name of a code: ``United States``; ``all countries`` for ``ALL``; the code itself if it is unknown."""
    if code == "ALL":
        return "all countries"
    if not code:
        return "unnamed"
    known = codebook.states.get(code) or codebook.organisations.get(code)
    return known.name if known else code


def the(name: str) -> str:
    """``name`` as it stands within a sentence: ``the United States``."""
    return f"the {name}" if name.startswith(tuple(rules()["article"]["starts"])) else name


def is_time(text: str | None) -> bool:
    """Whether a text is a date rather than a thing ("by 4 June 2026", "Tuesday"): what an object should not be."""
    return bool(_time().match(fold(text or "")))


@cache
def _time() -> re.Pattern[str]:
    names = "|".join([*calendar.month_name[1:], *calendar.day_name])
    return re.compile(rf"(?:(?:by|on|in|from|until|since|as of)\s+)?(?:\d{{1,2}}\s+)?(?:{names})\b")


def thing(text: str | None) -> str:
    """An object as a text names it, without its article, a leading "of", the "out" of "paid out", what hangs at its
    end and the punctuation around it, short enough for a table."""
    folded = fold(text or "").strip(" ,;:.–—-“”\"'‘’")
    folded = re.sub(r"(?: (?:of|for|on|with|to|the|a|an|and))+$", "", folded)
    folded = re.sub(r"^(?:(?:of|out|off)\s+)?(?:(?:the|a|an|any)\s+)?", "", folded, flags=re.IGNORECASE)
    if folded.lower() in rules()["page"]["says_nothing"]:
        return ""
    first, _, _ = folded.partition("—")  # an aside behind it is no part of the name
    return brief_name(first.rstrip(" ,;:–-") or folded, rules()["page"]["object_words"])


def named(label: str, text: str | None, value: Amount | None) -> str:
    """What is at issue: object and amount, each said once; the label (instrument or domain) only where the object is
    too short to speak for itself."""
    object_ = "" if is_time(text) else thing(text)
    money = amount(value)
    digits = re.findall(r"\d+(?:\.\d+)?", money)
    if money and any(figure in re.findall(r"\d+(?:\.\d+)?", object_) for figure in digits):
        money = ""
    if label and (len(_FIGURES.sub("", object_).split()) >= _SPEAKS or label.lower() in object_.lower()):
        label = ""
    head = f"{label}: {object_}" if label and object_ else label or object_
    return f"{head}, {money}" if head and money else head or money
