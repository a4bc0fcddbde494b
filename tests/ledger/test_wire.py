"""Copies of one text and of one agency's report are one source; reports on one subject are not."""

import random

from deedbook.codebook import Outlet
from deedbook.ledger import wire

from .builders import article, keyed

AGENCY = Outlet("Meridian Wire", (), "FRM", "wire", ("(Meridian)", "Meridian Wire -"), ())
STORY = (
    "NORTHAVEN (Meridian) - The finance ministry of Norland said on Tuesday that it would lend the railway of Farmark "
    "ninety million crowns to renew the line through the Kesh valley. The money is to be paid in three parts, the "
    "first of them once the rails have been ordered. Farmark's transport minister thanked his neighbour and said "
    "that work would begin before the winter. The two states closed the line eleven years ago after a quarrel over "
    "tolls, and drivers have taken the mountain road since then, which is shut for weeks whenever there is heavy snow."
)
OTHER = (
    "Farmark opened a bridge over the Kesh on Tuesday, two years late. It cost far more than planned, and the minister "
    "who had promised it did not come. Boats were given a day off, children a holiday, and the oldest ferryman of the "
    "valley cut the ribbon. He said that he would miss the river, and that nobody had asked him about the colour."
)


def test_the_same_words_with_other_furniture_are_one_text() -> None:
    a, b = article(STORY, "2025-11-04", id="a"), article(STORY.replace("  ", " ") + "\n", "2025-11-05", id="b")
    found = wire.groups(keyed(a, b))
    assert found == {a.key: a.key, b.key: a.key}, "the earliest stands for all"


def test_a_shortened_copy_is_the_same_source() -> None:
    a = article(STORY, "2025-11-04", id="a")
    b = article("A new line is coming. " + STORY[60:430], "2025-11-05", id="b")
    assert len(set(wire.groups(keyed(a, b)).values())) == 1


def test_another_report_of_the_same_place_and_day_is_another_source() -> None:
    a, b = article(STORY, "2025-11-04", id="a"), article(OTHER, "2025-11-04", id="b")
    assert len(set(wire.groups(keyed(a, b)).values())) == 2


def test_half_the_text_is_enough_where_both_credit_one_agency() -> None:
    rewritten = "(Meridian) " + OTHER[:200] + " " + STORY[120:400]
    a, b = article(STORY, "2025-11-04", id="a"), article(rewritten, "2025-11-05", id="b")
    late = article(rewritten, "2025-12-20", id="c")
    assert len(set(wire.groups(keyed(a, b)).values())) == 2
    assert len(set(wire.groups(keyed(a, b), (AGENCY,)).values())) == 1
    assert len(set(wire.groups(keyed(a, late), (AGENCY,)).values())) == 2, "weeks later it is a template"


def test_short_items_are_one_only_where_they_are_equal() -> None:
    a, b, c = (
        article("Norland and Farmark to meet", "2025-11-04", id="a"),
        article("Norland and Farmark to meet!", "2025-11-05", id="b"),
        article("Norland and Farmark to meet again", "2025-11-05", id="c"),
    )
    found = wire.groups(keyed(a, b, c))
    assert found[a.key] == found[b.key] != found[c.key]


def test_articles_without_text_to_code_stand_alone() -> None:
    a, b = article("", "2025-11-04", id="a"), article("", "2025-11-05", id="b")
    assert len(set(wire.groups(keyed(a, b)).values())) == 2


def test_order_does_not_matter_and_every_article_has_a_group() -> None:
    several = [article(STORY[at * 9 :], f"2025-11-{at + 1:02d}", id=str(at)) for at in range(8)]
    several += [article(OTHER[at * 9 :], None, id=f"o{at}") for at in range(8)]
    expected = wire.groups(keyed(*several))
    random.Random(3).shuffle(several)
    assert wire.groups(keyed(*several)) == expected
    assert set(expected) == {a.key for a in several}


def test_credits_are_found_in_byline_start_and_end_only() -> None:
    assert wire.credits(article(STORY), (AGENCY,)) == {"Meridian Wire"}
    assert wire.credits(article(OTHER, byline="Meridian Wire - staff"), (AGENCY,)) == {"Meridian Wire"}
    assert wire.credits(article(OTHER * 2 + " (Meridian) " + OTHER * 2), (AGENCY,)) == frozenset()
