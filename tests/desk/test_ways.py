"""What people do with pages: send them, take them away, go back, reload, lose the line."""

import csv
import io
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from .test_doors import Client
from .test_review import QUEUE, decisions


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    yield context.new_page()
    context.close()


def test_an_address_that_is_sent_shows_the_same_page_to_a_colleague(browser, page, desk) -> None:
    page.goto(desk + "/PAK-USA")
    page.locator("summary:has-text('ilter')").first.click()
    page.select_option("select[name=domain]", "trade")
    page.locator("form.controls button").first.click()
    page.wait_for_url(lambda url: "domain=trade" in url)
    other = browser.new_context().new_page()
    other.goto(page.url)
    assert other.inner_text("main") == page.inner_text("main")
    other.context.close()


@pytest.mark.parametrize(
    "path",
    [
        "/PAK-USA/acts", "/PAK-USA", "/PAK-USA/timeline", "/PAK-USA/commitments", "/PAK-USA/comparison",
        "/PAK-USA/balance", "/index", "/search", "/review",
    ],
)  # fmt: skip
def test_what_is_downloaded_is_all_of_what_the_page_says(desk, path) -> None:
    client = Client(desk)
    query = {"/search": "?q=Pakistan", "/review": "?pair=PAK-USA"}.get(path, "")
    status, text, answer = client.ask("GET", f"{path}.csv{query}", Accept="text/csv")
    assert status == 200 and "attachment" in answer.getheader("Content-Disposition")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows
    _, page, _ = client.ask("GET", "/" if path == "/index" else path + query)
    assert f"all {len(rows)} " in page.replace(",", "").replace("all <b>", "all ")


def test_the_json_holds_as_many_acts_as_the_table(desk) -> None:
    client = Client(desk)
    held = json.loads(client.ask("GET", "/PAK-USA/acts.json", Accept="application/json")[1])
    _, text, _ = client.ask("GET", "/PAK-USA/acts.csv", Accept="text/csv")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    acts = next(value for value in held.values() if isinstance(value, list))
    assert len(acts) == len(rows)


def test_back_and_reload_show_what_was_there(page, desk) -> None:
    page.goto(desk + "/")
    page.goto(desk + "/PAK-USA")
    said = page.inner_text("h1")
    page.locator("main a.ref").first.click()
    page.wait_for_url(lambda url: "/PAK-USA" not in url or "#" in url)
    page.go_back()
    assert page.inner_text("h1") == said
    page.reload()
    assert page.inner_text("h1") == said


def test_going_back_after_a_decision_and_reloading_decide_nothing_again(page, own_desk) -> None:
    address, path = own_desk
    page.goto(address + QUEUE)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "done=" in url)
    page.reload()
    page.go_back()
    page.reload()
    assert len(decisions(path)) == 1


def test_an_act_is_found_by_its_words_and_its_parties_and_leads_to_its_sentence(page, desk) -> None:
    page.goto(desk + "/search?q=Pakistan+tariff")
    acts = page.locator("ul.hits li").filter(has=page.locator(".k-act"))
    act = acts.filter(has=page.locator(".hit-title a", has_text="Pakistan")).filter(has_text="19 percent").first
    said = act.locator(".hit").inner_text()
    act.locator(".hit-title a").click()
    page.wait_for_url(lambda url: "/articles/" in url)
    marked = " ".join("".join(page.locator("mark").all_text_contents()).split())
    assert marked[:40] in said


def test_search_finds_officials_that_vouch_and_no_other_person(desk) -> None:
    client = Client(desk)

    def found(words: str) -> list[str]:
        _, text, _ = client.ask("GET", f"/search.json?q={words}", Accept="application/json")
        return [row["title"] for row in json.loads(text)["found"] if row["kind"] == "official"]

    assert "Donald Trump" in found("Trump")
    assert found("loan") == []  # an official of that name vouches for nothing here


def test_a_chart_is_shown_in_a_page_of_another_site_and_the_rest_is_not(page, desk) -> None:
    class Blog(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

        def do_GET(self) -> None:
            framed = f"{desk}/PAK-USA" + ("/timeline?embed=1" if self.path == "/chart" else "")
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<h1>A blog</h1><iframe src="{framed}" width="900" height="600"></iframe>'.encode())

    other = ThreadingHTTPServer(("127.0.0.2", 0), Blog)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    try:
        page.goto(f"http://127.0.0.2:{other.server_port}/chart")
        frame = page.frame_locator("iframe")
        expect(frame.locator("svg.chart")).to_be_visible()
        expect(frame.locator(".source")).to_contain_text("words and deeds”")
        assert frame.locator("header.bar, form").count() == 0
        page.goto(f"http://127.0.0.2:{other.server_port}/whole")
        page.wait_for_timeout(1000)
        assert page.frames[1].locator("header.bar, .judgement").count() == 0  # the browser shows nothing of it
    finally:
        other.shutdown()
        other.server_close()
