"""The review queue, on a real ledger, by forms and by keyboard."""

import re
import shutil
from urllib.parse import parse_qs, urlsplit

import pytest

from deedbook.desk.accounts import accounts_path, read_accounts
from deedbook.desk.app import create_app
from deedbook.ledger import Ledger

from .conftest import serving
from .test_doors import PASSWORD, Client, signed_in

QUEUE = "/review?pair=PAK-USA"


def item_of(page: str) -> str:
    return re.search(r'name="item" value="([^"]+)"', page.partition('id="verdict"')[2])[1]


def fields_of(page: str) -> dict[str, str]:
    form = page.partition('id="verdict"')[2].partition("</form>")[0]
    found = dict(re.findall(r'<input id="v-([a-z_]+)"[^>]*? value="([^"]*)"', form))
    for name, options in re.findall(r'<select id="v-([a-z_]+)".*?>(.*?)</select>', form, re.DOTALL):
        found[name] = re.search(r"<option selected>([^<]*)", options)[1]
    return found


def decide(client: Client, page: str, **changes: str):
    token = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    fields = {"csrf": token, "item": item_of(page), "pair": "PAK-USA", "only": "open", "kind": "accept"}
    return client.send("/review", {**fields, **fields_of(page), **changes})


def followed(client: Client, answer) -> str:
    return client.ask("GET", answer.getheader("Location"))[1]


def decisions(path) -> list:
    with Ledger.open(path, create=False) as ledger:
        return list(ledger.decisions())


def test_accepting_writes_it_down_and_shows_the_next(own_desk) -> None:
    address, path = own_desk
    client = Client(address)
    _, page, _ = client.ask("GET", QUEUE)
    first, total = item_of(page), int(re.search(r"Event 1 of (\d+)", page)[1])
    assert total > 30
    status, _, answer = decide(client, page)
    assert status == 303
    after = followed(client, answer)
    assert item_of(after) != first
    assert f"of {total - 1} " in after
    (made,) = decisions(path)
    assert (made.kind, made.changes) == ("accept", ())
    with Ledger.open(path, create=False) as ledger:
        assert sum(entry.reviewed for entry in ledger.snapshot().entries) == 1


def test_what_differs_is_a_correction_and_what_only_looks_different_is_none(own_desk) -> None:
    address, path = own_desk
    client = Client(address)
    _, page, _ = client.ask("GET", QUEUE)
    shown = fields_of(page)
    decide(client, page, actor=shown["actor"].lower(), domains="|".join(reversed(shown["domains"].split("|"))))
    assert [made.kind for made in decisions(path)] == ["accept"]
    _, page, _ = client.ask("GET", QUEUE)
    decide(client, page, status="lapsed", note="the text says so")
    made = decisions(path)[-1]
    assert (made.kind, made.changes, made.why) == ("correct", (("status", "lapsed"),), "the text says so")


def test_swap_reject_and_undo(own_desk) -> None:
    address, path = own_desk
    client = Client(address)
    _, page, _ = client.ask("GET", QUEUE)
    first, shown = item_of(page), fields_of(page)
    decide(client, page, kind="swap")
    assert dict(decisions(path)[0].changes) == {"actor": shown["recipient"], "recipient": shown["actor"]}
    _, page, _ = client.ask("GET", f"{QUEUE}&only=mine&at={first}")
    assert decide(client, page, kind="undo", only="mine")[0] == 303
    with Ledger.open(path, create=False) as ledger:
        assert not any(entry.reviewed for entry in ledger.snapshot().entries)
        before = len(ledger.snapshot().entries)
    _, page, _ = client.ask("GET", QUEUE)
    assert item_of(page) == first  # it waits again
    _, _, answer = decide(client, page, kind="reject")
    with Ledger.open(path, create=False) as ledger:
        assert len(ledger.snapshot().entries) == before - 1
    after = followed(client, answer)
    undo = after.partition('class="undo"')[2].partition("</form>")[0]
    assert first in undo
    token = re.search(r'name="csrf" value="([^"]+)"', after)[1]
    client.send("/review", {"csrf": token, "item": first, "pair": "PAK-USA", "kind": "undo"})
    with Ledger.open(path, create=False) as ledger:
        assert len(ledger.snapshot().entries) == before


def test_a_correction_shows_in_the_chart_at_once(own_desk) -> None:
    address, _ = own_desk
    client = Client(address)
    before = client.ask("GET", "/PAK-USA.json", Accept="application/json")[1]
    assert client.ask("GET", "/PAK-USA.json", Accept="application/json")[1] == before
    _, page, _ = client.ask("GET", QUEUE)
    decide(client, page, kind="reject")
    assert client.ask("GET", "/PAK-USA.json", Accept="application/json")[1] != before


def test_a_value_that_the_codebook_lacks_is_refused_in_words(own_desk) -> None:
    client = Client(own_desk[0])
    _, page, _ = client.ask("GET", QUEUE)
    status, said, _ = decide(client, page, status="nearly done")
    assert status == 422 and "nearly done" in said and "promised" in said
    status, said, _ = decide(client, page, actor="ATLANTIS")
    assert status == 422 and "ATLANTIS" in said
    assert decisions(own_desk[1]) == []


