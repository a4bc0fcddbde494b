"""Records as compact JSON and back, for the ledger's columns.

Fields that hold their default are left out, so that a record gains optional fields without a migration; a field that
this version does not know is passed over. Dates are ISO 8601. The JSON is ASCII, so that lone surrogates survive."""

import json
import types
from collections.abc import Hashable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

_R = TypeVar("_R")


def pack(record: object, *, without: frozenset[str] = frozenset()) -> str:
    """``record`` (a dataclass of strings, numbers, dates, tuples and such dataclasses) as one line of JSON with sorted
    keys; the top-level fields named in ``without`` are left out."""
    plain = {name: value for name, value in _plain(record).items() if name not in without}
    return json.dumps(plain, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def unpack(cls: type[_R], text: str, **given: object) -> _R:
    """The record of class ``cls`` that ``pack`` wrote; ``given`` supplies fields that were left out.

    Raises ValueError, KeyError or TypeError where ``text`` is no such record."""
    return _record(cls, json.loads(text), given)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        found = {}
        for field in fields(value):
            item = getattr(value, field.name)
            if field.default is MISSING or item != field.default:
                found[field.name] = _plain(item)
        return found
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


@cache
def _hints(cls: Hashable) -> dict[str, Any]:
    return get_type_hints(cls)


def _record(cls: type[_R], found: dict[str, Any], given: dict[str, object]) -> _R:
    hints = _hints(cast("Hashable", cls))
    values = {name: _typed(hints[name], value) for name, value in found.items() if name in hints}
    return cls(**{**values, **given})


def _typed(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if value is None or origin is Literal:
        return value
    if origin in (Union, types.UnionType):
        return _typed(next(arg for arg in get_args(hint) if arg is not type(None)), value)
    if origin is tuple:
        args = get_args(hint)
        if args[-1] is Ellipsis:
            return tuple(_typed(args[0], item) for item in value)
        return tuple(_typed(arg, item) for arg, item in zip(args, value, strict=True))
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    if isinstance(hint, type) and is_dataclass(hint):
        return _record(hint, value, {})
    return value
