"""``deedbook code``."""

import json
import sys
from itertools import islice

import click

from deedbook.cli.options import sources, tell

_BATCH = 32  # articles coded together


@click.command("code")
@click.argument("source", nargs=-1, required=True)
@sources
def command(source: tuple[str, ...], jsonl: bool, allow_private: bool, timeout: float) -> None:
    """Write the events of articles as JSON lines, in order of cue; nothing is stored.

    SOURCE is a file, a folder, an address or - for standard input.

    \b
    Example:
      echo '{"id": "a1", "text": "Pakistan praised China."}' | deedbook code --jsonl -
    """
    from deedbook.coding import LexiconCoder
    from deedbook.reading import read
    from deedbook.records import Article

    coder = LexiconCoder()
    failed = False
    items = read(source, jsonl=jsonl, allow_private=allow_private, timeout=timeout)
    while batch := list(islice(items, _BATCH)):
        failed |= tell(p for p in batch if not isinstance(p, Article))
        for coding in coder.code([a for a in batch if isinstance(a, Article)]):
            for event in sorted(coding.events, key=lambda e: (e.cue.start if e.cue else -1, e.event_id)):
                click.echo(json.dumps(event.to_json(), ensure_ascii=False))
    sys.exit(1 if failed else 0)
