"""Matters: what stands between two states, each a commitment or a group of acts that no commitment holds.

Standing, judgement, balance, ladder and comparison are all read off the same matters, so that they cannot differ."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from deedbook.ledger.evidence import signs_order
from deedbook.ledger.phrases import span
from deedbook.ledger.senses import hurts
from deedbook.ledger.vocabulary import family, has
from deedbook.measures.answer import Standing
from deedbook.measures.dealings import EVERYBODY
from deedbook.measures.doers import by_firms, is_burden, is_private, side
from deedbook.measures.view import View
from deedbook.measures.wording import (
    brief_name,
    clip,
    count,
    domain,
    fold,
    instrument,
    interval,
    is_time,
    listed,
    named,
    rules,
    status,
    the,
    thing,
)
from deedbook.records import Commitment, Entry, Interval, Occurrence, Step

STANDINGS: tuple[Standing, ...] = ("delivered or binding", "promised", "talk only", "stopped")
PRIVATE = " (private firms)"
_ENDED = frozenset({"suspended", "cancelled", "lapsed", "struck down", "superseded"})
_DONE = frozenset({"in force", "part", "complete"})
_ABOUT = 8  # words of what one denial, criticism or request is about


@dataclass(frozen=True, slots=True)
class Matter:
    """``what`` names it, ``state`` says how far it has got, ``rung`` is the codebook status that the record shows now,
    ``reached`` the highest one on the ladder that it ever had.

    ``when`` is when it came to stand so. ``entries`` are its evidence, the deciding ones first. ``weight`` orders
    page one. ``burden``: imposed on the receiver. ``private``: done by firms."""

    standing: Standing
    giver: str
    receiver: str
    what: str
    state: str
    instrument: str
    domains: tuple[str, ...]
    rung: str
    reached: str
    when: Interval
    entries: tuple[Entry, ...]
    acts: tuple[Occurrence, ...]
    weight: float
    stopped_by: str = ""
    burden: bool = False
    private: bool = False
    joint: bool = False
    commitment: Commitment | None = None

    @property
    def text(self) -> str:
        return f"{self.what}: {self.state}" if self.state else self.what

    @property
    def latest(self) -> date:
        return self.when.end or self.when.start or date.min

    @property
    def domain(self) -> str:
        """The domain it is counted under: its first that is not ties as such."""
        return first_domain(self.domains)


def first_domain(domains: Sequence[str]) -> str:
    """The one domain that an act is counted under: its first, ties as such only where there is no other."""
    general = rules()["domains"]["general"]
    return next((name for name in domains if name not in general), domains[0] if domains else "other")


def matters(view: View) -> tuple[Matter, ...]:
    """All matters of the view: what moved in recent years first, then the weightiest, then the latest."""
    found = [matter for commitment in view.told_once if (matter := _from_commitment(view, commitment))]
    found += _from_acts(
        view, [act for act in view.occurrences if act.id not in view.followed and not _signing(view, act)]
    )
    return tuple(
        sorted(found, key=lambda m: (long_past(view, m), -m.weight, -m.latest.toordinal(), m.what, m.acts[0].id))
    )


def long_past(view: View, matter: Matter) -> bool:
    """Whether it last moved years before the cut-off: a register tells of seven decades, and who asks whether the words
    became deeds asks of now."""
    if not view.cut_off or not (matter.when.start or matter.when.end):
        return False
    years = (view.cut_off - matter.latest).days / 365.25
    return bool(years > rules()["page"]["recent_years"])


def _signing(view: View, act: Occurrence) -> bool:
    """Whether it is no more than an order being signed, which its own act tells."""
    if act.event_type != "SUPPORT" or family(act.instrument).kind != "legal":
        return False  # as ``signs_order`` asks too, once the sentences are at hand
    return signs_order(act, "\n".join(e.event.sentence.of(view.article(e).raw) for e in act.entries))


def _from_commitment(view: View, commitment: Commitment) -> Matter | None:
    steps = [s for s in commitment.history if s.rung != "not_received" and s.occurrence.polarity == "positive"]
    if not steps:
        return None
    moving = [step for step in steps if not view.is_stop(view.shown_rung(step))]
    burden = bool(moving) and (commitment.measure or all(is_burden(s.occurrence) for s in moving))
    standing = _standing(view, commitment, steps)
    deciding = _deciding(view, standing, steps)
    rung = view.shown_rung(deciding)
    acts = tuple(step.occurrence for step in commitment.history)
    highest = max(steps, key=lambda step: view.order(view.shown_rung(step)))
    absent = [s for s in commitment.history if s.rung == "not_received" and s.occurrence.polarity == "positive"]
    telling = [highest, *absent[-1:], deciding] if standing == "stopped" else [deciding, *absent[-1:], highest]
    each: dict[tuple[object, ...], Step] = {}
    for step in (*telling, *reversed(steps)):
        each.setdefault(_name(step), step)
    ranked = [view.best(step.occurrence.entries) for step in each.values()]
    evidence = [group[0] for group in ranked] + [entry for group in ranked for entry in group[1:]]
    private = by_firms(steps)
    objects = (commitment.object, *(step.occurrence.object for step in steps))
    thing_ = next((text for text in objects if text and not is_time(text)), None)
    what = named("", commitment.name, commitment.amount) if commitment.name else ""
    what = what or named(_label(commitment.instrument, commitment.domains), thing_, commitment.amount)
    what = told_apart(what, [step.occurrence for step in moving])
    matter = Matter(
        standing=standing,
        giver=commitment.giver,
        receiver=commitment.receiver,
        what=(what[:1].upper() + what[1:]) + PRIVATE * private,
        state=_state(commitment, deciding) or status(rung, burden=burden),
        instrument=commitment.instrument,
        domains=commitment.domains,
        rung=rung,
        reached=max((view.shown_rung(step) for step in steps), key=view.order),
        when=deciding.when,
        entries=tuple(evidence),
        acts=acts,
        weight=0.0,
        stopped_by=_stopped_by(view, commitment, deciding) if standing == "stopped" else "",
        burden=burden,
        private=private,
        joint=commitment.joint,
        commitment=commitment,
    )
    return replace(matter, weight=_weight(view, matter))


def _name(step: Step) -> tuple[object, ...]:
    """What tells a step from the others of its history: to compare all the reports of it takes long."""
    act = step.occurrence
    return act.id, act.happened, act.entries[0].evidence, step.when, step.rung, step.record_status, step.note, step.due


def _state(commitment: Commitment, deciding: Step) -> str:
    """The ledger's phrase without the date that stands beside it in every table, and without dates of reports."""
    text = re.sub(r" \((?:undated|reported [^)]*|counts as [^)]*)\)", "", commitment.displayed)
    text = re.sub(r"; held up by .*$", "", text)  # the table's last column names who holds it up
    if day := span(deciding.when):
        text = re.sub(rf" (?:from |by |in )?{re.escape(day)}", "", text, count=1)
    return clip(text, rules()["page"]["state_words"])


