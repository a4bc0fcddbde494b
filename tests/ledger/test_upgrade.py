"""A program that goes on running while another Deedbook is installed in its place."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import deedbook
from deedbook.coding import LexiconCoder
from deedbook.ledger import Ledger
from deedbook.pipeline import run

_LONG_RUNNING = """
import sys
from deedbook.ledger import Ledger, LedgerError
path = sys.argv[1]
with Ledger.open(path) as ledger:
    ledger.pairs()
    print("open", flush=True)
    input()
for ask in (Ledger.pairs, lambda ledger: ledger.search("tariff")):
    try:
        with Ledger.open(path) as ledger:
            ask(ledger)
        print("read")
    except LedgerError as error:
        print(error)
"""


def test_what_was_upgraded_while_it_ran_asks_to_be_started_again(examples: Path, tmp_path: Path) -> None:
    package, path = tmp_path / "deedbook", tmp_path / "l.sqlite"
    shutil.copytree(Path(deedbook.__file__).parent, package, ignore=shutil.ignore_patterns("weights", "__pycache__"))
    with Ledger.open(path) as ledger:
        run([str(sorted(examples.glob("*.txt"))[5])], ledger, LexiconCoder())
        before = ledger.pairs()
    assert before
    running = subprocess.Popen(
        [sys.executable, "-c", _LONG_RUNNING, str(path)],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdout and running.stdout.readline() == "open\n"
    with (package / "ledger" / "index.sql").open("a", encoding="utf-8") as script:
        script.write("\nCREATE TABLE of_the_newer_version (a INTEGER NOT NULL) STRICT;\n")
    with sqlite3.connect(path) as connection:  # as the newer version left it
        connection.execute("UPDATE index_state SET value = 'newer' WHERE name = 'rules'")
        connection.execute("ALTER TABLE pair_counts RENAME COLUMN acts TO deeds")
    connection.close()
    said, _ = running.communicate("\n")
    assert said.count("Deedbook was installed anew while this program ran") == 2
    assert said.count("Start it again") == 2
    assert str(path) in said
    with Ledger.open(path) as ledger:
        assert ledger.pairs() == before
