"""Pages in a state that somebody has brought them into: axe finds nothing there either, in light and dark, at any
width."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from deedbook.desk.accounts import accounts_path, read_accounts
from deedbook.desk.app import create_app
from deedbook.ledger import Ledger

from .conftest import serving
from .test_doors import PASSWORD, signed_in
from .test_pages import AXE, RULES
from .test_review import QUEUE, decide

TABLE = b"giver,receiver,what,status\nUSA,PAK,Reko Diq loan,delivered\nMars,PAK,x,pledged\n"


@pytest.fixture(scope="module")
def busy(filled: Path, tmp_path_factory: pytest.TempPathFactory):
    """A desk with two reviewers who differ."""
    path = tmp_path_factory.mktemp("states") / "busy.db"
    shutil.copy(filled, path)
    held = read_accounts(accounts_path(path)).with_account("root", "administrator", PASSWORD)
    held.with_account("vera", "reviewer", PASSWORD).with_account("omar", "reviewer", PASSWORD)
    with serving(create_app(path, demands=True)) as address:
        for name, kind in (("omar", "reject"), ("vera", "accept")):
            client = signed_in(address, name)[0]
            decide(client, client.ask("GET", QUEUE)[1], kind=kind, note="why not")
        yield address


def closed(page: Page) -> None:
    page.wait_for_selector("#password")


def disputed(page: Page) -> None:
    page.wait_for_selector(".flag.warn")
    page.wait_for_selector("#agree-h")


def keys(page: Page) -> None:
    page.keyboard.press("?")
    page.wait_for_selector("dialog")


def words(page: Page) -> None:
    page.keyboard.press("w")
    page.keyboard.press("a")
    page.wait_for_selector("dialog mark")


def refused(page: Page) -> None:
    page.fill("#v-actor", "Atlantis")
    page.click("#accept")
    page.wait_for_selector("[role=alert]")


def tracker(page: Page) -> None:
    page.set_input_files("#tracker", {"name": "t.csv", "mimeType": "text/csv", "buffer": TABLE})
    page.get_by_role("button", name="Set it beside").click()
    page.wait_for_selector("#beside-h")


def bad(page: Page) -> None:
    page.set_input_files("#file", {"name": "a.pdf", "mimeType": "x/y", "buffer": b"%PDF-1.7\n"})
    page.get_by_role("button", name="Read it").click()
    page.wait_for_selector("#done-h")


STATES = {
    "disputed": (f"{QUEUE}&only=disagreements", disputed),
    "keys": (QUEUE, keys),
    "words": (QUEUE, words),
    "refused": (QUEUE, refused),
    "tracker": ("/bring-in", tracker),
    "bad file": ("/bring-in", bad),
    "nothing waits": ("/review?pair=FRA-DEU", lambda page: None),
}


def clean(page: Page) -> None:
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    assert not [(v["id"], [(n["html"][:200], n["any"][:1]) for n in v["nodes"][:3]]) for v in found["violations"]]
    for width in (320, 390, 2560):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state_of_a_desk_with_accounts(browser: Browser, busy: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{busy}/PAK-USA")
    closed(page)
    clean(page)
    page.fill("#name", "vera")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector(".who")
    for path, reach in STATES.values():
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(busy + path)
        page.wait_for_load_state()
        reach(page)
        clean(page)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_an_empty_ledger(browser: Browser, tmp_path: Path, scheme: str) -> None:
    Ledger.open(tmp_path / "empty.db").close()
    with serving(create_app(tmp_path / "empty.db")) as address:
        context = browser.new_context(color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        for path in ("/", "/PAK-USA", "/review", "/bring-in", "/search?q=x", "/accounts"):
            page.set_viewport_size({"width": 1280, "height": 900})
            page.goto(address + path)
            clean(page)
        context.close()
