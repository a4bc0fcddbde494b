"""What bears on some pairs: their own acts, those of either side toward everybody or a class, and those on projects."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from deedbook.codebook import EVERYBODY, Codebook
from deedbook.ledger.acts import Namesakes
from deedbook.records import Commitment, Occurrence, Snapshot

Pair = tuple[str, str]


@dataclass(frozen=True)
class Scope:
    """``asked`` as given; each pair counts in both directions."""

    asked: tuple[Pair, ...]
    codebook: Codebook

    @cached_property
    def keys(self) -> frozenset[Pair]:
        """Pairs in order of their codes: those asked for, and each side with everybody and each class."""
        own = {_ordered(*pair) for pair in self.asked}
        broad = {EVERYBODY} | {member.class_ for member in self.codebook.classes}
        return frozenset(own | {_ordered(side, code) for pair in self.asked for side in pair for code in broad})

    @cached_property
    def projects(self) -> frozenset[str]:
        """Names, as printed, of projects in one of the states: credit to a firm for a project is owed to its state."""
        sides = {side for pair in self.asked for side in pair}
        return frozenset(name.text for name in self.codebook.names if name.kind == "project" and name.code in sides)

    def confine(self, snapshot: Snapshot) -> Snapshot:
        """``snapshot`` without what does not bear on the pairs. Articles that stand for the copies kept are kept."""
        namesakes = Namesakes(self.codebook)

        def bears(act: Occurrence) -> bool:
            if _ordered(act.actor, act.recipient) in self.keys:
                return True
            if not self.projects:
                return False
            sentences = (
                snapshot.articles[e.article_key].raw[e.event.sentence.start : e.event.sentence.end] for e in act.entries
            )
            return any(self.projects & {name.text for name in namesakes.found(text, "project")} for text in sentences)

        acts = tuple(act for act in snapshot.occurrences if bears(act))
        told_in = {entry.article_key for act in acts for entry in act.entries}
        kept = {(entry.article_key, entry.event.event_id) for act in acts for entry in act.entries}
        held = told_in | {snapshot.wire.get(key, key) for key in told_in}
        return replace(
            snapshot,
            articles={key: article for key, article in snapshot.articles.items() if key in held},
            entries=tuple(e for e in snapshot.entries if (e.article_key, e.event.event_id) in kept),
            occurrences=acts,
            commitments=tuple(c for c in snapshot.commitments if self.has(c)),
            inferences={key: found for key, found in snapshot.inferences.items() if key in held},
            remarks=tuple(remark for remark in snapshot.remarks if remark.article_key in held),
            passed={key: found for key, found in snapshot.passed.items() if key in held},
            wire={key: first for key, first in snapshot.wire.items() if key in held},
            pointers={key: found for key, found in snapshot.pointers.items() if key in held},
            unknown={key: found for key, found in snapshot.unknown.items() if key in held},
            quarantined=snapshot.quarantined & held,
            pairs=self.asked,
        )

    def has(self, commitment: Commitment) -> bool:
        return _ordered(commitment.giver, commitment.receiver) in self.keys


def ordered(pairs: Iterable[Sequence[str]]) -> tuple[Pair, ...]:
    """The pairs, each in order of its codes, each once."""
    return tuple(sorted({_ordered(*pair) for pair in pairs}))


def _ordered(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)
