"""Labels go in as offsets, and what a reader got wrong is named."""

import json
from pathlib import Path
from typing import Any

import pytest

from deedbook.evaluate.texts import sha8
from training.labelling import labels, own, span

TEXT = "Japan agreed to lift sanctions on Myanmar, and sanctions on Chile."
EVENT: dict[str, Any] = {
    "cue": "agreed to lift",
    "type": "CONCEDE",
    "status": "agreed",
    "actor": {"text": "Japan", "code": "JPN"},
    "recipient": {"text": "Myanmar", "code": "MMR"},
    "speaker": {"kind": "narrator"},
    "object": "sanctions",
    "instrument": "sanctions_relief",
    "domains": ["trade"],
}


def made(tmp_path: Path, *answers: object) -> tuple[list[dict[str, Any]], list[str]]:
    batch, given = tmp_path / "batch.jsonl", tmp_path / "answers.jsonl"
    row = {"n": 1, "file": "f#1", "start": 40, "end": 40 + len(TEXT), "decoding": "as it is", "sha8": sha8(TEXT)}
    batch.write_text(json.dumps(row | {"text": TEXT}))
    given.write_text("\n".join(json.dumps(a) for a in answers))
    problems: list[str] = []
    return list(labels(batch, given, "r1", 1, problems)), problems


def test_a_label_holds_offsets_and_no_text(tmp_path: Path) -> None:
    (label,), problems = made(tmp_path, {"n": 1, "events": [EVENT]})
    assert problems == []
    (event,) = label["events"]
    assert TEXT[slice(*event["cue"])] == "agreed to lift"
    assert TEXT[slice(*event["recipient"]["span"])] == "Myanmar"
    assert "Japan" not in json.dumps(label)


def test_the_second_occurrence_of_a_phrase_can_be_asked_for() -> None:
    assert span(TEXT, "sanctions##2") == [TEXT.rindex("sanctions"), TEXT.rindex("sanctions") + 9]
    with pytest.raises(ValueError, match="does not stand"):
        span(TEXT, "sanctions##3")


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"type": "PRAISE"}, "type 'PRAISE'"),
        ({"status": "done"}, "status 'done'"),
        ({"domains": ["commerce"]}, "domains"),
        ({"cue": "refused"}, "does not stand"),
        ({"actor": {"text": "Japan", "code": "JAP"}}, "actor code 'JAP'"),
        ({"speaker": {"kind": "witness"}}, "speaker kind"),
    ],
)
def test_a_wrong_answer_is_named_with_its_line_and_left_out(tmp_path: Path, wrong: dict[str, Any], named: str) -> None:
    found, problems = made(tmp_path, {"n": 1, "events": []}, {"n": 1, "events": [EVENT | wrong]})
    assert len(found) == 1 and len(problems) == 1
    assert "line 2" in problems[0] and named in problems[0]


def test_our_own_sentences_keep_their_text(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text(json.dumps({"n": 1, "text": TEXT, "events": [EVENT]}))
    problems: list[str] = []
    (label,) = own(path, "w1", 1, problems)
    assert label["text"] == TEXT and problems == []


def test_stored_labels_point_at_the_sentences_they_were_made_on(shared: Path, root: Path) -> None:
    from deedbook.evaluate.labelled import stored, texts

    labels = stored([root / "training" / "labels", root / "training" / "heldout"])
    assert labels
    lost = labels.keys() - texts(shared, labels).keys()  # no sentence there, or another than the hash tells
    assert not lost
