"""What bears on some pairs: their own acts, what else the same articles tell of either side or of a project, and acts
of either side toward everybody, a class or an organisation, on a project, or imposing a duty."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from deedbook.codebook import EVERYBODY, Codebook
from deedbook.ledger.acts import Namesakes, namesakes_of
from deedbook.ledger.entries import known
from deedbook.records import Article, Commitment, Event, Occurrence, Snapshot

DUTY = "duty by"

Pair = tuple[str, str]


@dataclass(frozen=True)
class Scope:
    """``asked`` as given; each pair counts in both directions."""

    asked: tuple[Pair, ...]
    codebook: Codebook

    @cached_property
    def sides(self) -> frozenset[str]:
        return frozenset(side for pair in self.asked for side in pair)

    @cached_property
    def keys(self) -> frozenset[Pair]:
        """Pairs in order of their codes: those asked for, and each side with everybody, each class and each
        organisation."""
        broad = {EVERYBODY} | {member.class_ for member in self.codebook.classes} | set(self.codebook.organisations)
        return frozenset(_ordered(*pair) for pair in self.asked) | {
            _ordered(side, code) for side in self.sides for code in broad if side != code
        }

    @cached_property
    def tags(self) -> frozenset[str]:
        """Tags (:func:`tags`) of acts that bear on the pairs whoever their parties are: on a project in one of the
        states (credit to a firm for it is owed to its state), and duties that one of them imposes on anybody."""
        projects = {name.text for name in self.codebook.names if name.kind == "project" and name.code in self.sides}
        return frozenset(projects | {f"{DUTY} {side}" for side in self.sides})

    def confine(self, snapshot: Snapshot) -> Snapshot:
        """``snapshot`` without what does not bear on the pairs. Articles that stand for the copies kept are kept, and
        all entries of articles on the pairs that are undated or remarked upon: a reason for that may stand in a
        sentence that tells of others."""
        namesakes = namesakes_of(self.codebook)
        asked = {_ordered(*pair) for pair in self.asked}
        told = [entry for act in snapshot.occurrences for entry in act.entries]
        on_pair = {entry.article_key for entry in told if _parties(entry.event) in asked}

        def bears(act: Occurrence) -> bool:
            for entry in act.entries:
                parties = _parties(entry.event)
                if parties in self.keys or (entry.article_key in on_pair and self.sides.intersection(parties)):
                    return True
                found = tags(entry.event, snapshot.articles[entry.article_key], namesakes)
                if self.tags & found or (entry.article_key in on_pair and any(map(is_project, found))):
                    return True
            return False

        read_whole = {key for key in on_pair if known(snapshot.articles[key]) is None}
        read_whole |= {remark.article_key for remark in snapshot.remarks} & on_pair
        acts = tuple(act for act in snapshot.occurrences if bears(act))
        ids = {act.id for act in acts}
        told_in = {entry.article_key for act in acts for entry in act.entries}
        kept = {id(entry) for act in acts for entry in act.entries}  # the same in the acts and by themselves
        held = told_in | {snapshot.wire.get(key, key) for key in told_in}
        return replace(
            snapshot,
            articles={key: article for key, article in snapshot.articles.items() if key in held},
            entries=tuple(entry for entry in snapshot.entries if id(entry) in kept or entry.article_key in read_whole),
            occurrences=acts,
            commitments=tuple(
                c for c in snapshot.commitments if self.has(c) or all(s.occurrence.id in ids for s in c.history)
            ),
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
        """Whether it is there whole. Those of others are there as far as their acts bear on the pairs."""
        return _ordered(commitment.giver, commitment.receiver) in self.keys


def ordered(pairs: Iterable[Sequence[str]]) -> tuple[Pair, ...]:
    """The pairs, each in order of its codes, each once."""
    return tuple(sorted({_ordered(*pair) for pair in pairs}))


def tags(event: Event, article: Article, namesakes: Namesakes) -> frozenset[str]:
    """Names of the projects in the event's sentence, and who imposes a duty, where it tells of one."""
    found = {name.text for name in namesakes.found(event.sentence.of(article.raw), "project")}
    if event.instrument == "tariff" and event.amount and event.amount.unit == "%" and event.actor.code:
        found.add(f"{DUTY} {event.actor.code}")
    return frozenset(found)


def is_project(tag: str) -> bool:
    """Whether a tag names a project rather than who imposes a duty."""
    return not tag.startswith(f"{DUTY} ")


def _parties(event: Event) -> Pair:
    return _ordered(event.actor.code or "", event.recipient.code or "")


def _ordered(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)
