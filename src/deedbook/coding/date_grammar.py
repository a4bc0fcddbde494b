"""The forms that dates take in news, as patterns; what each one means is read in ``date_readers``.

A pattern's blank stands for white space, and its comma for a comma that tokenised text may have set apart."""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deedbook.codebook.calendar import Calendar, load_calendar

_GROUP = re.compile(r"\(\?P<\w+>")
_PIECE = re.compile(r"\{([A-Z][A-Z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Grammar:
    """``scan`` finds where some form begins (its ``lastgroup`` names the form), ``forms`` read it with its parts,
    in order of precedence; a form begins with a word of ``starters`` or with one that is not all letters."""

    scan: re.Pattern[str]
    forms: Mapping[str, re.Pattern[str]]
    names: tuple[str, ...]
    starters: frozenset[str]


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=len, reverse=True)) + ")"


def _pieces(calendar: Calendar) -> dict[str, str]:
    words = calendar.words
    numbers = [word for word in words["number"] if word not in ("a", "an")]
    short = [word for word in words["month"] if len(word) < 5 and word not in ("may", "june", "july")]
    full = [word for word in words["month"] if word not in short]
    tens = f"{_any(words['tens'])}(?:[- ]{_any(numbers)})?"
    after = r"(?![\d/]|[.,]\d|\s?%|\s(?:pct|percent|per cent|mln|bln|million|billion|dlrs|p\.?m|a\.?m)\b)"
    return {
        "MONTH": rf"(?:{_any(full)}(?![A-Za-z])|{_any(short)}(?![A-Za-z])\.?)",
        "DAY": rf"(?:0?[1-9]|[12]\d|3[01])(?!\d|:\d)(?:\s?(?:st|nd|rd|th)\b)?{after}",
        "YEAR": r"(?:1[4-9]|20|21)\d\d(?![\d%]|[.,]\d|[A-Za-z])",
        "SPELLED": rf"(?:nineteen (?:hundred|{tens})|two thousand(?: and)?(?: {_any(numbers)})?"
        rf"|twenty (?:twenty|thirty|ten|eleven|twelve)(?:[- ]{_any(numbers)})?)",
        "TENS": tens,
        "WEEKDAY": _any(words["weekday"]),
        "WDSHORT": rf"{_any([*words['weekday'], *words['weekday_short']])}(?![A-Za-z])\.?",
        "SEASON": _any(words["season"]),
        "NUM": rf"(?:\d{{1,3}}(?:,\d{{3}})?(?:\.\d+)?(?: \d/\d)?|{tens}"
        rf"|{_any(words['number'])}|{_any(words['vague'])})",
        "UNIT": rf"(?:(?:{_any(words['unit'])}|weekend)s?)",
        "ORD": _any(words["ordinal"]),
        "CARD": _any(word for word in numbers if " " not in word),
        "PART": _any(words["part"]),
        "DEICTIC": _any(words["deictic"]),
        "DECADE": _any(words["decade"]),
        "ZONE": rf"(?:{_any(words['zone'])})(?:\s?[+-]\s?\d{{1,2}})?\b",
        "FREQ": _any(words["frequency"]),
        "HOLIDAY": _any(calendar.holidays).replace("'", " ?['’]"),
        "RELYEAR": r"(?:this|last|next|the (?:previous|current|following|preceding|past|same|last)) year",
        "S": r"(?:\s?['’]s?)",
    }


# Kinds of words that a form may begin with; a form that begins with digits needs none.
_STARTER_KINDS = frozenset(
    [
        "starter",
        "month",
        "weekday",
        "weekday_short",
        "season",
        "number",
        "tens",
        "ordinal",
        "vague",
        "unit",
        "part",
        "deictic",
        "decade",
        "frequency",
    ]
)
# Kinds of words of which one stands in every form but those that digits give away.
_TRIGGER_KINDS = ("month", "weekday", "weekday_short", "season", "part", "decade", "frequency", "telling")
DIGITS = re.compile(
    r"(?<!\d)(?:1[4-9]|20|21)\d\d(?!\d)|\d[:/.-]\d|\d\s?[ap]\.?\s?m|\b[QH]\s?\d|\b\dQ|\bFY"
    r"|['’]\d\d|\d0\s?['’]?s\b|\d{4} ?[A-Z]{3}"
)


@functools.cache
def telling() -> frozenset[str]:
    """Words in small letters: a text that holds none of them, and no match of ``DIGITS``, holds no date. They are there
    before the grammar, which takes a fifth of a second to make."""
    calendar = load_calendar()
    words = {word for kind in _TRIGGER_KINDS for word in calendar.words[kind]}
    words |= {part for name in calendar.holidays for part in re.findall(r"[a-z]+", name) if len(part) > 5}
    return frozenset(words)


@functools.cache
def load_grammar() -> Grammar:
    """The grammar over the codebook's date words, compiled once."""
    calendar = load_calendar()
    pieces = _pieces(calendar)
    forms: dict[str, re.Pattern[str]] = {}
    scan = []
    for name, source in calendar.forms.items():
        pattern = _PIECE.sub(lambda found: pieces[found[1]], source)
        pattern = _PIECE.sub(lambda found: pieces[found[1]], _spaced(pattern))
        forms[name] = re.compile(pattern, re.IGNORECASE)
        scan.append(f"(?P<{name}>{_GROUP.sub('(?:', pattern).replace('(?P=sep)', '[-/.]')})")
    begin = r"(?:(?<![\w$£€¥./-])(?<!\w['’])(?<!\d,)|(?<=\bmid-)|(?<=\bpre-)|(?<=\bpost-))(?=[\w'’])"
    first = {
        re.split(r"[ '-]", word)[0]
        for kind in calendar.words
        for word in calendar.words[kind]
        if kind in _STARTER_KINDS
    }
    first |= {re.split(r"[ '.]", name)[0] for name in calendar.holidays}
    return Grammar(
        re.compile(begin + "(?:" + "|".join(scan) + ")", re.IGNORECASE),
        forms,
        tuple(forms),
        frozenset(first),
    )


def _spaced(pattern: str) -> str:
    """Blanks and commas outside character classes as white space that may be more than one blank."""
    pattern = re.sub(r",\? ", r"(?:\\s*,)?\\s+", pattern)
    out, in_class, i = [], False, 0
    while i < len(pattern):
        char = pattern[i]
        if char == "\\":
            out.append(pattern[i : i + 2])
            i += 2
            continue
        in_class = char == "[" or (in_class and char != "]")
        if char == "," and not in_class and pattern[i + 1 : i + 2] == " ":
            out.append(r"\s*,\s*")
            i += 1
        elif char == " " and not in_class:
            out.append(r"\s" if pattern[i + 1 : i + 2] == "?" else r"\s+")
        else:
            out.append(char)
        i += 1
    return "".join(out)
