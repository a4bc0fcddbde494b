"""The answer on a page, in five formats, each line of it with the number of the sentence that proves it.

The parts, the formats and the shape of the JSON are described in docs/brief.md.
"""

from typing import Literal, get_args

from deedbook.brief.front import Front, compose
from deedbook.brief.sections import sections
from deedbook.brief.wording import readable
from deedbook.measures.answer import Answer

Format = Literal["terminal", "html", "md", "json", "docx"]
FORMATS: tuple[Format, ...] = get_args(Format)

__all__ = ["FORMATS", "Format", "Front", "compose", "render"]


def render(answer: Answer, format: Format, *, width: int | None = None, colour: bool | None = None) -> str | bytes:
    """``answer`` laid out as ``format``: bytes for ``docx``, text for the others.

    ``width`` (columns) and ``colour`` concern the terminal alone; ``None`` asks the terminal: 80 columns and no colour
    where standard output is not one. Raises ``ValueError`` for a format that does not exist."""
    if format == "json":
        from deedbook.brief.structured import render_json

        return render_json(answer)
    if format == "terminal":
        from deedbook.brief.terminal import BEHIND, render_terminal

        answer = readable(answer, but=BEHIND)
        return render_terminal(answer, compose(answer), width=width, colour=colour)
    answer = readable(answer)
    front = compose(answer)
    behind = sections(answer, front)
    if format == "html":
        from deedbook.brief.html import render_html

        return render_html(answer, front, behind)
    if format == "md":
        from deedbook.brief.markdown import render_markdown

        return render_markdown(answer, front, behind)
    if format == "docx":
        from deedbook.brief.word import render_docx

        return render_docx(answer, front, behind)
    raise ValueError(f"There is no format {format!r}. Choose one of: {', '.join(FORMATS)}.")
