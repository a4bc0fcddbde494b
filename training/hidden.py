"""Labelled sentences in which a party's name gives way to what a report would call it the second time.

News names a state once and then says "it", "he", "the ministry". Nearly all labelled sentences name both parties: they
were drawn so. Of those whose title or previous sentence names one of them too, others are made here: the name goes, a
pronoun or a plain noun comes, the labels stay, and the party has to be looked for in what stands before."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from deedbook.codebook import load
from deedbook.coding.encoding import Place
from deedbook.coding.mentions import Gazetteer
from training.edits import Edit, edited, spliced
from training.material import Labelled, places

BOTH = 0.2  # of the sentences both of whose parties stand before them
_TITLED = re.compile(
    r"(?:(?:[A-Z][\w.'-]+|(?:vice |deputy |prime |foreign |finance |trade |defence |defense )?"
    r"(?:president|minister|secretary|ambassador|spokesman|chancellor|premier|king|leader)) +)+$"
)
_AFTER = re.compile(r"\b(?:to|with|from|by|against|for|of|on|in|at|between|and|toward|towards|over|into|than|that)\s+$")
_NOUN = re.compile(r"\s+[a-z]")
_PERSON, _LAND, _OWNED = ("He", "The minister"), ("It", "It", "The government", "The country"), ("its", "the country's")


def hidden(around: Sequence[Labelled], seed: int = 31) -> list[Labelled]:
    """Of labelled sentences that name two parties, with what stands before them: those that name one or none. What
    has become ambiguous is left out."""
    chance, kinds = random.Random(seed), _kinds()
    made: list[tuple[Labelled, list[Edit], str, set[str]]] = []
    for item in around:
        source = item.source
        here = {code for *_, code in source.mentions}
        before = sorted(here & {code for *_, code in (*source.title_mentions, *source.previous_mentions)})
        if len(here) != 2 or not before or source.text.isupper():
            continue
        which = [{code} for code in before] if item.events else [{chance.choice(before)}]
        if len(before) == 2 and chance.random() < BOTH:
            which.append(set(before))
        for codes in which:
            edits = _edits(source.text, source.mentions, codes, kinds, chance)
            if edits and not _cut(item, edits):
                made.append((item, edits, spliced(source.text, edits), here - codes))
    found = places([(text, item.date) for item, _, text, _ in made], Gazetteer(load()))
    return [
        replace(
            item,
            source=replace(item.source, text=text, mentions=here),
            events=[edited(event, edits, {}) for event in item.events],
            key=None,
        )
        for (item, edits, text, left), here in zip(made, found, strict=True)
        if {code for *_, code in here} == left
    ]


def _kinds() -> dict[str, str]:
    return {name.text: name.kind for name in load().names}


def _edits(
    text: str, mentions: Sequence[Place], codes: set[str], kinds: dict[str, str], chance: random.Random
) -> list[Edit]:
    """What puts something else in the place of each mention of ``codes``; nothing where two of them meet."""
    made = []
    others = [(start, end) for start, end, code in mentions if code not in codes]
    for start, end, code in sorted(mentions):
        if code in codes:
            made.append(_edit(text, start, end, kinds.get(text[start:end], "person"), chance))
    meet = any(a[1] > b[0] for a, b in pairwise(made)) or any(
        first < end and start < last for first, last, _ in made for start, end in others
    )
    return [] if meet else made


def _edit(text: str, start: int, end: int, kind: str, chance: random.Random) -> Edit:
    opening = not text[:start].strip(" \"'")
    if kind == "demonym" and (noun := _NOUN.match(text, end)):
        last = noun.end() - 1  # "Japanese officials": "Officials"
        return (start, last + 1, text[last].upper()) if opening else (start, last, "")
    if kind == "person" and (title := _TITLED.search(text[:start])):
        start = title.start()
        opening = not text[:start].strip(" \"'")
    if text[end : end + 2] == "'s":
        word = chance.choice(("his", "the minister's") if kind == "person" else _OWNED)
        return start, end + 2, word.capitalize() if opening else word
    word = chance.choice(_PERSON if kind == "person" else _LAND)
    if opening:
        return start, end, word
    if text[max(0, start - 4) : start].lower() == "the ":
        return start, end, chance.choice(("country", "government", "ministry"))
    if _AFTER.search(text[:start]):
        return start, end, chance.choice(("him", "the minister") if kind == "person" else ("it", "the country"))
    return start, end, word[0].lower() + word[1:]


def _cut(item: Labelled, edits: Sequence[Edit]) -> bool:
    """Whether an edit falls into a cue."""
    return any(first < e["cue"][1] and e["cue"][0] < last for first, last, _ in edits for e in item.events)
