"""Claims tested at the rung of their own verb: verdicts, reasons, and what stands beside them.

The table of verdicts is in docs/measures.md. Every verdict is the program's, unreviewed until a person decides."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from deedbook.ledger.vocabulary import family, tokens
from deedbook.measures.answer import ClaimRow
from deedbook.measures.matters import first_domain
from deedbook.measures.sureness import line
from deedbook.measures.view import EVERYBODY, View, is_private
from deedbook.measures.wording import count, day, instrument, interval, named, rules, sentence, status
from deedbook.records import Commitment, Entry, Interval, Occurrence, Snapshot, Step
from deedbook.records.history import Verdict

_BESIDE = 3  # steps that stand beside a verdict


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict with its reason; the steps that overtook the claim; those beside it; whether all lost the benefit."""

    verdict: Verdict
    reason: str
    beside: tuple[Step, ...] = ()
    overtaken: tuple[Step, ...] = ()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """When a claim was made: on ``on``; or, in an undated text, not before ``first`` and not after ``last`` (the day it
    was read)."""

    on: date | None
    first: date | None
    last: date

    def since(self, then: date) -> bool | None:
        """Whether the claim was made on the day ``then`` or later; ``None`` where that cannot be told."""
        if self.on:
            return then <= self.on
        if self.first and then <= self.first:
            return True
        return False if then > self.last else None

    @property
    def text(self) -> str:
        if self.on:
            return day(self.on)
        return f"undated, not before {day(self.first)}" if self.first else "undated"


def said(snapshot: Snapshot, entries: Sequence[Entry]) -> Said:
    """When the first dated of these entries was published, or what is known of that."""
    dated = [entry.known for entry in entries if entry.known]
    earliest = [i.not_before for entry in entries if (i := snapshot.inferences.get(entry.article_key))]
    return Said(
        on=min(dated, default=None),
        first=None if dated else min(earliest, default=None),
        last=min(entry.recorded for entry in entries).date(),
    )


def ruling(view: View, acts: Sequence[Occurrence]) -> Ruling:
    """The verdict on a reported absence; ``acts`` (never empty) all report the same one."""
    act, entries = acts[0], [entry for one in acts for entry in one.entries]
    when = said(view.snapshot, entries)
    steps = _steps(view, act)
    near = _near(view, act)
    if word := evaluative(entries):
        reason = f"“{word}” says how much or why; no record decides that."
        return Ruling("not checkable", reason, tuple([*_highest(view, steps), *near][:_BESIDE]))
    if closed := _closed(view, act, entries, when):
        return closed
    claimed = str(rules()["claimed_rungs"].get(act.event_type, "delivered"))
    reached = [step for step in steps if _reaches(view, step, claimed)]
    if reached:
        return _against(view, reached, steps, when, claimed)
    return _without(view, steps, near, entries, when, claimed)


def _against(view: View, reached: Sequence[Step], steps: Sequence[Step], when: Said, claimed: str) -> Ruling:
    """Something is held on the claim's own rung: contradicted, overtaken, or not to be told."""
    then = [when.since(_done_by(step)) for step in reached]
    below = tuple(step for step in steps if step not in reached)[:_BESIDE]
    before = [step for step, since in zip(reached, then, strict=True) if since]
    proof = [step for step in before if proves(view, step.occurrence.entries)]
    if proof:
        return Ruling(
            "contradicted", f"{_told(view, proof[0])}, by a register or both sides; unreviewed.", (*proof, *below)
        )
    if None in then:
        open_ = reached[then.index(None)]
        reason = f"{_told(view, open_)}; whether that came before the claim cannot be told, since the claim is undated."
        return Ruling("undetermined by date", reason, (open_, *below))
    if before:
        reason = f"{_told(view, before[0])}, but neither a register nor both sides say so."
        return Ruling("unresolved", reason, (*before, *below))
    reason = f"Not contradicted for its own day; later: {_told(view, reached[0])}."
    return Ruling("overtaken", reason, below, tuple(reached))


