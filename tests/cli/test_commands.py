"""Each command does what its help says."""

import csv
import io
import itertools
import json
import re
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
    between = {("USA", "PAK"), ("PAK", "USA")}
    assert between <= {(r["giver"], r["receiver"]) for r in rows} <= between | {("USA", "ALL")}
    told = json.loads(deedbook("ledger", "--domain", "export_credit", "--format", "json").out)
    assert told["commitments"] and all("export_credit" in row["domains"] for row in told["commitments"])
    assert "each merged from all reports of it" in told["caption"]


def test_the_list_of_a_pair_is_grouped_names_what_is_not_added_and_leads_to_each_life(
    deedbook: Deedbook, examples: Path, tmp_path: Path
) -> None:
    deedbook("read", examples)
    told = deedbook("ledger", "--pair", "PAK-USA", "--format", "md").out
    heads = [line for line in told.splitlines() if line.startswith("### ")]
    assert heads[0] == "### United States to Pakistan" and "### Pakistan and United States together" in heads
    line = next(line for line in told.splitlines() if "Reko Diq loan |" in line)
    assert "$1.25 billion" in line and "borrower (Barrick)" in line and re.search(r"[5-9] reports", line)
    (left,) = (line for line in told.splitlines() if line.startswith("Not added up: "))
    assert "Reko Diq loan ($1.25 billion), suspended" in left
    life = deedbook("ledger", "--id", line.split("|")[-2].strip()).out
    assert life.startswith("Reko Diq loan\nUnited States to Pakistan")
    assert "by 10 December 2025: approved" in life and "has approved financing of $1.25 billion" in life
    assert deedbook("ledger", "--pair", "PAK-USA", "-o", "list.xlsx").status == 0
    assert (tmp_path / "list.xlsx").read_bytes()[:2] == b"PK"
    wrong = deedbook("ledger", "--id", "ffffffffffff")
    assert wrong.status == 1 and "no commitment has it" in wrong.err


def test_ledger_refuses_a_domain_it_does_not_know(deedbook: Deedbook, good: Path) -> None:
    deedbook("read", good.name)
    run = deedbook("ledger", "--domain", "commerce")
    assert run.status == 2 and "'commerce' is no domain" in run.err and "trade" in run.err


def test_claims_lists_verdicts(deedbook: Deedbook, examples: Path) -> None:
    deedbook("read", examples)
    lines = deedbook("claims", "--pair", "PAK-USA").out.splitlines()
    assert max(map(len, lines[:-1])) > 100, "a table for a file or pipe is no wider than a small terminal"
    assert "cut-off: " in lines[-1] and all(line == line.rstrip() for line in lines)
    rows = list(csv.DictReader(io.StringIO(deedbook("claims", "--pair", "PAK-USA", "--format", "csv").out)))
    assert rows and all(row["verdict"] and row["said by"] for row in rows)


def test_accounts_set_both_sides_of_a_meeting_side_by_side(deedbook: Deedbook, examples: Path) -> None:
    deedbook("read", examples / "2025-11-08-sheikh-kapur.txt")
    told = json.loads(deedbook("accounts", "--pair", "PAK-USA", "--format", "json").out)
    assert {row["told by"] for row in told["rows"]} == {"Pakistan", "United States"}
    assert all(row["act"].startswith("Rizwan Saeed Sheikh and Paul Kapur met") for row in told["rows"])


def test_diff_shows_new_acts_between_two_days_in_each_format(deedbook: Deedbook, examples: Path) -> None:
    deedbook("read", examples)
    asked = ("diff", "--pair", "PAK-USA", "--from", "2025-11-30", "--to", "2026-02-28")
    told = json.loads(deedbook(*asked, "--format", "json").out)
    kinds = {change["kind"] for change in told["changes"]}
    assert kinds >= {"new act", "moved"} and "by day of publication" in told["caption"]
    assert all(change["source"]["text"] for change in told["changes"] if change["kind"] == "new act")
    assert "Commitments that moved (" in deedbook(*asked).out
    assert "## New acts" in deedbook(*asked, "--format", "md").out


def test_diff_of_the_ledgers_own_past_and_what_a_ledger_held_before_it_was_filled(
    deedbook: Deedbook, good: Path
) -> None:
    deedbook("read", good)
    asked = (
        "diff",
        "--pair",
        "JPN-MMR",
        "--from",
        "2000-01-01",
        "--to",
        "2100-01-01",
        "--recorded",
        "--format",
        "json",
    )
    (change,) = json.loads(deedbook(*asked).out)["changes"]
    assert change["kind"] == "new act" and change["giver"] == "JPN"
    past = deedbook("ledger", "--recorded-as-of", "2000-01-01", "--format", "json")
    assert json.loads(past.out)["commitments"] == []
    assert json.loads(deedbook("ledger", "--recorded-as-of", "2100-01-01", "--format", "json").out)["commitments"]


def test_diff_refuses_days_in_the_wrong_order_and_words_that_are_no_day(deedbook: Deedbook, good: Path) -> None:
    deedbook("read", good)
    run = deedbook("diff", "--pair", "JPN-MMR", "--from", "2026-02-01", "--to", "2026-01-01")
    assert run.status == 2 and "give the earlier one to --from" in run.err
    run = deedbook("diff", "--pair", "JPN-MMR", "--from", "soon", "--to", "2026-01-01")
    assert run.status == 2 and "'soon' is no day" in run.err
    run = deedbook("brief", good, "--pair", "JPN-MMR", "--recorded-as-of", "2026-01-01")
    assert run.status == 2 and "leave out the sources" in run.err


def test_backup_copies_a_ledger_and_will_not_overwrite(deedbook: Deedbook, good: Path, tmp_path: Path) -> None:
    deedbook("read", good.name)
    assert deedbook("backup", "copy.db").status == 0
    assert "JPN" in deedbook("ledger", "--ledger", "copy.db", "--format", "csv").out
    again = deedbook("backup", "copy.db")
    assert again.status == 2 and "copy.db" in again.err


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
