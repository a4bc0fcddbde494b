"""Labels on real sentences: as they are stored, the sentences they point to, and what a coder makes of these.

A stored label is one JSON line: ``file`` below the shared folder, ``start`` and ``end`` in its decoded text, ``sha8``
of the sentence, ``labeller``, and ``events`` with spans relative to the sentence (training/README.md)."""

import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from deedbook.coding import Coder
from deedbook.evaluate.gold import GoldError
from deedbook.evaluate.texts import WHOLE, Line, documents, file_of
from deedbook.reading import read
from deedbook.records import Article, Event

Key = tuple[str, int, int]  # file, start, end
Row = Mapping[str, Any]
Stored = Mapping[Key, Mapping[str, Row]]  # by sentence, then by labeller

_NEEDED = ("file", "start", "end", "sha8", "labeller", "events")
_SPACE = re.compile(r"\s")
_BATCH = 32  # articles a call, as ``deedbook code`` does


def stored(paths: Iterable[Path]) -> dict[Key, dict[str, Row]]:
    """Labels by sentence and labeller (by name), from JSON lines files and from folders of them.

    Raises GoldError for a path without labels or a line that is none."""
    found: dict[Key, dict[str, Row]] = defaultdict(dict)
    for path in paths:
        files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        if not files:
            raise GoldError(f"{path}: holds no *.jsonl. Give a folder of labels, or a file.")
        for file in files:
            try:
                rows = file.read_text(encoding="utf-8").splitlines()
            except (OSError, UnicodeDecodeError) as error:
                raise GoldError(f"{file}: cannot be read ({error}). Give a UTF-8 file of JSON lines.") from None
            for number, line in enumerate(rows, 1):
                if line.strip():
                    row = _row(line, f"{file}, line {number}")
                    found[row["file"], row["start"], row["end"]][row["labeller"]] = row
    return {key: dict(sorted(by.items())) for key, by in found.items()}


def _row(line: str, place: str) -> Row:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise GoldError(f"{place}: is no JSON ({error}). Give labels as training.labelling writes them.") from None
    missing = [name for name in _NEEDED if not isinstance(row, dict) or name not in row]
    if missing:
        raise GoldError(f"{place}: lacks {', '.join(missing)}. Give labels as training.labelling writes them.")
    held: Row = row
    return held


def texts(shared: Path, labels: Stored) -> dict[Key, Line]:
    """The sentences that labels point to, but for those whose text is no longer what was labelled.

    Raises GoldError for a file that is missing or cannot be decoded."""
    wanted: dict[str, list[Key]] = defaultdict(list)
    for key in labels:
        wanted[key[0]].append(key)
    found: dict[Key, Line] = {}
    for path in sorted({file.partition("#")[0] for file in wanted}):
        for document in documents(shared, path, wanted):
            for key in wanted[document.file]:
                line = document.line(key[1], key[2])
                if line.sha8 == next(iter(labels[key].values()))["sha8"]:
                    found[key] = line
    return {key: found[key] for key in labels if key in found}


def articles(lines: Sequence[Line]) -> list[Article | None]:
    """Every sentence as ``deedbook code`` reads it from a JSON line with its date and context; ``None`` where the
    reader finds no article in it. White space becomes blanks, one for one: the line breaks of a wire report's columns,
    cut out of their paragraph, would pass for those of headlines."""
    rows = []
    for n, line in enumerate(lines):
        context = {"title": line.title, "previous": line.previous, "date": line.published and str(line.published)}
        text = _SPACE.sub(" ", line.text)
        rows.append({"id": str(n), "text": text, **{name: value for name, value in context.items() if value}})
    stdin = io.BytesIO("\n".join(map(json.dumps, rows)).encode())
    found = {int(a.id): a for a in read(["-"], jsonl=True, stdin=stdin) if isinstance(a, Article)}
    return [found.get(n) for n in range(len(lines))]


def coded(coder: Coder, some: Sequence[Article | None]) -> list[tuple[Event, ...]]:
    """The coder's events for each article."""
    held = [article for article in some if article]
    codings = iter([c for at in range(0, len(held), _BATCH) for c in coder.code(held[at : at + _BATCH])])
    return [next(codings).events if article else () for article in some]


def within(coder: Coder, shared: Path, keys: Sequence[Key]) -> list[tuple[Event, ...]]:
    """The coder's events in each labelled sentence where it reads the whole article around it, spans as in the
    article. Raises GoldError for texts that the product does not read as articles."""
    wanted = {file for file, _, _ in keys}
    held: dict[str, Article] = {}
    for path in sorted({file.partition("#")[0] for file in wanted}):
        if Path(path).suffix not in WHOLE:
            raise GoldError(
                f"{shared / path}: holds no whole articles. Give labels on {', '.join(WHOLE)} with --whole."
            )
        for article in read([str(shared / path)]):
            if isinstance(article, Article) and (file := file_of(path, article)) in wanted:
                held[file] = article
    found = dict(zip(held, coded(coder, list(held.values())), strict=True))
    return [
        tuple(e for e in found.get(file, ()) if e.sentence.start < end and start < e.sentence.end)
        for file, start, end in keys
    ]
