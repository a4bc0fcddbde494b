"""A coder against labels, on a shared folder and labels of our own."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deedbook.coding import LexiconCoder
from deedbook.coding.reader import ReaderCoder
from deedbook.evaluate import agreement
from deedbook.evaluate.exposure import Exposure
from deedbook.evaluate.gold import GoldError
from deedbook.evaluate.labelled import articles, stored
from deedbook.evaluate.labels import Act, aligned
from deedbook.evaluate.texts import Line, sha8
from tests.evaluate.stand_in import coder

FILE = "gold/polnear/train/text/herald_2016-02-03_rice.txt"
SENTENCES = (
    "Japan lifted its sanctions on Myanmar.",
    "Kenya praised Japan.",
    "Peru denied that it had paid Chile.",
    "Norway promised Chad a loan.",
    "Rain fell in Kenya while Japan slept.",
)
TEXT = "Rice\n\n" + " ".join(SENTENCES)


def event(text: str, cue: str, kind: str, status: str, actor: str, recipient: str, **more: Any) -> dict[str, Any]:
    at = text.index(cue)
    return {
        "cue": [at, at + len(cue)], "object": None, "amount": None, "condition": None,
        "actor": {"span": None, "code": actor}, "recipient": {"span": None, "code": recipient},
        "type": kind, "status": status, "polarity": "positive", "symmetric": False, "partial": False,
        "speaker": {"kind": "narrator", "span": None, "code": None}, "instrument": "other", "domains": ["trade"],
    } | more  # fmt: skip


EVENTS = (
    [event(SENTENCES[0], "lifted", "CONCEDE", "delivered", "JPN", "MMR")],
    [event(SENTENCES[1], "praised", "SUPPORT", "act", "KEN", "JPN", domains=["aid", "trade"])],
    [event(SENTENCES[2], "denied", "AID", "delivered", "PER", "CHL", polarity="negative")],
    [event(SENTENCES[3], "promised", "AGREE", "offered", "NOR", "TCD")],
    [],
)


def labels(folder: Path, who: str = "r1", upto: int = 5, **more: Any) -> Path:
    """Labels of the first sentences by one labeller, in the form that training.labelling writes."""
    rows = []
    for text, events in list(zip(SENTENCES, EVENTS, strict=True))[:upto]:
        start = TEXT.index(text)
        row = {"file": FILE, "start": start, "end": start + len(text), "decoding": "UTF-8, as it stands"}
        rows.append(row | {"sha8": sha8(text), "labeller": who, "round": 1, "events": events} | more)
    (folder / "labels").mkdir(exist_ok=True)
    path = folder / "labels" / f"{who}.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Stands for the shared folder, with one text."""
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_events_are_compared_field_by_field(folder: Path) -> None:
    report = agreement.evaluate(coder(folder, ()), folder, [labels(folder)])
    assert report.rules.tallies["pair"].f1 == 1.0
    assert report.rules.tallies["cue overlap"].matched == 4
    assert report.figure == report.rules.tallies["pair + type + status"].f1 == 0.75  # "offered" was read as promised
    assert report.empty == (1, 1)
    assert report.statuses.sum() == report.types.sum() == 4
    assert (report.kinds, report.domains) == (1.0, (0.75, pytest.approx(0.875)))
    assert (report.cost.ours, report.cost.empty, report.cost.missed_denials) == (1, 13, 0)
    assert len(report.errors) == 1 and "Norway" in report.errors[0]


def test_the_report_names_set_size_coder_and_exposure(folder: Path) -> None:
    report = agreement.evaluate(coder(folder, [sha8(SENTENCES[1])]), folder, [labels(folder)])
    lines = report.lines(errors=True)
    assert lines[0].startswith("labels, deedbook") and lines[0].endswith("stand-in: 5 sentences of 1 documents")
    assert "1 of 5 sentences were in the training material: this is no test" in lines
    assert any(line.startswith("cost 0.08 ") for line in lines)
    assert any("gold: NOR→TCD AGREE offered" in line for line in lines)
    assert any("ours: NOR→TCD AGREE promised" in line for line in lines)
    assert not any("gold: NOR" in line for line in report.lines(errors=False))


def test_the_status_is_read_at_gold_cues_too(folder: Path) -> None:
    path = labels(folder)
    given = agreement.evaluate(coder(folder), folder, [path]).given
    assert given is not None and given.counts.sum() == 4 and given.counts.trace() == 3
    assert given.enough == ()  # no status has thirty labels here
    told = agreement.evaluate(coder(folder), folder, [path]).lines(False)
    assert any("rarer ones apart: act 100.0 of 1" in line for line in told)
    baseline = agreement.evaluate(LexiconCoder(), folder, [path])
    assert baseline.given is None
    assert "status given the cue: needs the trained model" in baseline.lines(False)


