"""The bundled dispatches, coded into a ledger of their own: a desk to try without anything of one's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from deedbook.ledger import Ledger


@contextmanager
def folder() -> Iterator[Path]:
    """The dispatches: within the wheel, or beside the sources where the project is run from them."""
    bundled = files("deedbook.desk") / "sample"
    if bundled.is_dir():
        with as_file(bundled) as path:
            yield path
    else:
        yield Path(__file__).resolve().parents[3] / "examples"


def fill(path: Path) -> int:
    """Reads the dispatches into a new ledger at ``path`` and says how many there are."""
    from deedbook.coding import lone_coder
    from deedbook.pipeline import run

    with folder() as examples, Ledger.open(path) as ledger:
        return run([str(examples)], ledger, lone_coder()).coded
