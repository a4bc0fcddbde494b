"""Each command does what its help says."""

import csv
import io
import itertools
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from deedbook.cli import _COMMANDS
from tests.cli.conftest import Run

Deedbook = Callable[..., Run]
KEYS = [
    "article_id",
    "event_id",
    "event_type",
    "quad_class",
    "status",
    "partial",
    "polarity",
    "symmetric",
    "instrument",
    "domains",
    "contexts",
    "actor",
    "recipient",
    "speaker",
    "cue",
    "object",
    "condition",
    "amount",
    "date",
    "sentence",
    "confidence",
    "coder",
]


@pytest.mark.parametrize("name", _COMMANDS)
def test_every_command_has_help_with_an_example(deedbook: Deedbook, name: str) -> None:
    run = deedbook(name, "--help")
    assert run.status == 0 and "Example:" in run.out and f"deedbook {name}" in run.out


def test_code_writes_every_key_on_every_line_in_order_of_cue(deedbook: Deedbook, examples: Path) -> None:
    run = deedbook("code", examples)
    lines = [json.loads(line) for line in run.out.splitlines()]
    assert run.status == 0 and len(lines) > 40
    assert all(list(line) == KEYS for line in lines)
    for first, second in itertools.pairwise(lines):
        assert first["article_id"] != second["article_id"] or first["cue"]["start"] <= second["cue"]["start"]


def test_a_given_pair_yields_one_line(deedbook: Deedbook) -> None:
    line = {"id": "a", "text": "Rebels shelled the town hall.", "actor_span": [0, 6], "recipient_span": [15, 28]}
    run = deedbook("code", "--jsonl", "-", stdin=json.dumps(line).encode())
    (event,) = [json.loads(out) for out in run.out.splitlines()]
    assert (event["actor"]["name"], event["recipient"]["name"], event["event_type"]) == (
        "Rebels",
        "the town hall",
        "ASSAULT",
    )


def test_reading_twice_adds_nothing(deedbook: Deedbook, good: Path) -> None:
    assert "1 coded, 0 already" in deedbook("read", good.name).err
    assert "0 coded, 1 already" in deedbook("read", good.name).err


def test_ledger_lists_commitments_by_pair_as_csv_and_json(deedbook: Deedbook, examples: Path) -> None:
    deedbook("read", examples)
    rows = list(csv.DictReader(io.StringIO(deedbook("ledger", "--pair", "PAK-USA", "--format", "csv").out)))
    assert {(r["giver"], r["receiver"]) for r in rows} == {("USA", "PAK"), ("PAK", "USA")}
    told = json.loads(deedbook("ledger", "--domain", "export_credit", "--format", "json").out)
    assert told["rows"] and all("export_credit" in row["domains"] for row in told["rows"])
    assert "not reports" in told["caption"]


def test_ledger_refuses_a_domain_it_does_not_know(deedbook: Deedbook, good: Path) -> None:
    deedbook("read", good.name)
    run = deedbook("ledger", "--domain", "commerce")
    assert run.status == 2 and "'commerce' is no domain" in run.err and "trade" in run.err


def test_claims_lists_verdicts(deedbook: Deedbook, examples: Path) -> None:
    deedbook("read", examples)
    rows = list(csv.DictReader(io.StringIO(deedbook("claims", "--pair", "PAK-USA", "--format", "csv").out)))
    assert rows and all(row["verdict"] and row["said by"] for row in rows)


def test_backup_copies_a_ledger_and_will_not_overwrite(deedbook: Deedbook, good: Path, tmp_path: Path) -> None:
    deedbook("read", good.name)
    assert deedbook("backup", "copy.db").status == 0
    assert "JPN" in deedbook("ledger", "--ledger", "copy.db", "--format", "csv").out
    again = deedbook("backup", "copy.db")
    assert again.status == 3 and "copy.db" in again.err


def test_a_command_on_a_ledger_that_is_not_there_says_how_to_make_one(deedbook: Deedbook) -> None:
    run = deedbook("ledger")
    assert run.status == 3 and "deedbook read" in run.err


def test_brief_as_of_leaves_later_reports_out(deedbook: Deedbook, examples: Path) -> None:
    early = deedbook("brief", examples, "--pair", "PAK-USA", "--as-of", "2025-11-30", "--format", "md").out
    late = deedbook("brief", examples, "--pair", "PAK-USA", "--format", "md").out
    assert "approved by 10 December 2025" in late and "approved by 10 December 2025" not in early


@pytest.mark.parametrize(("name", "begins"), [("b.html", b"<!"), ("b.md", b"# "), ("b.json", b"{"), ("b.docx", b"PK")])
def test_the_name_of_the_file_decides_the_format(
    deedbook: Deedbook, examples: Path, tmp_path: Path, name: str, begins: bytes
) -> None:
    assert deedbook("brief", examples, "--pair", "PAK-USA", "-o", name).status == 0
    assert (tmp_path / name).read_bytes().lstrip().startswith(begins)


def test_a_binary_format_needs_a_file(deedbook: Deedbook, good: Path) -> None:
    run = deedbook("brief", good.name, "--pair", "JPN-MMR", "--format", "docx")
    assert run.status == 2 and "-o FILE" in run.err
