"""Sources, cues and contents, in files of our own in PolNeAR's format."""

import re
from pathlib import Path

import pytest

from deedbook.coding.reader import ReaderCoder
from deedbook.evaluate import polnear
from deedbook.evaluate.gold import GoldError
from deedbook.evaluate.tally import Tally
from tests.evaluate.stand_in import coder

TEXT = (
    "Harvest fails\n\nAmal said “rice is short. Oil is short too.” The mayor agreed with her.\n\n"
    "Bashir said “we have rice.”\n"
)
GOLD = (
    ("Source", "Amal"),
    ("Cue", "said"),
    ("Content", "“rice is short. Oil is short too.”"),
    ("Source", "The mayor"),
    ("Source", "Bashir"),
    ("Content", "“we have rice.”"),
)


def annotated(folder: Path, name: str = "herald_2016-09-12_harvest", who: str = "4e07", *more: str) -> Path:
    for part in ("text", "attributions"):
        (folder / part).mkdir(exist_ok=True)
    (folder / "text" / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    rows = []
    for n, (kind, words) in enumerate(GOLD, 1):
        start = TEXT.index(words)
        rows.append(f"T{n}\t{kind} {start} {start + len(words)}\t{words}")
    rows += ["T9\tAttribution 20 24\tsaid", "E1\tAttribution:T9 Cue:T2 Source:T1", *more]
    (folder / "attributions" / f"{name}_{who}.ann").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def span(kind: str, words: str) -> tuple[str, int, int]:
    found = re.search(re.escape(words), TEXT)
    assert found
    return (kind, *found.span())


def test_an_annotation_in_several_stretches_is_several_spans(tmp_path: Path) -> None:
    folder = annotated(tmp_path, "a_b", "4e07", "T10\tContent 0 7;8 13\tHarvest fails")
    (document,) = polnear.documents(folder)
    (spans,) = document.annotations
    assert document.name == "a_b"
    assert spans[-2:] == (("content", 0, 7), ("content", 8, 13))
    assert [document.text[a:b] for _, a, b in spans[:-2]] == [words for _, words in GOLD]


def test_a_span_is_right_by_one_token_and_once() -> None:
    gold = [span("content", "“rice is short. Oil is short too.”")]
    ours = [span("content", "rice is short"), span("content", "Oil is short too."), span("source", "rice")]
    score = polnear.score(TEXT, gold, ours)
    assert score["content"].spans == Tally(gold=1, ours=2, matched=1)
    assert score["content"].tokens == Tally(gold=11, ours=8, matched=8)
    assert score["source"].spans == Tally(0, 1, 0)


def test_sentences_hold_the_parts_of_spans_that_fall_into_them() -> None:
    made = polnear.sentences_of(TEXT, [span("content", "“rice is short. Oil is short too.”")])
    inside = [source.text[a:b] for _, source, spans in made for _, a, b in spans]
    assert inside == ["“rice is short.", "Oil is short too.”"]
    assert made[1][1].previous == "Harvest fails"


def test_a_folder_is_scored_by_kind_and_its_mistakes_are_listed(tmp_path: Path) -> None:
    report = polnear.evaluate(coder(tmp_path, ()), annotated(tmp_path))
    assert report.scores["content"].spans == Tally(2, 2, 2)
    assert report.scores["source"].spans == Tally(3, 2, 2)
    assert report.scores["cue"].spans == Tally(1, 2, 1)
    assert report.figure == 1.0 == report.intervals["content"][0][0]
    lines = report.lines(errors=True)
    assert lines[0].startswith("polnear: 1 texts in 1 annotations, deedbook") and "stand-in" in lines[0]
    assert lines[1] == "none of 5 sentences was in the training material"
    assert any("missed source “The mayor”" in line for line in lines)
    assert any("spurious cue “said”" in line for line in lines)
    assert not any("The mayor" in line for line in report.lines(errors=False))


def test_a_text_that_two_people_annotated_is_scored_against_each(tmp_path: Path) -> None:
    annotated(tmp_path)
    report = polnear.evaluate(coder(tmp_path), annotated(tmp_path, who="6b86"))
    assert (report.texts, report.annotations, report.twice) == (1, 2, 1)
    assert report.scores["content"].spans.gold == 4
    assert report.people["source"].spans.f1 == 1.0
    assert any("one annotator against another" in line for line in report.lines(False))


def test_a_folder_without_annotations_or_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"holds no attributions/\*\.ann"):
        polnear.documents(tmp_path)
    annotated(tmp_path)
    next((tmp_path / "text").iterdir()).unlink()
    with pytest.raises(GoldError, match="a text cannot be read"):
        polnear.documents(tmp_path)


def test_the_development_part_is_read_whole(shared: Path) -> None:
    held = polnear.documents(shared / "gold" / "polnear" / "dev")
    assert (len(held), sum(len(d.annotations) for d in held)) == (84, 94)


def test_the_shipped_reader_finds_who_said_what(reader: ReaderCoder, tmp_path: Path) -> None:
    report = polnear.evaluate(reader, annotated(tmp_path))
    assert report.scores["source"].spans.recall >= 0.6 and report.figure >= 0.6, report.lines(errors=True)
