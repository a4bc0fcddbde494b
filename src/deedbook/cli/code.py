"""``deedbook code``."""

import json
import sys
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import click

from deedbook.cli.options import sources, tell

if TYPE_CHECKING:
    from deedbook.records import Article, Coding

_BATCH = 64  # articles coded together: enough sentences to sort by length


@click.command("code")
@click.argument("source", nargs=-1, required=True)
@click.option("--jobs", type=click.IntRange(1, 64), metavar="N", help="Processes that code. [default: one a core, ≤ 4]")
@sources
def command(source: tuple[str, ...], jobs: int | None, jsonl: bool, allow_private: bool, timeout: float) -> None:
    """Write the events of articles and official records as JSON lines, in order of cue; nothing is stored.

    SOURCE is a file, a folder, an address or - for standard input.

    \b
    Example:
      echo '{"id": "a1", "text": "Pakistan praised China."}' | deedbook code --jsonl -
    """
    from deedbook.coding import default_coder
    from deedbook.coding.pool import coded, processes
    from deedbook.reading import read
    from deedbook.records import Article, OfficialRecord, Problem

    failed = False
    items = read(source, jsonl=jsonl, allow_private=allow_private, timeout=timeout)

    records: deque[list[str]] = deque()  # of the batches that are being coded: their readers have coded them already

    def batches() -> Iterator[list["Article"]]:
        nonlocal failed
        while batch := list(islice(items, _BATCH)):
            failed |= tell([p for p in batch if isinstance(p, Problem)])
            records.append([lines(found.coding) for found in batch if isinstance(found, OfficialRecord)])
            yield [a for a in batch if isinstance(a, Article)]

    for texts in coded(batches(), default_coder, lines, jobs or processes()):
        for text in (*texts, *records.popleft()):
            sys.stdout.write(text)
    sys.stdout.flush()
    sys.exit(1 if failed else 0)


def lines(coding: "Coding") -> str:
    """The events of one coding as JSON lines."""
    events = sorted(coding.events, key=lambda e: (e.cue.start if e.cue else -1, e.event_id))
    return "".join(json.dumps(event.to_json(), ensure_ascii=False) + "\n" for event in events)
