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
        f"{path} was brought from format 1 to 3; as it was before, it is kept in {path}.format-1.backup."
    ]
    assert deedbook("ledger", "--pair", "PAK-IND").complaints == []


def test_a_brief_that_was_made_ready_says_so_and_what_was_read_since(
    deedbook: Callable[..., Run], good: Path, tmp_path: Path
) -> None:
    large = "from deedbook.brief import ready\nready.MANY, ready.SLOW_SECONDS = 1, 0.0"  # as in a large ledger
    assert deedbook("read", good).status == 0
    nothing = deedbook("ready")
    assert nothing.status == 0 and "nothing to make ready" in nothing.err
    made = deedbook("ready", before=large)
    assert made.status == 0 and "JPN-MMR: 1 report, " in made.err and "1 of 1 brief made" in made.err
    assert "0 of 1 brief made" in deedbook("ready", before=large).err
    shown = deedbook("brief", "--pair", "JPN-MMR", before=large)
    assert shown.status == 0 and "nothing on the two has changed since" in shown.err
    assert shown.out == deedbook("brief", "--pair", "JPN-MMR").out
    (tmp_path / "new.txt").write_text(good.read_text(encoding="utf-8") + "\nMyanmar refused.\n", encoding="utf-8")
    assert deedbook("read", tmp_path / "new.txt").status == 0
    since = deedbook("brief", "--pair", "JPN-MMR", before=large)
    assert since.out.startswith("This brief was made on ")
    assert "1 report on the two was read" in " ".join(since.out.split())
    anew = deedbook("brief", "--pair", "JPN-MMR", "--anew", before=large)
    assert anew.status == 0 and "This brief was made on" not in anew.out


def test_after_much_was_read_briefs_are_made_ready(deedbook: Callable[..., Run], good: Path) -> None:
    large = "from deedbook.brief import ready\nready.MANY, ready.SLOW_SECONDS, ready.SHARE = 1, 0.0, 1000.0"
    read = deedbook("read", good, before=large)
    assert read.status == 0 and "1 brief that would take long made ready" in read.err
    shown = deedbook("brief", "--pair", "JPN-MMR", before=large)
    assert shown.status == 0 and "nothing on the two has changed since" in shown.err
    assert "made ready" not in deedbook("read", good, before=large).err
