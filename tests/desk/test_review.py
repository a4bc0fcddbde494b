"""The review queue, on a real ledger, by its forms; by keyboard: test_keys."""

import json
import re
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

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
        found[name] = re.search(r'<option value="([^"]*)" selected>', options)[1]
    found["domains"] = "|".join(re.findall(r'name="domains" value="([^"]+)" checked', form))
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
    start = int(re.search(r'data-words="\[\[(\d+),', page)[1])
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
    assert item_of(page) == item_of(first) and "disputed over whether it stands" in page and "omar rejected" in page
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


def test_a_value_that_is_not_taken_is_said_above_the_form_which_keeps_what_was_typed(own_desk) -> None:
    client = Client(own_desk[0])
    _, page, _ = client.ask("GET", QUEUE)
    status, said, _ = decide(client, page, actor="Atlantis", note="an island")
    assert status == 422 and item_of(said) == item_of(page)
    alert = re.search(r'role="alert">(.*?)</p>', said)[1]
    assert "Who acts cannot be" in alert and "Atlantis" in alert and "Nothing was written" in alert
    assert fields_of(said)["actor"] == "Atlantis" and 'name="note" value="an island"' in said
    status, said, _ = decide(client, page, kind="note", note="")
    assert status == 422 and "note is empty" in said
    status, said, _ = decide(client, page, kind="undo")
    assert status == 409 and "decided nothing" in said
    assert decisions(own_desk[1]) == []


def test_a_party_may_be_named_by_its_name_and_domains_ticked(own_desk) -> None:
    address, path = own_desk
    client = Client(address)
    _, page, _ = client.ask("GET", QUEUE)
    decide(client, page, recipient="saudi arabia", domains="trade|energy")
    changed = dict(decisions(path)[0].changes)
    assert changed["recipient"] == "SAU" and set(changed) <= {"recipient", "domains"}
    assert changed.get("domains", "energy|trade") == "energy|trade"


def test_the_queue_is_found_by_the_names_of_the_pair(own_desk) -> None:
    client = Client(own_desk[0])
    _, by_name, _ = client.ask("GET", "/review?pair=Pakistan+and+the+US")
    _, by_code, _ = client.ask("GET", QUEUE)
    assert item_of(by_name) == item_of(by_code)
    assert client.ask("GET", "/review?pair=Atlantis")[0] == 404


def test_a_note_decides_nothing_and_stays(own_desk) -> None:
    address, path = own_desk
    client = Client(address)
    _, page, _ = client.ask("GET", QUEUE)
    _, _, answer = decide(client, page, kind="note", note="ask the embassy")
    after = followed(client, answer)
    assert item_of(after) == item_of(page) and "You noted <q>ask the embassy</q>" in after
    assert "Your note was written down" in after
    assert [made.kind for made in decisions(path)] == ["note"]
    with Ledger.open(path, create=False) as ledger:
        assert not any(entry.reviewed for entry in ledger.snapshot().entries)


def test_mine_are_those_that_i_decided_and_undoing_one_there_shows_it_among_all(two) -> None:
    address, _ = two
    vera, omar = signed_in(address, "vera")[0], signed_in(address, "omar")[0]
    _, page, _ = vera.ask("GET", QUEUE)
    decide(vera, page)
    first = item_of(page)
    held = json.loads(vera.ask("GET", "/review.json?pair=PAK-USA&only=mine", Accept="application/json")[1])
    assert [item["id"] for item in held["items"]] == [first]
    assert "Nothing here is decided by you" in omar.ask("GET", f"{QUEUE}&only=mine")[1]
    _, mine, _ = vera.ask("GET", f"{QUEUE}&only=mine")
    _, _, answer = decide(vera, mine, kind="undo", only="mine")
    after = followed(vera, answer)
    assert item_of(after) == first and "was taken back" in after and "only=all" in answer.getheader("Location")


def test_blind_tells_nothing_of_what_others_decided_in_any_form(two) -> None:
    address, _ = two
    vera, omar = signed_in(address, "vera")[0], signed_in(address, "omar")[0]
    _, page, _ = vera.ask("GET", QUEUE)
    decide(vera, page, status="lapsed", note="a word of vera's")
    at = f"{QUEUE}&only=all&at={item_of(page)}"
    assert "vera corrected" in omar.ask("GET", at)[1]
    _, blind, _ = omar.ask("GET", f"{at}&blind=1")
    assert item_of(blind) == item_of(page) and fields_of(blind) == fields_of(page)
    assert not re.search(r"\bvera\b", blind) and "reviewed by" not in blind and "lapsed</h2>" not in blind
    for form in ("json", "csv"):
        text = omar.ask("GET", f"/review.{form}?pair=PAK-USA&only=all&blind=1", Accept="*/*")[1]
        assert item_of(page) in text and "vera" not in text and "reviewed" not in text


