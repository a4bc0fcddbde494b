"""Everything behind page one, as sections that every format lays out in the same order."""

from collections.abc import Iterator
from dataclasses import replace

from deedbook.brief.blocks import Block, Card, Points, Section, Step, Table, Text, line_text
from deedbook.brief.figures import pivot, status_ladder, timeline
from deedbook.brief.front import TITLES, Front, told_texts, whole
from deedbook.brief.wording import basis, count, day, listed, look, named, pair_name, party, rung, standings
from deedbook.measures.answer import (
    AbsenceRow,
    Answer,
    ClaimRow,
    CommitmentRow,
    Coverage,
    HistoryLine,
    Line,
    StandingRow,
)


def sections(answer: Answer, front: Front) -> tuple[Section, ...]:
    """The sections in order; one with nothing to show says so rather than vanish."""
    return (
        Section(
            "signals",
            "Words and deeds, month by month",
            "An act is counted once, however many reports tell it. A word is what was said, promised or agreed; "
            "a deed is what took effect: paid, shipped, in force, imposed, done.",
            (timeline(answer), pivot(answer)) if answer.signals else (),
        ),
        Section(
            "ladder",
            "How far each matter has got",
            "Each commitment stands at the furthest rung that the record shows. Agreed is not binding, approved is "
            "not paid, and what stopped stands apart.",
            (status_ladder(answer),) if answer.ladder else (),
        ),
        Section(
            "commitments",
            "Commitments and their history",
            "What one side owes or gives the other, from talk to delivery or to nothing. Where a text says more "
            "than the record shows, both are given.",
            tuple(_card(answer, row) for row in answer.commitments),
        ),
        Section(
            "absent",
            "Reported absent, and what overtook it",
            "“Not received” is a report as of its date, not a refusal, and it can be overtaken. Who says so, and "
            "on what basis, stands beside it.",
            _absences(answer),
        ),
        Section(
            "claims",
            "Claims set against the record",
            "Where a text says that something was paid, shipped or put in force: what else was read bears it out, "
            "speaks against it, or leaves it open.",
            _claims(answer),
        ),
        Section(
            "told",
            "Both sides’ version",
            "What each side’s account of the same act names, and what it leaves out that the other names.",
            _told(answer),
        ),
        Section(
            "balance",
            "Who gives, who receives",
            "Commitments by giver, receiver and domain, at the standing that they have now. What is imposed (a tariff, "
            "a sanction, a threat) is counted apart.",
            _balance(answer),
        ),
        _comparison(answer),
        Section(
            "disagreements",
            "Where reports disagree",
            "Each side of a disagreement is quoted; which one is right is not decided here.",
            _disagreements(answer),
        ),
        *_in_full(answer, front),
        Section(
            "caveats",
            "Undated, unattributed, opinion, suspect",
            "What should be read with care, and why.",
            (*_points(answer.caveats), *_flagged(answer)),
        ),
        _coverage(answer),
    )


def evidence_lead(answer: Answer) -> str:
    """What stands above the evidence."""
    return (
        f"{count(len(answer.quotes), 'quotation')}, verbatim and one sentence at most, each with its outlet, date, "
        "speaker and place in the article (characters counted from 0)."
    )


def _in_full(answer: Answer, front: Front) -> Iterator[Section]:
    """What page one could not hold; absent where it held everything."""
    if not front.left:
        return
    blocks: list[Block] = []
    if "judgement" in front.left:
        blocks.append(Points(tuple(line_text(line) for line in answer.judgement), "The judgement"))
    if "standing" in front.left:
        rows = tuple(
            (
                Text(row.standing, mark=row.standing),
                line_text(row.what),
                Text(f"{party(answer, row.giver)} → {party(answer, row.receiver)}", note=_kind(row)),
                Text(row.since or "–"),
                Text(party(answer, row.stopped_by) if row.stopped_by else "–"),
            )
            for row in sorted(whole(answer, "standing"), key=lambda row: standings().index(row.standing))
        )
        header = ("Standing", "What", "Who gives → who receives", "Since", "Stopped by")
        blocks.append(Table(TITLES["standing"], header, rows))
    for key in ("unknown", "would_change", "dates_ahead"):
        if key in front.left:
            blocks.append(Points(tuple(line_text(line) for line in whole(answer, key)), TITLES[key]))
    if blocks:
        yield Section("in-full", "Page one in full", "What page one had no room for.", tuple(blocks))


