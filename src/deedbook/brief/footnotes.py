"""Footnotes of a Word document: a part of its own beside the text, which python-docx does not write.

A source that is cited again gets no second note: the number of its first one is repeated by a cross-reference."""

from typing import Any

_NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SPECIAL = (("separator", -1, "separator"), ("continuationSeparator", 0, "continuationSeparator"))


class Footnotes:
    """The notes of ``document`` (a python-docx document). ``close`` must be called once, before it is saved."""

    def __init__(self, document: Any) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from docx.shared import Pt

        self._part = Part(PackURI("/word/footnotes.xml"), _NOTES, b"", document.part.package)
        document.part.relate_to(self._part, RELATIONSHIP_TYPE.FOOTNOTES)
        self._root = _element("w:footnotes")
        for kind, number, mark in _SPECIAL:
            note = _element("w:footnote", type=kind, id=str(number))
            note.append(_within("w:p", _within("w:r", _element(f"w:{mark}"))))
            self._root.append(note)
        text = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
        text.base_style, text.font.size = document.styles["Normal"], Pt(6.5)
        text.paragraph_format.space_after, text.paragraph_format.line_spacing = Pt(0), 1.0
        reference = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
        reference.font.superscript = True
        self._styles = (text.style_id, reference.style_id)
        self._numbers: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def cite(self, paragraph: Any, key: int) -> Any | None:
        """Puts the number of the note ``key`` at the end of ``paragraph``. Returns the note's own paragraph to be
        filled, where this is its first citation; ``None`` where the number of an earlier one was repeated."""
        from docx.text.paragraph import Paragraph

        if number := self._numbers.get(key):
            field = _element("w:fldSimple", instr=f" NOTEREF _note{number} \\f \\h ")
            field.append(self._run(_text(str(number))))
            paragraph._p.append(field)
            return None
        number = self._numbers[key] = len(self._numbers) + 1
        paragraph._p.append(_element("w:bookmarkStart", id=str(100_000 + number), name=f"_note{number}"))
        paragraph._p.append(self._run(_element("w:footnoteReference", id=str(number))))
        paragraph._p.append(_element("w:bookmarkEnd", id=str(100_000 + number)))
        note = _element("w:footnote", id=str(number))
        properties = _within("w:pPr", _element("w:pStyle", val=self._styles[0]))
        body = _within("w:p", properties, self._run(_element("w:footnoteRef")))
        note.append(body)
        self._root.append(note)
        # Its parent is the part, so that links in the note become relationships of the notes, not of the text.
        return Paragraph(body, _Story(self._part))

    def close(self) -> None:
        """Writes the notes into their part."""
        from lxml import etree

        self._part._blob = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _run(self, content: Any) -> Any:
        style = _within("w:rPr", _element("w:rStyle", val=self._styles[1]))
        return _within("w:r", style, content)


class _Story:
    """What a paragraph asks of what holds it."""

    def __init__(self, part: Any) -> None:
        self.part = part


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _within(tag: str, *children: Any) -> Any:
    made = _element(tag)
    for child in children:
        made.append(child)
    return made


def _text(text: str) -> Any:
    made = _element("w:t")
    made.text = text
    return made
