"""Sums over time, conditions, exchange and frameworks, and what two sources of one day tell against one another."""

from deedbook.records import Phrase

from .builders import replace
from .test_commitments import follow, tell

FUND = {"by": "IMF", "instrument": "imf_support", "domains": ("finance",)}


def test_instalments_add_up_and_running_totals_do_not() -> None:
    paid = [
        tell(f"Pakistan received ${n} million, a tranche of the dam loan.", f"2025-0{n}-10", "received", "AID",
             "delivered", object="a tranche of the dam loan", amount=(n * 1e6, "USD"), instrument="loan")
        for n in (2, 4)
    ]  # fmt: skip
    (found,) = follow(*paid)
    assert [one.kind for one in found.amounts] == ["tranche", "tranche"]
    assert found.paid and found.paid.value == 6e6
    so_far = tell("Pakistan so far received $7 million of the dam loan.", "2025-06-10", "received", "AID", "delivered",
                  object="$7 million of the dam loan", amount=(7e6, "USD"), instrument="loan")  # fmt: skip
    (found,) = follow(*paid, so_far)
    assert found.paid and found.paid.value == 7e6


def test_each_sum_has_its_kind_and_each_firm_its_state() -> None:
    def told(text: str, status: str, cue: str, value: float, **more: str):  # type: ignore[no-untyped-def]
        made = tell(text, "2025-06-10", cue, "AID", status, object="the dam loan", amount=(value, "USD"),
                    instrument="loan")  # fmt: skip
        event = made[1].event
        assert event.amount
        return made[0], replace(made[1], event=replace(event, amount=replace(event.amount, **more)))

    kinds = {
        "face": told("Washington will lend $5 million, the dam loan.", "promised", "will lend", 5e6),
        "ceiling": told("Washington will lend up to $5 million, the dam loan.", "promised", "will lend", 5e6,
                        qualifier="up_to"),
        "per year": told("Washington will lend $5 million a year, the dam loan.", "promised", "will lend", 5e6,
                         qualifier="per_year"),
        "cumulative": told("Pakistan so far received $5 million of the dam loan.", "delivered", "received", 5e6),
        "tranche": told("Pakistan received $5 million, a tranche of the dam loan.", "delivered", "received", 5e6),
    }  # fmt: skip
    for kind, one in kinds.items():
        assert [sum_.kind for sum_ in follow(one)[0].amounts] == [kind]
    (deal,) = follow(tell("US Strategic Metals signed a memorandum with Pakistan.", "2025-09-08", "signed", "AGREE",
                          "agreed", object="a memorandum", instrument="mineral_deal"))  # fmt: skip
    assert deal.owners == (("US Strategic Metals", "USA"),)


def test_an_old_deposit_that_is_kept_is_no_new_money() -> None:
    (found,) = follow(
        tell("Washington rolled over its deposit with Pakistan.", "2025-06-10", "rolled over", "AID", "delivered",
             object="its deposit", amount=(2e9, "USD"), instrument="loan")
    )  # fmt: skip
    assert found.new_money is False


def test_the_fund_pays_for_its_programmes_and_an_agency_for_its_state() -> None:
    (fund,) = follow(
        tell("The Fund approved the review for Pakistan.", "2025-05-09", "approved", "AID", "approved", **FUND)
    )
    (exim,) = follow(
        tell("The U.S. Export-Import Bank approved a loan for Pakistan.", "2025-05-09", "approved", "AID", "approved",
             object="a loan", instrument="export_credit")
    )  # fmt: skip
    assert (fund.payer, exim.payer, exim.via) == ("IMF", "USA", "Export-Import Bank of the United States")


def test_a_condition_says_who_must_meet_it_and_whether_it_is_met() -> None:
    a, promise = tell("Washington will fund the dam for Pakistan if Pakistan cuts its tariffs.", "2025-05-09",
                      "will fund", "AID", "promised", object="the dam", instrument="grant")  # fmt: skip
    at = a.raw.index("if Pakistan")
    phrase = Phrase(at, len(a.raw) - 1, a.raw[at:-1])
    promise = replace(promise, event=replace(promise.event, condition=phrase))
    (found,) = follow((a, promise))
    assert [(c.who, c.state) for c in found.terms] == [("PAK", "unknown")]
    paid = tell("Pakistan received the money for the dam.", "2025-09-09", "received", "AID", "delivered",
                object="money for the dam", instrument="grant")  # fmt: skip
    (found,) = follow((a, promise), paid)
    assert [c.state for c in found.terms] == ["met"]


