"""Authorizations of the US Export-Import Bank as CSV.

No real file was met. The columns are those that other people's programs name for the bank's published file of
authorizations (the columns of the file of 2010, which differ, are not read); the fixture of the tests was made. So the
header must be exactly these columns, in any order: one more, one less or another name stops the reader.

An authorization is an approval. Money that was drawn is a column of its own, and only that is a payment."""

import re
from collections.abc import Iterator

from deedbook.reading.registers.deeds import FORMAT_SAYS_SO, Deed, code_of
from deedbook.reading.registers.quantities import amount_of, day_of
from deedbook.reading.registers.record import File, Found, Register, Row, day, record, search
from deedbook.reading.registers.sheet import Field, Sheet
from deedbook.reading.registers.tables import TableRow, rows
from deedbook.records import Amount, Interval, OfficialRecord, Party, Passed, Problem
from deedbook.records.article import BlockKind

REGISTER = Register("EXIM authorizations", "exim", "Export-Import Bank of the United States", format="csv")

COLUMNS = (
    "Fiscal Year",
    "Unique Identifier",
    "Deal Number",
    "Decision",
    "Decision Date",
    "Effective Date",
    "Expiration Date",
    "Brokered",
    "Deal Cancelled",
    "Country",
    "Program",
    "Policy Type",
    "Decision Authority",
    "Primary Export Product NAICS/SIC code",
    "Product Description",
    "Term",
    "Primary Applicant",
    "Primary Lender",
    "Primary Exporter",
    "Primary Exporter City",
    "Primary Exporter State Code",
    "Primary Exporter State Name",
    "Primary Borrower",
    "Primary Source of Repayment (PSOR)",
    "Working Capital Delegated Authority",
    "Approved/Declined Amount",
    "Disbursed/Shipped Amount",
    "Undisbursed Exposure Amount",
    "Outstanding Exposure Amount",
    "Small Business Authorized Amount",
    "Woman Owned Authorized Amount",
    "Minority Owned Authorized Amount",
    "Loan Interest Rate",
    "Multiyear Working Capital Extension",
)
_MARKS = ("Deal Number", "Decision Date", "Approved/Declined Amount")
_STATUS = {"approved": "approved", "declined": "refused", "denied": "refused"}
_NONE = frozenset({"", "N/A", "None", "Not Applicable"})
_MULTIPLE = re.compile(r"\b(?:multiple|various|united states)\b", re.I)  # cover for exports to many: no one state


def recognise(head: str) -> bool:
    first = head.split("\n", 1)[0]
    return all(mark in first for mark in _MARKS)


def read(file: File, text: str) -> Found:
    """A record a row, then the search that is stated of the file."""
    found: list[list[Row]] = []
    for row in rows(text, [frozenset(COLUMNS)], file.source):
        if isinstance(row, Problem):
            yield row
            if row.place == "row 1":
                return
            continue
        made = _record(file, row)
        yield made
        if isinstance(made, OfficialRecord):
            receivers = [(e.actor.code, e.recipient.code, e.instrument) for e in made.coding.events]
            found.append([*receivers] or [("USA", code_of(row.cells["Country"]), "export_credit")])
        else:
            found.append([("USA", None, None)])
    if file.about.covers:
        yield search(REGISTER, file, found)


def _record(file: File, row: TableRow) -> OfficialRecord | Problem:
    cells, place = row.cells, f"row {row.number}"
    status = _STATUS.get(cells["Decision"].lower())
    if status is None:
        known = ", ".join(sorted(_STATUS))
        return Problem(file.source, f"its decision is {cells['Decision']!r}; known are {known}.", "Correct it.", place)
    decided = day_of(cells["Decision Date"])
    if decided is None:
        message = f"its decision date {cells['Decision Date']!r} is no day in the form 09/30/2025."
        return Problem(file.source, message, "Correct it.", place)
    sums = {name: _sum(cells[name]) for name in ("Approved/Declined Amount", "Disbursed/Shipped Amount")}
    if wrong := next((name for name, value in sums.items() if value is None and cells[name] not in _NONE), None):
        return Problem(file.source, f"its {wrong} {cells[wrong]!r} is no number.", "Correct it.", place)
    sheet = Sheet()
    sheet.put("Register", REGISTER.name)
    put: dict[str, Field] = {}
    for name in COLUMNS:
        kind: BlockKind = (
            "body" if name in sums or name in ("Decision", "Deal Cancelled", "Primary Borrower") else "meta"
        )
        if cells[name] not in _NONE and (line := sheet.put(name, cells[name], row.pointer(name), kind=kind)):
            put[name] = line
    code = None if _MULTIPLE.search(cells["Country"]) else code_of(cells["Country"])
    deeds = [] if code is None else list(_deeds(put, code, status, sums, day(decided)))
    unknown = [] if code else [f"receiving state unknown: {cells['Country'] or 'none'}"]
    passed = [] if deeds else [Passed(0, len(sheet.text), "no single receiving state")]
    return record(
        REGISTER,
        file,
        sheet,
        deeds,
        id=f"{file.name}#{cells['Unique Identifier'] or cells['Deal Number'] or row.number}",
        published=day(decided),
        unknown=unknown,
        passed=passed,
    )


def _deeds(
    put: dict[str, Field], code: str, status: str, sums: dict[str, float | None], on: Interval
) -> Iterator[Deed]:
    country = put["Country"].value
    goods = next(
        (put[name].value for name in ("Product Description", "Primary Borrower", "Program") if name in put), None
    )
    instrument = (
        "guarantee"
        if "guarantee" in (put["Program"].value.text if "Program" in put else "").lower()
        else "export_credit"
    )
    decision = put["Decision"]

    def deed(
        of: str, line: Field, value: float | None, at: Field | None, when: Interval, partial: bool = False
    ) -> Deed:
        return Deed(
            event_type="AID",
            status=of,
            instrument=instrument,
            domains=("export_credit",),
            actor=Party("USA", "GOV", "Export-Import Bank of the United States"),
            recipient=Party(code, "GOV", country.text, country.start, country.end),
            cue=line.value,
            sentence=line.line,
            object=goods,
            amount=Amount(value, "USD", None, "exact", at.value.start, at.value.end) if value and at else None,
            date=when,
            partial=partial,
            confidence=FORMAT_SAYS_SO,
        )

    approved = sums["Approved/Declined Amount"]
    yield deed(status, decision, approved, put.get("Approved/Declined Amount"), on)
    if "Deal Cancelled" in put and put["Deal Cancelled"].value.text.lower() in ("yes", "y", "true"):
        yield deed("withdrawn", put["Deal Cancelled"], None, None, Interval())
    drawn, line = sums["Disbursed/Shipped Amount"], put.get("Disbursed/Shipped Amount")
    if drawn and line:
        # The file does not say when: some time since the decision.
        short = approved is not None and drawn < approved
        yield deed("delivered", line, drawn, line, Interval(on.start, None, "explicit"), short)


def _sum(cell: str) -> float | None:
    found = amount_of(cell) if re.fullmatch(r"\$?\s*\d[\d,]*(?:\.\d+)?", cell) else None
    return found.value if found else None
