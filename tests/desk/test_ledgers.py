"""Ledgers of every size: empty, one event, a pair without data; one that grows while it is read; the bundled sample."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from deedbook.coding import lone_coder
from deedbook.ledger import Ledger
from deedbook.pipeline import run

from .test_frame import fetch

ONE = {
    "id": "one",
    "text": "The United States approved a loan of $40 million for Pakistan on Monday.",
    "outlet": "A paper",
    "date": "2026-01-05",
}
Desk = Callable[[Callable[[Ledger], None]], str]


def fill(ledger: Ledger, tmp_path: Path, *lines: dict[str, str]) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    run([str(path)], ledger, lone_coder())


def test_an_empty_ledger_says_how_to_fill_it(page: Page, desk_on: Desk) -> None:
    address = desk_on(lambda ledger: None)
    page.goto(address)
    expect(page.get_by_role("heading", name="This ledger is empty")).to_be_visible()
    page.goto(f"{address}/PAK-USA")
    expect(page.get_by_role("heading", name="Nothing is held on these two")).to_be_visible()
    for path in ("/accounts", "/search?q=x", "/PAK-USA/timeline", "/PAK-USA/commitments", "/PAK-USA/acts"):
        page.goto(address + path)
        expect(page.locator("h1")).to_be_visible()
    assert fetch(f"{address}/PAK-USA.svg")[0] == 200


def test_one_event_is_a_whole_page(page: Page, desk_on: Desk, tmp_path: Path) -> None:
    address = desk_on(lambda ledger: fill(ledger, tmp_path, ONE))
    page.goto(f"{address}/PAK-USA")
    expect(page.locator(".counts")).to_contain_text(re.compile(r"1\s*act\b|\bact\s*1"))
    expect(page.locator("#timeline svg.chart a")).to_have_count(1)
    expect(page.locator("ul.lanes > li")).to_have_count(1)
    page.locator("ul.lanes a").first.click()
    expect(page.locator("table.history tbody tr")).to_have_count(1)


def test_a_pair_without_data_is_told_as_silence(page: Page, desk: str) -> None:
    page.goto(f"{desk}/FRA-DEU")
    expect(page.get_by_text("That is silence, not proof that nothing happened").first).to_be_visible()
    expect(page.get_by_text("delivered or binding of")).to_have_count(0)


def test_what_a_writer_adds_is_there_on_the_next_load(page: Page, own_desk: tuple[str, Path], tmp_path: Path) -> None:
    address, path = own_desk
    page.goto(f"{address}/FRA-DEU")
    with Ledger.open(path) as ledger:
        fill(ledger, tmp_path, ONE | {"text": "France approved a loan of $40 million for Germany on Monday."})
    page.reload()
    expect(page.get_by_role("heading", name="What came of it")).to_be_visible()


def test_start_opens_the_sample_in_a_few_seconds_and_keeps_nothing(tmp_path: Path) -> None:
    environment = os.environ | {"DEEDBOOK_LEDGER": str(tmp_path / "untouched.db")}
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "deedbook", "start", "--port", "0"], stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert process.stderr
        said = ""
        while "Ctrl-C" not in said:
            said = process.stderr.readline()
            assert said, "it ended before it served"
        address = said.split("at ")[1].split("/ ")[0]
        for _ in range(100):
            try:
                status, _, body = fetch(f"{address}/PAK-USA")
                break
            except OSError:
                time.sleep(0.05)
        assert status == 200 and b"Bundled examples" in body
        assert time.monotonic() - began < 60  # on a busy machine; a free one needs three or four seconds
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        if process.stderr:
            process.stderr.close()
    assert not (tmp_path / "untouched.db").exists()


def test_a_port_that_is_taken_is_said_in_a_line(desk: str, filled: Path) -> None:
    port = desk.rsplit(":", 1)[1]
    done = subprocess.run(
        [sys.executable, "-m", "deedbook", "desk", "--ledger", str(filled), "--port", port],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Name another port with --port" in done.stderr and "Traceback" not in done.stderr
