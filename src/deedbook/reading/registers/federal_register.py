"""The Federal Register's API: a document as JSON, or the answer to a search for documents.

Met with real bytes: documents, lists of documents and a search of 962 of them, saved in 2020. The API's record of a
document holds its title, dates and numbers and where its text is, not the text: whom an order hits and from when is
seldom in it. Read the text as well (:mod:`deedbook.reading.registers.prose`)."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from deedbook.reading.dating import given_day
from deedbook.reading.registers.record import File, Found, Register, day, record
from deedbook.reading.registers.sheet import Sheet
from deedbook.records import OfficialRecord, Passed, Problem, Search

REGISTER = Register("Federal Register", "federal-register", "Federal Register", format="json")

_NEEDED = ("document_number", "title", "type", "publication_date")
# label, key: what is written out, in this order
_FIELDS = (
    ("Document number", "document_number"),
    ("Citation", "citation"),
    ("Type", "type"),
    ("Subtype", "subtype"),
    ("Title", "title"),
    ("Executive order number", "executive_order_number"),
    ("Proclamation number", "proclamation_number"),
    ("Signed", "signing_date"),
    ("Published", "publication_date"),
    ("Effective", "effective_on"),
    ("Dates", "dates"),
    ("Action", "action"),
    ("Abstract", "abstract"),
    ("Notes", "executive_order_notes"),
    ("Disposition", "disposition_notes"),
    ("Text at", "raw_text_url"),
)
_REMEDY = "Save the API's answer unchanged (federalregister.gov/api/v1/documents)."


def recognise(value: object) -> bool:
    """Whether parsed JSON is a document of the API, or an answer to a search for them."""
    if not isinstance(value, Mapping):
        return False
    if _document(value):
        return True
    results = value.get("results", [])
    if not isinstance(value.get("count"), int) or not isinstance(results, list):
        return False
    listed = bool(results) and all(isinstance(found, Mapping) and _document(found) for found in results)
    return listed or (not results and "description" in value)


def _document(value: Mapping[str, Any]) -> bool:
    return "document_number" in value and ("publication_date" in value or "raw_text_url" in value)


def parse(data: bytes) -> object:
    """The JSON in ``data``. Raises ValueError."""
    return json.loads(data.decode("utf-8-sig"))


def read(file: File, value: object) -> Found:
    """The records of an answer, a search where the whole of it is in hand, and a problem for what is not as it must
    be. ``value`` is what :func:`recognise` takes."""
    assert isinstance(value, Mapping)
    if "results" not in value and "count" not in value:
        yield from _one(file, value, "", file.name)
        return
    results = value.get("results", [])
    for place, found in enumerate(results):
        yield from _one(file, found, f"/results/{place}", f"{file.name}#{found.get('document_number', place)}")
    yield from _search(file, value, len(results))


def _one(file: File, value: Mapping[str, Any], root: str, id: str) -> Iterator[OfficialRecord | Problem]:
    missing = [key for key in _NEEDED if not isinstance(value.get(key), str)]
    published = None if missing else given_day(value["publication_date"])
    if missing or published is None:
        wrong = f"holds no {missing[0]!r}" if missing else f"has the publication_date {value['publication_date']!r}"
        yield Problem(file.source, f"the document {wrong}: the API gives one.", _REMEDY, root or None)
        return
    sheet = Sheet()
    sheet.put("Register", REGISTER.name)
    for label, key in _FIELDS:
        if isinstance(held := value.get(key), str | int):
            kind = {"title": "headline", "abstract": "body", "dates": "body"}.get(key, "meta")
            sheet.put(label, str(held), f"{root}/{key}", kind=kind)  # type: ignore[arg-type]
    if isinstance(agencies := value.get("agencies"), list):
        for place, agency in enumerate(agencies):
            name = agency.get("name") or agency.get("raw_name") if isinstance(agency, Mapping) else None
            sheet.put("Agency", name, f"{root}/agencies/{place}/name")
    effective = isinstance(value.get("effective_on"), str)
    lacking = "recipient unknown" if effective else "recipient and effective date unknown"
    yield record(
        REGISTER,
        file,
        sheet,
        (),
        id=id,
        published=day(published),
        title=value["title"],
        url=value.get("html_url") if isinstance(value.get("html_url"), str) else None,
        unknown=(f"{lacking}, body not read",),
        passed=(Passed(0, len(sheet.text), "the API's record tells no act; its body was not read"),),
    )


def _search(file: File, value: Mapping[str, Any], held: int) -> Iterator[Search | Problem]:
    """An answer proves absence only where all of it is in hand and what it covers is stated."""
    count = value.get("count")
    if count != held:
        yield Problem(
            file.source,
            f"the answer holds {held} of the {count} documents found, so nothing is concluded from what is not in it.",
            "Save all its pages.",
            fatal=False,
        )
        return
    about, said = file.about, value.get("description")
    if not about.covers:
        if not held:
            yield Problem(
                file.source,
                "the search found no document, but the answer does not say what it covered; nothing is concluded.",
                f"State it in {file.source}.toml (docs/registers.md).",
                fatal=False,
            )
        return
    query = about.query if not isinstance(said, str) or said in about.query else f"{about.query} ({said})"
    yield Search(
        REGISTER.name, query, about.giver, about.receiver, about.instrument, about.start, about.end, held, file.source
    )
