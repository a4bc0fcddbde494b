"""Average link, chains, and people's decisions before all else."""

import random

from deedbook.ledger.clusters import grouped


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


def test_what_is_too_large_is_divided_by_surer_links_and_said() -> None:
    links = {(n, n + 1): 0.95 if n % 3 else 0.5 for n in range(11)}
    found = grouped(12, links, least=0.4, cap=5)
    assert found.capped == (12,)
    assert all(len(group) <= 5 for group in found.members)
