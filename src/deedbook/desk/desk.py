"""What all requests share."""

from dataclasses import dataclass

from deedbook.desk.doors import Guard
from deedbook.desk.source import Source


@dataclass(frozen=True, slots=True)
class Desk:
    """``sample``: the ledger holds the dispatches that were written for this project, and pages say so."""

    source: Source
    guard: Guard
    sample: bool = False
