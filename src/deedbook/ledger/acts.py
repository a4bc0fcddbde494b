"""Acts that move a commitment: who owes whom, on what, at which rung, and whether it gives, hurts or ends."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property, lru_cache
from typing import Literal

from deedbook.codebook import EVERYBODY, Codebook, Name
from deedbook.ledger.evidence import Shown, Sources, facilities, of_register, shown, signs_order
from deedbook.ledger.glances import Glance
from deedbook.ledger.senses import HURTING, SIGNED, hurts
from deedbook.ledger.traits import Places, places_of
from deedbook.ledger.vocabulary import Family, content, family, has, head_clause, says, specific, stem, tokens, words
from deedbook.records import Amount, Interval, Occurrence

GIVING = frozenset({"AGREE", "SUPPORT", "CONCEDE", "COOPERATE", "AID"})
MEASURES = frozenset({"tariff", "sanction", "visa", "quota"})  # families that can be imposed; the others are given
STOPS = frozenset({"refused", "suspended", "withdrawn", "lapsed"})
LOOSE = "other"  # the instrument that says nothing; also of an act whose sentence has no word of what was read
EFFECTIVE = frozenset({"approved", "delivered"})  # rungs at which taking something back takes effect

_SECOND_PART = re.compile(  # "for the second phase of the line": a part of the thing, not one on top of it
    r"\bsecond[- ](?:phase|stage|half|section|line|unit|reactor|round|quarter|largest|biggest)\b", re.IGNORECASE
)
_RATE = re.compile(r"(\d+(?:\.\d+)?)(?= ?(?:%|per ?cent\b|pct\b))")

Turn = Literal["forward", "stop", "absent", "asked", "denied"]


@dataclass(frozen=True, slots=True)
class Act:
    """One occurrence as a move. ``giver`` and ``receiver`` are sorted where ``joint``. ``measure`` is True for what
    hurts (tariff, sanction), False for what is owed or given. ``broad``: toward everybody or a class. ``turn`` says
    whether it moves up the ladder, stops, reports absence, is asked for or talked over, or is denied; ``ends`` whether
    it also ends measures or relief of its family. ``when`` is cut at publication, ``due`` the day it looks ahead to.

    ``said`` are the cues, ``objects`` the objects that are noun phrases, ``object`` the displayed object (``None``
    where that only names a place). ``words`` are the stems of cues and objects, ``telling`` those of the objects that
    not every act on the instrument carries, ``context`` those of the sentences, ``topic`` those of the headlines.
    ``whole``: the sum of which its own is told as a part ("$80 million, the first part of a $240 million loan").
    ``goods_worth``: its sum is what goods are worth ("$2 billion of equipment"). ``records``: the register's records
    that tell it, where nothing else does. ``additional``: said to come on top of another; ``facilities``: a lender's
    programmes that it is drawn on; ``rates``: the percentages in its objects ("from 25 to 18 per cent": both)."""

    occurrence: Occurrence
    giver: str
    receiver: str
    joint: bool
    measure: bool
    signed: bool
    broad: bool
    turn: Turn
    ends: bool
    family: Family
    words: frozenset[str]
    telling: frozenset[str]
    object: str | None
    additional: bool
    rates: frozenset[str]
    projects: frozenset[str]
    firms: frozenset[str]
    via: str | None
    facilities: frozenset[str]
    amount: Amount | None
    when: Interval
    due: date | None
    shown: Shown
    text: str
    said: str = ""
    objects: tuple[str, ...] = ()
    goods_worth: bool = False
    whole: Amount | None = None
    records: frozenset[str] = frozenset()
    context: frozenset[str] = frozenset()
    topic: frozenset[str] = frozenset()

    @property
    def instalment(self) -> bool:
        """Whether it tells one payment of several, or what was paid until then."""
        return has("instalment", self.text) or has("cumulative", self.text)

    @property
    def resumes(self) -> bool:
        """Whether it sets going again what was held up; the sum that it tells is of it all."""
        return self.turn == "forward" and has("resuming", self.said)

    @property
    def keeps(self) -> bool:
        """Whether an old loan or deposit is kept by it ("rolled over"), so that no money moves."""
        return self.family.kind == "money" and has("old_money", self.text)

    @property
    def articles(self) -> frozenset[str]:
        """Keys of those that tell it."""
        return frozenset(entry.article_key for entry in self.occurrence.entries)

    @property
    def borrowed(self) -> bool:
        """Whether a firm puts off money for a project: it borrows that, and is no giver."""
        firm = any(entry.event.actor.sector == "BUS" for entry in self.occurrence.entries)
        return firm and bool(self.projects) and self.family.kind == "money" and self.occurrence.status == "suspended"

    @property
    def gives_backing(self) -> bool:
        """Whether somebody is backed by it: of an offer of backing that is the giving, though still a word."""
        told = self.occurrence
        return self.family.name == "political_backing" and (told.event_type, told.status) == ("SUPPORT", "act")

    @property
    def neutral(self) -> bool:
        """Whether it says nothing of help or hurt: a request, a refusal, a denial, talks held."""
        return self.turn in ("asked", "denied") or self.occurrence.event_type == "REJECT" or not self.signed

    @property
    def day(self) -> date | None:
        """The day to sort by: the first on which it can have happened, as far as known."""
        return self.when.start or self.when.end

    @property
    def sort_key(self) -> tuple[str, str, int, str]:
        last, first = self.when.end or self.when.start, self.when.start or self.when.end
        order = 9 if self.turn == "stop" else self.shown.order or 9  # announced and then suspended, both in April
        return (str(last or "9999"), str(first), order, self.occurrence.id)


class Namesakes:
    """The codebook's projects, firms and agencies, found in text."""

    def __init__(self, codebook: Codebook) -> None:
        kinds = ("project", "firm", "agency")
        self._names: Mapping[str, Name] = {name.text: name for name in codebook.names if name.kind in kinds}
        self._glance = Glance.of(self._names, cased=True)
        self._decoys = codebook.decoys
        self._last: tuple[str, tuple[Name, ...]] = ("", ())  # one text is asked for each kind in turn

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted({*self._names, *self._decoys}, key=len, reverse=True)  # "Fed. Reg." hides "Fed"
        pattern = "|".join(map(re.escape, longest_first)) or r"(?!)"
        return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")

    def found(self, text: str, kind: str) -> tuple[Name, ...]:
        """Names of ``kind`` in ``text``, in order of first mention."""
        if text != self._last[0]:
            self._last = (text, self._all(text))
        return tuple(name for name in self._last[1] if name.kind == kind)

    def _all(self, text: str) -> tuple[Name, ...]:
        if not self._glance.may(text):
            return ()
        names = (self._names.get(match.group()) for match in self._pattern.finditer(text))
        return tuple(dict.fromkeys(name for name in names if name))


