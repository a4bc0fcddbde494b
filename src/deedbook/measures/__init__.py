"""From a snapshot of the ledger to the answer about a pair: each line with its evidence, each count with its unit."""

from deedbook.measures.answer import (
    AbsenceRow,
    Account,
    Answer,
    BalanceRow,
    ClaimRow,
    CommitmentRow,
    ComparisonRow,
    Coverage,
    HistoryLine,
    LadderCell,
    Line,
    Quote,
    SignalCell,
    Standing,
    StandingRow,
    ToldAct,
)
from deedbook.measures.changes import KINDS, Change, Difference
from deedbook.measures.composition import MOST_DIFFERING, answer
from deedbook.measures.difference import difference
from deedbook.measures.parity import Tally, tallies

__all__ = [
    "KINDS",
    "MOST_DIFFERING",
    "AbsenceRow",
    "Account",
    "Answer",
    "BalanceRow",
    "Change",
    "ClaimRow",
    "CommitmentRow",
    "ComparisonRow",
    "Coverage",
    "Difference",
    "HistoryLine",
    "LadderCell",
    "Line",
    "Quote",
    "SignalCell",
    "Standing",
    "StandingRow",
    "Tally",
    "ToldAct",
    "answer",
    "difference",
    "tallies",
]
