"""Picture every page of the desk on the bundled examples, in light, dark and on a phone.

`python tools/screenshots.py` writes the few that the documentation shows to docs/screens/, small; `--all FOLDER` writes
every page in every way, to be looked at."""

import argparse
import json
import os
import shutil
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from deedbook.desk.app import create_app
from deedbook.desk.sample import fill
from deedbook.desk.server import bound

ROOT = Path(__file__).resolve().parent.parent
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAYS = {"light": (1280, 960, "light"), "dark": (1280, 960, "dark"), "phone": (390, 844, "light")}
SHOWN = (  # page, way, what is scrolled to the top of the picture
    ("relation", "light", ""),
    ("relation", "dark", "#timeline"),
    ("relation", "light", "#lanes"),
    ("relation", "phone", ""),
    ("commitment", "light", ""),
    ("article", "light", ""),
)
MOST_BYTES = 150_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every page in every way, whole")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "sample.db"
        fill(ledger)
        listening = bound("127.0.0.1", 0)
        server = uvicorn.Server(uvicorn.Config(create_app(ledger, sample=True), log_level="warning"))
        thread = threading.Thread(target=lambda: server.run(sockets=[listening]))
        thread.start()
        while not server.started:
            time.sleep(0.05)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        try:
            pictures(address, asked.all)
        finally:
            server.should_exit = True
            thread.join()


def pictures(address: str, every: Path | None) -> None:
    pages = paths(address)
    with sync_playwright() as playwright:
        name = os.environ.get("DEEDBOOK_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=name, args=ARGUMENTS)
        if every:
            every.mkdir(parents=True, exist_ok=True)
            for page in pages:
                for way in WAYS:
                    every.joinpath(f"{page}-{way}.png").write_bytes(picture(browser, address + pages[page], way, None))
        else:
            folder = ROOT / "docs" / "screens"
            folder.mkdir(exist_ok=True)
            for page, way, place in SHOWN:
                name = f"{page}{place.replace('#', '-')}-{way}.jpg"
                data = picture(browser, address + pages[page], way, place)
                folder.joinpath(name).write_bytes(data)
                note = "" if len(data) <= MOST_BYTES else f"  larger than {MOST_BYTES:,}"
                print(f"{name}: {len(data):,} bytes{note}")
        browser.close()


def paths(address: str) -> dict[str, str]:
    """One address for each kind of page; a commitment with much of a life, an article with several events."""
    with urllib.request.urlopen(f"{address}/PAK-USA.json") as answer:
        held = json.load(answer)
    commitment = max(held["commitments"], key=lambda c: len(c["history"]))
    places = [quote["evidence"] for quote in held["quotes"]]
    keys = [place["article_key"] for place in places]
    most = max(dict.fromkeys(keys), key=keys.count)
    other = next(key for key in keys if key != most)
    place = next(place for place in places if place["article_key"] == most)
    return {
        "front": "/",
        "relation": "/PAK-USA?against=IND-USA",
        "silent": "/FRA-DEU",
        "timeline": "/PAK-USA/timeline",
        "commitments": "/PAK-USA/commitments",
        "acts": "/PAK-USA/acts",
        "commitment": f"/PAK-USA/commitments/{commitment['id']}",
        "article": f"/articles/{most}?at={place['start']}-{place['end']}",
        "accounts": f"/accounts?article={most}&article={other}",
        "search": "/search?q=tariff",
        "missing": "/nowhere",
    }


def picture(browser: Browser, address: str, way: str, place: str | None) -> bytes:
    """The page as PNG, whole, where ``place`` is ``None``; else one window of it as a small JPEG."""
    width, height, scheme = WAYS[way]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address.partition("#")[0])
    page.evaluate("document.fonts.ready")
    if place:
        page.locator(place).evaluate("node => scrollTo(0, node.getBoundingClientRect().top + scrollY - 16)")
    elif place is not None:
        page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(100)
    data = page.screenshot(full_page=True) if place is None else page.screenshot(type="jpeg", quality=72)
    context.close()
    return data


if __name__ == "__main__":
    main()
