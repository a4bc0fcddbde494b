"""Average link, chains, and people's decisions before all else."""

import random
from itertools import combinations

import pytest

from deedbook.ledger.clusters import Pair, components, grouped


def test_a_chain_of_doubtful_links_does_not_join_its_ends() -> None:
    chain = {(n, n + 1): 0.6 for n in range(5)}
    found = grouped(6, chain, least=0.5).members
    assert max(map(len, found)) == 2
    assert grouped(3, {(0, 1): 0.9, (1, 2): 0.9, (0, 2): 0.9}, least=0.5).members == ((0, 1, 2),)


def test_a_pair_that_speaks_against_weighs_more_than_silence() -> None:
    links = {(0, 1): 1.0, (0, 2): 0.9}
    assert grouped(3, links, least=0.4).members == ((0, 1, 2),)
    assert grouped(3, links | {(1, 2): -1.0}, least=0.4).members == ((0, 1), (2,))


def test_joins_hold_whatever_the_likeness_and_splits_are_never_broken() -> None:
    alike = {(0, 1): 0.95, (1, 2): 0.95, (0, 2): 0.95}
    split = grouped(4, alike, least=0.5, joins=[(3, 0)], splits=[(0, 2)])
    assert split.members in (((0, 1, 3), (2,)), ((0, 3), (1, 2)))
    found = grouped(3, {}, least=0.5, joins=[(0, 1), (1, 2)], splits=[(2, 0)])
    assert found.members == ((0, 1), (2,))
    assert found.broken == ((1, 2),)


def test_the_order_of_pairs_does_not_matter() -> None:
    chance = random.Random(5)
    pairs = [((a, b), chance.random()) for a in range(12) for b in range(a + 1, 12) if chance.random() < 0.6]
    expected = grouped(12, dict(pairs), least=0.4, splits=[(2, 3)])
    for _ in range(20):
        chance.shuffle(pairs)
        assert grouped(12, dict(pairs), least=0.4, splits=[(2, 3)]) == expected


def by_hand(size: int, links: dict[Pair, float], least: float, joins: list[Pair], splits: list[Pair]) -> set[Pair]:
    """Average link as it is told: which two stand in one group."""
    groups = [set(some) for some in components(size, joins)]
    while True:
        best = (1.0, -1, -1)
        for a, b in combinations(range(len(groups)), 2):
            across = [(min(x, y), max(x, y)) for x in groups[a] for y in groups[b]]
            if not set(across) & set(splits):
                mean = sum(links.get(pair, 0.0) for pair in across) / len(across)
                best = min(best, (-mean, min(groups[a]), min(groups[b]))) if mean >= least else best
        if best[1] < 0:
            return {pair for group in groups for pair in combinations(sorted(group), 2)}
        one, other = (next(g for g in groups if min(g) == first) for first in best[1:])
        groups.remove(other)
        one |= other
        groups.sort(key=min)


@pytest.mark.parametrize("seed", range(60))
def test_the_likeliest_groups_are_joined_first(seed: int) -> None:
    chance = random.Random(seed)
    size = chance.randrange(2, 14)
    every = list(combinations(range(size), 2))
    # Of sixteenths each sum is exact, whatever its order.
    links = {pair: chance.randrange(-4, 17) / 16 for pair in every if chance.random() < 0.5}
    joins = chance.sample(every, min(len(every), chance.choice([0, 0, 1, 2])))
    joined = {pair for some in components(size, joins) for pair in combinations(some, 2)}
    splits = [pair for pair in every if pair not in joined and chance.random() < 0.05 * (seed % 3)]
    splits = [] if any(set(one) & set(two) for one in joins for two in splits) else splits
    found = grouped(size, links, least=0.375, joins=joins, splits=splits)
    assert {pair for group in found.members for pair in combinations(group, 2)} == by_hand(
        size, links, 0.375, joins, splits
    )
    likely = [pair for pair, value in links.items() if value >= 0.375 and pair not in splits]
    whole = components(size, [*likely, *joins])
    assert [whole[home] for home in found.homes] == [next(some for some in whole if at in some) for at in range(size)]


def test_what_is_too_large_is_divided_by_surer_links_and_said() -> None:
    links = {(n, n + 1): 0.95 if n % 3 else 0.5 for n in range(11)}
    found = grouped(12, links, least=0.4, cap=5)
    assert found.capped == (12,)
    assert all(len(group) <= 5 for group in found.members)
