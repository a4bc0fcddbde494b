"""Evidence: one sentence at most, exact offsets, plain flags."""

import pytest

from deedbook.measures import answer
from deedbook.measures.quotes import LONGEST, is_commentator

from .builders import Desk, voice
from .story import story


def test_a_sentence_without_end_is_cut_around_its_cue_and_stays_verbatim() -> None:
    desk = Desk()
    article = desk.article("Gazette", "2025-11-08", "word " * 4000 + "Lahore thanked Washington " + "word " * 4000)
    desk.act(desk.entry(article, "thanked", "PAK", "USA", "SUPPORT", "act"))
    (quote,) = answer(desk.snapshot(), ("PAK", "USA")).quotes
    assert "Lahore thanked Washington" in quote.text and len(quote.text) <= LONGEST
    assert article.raw[quote.evidence.start : quote.evidence.end].strip() == quote.text


def test_white_space_is_folded_for_display_and_kept_in_the_offsets() -> None:
    desk = Desk()
    article = desk.article("Gazette", "2025-11-08", "Lahore   thanked\tWashington.")
    desk.act(desk.entry(article, "thanked", "PAK", "USA", "SUPPORT", "act"))
    (quote,) = answer(desk.snapshot(), ("PAK", "USA")).quotes
    assert quote.text == "Lahore thanked Washington."
    assert article.raw[quote.evidence.start : quote.evidence.end] == "Lahore   thanked\tWashington."


def test_flags_tell_undated_opinion_unattributed_headline_and_commentator() -> None:
    desk = Desk()
    article = desk.article(None, None, "Aid never came, he said.", title="Lahore thanked Washington", genre="opinion")
    desk.act(desk.entry(article, "thanked", "PAK", "USA", "SUPPORT", "act", speaker=voice("unnamed")))
    desk.act(
        desk.entry(
            article,
            "never came",
            "USA",
            "PAK",
            "AID",
            "not_received",
            object="Aid",
            speaker=voice("indirect", "Bilal Anwar", "UNK"),
        )
    )
    quotes = {quote.text: quote for quote in answer(desk.snapshot(), ("PAK", "USA")).quotes}
    headline = quotes["Lahore thanked Washington"]
    assert set(headline.flags) == {"undated", "opinion", "unattributed", "headline"}
    assert "one commentator" in quotes["Aid never came, he said."].flags
    assert headline.outlet == headline.article_id


def test_one_sentence_that_proves_two_lines_has_one_number() -> None:
    told = answer(story(), ("PAK", "USA"))
    places = [quote.evidence for quote in told.quotes]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("name", ["the Treasury", "State Bank of Farmark", "its energy minister"])
def test_a_body_is_no_commentator(name: str) -> None:
    desk = Desk()
    article = desk.article("Daily", "2026-01-21", f"Farmark received the loan, {name} said.")
    entry = desk.entry(
        article, "received", "USA", "PAK", "AID", "delivered", instrument="loan", speaker=voice("indirect", name, "UNK")
    )
    assert not is_commentator(entry, {})
