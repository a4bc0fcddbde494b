"""Orders, customs messages, arms notices and IMF releases: the real texts of ``shared``, and small made ones."""

from datetime import date
from pathlib import Path

import pytest

from deedbook.reading.registers import prose, rules
from deedbook.reading.registers.about import About
from tests.registers.builders import MADE, records, told

REAL = "facts/official"


def test_with_its_body_the_proclamation_tells_whom_it_hits_and_from_when() -> None:
    (record,) = records(MADE / "proclamation_9902.txt")
    (event,) = record.coding.events
    assert told(event) == ("SANCTION", "delivered", "trade_preference", "USA", "IND", "2019-06-05")
    assert record.article.published.start == date(2019, 6, 5)
    assert record.article.genre == "record"
    assert not record.unknown


def test_a_body_cut_before_its_date_leaves_the_date_unknown(shared: Path) -> None:
    (record,) = records(shared / REAL / "proclamation_9902_india_gsp.excerpt.txt")
    (event,) = record.coding.events
    assert told(event) == ("SANCTION", "approved", "trade_preference", "USA", "IND", "2019-05-31")
    assert record.unknown == ("effective date unknown: the text gives none, or was cut before it",)


def test_an_order_without_its_annex_makes_no_act(shared: Path) -> None:
    (record,) = records(shared / REAL / "eo_14326_reciprocal_rates.excerpt.txt")
    assert not record.coding.events
    assert "recipient and effective date unknown" in record.unknown[0]
    assert record.article.title == "Further Modifying the Reciprocal Tariff Rates"
    assert record.article.published.start == date(2025, 8, 6)


def test_an_order_with_its_annex_hits_each_state_at_its_rate_from_its_day() -> None:
    (record,) = records(MADE / "order_annex_made.txt")
    acts = record.coding.events
    imposed = "SANCTION", "delivered", "tariff", "USA"
    assert [told(act) for act in acts] == [(*imposed, code, "2025-08-07") for code in ("BTN", "CIV", "NPL")]
    assert [act.amount.value for act in acts if act.amount] == [15, 12, 14.5]
    assert {act.object.text for act in acts if act.object} == {"reciprocal duty"}
    nepal = record.article.raw[acts[2].sentence.start : acts[2].sentence.end]
    assert nepal.split() == ["Nepal[2]", "14.5%"], "the row is the evidence, not that of the second annex"
    assert record.unknown == (
        "Ruritania in Annex I is no name that the codebook knows",
        "4 more rates stand in Annex I than belong to a state by its name",
    )


@pytest.mark.parametrize(
    ("behind", "told"),
    [
        ("ANNEX II\n\nNepal 40%\n", "Annex I is not in this text: whom the order hits is unknown"),
        ("ANNEX I\n\n[GRAPHIC] [TIFF OMITTED] ED06AU25.000\n", "Annex I holds no row that names a state and its rate"),
    ],
)
def test_an_order_whose_annex_is_elsewhere_or_a_picture_says_so(tmp_path: Path, behind: str, told: str) -> None:
    order = (MADE / "order_annex_made.txt").read_text(encoding="utf-8")
    path = tmp_path / "order.txt"
    path.write_text(order[: order.index("ANNEX I\n")] + behind, encoding="utf-8")
    (record,) = records(path)
    assert not record.coding.events
    assert record.unknown[0].startswith(told)


def test_a_customs_message_that_lists_headings_hits_each_state_named_in_them() -> None:
    (record,) = records(MADE / "customs_list_made.txt")
    found = [(act.recipient.code, act.amount.value) for act in record.coding.events if act.amount]
    assert found == [("BTN", 11), ("NPL", 11), ("BIH", 11), ("JOR", 20), ("EUU", 20), ("PAK", 29)]
    assert {told(act)[-1] for act in record.coding.events} == {"2025-04-09"}
    assert record.unknown == ("Ruritania in the list is no name that the codebook knows",)


