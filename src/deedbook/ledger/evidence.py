"""What the record shows of an act, which may be less than its text says.

A text's "cut tariffs" is a legal measure in force only where an instrument with its date, or an official source, is in
hand; a text's "financed" is money paid only where it says that money moved; and each kind of act on an instrument has
its own rung (codebook, ``rungs.csv``): a notice to Congress is an offer, whatever a headline calls it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal, Self

from deedbook.codebook import Codebook, Rung
from deedbook.coding import amounts
from deedbook.ledger.vocabulary import content, family, has, in_force, named_facilities, specific
from deedbook.records import Amount, Article, Entry, Occurrence
from deedbook.records.history import Force

ANNOUNCED = "announced"  # record status of what a text reports as delivered without the evidence for it
ANNOUNCED_ORDER = 3  # it stands where a promise stands
VAGUE = frozenset({"other", "recognition", "political_backing"})  # of which an agreement needs a word for one
OFFERED = 2  # the rung of a formal offer

WHOLE = 0.9  # a sum below this share of another is a part of it
_OUT_OF = re.compile(  # up to where the whole sum begins
    r"\b(?:of|under|from|out of) (?:an?|the|its|their|this|that)(?: [a-z][\w-]*){0,2} "
    r"(?=[^\w\s]?(?:US|[A-Z]{2,3} ?)?[$€£¥]?\d)"
)
_BEHIND_SUM = 120  # characters in which the programme that a sum is drawn on is named
_NEXT_SUM = re.compile(r"\band (?:about |around |up to |a |another )?[^\w\s]*(?:US)?[$€£\d]", re.IGNORECASE)
_PURPOSE = re.compile(  # "loan | for the Ben Luc-Long Thanh highway"
    r" for (?:(?:the|a|an|its|their) )?(?:"
    r"(?!(?:on|by|at|to|after|before|next|last|this|until|if|when|and|that|which)\b)"
    r"[\w’'&/-]+(?: |(?=[,;.:)]|$))){1,8}"
)
_HANGING = re.compile(r"\b(?:of|for|on)(?: the| an?)?\Z")
_NAME = re.compile(r" ?(?:[A-Z][\w’'-]*)(?: (?:[A-Z][\w’'-]*|of(?= (?:the )?[A-Z])))*")
_INITIALS = re.compile(r"(?<!\w)[A-Z]\.$")
_ALTERNATIVES = re.compile(r",\s*|\s+or\s+")


@dataclass(frozen=True, slots=True)
class Shown:
    """``status`` is the record status, ``order`` its rung (``None``: off the ladder), ``rung`` the kind of act where
    the words tell it, ``note`` the reason where the record shows less than the text."""

    status: str
    order: int | None
    rung: Rung | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """Which articles are official: records and releases by genre, and outlets that the codebook calls official."""

    articles: Mapping[str, Article]
    official_outlets: frozenset[str]
    _last: list[tuple[Occurrence, str]] = field(default_factory=list, compare=False, repr=False)  # see :meth:`text`

    @classmethod
    def of(cls, articles: Mapping[str, Article], codebook: Codebook) -> Self:
        names = {
            name.casefold()
            for outlet in codebook.outlets
            if outlet.kind == "official"
            for name in (outlet.name, *outlet.aliases)
        }
        return cls(articles, frozenset(names))

    def official(self, entry: Entry) -> bool:
        article = self.articles.get(entry.article_key)
        if article is None:
            return False
        return article.genre in ("record", "release") or (article.outlet or "").casefold() in self.official_outlets

    def recorded(self, entry: Entry) -> bool:
        """Whether a register tells it."""
        article = self.articles.get(entry.article_key)
        return article is not None and article.genre == "record"

    def sentence(self, entry: Entry) -> str:
        """The sentence around the cue; without the article, what the event itself keeps of it."""
        if article := self.articles.get(entry.article_key):
            return entry.event.sentence.of(article.raw)
        event = entry.event
        return " ".join(phrase.text for phrase in (event.cue, event.object) if phrase)

    def title(self, entry: Entry) -> str:
        """The headline of the entry's report; empty where there is none."""
        article = self.articles.get(entry.article_key)
        return (article.title or "") if article else ""

    def phrase(self, entry: Entry) -> str | None:
        """The object in whole words, since readers cut within them; ``None`` where there is none, or where it is no
        noun phrase but what is to be done ("to keep talks going")."""
        event, article = entry.event, self.articles.get(entry.article_key)
        if event.object is None or article is None:
            return event.object.text if event.object else None
        raw, start, end = article.raw, event.object.start, event.object.end
        if raw[start - 1 : start] != " ":
            while start > 0 and _within(raw[start - 1]) and _within(raw[start]):
                start -= 1
        before = raw[max(0, start - 3) : start]
        if "." in before and _INITIALS.search(before) and raw[start].isupper():
            start -= 2  # "U.|S. banks"
        elif raw.startswith(".", start) and raw[max(0, start - 1)].isupper():
            start -= 1  # "U|.S. banks"
        while end < len(raw) and _within(raw[end]) and _within(raw[end - 1]):
            end += 1
        if _HANGING.search(raw, max(start, end - 8), end) and (name := _NAME.match(raw, end)):
            end = name.end()  # "the revitalization of the| Tanzania-Zambia Railway": who is named in it is a party
        before = raw[max(0, start - 3) : start].casefold()
        done = (before == "to " and raw[start].islower()) or raw.startswith(("to ", "to\n"), start)
        return None if done else raw[start:end] + self.purpose(entry)

    def purpose(self, entry: Entry) -> str:
        """What the object is for, as the words behind it say where it names nothing itself: "approved the $41 million
        loan| for the coastal highway"; empty where they do not."""
        object_, article = entry.event.object, self.articles.get(entry.article_key)
        if object_ is None or article is None:
            return ""
        text, own = object_.text, entry.event.amount
        if own is not None and own.start is not None and own.end is not None and own.start >= object_.start:
            text = text[: own.start - object_.start] + text[own.end - object_.start :]  # "the 41 billion yen loan"
        if specific(content(text)):
            return ""
        found = _PURPOSE.match(article.raw, object_.end, max(object_.end, entry.event.sentence.end))
        return found.group() if found else ""

    def goods_worth(self, entry: Entry) -> bool:
        """Whether the sum is what the object is worth ("$2 billion of equipment"), and that is no money itself ("of
        credits")."""
        event, article = entry.event, self.articles.get(entry.article_key)
        if event.object is None or event.amount is None or event.amount.end is None or article is None:
            return False
        between = article.raw[event.amount.end : event.object.start].split()
        return between == ["of"] and not has("funds", event.object.text)

    def whole(self, entry: Entry) -> Amount | None:
        """The sum of which the entry's own is a part: "$80 million, the first part of a $240 million loan"."""
        own, article = entry.event.amount, self.articles.get(entry.article_key)
        if own is None or own.end is None or article is None or own.end > entry.event.sentence.end:
            return None
        behind = article.raw[own.end : entry.event.sentence.end]
        lead = _OUT_OF.search(behind)
        if lead is None:
            return None
        told = next(iter(amounts.find(behind[lead.end() - 1 :])), None)
        larger = told and told.start in (0, 1) and told.unit == own.unit and told.value * WHOLE > own.value
        return replace(told, start=None, end=None) if told and larger else None

    def text(self, occurrence: Occurrence) -> str:
        """The sentences of its entries, each once; one act is asked for again and again."""
        if not self._last or self._last[0][0] is not occurrence:
            self._last[:] = [(occurrence, "\n".join(dict.fromkeys(map(self.sentence, occurrence.entries))))]
        return self._last[0][1]