def _standing(view: View, commitment: Commitment, steps: Sequence[Step]) -> Standing:
    """Health first, then execution, then force, then the highest rung that the record shows (docs/measures.md)."""
    if commitment.health in _ENDED or view.is_stop(view.shown_rung(steps[-1])):
        return "stopped"
    if commitment.execution in _DONE or commitment.force == "binding":
        return "delivered or binding"
    top = max((view.shown_rung(step) for step in steps), key=view.order)
    formal_offer = view.order(top) == view.order("offered") and commitment.force == "non-binding"
    return "promised" if formal_offer else _of_rung(view, top)


def _of_rung(view: View, rung: str) -> Standing:
    if view.is_stop(rung):
        return "stopped"
    order = view.order(rung)
    if order >= view.order("delivered"):
        return "delivered or binding"
    return "promised" if order >= view.order("promised") else "talk only"


def _deciding(view: View, standing: Standing, steps: Sequence[Step]) -> Step:
    """The step that made it stand so: the first stop since it last moved; else the last on the highest rung, one of a
    single day or at least dated if there is."""
    if standing == "stopped":
        moved = [
            place for place, step in enumerate(steps) if view.order(view.shown_rung(step)) >= view.order("promised")
        ]
        since = steps[moved[-1] :] if moved else steps
        stops = [step for step in since if view.is_stop(view.shown_rung(step)) or view.is_stop(step.rung)]
        ends = [step for step in stops if view.shown_rung(step) != "suspended"]
        stops = ends or stops  # what was put off first and ended then stands as ended
        return min(stops, key=_when_known) if stops else steps[-1]
    top = max(view.order(view.shown_rung(step)) for step in steps)
    on_top = [step for step in steps if view.order(view.shown_rung(step)) == top]
    dated = [step for step in on_top if step.when.start or step.when.end]
    on_a_day = [step for step in dated if step.when.start == step.when.end]
    return (on_a_day or dated or on_top)[-1]


