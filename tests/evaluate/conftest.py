"""The shipped reader, for tests that judge it."""

import pytest

from deedbook.coding.model import WEIGHTS
from deedbook.coding.reader import ReaderCoder


@pytest.fixture(scope="session")
def reader() -> ReaderCoder:
    """The product's coder with the weights that are shipped."""
    if not (WEIGHTS / "card.json").exists():
        pytest.skip(f"SKIPPED FOR WANT OF WEIGHTS: {WEIGHTS.name}/card.json is absent")
    made = ReaderCoder()
    if made.model.name.endswith("test"):
        pytest.skip(f"SKIPPED FOR WANT OF WEIGHTS: {made.model.name!r} is a trial of the export")
    return made
