"""Briefs that took long to make are kept, and say what was read since."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from deedbook.brief import FORMATS, Format, ready
from deedbook.ledger import Ledger, pages
from tests.ledger.builders import article, coding, event

PAIR = ("PAK", "USA")


def tell(ledger: Ledger, number: int, *, other: str = "USA") -> str:
    """One more report on Pakistan and another state; returns its key."""
    name = {"USA": "the United States", "CHN": "China"}[other]
    told = article(f"Report {number}. Pakistan praised {name} for aid number {number}.", "2026-02-02", id=str(number))
    ledger.add(told, coding(event(told, "praised", "SUPPORT", "act", by="PAK", to=other)), coder="1")
    return told.key


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    monkeypatch.setattr(ready, "MANY", 1)
    monkeypatch.setattr(ready, "SLOW_SECONDS", 0.0)
    with Ledger.open(tmp_path / "l.sqlite") as made:
        tell(made, 1)
        yield made


def test_what_was_made_is_shown_until_something_changes(ledger: Ledger) -> None:
    first = ready.ready(ledger, PAIR, "md")
    again = ready.ready(ledger, PAIR, "md")
    assert first.made is None and again.made is not None and again.since is None
    assert again.page == first.page
    assert ready.ready(ledger, PAIR[::-1], "md").page == first.page  # one brief, whoever is named first
    tell(ledger, 2, other="CHN")
    assert ready.ready(ledger, PAIR, "md").since is None
    assert ready.ready(ledger, PAIR, "md", anew=True).made is None


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "docx"])
def test_a_kept_page_names_what_was_read_since(ledger: Ledger, form: Format) -> None:
    before = ready.ready(ledger, PAIR, form).page
    tell(ledger, 2)
    found = ready.ready(ledger, PAIR, form)
    assert found.since and found.since.reports == 1
    assert found.since.text.startswith("This brief was made on ") and "1 report on the two was read" in found.since.text
    assert found.since.lines == (
        "2 February 2026, The Courier: “Pakistan praised the United States for aid number 2.”",
    )
    page = " ".join(str(found.page).split())
    assert "aid number 2" in page and "aid number 2" not in str(before)
    assert "--anew" in page
    if form == "json":
        assert json.loads(page)["since"]["reports"] == 1
    fresh = ready.ready(ledger, PAIR, form, anew=True)
    assert fresh.made is None and "--anew" not in str(fresh.page)
    assert ready.ready(ledger, PAIR, form).page == fresh.page


def test_a_document_is_made_again_since_it_cannot_say_what_it_lacks(ledger: Ledger) -> None:
    ready.ready(ledger, PAIR, "docx")
    assert ready.ready(ledger, PAIR, "docx").made
    tell(ledger, 2)
    assert ready.ready(ledger, PAIR, "docx").made is None


def test_an_erased_text_is_on_no_kept_page(ledger: Ledger) -> None:
    key = tell(ledger, 2)
    assert "aid number 2" in str(ready.ready(ledger, PAIR, "md").page)
    ledger.forget(key, who="test")
    assert "aid number 2" not in str(ready.ready(ledger, PAIR, "md").page)


def test_what_other_rules_made_is_made_again(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ready.ready(ledger, PAIR, "md")
    monkeypatch.setattr(ready, "maker", lambda: "other rules")
    assert ready.ready(ledger, PAIR, "md").made is None


def test_what_is_quick_is_not_kept(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "SLOW_SECONDS", 600.0)
    ready.ready(ledger, PAIR, "md")
    assert ready.ready(ledger, PAIR, "md").made is None


def test_briefs_are_made_ready_once(ledger: Ledger) -> None:
    assert ready.keep_ready(ledger, PAIR, ("terminal", "html")) > 0
    assert ready.keep_ready(ledger, PAIR, ("terminal", "html")) == 0
    assert ready.ready(ledger, PAIR, "terminal", width=100, colour=False).made
    tell(ledger, 2)
    assert ready.keep_ready(ledger, PAIR, ("terminal", "html")) > 0
    assert ready.ready(ledger, PAIR, "html").since is None


def test_after_much_was_read_the_largest_is_made_ready(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(2, 12):
        tell(ledger, number)
    monkeypatch.setattr(ready, "_A_REPORT", 1.0)  # as if each report took a second
    assert ready.ahead(ledger, 10.0) == []  # eleven would be needed
    assert ready.ahead(ledger, 11.0) == [PAIR]
    assert ready.ready(ledger, PAIR, "html").made and ready.ready(ledger, PAIR, "terminal", width=80).made
    assert ready.ahead(ledger, 60.0) == []
    tell(ledger, 12)
    assert ready.ahead(ledger, 60.0) == []  # one of twelve is said above the page
    tell(ledger, 13)
    assert ready.ahead(ledger, 60.0) == [PAIR]
    assert ready.ready(ledger, PAIR, "html").since is None


def test_what_is_quick_to_make_is_not_made_ready(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "SLOW_SECONDS", 0.7)
    assert ready.ahead(ledger, 600.0) == []


def test_the_code_that_marks_a_kept_page_is_all_that_its_package_imports() -> None:
    imports = re.compile(r"^\s*(?:from|import) deedbook\.(\w+)", re.MULTILINE)
    for place, package in enumerate(pages.LAYERS):
        sources = [part.read_text("utf-8") for part in Path(str(files("deedbook") / package)).rglob("*.py")]
        used = {name for text in sources for name in imports.findall(text)}
        assert used <= set(pages.LAYERS[: place + 1]), f"{package} imports what its fingerprint leaves out"