def _without(
    view: View, steps: Sequence[Step], near: Sequence[Step], entries: Sequence[Entry], when: Said, claimed: str
) -> Ruling:
    """Nothing is held on the claim's own rung. Lower rungs do not contradict it; they may be what it leaves out."""
    rung = "in force or paid" if claimed == "delivered" else claimed
    stops = [step for step in steps if view.is_stop(view.shown_rung(step))]
    lower = [step for step in _highest(view, steps) if view.order(view.shown_rung(step)) >= view.order("promised")]
    if lower:
        since = when.since(_done_by(lower[0]))
        if since:
            reason = f"Nothing {rung} is reported in what was read; it leaves out: {_told(view, lower[0])}."
            return Ruling("supported, omits", reason, (*lower, *near)[:_BESIDE])
        reason = f"Nothing {rung} is reported at any date; "
        reason += (
            f"later: {_told(view, lower[0])}." if since is False else f"{_told(view, lower[0])}, perhaps before it."
        )
        return Ruling("supported", reason, (*lower, *near)[:_BESIDE])
    if stops and when.since(_done_by(stops[-1])):
        return Ruling("supported", f"{_told(view, stops[-1])}.", (*stops, *near)[:_BESIDE])
    giver = entries[0].event.actor.code
    if any(view.is_official(e) for e in entries) or (giver and giver in view.vouching_sides(entries)):
        return Ruling("supported", "An official text, or the giver itself, says so.", tuple(near)[:_BESIDE])
    read = count(len(view.article_keys), "article")
    reason = f"We hold nothing on it in {read} on the pair, and no register was searched."
    return Ruling("unresolved", reason, (*_highest(view, steps), *near)[:_BESIDE])


def evaluative(entries: Iterable[Entry]) -> str:
    """A word in cue or object that says how much or why rather than whether, where every entry has one; else empty."""
    found = ""
    for entry in entries:
        if not (found := _weighs(entry)):
            return ""
    return found


def _weighs(entry: Entry) -> str:
    words = frozenset(rules()["evaluative"]["words"])
    phrases = (entry.event.object, entry.event.cue)
    return next((token for phrase in phrases if phrase for token in tokens(phrase.text) if token in words), "")


def plainest(entries: Sequence[Entry]) -> Entry:
    """The first entry that says whether rather than how much; else the first."""
    return next((entry for entry in entries if not _weighs(entry)), entries[0])


def proves(view: View, entries: Iterable[Entry]) -> bool:
    """Whether a register or official record, or both sides, vouch."""
    held = list(entries)
    if any(view.article(entry).genre == "record" for entry in held):
        return True
    sides = {party.code for entry in held for party in (entry.event.actor, entry.event.recipient) if party.code}
    return len(sides) > 1 and sides <= view.vouching_sides(held)


def _steps(view: View, act: Occurrence) -> list[Step]:
    """What is held on the benefit that ``act`` reports absent: same giver and receiver, same family of instrument.

    Instruments too general to tell things apart meet only where they share a domain and a word of their object."""
    return [step for step in _given(view, act) if _alike(act, step.occurrence)]


def _near(view: View, act: Occurrence) -> list[Step]:
    """The highest step of each other benefit in the same domain from the same giver: context, never a verdict."""
    domain = first_domain(act.domains)
    if domain in rules()["domains"]["general"]:
        return []
    steps = [
        step
        for step in _given(view, act)
        if not _alike(act, step.occurrence)
        and first_domain(step.occurrence.domains) == domain
        and not is_private([step.occurrence])
    ]
    return [step for step in steps if view.order(view.shown_rung(step)) >= view.order("promised")][-1:]


def _given(view: View, act: Occurrence) -> list[Step]:
    """Steps of benefits from the act's giver to its receiver, in order of date: of commitments, and acts alone."""
    found = [
        step
        for commitment in view.snapshot.commitments
        if commitment.giver == act.actor and commitment.receiver == act.recipient
        for step in commitment.history
    ]
    followed = {step.occurrence.id for step in found}
    found += [
        Step(occurrence=other, when=other.happened, rung=other.status, record_status=other.status)
        for other in view.snapshot.occurrences
        if other.id not in followed and other.actor == act.actor and other.recipient == act.recipient
    ]
    kept = [
        step
        for step in found
        if step.rung != "not_received"
        and step.occurrence.polarity == "positive"
        and step.occurrence.event_type != "REQUEST"
        and not (view.is_burden(step.occurrence.event_type) and view.order(view.shown_rung(step)))
    ]
    return sorted(kept, key=lambda step: (_done_by(step), step.occurrence.id))


def _alike(act: Occurrence, other: Occurrence) -> bool:
    general = rules()["instruments"]["general"]
    if act.instrument in general or other.instrument in general:
        shared = set(act.domains) & set(other.domains) - set(rules()["domains"]["general"])
        words = frozenset(tokens(act.object or "")) & frozenset(tokens(other.object or ""))
        return act.instrument == other.instrument and bool(shared) and any(len(word) > 4 for word in words)
    if "imf_support" in (act.instrument, other.instrument):
        return act.instrument == other.instrument
    if act.instrument == other.instrument:
        return True
    # "Security guarantees" and a loan are one family of instruments and two things; a domain in common tells.
    shared = set(act.domains) & set(other.domains) - set(rules()["domains"]["general"])
    return bool(shared) and family(act.instrument).name == family(other.instrument).name


def _reaches(view: View, step: Step, claimed: str) -> bool:
    shown = view.shown_rung(step)
    if claimed == "act":
        return shown in ("act", "delivered")
    return view.order(shown) >= view.order(claimed)