def _when_known(step: Step) -> tuple[date, bool]:
    """Earlier first; on one day a step with a day of its own before one that was done "by" that day."""
    return step.when.end or step.when.start or date.max, step.when.start is None


def _stopped_by(view: View, commitment: Commitment, step: Step) -> str:
    rung = view.shown_rung(step)
    if rung == "lapsed" or commitment.health == "lapsed":
        return ""
    role, _, name = (commitment.blocked_by or "").rstrip(")").partition(" (")
    if name:
        return the(name) + (f", the {role}" if role == "borrower" else "")
    codes = {"giver": commitment.giver, "receiver": commitment.receiver}
    if role:
        return view.the(codes[role]) if role in codes else f"a {role}"
    return stopper(view, step.occurrence, rung)


def stopper(view: View, act: Occurrence, rung: str) -> str:
    """Who stopped it, in words; empty where it ran out by itself."""
    if rung == "lapsed":
        return ""
    entry = view.best(act.entries)[0]
    actor = side(entry, act.actor)
    name = view.the(act.actor)
    return f"a court of {name}" if actor and actor.sector == "JUD" else name


def _label(instrument_: str, domains: Sequence[str]) -> str:
    if instrument_ in ("talks", "visit"):
        return ""
    general = rules()["domains"]["general"]
    return instrument(instrument_) or next((domain(name) for name in domains if name not in general), "")


def told_apart(what: str, acts: Sequence[Occurrence]) -> str:
    """``what`` so that a burden or its easing cannot be read as a gift: "immigrant visas: announced" says neither."""
    low = what.lower()
    burden = bool(acts) and all(is_burden(act) for act in acts)
    if burden and not any(word in low for word in rules()["says"]["burden"]):
        cue = next((e.event.cue.text for act in acts for e in act.entries if e.event.cue), "")
        if fold(cue).lower() == low:
            return what  # named by nothing but its cue
        return f"{fold(cue)}: {what}" if cue else f"against it: {what}"
    eases = bool(acts) and all(hurts(act) is False for act in acts)
    if not eases or any(word in low for word in rules()["says"]["relief"]):
        return what
    cues = [e.event.cue.text for act in acts for e in act.entries if e.event.cue]
    return f"end of {what}" if cues and all(has("ending", cue) for cue in cues) else f"easing: {what}"


def _from_acts(view: View, acts: Sequence[Occurrence]) -> list[Matter]:
    """Acts that no commitment holds, those alike together; reported absences and denials are no matters."""
    groups: dict[tuple[object, ...], list[Occurrence]] = {}
    for act in acts:
        if act.polarity == "positive" and act.status != "not_received":
            groups.setdefault(_kind(view, act), []).append(act)
    return [_from_group(view, group) for group in groups.values()]


def _kind(view: View, act: Occurrence) -> tuple[object, ...]:
    parties: object = (
        frozenset((act.actor, act.recipient))
        if act.symmetric or act.event_type == "CONSULT"
        else (act.actor, act.recipient)
    )
    if _owes_nothing(view, act):
        return parties, act.event_type, act.status if view.is_stop(act.status) else "", is_private([act])
    return parties, act.event_type, act.instrument, first_domain(act.domains), act.status, is_private([act])


def _owes_nothing(view: View, act: Occurrence) -> bool:
    """Whether it is complete in itself: a meeting held, praise, a request. Talks only planned are on the ladder."""
    return not view.order(act.status) or act.event_type == "REQUEST"