def test_the_end_of_the_duty_over_russian_oil_has_its_day(shared: Path) -> None:
    (record,) = records(shared / REAL / "eo_14384_india_russian_oil_duty_removed.txt")
    (event,) = record.coding.events
    assert told(event) == ("CONCEDE", "delivered", "tariff", "USA", "IND", "2026-02-07")
    assert event.amount and (event.amount.value, event.amount.unit) == (25, "%")
    assert record.article.published.start == date(2026, 2, 6)


def test_an_end_as_soon_as_practicable_is_ordered_and_has_no_day(shared: Path) -> None:
    (record,) = records(shared / REAL / "eo_14389_ending_certain_tariff_actions.txt")
    by_recipient = {e.recipient.code: e for e in record.coding.events}
    assert set(by_recipient) == {"CAN", "MEX", "CHN", "BRA", "IND", "IEEPA reciprocal duty"}
    assert {told(e)[:3] for e in record.coding.events} == {("CONCEDE", "approved", "tariff")}
    assert {e.date.start for e in record.coding.events} == {date(2026, 2, 20)}
    assert any("effective date unknown" in said for said in record.unknown)


def test_a_day_counted_from_the_order_is_reckoned_from_its_signing() -> None:
    (record,) = records(MADE / "order_made.txt")
    (event,) = record.coding.events
    assert told(event) == ("SANCTION", "delivered", "tariff", "USA", "NPL", "2025-08-27")
    assert event.date.basis == "relative"
    assert event.amount and event.amount.value == 5


def test_duties_that_go_on_are_in_force_on_the_day_of_the_message() -> None:
    (record,) = records(MADE / "customs_made.txt")
    assert [(told(e)[4:], e.amount and e.amount.value) for e in record.coding.events] == [
        (("NPL", "2025-08-11"), 10),
        (("KEN", "2025-08-11"), 20),
    ]


CUSTOMS = {
    "csms_65829726_reciprocal_rates_aug_7_2025.excerpt.txt": [
        ("SANCTION", "delivered", "tariff", "USA", "IEEPA reciprocal duty", "2025-08-07")
    ],
    "csms_66027027_india_25pct_guidance.excerpt.txt": [("SANCTION", "delivered", "tariff", "USA", "IND", "2025-08-27")],
    "csms_67702087_india_end_of_25pct.txt": [
        ("CONCEDE", "delivered", "tariff", "USA", "IND", "2026-02-07"),
        ("SANCTION", "delivered", "tariff", "USA", "IND", "2026-02-09"),
    ],
    "csms_67834313_end_of_ieepa_collection.txt": [
        ("CONCEDE", "delivered", "tariff", "USA", code, "2026-02-24")
        for code in ("BRA", "CAN", "CHN", "IEEPA reciprocal duty", "IND", "MEX")
    ],
}


@pytest.mark.parametrize("name", CUSTOMS)
def test_customs_messages_give_the_days_on_which_duties_count(name: str, shared: Path) -> None:
    (record,) = records(shared / REAL / name)
    assert sorted(map(told, record.coding.events)) == CUSTOMS[name]
    assert record.article.published.start is not None
    assert record.article.outlet == "US Customs and Border Protection"
    assert all(event.confidence == 1.0 for event in record.coding.events)


def test_pointers_lead_to_the_very_characters_of_the_file(shared: Path) -> None:
    path = shared / REAL / "csms_66027027_india_25pct_guidance.excerpt.txt"
    (record,) = records(path)
    text = path.read_text(encoding="utf-8")
    for pointer in record.pointers:
        first, last = map(int, pointer.pointer.removeprefix("char=").split(","))
        assert " ".join(text[first:last].split()) == " ".join(pointer.value.split())


def test_a_notice_to_congress_is_an_offer_with_a_ceiling(shared: Path) -> None:
    (record,) = records(
        shared / REAL / "dsca_pakistan_f16_2022-09-07_statement.quoted.txt", About(published=date(2022, 9, 7))
    )
    (event,) = record.coding.events
    assert told(event) == ("COOPERATE", "offered", "arms_sale", "USA", "PAK", "2022-09-07")
    assert event.amount and (event.amount.value, event.amount.unit, event.amount.qualifier) == (450e6, "USD", "up_to")
    assert record.article.genre == "release"


