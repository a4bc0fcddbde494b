"""A real desk for the tests: a ledger of the examples, served on loopback, and a real browser."""

import json
import shutil
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect
from starlette.types import ASGIApp

from deedbook.coding import lone_coder
from deedbook.desk.app import create_app
from deedbook.desk.server import bound
from deedbook.ledger import Ledger
from deedbook.pipeline import run

expect.set_options(timeout=30_000)  # on a busy machine; a free one needs none of it


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Path:
    """A ledger of the examples, coded once; tests that write copy it."""
    path = tmp_path_factory.mktemp("desk") / "examples.db"
    with Ledger.open(path) as ledger:
        run([str(examples)], ledger, lone_coder())
    return path


@contextmanager
def serving(app: ASGIApp, host: str = "127.0.0.1") -> Iterator[str]:
    """The address of ``app`` on a real server on loopback."""
    listening = bound(host, 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
    thread = threading.Thread(target=lambda: server.run(sockets=[listening]))
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session")
def desk(filled: Path) -> Iterator[str]:
    """The address of a desk on the ledger of examples; nobody writes to it."""
    with serving(create_app(filled)) as address:
        yield address


@pytest.fixture(scope="session")
def paths(desk: str) -> dict[str, str]:
    """One address for each kind of page, those of a commitment and an article as the answer names them."""
    answer = json.load(urllib.request.urlopen(f"{desk}/PAK-USA.json"))
    mine = max(answer["commitments"], key=lambda c: len(c["history"]))
    place = answer["quotes"][0]["evidence"]
    other = next(q["evidence"] for q in answer["quotes"] if q["evidence"]["article_key"] != place["article_key"])
    return {
        "front": "/",
        "relation": "/PAK-USA?against=IND-USA&since=2026-01-01",
        "filtered": "/PAK-USA?domain=trade&direction=USA",
        "silent": "/FRA-DEU",
        "timeline": "/PAK-USA/timeline",
        "commitments": "/PAK-USA/commitments",
        "comparison": "/PAK-USA/comparison?against=IND-USA",
        "balance": "/PAK-USA/balance?embed=1",
        "acts": "/PAK-USA/acts",
        "commitment": f"/PAK-USA/commitments/{mine['id']}",
        "article": f"/articles/{place['article_key']}?at={place['start']}-{place['end']}",
        "add": f"/articles/{place['article_key']}/add?at={place['start']}-{place['end']}",
        "accounts": f"/accounts?article={place['article_key']}&article={other['article_key']}",
        "search": "/search?q=tariff",
        "review": "/review?pair=PAK-USA",
        "bring in": "/bring-in",
        "sign in": "/sign-in",
        "missing": "/nowhere",
    }


@pytest.fixture
def own_desk(filled: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The address of a desk on a copy of that ledger, and the copy: for tests that write."""
    path = tmp_path / "own.db"
    shutil.copy(filled, path)
    with serving(create_app(path)) as address:
        yield address, path


@pytest.fixture
def desk_on(tmp_path: Path) -> Iterator[Callable[[Callable[[Ledger], None]], str]]:
    """A desk on a ledger that the test fills itself."""
    with_server = []

    def make(fill: Callable[[Ledger], None]) -> str:
        path = tmp_path / f"made-{len(with_server)}.db"
        with Ledger.open(path) as ledger:
            fill(ledger)
        server = serving(create_app(path))
        with_server.append(server)
        return server.__enter__()

    yield make
    for server in with_server:
        server.__exit__(None, None, None)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test where the browser complains: a script error, or something that the policy blocks."""
    context: BrowserContext = browser.new_context()
    opened = context.new_page()
    said: list[str] = []
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    yield opened
    context.close()
    assert not [text for text in said if "status of 4" not in text]
