import io
import re
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


@pytest.mark.parametrize("made", [answer, hostile_answer])
def test_every_internal_link_has_its_bookmark_and_no_bookmark_stands_twice(made) -> None:
    body = opened(made).element.body
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(set(names)) == len(names)
    links = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} - {None}
    assert links <= set(names)
    assert {f"q{quote.number}" for quote in made().quotes} <= set(names)
    identities = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(set(identities)) == len(identities)


def test_each_quotation_stands_as_a_numbered_endnote_with_its_way_back() -> None:
    paragraphs = [paragraph for paragraph in opened(answer).paragraphs if re.match(r"\d+  [“‘]", paragraph.text)]
    assert len(paragraphs) == len(answer().quotes)
    assert "Margalla Courier, 29 October 2025" in paragraphs[4].text
    assert paragraphs[4]._p.findall(qn("w:hyperlink"))[-1].get(qn("w:anchor")).startswith("c5_")


def test_only_addresses_of_the_web_are_linked() -> None:
    package = zipfile.ZipFile(io.BytesIO(bytes(render(hostile_answer(), "docx"))))
    relations = package.read("word/_rels/document.xml.rels").decode()
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
    assert headings[-1] == "Every line of evidence"


def test_tables_keep_the_order_that_the_schema_asks_for() -> None:
    order = ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]
    for table in opened(answer).element.body.iter(qn("w:tblPr")):
        places = [order.index(etree.QName(child).localname) for child in table]
        assert places == sorted(places)
