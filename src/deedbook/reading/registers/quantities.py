"""Dates and sums as official texts print them, and the patterns that find them."""

import re
from datetime import date, datetime

from deedbook.codebook.units import load_units
from deedbook.records import Amount
from deedbook.records.event import Qualifier

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT = "|".join(month[:3] for month in _MONTHS.split("|"))
DAY = rf"(?:(?:{_MONTHS})\s+\d{{1,2}},\s+\d{{4}}|\d{{1,2}}\s+(?:{_SHORT})[a-z]*\s+\d{{4}})"
NUMBER = r"\d[\d,]*(?:\.\d+)?"
SCALED = rf"{NUMBER}(?:\s+(?:thousand|million|billion|trillion))?"
MONEY = rf"(?:(?:about|around|approximately)\s+)?(?:US\s?\$|U\.S\.\s?\$|\$|USD\s)\s*{SCALED}"
SDR = rf"SDR\s+{SCALED}"
PERCENT = rf"{NUMBER}\s*(?:%|percent\b|per cent\b)"

_READ = re.compile(rf"(?P<number>{NUMBER})\s*(?P<scale>thousand|million|billion|trillion)?")


def day_of(text: str) -> date | None:
    """The day that ``text`` is: ``February 7, 2026``, ``10 Dec 2025``, ``08/04/2025`` (month first) or ``2026-02-07``;
    ``None`` where it is none."""
    plain = " ".join(text.split())
    for form in ("%B %d, %Y", "%d %b %Y", "%d %B %Y", "%m/%d/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(plain, form).date()
        except ValueError:
            continue
    return None


def amount_of(text: str, start: int | None = None, qualifier: Qualifier = "exact") -> Amount | None:
    """The sum or rate in ``text``, which begins at ``start``; ``None`` where there is none."""
    found = _READ.search(text)
    if found is None:
        return None
    value = float(found["number"].replace(",", ""))
    if scale := found["scale"]:
        value *= load_units().scales[scale]
    unit = "XDR" if "SDR" in text else "USD" if "$" in text or "USD" in text else "%"
    return Amount(value, unit, None, qualifier, start, None if start is None else start + len(text))