def test_the_first_labeller_by_name_is_gold_and_the_second_is_compared_with_it(folder: Path) -> None:
    labels(folder, "r2", upto=2, events=[])
    labels(folder, "r1")
    report = agreement.evaluate(coder(folder), folder, [folder / "labels"])
    assert report.people is not None and report.people.sentences == 2
    assert report.people.tallies["pair"].gold == 2 and report.people.tallies["pair"].ours == 0
    assert report.rules.tallies["pair"].gold == 4


def test_labels_on_text_that_has_changed_are_left_out_and_counted(folder: Path) -> None:
    path = labels(folder)
    (folder / FILE).write_text(TEXT.replace("Norway promised", "Sweden promised"), encoding="utf-8")
    report = agreement.evaluate(coder(folder), folder, [path])
    assert (report.changed, report.rules.sentences) == (1, 4)
    assert any(line.startswith("1 labels point at text that has changed") for line in report.lines(False))
    (folder / FILE).write_text("Something else.", encoding="utf-8")
    with pytest.raises(GoldError, match="holds none of the texts"):
        agreement.evaluate(coder(folder), folder, [path])


def test_a_sentence_set_in_columns_is_read_as_one_sentence_of_body() -> None:
    text = "Japan and Kenya\nagreed on Monday to\nlift their duties on rice."
    line = Line("f", 0, len(text), "", text, date(1987, 4, 8), "RICE DUTIES TO GO", "Rice is dear.")
    (article,) = articles([line])
    assert article is not None and len(article.raw) == len(text)
    assert [(block.kind, block.start, block.end) for block in article.blocks] == [("body", 0, len(text))]
    assert (article.title, article.previous) == ("RICE DUTIES TO GO", "Rice is dear.")
    assert article.published.start == date(1987, 4, 8)


def test_files_that_hold_no_labels_are_refused_with_their_place(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"holds no \*\.jsonl"):
        stored([tmp_path])
    path = tmp_path / "notes.jsonl"
    path.write_text('{"file": "a"}\n')
    with pytest.raises(GoldError, match=r"notes\.jsonl, line 1: lacks start, end"):
        stored([path])
    path.write_text("\nwords\n")
    with pytest.raises(GoldError, match=r"notes\.jsonl, line 2: is no JSON"):
        stored([path])


def test_events_that_share_a_cue_are_aligned_with_their_like() -> None:
    one = Act("USA", "CHN", "REQUEST", "requested", False, (4, 9))
    two = replace(one, recipient="JPN")
    other = replace(one, recipient="KEN", status="act")
    assert aligned([one, two], [two, one]) == [(0, 1), (1, 0)]
    assert aligned([one, two], [other, two]) == [(0, 0), (1, 1)]
    assert aligned([one], [replace(one, cue=(20, 25))]) == []


def test_confidence_is_judged_by_events_right_in_full() -> None:
    act = Act("JPN", "MMR", "CONCEDE", "delivered", False, (6, 12), confidence=0.9)
    denied = replace(act, polarity="negative")
    sentences = [agreement.Sentence("d", "Japan lifted it.", (act,), (one,)) for one in (act, denied)]
    report = agreement.report("c", Exposure(None, 2), sentences, None)
    assert (report.events, report.calibration) == (2, pytest.approx((0.1 + 0.9) / 2))


def test_stored_labels_are_found_again_in_the_texts(shared: Path, root: Path) -> None:
    from deedbook.evaluate.labelled import texts

    held = stored([root / "training" / "labels"])
    html = {key: by for key, by in held.items() if "html" in key[0] or "timex" in key[0]}
    assert html and texts(shared, html).keys() == html.keys()


def test_the_shipped_reader_codes_plain_sentences(reader: ReaderCoder, folder: Path) -> None:
    report = agreement.evaluate(reader, folder, [labels(folder)])
    assert report.rules.tallies["pair"].recall >= 0.5, report.lines(errors=True)
    assert report.given is not None and report.given.counts[:, :-1].sum() == 4  # every gold cue got a status


def test_whole_articles_are_read_around_labelled_sentences(folder: Path) -> None:
    whole = {"id": "own#1", "title": "Loans", "date": "2024-05-02", "text": "\n\n".join(SENTENCES)}
    (folder / "own.jsonl").write_text(json.dumps(whole) + "\n", encoding="utf-8")
    start = whole["text"].index(SENTENCES[3])
    row = {"file": "own.jsonl#1", "start": start, "end": start + len(SENTENCES[3]), "sha8": sha8(SENTENCES[3]),
           "labeller": "r1", "events": EVENTS[3]}  # fmt: skip
    (folder / "row.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    report = agreement.evaluate(coder(folder, ()), folder, [folder / "row.jsonl"], whole=True)
    assert report.rules.tallies["cue overlap"].matched == report.rules.tallies["pair"].ours == 1
    with pytest.raises(GoldError, match="holds no whole articles"):
        agreement.evaluate(coder(folder, ()), folder, [labels(folder)], whole=True)
