"""The answer about a pair, as tables of lines that each lead to their evidence. The brief only lays it out."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from deedbook.measures.wording import clip, fold
from deedbook.records import Snapshot, TextEvidence

_TITLE = 16  # words of a record's title

Standing = Literal["delivered or binding", "promised", "talk only", "stopped"]


@dataclass(frozen=True, slots=True)
class Quote:
    """One numbered piece of evidence: at most one sentence, verbatim, and where it stands.

    ``number`` is the footnote number, from 1 in order of first use on the page. ``flags`` are plain words such as
    ``undated``, ``opinion``, ``unattributed``, ``one commentator``. ``evidence`` gives article key and offsets,
    ``pointers`` where an official record has it in its register's file (row and column, JSON Pointer, XPath)."""

    number: int
    evidence: TextEvidence
    outlet: str
    published: date | None
    text: str
    speaker: str
    article_id: str
    url: str | None
    flags: tuple[str, ...] = ()
    genre: str = "report"
    title: str | None = None
    pointers: tuple[str, ...] = ()

    @property
    def record(self) -> str:
        """What the official record is about, in quotation marks; empty of anything else. A field of a row says little
        by itself ("Number delivered: 5")."""
        return f"“{clip(fold(self.title), _TITLE)}”" if self.genre == "record" and self.title else ""

    @property
    def place(self) -> str:
        """Where it stands: characters of the article's text and, of an official record, places in its file."""
        text = f"characters {self.evidence.start}–{self.evidence.end}"
        return text + (f"; in the register’s file: {', '.join(self.pointers)}" if self.pointers else "")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the answer in plain English, with the numbers of the quotes that prove it.

    ``sure`` says in words how sure it is and why; ``sources`` counts independent sources (0: derived or none)."""

    text: str
    quotes: tuple[int, ...] = ()
    sources: int = 0
    sure: str = ""
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A row of page one's table: what stands where, given by whom, and who stopped it."""

    standing: Standing
    giver: str
    receiver: str
    what: Line
    since: str = ""
    stopped_by: str = ""
    burden: bool = False  # a tariff, sanction or threat: something imposed, not a benefit
    private: bool = False  # done by firms of the state, not by the state: never counted as the state's deed
    joint: bool = False  # both do or owe it: giver and receiver then tell no direction
    commitment: str = ""  # its id, where it is one