def _within(letter: str) -> bool:
    """Whether it stands within words."""
    return letter.isalnum() or letter in "_-"


def shown(occurrence: Occurrence, codebook: Codebook, sources: Sources) -> Shown:
    """What the record shows of ``occurrence``, by the rules in docs/ledger.md, *Text status and record status*."""
    status, kind = occurrence.status, family(occurrence.instrument).kind
    known = codebook.statuses.get(status)
    order = known.order if known else None
    rung = told_rung(occurrence, codebook, sources)
    if any(map(sources.recorded, occurrence.entries)):
        return Shown(status, order, rung)  # a register tells the rung itself
    if rung is not None and order is not None:
        lower = codebook.statuses[rung.status].order
        if lower is not None and lower < order:
            return Shown(rung.status, lower, rung, f"reported as {status}; {rung.act} counts as {rung.status}")
        if lower == OFFERED and status == "discussed" and _is_itself(rung, occurrence):
            return Shown(rung.status, lower, rung, f"{rung.act} is more than talk: it counts as {rung.status}")
    if status == "agreed" and occurrence.instrument in VAGUE and not has("agreeing", sources.text(occurrence)):
        note = "read as agreed; its words tell of no agreement"
        return Shown("discussed", codebook.statuses["discussed"].order, None, note)
    if status == "approved" and kind == "legal" and _took_effect(occurrence, sources):
        return Shown("delivered", 6, rung, "told as ordered; its words say that it took effect")
    if status == "delivered" and kind == "legal":
        named, applied = _legal_text(occurrence, sources)
        if not applied:
            if named:
                return Shown(
                    "approved", 5, rung, "an order is named; no effective date and no official notice is in hand"
                )
            note = "reported as in force; no order with an effective date and no official notice of it is in hand"
            return Shown(ANNOUNCED, ANNOUNCED_ORDER, rung, note)
    if status == "delivered" and kind == "money" and not _money_moved(occurrence, sources.text(occurrence)):
        return Shown(ANNOUNCED, ANNOUNCED_ORDER, rung, "reported as given; no text in hand says that money was paid")
    return Shown(status, order, rung)