def _card(answer: Answer, row: CommitmentRow) -> Card:
    sides = party(answer, row.giver), party(answer, row.receiver)
    facts = [
        *([("Between", listed(sides))] if row.joint else [("Gives", sides[0]), ("Receives", sides[1])]),
        ("Instrument", named(row.instrument)),
        ("Domains", listed(look(domain).name for domain in row.domains)),
        ("Amount", row.amount),
        ("Legal force", row.force),
        ("Execution", row.execution),
        ("Health", row.health),
        ("Blocked by", party(answer, row.blocked_by) if row.blocked_by else ""),
        ("Part of", row.part_of),
        ("Due", row.due),
        ("On condition", "; ".join(row.conditions)),
        ("Firms", listed(row.firms)),
        ("Kind", _kind(row)),
    ]
    return Card(
        key=row.id,
        title=row.what,
        badge=row.displayed,
        facts=tuple((label, value) for label, value in facts if value),
        steps=tuple(_step(line) for line in row.history),
    )


def _kind(row: StandingRow | CommitmentRow) -> str:
    """What keeps a row from counting as a benefit that the state gave; empty for one that does."""
    kinds = (
        ("by both sides", isinstance(row, StandingRow) and row.joint),
        ("imposed, not a benefit", row.burden),
        ("by firms, not by the state", row.private),
    )
    return listed(text for text, applies in kinds if applies)


def _step(line: HistoryLine) -> Step:
    """A step under its rung: the rung is not said a second time behind the sources."""
    record = rung(line.record) if line.record else ""
    text = line_text(line.line)
    for told, left in ((f": {line.said}: ", ": "), (f": {line.said} (", " ("), (f": {line.said}.", ".")):
        if line.said and told in text.text:
            text = replace(text, text=text.text.replace(told, left, 1))
            break
    return Step(line.when, line.said or rung(line.rung), "" if line.record == line.rung else record, text)


def _absences(answer: Answer) -> tuple[Block, ...]:
    if not answer.absences:
        return ()
    header = (
        "What is absent",
        "Who would give",
        "Who says so, on what basis",
        "What the record says",
        "What came of it",
    )
    rows = tuple(
        (
            line_text(row.what),
            _between(answer, row),
            Text(row.said_by or "–", note="; ".join((basis(row.basis), *([_as_of(row)] if row.as_of else [])))),
            Text(row.verdict or "–", note=_reviewed(row)),
            _came(row),
        )
        for row in answer.absences
    )
    return (Table("Reported or found absent", header, rows),)


def _came(row: AbsenceRow) -> Text:
    """What overtook the absence, or else the steps beside it, which stand on other rungs and decide nothing."""
    steps = row.overtaken or row.context
    if not steps:
        return Text("–")
    numbers = dict.fromkeys(number for step in steps for number in step.line.quotes)
    told = " ".join(f"{step.when}: {step.line.text}" for step in steps)
    return Text(told, tuple(numbers), note="" if row.overtaken else "on another rung: does not overtake it")


def _reviewed(row: AbsenceRow | ClaimRow) -> str:
    return "; ".join(part for part in (row.reason.rstrip("."), "checked by a person" if row.reviewed else "") if part)


def _claims(answer: Answer) -> tuple[Block, ...]:
    if not answer.claims:
        return ()
    header = ("What is claimed", "Who gives → who receives", "Who says so", "What the record says")
    rows = tuple(
        (
            line_text(row.what),
            _between(answer, row),
            Text(row.said_by or "–", note=_as_of(row)),
            Text(row.verdict or "–", note=_reviewed(row)),
        )
        for row in answer.claims
    )
    return (Table("Claims that something was done", header, rows),)


def _between(answer: Answer, row: AbsenceRow | ClaimRow) -> Text:
    giver, receiver = party(answer, row.giver), party(answer, row.receiver)
    return Text(f"{giver} and {receiver}" if row.joint else f"{giver} → {receiver}")


def _as_of(row: AbsenceRow | ClaimRow) -> str:
    """When it was said: ``as of 8 November 2025``, ``undated, by inference not before …``."""
    return f"as of {row.as_of}" if row.as_of and not row.as_of.startswith("undated") else row.as_of


def _told(answer: Answer) -> tuple[Block, ...]:
    items: list[Text] = []
    for act in whole(answer, "told"):
        what, *accounts = told_texts(answer, act)
        told = "" if "told in" in what.text else f"told in {count(act.reports, 'passage')}"
        items += (replace(what, note=told), *accounts)
        items += (Text(account.text, account.quotes, under=True) for account in act.outlets)
    if left := answer.told_left:
        shown, asked = len(answer.told) + len(answer.further_told), f"deedbook accounts --pair {'-'.join(answer.pair)}"
        told = f"{count(left, 'further act')} told by several passages {'is' if left == 1 else 'are'} left out here"
        items.append(Text(f"These {shown:,} are told most often; {told}: “{asked}” sets all of them side by side."))
    return (Points(tuple(items)),) if items else ()