@cache
def namesakes_of(codebook: Codebook) -> Namesakes:
    """Those of a codebook, made once."""
    return Namesakes(codebook)


def taker(codebook: Codebook, sources: Sources) -> Callable[[Occurrence], Act | None]:
    """What takes an occurrence as a move; ``None`` for one that moves nothing, since it is complete in itself."""
    book = _Book(
        codebook,
        sources,
        namesakes_of(codebook),
        frozenset({EVERYBODY} | {member.class_ for member in codebook.classes}),
        places_of(codebook),
    )
    return lambda occurrence: _act(occurrence, book)


@dataclass(frozen=True)
class _Book:
    """What acts are read with."""

    codebook: Codebook
    sources: Sources
    namesakes: Namesakes
    classes: frozenset[str]
    places: Places

    @cached_property
    def unsaid(self) -> frozenset[str]:
        """Stems that tell no act from another."""
        return self.places.stems | words("calendar")


def _act(occurrence: Occurrence, book: _Book) -> Act | None:
    status, kind = occurrence.status, occurrence.event_type
    refusal = kind == "REJECT" and status == "refused"
    asked = kind == "REQUEST" and status != "refused"
    held = status == "act" and kind in ("CONSULT", "COOPERATE", "AID", "SUPPORT")
    freed = kind == "RETREAT" and status in EFFECTIVE  # prisoners whose release was promised
    if kind not in GIVING and kind not in HURTING and not (refusal or asked or held or freed or kind == "CONSULT"):
        return None
    text = book.sources.text(occurrence)
    own = family(occurrence.instrument)
    if own.kind == "pact" and own.name != "talks" and not says(occurrence.instrument, text):
        own = family(LOOSE)  # recognition that no word tells of
    said = "\n".join(dict.fromkeys(entry.event.cue.text for entry in occurrence.entries if entry.event.cue))
    named = dict.fromkeys(
        entry.event.object.text + book.sources.purpose(entry) for entry in occurrence.entries if entry.event.object
    )
    objects = list(dict.fromkeys(map(head_clause, named)))
    measure = _hurts(occurrence, own, objects)
    turn: Turn = "stop" if status in STOPS else "absent" if status == "not_received" else "forward"
    if asked or held or kind == "CONSULT":
        turn = "asked"
        if status in STOPS:
            return None  # a request that is dropped stops nothing that is owed
    taken_back = kind == "SANCTION" and status in EFFECTIVE
    vague = own.name == LOOSE and not (has("ending", said) or has("suspending", said) or has("lost", said))
    if taken_back and vague:
        measure = True  # "will require plants to comply": a penalty, and nothing that was given before
    elif taken_back and (own.name not in MEASURES or (own.granted and has("suspending", said))):
        measure, turn = False, "stop"  # a benefit taken back (CODEBOOK.md, decided cases)
    elif kind == "CONCEDE" and status in EFFECTIVE and has("lost", said):
        turn = "stop"  # "lost duty-free entry"
    elif taken_back and (has("ending", said) or (own.name == "tariff" and has("putting_off", said))):
        turn = "stop"  # "stopped collecting the tariffs", "announced tariffs and then suspended them"
    if occurrence.polarity == "negative":
        turn = "denied"
    if signs_order(occurrence, text):
        return None
    # "Agreed to a tax to end a dispute" ends no tax: a text ends what its own words of the act say that it ends.
    own_words = "\n".join((said, *objects))
    ending = has("ending", text if of_register(occurrence) else own_words)
    ends = turn == "stop" or (kind == "CONCEDE" and status in EFFECTIVE and ending)
    leaders = _leaders(occurrence)
    stems = content("\n".join((said, *objects))) - book.unsaid - leaders
    drawn = facilities(occurrence, book.sources) if own.kind == "money" else frozenset[str]()
    shown_object = head_clause(occurrence.object or "")
    projects = book.namesakes.found(text, "project")
    giver, receiver = occurrence.actor, occurrence.recipient
    if asked:
        giver, receiver = receiver, giver
    private = any(entry.event.recipient.sector == "BUS" for entry in occurrence.entries)
    if projects and private and projects[0].code != giver:
        receiver = projects[0].code  # lent to a firm for a project: the project's state is who the loan is about
    agencies = [name for name in book.namesakes.found(text, "agency") if name.code == giver]
    prose = [e for e in occurrence.entries if not book.sources.recorded(e)]  # rows of a register share their wording
    prose_text = (
        text if len(prose) == len(occurrence.entries) else "\n".join(dict.fromkeys(map(book.sources.sentence, prose)))
    )
    return Act(
        occurrence=occurrence,
        giver=giver,
        receiver=receiver,
        joint=occurrence.symmetric,
        measure=measure,
        signed=own.name not in MEASURES
        or own.granted
        or kind in SIGNED
        or turn != "forward"
        or has("easing", own_words)
        or has("imposing", own_words),
        broad=receiver in book.classes,
        turn=turn,
        ends=ends,
        family=own,
        words=stems,
        telling=specific(content("\n".join(objects)) - book.unsaid - leaders),
        object=shown_object if content(shown_object) - book.unsaid - leaders else None,
        additional=_on_top(occurrence),
        rates=frozenset(number for text in objects for number in _RATE.findall(text)),
        projects=frozenset(name.full or name.text for name in projects),
        firms=frozenset(name.full or name.text for name in book.namesakes.found(text, "firm")),
        via=(agencies[0].full or agencies[0].text) if agencies else None,
        facilities=drawn,
        amount=occurrence.amount if len(drawn) < 2 else None,  # what two programmes pay together is the sum of neither
        when=_when(occurrence),
        due=_due(occurrence),
        shown=shown(occurrence, book.codebook, book.sources),
        text=text,
        said=said,
        records=frozenset(e.article_key for e in occurrence.entries) if not prose else frozenset(),
        whole=next((sum_ for e in occurrence.entries if (sum_ := book.sources.whole(e))), None)
        if own.kind == "money"
        else None,
        goods_worth=own.kind == "money" and any(map(book.sources.goods_worth, occurrence.entries)),
        objects=tuple(phrase for e in occurrence.entries if (phrase := book.sources.phrase(e))),
        context=specific(content(prose_text)) - book.unsaid - leaders,
        topic=specific(content("\n".join(dict.fromkeys(map(book.sources.title, prose))))) - book.unsaid - leaders,
    )


