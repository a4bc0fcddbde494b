"""Picture every page of the desk on the bundled examples, in light, dark and on a phone.

`python -m tools.screenshots` writes one window of each to docs/screens/, small, with a page that shows them all; `--all
FOLDER` writes every page whole, to be looked at. `--only relation` makes one page's alone; may be repeated."""

import argparse
import json
import re
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Page, sync_playwright
from starlette.types import ASGIApp

from deedbook.desk.accounts import accounts_path, read_accounts
from deedbook.desk.app import create_app
from deedbook.desk.sample import fill
from deedbook.desk.server import bound
from deedbook.ledger import Ledger
from tests.chromium import ARGUMENTS, MISSING, executable

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screens"
WAYS = {"light": (1120, 800, "light"), "dark": (1120, 800, "dark"), "phone": (390, 800, "light")}
QUALITY = 64
MOST_BYTES = 4_000_000  # of all pictures together: each stays in the history for good
TRACKER = b"""giver,receiver,what,status,date
USA,PAK,Reko Diq loan,delivered,2025-12-10
PAK,USA,minerals,delivered,2025-10-03
USA,PAK,A bridge over the Indus,promised,2025-12-10
"""


@dataclass(frozen=True, slots=True)
class Shot:
    """One page: ``desk`` names which desk serves it, ``place`` what is scrolled to the top of the picture."""

    name: str
    says: str
    path: str
    desk: str = "sample"
    place: str = ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every page in every way, whole")
    parser.add_argument("--only", action="append", metavar="PAGE", help="this page alone; may be repeated")
    asked = parser.parse_args()
    if not (chromium := executable()):
        parser.error(MISSING)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, desks(Path(folder)) as addresses:
        every = listed(addresses["sample"])
        shots = [shot for shot in every if not asked.only or shot.name in asked.only]
        target = asked.all or FOLDER
        target.mkdir(parents=True, exist_ok=True)
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for way, (width, height, scheme) in WAYS.items():
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
            )
            for shot in shots:
                data = picture(page, addresses[shot.desk], shot, whole=bool(asked.all))
                target.joinpath(f"{shot.name}-{way}.{'png' if asked.all else 'jpg'}").write_bytes(data)
        browser.close()
    if not asked.all:
        FOLDER.joinpath("README.md").write_text(gallery(every), encoding="utf-8")
        size = sum(path.stat().st_size for path in FOLDER.glob("*.jpg"))
        print(f"{len(shots) * len(WAYS)} pictures; {size:,} bytes in {FOLDER.name}")
        if size > MOST_BYTES:
            print(f"more than {MOST_BYTES:,}: lower QUALITY or picture less")


@contextmanager
def desks(folder: Path) -> Iterator[dict[str, str]]:
    """The addresses of three: on the bundled examples, on an empty ledger, and one that asks for accounts."""
    fill(folder / "sample.db")
    for name in ("empty", "closed"):
        Ledger.open(folder / f"{name}.db").close()
    read_accounts(accounts_path(folder / "closed.db")).with_account("amina", "administrator", "seven green lanterns")
    served = [
        serve(create_app(folder / "sample.db", sample=True)),
        serve(create_app(folder / "empty.db")),
        serve(create_app(folder / "closed.db", demands=True)),
    ]
    yield {name: address for name, (address, _, _) in zip(("sample", "empty", "closed"), served, strict=True)}
    for _, server, thread in served:
        server.should_exit = True
        thread.join()