def test_what_is_given_in_return_is_a_package() -> None:
    text = "Washington will cut the tariff on Pakistan in return for Pakistan's purchase of soybeans."
    cut = tell(
        text, "2025-07-30", "will cut", "CONCEDE", "promised", object="the tariff on Pakistan", instrument="tariff"
    )
    buy = tell(text, "2025-07-30", "purchase", "AGREE", "promised", by="PAK", to="USA", object="soybeans",
               instrument="purchase")  # fmt: skip
    one, other = follow(cut, buy)
    assert (one.package, other.package) == ((other.id,), (one.id,))


def test_what_is_given_under_an_agreement_is_a_part_of_it() -> None:
    text = (
        "Washington and Pakistan signed a trade agreement. Under the agreement Washington will fund a port in Pakistan."
    )
    pact = tell(text, "2025-07-30", "signed", "SUPPORT", "agreed", joint=True, object="a trade agreement",
                instrument="trade_agreement")  # fmt: skip
    port = tell(text, "2025-07-30", "will fund", "AID", "promised", object="a port", instrument="grant")
    found = {c.instrument: c for c in follow(pact, port)}
    assert found["trade_agreement"].umbrella and found["grant"].parent == found["trade_agreement"].id


def test_two_sources_of_one_day_that_contradict_one_another_are_both_told() -> None:
    paid = tell("Pakistan received the dam loan.", "2025-09-09", "received", "AID", "delivered", object="the dam loan",
                instrument="quota", outlet="The Herald")  # fmt: skip
    none = tell("Pakistan has received no dam loan.", "2025-09-09", "received no", "AID", "not_received",
                object="dam loan", instrument="quota")  # fmt: skip
    (found,) = follow(paid, none)
    assert found.contested == "contested 9 September 2025: delivered (The Herald), not received (The Courier)"


def test_a_visit_without_a_word_of_visiting_is_doubtful() -> None:
    cargo = tell("A cargo from Washington is to reach Pakistan.", "2025-01-01", "to reach", "AGREE", "promised",
                 instrument="visit")  # fmt: skip
    guest = tell("The President of Washington will visit Pakistan.", "2025-01-01", "will visit", "AGREE", "promised",
                 instrument="visit")  # fmt: skip
    assert follow(cargo)[0].doubtful == "one sentence, with no word of a visit"
    assert not follow(guest)[0].doubtful


def test_one_report_read_at_low_confidence_is_doubtful_and_two_are_not() -> None:
    def told(day: str, sure: float):  # type: ignore[no-untyped-def]
        a, e = tell(f"Washington promised a dam loan to Pakistan on {day}.", day, "promised", "AID", "promised",
                    object="a dam loan", instrument="loan")  # fmt: skip
        return a, replace(e, event=replace(e.event, confidence=sure))

    assert follow(told("2025-01-01", 0.2))[0].doubtful
    assert not follow(told("2025-01-01", 0.5))[0].doubtful
    assert not follow(told("2025-01-01", 0.2), told("2025-02-01", 0.2))[0].doubtful


def test_a_duty_replaces_the_one_that_its_report_sets_it_against() -> None:
    duty = {"instrument": "tariff", "domains": ("trade",)}
    first = tell("Washington ordered a tariff of 29 percent on Pakistan.", "2025-04-02", "ordered", "SANCTION",
                 "approved", object="a tariff of 29 percent", amount=(29, "%"), **duty)  # fmt: skip
    text = "Washington set a tariff of 19 percent on Pakistan. The rate is lower than the 29 percent of April."
    second = tell(text, "2025-07-31", "set", "SANCTION", "approved", object="a tariff of 19 percent", amount=(19, "%"),
                  **duty)  # fmt: skip
    found = {c.amount.value: c for c in follow(first, second) if c.amount}
    assert found[19].replaces == found[29].id and found[29].replaces is None
    other = tell(text.replace("lower than", "beside"), "2025-07-31", "set", "SANCTION", "approved",
                 object="a tariff of 19 percent", amount=(19, "%"), **duty)  # fmt: skip
    assert not any(c.replaces for c in follow(first, other))


def test_a_registers_record_is_a_part_of_the_one_that_it_names() -> None:
    whole = tell("Register: IATI\nActivity: GB-1\nCommitment of 9 GBP for planning.", "2007-01-01", "Commitment", "AID",
                 "agreed", object="planning", instrument="grant", amount=(9, "GBP"), genre="record")  # fmt: skip
    part = tell("Register: IATI\nActivity: GB-1-101\nParent activity: GB-1\nCommitment of 5 GBP for roads.",
                "2007-01-01", "Commitment", "AID", "agreed", object="roads", instrument="grant", amount=(5, "GBP"),
                genre="record")  # fmt: skip
    found = {c.amount.value: c for c in follow(whole, part) if c.amount}
    assert found[5].parent == found[9].id and found[9].umbrella


