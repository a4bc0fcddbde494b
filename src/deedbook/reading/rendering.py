"""The text of an HTML page as this product renders it: the ``raw`` that offsets of HTML articles index.

The rules, in full, since stored offsets depend on them (a change of any rule needs a new ``VERSION``):

- Text comes in document order, entities resolved, comments and processing instructions left out.
- Not visible, so not rendered: ``head``, ``script``, ``style``, ``template``, ``noscript``, ``svg``, ``math``
  annotations, and what a browser shows only if it cannot play or embed (``iframe``, ``object``, ``video``, ``audio``,
  ``canvas``, ``map``); elements with the attribute ``hidden`` or an inline style ``display:none``.
  What a style sheet or a script hides is not known here and is rendered: readers label it, they do not lose it.
- White space of any kind is collapsed to one space inside a block, and dropped at its ends.
- Each block (``BLOCKS``: HTML elements that browsers set on lines of their own, table cells, buttons, and what
  ``br`` ends; also an empty ``span`` of class ``br``, with which the Times of India ends paragraphs) stands on one
  line; lines are joined by one newline; empty ones are left out.
"""

from dataclasses import dataclass, replace

VERSION = "1"

SKIPPED = frozenset(
    {"head", "script", "style", "template", "noscript", "svg", "annotation", "annotation-xml"}
    | {"iframe", "object", "video", "audio", "canvas", "map"}
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BLOCKS = HEADINGS | {
    *("address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "dd", "details"),
    *("dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup"),
    *("hr", "html", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p", "pre", "search", "section"),
    *("select", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul"),
}
PLACES = HEADINGS | {
    *("aside", "button", "caption", "figcaption", "figure", "footer", "form", "header", "li", "menu", "nav", "select"),
    *("td", "th", "time"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One rendered block: ``text[start:end]`` of the rendering, and the telling elements that it stands in."""

    start: int
    end: int
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rendering:
    """The rendered text, its lines in order, and the ``lang`` attribute of the page (lower case, may be empty).

    ``cut_off``: the parser gave up at its limit of nested elements (2,048), so text is missing."""

    text: str
    lines: tuple[Line, ...]
    language_hint: str
    cut_off: bool = False


def render(html: str) -> Rendering:
    """Render decoded HTML. Never raises on broken mark-up; a page without text renders to the empty string."""
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    # A NUL would end the page for libxml2; surrogates have no UTF-8 form.
    data = html.replace("\0", "").encode("utf-8", "replace")
    try:
        root = lxml_html.document_fromstring(data, parser=parser)
    except etree.ParserError:  # nothing but white space or comments
        return Rendering("", (), "")
    cut_off = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return replace(_lines_of(root, etree), cut_off=cut_off)


def _lines_of(root: object, etree: object) -> Rendering:
    rendered: list[str] = []
    lines: list[Line] = []
    pieces: list[str] = []
    open_places: list[str] = []
    places: set[str] = set()
    length = 0

    def take(piece: str | None) -> None:
        if piece:
            pieces.append(piece)
            if not piece.isspace():
                places.update(open_places)

    def end_line() -> None:
        nonlocal length
        text = " ".join("".join(pieces).split())
        pieces.clear()
        if text:
            start = length + 1 if lines else 0
            length = start + len(text)
            rendered.append(text)
            lines.append(Line(start, length, frozenset(places)))
        places.clear()

    walk = etree.iterwalk(root, events=("start", "end"))  # type: ignore[attr-defined]
    for event, element in walk:
        tag = element.tag
        block = tag in BLOCKS or (tag == "span" and _stands_for_break(element))
        if event == "start":
            if block:
                end_line()
            if tag in SKIPPED or _hidden(element):
                walk.skip_subtree()
                continue
            if tag in PLACES:
                open_places.append(tag)
            take(element.text)
        else:
            if block:
                end_line()
            if open_places and open_places[-1] == tag:
                open_places.pop()
            take(element.tail)
    end_line()
    return Rendering("\n".join(rendered), tuple(lines), (root.get("lang") or "").lower())  # type: ignore[attr-defined]


def _hidden(element: object) -> bool:
    style = element.get("style")  # type: ignore[attr-defined]
    if style and "display:none" in style.replace(" ", "").lower():
        return True
    return element.get("hidden") is not None  # type: ignore[attr-defined]


def _stands_for_break(span: object) -> bool:
    return "br" in (span.get("class") or "").split() and len(span) == 0 and not span.text  # type: ignore
