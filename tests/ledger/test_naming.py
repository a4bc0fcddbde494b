"""Short names for commitments, made from the words of their reports."""

import pytest

from deedbook.records import Amount

from .builders import replace
from .test_commitments import CREDIT, follow, mine_credit, tell

DUTY = {"instrument": "tariff", "domains": ("trade",)}


def test_a_project_names_its_loan() -> None:
    (found,) = follow(*mine_credit())
    assert found.name == "Reko Diq loan"


@pytest.mark.parametrize(
    ("text", "cue", "kind", "thing", "instrument", "name"),
    [
        ("The bank sold a package of radar upgrades and support worth up to $686 million to Pakistan.", "sold",
         "COOPERATE", "package of radar upgrades and support worth up to $686 million", "arms_sale",
         "Sale of radar upgrades and support"),
        ("Washington imposed a reciprocal tariff of 19 percent on goods from Pakistan.", "imposed",
         "SANCTION", "a reciprocal tariff of 19 percent on goods from Pakistan", "tariff",
         "19 % reciprocal tariff on Pakistani goods"),
        ("Washington pledged to keep discussions ongoing with Pakistan.", "pledged",
         "AGREE", "keep discussions ongoing", "other", "Keep discussions ongoing"),
        ("Washington will lend Pakistan $500 million.", "will lend", "AID", "$500 million", "loan", "Loan"),
        ("A first cargo of crude oil from the United States reached Pakistan.", "reached",
         "COOPERATE", "first cargo of crude oil from the United States", "energy_deal", "Crude oil supply"),
    ],
)  # fmt: skip
def test_names_are_short_noun_phrases(text: str, cue: str, kind: str, thing: str, instrument: str, name: str) -> None:
    (found,) = follow(tell(text, "2025-08-01", cue, kind, "promised", object=thing, instrument=instrument))
    assert found.name == name


def test_the_sum_names_what_has_no_other_name() -> None:
    (found,) = follow(
        tell("Washington will lend Pakistan $500 million.", "2025-08-01", "will lend", "AID", "promised",
             object="$500 million", amount=(5e8, "USD"), **CREDIT)
    )  # fmt: skip
    assert found.name == "$500 million export credit"


def test_a_phrase_cut_within_a_word_is_made_whole() -> None:
    (found,) = follow(
        tell("Washington imposed a surcharge on softwood lumber from Pakistan.", "2025-08-01", "imposed", "SANCTION",
             "delivered", object="surcharge on softwood lum", **DUTY)
    )  # fmt: skip
    assert found.name == "Tariff on softwood lumber"


def test_a_name_says_nothing_twice_and_ends_in_no_verb() -> None:
    (duty,) = follow(
        tell("Washington upheld the CORN duty on corn imports from Pakistan.", "1987-03-06", "upheld", "SANCTION",
             "delivered", object="CORN duty on corn imports", **DUTY)
    )  # fmt: skip
    assert duty.name == "Tariff on corn imports"
    (pact,) = follow(
        tell("Washington agreed that the ferry crossing scheme must last.", "1987-03-06", "agreed", "AGREE", "agreed",
             object="ferry crossing scheme must", instrument="other")
    )  # fmt: skip
    assert pact.name == "Ferry crossing scheme"


def test_a_designation_keeps_its_capitals() -> None:
    (sold,) = follow(
        tell("Washington sold BGM-71 TOW to Pakistan.", "1989-03-06", "sold", "COOPERATE", "delivered",
             object="BGM-71 TOW", instrument="arms_sale")
    )  # fmt: skip
    assert sold.name == "Sale of BGM-71 TOW"


def test_a_cut_is_named_by_the_rate_that_it_leads_to_and_an_end_as_an_end() -> None:
    (cut,) = follow(
        tell("Washington will cut the duty on steel from Pakistan from 25 percent to 18 percent.", "2026-02-02", "cut",
             "CONCEDE", "promised", object="duty on steel from Pakistan from 25 percent to 18 percent", **DUTY)
    )  # fmt: skip
    assert cut.name == "Cut of tariff on steel to 18 %"
    (end,) = follow(
        tell("Washington ended the emergency tariffs of all states.", "2026-02-20", "ended", "CONCEDE", "delivered",
             object="emergency tariffs", to="ALL", **DUTY)
    )  # fmt: skip
    assert end.name == "End of emergency tariffs on all imports"


