"""Sentences with a party that seems to stand elsewhere are read once more, with what stands before them.

A sentence that names two parties is read alone: nearly always they are all it needs, and context takes time. But in "In
response, the administration increased aid to Guatemala and Honduras" the giver is in the title or in the sentence
before. It shows: no mention is likely in the role."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from deedbook.coding.encoding import Encoded, Source
from deedbook.coding.model import Guess, Model

_DOUBT = 0.4  # probability of the likeliest mention below which a role is looked for in the context
Read = tuple[Encoded, list[Guess]]


def doubtful(guess: Guess, encoded: Encoded) -> bool:
    """Whether for one of the two roles no mention is likely."""
    held = guess.parties[: len(encoded.mentions)]
    return not len(held) or float(held.max(0).min()) < _DOUBT


def reread(model: Model, sources: Sequence[Source], said: Sequence[Read], least: float) -> list[Read]:
    """What was read of ``sources`` without their context (``said``), the parties of doubtful cues that are at least so
    sure from a second reading with it. Mentions of the context follow those of the sentence."""
    wanted: dict[int, list[int]] = {}
    for n, (source, (encoded, guesses)) in enumerate(zip(sources, said, strict=True)):
        if source.as_read() is not source and (source.title_mentions or source.previous_mentions):
            asked = [k for k, guess in enumerate(guesses) if guess.sure >= least and doubtful(guess, encoded)]
            if asked:
                wanted[n] = asked
    made = list(said)
    cues = [[said[n][1][k].cue for k in asked] for n, asked in wanted.items()]
    again = model.judge_pieces([sources[n] for n in wanted], cues)
    for (n, asked), (encoded, judged) in zip(wanted.items(), again, strict=True):
        before, guesses = said[n]
        late = dict(zip(asked, judged, strict=True))
        made[n] = encoded, [_joined(g, late.get(k), len(before.mentions), encoded) for k, g in enumerate(guesses)]
    return made


def _joined(guess: Guess, late: Guess | None, own: int, encoded: Encoded) -> Guess:
    """The first reading of a cue with the parties of the second; where there is none no mention of the context."""
    if late is not None:
        return replace(guess, parties=late.parties, absent=late.absent)
    return replace(guess, parties=np.pad(guess.parties[:own], ((0, len(encoded.mentions) - own), (0, 0))))
