"""The rows of the codebook's tables, as frozen records.

What a table is for and how to add to it is written in docs/codebook.md. Every date is a calendar day; ``None`` as
``valid_from`` or ``start`` means *always so far as this table goes*, ``None`` as ``valid_to`` or ``end`` *still so*.
Both ends are included.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from deedbook.records import Interval
from deedbook.records.article import BlockKind
from deedbook.records.history import Force

NameKind = Literal[
    "state",
    "demonym",
    "capital",
    "metonym",
    "organisation",
    "agency",
    "armed_group",
    "province",
    "project",
    "firm",
]


@dataclass(frozen=True, slots=True)
class EventType:
    """One of PLOVER's 16 types. ``score`` runs from -10 (conflict) to +10 (cooperation), PLOVER manual, table of
    conflict-cooperation scores. ``kind`` is this project's: what it takes to do it (docs/codebook.md, Words and deeds);
    a word becomes a deed only by its status, so ``kind`` never replaces the status."""

    name: str
    quad_class: str
    score: float
    definition: str
    kind: Literal["word", "deed"]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """How far the thing spoken of has got. ``order`` runs from 1 (discussed) to 6 (delivered); ``None`` stands off the
    ladder. ``stopped`` marks the ends that are no delivery. ``iati`` is the IATI transaction type that money at this
    rung would carry (empty: none), ``aiddata`` AidData's status name."""

    name: str
    order: int | None
    stopped: bool
    definition: str
    iati: str = ""
    aiddata: str = ""


@dataclass(frozen=True, slots=True)
class Domain:
    """A field of policy. ``contexts`` are PLOVER context codes, ``dac`` OECD DAC sector categories (three digits) or
    purpose codes (five digits), ``hs`` a note on chapters of the Harmonized System."""

    name: str
    definition: str
    contexts: tuple[str, ...]
    dac: tuple[str, ...]
    hs: str = ""


@dataclass(frozen=True, slots=True)
class Rung:
    """What one kind of act on an instrument counts as, within its dates: status, legal force, IATI transaction type."""

    act: str
    status: str
    force: Force
    iati: str
    note: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Instrument:
    """A means by which one state gives another something, or hurts it; ``rungs`` from the lowest to the highest."""

    name: str
    definition: str
    domains: tuple[str, ...]
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory under its ISO 3166-1 alpha-3 code (former states: docs/codebook.md). ``successors`` are the
    codes that followed it. Codes are identifiers, not recognition."""

    code: str
    name: str
    formal: str
    capital: str
    region: str
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation or movement that deals with states. ``states`` are those it acts in, or belongs to."""

    code: str
    name: str
    kind: str
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is printed, and the code it stands for while it is valid.

    ``sector`` is PLOVER's (``GOV``, ``LEG`` ...), ``full`` the full name of an agency, firm or project. ``cased``: only
    this very spelling counts, since in other letters it is another word ("US", "Turkey", "Polish"); a stretch that is
    wholly in capitals (old wire headlines) has no letter case to go by, so there the coder must look further."""

    text: str
    code: str
    kind: NameKind
    sector: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    full: str | None = None
    cased: bool = False


@dataclass(frozen=True, slots=True)
class UnusedName:
    """A name that was left out of ``names`` because it stands for too many things; ``codes`` are among them."""

    text: str
    codes: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Office:
    """A kind of office with its printed titles in lower case. ``state`` is given where these titles name one state's
    office only ("secretary of state": USA); then several rows share one ``key`` and ``offices`` keeps the general one
    under the key itself and the others under ``key@STATE``. ``single``: a state has one holder at a time."""

    key: str
    sector: str
    titles: tuple[str, ...]
    state: str | None = None
    single: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held an office, from ``start`` to ``end``, both included; ``end`` ``None`` means still in office when the
    row was written. ``source`` is an address or ``recalled, not checked``."""

    person: str
    aliases: tuple[str, ...]
    state: str
    office: str
    start: date
    end: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes. ``credit`` are the names that stand in its credit lines ("AFP"; their forms are in
    ``credit_forms.csv``), ``domains`` its web hosts."""

    name: str
    aliases: tuple[str, ...]
    state: str
    kind: str
    credit: tuple[str, ...]
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FurnitureRule:
    """Recognises a line of a saved page that is not part of the report. ``pattern`` is a regular expression for
    ``re.search`` on one line without its surrounding white space; ``reason`` says in words what it catches."""

    kind: BlockKind
    pattern: str
    reason: str


@dataclass(frozen=True, slots=True)
class ClassMember:
    """``state`` belonged to ``class_`` from ``start`` to ``end`` (``ALL`` for a fact about the whole class). ``rate``
    is what a class of duties adds to its goods, in per cent; ``None`` for other classes."""

    class_: str
    state: str
    start: date | None
    end: date | None
    source: str
    rate: float | None = None


@dataclass(frozen=True, slots=True)
class ClassMeasure:
    """What a class is a class of: who gives the benefit or imposes the burden, by which instrument, on which legal
    basis."""

    class_: str
    giver: str
    instrument: str
    kind: Literal["benefit", "burden"]
    basis: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated public act, used only to date an undated text that reports it: a text that holds any of ``words`` and
    an event like this one cannot be earlier than ``when.start``."""

    when: Interval
    actor: str
    recipient: str
    event_type: str
    instrument: str
    statuses: tuple[str, ...]
    words: tuple[str, ...]
    what: str
    source: str