def test_what_is_to_be_left_off_bought_or_supplied_is_named_so() -> None:
    energy = {"instrument": "energy_deal", "domains": ("energy",)}
    (stop,) = follow(
        tell("Washington promised to stop buying Russian oil.", "2026-02-02", "promised", "AGREE", "promised",
             object="stop buying Russian oil", **energy)
    )  # fmt: skip
    assert stop.name == "Stop buying Russian oil"
    (buy,) = follow(
        tell("Washington intends to buy $5 billion of gas, aircraft and other goods from Pakistan.", "2026-02-07",
             "intends to buy", "AGREE", "promised", object="$5 billion of gas, aircraft and other goods", **energy)
    )  # fmt: skip
    assert buy.name == "Purchase of gas, aircraft and other goods"


def test_goods_worth_a_sum_are_no_loan_of_it() -> None:
    report, told = tell("The loan would bring $2 billion of drilling equipment.", "2025-12-10", "would bring", "AGREE",
                        "promised", object="drilling equipment", instrument="loan")  # fmt: skip
    place = report.raw.index(" of drilling")
    worth = Amount(2e9, "USD", start=place - 10, end=place)
    (found,) = follow((report, replace(told, event=replace(told.event, amount=worth))))
    assert found.name == "Supply of drilling equipment"


def test_ties_in_several_fields_are_no_deal_in_the_last_of_them() -> None:
    (found,) = follow(
        tell("Both sides may broaden their ties in trade and energy.", "2025-11-08", "may broaden", "AGREE",
             "discussed", object="their ties", joint=True, instrument="energy_deal",
             domains=("trade", "energy"))
    )  # fmt: skip
    assert found.name == "Cooperation in trade and energy"


def test_visas_are_named_with_those_who_get_none() -> None:
    (found,) = follow(
        tell("Washington suspended immigrant visas for Pakistanis.", "2026-01-21", "suspended", "SANCTION", "delivered",
             object="immigrant visas for Pakistanis", instrument="visa", domains=("migration",))
    )  # fmt: skip
    assert found.name == "Immigrant visas for Pakistani citizens"
    assert (found.displayed, found.health) == ("suspended 21 January 2026", "suspended")


@pytest.mark.parametrize(
    ("text", "cue", "thing", "instrument", "name"),
    [
        ("WASHINGTON WILL NOT LET PAKISTAN DOMINATE COTTON", "WILL NOT LET", "DOMINATE COTTON", "other",
         "Will not let Pakistan dominate cotton"),
        ("Washington may bar Pakistani builders from its ports.", "may bar", "Pakistani builders", "investment",
         "May bar Pakistani builders"),
        ("Washington threatened a tariff on a variety of goods from Pakistan.", "threatened",
         "a tariff on a variety of goods", "tariff", "Tariff on Pakistani goods"),
    ],
)  # fmt: skip
def test_what_is_held_out_against_somebody_is_named_in_the_reports_own_words(
    text: str, cue: str, thing: str, instrument: str, name: str
) -> None:
    (found,) = follow(tell(text, "1987-03-06", cue, "THREATEN", "promised", object=thing, instrument=instrument))
    assert found.name == name


def test_a_firm_is_named_without_its_ticker() -> None:
    (found,) = follow(
        tell("Washington will buy Karachi Steel <KSTL.K> from Pakistan.", "1987-03-06", "will buy", "AGREE", "promised",
             object="Karachi Steel <KSTL.K>", instrument="purchase")
    )  # fmt: skip
    assert "<" not in found.name and "KSTL" not in found.name


@pytest.mark.parametrize(
    ("thing", "instrument", "name"),
    [
        ("patrol ships, metro loan", "loan", "Metro loan"),
        ("Tuesday to start negotiations on a military logistics pact", "talks", "Talks on military logistics pact"),
        ("settle overdue payments to builders", "other", "Settle overdue payments"),
        ("the arrears", "other", "Arrears"),
        ("its ban on mangoes", "sanctions_relief", "End of ban on mangoes"),
    ],
)
def test_a_name_is_of_the_thing_and_not_of_what_stands_beside_it(thing: str, instrument: str, name: str) -> None:
    (found,) = follow(
        tell(f"Washington pledged {thing} on Monday.", "2025-08-01", "pledged", "AGREE", "promised", object=thing,
             instrument=instrument, domains=("finance",))
    )  # fmt: skip
    assert found.name == name


def test_money_that_is_paid_for_nothing_named_is_a_payment() -> None:
    (found,) = follow(
        tell("Washington paid $81 million to builders in Pakistan.", "2025-08-01", "paid", "COOPERATE", "delivered",
             amount=(8.1e7, "USD"), instrument="other", domains=("trade",))
    )  # fmt: skip
    assert found.name == "$81 million payment"
