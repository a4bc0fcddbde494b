"""What a cue is read as, and how far that can be trusted.

A cue's reading is an actor, a recipient, a type and a rung. The network gives each a probability of its own; whether
all of it holds together is weighed here, by three small logistic regressions over what is known of the reading. They
were fitted on sentences that the network was not trained on (``training.crossval report``)."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from deedbook.coding.casting import pairs, role
from deedbook.coding.denials import denied
from deedbook.coding.encoding import Encoded, Source
from deedbook.coding.model import Guess
from deedbook.coding.vocabulary import Vocabulary

QUESTIONS = ("cue", "pair", "all")  # an event is told of here; its parties are right; pair, type and rung are
EVIDENCE = (
    "sure", "found", "real", "actor", "recipient", "weaker party", "second actor", "second recipient", "type", "status",
    "no actor", "no recipient", "everybody", "symmetric", "negative", "parties", "mentions", "length", "place",
    "cue length", "cues", "share before", "capitals", "implied",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a cue (``cue``: offsets in the sentence); ``evidence`` in the order of :data:`EVIDENCE`."""

    actor: str | None
    recipient: str | None
    event_type: str
    status: str
    negative: bool
    symmetric: bool
    cue: tuple[int, int]
    evidence: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Weigher:
    """``base`` and ``weights`` of each question; ``least``: what the three probabilities must sum to for an event to be
    written."""

    base: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]
    least: float

    @classmethod
    def of(cls, card: Mapping[str, Sequence[float]], least: float) -> "Weigher":
        """``card``: for each question the base and then the weights."""
        return cls(tuple(card[q][0] for q in QUESTIONS), tuple(tuple(card[q][1:]) for q in QUESTIONS), least)

    def right(self, evidence: Sequence[float]) -> float | None:
        """The probability that pair, type and rung are right; ``None`` if the event is not worth writing."""
        found = [
            1 / (1 + math.exp(-base - sum(w * x for w, x in zip(weights, evidence, strict=True))))
            for base, weights in zip(self.base, self.weights, strict=True)
        ]
        return found[-1] if sum(found) >= self.least else None


def readings(
    guesses: Sequence[Guess],
    least: float,
    encoded: Encoded,
    source: Source,
    vocabulary: Vocabulary,
    listed: Callable[[str | None, str | None], bool],
) -> Iterator[tuple[Guess, list[Reading]]]:
    """The readings of each guess that is at least so sure, of which several differ in their parties alone. ``listed``
    tells whether two codes stand in one list."""
    codes = [m[2] for m in encoded.mentions]
    here = len(set(codes)), len(codes), len(encoded.ids) / 50
    text = source.text
    for guess in guesses:
        if guess.sure < least:
            continue
        flags, kinds, statuses = (guess.fields[name] for name in ("flag", "type", "status"))
        cue = encoded.offsets[guess.cue[0]][0], encoded.offsets[guess.cue[1] - 1][1]
        event_type, status = vocabulary.types[int(kinds.argmax())], vocabulary.statuses[int(statuses.argmax())]
        negative = float(flags[1]) >= 0.5 or denied(text, cue, event_type, status)
        actors, recipients = (role(guess.parties, guess.absent, codes, which) for which in (0, 1))
        second = [sorted(some.values())[-2] for some in (actors, recipients)]
        symmetric = float(flags[2]) >= 0.5
        made = []
        for actor, recipient, _ in pairs(actors, recipients, symmetric=symmetric, listed=listed):
            a, r = actors[actor], recipients[recipient]
            evidence = (
                *map(_odds, (guess.sure, guess.found, float(flags[0]), a, r, min(a, r))),
                *second,
                *map(_odds, (float(kinds.max()), float(statuses.max()))),
                float(actor is None),
                float(recipient is None),
                float("ALL" in (actor, recipient)),
                float(flags[2]),
                float(flags[1]),
                *here,
                cue[0] / 100,
                (cue[1] - cue[0]) / 10,
                len(guesses),
                cue[0] / max(1, len(text)),
                float(text.isupper()),
                float(guess.absent.max()),
            )
            made.append(Reading(actor, recipient, event_type, status, negative, symmetric, cue, evidence))
        yield guess, made


def _odds(p: float) -> float:
    """Logarithm of the odds, bounded."""
    return math.log(max(p, 1e-4) / max(1 - p, 1e-4))
