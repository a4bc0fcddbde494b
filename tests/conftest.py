"""Fixtures that several packages' tests use."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.chromium import ARGUMENTS, MISSING, executable

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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without network services of its own; skipped loudly where there is none."""
    path = executable()
    if not path:
        if os.environ.get("DEEDBOOK_REQUIRE_BROWSER") == "1":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()
