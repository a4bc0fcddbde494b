"""What a ledger holds at one moment of its own time, before anything is derived from it."""

from dataclasses import dataclass
from datetime import datetime

from deedbook.records import Article, Coding, Decision


@dataclass(frozen=True, slots=True)
class Reading:
    """One coder's coding of one article, and when the ledger learned it."""

    article_key: str
    coder: str
    recorded: datetime
    coding: Coding


@dataclass(frozen=True, slots=True)
class Facts:
    """Articles by key, the hash of each one's text, the newest reading of each article in order of key, and people's
    decisions in the order in which they were recorded."""

    articles: dict[str, Article]
    hashes: dict[str, str]
    readings: tuple[Reading, ...]
    decisions: tuple[Decision, ...] = ()
