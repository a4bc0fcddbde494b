"""The brief as a Word document: page one, then everything behind it, each line with its evidence in a footnote."""

import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from deedbook import __version__
from deedbook.brief import charts
from deedbook.brief.blocks import Block, Card, Figure, Points, Section, Table, Text
from deedbook.brief.footnotes import Footnotes
from deedbook.brief.front import HEADER, MORE, NOTHING, QUESTION, TITLES, Front
from deedbook.brief.sections import evidence_lead
from deedbook.brief.wording import colours, day, linkable, quoted, standing
from deedbook.measures.answer import Answer, Quote


def render_docx(answer: Answer, front: Front, sections: tuple[Section, ...]) -> bytes:
    """The document's bytes. Characters that XML cannot hold become U+FFFD."""
    page = _Document({quote.number: quote for quote in answer.quotes}, f"{front.title}: {QUESTION}")
    page.front(front)
    for index, section in enumerate(sections):
        page.heading(section.title, 1, new_page=index == 0)
        page.paragraph(Text(section.lead), style="Quiet")
        for block in section.blocks:
            page.block(block)
        if not section.blocks and section.key != "comparison":
            page.paragraph(Text(NOTHING))
    page.paragraph(Text(evidence_lead(answer)), style="Quiet")
    return page.bytes()


