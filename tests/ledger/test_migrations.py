"""A file of an older format: brought to the present one, with a copy of it kept."""

import gzip
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deedbook.ledger import Ledger, migrations

from .test_index import acts, partition

FORMAT_1 = Path(__file__).parent / "files" / "format1.sqlite.gz"  # written by the last Deedbook of that format


@pytest.fixture
def old(tmp_path: Path) -> Path:
    path = tmp_path / "old.sqlite"
    path.write_bytes(gzip.decompress(FORMAT_1.read_bytes()))
    return path


def test_a_file_of_format_1_opens_with_all_that_it_held(old: Path) -> None:
    with Ledger.open(old) as ledger:
        assert len(ledger.notices) == 1 and str(old) in ledger.notices[0] and "format-1.backup" in ledger.notices[0]
        counts = ledger.counts()
        assert (counts.articles, counts.sightings, counts.codings, counts.events) == (3, 3, 3, 3)
        assert (counts.decisions, counts.problems, counts.undated) == (1, 1, 1)
        now = ledger.snapshot()
        assert [c.displayed for c in now.commitments] == ["paid by 20 February 2026"]
        first = now.entries[0]
        assert (first.event.status, first.reviewed, first.event.article_id) == ("promised", True, "a1")
        assert partition(ledger) == acts(now)
        assert ledger.search("dam")[0].id == "a1"
        assert ledger.snapshot(recorded_as_of=datetime(2026, 3, 1, 18, tzinfo=UTC)).entries[0].event.coder == "test 1"
        (pair,) = ledger.pairs()
        assert (pair.one, pair.other, pair.acts) == ("IND", "PAK", 2)
    with Ledger.open(old) as ledger:
        assert ledger.notices == ()
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            ledger._connection.execute("UPDATE articles SET recorded = ''")


def test_the_copy_made_before_is_the_old_file(old: Path) -> None:
    before = sqlite3.connect(old)
    expected = list(before.iterdump())
    before.close()
    Ledger.open(old).close()
    (copy,) = old.parent.glob("*.backup")
    kept = sqlite3.connect(copy)
    assert list(kept.iterdump()) == expected
    assert kept.execute("PRAGMA user_version").fetchone() == (1,)
    kept.close()


def test_no_copy_is_overwritten(old: Path) -> None:
    taken = old.with_name("old.sqlite.format-1.backup")
    taken.write_text("dear")
    with Ledger.open(old) as ledger:
        assert "backup-2" in ledger.notices[0]
    assert taken.read_text() == "dear"


def test_a_step_that_fails_leaves_the_old_file_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE articles DROP COLUMN record")
        raise RuntimeError("no more")

    monkeypatch.setattr(migrations, "_STEPS", {1: broken})
    with pytest.raises(RuntimeError):
        Ledger.open(old)
    monkeypatch.undo()
    with Ledger.open(old) as ledger:
        assert ledger.counts().articles == 3
