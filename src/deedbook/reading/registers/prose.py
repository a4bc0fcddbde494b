"""Official texts: orders, customs messages, arms sales notices, IMF releases. What a text is, where its fields stand
and which sentence is which act, is data (:mod:`deedbook.reading.registers.rules`)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from deedbook.reading.registers import rules
from deedbook.reading.registers.annexes import Annex, Row, annex
from deedbook.reading.registers.deeds import FORMAT_SAYS_SO, Deed, code_of
from deedbook.reading.registers.quantities import amount_of, day_of
from deedbook.reading.registers.record import File, Register, day, record
from deedbook.reading.registers.rules import ActRule, DocumentRule, Measure
from deedbook.reading.registers.sheet import Sheet
from deedbook.records import Interval, OfficialRecord, Party, Passed, Phrase, Span

HEAD = 4000  # characters in which a document says what it is
_COLUMN = 120  # characters: lines that were broken to fit a page are shorter
_ORDER = re.compile(r"(?:Executive Order|EO)\s+(1\d{4})\b")
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
    own = rules.measure_named(said.get("number", ""))
    lists: list[Annex] = []
    drafts = [
        replace(draft, measure=own)
        if own and not draft.measure and (draft.row or own.recipient == draft.code)
        else draft
        for draft in _drafts(body, text[begin:], document.kind, lists)
    ]
    named = dict.fromkeys((draft.measure, draft.ends) for draft in drafts)
    names = {(m, ends): sheet.measure(m.what, m.order, ended=ends) for m, ends in named if m}
    at = sheet.body(body)
    deeds = [_deed(draft, body, at, {**days, "published": published}, names) for draft in drafts]
    for span in {draft.found.span() for draft in drafts if draft.row}:
        sheet.point(at + span[0], at + span[1], f"char={span[0] + begin},{span[1] + begin}")
    for deed in deeds:
        for span in {(deed.sentence.start, deed.sentence.end), (deed.cue.start, deed.cue.end)}:
            sheet.point(*span, f"char={span[0] - at + begin},{span[1] - at + begin}")
    missing = [] if published else ["date of publication unknown"]
    missing += [unread for found in lists for unread in found.unread]
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


@dataclass(frozen=True, slots=True)
class _Draft:
    """An act that a rule found in the body. ``code`` is whom it hits, named by the group ``named`` if any, or by the
    ``row`` of an annex, which tells the rate too."""

    rule: ActRule
    found: re.Match[str]
    code: str
    named: str | None
    measure: Measure | None
    row: Row | None = None

    @property
    def ends(self) -> bool:
        return self.rule.event_type == "CONCEDE"


def _drafts(body: str, printed: str, kind: str, lists: list[Annex]) -> Iterator[_Draft]:
    """Acts that the rules find in ``body``, which is ``printed`` with other line breaks; annexes go to ``lists``."""
    taken: list[tuple[int, int]] = []
    for rule in rules.acts(kind):
        read = []
        for found in rule.pattern.finditer(body):
            if any(start <= found.start("cue") < end for start, end in taken):
                continue
            if rule.recipient == "<annex>":
                lists.append(annex(printed, kind, found.end(), found.groupdict().get("annex")))
                named = rules.measure_named(found.group())
                made = [_Draft(rule, found, row.code, None, row.measure or named, row) for row in lists[-1].rows]
            else:
                made = list(_recipients(rule, found))
            if made:
                read.append(found.span())
                yield from made
        taken += read


def _recipients(rule: ActRule, found: re.Match[str]) -> Iterator[_Draft]:
    """Whom the act hits: the state named, the code of the rule, or those of the tables of orders and headings."""
    measure = rules.measure_named(found.group())
    if rule.recipient == "<state>":
        if code := code_of(found["state"]):
            yield _Draft(rule, found, code, "state", measure)
    elif rule.recipient == "<headings>":
        if hit := rules.heading(found["headings"][: len("9903.02.02")]):
            yield _Draft(rule, found, hit.recipient, "object", hit)
    elif rule.recipient == "<orders>":
        for number in dict.fromkeys(_ORDER.findall(found["orders"])):
            if hit := rules.orders().get(number):
                yield _Draft(rule, found, hit.recipient, None, hit)
    else:
        yield _Draft(rule, found, rule.recipient, None, measure)


def _deed(
    draft: _Draft, body: str, at: int, days: Mapping[str, date | None], names: Mapping[tuple[Measure, bool], Phrase]
) -> Deed:
    rule, found = draft.rule, draft.found
    groups = found.groupdict()
    row = draft.row
    first, last = (row.start, row.end) if row else _sentence(body, found)

    def phrase(group: str) -> Phrase | None:
        if not groups.get(group):
            return None
        return Phrase(at + found.start(group), at + found.end(group), found[group])

    def stretch(start: int, end: int) -> Phrase:
        return Phrase(at + start, at + end, body[start:end])

    cue, named = phrase("cue"), phrase(draft.named) if draft.named else None
    amount, stands = groups.get("amount"), found.start("amount") if "amount" in groups else 0
    if row:
        cue, named = stretch(*row.rate), stretch(*row.named)
        amount, stands = body[slice(*row.rate)], row.rate[0]
    assert cue is not None
    on = day_of(groups["date"]) if groups.get("date") else days.get(rule.date)
    signed, counted = days.get("signed"), groups.get("days")
    if signed and counted:
        on = signed + timedelta(days=int(counted))
    return Deed(
        event_type=rule.event_type,
        status=rule.status,
        instrument=rule.instrument,
        domains=rule.domains,
        actor=Party(rule.actor, "GOV"),
        recipient=Party(draft.code, "GOV", *((named.text, named.start, named.end) if named else ())),
        cue=cue,
        sentence=Span(at + first, at + last),
        object=names[draft.measure, draft.ends] if draft.measure else phrase("object"),
        amount=amount_of(amount, at + stands, rule.qualifier) if amount else None,
        date=Interval(on, on, "relative" if counted else "explicit") if on else Interval(),
        confidence=FORMAT_SAYS_SO,
    )


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
