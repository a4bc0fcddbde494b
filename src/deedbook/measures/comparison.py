"""The comparator side by side, and what others gave one of the pair. Context only: never counted as the pair's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from deedbook.ledger.acts import MEASURES, STOPS
from deedbook.ledger.vocabulary import family
from deedbook.measures import claims, parity, rates
from deedbook.measures.answer import ComparisonRow, Line
from deedbook.measures.coverage import covered
from deedbook.measures.dealings import EVERYBODY
from deedbook.measures.doers import side
from deedbook.measures.matters import Matter, matters, since
from deedbook.measures.said import said
from deedbook.measures.sureness import line
from deedbook.measures.view import View
from deedbook.measures.wording import clip, count, domain, instrument, interval, listed, rules, sentence

_ROWS = 8
_OTHERS = 12


@dataclass(frozen=True)
class Surroundings(View):
    """Acts and commitments in which one of the pair deals with somebody else: an organisation, or anybody where money
    is owed or paid. What the comparator does is left to the comparison."""

    against: tuple[str, str] | None = None

    def concerns(self, giver: str, receiver: str, instrument: str) -> bool:
        ours = {giver, receiver} & set(self.pair)
        if len(ours) != 1 or EVERYBODY in (giver, receiver):
            return False
        if self.against and {giver, receiver} == set(self.against):
            return False
        (other,) = {giver, receiver} - ours or {""}
        return other in self.codebook.organisations or instrument in rules()["instruments"]["money"]


def others(view: View, against: tuple[str, str] | None) -> tuple[Matter, ...]:
    """What firms, organisations and third states did with one of the pair, in articles on the pair or not, the
    weightiest first, at most twelve."""
    around = Surroundings(view.snapshot, view.codebook, view.pair, view.citations, view.officials, against)
    owed = (matter for matter in matters(around) if around.order(matter.rung) or around.is_stop(matter.rung))
    return tuple(islice(owed, _OTHERS))


def other_lines(view: View, some: Sequence[Matter]) -> tuple[Line, ...]:
    """Each of the others' matters as a line: from whom to whom, what, how far."""
    return tuple(line(view, _told(view, matter), matter.entries, most=2) for matter in some)


def rows(
    view: View,
    found: Sequence[Matter],
    against: tuple[str, str] | None,
    peers: Mapping[tuple[str, str], parity.Tally] | None = None,
) -> tuple[ComparisonRow, ...]:
    """First what can be compared fairly (one giver, one legal basis, days in force, the place among all: ``parity``),
    then one row a subject (family of instruments, else domain), here and there; nothing is subtracted.

    Without a comparator: acts by one of the pair toward other states, as far as articles on the pair tell them."""
    if against:
        there = _view(view, against)
        return (*parity.rows(view, against, peers), *_beside(view, found, there, matters(there)))
    result: list[ComparisonRow] = []
    for pair in _told_of(view):
        there = _view(view, pair)
        told = [m for m in matters(there) if any(e.article_key in view.article_keys for e in m.entries)]
        result += _beside(view, found, there, told, only_there=True)
    return tuple(result[:_ROWS])


def beside(view: View, against: tuple[str, str] | None) -> tuple[Line, ...]:
    """One line on the comparator: the duties that both pay and what is closed to both. Failing that, and on the third
    state that articles on the pair tell most of: the benefit that weighs most there and how far it got. Empty where
    nothing is held."""
    return (parity.summary(view, against) if against else ()) or _weightiest(view, against)


def _weightiest(view: View, against: tuple[str, str] | None) -> tuple[Line, ...]:
    for pair in (against,) if against else _told_of(view)[:1]:
        there = _view(view, pair)
        given = [
            m for m in matters(there) if not m.burden and not m.private and m.receiver != EVERYBODY and _is_owed(m)
        ]
        if not against:
            given = [m for m in given if any(e.article_key in view.article_keys for e in m.entries)]
        if given:
            best = given[0]
            name = f"{view.name(pair[0])}–{view.name(pair[1])}"
            what = clip(best.what, rules()["page"]["beside_words"])
            state = clip(best.state or since(best), rules()["page"]["beside_state_words"]).rstrip(";,")
            text = f"{name}: {what[:1].lower() + what[1:]}: {state}" + "." * (not state.endswith("…"))
            return (line(view, text, best.entries, most=2),)
    return ()


def note(view: View, against: tuple[str, str] | None) -> str:
    """Who chose the comparator."""
    if against:
        names = f"{view.name(against[0])}–{view.name(against[1])}"
        return (
            f"The comparator {names} was chosen by whoever asked for this brief; places among all states stand beside"
            " it. Two pairs side by side show no cause."
        )
    if _told_of(view):
        return (
            "No comparator was asked for; by a written rule these are the two third states of which articles on the"
            " pair tell most: the choice is those articles’."
        )
    return ""


def _view(view: View, pair: tuple[str, str]) -> View:
    return View(view.snapshot, view.codebook, pair, view.citations, view.officials)


