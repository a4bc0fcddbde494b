"""SIPRI's register of transfers of major conventional arms as CSV.

Met with real bytes: a file generated on 13 March 2025, cut to 230 rows for tests. The register is copyrighted; none of
it is part of this project. Its years are estimates where a question mark stands beside them; sums are not in it (its
trend-indicator values measure volume, not money), so events carry no amount."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from deedbook.reading.registers.deeds import FORMAT_SAYS_SO, RULE_READS_IT, Deed, code_of
from deedbook.reading.registers.quantities import day_of
from deedbook.reading.registers.record import File, Found, Register, Row, day, record, search
from deedbook.reading.registers.sheet import Field, Sheet
from deedbook.reading.registers.tables import TableRow, rows
from deedbook.records import Interval, OfficialRecord, Party, Passed, Problem

REGISTER = Register("SIPRI arms transfers", "sipri", "Stockholm International Peace Research Institute", format="csv")

# Three columns have no name; each says with a question mark that what stands left of it is uncertain.
HEADER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)
_NAMED = (
    "Recipient,Supplier,Year of order,order uncertain,Number ordered,number uncertain,Weapon designation,"
    "Weapon description,Number delivered,delivered uncertain,Year(s) of delivery,status,Comments,SIPRI TIV per unit,"
    "SIPRI TIV for total order,SIPRI TIV of delivered weapons"
)
_COLUMNS = frozenset(_NAMED.split(","))
_GENERATED = re.compile(r"Data generated: (\d{1,2} \w{3,9} \d{4})")
_YEAR = re.compile(r"\d{4}")
_AID = re.compile(r"\baid\b|\bgift\b|\bdonat", re.I)


def recognise(head: str) -> bool:
    return "SIPRI Arms Transfers Database" in head or any(
        line.startswith("Recipient,Supplier,Year of order") for line in head.splitlines()
    )


def read(file: File, text: str) -> Found:
    """A record a row, then the search that is stated of the file."""
    lines = text.splitlines()
    above = next((n for n, line in enumerate(lines) if line.startswith("Recipient,")), None)
    if above is None or lines[above].strip() != HEADER:
        held = lines[above].strip() if above is not None else "no line that begins with 'Recipient,'"
        yield Problem(
            file.source,
            f"its header is not the one this reader knows ({held[:120]}), so nothing of it was read.",
            "If the register has changed its format, the reader must be changed with it (docs/registers.md).",
            f"row {above + 1}" if above is not None else None,
        )
        return
    generated = _GENERATED.search("\n".join(lines[:above]))
    made_on = day_of(generated[1]) if generated else None
    named = "\n".join([*lines[:above], _NAMED, *lines[above + 1 :]])
    found: list[list[Row]] = []
    for row in rows(named, [_COLUMNS], file.source, skip=above):
        if isinstance(row, Problem):
            yield row
            continue
        made = _record(file, row, day(made_on) if made_on else Interval())
        yield made
        parties = code_of(row.cells["Supplier"]), code_of(row.cells["Recipient"])
        found.append([(*parties, "arms_sale"), (*parties, "military_aid")])
    if file.about.covers:
        yield search(REGISTER, file, found)


def _record(file: File, row: TableRow, published: Interval) -> OfficialRecord:
    cells, sheet = row.cells, Sheet()
    sheet.put("Register", REGISTER.name)
    put: dict[str, Field] = {}
    for name in _NAMED.split(","):
        if name.endswith("uncertain"):
            sheet.put(name.capitalize(), "yes" if cells[name] else None, row.pointer(name))
        elif line := sheet.put(name, cells[name], row.pointer(name), kind="body" if "umber" in name else "meta"):
            put[name] = line
    giver, receiver = code_of(cells["Supplier"]), code_of(cells["Recipient"])
    unknown = [
        f"{name.lower()} {cells[name]!r} is no name that the codebook knows"
        for name, code in (("Supplier", giver), ("Recipient", receiver))
        if code is None
    ]
    deeds = (
        [] if giver is None or receiver is None else list(_deeds(put, not cells["order uncertain"], giver, receiver))
    )
    passed = [] if deeds else [Passed(0, len(sheet.text), "; ".join(unknown) or "it says neither order nor delivery")]
    return record(
        REGISTER,
        file,
        sheet,
        deeds,
        id=f"{file.name}#{row.number}",
        title=_title(cells),
        published=published,
        unknown=unknown,
        passed=passed,
    )


def _title(cells: Mapping[str, str]) -> str:
    """What the row is about, since one field of it ("Number delivered: 5") says nothing by itself."""
    weapon, kind = cells["Weapon designation"], cells["Weapon description"]
    thing = f"{weapon} ({kind})" if weapon and kind else weapon or kind or "arms"
    ordered = f", ordered {cells['Year of order']}" if cells["Year of order"] else ""
    return f"{REGISTER.name}: {thing} from {cells['Supplier']} to {cells['Recipient']}{ordered}"


def _deeds(put: dict[str, Field], sure: bool, giver: str, receiver: str) -> Iterator[Deed]:
    weapon = put.get("Weapon designation") or put.get("Weapon description")
    aid = "Comments" in put and _AID.search(put["Comments"].value.text) is not None

    def deed(status: str, line: Field, when: Interval, *, partial: bool = False, certain: bool = True) -> Deed:
        parties = put["Supplier"].value, put["Recipient"].value
        return Deed(
            event_type="AID" if aid else "COOPERATE",
            status=status,
            instrument="military_aid" if aid else "arms_sale",
            domains=("defence",),
            actor=Party(giver, "GOV", parties[0].text, parties[0].start, parties[0].end),
            recipient=Party(receiver, "GOV", parties[1].text, parties[1].start, parties[1].end),
            cue=line.value,
            sentence=line.line,
            object=weapon.value if weapon else None,
            date=when,
            partial=partial,
            confidence=FORMAT_SAYS_SO if certain else RULE_READS_IT,
        )

    ordered, delivered = (_count(put, name) for name in ("Number ordered", "Number delivered"))
    if ordered_in := put.get("Year of order"):
        yield deed("approved", ordered_in, _years(ordered_in.value.text), certain=sure)
    if delivered and "Year(s) of delivery" in put:
        part = ordered is not None and delivered < ordered
        yield deed("delivered", put["Number delivered"], _years(put["Year(s) of delivery"].value.text), partial=part)


def _count(put: dict[str, Field], name: str) -> int | None:
    held = put[name].value.text if name in put else ""
    return int(held) if held.isdigit() else None


def _years(text: str) -> Interval:
    years = [int(year) for year in _YEAR.findall(text)]
    return Interval(date(min(years), 1, 1), date(max(years), 12, 31), "explicit") if years else Interval()