def _highest(view: View, steps: Sequence[Step]) -> list[Step]:
    """The latest step on the highest rung, alone in a list; empty where none stands on the ladder."""
    on = [step for step in steps if view.order(view.shown_rung(step))]
    top = max((view.order(view.shown_rung(step)) for step in on), default=0)
    return [step for step in on if view.order(view.shown_rung(step)) == top][-1:]


def _closed(view: View, act: Occurrence, entries: Sequence[Entry], when: Said) -> Ruling | None:
    """The benefit of a class (GSP) that the receiver no longer belonged to, or that had ended for all its members."""
    text = " ".join(phrase.text for e in entries if (phrase := e.event.object)) + f" {act.object or ''}"
    for name in dict.fromkeys(member.class_ for member in view.codebook.classes):
        mark = next((part for part in re.findall(r"[A-Z]{3,}", name) if part not in view.codebook.states), "")
        if not mark or not re.search(rf"\b{mark}\b", text):
            continue
        members = [member for member in view.codebook.classes if member.class_ == name]
        ours = [m.end for m in members if m.state in (act.recipient, EVERYBODY) and m.end]
        if not ours or any(m.end is None and m.state == act.recipient for m in members):
            continue
        end = max(ours) if EVERYBODY not in {m.state for m in members} else min(ours)
        since = when.since(end)
        everybody = all(m.end is not None for m in members)
        reason = f"{mark} ended on {day(end)}" + (
            f" for all its members, not for {view.the(act.recipient)} alone."
            if everybody
            else f" for {view.the(act.recipient)}."
        )
        if since is None:
            return Ruling("undetermined by date", f"{reason} The claim is undated.", closed=everybody)
        if since:
            return Ruling("supported", reason, closed=everybody)
    return None


def _done_by(step: Step) -> date:
    """The last day on which the step can have been taken; the day it was known where its own date is open."""
    return step.when.end or step.when.start or step.occurrence.known or date.max


def _told(view: View, step: Step) -> str:
    """A step in a few words: ``approved 10 December 2025: export credit for the mine, $1.25 billion``."""
    act = step.occurrence
    said_ = status(view.shown_rung(step), burden=view.is_burden(act.event_type)).split(",")[0]
    when = interval(step.when) if step.when.start or step.when.end else interval(Interval(act.known, act.known))
    what = named(instrument(act.instrument), act.object, act.amount)
    return f"{said_} ({when}): {what}" if what else f"{said_} ({when})"


def rows(view: View) -> tuple[ClaimRow, ...]:
    """Each report that something was delivered, and whether the record shows it: as told, or merely announced."""
    found = []
    for commitment in view.commitments:
        for step in commitment.history:
            if step.rung == "delivered" and step.occurrence.polarity == "positive":
                found.append(_row(view, commitment, step))
    return tuple(found)


def _row(view: View, commitment: Commitment, step: Step) -> ClaimRow:
    act = step.occurrence
    verdict, reason = delivered(view, commitment, step)
    entry = view.best(act.entries)[0]
    what = named(instrument(act.instrument), act.object or commitment.object, act.amount)
    speaker = entry.event.speaker
    return ClaimRow(
        what=line(view, sentence(f"{what}: {status('delivered', burden=view.is_burden(act.event_type))}"), act.entries),
        giver=act.actor,
        receiver=act.recipient,
        said_by=speaker.name or ("the report itself" if speaker.kind == "narrator" else "unnamed speaker"),
        verdict=verdict,
        reason=reason,
        as_of=said(view.snapshot, act.entries).text,
        reviewed=act.reviewed,
    )


def delivered(view: View, commitment: Commitment, step: Step) -> tuple[Verdict, str]:
    """The verdict on a report that something was delivered."""
    act = step.occurrence
    when = said(view.snapshot, act.entries)
    denials = [
        entry
        for other in view.snapshot.occurrences
        if (other.actor, other.recipient) == (act.actor, act.recipient) and _alike(act, other)
        if other.status == "not_received" or other.polarity == "negative"
        for entry in other.entries
        if proves(view, [entry])
    ]
    if denials:
        known = denials[0].known
        if when.on is None:
            return "undetermined by date", f"An official record of {day(known)} says otherwise; the report is undated."
        if known and known >= when.on:
            return "contradicted", f"An official record of {day(known)} says that it was not in force; unreviewed."
    if view.shown_rung(step) == "delivered" and proves(view, act.entries):
        return "supported", "A register or both sides say so."
    if view.shown_rung(step) != "delivered":
        note = step.note or "no instrument with an effective date, and no payment, is in what was read"
        return "unresolved", sentence(f"as reported; the record shows it {step.record_status} only: {note}")
    return "unresolved", "Reported, but neither a register nor both sides say so in what was read."
