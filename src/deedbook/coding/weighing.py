"""What a cue is read as, and how far that can be trusted.

A cue's reading is an actor, a recipient, a type and a rung. The network gives each a probability of its own. Type and
rung are chosen together, since some never meet (nobody *agrees* on the rung *act*). Whether all of a reading holds is
weighed by small logistic regressions over what is known of it, and so is whether a deed was done: one that was none
misleads more than one that is missed, so it needs a surer reading, or the next likeliest rung is written. All of it
was fitted on sentences that the network was not trained on (``training.crossval report``)."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from deedbook.coding.casting import pairs, put_where, rival, role
from deedbook.coding.denials import denied
from deedbook.coding.encoding import Encoded, Source
from deedbook.coding.model import Guess, Numbers
from deedbook.coding.overrides import overridden
from deedbook.coding.vocabulary import Vocabulary

# an event is told of here; its parties are right; pair, type and rung are; a "delivered" was one, whoever did it
QUESTIONS = ("cue", "pair", "all", "done")
DELIVERED = "delivered"
EVIDENCE = (
    "sure", "found", "real", "actor", "recipient", "weaker party", "second actor", "second recipient", "type", "status",
    "no actor", "no recipient", "everybody", "symmetric", "negative", "parties", "mentions", "length", "place",
    "cue length", "cues", "share before", "capitals", "implied",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a cue (``cue``: offsets in the sentence); ``evidence`` in the order of :data:`EVIDENCE`;
    ``otherwise`` what a "delivered" is if it is none: the same parties on the next likeliest rung."""

    actor: str | None
    recipient: str | None
    event_type: str
    status: str
    negative: bool
    symmetric: bool
    cue: tuple[int, int]
    evidence: tuple[float, ...]
    otherwise: "Reading | None" = None

    def also(self, more: Callable[["Reading"], tuple[float, ...]]) -> "Reading":
        """The same with more evidence."""
        otherwise = self.otherwise and self.otherwise.also(more)
        return replace(self, evidence=(*self.evidence, *more(self)), otherwise=otherwise)


@dataclass(frozen=True, slots=True)
class Weigher:
    """``base`` and ``weights`` of each question; ``least``: what the probabilities of the first three must sum to for
    an event to be written; ``done``: that of the last, for a "delivered"."""

    base: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]
    least: float
    done: float

    @classmethod
    def of(cls, card: Mapping[str, Sequence[float]], least: float, done: float) -> "Weigher":
        """``card``: for each question the base and then the weights."""
        return cls(tuple(card[q][0] for q in QUESTIONS), tuple(tuple(card[q][1:]) for q in QUESTIONS), least, done)

    def worth(self, reading: Reading) -> tuple[Reading, float] | None:
        """What to write, the reading or what it is otherwise, and the probability that pair, type and rung are right;
        ``None`` if neither is worth writing."""
        *found, done = self._asked(reading.evidence)
        if sum(found) < self.least:
            return None
        if reading.otherwise is None or done >= self.done:
            return reading, found[-1]
        return self.worth(reading.otherwise)

    def _asked(self, evidence: Sequence[float]) -> list[float]:
        return [
            1 / (1 + math.exp(-base - sum(w * x for w, x in zip(weights, evidence, strict=True))))
            for base, weights in zip(self.base, self.weights, strict=True)
        ]


def readings(
    guesses: Sequence[Guess],
    least: float,
    encoded: Encoded,
    source: Source,
    vocabulary: Vocabulary,
    together: Numbers,
    listed: Callable[[str | None, str | None], bool],
) -> Iterator[tuple[Guess, list[Reading]]]:
    """The readings of each guess that is at least so sure, of which several differ in their parties alone.
    ``together``: how much likelier each type and rung (types, rungs) are together than each by itself; ``listed`` tells
    whether two codes stand in one list."""
    named = [(code, start is not None) for _, _, code, start in encoded.mentions]
    own = [code for code, inside in named if inside]
    here = len(set(own)), len(own), sum(segment < 2 for segment in encoded.segments) / 50
    text = source.text
    delivered = vocabulary.statuses.index(DELIVERED)
    for guess in guesses:
        if guess.sure < least:
            continue
        flags = guess.fields["flag"]
        cue = encoded.offsets[guess.cue[0]][0], encoded.offsets[guess.cue[1] - 1][1]
        joint = np.outer(guess.fields["type"], guess.fields["status"]) * together
        joint /= joint.sum()
        kinds, statuses = joint.sum(1), joint.sum(0)
        chosen = [_likeliest(joint)]
        if chosen[0][1] == delivered:
            others = joint.copy()
            others[:, delivered] = 0.0
            chosen.append(_likeliest(others))
        actors, recipients = (role(guess.parties, guess.absent, named, which) for which in (0, 1))
        if (where := put_where(text, cue, ((code, start) for *_, code, start in encoded.mentions))) is not None:
            actors[where], recipients[where] = 0.0, max(actors[where], recipients[where])
        symmetric = float(flags[2]) >= 0.5
        made = []
        for actor, recipient, _ in pairs(actors, recipients, symmetric=symmetric, listed=listed):
            a, r = actors[actor], recipients[recipient]
            second = rival(actors, actor, listed), rival(recipients, recipient, listed)
            reading: Reading | None = None
            for kind, rung in reversed(chosen):
                evidence = (
                    *map(_odds, (guess.sure, guess.found, float(flags[0]), a, r, min(a, r))),
                    *second,
                    *map(_odds, (float(kinds[kind]), float(statuses[rung]))),
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
                event_type, status = vocabulary.types[kind], vocabulary.statuses[rung]
                event_type, status = overridden(text, cue, event_type, status)
                negative = float(flags[1]) >= 0.5 or denied(text, cue, event_type, status)
                # a denied deed misleads nobody
                other = None if negative else reading
                reading = Reading(actor, recipient, event_type, status, negative, symmetric, cue, evidence, other)
            assert reading is not None
            made.append(reading)
        yield guess, made


def _likeliest(joint: Numbers) -> tuple[int, int]:
    kind, rung = divmod(int(joint.argmax()), joint.shape[1])
    return kind, rung


def _odds(p: float) -> float:
    """Logarithm of the odds, bounded."""
    return math.log(max(p, 1e-4) / max(1 - p, 1e-4))
