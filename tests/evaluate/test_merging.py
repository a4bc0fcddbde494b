"""Readers of the two sets on small files of their form, and the figures on the real ones."""

from pathlib import Path

import pytest

from deedbook.evaluate import acts, ecbplus
from deedbook.evaluate.gold import GoldError

XML = """<Document doc_name="1_1ecb.xml"><token t_id="1" sentence="0" number="0">Quake</token>
<token t_id="2" sentence="0" number="1">hit</token><token t_id="3" sentence="1" number="0">It</token>
<token t_id="4" sentence="1" number="1">struck</token>
<Markables><ACTION_OCCURRENCE m_id="7"><token_anchor t_id="2"/></ACTION_OCCURRENCE>
<ACTION_OCCURRENCE m_id="8"><token_anchor t_id="4"/></ACTION_OCCURRENCE>
<HUMAN_PART m_id="6"><token_anchor t_id="1"/></HUMAN_PART>
<ACTION_OCCURRENCE m_id="9" RELATED_TO="" TAG_DESCRIPTOR="x" instance_id="ACT1"/></Markables>
<Relations><CROSS_DOC_COREF r_id="5" note="ACT1"><source m_id="7"/><target m_id="9"/></CROSS_DOC_COREF></Relations>
</Document>"""


def test_only_actions_of_validated_sentences_are_mentions(tmp_path: Path) -> None:
    (tmp_path / "xml" / "1").mkdir(parents=True)
    (tmp_path / "xml" / "1" / "1_1ecb.xml").write_text(XML, encoding="utf-8")
    table = tmp_path / "sentences.csv"
    table.write_text("Topic,File,Sentence Number\n1,1ecb,0\n", encoding="utf-8")
    found, texts = ecbplus.mentions(tmp_path)
    assert [(m.words, m.act) for m in found] == [(("hit",), "ACT1")]
    assert texts["1_1ecb"][found[0].start : found[0].end] == "hit"
    table.write_text("Topic,File,Sentence Number\n1,1ecb,0\n1,1ecb,1\n", encoding="utf-8")
    assert [m.act for m in ecbplus.mentions(tmp_path)[0]] == ["ACT1", "1_1ecb#8"], "a single mention is an act too"


def test_a_folder_without_the_table_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"sentences.csv: cannot be read"):
        ecbplus.mentions(tmp_path)
    (tmp_path / "same_act.jsonl").write_text('{"cluster": "c1"}\n', encoding="utf-8")
    with pytest.raises(GoldError, match="line 1: lacks newid"):
        acts.mentioned(tmp_path / "same_act.jsonl")


def test_acts_are_scored_by_mention() -> None:
    rows = [{"cluster": c, "newid": n, "start": 0} for n, c in enumerate(["c1", "c1", "c2"])]
    assert acts.score(rows, ["x", "x", "y"]).figure == 1.0
    report = acts.score(rows, ["x", "x", "x"])
    assert report.all.recall == 1.0 and report.all.precision == pytest.approx(5 / 9)
    assert "joined" in "\n".join(report.lines(True))


def test_merging_elsewhere_beats_the_same_word(shared: Path) -> None:
    report = ecbplus.evaluate(shared / "gold" / "ecbplus")
    assert report.figure >= 0.70
    assert report.figure - report.baseline >= 0.08


def test_merging_of_labelled_acts(shared: Path) -> None:
    labels = Path(__file__).parents[2] / "training" / "ledger"
    assert acts.evaluate(shared, labels).figure >= 0.82
