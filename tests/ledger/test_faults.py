"""What befalls a file in use: killed processes, two writers, a limit on its size, missing pages."""

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from deedbook.ledger import Ledger, LedgerError

from .test_index import acts, partition
from .test_store import fill


def faults(root: Path, *words: object) -> subprocess.Popen[str]:
    command = [sys.executable, str(root / "tools" / "faults.py"), *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def reports(root: Path, path: Path, count: int) -> Path:
    sys.path.insert(0, str(root / "tools"))
    try:
        from faults import write_reports  # type: ignore[import-not-found]

        write_reports(path, count)
    finally:
        sys.path.pop(0)
    return path


def test_readers_and_reviewers_that_are_killed_lose_nothing_acknowledged(root: Path) -> None:
    told, complaints = (done := faults(root, "--kills", 4, "--reports", 400)).communicate(timeout=300)
    assert done.returncode == 0, told + complaints
    end = re.search(r"(\d+) kills while reading, (\d+) while deciding: nothing acknowledged was lost\.", told)
    assert end and min(map(int, end.groups())) == 2, told


def test_two_readers_of_the_same_reports_end_in_one_ledger(root: Path, tmp_path: Path) -> None:
    source = reports(root, tmp_path / "reports.jsonl", 200)
    both = [faults(root, "read", tmp_path / "two.sqlite", source) for _ in range(2)]
    ended = [(process.communicate(timeout=300)[1], process.returncode) for process in both]
    assert ended == [("", 0)] * 2
    alone = faults(root, "read", tmp_path / "one.sqlite", source)
    alone.communicate(timeout=300)
    with Ledger.open(tmp_path / "two.sqlite") as two, Ledger.open(tmp_path / "one.sqlite") as one:
        assert two.dump() == one.dump()
        assert partition(two) == acts(one.snapshot())
        assert two.pairs() == one.pairs()


LIMITED = textwrap.dedent(
    """
    import resource, sys
    sys.path.insert(0, sys.argv[2])
    from tests.ledger.test_faults import deciding
    deciding(sys.argv[1], int(sys.argv[3]))
    """
)


def deciding(path: str, limit: int) -> None:
    """Decides until the file may grow no more; tells each decision that was acknowledged."""
    import hashlib
    import resource
    from datetime import UTC, datetime, timedelta

    from deedbook.records import Decision

    ledger = Ledger.open(path)
    fill(ledger, 3)
    entry, raw = ledger.snapshot().entries[0], next(iter(ledger.snapshot().articles.values())).raw
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    spot = (hashlib.sha256(raw.encode()).hexdigest(), (entry.event.cue.start, entry.event.cue.end), ("NRL", "FRM"))  # type: ignore[union-attr]
    try:
        for at in range(5000):
            when = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=at)
            ledger.decide(Decision("note", *spot, "M. Oru", when, f"{at} " + "because " * 200))
            print(at + 1, flush=True)
    except LedgerError as error:
        print(error)
        sys.exit(3)


def test_a_limit_on_the_files_size_while_deciding_is_said_and_loses_nothing(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    done = subprocess.run(
        [sys.executable, "-B", "-c", LIMITED, str(path), str(root), "1000000"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    *told, message = done.stdout.splitlines()
    assert "could not be written" in message and "Free space" in message
    with Ledger.open(path) as ledger:
        assert ledger.counts().decisions == int(told[-1]) > 0
        assert partition(ledger) == acts(ledger.snapshot())


@pytest.mark.parametrize("share", [0.999, 0.9, 0.5, 0.1, 0.01])
def test_a_file_cut_off_anywhere_is_called_damaged_and_left_as_it_is(tmp_path: Path, share: float) -> None:
    path = tmp_path / "l.sqlite"
    with Ledger.open(path) as ledger:
        fill(ledger, 30)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(LedgerError, match=r"damaged.*Put a backup in its place"):
        Ledger.open(path).dump()
    assert path.read_bytes() == whole[: int(len(whole) * share)]


def test_an_index_that_lost_a_page_is_no_loss_of_facts(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        fill(ledger, 10)
        expected = ledger.pairs(), ledger.dump()
        with ledger._transaction() as connection:
            for table in ("indexed_events", "indexed_articles", "words", "pair_counts"):
                connection.execute(f"DROP TABLE {table}")
            connection.execute("DELETE FROM index_state")
    with Ledger.open(tmp_path / "l.sqlite") as ledger:
        assert (ledger.pairs(), ledger.dump()) == expected
