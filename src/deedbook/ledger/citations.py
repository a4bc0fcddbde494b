"""Reports that cite one another: the outlets to which a sentence attributes what it tells ("Dawn reported", "told Geo
News"). A report that only hands on what another one found out is no second source for it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from deedbook.codebook import Outlet
from deedbook.codebook.table import data_folder, rows
from deedbook.ledger.glances import Glance


@dataclass(frozen=True)
class Citations:
    """The outlets that reports may cite. ``names``: every name to the codebook's; official outlets are left out, since
    what a ministry said is not another report."""

    names: Mapping[str, str]
    glance: Glance

    @classmethod
    def of(cls, outlets: Iterable[Outlet]) -> "Citations":
        return _citations(tuple(outlet for outlet in outlets if outlet.kind != "official"))

    def cited(self, text: str) -> tuple[str, ...]:
        """Names, as in the codebook, of the outlets to which ``text`` (a sentence) attributes something; in order."""
        if not self.glance.may(text) or not self._named.search(text):
            return ()
        found = {
            match.start("outlet"): self.names[match["outlet"]] for form in self._forms for match in form.finditer(text)
        }
        return tuple(dict.fromkeys(found[at] for at in sorted(found)))

    # The patterns take a tenth of a second to make, and most briefs need none.
    @cached_property
    def _named(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{_any_of(self.names)})(?!\w)")

    @cached_property
    def _forms(self) -> tuple[re.Pattern[str], ...]:
        return _forms(rf"(?<!\w)(?P<outlet>{_any_of(self.names)})(?!\w)")


@cache
def _citations(outlets: Sequence[Outlet]) -> Citations:
    names = {name: outlet.name for outlet in outlets for name in (outlet.name, *outlet.aliases, *outlet.credit)}
    return Citations(names, Glance.of(names))


def _any_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


def _forms(outlet: str) -> tuple[re.Pattern[str], ...]:
    forms = []
    for row in rows(data_folder() / "citation_forms.csv", ("pattern", "reason")):
        try:
            forms.append(re.compile(row.need("pattern").replace("{outlet}", outlet)))
        except re.error as error:
            raise row.error(f"the pattern is no regular expression ({error}).", "Mend it.") from None
    return tuple(forms)
