"""Copies of one text and of one agency's report are one source; reports on one subject are not."""

import random
from dataclasses import replace

from deedbook.codebook import Outlet
from deedbook.ledger import wire
from deedbook.ledger.credits import Agencies
from deedbook.records import Article

from .builders import article, keyed

AGENCY = Outlet("Meridian Wire", (), "FRM", "wire", ("Meridian",), ())
RIVAL = Outlet("Tern Agency", ("TA",), "FRM", "wire", (), ())
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


def one_source(*several: Article, outlets: tuple[Outlet, ...] = ()) -> bool:
    return len(set(wire.groups(keyed(*several), outlets).values())) == 1


def test_less_than_half_of_the_text_is_enough_where_two_papers_credit_one_agency() -> None:
    rewritten = "KESH (Meridian) - " + OTHER[:330] + " " + STORY[120:400]
    a, b = article(STORY, "2025-11-04", id="a"), article(rewritten, "2025-11-05", id="b", outlet="The Herald")
    late = article(rewritten, "2025-12-20", id="c", outlet="The Herald")
    assert not one_source(a, b)
    assert one_source(a, b, outlets=(AGENCY,))
    assert not one_source(a, late, outlets=(AGENCY,)), "weeks later it is a template"


def test_two_agencies_that_quote_one_statement_are_two_sources() -> None:
    statement = STORY[170:450]
    a = article("KESH (Meridian) - " + statement + " " + OTHER[:120], "2025-11-04", id="a")
    b = article("KESH (TA) - " + OTHER[200:340] + " " + statement, "2025-11-04", id="b", outlet="The Herald")
    assert one_source(a, b)
    assert not one_source(a, b, outlets=(AGENCY, RIVAL))


def test_the_two_relations_are_kept_apart() -> None:
    plain, credited = STORY.replace(" (Meridian)", ""), STORY
    agencies = Agencies.of((AGENCY,))

    def kind(*several: Article) -> tuple[str, str | None]:
        (found,) = wire.relations(wire.Report.of(item, agencies) for item in several).values()
        return found.kind, found.agency

    herald = article(plain, "2025-11-04", outlet="The Herald")
    assert kind(article(plain, "2025-11-04"), herald) == ("same text", None)
    assert kind(article(credited, "2025-11-04"), herald) == ("same wire copy", "Meridian Wire")
    assert kind(article(credited, "2025-11-04"), article(credited + " More.", "2025-11-04"))[0] == "same text"


def test_two_instalments_of_a_series_are_two_texts() -> None:
    pattern = (
        "The central bank of Norland sold bills worth {} mln crowns at {} pct on {}, against {} mln crowns a week "
        "earlier. Dealers bid for {} mln crowns in all. The bills fall due on {} and are listed in Northaven. The bank "
        "sells such bills each week to take up money that it does not want to see in the market."
    )
    a = article(pattern.format(410, 3.25, "March 3", 365, 900, "June 3"), "2026-03-03", id="a")
    b = article(pattern.format(290, 3.5, "March 5", 410, 640, "June 5"), "2026-03-05", id="b")
    corrected = article(pattern.format(410, 3.25, "March 3", 365, 950, "June 3"), "2026-03-03", id="c")
    assert not one_source(a, b)
    assert one_source(a, corrected), "one figure put right"


def test_a_short_report_is_found_in_a_long_one() -> None:
    filler = " ".join(
        f"On day {n} the ferry number {n * 7} left pier {n % 13} with {n * 3} sheep aboard." for n in range(90)
    )
    assert one_source(article(STORY, "2025-11-04"), article(f"{filler} {STORY} {filler}", "2025-11-04", id="b"))


def test_a_roundup_does_not_make_one_source_of_all_that_it_holds() -> None:
    third = (
        "Ministers of Norland voted to close the mine at Hesk after a fall of rock hurt nine men. The owner, a firm of "
        "Farmark, had asked for a year's grace. Its lawyers will go to court, and the miners' union promised a march."
    )
    parts = [STORY, OTHER, third]
    single = [article(text, "2025-11-04", id=str(n), outlet=f"Paper {n}") for n, text in enumerate(parts)]
    roundup = article(" ".join(parts), "2025-11-04", id="r", outlet="Digest")
    found = wire.groups(keyed(*single, roundup))
    assert len({found[item.key] for item in single}) >= 2
    assert sum(found[item.key] == found[roundup.key] for item in single) <= 2


def test_a_sketch_shares_keys_with_that_of_a_text_alike() -> None:
    made, other = wire.sketch(article(STORY)), wire.sketch(article("Updates. " + STORY[:-60]))
    assert set(made.keys) & set(other.keys)
    again = wire.sketch(article(STORY.replace("years late", "years too late")))
    assert set(made.bands) & set(again.bands)
    assert not set(made.bands) & set(wire.sketch(article(OTHER)).bands)
    assert wire.sketch(article("")).keys == ()
    few = wire.sketch(article("Talks go on."))
    assert len(few.keys) == wire.SEVERAL and not few.bands


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


def test_notices_of_one_outlet_whose_headlines_name_other_figures_are_two() -> None:
    help_ = (
        "The central bank of Norland said it had bought bills from the discount houses at an unchanged rate. Dealers "
        "had looked for a shortage in the market on Tuesday, and the bank said in the morning it saw one too. It will "
        "tell the houses in the afternoon whether more is to come, a spokesman said in Northaven."
    )
    early = article(help_, "2026-03-03", id="a", headline="MARKET GIVEN 168 MLN CROWNS EARLY HELP")
    late = article(
        help_[90:] + " No more is likely.", "2026-03-03", id="b", headline="MARKET GIVEN 40 MLN CROWNS LATE HELP"
    )
    assert not one_source(early, replace(late, raw=late.raw.replace("shortage", "lack").replace("spokesman", "man")))
    again = article(help_, "2026-03-03", id="c", headline="CORRECTED - MARKET GIVEN 186 MLN CROWNS EARLY HELP")
    assert one_source(early, again), "the words are the same, so the figure was put right"