def test_words_that_were_chosen_are_written_down_with_their_place(own_desk) -> None:
    address, path = own_desk
    client = Client(address)
    _, page, _ = client.ask("GET", QUEUE)
    start = int(re.search(r'data-start="(\d+)"', page)[1])
    decide(client, page, cue_words=f"{start}-{start + 9}")
    (made,) = decisions(path)
    ((name, value),) = made.changes
    with Ledger.open(path, create=False) as ledger:
        article = ledger.article(item_of(page).partition(".")[0])
        assert (name, value) == ("cue_words", f"{start}-{start + 9} {article.raw[start : start + 9]}")
        held = [entry.event.cue.text for entry in ledger.snapshot().entries if entry.reviewed]
    assert held == [article.raw[start : start + 9]]


@pytest.fixture
def two(filled, tmp_path):
    """Two reviewers and a reader at one desk."""
    path = tmp_path / "two.db"
    shutil.copy(filled, path)
    held = read_accounts(accounts_path(path)).with_account("root", "administrator", PASSWORD)
    for name, role in (("vera", "reviewer"), ("omar", "reviewer"), ("rita", "reader")):
        held = held.with_account(name, role, PASSWORD)
    with serving(create_app(path)) as address:
        yield address, path


def test_two_reviewers_at_once_and_what_they_disagree_on(two) -> None:
    address, path = two
    vera, omar = signed_in(address, "vera")[0], signed_in(address, "omar")[0]
    _, first, _ = vera.ask("GET", QUEUE)
    _, same, _ = omar.ask("GET", QUEUE)
    assert item_of(first) == item_of(same)
    decide(vera, first)
    decide(omar, same, kind="reject")
    assert [made.who for made in decisions(path)] == ["vera", "omar"]
    _, page, _ = vera.ask("GET", f"{QUEUE}&only=disagreements")
    assert item_of(page) == item_of(first) and "disputed over kept" in page and "omar: reject" in page
    _, blind, _ = vera.ask("GET", f"{QUEUE}&only=all&blind=1&at={item_of(first)}")
    assert "omar" not in blind and "disputed" not in blind.partition('class="case"')[2].partition("</section>")[0]


def test_a_reader_decides_nothing(two) -> None:
    address, path = two
    rita = signed_in(address, "rita")[0]
    _, page, _ = rita.ask("GET", QUEUE)
    assert "takes a reviewer" in page and 'id="verdict"' not in page
    token = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    status, said, _ = rita.send("/review", {"csrf": token, "item": "x", "pair": "PAK-USA", "kind": "accept"})
    assert status == 403 and "rita is a reader" in said
    assert decisions(path) == []


def test_page_one_comes_first(own_desk) -> None:
    client = Client(own_desk[0])
    _, page, _ = client.ask("GET", f"{QUEUE}&only=page-one")
    assert "page one of the brief" in page.partition('class="case"')[2]
    _, every, _ = client.ask("GET", QUEUE)
    assert "page one of the brief" in every.partition('class="case"')[2]


def test_thirty_events_by_keyboard_alone(browser, own_desk) -> None:
    address, path = own_desk
    page = browser.new_context().new_page()
    page.goto(address + QUEUE)
    for number in range(30):
        before = page.url
        page.keyboard.press("x" if number % 10 == 9 else "s" if number % 10 == 5 else "Enter")
        page.wait_for_url(lambda url, before=before: url != before)
    made = decisions(path)
    assert len(made) == 30
    assert sum(one.kind == "reject" for one in made) == 3
    assert sum(one.kind == "correct" for one in made) == 3
    page.keyboard.press("u")
    page.wait_for_url(lambda url: "only=all" in url)
    assert decisions(path)[-1].kind == "withdraw"
    page.context.close()


def test_a_status_is_put_right_by_keyboard(browser, own_desk) -> None:
    address, path = own_desk
    page = browser.new_context().new_page()
    page.goto(address + QUEUE)
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.id") == "v-status"
    page.select_option("#v-status", "lapsed")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "done=corrected" in url)
    assert decisions(path)[0].changes == (("status", "lapsed"),)
    page.context.close()


def test_words_are_chosen_with_the_arrows(browser, own_desk) -> None:
    address, path = own_desk
    page = browser.new_context().new_page()
    page.goto(address + QUEUE)
    page.keyboard.press("w")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("c")
    chosen = page.inner_text("dialog mark")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")  # it closes a moment after the key
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "done=corrected" in url)
    ((name, value),) = decisions(path)[0].changes
    assert name == "cue_words" and value.partition(" ")[2].split() == chosen.split() and len(chosen.split()) == 2
    page.context.close()


def test_a_key_can_be_switched_off_and_the_list_is_one_key_away(browser, own_desk) -> None:
    address, path = own_desk
    page = browser.new_context().new_page()
    page.goto(address + QUEUE)
    page.keyboard.press("?")
    page.uncheck("dialog label:has(kbd:text-is('x')) input")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    page.keyboard.press("x")
    page.reload()
    page.keyboard.press("x")
    page.wait_for_timeout(300)
    assert decisions(path) == []
    assert parse_qs(urlsplit(page.url).query)["pair"] == ["PAK-USA"]
    page.context.close()
