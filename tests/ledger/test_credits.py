"""An agency is credited by where its name stands and in what form, not wherever it is named."""

import pytest

from deedbook.codebook import Outlet, load
from deedbook.ledger.credits import Agencies, Credit
from deedbook.records import Block

from .builders import article

BODY = "The ministry said that the bridge would be paid for by its neighbour. Work begins in May, it added."


@pytest.fixture(scope="module")
def agencies() -> Agencies:
    return Agencies.of(load().outlets)


def copied(agencies: Agencies, text: str, **fields: str) -> set[str]:
    return set(agencies.credit(article(text, **fields)).copy)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"KABUL, May 3 (AFP) - {BODY}", "Agence France-Presse"),
        (f"Nairobi [Kenya], Oct 2 (ANI): {BODY}", "Asian News International"),
        (f"PTI, Thimphu, May 4. {BODY}", "Press Trust of India"),
        (f"{BODY} Reuters", "Reuters"),
        (f"{BODY} PTI SCY", "Press Trust of India"),
        (f"{BODY} APP/mnr", "Associated Press of Pakistan"),
        (f"{BODY} - AP", "Associated Press"),
        (f"{BODY} Associated Press of Pakistan", "Associated Press of Pakistan"),
        (f"{BODY} (Xinhua)", "Xinhua"),
        (f"{BODY} Source: TASS", "TASS"),
    ],
)
def test_credit_lines(agencies: Agencies, text: str, agency: str) -> None:
    assert copied(agencies, text) == {agency}


@pytest.mark.parametrize(
    "text",
    [
        f"The minister told Reuters that he was content. {BODY}",
        f"{BODY} A poll by Reuters says otherwise, and AFP named no source.",
        f"{BODY} Photo: AFP",
        f"{BODY} The interview was held by Anna Reuter.",
        f"VIJAYAWADA: The AP government signed a pact on Tuesday. {BODY}",
        f"{BODY} " * 3 + "(AFP) " + f"{BODY} " * 3,
    ],
)
def test_a_name_within_the_text_is_no_credit(agencies: Agencies, text: str) -> None:
    assert agencies.credit(article(text)) == Credit()


def test_input_taken_over_is_kept_apart_from_copy(agencies: Agencies) -> None:
    for text in (f"{BODY} (With PTI inputs)", f"{BODY} With additional input from PTI."):
        assert agencies.credit(article(text)) == Credit(inputs=frozenset({"Press Trust of India"}))


def test_bylines_and_lines_of_their_own(agencies: Agencies) -> None:
    assert copied(agencies, BODY, byline="Lena Ortun, Associated Press") == {"Associated Press"}
    assert copied(agencies, BODY, byline="Reuters") == {"Reuters"}
    assert copied(agencies, BODY, byline="Anna Reuter") == set()
    text = f"AFP\n{BODY}"
    made = article(text)
    made = type(made)(
        made.id, text, (Block("byline", 0, 3), Block("body", 4, len(text))), made.origin, outlet="The Courier"
    )
    assert agencies.credit(made).copy == {"Agence France-Presse"}


def test_an_agency_s_own_report_credits_itself_alone(agencies: Agencies) -> None:
    made = article(f"{BODY} AFP", outlet="AP")
    assert agencies.credit(made) == Credit(frozenset({"Associated Press"}))


def test_without_agencies_nothing_is_credited() -> None:
    paper = Outlet("The Courier", (), "FRM", "paper", (), ())
    assert Agencies.of((paper,)).credit(article(f"KABUL (AFP) - {BODY}")) == Credit()
