"""IATI activities: two real files of version 2.01, a made one of 2.03."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from deedbook.reading.registers.about import About
from tests.registers.builders import MADE, items, problems, records, searches, told

SPAIN = "facts/official/iati_spain_maec_indonesia_v201.xml"
ALBANIA = "facts/official/iati_uk_dfid_albania_gb-1-109616_v201.xml"


def test_every_transaction_of_the_real_files_is_an_act_or_is_passed_with_a_reason(shared: Path) -> None:
    for name, activities, transactions in ((SPAIN, 83, 216), (ALBANIA, 8, 41)):
        found = records(shared / name)
        assert len(found) == activities
        acts = sum(len(record.coding.events) for record in found)
        told_of = [p for r in found for p in r.coding.passed if r.article.raw.startswith("Transaction", p.start)]
        assert acts + len(told_of) == transactions
        assert not problems(shared / name)


def test_givers_receivers_and_rungs_of_the_real_files(shared: Path) -> None:
    spain = Counter(told(e)[:5] for r in records(shared / SPAIN) for e in r.coding.events)
    assert spain == {("AID", "approved", "other", "ESP", "IDN"): 30, ("AID", "delivered", "other", "ESP", "IDN"): 47}
    britain = Counter(told(e)[:5] for r in records(shared / ALBANIA) for e in r.coding.events)
    assert britain == {("AID", "approved", "grant", "GBR", "ALB"): 5, ("AID", "delivered", "grant", "GBR", "ALB"): 36}


def test_pointers_are_xpaths_into_the_file(shared: Path) -> None:
    tree = etree.parse(str(shared / ALBANIA))
    for record in records(shared / ALBANIA):
        for pointer in record.pointers:
            (found, *_) = tree.xpath(pointer.pointer)
            if pointer.pointer.endswith("/value"):
                assert found.text == pointer.value
            if pointer.pointer.endswith("/@iso-date"):
                assert found == pointer.value


def test_a_child_activity_names_its_parent(shared: Path) -> None:
    found = {r.article.id.partition("#")[2]: r.article.raw for r in records(shared / ALBANIA)}
    assert "Parent activity: GB-1-109616" in found["GB-1-109616-101"]
    assert "Child activity: GB-1-109616-101" in found["GB-1-109616"]


def test_version_2_03_splits_sums_by_the_shares_of_the_countries() -> None:
    (record,) = records(MADE / "iati_203.xml")
    sums = [(e.status, e.recipient.code, e.amount.value, e.amount.unit) for e in record.coding.events if e.amount]
    assert sums == [
        ("approved", "PAK", 600000, "GBP"),
        ("approved", "NPL", 400000, "GBP"),
        ("delivered", "PAK", 300000.5, "USD"),
        ("promised", "PAK", 30000, "GBP"),
        ("promised", "NPL", 20000, "GBP"),
        ("promised", "PAK", 150000, "GBP"),
        ("promised", "NPL", 100000, "GBP"),
    ]
    assert [e.instrument for e in record.coding.events if e.status == "delivered"] == ["loan"]
    assert {e.domains for e in record.coding.events} == {("aid", "climate")}
    assert record.article.title == "Canals repaired in two valleys"
    assert record.article.published.start == date(2026, 2, 20)
    assert [p.reason for p in record.coding.passed] == ["loan repayment: what a borrower pays back is no help given"]


def test_what_is_planned_ahead_is_promised_with_its_period() -> None:
    (record,) = records(MADE / "iati_203.xml")
    planned = [e for e in record.coding.events if e.date.start == date(2026, 6, 1)]
    assert {(e.event_type, e.status, e.date.end) for e in planned} == {("AGREE", "promised", date(2026, 6, 30))}


def change(tmp_path: Path, old: str, new: str) -> Path:
    text = (MADE / "iati_203.xml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "changed.xml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('version="2.03"', 'version="1.05"', "version 1.05"),
        ('version="2.03"', "", "none given"),
        ('<transaction-type code="3"/>', '<transaction-type code="D"/>', "'D', which IATI's list lacks"),
        ('<transaction-date iso-date="2025-09-30"/>', "<transaction-date/>", "transaction 2 has no transaction-date"),
        (">300000.50<", ">three<", "'three', a number was expected"),
        (' default-currency="GBP"', "", "no currency"),
        ('<recipient-country code="NP"', '<recipient-country code="QQ"', "'QQ' is no country code"),
        ('<activity-status code="2"/>', '<activity-status code="9"/>', "activity-status is '9'"),
        ("</iati-activities>", "", "XML is broken"),
        ("GB-GOV-1-000001-101", "", "no iati-identifier"),
    ],
)
def test_what_is_not_as_the_standard_has_it_stops_with_its_place(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = change(tmp_path, old, new)
    assert any(message in str(problem) and problem.fatal for problem in problems(path)), problems(path)


def test_shares_that_are_missing_are_not_made_up(tmp_path: Path) -> None:
    (record,) = records(change(tmp_path, ' percentage="60"', ""))
    assert [e.recipient.code for e in record.coding.events] == ["PAK"]  # the one transaction that names its own
    assert "the shares of the receiving countries are not given: no act is made of its sums" in record.unknown


def test_an_element_that_the_schema_lacks_is_named(tmp_path: Path) -> None:
    path = change(tmp_path, "<tag ", "<label ")
    assert "iati-activity/label" in problems(path)[0].message
    assert not problems(path)[0].fatal


def test_a_cancelled_activity_is_withdrawn(tmp_path: Path) -> None:
    (record,) = records(change(tmp_path, '<activity-status code="2"/>', '<activity-status code="5"/>'))
    assert {e.recipient.code for e in record.coding.events if e.status == "withdrawn"} == {"PAK", "NPL"}


def test_no_entity_is_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden words")
    text = (MADE / "iati_203.xml").read_text(encoding="utf-8")
    text = text.replace("?>", f'?><!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>', 1)
    path = tmp_path / "entity.xml"
    path.write_text(text.replace("Repairs of canals.", "&e;"), encoding="utf-8")
    assert not any("hidden words" in str(item) for item in items(path))


def test_a_stated_query_makes_a_search_that_counts_what_fits(shared: Path) -> None:
    about = About("all activities", date(2010, 1, 1), date(2015, 2, 24), giver="ESP", receiver="PAK")
    (search,) = searches(shared / SPAIN, about)
    assert (search.register, search.giver, search.receiver) == ("IATI", "ESP", "PAK")
    assert search.rows == 0
    (search,) = searches(shared / SPAIN, About("all", date(2010, 1, 1), date(2015, 2, 24), receiver="IDN"))
    assert search.rows == 83
