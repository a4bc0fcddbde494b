"""A folder of Parquet files with a data package descriptor (datapackage.org): the ledger's facts, and flat tables.

``facts/`` holds the ledger's own tables, column by column, so that a ledger made of them again is the same one;
``tables/`` holds what analysts want to open. The descriptor names each file's columns, rows and hash."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from deedbook import __version__
from deedbook.exchange.tables import Table
from deedbook.records.failure import Failure

DESCRIPTOR = "datapackage.json"
_ROWS = 20_000  # a batch: small enough for little memory, large enough to compress well
_ADVICE = "It comes with the extra: pip install 'deedbook[parquet]'."


@dataclass(frozen=True, slots=True)
class Fact:
    """One of the ledger's tables. ``kinds`` are SQLite's: TEXT, INTEGER, BLOB."""

    name: str
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: Iterable[tuple[Any, ...]]


def write(folder: Path, facts: Iterable[Fact], tables: Sequence[Table], about: dict[str, Any]) -> dict[str, int]:
    """Writes the package into ``folder`` (new or empty) and returns the rows of each file; the descriptor comes last,
    so that a folder without one is one whose writing was interrupted. Raises Failure where it cannot be written."""
    arrow, _ = _libraries()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Failure(f"{folder}: there is something of this name already. Name a new folder.")
    resources: list[dict[str, Any]] = []
    try:
        for fact in facts:
            types = [_ARROW[kind](arrow) for kind in fact.kinds]
            fields = [{"name": n, "type": _TABLE_SCHEMA[k]} for n, k in zip(fact.columns, fact.kinds, strict=True)]
            resources.append(_file(folder, f"facts/{fact.name}.parquet", fact.columns, types, fact.rows, fields))
        for table in tables:
            names = tuple(column.name for column in table.columns)
            types = [_BY_KIND[column.kind](arrow) for column in table.columns]
            fields = [{"name": c.name, "type": c.kind, "description": c.about} for c in table.columns]
            made = _file(folder, f"tables/{table.name}.parquet", names, types, map(_text_safe, table.rows), fields)
            resources.append(made | {"description": f"one row is {table.counts}"})
        descriptor = {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": "deedbook-ledger",
            "title": "A Deedbook ledger: acts between states, commitments and their evidence",
            "deedbook": {"generator": f"deedbook {__version__}", **about},
            "resources": resources,
        }
        text = json.dumps(descriptor, ensure_ascii=False, indent=2, default=date.isoformat) + "\n"
        (folder / DESCRIPTOR).write_text(text, encoding="utf-8")
    except OSError as error:
        raise Failure(
            f"{folder}: the package cannot be written ({error.strerror}). Free space or name another."
        ) from None
    return {resource["path"]: resource["rows"] for resource in resources}


def describe(folder: Path) -> dict[str, Any]:
    """The descriptor. Raises Failure where ``folder`` is no package of ours."""
    file = folder / DESCRIPTOR
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(found["deedbook"], dict) or not isinstance(found["resources"], list):
            raise KeyError
    except OSError:
        raise Failure(
            f"{folder}: there is no {DESCRIPTOR} in it. Name a folder that `deedbook export` wrote."
        ) from None
    except (ValueError, KeyError, TypeError):
        raise Failure(f"{file}: this describes no Deedbook package. Export it again.") from None
    return dict(found)


def facts(folder: Path) -> Iterator[Fact]:
    """The ledger's tables in ``folder``, in the order in which they were written, each file checked against its hash.
    Raises Failure where a file is missing, changed, or no Parquet."""
    _, parquet = _libraries()
    for resource in describe(folder)["resources"]:
        if not str(resource.get("path", "")).startswith("facts/"):
            continue
        file = folder / resource["path"]
        if folder.resolve() not in file.resolve().parents:
            raise Failure(f"{folder / DESCRIPTOR}: {resource['path']!r} leads out of the folder.")
        try:
            if f"sha256:{_digest(file)}" != resource["hash"]:
                raise Failure(f"{file}: the file is not the one that was written (its hash differs). Export it again.")
            opened = parquet.ParquetFile(file)
        except OSError as error:
            raise Failure(f"{file}: cannot be read ({error.strerror or error}). Export it again.") from None
        except ValueError as error:
            raise Failure(f"{file}: this is no Parquet file ({error}). Export it again.") from None
        columns = tuple(opened.schema_arrow.names)
        kinds = tuple(_SQLITE[str(field.type)] for field in opened.schema_arrow)
        yield Fact(file.stem, columns, kinds, _rows_of(opened))


def _rows_of(opened: Any) -> Iterator[tuple[Any, ...]]:
    for batch in opened.iter_batches(batch_size=_ROWS):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


_ARROW: dict[str, Callable[[Any], Any]] = {
    "TEXT": lambda arrow: arrow.string(),
    "INTEGER": lambda arrow: arrow.int64(),
    "BLOB": lambda arrow: arrow.binary(),
}
_TABLE_SCHEMA = {"TEXT": "string", "INTEGER": "integer", "BLOB": "any"}
_SQLITE = {"string": "TEXT", "int64": "INTEGER", "binary": "BLOB"}
_BY_KIND: dict[str, Callable[[Any], Any]] = {
    "string": lambda arrow: arrow.string(),
    "integer": lambda arrow: arrow.int64(),
    "number": lambda arrow: arrow.float64(),
    "boolean": lambda arrow: arrow.bool_(),
    "date": lambda arrow: arrow.date32(),
}


def _file(
    folder: Path,
    path: str,
    names: Sequence[str],
    types: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    fields: list[dict[str, str]],
) -> dict[str, Any]:
    arrow, parquet = _libraries()
    schema = arrow.schema(list(zip(names, types, strict=True)))
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    left = iter(rows)
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while batch := list(islice(left, _ROWS)):
            columns = [arrow.array(values, kind) for values, kind in zip(zip(*batch, strict=True), types, strict=True)]
            writer.write_batch(arrow.record_batch(columns, schema=schema))
            count += len(batch)
    return {
        "name": path.removesuffix(".parquet").replace("/", "-"),
        "path": path,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{_digest(file)}",
        "rows": count,
        "schema": {"fields": fields},
    }


def _text_safe(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Lone surrogates cannot be written as UTF-8; the facts keep them in their bytes, the flat tables do not."""
    return tuple(cell.encode("utf-8", "replace").decode("utf-8") if isinstance(cell, str) else cell for cell in row)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _libraries() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise Failure(f"Parquet needs the library pyarrow, which is not installed. {_ADVICE}") from None
    return pyarrow, pyarrow.parquet
