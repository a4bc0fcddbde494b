"""The codebook as one immutable object whose tables are read and checked when first asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from types import MappingProxyType
from typing import Literal, cast, get_args

from deedbook.codebook.entries import (
    ClassMeasure,
    ClassMember,
    FurnitureRule,
    Holder,
    Milestone,
    Name,
    NameKind,
    Office,
    Outlet,
    UnusedName,
)
from deedbook.codebook.names import compact_names, is_cased, listed_names, surname
from deedbook.codebook.table import CodebookError, data_folder
from deedbook.codebook.vocabularies import EVERYBODY, Vocabularies
from deedbook.records import Interval
from deedbook.records.article import BlockKind


@dataclass(frozen=True)
class Codebook(Vocabularies):
    """All that is known by heart: vocabularies, names and who bears them, outlets, rules of layout, dated acts.

    Each table is a cached property of ``folder``; every one raises CodebookError where a file is wrong, and
    :meth:`check` reads them all."""

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
        for part in reversed(type(self).__mro__):
            for name, attribute in vars(part).items():
                if isinstance(attribute, cached_property):
                    getattr(self, name)


@cache
def load() -> Codebook:
    """The codebook that comes with the package; the same object at every call."""
    return Codebook(data_folder())


__all__ = ["EVERYBODY", "Codebook", "is_cased", "load"]