class _Document:
    """The Word document that is being written. ``quotes`` by number; those that are cited become footnotes."""

    def __init__(self, quotes: Mapping[int, Quote], title: str) -> None:
        import docx
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Cm, Pt, RGBColor

        self._docx = docx.Document()
        self._quotes = quotes
        self._palette = {
            role: RGBColor.from_string(light.lstrip("#").upper()) for role, (light, _) in colours().items()
        }
        sheet = self._docx.sections[0]
        sheet.page_width, sheet.page_height = Cm(21), Cm(29.7)
        sheet.left_margin = sheet.right_margin = Cm(2)
        sheet.top_margin = sheet.bottom_margin = Cm(1.2)
        sheet.header_distance = sheet.footer_distance = Cm(0.6)
        styles = self._docx.styles
        normal = styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(10)
        normal.paragraph_format.space_after, normal.paragraph_format.space_before = Pt(1), Pt(0)
        normal.paragraph_format.line_spacing = 1.0
        for name, size, before, after in (("Heading 1", 15, 6, 3), ("Heading 2", 10, 4, 1)):
            style = styles[name]
            style.font.name, style.font.size, style.font.bold = "Georgia", Pt(size), True
            style.font.color.rgb = self._palette["ink"]
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
            fonts = style.element.rPr.rFonts if style.element.rPr is not None else None
            if fonts is not None:  # the template's theme fonts would win over the name
                for key in [key for key in fonts.attrib if "Theme" in key]:
                    del fonts.attrib[key]
        quiet = styles.add_style("Quiet", WD_STYLE_TYPE.PARAGRAPH)
        quiet.base_style, quiet.font.size, quiet.font.color.rgb = normal, Pt(9), self._palette["quiet"]
        lede = styles.add_style("Judgement", WD_STYLE_TYPE.PARAGRAPH)
        lede.base_style, lede.font.name, lede.font.size = normal, "Georgia", Pt(10.5)
        self._style_ids = {style.name: style.style_id for style in styles}
        self._notes = Footnotes(self._docx)
        properties = self._docx.core_properties
        properties.title, properties.author, properties.comments = title, f"Deedbook {__version__}", ""
        properties.language = "en"
        properties.created = properties.modified = datetime.now(UTC).replace(microsecond=0)

    def bytes(self) -> bytes:
        out = io.BytesIO()
        self._notes.close()
        self._docx.save(out)
        return out.getvalue()

    def front(self, front: Front) -> None:
        self.paragraph(Text(f"Deedbook brief: {front.title}"), style="Quiet")
        if front.notice:
            self.paragraph(Text(front.notice), style="Quiet")
        self.heading(QUESTION, 1)
        judgement = self._paragraph("Judgement")
        for index, text in enumerate(front.judgement):
            judgement.add_run(" " if index else "")
            self._write(judgement, text)
        if front.sure:
            self.paragraph(Text(f"{front.sure}."), style="Quiet")
        self.heading(TITLES["standing"], 2)
        rows = [
            (Text(name if index == 0 else "", mark=name), row.what, Text(row.parties), Text(row.since))
            for name, _, _, rows in front.groups()
            for index, row in enumerate(rows)
        ]
        if rows:
            self._table(HEADER, rows, widths=(2.4, 7.6, 3.2, 3.8))
        else:
            self.paragraph(Text(NOTHING))
        for _, title, items in front.lists():
            self.heading(title, 2)
            for item in items or (Text(NOTHING),):
                self.paragraph(item, under=item.under)
        self.heading(TITLES["basis"], 2)
        basis = [f"{label}: {value}" for label, value in front.basis]
        self.paragraph(Text(" · ".join([*basis, MORE] if front.left else basis)))

    def _paragraph(self, style: str) -> Any:
        """A new paragraph. Its style is set by its id: by name, the library looks through all styles each time."""
        paragraph = self._docx.add_paragraph()
        if style != "Normal":
            paragraph._p.style = self._style_ids[style]
        return paragraph

    def heading(self, title: str, level: int, *, new_page: bool = False) -> None:
        heading = self._paragraph(f"Heading {level}")
        heading.add_run(title)
        if new_page:
            heading.paragraph_format.page_break_before = True
        heading.paragraph_format.keep_with_next = True

    def paragraph(self, text: Text, *, style: str = "Normal", under: bool = False) -> None:
        from docx.shared import Cm

        paragraph = self._paragraph(style)
        if under:
            paragraph.paragraph_format.left_indent = Cm(0.6)
        self._write(paragraph, text)

    def block(self, block: Block) -> None:
        if isinstance(block, Table):
            self.paragraph(Text(block.caption), style="Quiet")
            self._table(block.header, block.rows, small=block.wide, numeric=block.numeric)
        elif isinstance(block, Points):
            if block.title:
                self.heading(block.title, 2)
            for item in block.items:
                self.paragraph(item, under=item.under)
        elif isinstance(block, Card):
            self._card(block)
        elif isinstance(block, Figure):
            self._figure(block)
        else:
            self.paragraph(block)

    def _note(self, paragraph: Any, quote: Quote) -> None:
        """At most one sentence, and where it stands."""
        told = quote.speaker and not quote.speaker.startswith("the report itself")
        speaker = f"; vouched for by {quote.speaker}" if told else ""
        flags = f" ({', '.join(quote.flags)})" if quote.flags else ""
        paragraph.add_run(" ")
        if quote.url and linkable(quote.url):
            self._link(paragraph, quote.url, quote.outlet)
        else:
            paragraph.add_run(quote.outlet)
        paragraph.add_run(f", {day(quote.published)}{speaker}{flags}: {quoted(quote.text)} ")
        record = f"record {quote.record}, " if quote.record else ""
        where = f"{record}{quote.article_id}, {quote.place}."
        paragraph.add_run(where).font.color.rgb = self._palette["quiet"]

    def _card(self, card: Card) -> None:
        self.heading(card.title, 2)
        if card.badge:
            paragraph = self._docx.add_paragraph()
            paragraph.add_run(card.badge).bold = True
        self.paragraph(Text(" · ".join(f"{label}: {value}" for label, value in card.facts)), style="Quiet")
        for step in card.steps:
            paragraph = self._paragraph("List Bullet")
            paragraph.add_run(step.when).bold = True
            record = f"; on record: {step.record}" if step.record else ""
            paragraph.add_run(f" {step.rung + record}. ")
            self._write(paragraph, step.text)

    def _figure(self, figure: Figure) -> None:
        from docx.shared import Cm

        self.paragraph(Text(figure.finding), style="Judgement")
        self._docx.add_picture(io.BytesIO(charts.png(figure)), width=Cm(17))
        for drawn in self._docx.paragraphs[-1]._p.xpath(".//wp:docPr"):
            drawn.set("descr", figure.alt)
            drawn.set("title", figure.title)
        self.paragraph(Text(charts.key_text(figure)), style="Quiet")
        self.paragraph(Text(figure.caption), style="Quiet")
        self._table(figure.table.header, figure.table.rows, small=True)

    def _table(
        self,
        header: tuple[str, ...],
        rows: Iterable[tuple[Text, ...]],
        *,
        small: bool = False,
        numeric: int = 99,
        widths: tuple[float, ...] = (),
    ) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Cm, Pt

        table = self._docx.add_table(rows=1, cols=len(header))
        table.autofit = not widths
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "bottom", "insideH"):
            line = OxmlElement(f"w:{side}")
            for key, value in (("val", "single"), ("sz", "4"), ("color", colours()["rule"][0].lstrip("#"))):
                line.set(qn(f"w:{key}"), value)
            borders.append(line)
        properties = table._tbl.tblPr
        after = properties.xpath("./w:shd | ./w:tblLayout | ./w:tblCellMar | ./w:tblLook")  # the schema's order
        after[0].addprevious(borders) if after else properties.append(borders)
        for cell, label in zip(table.rows[0].cells, header, strict=True):
            run = cell.paragraphs[0].add_run(label)
            run.bold, run.font.size = True, Pt(7 if small else 8.5)
        head = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(head)
        for row in rows:
            cells = table.add_row().cells
            for index, (cell, text) in enumerate(zip(cells, row, strict=True)):
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(0)
                if index >= numeric:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                self._write(paragraph, text, size=7.5 if small else 9.0)
        for column, width in zip(table.columns, widths, strict=False):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)
        # A table must have a paragraph behind it; as small as can be, since page one is to be one page.
        behind = self._docx.add_paragraph().paragraph_format
        behind.space_after, behind.line_spacing = Pt(0), Pt(2 if widths else 10)

    def _write(self, paragraph: Any, text: Text, *, size: float | None = None) -> None:
        from docx.shared import Pt

        run = paragraph.add_run()
        if text.mark:
            symbol, role = standing(text.mark)
            run.text, run.bold = f"{symbol} {text.text}".rstrip(), True
            run.font.color.rgb = self._palette[role]
        else:
            run.text = text.text
        if size:
            run.font.size = Pt(size)
        for place, number in enumerate(number for number in text.quotes if number in self._quotes):
            if place:
                paragraph.add_run(",").font.superscript = True
            if (note := self._notes.cite(paragraph, number)) is not None:
                self._note(note, self._quotes[number])
        if text.note:
            note = paragraph.add_run(f" ({text.note})")
            note.font.size, note.font.color.rgb = Pt(8), self._palette["quiet"]

    def _link(self, paragraph: Any, address: str, text: str) -> None:
        """A link to the web: behind a name, since the address would take a line of page one."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run = paragraph.add_run(text)
        run.font.color.rgb = self._palette["link"]
        link.append(run._r)
        paragraph._p.append(link)
