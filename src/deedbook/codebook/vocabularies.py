"""The vocabularies of what is coded, each read and checked when first asked for: types, rungs, instruments, parties."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import TypeVar, cast, get_args

from deedbook.codebook.entries import (
    Domain,
    EventType,
    Instrument,
    Organisation,
    Rung,
    State,
    Status,
)
from deedbook.codebook.table import Row, rows
from deedbook.records.history import Force

EVERYBODY = "ALL"
QUAD_CLASSES = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")

_T = TypeVar("_T")


@dataclass(frozen=True)
class Vocabularies:
    """Tables of ``folder``, each a cached property: it is read and checked on first use, and raises CodebookError where
    its file is wrong."""

    folder: Traversable

    def _rows(self, file: str, columns: str) -> list[Row]:
        path = self.folder
        for part in file.split("/"):
            path = path / part
        return list(rows(path, columns.split(","), name=file))

    def _keyed(self, file: str, columns: str, key: str, make: Callable[[Row], _T]) -> Mapping[str, _T]:
        table: dict[str, _T] = {}
        for row in self._rows(file, columns):
            if (name := row.need(key)) in table:
                raise row.error(f"{key} {name!r} stands here a second time.", "Join the two rows.")
            table[name] = make(row)
        return MappingProxyType(table)

    @cached_property
    def event_types(self) -> Mapping[str, EventType]:
        """PLOVER's 16 event types by name, in PLOVER's order."""

        def make(row: Row) -> EventType:
            try:
                score = float(row.need("score"))
            except ValueError:
                raise row.error(f"column score holds {row.text('score')!r}, a number was expected.") from None
            quad = row.one_of("quad_class", QUAD_CLASSES)
            if (score < 0 and quad.endswith("cooperation")) or (score > 0 and quad.endswith("conflict")):
                raise row.error(f"the sign of score {score} contradicts quad class {quad!r}.", "Check the sign.")
            kind = row.one_of("kind", ("word", "deed"))
            return EventType(
                name=row.need("name"),
                quad_class=quad,
                score=score,
                definition=row.need("definition"),
                kind="deed" if kind == "deed" else "word",
                comment=row.text("comment"),
            )

        return self._keyed("event_types.csv", "name,quad_class,score,kind,definition,comment", "name", make)

    @cached_property
    def contexts(self) -> Mapping[str, str]:
        """PLOVER's context codes with what they cover, in our own words."""
        return self._keyed("contexts.csv", "name,definition", "name", lambda row: row.need("definition"))

    @cached_property
    def sectors(self) -> Mapping[str, str]:
        """PLOVER's sector codes with what they cover, in our own words."""
        return self._keyed("sectors.csv", "name,definition", "name", lambda row: row.need("definition"))

    @cached_property
    def statuses(self) -> Mapping[str, Status]:
        """The rungs and ends, in the order of the codebook."""

        def make(row: Row) -> Status:
            order = row.text("order")
            if order and not order.isdigit():
                raise row.error(f"column order holds {order!r}, a whole number or nothing was expected.")
            return Status(
                name=row.need("name"),
                order=int(order) if order else None,
                stopped=row.one_of("stopped", ("yes", "no")) == "yes",
                definition=row.need("definition"),
                iati=row.text("iati"),
                aiddata=row.text("aiddata"),
            )

        return self._keyed("statuses.csv", "name,order,stopped,definition,iati,aiddata", "name", make)

    @cached_property
    def domains(self) -> Mapping[str, Domain]:
        known = frozenset(self.contexts)

        def make(row: Row) -> Domain:
            return Domain(
                name=row.need("name"),
                definition=row.need("definition"),
                contexts=row.some_of("contexts", known),
                dac=row.list("dac"),
                hs=row.text("hs"),
            )

        return self._keyed("domains.csv", "name,definition,contexts,dac,hs", "name", make)

    @cached_property
    def instruments(self) -> Mapping[str, Instrument]:
        """Instruments with their rungs (``rungs.csv``) in the order of that file."""
        rungs: dict[str, list[Rung]] = {}
        statuses, forces = frozenset(self.statuses), frozenset(get_args(Force))
        listed = self._rows("rungs.csv", "instrument,act,status,force,iati,valid_from,valid_to,note")
        for row in listed:
            start, end = row.days("valid_from", "valid_to")
            rungs.setdefault(row.need("instrument"), []).append(
                Rung(
                    act=row.need("act"),
                    status=row.one_of("status", statuses),
                    force=cast("Force", row.one_of("force", forces)),
                    iati=row.text("iati"),
                    note=row.text("note"),
                    valid_from=start,
                    valid_to=end,
                )
            )
        known = frozenset(self.domains)

        def make(row: Row) -> Instrument:
            name = row.need("name")
            return Instrument(name, row.need("definition"), row.some_of("domains", known), tuple(rungs.get(name, ())))

        table = self._keyed("instruments.csv", "name,definition,domains", "name", make)
        for row in listed:
            row.one_of("instrument", frozenset(table))
        return table

    @cached_property
    def states(self) -> Mapping[str, State]:
        """States and territories by code, former ones included."""

        def make(row: Row) -> State:
            code = row.need("code")
            if not re.fullmatch(r"[A-Z]{3}", code):
                raise row.error(f"code {code!r} is not three capital letters.", "Use ISO 3166-1 alpha-3.")
            start, end = row.days("valid_from", "valid_to")
            return State(
                code=code,
                name=row.need("name"),
                formal=row.text("formal"),
                capital=row.text("capital"),
                region=row.text("region"),
                valid_from=start,
                valid_to=end,
                successors=row.list("successors"),
            )

        columns = "code,name,formal,capital,region,valid_from,valid_to,successors"
        table = self._keyed("states.csv", columns, "code", make)
        for row in self._rows("states.csv", columns):
            row.some_of("successors", frozenset(table))
        return table

    @cached_property
    def organisations(self) -> Mapping[str, Organisation]:
        """International organisations, armed groups and movements by code."""
        known = frozenset(self.states)

        def make(row: Row) -> Organisation:
            if (code := row.need("code")) in known:
                raise row.error(f"code {code!r} is a state's.", "Choose another code.")
            return Organisation(code, row.need("name"), row.need("kind"), row.some_of("states", known))

        return self._keyed("organisations.csv", "code,name,kind,states", "code", make)

    @cached_property
    def codes(self) -> frozenset[str]:
        """Every code that an actor or recipient may carry."""
        return frozenset(self.states) | frozenset(self.organisations) | {EVERYBODY}