def _balance(answer: Answer) -> tuple[Block, ...]:
    if not answer.balance:
        return ()
    header = (
        "Who gives → who receives",
        "Domain",
        "What it is about",
        "Delivered",
        "Promised",
        "Talk",
        "Stopped",
        "Imposed",
    )
    rows = tuple(
        (
            Text(f"{party(answer, row.giver)} → {party(answer, row.receiver)}"),
            Text(look(row.domain).name),
            Text(
                " ".join(line.text for line in row.lines) or "–",
                tuple(dict.fromkeys(number for line in row.lines for number in line.quotes)),
            ),
            *(Text(f"{number:,}") for number in (row.delivered, row.promised, row.talk, row.stopped, row.burdens)),
        )
        for row in answer.balance
    )
    return (Table("Commitments by giver and domain", header, rows, numeric=3),)


def _comparison(answer: Answer) -> Section:
    if not answer.against:
        return Section(
            "comparison",
            "Set beside another pair",
            answer.comparison_note
            or "No other pair was asked for (--against). Deedbook chooses no comparator by itself.",
            (*_compared(answer, "Elsewhere"), *_others(answer)),
        )
    other = pair_name(answer, answer.against)
    asked = (
        f"{other} was chosen by whoever asked for this brief (--against {'-'.join(answer.against)}), not by Deedbook."
    )
    return Section(
        "comparison",
        f"Set beside {other}",
        f"{answer.comparison_note or asked} They stand side by side and are never subtracted.",
        (*_compared(answer, other), *_others(answer)),
    )


def _compared(answer: Answer, other: str) -> tuple[Block, ...]:
    if not answer.comparison:
        return ()
    header = ("Subject", pair_name(answer), other, "How to read it")
    rows = tuple(
        (Text(row.subject), line_text(row.here), line_text(row.there), Text(f"{row.note} {row.rank}".strip() or "–"))
        for row in answer.comparison
    )
    return (Table(f"{pair_name(answer)} and {other}", header, rows),)


def _others(answer: Answer) -> tuple[Block, ...]:
    if not answer.others:
        return ()
    title = "What firms, organisations and other states did with one of the two (context, not counted above)"
    return (Points(tuple(line_text(line) for line in answer.others), title),)


def _flagged(answer: Answer) -> tuple[Block, ...]:
    """Evidence by flag, so that every undated or unattributed line can be found from here."""
    flags = dict.fromkeys(flag for quote in answer.quotes for flag in quote.flags)
    if not flags:
        return ()
    items = []
    for flag in flags:
        numbers = tuple(quote.number for quote in answer.quotes if flag in quote.flags)
        title = f"{flag[:1].upper()}{flag[1:]}"
        # A flag on most lines tells no line from another: its number says more than a list of them.
        most = 2 * len(numbers) > len(answer.quotes)
        items.append(
            Text(f"{title}: {len(numbers):,} of {count(len(answer.quotes), 'quotation')}.")
            if most
            else Text(f"{title}:", numbers)
        )
    return (Points(tuple(items), "Evidence by flag"),)


def _days(cover: Coverage) -> str:
    return day(cover.first) if cover.first == cover.last else f"{day(cover.first)} to {day(cover.last)}"


def _coverage(answer: Answer) -> Section:
    cover = answer.coverage
    span = f", published {_days(cover)}" if cover.first and cover.last else ""
    were = "was" if cover.articles == 1 else "were"
    items = [
        f"{count(cover.articles, 'article')} from {count(cover.sources, 'independent source')} {were} read{span}.",
        f"{count(cover.undated, 'article')} without a date {'was' if cover.undated == 1 else 'were'} kept apart."
        if cover.undated
        else "",
        f"The cut-off left out {count(cover.undated_left_out, 'undated article')} and "
        f"{count(cover.later_left_out, 'later article')}."
        if cover.undated_left_out or cover.later_left_out
        else "",
        f"No person has checked {cover.lines_unreviewed:,} of {count(cover.lines, 'line')}."
        " A line is a statement of this brief with the sentences that it rests on."
        if cover.lines
        else "No line was drawn from what was read.",
        cover.withheld,
        *(f"Not read: {problem}" for problem in cover.unread),
    ]
    return Section(
        "coverage",
        "What was read",
        f"Cut-off: {cover.cut_off}. What is not listed here was not looked at.",
        (Points(tuple(Text(item) for item in items if item)),),
    )


def _disagreements(answer: Answer) -> tuple[Block, ...]:
    items = [line_text(line) for line in answer.disagreements]
    if left := answer.disagreements_left:
        asked = f"deedbook brief --pair {'-'.join(answer.pair)} --format json"
        told = f"{count(left, 'further one')} {'is' if left == 1 else 'are'} left out here"
        items.append(Text(f"These are of the weightiest matters; {told}: “{asked}” has all of them."))
    return (Points(tuple(items)),) if items else ()


def _points(lines: tuple[Line, ...]) -> tuple[Block, ...]:
    return (Points(tuple(line_text(line) for line in lines)),) if lines else ()
