"""Official records as the ledger holds them, what was looked for in a register, and what people say of a source."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from deedbook.records.article import Article
from deedbook.records.event import Coding


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where in the official file a stretch of the record's text comes from: ``raw[start:end]`` is ``value`` at
    ``pointer`` (row and column, JSON Pointer, XPath)."""

    start: int
    end: int
    pointer: str
    value: str


@dataclass(frozen=True, slots=True)
class OfficialRecord:
    """One record of a register (one document, one project, one row).

    ``article`` (genre ``record`` or ``release``) holds its fields as text, so that every number can be quoted like any
    sentence; ``pointers`` lead from that text back into the file. ``coding`` is what the register's reader makes of it,
    by rule and not by a model. ``unknown`` says in plain words what the record does not tell ("recipient and effective
    date unknown, body not read")."""

    register: str
    article: Article
    coding: Coding
    pointers: tuple[Pointer, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """That a register was looked through: the basis of ``searched`` absence.

    ``register`` names it, ``query`` says what was asked for in words. ``giver``, ``receiver`` and ``instrument`` are
    codes, ``None`` where any would have been found. It covers ``start`` to ``end`` (``None``: open). ``rows`` counts
    what was found that fits; ``source`` is the file or address."""

    register: str
    query: str
    giver: str | None
    receiver: str | None
    instrument: str | None
    start: date | None
    end: date | None
    rows: int
    source: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What a person says of a whole text: that it is forged or cloned (``quarantine``; ``release`` takes it back), or
    which ``rights`` there are to it (``value``: own, public, licensed, unknown). Nothing is deleted by it.

    Where ``outlet`` is given, a quarantine is of all that this outlet printed, before and after, and ``text_sha256``
    is empty."""

    kind: Literal["quarantine", "release", "rights"]
    text_sha256: str
    who: str
    when: datetime
    why: str = ""
    value: str = ""
    outlet: str = ""
