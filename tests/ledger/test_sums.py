"""What commitments add up to, and why others do not."""

from datetime import date

from deedbook.ledger.sums import Rate, sums

from .builders import replace
from .test_commitments import follow, tell

LOAN = {"instrument": "loan", "domains": ("finance",)}


def loan(thing: str, value: float, unit: str = "USD", *, day: str = "2025-05-02", status: str = "approved", **more):  # type: ignore[no-untyped-def]
    return tell(f"Washington signed the loan agreement: {thing} for Pakistan.", day, "signed", "AID", status,
                object=thing, amount=(value, unit), **LOAN, **more)  # fmt: skip


def test_what_binds_and_is_alive_is_added_and_the_rest_has_its_reason() -> None:
    found = follow(
        loan("a dam loan", 5e8),
        loan("a port loan", 2.5e8),
        tell("Washington promised a railway loan for Pakistan.", "2025-05-03", "promised", "AID", "promised",
             object="a railway loan", amount=(9e9, "USD"), **LOAN),
        tell("Washington promised the supply of rice to Pakistan.", "2025-05-03", "promised", "AID", "promised",
             object="rice", amount=(1e5, "t"), instrument="grant"),
    )  # fmt: skip
    made = sums(found)
    ((total,),) = [made.totals]
    assert (total.giver, total.currency, total.value, len(total.parts)) == ("USA", "USD", 7.5e8, 2)
    assert {c.name: reason for c, reason in made.left} == {
        "Railway loan": "not binding",
        "Aid for rice": "a quantity, not a sum of money",
    }


def test_currencies_are_added_only_at_a_dated_rate_that_is_kept_with_the_part() -> None:
    found = follow(loan("a dam loan", 5e8), loan("a port loan", 7.5e8, "SAR"), loan("a road loan", 3e8, "EUR"))
    rate = Rate("SAR", 3.75, date(1986, 6, 1), None, "a fixed rate")
    made = sums(found, [rate])
    assert [(t.currency, t.value) for t in made.totals] == [("USD", 7e8), ("EUR", 3e8)]
    assert {part.rate for part in made.totals[0].parts} == {None, rate}
    late = replace(rate, start=date(2030, 1, 1))
    assert len(sums(found, [late]).totals) == 3, "a rate of another day converts nothing"


def test_a_frame_its_parts_a_ceiling_and_a_doubtful_one_are_not_counted_twice_or_at_all() -> None:
    (dam,) = follow(loan("a dam loan", 5e8))
    frame = replace(dam, id="frame", name="Frame", umbrella=True)
    part = replace(dam, id="part", parent=dam.id)
    within = replace(dam, id="within", parent="frame")
    most = replace(dam, id="most", amount_kind="ceiling")
    unsure = replace(dam, id="unsure", doubtful="one sentence, read at low confidence")
    stopped = replace(dam, id="stopped", health="suspended")
    made = sums([dam, frame, part, within, most, unsure, stopped])
    assert [part.commitment.id for part in made.totals[0].parts] == [dam.id, "within"]
    assert [reason.split(":")[0] for _, reason in made.left] == [
        "a framework",
        "a part of another commitment (Dam loan)",
        "a ceiling, not a sum",
        "doubtful",
        "suspended",
    ]