def _told_of(view: View) -> list[tuple[str, str]]:
    """Pairs of one of our states with a third one, as told in articles on our pair; the most told first."""
    counts: dict[tuple[str, str], int] = {}
    keys = set(view.article_keys)
    for act in view.snapshot.occurrences:
        parties = {act.actor, act.recipient}
        if len(parties & set(view.pair)) != 1 or not parties <= set(view.codebook.states):
            continue
        told = sum(entry.article_key in keys for entry in act.entries)
        if told:
            (other,) = parties - set(view.pair)
            (ours,) = parties & set(view.pair)
            counts[ours, other] = counts.get((ours, other), 0) + told
    return sorted(counts, key=lambda pair: (-counts[pair], pair))[:2]


def _beside(
    view: View, here: Sequence[Matter], other: View, there: Sequence[Matter], *, only_there: bool = False
) -> tuple[ComparisonRow, ...]:
    subjects: dict[str, None] = {}
    weighty = [matter for matter in here if matter.standing != "talk only"]
    for matter in there if only_there else (*there, *weighty):
        if matter.instrument not in ("talks", "visit") and _is_owed(matter):
            subjects.setdefault(_subject(matter))
    rows_ = []
    for subject in list(subjects)[:_ROWS]:
        ours = [matter for matter in here if _subject(matter) == subject]
        theirs = [matter for matter in there if _subject(matter) == subject]
        rows_.append(
            ComparisonRow(
                subject=subject[:1].upper() + subject[1:],
                here=_line(view, view, ours, theirs),
                there=_line(view, other, theirs, ours),
                note=" ".join(part for part in (_bases(view, ours, theirs), _became(other, theirs)) if part),
            )
        )
    return tuple(rows_)


def _is_owed(matter: Matter) -> bool:
    """Whether it can be set beside another: something owed or imposed, not a request or ties as such."""
    general = matter.domain in rules()["domains"]["general"] and matter.instrument in rules()["instruments"]["general"]
    return not general and any(act.event_type != "REQUEST" for act in matter.acts)


def _subject(matter: Matter) -> str:
    """What two pairs are compared on: the family of the instrument, else the domain."""
    if matter.instrument in rules()["instruments"]["general"]:
        return domain(matter.domain)
    name = family(matter.instrument).name
    imposed = " imposed" if matter.burden else " eased or lifted" if _eases(matter) else ""
    return (instrument(name) or name) + imposed


def _eases(matter: Matter) -> bool:
    return family(matter.instrument).name in MEASURES and all(
        act.event_type in ("CONCEDE", "AGREE") for act in matter.acts if act.status not in (*STOPS, "not_received")
    )


def _line(view: View, whose: View, held: Sequence[Matter], other: Sequence[Matter]) -> Line:
    """``other`` is what is held on the other pair: it tells the domains in which nothing is held here."""
    if not held:
        pair = f"{whose.name(whose.pair[0])}–{whose.name(whose.pair[1])}"
        cover = replace(covered(whose, dict.fromkeys(matter.domain for matter in other)), pair=pair)
        return Line(f"We hold nothing on this: {cover.text}.")
    text = "; ".join(_told(view, matter).rstrip(".") for matter in held[:3])
    if len(held) > 3:
        text += f"; {count(len(held) - 3, 'further matter')}"
    return line(view, text + ".", [entry for matter in held[:3] for entry in matter.entries[:2]], most=6)


def _told(view: View, matter: Matter) -> str:
    way = "and" if matter.joint else "→"
    giver = view.name(matter.giver)
    if matter.private:
        firm = next(
            (p.name for e in matter.entries if (p := side(e, matter.giver)) and p.sector == "BUS" and p.name), ""
        )
        giver = f"{firm} ({giver})" if firm else giver
    return sentence(f"{giver} {way} {view.name(matter.receiver)}: {matter.text} ({since(matter)})")


def _bases(view: View, ours: Sequence[Matter], theirs: Sequence[Matter]) -> str:
    """Whether two measures of law rest on one order, as far as the reports name it."""
    if not any(matter.instrument in rules()["instruments"]["law"] for matter in (*ours, *theirs)):
        return ""
    here, there = (
        dict.fromkeys(
            order
            for matter in some
            for entry in matter.entries
            for order in rates.orders(entry.event.sentence.of(view.article(entry).raw))
        )
        for some in (ours, theirs)
    )
    if shared := [order for order in here if order in there]:
        return f"Both name {listed(shared)}."
    return f"Not on one legal basis: {listed(here)} here, {listed(there)} there." if here and there else ""


def _became(other: View, theirs: Sequence[Matter]) -> str:
    """What became of what was announced there: reports that call it done though the record does not, and the record
    that says it was not in force."""
    notes = []
    for matter in theirs:
        if matter.commitment is None:
            continue
        for step in matter.commitment.history:
            act = step.occurrence
            if step.rung == "delivered" and other.shown_rung(step) != "delivered" and not matter.burden:
                outlets = listed(other.outlets([act]))
                when = said(other.snapshot, act.entries).text
                ruling = claims.delivered(other, matter.commitment, step)
                notes.append(f"{outlets} ({when}) tells it as done: {ruling.verdict}. {sentence(ruling.reason)}")
            if step.rung == "not_received" and act.polarity == "positive":
                notes.append(f"Reported as not in force, {interval(step.when)} ({listed(other.outlets([act]))}).")
    return " ".join(dict.fromkeys(notes))
