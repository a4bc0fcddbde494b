"""Pages made in processes of their own and kept ready: what is shown is what the ledger holds, or says it is not."""

import gzip
import http.client
import json
import os
import re
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deedbook.coding import lone_coder
from deedbook.desk import making, shelf, source
from deedbook.desk.app import create_app
from deedbook.ledger import Ledger
from deedbook.pipeline import run
from deedbook.records import Decision

from .conftest import serving

PAGE = "text/html"
NEWER = "being worked into this page"


def get(address: str, path: str, accept: str = PAGE, **more: str) -> tuple[http.client.HTTPResponse, str]:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=120)
    connection.request("GET", path, headers={"Accept": accept} | more)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, (gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body).decode()


def write(path: Path, text: str) -> None:
    file = path.with_suffix(".jsonl")
    file.write_text(json.dumps({"id": text[:20], "text": text, "outlet": "A paper", "date": "2026-01-05"}))
    with Ledger.open(path) as ledger:
        run([str(file)], ledger, lone_coder())


def until(holds: Callable[[], bool], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture(scope="module")
def made_apart(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A desk whose pages are made in two processes of their own, on a copy of the examples."""
    path = tmp_path_factory.mktemp("apart") / "own.db"
    shutil.copy(filled, path)
    with serving(create_app(path, makers=2)) as address:
        yield address, path


def test_pages_made_apart_are_those_made_here(made_apart: tuple[str, Path], desk: str) -> None:
    for path in ("/", "/PAK-USA", "/IND-USA?against=PAK-USA", "/PAK-USA.json", "/PAK-USA/acts.csv", "/review", "/none"):
        (apart, there), (here, own) = get(made_apart[0], path), get(desk, path)
        assert (apart.status, apart.headers["Content-Type"]) == (here.status, here.headers["Content-Type"])
        assert apart.headers["Content-Security-Policy"] == here.headers["Content-Security-Policy"]
        ports = [
            re.sub(r"127\.0\.0\.1:\d+|own\.db|examples\.db|value=\"[\w-]{43}\"", "", text) for text in (there, own)
        ]
        assert ports[0] == ports[1], path


def test_the_forms_of_a_page_carry_the_token_of_their_reader(made_apart: tuple[str, Path]) -> None:
    tokens = {re.findall(r'name="csrf" value="([^"]+)"', get(made_apart[0], "/review")[1])[0] for _ in range(2)}
    assert len(tokens) == 2  # each came without a cookie, so each has a session of its own


def test_a_maker_that_was_killed_is_replaced(made_apart: tuple[str, Path]) -> None:
    import multiprocessing

    for child in multiprocessing.active_children():
        assert child.pid
        os.kill(child.pid, signal.SIGKILL)
        child.join()
    assert get(made_apart[0], "/PAK-USA?domain=security")[0].status == 200
    assert get(made_apart[0], "/CHN-PAK?domain=security")[0].status == 200


def test_what_takes_long_is_shown_once_more_as_it_was(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "QUICK_SECONDS", 0.0)
    path = tmp_path / "own.db"
    shutil.copy(filled, path)
    with serving(create_app(path)) as address:
        before = get(address, "/PAK-USA")[1]
        assert NEWER not in before
        write(path, "France approved a loan of $40 million for Germany on Monday.")
        assert get(address, "/PAK-USA")[1] == before
        write(path, "The United States approved a loan of $41 million for Pakistan on Monday.")
        then = get(address, "/PAK-USA")[1]
        assert NEWER in then and "$41 million" not in then
        until(lambda: NEWER not in get(address, "/PAK-USA")[1])
        assert "$41 million" in get(address, "/PAK-USA")[1]
        write(path, "The United States approved a loan of $67 million for Pakistan on Monday.")
        assert "$67 million" in get(address, "/PAK-USA/commitments.csv", "text/csv")[1]


def test_what_is_quick_to_make_is_made_anew_first(own_desk: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (shelf, source):
        monkeypatch.setattr(module, "QUICK_SECONDS", 1000.0)
    address, path = own_desk
    get(address, "/DEU-FRA")
    write(path, "France approved a loan of $43 million for Germany on Monday.")
    assert "$43 million" in get(address, "/DEU-FRA")[1]


@pytest.mark.parametrize("quick", [0.0, 1000.0])
def test_a_decision_on_the_desk_shows_at_once(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick: float
) -> None:
    for module in (shelf, source):
        monkeypatch.setattr(module, "QUICK_SECONDS", quick)
    path = tmp_path / "own.db"
    shutil.copy(filled, path)
    with serving(create_app(path)) as address:
        page, text = get(address, "/review?pair=PAK-USA")
        item, token = (re.findall(rf'name="{name}" value="([^"]+)"', text)[0] for name in ("item", "csrf"))
        total = int(json.loads(get(address, "/PAK-USA/acts.json", "application/json")[1])["total"])
        shown = get(address, "/PAK-USA")[1]
        connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=120)
        connection.request(
            "POST",
            "/review",
            f"csrf={token}&item={item}&pair=PAK-USA&only=open&kind=reject",
            {
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": page.headers["Set-Cookie"].partition(";")[0],
            },
        )
        assert connection.getresponse().status == 303
        connection.close()
        after = get(address, "/PAK-USA")[1]
        assert NEWER not in after and after != shown
        assert int(json.loads(get(address, "/PAK-USA/acts.json", "application/json")[1])["total"]) <= total
        assert item not in re.findall(r'name="item" value="([^"]+)"', get(address, "/review?pair=PAK-USA")[1])


def test_a_page_made_from_what_has_changed_says_so_and_is_followed_by_another(
    filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A first visit to a page of a pair whose snapshot is at hand, but no longer so."""
    for module in (shelf, source):
        monkeypatch.setattr(module, "QUICK_SECONDS", 0.0)
    path = tmp_path / "own.db"
    shutil.copy(filled, path)
    with serving(create_app(path)) as address:
        get(address, "/PAK-USA")
        write(path, "The United States approved a loan of $44 million for Pakistan on Monday.")
        first = get(address, "/PAK-USA/timeline")[1]
        assert NEWER in first
        until(lambda: NEWER not in get(address, "/PAK-USA/timeline")[1])
        assert get(address, "/PAK-USA/timeline")[1] != first


def test_an_article_is_shown_before_what_takes_long_is_known_of_it(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "SLOW_EVENTS", 1)
    with Ledger.open(filled) as ledger:
        key = ledger.snapshot(pairs=[("PAK", "USA")]).commitments[0].history[0].occurrence.entries[0].article_key
    with serving(create_app(filled)) as address:
        first = get(address, f"/articles/{key}")[1]
        assert NEWER in first and "/commitments/" not in first
        until(lambda: NEWER not in get(address, f"/articles/{key}")[1])
        assert "/commitments/" in get(address, f"/articles/{key}")[1]


def test_what_was_told_beside_is_taken_in_after_a_while(filled, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "own.db"
    shutil.copy(filled, path)
    with serving(create_app(path)) as address:
        read = get(address, "/PAK-USA")[1]
        write(path, "France approved a loan of $45 million for Germany on Monday.")
        assert get(address, "/PAK-USA")[1] == read
        for module in (making, shelf, source):
            monkeypatch.setattr(module, "STEADY_SECONDS", 0.0)
        until(lambda: get(address, "/PAK-USA")[1] != read)  # it says how many articles were read in all


def test_a_forgotten_article_is_shown_no_more(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.db"
    shutil.copy(filled, path)
    with serving(create_app(path)) as address, Ledger.open(path) as ledger:
        key = ledger.snapshot(pairs=[("PAK", "USA")]).entries[0].article_key
        assert get(address, f"/articles/{key}")[0].status == 200
        ledger.forget(key, who="amina")
        assert get(address, f"/articles/{key}")[0].status == 404


def test_a_decision_made_elsewhere_shows(filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.db"
    shutil.copy(filled, path)
    with serving(create_app(path)) as address, Ledger.open(path) as ledger:
        entry = next(e for e in ledger.snapshot(pairs=[("PAK", "USA")]).entries if e.event.cue)
        before = get(address, f"/articles/{entry.article_key}")[1]
        assert entry.event.cue
        decision = Decision(
            "reject",
            ledger.facts(keys=[entry.article_key]).hashes[entry.article_key],
            (entry.event.cue.start, entry.event.cue.end),
            (entry.event.actor.code or "", entry.event.recipient.code or ""),
            "amina",
            datetime.now(UTC),
        )
        ledger.decide(decision)
        until(lambda: get(address, f"/articles/{entry.article_key}")[1] != before)
