"""Charts to explore: fetched on a click and not before, drawn under the policy, each mark a way to its sentence."""

import hashlib
import json
import re
import tomllib
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page, expect

from deedbook.desk.assets import TYPES

from .test_frame import fetch
from .test_pages import AXE, RULES

CHARTS = ("/PAK-USA/timeline", "/PAK-USA/timeline?against=IND-USA", "/PAK-USA/commitments", "/PAK-USA/comparison",
          "/PAK-USA/balance")  # fmt: skip


@pytest.fixture(scope="session")
def history(desk: str) -> str:
    """The commitment with most of a life."""
    answer = json.loads(fetch(f"{desk}/PAK-USA.json")[2])
    return f"/PAK-USA/commitments/{max(answer['commitments'], key=lambda c: len(c['history']))['id']}"


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Explore this chart").first.click()
    expect(page.locator(".explorer .steer")).to_be_visible()


@pytest.mark.parametrize("path", [*CHARTS, "history"])
def test_a_click_draws_marks_that_tell_their_sentence_and_lead_to_it(
    page: Page, desk: str, history: str, path: str
) -> None:
    opened(
        page, desk + (history if path == "history" else path)
    )  # the fixture fails on anything that the policy blocks
    page.get_by_role("button", name="All of it").click()
    mark = page.locator(".explorer .mark-symbol > *").last
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)  # its letters lie over it
    said = page.locator(".explorer .tip .said").inner_text()
    assert len(said) > 10
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(r"/articles/[0-9a-f]{16}\?at=\d+-\d+#at"))
    marked = " ".join("".join(page.locator("mark").all_text_contents()).split())
    assert said.strip("“”…")[:30] in marked


@pytest.mark.parametrize("path", CHARTS)
def test_every_dated_act_is_a_mark(page: Page, desk: str, path: str) -> None:
    name, _, query = path.partition("?")
    spec = json.loads(fetch(f"{desk}{name}.vl.json?{query}")[2])
    opened(page, desk + path)
    page.get_by_role("button", name="All of it").click()
    assert len(spec["data"]["values"]) > 5
    drawn = 1 if "timeline" in path else 2  # signs of standings have a wider target each
    expect(page.locator(".explorer .mark-symbol > *")).to_have_count(drawn * len(spec["data"]["values"]))


def test_nothing_of_it_is_fetched_before_the_click_and_nothing_from_elsewhere_after(page: Page, desk: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{desk}/PAK-USA/timeline", wait_until="networkidle")
    assert not [url for url in asked if "vega" in url or "explore" in url or ".vl.json" in url]
    page.get_by_role("button", name="Explore this chart").click()
    expect(page.locator(".explorer .steer")).to_be_visible()
    assert [url for url in asked if "vega-lite" in url] and [url for url in asked if "timeline.vl.json?width=" in url]
    assert all(url.startswith(desk) for url in asked)


def test_focus_stays_and_keys_zoom_as_the_wheel_does(page: Page, desk: str) -> None:
    page.goto(f"{desk}/PAK-USA/timeline")
    button = page.get_by_role("button", name="Explore this chart")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".explorer .steer")).to_be_visible()
    again = page.get_by_role("button", name="Close the chart to explore")
    expect(again).to_be_focused()
    expect(again).to_have_attribute("aria-expanded", "true")
    ticks = page.locator(".explorer .role-axis-label text")
    before = ticks.all_text_contents()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Closer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".explorer .role-axis-label")).not_to_have_text("".join(before))
    expect(page.locator("figure svg.chart").first).to_be_visible()  # the picture and the table stay
    expect(page.locator("details.datatable table")).to_be_visible()
    again.click()
    expect(page.locator(".explorer")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", CHARTS)
def test_axe_finds_no_violation_in_it(browser: Browser, desk: str, path: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True, viewport={"width": 390, "height": 800})
    page = context.new_page()
    opened(page, desk + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    context.close()
    assert not [(v["id"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found["violations"]]


def test_where_it_cannot_be_drawn_it_says_so_and_the_picture_stays(page: Page, desk: str) -> None:
    page.route("**/*.vl.json*", lambda route: route.fulfill(status=404, body="{}"))
    page.goto(f"{desk}/PAK-USA/timeline")
    page.get_by_role("button", name="Explore this chart").click()
    expect(page.get_by_text("It could not be drawn (the desk answered 404)")).to_be_visible()
    expect(page.locator("figure svg.chart").first).to_be_visible()


def test_what_others_wrote_is_what_they_published() -> None:
    folder = files("deedbook.desk").joinpath("static", "vendor")
    held = tomllib.loads(folder.joinpath("versions.toml").read_text(encoding="utf-8"))["file"]
    for one in held:
        body = folder.joinpath(one["file"]).read_bytes()
        assert hashlib.sha256(body).hexdigest() == one["sha256"], one["file"]
        assert "Redistribution" in folder.joinpath(one["licence_file"]).read_text(encoding="utf-8")
    assert {f"vendor/{one['file']}" for one in held} == {name for name in TYPES if name.startswith("vendor/")}


def test_what_an_article_says_stays_text_in_a_specification(desk: str) -> None:
    from datetime import date

    from deedbook.desk.marks import Act, Told
    from deedbook.desk.specs import timeline

    told = Told("<b>\u202e", "", "\x07<script>", "", "/articles/x")
    evil = Act(told, "P", date(2025, 1, 1), "word", "trade")
    text = json.dumps(timeline([evil], title="T", finding="F"), ensure_ascii=False)
    assert "\u202e" not in text and "\x07" not in text and "⟦U+202E⟧" in text
