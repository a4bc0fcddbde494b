"""Chapter 99 of the US tariff schedule as text made from its PDF: additional duties, a heading each.

Met with real bytes: an excerpt of 2026 revision 6. The columns of the page stand side by side; a heading's description
is what stands left, its rates right. The day from which a duty counts is the one in "after 12:01 a.m. … on DAY", else
the day before which goods had to be on the way to be exempt, which is the same day by the practice of these orders."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from deedbook.codebook import EVERYBODY
from deedbook.reading.registers import rules
from deedbook.reading.registers.deeds import Deed, code_of
from deedbook.reading.registers.quantities import DAY, PERCENT, amount_of, day_of
from deedbook.reading.registers.record import File, Found, Register, record
from deedbook.reading.registers.sheet import Sheet
from deedbook.records import Interval, OfficialRecord, Party, Phrase, Problem, Span

REGISTER = Register(
    "Harmonized Tariff Schedule of the United States", "tariff-schedule", "US International Trade Commission"
)

_MARK = re.compile(r"Harmonized Tariff Schedule of the United States")
_EDITION = re.compile(r"Revision (?P<number>\d+) \((?P<year>\d{4})\)")
_HEADING = re.compile(r"^(?P<number>99\d\d\.\d\d\.\d\d)(?: 1/)? +(?=\S)", re.M)
_BOUND = re.compile(r"^(?:99\d\d\.\d\d\.\d\d\b|-{3,} )", re.M)
_RIGHT = 85  # column: what begins further right is a rate
_LEADER = re.compile(r"\.{4,}\s*1/|\.{4,}")
_NAME = r"[A-Z][\w’'-]*(?: (?:of |and |the )?[A-Z][\w’'-]*)*"
_PRODUCT = re.compile(rf"articles the product of (?P<of>any country|{_NAME}(?:, {_NAME})*(?:,? (?:or|and) {_NAME})?)")
_LISTED = re.compile(rf"any country|{_NAME}")
_AFTER = re.compile(rf"after 12:01 a\.m\. eastern (?:daylight|standard) time on (?P<date>{DAY})")
_TRANSIT = re.compile(
    rf"in transit .{{0,80}}?before 12:01 a\.m\. eastern (?:daylight|standard) time on (?P<date>{DAY})"
)
_ENDED = re.compile(rf"\[Compiler['’]s note: (?P<what>provision terminated(?: as of (?P<date>{DAY}))?)")


def recognise(text: str) -> bool:
    return _MARK.search(text) is not None and _HEADING.search(text) is not None


def read(file: File, text: str) -> Found:
    """A record for each heading that imposes a duty on somebody; the others (exemptions, other headings) are counted in
    a note."""
    edition = _EDITION.search(text)
    passed = 0
    for found in _headings(text):
        made = _record(file, text, found, edition)
        if made is None:
            passed += 1
        else:
            yield made
    if passed:
        yield Problem(
            file.source,
            f"{passed} headings of the tariff schedule were passed over: they exempt goods or name nobody.",
            "Nothing need be done where they do not matter.",
            fatal=False,
        )


def _headings(text: str) -> Iterator[tuple[str, int, int]]:
    for found in _HEADING.finditer(text):
        end = _BOUND.search(text, found.end())
        yield found["number"], found.start(), end.start() if end else len(text)


def _record(file: File, text: str, found: tuple[str, int, int], edition: re.Match[str] | None) -> OfficialRecord | None:
    number, start, end = found
    block = text[start + len(number) : end]
    left, right = _columns(block)
    product, rate = _PRODUCT.search(left), re.search(PERCENT, right)
    if product is None or rate is None:
        return None
    sheet = Sheet()
    where = f"char={start},{end}"
    sheet.put("Register", REGISTER.name)
    if edition:
        printed = f"char={edition.start()},{edition.end()}"
        sheet.put("Edition", f"{edition['year']} revision {edition['number']}", printed)
    heading = sheet.put("Heading", number, f"char={start},{start + len(number)}")
    measure = rules.heading(number)
    named = sheet.measure(measure.what, measure.order) if measure else None
    line = sheet.put("Article description", left, where, kind="body")
    duty = sheet.put("General rate of duty", f"the rate of the subheading + {rate.group()}", where, kind="body")
    assert line is not None and duty is not None and heading is not None
    relief = (
        sheet.measure(measure.what, measure.order, ended=True) if measure and _ENDED.search(left) else heading.value
    )
    what, sentence = named or heading.value, Span(line.line.start, duty.line.end)
    at, cue = line.value.start, _part(sheet, duty.value.end - len(rate.group()), duty.value.end)
    begun, ended = _AFTER.search(left) or _TRANSIT.search(left), _ENDED.search(left)
    first, last = (day_of(found["date"] or "") if found else None for found in (begun, ended))
    unknown = [] if first else ["the day from which it counts is unknown: the heading does not say"]
    cut = not _LEADER.search(block)
    deeds: list[Deed] = []
    if cut:
        unknown.append("the heading is cut off in this file; whether it has ended is unknown: no act is made of it")
    elif ended and not last:
        # Of a duty that has ended on a day that nobody states, no day on which it was in force can be told.
        unknown.append("it has ended, on a day that the heading does not give: no act is made of it")
    else:
        for name in _LISTED.finditer(product["of"]):
            code = EVERYBODY if name.group() == "any country" else code_of(name.group())
            if code is None:
                unknown.append(f"{name.group()} is no name that the codebook knows")
                continue
            start_of = at + product.start("of") + name.start()
            recipient = Party(code, "GOV", name.group(), start_of, start_of + len(name.group()))
            made = Deed(
                "SANCTION", "delivered", "tariff", ("trade",), Party("USA", "GOV"), recipient, cue, sentence, what,
                amount_of(rate.group(), cue.start), Interval(first, first, "explicit") if first else Interval(),
            )  # fmt: skip
            deeds.append(made)
            if ended and last:
                end_cue = _part(sheet, at + ended.start("what"), at + ended.end("what"))
                on = Interval(last, last, "explicit")
                deeds.append(replace(made, event_type="CONCEDE", cue=end_cue, date=on, object=relief))
    # The page prints no day. Nothing was known of it before the year's end for certain, unless somebody states the day.
    year = int(edition["year"]) if edition else None
    return record(
        REGISTER,
        file,
        sheet,
        deeds,
        id=f"{file.name}#{number}",
        published=Interval(date(year, 1, 1), date(year, 12, 31), "explicit") if year else Interval(),
        unknown=unknown,
    )


def _part(sheet: Sheet, start: int, end: int) -> Phrase:
    return Phrase(start, end, sheet.text[start:end])


def _columns(block: str) -> tuple[str, str]:
    """What stands in the column of descriptions, and what stands right of it."""
    left: list[str] = []
    right: list[str] = []
    for line in block.splitlines():
        for part in re.finditer(r"\S+(?: {1,2}\S+)*", line):
            (left if part.start() < _RIGHT else right).append(part.group())
    description = " ".join(left).removeprefix("1/ ")
    return _LEADER.sub("", description).strip(), " ".join(right)
