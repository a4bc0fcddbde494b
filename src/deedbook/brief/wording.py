"""Plain words, shapes and colours for the codebook's names, from the two data files beside this module."""

import re
import tomllib
from collections.abc import Container, Hashable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from operator import is_
from types import MappingProxyType
from typing import Any, cast
from urllib.parse import urlsplit

from deedbook.measures.answer import Answer, Quote

# Control characters, lone surrogates and the marks that reorder text: a quotation must not be able to change how
# the page, the terminal or the file around it is read.
_BARE = (int, bool, float, date)  # what holds no text
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def plain(text: str) -> str:
    """``text`` on one line, each character that could act on its surroundings turned into U+FFFD."""
    if text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:
        return text  # what can be printed acts on nothing, and of white space holds blanks alone
    return " ".join(_UNSAFE.sub("\ufffd", text.replace("\r", " ")).split())


def quoted(text: str) -> str:
    """``text`` in quotation marks: single ones where it holds double ones of its own."""
    return f"‘{text}’" if '"' in text or "“" in text or "”" in text else f"“{text}”"


def readable(answer: Answer, *, but: Container[str] = ("snapshot",)) -> Answer:
    """``answer`` with ``plain`` text throughout, so that no format has to think of it; the fields ``but`` these."""
    parts = {field.name: _plain(getattr(answer, field.name)) for field in fields(answer) if field.name not in but}
    return replace(answer, **parts)


def printable(quote: Quote) -> Quote:
    """One quotation with ``plain`` text."""
    return cast("Quote", _plain(quote))


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind is str:
        return plain(value)
    if kind is tuple:
        if not value or isinstance(value[0], int):
            return value  # numbers of quotations
        made = [_plain(item) for item in value]
        return value if all(map(is_, made, value)) else tuple(made)
    if kind is dict:
        return {key: _plain(item) for key, item in value.items()}
    changed = {}
    for name in _names(cast("Hashable", kind)):
        part = getattr(value, name)
        if part and type(part) not in _BARE and (made := _plain(part)) is not part:
            changed[name] = made
    return replace(value, **changed) if changed else value


@cache
def _names(cls: Hashable) -> tuple[str, ...]:
    """Names of the fields of a record; none of anything else."""
    return tuple(field.name for field in fields(cast("Any", cls))) if is_dataclass(cls) else ()


def linkable(url: str | None) -> bool:
    """Only addresses of the web become links: a saved page may hold ``javascript:`` or a file's path, or
    characters that hide in the text or reorder it."""
    if not url or not url.isprintable() or re.search(r"[\s<>\"]", url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


@dataclass(frozen=True, slots=True)
class Look:
    """How one domain is drawn: its plain name, two letters, an SVG path in the square -1 to 1, and two colours."""

    name: str
    mark: str
    path: str
    light: str
    dark: str


@cache
def _data(name: str) -> Mapping[str, Any]:
    text = files("deedbook.brief").joinpath("data", f"{name}.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


@cache
def looks() -> Mapping[str, Look]:
    """Every domain's look, in the order in which legends and tables list them."""
    palette = _data("palette")
    return MappingProxyType(
        {
            key: Look(d["name"], d["mark"], palette["shapes"][d["shape"]], d["light"], d["dark"])
            for key, d in palette["domains"].items()
        }
    )


def look(domain: str) -> Look:
    """The look of ``domain``; a domain that is not in the palette is drawn as ``other`` under its own name."""
    known = looks()
    if domain in known:
        return known[domain]
    other = known["other"]
    return Look(named(domain), other.mark, other.path, other.light, other.dark)


def giver_shapes() -> Mapping[str, str]:
    """SVG paths for ``first``, ``second`` and ``other`` giver."""
    return MappingProxyType(_data("palette")["givers"])


@cache
def colours() -> Mapping[str, tuple[str, str]]:
    """Colour roles of the page and all domains, each with its value on a light and on a dark page."""
    page = {key: (c["light"], c["dark"]) for key, c in _data("palette")["page"].items()}
    return MappingProxyType(page | {key: (d.light, d.dark) for key, d in looks().items()})


def ladder(part: str) -> tuple[str, ...]:
    """Rungs of the ladder: ``moving`` or ``stopped`` for the columns, ``solid`` or ``tinted`` for the paint."""
    return tuple(_data("wording")["ladder"][part])


def standing(name: str) -> tuple[str, str]:
    """Symbol and colour role of a standing."""
    entry = _data("wording")["standings"][name]
    return entry["symbol"], entry["colour"]


def standings() -> tuple[str, ...]:
    """The four standings in the order of the page."""
    return tuple(_data("wording")["standings"])


def named(name: str) -> str:
    """A codebook name without its underscores."""
    return name.replace("_", " ")


def event_type(name: str) -> str:
    return str(_data("wording")["event_types"].get(name, named(name).lower()))


def rung(name: str) -> str:
    return str(_data("wording")["rungs"].get(name, named(name)))


def basis(name: str) -> str:
    return str(_data("wording")["bases"].get(name, named(name)))


def party(answer: Answer, code: str) -> str:
    """Plain name of a code; the code itself where the answer names none (a firm's or a person's name passes)."""
    return answer.names.get(code, code)


def pair_name(answer: Answer, pair: tuple[str, str] | None = None) -> str:
    first, second = pair or answer.pair
    return f"{party(answer, first)}–{party(answer, second)}"


@lru_cache(maxsize=1 << 14)
def day(value: date | None) -> str:
    """``8 November 2025``, or ``undated``."""
    return f"{value.day} {value:%B %Y}" if value else "undated"


def month(value: str, *, short: bool = False) -> str:
    """``2025-11`` as ``November 2025`` (or ``Nov 2025``); anything else as it stands."""
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", value):
        return value
    first = date(int(value[:4]), int(value[5:]), 1)
    return f"{first:%b %Y}" if short else f"{first:%B %Y}"


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 act``, ``3 acts``, ``1,204 acts``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(items: Iterable[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    parts = list(items)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
