"""What the other sentences of an article tell, for those that name fewer than two parties.

"It said it would lift the ban" is an act between two states in an article about the two, and none in a company report.
So an article is read twice: first its sentences that name two parties; then, of the rest, what these make likely. How
many acts the first reading found, and between whom, is evidence of the second: of labelled sentences of Reuters reports
that name one party or none 11 in 100 tell of an act where the first reading found none, 54 where it found four."""

from collections.abc import Iterable
from dataclasses import dataclass

from deedbook.coding.weighing import Reading

MANY = 4  # acts from which more tell nothing new
# how many acts; whether any; the same two parties met; parties met; a party named; how likely by its words; actor and
# recipient named in the sentence itself
EVIDENCE = ("told", "any", "pair known", "parties known", "named", "likely", "actor here", "recipient here")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """``told``: acts that the sentences of two parties tell of; ``pairs``: between whom, in either direction."""

    told: int = 0
    pairs: frozenset[frozenset[str | None]] = frozenset()

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> "Surroundings":
        """From the readings of an article's sentences of two parties that are worth writing."""
        pairs = [frozenset((r.actor, r.recipient)) for r in readings]
        return cls(min(MANY, len(pairs)), frozenset(pairs))

    def evidence(self, reading: Reading, here: frozenset[str], likely: float) -> tuple[float, ...]:
        """In the order of :data:`EVIDENCE`. ``here``: codes that the sentence names; ``likely``: what the gate says of
        its words."""
        parties = {code for code in (reading.actor, reading.recipient) if code}
        known = {code for pair in self.pairs for code in pair}
        return (
            float(self.told),
            float(self.told > 0),
            float(frozenset((reading.actor, reading.recipient)) in self.pairs),
            float(len(parties & known)),
            float(bool(here)),
            likely,
            float(reading.actor in here),
            float(reading.recipient in here),
        )
