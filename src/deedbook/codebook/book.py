"""The codebook as one immutable object whose tables are read and checked when first asked for."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Literal, TypeVar, cast, get_args

from deedbook.codebook.entries import (
    ClassMeasure,
    ClassMember,
    Domain,
    EventType,
    FurnitureRule,
    Holder,
    Instrument,
    Milestone,
    Name,
    NameKind,
    Office,
    Organisation,
    Outlet,
    Rung,
    State,
    Status,
    UnusedName,
)
from deedbook.codebook.names import compact_names, is_cased, listed_names, surname
from deedbook.codebook.table import CodebookError, Row, data_folder, rows
from deedbook.records import Interval
from deedbook.records.article import BlockKind
from deedbook.records.history import Force

EVERYBODY = "ALL"
QUAD_CLASSES = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")

_T = TypeVar("_T")


@dataclass(frozen=True)
class Codebook:
    """All vocabularies. Each table is a cached property: it is read from ``folder`` and checked on first use.

    Every property raises CodebookError where a file is wrong. :meth:`check` reads them all."""

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

    @cached_property
    def collisions(self) -> Mapping[str, str]:
        """Names that are another word in other letters, with that word's meaning: they are marked ``cased``."""
        return self._keyed("collisions.csv", "text,reason", "text", lambda row: row.need("reason"))

    @cached_property
    def decoys(self) -> Mapping[str, str]:
        """Phrases that hold a state's name and do not mean it ("New Jersey"), with what they are: a reader of names
        takes the longest match, so that a decoy hides the name inside it."""
        return self._keyed("decoys.csv", "text,reason", "text", lambda row: row.need("reason"))

    @cached_property
    def unused_names(self) -> tuple[UnusedName, ...]:
        """Names left out of ``names`` and of bare surnames in ``persons``, with the reason."""
        return tuple(
            UnusedName(row.need("text"), row.some_of("codes", self.codes), row.need("reason"))
            for row in self._rows("unused_names.csv", "text,codes,reason")
        )

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Every name with its code: first ``state_names.csv`` (a row a state), then the files of ``names/``."""
        collisions, unused = frozenset(self.collisions), {name.text for name in self.unused_names}
        found: list[Name] = []
        columns = "code,names,demonyms,capitals"
        found += compact_names(self._rows("state_names.csv", columns), self.states, collisions)
        for path in sorted((self.folder / "names").iterdir(), key=lambda path: path.name):
            if path.name.endswith(".csv"):
                listed = self._rows(f"names/{path.name}", "text,code,kind,sector,valid_from,valid_to,full,note")
                found += listed_names(
                    listed, self.codes, frozenset(self.sectors), frozenset(get_args(NameKind)), collisions
                )
        for name in found:
            if name.text in unused:
                raise CodebookError(
                    "unused_names.csv", None, f"{name.text!r} is also a name of {name.code}.", "Keep it in one place."
                )
        return tuple(found)

    @cached_property
    def offices(self) -> Mapping[str, Office]:
        """Offices by key; titles that name one state's office stand under ``key@STATE``."""
        sectors, codes = frozenset(self.sectors), self.codes
        table: dict[str, Office] = {}
        for row in self._rows("offices.csv", "key,state,sector,single,titles"):
            state = row.one_of("state", codes | {""}) or None
            key = row.need("key") + (f"@{state}" if state else "")
            if key in table:
                raise row.error(f"office {key} stands here a second time.", "Join the two rows.")
            titles = row.list("titles")
            if not titles or any(title != title.lower() for title in titles):
                raise row.error("titles must be given, in lower case.", "Write 'prime minister|premier'.")
            single = row.one_of("single", ("yes", "no")) == "yes"
            table[key] = Office(row.need("key"), row.one_of("sector", sectors), titles, state, single)
        return MappingProxyType(table)

    @cached_property
    def holders(self) -> tuple[Holder, ...]:
        """Who held which office when, from all files of ``holders/``, in order of state, office and start."""
        states = self.codes
        offices = frozenset(office.key for office in self.offices.values())
        found: list[Holder] = []
        folder = self.folder / "holders"
        for path in sorted(folder.iterdir(), key=lambda path: path.name) if folder.is_dir() else []:
            if not path.name.endswith(".csv"):
                continue
            for row in self._rows(f"holders/{path.name}", "person,aliases,state,office,start,end,source"):
                start, end = row.days("start", "end")
                if start is None:
                    raise row.error("start is empty, a date was expected.", "A year is enough.")
                source = row.need("source")
                if source != "recalled, not checked" and not re.match(r"https?://|repo:", source):
                    raise row.error(
                        f"source is {source!r}, an address was expected.", "Otherwise write: recalled, not checked"
                    )
                found.append(
                    Holder(
                        person=row.need("person"),
                        aliases=row.list("aliases"),
                        state=row.one_of("state", states),
                        office=row.one_of("office", offices),
                        start=start,
                        end=end,
                        source=source,
                    )
                )
        return tuple(sorted(found, key=lambda h: (h.state, h.office, h.start, h.person)))

    @cached_property
    def _seats(self) -> Mapping[tuple[str, str], tuple[Holder, ...]]:
        seats: dict[tuple[str, str], list[Holder]] = {}
        for holder in self.holders:
            seats.setdefault((holder.state, holder.office), []).append(holder)
        return {seat: tuple(held) for seat, held in seats.items()}

    def holders_on(self, state: str, office: str, on: Interval) -> tuple[Holder, ...]:
        """Who held ``office`` (a key of ``offices``, without ``@STATE``) in ``state`` on any day of ``on``, whose open
        ends are taken as open; in order of start. Empty where the table knows nobody."""
        first, last = on.start or date.min, on.end or date.max
        return tuple(
            holder
            for holder in self._seats.get((state, office), ())
            if holder.start <= last and (holder.end or date.max) >= first
        )

    @cached_property
    def family_name_first(self) -> frozenset[str]:
        """States whose persons are printed family name first ("Xi Jinping")."""
        return frozenset(row.one_of("state", frozenset(self.states)) for row in self._rows("name_order.csv", "state"))

    @cached_property
    def persons(self) -> Mapping[str, tuple[Holder, ...]]:
        """Holders by full name, alias and surname as printed ("Shehbaz Sharif", "Sharif"); who of several is meant
        depends on the date. Surnames that are words or months ("May": ``unused_names``) or names of states and places
        ("Nepal") are left out."""
        unused = {name.text for name in self.unused_names} | {name.text for name in self.names}
        table: dict[str, list[Holder]] = {}
        for holder in self.holders:
            keys = {holder.person, *holder.aliases}
            keys |= {surname(holder.person, holder.state in self.family_name_first)} - unused - {""}
            for key in keys:
                table.setdefault(key, []).append(holder)
        return MappingProxyType({key: tuple(held) for key, held in sorted(table.items())})

    @cached_property
    def outlets(self) -> tuple[Outlet, ...]:
        states = self.codes
        return tuple(
            Outlet(
                name=row.need("name"),
                aliases=row.list("aliases"),
                state=row.one_of("state", states),
                kind=row.one_of("kind", ("wire", "paper", "broadcaster", "magazine", "site", "official")),
                credit=row.list("credit"),
                domains=row.list("domains"),
            )
            for row in self._rows("outlets.csv", "name,aliases,state,kind,credit,domains")
        )

    @cached_property
    def furniture(self) -> tuple[FurnitureRule, ...]:
        """Rules in the order in which they are tried."""
        kinds = frozenset(get_args(BlockKind))
        found = []
        for row in self._rows("furniture.csv", "kind,pattern,reason"):
            try:
                re.compile(pattern := row.need("pattern"))
            except re.error as error:
                raise row.error(f"the pattern is no regular expression ({error}).", "Mend it.") from None
            found.append(FurnitureRule(cast("BlockKind", row.one_of("kind", kinds)), pattern, row.need("reason")))
        return tuple(found)

    @cached_property
    def classes(self) -> tuple[ClassMember, ...]:
        found = []
        for row in self._rows("classes.csv", "class,state,start,end,rate,source"):
            start, end = row.days("start", "end")
            state, rate = row.one_of("state", self.codes), row.figure("rate")
            found.append(ClassMember(row.need("class"), state, start, end, row.need("source"), rate))
        return tuple(found)

    @cached_property
    def class_measures(self) -> Mapping[str, ClassMeasure]:
        """What each class is a class of, by its name."""
        kinds, instruments = frozenset({"benefit", "burden"}), frozenset(self.instruments)
        found = {}
        for row in self._rows("class_measures.csv", "class,giver,instrument,kind,basis"):
            found[row.need("class")] = ClassMeasure(
                row.need("class"),
                row.one_of("giver", self.codes),
                row.one_of("instrument", instruments),
                cast("Literal['benefit', 'burden']", row.one_of("kind", kinds)),
                row.need("basis"),
            )
        return MappingProxyType(found)

    @cached_property
    def milestones(self) -> tuple[Milestone, ...]:
        """Dated public acts in order of date."""
        found = []
        types, instruments = frozenset(self.event_types), frozenset(self.instruments)
        columns = "from,to,actor,recipient,event_type,instrument,statuses,words,what,source"
        for row in self._rows("milestones.csv", columns):
            start, end = row.days("from", "to")
            if start is None or end is None or not row.list("words"):
                raise row.error("from, to and words must be given.", "Repeat the day for a single day.")
            found.append(
                Milestone(
                    when=Interval(start, end, "explicit"),
                    actor=row.one_of("actor", self.codes),
                    recipient=row.one_of("recipient", self.codes),
                    event_type=row.one_of("event_type", types),
                    instrument=row.one_of("instrument", instruments),
                    statuses=row.some_of("statuses", frozenset(self.statuses)),
                    words=row.list("words"),
                    what=row.need("what"),
                    source=row.need("source"),
                )
            )
        return tuple(sorted(found, key=lambda m: (m.when.start or date.min, m.actor, m.recipient)))

    def check(self) -> None:
        """Read every table; raises CodebookError for the first that is wrong."""
        for attribute in vars(type(self)):
            if isinstance(vars(type(self))[attribute], cached_property):
                getattr(self, attribute)


@cache
def load() -> Codebook:
    """The codebook that comes with the package; the same object at every call."""
    return Codebook(data_folder())


__all__ = ["EVERYBODY", "Codebook", "is_cased", "load"]
