"""A file of an older format: brought to the present one, with a copy of it kept."""

import gzip
import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deedbook.ledger import Ledger, migrations

from .test_index import acts, partition

FILES = Path(__file__).parent / "files"  # each written by the last Deedbook of that format
FORMAT_1, FORMAT_2 = FILES / "format1.sqlite.gz", FILES / "format2.sqlite.gz"


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


def test_a_file_of_format_2_opens_with_all_that_it_held(tmp_path: Path) -> None:
    path = tmp_path / "two.sqlite"
    path.write_bytes(gzip.decompress(FORMAT_2.read_bytes()))
    before = sqlite3.connect(path)
    told = {
        table: before.execute(f"SELECT article_key, recorded FROM {table} ORDER BY 1, 2").fetchall()
        for table in ("sightings", "codings", "official", "forgotten")
    }
    events = before.execute("SELECT * FROM events ORDER BY 1, 2").fetchall()
    texts = before.execute("SELECT rowid, key, raw, raw_sha256, recorded FROM articles ORDER BY 1").fetchall()
    before.close()
    with Ledger.open(path) as ledger:
        assert "format-2.backup" in ledger.notices[0]
        counts = ledger.counts()
        assert (counts.articles, counts.sightings, counts.codings, counts.events) == (6, 7, 6, 5)
        assert (counts.decisions, counts.problems, counts.official, counts.forgotten) == (1, 1, 1, 1)
        held = ledger._connection
        assert held.execute("SELECT * FROM articles ORDER BY 1").fetchall() == texts
        assert held.execute("SELECT * FROM events ORDER BY 1, 2").fetchall() == events
        for table, rows in told.items():
            query = f"SELECT key, t.recorded FROM {table} t JOIN articles ON article = articles.number ORDER BY 1, 2"
            assert held.execute(query).fetchall() == rows
        assert not held.execute("PRAGMA foreign_key_check").fetchall()
        assert partition(ledger) == acts(ledger.snapshot())
        ((gone,),) = held.execute("SELECT key FROM forgotten JOIN articles ON article = number").fetchall()
        assert ledger.article(gone) is None and ledger.holds(gone, "any coder") and not ledger.search("flood")
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            held.execute("DELETE FROM codings")
        dumped = ledger.dump()
    with Ledger.open(path) as ledger:
        assert ledger.notices == () and ledger.dump() == dumped


def test_a_file_brought_up_is_made_as_a_new_one(old: Path, tmp_path: Path) -> None:
    def tables(path: Path) -> set[tuple[str, str]]:
        Ledger.open(path).close()
        connection = sqlite3.connect(path)
        made = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        connection.close()
        bare = {name: re.sub(r'--.*|"', "", sql) for name, sql in made}
        return {(name, " ".join(sql.split())) for name, sql in bare.items()}

    assert tables(old) == tables(tmp_path / "new.sqlite")


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
