import csv
import io
import json
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from deedbook.exchange import spreadsheets
from deedbook.exchange.rights import rights, withheld
from deedbook.exchange.tables import NAMES, Column, Table, tables


def by_name(snapshot, **given):
    return {table.name: table for table in tables(snapshot, **given)}


def column(table, name):
    return [row[[c.name for c in table.columns].index(name)] for row in table.rows]


def test_every_commitment_act_event_and_article_is_a_row(snapshot) -> None:
    found = by_name(snapshot)
    assert tuple(found) == NAMES
    assert len(found["commitments"].rows) == len(snapshot.commitments) > 5
    assert len(found["steps"].rows) == sum(len(c.history) for c in snapshot.commitments)
    assert len(found["acts"].rows) == len(snapshot.occurrences)
    assert len(found["events"].rows) == len(snapshot.entries)
    assert len(found["articles"].rows) == len(snapshot.articles)


def test_a_pair_keeps_its_own_and_the_acts_that_moved_its_commitments(snapshot) -> None:
    found = by_name(snapshot, pair=("PAK", "USA"))
    parties = list(zip(column(found["commitments"], "giver"), column(found["commitments"], "receiver"), strict=True))
    assert parties
    assert all({giver, receiver} == {"PAK", "USA"} for giver, receiver in parties)
    assert set(column(found["steps"], "act")) <= set(column(found["acts"], "id"))
    assert len(found["articles"].rows) < len(snapshot.articles)


def test_the_sentence_beside_a_row_is_what_stands_in_the_article(snapshot) -> None:
    events = by_name(snapshot)["events"]
    for key, start, end, sentence in zip(
        *(column(events, n) for n in ("article", "start", "end", "sentence")), strict=True
    ):
        assert " ".join(snapshot.articles[key].raw[start:end].split()) == sentence


def test_a_text_leaves_only_where_there_is_a_right_to_it(snapshot) -> None:
    articles = dict(snapshot.articles)
    kept, *_ = articles
    articles[kept] = replace(articles[kept], rights=None)
    changed = replace(snapshot, articles=articles)
    table = by_name(changed)["articles"]
    texts = dict(zip(column(table, "key"), column(table, "text"), strict=True))
    assert texts[kept] is None
    assert all(texts[key] == article.raw for key, article in articles.items() if key != kept)
    assert withheld(changed.articles.values()).startswith("Withheld: the full text of 1 text (rights: 1 unknown)")
    assert withheld(snapshot.articles.values()) == ""


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("own", "own"),
        ("written for this project", "own"),
        ("CC BY 4.0", "public"),
        ("CC BY-NC 4.0", "unknown"),
        ("Licensed", "licensed"),
        ("(c) The Courier", "unknown"),
        (None, "unknown"),
    ],
)
def test_rights_in_one_word(snapshot, said, expected) -> None:
    assert rights(replace(next(iter(snapshot.articles.values())), rights=said)) == expected


HOSTILE = Table(
    "hostile",
    "one row",
    (Column("text", "string", ""), Column("number", "number", "")),
    (("=HYPERLINK(1)", -5), ("-cmd|x", 1.5), ("@SUM(1)", None), ("a\x00b\ud800", 0)),
)


def test_csv_holds_no_formula_and_no_character_that_breaks_it() -> None:
    rows = list(csv.reader(io.StringIO(spreadsheets.as_csv(HOSTILE))))
    assert rows == [["text", "number"], ["'=HYPERLINK(1)", "-5"], ["'-cmd|x", "1.5"], ["'@SUM(1)", ""], ["a�b�", "0"]]


def test_a_workbook_says_what_it_is_and_runs_no_formula() -> None:
    book = load_workbook(io.BytesIO(spreadsheets.as_xlsx((HOSTILE,), {"withheld": "nothing"})))
    assert book.sheetnames == ["about", "hostile"]
    assert [cell.value for cell in book["about"][2]] == ["hostile", "4 rows; a row is one row"]
    cell = book["hostile"]["A2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_a_text_that_a_cell_cannot_hold_is_cut_and_that_is_said() -> None:
    long = Table("long", "one row", (Column("text", "string", ""),), (("x" * 40_000,), ("short",)))
    book = load_workbook(io.BytesIO(spreadsheets.as_xlsx((long,), {})))
    assert len(book["long"]["A2"].value) == 32_767
    assert book["about"]["A1"].value == "cut" and "1 texts" in book["about"]["B1"].value


def test_json_holds_every_row_with_what_its_columns_mean(snapshot) -> None:
    made = json.loads(spreadsheets.as_json(tables(snapshot), {"known by": "now"}))
    assert made["known by"] == "now"
    assert len(made["acts"]) == len(snapshot.occurrences)
    assert set(made["acts"][0]) == set(made["columns"]["acts"])