LOAN = {"instrument": "loan", "domains": ("finance",)}


def part_paid():  # type: ignore[no-untyped-def]
    return [
        tell("Washington will lend Pakistan $240 million for the northern line.", "2025-02-14", "will lend", "AGREE",
             "promised", object="$240 million for the northern line", amount=(2.4e8, "USD"), **LOAN),
        tell("Washington paid $80 million, the first part of a $240 million loan to Pakistan.", "2025-11-16", "paid",
             "AID", "delivered", object="$80 million", amount=(8e7, "USD"), amount_text="$80 million", **LOAN),
        tell("Washington cancelled the remainder of a $240 million loan to Pakistan.", "2026-03-21", "cancelled", "AID",
             "withdrawn", object="the remainder", amount=(2.4e8, "USD"), **LOAN),
    ]  # fmt: skip


def test_the_first_part_of_a_sum_goes_with_the_whole() -> None:
    (found,) = follow(*part_paid())
    assert [step.rung for step in found.history] == ["promised", "delivered", "withdrawn"]
    assert (found.amount and found.amount.value, found.paid and found.paid.value) == (2.4e8, 8e7)
    assert (found.execution, found.health) == ("part", "cancelled")
    (lone,) = follow(part_paid()[1])
    assert lone.amount and lone.amount.value == 2.4e8 and lone.execution == "part"


def test_what_is_resumed_goes_on_in_part_and_its_whole_sum_is_not_paid() -> None:
    dam = {"object": "$300 million for the river dam", "amount": (3e8, "USD"), **LOAN}
    held = tell("Washington suspended a loan of $300 million for the river dam.", "2025-01-16", "suspended", "AID",
                "suspended", **dam)  # fmt: skip
    again = tell("Washington resumed payments under a loan of $300 million for the river dam.", "2025-07-01",
                 "resumed payments", "AID", "delivered", **dam)  # fmt: skip
    (found,) = follow(held, again)
    assert found.displayed == "partly paid 1 July 2025" and found.health == "live"
    assert found.amount and found.amount.value == 3e8 and found.paid is None
    both = follow(*part_paid()[:1], held)  # a larger loan that is held up is another one
    assert sorted(step.rung for one in both for step in one.history) == ["promised", "suspended"]


def test_a_debt_that_is_cancelled_was_relieved_and_an_investment_counts_as_far_as_it_went() -> None:
    (debt,) = follow(tell("Washington cancelled $54 million of Pakistan's debt.", "2026-03-16", "cancelled", "CONCEDE",
                          "delivered", object="$54 million of debt", amount=(5.4e7, "USD"),
                          instrument="debt_relief", domains=("finance",)))  # fmt: skip
    assert debt.execution == "complete"
    smelter = tell("Its firm has so far invested $150 million of the $600 million that it promised for the smelter.",
                   "2026-01-20", "has so far invested", "COOPERATE", "delivered", object="the smelter",
                   amount=(1.5e8, "USD"), amount_text="$150 million", instrument="investment",
                   domains=("investment",))  # fmt: skip
    (found,) = follow(smelter)
    assert (found.execution, found.amount and found.amount.value) == ("part", 6e8)


def test_a_denial_is_of_nothing_that_was_told_later() -> None:
    denied = tell("Washington never invested in the smelter.", "2024-05-28", "never invested", "COOPERATE", "delivered",
                  object="the smelter", polarity="negative", instrument="investment",
                  domains=("investment",))  # fmt: skip
    promise = tell("Washington will invest in the smelter.", "2024-09-11", "will invest", "AGREE", "promised",
                   object="the smelter", instrument="investment", domains=("investment",))  # fmt: skip
    (found,) = follow(denied, promise)
    assert [step.rung for step in found.history] == ["promised"]


def test_one_report_tells_two_payments_and_what_was_paid_goes_with_the_loan_of_its_report() -> None:
    text = "Washington resumed payments under a loan of $300 million for the dam. It paid Pakistan $45 million at once."
    a, again = tell(text, "2025-07-02", "resumed payments", "AID", "delivered", object="the dam",
                    amount=(3e8, "USD"), **LOAN)  # fmt: skip
    _, payment = tell(
        text, "2025-07-02", "paid", "AID", "delivered", object="$45 million", amount=(4.5e7, "USD"), **LOAN
    )
    (found,) = follow((a, again), (a, payment))
    assert [step.rung for step in found.history] == ["delivered", "delivered"]
    assert (found.amount and found.amount.value, found.paid and found.paid.value) == (3e8, 4.5e7)
    assert found.execution == "part"