def test_agreement_is_shown_and_is_that_of_the_command_but_not_in_blind_mode(two) -> None:
    address, path = two
    vera, omar = signed_in(address, "vera")[0], signed_in(address, "omar")[0]
    assert "How well reviewers agree" not in vera.ask("GET", QUEUE)[1]
    for number in range(4):
        _, page, _ = vera.ask("GET", QUEUE)
        at = item_of(page)
        decide(vera, page)
        _, page, _ = omar.ask("GET", f"{QUEUE}&blind=1&at={at}")
        decide(omar, page, blind="1", **({"kind": "reject"} if number == 3 else {}))
    _, page, _ = vera.ask("GET", QUEUE)
    table = page.partition('id="agree-h"')[2]
    assert "Of 4 events" in table and re.search(r"Whether it stands</th>.*?>4<.*?>3<", table)
    held = json.loads(vera.ask("GET", "/review.json?pair=PAK-USA", Accept="application/json")[1])["agreement"]
    with Ledger.open(path, create=False) as ledger:
        assert [(row["field"], row["events"], row["alike"]) for row in held] == [
            (one.field, one.units, one.alike) for one in ledger.agreement()
        ]
    _, blind, _ = vera.ask("GET", f"{QUEUE}&blind=1")
    assert 'id="agree-h"' not in blind and "outside blind mode" in blind


def test_changed_by_recoding_are_the_events_that_read_otherwise_now(own_desk) -> None:
    address, path = own_desk
    client = Client(address)
    assert "Nothing here is changed" in client.ask("GET", f"{QUEUE}&only=recoded")[1]
    _, page, _ = client.ask("GET", QUEUE)
    key, _, event = item_of(page).partition(".")
    with Ledger.open(path) as ledger:
        facts = ledger.facts()
        for reading in facts.readings:  # each in its own second and more, as a long recoding would
            changed = tuple(
                replace(one, status="lapsed") if one.event_id == event else one for one in reading.coding.events
            )
            coding = replace(reading.coding, events=changed if reading.article_key == key else reading.coding.events)
            at = datetime.now(UTC) + timedelta(seconds=5 if reading.article_key == key else 60)
            ledger.add(facts.articles[reading.article_key], coding, coder="another 2", recorded=at)
    held = json.loads(client.ask("GET", "/review.json?pair=PAK-USA&only=recoded", Accept="application/json")[1])
    assert [item["id"] for item in held["items"]] == [f"{key}.{event}"]


def beside(page: str, kind: str) -> list[str]:
    """The events that can be joined with, or split from, the one shown."""
    return re.findall(rf'name="other" value="([^"]+)"><button name="kind" value="{kind}"', page)


def test_two_events_are_split_and_joined_by_a_button_and_undone(own_desk) -> None:
    address, path = own_desk
    client = Client(address)
    told = json.loads(client.ask("GET", f"{QUEUE.replace('?', '.json?')}&only=all")[1])["items"]
    pages = (client.ask("GET", f"{QUEUE}&only=all&at={one['id']}")[1] for one in told)
    page = next(page for page in pages if beside(page, "split"))
    item, other = item_of(page), beside(page, "split")[0]
    token = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    sent = {"csrf": token, "item": item, "pair": "PAK-USA", "only": "all", "other": other}

    split = followed(client, client.send("/review", {**sent, "kind": "split"})[2])
    assert "The two are two acts now." in split and other not in beside(split, "split")
    assert item_of(split) == item, "there may be more to say of this one"
    undone = followed(client, client.send("/review", {**sent, "kind": "undo"})[2])
    assert other in beside(undone, "split")
    near = beside(undone, "join")
    if near:
        joined = followed(client, client.send("/review", {**sent, "other": near[0], "kind": "join"})[2])
        assert "The two are one act now." in joined and near[0] in beside(joined, "split")
    with Ledger.open(path, create=False) as ledger:
        assert [d.kind for d in ledger.decisions()] == ["split", "withdraw", *(["join"] if near else [])]


def test_what_is_counted_together_is_not_told_in_blind_mode_and_a_strange_event_is_refused(own_desk) -> None:
    address, _ = own_desk
    client = Client(address)
    page = client.ask("GET", f"{QUEUE}&only=all&blind=1")[1]
    assert not beside(page, "split") and not beside(page, "join")
    token = re.search(r'name="csrf" value="([^"]+)"', page)[1]
    sent = {"csrf": token, "item": item_of(page), "pair": "PAK-USA", "only": "all", "kind": "join", "other": "x.y"}
    answer = client.send("/review", sent)
    assert answer[0] == 409 and "The other event is not in the ledger any more." in answer[1]
