"""What the ledger yields: acts with their reports, commitments with their life, and a view of it all at a date."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Self

from deedbook.records.article import Article, Interval
from deedbook.records.event import Amount, Event, Passed, Phrase
from deedbook.records.official import Pointer, Search

Force = Literal["none", "non-binding", "binding", "unstated"]
Execution = Literal["none", "allocated", "in force", "part", "complete"]
Health = Literal["live", "overdue", "suspended", "cancelled", "lapsed", "struck down", "superseded"]
AmountKind = Literal["face", "ceiling", "tranche", "cumulative", "per year"]
Verdict = Literal[
    "supported", "supported, omits", "contradicted", "overtaken", "undetermined by date", "unresolved", "not checkable"
]


@dataclass(frozen=True, slots=True)
class TextEvidence:
    """The sentence that proves a line: ``articles[article_key].raw[start:end]``."""

    article_key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RecordEvidence:
    """A place in an official record: ``pointer`` is row and column, JSON Pointer or XPath, ``value`` what is there."""

    record: str
    pointer: str
    value: str


Evidence = TextEvidence | RecordEvidence


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as the ledger holds it, with its three times.

    ``happened``: when the act took place as far as the text says; ``known``: the day the evidence was published
    (``None`` for undated); ``recorded``: when this ledger learned it (UTC). ``reviewed``: a person decided on it and
    none decided otherwise; ``disputed``: two people decided differently, the later decision is shown."""

    article_key: str
    event: Event
    happened: Interval
    known: date | None
    recorded: datetime
    reviewed: bool = False
    disputed: bool = False

    @property
    def evidence(self) -> TextEvidence:
        """The sentence around the cue."""
        return TextEvidence(self.article_key, self.event.sentence.start, self.event.sentence.end)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One act with all entries that report it (never empty, in order of known date, article, cue).

    Fields are those that the written display rule picks from the entries. ``outlets`` names them; ``sources`` counts
    those that vouch, each once: copies of one text and reports that only cite another are folded (``ledger.sources``).
    ``parties`` names the official outlets of either side among them, which are no independent sources."""

    id: str
    entries: tuple[Entry, ...]
    event_type: str
    status: str
    actor: str
    recipient: str
    symmetric: bool
    instrument: str
    domains: tuple[str, ...]
    polarity: Literal["positive", "negative"]
    happened: Interval
    known: date | None
    object: str | None
    amount: Amount | None
    outlets: tuple[str, ...]
    sources: int
    reviewed: bool = False
    parties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a commitment's history: on ``when`` the ``occurrence`` moved it to ``rung`` (a codebook status).

    ``record_status`` is what the record shows, which may be less than the text says ("announced" where a text says
    "delivered" but no instrument with an effective date is in hand); ``note`` gives the reason in plain words. ``due``
    is the day that it looks ahead to ("will pay by June")."""

    occurrence: Occurrence
    when: Interval
    rung: str
    record_status: str
    note: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """What a commitment hangs on: the words, who must meet it (a code, or a body in plain words; ``None``: not told),
    and whether it is met as far as the reports tell."""

    phrase: Phrase
    who: str | None = None
    state: Literal["met", "failed", "unknown"] = "unknown"


@dataclass(frozen=True, slots=True)
class Stated:
    """One sum that was reported of a commitment: its kind, when, and at which record status."""

    amount: Amount
    kind: AmountKind
    when: Interval
    status: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """What one side owes or gives another over time, from talk to delivery or to nothing.

    ``giver`` and ``receiver`` are codes; ``via`` and ``payer`` others in between; ``firms`` the firms named.
    ``displayed`` is one plain-English phrase for force, execution and health together, made by the written rule.
    ``name`` is a short noun phrase ("19 % tariff on Pakistani goods"), ``object`` the words of one report; ``last`` the
    rung that was reported last, by the rule in docs/ledger.md.

    ``conditions`` are phrases, ``terms`` the same with who must meet them. ``amount`` is the sum of it all as far as
    told, ``amounts`` every sum that was reported, ``paid`` what was paid of it; ``new_money`` False where old money
    is kept (a loan rolled over). ``owners`` are firms with the state that they belong to. ``since`` is when it came
    to stand as displayed. ``parent`` is the commitment that this is a part of, ``umbrella`` says that it has such
    parts, ``package`` what was given in exchange, ``replaces`` what it came in place of (ids). ``contested`` says what
    two sources of one day tell against one another, ``doubtful`` why it may be misread; both are empty where that is
    not so. ``measure``: imposed on the receiver (a duty, a sanction) rather than given."""

    id: str
    giver: str
    receiver: str
    instrument: str
    domains: tuple[str, ...]
    object: str
    history: tuple[Step, ...]
    force: Force
    execution: Execution
    health: Health
    displayed: str
    amount: Amount | None = None
    amount_kind: str | None = None
    via: str | None = None
    payer: str | None = None
    firms: tuple[str, ...] = ()
    conditions: tuple[Phrase, ...] = ()
    blocked_by: str | None = None
    due: date | None = None
    parent: str | None = None
    joint: bool = False  # both owe it: giver and receiver are then in order of their codes
    last: str = ""
    name: str = ""
    terms: tuple[Condition, ...] = ()
    amounts: tuple[Stated, ...] = ()
    paid: Amount | None = None
    new_money: bool | None = None
    owners: tuple[tuple[str, str], ...] = ()
    package: tuple[str, ...] = ()
    replaces: str | None = None
    umbrella: bool = False
    contested: str = ""
    doubtful: str = ""
    measure: bool = False
    since: Interval = Interval()


