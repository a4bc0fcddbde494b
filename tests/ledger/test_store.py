"""The ledger's file: append-only, told apart from other files, sound after every kind of trouble."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import textwrap
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deedbook.ledger import Ledger, LedgerError, database, migrations, soundness
from deedbook.records import Problem

from .builders import NOON, article, coding, event

EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


def fill(ledger: Ledger, count: int, start: int = 0) -> None:
    for at in range(start, start + count):
        a = article(f"Norland met Farmark for the {at}th time. " * 20, "2025-11-08", id=f"a{at}")
        ledger.add(a, coding(event(a, "met", "CONSULT", "act", joint=True)), coder="test 1", recorded=NOON)


def test_a_second_add_of_the_same_coding_changes_nothing(path: Path) -> None:
    a = article("Norland met Farmark.", "2025-11-08")
    told = coding(event(a, "met", "CONSULT", "act"))
    with Ledger.open(path) as ledger:
        assert not ledger.holds(a.key, "test 1")
        assert ledger.add(a, told, coder="test 1")
        before = ledger.dump()
        assert not ledger.add(a, told, coder="test 1")
        assert ledger.holds(a.key, "test 1")
        assert ledger.dump() == before


def test_the_same_text_met_elsewhere_is_a_sighting_and_no_second_article(path: Path) -> None:
    first = article("Norland met Farmark.", "2025-11-08", location="in/a.txt")
    again = replace(first, id="b", origin=replace(first.origin, location="copy/a.txt"))
    with Ledger.open(path) as ledger:
        ledger.add(first, coding(), coder="test 1")
        assert not ledger.add(again, coding(), coder="test 1")
        ledger.sight(again)
        counts = ledger.counts()
        assert (counts.articles, counts.sightings, counts.codings) == (1, 2, 1)


def test_a_snapshot_uses_the_newest_coding_and_the_older_one_stays(path: Path) -> None:
    a = article("Norland met Farmark. Farmark praised Norland.", "2025-11-08")
    with Ledger.open(path) as ledger:
        ledger.add(a, coding(event(a, "met", "CONSULT", "act")), coder="test 1", recorded=EARLY)
        ledger.add(a, coding(event(a, "praised", "SUPPORT", "act")), coder="test 2", recorded=LATE)
        (now,) = ledger.snapshot().entries
        assert now.event.event_type == "SUPPORT"
        (then,) = ledger.snapshot(recorded_as_of=EARLY).entries
        assert (then.event.event_type, then.recorded) == ("CONSULT", EARLY)
        assert ledger.counts().codings == 2


def test_text_with_odd_characters_comes_back_exactly(path: Path) -> None:
    a = article("Nul \0, lone \ud83d, line\r\nends \u2028 and é.", None)
    with Ledger.open(path) as ledger:
        ledger.add(a, None, coder="test 1")
        assert ledger.snapshot().articles == {a.key: a}


def test_an_article_without_coding_is_kept_and_may_be_coded_later(path: Path) -> None:
    a = article("Norlande rencontre Farmark.", "2025-11-08", language="fr")
    with Ledger.open(path) as ledger:
        assert ledger.add(a, None, coder="test 1")
        assert not ledger.add(a, None, coder="test 1")
        assert not ledger.holds(a.key, "test 1")
        assert ledger.add(a, coding(), coder="test 2")
        assert ledger.counts().undated == 0


def test_no_row_can_be_changed_or_deleted(path: Path) -> None:
    with Ledger.open(path) as ledger:
        fill(ledger, 1)
    raw = sqlite3.connect(path)
    for statement in ("UPDATE articles SET recorded = ''", "DELETE FROM events", "UPDATE codings SET coder = 'x'"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            raw.execute(statement)
    raw.close()


def test_problems_are_noted_once(path: Path) -> None:
    problem = Problem("a.txt", "is empty.", "Save it again.")
    with Ledger.open(path) as ledger:
        ledger.note(problem)
        ledger.note(problem)
        assert ledger.problems() == (problem,)


def test_recorded_times_need_a_time_zone(path: Path) -> None:
    with Ledger.open(path) as ledger, pytest.raises(ValueError, match="time zone"):
        ledger.note(Problem("a", "b", "c"), recorded=datetime(2026, 1, 1))


def test_the_place_of_the_ledger_can_be_set(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setenv("DEEDBOOK_LEDGER", str(path))
    assert Ledger.default_path() == path
    monkeypatch.delenv("DEEDBOOK_LEDGER")
    assert Ledger.default_path().name == "ledger.sqlite"


def test_a_ledger_is_kept_in_a_log_beside_the_file_and_its_words_in_a_full_text_table(path: Path) -> None:
    with Ledger.open(path) as ledger:
        fill(ledger, 1)
        assert len(ledger.search("Norland")) == 1
        with closing(sqlite3.connect(path)) as raw:
            assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            (made,) = raw.execute("SELECT sql FROM sqlite_master WHERE name = 'words'").fetchone()
            assert "fts5" in made.lower()


def test_the_folder_of_a_new_ledger_is_made(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "new" / "deep" / "l.sqlite") as ledger:
        assert ledger.counts().articles == 0


def test_a_temporary_ledger_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Ledger.temporary() as ledger:
        fill(ledger, 3)
        assert ledger.counts().articles == 3
    assert list(tmp_path.iterdir()) == []


# -- files that are no ledger --------------------------------------------------------------------------------------


def test_a_missing_ledger_is_not_made_unless_asked(path: Path) -> None:
    with pytest.raises(LedgerError, match=r"no ledger here.*deedbook read"):
        Ledger.open(path, create=False)
    assert not path.exists()


@pytest.mark.parametrize("content", [b"PK\x03\x04 a spreadsheet", b"hello", b"SQLite format 3\0 but cut off"])
def test_a_file_that_is_no_ledger_is_told_apart_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(LedgerError, match=r"no Deedbook ledger|damaged"):
        Ledger.open(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_told_apart_and_left_alone(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE bookmarks (url)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="another program"):
        Ledger.open(path)
    assert path.read_bytes() == before


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="is a folder"):
        Ledger.open(tmp_path)


def test_a_newer_ledger_asks_for_an_upgrade(path: Path) -> None:
    Ledger.open(path).close()
    raw = sqlite3.connect(path)
    raw.execute(f"PRAGMA user_version = {migrations.FORMAT + 1}")
    raw.close()
    with pytest.raises(LedgerError, match=r"newer Deedbook.*Upgrade"):
        Ledger.open(path)


def test_a_ledger_whose_making_was_interrupted_is_made_again(path: Path) -> None:
    path.touch()
    with Ledger.open(path) as ledger:
        fill(ledger, 1)
    other = path.with_name("half.sqlite")
    raw = sqlite3.connect(other)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.close()
    with Ledger.open(other) as ledger:
        fill(ledger, 1)


def test_a_truncated_ledger_is_called_damaged(path: Path) -> None:
    with Ledger.open(path) as ledger:
        fill(ledger, 40)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(LedgerError, match=r"damaged.*backup"):
        Ledger.open(path)
    assert path.stat().st_size == len(whole) // 2


def test_a_ledger_with_overwritten_pages_is_called_damaged(path: Path) -> None:
    with Ledger.open(path) as ledger:
        fill(ledger, 40)
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 3)
    with pytest.raises(LedgerError, match="damaged"):
        Ledger.open(path).dump()


@pytest.mark.parametrize(
    "bytes_",
    (bytes(4096), b"\xff" * 4096, b"Dear Sir, this is quite another file. " * 108, random.Random(1).randbytes(4096)),
    ids=("zeros", "ones", "text", "chance"),
)
def test_a_page_of_a_large_ledger_that_was_overwritten_is_found_on_opening(
    path: Path, bytes_: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(soundness, "WHOLE_BYTES", 0)
    monkeypatch.setattr(soundness, "STRETCH_BYTES", 4096 * 16)
    with Ledger.open(path) as ledger:
        fill(ledger, 60)
    whole = path.read_bytes()
    pages = range(1, len(whole) // 4096)
    for page in random.Random(2).sample(pages, 20):
        with path.open("r+b") as file:
            file.seek(4096 * page)
            file.write(bytes_[:4096])
        assert soundness.doubtful(path) == [page + 1]
        with pytest.raises(LedgerError, match=r"damaged.*backup"):
            Ledger.open(path)
        path.write_bytes(whole)
    Ledger.open(path).close()


def test_a_large_ledger_with_free_pages_or_a_long_log_is_sound(path: Path) -> None:
    with Ledger.open(path) as ledger:
        fill(ledger, 60)
        for key in [record.key for record in ledger.facts().articles.values()][:40]:
            ledger.forget(key, who="anna")
        assert sqlite3.connect(path).execute("PRAGMA freelist_count").fetchone()[0] > 3
        assert not soundness.doubtful(path)
        fill(ledger, 20, start=100)
        assert path.with_name(path.name + "-wal").stat().st_size > 100_000
        assert not soundness.doubtful(path)


def test_a_page_that_is_on_its_way_from_the_log_is_not_doubted(path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger:
        fill(ledger, 5)
    with Ledger.open(path) as ledger:
        fill(ledger, 60)
        half = tmp_path / "half.sqlite"
        half.write_bytes(path.read_bytes() + bytes(4096 * 10))  # made longer, not yet filled
        assert soundness.doubtful(half)
        shutil.copy(path.with_name(path.name + "-wal"), half.with_name(half.name + "-wal"))
        assert not soundness.doubtful(half)


def test_no_backup_is_made_of_a_damaged_ledger(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soundness, "WHOLE_BYTES", 0)  # what is looked at on opening would be copied from memory
    with Ledger.open(path) as ledger:
        fill(ledger, 40)
    with Ledger.open(path) as ledger:
        with path.open("r+b") as file:
            file.seek(4096 * 9)
            file.write(bytes(4096))
        with pytest.raises(LedgerError, match="damaged"):
            ledger.backup(tmp_path / "copy.sqlite")
    assert not list(tmp_path.glob("copy*"))


@pytest.mark.skipif(os.geteuid() == 0, reason="SKIPPED: the superuser may read everything")
def test_an_unreadable_ledger_says_so(path: Path) -> None:
    Ledger.open(path).close()
    path.chmod(0)
    with pytest.raises(LedgerError, match="cannot be read"):
        Ledger.open(path)


# -- two at a time -------------------------------------------------------------------------------------------------


def test_a_locked_ledger_names_who_holds_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.2)
    Ledger.open(path).close()
    hold = (
        "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute('BEGIN IMMEDIATE'); print(1,flush=True); input()"
    )
    holder = subprocess.Popen([sys.executable, "-c", hold, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdin and holder.stdout
    try:
        holder.stdout.readline()
        with Ledger.open(path) as ledger:
            with pytest.raises(LedgerError, match="in use") as error:
                fill(ledger, 1)
            if Path("/proc/self/fd").exists():
                assert f"process {holder.pid}" in str(error.value)
            assert ledger.counts().articles == 0, "reading goes on meanwhile"
    finally:
        holder.communicate(b"\n")
    with Ledger.open(path) as ledger:
        fill(ledger, 1)


def test_a_writer_waits_for_another_that_takes_a_moment(path: Path) -> None:
    Ledger.open(path).close()
    holder = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.4, lambda: holder.execute("COMMIT"))
    timer.start()
    with Ledger.open(path) as ledger:
        fill(ledger, 1)
    timer.join()
    holder.close()


def test_a_reader_sees_one_moment_while_another_writes(path: Path) -> None:
    with Ledger.open(path) as writer, Ledger.open(path) as reader:
        fill(writer, 5)
        assert reader.counts().articles == 5
        with reader._reading() as connection:
            count = "SELECT count(*) FROM articles"
            before = connection.execute(count).fetchone()
            fill(writer, 5, start=5)
            assert connection.execute(count).fetchone() == before
        assert reader.counts().articles == 10


# -- full disk -----------------------------------------------------------------------------------------------------

FULL_DISK = textwrap.dedent(
    """
    import resource, sys
    sys.path.insert(0, sys.argv[2])
    from tests.ledger.test_store import fill
    from deedbook.ledger import Ledger, LedgerError
    ledger = Ledger.open(sys.argv[1])
    fill(ledger, 5)
    print("acknowledged", 5, flush=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
    try:
        for at in range(5, 2000):
            fill(ledger, 1, start=at)
            print("acknowledged", at + 1, flush=True)
    except LedgerError as error:
        print(error)
        ledger.close()
        sys.exit(3)
    """
)


@pytest.mark.parametrize("limit", [1_000_000, 2_500_000])
def test_a_full_disk_is_one_clear_line_and_nothing_acknowledged_is_lost(path: Path, limit: int) -> None:
    here = str(Path(__file__).resolve().parents[2])
    done = subprocess.run(
        [sys.executable, "-B", "-c", FULL_DISK, str(path), here, str(limit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3, done.stderr
    *acknowledged, message = done.stdout.splitlines()
    assert "could not be written" in message and "Free space" in message
    last = int(acknowledged[-1].split()[1])
    assert last > 5
    with Ledger.open(path) as ledger:
        assert ledger.counts().articles == last
        assert len(ledger.snapshot().articles) == last
        fill(ledger, 3, start=last)
        assert ledger.counts().articles == last + 3


# -- backup --------------------------------------------------------------------------------------------------------


def test_a_backup_holds_the_same_and_is_one_file(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    with Ledger.open(path) as ledger:
        fill(ledger, 12)
        ledger.backup(copy)
        expected = ledger.dump()
    assert not list(tmp_path.glob("copy.sqlite-*"))
    with Ledger.open(copy) as ledger:
        assert ledger.dump() == expected


def test_a_backup_overwrites_nothing(path: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.sqlite").write_text("dear")
    with Ledger.open(path) as ledger, pytest.raises(LedgerError, match="a file of this name"):
        ledger.backup(tmp_path / "copy.sqlite")
    assert (tmp_path / "copy.sqlite").read_text() == "dear"


def test_a_backup_into_a_folder_that_is_not_there_says_so(path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger, pytest.raises(LedgerError, match=r"cannot be opened|cannot be written"):
        ledger.backup(tmp_path / "no" / "copy.sqlite")