def test_a_letter_to_congress_without_a_date_stays_undated(shared: Path) -> None:
    (record,) = records(shared / REAL / "dsca_pakistan_transmittal_19-29_congressional_record.excerpt.txt")
    (event,) = record.coding.events
    assert told(event) == ("COOPERATE", "offered", "arms_sale", "USA", "PAK", "no day")
    assert event.amount and event.amount.value == 125e6
    assert record.unknown == ("date of publication unknown",)
    assert "Number: 19-29" in record.article.raw


def test_a_transmittal_sheet_gives_purchaser_total_and_day() -> None:
    (record,) = records(MADE / "transmittal_made.txt")
    (event,) = record.coding.events
    assert told(event) == ("COOPERATE", "offered", "arms_sale", "USA", "PAK", "2025-01-17")
    assert event.amount and event.amount.value == 35e6
    assert event.object and event.object.text.startswith("Spare parts")
    assert record.article.published.start == date(2025, 1, 21)


def test_the_imf_s_board_approves_and_each_arrangement_has_its_sum(shared: Path) -> None:
    (record,) = records(
        shared / REAL / "imf_statement_pakistan_2025-12-08.quoted.txt", About(published=date(2025, 12, 8))
    )
    assert {told(e) for e in record.coding.events} == {("AID", "approved", "imf_support", "IMF", "PAK", "2025-12-08")}
    assert [(e.amount.value, e.amount.unit) for e in record.coding.events if e.amount] == [(1e9, "USD"), (2e8, "USD")]
    assert ["SDR 760 million" in e.object.text for e in record.coding.events if e.object] == [True, False]


def test_the_central_bank_s_receipt_is_delivery(shared: Path) -> None:
    (record,) = records(shared / REAL / "sbp_statement_imf_receipt_2025-12-11.quoted.txt")
    delivered = [e for e in record.coding.events if e.status == "delivered"]
    assert [told(e) for e in delivered] == [("AID", "delivered", "imf_support", "IMF", "PAK", "2025-12-10")]
    assert delivered[0].amount and delivered[0].amount.value == 1.2e9
    assert sum(e.status == "approved" for e in record.coding.events) == 2


def test_a_numbered_release_of_the_imf_has_its_day_and_both_sums() -> None:
    (record,) = records(MADE / "imf_board_made.txt")
    (event,) = record.coding.events
    assert told(event) == ("AID", "approved", "imf_support", "IMF", "NPL", "2025-06-03")
    assert event.amount and (event.amount.value, event.amount.unit) == (14e6, "USD")
    assert event.object and event.object.text == "SDR 10.5 million (about US$ 14 million)"
    assert "Number: 25/998" in record.article.raw


def test_a_staff_level_agreement_is_agreed_and_no_more() -> None:
    (record,) = records(MADE / "staff_level_made.txt")
    (event,) = record.coding.events
    assert told(event) == ("AID", "agreed", "imf_support", "IMF", "PAK", "2025-10-14")


def test_news_that_quotes_a_notice_is_no_notice() -> None:
    text = (
        "Washington clears sale\n\nThe minister said on Monday that “The State Department has made a determination"
        " approving a possible Foreign Military Sale to the Government of Pakistan of parts for an estimated cost of"
        " $450 million,” and thanked the agency."
    )
    assert prose.recognise(text) is None


def test_no_report_is_taken_for_an_official_document(examples: Path) -> None:
    for path in examples.glob("*.txt"):
        assert prose.recognise(path.read_text(encoding="utf-8").split("---\n", 2)[-1]) is None, path.name


def test_every_rule_is_of_a_kind_that_some_document_has() -> None:
    kinds = {rule.kind for rule in rules.documents()}
    for kind in kinds:
        assert rules.acts(kind), kind
        assert rules.fields(kind) or kind == "imf_receipt"