def serve(app: ASGIApp) -> tuple[str, uvicorn.Server, threading.Thread]:
    listening = bound("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=lambda: server.run(sockets=[listening]))
    thread.start()
    while not server.started:
        time.sleep(0.05)
    return f"http://127.0.0.1:{listening.getsockname()[1]}", server, thread


def listed(address: str) -> list[Shot]:
    """Every page; a commitment with much of a life, an article with several events."""
    held = asked_for(f"{address}/PAK-USA.json")
    commitment = max(held["commitments"], key=lambda c: len(c["history"]))
    places = [quote["evidence"] for quote in held["quotes"]]
    keys = [place["article_key"] for place in places]
    most = max(dict.fromkeys(keys), key=keys.count)
    place = next(place for place in places if place["article_key"] == most)
    return [
        Shot("front", "The front page: the pairs in the ledger, and the way in.", "/"),
        Shot("relation", "A relation: the judgement, what it rests on, what came of it.", "/PAK-USA"),
        Shot(
            "against",
            "A relation with another beside it, on the same scales.",
            "/PAK-USA?against=IND-USA",
            place="#compare",
        ),
        Shot("timeline", "Words above the line, deeds below it.", "/PAK-USA/timeline", place="header.title"),
        Shot("lanes", "Commitments as lanes, from talk to delivery.", "/PAK-USA/commitments", place="header.title"),
        Shot(
            "comparison",
            "What each direction of two pairs came to.",
            "/PAK-USA/comparison?against=IND-USA",
            place="header.title",
        ),
        Shot("balance", "Who gives and who receives, by domain.", "/PAK-USA/balance", place="header.title"),
        Shot("acts", "The acts, each once, with its sentence.", "/PAK-USA/acts"),
        Shot(
            "commitment",
            "One commitment: where it stands, and its history.",
            f"/PAK-USA/commitments/{commitment['id']}",
        ),
        Shot(
            "article",
            "An article as it was saved, its words marked.",
            f"/articles/{most}?at={place['start']}-{place['end']}",
        ),
        Shot(
            "accounts",
            "Two accounts side by side.",
            "/accounts?" + side_by_side(address, list(dict.fromkeys(keys))),
        ),
        Shot("search", "Search across articles, acts, commitments and officials.", "/search?q=tariff"),
        Shot("review", "The review queue: one event, decided with one key.", "/review?pair=PAK-USA"),
        Shot("keys", "Its keys; each can be switched off.", "/review?pair=PAK-USA"),
        Shot("bring-in", "Bringing in files, an address, or a tracker.", "/bring-in"),
        Shot("tracker", "A tracker set beside the ledger.", "/bring-in"),
        Shot("sign-in", "Signing in, on a desk that others can reach.", "/sign-in", desk="closed"),
        Shot("silent", "A pair on which nothing is held.", "/FRA-DEU"),
        Shot("empty", "An empty ledger.", "/", desk="empty"),
    ]


def side_by_side(address: str, keys: list[str]) -> str:
    """The two articles that tell most of the same acts."""

    def shared(query: str) -> int:
        acts = asked_for(f"{address}/accounts.json?{query}")["acts"]
        return sum(all(act[key] for key in re.findall(r"[0-9a-f]{16}", query)) for act in acts)

    return max((f"article={one}&article={other}" for one, other in combinations(keys, 2)), key=shared)


def asked_for(address: str) -> dict[str, Any]:
    with urllib.request.urlopen(address) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def picture(page: Page, address: str, shot: Shot, *, whole: bool) -> bytes:
    """The page as PNG, ``whole``, or one window of it as a small JPEG."""
    page.goto(address + shot.path)
    page.evaluate("document.fonts.ready")
    moved(page, shot)
    if shot.place and page.locator(shot.place).count():
        page.locator(shot.place).first.evaluate("node => scrollTo(0, node.getBoundingClientRect().top + scrollY - 16)")
    elif shot.name not in ("tracker", "article"):
        page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(100)
    return page.screenshot(full_page=True) if whole else page.screenshot(type="jpeg", quality=QUALITY)


def moved(page: Page, shot: Shot) -> None:
    """What is done on the page before it is pictured."""
    if shot.name == "keys":
        page.keyboard.press("?")
        page.wait_for_selector("dialog")
    if shot.name == "tracker":
        page.set_input_files("#tracker", {"name": "tracker.csv", "mimeType": "text/csv", "buffer": TRACKER})
        page.get_by_role("button", name="Set it beside").click()
        page.wait_for_selector("#beside-h")


def gallery(shots: list[Shot]) -> str:
    """The page that shows them all."""
    rows = [
        f"### {shot.says}\n\n"
        + " ".join(f'<img src="{shot.name}-{way}.jpg" alt="{shot.says[:-1]}, {way}" height="300">' for way in WAYS)
        for shot in shots
    ]
    return (
        "# The desk in pictures\n\nEvery page in light, dark and on a phone, on the bundled examples, as "
        "`make screenshots` takes them. What they show: [the desk](../desk.md); why it looks so: "
        "[the design language](../design-language.md).\n\n" + "\n\n".join(rows) + "\n"
    )


if __name__ == "__main__":
    main()
