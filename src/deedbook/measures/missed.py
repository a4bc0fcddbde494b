"""What is reported as not received: which reports say the same, and which say how much rather than whether."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from deedbook.ledger.vocabulary import content, family, tokens
from deedbook.measures.matters import first_domain
from deedbook.measures.view import View
from deedbook.measures.wording import rules
from deedbook.records import Entry, Occurrence


def is_record(view: View, act: Occurrence) -> bool:
    """Whether only official records tell it: these are what claims are tested against, no claims."""
    return all(view.article(entry).genre == "record" for entry in act.entries)


def grouped(view: View) -> list[list[Occurrence]]:
    """Reported absences, those together that report the same one (parties, type, family of instrument, object); an
    undated report apart from dated ones, since what hinges on its date is not decided by theirs.

    Of one absence told both ways, "no meaningful concessions" and "no concessions" are two claims: only one of them can
    be checked."""
    if (known := view.memo.get("absences")) is not None:
        return list(known)
    groups: dict[tuple[object, ...], list[Occurrence]] = {}
    for act in (part for whole in view.occurrences if whole.status == "not_received" for part in _parted(whole)):
        if act.polarity == "positive" and not is_record(view, act):
            key = (
                bool(evaluative(act.entries)),
                any(entry.known for entry in act.entries),
                act.actor,
                act.recipient,
                act.event_type,
                family(act.instrument).name,
                first_domain(act.domains),
                content(act.object or ""),
            )
            groups.setdefault(key, []).append(act)
    view.memo["absences"] = list(groups.values())
    return list(groups.values())


def _parted(act: Occurrence) -> list[Occurrence]:
    """An absence as one act, or as two where some reports weigh it and some do not."""
    weighing = [entry for entry in act.entries if _weighs(entry)]
    plain = [entry for entry in act.entries if entry not in weighing]
    if not weighing or not plain:
        return [act]
    return [
        replace(act, entries=tuple(some), object=some[0].event.object.text if some[0].event.object else act.object)
        for some in (plain, weighing)
    ]


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
