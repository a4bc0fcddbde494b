"""Claims tested at the rung of their own verb: verdicts, reasons, and what stands beside them.

The table of verdicts is in docs/measures.md. Every verdict is the program's; one that contradicts a text is marked
unreviewed until a person has accepted the reading of that text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from deedbook.ledger.senses import hurts
from deedbook.ledger.traits import places_of
from deedbook.ledger.vocabulary import content, family, specific, tokens
from deedbook.measures import rates
from deedbook.measures.backing import Backing
from deedbook.measures.benefits import Held, alike, highest, is_of_kind, is_owed, near, reaches, same, stops
from deedbook.measures.closures import closed
from deedbook.measures.coverage import covered
from deedbook.measures.doers import is_burden
from deedbook.measures.matters import told_apart
from deedbook.measures.missed import evaluative, grouped, is_record
from deedbook.measures.said import Said, said
from deedbook.measures.view import View
from deedbook.measures.wording import count, day, instrument, interval, named, rules, status, thing
from deedbook.records import Commitment, Entry, Interval, Occurrence, Search, Step
from deedbook.records.history import Verdict

_TELLS = 2  # words of an object that says by itself what it is
_BESIDE = 3  # steps that stand beside a verdict
_FRESH = timedelta(days=30)  # so long an official "not in force" still speaks for the days after it


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict with its reason; the steps that overtook the claim; those beside it; on what basis an absence rests.

    ``witness``: "a register" or "both sides" where one of these decides it on the claim's own rung; else empty."""

    verdict: Verdict
    reason: str
    beside: tuple[Step, ...] = ()
    overtaken: tuple[Step, ...] = ()
    basis: Literal["claimed", "searched", "closed"] = "claimed"
    witness: str = ""


@dataclass(frozen=True, slots=True)
class Tested:
    """A claim with its verdict. ``absent``: it says that something was not received; else that it was done. ``acts``
    (never empty) all report the same; ``reviewed``: a person accepted or corrected the reading of each."""

    acts: tuple[Occurrence, ...]
    absent: bool
    ruling: Ruling
    said: Said
    commitment: Commitment | None = None

    @property
    def giver(self) -> str:
        return self.acts[0].actor

    @property
    def receiver(self) -> str:
        return self.acts[0].recipient

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for act in self.acts for entry in act.entries)

    @property
    def reviewed(self) -> bool:
        return all(act.reviewed for act in self.acts)


def tested(view: View) -> tuple[Tested, ...]:
    """Every claim on the pair: reported absences, those together that report the same one, then reports that something
    was delivered."""
    found = [
        Tested(tuple(group), True, ruling(view, group), said(view.snapshot, [e for act in group for e in act.entries]))
        for group in grouped(view)
    ]
    for commitment in view.commitments:
        for step in commitment.history:
            act = step.occurrence
            if step.rung == "delivered" and act.polarity == "positive" and not is_record(view, act):
                when = said(view.snapshot, act.entries)
                found.append(Tested((act,), False, delivered(view, commitment, step), when, commitment))
    return tuple(found)


def ruling(view: View, acts: Sequence[Occurrence]) -> Ruling:
    """The verdict on a reported absence; ``acts`` (never empty) all report the same one."""
    act, entries = acts[0], [entry for one in acts for entry in one.entries]
    when = said(view.snapshot, entries)
    found, beside = same(view, act, when.earliest), near(view, act)
    if word := evaluative(entries):
        reason = f"“{word}” says how much or why; no record decides that."
        return Ruling("not checkable", reason, _steps([*highest(view, found), *beside]))
    if ended := closed(view, act, entries, when):
        return Ruling(ended.verdict, ended.reason, basis="closed" if ended.to_all else "claimed")
    claimed = claimed_rung(act.event_type, entries)
    step = _own_step(entries) if claimed == "agreed" else ""
    stems = rules()["claimed_rungs"].get(step, ())
    reached = [
        held
        for held in found
        if reaches(view, held, claimed)
        and not _over(view, held, found, when)
        # "Has not signed" is not met by a framework that was agreed, nor "has not published" by a deal announced.
        and not (step and reaches(view, held, "agreed") and not any(_begins(e, stems) for e in held.act.entries))
    ]
    if reached:
        kin = [held for held in reached if is_of_kind(view, act, held.act)]
        if not kin:
            reason = f"{_told(view, reached[-1])}: of a like kind; whether the claim means that too, no record decides."
            return Ruling("unresolved", reason, _steps([reached[-1], *beside]))
        return _against(view, kin, found, when, all(one.reviewed for one in acts))
    return _without(view, act, found, beside, entries, when, step or claimed)


