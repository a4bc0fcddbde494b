"""The brief as Markdown with numbered footnotes; text from articles is escaped so that it stays text."""

import re
from collections.abc import Iterable, Iterator

from deedbook.brief.blocks import Block, Card, Figure, Points, Section, Table, Text
from deedbook.brief.front import HEADER, MORE, NOTHING, QUESTION, TITLES, Front
from deedbook.brief.sections import evidence_lead
from deedbook.brief.wording import day, linkable, quoted
from deedbook.measures.answer import Answer, Quote

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!$])")
_LIST = re.compile(r"^(\d+)([.)])|^([-+=])")


def render_markdown(answer: Answer, front: Front, sections: tuple[Section, ...]) -> str:
    """CommonMark with tables and footnotes as GitHub, Pandoc and most editors read them."""
    written = _Page({quote.number for quote in answer.quotes})
    lines = [*written.front(front), "", "---", ""]
    for section in sections:
        lines += [f"## {escaped(section.title)}", "", escaped(section.lead), ""]
        for block in section.blocks:
            lines += [*written.block(block), ""]
        if not section.blocks and section.key != "comparison":
            lines += [NOTHING, ""]
    rest = tuple(quote.number for quote in answer.quotes if quote.number not in written.cited)
    lines += ["## Every line of evidence", "", evidence_lead(answer), ""]
    if rest:
        lines += [f"Not cited above:{written.notes(rest)}", ""]
    for quote in answer.quotes:
        lines += [_footnote(quote), ""]
    return "\n".join(lines).rstrip() + "\n"


def escaped(text: str) -> str:
    """``text`` on one line, with every character that Markdown or HTML would act on taken literally."""
    line = _SPECIAL.sub(r"\\\1", text.replace("&", "&amp;"))
    return _LIST.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", line)


class _Page:
    """The page that is being written; remembers which evidence it has cited."""

    def __init__(self, numbers: set[int]) -> None:
        self._numbers = numbers
        self.cited: set[int] = set()

    def notes(self, numbers: Iterable[int]) -> str:
        known = [number for number in numbers if number in self._numbers]
        self.cited.update(known)
        marks = " ".join(f"[^{number}]" for number in known)
        return f" {marks}" if marks else ""

    def text(self, text: Text) -> str:
        note = f" *({escaped(text.note)})*" if text.note else ""
        return f"{escaped(text.text)}{self.notes(text.quotes)}{note}"

    def front(self, front: Front) -> Iterator[str]:
        yield f"# {escaped(front.title)}: {QUESTION}"
        yield ""
        if front.notice:
            yield f"> {escaped(front.notice)}"
            yield ""
        yield " ".join(self.text(text) for text in front.judgement)
        yield ""
        if front.sure:
            yield f"*{escaped(front.sure)}.*"
            yield ""
        yield f"## {TITLES['standing']}"
        yield ""
        if front.rows:
            yield from self._rows(HEADER, len(HEADER))
            for name, symbol, _, rows in front.groups():
                for index, row in enumerate(rows):
                    first = f"{symbol} {name}" if index == 0 else symbol
                    cells = (first, self.text(row.what), escaped(row.parties), escaped(row.since))
                    yield f"| {' | '.join(cells)} |"
        else:
            yield NOTHING
        yield ""
        for _, title, items in front.lists():
            yield f"## {title}"
            yield ""
            yield from self.points(items) if items else (NOTHING,)
            yield ""
        yield f"## {TITLES['basis']}"
        yield ""
        yield " · ".join(f"{label}: **{escaped(value)}**" for label, value in front.basis)
        if front.left:
            yield ""
            yield MORE

    def points(self, items: Iterable[Text]) -> Iterator[str]:
        for item in items:
            yield f"{'  ' if item.under else ''}- {self.text(item)}"

    def block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Table):
            yield f"**{escaped(block.caption)}**"
            yield ""
            yield from self._rows(block.header, block.numeric)
            for row in block.rows:
                yield f"| {' | '.join(escaped(cell.mark) if cell.mark else self.text(cell) for cell in row)} |"
        elif isinstance(block, Points):
            if block.title:
                yield f"### {escaped(block.title)}"
                yield ""
            yield from self.points(block.items)
        elif isinstance(block, Card):
            yield f"### {escaped(block.title)}"
            yield ""
            if block.badge:
                yield f"**{escaped(block.badge)}**"
                yield ""
            yield " · ".join(f"{label}: {escaped(value)}" for label, value in block.facts)
            yield ""
            for step in block.steps:
                record = f"; on record: {escaped(step.record)}" if step.record else ""
                yield f"- **{escaped(step.when)}** {escaped(step.rung)}{record}. {self.text(step.text)}"
        elif isinstance(block, Figure):
            yield escaped(block.finding)
            yield ""
            yield escaped(block.caption)
            yield ""
            yield from self.block(block.table)
        else:
            yield self.text(block)

    def _rows(self, header: tuple[str, ...], numeric: int) -> Iterator[str]:
        yield f"| {' | '.join(escaped(label) for label in header)} |"
        yield f"| {' | '.join('---:' if index >= numeric else '---' for index in range(len(header)))} |"


def _footnote(quote: Quote) -> str:
    vouched = f"; vouched for by {escaped(quote.speaker)}" if quote.speaker else ""
    flags = f" Flags: {escaped(', '.join(quote.flags))}." if quote.flags else ""
    record = f"Record {escaped(quote.record)}. " if quote.record else ""
    where = f"{record}Article {escaped(quote.article_id)}, {escaped(quote.place)}."
    link = f" <{quote.url}>" if quote.url and linkable(quote.url) else ""
    said = escaped(quoted(quote.text))
    return f"[^{quote.number}]: {said} {escaped(quote.outlet)}, {day(quote.published)}{vouched}.{flags} {where}{link}"