@dataclass(frozen=True, slots=True)
class Claim:
    """An assertion about a commitment or benefit, and what the record says of it at the claim's own rung."""

    entry: Entry
    verdict: Verdict
    reason: str
    commitment: Commitment | None = None
    context: tuple[Step, ...] = ()
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Absence:
    """Something reported or found absent, on what basis, and what overtook it."""

    basis: Literal["claimed", "searched", "closed", "not due", "silent"]
    what: str
    giver: str
    receiver: str
    entries: tuple[Entry, ...]
    by: tuple[str, ...] = ()
    overtaken_by: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Inference:
    """An undated article's earliest possible date, and why, each reason with the place in the text that gives it."""

    not_before: date
    reasons: tuple[tuple[str, Phrase], ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something suspect in an article ("former President" of one who is in office)."""

    article_key: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a decision is about: the text by its hash, the cue's span in it, and the pair; never a coder's id.
    ``object`` is the object's span, where several events share cue and pair (a list of benefits)."""

    text_sha256: str
    cue: tuple[int, int]
    pair: tuple[str, str]
    object: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about an event; anchored as ``Anchor`` is, never to a coder's id.

    ``join`` and ``split`` say of it and of ``other`` that they are, or are not, one act; ``add`` is the event itself,
    which no coder read (``changes`` hold its fields and its sentence, ``pair`` who acts and towards whom); ``withdraw``
    takes back the last thing that the same person decided on it."""

    kind: Literal["accept", "correct", "split", "join", "reject", "redate", "note", "add", "withdraw"]
    text_sha256: str
    cue: tuple[int, int]
    pair: tuple[str, str]
    who: str
    when: datetime
    why: str = ""
    changes: tuple[tuple[str, str], ...] = ()
    other: Anchor | None = None
    object: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Extent:
    """How much was read, whatever a snapshot is confined to: ``articles`` in all, of these ``undated``, the ``first``
    and ``last`` day of publication, and how many are in each language (ISO 639-1 or ``und``)."""

    articles: int
    undated: int
    first: date | None
    last: date | None
    languages: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Voices:
    """Who is known to speak in a snapshot's articles, kept by the ledger for those who ask again: by article key whose
    report it is (``origins``), and by key and span the outlets to which a sentence attributes what it tells
    (``cited``), and whether an article names no outlet at all (``silent``), or announces a day to come
    (``announces``: False where it has no word for that), and the day after which nothing begins that the sentences of
    its events tell (``behind``). What is not there has not been looked at,
    so how much there is tells no two snapshots apart."""

    origins: dict[str, str] = field(default_factory=dict, compare=False)
    cited: dict[tuple[str, int, int], tuple[str, ...]] = field(default_factory=dict, compare=False)
    silent: dict[str, bool] = field(default_factory=dict, compare=False)
    announces: dict[str, bool] = field(default_factory=dict, compare=False)
    behind: dict[str, date] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that the ledger knew by a date: the input of all measures.

    ``articles`` by key. ``entries``, ``occurrences`` and ``commitments`` hold all pairs, in order of their dates and
    ids. ``as_of`` is the cut-off asked for (``None``: no cut-off); ``undated_left_out`` counts articles that the
    cut-off left out because they carry no date. ``wire`` maps an article's key to the key that stands for its wire
    copy or same text (itself where it stands alone). ``searches`` are the registers that were looked through;
    ``pointers`` lead from an official record's text (by article key) into its file. ``quarantined``: keys of articles
    that a person marked as forged or cloned. ``pairs``: what the snapshot was confined to (``None``: everything); it
    then holds what concerns these pairs, while ``extent`` counts all that was read. ``unknown`` says by article key
    what an official record does not tell. ``whole``: where acts were left out of it on demand, what they were left out
    of, since what a pair deals in does not hang on what somebody asks to see. ``voices``: who speaks in them, as far as
    that was asked."""

    articles: dict[str, Article]
    entries: tuple[Entry, ...]
    occurrences: tuple[Occurrence, ...]
    commitments: tuple[Commitment, ...]
    as_of: date | None = None
    undated_left_out: int = 0
    later_left_out: int = 0
    inferences: dict[str, Inference] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    passed: dict[str, tuple[Passed, ...]] = field(default_factory=dict)
    wire: dict[str, str] = field(default_factory=dict)
    searches: tuple[Search, ...] = ()
    pointers: dict[str, tuple[Pointer, ...]] = field(default_factory=dict)
    quarantined: frozenset[str] = frozenset()
    pairs: tuple[tuple[str, str], ...] | None = None
    extent: Extent | None = None
    unknown: dict[str, tuple[str, ...]] = field(default_factory=dict)
    whole: Self | None = None
    voices: Voices = field(default_factory=Voices, repr=False)
