import re

import pytest
from lxml import etree

from deedbook.brief import charts
from deedbook.brief.figures import status_ladder, timeline
from deedbook.brief.wording import colours, readable

from .builders import answer, crowded_answer, hostile_answer

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", params=["timeline", "ladder"])
def drawn(request: pytest.FixtureRequest) -> tuple[object, etree._Element]:
    figure = (timeline if request.param == "timeline" else status_ladder)(answer())
    return figure, etree.fromstring(charts.svg(figure))


def test_a_chart_is_an_image_with_a_title_and_a_description_that_states_the_finding(drawn) -> None:
    figure, root = drawn
    assert root.get("role") == "img"
    named = {element.get("id"): element.text for element in root if element.tag in (f"{SVG}title", f"{SVG}desc")}
    assert [named[key] for key in root.get("aria-labelledby").split()] == [figure.title, figure.alt]


def test_every_mark_links_to_its_evidence_and_says_what_it_is(drawn) -> None:
    figure, root = drawn
    links = root.findall(f".//{SVG}a")
    assert sorted(link.get("href") for link in links) == sorted(f"#q{mark.quotes[0]}" for mark in figure.marks)
    assert all("evidence" in link.findtext(f".//{SVG}title") for link in links)


def test_a_chart_holds_no_script_style_address_or_fixed_colour(drawn) -> None:
    _, root = drawn
    text = etree.tostring(root, encoding="unicode")
    assert not re.search(r"<script|<style|style=|https?://(?!www\.w3\.org/2000/svg)|xlink|url\(", text)
    assert not re.findall(r'(?:fill|stroke)="#[0-9a-f]+"', text)
    used = set(re.findall(r"var\(--c-([a-z_]+)\)", text))
    assert used <= set(colours())
    assert {"paper", "ink"} <= used


def test_domains_differ_in_letters_and_shape_as_well_as_colour() -> None:
    root = etree.fromstring(charts.svg(timeline(answer())))
    letters = {element.text for element in root.iter(f"{SVG}text")}
    assert {"Tr", "Di", "Xc", "Mi"} <= letters
    shapes = {link.find(f"{SVG}path").get("d") for link in root.iter(f"{SVG}a")}
    assert len(shapes) >= 5


def test_marks_leave_the_room_that_a_pointer_needs() -> None:
    root = etree.fromstring(charts.svg(timeline(answer())))
    places = sorted(
        tuple(float(part) for part in re.findall(r"[-\d.]+", link.find(f"{SVG}path").get("transform"))[:2])
        for link in root.iter(f"{SVG}a")
    )
    near = [(a, b) for a in places for b in places if a < b and abs(a[0] - b[0]) < 24 and abs(a[1] - b[1]) < 24]
    assert near == []


def test_text_from_articles_stays_text() -> None:
    root = etree.fromstring(charts.svg(status_ladder(readable(hostile_answer()))))
    assert root.findall(f".//{SVG}script") == []
    assert any("<script>" in (title.text or "") for title in root.iter(f"{SVG}title"))


def test_a_chart_without_evidence_has_no_dead_links() -> None:
    whole = crowded_answer(1)
    figure = timeline(whole)
    bare = type(figure)(**{name: getattr(figure, name) for name in figure.__dataclass_fields__} | {"marks": ()})
    assert etree.fromstring(charts.svg(bare)).findall(f".//{SVG}a") == []


def test_the_picture_for_word_is_a_png() -> None:
    assert charts.png(status_ladder(answer())).startswith(b"\x89PNG")
