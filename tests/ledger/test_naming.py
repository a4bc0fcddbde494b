"""Short names for commitments, made from the words of their reports."""

import pytest

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
         "AGREE", "keep discussions ongoing", "other", "General cooperation"),
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
