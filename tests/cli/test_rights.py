"""What leaves the machine of texts to which there is no right, and that this is said."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from .conftest import Run

Deedbook = Callable[..., Run]

TEXTS = {
    "licensed": "The United States will lend Pakistan $300 million for a dam, the Treasury said on Monday. "
    "The zebra sentence is the outlet's alone.",
    "": "The United States has approved a loan of $300 million for a dam in Pakistan, the embassy said on Friday. "
    "The okapi sentence is of unknown rights.",
    "own": "Pakistan received $100 million of the loan for a dam from the United States on 7 March 2026. "
    "The ibex sentence may go out.",
}
SAID = "Withheld: the full text of 2 texts (rights: 1 licensed, 1 unknown); at most one sentence an item is quoted"


@pytest.fixture
def filled(deedbook: Deedbook, tmp_path: Path) -> Deedbook:
    folder = tmp_path / "texts"
    folder.mkdir()
    for number, (rights, text) in enumerate(TEXTS.items(), 2):
        stated = f"rights: {rights}\n" if rights else ""
        head = f"---\ndate: 2026-03-0{number}\noutlet: Paper {number}\n{stated}---\n"
        (folder / f"{number}.txt").write_text(f"{head}{text}\n", encoding="utf-8")
    deedbook("read", folder)
    return deedbook


def held(path: Path) -> str:
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(path) as package:
            return "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["html", "docx", "md", "json"])
def test_a_brief_quotes_sentences_with_their_outlet_and_says_what_it_withheld(
    filled: Deedbook, tmp_path: Path, form: str
) -> None:
    filled("brief", "--pair", "PAK-USA", "-o", tmp_path / f"brief.{form}")
    made = held(tmp_path / f"brief.{form}")
    assert "will lend Pakistan $300 million for a dam" in made.replace("\\$", "$") and "Paper 2" in made
    assert not [word for word in ("zebra", "okapi", "ibex") if word in made]
    assert SAID in made.replace("\\", "")


@pytest.mark.parametrize("form", ["xlsx", "json"])
def test_an_export_holds_whole_texts_only_where_rights_allow(filled: Deedbook, tmp_path: Path, form: str) -> None:
    run = filled("export", tmp_path / f"out.{form}")
    made = held(tmp_path / f"out.{form}")
    assert "ibex" in made and "zebra" not in made and "okapi" not in made
    assert SAID in made and SAID in run.err


def test_a_package_holds_whole_texts_only_where_rights_allow(filled: Deedbook, tmp_path: Path) -> None:
    run = filled("export", tmp_path / "package")
    assert SAID in run.err and SAID in held(tmp_path / "package" / "datapackage.json")
    texts = parquet.read_table(tmp_path / "package" / "facts" / "articles.parquet").column("raw").to_pylist()
    assert sorted(map(bool, texts)) == [False, False, True]
    flat = parquet.read_table(tmp_path / "package" / "tables" / "articles.parquet").to_pylist()
    assert ["ibex" in str(row) for row in flat].count(True) == 1
    assert not any(word in str(row) for row in flat for word in ("zebra", "okapi"))
