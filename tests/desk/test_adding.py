"""Adding an act that was not read: by its form alone, and in a real browser with the mouse."""

import re
import shutil

from playwright.sync_api import Page, expect

from deedbook.coding import lone_coder
from deedbook.desk.accounts import accounts_path, read_accounts
from deedbook.desk.app import create_app
from deedbook.ledger import Ledger
from deedbook.pipeline import recode

from .conftest import serving
from .test_doors import PASSWORD, Client, signed_in
from .test_review import decisions

SAID = {
    "words": "is set for", "about": "a hearing", "actor": "United States", "recipient": "PAK", "event_type": "CONSULT",
    "status": "promised", "polarity": "positive", "instrument": "talks", "date_from": "2026-07-07",
    "date_to": "2026-07-07", "symmetric": "no", "partial": "no", "amount": "", "note": "the hearing was passed over",
}  # fmt: skip


def article(path) -> tuple[str, str]:
    """Key of an example, and the place of a sentence in it that is not coded."""
    with Ledger.open(path, create=False) as ledger:
        for key, held in ledger.facts().articles.items():
            if (at := held.raw.find("Comments are due by")) >= 0:
                return key, f"{at}-{held.raw.index('.', at)}"
    raise AssertionError


def added(client: Client, path, **changes: str):
    key, at = article(path)
    shown = f"/articles/{key}/add?at={at}"
    return client.send(f"/articles/{key}/add", {"csrf": client.token(shown), "at": at, **SAID, **changes})


def test_it_is_written_down_shown_to_its_reviewer_and_taken_back(own_desk) -> None:
    address, path = own_desk
    client = Client(address)
    status, _, answer = added(client, path)
    assert status == 303
    (made,) = decisions(path)
    assert (made.kind, made.pair, made.why) == ("add", ("USA", "PAK"), SAID["note"])
    page = client.ask("GET", answer.getheader("Location"))[1]
    assert "The act below was added." in page and "A person added it" in page
    key, at = article(path)
    told = client.ask("GET", f"/articles/{key}?at={at}")[1]
    assert re.search(r"<dt>Added</dt><dd>by .*?checked by a person", told)
    assert "hearing" in client.ask("GET", "/PAK-USA/acts?reviewed=yes")[1]
    item = re.search(r'name="item" value="([^"]+)"', page.partition('class="undo"')[2])[1]
    token = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    undo = {"csrf": token, "item": item, "pair": "USA-PAK", "only": "all", "kind": "undo"}
    status, _, answer = client.send("/review", undo)
    assert status == 303 and "was taken away" in client.ask("GET", answer.getheader("Location"))[1]
    assert "<dt>Added</dt>" not in client.ask("GET", f"/articles/{key}?at={at}")[1]
    assert [one.kind for one in decisions(path)] == ["add", "withdraw"]


def test_it_stays_when_the_text_is_read_again_and_is_no_change_of_that(own_desk) -> None:
    address, path = own_desk
    client = Client(address)
    assert added(client, path)[0] == 303
    with Ledger.open(path, create=False) as ledger:
        name = next(reading.coder for reading in ledger.facts().readings)
        coder = lone_coder()
        done = recode(ledger, type("Next", (), {"name": name + " next", "code": coder.code})())
        assert not done.changes
        assert len([e for e in ledger.snapshot().entries if e.event.coder == "by hand: this computer"]) == 1
    assert "this computer" not in client.ask("GET", "/review?only=recoded&pair=PAK-USA")[1]


def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(own_desk) -> None:
    address, path = own_desk
    client = Client(address)
    for changes, said in (
        ({"words": "is not there"}, "do not stand there"),
        ({"recipient": "Ruritania"}, "A party cannot be"),
        ({"amount": "lots"}, "How much cannot be"),
        ({"date_from": "soon"}, "Not before cannot be"),
        ({"actor": ""}, "who acts and towards whom"),
        ({"about": "a loan"}, "words of what it is about do not stand"),
    ):
        status, page, _ = added(client, path, **changes)
        assert status == 422 and said in page and "Nothing was written" in page
        assert 'value="is ' in page and SAID["note"] in page
    assert decisions(path) == []


def test_readers_cannot_and_are_not_asked_to(filled, tmp_path) -> None:
    path = tmp_path / "shared.db"
    shutil.copy(filled, path)
    held = read_accounts(accounts_path(path)).with_account("root", "administrator", PASSWORD)
    held.with_account("omar", "reader", PASSWORD)
    with serving(create_app(path)) as address:
        client, _, _ = signed_in(address, "omar")
        key, at = article(path)
        assert "Add an act" not in client.ask("GET", f"/articles/{key}")[1]
        assert "takes a reviewer" in client.ask("GET", f"/articles/{key}/add?at={at}")[1]
        assert client.send(f"/articles/{key}/add", {"csrf": client.token("/search?q=loan"), **SAID})[0] == 403


def test_words_are_marked_with_the_mouse(page: Page, own_desk) -> None:
    address, path = own_desk
    key, at = article(path)
    page.goto(f"{address}/articles/{key}/add?at={at}")
    expect(page.get_by_text("Words marked with the mouse")).to_be_visible()
    for field, words in (("v-words", SAID["words"]), ("v-about", SAID["about"])):
        page.locator(f"#{field}").focus()
        x, y, right = page.evaluate(
            """words => {
                const text = document.getElementById("passage").firstChild, range = document.createRange();
                const at = text.textContent.indexOf(words);
                range.setStart(text, at); range.setEnd(text, at + words.length);
                const box = range.getBoundingClientRect();
                return [box.left, (box.top + box.bottom) / 2, box.right];
            }""",
            words,
        )
        page.mouse.move(x + 1, y)
        page.mouse.down()
        page.mouse.move(right, y, steps=4)
        page.mouse.up()
        expect(page.locator(f"#{field}")).to_have_value(words)
    page.get_by_label("Who acts").fill("United States")
    page.get_by_label("Towards whom").fill("Pakistan")
    page.get_by_role("button", name="Add the act").click()
    expect(page.get_by_role("status").filter(has_text="was added")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status").filter(has_text="taken away")).to_be_visible()
