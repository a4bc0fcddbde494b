"""Currencies, measures, scales and qualifiers of amounts, from the data files ``currencies`` and ``units``."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from deedbook.codebook.table import data_folder, rows

_KINDS = frozenset(("scale", "measure", "about", "at_least", "up_to", "per_year"))


@dataclass(frozen=True, slots=True)
class Currency:
    """A sign or word for a currency. ``code`` is ISO 4217 (old codes for money that is no more; ``XDR`` for the IMF's
    special drawing rights). ``before``: it stands before the number. ``cased``: capitals count. ``when``: the reading
    holds only where one of these names stands in the same text (rupees in Pakistan); empty: otherwise."""

    sign: str
    code: str
    before: bool
    cased: bool
    when: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """``word`` counts ``factor`` of ``unit`` (a gigawatt is 1,000 MW)."""

    word: str
    unit: str
    factor: float


@dataclass(frozen=True, slots=True)
class Units:
    """All amount vocabulary, keyed in lower case: ``currencies`` by sign (readings with ``when`` first), ``measures``
    by word, ``scales`` by word, ``qualifiers`` from a qualifier of ``records.Amount`` to its phrases."""

    currencies: Mapping[str, tuple[Currency, ...]]
    measures: Mapping[str, Measure]
    scales: Mapping[str, float]
    qualifiers: Mapping[str, tuple[str, ...]]


@functools.cache
def load_units() -> Units:
    """The tables of amounts, read once. Raises CodebookError, naming file and row, where one is wrong."""
    currencies: dict[str, list[Currency]] = {}
    for row in rows(data_folder() / "currencies.csv", ("sign", "code", "place", "cased", "when")):
        currency = Currency(
            row.need("sign"),
            row.need("code"),
            row.one_of("place", ("before", "after")) == "before",
            row.one_of("cased", ("0", "1")) == "1",
            row.list("when"),
        )
        currencies.setdefault(currency.sign.lower(), []).append(currency)
    measures: dict[str, Measure] = {}
    scales: dict[str, float] = {}
    qualifiers: dict[str, list[str]] = {}
    for row in rows(data_folder() / "units.csv", ("word", "kind", "unit", "factor")):
        word, kind = row.need("word"), row.one_of("kind", _KINDS)
        try:
            factor = float(row.need("factor"))
        except ValueError:
            raise row.error(f"factor holds {row.text('factor')!r}, a number was expected.") from None
        if kind == "scale":
            scales[word.lower()] = factor
        elif kind == "measure":
            measures[word.lower()] = Measure(word, row.need("unit"), factor)
        else:
            qualifiers.setdefault(kind, []).append(word)
    return Units(
        MappingProxyType({sign: tuple(sorted(all_, key=lambda c: not c.when)) for sign, all_ in currencies.items()}),
        MappingProxyType(measures),
        MappingProxyType(scales),
        MappingProxyType({kind: tuple(words) for kind, words in qualifiers.items()}),
    )
