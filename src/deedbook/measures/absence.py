"""What was reported or found absent: on what basis, by whom, with what verdict, and what overtook it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deedbook.ledger.senses import hurts
from deedbook.measures import claims, missed
from deedbook.measures.answer import AbsenceRow, ClaimRow
from deedbook.measures.coverage import covered
from deedbook.measures.doers import is_burden
from deedbook.measures.history import history_line
from deedbook.measures.matters import Matter, first_domain, told_apart
from deedbook.measures.said import said
from deedbook.measures.sureness import line
from deedbook.measures.view import View
from deedbook.measures.wording import day, domain, fold, instrument, is_time, listed, named, rules, sentence, status
from deedbook.records import Absence, Entry, Occurrence

_TELLERS = 3  # who told a thing done, named at most


@dataclass(frozen=True, slots=True)
class Listing:
    """Absences that one commentator's text lists: how many merged ones, by whom, on whose evidence; ``things`` names
    them, those of money and law first, then those that a record could decide."""

    who: str
    items: int
    entries: tuple[Entry, ...]
    things: tuple[str, ...] = ()


def rows(view: View, found: Sequence[Matter]) -> tuple[AbsenceRow, ...]:
    """Claimed and closed absences first, then what is not due yet, then the domains on which nothing is held."""
    groups = missed.grouped(view)
    lists = {entry.article_key: listing.who for listing in listings(view) for entry in listing.entries}
    return (
        *(_claimed(view, group, lists) for group in groups),
        *_not_due(view, found),
        *_silent(view, found, groups),
    )


def listings(view: View) -> tuple[Listing, ...]:
    """Texts whose absences rest on one commentator: an opinion piece, or a report in which one named person outside
    office vouches for some of them and nobody else by name for any. The longest list first."""
    by_article: dict[str, list[tuple[int, Entry]]] = {}
    groups = missed.grouped(view)
    for number, group in enumerate(groups):
        for act in group:
            for entry in act.entries:
                by_article.setdefault(entry.article_key, []).append((number, entry))
    found = []
    for key, held in by_article.items():
        entries = [entry for _, entry in held]
        named_ = {e.event.speaker.name for e in entries if e.event.speaker.kind in ("direct", "indirect")} - {None}
        alone = named_ and all(view.is_commentator(e) for e in entries if e.event.speaker.name)
        opinion = view.snapshot.articles[key].genre == "opinion" and len(named_) < 2
        items = len({number for number, _ in held})
        if items > 1 and (opinion or (alone and len(named_) == 1)):
            who = next(iter(named_), None) or view.snapshot.articles[key].byline or view.outlet(entries[0])
            numbers = sorted({number for number, _ in held}, key=lambda n: (_lightness(groups[n]), n))
            found.append(Listing(str(who), items, tuple(entries), tuple(what(groups[n]) for n in numbers)))
    return tuple(sorted(found, key=lambda listing: (-listing.items, listing.who)))


def _lightness(group: Sequence[Occurrence]) -> tuple[bool, bool]:
    """Orders a list: what a record could decide before what none could, money and law before the rest."""
    kinds = rules()["instruments"]
    owed = any(act.instrument in (*kinds["money"], *kinds["law"]) for act in group)
    return bool(missed.evaluative([entry for act in group for entry in act.entries])), not owed


def said_by(view: View, entries: Sequence[Entry], lists: Mapping[str, str]) -> tuple[str, ...]:
    """Who vouches, in words, each once; ``lists`` names the commentator behind an article's list, by article."""
    names = []
    for entry in entries:
        speaker = entry.event.speaker
        if speaker.kind == "unnamed" or (speaker.kind != "narrator" and not speaker.name):
            name = f"unnamed speakers in {view.voice(entry)}"
        elif speaker.kind == "narrator":
            name = view.voice(entry)
        else:
            name = speaker.name or ""
        if who := lists.get(entry.article_key):
            name = f"one commentator’s list ({who})" if name == who else f"{name}, in one commentator’s list ({who})"
        names.append(name)
    return tuple(dict.fromkeys(names))


