"""A real browser for the tests of the page: Debian's Chromium or whatever ``DEEDBOOK_CHROMIUM`` names."""

from pathlib import Path

import pytest

from deedbook.brief import render

from .builders import answer, crowded_answer, empty_answer, hostile_answer


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The HTML brief of each answer, written to a file as the command line does."""
    folder = tmp_path_factory.mktemp("pages")
    made = {"full": answer(), "empty": empty_answer(), "hostile": hostile_answer(), "crowded": crowded_answer()}
    for name, whole in made.items():
        (folder / f"{name}.html").write_text(str(render(whole, "html")), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}