def _from_group(view: View, group: Sequence[Occurrence]) -> Matter:
    latest = max(group, key=lambda act: (act.happened.end or act.happened.start or date.min, act.id))
    burden = is_burden(latest)
    rung, entries = latest.status, tuple(entry for act in reversed(group) for entry in view.best(act.entries))
    on_ladder = not _owes_nothing(view, latest)
    private = is_private(group)
    if latest.event_type == "REQUEST" and view.is_stop(rung):
        what = "a request" + (f" for {thing(latest.object)}" if latest.object else "")
        state, standing = "no longer pressed", STANDINGS[2]  # nothing that is given is stopped by it
    elif on_ladder and latest.event_type == "CONSULT":
        what, state, standing = f"Talks{_about(group)}", status(rung, burden=burden), _of_rung(view, rung)
    elif on_ladder or view.is_stop(rung):
        what = named(_label(latest.instrument, latest.domains), latest.object, latest.amount)
        what = told_apart(what or count(len(group), *rules()["acts"][latest.event_type]), group)
        if len(group) > 1:
            what += f" and {count(len(group) - 1, 'like act')}"
        state, standing = status(rung, burden=burden), _of_rung(view, rung)
    else:
        one, many = rules()["acts"][latest.event_type]
        what = one if len(group) == 1 else f"{len(group)} {many}"
        if len(group) == 1 and latest.event_type in rules()["event_types"]["pointed"] and not is_time(latest.object):
            what += f" ({about})" if (about := brief_name(thing(latest.object), _ABOUT)) else ""
        elif latest.event_type == "REQUEST":
            what += _about(group)
        state = ""
        deed = view.codebook.event_types[latest.event_type].kind == "deed"
        standing = "delivered or binding" if deed else "talk only"
    actor, recipient = (
        view.pair if EVERYBODY not in (latest.actor, latest.recipient) else (latest.actor, latest.recipient)
    )
    if not (latest.symmetric or latest.event_type == "CONSULT"):
        actor, recipient = latest.actor, latest.recipient
    matter = Matter(
        standing=standing,
        giver=actor,
        receiver=recipient,
        what=(what[:1].upper() + what[1:]) + PRIVATE * private,
        state=state,
        instrument=latest.instrument,
        domains=tuple(dict.fromkeys(name for act in group for name in act.domains)),
        rung=rung,
        reached=rung,
        when=latest.happened,
        entries=tuple(entries),
        acts=tuple(group),
        weight=0.0,
        stopped_by=stopper(view, latest, rung) if standing == "stopped" else "",
        burden=burden,
        private=private,
        joint=latest.symmetric or latest.event_type == "CONSULT",
    )
    return replace(matter, weight=_weight(view, matter))


def _about(group: Iterable[Occurrence]) -> str:
    general = rules()["domains"]["general"]
    names = dict.fromkeys(domain(name) for act in group for name in act.domains if name not in general)
    return f" on {listed(list(names)[:3])}" if names else ""


def _weight(view: View, matter: Matter) -> float:
    """Importance, by the table in docs/measures.md: money and law first, then how far it has got."""
    kinds = rules()["instruments"]
    money = matter.instrument in kinds["money"] or any(
        act.amount is not None and len(act.amount.unit) == 3 and act.amount.unit.isupper() for act in matter.acts
    )
    law = matter.instrument in kinds["law"] or (matter.commitment is not None and matter.commitment.force == "binding")
    superseded = matter.commitment is not None and matter.commitment.health == "superseded" and matter.burden
    unkept = matter.standing == "stopped" and not matter.burden and view.order(matter.reached) >= view.order("promised")
    weight = 3.0 * money + 3.0 * law + 0.5 * view.order(matter.reached) + 1.0 * (matter.standing == "stopped")
    weight += 0.5 * (matter.instrument == "talks" or any(act.event_type == "CONSULT" for act in matter.acts))
    weight += 1.0 * (matter.rung == "offered") - 1.5 * (matter.domain in rules()["domains"]["general"])
    hostile = all(act.event_type in rules()["event_types"]["hostile_words"] for act in matter.acts)
    weight -= 2.0 * hostile
    weight -= 3.0 * (matter.commitment is not None and bool(matter.commitment.doubtful))
    weight += 2.0 * unkept  # a promise that came to nothing is what the reader asks about
    return weight - 3.0 * matter.private - 2.0 * matter.burden - 2.0 * superseded - 2.0 * (matter.receiver == EVERYBODY)


def since(matter: Matter) -> str:
    """When it came to stand so, as text."""
    return interval(matter.when)
