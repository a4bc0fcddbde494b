"""When, how much, under which condition, and the thing itself: what stands beside an act in its sentence."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from deedbook.codebook.cues import modifiers, needed, things
from deedbook.coding import amounts, dates
from deedbook.coding.constructions import Draft
from deedbook.coding.dates import DateMention
from deedbook.coding.sentences import Sentence
from deedbook.records import Amount, Interval, Phrase

_MONEY = frozenset({"loan", "grant", "guarantee", "other", "mineral_deal", "energy_deal", "investment"})
_LENT = re.compile(r"\b(?:lend(?:s|ing)?|lent|loans?|credit lines?|lines? of credit)\b", re.IGNORECASE)
_GIVEN = re.compile(r"\b(?:grants?|donat\w+|gifts?|gave|aid|relief)\b", re.IGNORECASE)
_OWED = frozenset({"loan", "grant", "other"})
_WEEK = 10  # days: what is longer dates a period, not an act
_BEYOND = 12  # characters past the object: what is counted further on belongs to another clause
_REACH = 45  # characters: a month or year further from its cue dates something else
_ORDER = re.compile(
    r"(?P<under>\b(?:under|pursuant to|by|in|to|of) )?"
    r"\b(?:Executive Order|Proclamation|Public Law|Resolution) (?:No\. ?)?[\d-]+ of $"
)
_YEAR = re.compile(r"(?:the )?(?:19|20)\d\d")
_CAPITAL = re.compile(r" [A-Z][a-z]")
_DATES = re.compile(
    r"(?:^|[,;:(–—-]|\b(?:in|by|during|since|until|till|before|after|from|to|and|early|late|mid|year))\s*$", re.I
)
_RELIEVED = re.compile(  # what is done to a debt that is owed already
    r"\bdebt[- ](?:swap|relief|restructur|reschedul|forgiv|cancel)"
    r"|\b(?:swap|restructur\w*|reschedul\w*)(?: [^\s,;]+){0,6}? (?:loans?|debts?)\b",
    re.IGNORECASE,
)
_OWN = 25  # characters between a cue and the order that it issues
_BEFORE_DATE = re.compile(r",? (?:on|in|by|from|since|until|at|as of|for|the same day)?(?: the)?\s*$")
_HANGING = re.compile(r",?(?: (?:for|over|of|with|to|by|at|in|on|from|that|which|and|as))+$")
_TOLD = re.compile(r", [^,]{2,80}? (?:said|says|showed|announced|told [^,]{2,30})\b")
_TO = re.compile(r"\s*to (?:about |around |just )?")
_TAIL = re.compile(
    r",? (?:by|under) (?:an? |the )?(?:[Ee]xecutive [Oo]rder|[Pp]roclamation|[Dd]ecree)\b.*$"
    r"|,? the same day$|,? over [^,]*$"
)


class Actlike(Protocol):
    """What dates and amounts depend on: the cue's offsets in the sentence, type, status and the object's offsets."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def event_type(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def goods(self) -> tuple[int, int] | None: ...


@dataclass(frozen=True, slots=True)
class Act:
    """See :class:`Actlike`."""

    start: int
    end: int
    event_type: str
    status: str
    goods: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """Dates and amounts of one sentence, offsets within it."""

    dates: tuple[DateMention, ...]
    amounts: tuple[Amount, ...]


def of(sentence: str, published: Interval) -> Details:
    """Everything that is dated or counted in a sentence."""
    return Details(tuple(dates.resolve(sentence, published)), tuple(amounts.find(sentence)))


def goods(text: str, offset: int, draft: Draft, detail: Details) -> Phrase | None:
    """The object phrase without the dates and legal instruments that trail it; ``text`` from ``offset`` is the
    sentence."""
    if draft.goods is None:
        return None
    low, high = draft.goods
    while high > low:
        end = high
        for mention in detail.dates:
            if low < mention.start < high <= mention.end + 1:
                lead = _BEFORE_DATE.search(text[offset + low : offset + mention.start])
                end = low + lead.start() if lead else mention.start
        tail = _TAIL.search(text[offset + low : offset + end])
        end = low + tail.start() if tail else end
        if end >= high:
            break
        high = low + len(text[offset + low : offset + end].rstrip(" ,"))
    hanging = _HANGING.search(text[offset + low : offset + high])
    high = low + hanging.start() if hanging else high
    return Phrase(offset + low, offset + high, text[offset + low : offset + high]) if high > low else None


