"""A real browser for the tests of the page: Debian's Chromium or whatever ``DEEDBOOK_CHROMIUM`` names."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from deedbook.brief import render

from .builders import answer, crowded_answer, empty_answer, hostile_answer

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The HTML brief of each answer, written to a file as the command line does."""
    folder = tmp_path_factory.mktemp("pages")
    made = {"full": answer(), "empty": empty_answer(), "hostile": hostile_answer(), "crowded": crowded_answer()}
    for name, whole in made.items():
        (folder / f"{name}.html").write_text(str(render(whole, "html")), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without network services of its own; skipped loudly where there is none."""
    names = ("chromium", "google-chrome", "chromium-browser")
    path = os.environ.get("DEEDBOOK_CHROMIUM") or next((found for name in names if (found := shutil.which(name))), None)
    if not path:
        reason = f"NO BROWSER: none of {', '.join(names)} found (set DEEDBOOK_CHROMIUM to its path)"
        if os.environ.get("DEEDBOOK_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()
