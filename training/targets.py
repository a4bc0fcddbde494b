"""Labels to the numbers that the network is trained towards."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from deedbook.coding.encoding import Encoded, covered
from deedbook.coding.vocabulary import FLAGS, KINDS, PHRASES, Vocabulary
from training.material import Attributed, Labelled

ATTRIBUTION_TAGS = {"source": 1, "cue": 3, "content": 5}


@dataclass
class Reading:
    """What one cue should be read as. ``phrases`` are pieces; ``parties`` hold for each role and each code that fills
    it the numbers of its mentions, or only of those that the labelled phrase covers where it covers one: one of them is
    enough. ``besides`` are the other mentions of such codes, of which nothing is asked."""

    cue: tuple[int, int]
    phrases: list[tuple[int, int, int]]  # phrase, first piece, last piece + 1
    parties: tuple[list[list[int]], list[list[int]]]
    besides: tuple[set[int], set[int]]
    absent: tuple[bool, bool, bool, bool]
    words: dict[str, int]
    domains: list[int]
    flags: list[float]
    real: bool = True


@dataclass
class Target:
    """A sentence's cue tags (0 outside, 1 begin, 2 inside) and readings."""

    tags: list[int]
    readings: list[Reading]


def target(item: Labelled, encoded: Encoded, vocabulary: Vocabulary) -> Target:
    """Events that share a cue are one reading with several parties or objects."""
    tags = [0] * len(encoded.ids)
    groups: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for event in item.events:
        place = covered(encoded.offsets, *event["cue"])
        if place[0] < place[1]:
            groups.setdefault(place, []).append(event)
    for first, last in sorted(groups, reverse=True):
        tags[first:last] = [1] + [2] * (last - first - 1)
    return Target(tags, [_reading(place, events, encoded, vocabulary) for place, events in groups.items()])


def _reading(
    place: tuple[int, int], events: Sequence[dict[str, Any]], encoded: Encoded, vocabulary: Vocabulary
) -> Reading:
    head = events[0]
    phrases = set()
    for event in events:
        for number, name in enumerate(PHRASES):
            span = event[name]["span"] if name in ("actor", "recipient", "speaker") else event[name]
            if span:
                first, last = covered(encoded.offsets, *span)
                if first < last:
                    phrases.add((number, first, last))
    parties: tuple[list[list[int]], list[list[int]]] = ([], [])
    besides: tuple[set[int], set[int]] = (set(), set())
    absent = [False] * 4
    for role, name in enumerate(("actor", "recipient")):
        for event in events:
            code = event[name]["code"]
            if code == "ALL":
                absent[2 * role + 1] = True
                continue
            known = [n for n, mention in enumerate(encoded.mentions) if code and mention[2] == code]
            span = event[name]["span"]
            first, last = covered(encoded.offsets, *span) if span else (0, 0)
            held = [n for n in known if encoded.mentions[n][0] < last and first < encoded.mentions[n][1]]
            if known:
                parties[role].append(held or known)
                besides[role].update(known)
            absent[2 * role] |= not known
    flags = {"real": True, **{name: any(_flag(e, name) for e in events) for name in FLAGS[1:]}}
    return Reading(
        place,
        sorted(phrases),
        parties,
        besides,
        (absent[0], absent[1], absent[2], absent[3]),
        {
            "type": vocabulary.types.index(head["type"]),
            "status": vocabulary.statuses.index(head["status"]),
            "kind": KINDS.index(head["speaker"]["kind"]),
            "instrument": vocabulary.instruments.index(head["instrument"]),
        },
        sorted({vocabulary.domains.index(d) for e in events for d in e["domains"]}),
        [float(flags[name]) for name in FLAGS],
    )


def _flag(event: dict[str, Any], name: str) -> bool:
    return event["polarity"] == "negative" if name == "negative" else bool(event[name])


def attribution(item: Attributed, encoded: Encoded) -> list[int]:
    """Tags of a sentence; -1 on pieces that are not the sentence's."""
    tags = [-1 if place == (0, 0) else 0 for place in encoded.offsets]
    for kind, start, end in item.spans:
        first, last = covered(encoded.offsets, start, end)
        if first < last:
            tags[first:last] = [ATTRIBUTION_TAGS[kind]] + [ATTRIBUTION_TAGS[kind] + 1] * (last - first - 1)
    return tags


def padded(rows: Sequence[Sequence[float]], length: int, fill: float) -> Tensor:
    return torch.tensor([[*row, *[fill] * (length - len(row))] for row in rows])
