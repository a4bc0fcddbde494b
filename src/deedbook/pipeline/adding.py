"""An act that a person found in a text: the words as they were given, found in it, made a decision."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from deedbook.coding import amounts
from deedbook.coding.sentences import split
from deedbook.ledger.addresses import Text
from deedbook.ledger.decisions import AMOUNT, sum_of
from deedbook.records import Article, Decision, Event
from deedbook.records.failure import Failure

Stretch = tuple[int, int]
SHOWN = 60  # characters of the words that a message repeats


def added(
    text: Text,
    events: Iterable[Event],
    words: str,
    fields: Mapping[str, str],
    *,
    about: str = "",
    who: str,
    when: datetime,
    why: str = "",
    within: Stretch | None = None,
) -> Decision:
    """The decision that adds to ``text`` the act that ``words`` of it tell; ``fields`` as a correction names them,
    ``actor`` and ``recipient`` among them, ``about`` further words of the same sentence. ``events`` are those that its
    reading has, ``within`` a stretch of the text in which to look. Raises Failure where the words are not there, are
    there more than once, or are read already."""
    raw = text.article.raw
    cue = _found(raw, words, within or (0, len(raw)), "words of what happened")
    sentence = sentence_of(text.article, cue)
    if cue[1] > sentence[1]:
        raise Failure("The words of what happened reach over the end of a sentence; mark words of one.")
    given = dict(fields)
    pair = (given.pop("actor", ""), given.pop("recipient", ""))
    if "" in pair or pair[0] == pair[1]:
        raise Failure("An act has two different sides; say who acts and towards whom.")
    if any(e.cue and (e.cue.start, e.cue.end) == cue and {e.actor.code, e.recipient.code} == {*pair} for e in events):
        raise Failure("These words are read as an act between the two already; correct that one, or mark others.")
    if "amount" in given:
        given["amount"] = typed_sum(given["amount"])
    if about.strip():
        start, end = _found(raw, about, sentence, "words of what it is about")
        given["object_words"] = f"{start}-{end} {raw[start:end]}"
    given["sentence"] = f"{sentence[0]}-{sentence[1]}"
    changes = tuple((name, value) for name, value in given.items() if value)
    return Decision("add", text.text_sha256, cue, pair, who, when, why, changes)


def typed_sum(text: str) -> str:
    """A sum as somebody types it ("$45 million", "45 million dollars"), as a correction writes it; what is neither
    stays as it is, to be refused."""
    if AMOUNT.fullmatch(text):
        return text
    found = amounts.find(text)
    return sum_of(found[0]) if len(found) == 1 else text


def sentence_of(article: Article, stretch: Stretch) -> Stretch:
    """The sentence in which ``stretch`` begins, of whatever block."""
    at = stretch[0]
    held = [(b.start, b.end) for b in article.blocks if b.start <= at < b.end] or [(0, len(article.raw))]
    begin, stop = held[0]
    found = [s for s in split(article.raw[begin:stop], begin) if s[0] <= at < s[1]]
    return found[0] if found else (begin, stop)


def _found(raw: str, words: str, within: Stretch, called: str) -> Stretch:
    said = words.split()
    if not said:
        raise Failure(f"The {called} are missing.")
    matches = list(re.compile(r"\s+".join(map(re.escape, said))).finditer(raw, *within))
    short = " ".join(said)[:SHOWN]
    if not matches:
        raise Failure(f"The {called} do not stand there: “{short}”. Copy them from the text as they are.")
    if len(matches) > 1:
        raise Failure(f"The {called} stand there {len(matches)} times: “{short}”. Take some more words with them.")
    return matches[0].span()