def _money_moved(occurrence: Occurrence, text: str) -> bool:
    """Whether the sentences say so: paid out; of old money, that it is kept; of a debt, that it was cancelled; of an
    investment, how much of it so far ("has so far invested")."""
    if has("paid", text) or has("old_money", text):
        return True
    if occurrence.instrument == "debt_relief":
        return has("forgiving", text)
    return occurrence.instrument == "investment" and has("cumulative", text)


def of_register(occurrence: Occurrence) -> bool:
    """Whether a register's own reader says so, by rule from the record's fields: that needs no other word for it."""
    return any(
        entry.event.coder.startswith("register ") and entry.event.status == occurrence.status
        for entry in occurrence.entries
    )


def facilities(occurrence: Occurrence, sources: Sources) -> frozenset[str]:
    """The programmes of a lender that an act is drawn on: those named right behind its sum ("$1 billion under the EFF
    and $200 million under the RSF"), else the one that its sentences name."""
    behind: dict[str, None] = {}
    for entry in occurrence.entries:
        article, amount = sources.articles.get(entry.article_key), entry.event.amount
        if article and amount and amount.end is not None:
            behind.setdefault(article.raw[amount.end : min(amount.end + _BEHIND_SUM, entry.event.sentence.end)])
    # Many reports say it alike.
    near = {name for text in behind for name in named_facilities(_NEXT_SUM.split(text)[0])}
    sentences = dict.fromkeys(map(sources.sentence, occurrence.entries))
    anywhere = {name for text in sentences for name in named_facilities(text)}
    return frozenset(near) or (frozenset(anywhere) if len(anywhere) == 1 else frozenset())


def signs_order(occurrence: Occurrence, text: str) -> bool:
    """Whether an agreement was read where ``text``, its sentences, tells that an order was signed ("a duty of 19 per
    cent by an order, signed on Thursday"): whoever signs an order agrees with nobody."""
    law = family(occurrence.instrument).kind == "legal"
    return occurrence.event_type == "SUPPORT" and law and has("legal_text", text) and not has("pact", text)


