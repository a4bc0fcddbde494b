import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from deedbook.brief import render

from .builders import answer, crowded_answer, empty_answer, hostile_answer


def opened(made) -> docx.document.Document:
    return docx.Document(io.BytesIO(bytes(render(made(), "docx"))))


def page_one(document) -> list[etree._Element]:
    """What stands before the paragraph that begins a new page."""
    kept = []
    for element in document.element.body:
        if element.findall(f".//{qn('w:pageBreakBefore')}"):
            assert len(kept) > 10
            return kept
        kept.append(element)
    raise AssertionError("no page break")


@pytest.mark.parametrize("made", [answer, crowded_answer, empty_answer, hostile_answer])
def test_page_one_has_at_most_four_hundred_words_and_one_table(made) -> None:
    elements = page_one(opened(made))
    words = 0
    for element in elements:
        for paragraph in element.iter(qn("w:p")):
            words += len("".join(text.text or "" for text in paragraph.iter(qn("w:t"))).split())
    assert words <= 400
    tables = [element for element in elements if element.tag == qn("w:tbl")]
    assert len(tables) <= 1
    assert all(len(table.findall(qn("w:tr"))) <= 9 for table in tables)


def parts(made, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(bytes(render(made(), "docx")))) as package:
        return etree.fromstring(package.read(name))


@pytest.mark.parametrize("made", [answer, crowded_answer, empty_answer, hostile_answer])
def test_each_citation_has_its_footnote_and_each_footnote_its_one_citation(made) -> None:
    body, notes = parts(made, "word/document.xml"), parts(made, "word/footnotes.xml")
    cited = [int(mark.get(qn("w:id"))) for mark in body.iter(qn("w:footnoteReference"))]
    assert cited == list(range(1, len(cited) + 1))  # in the order in which they are read
    held = [int(note.get(qn("w:id"))) for note in notes.findall(qn("w:footnote")) if not note.get(qn("w:type"))]
    assert held == cited
    assert len(cited) <= len(made().quotes)


def test_a_source_that_is_cited_again_repeats_the_number_of_its_first_note() -> None:
    body = parts(answer, "word/document.xml")
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    again = list(body.iter(qn("w:fldSimple")))
    assert again
    for field in again:
        _, name, *_ = field.get(qn("w:instr")).split()
        assert name in marks
        assert name == "_note" + "".join(text.text for text in field.iter(qn("w:t")))


def test_a_footnote_holds_one_sentence_its_outlet_its_day_and_its_place() -> None:
    first = parts(answer, "word/footnotes.xml").findall(qn("w:footnote"))[2]  # after the two separators
    said = "".join(text.text or "" for text in first.iter(qn("w:t")))
    quotes = {quote.text: quote for quote in answer().quotes}
    quote = next(quote for text, quote in quotes.items() if text in said)
    assert quote.outlet in said and f"characters {quote.evidence.start}–{quote.evidence.end}" in said


def test_only_addresses_of_the_web_are_linked() -> None:
    package = zipfile.ZipFile(io.BytesIO(bytes(render(hostile_answer(), "docx"))))
    relations = package.read("word/_rels/footnotes.xml.rels").decode()
    package.close()
    assert "javascript" not in relations
    assert "https://example.org/" in relations


def test_charts_are_pictures_with_an_alternative_text() -> None:
    body = opened(answer).element.body
    said = [drawn.get("descr") for drawn in body.iter(qn("wp:docPr"))]
    assert len(said) == 2
    assert said[0].startswith("Words outnumber deeds")


def test_the_sheet_is_a4_and_headings_are_headings() -> None:
    document = opened(answer)
    assert (document.sections[0].page_width.mm, document.sections[0].page_height.mm) == (
        pytest.approx(210, abs=0.5),
        pytest.approx(297, abs=0.5),
    )
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[0] == "Did the words become deeds?"


def test_tables_keep_the_order_that_the_schema_asks_for() -> None:
    order = ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]
    for table in opened(answer).element.body.iter(qn("w:tblPr")):
        places = [order.index(etree.QName(child).localname) for child in table]
        assert places == sorted(places)


def _lines(paragraph: etree._Element, width: float, size: float) -> int:
    """Lines that a paragraph takes in so many cm, a letter taken for somewhat less than half its size in points."""
    letters = len("".join(text.text or "" for text in paragraph.iter(qn("w:t"))))
    return max(1, -(-letters // int(width / 2.54 * 72 / (size * 0.48))))


def test_page_one_with_its_notes_has_room_on_one_sheet() -> None:
    document = opened(crowded_answer)
    styles = {style.style_id: style for style in document.styles}
    sheet = document.sections[0]
    high = 0.0
    for element in page_one(document):
        if element.tag == qn("w:tbl"):
            widths = [int(column.get(qn("w:w"))) / 567 for column in element.iter(qn("w:gridCol"))]
            for row in element.iter(qn("w:tr")):
                cells = zip(row.findall(qn("w:tc")), widths, strict=True)
                lines = max(_lines(cell, width - 0.4, 9) for cell, width in cells)
                high += lines * 9 * 1.25 + 1
            continue
        named = element.find(f".//{qn('w:pStyle')}")
        style = styles["Normal" if named is None else named.get(qn("w:val"))]
        own = element.find(f".//{qn('w:spacing')}")
        shape, normal = style.paragraph_format, styles["Normal"].paragraph_format
        size = (style.font.size or styles["Normal"].font.size).pt
        line = size * 1.25 if own is None else int(own.get(qn("w:line"), size * 25)) / 20
        around = [(getattr(shape, side) or getattr(normal, side)).pt for side in ("space_before", "space_after")]
        high += _lines(element, 17, size) * line + sum(around)
    numbers = {int(mark.get(qn("w:id"))) for e in page_one(document) for mark in e.iter(qn("w:footnoteReference"))}
    notes = parts(crowded_answer, "word/footnotes.xml").findall(qn("w:footnote"))
    high += sum(_lines(note, 17, 6.5) * 6.5 * 1.25 for note in notes if int(note.get(qn("w:id"))) in numbers)
    assert high <= sheet.page_height.pt - sheet.top_margin.pt - sheet.bottom_margin.pt
