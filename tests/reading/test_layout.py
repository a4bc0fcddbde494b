"""What the lines of a saved page are."""

from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from deedbook.reading.labels import default_labels
from deedbook.reading.layout import lay_out
from deedbook.records import Article, Origin
from tests.reading.pages import OPINION_PAGE, SAVED_PAGE, check_blocks, kinds, of_kind, read_text


def test_every_line_of_a_saved_page_is_labelled_for_what_it_is(tmp_path: Path) -> None:
    article = read_text(tmp_path, SAVED_PAGE)
    check_blocks(article)
    assert of_kind(article, "headline") == ["Freedonia and Sylvania Sign Rail Accord"]
    assert of_kind(article, "subhead") == [
        "Ministers call the deal a first step, critics see few details",
        "What comes next for the line",
    ]
    assert of_kind(article, "byline") == ["Mira Halloran"]
    assert of_kind(article, "date") == ["Tue Mar 03 2026", "Published in The Strelsau Courier, March 4th, 2026"]
    assert of_kind(article, "share") == ["facebook twitter whatsapp", "Share this article"]
    assert of_kind(article, "dateline") == ["STRELSAU:"]
    assert of_kind(article, "caption") == [
        "Rail Accord Freedonia Sylvania Ministers",
        "Delegates shake hands after the ceremony in Strelsau on March 3, 2026. — AFP/File",
    ]
    assert of_kind(article, "navigation") == ["Home > World > Asia", "Also read: Why the old line was closed"]
    assert of_kind(article, "furniture") == ["ADVERTISEMENT"]
    assert len(of_kind(article, "outlet")) == 2
    assert of_kind(article, "comments")[0] == "Comments (2)"
    assert len(of_kind(article, "comments")) == 3
    assert len(of_kind(article, "body")) == 3
    assert article.title == "Freedonia and Sylvania Sign Rail Accord"
    assert article.published.start == article.published.end == date(2026, 3, 3)
    assert article.published.basis == "explicit"


def test_body_after_a_dateline_begins_with_its_first_word(tmp_path: Path) -> None:
    article = read_text(tmp_path, SAVED_PAGE)
    assert of_kind(article, "body")[0].startswith("Freedonia and Sylvania signed")


def test_a_comments_button_above_the_text_does_not_end_it(tmp_path: Path) -> None:
    page = (
        "Two Ministers Meet Again\nComments\nThe two ministers met on Monday in the capital.\nThey will meet again.\n"
    )
    article = read_text(tmp_path, page)
    assert of_kind(article, "body") == [
        "The two ministers met on Monday in the capital.",
        "They will meet again.",
    ]


def test_a_single_sentence_is_body_not_headline(tmp_path: Path) -> None:
    article = read_text(tmp_path, "Sylvania will cut its tariff on Freedonian steel")
    assert kinds(article) == [("body", "Sylvania will cut its tariff on Freedonian steel")]


def test_a_lone_sentence_is_never_furniture(tmp_path: Path) -> None:
    article = read_text(tmp_path, "Freedonia's new minister is the author of a news agency's report. — AFP/File")
    assert [kind for kind, _ in kinds(article)] == ["body"]


def test_hard_wrapped_paragraphs_are_one_block_each(tmp_path: Path) -> None:
    page = (
        "Tariff talks end\n\n"
        "The delegations of both countries ended their talks on\n"
        "tariffs without a result on Friday, and neither side said\n"
        "when they would meet again.\n\n"
        "A spokesman for the ministry of trade said that questions\n"
        "of access for farm goods had remained open until the end,\n"
        "as they had in spring.\n"
    )
    article = read_text(tmp_path, page)
    assert [kind for kind, _ in kinds(article)] == ["headline", "body", "body"]
    assert of_kind(article, "body")[0].endswith("when they would meet again.")


