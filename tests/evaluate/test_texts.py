"""Files are decoded so that an offset always means the same character."""

from datetime import date
from pathlib import Path

import pytest

from deedbook.evaluate.gold import GoldError
from deedbook.evaluate.texts import documents, lines, sha8


def held(shared: Path, path: str, content: str) -> Path:
    place = shared / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(content, encoding="utf-8")
    return shared


def test_a_text_takes_its_date_from_the_table_else_from_its_name(tmp_path: Path) -> None:
    path = "gold/polnear/train/text/herald_2016-02-03_rice.txt"
    held(tmp_path, path, "Rice\n\nJapan bought rice. Kenya sold it.")
    (document,) = documents(tmp_path, path)
    assert (document.published, document.title) == (date(2016, 2, 3), "Rice")
    other = held(tmp_path / "other", path, "Rice")
    held(other, "gold/polnear/metadata.tsv", "filename\tpublication_date\nherald_2016-02-03_rice\t2016-02-04\n")
    (document,) = documents(other, path)
    assert document.published == date(2016, 2, 4)


def test_a_line_is_a_sentence_with_the_one_before_it(tmp_path: Path) -> None:
    held(tmp_path, "gold/polnear/train/text/a_2016-02-03_b.txt", "Rice\n\nJapan bought rice. Kenya sold it.")
    made = list(lines(tmp_path, "polnear"))
    assert [line.text for line in made] == ["Rice", "Japan bought rice.", "Kenya sold it."]
    assert [line.previous for line in made] == ["", "Rice", "Japan bought rice."]
    assert made[2].sha8 == sha8("Kenya sold it.") and len(made[2].sha8) == 8


def test_offsets_need_not_be_a_sentence_of_ours(tmp_path: Path) -> None:
    path = "gold/polnear/dev/text/a_2016-02-03_b.txt"
    held(tmp_path, path, "Rice is dear. Japan bought rice, and Kenya sold it.")
    (document,) = documents(tmp_path, path)
    line = document.line(37, 51)
    assert (line.text, line.previous) == ("Kenya sold it.", "Rice is dear.")


def test_documents_of_a_collection_are_numbered(tmp_path: Path) -> None:
    path = "gold/timex/set.tsv"
    rows = ['*!-DCTVALUE="2025-11-08"-!*\tO\t-', "They\tO\t-", "met\tO\t-", ".\tO\t-"]
    held(tmp_path, path, "\n".join([*rows, "", rows[0].replace("08", "09"), "Rain\tO\t-"]) + "\n")
    found = {d.file: (d.text, d.published) for d in documents(tmp_path, path)}
    assert found == {f"{path}#1": ("They met .", date(2025, 11, 8)), f"{path}#2": ("Rain", date(2025, 11, 9))}
    assert [d.text for d in documents(tmp_path, path, {f"{path}#2"})] == ["Rain"]


def test_tokens_of_a_tagged_file_are_joined_by_sentence(tmp_path: Path) -> None:
    path = "gold/ecbplus/xml/1/1_1.xml"
    tokens = [("0", "Rain"), ("0", "fell"), ("1", "Rice"), ("1", "grew")]
    body = "".join(f'<token t_id="{n}" sentence="{s}">{word}</token>' for n, (s, word) in enumerate(tokens))
    held(tmp_path, path, f"<Document>{body}</Document>")
    (document,) = documents(tmp_path, path)
    assert (document.text, document.title) == ("Rain fell\n\nRice grew", "Rain fell")


def test_a_saved_page_is_read_by_the_product_s_own_reader(tmp_path: Path) -> None:
    path = "corpora/html/page.html"
    page = "<html><head><title>Rice</title></head><body><article><h1>Rice is dear</h1>{}</article></body></html>"
    paragraph = "<p>Japan bought rice from Kenya on Monday, and the two states agreed to meet again in May.</p>"
    held(tmp_path, path, page.format(paragraph * 3))
    (document,) = documents(tmp_path, path)
    assert document.file == path
    assert any("Japan bought rice" in document.text[a:b] for a, b in document.sentences)


def test_a_file_that_is_missing_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    for path in ("gold/a.txt", "corpora/html/a.html", "gold/a.tsv"):
        with pytest.raises(GoldError, match="cannot be read"):
            list(documents(tmp_path, path))
    with pytest.raises(GoldError, match="no decoding belongs to its ending"):
        list(documents(tmp_path, "notes.docx"))
    held(tmp_path, "broken.xml", "<Document>")
    with pytest.raises(GoldError, match=r"broken\.xml: cannot be read"):
        list(documents(tmp_path, "broken.xml"))
