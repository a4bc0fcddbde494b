"""The review queue by keyboard, in a real browser: each key, each key off, words, two people, a line that is lost."""

import json
import re
import shutil
import threading
import time

import pytest
import uvicorn
from playwright.sync_api import Page, expect

from deedbook.desk.accounts import accounts_path, read_accounts
from deedbook.desk.app import create_app
from deedbook.desk.server import bound
from deedbook.ledger import Ledger
from deedbook.pipeline import run

from .conftest import serving
from .test_doors import PASSWORD, Client
from .test_review import QUEUE, decisions

KEYS = ("Enter", "x", "s", "t", "f", "a", "r", "p", "n", "w", "j", "k", "u", "?")


def queue(page: Page, desk: str) -> None:
    page.goto(desk + QUEUE)
    expect(page.get_by_role("button", name="Keys")).to_be_visible()  # the script has run


def test_thirty_events_by_keyboard_alone(page, own_desk) -> None:
    address, path = own_desk
    queue(page, address)
    for number in range(30):
        before = page.url
        page.keyboard.press("x" if number % 10 == 9 else "s" if number % 10 == 5 else "Enter")
        page.wait_for_url(lambda url, before=before: url != before)
    made = decisions(path)
    assert len(made) == 30
    assert sum(one.kind == "reject" for one in made) == 3
    assert sum(one.kind == "correct" for one in made) == 3
    page.keyboard.press("u")
    page.wait_for_url(lambda url: "done=undone" in url)
    assert decisions(path)[-1].kind == "withdraw"
    assert "only=open" in page.url and "Event 1 of" in page.inner_text(".lead")  # it waits again, in the same queue


def test_each_key_leads_where_its_list_says(page, own_desk) -> None:
    address, path = own_desk
    queue(page, address)
    fields = {"t": "event_type", "f": "status", "a": "actor", "r": "recipient", "p": "polarity", "n": "note"}
    for key, name in fields.items():
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.id") == f"v-{name}"
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement === document.body")
    assert page.input_value("#v-polarity") == "negative"  # p turned it round
    first = page.get_attribute("input[name=item] >> nth=0", "value")
    page.keyboard.press("j")
    expect(page.locator(".lead")).to_contain_text("Event 2 of")
    page.keyboard.press("k")
    expect(page.locator(".lead")).to_contain_text("Event 1 of")
    assert page.get_attribute("input[name=item] >> nth=0", "value") == first
    page.keyboard.press("w")
    expect(page.get_by_role("dialog", name="Words")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    listed = page.get_by_role("dialog", name="Keys").locator("kbd").all_inner_texts()
    assert tuple(sorted(listed)) == tuple(sorted(KEYS))
    assert decisions(path) == []


def test_no_key_works_while_text_is_typed(page, own_desk) -> None:
    address, path = own_desk
    queue(page, address)
    page.keyboard.press("n")
    page.keyboard.type("xsj?uw tafrp")
    assert page.input_value("#v-note") == "xsj?uw tafrp"
    assert page.locator("dialog").count() == 0 and decisions(path) == []


@pytest.mark.parametrize("key", KEYS)
def test_a_key_that_is_switched_off_does_nothing_any_more(page, own_desk, key: str) -> None:
    address, path = own_desk
    queue(page, address)
    if key == "u":  # so that there is something to take back
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "done=accepted" in url)
    page.keyboard.press("?")
    page.get_by_role("dialog").locator("label").filter(has=page.locator(f"kbd:text-is('{key}')")).uncheck()
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    page.reload()
    expect(page.get_by_role("button", name="Keys")).to_be_visible()
    before, made = page.url, len(decisions(path))
    page.keyboard.press(key)
    page.wait_for_timeout(250)
    assert page.url == before and len(decisions(path)) == made
    assert page.locator("dialog").count() == 0
    assert page.evaluate("document.activeElement === document.body")
    if key != "Enter":
        assert page.locator(f'[data-hint="{key}"]:visible').count() == 0


