"""A real ledger of the bundled examples, read once."""

import pytest

from deedbook.coding import lone_coder
from deedbook.ledger import Ledger
from deedbook.pipeline import run


@pytest.fixture(scope="session")
def example_ledger(tmp_path_factory, examples):
    """The file of a ledger that holds the bundled examples."""
    path = tmp_path_factory.mktemp("exchange") / "ledger.db"
    with Ledger.open(path) as ledger:
        run([str(examples)], ledger, lone_coder())
    return path


@pytest.fixture(scope="session")
def snapshot(example_ledger):
    with Ledger.open(example_ledger, create=False) as ledger:
        return ledger.snapshot()