def _own_step(entries: Sequence[Entry]) -> str:
    """The step of an agreement that the verb of each names (``signed``, ``published``); empty where they name none."""
    known = rules()["claimed_rungs"]
    return next((step for step in known["steps"] if all(_begins(e, known[step]) for e in entries)), "")


def _begins(entry: Entry, stems: Sequence[str]) -> bool:
    """Whether a word of the entry's verb begins so."""
    return any(token.startswith(tuple(stems)) for token in tokens(entry.event.cue.text if entry.event.cue else ""))


def _over(view: View, held: Held, found: Sequence[Held], when: Said) -> bool:
    """Whether a measure or preference that was in force had ended again by the claim's date. What was paid stays so."""
    if held.act.instrument not in rules()["instruments"]["law"]:
        return False
    ends = [stop.done_by for stop in stops(view, found) if stop.done_by]
    return any(held.done_by and end >= held.done_by and when.since(end) for end in ends)


def _against(view: View, reached: Sequence[Held], found: Sequence[Held], when: Said, reviewed: bool) -> Ruling:
    """Something is held on the claim's own rung: contradicted, overtaken, or not to be told."""
    then = [when.since(held.done_by) for held in reached]
    below = [held for held in found if held not in reached]
    before = [held for held, since in zip(reached, then, strict=True) if since]
    proof = [held for held in before if proves(view, held.act)]
    proof = proof or _jointly(view, before)
    if proof:
        reason = f"{_told(view, proof[0])}, by {_witness(view, proof)}; {_checked(reviewed)}."
        return Ruling("contradicted", reason, _steps([*proof, *below]), witness=_witness(view, proof))
    if before:
        reason = f"{_told(view, before[0])}, but neither a register nor both sides say so."
        return Ruling("unresolved", reason, _steps([*before, *below]))
    if None in then:
        open_ = reached[then.index(None)]
        if open_.done_by is None:
            reason = f"{_told(view, open_)}, but only an undated text says so."
            return Ruling("unresolved", reason, _steps([open_, *below]))
        reason = f"{_told(view, open_)}; whether that came before the claim cannot be told, since the claim is undated."
        return Ruling("undetermined by date", reason, _steps([open_, *below]))
    reason = f"Not contradicted for its own day; later: {_told(view, reached[0])}."
    return Ruling("overtaken", reason, _steps(below), tuple(held.step for held in reached))


