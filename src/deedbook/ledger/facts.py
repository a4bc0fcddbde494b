"""What a ledger holds at one moment of its own time, before anything is derived from it."""

import sqlite3
from dataclasses import dataclass, replace
from datetime import datetime

from deedbook.ledger.packing import unpack
from deedbook.records import Article, Coding, Decision, Event, Passed, TitleMention


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


def read_facts(connection: sqlite3.Connection, until: str) -> Facts:
    """The facts recorded up to and including ``until`` (a stamp as the columns hold them)."""
    newest = (
        "SELECT number, article_key, coder, recorded FROM (SELECT *, row_number() OVER "
        "(PARTITION BY article_key ORDER BY recorded DESC, number DESC) AS place FROM codings WHERE recorded <= ?) "
        "WHERE place = 1"
    )
    articles, hashes = {}, {}
    for key, raw, raw_sha256, record in connection.execute(
        "SELECT key, raw, raw_sha256, record FROM articles WHERE recorded <= ? ORDER BY key", (until,)
    ):
        articles[key] = unpack(Article, record, raw=raw.decode("utf-8", "surrogatepass"))
        hashes[key] = raw_sha256
    readings = {
        number: Reading(key, coder, datetime.fromisoformat(recorded), Coding(()))
        for number, key, coder, recorded in connection.execute(newest, (until,))
    }
    events: dict[int, list[Event]] = {}
    passed: dict[int, list[Passed]] = {}
    titles: dict[int, list[TitleMention]] = {}
    order = f"JOIN ({newest}) ON number = coding ORDER BY coding, position"
    for number, record in connection.execute(f"SELECT coding, record FROM events {order}", (until,)):
        events.setdefault(number, []).append(unpack(Event, record))
    for number, record in connection.execute(f"SELECT coding, record FROM passed {order}", (until,)):
        passed.setdefault(number, []).append(unpack(Passed, record))
    for number, record in connection.execute(f"SELECT coding, record FROM titles {order}", (until,)):
        titles.setdefault(number, []).append(unpack(TitleMention, record))
    decided = connection.execute("SELECT record FROM decisions WHERE recorded <= ? ORDER BY number", (until,))
    return Facts(
        articles=articles,
        hashes=hashes,
        readings=tuple(
            replace(
                reading,
                coding=Coding(
                    tuple(events.get(number, ())), tuple(passed.get(number, ())), tuple(titles.get(number, ()))
                ),
            )
            for number, reading in sorted(readings.items(), key=lambda item: item[1].article_key)
        ),
        decisions=tuple(unpack(Decision, record) for (record,) in decided),
    )