def _on_top(occurrence: Occurrence) -> bool:
    """Whether it is said to come on top of another: by half of the reports that name a thing, since the words of one
    ("another trade row") are easily of something else."""
    named = [head_clause(entry.event.object.text) for entry in occurrence.entries if entry.event.object]
    said = [t for t in named if has("additional", _SECOND_PART.sub("", t)) and not has("instalment", t)]
    return 0 < len(named) <= 2 * len(said)


def _leaders(occurrence: Occurrence) -> frozenset[str]:
    """Stems of the names by which governments act here: "Trump" tells two acts of one pair apart as little as "U.S."
    does. Bodies and firms are named for what they do."""
    parties = (party for e in occurrence.entries for party in (e.event.actor, e.event.recipient))
    named = {p.name for p in parties if p.sector == "GOV" and p.name}
    return frozenset(leader for name in named if (leader := _leader(name)))


@lru_cache(maxsize=1 << 12)
def _leader(name: str) -> str:
    """The stem of a name of one word; empty of any other."""
    told = tokens(name)
    return stem(told[0]) if len(told) == 1 else ""


def _hurts(occurrence: Occurrence, own: Family, objects: Sequence[str]) -> bool:
    """Whether it concerns a measure that hurts: where something is stopped, by what that is ("suspended tariffs",
    "suspended the tariff cut"); else by its words and type."""
    kind = occurrence.event_type
    if own.name in MEASURES and not own.granted and occurrence.status in STOPS and kind != "REJECT":
        goods = "\n".join(objects)
        return kind in HURTING or (has("measure", goods) and not has("easing", goods))
    return bool(hurts(occurrence))


def _when(occurrence: Occurrence) -> Interval:
    """When it was done or said: what a text looks ahead to is due then, and was said when it was published."""
    known, happened = occurrence.known, occurrence.happened
    if occurrence.status == "delivered" and of_register(occurrence):
        return happened  # a customs message says beforehand from which day a duty counts, and from that day it does
    if known and happened.start and happened.start > known:
        return Interval(known, known, "publication")
    if known and happened.end and happened.end > known:
        return Interval(happened.start, known, happened.basis)
    return happened


def _due(occurrence: Occurrence) -> date | None:
    ahead = [
        entry.event.date.end or entry.event.date.start
        for entry in occurrence.entries
        if entry.known and entry.event.date.start and entry.event.date.start > entry.known
    ]
    return min((day for day in ahead if day), default=None)


def gap(one: date | None, other: date | None) -> timedelta:
    """Time between two days; none where either is unknown."""
    return abs(one - other) if one and other else timedelta(0)
