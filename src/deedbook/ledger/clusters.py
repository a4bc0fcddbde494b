"""Groups of items from how likely each two of them are one: average link, so that a chain of doubtful steps does not
join what its ends deny, and people's decisions before all else.

The result depends on the items' order (the caller sorts them by id) and on the pairs, not on the order of the pairs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

STEPS = (0.6, 0.75, 0.9)  # what is asked of a link, in turn, while a group is too large to be checked

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Groups:
    """``members``: indices in rising order, groups by their first. ``homes``: of each item the number of the component
    that it hangs together with, by likely links and joins that no split forbids. ``capped``: how many items a group
    had that was too large, each time; there only the surer links were looked at. ``broken``: joins given up since a
    split forbids them."""

    members: tuple[tuple[int, ...], ...]
    homes: tuple[int, ...]
    capped: tuple[int, ...] = ()
    broken: tuple[Pair, ...] = ()


def grouped(
    size: int,
    likeness: Mapping[Pair, float],
    *,
    least: float,
    joins: Iterable[Pair] = (),
    splits: Iterable[Pair] = (),
    cap: int = 2000,
) -> Groups:
    """Divide items 0 … ``size`` - 1. ``likeness`` holds 0 to 1 for pairs (lower index first); what it lacks is 0.

    Two groups become one while the mean likeness of their pairs is at least ``least``, the likeliest first. ``joins``
    hold whatever the likeness; ``splits`` are never put together: where both contradict each other, the split holds."""
    apart = {_ordered(pair) for pair in splits}
    bound, broken = _bound(size, sorted({_ordered(pair) for pair in joins}), apart)
    likely = {pair: value for pair, value in likeness.items() if pair not in apart} if apart else likeness
    made: list[tuple[int, ...]] = []
    capped: list[int] = []
    whole = components(size, [*(pair for pair, value in likely.items() if value >= least), *bound])
    homes = [0] * size
    for number, members in enumerate(whole):
        for item in members:
            homes[item] = number
    inner: dict[int, dict[Pair, float]] = {}
    for pair, value in likely.items():
        if (home := homes[pair[0]]) == homes[pair[1]]:
            inner.setdefault(home, {})[pair] = value
    for number, members in enumerate(whole):
        own = inner.get(number, {})
        if len(members) <= cap and _all_likely(len(members), own, least):
            made.append(members)
            continue
        parts = [members]
        for step in (None, *STEPS):
            large = [part for part in parts if len(part) > cap]
            if step is None or not large:
                continue
            capped += map(len, large)
            parts = [part for part in parts if len(part) <= cap]
            for part in large:
                inside = set(part)
                kept = [p for p, v in own.items() if v >= step and p[0] in inside and p[1] in inside]
                held = [p for p in bound if p[0] in inside]
                parts += [tuple(part[at] for at in some) for some in _within(part, [*kept, *held])]
        for part in parts:
            made += _agglomerated(part, own, bound, apart, least)
    return Groups(tuple(sorted(made)), tuple(homes), tuple(capped), tuple(broken))


def _all_likely(size: int, likeness: Mapping[Pair, float], least: float) -> bool:
    """Whether each two of so many items are likely one: then so are any two groups of them, and all become one."""
    return len(likeness) == size * (size - 1) // 2 and all(value >= least for value in likeness.values())


def components(size: int, pairs: Iterable[Pair]) -> list[tuple[int, ...]]:
    """Items that hang together by ``pairs``, each group in rising order, groups by their first."""
    group = [[item] for item in range(size)]
    for one, other in pairs:
        mine, theirs = group[one], group[other]
        if mine is theirs:
            continue
        if len(mine) < len(theirs):
            mine, theirs = theirs, mine
        mine += theirs
        for item in theirs:
            group[item] = mine
    return [tuple(sorted(members)) for members in {id(members): members for members in group}.values()]


def _within(part: tuple[int, ...], pairs: Iterable[Pair]) -> list[tuple[int, ...]]:
    """Components of ``part`` as places in it."""
    place = {item: at for at, item in enumerate(part)}
    return components(len(part), [(place[one], place[other]) for one, other in pairs])


def _ordered(pair: Pair) -> Pair:
    return (min(pair), max(pair))


def _bound(size: int, joins: Iterable[Pair], apart: set[Pair]) -> tuple[list[Pair], list[Pair]]:
    """The joins that can hold, and those that would put together what a split keeps apart."""
    group = {at: {at} for at in range(size)}
    held: list[Pair] = []
    broken: list[Pair] = []
    for one, other in joins:
        a, b = group[one], group[other]
        if a is not b and any(_ordered((x, y)) in apart for x in a for y in b):
            broken.append((one, other))
            continue
        held.append((one, other))
        if a is not b:
            a |= b
            for item in b:
                group[item] = a
    return held, broken


def _agglomerated(
    part: tuple[int, ...], likeness: Mapping[Pair, float], joins: Iterable[Pair], apart: set[Pair], least: float
) -> list[tuple[int, ...]]:
    """Average link within ``part``, on groups named by their smallest member."""
    if len(part) == 1:
        return [part]
    inside = set(part)
    held = [pair for pair in joins if pair[0] in inside and pair[1] in inside]
    whole = _within(part, held) if held else [(at,) for at in range(len(part))]
    groups = {part[places[0]]: [part[at] for at in places] for places in whole}
    name = {item: first for first, members in groups.items() for item in members}
    near: dict[int, dict[int, float]] = {first: {} for first in groups}
    forbidden: dict[int, set[int]] = {}
    for (one, other), value in sorted(likeness.items()) if held else likeness.items():  # the order of a sum counts
        if one in inside and other in inside and (a := name[one]) != (b := name[other]):
            near[a][b] = near[b][a] = near[a].get(b, 0.0) + value
    for one, other in apart:
        if one in inside and other in inside:
            forbidden.setdefault(name[one], set()).add(name[other])
            forbidden.setdefault(name[other], set()).add(name[one])
    size = {first: len(members) for first, members in groups.items()}
    heap = [
        (-mean, a, b)
        for a, some in near.items()
        for b, shared in some.items()
        if a < b and (mean := shared / (size[a] * size[b])) >= least and b not in forbidden.get(a, ())
    ]
    heapify(heap)
    while heap:
        value, a, b = heappop(heap)
        if b not in near.get(a, ()) or b in forbidden.get(a, ()) or -value != near[a][b] / (size[a] * size[b]):
            continue  # of before one of them became larger
        groups[a] += groups.pop(b)
        size[a] += size.pop(b)
        for other in forbidden.pop(b, ()):
            forbidden[other] = (forbidden[other] - {b}) | {a}
            forbidden.setdefault(a, set()).add(other)
        mine = near[a]
        for other, shared in near.pop(b).items():
            del near[other][b]
            if other != a:
                mine[other] = near[other][a] = mine.get(other, 0.0) + shared
        for other, shared in mine.items():  # those that are not likely enough wait until one of them changes
            if (mean := shared / (size[a] * size[other])) >= least and other not in forbidden.get(a, ()):
                heappush(heap, (-mean, a, other) if a < other else (-mean, other, a))
    return [tuple(sorted(members)) for members in groups.values()]
