"""What holds for one run of reading: limits, today's date, and the codebook's labels."""

import hashlib
from dataclasses import dataclass
from datetime import date

from deedbook.reading.labels import Labels
from deedbook.records import Problem

CODED_BLOCKS = frozenset({"headline", "subhead", "body"})

MEGABYTE = 1_000_000
MAX_BYTES = 20 * MEGABYTE
MAX_PAGE_BYTES = 5 * MEGABYTE
MAX_LINES = 100_000
TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class Setting:
    """``max_bytes`` bounds a text file, one line of JSON lines, one Reuters report and an answer from the web;
    HTML pages are bounded by the lesser of it and ``MAX_PAGE_BYTES``. ``timeout`` is the total time for one address,
    in seconds. A text of more than ``MAX_LINES`` lines is no single article. Dates after ``today`` are taken for
    errors."""

    labels: Labels
    today: date
    max_bytes: int = MAX_BYTES
    timeout: float = TIMEOUT
    allow_private: bool = False

    @property
    def max_page_bytes(self) -> int:
        return min(self.max_bytes, MAX_PAGE_BYTES)

    @property
    def max_register_bytes(self) -> int:
        """A register's file holds many records, so it may be larger than one text."""
        return 10 * self.max_bytes


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def megabytes(count: int) -> str:
    """A size in words: ``20 MB``, ``64 kB``, ``900 bytes``."""
    if count >= MEGABYTE:
        return f"{count / MEGABYTE:g} MB"
    return f"{count / 1000:g} kB" if count >= 1000 else f"{count} bytes"


def too_large(source: str, limit: int, place: str | None = None, what: str = "it") -> Problem:
    return Problem(
        source,
        f"{what} is larger than the limit of {megabytes(limit)}, so it was not read.",
        "Split it into one file an article, or into JSON lines.",
        place,
    )


def future_date(source: str, day: date, today: date, place: str | None = None) -> Problem:
    return Problem(
        source,
        f"its date {day.isoformat()} lies after today ({today.isoformat()}); the article is treated as undated.",
        "Correct the date, or check this machine's clock.",
        place,
        fatal=False,
    )
