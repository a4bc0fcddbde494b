"""The Federal Register's API."""

import json
from datetime import date
from pathlib import Path

from deedbook.reading.registers.about import About
from deedbook.records import OfficialRecord
from tests.registers.builders import MADE, check, items, problems, records, searches

RESPONSES = "official/federal-register/samples/responses"


def test_the_record_of_the_proclamation_alone_tells_neither_whom_nor_when(shared: Path) -> None:
    found = records(shared / RESPONSES / "documents_search.jsonc")
    assert len(found) == 962
    (record,) = [r for r in found if r.article.id.endswith("#2019-11986")]
    assert record.article.title == "To Modify the List of Beneficiary Developing Countries Under the Trade Act of 1974"
    assert record.unknown == ("recipient and effective date unknown, body not read",)
    assert not record.coding.events
    assert record.article.published.start == date(2019, 6, 5)
    assert "Proclamation number: 9902" in record.article.raw


def test_pointers_are_json_pointers_into_the_answer(shared: Path) -> None:
    path = shared / RESPONSES / "documents.jsonc"
    value = json.loads(path.read_text(encoding="utf-8"))
    for record in records(path):
        for pointer in record.pointers:
            held = value
            for part in pointer.pointer.split("/")[1:]:
                held = held[int(part)] if isinstance(held, list) else held[part]
            assert " ".join(str(held).split()) == pointer.value


def test_a_document_by_itself_is_read(shared: Path) -> None:
    (record,) = records(shared / RESPONSES / "document.jsonc")
    assert record.article.url and "2020-17469" in record.article.url
    assert record.unknown == ("recipient unknown, body not read",)


def test_other_answers_of_the_api_are_not_taken_for_documents(shared: Path) -> None:
    for name in ("agencies", "agency", "documents_facet", "suggested_searches"):
        path = shared / RESPONSES / f"{name}.jsonc"
        assert not any(isinstance(item, OfficialRecord) for item in _read(path))


def _read(path: Path) -> list[object]:
    from deedbook.reading.registers import detection
    from deedbook.reading.registers.record import File

    data = path.read_bytes()
    reader = detection.structured(data[: detection.HEAD], path.suffix)
    return list(reader(File(data, path.name, str(path)))) if reader else []


def test_a_search_that_found_nothing_proves_nothing_until_its_cover_is_stated() -> None:
    path = MADE / "federal_register_none.json"
    assert not searches(path)
    (problem,) = problems(path)
    assert "does not say what it covered" in problem.message and not problem.fatal
    about = About("preferences for Pakistan", date(2025, 1, 1), date(2025, 12, 31), receiver="PAK")
    (search,) = searches(path, about)
    assert (search.register, search.rows, search.receiver) == ("Federal Register", 0, "PAK")
    assert (search.start, search.end) == (date(2025, 1, 1), date(2025, 12, 31))


def test_a_page_of_a_longer_answer_proves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    document = {"document_number": "2025-1", "title": "A", "type": "Notice", "publication_date": "2025-01-02"}
    path.write_text(json.dumps({"count": 40, "results": [document]}, indent=1))
    about = About("all notices", date(2025, 1, 1), date(2025, 12, 31))
    assert not searches(path, about)
    assert "holds 1 of the 40" in problems(path, about)[0].message


def test_a_document_without_what_the_api_gives_is_named_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    good = {"document_number": "2025-1", "title": "A", "type": "Notice", "publication_date": "2025-01-02"}
    path.write_text(json.dumps({"count": 2, "results": [good | {"publication_date": "soon"}, good]}, indent=1))
    found = items(path)
    assert [p.place for p in problems(path)] == ["/results/0"]
    (record,) = [item for item in found if isinstance(item, OfficialRecord)]
    check(record)
