"""Storage and what is derived from it: same text, same wire copy, same act, commitments, dates of undated reports."""

from deedbook.ledger import anchors, commitments, dating, merge, wire
from deedbook.ledger.errors import LedgerError
from deedbook.ledger.files import default_path
from deedbook.ledger.lookups import PairCount
from deedbook.ledger.search import Hit
from deedbook.ledger.store import Counts, Ledger

__all__ = [
    "Counts",
    "Hit",
    "Ledger",
    "LedgerError",
    "PairCount",
    "anchors",
    "commitments",
    "dating",
    "default_path",
    "merge",
    "wire",
]
