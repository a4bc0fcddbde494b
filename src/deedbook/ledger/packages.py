"""What hangs together: commitments given in exchange for one another, and frameworks whose parts are commitments.

Told by the reports alone. One sentence that names two undertakings of opposite sides and says "in return for" makes a
*package* of them. A framework that both agreed is an *umbrella* where a sentence says of another commitment of the pair
that it is made under it, or where one official text tells both."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from deedbook.ledger.evidence import Sources
from deedbook.ledger.vocabulary import family, has
from deedbook.records import Commitment, Entry, Step

MOST = 40  # commitments of one text: a text that tells more is a list, not a package
PROMISED = 3
Told = Mapping[tuple[str, int], dict[int, tuple[Step, Entry]]]


def linked(
    commitments: Sequence[Commitment], sources: Sources, orders: Mapping[str, int | None]
) -> tuple[Commitment, ...]:
    """``commitments`` with ``package``, ``parent`` and ``umbrella``. ``orders`` are the codebook's rungs by status."""
    sentences: dict[tuple[str, int], dict[int, tuple[Step, Entry]]] = {}
    texts: dict[str, dict[int, tuple[Step, Entry]]] = {}
    for place, commitment in enumerate(commitments):
        for step in commitment.history:
            if {step.occurrence.actor, step.occurrence.recipient} != {commitment.giver, commitment.receiver}:
                continue  # toward everybody, or said of the project by another
            if (orders.get(step.rung) or 0) < PROMISED or step.occurrence.polarity == "negative":
                continue
            for entry in step.occurrence.entries:
                here = (entry.article_key, entry.event.sentence.start)
                sentences.setdefault(here, {}).setdefault(place, (step, entry))
                texts.setdefault(entry.article_key, {}).setdefault(place, (step, entry))
    exchanged = _exchanged(commitments, sentences, sources)
    parents = _parents(commitments, texts, sources)
    above = set(parents.values())
    return tuple(
        replace(
            commitment,
            package=tuple(sorted(commitments[other].id for other in exchanged.get(place, ()))),
            parent=commitments[parents[place]].id if place in parents else None,
            umbrella=place in above,
        )
        if place in exchanged or place in parents or place in above
        else commitment
        for place, commitment in enumerate(commitments)
    )


def _exchanged(commitments: Sequence[Commitment], sentences: Told, sources: Sources) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for held in sentences.values():
        if not 1 < len(held) <= MOST:
            continue
        _, entry = next(iter(held.values()))
        if not has("exchange", sources.sentence(entry)):
            continue
        for one in held:
            for other in held:
                if one != other and _opposite(commitments[one], commitments[other]):
                    found.setdefault(one, set()).add(other)
    return found


def _opposite(one: Commitment, other: Commitment) -> bool:
    return not one.joint and not other.joint and (one.giver, one.receiver) == (other.receiver, other.giver)


def _parents(
    commitments: Sequence[Commitment], texts: Mapping[str, dict[int, tuple[Step, Entry]]], sources: Sources
) -> dict[int, int]:
    found: dict[int, int] = {}
    for _, held in sorted(texts.items()):
        if not 1 < len(held) <= MOST:
            continue
        frames = [place for place, (step, entry) in held.items() if _frame(commitments[place], step, entry, sources)]
        for place, (_, entry) in held.items():
            mine = {commitments[place].giver, commitments[place].receiver}
            fits = [f for f in frames if {commitments[f].giver, commitments[f].receiver} == mine and f != place]
            said = has("under_frame", sources.sentence(entry)) or sources.official(entry)
            if fits and said and place not in found and place not in frames:
                found[place] = fits[0]
    return found


def _frame(commitment: Commitment, step: Step, entry: Entry, sources: Sources) -> bool:
    return (
        commitment.joint
        and commitment.amount is None
        and step.rung in ("agreed", "approved")
        and family(commitment.instrument).kind in ("pact", "legal")
        and has("frame", sources.sentence(entry))
    )
