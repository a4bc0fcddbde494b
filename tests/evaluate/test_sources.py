"""Labelled pairs go through the product's own search and check; what it misses and what it invents is listed."""

import json
from pathlib import Path

import pytest

from deedbook.evaluate import sources
from deedbook.evaluate.gold import GoldError

STORY = (
    "The finance ministry of Norland said on Tuesday that it would lend the railways of Farmark ninety million "
    "crowns to renew the line through the Kesh valley. The first part is paid once the rails have been ordered."
)
OTHER = (
    "Farmark opened a bridge over the Kesh on Tuesday, two years late. It cost far more than planned, and the minister "
    "who had promised it did not come. Boats were given a day off, and children a holiday."
)


def collection(folder: Path, texts: list[str]) -> Path:
    place = folder / sources.REUTERS
    place.mkdir(parents=True)
    reports = "".join(
        f'<REUTERS NEWID="{number}"><DATE> 2-MAR-1987 10:00:00.00</DATE>'
        f"<TEXT><TITLE>Report</TITLE><BODY>{text}</BODY></TEXT></REUTERS>\n"
        for number, text in enumerate(texts, 1)
    )
    (place / "reut2-000.sgm").write_text(reports, encoding="utf-8")
    return folder


def labels(folder: Path, rows: list[dict[str, object]]) -> Path:
    path = folder / "pairs.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in [{"about": "made"}, *rows]), encoding="utf-8")
    return path


def test_same_text_is_scored_with_what_it_missed_and_invented(tmp_path: Path) -> None:
    shared = collection(tmp_path, [STORY, "Again: " + STORY, OTHER, OTHER + " More."])
    rows: list[dict[str, object]] = [
        {"a": 1, "b": 2, "same": True, "kind": "repeat", "note": "resent"},
        {"a": 1, "b": 3, "same": True, "kind": "other", "note": "labelled wrongly"},
        {"a": 3, "b": 4, "same": False, "kind": "series", "note": "labelled wrongly too"},
        {"a": 2, "b": 4, "same": False, "kind": "other", "note": "two matters"},
    ]
    report = sources.same_text(shared, labels(tmp_path, rows))
    assert report.figure == 0.5
    told = "\n".join(report.lines(True))
    assert "4 pairs, 2 of them the same" in told and "4 reports sketched" in told and "2 pairs in 2 groups" in told
    assert "missed  1 and 3  other: labelled wrongly" in told and "wrongly same  3 and 4" in told
    assert "1 and 2" not in told and "missed" not in "\n".join(report.lines(False))


def test_wire_pairs_are_scored_with_the_agency(tmp_path: Path) -> None:
    a = {"outlet": "The Plains Herald", "text": f"KESH (AFP) - {STORY}"}
    b = {"outlet": "Coast Mirror", "text": STORY}
    rows: list[dict[str, object]] = [
        {"a": a, "b": b, "same_wire": True, "agency": "AFP", "note": ""},
        {"a": b, "b": {**a, "text": f"By our staff. {STORY}"}, "same_wire": False, "agency": None, "note": "handout"},
    ]
    report = sources.same_wire(labels(tmp_path, rows))
    assert report.figure == 1.0
    assert "agency named rightly in 1 of 1" in report.lines(False)[1]


def test_pairs_that_cannot_be_used_are_refused_with_their_place(tmp_path: Path) -> None:
    shared = collection(tmp_path, [STORY, OTHER])
    with pytest.raises(GoldError, match="report 7 is not among those"):
        sources.same_text(shared, labels(tmp_path, [{"a": 1, "b": 7, "same": True}]))
    with pytest.raises(GoldError, match=r"line 2: 'same' was expected"):
        sources.same_text(shared, labels(tmp_path, [{"a": 1, "b": 2}]))
    with pytest.raises(GoldError, match="holds no labelled pair"):
        sources.same_wire(labels(tmp_path, []))
    with pytest.raises(GoldError, match=r"holds no \*\.sgm"):
        sources.same_text(tmp_path / "nowhere", labels(tmp_path, [{"a": 1, "b": 2, "same": True}]))
    (tmp_path / "pairs.jsonl").write_text("{no json", encoding="utf-8")
    with pytest.raises(GoldError, match="line 1: is no JSON"):
        sources.same_wire(tmp_path / "pairs.jsonl")


def test_the_project_s_made_pairs(root: Path) -> None:
    report = sources.same_wire(root / "training" / "ledger" / "wire_pairs.jsonl")
    assert report.figure >= 0.95


def test_the_project_s_pairs_of_reuters_reports(root: Path, shared: Path) -> None:
    report = sources.same_text(shared, root / "training" / "ledger" / "same_text.jsonl")
    assert report.figure >= 0.95
