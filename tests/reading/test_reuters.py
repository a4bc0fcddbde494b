"""Reuters-21578 SGML."""

from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from deedbook.reading import read
from deedbook.records import Article
from tests.reading.pages import TODAY, check_blocks, kinds, of_kind, read_all

FILE = """<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" OLDID="1" NEWID="901">
<DATE> 3-MAR-1987 09:01:02.33</DATE>
<UNKNOWN>&#5;&#5;&#5;C T</UNKNOWN>
<TEXT>&#2;
<TITLE>FREEDONIA &lt;FRD> SIGNS GRAIN PACT</TITLE>
<AUTHOR>    By Mira Halloran, Reuters</AUTHOR>
<DATELINE>    STRELSAU, March 3 - </DATELINE><BODY>Freedonia signed a pact to buy grain
from Sylvania, officials &amp; traders said.
    The first ship will sail in April.
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
<REUTERS NEWID="902">
<DATE>31-FEB-1987 09:01:02.33</DATE>
<TEXT TYPE="BRIEF">&#2;
******<TITLE>SYLVANIA RAISES GRAIN PRICE
</TITLE>Blah blah blah.
&#3;
</TEXT>
</REUTERS>
<REUTERS NEWID="903">
<DATE>3-MAR-1987 10:00:00.00</DATE>
<TEXT TYPE="UNPROC">&#2;
GRAIN TABLE - MARCH 3
    Freedonia     12
&#3;</TEXT>
</REUTERS>
<REUTERS NEWID="904">
<DATE>3-MAR-1987 10:00:00.00</DATE>
<TEXT>&#2;
<TITLE>CUT
"""


def test_one_article_a_report_with_entities_decoded(tmp_path: Path) -> None:
    (tmp_path / "reut.sgm").write_text(FILE)
    articles, problems = read_all(tmp_path / "reut.sgm")
    assert [a.id for a in articles] == ["reut.sgm#901", "reut.sgm#902", "reut.sgm#903"]
    assert [p.place for p in problems] == ["report 904"]
    first = articles[0]
    assert first.raw.startswith("FREEDONIA <FRD> SIGNS GRAIN PACT\n    STRELSAU, March 3 - Freedonia signed")
    assert "officials & traders" in first.raw
    assert not set(map(chr, range(9))) & set(first.raw)
    assert kinds(first) == [
        ("headline", "FREEDONIA <FRD> SIGNS GRAIN PACT"),
        ("dateline", "STRELSAU, March 3 -"),
        ("body", "Freedonia signed a pact to buy grain\nfrom Sylvania, officials & traders said."),
        ("body", "The first ship will sail in April."),
        ("furniture", "Reuter"),
    ]
    assert (first.title, first.byline, first.outlet) == (
        "FREEDONIA <FRD> SIGNS GRAIN PACT",
        "Mira Halloran",
        "Reuters",
    )
    assert first.published.start == first.published.end == date(1987, 3, 3)


def test_briefs_and_unprocessed_texts_keep_what_they_have(tmp_path: Path) -> None:
    (tmp_path / "reut.sgm").write_text(FILE)
    (_, brief, unprocessed), _ = read_all(tmp_path / "reut.sgm")
    assert of_kind(brief, "headline") == ["SYLVANIA RAISES GRAIN PRICE"]
    assert brief.published.start is None
    assert of_kind(unprocessed, "body") == ["GRAIN TABLE - MARCH 3", "Freedonia     12"]


@pytest.mark.parametrize("size", [1, 7, 100, 400])
def test_reports_are_the_same_wherever_a_chunk_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    (tmp_path / "reut.sgm").write_text(FILE)
    whole = read_all(tmp_path / "reut.sgm")
    monkeypatch.setattr("deedbook.reading.reuters._CHUNK", size)
    assert read_all(tmp_path / "reut.sgm") == whole


def test_a_report_over_the_limit_is_skipped(tmp_path: Path) -> None:
    long = '<REUTERS NEWID="1"><TEXT><BODY>' + "x" * 3_000_000 + "</BODY></TEXT></REUTERS>\n"
    (tmp_path / "reut.sgm").write_text(long + FILE)
    articles, problems = read_all(tmp_path / "reut.sgm", max_bytes=10_000)
    assert [a.id for a in articles] == ["reut.sgm#901", "reut.sgm#902", "reut.sgm#903"]
    assert "larger than the limit" in problems[0].message


def test_a_file_without_reports_says_so(tmp_path: Path) -> None:
    (tmp_path / "reut.sgm").write_text("<html><body>Not found</body></html>")
    articles, problems = read_all(tmp_path / "reut.sgm")
    assert not articles
    assert "no <REUTERS> element" in problems[0].message


def test_blocks_of_a_thousand_reports_are_whole_and_in_order(shared: Path) -> None:
    folder = shared / "corpora" / "reuters21578"
    found = read([str(folder / "reut2-009.sgm")], today=TODAY)
    articles = [a for a in islice(found, 1000) if isinstance(a, Article)]
    assert len(articles) > 900
    for article in articles:
        check_blocks(article)
        assert article.published.start
        assert article.published.start.year == 1987
