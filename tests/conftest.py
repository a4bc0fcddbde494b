"""Fixtures that several packages' tests use."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

settings.register_profile("deedbook", deadline=None)  # how long a call takes is measured by make bench, never asserted
settings.load_profile("deedbook")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of corpora and gold sets that stands beside the project for its developers; users lack it."""
    folder = Path(os.environ.get("DEEDBOOK_SHARED", ROOT.parent / "shared"))
    if not (folder / "gold").is_dir():
        pytest.skip(f"SKIPPED FOR WANT OF DATA: {folder} is absent (set DEEDBOOK_SHARED)")
    return folder


@pytest.fixture(scope="session")
def examples() -> Path:
    """The dispatches written for this project."""
    return ROOT / "examples"


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
