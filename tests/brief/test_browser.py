"""What only a browser can tell: layout, focus, colours as computed, and the printed page."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from .test_wording import contrast

WIDTHS = (320, 390, 768, 1280)
A4 = (794, 1123)  # CSS pixels of 210 x 297 mm


def opened(browser: Browser, file: Path, *, width: int = 1280, dark: bool = False) -> tuple[Page, list[str]]:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light", offline=True
    )
    page = context.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith("file:") else heard.append(request.url))
    page.goto(file.as_uri())
    return page, heard


@pytest.mark.parametrize("name", ["full", "empty", "hostile", "crowded"])
def test_the_page_opens_without_a_complaint_or_a_request(browser, pages, name) -> None:
    page, heard = opened(browser, pages[name])
    assert heard == []
    page.context.close()


@pytest.mark.parametrize("name", ["full", "hostile", "crowded"])
def test_no_width_makes_the_page_scroll_sideways(browser, pages, name) -> None:
    page, _ = opened(browser, pages[name])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    page.context.close()


def test_a_citation_leads_to_its_evidence_and_back(browser, pages) -> None:
    page, _ = opened(browser, pages["full"])
    page.click("#page-one .standing .ref >> nth=0")
    page.wait_for_function("document.querySelector('.quote:target') !== null")
    assert page.evaluate("document.querySelector(':target').id") == "q13"
    page.click("#q13 .back a >> nth=0")
    page.wait_for_function("location.hash.startsWith('#c13')")
    place = page.evaluate("document.querySelector(':target').closest('section').id")
    assert place == "page-one"
    page.context.close()


def test_a_mark_in_a_chart_leads_to_its_evidence(browser, pages) -> None:
    page, _ = opened(browser, pages["full"])
    page.click("#fig-timeline svg.chart a >> nth=0")
    page.wait_for_function("document.querySelector('.quote:target') !== null")
    page.context.close()


def test_the_tab_key_reaches_skip_link_citations_sections_and_charts_with_visible_focus(browser, pages) -> None:
    page, _ = opened(browser, pages["full"])
    seen = []
    for _ in range(90):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """() => { const e = document.activeElement, s = getComputedStyle(e);
                return [e.className || e.tagName, parseFloat(s.outlineWidth), s.outlineStyle] }"""
            )
        )
    kinds = [kind for kind, _, _ in seen]
    assert kinds[0] == "skip"
    assert kinds.index("ref") < kinds.index("chartbox")
    assert "SUMMARY" in kinds
    assert all(width >= 2 and style != "none" for _, width, style in seen)
    page.context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_what_can_be_pressed_is_at_least_24_pixels_high_and_wide(browser, pages, width) -> None:
    page, _ = opened(browser, pages["full"], width=width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    small = page.evaluate(
        """() => [...document.querySelectorAll('a:not(.skip):not(svg a):not(.where a):not(.more a), summary')]
        .map(e => [e.textContent, ...[...e.getClientRects()].map(r => [r.width, r.height])[0]])
        .filter(([text, w, h]) => w < 24 || h < 24)"""
    )
    assert small == []
    page.context.close()


def _rgb(value: str) -> str:
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", value)[:3])


@pytest.mark.parametrize("dark", [False, True])
def test_text_stands_out_in_light_and_dark(browser, pages, dark) -> None:
    page, _ = opened(browser, pages["full"], dark=dark)
    ground = _rgb(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert (contrast(ground, "#ffffff") > 10) == dark
    selectors = (
        "body",
        ".judgement p",
        ".sure",
        ".kicker",
        ".notice",
        ".mark-stopped",
        ".lead",
        "figcaption",
        ".quote p",
    )
    for selector in (*selectors, ".nav a", ".note", ".flag", ".steps .rung", ".hint"):
        colour = _rgb(page.evaluate(f"getComputedStyle(document.querySelector({selector!r})).color"))
        assert contrast(colour, ground) >= 4.5, selector
    for drawn in page.evaluate(
        """() => [...document.querySelectorAll('svg.chart a path')].slice(0, 60)
        .map(e => [getComputedStyle(e).fill, getComputedStyle(e).stroke])"""
    ):
        fill, stroke = (_rgb(value) for value in drawn)
        assert max(contrast(fill, ground), contrast(stroke, ground)) >= 3
    page.context.close()


@pytest.mark.parametrize("name", ["full", "crowded", "empty"])
def test_page_one_prints_on_one_sheet_of_a4_and_the_evidence_follows(browser, pages, name) -> None:
    page, _ = opened(browser, pages[name])
    whole = _sheets(page.pdf(prefer_css_page_size=True))
    page.evaluate(
        """() => { for (const e of document.querySelectorAll('.behind, footer')) e.remove();
        document.querySelector('.one').className = 'one alone' }"""
    )
    assert _sheets(page.pdf(prefer_css_page_size=True)) == 1
    assert whole > 1
    page.context.close()


def test_print_shows_the_numbers_behind_charts_and_the_addresses(browser, pages) -> None:
    page, _ = opened(browser, pages["full"], width=A4[0])
    page.emulate_media(media="print")
    assert page.evaluate("document.querySelector('#fig-ladder table').getBoundingClientRect().height") > 50
    assert "https://" in page.evaluate("getComputedStyle(document.querySelector('a[rel]'), '::after').content")
    assert page.evaluate("getComputedStyle(document.querySelector('.nav')).display") == "none"
    assert _rgb(page.evaluate("getComputedStyle(document.body).color")) == "#1c1e21"
    page.context.close()


def _sheets(pdf: bytes) -> int:
    """Pages of a PDF as Chromium writes it: page objects are plain text in it."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))
