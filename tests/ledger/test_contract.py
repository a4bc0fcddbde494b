"""The table of what the ledger promises names tests that exist."""

import re
from pathlib import Path

HERE = Path(__file__).parents[1]
PAGE = HERE.parent / "docs" / "contract.md"


def test_every_test_that_the_table_names_exists() -> None:
    rows = [line.split(" | ")[-1] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    named = [match for row in rows for match in re.findall(r"`(\w+)` (\w+)", row)]
    held = {
        (folder.name, name)
        for folder in HERE.iterdir()
        if folder.is_dir()
        for file in folder.glob("test_*.py")
        for name in re.findall(r"^def test_(\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(named) > 100
    assert [name for name in named if name not in held] == []
