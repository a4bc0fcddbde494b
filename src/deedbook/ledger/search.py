"""Where words stand: full-text search over headlines and bodies, and among the acts that these tell."""

import json
import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from deedbook.codebook import Codebook
from deedbook.ledger.entries import Made
from deedbook.ledger.facts import read_facts
from deedbook.records import Article, Entry

CODED = frozenset({"headline", "subhead", "body"})
RANKED = 5_000  # most texts that are ranked, the newest read: words that more of them hold tell few apart
AROUND = 90  # characters shown on either side of the first word found

_WORD = re.compile(r"\w+")
_ASKED = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Hit:
    """A text in which all words were found: ``start`` and ``end`` bound a snippet of ``Article.raw``, ``marks`` are the
    places of the words in it, as offsets into ``raw`` too."""

    article_key: str
    id: str
    outlet: str | None
    title: str | None
    published: date | None
    start: int
    end: int
    snippet: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ActHit:
    """An act of which a report tells with all the words, in its sentence or in the names of parties, instrument and
    kind. ``act`` is the same number for all reports of it; ``marks`` are the places of the words in ``sentence``."""

    act: int
    entry: Entry
    outlet: str
    sentence: str
    marks: tuple[tuple[int, int], ...]


def searched(article: Article) -> str:
    """The text that is searched: headline and body; all of it where no block is labelled so."""
    parts = [article.raw[block.start : block.end] for block in article.blocks if block.kind in CODED]
    return ("\n".join(parts) if parts else article.raw).encode("utf-8", "replace").decode()


def search(connection: sqlite3.Connection, asked: str, limit: int) -> tuple[Hit, ...]:
    """Articles that hold all words of ``asked`` (a phrase in double quotes in its order), best first; where very many
    hold them, of the ``RANKED`` that were read last."""
    phrases = list(_phrases(asked))
    if not phrases:
        return ()
    query = " ".join('"' + " ".join(phrase) + '"' for phrase in phrases)
    rows = connection.execute(
        "SELECT key FROM indexed_articles i JOIN (SELECT rowid AS number, rank FROM words WHERE words MATCH ?1 "
        "AND rowid > coalesce((SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid DESC LIMIT 1 OFFSET ?3), 0) "
        "ORDER BY rank LIMIT ?2) w ON w.number = i.number ORDER BY w.rank, key",
        (query, limit, RANKED),
    ).fetchall()
    keys = [key for (key,) in rows]
    articles = read_facts(connection, keys=keys, numbers=()).articles
    return tuple(_hit(articles[key], phrases) for key in keys)


def search_acts(
    connection: sqlite3.Connection, asked: str, keys: Sequence[str], limit: int, codebook: Codebook
) -> tuple[ActHit, ...]:
    """Acts between two known parties told in the articles ``keys`` with all words of ``asked``, each once, in the order
    of ``keys``."""
    phrases = list(_phrases(asked))
    if not phrases or not keys:
        return ()
    facts = read_facts(connection, keys=keys)
    numbers = [number for reading in facts.readings for number in reading.numbers]
    act_of = dict(
        connection.execute(
            "SELECT number, act FROM indexed_events WHERE act IS NOT NULL AND number IN "
            "(SELECT value FROM json_each(?))",
            (json.dumps(numbers),),
        ).fetchall()
    )
    made, found = Made(facts, codebook), dict[int, ActHit]()
    readings = {reading.article_key: reading for reading in facts.readings}
    known: dict[str | None, str] = {code: state.name for code, state in codebook.states.items()}
    known |= {code: body.name for code, body in codebook.organisations.items()}
    for key in keys:
        for number, entry in made.of(readings[key]) if key in readings else ():
            act = act_of.get(number)
            if entry is None or act is None or act in found:
                continue
            event, article = entry.event, facts.articles[key]
            names = [known[code] for party in (event.actor, event.recipient) if (code := party.code) in known]
            if len(names) < 2:
                continue
            sentence = article.raw[event.sentence.start : event.sentence.end]
            told = " ".join([*names, event.instrument, event.event_type, event.status]).replace("_", " ")
            marks = _marked(sentence, phrases)
            beside = {_folded(word) for word in _WORD.findall(told)}
            stands = {tuple(_folded(word) for word in _WORD.findall(sentence[start:end])) for start, end in marks}
            if all(phrase in stands or (len(phrase) == 1 and phrase[0] in beside) for phrase in phrases):
                found[act] = ActHit(act, entry, article.outlet or article.id, sentence, tuple(marks))
        if len(found) >= limit:
            break
    return tuple(found.values())[:limit]


def _marked(text: str, phrases: Sequence[tuple[str, ...]]) -> list[tuple[int, int]]:
    """Where the phrases stand in ``text``, in its order."""
    words = [(_folded(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]
    texts = [word for word, _, _ in words]
    return sorted(
        (words[at][1], words[at + len(phrase) - 1][2])
        for phrase in phrases
        for at in range(len(words) - len(phrase) + 1)
        if tuple(texts[at : at + len(phrase)]) == phrase
    )


def _phrases(asked: str) -> Iterator[tuple[str, ...]]:
    for quoted, word in _ASKED.findall(asked):
        if found := tuple(_folded(token) for token in _WORD.findall((quoted or word).replace("_", " "))):
            yield found


def _folded(word: str) -> str:
    """In lower case without accents, as the full-text index holds it."""
    plain = unicodedata.normalize("NFKD", word.lower())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _hit(article: Article, phrases: list[tuple[str, ...]]) -> Hit:
    coded = [(block.start, block.end) for block in article.blocks if block.kind in CODED] or [(0, len(article.raw))]
    places: list[tuple[int, int]] = []
    for start, end in coded:
        places += [(start + one, start + other) for one, other in _marked(article.raw[start:end], phrases)]
    places.sort()
    body = [
        place for place in places if not any(b.kind != "body" and b.start <= place[0] < b.end for b in article.blocks)
    ]
    first = (body or places or [(coded[0][0], coded[0][0])])[0]
    block = next((one for one in coded if one[0] <= first[0] < one[1]), coded[0])
    start, end = max(block[0], first[0] - AROUND), min(block[1], first[1] + AROUND)
    while start > block[0] and not article.raw[start - 1].isspace():
        start -= 1
    while end < block[1] and not article.raw[end].isspace():
        end += 1
    return Hit(
        article_key=article.key,
        id=article.id,
        outlet=article.outlet,
        title=article.title,
        published=article.published.end or article.published.start,
        start=start,
        end=end,
        snippet=article.raw[start:end],
        marks=tuple(place for place in places if start <= place[0] and place[1] <= end),
    )
