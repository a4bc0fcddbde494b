"""Search, recode and forget, as a user runs them; an old file brought up to date."""

import gzip
from collections.abc import Callable
from pathlib import Path

from .conftest import Run

FORMAT_1 = Path(__file__).resolve().parents[1] / "ledger" / "files" / "format1.sqlite.gz"


def test_a_text_is_found_coded_again_and_forgotten(deedbook: Callable[..., Run], good: Path) -> None:
    assert deedbook("read", good).status == 0
    found = deedbook("search", "sanctions", '"on Myanmar"', "--format", "csv")
    assert found.status == 0 and found.out.count("\n") == 2
    key = found.out.splitlines()[1].split(",")[0]
    again = deedbook("recode")
    assert again.status == 0 and "0 articles coded again" in again.err
    refused = deedbook("forget", key, stdin=b"n\n")
    assert refused.status != 0 and "Erase the text of" in refused.err
    assert deedbook("forget", key, "--yes", "--who", "M. Oru").status == 0
    assert "No article" in deedbook("search", "sanctions").out
    gone = deedbook("forget", key, "--yes")
    assert gone.status == 1 and "holds no such text" in gone.err
    assert "1 already in the ledger" in deedbook("read", good).err
    assert "No article" in deedbook("search", "sanctions").out


def test_bringing_an_old_ledger_up_to_date_is_said_with_the_place_of_its_copy(
    deedbook: Callable[..., Run], tmp_path: Path
) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(gzip.decompress(FORMAT_1.read_bytes()))
    first = deedbook("ledger", "--pair", "PAK-IND", "--format", "csv")
    assert first.status == 0 and "paid by 20 February 2026" in first.out
    assert first.complaints == [
        f"{path} was brought from format 1 to 2; as it was before, it is kept in {path}.format-1.backup."
    ]
    assert deedbook("ledger", "--pair", "PAK-IND").complaints == []
