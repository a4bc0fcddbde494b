"""Whether a ledger's file holds what SQLite writes: small files page by page, of larger ones the head of every page,
which random bytes, another file's contents and zeros do not have."""

import random
import sqlite3
import time
from collections.abc import Iterator
from io import FileIO
from pathlib import Path

WHOLE_BYTES = 32 * 2**20  # up to here SQLite itself looks at every page on opening (12 MB take 0.1 s)
SECONDS = 0.3  # for the heads of a larger file's pages: 2 GB that lie in memory; a slow disk gives less
STRETCH_BYTES = 8 * 2**20
HEAD = 16  # bytes of a page that are looked at
NEVER_USED = 2**30  # the page in which this byte lies is left empty by SQLite, for its locks
TREES = (2, 5, 10, 13)  # how a page of a table or of an index begins; others hold the rest of a long row, or are free
INNER = 5  # the last of these whose head is twelve bytes long, not eight


def fault(connection: sqlite3.Connection, path: Path) -> str | None:
    """What is wrong with the file at ``path``, open as ``connection``; ``None`` where nothing is found.

    Of a file over ``WHOLE_BYTES`` this looks at heads of pages for at most ``SECONDS``, and at all of it where one of
    them is doubtful. What was changed within a page is met when the page is read."""
    if path.stat().st_size > WHOLE_BYTES and not doubtful(path):
        return None
    return whole(connection)


def whole(connection: sqlite3.Connection) -> str | None:
    """As :func:`fault`, by looking at every page whole: 0.6 s of the processor for 190 MB."""
    found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    return None if found == "ok" else " ".join(found.split())


def doubtful(path: Path, seconds: float = SECONDS) -> list[int]:
    """Numbers of pages, from 1, whose heads are not as SQLite writes them: those of the first stretch that has any."""
    until = time.monotonic() + seconds
    with path.open("rb", buffering=0) as file:
        head = file.read(40)
        size = 65536 if head[16:18] == b"\0\1" else int.from_bytes(head[16:18])
        count = path.stat().st_size // size
        unused = {1, NEVER_USED // size + 1, *_free(file, head, size)}  # the first one begins as the file does
        stretch = STRETCH_BYTES // size
        starts = list(range(0, count, stretch))
        random.shuffle(starts)  # where time does not do for all, every opening looks at others
        for start in starts:
            if found := _strange(file, start, stretch, size, count) - unused:
                # What stands in the log may be on its way into the file at this moment.
                found -= _logged(path, size)
                if found and (found := found & _strange(file, start, stretch, size, count)):
                    return sorted(found)
            if time.monotonic() > until:
                break
    return []


def _strange(file: FileIO, start: int, stretch: int, size: int, count: int) -> set[int]:
    """Numbers of the pages, of the ``stretch`` behind the first ``start``, whose heads no page of ``count`` has."""
    import numpy as np  # only large files need it, and it takes as long to import as all that opens a ledger

    file.seek(start * size)
    read = file.read(stretch * size)
    pages = len(read) // size
    heads = np.frombuffer(read, np.uint8, pages * size).reshape(pages, size)[:, :HEAD].astype(np.int64)
    kind, cells, content = heads[:, 0], heads[:, 3] * 256 + heads[:, 4], heads[:, 5] * 256 + heads[:, 6]
    content[content == 0] = 65536
    table = np.where(kind <= INNER, 12, 8) + 2 * cells
    tree = np.isin(kind, TREES) & (table <= content) & (content <= size)
    following = heads[:, :4] @ np.array([1 << 24, 1 << 16, 1 << 8, 1])
    rest = (following <= count) & heads.any(axis=1)
    return set((np.flatnonzero(~(tree | rest)) + start + 1).tolist())


def _free(file: FileIO, head: bytes, size: int) -> Iterator[int]:
    """The pages that hold nothing: the first list of them is named in the file's ``head``, each list names the next."""
    import numpy as np

    page, seen = int.from_bytes(head[32:36]), set[int]()
    while page and page not in seen:
        seen.add(page)
        file.seek((page - 1) * size)
        numbers = np.frombuffer(file.read(size), ">u4").tolist()
        if len(numbers) < 2:
            return
        page = numbers[0]
        yield from numbers[2 : 2 + numbers[1]]


def _logged(path: Path, size: int) -> set[int]:
    """The pages of which a newer state stands in the log beside the file."""
    try:
        log = path.with_name(path.name + "-wal").read_bytes()
    except OSError:
        return set()
    frame = 24 + size  # a head of 24 bytes, the page's number first, the log's own mark at the ninth
    return {
        int.from_bytes(log[at : at + 4]) for at in range(32, len(log), frame) if log[at + 8 : at + 16] == log[16:24]
    }
