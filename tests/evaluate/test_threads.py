"""Commitments followed by hand, against what the ledger makes of the same reports."""

import json
from pathlib import Path

import pytest

from deedbook.codebook import load
from deedbook.evaluate import thread_labels, threads
from deedbook.evaluate.gold import GoldError

from . import stand_in

_REPORTS = (
    (1, "1-MAR-1987", "Canada promised the United States a cut of the duty on corn."),
    (2, "9-MAR-1987", "Canada lifted the duty on corn from the United States."),
)


def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / thread_labels.CORPUS
    folder.mkdir(parents=True)
    body = "\n".join(
        f'<REUTERS NEWID="{n}"><DATE>{day}</DATE><TEXT><TITLE>CORN {n}</TITLE><BODY>{text}</BODY></TEXT></REUTERS>'
        for n, day, text in _REPORTS
    )
    (folder / "reut2-000.sgm").write_text(body, encoding="utf-8")
    return tmp_path


def labels(shared: Path, *, final: str = "delivered", first: str = "promised") -> Path:
    """One thread of two rows on the reports of :func:`corpus`."""
    articles = thread_labels.reports(shared, {1, 2})
    history = []
    for (number, day, _), cue, status in zip(_REPORTS, ("promised", "lifted"), (first, "delivered"), strict=True):
        start = articles[number].raw.index(cue)
        on = f"1987-03-{int(day.split('-')[0]):02d}"
        history.append({"newid": number, "start": start, "end": start + len(cue), "status": status,
                        "reported": on, "from": on, "to": on, "amount": None, "note": ""})  # fmt: skip
    thread = {"thread": "t1", "giver": "CAN", "receiver": "USA", "instrument": "tariff", "domain": "trade",
              "final_status": final, "history": history}  # fmt: skip
    path = shared / "threads.jsonl"
    path.write_text(json.dumps(thread) + "\n", encoding="utf-8")
    return path


def test_rows_that_meet_at_their_status_and_the_last_one_reported_are_right(tmp_path: Path) -> None:
    shared = corpus(tmp_path)
    report = threads.evaluate(stand_in.coder(tmp_path), shared, [labels(shared)], load())
    ((name, (given, read)),) = report.scores
    assert (name, given.way, read.way) == ("threads.jsonl", threads.GIVEN, threads.READ)
    assert (given.final, given.rows, given.found, given.right, given.dated) == (1, 2, 2, 2, 2)
    assert report.figure == 1.0


def test_a_wrong_final_status_is_counted_and_told(tmp_path: Path) -> None:
    shared = corpus(tmp_path)
    report = threads.evaluate(stand_in.coder(tmp_path), shared, [labels(shared, final="refused")], load())
    assert report.scores[0][1][0].final == 0
    assert any("last reported delivered, not refused" in line for line in report.lines(errors=True))
    assert not any("last reported" in line for line in report.lines(errors=False))


def test_labels_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    path = tmp_path / "threads.jsonl"
    path.write_text('{"thread": "t1"}\n', encoding="utf-8")
    with pytest.raises(GoldError, match=r"threads\.jsonl, line 1: is no thread"):
        thread_labels.threads(path)
    with pytest.raises(GoldError, match="lacks 1 of 1 labelled reports"):
        thread_labels.reports(corpus(tmp_path), {7})
