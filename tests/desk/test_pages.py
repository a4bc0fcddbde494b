"""The pages in a real browser: a newcomer's path, keyboard, every width, every colour scheme, no script at all."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


KINDS = (
    "front", "relation", "filtered", "silent", "timeline", "commitments", "comparison", "balance", "acts", "commitment",
    "article", "accounts",
    "search", "review", "bring in", "sign in", "missing",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser: Browser, desk: str, paths: dict[str, str], kind: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # axe itself is put in as a script
    page = context.new_page()
    page.goto(desk + paths[kind])
    page.evaluate(AXE)
    for details in page.locator("details").all():
        details.evaluate("node => { node.open = true }")
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    context.close()
    told = [(v["id"], [(n["html"][:200], n["any"][:1]) for n in v["nodes"][:3]]) for v in found["violations"]]
    assert not told


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", [320, 390, 768, 1280, 2560])
def test_no_page_is_wider_than_the_window(page: Page, desk: str, paths: dict[str, str], kind: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(desk + paths[kind])
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_newcomer_says_what_was_delivered_and_shows_the_sentence_in_two_clicks(page: Page, desk: str) -> None:
    page.goto(desk)
    page.get_by_role("link", name="Pakistan–United States").click()
    side = page.locator("article.side").filter(has=page.get_by_role("heading", name="From the United States to Pak"))
    expect(side.locator(".big")).to_have_text(
        re.compile(r"\d+ delivered or binding of \d+ matters? that went beyond talk")
    )
    promised = side.locator(".matter").filter(has_text="Promised")
    number = promised.locator("a.ref").first
    quoted = number.get_attribute("title") or ""
    number.click()  # the second click since the front page
    expect(page).to_have_url(re.compile(r"/articles/[0-9a-f]{16}\?at=\d+-\d+#at"))
    marked = " ".join(" ".join(page.locator("mark").all_text_contents()).split())
    assert quoted[:40] in marked
    assert page.locator("#at").evaluate(
        "node => { const b = node.getBoundingClientRect(); return b.top < innerHeight }"
    )


def test_a_mark_in_a_chart_leads_to_its_sentence(page: Page, desk: str) -> None:
    page.goto(f"{desk}/PAK-USA")
    page.locator("#timeline svg.chart a[href*='/articles/']").first.click()
    expect(page.locator("mark").first).to_be_visible()


def test_reading_works_without_a_script(browser: Browser, desk: str, paths: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for kind in KINDS:
        page.goto(desk + paths[kind])
        expect(page.locator("h1")).to_be_visible()
    page.goto(f"{desk}/PAK-USA")
    page.get_by_label("As known by").fill("2025-12-31")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".counts")).to_contain_text("31 December 2025")
    context.close()


def test_the_slider_sets_the_cut_off_and_the_address_keeps_it(page: Page, desk: str) -> None:
    page.goto(f"{desk}/PAK-USA")
    page.get_by_label("As known by, as a slider").press("PageDown")
    expect(page).to_have_url(re.compile(r"/PAK-USA\?as_of=\d{4}-\d\d-\d\d$"))
    kept = page.get_by_label("As known by", exact=True).input_value()
    page.reload()
    assert page.get_by_label("As known by", exact=True).input_value() == kept
    page.go_back()
    expect(page).to_have_url(f"{desk}/PAK-USA")


def test_a_filter_keeps_what_fits_and_says_how_much_that_is(page: Page, desk: str) -> None:
    page.goto(f"{desk}/PAK-USA")
    page.get_by_text("Filters").first.click()
    chosen = page.get_by_label("Domain", exact=True).locator("option").nth(2)
    value, shown = chosen.get_attribute("value"), int(re.findall(r"\((\d+)\)", chosen.text_content() or "")[0])
    page.get_by_label("Domain", exact=True).select_option(value)
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".controls summary")).to_contain_text(f"{shown} act")
    expect(page.locator(".came .lead")).to_contain_text("Only what fits the filters below")


def test_what_changed_is_what_the_diff_tells(page: Page, desk: str) -> None:
    from .test_frame import fetch

    told = json.loads(fetch(f"{desk}/PAK-USA.json?since=2026-01-01")[2])["changes"]["changes"]
    page.goto(f"{desk}/PAK-USA?since=2026-01-01")
    moved = [change for change in told if change["kind"] == "moved"]
    assert moved and len(told) > len(moved)
    expect(page.locator("#changed .lead")).to_contain_text(f"{len(moved)} commitments that stand otherwise")
    page.locator("#changed a.ref").first.click()
    expect(page.locator("mark").first).to_be_visible()


@pytest.mark.parametrize(
    "asked", ["domain=trade", "instrument=tariff", "status=delivered", "direction=PAK", "reviewed=yes"]
)
def test_a_filter_reaches_every_part_and_every_form(desk: str, asked: str) -> None:
    from .test_frame import fetch

    def rows(path: str) -> int:
        return len(list(csv.reader(io.StringIO(fetch(f"{desk}{path}?{asked}")[2].decode("utf-8-sig"))))) - 1

    acts = json.loads(fetch(f"{desk}/PAK-USA/acts.json?{asked}")[2])
    assert acts["total"] == rows("/PAK-USA/acts.csv") < json.loads(fetch(f"{desk}/PAK-USA/acts.json")[2])["total"]
    drawn = sum(row["acts"] for row in json.loads(fetch(f"{desk}/PAK-USA/timeline.json?{asked}")[2])["rows"])
    assert fetch(f"{desk}/PAK-USA/timeline.svg?{asked}")[2].decode().count("<a href") == drawn
    held = json.loads(fetch(f"{desk}/PAK-USA.json?{asked}")[2])["commitments"]
    assert rows("/PAK-USA.csv") == rows("/PAK-USA/commitments.csv") == len(held)
    page = fetch(f"{desk}/PAK-USA?{asked}")[2].decode()
    assert f"Filters: {acts['total']} act" in page
    assert acts["total"] or "No act fits these filters" in page


def test_every_link_and_field_is_reached_by_keyboard_and_shows_its_focus(page: Page, desk: str) -> None:
    page.emulate_media(reduced_motion="reduce")  # else the page is still scrolling when it is looked at
    page.goto(f"{desk}/PAK-USA/acts")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    seen = set()
    for _ in range(25):
        page.keyboard.press("Tab")
        box = page.evaluate(
            """() => {
                const node = document.activeElement, box = node.getBoundingClientRect();
                const seen = box.bottom > 0 && box.top < innerHeight;
                return [node.tagName, getComputedStyle(node).outlineStyle, seen, node.className];
            }"""
        )
        seen.add(box[0])
        assert box[1] != "none", box
        assert box[2], box
    assert {"A", "INPUT", "BUTTON", "SUMMARY"} <= seen


def test_a_page_is_light_enough(browser: Browser, desk: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(f"{desk}/PAK-USA?against=IND-USA", wait_until="networkidle")
    page.wait_for_timeout(300)
    context.close()
    assert sum(sizes) < 400_000
