"""Who is named where: titles, names over line breaks, surnames."""

import re
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deedbook.codebook import load
from deedbook.coding.mentions import Gazetteer, Mention, mentions, unwrapped
from deedbook.records import Interval
from tests.coding.builders import article


@cache
def _gazetteer() -> Gazetteer:
    return Gazetteer(load())


@cache
def _alternation() -> re.Pattern[str]:
    titles = sorted({t for office in load().offices.values() for t in office.titles}, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, titles)) + r")(?!\w)", re.IGNORECASE)


def _named(text: str, **fields: str) -> list[tuple[str, str]]:
    found, _ = mentions(article(text, **fields), _gazetteer())
    return [(text[m.start : m.end], m.code) for m in found]


_PIECES = (
    "prime minister",
    "Foreign Minister",
    "MINISTER",
    "lt. gen.",
    "chargé",
    "pm",
    "deputy ",
    "vice-",
    "s",
    "_",
    "-",
)


@given(st.lists(st.sampled_from((*_PIECES, " ", " ", "/", ".", "é", "x")), max_size=12).map("".join))
def test_titles_are_those_of_a_longest_first_alternation(text: str) -> None:
    found = [(start, end) for start, end, _ in _gazetteer().titles(text)]
    assert found == [match.span() for match in _alternation().finditer(text)]


@pytest.mark.parametrize("text", ["İİ the MİNİSTER, Jane Otieno", "the Mınıster, Jane Otieno", "the miniſter"])
def test_letters_that_fold_to_others_neither_move_offsets_nor_make_titles_unknown(text: str) -> None:
    for start, end, title in _gazetteer().titles(text):
        assert text[start:end].replace("İ", "I").lower() == title
    mentions(article(text), _gazetteer())


def test_a_name_is_found_over_a_line_break_but_not_over_a_paragraph() -> None:
    assert _named("Ships of the United\nStates sailed for Peru.") == [("the United\nStates", "USA"), ("Peru", "PER")]
    assert _named("Ships of the United\n\nStates sailed for Peru.") == [("Peru", "PER")]


def test_a_decoy_over_a_line_break_names_nobody_either() -> None:
    assert _gazetteer().find("Talks of the Uruguay\nRound went on.", Interval()) == []


@given(st.text(st.sampled_from("ab \n\t")))
def test_only_breaks_between_two_words_are_unwrapped(text: str) -> None:
    assert unwrapped(text) == re.sub(r"(?<=\S)\n(?=\S)", " ", text) == unwrapped(unwrapped(text))


def test_an_introduced_surname_stands_for_its_bearer_with_or_without_genitive() -> None:
    text = "Kenya's ambassador to Japan, Jane Otieno, spoke. Otieno left. Otieno’s aides stayed; McOtieno did not."
    assert _named(text)[1:] == [("Otieno", "KEN"), ("Otieno", "KEN")]


def test_a_surname_within_a_mention_is_not_a_mention_of_its_own() -> None:
    found, _ = mentions(article("Peru's foreign minister, Ana Lima, and Lima agreed.", date="2025-01-02"), _gazetteer())
    assert _overlapping(found) == []


def _overlapping(found: list[Mention]) -> list[tuple[Mention, Mention]]:
    return [(one, two) for one, two in pairwise(found) if two.start < one.end]


def test_a_surname_alone_means_whoever_holds_a_well_known_office_on_the_day() -> None:
    text = "Funaro met the banks."
    assert _named(text, date="1987-03-02") == [("Funaro", "BRA")]
    assert _named(text, date="1997-03-02") == []  # minister ten years before
    assert _named("Dilma Funaro met the banks.", date="1987-03-02") == []  # somebody else of that name


def test_a_family_name_that_stands_first_is_of_whom_the_text_introduces() -> None:
    day = "1987-04-08"
    assert ("Kim", "PRK") in _named("Nepal was praised. Kim will pay.", date=day)
    assert ("Kim", "PRK") in _named("Kim Il Sung praised the talks. Kim will pay.", date=day)
    assert ("Kim", "PRK") not in _named("Deputy minister Kim Woo-jin praised the talks. Kim will pay.", date=day)
    assert ("Kim", "KOR") in _named("Nepal met Korean trade minister Kim Woo-jin there. Kim will pay.", date=day)


def test_a_text_without_a_date_knows_leaders_by_their_surnames_and_states_that_are_gone() -> None:
    assert _named("Netanyahu thanked East Germany.", date="") == [("Netanyahu", "ISR"), ("East Germany", "DDR")]
    assert _named("Yeutter thanked Burma.", date="") == [("Burma", "MMR")]  # a trade representative; today's name


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("BALDRIGE DEMANDS OPEN JAPANESE MARKETS", [("BALDRIGE", "USA"), ("JAPANESE", "JPN")]),
        ("YEUTTER’S TALKS WITH SEOUL END", [("YEUTTER", "USA"), ("SEOUL", "KOR")]),
        ("The word BALDRIGE stood on the wall.", []),
        ("BALLADUR AND LAWSON MEET", [("BALLADUR", "FRA"), ("LAWSON", "GBR")]),
    ],
)
def test_a_surname_in_a_headline_of_capitals_is_its_bearer(text: str, named: list[tuple[str, str]]) -> None:
    assert _named(text, date="1987-04-02") == named


def test_who_is_introduced_in_the_sentence_before_goes_by_a_surname() -> None:
    before = "Uganda’s finance minister, Okot Lwanga, spoke in Nairobi."
    assert _named("Lwanga asked Kenya for a loan.", previous=before, date="1999-05-01")[0] == ("Lwanga", "UGA")
    assert _named("Lwanga asked Kenya for a loan.", date="1999-05-01") == [("Kenya", "KEN")]


def test_a_surname_that_stands_last_is_none_where_family_names_stand_first() -> None:
    assert ("Prime Minister Arakawa Shin", "KOR") not in _named(
        "Prime Minister Arakawa Shin met them.", date="2023-08-10"
    )
    assert _named("Prime Minister Shin met them.", date="1980-01-08") == [("Prime Minister Shin", "KOR")]
