"""An entry's traits: what of it is compared when two entries might report one act."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Self

from deedbook.codebook import Codebook
from deedbook.ledger.sketches import Sketch, sketch
from deedbook.ledger.vocabulary import Family, content, family, head_clause, specific, stem, tokens, words
from deedbook.records import Amount, Article, Entry, Event

RETOLD_DAYS = 7  # an act told without a date happened before publication; news retells what is at most a week old
REACH_DAYS = 60  # later reports look back without a date ("the tariffs imposed in spring"); further back is history
SAID_DAYS = 14  # praise, a demand or a meeting is told again within days; later there is another one
SAID = frozenset({"act", "requested"})
FORTH, BACK, TOLD_SOON, DENIED, MARKED = 1, 2, 4, 8, 16  # bits of a manner
WAYS = FORTH | BACK
_RELATIVE = re.compile(r"\s+(?:that|which|who)\s")  # "the statement | that was expected"
STATE_KINDS = frozenset({"state", "demonym", "capital", "metonym"})
BODY_KINDS = frozenset({"organisation", "agency", "armed_group", "province", "project", "firm"})
HEADLINES = frozenset({"headline", "subhead"})
_ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\d{1,2}(?:st|nd|rd|th))"
)
_NUMBERED = re.compile(
    rf"\b(?P<one>{_ORDINAL})(?:(?: and|,) (?P<two>{_ORDINAL}))?"
    r" (?P<kind>tranche|instal?ment|review|batch|shipment|consignment|cargo|payment|delivery|disbursement|round)s?\b",
    re.IGNORECASE,
)
_ALSO = re.compile(r"\balso(?:\s\w+ly)?\s$|^\s*(?:separately|in addition)\b", re.IGNORECASE)  # "also | signed a loan"


@dataclass(frozen=True, slots=True)
class Told:
    """What decides how an entry stands in its act. ``report`` is the article's key, or the one that stands for its wire
    copy; ``exact`` says that the text itself gives the days."""

    entry: Entry
    report: str
    headline: bool
    exact: bool
    family: Family

    @classmethod
    def of(cls, entry: Entry, article: Article | None, report: str) -> "Told":
        event = entry.event
        at = event.cue.start if event.cue else event.sentence.start
        headline = False
        for block in article.blocks if article else ():
            if block.start <= at < block.end and block.kind in HEADLINES:
                headline = True
                break
        return Told(entry, report, headline, entry.happened.basis in ("explicit", "relative"), family(event.instrument))

    @property
    def sort_key(self) -> tuple[str, str, int, str]:
        event = self.entry.event
        start = event.cue.start if event.cue else event.sentence.start
        return (str(self.entry.known or "9999"), self.entry.article_key, start, event.event_id)


@dataclass(frozen=True, slots=True)
class Traits(Told):
    """What of an entry is compared when two might report one act. ``roles`` are actor and recipient as comparable text
    (empty: unknown), ``manner`` the bits by which two are told apart at a glance. ``window`` is the span of days, as
    ordinals, in which the act lies, ``None`` for undated; ``dated``: the text names it; ``due``: the days ahead of it
    that the text names. ``persons`` maps a role to the surnames that stand for it.
    ``cue`` and ``words`` are stems of the cue and of cue with object, ``telling`` those of the object that not every
    act on the instrument carries, ``around`` those of the sentence; ``benefit`` those of what was said to be absent;
    ``also``: said to be done beside what was told before it; ``names`` proper names in the object; ``parts`` which of
    several it names, as kind and number ("third tranche");
    ``sketch`` is what can be compared whoever the parties are; ``length`` that of
    the article in characters."""

    roles: tuple[str, str]
    manner: int
    symmetric: bool
    window: tuple[int, int] | None
    dated: bool
    due: tuple[int, int] | None
    persons: Mapping[str, frozenset[str]]
    cue: frozenset[str]
    words: frozenset[str]
    telling: frozenset[str]
    around: frozenset[str]
    benefit: frozenset[str]
    names: frozenset[str]
    parts: frozenset[tuple[str, str]]
    habitual: bool
    also: bool
    sketch: Sketch
    length: int


def manner(event: Event) -> int:
    """What tells two acts of one pair and type apart at a glance (``opposed``): bits for who acts on whom (none where
    it is joint, or a meeting), for what is said or asked, for what is denied, and for a sum or name, without which no
    undated report is known to tell of the same."""
    actor, recipient = (party.code or (party.name or "").casefold() for party in (event.actor, event.recipient))
    joint = event.symmetric or event.event_type == "CONSULT"
    way = 0 if joint else FORTH if actor <= recipient else BACK
    found = way | (TOLD_SOON if event.status in SAID else 0) | (DENIED if event.polarity == "negative" else 0)
    named = event.object is not None and any(word[:1].isupper() for word in event.object.text.split())
    return found | (MARKED if named or event.amount else 0)


def opposed(one: int, other: int) -> bool:
    """Whether two manners cannot be of one act: in opposite directions, or one of them denied."""
    return (one | other) & WAYS == WAYS or bool((one ^ other) & DENIED)


def told_within(one: int, other: int) -> int:
    """How many days may lie between two reports of one act, by their manners: what is said, asked or talked about is
    news for two weeks."""
    return SAID_DAYS if one & other & TOLD_SOON else REACH_DAYS


def entry_id(entry: Entry) -> str:
    """What names an entry for good: the article's key and the event's id."""
    return f"{entry.article_key}:{entry.event.event_id}"


def ahead(entry: Entry) -> bool:
    """Whether the day that a text names lies ahead of it: then the act is due on it, and was said when the text was
    published. Only a register knows beforehand when a measure counts."""
    start = entry.happened.start
    return bool(start and entry.known and start > entry.known and not entry.event.coder.startswith("register "))


def window(entry: Entry) -> tuple[int, int] | None:
    """First and last day, as ordinals, on which the act can lie; ``None`` where neither text nor article says."""
    if ahead(entry) and entry.known:
        return entry.known.toordinal() - RETOLD_DAYS, entry.known.toordinal()
    start, end = entry.happened.start, entry.happened.end
    last = end or entry.known or start
    if last is None:
        return None
    first = start or last - timedelta(days=RETOLD_DAYS)
    if entry.happened.basis in ("publication", "none"):
        first = min(first, last - timedelta(days=RETOLD_DAYS))
    return min(first, last).toordinal(), last.toordinal()


def _due(entry: Entry) -> tuple[int, int] | None:
    start, end = entry.happened.start, entry.happened.end
    return (start.toordinal(), (end or start).toordinal()) if start and ahead(entry) else None


@dataclass(frozen=True, slots=True)
class Places:
    """Names of states, capitals and bodies in lower case, which are no person's surname; and the stems of those of one
    word, and of words that only such names hold ("Sri Lanka"), which tell no act from another between the same two
    states (of "Trade Representative" each word does)."""

    names: frozenset[str]
    stems: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[str]) -> Self:
        lowered = frozenset(name.casefold() for name in names)
        return cls(lowered, frozenset(stem(name) for name in lowered if name.split() == [name]))


@cache
def places_of(codebook: Codebook) -> Places:
    """The codebook's names. Bodies ("EXIM", "OPEC") are no persons, but their names do tell acts apart."""
    states = Places.of(name.text for name in codebook.names if name.kind in STATE_KINDS)
    bodies = Places.of(name.text for name in codebook.names if name.kind in BODY_KINDS)
    return Places(states.names | bodies.names, states.stems | frozenset(map(stem, words("part_of_name"))))