def told_rung(occurrence: Occurrence, codebook: Codebook, sources: Sources) -> Rung | None:
    """The kind of act that the sentences name in full ("staff-level agreement", "notice to Congress"), of those that
    were valid then; the one of most words, the lowest among equals. ``None`` where they name none."""
    instrument = codebook.instruments.get(occurrence.instrument)
    if instrument is None:
        return None
    stems = content(sources.text(occurrence))
    found = [
        (-length, place, rung)
        for place, rung in enumerate(instrument.rungs)
        if _valid(rung, occurrence) and (length := _named(rung, stems))
    ]
    return min(found, key=lambda item: item[:2])[2] if found else None


def force(occurrence: Occurrence, seen: Shown, codebook: Codebook) -> Force:
    """Legal force by the codebook's rungs: of the kind of act that the words name, else of the record status where all
    kinds of act on that rung have one force; otherwise unstated."""
    if seen.rung is not None and seen.rung.status == seen.status:
        return seen.rung.force
    status = "promised" if seen.status == ANNOUNCED else seen.status
    instrument = codebook.instruments.get(occurrence.instrument)
    forces = {rung.force for rung in instrument.rungs if rung.status == status} if instrument else set()
    if status == "agreed" and forces == {"binding"}:
        cues = "\n".join(entry.event.cue.text for entry in occurrence.entries if entry.event.cue)
        return "binding" if has("signing", cues) else "unstated"  # "agreed to pay": nothing signed is reported
    return next(iter(forces)) if len(forces) == 1 else "unstated"


def stop_kind(occurrence: Occurrence, sources: Sources) -> Literal["suspended", "cancelled", "lapsed", "struck down"]:
    """Which end an act of stopping puts to a commitment; a court's is "struck down"."""
    if occurrence.status == "suspended":
        return "suspended"
    if occurrence.status == "lapsed":
        return "lapsed"
    court = any(entry.event.actor.sector == "JUD" for entry in occurrence.entries)
    if court or has("court", sources.text(occurrence)):
        return "struck down"
    return "cancelled"


def _legal_text(occurrence: Occurrence, sources: Sources) -> tuple[bool, bool]:
    """Whether a sentence names the order or notice, and whether that, with a date that the text gives for the act, or
    an official source shows that it applied."""
    named = applied = False
    for entry in occurrence.entries:
        named_here = has("legal_text", sources.sentence(entry))
        dated = entry.event.date.start is not None and entry.event.date.basis in ("explicit", "relative")
        named = named or named_here
        applied = applied or sources.official(entry) or (named_here and dated)
    return named, applied


def _took_effect(occurrence: Occurrence, sources: Sources) -> bool:
    """Whether the verb of a report is one of taking effect ("began to collect"), in a sentence that names the order, on
    a day that lies behind it."""
    for entry in occurrence.entries:
        event, day = entry.event, entry.event.date.start
        if event.cue is None or day is None or event.date.basis != "explicit" or (entry.known and day > entry.known):
            continue
        if in_force() & content(event.cue.text) and has("legal_text", sources.sentence(entry)):
            return True
    return False


def _named(rung: Rung, stems: frozenset[str]) -> int:
    """How many words of the longest alternative in ``rung.act`` stand in the text, all of them being there; 0: none.
    One word is enough only where it is long ("initialled"), since short ones ("talks", "held") are in any text."""
    return max((len(own) for own in _alternatives(rung.act) if own <= stems), default=0)


def _is_itself(rung: Rung, occurrence: Occurrence) -> bool:
    """Whether the very words of the act name the formal act in full: "notified Congress of a possible sale" is the
    notice, however "possible" is read."""
    cues = (entry.event.cue.text for entry in occurrence.entries if entry.event.cue)
    return occurrence.polarity == "positive" and any(_named(rung, content(cue)) for cue in cues)


@cache
def _alternatives(act: str) -> tuple[frozenset[str], ...]:
    parts = (content(part) for part in _ALTERNATIVES.split(act))
    return tuple(own for own in parts if own and (len(own) > 1 or len(next(iter(own))) > 7))


def _valid(rung: Rung, occurrence: Occurrence) -> bool:
    on = occurrence.happened.start or occurrence.known
    if on is None:
        return rung.valid_to is None
    return (rung.valid_from is None or rung.valid_from <= on) and (rung.valid_to is None or on <= rung.valid_to)