@dataclass(frozen=True, slots=True)
class Account:
    """What one side's, or one outlet's, telling of an act names and what it leaves out that another names: domains,
    sums, promises.

    ``side`` is a code, empty for an outlet; ``outlet`` names the outlet (or those that printed one wire story), empty
    for a side. ``text`` says it in one short sentence."""

    side: str
    names: tuple[str, ...]
    omits: tuple[str, ...]
    quotes: tuple[int, ...]
    text: str = ""
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class ToldAct:
    """One act told by several reports or sides: ``reports`` counts passages that tell it, ``articles`` articles.
    ``outlets`` sets independent texts side by side, where what they name differs."""

    what: Line
    reports: int
    accounts: tuple[Account, ...]
    articles: int = 0
    outlets: tuple[Account, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One step of a commitment: ``when`` as text ("10 December 2025", "undated"), rung, and what the record shows.
    ``said`` is the rung in plain words ("in force", "put off"), as ``line`` has it too."""

    when: str
    rung: str
    record: str
    line: Line
    said: str = ""


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """One commitment behind page one."""

    id: str
    giver: str
    receiver: str
    what: str
    instrument: str
    domains: tuple[str, ...]
    amount: str
    displayed: str
    force: str
    execution: str
    health: str
    blocked_by: str
    history: tuple[HistoryLine, ...]
    standing: Standing = "talk only"
    summary: Line = Line("")
    due: str = ""
    conditions: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()
    burden: bool = False
    private: bool = False
    joint: bool = False
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """Something reported or found absent: basis, who says so, verdict on the claim, and what overtook it.

    ``verdict`` is empty where nobody claims anything (``silent``, ``not due``). ``context`` holds steps on lower or
    higher rungs than the claim's: they stand beside the verdict and do not decide it. ``joint``: both sides would."""

    what: Line
    giver: str
    receiver: str
    basis: str
    said_by: str
    verdict: str
    reason: str
    overtaken: tuple[HistoryLine, ...] = ()
    context: tuple[HistoryLine, ...] = ()
    domains: tuple[str, ...] = ()
    as_of: str = ""
    reviewed: bool = False
    joint: bool = False


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A text's assertion that something was done (paid, in force), and what the record shows of it."""

    what: Line
    giver: str
    receiver: str
    said_by: str
    verdict: str
    reason: str
    as_of: str = ""
    reviewed: bool = False
    joint: bool = False


@dataclass(frozen=True, slots=True)
class SignalCell:
    """Acts (merged, not reports) of one event type in one month (``2025-11``, or ``undated``); ``several``: how many of
    them two or more sources tell."""

    month: str
    event_type: str
    kind: Literal["word", "deed"]
    domain: str
    giver: str
    count: int
    quotes: tuple[int, ...]
    several: int = 0


@dataclass(frozen=True, slots=True)
class LadderCell:
    """Commitments of one domain that stand at one rung: what the status ladder shows."""

    domain: str
    rung: str
    giver: str
    count: int
    what: str
    quotes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """Who gives and who receives, in one domain: how many matters at which standing. ``lines`` tell each of them in the
    order of the four counts, then what was imposed."""

    giver: str
    receiver: str
    domain: str
    delivered: int
    promised: int
    talk: int
    stopped: int
    lines: tuple[Line, ...] = ()
    burdens: int = 0  # tariffs, sanctions and threats still standing; in none of the four counts before


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One instrument or domain set beside the other pair's; never a subtraction, never a verdict without a basis.

    ``basis`` is the legal basis that both have in common, where one is known; ``rank`` says in words where both stand
    among all states that something is held on."""

    subject: str
    here: Line
    there: Line
    note: str = ""
    basis: str = ""
    rank: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read, by what date, and what it can and cannot show.

    ``articles`` counts all that were read, ``on_pair`` those that tell of the pair, ``sources`` the independent
    sources among those (wire copies folded). ``summary`` says it all in one or two sentences, for page one.
    ``withheld`` says of which texts no more than a sentence may be quoted."""

    cut_off: str
    articles: int
    sources: int
    lines_unreviewed: int
    lines: int
    first: date | None
    last: date | None
    undated: int
    undated_left_out: int
    later_left_out: int
    unread: tuple[str, ...] = ()
    on_pair: int = 0
    summary: str = ""
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Behind:
    """How much stands behind page one: commitments, merged acts, things reported absent, conflicts between reports."""

    commitments: int = 0
    acts: int = 0
    absent: int = 0
    disagreements: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """Did the words become deeds, for ``pair`` (two codes in the order asked for), with everything behind it.

    ``names`` maps codes to plain names. ``quotes`` is in order of number. ``written_examples`` is True where any
    article read was written for this project rather than by an outlet."""

    pair: tuple[str, str]
    against: tuple[str, str] | None
    names: dict[str, str]
    judgement: tuple[Line, ...]
    standing: tuple[StandingRow, ...]
    told: tuple[ToldAct, ...]
    unknown: tuple[Line, ...]
    would_change: tuple[Line, ...]
    dates_ahead: tuple[Line, ...]
    coverage: Coverage
    signals: tuple[SignalCell, ...]
    ladder: tuple[LadderCell, ...]
    commitments: tuple[CommitmentRow, ...]
    absences: tuple[AbsenceRow, ...]
    balance: tuple[BalanceRow, ...]
    comparison: tuple[ComparisonRow, ...]
    disagreements: tuple[Line, ...]
    caveats: tuple[Line, ...]
    quotes: tuple[Quote, ...]
    snapshot: Snapshot
    written_examples: bool = False
    # Page one holds what stands above in judgement, standing, told, unknown, would_change, dates_ahead and
    # coverage.summary (the brief counts its words); what did not fit there is below.
    further_standing: tuple[StandingRow, ...] = ()
    further_told: tuple[ToldAct, ...] = ()
    told_left: int = 0  # acts that several passages tell, beyond those in the two lists
    disagreements_left: int = 0  # conflicts between reports, beyond those in the list
    further_unknown: tuple[Line, ...] = ()
    further_would_change: tuple[Line, ...] = ()
    further_dates: tuple[Line, ...] = ()
    claims: tuple[ClaimRow, ...] = ()
    others: tuple[Line, ...] = ()  # what firms, organisations and third states gave one of the pair: context only
    comparison_note: str = ""  # who chose the comparator
    behind: Behind = Behind()
    beside: tuple[Line, ...] = ()  # page one's line on the comparator: what weighs most there and what became of it
