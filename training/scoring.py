"""A trained network against labels: acts as ``deedbook code`` would write them."""

from collections.abc import Sequence

from deedbook.coding.casting import coordinated
from deedbook.coding.encoding import Encoded, Source
from deedbook.coding.model import Guess, Numbers
from deedbook.coding.vocabulary import Vocabulary
from deedbook.coding.weighing import Reading, Weigher, readings
from deedbook.evaluate.labels import Act, same_act


def read(
    guesses: Sequence[Guess], encoded: Encoded, source: Source, vocabulary: Vocabulary, together: Numbers, least: float
) -> list[Reading]:
    """All readings of guesses that are at least so sure."""
    listed = coordinated(source.text, source.mentions)
    return [r for _, some in readings(guesses, least, encoded, source, vocabulary, together, listed) for r in some]


def act(reading: Reading, right: float) -> Act:
    return Act(
        reading.actor,
        reading.recipient,
        reading.event_type,
        reading.status,
        reading.symmetric,
        reading.cue,
        "negative" if reading.negative else "positive",
        confidence=right,
    )


def acts(some: Sequence[Reading], weigher: Weigher) -> list[Act]:
    """The readings that are worth writing."""
    return [act(*written) for reading in some if (written := weigher.worth(reading))]


def all_right(a: Act, b: Act) -> bool:
    """Whether two acts are one in every field that confidence answers for."""
    return same_act(a, b) and a.polarity == b.polarity
