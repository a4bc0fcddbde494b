"""Who vouches: copies and reports that cite one another count once, a party to the matter is named as one."""

import random

import pytest

from deedbook.codebook import load
from deedbook.ledger.sources import Sources, Sourcing
from deedbook.records import Article, Entry

from .builders import article, entry, keyed

OWN = "Pakistan signed a loan with the United States on Monday."
BOOK = load()


def told(*several: Article, wire: dict[str, str] | None = None) -> Sources:
    return Sourcing(keyed(*several), wire or {}, BOOK).of([said(item) for item in several])


def said(of: Article) -> Entry:
    return entry(of, "signed", "AGREE", "agreed", by="PAK", to="USA")


def test_two_outlets_are_two_sources_and_two_reports_of_one_are_one() -> None:
    dawn, again = article(OWN, id="a", outlet="Dawn"), article(OWN + " It took years.", id="b", outlet="Dawn.com")
    geo = article(OWN, id="c", outlet="Geo News")
    assert told(dawn, again, geo) == Sources(("Dawn", "Geo News"), copies=1)


def test_a_report_that_cites_one_of_the_others_is_no_second_source() -> None:
    dawn = article(OWN, id="a", outlet="Dawn")
    citing = article(
        "Pakistan signed a loan with the United States, Dawn reported on Tuesday.", id="b", outlet="Geo News"
    )
    found = told(dawn, citing)
    assert found == Sources(("Dawn",), citing=("Geo News",))
    assert str(found) == "1 independent source (not counted: Geo News, which cites another report)"


def test_two_reports_that_cite_the_same_third_are_one_source() -> None:
    texts = (
        "Pakistan signed a loan with the United States, according to Reuters.",
        "Pakistan signed a loan with the United States, an official told Reuters.",
    )
    one, other = (article(text, id=text, outlet=paper) for text, paper in zip(texts, ("Dawn", "Geo News"), strict=True))
    assert told(one, other) == Sources(("Reuters",), citing=("Dawn", "Geo News"))


def test_what_is_told_to_the_outlet_itself_is_its_own() -> None:
    own = article("Pakistan signed a loan with the United States, a minister told Geo News.", outlet="Geo News")
    assert told(own) == Sources(("Geo News",))


def test_outlets_that_cite_one_another_are_one_source() -> None:
    one = article("Pakistan signed a loan with the United States, Geo News reported.", id="a", outlet="Dawn")
    other = article("Pakistan signed a loan with the United States, according to Dawn.", id="b", outlet="Geo News")
    assert told(one, other).count == 1


def test_prints_of_one_agency_are_that_agency() -> None:
    one = article("LAHORE (AFP) - " + OWN, "2026-03-02", id="a", outlet="Dawn")
    other = article("MULTAN (AFP) - " + OWN, "2026-03-02", id="b", outlet="Geo News")
    assert told(one, other) == Sources(("Agence France-Presse",), copies=1)
    plain = article(OWN, "2026-03-01", id="c", outlet="The Nation (Pakistan)")
    uncredited = dict.fromkeys((plain.key, one.key), plain.key)
    assert told(one, plain, wire=uncredited).independent == ("Agence France-Presse",), "a copy's credit names them all"


def test_an_official_outlet_of_either_side_is_a_party() -> None:
    state = next(o for o in BOOK.outlets if o.kind == "official" and o.state == "USA")
    other = next(o for o in BOOK.outlets if o.kind == "official" and o.state == "IND")
    found = told(
        article(OWN, id="a", outlet=state.name),
        article(OWN, id="b", outlet=other.name),
        article(OWN, id="c", outlet="Dawn"),
    )
    assert found.parties == (state.name,)
    assert found.independent == tuple(sorted((other.name, "Dawn"))), "a third state's ministry is no party"
    assert found.count == 3
    assert str(found) == f"2 independent sources and {state.name}, a party to the matter"


LEAD = "Officials met for two days, Dawn reported on Tuesday. "


@pytest.mark.parametrize(
    "around",
    (
        LEAD + "{} The report said that more is to come.",  # nothing ties the sentence itself to the report
        "The IMF told Dawn nothing. It has published a report of its own. According to the report, {}",
        "A State Department report is due. {} The report said so.",
        "{} Dawn was not at the ceremony.",
    ),
)
def test_what_is_told_beside_a_citation_is_the_outlets_own(around: str) -> None:
    dawn = article(OWN, id="a", outlet="Dawn")
    assert told(dawn, article(around.format(OWN), id="b", outlet="Geo News")).independent == ("Dawn", "Geo News")


@pytest.mark.parametrize(
    "around",
    (
        LEAD + "Nobody would comment. The newspaper said that {}",
        LEAD + "The report, citing officials, said {}",
        "Dawn said in a report that officials met. A day later nobody would comment. According to the paper, {}",
        "{} The news was first reported by Dawn. Nobody would comment.",
        "{} Dawn first reported the deal.",
    ),
)
def test_what_an_outlet_named_before_or_behind_told_is_no_second_source(around: str) -> None:
    dawn = article(OWN, id="a", outlet="Dawn")
    assert told(dawn, article(around.format(OWN), id="b", outlet="Geo News")) == Sources(
        ("Dawn",), citing=("Geo News",)
    )


def test_of_all_that_is_held_an_outlet_counts_where_a_report_of_it_rests_on_no_other() -> None:
    cited = OWN[:-1] + ", Dawn reported."
    several = (
        article(OWN, id="a", outlet="Dawn"),
        article(cited, id="b", outlet="Geo News"),
        article(cited + " It took years.", id="c", outlet="The Herald"),
        article(OWN + " So it was told.", id="d", outlet="The Herald"),
        article(OWN[:-1] + ", according to the BBC.", id="e", outlet="Samaa TV"),
    )
    found = Sourcing(keyed(*several), {}, BOOK).among({item.key: [said(item)] for item in several})
    assert found == ("BBC", "Dawn", "The Herald")


def test_the_order_of_entries_does_not_matter() -> None:
    several = [article(OWN, id=str(n), outlet=f"Paper {n % 3}") for n in range(7)]
    several += [article(OWN[:-1] + ", Dawn reported.", id="d", outlet="Geo News"), article(OWN, id="e", outlet="Dawn")]
    expected = told(*several)
    random.Random(2).shuffle(several)
    assert told(*several) == expected
