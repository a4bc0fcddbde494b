"""Two pairs at once, put together from a snapshot of each."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from deedbook.codebook import Codebook
from deedbook.ledger.scope import Scope, ordered
from deedbook.records import Commitment, Entry, Occurrence, Snapshot, Voices

_T = TypeVar("_T")


def union(one: Snapshot, other: Snapshot, codebook: Codebook) -> Snapshot:
    """What a snapshot of the pairs of both holds, where each holds all that bears on its own and both have the same
    cut-off. A commitment of others, of which one knows some steps and the other some, is told by that which knows more.
    """
    scope = Scope(ordered([*(one.pairs or ()), *(other.pairs or ())]), codebook)
    acts = _fullest((*one.occurrences, *other.occurrences), lambda act: act.id, lambda act: len(act.entries))
    owed = _fullest((*one.commitments, *other.commitments), lambda c: c.id, lambda c: len(c.history))
    owed = [c for c in owed if scope.has(c) or not _told_better(c, owed)]
    return replace(
        one,
        articles=one.articles | other.articles,
        entries=tuple(sorted(_fullest((*one.entries, *other.entries), _named, lambda _: 1), key=_when)),
        occurrences=tuple(sorted(acts, key=_happened)),
        commitments=tuple(sorted(owed, key=_begun)),
        inferences=one.inferences | other.inferences,
        remarks=tuple(dict.fromkeys((*one.remarks, *other.remarks))),
        passed=one.passed | other.passed,
        wire=one.wire | other.wire,
        pointers=one.pointers | other.pointers,
        quarantined=one.quarantined | other.quarantined,
        unknown=one.unknown | other.unknown,
        pairs=scope.asked,
        voices=Voices(),
    )


def _told_better(one: Commitment, held: Iterable[Commitment]) -> bool:
    """Whether another of the same two tells some of its steps and more."""
    steps = {step.occurrence.id for step in one.history}
    return any(
        (other.giver, other.receiver) == (one.giver, one.receiver)
        and (len(other.history), other.id) > (len(one.history), one.id)
        and not steps.isdisjoint(step.occurrence.id for step in other.history)
        for other in held
    )


def _fullest(found: Iterable[_T], name: Callable[[_T], object], size: Callable[[_T], int]) -> list[_T]:
    """Each once, by its name: the largest."""
    kept: dict[object, _T] = {}
    for item in sorted(found, key=size):
        kept[name(item)] = item
    return list(kept.values())


def _named(entry: Entry) -> tuple[str, str]:
    return entry.article_key, entry.event.event_id


def _when(entry: Entry) -> tuple[str, str, int, str]:
    return str(entry.known or "9999"), entry.article_key, entry.event.sentence.start, entry.event.event_id


def _happened(act: Occurrence) -> tuple[str, str, str]:
    return str(act.known or "9999"), str(act.happened.start or ""), act.id


def _begun(commitment: Commitment) -> tuple[str, str]:
    when = commitment.history[0].when
    return str(when.start or when.end or "9999"), commitment.id
