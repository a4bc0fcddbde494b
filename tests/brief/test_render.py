import subprocess
import sys

import pytest

from deedbook.brief import FORMATS, render

from .builders import answer, empty_answer


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_renders_a_full_and_an_empty_answer(format) -> None:
    kind = bytes if format == "docx" else str
    assert isinstance(render(answer(), format), kind)
    assert isinstance(render(empty_answer(), format), kind)


def test_a_format_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(ValueError, match="Choose one of: terminal, html, md, json, docx"):
        render(answer(), "pdf")  # type: ignore[arg-type]


def test_importing_the_brief_loads_no_chart_or_document_library() -> None:
    heavy = "{'vl_convert', 'docx', 'jinja2', 'rich', 'lxml'}"
    code = f"import sys, deedbook.brief; print(sorted({heavy} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
