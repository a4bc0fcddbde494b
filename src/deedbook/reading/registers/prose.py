"""Official texts: orders, customs messages, arms sales notices, IMF releases. What a text is, where its fields stand
and which sentence is which act, is data (:mod:`deedbook.reading.registers.rules`)."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from deedbook.reading.registers import rules
from deedbook.reading.registers.deeds import FORMAT_SAYS_SO, Deed, code_of
from deedbook.reading.registers.quantities import amount_of, day_of
from deedbook.reading.registers.record import File, Register, day, record
from deedbook.reading.registers.rules import ActRule, DocumentRule, Measure
from deedbook.reading.registers.sheet import Sheet
from deedbook.records import Interval, OfficialRecord, Party, Passed, Phrase, Span

HEAD = 4000  # characters in which a document says what it is
_COLUMN = 90  # characters: lines that were broken to fit a page are shorter
_ORDER = re.compile(r"\b1[34]\d{3}\b")
_BREAK = re.compile(
    r"(?<!\b[ap]\.m)(?<!U\.S)(?<!U\.S\.C)(?<!\bNo)(?<!\bseq)\.[”\"’']?\s+(?=[“\"‘'(]?[A-Z0-9])|(?<=[a-z])\.(?=[A-Z])|\n\s*\n"
)
_CAPITALS = re.compile(r"(?:[A-Z]{2,}\s+){1,8}(?=[A-Z])")  # a heading run into the sentence
_LONGEST = 1200  # characters of a sentence around a cue

VERSION = 1


def recognise(text: str) -> DocumentRule | None:
    """Which official document ``text`` is; ``None`` where it is none that a rule knows."""
    head = text[:HEAD].strip()
    return next((rule for rule in rules.documents() if rule.mark.search(head)), None)


def read(file: File, text: str, document: DocumentRule, *, start: int = 0) -> OfficialRecord:
    """The record of a text file whose document begins at ``start`` of the decoded ``text``."""
    register = Register(
        document.register, document.kind.replace("_", "-"), document.outlet, VERSION, "text", document.genre
    )
    begin = start + len(text[start:]) - len(text[start:].lstrip())
    body = _reflowed(text[begin:].rstrip())
    sheet = Sheet()
    sheet.put("Register", document.register)
    said: dict[str, str] = {}
    for rule in rules.fields(document.kind):
        found = rule.pattern.search(body)
        if found and rule.use not in said:
            said[rule.use] = " ".join(found["value"].split())
            where = f"char={begin + found.start('value')},{begin + found.end('value')}"
            sheet.put(rule.label, found["value"], where, kind="headline" if rule.use == "title" else "meta")
    days: dict[str, date | None] = {use: day_of(said[use]) for use in ("signed", "published") if use in said}
    published = file.about.published or days.get("published") or days.get("signed")
    at = sheet.body(body)
    deeds = list(_deeds(body, at, document.kind, {**days, "published": published}))
    for deed in deeds:
        for span in {(deed.sentence.start, deed.sentence.end), (deed.cue.start, deed.cue.end)}:
            sheet.point(*span, f"char={span[0] - at + begin},{span[1] - at + begin}")
    missing = [] if published else ["date of publication unknown"]
    passed: tuple[Passed, ...] = ()
    if not deeds:
        missing.append("recipient and effective date unknown: no rule reads an act in this text")
        passed = (Passed(at, at + len(body), "no rule for official texts reads an act in it"),)
    elif any(deed.status == "approved" and deed.event_type in ("SANCTION", "CONCEDE") for deed in deeds):
        missing.append("effective date unknown: the text gives none, or was cut before it")
    return record(
        register,
        file,
        sheet,
        deeds,
        id=file.name,
        published=day(published) if published else Interval(),
        title=said.get("title"),
        unknown=missing,
        passed=passed,
    )


def _deeds(body: str, at: int, kind: str, days: Mapping[str, date | None]) -> Iterator[Deed]:
    taken: list[tuple[int, int]] = []
    for rule in rules.acts(kind):
        read = []
        for found in rule.pattern.finditer(body):
            if any(start <= found.start("cue") < end for start, end in taken):
                continue
            if made := list(_of(rule, found, at, body, days)):
                read.append(found.span())
                yield from made
        taken += read


def _of(rule: ActRule, found: re.Match[str], at: int, body: str, days: Mapping[str, date | None]) -> Iterator[Deed]:
    groups = found.groupdict()
    first, last = _sentence(body, found)

    def phrase(group: str) -> Phrase | None:
        if not groups.get(group):
            return None
        return Phrase(at + found.start(group), at + found.end(group), found[group])

    cue = phrase("cue")
    assert cue is not None
    on = day_of(groups["date"]) if groups.get("date") else days.get(rule.date)
    amount = groups.get("amount")
    for recipient, goods in _recipients(rule, found, at):
        yield Deed(
            event_type=rule.event_type,
            status=rule.status,
            instrument=rule.instrument,
            domains=rule.domains,
            actor=Party(rule.actor, "GOV"),
            recipient=recipient,
            cue=cue,
            sentence=Span(at + first, at + last),
            object=goods or phrase("object"),
            amount=amount_of(amount, at + found.start("amount"), rule.qualifier) if amount else None,
            date=Interval(on, on, "explicit") if on else Interval(),
            confidence=FORMAT_SAYS_SO,
        )


def _recipients(rule: ActRule, found: re.Match[str], at: int) -> Iterator[tuple[Party, Phrase | None]]:
    """Whom the act hits: the state named, the code of the rule, or for orders and headings those of the tables; with
    an order its own stretch as the object."""

    def party(code: str, group: str) -> Party:
        return Party(code, "GOV", " ".join(found[group].split()), at + found.start(group), at + found.end(group))

    if rule.recipient == "<state>":
        if code := code_of(found["state"]):
            yield party(code, "state"), None
    elif rule.recipient == "<headings>":
        measure = rules.heading(found["headings"][: len("9903.02.02")])
        if measure:
            yield party(measure.recipient, "object"), None
    elif rule.recipient == "<orders>":
        for part in re.finditer(r"(?:Executive Order|EO) (1\d{4})[^;]*", found["orders"]):
            hit: Measure | None = rules.orders().get(part[1])
            if hit:
                start = found.start("orders") + part.start()
                stretch = part.group().rstrip(" ,.")
                yield Party(hit.recipient, "GOV"), Phrase(at + start, at + start + len(stretch), stretch)
    else:
        yield Party(rule.recipient, "GOV"), None


def _sentence(body: str, found: re.Match[str]) -> tuple[int, int]:
    """The sentence or sentences that the match lies in."""
    low = max(0, found.start() - _LONGEST)
    breaks = [m.end() for m in _BREAK.finditer(body, low, found.start() + 1) if m.end() <= found.start()]
    first = breaks[-1] if breaks else low
    if heading := _CAPITALS.match(body, first, found.start("cue")):
        first = min(heading.end(), found.start())
    after = _BREAK.search(body, max(found.end() - 1, first), min(len(body), found.end() + _LONGEST))
    last = after.start() + 1 if after else min(len(body), found.end() + _LONGEST)
    return first, max(last, found.end())


def _reflowed(text: str) -> str:
    """``text`` with the line breaks of a printed column as spaces; nothing moves."""
    text = text.replace("\r\n", " \n").replace("\r", "\n")
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 4 or sum(len(line) > _COLUMN for line in lines) > len(lines) / 10:
        return text
    return re.sub(r"(?<!\n)\n(?!\s*\n)", " ", text)
