"""Reports that cite one another: the outlets to which a sentence attributes what it tells ("Dawn reported", "told Geo
News"). A report that only hands on what another one found out is no second source for it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from deedbook.codebook import Outlet
from deedbook.codebook.table import data_folder, rows
from deedbook.ledger.glances import Glance


@dataclass(frozen=True, slots=True)
class Citations:
    """The outlets that reports may cite. ``names``: every name to the codebook's; official outlets are left out, since
    what a ministry said is not another report."""

    names: Mapping[str, str]
    glance: Glance
    named: re.Pattern[str]
    forms: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, outlets: Iterable[Outlet]) -> "Citations":
        return _citations(tuple(outlet for outlet in outlets if outlet.kind != "official"))

    def cited(self, text: str) -> tuple[str, ...]:
        """Names, as in the codebook, of the outlets to which ``text`` (a sentence) attributes something; in order."""
        if not self.glance.may(text) or not self.named.search(text):
            return ()
        found = {
            match.start("outlet"): self.names[match["outlet"]] for form in self.forms for match in form.finditer(text)
        }
        return tuple(dict.fromkeys(found[at] for at in sorted(found)))


@cache
def _citations(outlets: Sequence[Outlet]) -> Citations:
    names = {name: outlet.name for outlet in outlets for name in (outlet.name, *outlet.aliases, *outlet.credit)}
    never = re.compile(r"(?!)")
    if not names:
        return Citations({}, Glance.of(()), never, ())
    any_name = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    outlet = rf"(?<!\w)(?P<outlet>{any_name})(?!\w)"
    forms = []
    for row in rows(data_folder() / "citation_forms.csv", ("pattern", "reason")):
        try:
            forms.append(re.compile(row.need("pattern").replace("{outlet}", outlet)))
        except re.error as error:
            raise row.error(f"the pattern is no regular expression ({error}).", "Mend it.") from None
    return Citations(names, Glance.of(names), re.compile(rf"(?<!\w)(?:{any_name})(?!\w)"), tuple(forms))
