"""Credit lines: which agency a report says it was printed from.

An agency's name within the text ("told Reuters", "a poll by Reuters", "Photo: AFP") is no credit; what counts is where
the name stands and in what form (``credit_forms.csv``)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from deedbook.codebook import Outlet
from deedbook.codebook.table import data_folder, rows
from deedbook.ledger.glances import Glance
from deedbook.records import Article

HEAD = 160  # characters from the start of a report: room for place, day and agency
FOOT = 200  # characters before its end
_TEXT_BLOCKS = frozenset({"dateline", "subhead", "body"})
_OWN_LINE = frozenset({"byline", "source"})

Place = Literal["head", "foot", "byline"]


@dataclass(frozen=True, slots=True)
class Credit:
    """Names of agencies (as in the codebook): ``copy``, whose report this is; ``inputs``, from whom something was
    taken into a report of one's own."""

    copy: frozenset[str] = frozenset()
    inputs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Form:
    place: Place
    copied: bool
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Agencies:
    """The agencies of a list of outlets, ready to be looked for. ``names``: every name to the codebook's."""

    names: Mapping[str, str]
    glance: Glance

    @classmethod
    def of(cls, outlets: Iterable[Outlet]) -> "Agencies":
        return _agencies(tuple(outlet for outlet in outlets if outlet.kind == "wire"))

    def own(self, article: Article) -> frozenset[str]:
        """The agency whose own report ``article`` is, if it is one's."""
        name = self.names.get(article.outlet or "")
        return frozenset((name,)) if name else frozenset()

    def credit(self, article: Article) -> Credit:
        """What ``article`` credits; an agency's own report credits that agency alone."""
        if own := self.own(article):
            return Credit(own)
        copied: set[str] = set()
        inputs: set[str] = set()
        for place, text in _places(article):
            if not self.glance.may(text):
                continue
            for form in self._forms:
                if form.place == place:
                    found = {self.names[match["agency"]] for match in form.pattern.finditer(text)}
                    (copied if form.copied else inputs).update(found)
        return Credit(frozenset(copied), frozenset(inputs - copied))

    @cached_property
    def _forms(self) -> tuple[_Form, ...]:
        return _forms(self.names)


@cache
def _agencies(wires: Sequence[Outlet]) -> Agencies:
    names = {name: wire.name for wire in wires for name in (wire.name, *wire.aliases, *wire.credit)}
    return Agencies(names, Glance.of(names, cased=True))


def _forms(names: Iterable[str]) -> tuple[_Form, ...]:
    any_name = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    agency = rf"(?<!\w)(?P<agency>{any_name})(?!\w)"
    forms = []
    for row in rows(data_folder() / "credit_forms.csv", ("place", "share", "pattern", "reason")):
        place: Place = "head" if (given := row.one_of("place", ("head", "foot", "byline"))) == "head" else "foot"
        if given == "byline":
            place = "byline"
        copied = row.one_of("share", ("copy", "inputs")) == "copy"
        try:
            forms.append(_Form(place, copied, re.compile(row.need("pattern").replace("{agency}", agency))))
        except re.error as error:
            raise row.error(f"the pattern is no regular expression ({error}).", "Mend it.") from None
    return tuple(forms)


def _places(article: Article) -> list[tuple[Place, str]]:
    text = [block for block in article.blocks if block.kind in _TEXT_BLOCKS]
    found: list[tuple[Place, str]] = [("byline", article.byline or "")]
    found += [("byline", article.raw[b.start : b.end]) for b in article.blocks if b.kind in _OWN_LINE]
    if text:
        found.append(("head", article.raw[text[0].start : text[-1].end][:HEAD]))
        found.append(("foot", article.raw[text[0].start : text[-1].end][-FOOT:]))
    return found