def _claimed(view: View, group: Sequence[Occurrence], lists: Mapping[str, str]) -> AbsenceRow:
    ruling = claims.ruling(view, group)
    entries = view.best([entry for act in group for entry in act.entries])
    absent = Absence(
        basis=ruling.basis,
        what=what(group),
        giver=group[0].actor,
        receiver=group[0].recipient,
        entries=entries,
        by=said_by(view, entries, lists),
        overtaken_by=ruling.overtaken,
    )
    return AbsenceRow(
        what=line(view, sentence(absent.what), absent.entries),
        giver=absent.giver,
        receiver=absent.receiver,
        basis=absent.basis,
        said_by=listed(absent.by),
        verdict=ruling.verdict,
        reason=sentence(ruling.reason),
        overtaken=tuple(history_line(view, step) for step in absent.overtaken_by),
        context=tuple(history_line(view, step) for step in ruling.beside),
        domains=tuple(dict.fromkeys(name for act in group for name in act.domains)),
        as_of=said(view.snapshot, entries).text,
        reviewed=all(act.reviewed for act in group),
        joint=all(act.symmetric for act in group),
    )


def done(view: View) -> tuple[ClaimRow, ...]:
    """Each report that something was delivered, and whether the record shows it: as told, or merely announced."""
    return tuple(_done(view, claim) for claim in claims.tested(view) if not claim.absent)


def _done(view: View, claim: claims.Tested) -> ClaimRow:
    act, commitment = claim.acts[0], claim.commitment
    tellers = said_by(view, view.best(act.entries), {})
    what_ = named(instrument(act.instrument), act.object or (commitment.object if commitment else None), act.amount)
    what_ = told_apart(what_, [act]) if hurts(act) is False else what_
    told = status("delivered", burden=is_burden(act))
    return ClaimRow(
        what=line(view, sentence(f"{what_}: {told}"), act.entries),
        giver=act.actor,
        receiver=act.recipient,
        said_by=listed(tellers[:_TELLERS]),
        verdict=claim.ruling.verdict,
        reason=sentence(claim.ruling.reason),
        as_of=claim.said.text,
        reviewed=claim.reviewed,
        joint=act.symmetric,
    )


def what(group: Sequence[Occurrence]) -> str:
    """The thing that is absent, in a few words of the plainest report; with the cue where no object is named."""
    event = missed.plainest([entry for act in group for entry in act.entries]).event
    if event.object and not is_time(event.object.text):
        return named("", event.object.text, event.amount)
    label = instrument(event.instrument) if event.instrument not in rules()["instruments"]["general"] else ""
    label = label or domain(first_domain(event.domains))
    return f"{label}: “{fold(event.cue.text)}”" if event.cue else label


def _not_due(view: View, found: Sequence[Matter]) -> list[AbsenceRow]:
    rows_ = []
    for matter in found:
        due = matter.commitment.due if matter.commitment else None
        if due is None or matter.standing != "promised" or view.cut_off is None or due <= view.cut_off:
            continue
        rows_.append(
            AbsenceRow(
                what=line(view, sentence(matter.text), matter.entries, most=1),
                giver=matter.giver,
                receiver=matter.receiver,
                basis="not due",
                said_by="",
                verdict="",
                reason=f"Due on {day(due)}.",
                domains=matter.domains,
            )
        )
    return rows_


def _silent(view: View, found: Sequence[Matter], groups: Sequence[Sequence[Occurrence]]) -> list[AbsenceRow]:
    """Domains that were talked of, in which nothing promised, delivered or reported absent is held."""
    general = rules()["domains"]["general"]
    held = {name for matter in found if matter.standing != "talk only" for name in matter.domains}
    held |= {name for group in groups for act in group for name in act.domains}
    talked: dict[str, list[Matter]] = {}
    for matter in found:
        if matter.standing == "talk only":
            for name in matter.domains:
                if name not in held and name not in general:
                    talked.setdefault(name, []).append(matter)
    return [
        AbsenceRow(
            what=line(view, f"{sentence(domain(name))[:-1]}: talked of; no promise or deed is held.", group[0].entries),
            giver=view.pair[0],
            receiver=view.pair[1],
            basis="silent",
            said_by="",
            verdict="",
            reason=f"We hold nothing more in {covered(view, (name,)).text}; that is silence, not proof of absence.",
            domains=(name,),
        )
        for name, group in sorted(talked.items())
    ]