def test_all_keys_are_switched_off_and_on_at_once_and_the_list_stays_in_reach(page, own_desk) -> None:
    queue(page, own_desk[0])
    page.keyboard.press("?")
    page.get_by_role("button", name="All off").click()
    page.get_by_role("button", name="Close").click()
    page.wait_for_selector("dialog", state="detached")
    page.keyboard.press("?")
    assert page.locator("dialog").count() == 0
    page.get_by_role("button", name="Keys").click()
    assert page.locator("dialog input:checked").count() == 0
    page.get_by_role("button", name="All on").click()
    assert page.locator("dialog input:checked").count() == len(KEYS)


def test_a_status_is_put_right_by_keyboard(page, own_desk) -> None:
    address, path = own_desk
    queue(page, address)
    page.keyboard.press("f")
    page.keyboard.type("laps")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "done=corrected" in url)
    assert decisions(path)[0].changes == (("status", "lapsed"),)


def test_words_are_chosen_with_the_arrows_shown_and_let_go_of(page, own_desk) -> None:
    address, path = own_desk
    queue(page, address)
    page.keyboard.press("w")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("c")
    chosen = page.inner_text("dialog mark")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")  # it closes a moment after the key
    assert page.locator("#chosen li").count() == 2 and chosen in page.inner_text("#chosen-cue")
    page.locator("#chosen-actor button").click()
    page.locator("#main").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "done=corrected" in url)
    ((name, value),) = decisions(path)[0].changes
    assert name == "cue_words" and value.partition(" ")[2].split() == chosen.split() and len(chosen.split()) == 2


def test_words_stand_where_they_stand_though_hidden_characters_are_shown_longer(page, desk_on, tmp_path) -> None:
    said = "The talks\u202e ended\u202c on Monday\x07. The United States approved a loan of $40 million for Pakistan."
    line = {"id": "odd", "text": said, "outlet": "A paper", "date": "2026-01-05"}
    path = tmp_path / "odd.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    held = {}

    def fill(ledger: Ledger) -> None:
        from deedbook.coding import lone_coder

        run([str(path)], ledger, lone_coder())
        held["path"] = ledger.path

    queue(page, desk_on(fill))
    assert "⟦U+202E⟧" in page.inner_text("blockquote")
    page.keyboard.press("w")
    for _ in range(30):
        page.keyboard.press("ArrowLeft")
    while page.inner_text("dialog mark") != "approved":
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("c")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "done=corrected" in url)
    with Ledger.open(held["path"], create=False) as ledger:
        (made,) = ledger.decisions()
    assert made.changes[0][1].partition(" ")[2] == "approved a loan"


def test_a_correction_shows_in_every_chart_at_once(page, filled, tmp_path) -> None:
    """With pages made in a process of their own, as ``deedbook desk`` has them."""
    path = tmp_path / "charts.db"
    shutil.copy(filled, path)
    charts = ("timeline", "commitments", "comparison", "balance")
    with serving(create_app(path, makers=1)) as address:

        def drawn() -> dict[str, str]:
            client = Client(address)
            return {name: client.ask("GET", f"/PAK-USA/{name}.svg", Accept="image/svg+xml")[1] for name in charts}

        before = drawn()
        rows = json.loads(Client(address).ask("GET", "/review.json?pair=PAK-USA", Accept="application/json")[1])
        deciding = next(
            row["id"]
            for row in rows["items"]
            if row["event_type"] == "AID" and row["status"] == "approved" and "page one" in row["why"]
        )
        page.goto(f"{address}{QUEUE}&at={deciding}")
        expect(page.get_by_role("button", name="Keys")).to_be_visible()
        page.keyboard.press("x")
        page.wait_for_url(lambda url: "done=rejected" in url)
        after = drawn()
        assert [name for name in charts if before[name] == after[name]] == []
        page.goto(f"{address}{QUEUE}&only=mine")
        page.get_by_role("button", name="Take mine back").click()
        page.wait_for_url(lambda url: "done=undone" in url)
        assert drawn() == before