def traits(entry: Entry, article: Article | None, report: str, places: Places) -> Traits:
    """The traits of ``entry``; ``report`` is its article's key or the one that stands for its wire copy."""
    event = entry.event
    cue_text = event.cue.text if event.cue else ""
    object_text = head_clause(event.object.text) if event.object else ""
    told = Told.of(entry, article, report)
    roles = tuple(party.code or (party.name or "").casefold() for party in (event.actor, event.recipient))
    persons: dict[str, set[str]] = {}
    for role, name in (
        (roles[0], event.actor.name),
        (roles[1], event.recipient.name),
        (event.speaker.code or "", event.speaker.name if event.speaker.kind == "direct" else None),
    ):
        if role and (person := surname(name or "", places.names)):
            persons.setdefault(role, set()).add(person)
    sentence = article.raw[event.sentence.start : event.sentence.end] if article else cue_text
    return Traits(
        entry=entry,
        report=report,
        headline=told.headline,
        roles=(roles[0], roles[1]),
        manner=manner(event),
        symmetric=event.symmetric,
        window=window(entry),
        dated=told.exact and not ahead(entry),
        due=_due(entry),
        exact=told.exact,
        persons={role: frozenset(found) for role, found in persons.items()},
        cue=content(cue_text),
        words=content(f"{cue_text} {object_text}") - places.stems,
        telling=specific(content(object_text)) - places.stems - words("calendar"),
        around=specific(content(sentence)),
        benefit=content(_RELATIVE.split(object_text)[0] or cue_text) - places.stems,
        names=frozenset(stem(word.casefold()) for word in object_text.split() if word[:1].isupper()) - places.stems,
        parts=_parts(object_text or sentence),
        habitual=bool(words("habitual") & set(tokens(f"{cue_text} {sentence if not cue_text else ''}"))),
        also=bool(article and event.cue and _ALSO.search(article.raw[event.sentence.start : event.cue.start])),
        family=told.family,
        sketch=sketch(entry, article),
        length=len(article.raw) if article else 0,
    )


def _parts(text: str) -> frozenset[tuple[str, str]]:
    """Which of several parts a text names: kind and number, "tranche" and "third"."""
    return frozenset(
        (found["kind"].lower().removesuffix("s"), number)
        for found in _NUMBERED.finditer(text)
        for number in map(str.lower, filter(None, (found["one"], found["two"])))
    )


def surname(name: str, places: frozenset[str]) -> str | None:
    """The last word of a person's name in lower case; ``None`` where ``name`` is a place, a body or no name."""
    if not name or name.casefold() in places:
        return None
    parts = name.replace("’", "'").removesuffix("'s").split()
    if not parts:
        return None
    last = parts[-1].strip(",.")
    lowered = last.casefold()
    if not last[:1].isupper() or lowered in places or lowered in words("body") or last.isupper():
        return None
    return lowered


def same_amount(one: Amount | None, other: Amount | None, tolerance: float) -> bool | None:
    """Whether two quantities are one within ``tolerance`` (a fraction of the larger); ``None`` where either is missing
    or their units differ, so that nothing can be said. A range holds whatever lies in it."""
    if one is None or other is None or one.unit != other.unit:
        return None
    low_one, high_one = one.value, one.value_max or one.value
    low_other, high_other = other.value, other.value_max or other.value
    slack = tolerance * max(abs(high_one), abs(high_other))
    return low_one <= high_other + slack and low_other <= high_one + slack
