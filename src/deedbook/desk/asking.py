"""What the address of a page may ask for, read and checked once."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Query, Request
from pydantic import BaseModel, BeforeValidator, Field

from deedbook.codebook import Codebook
from deedbook.desk.desk import Desk
from deedbook.desk.filters import Filters
from deedbook.desk.pages import Missing

Pair = tuple[str, str]


def _none(value: Any) -> Any:
    """A form sends its empty fields too."""
    return None if value == "" else value


def _full(value: Any) -> Any:
    held = value if isinstance(value, list) else [value]
    return [item for item in held if item != ""]


Day = Annotated[Annotated[date, Field(ge=date(1800, 1, 1), le=date(2200, 1, 1))] | None, BeforeValidator(_none)]
Several = Annotated[list[Annotated[str, Field(max_length=200)]], BeforeValidator(_full), Field(max_length=50)]


class Ask(BaseModel):
    """``against``: another pair, ``IND-USA``. ``as_of``: only what was known by that day. ``since``: what changed since
    that day. ``embed``: the chart alone, without bar and foot, for another page. ``width``: px that a chart to explore
    has. The rest keeps the acts that fit (deedbook.desk.filters)."""

    against: Annotated[Annotated[str, Field(max_length=20)] | None, BeforeValidator(_none)] = None
    as_of: Day = None
    since: Day = None
    domain: Several = []
    instrument: Several = []
    status: Several = []
    outlet: Several = []
    speaker: Several = []
    direction: Several = []
    reviewed: Literal["", "yes", "no"] = ""
    month: Several = []
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    width: Annotated[int, Field(ge=200, le=4_000)] = 1_000
    embed: bool = False

    @property
    def filters(self) -> Filters:
        return Filters(
            domain=tuple(self.domain),
            instrument=tuple(self.instrument),
            status=tuple(self.status),
            outlet=tuple(self.outlet),
            speaker=tuple(self.speaker),
            direction=tuple(self.direction),
            reviewed=self.reviewed,
            month=tuple(self.month),
        )


Asked = Annotated[Ask, Query()]


def desk(request: Request) -> Desk:
    found: Desk = request.app.state.desk
    return found


def pair_of(text: str, codebook: Codebook) -> Pair:
    """Two different codes joined by a hyphen. Raises Missing with what was expected."""
    parts = text.upper().split("-")
    if len(parts) != 2 or not all(re.fullmatch(r"[A-Z]{2,10}", part) for part in parts):
        raise Missing(f"“{text[:60]}” names no page and no pair; a pair is two codes with a hyphen, like PAK-USA.")
    for part in parts:
        if part not in codebook.states and part not in codebook.organisations:
            raise Missing(f"{part} is no code of a state or an organisation; codes are ISO 3166-1 alpha-3, like PAK.")
    if parts[0] == parts[1]:
        raise Missing(f"{text[:60]} names one state twice; a pair of two was expected.")
    return parts[0], parts[1]
