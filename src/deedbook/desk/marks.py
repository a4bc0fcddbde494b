"""The marks of charts to explore, before they are drawn: each an act, a step or a matter with its sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from deedbook.desk.text import visible


@dataclass(frozen=True, slots=True)
class Told:
    """What is told beside a mark: what it is and when; ``said`` is its sentence, ``source`` who printed it, ``href``
    where it stands."""

    what: str
    when: str
    said: str
    source: str
    href: str


@dataclass(frozen=True, slots=True)
class Act:
    """One act. ``panel`` names its pair; ``day`` is ``None`` where it is not known."""

    told: Told
    panel: str
    day: date | None
    kind: str
    domain: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One step of a commitment: ``paint`` is the standing to which its rung belongs, ``row`` the commitment, ``name``
    what it is called, ``panel`` its direction."""

    told: Told
    panel: str
    row: str
    name: str
    paint: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Count:
    """One matter, counted where it stands: ``row`` is its direction, ``panel`` its pair."""

    told: Told
    panel: str
    row: str
    paint: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One step on two time axes: when it happened and when it was first published."""

    told: Told
    number: int
    happened: date | None
    known: date | None
    paint: str


def plain(mark: Act | Dot | Count | Turn) -> dict[str, str]:
    """The words of a mark, as they may stand in a page; its days and numbers are for whoever draws it."""
    return _words(mark) | _words(mark.told)


def _words(one: Any) -> dict[str, str]:
    held: Mapping[str, Any] = {field.name: getattr(one, field.name) for field in fields(one)}
    return {name: visible(value) for name, value in held.items() if isinstance(value, str)}