def _without(
    view: View,
    act: Occurrence,
    found: Sequence[Held],
    beside: Sequence[Held],
    entries: Sequence[Entry],
    when: Said,
    claimed: str,
) -> Ruling:
    """Nothing is held on the claim's own rung. Lower rungs do not contradict it; they may be what it leaves out."""
    rung = "in force or paid" if claimed == "delivered" else claimed
    ended = [stop for stop in stops(view, found) if when.since(stop.done_by)]
    ended = [
        stop for stop in ended if view.is_stop(stop.act.status)
    ] or ended  # "it lapsed, so they lost it": it lapsed
    owed = [held for held in found if is_owed(view, held) and not _over(view, held, found, when)]
    lower = highest(view, owed)
    searched = _searched(view, act, when)
    register = next((search for search in searched if not search.rows), None)
    looked = f" {register.register} was searched ({register.query}) and holds no row." if register else ""
    basis: Literal["claimed", "searched"] = "searched" if register else "claimed"
    if lower:
        since = when.since(lower[0].done_by)
        if since:
            reason = f"Nothing {rung} is reported in what was read; it leaves out: {_told(view, lower[0])}.{looked}"
            return Ruling("supported, omits", reason, _steps([*lower, *beside]), basis=basis)
        reason = f"Nothing {rung} is reported at any date; "
        reason += (
            f"later: {_told(view, lower[0])}." if since is False else f"{_told(view, lower[0])}, perhaps before it."
        )
        return Ruling("supported", reason + looked, _steps([*lower, *beside]), basis=basis)
    if ended:
        return Ruling("supported", f"{_told(view, ended[-1])}.{looked}", _steps([*ended, *beside]), basis=basis)
    if register:
        return Ruling("supported", looked.strip(), _steps(beside), basis="searched")
    giver = entries[0].event.actor.code
    if any(view.is_official(e) for e in entries) or (giver and giver in view.vouching_sides(entries)):
        return Ruling("supported", "An official text, or the giver itself, says so.", _steps(beside))
    through = "no register was searched"
    if searched:  # none of them empty: a row of many states may be of this one
        rows = f"{count(searched[0].rows, 'row')} that may be of this"
        through = f"{searched[0].register} was searched ({searched[0].query}) and holds {rows}"
    reason = f"We hold nothing on it: {covered(view, act.domains).text}; {through}."
    return Ruling("unresolved", reason, _steps([*highest(view, found), *beside]))


def delivered(view: View, commitment: Commitment, step: Step) -> Ruling:
    """The verdict on a report that something was delivered: paid, imposed, lifted or otherwise in force."""
    act = step.occurrence
    when = said(view.snapshot, act.entries)
    if told := rates.compared(view, act, when) or rates.stated(view, act, when):
        verdict, reason = told
        checked = f"; {_checked(act.reviewed)}" if verdict == "contradicted" else ""
        return Ruling(verdict, f"{reason}{checked}.", witness="a register")
    if against := _denied(view, commitment, act, when):
        return against
    day_ = act.happened.end or act.happened.start or when.earliest
    found = same(view, act, day_, shown="delivered")
    found.sort(key=lambda held: held.act.id != act.id)  # its own act bears it out before another does
    proof = [held for held in found if when.since(held.done_by) is not False and proves(view, held.act)]
    proof = proof or _jointly(view, [held for held in found if when.since(held.done_by) is not False])
    if proof:
        return _in_force(view, commitment, act, proof, when)
    if view.shown_rung(step) != "delivered":
        note = step.note or "no instrument with an effective date, and no payment, is in what was read"
        return Ruling("unresolved", f"As reported; the record shows it {step.record_status} only: {note.rstrip('.')}.")
    return Ruling("unresolved", "Reported, but neither a register nor both sides say so in what was read.")


def _in_force(view: View, commitment: Commitment, act: Occurrence, proof: Sequence[Held], when: Said) -> Ruling:
    """Vouched for: supported on its day; overtaken where the measure has ended since."""
    witness = _witness(view, proof)
    by = f"By {witness}"
    if act.instrument in rules()["instruments"]["law"]:
        own = [Held(step, commitment) for step in commitment.history]
        start = proof[0].done_by
        ends = [held for held in stops(view, own) if held.done_by and start and held.done_by >= start]
        since = when.since(ends[0].done_by) if ends else True
        if since is None or when.since(proof[0].done_by) is None:
            until = f" until {day(ends[0].done_by)}" if ends else ""
            reason = f"{by} it held from {day(proof[0].done_by)}{until}; the report is undated."
            return Ruling("undetermined by date", reason)
        if since is False:
            reason = f"{by} it was so on that day; since then: {_told(view, ends[0])}."
            return Ruling("overtaken", reason, overtaken=tuple(held.step for held in ends), witness=witness)
    return Ruling("supported", f"{by}: {_told(view, proof[0])}.", witness=witness)


