"""Reports that cite one another: the outlets to which a report attributes what a sentence of it tells, in that sentence
("Dawn reported", "told Geo News"), in one before ("the newspaper added") or in the next ("first reported by Reuters").
A report that only hands on what another one found out is no second source for it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from deedbook.codebook import Outlet
from deedbook.codebook.table import Row, data_folder, rows
from deedbook.ledger.glances import Glance

PLACES = frozenset(("here", "behind", "ahead", "other"))
REACH = 1500  # characters before a sentence in which the outlet that it goes on to quote must be named
NEXT = 300  # characters behind it in which the next sentence begins
_END = re.compile(r"(?<=[.!?’”\"])\s+(?=[“\"‘A-Z])")


@dataclass(frozen=True)
class Citations:
    """The outlets that reports may cite. ``names``: every name to the codebook's; official outlets are left out, since
    what a ministry said is not another report."""

    names: Mapping[str, str]
    glance: Glance

    @classmethod
    def of(cls, outlets: Iterable[Outlet]) -> "Citations":
        return _citations(tuple(outlet for outlet in outlets if outlet.kind != "official"))

    def cited(self, raw: str, start: int = 0, end: int | None = None) -> tuple[str, ...]:
        """Names, as in the codebook, of the outlets to which the sentence from ``start`` to ``end`` of a text (all of
        it, where no end is given) is attributed; in order."""
        sentence = raw[start:end]
        if not self.glance.may(raw[max(0, start - REACH) : None if end is None else end + NEXT]):
            return ()
        if found := self._here(sentence):
            return tuple(dict.fromkeys(found.values()))
        behind, other = _continuing()
        if behind.search(sentence):
            before = raw[max(0, start - REACH) : start]
            found = self._here(before)
            last = max(found, default=0)
            since = _END.search(before, last)
            if found and not (since and other.search(before, since.end())):
                return (found[last],)
        following = _END.split(raw[end : end + NEXT].strip(), 1)[0] if end is not None else ""
        return tuple(dict.fromkeys(name for _, name in self._cited("ahead", following)))

    def _here(self, text: str) -> dict[int, str]:
        """The outlets to which ``text`` attributes something, by where they are named, in order."""
        return dict(sorted(self._cited("here", text)))

    def _cited(self, place: str, text: str) -> Iterator[tuple[int, str]]:
        if self.glance.may(text) and self._named.search(text):
            for form in self._forms[place]:
                for match in form.finditer(text):
                    yield match.start("outlet"), self.names[match["outlet"]]

    # The patterns take a tenth of a second to make, and most briefs need none.
    @cached_property
    def _named(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{_any_of(self.names)})(?!\w)")

    @cached_property
    def _forms(self) -> Mapping[str, tuple[re.Pattern[str], ...]]:
        outlet = rf"(?<!\w)(?P<outlet>{_any_of(self.names)})(?!\w)"
        return {place: tuple(_compiled(row, outlet) for row in _rows(place)) for place in ("here", "ahead")}


@cache
def _citations(outlets: Sequence[Outlet]) -> Citations:
    names = {name: outlet.name for outlet in outlets for name in (outlet.name, *outlet.aliases, *outlet.credit)}
    return Citations(names, Glance.of(names, cased=True))


def _any_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


@cache
def _continuing() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """In what form a sentence goes on to quote an outlet named before, and one names somebody else's report."""
    behind, other = ("|".join(_compiled(row).pattern for row in _rows(place)) for place in ("behind", "other"))
    return re.compile(behind, re.I), re.compile(other, re.I)


def _rows(place: str) -> list[Row]:
    found = rows(data_folder() / "citation_forms.csv", ("place", "pattern", "reason"))
    return [row for row in found if row.one_of("place", PLACES) == place]


def _compiled(row: Row, outlet: str = "") -> re.Pattern[str]:
    try:
        return re.compile(row.need("pattern").replace("{outlet}", outlet))
    except re.error as error:
        raise row.error(f"the pattern is no regular expression ({error}).", "Mend it.") from None