def test_two_reviewers_at_once_in_two_browsers(browser, filled, tmp_path) -> None:
    path = tmp_path / "pair.db"
    shutil.copy(filled, path)
    held = read_accounts(accounts_path(path)).with_account("root", "administrator", PASSWORD)
    for name in ("vera", "omar"):
        held = held.with_account(name, "reviewer", PASSWORD)
    with serving(create_app(path)) as address:
        pages = {}
        for name in ("vera", "omar"):
            page = pages[name] = browser.new_context().new_page()
            page.goto(f"{address}/review?pair=PAK-USA&blind=1")
            page.get_by_label("Name", exact=True).fill(name)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            expect(page.get_by_role("button", name="Keys")).to_be_visible()
            assert "blind=1" in page.url  # signing in led back to where it was asked for
        for _ in range(3):
            for name, key in (("vera", "Enter"), ("omar", "x")):
                before = pages[name].url
                pages[name].keyboard.press(key)
                pages[name].wait_for_url(lambda url, before=before: url != before)
        assert [made.who for made in decisions(path)] == ["vera", "omar"] * 3
        with Ledger.open(path, create=False) as ledger:
            assert [stand.state for stand in ledger.reviews().values()] == ["disputed"] * 3
        pages["vera"].goto(f"{address}/review?pair=PAK-USA&only=disagreements")
        expect(pages["vera"].locator(".lead").first).to_contain_text("Event 1 of 3")
        expect(pages["vera"].get_by_role("heading", name="How well reviewers agree")).to_be_visible()
        for page in pages.values():
            page.context.close()


@pytest.fixture
def stopping(filled, tmp_path):
    """A desk that can be stopped and started at its address: path, port, start, stop."""
    path = tmp_path / "line.db"
    shutil.copy(filled, path)
    with bound("127.0.0.1", 0) as found:
        port = found.getsockname()[1]
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start() -> None:
        listening = bound("127.0.0.1", port)
        server = uvicorn.Server(uvicorn.Config(create_app(path), log_level="critical", access_log=False))
        thread = threading.Thread(target=lambda: server.run(sockets=[listening]))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        running.append((server, thread))

    def stop() -> None:
        while running:
            server, thread = running.pop()
            server.force_exit = server.should_exit = True
            thread.join()

    start()
    yield path, f"http://127.0.0.1:{port}", start, stop
    stop()


def test_when_the_line_is_lost_nothing_is_written_and_what_was_typed_is_sent_when_it_is_back(browser, stopping) -> None:
    path, address, start, stop = stopping
    page = browser.new_context().new_page()
    queue(page, address)
    page.fill("#v-note", "seen with my own eyes")
    stop()
    page.focus("#v-note")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("does not answer: nothing was written")
    assert page.input_value("#v-note") == "seen with my own eyes" and decisions(path) == []
    start()
    page.focus("#v-note")
    page.keyboard.press("Enter")  # the desk was started anew, so the form takes its new session's token up
    page.wait_for_url(lambda url: "done=accepted" in url)
    (made,) = decisions(path)
    assert (made.kind, made.why) == ("accept", "seen with my own eyes")
    page.context.close()


def test_a_form_of_a_session_that_has_ended_is_refused_without_the_script(stopping) -> None:
    path, address, start, stop = stopping
    client = Client(address)
    _, page, _ = client.ask("GET", QUEUE)
    token = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    stop()
    start()
    item = re.search(r'name="item" value="([^"]+)"', page)[1]
    status, said, _ = client.send("/review", {"csrf": token, "item": item, "pair": "PAK-USA", "kind": "accept"})
    assert status == 403 and "belongs to no session" in said and decisions(path) == []


def test_who_was_signed_out_meanwhile_is_told_and_keeps_what_was_typed(browser, filled, tmp_path) -> None:
    path = tmp_path / "out.db"
    shutil.copy(filled, path)
    read_accounts(accounts_path(path)).with_account("root", "administrator", PASSWORD)
    with serving(create_app(path)) as address:
        context = browser.new_context()
        page, other = context.new_page(), context.new_page()

        def sign_in(on: Page) -> None:
            on.goto(f"{address}/sign-in?next={QUEUE}")
            on.get_by_label("Name", exact=True).fill("root")
            on.get_by_label("Password").fill(PASSWORD)
            on.get_by_role("button", name="Sign in").click()
            expect(on.get_by_role("button", name="Keys")).to_be_visible()

        sign_in(page)
        page.fill("#v-note", "kept")
        other.goto(f"{address}/bring-in")
        other.get_by_role("button", name="Sign out").click()
        expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
        page.focus("#v-note")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("signed out by now")
        assert page.input_value("#v-note") == "kept" and decisions(path) == []
        sign_in(other)
        page.focus("#v-note")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "done=accepted" in url)
        assert decisions(path)[0].why == "kept"
        context.close()