def _denied(view: View, commitment: Commitment, act: Occurrence, when: Said) -> Ruling | None:
    """What an official record, or both sides, say against it on its rung, where that speaks for the claim's day."""
    own = {step.occurrence.id for step in commitment.history}
    against = [
        other
        for other in view.denials
        if (other.actor, other.recipient) == (act.actor, act.recipient)
        and is_burden(other) == is_burden(act)
        and (other.id in own or _one_thing(view, act, other))
        and proves(view, other)
    ]
    for other in against:
        on = other.happened.end or other.known
        if on is None:
            continue
        if when.on is None:
            reason = f"A register or both sides say otherwise for {day(on)}; the report is undated."
            return Ruling("undetermined by date", reason)
        if when.on <= on + _FRESH:
            record = any(view.article(entry).genre == "record" for entry in other.entries)
            witness = "a register" if record else "both sides"
            reason = f"By {witness} it was not in force on {day(on)}; {_checked(act.reviewed)}."
            return Ruling("contradicted", reason, witness=witness)
    return None


def _one_thing(view: View, act: Occurrence, other: Occurrence) -> bool:
    """Whether two acts are alike and their objects name one thing, or neither names any goods at all."""
    plain = places_of(view.codebook).stems | frozenset(rules()["duties"]["plain"])
    mine, theirs = (specific(content(one.object or "")) - plain for one in (act, other))
    return alike(act, other) and (bool(mine & theirs) or not (mine or theirs))


def claimed_rung(event_type: str, entries: Iterable[Entry]) -> str:
    """The rung that a claim of absence is about: by a word of its verb ("has not approved"), or by one that asks for
    something firm ("guaranteed"); else by the type that the absent thing would have had."""
    known = rules()["claimed_rungs"]
    for entry in entries:
        for phrase, table in ((entry.event.cue, known["verbs"]), (entry.event.object, known["firm"])):
            for token in tokens(phrase.text) if phrase else ():
                for rung, stems in table.items():
                    if token.startswith(tuple(stems)):
                        return str(rung)
    return str(known["types"].get(event_type, "delivered"))


def proves(view: View, act: Occurrence) -> bool:
    """Whether a register or official record, or both sides, vouch for an act."""
    return view.backing(act).proves


def _jointly(view: View, some: Sequence[Held]) -> list[Held]:
    """Steps that only together have both sides behind them: giver and receiver each told it in a text of their own."""
    together = Backing.together(view.backing(held.act) for held in some)
    return list(some) if len(some) > 1 and together.proves else []


def _witness(view: View, some: Sequence[Held]) -> str:
    entries = [entry for held in some for entry in held.act.entries]
    return "a register" if any(view.article(entry).genre == "record" for entry in entries) else "both sides"


def _checked(reviewed: bool) -> str:
    return "confirmed by a person" if reviewed else "unreviewed: no person has confirmed it"


def _searched(view: View, act: Occurrence, when: Said) -> list[Search]:
    """The registers that were looked through for this benefit over the claim's days."""
    found = []
    for search in view.snapshot.searches:
        fits = search.giver in (None, act.actor) and search.receiver in (None, act.recipient)
        fits = fits and (search.instrument is None or family(search.instrument) == family(act.instrument))
        days = (search.start or date.min, search.end or date.max)
        if fits and days[0] <= (when.earliest or date.min) and when.latest <= days[1]:
            found.append(search)
    return found


def _steps(some: Sequence[Held]) -> tuple[Step, ...]:
    return tuple(held.step for held in some)[:_BESIDE]


def _told(view: View, held: Held) -> str:
    """A step in a few words: ``approved 10 December 2025: export credit for the mine, $1.25 billion``."""
    act, step = held.act, held.step
    said_ = status(view.shown_rung(step), burden=is_burden(act)).split(",")[0]
    when = interval(step.when) if step.when.start or step.when.end else interval(Interval(act.known, act.known))
    what = named(instrument(act.instrument), act.object, act.amount)
    if held.commitment is not None and held.commitment.name and len(thing(act.object).split()) < _TELLS:
        what = named("", held.commitment.name, act.amount)  # "duty", of which was lost, says nothing
    elif hurts(act) is False:
        what = told_apart(what, [act])
    return f"{said_} ({when}): {what}" if what else f"{said_} ({when})"
