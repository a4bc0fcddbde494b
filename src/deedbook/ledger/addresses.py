"""Events and articles by the names that people copy from a list: the first characters of an id."""

import sqlite3
from dataclasses import dataclass

from deedbook.ledger import anchors
from deedbook.ledger.facts import read_facts
from deedbook.records import Anchor, Article, Event

SHORTEST = 4  # characters: fewer would name several events in any ledger of use


@dataclass(frozen=True, slots=True)
class Told:
    """An event of a present coding, as its coder wrote it, with the article that tells it."""

    article: Article
    event: Event
    text_sha256: str

    @property
    def anchor(self) -> Anchor:
        """What a decision about it holds on to."""
        return anchors.anchor(self.event, self.text_sha256)


@dataclass(frozen=True, slots=True)
class Text:
    """An article with the hash of its text."""

    article: Article
    text_sha256: str


def events(connection: sqlite3.Connection, name: str) -> tuple[Told, ...]:
    """The events of present codings whose id begins with ``name``; ``KEY:ID`` names one of the article KEY alone."""
    key, _, start = name.rpartition(":")
    if len(start) < SHORTEST or not start.isalnum():
        return ()
    found = connection.execute(
        "SELECT DISTINCT key FROM events JOIN codings c ON c.number = coding JOIN articles a ON a.number = c.article "
        "WHERE instr(record, ?1) AND key LIKE ?2 UNION "  # or a person added it
        "SELECT key FROM articles WHERE key LIKE ?2 AND raw_sha256 IN (SELECT json_extract(record, '$.text_sha256') "
        "FROM decisions WHERE json_extract(record, '$.kind') = 'add')",
        (f'"event_id":"{start}', f"{key}%"),
    ).fetchall()
    facts = read_facts(connection, keys=[key for (key,) in found])
    return tuple(
        Told(facts.articles[reading.article_key], event, facts.hashes[reading.article_key])
        for reading in facts.readings
        for event in reading.coding.events
        if event.event_id.startswith(start)
    )


def articles(connection: sqlite3.Connection, name: str) -> tuple[Text, ...]:
    """The articles whose key begins with ``name``, or whom a source gave this id, or that were read from this place."""
    start = name if len(name) >= SHORTEST and name.isalnum() else ""
    keys = [
        key
        for (key,) in connection.execute(
            "SELECT key FROM articles WHERE ?1 != '' AND key LIKE ?1 || '%' "
            "UNION SELECT key FROM sightings JOIN articles ON number = article WHERE id = ?2 OR location = ?2",
            (start, name),
        )
    ]
    facts = read_facts(connection, keys=keys, numbers=())
    return tuple(Text(article, facts.hashes[key]) for key, article in facts.articles.items())
