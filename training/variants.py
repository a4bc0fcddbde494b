"""Sentences for the teacher to read, made out of those in hand: other states, other words, a second party.

A teacher knows the sentences that it learned from by heart; what it makes of others is what a smaller network can learn
from it. All two-party sentences of the corpora have labels, so others are made: states change places, words give way to
their neighbours among the pretrained word pieces (Jiao et al. 2020, *TinyBERT*), and in sentences that name one party
another name or a pronoun becomes a second one. What comes out need not make sense: the teacher says what it sees. Where
only states change places, the labels hold too (:func:`moved`), and the teacher learns from these."""

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from deedbook.codebook import load
from deedbook.coding.encoding import Place, Source
from deedbook.coding.mentions import Gazetteer
from deedbook.evaluate.texts import Line
from deedbook.records import Interval
from training.edits import Edit, edited, spliced
from training.material import Labelled, places
from training.network import pretrained

SHARES = (0.12, 0.25, 0.4)  # of the words that change, one variant of a real sentence for each
OWN_SHARE = 0.25
SECOND = 14_000  # sentences that are given a second party
MOVED = 0.75  # of the states
_KINDS = ("state", "demonym", "capital")
_NEIGHBOURS, _ALIKE = 10, 0.3  # how many words a word may become, and how alike they must be (cosine)
_ENDINGS = ("ing", "ed", "ly", "ion", "s")
_WORD = re.compile(r"[A-Za-z]+(?:'s)?")
_NAMES = re.compile(r"(?<!^)\b[A-Z]\w*(?:[ .'-]+[A-Z]\w*)*")
_PARTY = re.compile(
    r"\b(?:[Hh]e|[Ii]t|[Tt]hey|[Oo]fficials|[Aa]nalysts|[Tt]raders|[Tt]he (?:company|bank|government|ministry|group"
    r"|firm|union|minister|president|country|administration|agency|board|committee|department))\b"
    r"|(?<=[a-z,] )[A-Z][\w&]+(?: (?:[A-Z][\w&]+|of|and))*(?: [A-Z][\w&]+)*"
)
_DAY = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|I$"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_STAY = """
the and but nor yet that which who whom whose this these those its she they them his her their our you your
not are was were been being has have had having does did will would shall should may might can could must than
then there here when where while after before until since because about into over under between among against
during through without within said says say also only more most less least very such any some all each every
both either neither for with from one two three four five six seven eight nine ten first second third last
next mln bln dlrs dlr pct inc corp ltd monday tuesday wednesday thursday friday saturday sunday january
february march april may june july august september october november december
"""  # words that no other takes the place of


def variants(
    alone: Sequence[tuple[str, Line]], real: Sequence[Labelled], own: Sequence[Labelled], seed: int = 11
) -> list[Labelled]:
    """Sentences without labels that name two parties, of the groups of those they were made of; ``alone`` are such as
    name one."""
    chance = random.Random(seed)
    states = _States(real, chance)
    words = _neighbours([*real, *own])
    made: list[tuple[str, str | None, str, str]] = []
    for share in SHARES:
        made += [(_changed(i, states, words, share, chance), i.date, i.group, i.origin) for i in real]
    made += [(_changed(i, states, words, OWN_SHARE, chance), None, i.group, "own") for i in own]
    gazetteer = Gazetteer(load())
    for source, line in chance.sample(alone, min(len(alone), SECOND)):
        named = [(m.start, m.end, m.code) for m in gazetteer.find(line.text, Interval())]
        day = line.published.isoformat() if line.published else None
        made.append((_joined(line.text, named, states, chance), day, line.file, source))
    found = places([(text, day) for text, day, _, _ in made], gazetteer)
    return [
        Labelled(Source(text, here), [], origin, group, None, day)
        for (text, day, group, origin), here in zip(made, found, strict=True)
        if len({code for _, _, code in here}) > 1
    ]


class _States:
    """Names of states by kind, drawn by the root of how often real sentences name them."""

    def __init__(self, real: Sequence[Labelled], chance: random.Random) -> None:
        self.chance = chance
        self.kind: dict[str, tuple[str, str]] = {}
        self.names: dict[str, dict[str, str]] = defaultdict(dict)
        for name in load().names:
            if name.kind in _KINDS and len(name.code) == 3:
                self.kind.setdefault(name.text, (name.kind, name.code))
                self.names[name.code].setdefault(name.kind, name.text)
        counts = Counter(code for item in real for _, _, code in item.source.mentions)
        self.codes = [code for code in sorted(self.names) if counts[code] > 2]
        self.weights = [counts[code] ** 0.5 for code in self.codes]

    def other(self, used: set[str]) -> str:
        """A state that is not ``used``; any where all are."""
        left = [n for n, code in enumerate(self.codes) if code not in used] or range(len(self.codes))
        return self.codes[self.chance.choices(left, [self.weights[n] for n in left])[0]]

    def name(self, code: str, *kinds: str) -> str:
        """The state's name of the first of ``kinds`` that it has, else its code."""
        return next((self.names[code][kind] for kind in kinds if kind in self.names[code]), code)


