"""What is held on the benefit or measure that a claim is about: steps of commitments, and acts that none holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from deedbook.ledger.traits import places_of
from deedbook.ledger.vocabulary import content, family, specific, tokens
from deedbook.measures.dealings import EVERYBODY
from deedbook.measures.doers import is_burden, is_private
from deedbook.measures.matters import first_domain
from deedbook.measures.view import View
from deedbook.measures.wording import rules
from deedbook.records import Commitment, Occurrence, Step

_Thing = tuple[str, tuple[str, ...], str | None, float | None]

_LONG = 4  # letters: a shared word must be longer to make two things one


@dataclass(frozen=True, slots=True)
class Held:
    """A step with the commitment that it moves; ``None`` for an act that no commitment holds."""

    step: Step
    commitment: Commitment | None = None

    @property
    def act(self) -> Occurrence:
        return self.step.occurrence

    @property
    def done_by(self) -> date | None:
        """The last day on which the step can have been taken; the day it was known where its own date is open; ``None``
        for one that only undated texts tell."""
        return self.step.when.end or self.step.when.start or self.act.known


def same(view: View, act: Occurrence, on: date | None = None, *, shown: str = "") -> list[Held]:
    """What is held on the benefit or measure of ``act``, by date: same giver and receiver, same family of instrument.

    ``on`` is the earliest day of the claim that is tested: of goods and money, what was given long before it is another
    round (an aircraft of 1951 says nothing of support today); measures of law stand until they end.

    An instrument too general to tell things apart meets others only by words of their objects: two long ones, or one
    and a domain in common where both are as general. ``shown``: only what the record shows on that rung."""
    given = _given(view, act)
    places: list[int] = []
    for (thing, rung), some in given.by_thing.items():
        if (not shown or rung == shown) and alike(act, given.held[some[0]].act):
            least = _least(view, act, thing, on)
            places += some if least is None else [at for at in some if _surely(given.held[at], least)]
    return [given.held[at] for at in sorted(places)]


def _least(view: View, act: Occurrence, thing: _Thing, on: date | None) -> date | None:
    """The day since which something must have been done to be of one round with a claim of the day ``on``; ``None``
    where any will do."""
    instrument, _, object_, _ = thing
    if on is None or instrument in rules()["instruments"]["law"]:
        return None
    places = places_of(view.codebook).stems
    mine, theirs = (specific(content(text or "")) - places for text in (act.object, object_))
    return on - timedelta(days=rules()["rounds"]["days_of_one_thing" if mine & theirs else "days"])


def _surely(held: Held, least: date) -> bool:
    """Whether it was done on ``least`` or later, or on an unknown day."""
    return held.done_by is None or (held.step.when.start or held.done_by) >= least  # "in 2024" may have been its first


def near(view: View, act: Occurrence) -> list[Held]:
    """The highest step of each other benefit in the same domain from the same giver: context, never a verdict."""
    domain = first_domain(act.domains)
    if domain in rules()["domains"]["general"]:
        return []
    found = [
        held
        for held in _given(view, act).held
        if not alike(act, held.act) and first_domain(held.act.domains) == domain and not is_private([held.act])
    ]
    return [held for held in found if view.order(view.shown_rung(held.step)) >= view.order("promised")][-1:]


def highest(view: View, some: Sequence[Held]) -> list[Held]:
    """The latest on the highest rung, alone in a list; empty where none stands on the ladder."""
    on = [held for held in some if view.order(view.shown_rung(held.step))]
    on = [held for held in on if held.done_by] or on  # what only undated texts tell gives way to what has a date
    top = max((view.order(view.shown_rung(held.step)) for held in on), default=0)
    return [held for held in on if view.order(view.shown_rung(held.step)) == top][-1:]


def is_owed(view: View, held: Held) -> bool:
    """Whether a step is more than talk: promised or higher, or a formal offer (a notice to Congress binds nobody, and
    is no mere willingness either)."""
    rung = view.shown_rung(held.step)
    formal = rung == "offered" and held.commitment is not None and held.commitment.force == "non-binding"
    return formal or view.order(rung) >= view.order("promised")


def reaches(view: View, held: Held, rung: str) -> bool:
    """Whether the record shows the step on ``rung`` or higher; what is complete in itself is reached by acts."""
    shown = view.shown_rung(held.step)
    if rung == "act":
        return shown in ("act", "delivered")
    return view.order(shown) >= view.order(rung)


def stops(view: View, some: Sequence[Held]) -> list[Held]:
    return [held for held in some if view.is_stop(view.shown_rung(held.step))]


def _thing(act: Occurrence) -> _Thing:
    """All that :func:`alike` looks at: many acts of two states are told in the same words."""
    rate = act.amount.value if act.amount and act.amount.unit == "%" else None
    return act.instrument, act.domains, act.object, rate


@dataclass(frozen=True, slots=True)
class _Given:
    """Steps in order of date, and the places of those that are one thing on one rung as the record shows it."""

    held: tuple[Held, ...]
    by_thing: Mapping[tuple[_Thing, str], list[int]]


def _given(view: View, act: Occurrence) -> _Given:
    """Steps from the act's giver to its receiver or to everybody: of what is imposed where the act imposes, else of
    what is given."""
    burden = is_burden(act)
    known: _Given | None = view.memo.get(("given", act.actor, act.recipient, burden))
    if known is not None:
        return known
    commitments, acts = view.by_sides
    sides = [(act.actor, receiver) for receiver in dict.fromkeys((act.recipient, EVERYBODY))]
    found = [Held(step, one) for two in sides for one in commitments.get(two, ()) for step in one.history]
    followed = {held.act.id for held in found}
    found += [
        Held(Step(occurrence=other, when=other.happened, rung=other.status, record_status=other.status))
        for two in sides
        for other in acts.get(two, ())
        if other.id not in followed
    ]
    counted = [held for held in found if _counts(view, held, burden)]
    counted.sort(key=lambda held: (held.done_by or date.max, held.act.id))
    by_thing: dict[tuple[_Thing, str], list[int]] = {}
    for place, held in enumerate(counted):
        by_thing.setdefault((_thing(held.act), view.shown_rung(held.step)), []).append(place)
    kept = _Given(tuple(counted), by_thing)
    view.memo["given", act.actor, act.recipient, burden] = kept
    return kept


def _counts(view: View, held: Held, burden: bool) -> bool:
    act, rung = held.act, view.shown_rung(held.step)
    if held.step.rung == "not_received" or act.polarity == "negative" or act.event_type == "REQUEST":
        return False
    return not view.order(rung) or is_burden(act) == burden


def alike(act: Occurrence, other: Occurrence) -> bool:
    """Whether two acts of one giver and receiver are about one benefit or measure."""
    general = rules()["instruments"]["general"]
    if act.instrument in general or other.instrument in general:
        shared = set(act.domains) & set(other.domains) - set(rules()["domains"]["general"])
        words = _words(act.object or "") & _words(other.object or "")
        long = sum(len(word) > _LONG for word in words)
        return long > 1 or (act.instrument == other.instrument and bool(shared) and long > 0)
    if _rates_differ(act, other):
        return False
    if "imf_support" in (act.instrument, other.instrument):
        return act.instrument == other.instrument
    if _kinds(act) & _kinds(other):
        return True
    # "Security guarantees" and a loan are one family of instruments and two things; a domain in common tells.
    shared = set(act.domains) & set(other.domains) - set(rules()["domains"]["general"])
    return bool(shared) and family(act.instrument).name == family(other.instrument).name


def is_of_kind(view: View, act: Occurrence, other: Occurrence) -> bool:
    """Whether two alike acts are of one kind, not of one family only: an arms sale is not yet the support missed."""
    if _kinds(act) & _kinds(other):
        return True
    places = places_of(view.codebook).stems
    mine, theirs = (specific(content(one.object or "")) - places for one in (act, other))
    return bool(mine & theirs)


def _kinds(act: Occurrence) -> frozenset[str]:
    """The act's instrument, and those that its object names in so many words ("American investment in minerals")."""
    kinds = rules()["instruments"]
    return frozenset({act.instrument, *_words(act.object or "").intersection((*kinds["money"], *kinds["law"]))})


@lru_cache(maxsize=1 << 14)
def _words(text: str) -> frozenset[str]:
    return frozenset(tokens(text))


def _rates_differ(act: Occurrence, other: Occurrence) -> bool:
    """Two duties of different rates are two measures: the end of one says nothing of the other."""
    rates = [one.amount.value for one in (act, other) if one.amount and one.amount.unit == "%"]
    return len(rates) > 1 and rates[0] != rates[1]
