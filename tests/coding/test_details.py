"""What stands beside an act: its date."""

from datetime import date

import pytest

from deedbook.coding import details
from deedbook.records import Interval

TODAY = Interval(date(2025, 6, 21), date(2025, 6, 21), "explicit")


def dated(sentence: str, cue: str) -> Interval:
    start = sentence.index(cue)
    act = details.Act(start, start + len(cue), "SUPPORT", "act")
    return details.date(sentence, act, details.of(sentence, TODAY), TODAY)


@pytest.mark.parametrize(
    "sentence",
    [
        "Pakistan formally recommended Trump for the 2026 Nobel Peace Prize.",
        "Pakistan recommends Trump for 2026 Nobel Peace Prize.",
        "Pakistan has praised the 2019 Doha Accord.",
    ],
)
def test_a_year_that_begins_a_name_dates_no_act(sentence: str) -> None:
    assert dated(sentence, next(word for word in sentence.split() if word[:3] in ("rec", "pra"))).basis == "publication"


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2024 Pakistan recommended Trump.",
        "Pakistan recommended Trump in 2024, Islamabad said.",
        "2024: Pakistan recommended Trump.",
        "Pakistan recommended Trump (2024 Islamabad).",
    ],
)
def test_a_year_beside_a_capital_that_is_no_part_of_a_name_dates_the_act(sentence: str) -> None:
    assert dated(sentence, "recommended").start == date(2024, 1, 1)


@pytest.mark.parametrize(
    ("read", "sentence", "told"),
    [
        ("imf_support", "India paid Sri Lanka a second tranche of the rail loan.", "loan"),
        ("imf_support", "The Fund released a second tranche to Sri Lanka.", "imf_support"),
        ("arms_sale", "The two signed a defence cooperation pact.", "other"),
        ("arms_sale", "The two agreed on F-16 upgrades.", "arms_sale"),
        ("arms_sale", "It denied that it would lease oil tanks.", "other"),
        ("purchase", "India handed over two patrol vessels to Sri Lanka.", "military_aid"),
        ("purchase", "India paid 8 billion rupees to Sri Lankan builders.", "other"),
        ("purchase", "India paid 8 billion rupees for Sri Lankan tea.", "purchase"),
        ("loan", "India promised to settle overdue payments to Sri Lankan builders.", "other"),
        ("trade_agreement", "India and Sri Lanka signed a military logistics pact.", "other"),
        ("trade_agreement", "India and Sri Lanka signed a pact.", "trade_agreement"),
        ("tariff", "India lifted its ban on Sri Lankan tea.", "other"),
    ],
)
def test_an_instrument_that_no_word_bears_out_is_not_written(read: str, sentence: str, told: str) -> None:
    assert details.instrument("AID", read, ("India IND", "Sri Lanka LKA"), sentence) == told


@pytest.mark.parametrize(
    ("read", "own", "told"),
    [
        ("loan", "signed bilateral agreement to restructure $1.5 billion of loans", "debt_relief"),
        ("loan", "agreed to a debt swap of 5 million euros", "debt_relief"),
        ("loan", "suspended a loan of 5 million euros", "loan"),
        ("grant", "lend 5 million euros", "loan"),
        ("grant", "gave a grant and a loan", "grant"),
    ],
)
def test_what_is_done_to_a_debt_is_relief_and_what_is_lent_is_no_grant(read: str, own: str, told: str) -> None:
    assert details.instrument("AGREE", read, ("India IND", "Sri Lanka LKA"), f"India {own}.", own) == told
