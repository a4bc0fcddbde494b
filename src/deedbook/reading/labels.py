"""The codebook's tables in the form that labelling needs: rules compiled, names and hosts looked up by key."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import cast, get_args

from deedbook.codebook import Codebook, load
from deedbook.codebook.table import data_folder, rows
from deedbook.records.article import BlockKind, Genre

# A rule is tried on lines up to this length: what is longer is a paragraph of prose, and costs time.
LONGEST_RULED = 600

_ESCAPE_OR_SET = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\\\]])*\]", re.S)
_GROUP = re.compile(r"\([^()]*\)")
_PLACE_KINDS = frozenset({"state", "capital", "province"})


@dataclass(frozen=True, slots=True)
class LineRule:
    """A compiled furniture rule; ``found`` is for one line without its surrounding white space."""

    kind: BlockKind
    pattern: re.Pattern[str]
    found: Callable[[str], re.Match[str] | None]


@dataclass(frozen=True, slots=True)
class GenreRule:
    """A compiled genre rule. ``where``: section, headline, line, text or url."""

    genre: Genre
    where: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Outlets:
    """Outlets by web host: name and kind."""

    by_host: Mapping[str, tuple[str, str]]
    kinds: Mapping[str, str]

    def of_host(self, host: str | None) -> tuple[str, str] | None:
        """Name and kind of the outlet that publishes at ``host`` or at a parent domain of it."""
        labels = (host or "").lower().split(".")
        for start in range(len(labels) - 1):
            if found := self.by_host.get(".".join(labels[start:])):
                return found
        return None


@dataclass(frozen=True, slots=True)
class Labels:
    """All that labelling takes from the codebook. ``marks`` are those rules of ``furniture`` that are of the kind
    ``furniture``. ``places`` are upper-case names of states, capitals, provinces; ``actors`` upper-case names that are
    no dateline though they stand in capitals (organisations, agencies, firms)."""

    furniture: tuple[LineRule, ...]
    marks: tuple[LineRule, ...]
    datelines: tuple[re.Pattern[str], ...]
    genres: tuple[GenreRule, ...]
    places: frozenset[str]
    actors: frozenset[str]
    outlets: Outlets

    def kind_of(self, line: str) -> BlockKind | None:
        """The kind of furniture that the first matching rule makes of a line; ``None`` for text."""
        if len(line) > LONGEST_RULED:
            return None
        return next((rule.kind for rule in self.furniture if rule.found(line)), None)

    def is_furniture(self, line: str) -> bool:
        """Whether ``kind_of`` is ``furniture``: sooner known, since most lines match none of that kind's few rules."""
        short = len(line) <= LONGEST_RULED
        return short and any(rule.found(line) for rule in self.marks) and self.kind_of(line) == "furniture"


def labels_of(codebook: Codebook) -> Labels:
    """Compile what reading needs from a codebook."""
    rules = tuple(_line_rule(rule.kind, re.compile(rule.pattern)) for rule in codebook.furniture)
    by_host = {host.lower(): (o.name, o.kind) for o in codebook.outlets for host in o.domains}
    kinds = {name.casefold(): o.kind for o in codebook.outlets for name in (o.name, *o.aliases)}
    return Labels(
        furniture=tuple(rule for rule in rules if rule.kind != "dateline"),
        marks=tuple(rule for rule in rules if rule.kind == "furniture"),
        datelines=tuple(rule.pattern for rule in rules if rule.kind == "dateline"),
        genres=_genre_rules(),
        places=frozenset(name.text.upper() for name in codebook.names if name.kind in _PLACE_KINDS),
        actors=frozenset(
            name.text.upper() for name in codebook.names if name.kind in ("organisation", "agency", "firm")
        ),
        outlets=Outlets(MappingProxyType(by_host), MappingProxyType(kinds)),
    )


def _line_rule(kind: BlockKind, pattern: re.Pattern[str]) -> LineRule:
    # a search for what can stand only at the start is tried at every character all the same; a match is not
    return LineRule(kind, pattern, pattern.match if _anchored(pattern) else pattern.search)


def _anchored(pattern: re.Pattern[str]) -> bool:
    """Whether every alternative of a pattern begins with ``^``. May be wrong only in saying no."""
    bare = _ESCAPE_OR_SET.sub("", pattern.pattern)
    while (outside := _GROUP.sub("", bare)) != bare:
        bare = outside
    return not pattern.flags & (re.MULTILINE | re.VERBOSE) and all(part.startswith("^") for part in bare.split("|"))


@cache
def default_labels() -> Labels:
    """The labels of the codebook that ships with the product."""
    return labels_of(load())


@cache
def _genre_rules() -> tuple[GenreRule, ...]:
    where = ("section", "headline", "line", "text", "url")
    return tuple(
        GenreRule(
            cast(Genre, row.one_of("genre", get_args(Genre))),
            row.one_of("where", where),
            re.compile(row.need("pattern")),
        )
        for row in rows(data_folder() / "genres.csv", ("genre", "where", "pattern", "reason"))
    )
