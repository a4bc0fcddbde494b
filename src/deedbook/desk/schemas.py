"""The JSON face described: a schema of each body, made from the typed records wherever it is made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from deedbook.desk.vegalite import SCHEMA as VEGA_LITE
from deedbook.measures import Answer

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
_PLAIN: Mapping[Any, Schema] = {
    str: TEXT,
    int: WHOLE,
    float: NUMBER,
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
}
_DAYS: Mapping[Any, Schema] = {date: {**TEXT, "format": "date"}, datetime: {**TEXT, "format": "date-time"}}


def of(kind: Any) -> Schema:
    """The schema of a type as ``brief.structured.plain`` writes its values: records as objects with every field."""
    known = _PLAIN.get(kind) or _DAYS.get(kind)
    if known:
        return known
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": list(parts)}
    if origin in (Union, UnionType):
        return {"anyOf": [of(part) for part in parts]}
    if origin is tuple and parts[-1:] != (...,):
        held = [of(part) for part in parts]
        return {"type": "array", "prefixItems": held, "minItems": len(held), "maxItems": len(held)}
    if origin in (tuple, list, frozenset, Sequence):
        return listed(of(parts[0]))
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": of(parts[1])}
    if is_dataclass(kind):
        return fielded(kind)
    raise TypeError(f"{kind} has no schema")


def fielded(kind: Any, leave: Sequence[str] = (), **more: Schema) -> Schema:
    """A record's schema without the fields in ``leave``, with ``more``."""
    hints = get_type_hints(kind)
    return thing({field.name: of(hints[field.name]) for field in fields(kind) if field.name not in leave} | more)


def thing(properties: Mapping[str, Schema]) -> Schema:
    """An object that has these keys, all of them, and no others."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def listed(item: Schema) -> Schema:
    """A list of these."""
    return {"type": "array", "items": item}


def maybe(held: Schema) -> Schema:
    """This or nothing."""
    return {"anyOf": [held, {"type": "null"}]}


def records(columns: Sequence[str], *, whole: Sequence[str] = (), numbers: Sequence[str] = ()) -> Schema:
    """Rows of a table as objects: text unless counted (``whole``) or measured (``numbers``, which may be missing)."""
    kinds = {name: maybe(TEXT) for name in columns}
    kinds |= dict.fromkeys(whole, WHOLE) | {name: maybe(NUMBER) for name in numbers}
    return listed(thing(kinds))


def answer(**more: Schema) -> Schema:
    """What ``brief.structured.document`` makes, with ``more`` keys."""
    interval = thing({"start": maybe(_DAYS[date]), "end": maybe(_DAYS[date]), "basis": TEXT})
    article = {name: maybe(TEXT) for name in ("outlet", "title", "language", "rights", "url")}
    return fielded(
        Answer,
        leave=("snapshot",),
        schema=TEXT,
        schema_version=WHOLE,
        generator=TEXT,
        articles=listed(thing({"key": TEXT, "id": TEXT, "genre": TEXT, "published": interval} | article)),
        **more,
    )


def event() -> Schema:
    """One event as ``Event.to_json`` writes it."""
    place = {"start": maybe(WHOLE), "end": maybe(WHOLE)}
    party = thing({name: maybe(TEXT) for name in ("code", "sector", "name")} | place)
    phrase = maybe(thing({"start": WHOLE, "end": WHOLE, "text": TEXT}))
    amount = thing({"value": NUMBER, "value_max": maybe(NUMBER), "unit": TEXT, "qualifier": maybe(TEXT)} | place)
    texts = ("article_id", "event_id", "event_type", "quad_class", "status", "polarity", "instrument", "coder")
    return thing(
        dict.fromkeys(texts, TEXT)
        | {"partial": _PLAIN[bool], "symmetric": _PLAIN[bool], "confidence": NUMBER}
        | {"domains": listed(TEXT), "contexts": listed(TEXT), "actor": party, "recipient": party}
        | {"speaker": thing({"kind": TEXT, "code": maybe(TEXT), "name": maybe(TEXT)} | place)}
        | {"cue": phrase, "object": phrase, "condition": phrase, "amount": maybe(amount)}
        | {"date": thing({"from": maybe(TEXT), "to": maybe(TEXT), "basis": TEXT})}
        | {"sentence": thing({"start": WHOLE, "end": WHOLE})}
    )


def chart(rows: Schema) -> Schema:
    """A chart's numbers with what it finds and how it is cited."""
    return thing({"title": TEXT, "finding": TEXT, "caption": TEXT, "citation": TEXT, "rows": rows})


def vega_lite() -> Schema:
    """A chart as a specification for Vega-Lite, its data inside."""
    data = thing(
        {"values": listed({"type": "object", "properties": {"href": TEXT, "said": TEXT}, "required": ["href"]})}
    )
    return {
        "type": "object",
        "properties": {
            "$schema": {"const": VEGA_LITE},
            "description": TEXT,
            "data": data,
            "usermeta": {"type": "object"},
        },
        "required": ["$schema", "description", "data", "config", "usermeta"],
        "anyOf": [{"required": ["layer"]}, {"required": ["facet", "spec"]}],
    }
