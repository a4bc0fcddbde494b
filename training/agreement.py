"""How well labellers agree on each field, where two of them read a sentence: Krippendorff's alpha, nominal.

    python -m training.agreement

Events are aligned where their cues overlap; an event that only one of them wrote is not counted here, but in the F1 of
``deedbook evaluate labels``, which also scores the coder in use. Domains count as equal only as sets."""

import argparse
from collections.abc import Callable, Hashable, Mapping
from pathlib import Path

from deedbook.evaluate.labelled import Stored, stored
from deedbook.evaluate.labels import Act, aligned, from_label
from training.alpha import nominal

FIELDS: Mapping[str, Callable[[Act], Hashable]] = {
    "type": lambda act: act.event_type,
    "status": lambda act: act.status,
    "pair": lambda act: frozenset({act.actor, act.recipient}) if act.symmetric else (act.actor, act.recipient),
    "polarity": lambda act: act.polarity,
    "speaker kind": lambda act: act.kind,
    "instrument": lambda act: act.instrument,
    "domains": lambda act: act.domains,
}


def both(labels: Stored) -> list[tuple[Act, Act]]:
    """Events that the first two labellers (by name) of a sentence both wrote."""
    made = []
    for by in labels.values():
        if len(by) > 1:
            one, other = ([from_label(e) for e in row["events"]] for row in list(by.values())[:2])
            made += [(one[g], other[n]) for g, n in aligned(one, other)]
    return made


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.parse_args()
    labels = stored([Path(__file__).parent / "labels"])
    pairs = both(labels)
    print(f"{sum(len(by) > 1 for by in labels.values())} sentences read twice, {len(pairs)} events that both wrote")
    for name, value in FIELDS.items():
        print(f"  {name:14} alpha {nominal([(value(a), value(b)) for a, b in pairs]):.3f}")


if __name__ == "__main__":
    main()