def test_carriage_returns_stay_in_raw(tmp_path: Path) -> None:
    article = read_text(tmp_path, b"A Pact Is Signed\r\n\r\nThe pact was signed on Monday.\r\n")
    assert article.raw == "A Pact Is Signed\r\n\r\nThe pact was signed on Monday.\r\n"
    assert of_kind(article, "body") == ["The pact was signed on Monday."]


def test_opinion_is_told_by_section_and_by_who_the_writer_is(tmp_path: Path) -> None:
    article = read_text(tmp_path, OPINION_PAGE)
    assert article.genre == "opinion"
    assert article.byline == "Tom Alvey"
    assert of_kind(article, "byline") == ["By Tom Alvey", "The writer is a former railway engineer."]


def test_speakers_of_a_transcript_are_no_datelines(tmp_path: Path) -> None:
    page = "A talk with the minister\n\nALVEY: Will the line be built?\nHALLORAN: It will, if parliament agrees.\n"
    article = read_text(tmp_path, page)
    assert not of_kind(article, "dateline")


def test_sources_at_the_end_are_a_source_block(tmp_path: Path) -> None:
    page = (
        "Loan Is Approved\n\nThe board approved the loan on Monday.\n\n"
        "Sources: the board's notice, https://example.org/notice\nhttps://example.org/minutes\n"
    )
    article = read_text(tmp_path, page)
    assert len(of_kind(article, "source")) == 2
    assert of_kind(article, "body") == ["The board approved the loan on Monday."]


def test_a_sentence_that_begins_with_sources_inside_the_text_stays_body(tmp_path: Path) -> None:
    page = "Loan Is Near\n\nThe board met.\nSources: the loan will pass, two people said.\nIt will vote on Friday.\n"
    article = read_text(tmp_path, page)
    assert not of_kind(article, "source")
    assert len(of_kind(article, "body")) == 3


RELEASE = """Readout: The Minister's Call with Her Counterpart
Office of the Spokesperson
MEDIA NOTE
MARCH 7, 2026

The below is attributable to Spokesperson Tom Alvey:

The minister spoke with her counterpart today. They discussed the rail line.
"""


def test_the_letterhead_of_a_release_is_furniture_and_tells_the_genre(tmp_path: Path) -> None:
    article = read_text(tmp_path, RELEASE)
    assert article.genre == "release"
    assert [kind for kind, _ in kinds(article)] == ["headline", "furniture", "furniture", "date", "furniture", "body"]


def test_bits_of_a_web_page_are_not_coded(tmp_path: Path) -> None:
    page = (
        "Rail Line Opens\nTom Alvey Published March 8, 2026 Updated March 9, 2026 10:15am\n"
        "Listen to article\n1x\n1.2x\n-\n"
        "The line was opened on Sunday.\nA man walks past the station. PHOTO: REUTERS\n• Fares start at 12 crowns\n"
        "Officials said the first train had left on time. They added that more would follow\nTopics\nRail\nFreedonia\n"
    )
    article = read_text(tmp_path, page)
    assert article.byline == "Tom Alvey"
    assert article.published.start == date(2026, 3, 8)
    assert of_kind(article, "headline", "subhead", "body") == [
        "Rail Line Opens",
        "The line was opened on Sunday.",
        "• Fares start at 12 crowns",
        "Officials said the first train had left on time. They added that more would follow",
    ]


_LINES = st.sampled_from(
    [
        *SAVED_PAGE.splitlines(),
        *OPINION_PAGE.splitlines(),
        "",
        "  ",
        "IMF: The fund met.",
        "Sources: a, b",
        "\u200b",
        "¶",
    ]
)


@given(st.lists(st.one_of(_LINES, st.text(max_size=80)), max_size=30), st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
def test_blocks_cover_whatever_is_not_white_space(lines: list[str], end: str) -> None:
    raw = end.join(lines)
    layout = lay_out(raw, default_labels())
    check_blocks(Article("a", raw, layout.blocks, Origin("a", "text", "", "utf-8", "")))