def instrument(event_type: str, given: str | None, parties: Iterable[str], sentence: str, own: str = "") -> str:
    """Who lends decides what money is: an export credit agency's is export credit, the IMF's is IMF support. A party
    is its name and code. What the sentence has no word of is not written: a tranche of a neighbour's credit line is no
    support of the IMF, a pact on defence no sale of arms (``instrument_words.csv``). ``own`` are the act's own words:
    loans that are restructured, or a debt that is swapped, are relief and no new loan; what is lent is no grant."""
    if given in _OWED and _RELIEVED.search(own):
        return "debt_relief"
    if given == "grant" and _LENT.search(own) and not _GIVEN.search(own):
        given = "loan"
    parties = tuple(parties)
    wants = needed().get(given or "")
    if wants and (
        not any(wants.words.search(text) for text in (sentence, *parties))
        or (wants.unless is not None and wants.unless.search(sentence))
    ):
        given = wants.otherwise if wants.where is None or wants.where.search(sentence) else "other"
    if event_type in ("AID", "AGREE") and given in _MONEY:
        lenders = [t for t in things() if t.instrument in ("export_credit", "imf_support")]
        for name in parties:
            for lender in lenders:
                if lender.pattern.search(name):
                    return lender.instrument
    return given or "other"


def amount(sentence: str, offset: int, draft: Actlike, detail: Details) -> Amount | None:
    """The amount nearest after the cue, else the nearest before it."""
    limit = (draft.goods[1] if draft.goods else len(sentence)) + _BEYOND
    known = [a for a in detail.amounts if (a.start or 0) <= max(limit, draft.end)]
    if not known:
        return None

    def distance(found: Amount) -> tuple[bool, int]:
        start = found.start or 0
        return start < draft.end, abs(start - draft.end)

    best = min(known, key=distance)
    if draft.event_type == "CONCEDE" and len(detail.amounts) > 1:  # "cut from 25 to 18 percent": the new rate is given
        reached = [a for a in detail.amounts if a.unit == best.unit and (a.start or 0) > (best.end or 0)]
        if reached and _TO.fullmatch(sentence, best.end or 0, reached[0].start or 0):
            best = reached[0]
    return replace(best, start=offset + (best.start or 0), end=offset + (best.end or 0))


def date(sentence: str, draft: Actlike, detail: Details, published: Interval) -> Interval:
    """The finest date named, the nearest to the cue of those; without one, some day up to publication. What is
    reported absent is absent on the day of the report."""
    if draft.status == "not_received":
        return Interval(published.start, published.end, "publication") if published.end else Interval()
    named = [
        d
        for d in detail.dates
        if d.kind in ("date", "time")
        and d.interval.basis != "none"
        and (not _coarse(d.interval) or abs(d.start - draft.end) <= _REACH)
        and not _cited(sentence, d.start, draft.end)
        and not _names(sentence, d)
    ]
    if named:
        nearest = min(
            named, key=lambda d: (_coarse(d.interval), min(abs(d.start - draft.end), abs(draft.start - d.end)))
        )
        told = _TOLD.search(sentence, draft.end)
        if told and nearest.start > told.start() and nearest.interval.end:
            # "approved …, the envoy said on Wednesday": the day is that of saying; the act came by then
            return Interval(None, nearest.interval.end, nearest.interval.basis)
        return nearest.interval
    return Interval(None, published.end, "publication") if published.end else Interval()


def condition(text: str, sentence: Sentence, draft: Draft) -> Phrase | None:
    """What must come first ("if …", "subject to …"), after the cue in its sentence."""
    for modifier in modifiers("condition"):
        match = modifier.pattern.search(text, sentence.start + draft.end, sentence.end)
        if match:
            start = match.start() + len(match[0]) - len(match[0].lstrip(" ,"))
            return Phrase(start, match.end(), text[start : match.end()])
    return None


def _cited(sentence: str, start: int, cue: int) -> bool:
    """Whether the date at ``start`` is part of the name of an order that the act refers to ("under Executive Order
    14257 of April 2, 2025"): it dates the order. An order right behind the cue is what the act is about."""
    order = _ORDER.search(sentence, 0, start)
    return order is not None and (order["under"] is not None or order.start() - cue > _OWN)


def _names(sentence: str, mention: DateMention) -> bool:
    """Whether a year begins a name ("recommended him for the 2026 Nobel Peace Prize"): it tells of the prize, not of
    the act."""
    year = _YEAR.fullmatch(sentence, mention.start, mention.end)
    return bool(year and _CAPITAL.match(sentence, mention.end) and not _DATES.search(sentence, 0, mention.start))


def _coarse(interval: Interval) -> bool:
    """Longer than a week or so: "the 2026 prize", against "on Saturday"."""
    return interval.start is not None and interval.end is not None and (interval.end - interval.start).days > _WEEK
