"""The ledger's file: told apart from other files, its readers and writers found, its faults put into words."""

import os
import sqlite3
from pathlib import Path

from deedbook.ledger.errors import LedgerError
from deedbook.records import Problem

MAGIC = b"SQLite format 3\0"
PROC = Path("/proc")


def default_path() -> Path:
    """Where the ledger is when nobody names one: ``$DEEDBOOK_LEDGER``, else ``ledger.sqlite`` in the data folder that
    the platform gives to applications. Nothing is created."""
    if given := os.environ.get("DEEDBOOK_LEDGER"):
        return Path(given)
    import platformdirs

    return Path(platformdirs.user_data_dir("deedbook", appauthor=False)) / "ledger.sqlite"


def check_header(path: Path) -> None:
    """Raises LedgerError where ``path`` is a folder, unreadable, or a file that no SQLite wrote. An empty file passes:
    it is a ledger whose making was interrupted."""
    if path.is_dir():
        raise fault(path, "is a folder, a ledger file was expected.", "Name the file, for example ledger.sqlite in it.")
    try:
        with path.open("rb") as file:
            head = file.read(len(MAGIC))
    except OSError as error:
        raise unreadable(path, error) from None
    if head and head != MAGIC:
        raise fault(
            path,
            "this file is no Deedbook ledger (it is not even a database).",
            "Name another file with --ledger; this one was left as it is.",
        )


def free_name(path: Path) -> Path:
    """``path``, or where there is such a file already, the first free name of ``path-2``, ``path-3``, …"""
    found, number = path, 1
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name}-{number}")
    return found


def in_words(path: str, error: sqlite3.Error) -> LedgerError:
    """The LedgerError that says what SQLite's ``error`` on ``path`` means for the person at the keyboard."""
    code = getattr(error, "sqlite_errorcode", None) or 0
    primary = code & 0xFF
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return fault(
            path, f"the ledger is in use: {_holders(path)} is writing to it.", "Wait for it to end, or end it."
        )
    if primary == sqlite3.SQLITE_FULL or primary == sqlite3.SQLITE_IOERR:
        return fault(
            path,
            f"the ledger could not be written ({error}); everything reported as done before is kept.",
            "Free space on the disk or lift the file-size limit, then run the same command again: it goes on there.",
        )
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return fault(path, "the ledger may not be written.", "Check who owns the file and its folder.")
    if primary == sqlite3.SQLITE_CANTOPEN:
        return fault(path, "the ledger cannot be opened.", "Check that its folder exists and is yours to write to.")
    if primary == sqlite3.SQLITE_NOTADB:
        return fault(path, "this file is no Deedbook ledger.", "Name another file with --ledger.")
    if primary == sqlite3.SQLITE_CORRUPT:
        return damaged(path, str(error))
    return fault(path, f"the ledger failed ({error}).", "If it happens again, run `deedbook backup` and report it.")


def damaged(path: Path | str, what: str) -> LedgerError:
    return fault(
        path,
        f"the ledger is damaged ({what}).",
        "Put a backup in its place, or move it away and read the sources again; it was left as it is.",
    )


def unreadable(path: Path | str, error: OSError) -> LedgerError:
    return fault(
        path, f"the ledger cannot be read ({error.strerror}).", "Check that file and folder are yours to read."
    )


def fault(path: Path | str, message: str, remedy: str) -> LedgerError:
    return LedgerError(Problem(source=str(path), message=message, remedy=remedy))


def _holders(path: str) -> str:
    """Who has the file open, where the system tells (Linux); otherwise "another program"."""
    found = []
    target = os.path.realpath(path)
    for process in PROC.glob("[0-9]*"):
        if process.name == str(os.getpid()):
            continue
        try:
            if any(os.path.realpath(fd) == target for fd in (process / "fd").iterdir()):
                command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
                found.append(f"process {process.name} ({command[:80]})")
        except OSError:  # the process ended, or is somebody else's
            continue
    return " and ".join(sorted(found)) or "another program"
