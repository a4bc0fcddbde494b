"""What a coder's mistakes would cost a reader who acts on them.

Within a sentence events are aligned one to one by their cues. Each gold event and each event of ours that is aligned
with none bears one cost:

- aligned, and pair, type, status and polarity right: 0;
- any other mistake (a field wrong, an event missed, one that is not there): 1;
- a *false delivered*: ours says ``delivered`` and does not deny it, gold has no event there, another status, or a
  denial: 10;
- a *missed denial*: gold denies the event, we miss it or write it as having happened: 10.

An event that is both costs 10. The score is the sum over that of a coder that writes nothing, which misses every event:
0 is perfect, 1 is as dear as silence, and a coder may well be dearer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from deedbook.evaluate.bootstrap import Counts
from deedbook.evaluate.labels import Act, aligned, same_act

DEAR = 10


@dataclass(frozen=True, slots=True)
class Cost:
    """Sums over sentences: our cost, that of an empty coder, and how many of the two dear mistakes there were."""

    ours: int = 0
    empty: int = 0
    false_delivered: int = 0
    missed_denials: int = 0
    denials: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            self.ours + other.ours,
            self.empty + other.empty,
            self.false_delivered + other.false_delivered,
            self.missed_denials + other.missed_denials,
            self.denials + other.denials,
        )

    @property
    def counts(self) -> Counts:
        return np.array((self.ours, self.empty))

    @property
    def share(self) -> float:
        return ratio(self.counts)


def ratio(counts: Counts) -> float:
    """Our cost over the empty coder's; 0 where there is nothing to miss and nothing was written."""
    ours, empty = counts
    return float(ours / empty) if empty else float(bool(ours))


def cost(gold: Sequence[Act], ours: Sequence[Act]) -> Cost:
    """The cost of one sentence."""
    pairs = aligned(gold, ours)
    found, used = dict(pairs), {n for _, n in pairs}
    total = Cost()
    for number, expected in enumerate(gold):
        given = ours[found[number]] if number in found else None
        total += _one(expected, given) + Cost(empty=_missed(expected), denials=_denied(expected))
    for number, given in enumerate(ours):
        if number not in used:
            total += _one(None, given)
    return total


def _one(expected: Act | None, given: Act | None) -> Cost:
    false = given is not None and _happened(given) and not (expected is not None and _happened(expected))
    missed = expected is not None and _denied(expected) and (given is None or not _denied(given))
    if false or missed:
        return Cost(ours=DEAR, false_delivered=false, missed_denials=missed)
    right = expected and given and same_act(expected, given) and expected.polarity == given.polarity
    return Cost(ours=0 if right else 1)


def _missed(expected: Act) -> int:
    return DEAR if _denied(expected) else 1


def _denied(act: Act) -> bool:
    return act.polarity == "negative"


def _happened(act: Act) -> bool:
    return act.status == "delivered" and not _denied(act)
