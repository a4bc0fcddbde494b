"""Records as compact JSON and back, for the ledger's columns.

Fields that hold their default are left out, so that a record gains optional fields without a migration; a field that
this version does not know is passed over. Dates are ISO 8601. The JSON is ASCII, so that lone surrogates survive."""

import json
import types
from collections.abc import Callable, Hashable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import msgspec

_R = TypeVar("_R")
_Read = Callable[[Any], Any]


def pack(record: object, *, without: frozenset[str] = frozenset()) -> str:
    """``record`` (a dataclass of strings, numbers, dates, tuples and such dataclasses) as one line of JSON with sorted
    keys; the top-level fields named in ``without`` are left out."""
    plain = {name: value for name, value in _plain(record).items() if name not in without}
    return json.dumps(plain, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def unpack(cls: type[_R], text: str, **given: object) -> _R:
    """The record of class ``cls`` that ``pack`` wrote; ``given`` supplies fields that were left out.

    Raises ValueError, KeyError or TypeError where ``text`` is no such record."""
    return cast("_R", _record(cls, json.loads(text), given))


def restored(cls: type[_R], found: dict[str, Any], **given: object) -> _R:
    """As ``unpack``, of what was read from its JSON; ``found`` is used up."""
    return cast("_R", _record(cls, found, given))


def filler(cls: type[_R], *names: str) -> Callable[..., _R]:
    """As ``unpack``, several times as fast: for records of which thousands are read at once. What is returned takes the
    text and a value, a string, for each of the fields ``names``; one that the text has as well, and not empty, stays as
    the text has it."""
    opening = "{" + "".join(f'"{name}":"",' for name in names)
    decode = msgspec.json.Decoder(cls).decode

    def filled(text: str, *values: str) -> _R:
        try:
            found = decode(opening + text[1:])
        except msgspec.MsgspecError:  # not as this version declares it, or with a lone surrogate: as it always was read
            plain = json.loads(text)
            given = {name: plain.get(name) or value for name, value in zip(names, values, strict=True)}
            return cast("_R", _record(cls, plain, given))
        for name, value in zip(names, values, strict=True):
            if not getattr(found, name):
                object.__setattr__(found, name, value)  # it is just being made
        return found

    return filled


@cache
def _written(cls: Hashable) -> tuple[tuple[str, Any], ...]:
    """Names of the fields, with their defaults."""
    return tuple((field.name, field.default) for field in fields(cast("Any", cls)))


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | float) or value is None:
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if not is_dataclass(value):
        return value
    found = {}
    for name, default in _written(cast("Hashable", type(value))):
        item = getattr(value, name)
        if default is MISSING or item != default:
            found[name] = _plain(item)
    return found


@cache
def _readers(cls: Hashable) -> tuple[frozenset[str], tuple[tuple[str, _Read], ...]]:
    """Names of the fields, and how those are made from their JSON that are not the same in it."""
    made = {name: _reader(hint) for name, hint in get_type_hints(cls).items()}
    return frozenset(made), tuple((name, read) for name, read in made.items() if read)


def _record(cls: Any, found: dict[str, Any], given: Mapping[str, object]) -> Any:
    """The record of ``found``, which is used up."""
    known, readers = _readers(cls)
    if not found.keys() <= known:
        found = {name: value for name, value in found.items() if name in known}
    for name, read in readers:
        if (value := found.get(name)) is not None:
            found[name] = read(value)
    return cls(**{**found, **given}) if given else cls(**found)


def _reader(hint: Any) -> _Read | None:
    origin = get_origin(hint)
    if origin is Literal:
        return None
    if origin in (Union, types.UnionType):
        return _reader(next(arg for arg in get_args(hint) if arg is not type(None)))
    if origin is tuple:
        args = get_args(hint)
        if args[-1] is Ellipsis:
            return _all_by(_reader(args[0]))
        return _each_by([_reader(arg) for arg in args])
    if hint is datetime:
        return datetime.fromisoformat
    if hint is date:
        return date.fromisoformat
    if isinstance(hint, type) and is_dataclass(hint):
        return _record_by(hint)
    return None


def _record_by(cls: type) -> _Read:
    if _readers(cls)[1]:
        return lambda value: _record(cls, value, {})

    def plain(value: dict[str, Any]) -> Any:
        try:
            return cls(**value)
        except TypeError:  # a field that this version does not know
            return _record(cls, value, {})

    return plain


def _all_by(read: _Read | None) -> _Read:
    if read is None:
        return tuple
    return lambda items: tuple(item if item is None else read(item) for item in items)


def _each_by(reads: list[_Read | None]) -> _Read:
    return lambda items: tuple(
        item if read is None or item is None else read(item) for read, item in zip(reads, items, strict=True)
    )
