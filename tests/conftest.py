"""Fixtures that several packages' tests use."""

import os
from pathlib import Path

import pytest

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
