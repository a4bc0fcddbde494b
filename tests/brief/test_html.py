import base64
import hashlib
import re
from datetime import date
from itertools import pairwise

import pytest
from lxml import html

from deedbook.brief import render

from .builders import answer, crowded_answer, empty_answer, hostile_answer


@pytest.fixture(scope="module")
def text() -> str:
    return str(render(answer(), "html"))


@pytest.fixture(scope="module")
def page(text: str) -> html.HtmlElement:
    return html.fromstring(text)


def words(element: html.HtmlElement) -> int:
    """Words as they stand on the page: text nodes apart, split at white space."""
    return sum(len(node.split()) for node in element.itertext())


@pytest.mark.parametrize("made", [answer, crowded_answer, empty_answer, hostile_answer])
def test_page_one_has_at_most_four_hundred_words_and_one_table_of_eight_rows(made) -> None:
    one = html.fromstring(render(made(), "html")).get_element_by_id("page-one")
    assert words(one) <= 400
    assert len(one.findall(".//table")) <= 1
    assert len(one.findall(".//tbody/tr")) <= 8


@pytest.mark.parametrize("made", [answer, crowded_answer, empty_answer, hostile_answer])
def test_every_reference_leads_somewhere_and_no_anchor_stands_twice(made) -> None:
    page = html.fromstring(render(made(), "html"))
    anchors = page.xpath("//@id")
    assert len(set(anchors)) == len(anchors)
    for target in page.xpath("//a/@href"):
        assert not target.startswith("#") or target[1:] in set(anchors), target
    for names in page.xpath("//@aria-labelledby"):
        assert set(names.split()) <= set(anchors)


def test_every_citation_leads_to_its_evidence_and_the_evidence_back_to_its_section(page) -> None:
    for link in page.find_class("ref"):
        number = link.get("href").removeprefix("#q")
        assert number == link.text_content().strip()
        assert page.get_element_by_id(f"q{number}") is not None
    for quote in answer().quotes:
        item = page.get_element_by_id(f"q{quote.number}")
        cited = page.xpath(f"//a[contains(concat(' ', @class, ' '), ' ref ')][@href='#q{quote.number}']")
        backs = item.xpath(".//p[@class='back']/a")
        assert bool(cited) == bool(backs)
        assert len({link.text_content() for link in backs}) == len(backs)


def test_every_line_of_evidence_has_number_outlet_date_quotation_speaker_flags_and_place(page) -> None:
    for quote in answer().quotes:
        item = page.get_element_by_id(f"q{quote.number}")
        said = item.text_content()
        assert item.find(".//blockquote").text_content().strip("“”‘’") == quote.text.strip("“”‘’")
        assert quote.outlet in said
        assert quote.speaker in said
        assert quote.article_id in said
        assert f"{quote.evidence.start}–{quote.evidence.end}" in said
        assert ("undated" in said) == (quote.published is None or any("undated" in flag for flag in quote.flags))
        assert [element.text for element in item.find_class("flag")] == list(quote.flags)
        assert item.xpath(".//a[@rel]/@href") == ([quote.url] if quote.url else [])


def test_the_page_has_no_script_no_event_handler_and_nothing_to_fetch(text, page) -> None:
    assert page.xpath("//script | //link | //img | //iframe | //object | //embed | //form | //base") == []
    assert page.xpath("//@*[starts-with(name(), 'on')] | //@style | //@src | //@srcset") == []
    assert "@import" not in text
    assert "url(" not in text
    assert "xlink" not in text


def test_the_policy_forbids_everything_but_this_very_style(text, page) -> None:
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    style = re.search("<style>(.*?)</style>", text, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_text_from_articles_is_never_taken_for_html() -> None:
    text = str(render(hostile_answer(), "html"))
    page = html.fromstring(text)
    assert page.xpath("//script | //img") == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []
    assert '<script>alert("x")</script>' in page.get_element_by_id("q1").text_content()
    assert not any(target.startswith("javascript") for target in page.xpath("//@href"))
    assert "\x1b" not in text
    text.encode("utf-8")


def test_a_number_without_a_quotation_is_shown_without_a_link() -> None:
    page = html.fromstring(render(hostile_answer(), "html"))
    assert [element.tag for element in page.find_class("ref") if element.text == "999"] == ["span"]


def test_headings_descend_one_level_at_a_time_and_landmarks_are_there(page) -> None:
    levels = [int(element.tag[1]) for element in page.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert [len(page.findall(f".//{tag}")) for tag in ("main", "nav", "footer")] == [1, 1, 1]
    first = page.find(".//body")[0]
    assert (first.tag, first.get("class"), first.get("href")) == ("a", "skip", "#evidence")
    assert page.get("lang") == "en"


def test_each_chart_has_title_caption_description_and_a_table_with_the_same_links(page) -> None:
    for key in ("timeline", "ladder"):
        figure = page.get_element_by_id(f"fig-{key}")
        drawing = figure.find(".//svg[@role='img']")
        assert drawing is not None
        assert figure.find("figcaption").text_content()
        links = set(drawing.xpath(".//a/@href"))
        assert links
        assert links <= set(figure.xpath(".//table//a/@href"))
        region = figure.find_class("chartbox")[0]
        assert (region.get("tabindex"), region.get("role")) == ("0", "region")


def test_the_parts_behind_page_one_are_all_there(page) -> None:
    keys = [section.get("id") for section in page.xpath("//div[@class='behind']/section")]
    assert keys == [
        *("signals", "ladder", "commitments", "absent", "claims", "told", "balance", "comparison"),
        *("disagreements", "in-full", "caveats", "coverage", "evidence"),
    ]
    assert page.xpath("//nav//a/@href") == [f"#{key}" for key in keys]


def test_the_comparator_says_who_chose_it(page) -> None:
    assert "was chosen by whoever asked" in page.get_element_by_id("comparison").text_content()
    alone = html.fromstring(render(empty_answer(), "html")).get_element_by_id("comparison").text_content()
    assert "chooses no comparator by itself" in alone


def test_what_page_one_left_out_stands_whole_behind_it() -> None:
    whole = answer()
    page = html.fromstring(render(whole, "html"))
    one = page.get_element_by_id("page-one").text_content()
    full = page.get_element_by_id("in-full").text_content()
    lines = (*whole.unknown, *whole.further_unknown, *whole.would_change, *whole.dates_ahead)
    rows = (*whole.standing, *whole.further_standing)
    for line in (*lines, *(row.what for row in rows)):
        assert line.text in one or line.text in full
    assert any(line.text not in one for line in lines)


def test_an_empty_answer_says_what_was_found_not_nothing_at_all() -> None:
    page = html.fromstring(render(empty_answer(), "html"))
    assert "Nothing found in what was read." in page.get_element_by_id("commitments").text_content()
    assert page.xpath("//svg[@role='img']") == []


def test_dates_are_written_out(page) -> None:
    assert f"{date(2025, 12, 10).day} December 2025" in page.get_element_by_id("q1").text_content()


def test_the_same_answer_gives_the_same_page(text) -> None:
    assert render(answer(), "html") == text
