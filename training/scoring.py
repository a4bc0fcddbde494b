"""A trained network against labels: acts as ``deedbook code`` would write them."""

from collections.abc import Sequence

from deedbook.coding.casting import coordinated, pairs, role
from deedbook.coding.encoding import Encoded, Source
from deedbook.coding.model import Guess
from deedbook.coding.vocabulary import Vocabulary
from deedbook.evaluate.labels import Act


def acts(guesses: Sequence[Guess], encoded: Encoded, source: Source, vocabulary: Vocabulary, least: float) -> list[Act]:
    """Acts with the raw confidence that the product calibrates."""
    listed = coordinated(source.text, source.mentions)
    made: list[Act] = []
    codes = [m[2] for m in encoded.mentions]
    for guess in guesses:
        if guess.sure < least:
            continue
        flags, kind, status = (guess.fields[name] for name in ("flag", "type", "status"))
        a, r = (role(guess.parties, guess.absent, codes, n) for n in (0, 1))
        symmetric = float(flags[2]) >= 0.5
        start, end = encoded.offsets[guess.cue[0]][0], encoded.offsets[guess.cue[1] - 1][1]
        made += [
            Act(
                actor,
                recipient,
                vocabulary.types[int(kind.argmax())],
                vocabulary.statuses[int(status.argmax())],
                symmetric,
                (start, end),
                "negative" if float(flags[1]) >= 0.5 else "positive",
                confidence=guess.sure * p * float(kind.max() * status.max()),
            )
            for actor, recipient, p in pairs(a, r, symmetric=symmetric, listed=listed)
        ]
    return made