def _neighbours(items: Sequence[Labelled]) -> dict[str, list[str]]:
    """Word to the words of like ending that lie nearest among the pretrained pieces; names of states have none."""
    given, path = pretrained()
    pieces: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"]
    counts = Counter(word.lower() for item in items for word in _WORD.findall(item.source.text))
    stay = {*_STAY.split(), *(part.lower() for name in load().names for part in name.text.split())}
    known = [w for w, n in counts.items() if n > 3 and len(w) > 2 and w in pieces and w not in stay]
    states = given["words.weight"].numpy()[[pieces[w] for w in known]]
    states /= np.linalg.norm(states, axis=1, keepdims=True)
    ending = [next((e for e in _ENDINGS if w.endswith(e)), "") for w in known]
    made = {}
    for n, word in enumerate(known):
        alike = states @ states[n]
        near = [m for m in np.argsort(-alike)[1:60] if ending[m] == ending[n] and alike[m] > _ALIKE]
        if near:
            made[word] = [known[m] for m in near[:_NEIGHBOURS]]
    return made


def moved(real: Sequence[Labelled], seed: int = 21) -> list[Labelled]:
    """The same events between other states: labelled sentences in which names of states give way to others of their
    kind, twice for each that names two parties. What has become ambiguous, since a new name is read as more or less
    than the old one was, is left out."""
    chance = random.Random(seed)
    states = _States(real, chance)
    alone = [i for i in real if i.source == i.source.as_read() and len({code for *_, code in i.source.mentions}) > 1]
    made = []
    for item in [*alone, *alone]:
        edits, to = _moves(item.source.text, item.source.mentions, states, chance)
        if to:
            made.append((item, to, edits, spliced(item.source.text, edits)))
    found = places([(text, item.date) for item, *_, text in made], Gazetteer(load()))
    return [
        replace(item, source=Source(text, here), events=[edited(e, edits, to) for e in item.events], key=None)
        for (item, to, edits, text), here in zip(made, found, strict=True)
        if sorted(code for *_, code in here) == sorted(to.get(code, code) for *_, code in item.source.mentions)
    ]


def _changed(item: Labelled, states: _States, words: dict[str, list[str]], share: float, chance: random.Random) -> str:
    edits, _ = _moves(item.source.text, item.source.mentions, states, chance)
    text = spliced(item.source.text, edits)
    names = [m.span() for m in _NAMES.finditer(text)]
    edits = []
    for found in _WORD.finditer(text):
        start, end = found.span()
        word = found.group()
        near = words.get(word.lower())
        if not near or any(start < b and a < end for a, b in names) or chance.random() >= share:
            continue
        other = chance.choice(near)
        edits.append((start, end, other.capitalize() if word[0].isupper() else other))
    return spliced(text, edits)


def _moves(
    text: str, mentions: Sequence[Place], states: _States, chance: random.Random
) -> tuple[list[Edit], dict[str, str]]:
    """Most states as other ones, in order of the text, and which became which; only such as every mention of has
    another name of its kind for, so that no state stays in one place and goes in another."""
    found = sorted(mentions)
    kinds: dict[str, set[str]] = defaultdict(set)
    for start, end, code in found:
        kind, named = states.kind.get(text[start:end], ("", ""))
        kinds[code].add(kind if named == code else "")
    if any(a[1] > b[0] for a, b in pairwise(found)):
        return [], {}
    to: dict[str, str] = {}
    for code, needed in sorted(kinds.items()):
        if "" in needed or chance.random() >= MOVED:
            continue
        other = states.other(set(kinds) | set(to.values()))
        if needed <= states.names[other].keys() and other not in kinds:
            to[code] = other
    names = [
        (start, end, states.names[to[code]][states.kind[text[start:end]][0]])
        for start, end, code in found
        if code in to
    ]
    return names, to


def _joined(text: str, mentions: Sequence[Place], states: _States, chance: random.Random) -> str:
    """The text with one of its other names, offices or pronouns as a state."""
    free = [
        found
        for found in _PARTY.finditer(text)
        if not any(found.start() < b and a < found.end() for a, b, _ in mentions) and not _DAY.match(found.group())
    ]
    if not free:
        return text
    found, code = chance.choice(free), states.other({code for _, _, code in mentions})
    words = found.group()
    people = states.name(code, "demonym", "state")
    if words.lower() in ("officials", "analysts", "traders"):
        new = f"{people} {words.lower()}"
    elif words.lower().startswith("the "):
        new = chance.choice([f"the {people} {words[4:]}", states.name(code, "state")])
    else:
        new = chance.choice(
            [states.name(code, "state")] * 2 + [states.name(code, "capital", "state"), f"{people} officials"]
        )
    new = new[0].upper() + new[1:] if found.start() == 0 else new
    return text[: found.start()] + new + text[found.end() :]
