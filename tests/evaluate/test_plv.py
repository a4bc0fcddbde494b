"""Sentences with a marked pair, in tables of our own writing."""

from pathlib import Path

import pytest

from deedbook.coding import LexiconCoder
from deedbook.coding.reader import ReaderCoder
from deedbook.evaluate import plv
from deedbook.evaluate.gold import GoldError
from deedbook.evaluate.texts import sha8
from tests.evaluate.stand_in import coder

HEAD = "\tsentence_id\tmarked_sentence\tsilver_root\tgold_root\tmodality_L2"
ROWS = (
    ("<s>Japan</s> lifted its sanctions on <t>Myanmar</t>.", "YIELD"),
    ("<s>Kenya</s> freed two prisoners from <t>Chad</t>.", "YIELD"),
    ("<s>Kenya</s> praised <t>Japan</t> for its roads.", "SUPPORT"),
    ("<s>Peru</s> promised <t>Chile</t> a visit.", "CONSULT"),
)


def table(folder: Path, rows: tuple[tuple[str, str], ...] = ROWS, head: str = HEAD) -> Path:
    path = folder / "rows.tsv"
    lines = [f"{n}\t{n}\t{marked}\tASSAULT\t{root}\tpast" for n, (marked, root) in enumerate(rows)]
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("marked", "spans"),
    [
        ("<s>Japan</s> praised <t>Kenya</t>.", ((0, 5), (14, 19))),
        ("<t>Kenya</t> heard <s>Japan</s>.", ((12, 17), (0, 5))),
        ("<s>Japan</s> and <s>Peru</s> praised Kenya.", ((0, 5), None)),
        ("Talks were held in <t>Kenya</t>.", (None, (19, 24))),
        ("Talks were held.", (None, None)),
    ],
)
def test_the_first_span_of_each_role_is_read_and_a_missing_one_is_none(marked: str, spans: plv.Spans) -> None:
    text, found = plv.marked(marked)
    assert "<" not in text and found == spans


def test_only_the_marked_sentence_and_the_gold_root_are_read(tmp_path: Path) -> None:
    rows = plv.rows(table(tmp_path))
    assert [row.root for row in rows] == ["YIELD", "YIELD", "SUPPORT", "CONSULT"]
    assert rows[0] == plv.Row("Japan lifted its sanctions on Myanmar.", ((0, 5), (30, 37)), "YIELD")


def test_easing_and_withdrawing_both_yield_and_mistakes_are_counted_and_listed(tmp_path: Path) -> None:
    report = plv.evaluate(coder(tmp_path), [table(tmp_path)])
    scores = dict(zip(report.names, plv.confusion((), report.names), strict=True))
    assert len(scores) == 15
    assert report.counts.sum() == 4
    # YIELD 1, SUPPORT 1, CONSULT 0, AGREE 0 (given once, never right)
    assert report.figure == pytest.approx(0.5)
    assert plv.accuracy(report.counts) == 0.75
    assert report.errors == ("CONSULT / AGREE: [Peru] promised {Chile} a visit.",)
    told = report.lines(errors=True)
    assert told[0].startswith("plv: 4 sentences in 4 groups of near-duplicates, deedbook")
    assert "stand-in" in told[0] and "macro-F1 50.0" in told[2] and "Peru" in told[-1]
    assert "Peru" not in "\n".join(report.lines(errors=False))


def test_a_row_without_a_marked_pair_is_coded_all_the_same(tmp_path: Path) -> None:
    path = table(tmp_path, (("Kenya was praised.", "SUPPORT"), ("<t>Kenya</t> was praised.", "SUPPORT")))
    assert plv.evaluate(coder(tmp_path), [path]).figure == 1
    assert plv.evaluate(LexiconCoder(), [path]).counts.sum() == 2


def test_near_duplicates_are_one_group_and_drawn_together(tmp_path: Path) -> None:
    text = "The {} minister met the visiting trade delegation in the capital on Monday"
    assert len(set(plv.near_duplicates([text.format("first"), text.format("other"), "Nothing alike here at all"]))) == 2
    rows = tuple((f"<s>Japan</s> praised <t>Kenya</t> at the long meeting of day {n}", "SUPPORT") for n in range(3))
    report = plv.evaluate(coder(tmp_path), [table(tmp_path, rows)])
    assert (report.groups, report.macro) == (1, (1.0, 1.0))


def test_sentences_that_were_trained_on_are_told(tmp_path: Path) -> None:
    path = table(tmp_path)
    clean, met = coder(tmp_path, ()), coder(tmp_path, [sha8("Peru promised Chile a visit.")])
    assert plv.evaluate(clean, [path]).lines(False)[1] == "none of 4 sentences was in the training material"
    line = "1 of 4 sentences were in the training material: this is no test"
    assert plv.evaluate(met, [path]).lines(False)[1] == line
    assert "not recorded" in plv.evaluate(LexiconCoder(), [path]).lines(False)[1]


def test_a_file_in_another_format_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"rows\.tsv: lacks the column gold_root"):
        plv.rows(table(tmp_path, head=HEAD.replace("gold_root", "root")))
    with pytest.raises(GoldError, match=r"rows\.tsv, line 2: .*'PRAISE'"):
        plv.rows(table(tmp_path, (("<s>Japan</s> praised <t>Kenya</t>.", "PRAISE"),)))


def test_the_published_train_part_is_read_whole(shared: Path) -> None:
    rows = plv.rows(shared / "gold" / "plv" / "PLV_train.tsv")
    assert len(rows) == 1050 and len({row.root for row in rows}) == 15
    assert all("<" not in row.text for row in rows)


def test_the_shipped_reader_knows_plain_roots(reader: ReaderCoder, tmp_path: Path) -> None:
    plain = (
        ("<s>Japan</s> condemned <t>Myanmar</t> over the arrests.", "ACCUSE"),
        ("<s>Kenya</s> shelled positions of <t>Somalia</t> and killed nine soldiers.", "ASSAULT"),
        ("The president of <s>Peru</s> met his counterpart from <t>Chile</t> on Monday.", "CONSULT"),
        ("<s>Norway</s> urged <t>Russia</t> to reopen the border.", "REQUEST"),
        ("<s>Japan</s> gave <t>Kenya</t> 20 million dollars in flood relief.", "AID"),
        ("<s>France</s> rejected a proposal by <t>Turkey</t>.", "REJECT"),
        ("<s>Norway</s> praised <t>Chad</t> for its reforms.", "SUPPORT"),
        ("<s>Canada</s> imposed sanctions on <t>Myanmar</t>.", "SANCTION"),
    )
    report = plv.evaluate(reader, [table(tmp_path, plain)])
    assert plv.accuracy(report.counts) >= 0.75, report.errors
