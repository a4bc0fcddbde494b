"""Acts on one thing owed become one commitment, from talk to delivery or to nothing."""

import random
from datetime import date

from deedbook.codebook import load
from deedbook.ledger import commitments, merge
from deedbook.records import Article, Commitment, Entry

from .builders import article, entry, keyed, replace

BOOK = load()


def follow(*told: tuple[Article, Entry], **options: object) -> tuple[Commitment, ...]:
    articles = keyed(*(a for a, _ in told))
    acts = merge.occurrences([e for _, e in told], articles)
    return commitments.follow(acts, BOOK, articles=articles, **options)  # type: ignore[arg-type]


def tell(text: str, day: str | None, cue: str, kind: str, status: str, **options: object) -> tuple[Article, Entry]:
    """One report of one act by the United States toward Pakistan, unless ``by`` and ``to`` say otherwise."""
    genre, outlet = options.pop("genre", "report"), options.pop("outlet", "The Courier")
    a = article(text, day, id=text[:40], genre=genre, outlet=outlet)  # type: ignore[arg-type]
    options.setdefault("by", "USA")
    options.setdefault("to", "PAK")
    if day and "on" not in options:
        options["on"] = day
    return a, entry(a, cue, kind, status, **options)


CREDIT = {"instrument": "export_credit", "domains": ("export_credit",)}


def mine_credit() -> list[tuple[Article, Entry]]:
    return [
        tell("The bank discussed credit for the Reko Diq mine.", "2025-04-08", "discussed", "AID", "discussed",
             object="credit for the Reko Diq mine", amount=(5e8, "USD"), **CREDIT),
        tell("The bank will lend $1.25 billion for Reko Diq.", "2025-11-23", "will lend", "AID", "promised",
             object="$1.25 billion for Reko Diq", amount=(1.25e9, "USD"), **CREDIT),
        tell("The bank approved the Reko Diq loan.", "2025-12-10", "approved", "AID", "approved",
             object="the Reko Diq loan", instrument="loan", amount=(1.3e9, "USD")),
    ]  # fmt: skip


def test_talk_promise_and_approval_of_one_project_are_one_commitment() -> None:
    (found,) = follow(*mine_credit())
    assert [step.rung for step in found.history] == ["discussed", "promised", "approved"]
    assert found.displayed == "approved 10 December 2025"
    assert (found.force, found.execution, found.health) == ("unstated", "allocated", "live")
    assert found.amount and found.amount.value == 1.3e9


def test_a_later_report_that_nothing_was_paid_is_displayed_with_its_date() -> None:
    absent = tell("No payment for Reko Diq has been reported.", "2026-06-04", "No payment", "AID", "not_received",
                  object="payment for Reko Diq", **CREDIT)  # fmt: skip
    (found,) = follow(*mine_credit(), absent)
    assert found.displayed == "approved 10 December 2025; no payment reported by 4 June 2026"
    assert found.health == "live"
    assert found.history[-1].rung == "not_received"


def test_an_undated_absence_moves_no_commitment() -> None:
    absent = tell("Pakistan has not received the Reko Diq money.", None, "has not received", "AID", "not_received",
                  object="the Reko Diq money", **CREDIT)  # fmt: skip
    (found,) = follow(*mine_credit(), absent)
    assert len(found.history) == 3


def test_a_borrower_who_puts_the_project_off_holds_its_money_up() -> None:
    delay = tell("Barrick postponed the closing of the Reko Diq financing.", "2026-02-26", "postponed", "AID",
                 "suspended", by="CAN", actor="Barrick", sectors=("BUS", "BUS"),
                 object="the closing of the Reko Diq financing", instrument="loan")  # fmt: skip
    found = {c.giver: c for c in follow(*mine_credit(), delay)}
    assert set(found) == {"USA"}, "who borrows gives nothing"
    assert found["USA"].health == "suspended"
    assert found["USA"].blocked_by == "borrower (Barrick)"
    assert found["USA"].displayed == "approved 10 December 2025; held up by Barrick (reported 26 February 2026)"


def test_given_is_not_paid_unless_a_text_says_that_money_moved() -> None:
    vague = tell("Washington financed the Kundar dam.", "2025-05-01", "financed", "AID", "delivered",
                 object="the Kundar dam", instrument="loan")  # fmt: skip
    (found,) = follow(vague)
    assert (found.history[0].rung, found.history[0].record_status) == ("delivered", "announced")
    assert found.execution == "none"
    paid = tell("Pakistan received $40 million for the Kundar dam.", "2025-06-01", "received", "AID", "delivered",
                object="$40 million for the Kundar dam", instrument="loan", amount=(4e7, "USD"))  # fmt: skip
    (found,) = follow(vague, paid)
    assert found.displayed == "paid 1 June 2025"
    assert (found.execution, found.force) == ("complete", "binding")


def test_a_part_of_the_sum_paid_is_delivery_in_part() -> None:
    promised = tell("Washington pledged $100 million for the Kundar dam.", "2025-05-01", "pledged", "AID", "promised",
                    object="$100 million for the Kundar dam", instrument="grant", amount=(1e8, "USD"))  # fmt: skip
    paid = tell("Pakistan received $30 million for the Kundar dam.", "2025-06-01", "received", "AID", "delivered",
                object="$30 million for the Kundar dam", instrument="grant", amount=(3e7, "USD"))  # fmt: skip
    found = follow(promised, paid)
    assert [c.execution for c in found] == ["part"]
    assert found[0].displayed == "partly paid 1 June 2025"
    assert found[0].amount and found[0].amount.value == 1e8, "the sum is what is owed, not what was paid of it"
    assert found[0].paid and found[0].paid.value == 3e7


def test_what_is_paid_in_part_and_then_reported_missing_shows_both() -> None:
    owed = {"instrument": "grant", "object": "$100 million for the Kundar dam"}
    promised = tell("Washington pledged $100 million for the Kundar dam.", "2025-05-01", "pledged", "AID", "promised",
                    amount=(1e8, "USD"), **owed)  # fmt: skip
    paid = tell("Pakistan received $30 million for the Kundar dam.", "2025-06-01", "received", "AID", "delivered",
                amount=(3e7, "USD"), instrument="grant", object="$30 million for the Kundar dam")  # fmt: skip
    none = tell("Pakistan has received no payment for the Kundar dam.", "2025-06-20", "received no", "AID",
                "not_received", instrument="grant", object="payment for the Kundar dam")  # fmt: skip
    (found,) = follow(promised, paid, none)
    assert found.displayed == "partly paid 1 June 2025; reported as not paid by 20 June 2025"


def test_two_loans_of_one_lender_for_two_things_stay_two() -> None:
    dam = tell("Washington will lend money for the Kundar dam.", "2025-05-01", "will lend", "AID", "promised",
               object="money for the Kundar dam", instrument="loan")  # fmt: skip
    rail = tell("Washington will lend money for the Zhob railway.", "2025-05-09", "will lend", "AID", "promised",
                object="money for the Zhob railway", instrument="loan")  # fmt: skip
    assert len(follow(dam, rail)) == 2


def test_a_notice_to_congress_counts_as_an_offer_with_a_ceiling() -> None:
    notice = tell("Washington notified Congress of a sale of jets.", "2025-12-08", "notified Congress", "COOPERATE",
                  "approved", object="a sale of jets", instrument="arms_sale")  # fmt: skip
    (found,) = follow(notice)
    assert (found.history[0].rung, found.history[0].record_status) == ("approved", "offered")
    assert found.displayed == "notice to Congress 8 December 2025 (counts as offered)"
    assert found.force == "non-binding"


def test_words_that_name_the_notice_itself_are_more_than_talk() -> None:
    def sale(text: str, cue: str) -> Commitment:
        (found,) = follow(tell(text, "2025-12-08", cue, "COOPERATE", "discussed", object="a possible sale of radars",
                               instrument="arms_sale", domains=("defence",)))  # fmt: skip
        return found

    notice = sale("Washington notified Congress of a possible sale of radars to Pakistan.", "notified Congress")
    assert notice.displayed == "notice to Congress 8 December 2025 (counts as offered)"
    talk = sale("Washington discussed a possible sale of radars, of which it gave Congress no notice.", "discussed")
    assert talk.displayed == "discussed 8 December 2025"


# -- legal measures ------------------------------------------------------------------------------------------------

TARIFF = {"instrument": "tariff", "domains": ("trade",), "to": "IND"}


def cut(day: str = "2026-02-02") -> tuple[Article, Entry]:
    return tell("The president will cut the tariff on India to 18 per cent.", day, "will cut", "CONCEDE", "promised",
                object="the tariff on India to 18 per cent", amount=(18, "%"), **TARIFF)  # fmt: skip


def imposed(**options: object) -> tuple[Article, Entry]:
    return tell("Washington ordered a tariff of 25 per cent on India.", "2025-07-31", "ordered", "SANCTION",
                "approved", object="a tariff of 25 per cent on India", amount=(25, "%"), **TARIFF,
                **options)  # fmt: skip


def voided(text: str = "The Supreme Court struck down the tariffs on all countries.") -> tuple[Article, Entry]:
    options = {**TARIFF, "to": "ALL"}
    return tell(text, "2026-02-20", "struck down", "SANCTION", "withdrawn", object="the tariffs on all countries",
                sectors=("JUD", "GOV"), **options)  # fmt: skip


def test_a_cut_that_was_announced_and_never_applied_says_so() -> None:
    absent = tell("The cut for India is not in force.", "2026-02-09", "is not in force", "CONCEDE", "not_received",
                  object="The cut for India", **TARIFF)  # fmt: skip
    found = follow(imposed(), cut(), absent, voided())
    relief = next(c for c in found if c.receiver == "IND" and c.history[0].occurrence.event_type == "CONCEDE")
    assert relief.displayed == (
        "announced 2 February 2026, not in force on 9 February 2026; the duties themselves were ended 20 February 2026"
    )
    assert (relief.force, relief.execution, relief.health) == ("none", "none", "superseded")


def test_a_ruling_toward_everybody_ends_the_duty_of_each() -> None:
    found = follow(imposed(), voided())
    duty = next(c for c in found if c.receiver == "IND")
    assert (duty.health, duty.blocked_by) == ("struck down", "court")
    assert duty.displayed == "ordered 31 July 2025; struck down 20 February 2026"
    assert "does not name this commitment" in duty.history[-1].note
    assert {c.receiver for c in found} == {"IND", "ALL"}, "the ruling is on record for everybody too"


def test_what_a_text_says_is_in_force_is_announced_without_order_or_date() -> None:
    told = tell("Washington reduced the tariff on India.", "2026-02-12", "reduced", "CONCEDE", "delivered",
                object="the tariff on India", **TARIFF)  # fmt: skip
    (found,) = follow(told)
    assert (found.history[0].rung, found.history[0].record_status) == ("delivered", "announced")
    assert found.execution == "none"
    assert "no order with an effective date" in found.history[0].note


def test_an_order_with_its_date_puts_a_measure_in_force() -> None:
    told = tell("Washington cut the tariff on India on 7 February 2026 by Executive Order 99.", "2026-02-12", "cut",
                "CONCEDE", "delivered", object="the tariff on India", on="2026-02-07", **TARIFF)  # fmt: skip
    (found,) = follow(told)
    assert (found.history[0].record_status, found.execution, found.force) == ("delivered", "in force", "binding")
    assert found.displayed == "in force from 7 February 2026"


def test_an_official_record_puts_a_measure_in_force() -> None:
    told = tell("The duty on goods of India is reduced.", "2026-02-07", "is reduced", "CONCEDE", "delivered",
                object="The duty on goods of India", genre="record", **TARIFF)  # fmt: skip
    assert follow(told)[0].execution == "in force"


def test_a_register_outranks_what_a_text_can_show() -> None:
    text = tell("Washington gave Pakistan $5 million for the dam.", "2025-05-02", "gave", "AID", "delivered",
                object="$5 million for the dam", amount=(5e6, "USD"), instrument="grant")  # fmt: skip
    (found,) = follow(text)
    assert (found.execution, found.history[0].record_status) == ("none", "announced")
    row = tell("Transaction: United States to Pakistan, dam, 5,000,000 USD.", "2025-06-02", "Transaction", "AID",
               "delivered", object="dam", amount=(5e6, "USD"), instrument="grant", genre="record")  # fmt: skip
    (found,) = follow(text, row)
    assert (found.execution, found.displayed) == ("complete", "paid 2 June 2025")


def test_an_order_named_without_a_date_is_ordered_and_no_more() -> None:
    a = article("Washington cut the tariff on India by Executive Order 99.", "2026-02-12")
    told = entry(a, "cut", "CONCEDE", "delivered", by="USA", object="the tariff on India", **TARIFF)
    (found,) = follow((a, told))
    assert found.history[0].record_status == "approved"
    assert found.displayed == "ordered by 12 February 2026"


def test_a_duty_told_as_ordered_is_in_force_where_it_began_to_be_collected_under_an_order() -> None:
    text = "Washington began to collect a duty on India on 7 August 2025 under Executive Order 99."
    began = tell(text, "2025-08-08", "began to collect", "SANCTION", "approved", object="a duty on India",
                 on="2025-08-07", **TARIFF)  # fmt: skip
    assert follow(began)[0].displayed == "in force from 7 August 2025"
    ahead = tell(text, "2025-08-01", "began to collect", "SANCTION", "approved", object="a duty on India",
                 on="2025-08-07", **TARIFF)  # fmt: skip
    assert follow(ahead)[0].displayed == "ordered 1 August 2025", "a day ahead shows nothing yet"


def test_a_duty_that_ended_in_law_is_said_to_be_collected_until_a_later_day() -> None:
    still = tell("Washington stopped collecting the tariffs of India.", "2026-02-24", "stopped collecting", "SANCTION",
                 "delivered", object="the tariffs of India", **TARIFF)  # fmt: skip
    duty = next(c for c in follow(imposed(), voided(), still) if c.receiver == "IND")
    assert duty.displayed == "ordered 31 July 2025; struck down 20 February 2026, collected until 24 February 2026"
    assert duty.since.start == date(2026, 2, 20)


def test_whoever_signs_an_order_agrees_with_nobody() -> None:
    order = tell("Washington set a tariff on India by Executive Order 99, signed on Thursday.", "2025-08-01", "signed",
                 "SUPPORT", "agreed", object="a tariff on India", joint=True, **TARIFF)  # fmt: skip
    assert follow(order) == ()
    pact = tell("Washington and Delhi signed a deal on tariffs, and Executive Order 99 followed.", "2025-08-01",
                "signed", "SUPPORT", "agreed", object="a deal on tariffs", joint=True, **TARIFF)  # fmt: skip
    assert len(follow(pact)) == 1


def test_what_is_still_to_be_asked_for_is_no_promise() -> None:
    lent = tell("Washington discussed a loan for the dam with Pakistan.", "2025-01-01", "discussed", "AID", "discussed",
                object="a loan for the dam", instrument="loan")  # fmt: skip
    ask = tell("Pakistan will ask Washington for a loan for the dam.", "2025-02-01", "will ask", "REQUEST", "promised",
               by="PAK", to="USA", object="a loan for the dam", instrument="loan")  # fmt: skip
    (found,) = follow(lent, ask)
    assert [step.rung for step in found.history] == ["discussed", "requested"]
    assert found.last == "requested"


def test_an_additional_duty_is_another_measure_and_ends_alone() -> None:
    more = tell("Washington ordered an additional tariff of 25 per cent on India.", "2025-08-06", "ordered",
                "SANCTION", "approved", object="an additional tariff of 25 per cent on India", amount=(25, "%"),
                **TARIFF)  # fmt: skip
    end = tell("Washington ended the additional tariff on India from 7 February 2026 by Executive Order 99.",
               "2026-02-07", "ended", "CONCEDE", "delivered",
               object="the additional tariff on India", **TARIFF)  # fmt: skip
    found = follow(imposed(), more, end)
    assert [(c.history[0].occurrence.event_type, c.health) for c in found] == [
        ("SANCTION", "live"),
        ("SANCTION", "cancelled"),
        ("CONCEDE", "live"),
    ]


def dam(text: str, day: str, cue: str, status: str, **more: object) -> tuple[Article, Entry]:
    """A report of a loan for one project of the codebook."""
    kind = {"instrument": "loan", "domains": ("finance",), "object": "loan for the Diamer Bhasha dam"}
    return tell(text, day, cue, "AID", status, **(kind | more))


def test_an_additional_loan_for_one_project_is_another_and_one_that_is_told_again_is_not() -> None:
    told = dam("Washington will lend $500 million for the Diamer Bhasha dam.", "2026-03-02", "will lend", "promised",
               amount=(5e8, "USD"))  # fmt: skip
    again = dam("A loan of $510 million for the Diamer Bhasha dam was approved.", "2026-04-10", "approved", "approved",
                amount=(5.1e8, "USD"))  # fmt: skip
    more = dam("Washington will lend an additional $200 million for the Diamer Bhasha dam.", "2026-06-20", "will lend",
               "promised", object="an additional $200 million for the Diamer Bhasha dam", amount=(2e8, "USD"),
               )  # fmt: skip
    paid = dam("Pakistan received $500 million for the Diamer Bhasha dam.", "2026-07-20", "received", "delivered",
               amount=(5e8, "USD"))  # fmt: skip
    first, second = follow(told, again, more, paid)
    assert [step.rung for step in first.history] == ["promised", "approved", "delivered"]
    assert [step.rung for step in second.history] == ["promised"]


def test_a_denial_of_what_was_reached_is_displayed_and_goes_with_what_it_can_deny() -> None:
    told = dam("The loan for the Diamer Bhasha dam was approved.", "2026-04-10", "approved", "approved",
               amount=(5e8, "USD"))  # fmt: skip
    denied = dam("The embassy denied that a loan for the Diamer Bhasha dam was approved.", "2026-05-20", "was approved",
                 "approved", polarity="negative")  # fmt: skip
    more = dam("Washington approved an additional $200 million for the Diamer Bhasha dam.", "2026-06-20", "approved",
               "approved", object="an additional $200 million for the Diamer Bhasha dam", amount=(2e8, "USD"),
               )  # fmt: skip
    first, second = follow(told, denied, more)
    assert first.displayed == "approved 10 April 2026; denied 20 May 2026"
    assert second.displayed == "approved 20 June 2026"


def test_what_is_ordered_as_the_old_is_struck_down_is_not_struck_down_with_it() -> None:
    surcharge = tell("Washington ordered a surcharge of 10 per cent on all countries.", "2026-02-20", "ordered",
                     "SANCTION", "approved", object="a surcharge of 10 per cent on all countries", amount=(10, "%"),
                     **{**TARIFF, "to": "ALL"})  # fmt: skip
    later = tell("Customs stopped collecting the emergency tariffs on all countries.", "2026-02-24",
                 "stopped collecting", "SANCTION", "withdrawn", object="the emergency tariffs on all countries",
                 **{**TARIFF, "to": "ALL"})  # fmt: skip
    found = follow(surcharge, voided(), later)
    assert [c.health for c in found if c.amount and c.amount.value == 10] == ["live"]


def test_an_absence_is_of_the_cut_that_was_promised_not_of_the_one_that_applied() -> None:
    applied = tell("Washington ended the additional tariff of 25 per cent on India on 7 February by Executive Order 9.",
                   "2026-02-07", "ended", "CONCEDE", "delivered",
                   object="the additional tariff of 25 per cent on India", amount=(25, "%"), **TARIFF)  # fmt: skip
    absent = tell("The 18 per cent duty on India is not in force.", "2026-02-09", "is not in force", "CONCEDE",
                  "not_received", object="The 18 per cent duty on India", amount=(18, "%"), **TARIFF)  # fmt: skip
    found = follow(cut(), applied, absent)
    assert [c.displayed for c in found] == [
        "announced 2 February 2026, not in force on 9 February 2026",
        "in force from 7 February 2026",
    ]


def test_a_class_is_reached_by_an_act_toward_it() -> None:
    duty_free = tell("Washington granted Pakistan duty-free access.", "2015-06-29", "granted", "CONCEDE", "approved",
                     object="duty-free access", instrument="trade_preference", domains=("trade",))  # fmt: skip
    ran_out = tell("The programme lapsed for all.", "2020-12-31", "lapsed", "CONCEDE", "lapsed", object="The programme",
                   instrument="trade_preference", domains=("trade",), to="ALL")  # fmt: skip
    mine = next(c for c in follow(duty_free, ran_out) if c.receiver == "PAK")
    assert (mine.health, mine.displayed) == ("lapsed", "ordered 29 June 2015; lapsed 31 December 2020")


def test_a_benefit_taken_back_is_withdrawn_and_no_measure() -> None:
    taken = tell("Washington ended the GSP benefits of India.", "2019-06-05", "ended", "SANCTION", "delivered",
                 object="the GSP benefits of India", **{**TARIFF, "instrument": "trade_preference"})  # fmt: skip
    (found,) = follow(taken)
    assert (found.history[0].rung, found.health, found.displayed) == ("withdrawn", "cancelled", "ended 5 June 2019")


# -- the rest ------------------------------------------------------------------------------------------------------


def test_a_benefit_that_is_ordered_to_end_has_not_ended_on_the_day_of_the_order() -> None:
    beneficiary = {"instrument": "trade_preference", "domains": ("trade",), "object": "designation as a beneficiary"}
    order = tell("Washington is to terminate India's designation as a beneficiary.", "2019-05-31", "terminate",
                 "SANCTION", "approved", to="IND", **beneficiary)  # fmt: skip
    gone = tell("India's designation as a beneficiary is terminated.", "2019-06-05", "terminated", "SANCTION",
                "delivered", to="IND", **beneficiary)  # fmt: skip
    assert follow(order)[0].displayed == "ordered to end 31 May 2019, the last day is not told"
    assert follow(order, gone)[0].displayed == "ended 5 June 2019"


def test_joint_agreements_are_marked_and_sorted() -> None:
    deal = tell("The two agreed on a trade accord.", "2025-07-30", "agreed", "AGREE", "agreed", joint=True,
                object="a trade accord", instrument="trade_agreement", domains=("trade",))  # fmt: skip
    (found,) = follow(deal)
    assert (found.joint, found.giver, found.receiver) == (True, "PAK", "USA")


def test_talk_after_delivery_is_about_the_next_round() -> None:
    first = tell("Pakistan received the first tranche from the Fund.", "2025-05-10", "received", "AID", "delivered",
                 by="IMF", object="the first tranche", instrument="imf_support")  # fmt: skip
    later = tell("The Fund reached a staff-level agreement with Pakistan.", "2025-10-14", "reached", "AID", "agreed",
                 by="IMF", object="a staff-level agreement", instrument="imf_support")  # fmt: skip
    board = tell("The board of the Fund approved the tranche.", "2025-12-08", "approved", "AID", "approved", by="IMF",
                 object="the tranche", instrument="imf_support")  # fmt: skip
    found = follow(first, later, board)
    assert [c.displayed for c in found] == ["paid 10 May 2025", "approved 8 December 2025"]


def test_what_was_due_and_not_done_is_overdue_at_the_cut_off() -> None:
    told = tell("Washington will deliver the wheat by 1 March 2026.", "2026-01-05", "will deliver", "AID", "promised",
                object="the wheat", instrument="grant", on="2026-03-01")  # fmt: skip
    (found,) = follow(told, as_of=date(2026, 3, 5))
    assert (found.due, found.health) == (date(2026, 3, 1), "overdue")
    assert found.history[0].when.start == date(2026, 1, 5), "it was promised when it was published"
    assert follow(told, as_of=date(2026, 2, 5))[0].health == "live"


def test_praise_requests_and_denied_acts_owe_nothing() -> None:
    praise = tell("Washington praised Pakistan.", "2025-01-01", "praised", "SUPPORT", "act")
    ask = tell("Pakistan asked for relief.", "2025-01-01", "asked", "REQUEST", "requested", by="PAK", to="USA")
    denied = tell("Washington denied a sale.", "2025-01-01", "denied", "COOPERATE", "promised", polarity="negative")
    assert follow(praise, ask, denied) == ()


def test_an_undated_report_stands_last_with_the_reason() -> None:
    undated = tell("Washington cut the tariff on India.", None, "cut", "CONCEDE", "delivered",
                   object="the tariff on India", **TARIFF)  # fmt: skip
    a, _ = undated
    (found,) = follow(cut(), undated, not_before={a.key: date(2026, 2, 2)})
    assert [step.rung for step in found.history] == ["promised", "delivered"]
    assert "undated report, not before 2 February 2026" in found.history[-1].note
    assert found.displayed == "announced 2 February 2026"


def test_the_order_of_occurrences_does_not_matter() -> None:
    told = [*mine_credit(), imposed(), cut(), voided()]
    articles = keyed(*(a for a, _ in told))
    acts = list(merge.occurrences([e for _, e in told], articles))
    expected = commitments.follow(acts, BOOK, articles=articles)
    for seed in range(10):
        random.Random(seed).shuffle(acts)
        assert commitments.follow(acts, BOOK, articles=articles) == expected


def test_two_programmes_of_the_fund_stay_two_and_one_payment_is_a_step_in_both() -> None:
    fund = {"by": "IMF", "instrument": "imf_support", "domains": ("finance",)}

    def told(text: str, day: str, cue: str, status: str, amount: float, end: str) -> tuple[Article, Entry]:
        a, e = tell(text, day, cue, "AID", status, object="disbursement", amount=(amount, "USD"), **fund)
        place = a.raw.index(end) + len(end)
        return a, replace(e, event=replace(e.event, amount=replace(e.event.amount, start=place - 3, end=place)))

    large = told("The Fund approved $1 billion under the EFF and $200 million under the RSF.", "2025-12-08",
                 "approved", "approved", 1e9, "$1 billion")  # fmt: skip
    small = told("The board approved a tranche of $200 million under the RSF.", "2025-12-08", "approved", "approved",
                 2e8, "$200 million")  # fmt: skip
    paid = told("Pakistan received $1200 million under the EFF and RSF.", "2025-12-10", "received", "delivered", 1.2e9,
                "$1200 million")  # fmt: skip
    found = {c.name: c for c in follow(large, small, paid)}
    assert sorted(found) == ["$1 billion IMF programme (EFF)", "$200 million IMF programme (RSF)"]
    assert {c.execution for c in found.values()} == {"complete"}
    assert {c.amount.value for c in found.values() if c.amount} == {1e9, 2e8}, "what both paid is the sum of neither"


def test_two_deals_of_one_weapon_decades_apart_are_two() -> None:
    sold = [
        tell(f"Deal of {year}: Washington delivered TOW missiles.", f"{year}-12-31", "delivered", "COOPERATE",
             "delivered", object="TOW missiles", instrument="arms_sale", genre="record")
        for year in (1986, 2007)
    ]  # fmt: skip
    assert len(follow(*sold)) == 2


STEEL = {"object": "steel", "instrument": "tariff", "domains": ("trade",)}


def test_what_ends_stands_in_the_acts_own_words() -> None:
    # A reader can take a duty that one side puts on itself for a concession; what the sentence ends is the dispute.
    agreed = tell("To end the dispute Washington agreed to levy a duty on steel.", "2026-01-05", "agreed to levy",
                  "CONCEDE", "agreed", **STEEL)  # fmt: skip
    kept = tell("Washington collected the duty on steel, which ended the dispute.", "2026-03-05", "collected the duty",
                "CONCEDE", "delivered", **STEEL)  # fmt: skip
    (found,) = follow(agreed, kept)
    assert [step.rung for step in found.history] == ["agreed", "delivered"]
    assert found.last == "delivered"


def test_a_duty_told_as_support_goes_on_with_the_duty() -> None:
    agreed = tell("Both agreed on the steel charge.", "2026-01-05", "agreed", "SUPPORT", "agreed",
                  **STEEL | {"object": "steel charge"})  # fmt: skip
    imposed = tell("Washington imposed the charge on steel.", "2026-02-05", "imposed", "SANCTION", "delivered",
                   **STEEL | {"object": "charge on steel"})  # fmt: skip
    assert len(follow(agreed, imposed)) == 1
    eased = tell("Washington agreed to cut the steel charge.", "2026-03-05", "agreed to cut", "CONCEDE", "agreed",
                 **STEEL | {"object": "steel charge"})  # fmt: skip
    assert len(follow(agreed, imposed, eased)) == 2


def test_a_round_of_cuts_is_relief_though_a_reader_calls_it_a_threat() -> None:
    plans = tell("Washington plans steel tariff cuts.", "2026-01-05", "plans", "THREATEN", "promised",
                 **STEEL | {"object": "steel tariff cuts"})  # fmt: skip
    eased = tell("Washington cut the steel tariff.", "2026-02-05", "cut", "CONCEDE", "delivered",
                 **STEEL | {"object": "steel tariff"})  # fmt: skip
    (found,) = follow(plans, eased)
    assert not found.measure


def test_of_one_days_reports_the_highest_rung_and_the_refusal_are_the_last_reported() -> None:
    part = tell("Washington delivered a first cargo of wheat on Monday.", "2026-03-05", "delivered", "AID", "delivered",
                object="a first cargo of wheat", instrument="grant", partial=True, on="2026-03-02")  # fmt: skip
    more = tell("Washington approved the next cargo of wheat.", "2026-03-05", "approved", "AID", "approved",
                object="the next cargo of wheat", instrument="grant")  # fmt: skip
    (found,) = follow(part, more)
    assert found.last == "delivered"
    refused = tell("Washington refused the wheat last week.", "2026-03-09", "refused", "REJECT", "refused",
                   object="the wheat", instrument="grant", on="2026-03-06")  # fmt: skip
    missing = tell("Pakistan still waits for the wheat.", "2026-03-09", "still waits", "AID", "not_received",
                   object="the wheat", instrument="grant")  # fmt: skip
    (found,) = follow(part, more, refused, missing)
    assert found.last == "refused"


def test_talks_held_over_a_project_are_a_step_in_what_is_owed_for_it() -> None:
    talks = tell("Reko Diq is in talks with the bank.", "2025-04-01", "in talks", "CONSULT", "act", joint=True,
                 instrument="talks")  # fmt: skip
    other = tell("Washington and Islamabad held talks.", "2025-04-02", "held talks", "CONSULT", "act", by="PAK",
                 to="USA", instrument="talks")  # fmt: skip
    absent = tell("No payment for Reko Diq has been reported.", "2026-06-04", "No payment", "AID", "not_received",
                  object="payment for Reko Diq", **CREDIT)  # fmt: skip
    (found,) = follow(talks, other, *mine_credit()[1:], absent)
    assert [step.rung for step in found.history] == ["discussed", "promised", "approved", "not_received"]
    assert found.displayed == "approved 10 December 2025; no payment reported by 4 June 2026"


def test_an_understanding_on_tariffs_is_no_step_of_the_tariff_that_one_side_imposed() -> None:
    duty = {"instrument": "tariff", "domains": ("trade",)}
    found = follow(
        tell("Washington announced tariffs of 29 percent on Pakistan.", "2025-04-02", "announced", "THREATEN",
             "promised", object="tariffs of 29 percent on Pakistan", amount=(29, "%"), **duty),
        tell("Pakistan and the United States reached an understanding on tariffs.", "2025-07-04", "reached", "SUPPORT",
             "agreed", object="an understanding on tariffs", joint=True, **duty),
    )  # fmt: skip
    assert [(c.name, c.displayed) for c in found] == [
        ("29 % tariff on Pakistani goods", "announced 2 April 2025"),
        ("Understanding on tariffs", "agreed 4 July 2025"),
    ]


def test_the_tariff_that_one_side_imposes_is_no_step_of_an_understanding_before_it() -> None:
    duty = {"instrument": "tariff", "domains": ("trade",)}
    found = follow(
        tell("Pakistan and the United States reached an understanding on tariffs.", "2025-07-04", "reached", "SUPPORT",
             "agreed", object="an understanding on tariffs", joint=True, **duty),
        tell("The United States began to collect a tariff on goods from Pakistan.", "2025-08-07", "began to collect",
             "SANCTION", "delivered", object="a tariff on goods from Pakistan", on="2025-08-07", **duty),
    )  # fmt: skip
    assert [c.joint for c in found] == [True, False]


def test_a_duty_that_another_replaced_is_not_struck_down_with_it() -> None:
    duty = {"instrument": "tariff", "domains": ("trade",)}
    told = (
        tell("Washington announced tariffs of 29 percent on Pakistan and then suspended them.", "2025-04-10",
             "announced", "THREATEN", "promised", object="tariffs of 29 percent on Pakistan", amount=(29, "%"), **duty),
        tell("Washington had suspended the tariffs of 29 percent on Pakistan.", "2025-05-10", "suspended", "SANCTION",
             "delivered", object="tariffs of 29 percent on Pakistan", amount=(29, "%"), **duty),
        tell("Washington set a tariff of 19 percent on Pakistan by Executive Order 14326, lower than the 29 percent.",
             "2025-07-31", "set", "SANCTION", "approved", object="tariff of 19 percent on Pakistan",
             amount=(19, "%"), **duty),
        tell("The Supreme Court struck down the tariffs on all countries.", "2026-02-20", "struck down", "SANCTION",
             "withdrawn", object="tariffs on all countries", to="ALL", sectors=("JUD", "GOV"), **duty),
    )  # fmt: skip
    found = {c.name: c for c in follow(*told) if c.receiver == "PAK"}
    first, second = found["29 % tariff on Pakistani goods"], found["19 % tariff on Pakistani goods"]
    assert first.displayed == "announced 10 April 2025; suspended 10 May 2025; replaced by one of 19 % 31 July 2025"
    assert first.health == "superseded" and second.replaces == first.id
    assert second.health == "struck down"


def test_what_two_duties_come_to_is_no_third_duty() -> None:
    duty = {"instrument": "tariff", "domains": ("trade",)}
    found = follow(
        tell("Washington imposed a duty of 25 percent on steel.", "2025-08-07", "imposed", "SANCTION", "delivered",
             object="duty of 25 percent on steel", amount=(25, "%"), **duty),
        tell("Washington imposed an additional duty of 15 percent on wheat.", "2025-08-27", "imposed", "SANCTION",
             "delivered", object="additional duty of 15 percent on wheat", amount=(15, "%"), **duty),
        tell("Goods from Pakistan now face a levy of 40 percent.", "2025-08-28", "face", "THREATEN", "promised",
             object="a levy of 40 percent", amount=(40, "%"), **duty),
    )  # fmt: skip
    assert sorted(c.amount.value for c in found if c.amount) == [15, 25]


def test_what_a_pact_lacks_is_told_by_the_verb() -> None:
    pact = {"instrument": "trade_agreement", "domains": ("trade",), "joint": True}
    agreed = tell("They agreed a trade deal.", "2026-02-06", "agreed", "AGREE", "agreed", object="trade deal", **pact)
    for cue, lacking in (
        ("have not yet signed", "not signed by"),
        ("have not yet published", "no text published by"),
        ("have not kept", "not carried out by"),
    ):
        absent = tell(f"They {cue} the trade deal.", "2026-03-13", cue, "AGREE", "not_received",
                      object="the trade deal", **pact)  # fmt: skip
        (found,) = follow(agreed, absent)
        assert found.displayed == f"agreed 6 February 2026; {lacking} 13 March 2026"


def test_two_things_of_one_sentence_are_not_one_for_standing_in_it() -> None:
    text = "While Washington has not yet outlined a detailed roadmap, it is willing to keep talks ongoing."
    report = article(text, "2025-11-08", headline="Both sides seek to redefine ties")
    options = {"by": "USA", "to": "PAK", "on": "2025-11-08", "domains": ("diplomacy",)}
    willing = entry(report, "is willing", "AGREE", "offered", object="keep talks ongoing", **options)
    missed = entry(report, "has not yet outlined", "AGREE", "not_received", object="detailed roadmap", **options)
    (found,) = follow((report, willing), (report, missed))
    assert [step.rung for step in found.history] == ["offered"]


def test_an_order_named_beside_the_duty_that_it_imposes_is_no_step_of_another_duty() -> None:
    text = "The United States imposed an additional duty of 25 percent on Indian goods under Executive Order 14329."
    TARIFF = {"instrument": "tariff", "domains": ("trade",), "to": "IND"}
    imposed = tell(text, "2025-08-27", "imposed", "SANCTION", "delivered", amount=(25, "%"),
                   object="additional duty of 25 percent on Indian goods", **TARIFF)  # fmt: skip
    order = imposed[0], entry(imposed[0], "under Executive Order 14329", "SANCTION", "approved", by="USA", to="IND",
                              instrument="tariff", domains=("trade",), on="2025-08-27")  # fmt: skip
    other = tell("The United States will apply a reciprocal tariff of 18 percent on Indian goods.", "2026-02-07",
                 "will apply", "THREATEN", "promised", object="reciprocal tariff of 18 percent on Indian goods",
                 amount=(18, "%"), **TARIFF)  # fmt: skip
    held = sorted((sorted(step.rung for step in c.history) for c in follow(imposed, order, other)), key=len)
    assert sorted(held) == [["delivered"], ["promised"]]


def test_a_duty_at_the_rate_of_a_promised_cut_is_that_cut() -> None:
    TARIFF = {"instrument": "tariff", "domains": ("trade",), "to": "IND"}
    cut = tell("The United States will cut its reciprocal tariff on India to 18 percent.", "2026-02-02", "will cut",
               "CONCEDE", "promised", object="reciprocal tariff on India to 18 percent", amount=(18, "%"),
               **TARIFF)  # fmt: skip
    lower = tell("The United States will apply a lower reciprocal tariff of 18 percent on goods from India.",
                 "2026-02-07", "will apply", "THREATEN", "promised", amount=(18, "%"),
                 object="reciprocal tariff of 18 percent on goods from India", **TARIFF)  # fmt: skip
    (found,) = follow(cut, lower)
    assert not found.measure and len(found.history) == 2


def test_of_a_benefit_that_ran_out_so_that_it_was_lost_it_is_told_that_it_ran_out() -> None:
    text = "The duty-free programme lapsed on 31 December 2020, so Pakistan lost duty-free entry."
    GSP = {"instrument": "trade_preference", "domains": ("trade",)}
    lapsed = tell(text, "2023-02-21", "lapsed", "CONCEDE", "lapsed", object="The duty-free programme",
                  on="2020-12-31", **GSP)  # fmt: skip
    lost = lapsed[0], entry(lapsed[0], "lost duty-free entry", "CONCEDE", "approved", by="USA", to="PAK",
                            object="duty-free entry", on="2020-12-31", **GSP)  # fmt: skip
    (found,) = follow(lapsed, lost)
    assert found.displayed == "lapsed 31 December 2020" and found.health == "lapsed"


def test_what_is_called_agreed_in_words_of_no_agreement_is_shown_as_talk() -> None:
    moved = tell("Pakistan and the United States move to redefine their ties through partnership.", "2025-11-08",
                 "move to redefine", "SUPPORT", "agreed", joint=True, instrument="recognition",
                 object="ties", domains=("trade",))  # fmt: skip
    (found,) = follow(moved)
    assert found.displayed.startswith("discussed") and found.name != "Recognition"
    signed = tell("Pakistan and the United States signed an accord on recognition.", "2025-11-08", "signed", "SUPPORT",
                  "agreed", joint=True, instrument="recognition", object="accord", domains=("trade",))  # fmt: skip
    (kept,) = follow(signed)
    assert kept.displayed.startswith("agreed")


def test_what_the_financing_would_bring_is_a_part_of_it() -> None:
    text = (
        "The bank approved a loan of $1.25 billion for the Reko Diq mine. "
        "The financing would bring up to $2 billion of equipment to Pakistan."
    )
    loan = tell(text, "2025-12-10", "approved", "AID", "approved", object="a loan of $1.25 billion",
                amount=(1.25e9, "USD"), **CREDIT)  # fmt: skip
    goods = loan[0], entry(loan[0], "would bring", "AGREE", "promised", by="USA", to="PAK", object="equipment",
                           amount=(2e9, "USD"), instrument="purchase", on="2025-12-10")  # fmt: skip
    found = {c.instrument: c for c in follow(loan, goods)}
    assert found["purchase"].parent == found["export_credit"].id
    assert not found["export_credit"].umbrella and found["export_credit"].parent is None


def test_a_duty_announced_and_put_off_in_one_month_was_announced_first() -> None:
    text = "The United States had announced tariffs of 29 percent on Pakistan in April and then suspended them."
    TARIFF = {"instrument": "tariff", "domains": ("trade",), "on": "2025-04-01", "until": "2025-04-30"}
    announced = tell(text, "2025-07-05", "had announced", "THREATEN", "promised", amount=(29, "%"),
                     object="tariffs of 29 percent on Pakistan", **TARIFF)  # fmt: skip
    put_off = announced[0], entry(announced[0], "suspended them", "SANCTION", "delivered", by="USA", to="PAK",
                                  object="tariffs", **TARIFF)  # fmt: skip
    (found,) = follow(announced, put_off)
    assert [step.rung for step in found.history] == ["promised", "suspended"]
    assert found.displayed == "announced in April 2025; suspended in April 2025"


def test_backing_that_was_offered_and_given_says_both() -> None:
    BACKING = {"instrument": "political_backing", "by": "PAK", "to": "USA"}
    offered = tell("Pakistan offered backing for the Nobel peace prize.", None, "offered", "AGREE", "offered",
                   object="backing for the Nobel peace prize", **BACKING)  # fmt: skip
    given = tell("Pakistan recommended the president for the Nobel peace prize.", "2025-06-21", "recommended",
                 "SUPPORT", "act", object="the president for the Nobel peace prize", **BACKING)  # fmt: skip
    (found,) = follow(offered, given)
    assert found.displayed == "offered (undated); given 21 June 2025" and found.execution == "none"


def test_what_one_report_alone_tells_twice_at_low_confidence_is_doubtful() -> None:
    text = "Farmark is showing interest in ferries. It may buy ferries of Norland."
    first = tell(text, "2025-06-21", "is showing interest", "AGREE", "offered", object="interest in ferries")
    again = first[0], replace(first[1], event=replace(first[1].event, confidence=0.2))
    second = first[0], entry(first[0], "may buy", "AGREE", "discussed", by="USA", to="PAK", object="ferries",
                             on="2025-06-21")  # fmt: skip
    weak = second[0], replace(second[1], event=replace(second[1].event, confidence=0.1))
    (found,) = follow(again, weak)
    assert found.doubtful == "one report, read at low confidence"
    (kept,) = follow(again, (second[0], replace(second[1], event=replace(second[1].event, confidence=0.9))))
    assert not kept.doubtful


def test_a_rule_put_on_somebody_is_a_measure_and_no_benefit_taken_back() -> None:
    rule = tell("Washington ordered that meat plants of Pakistan comply with its standards.", "1987-03-13", "ordered",
                "SANCTION", "approved", object="meat plants", domains=("trade",))  # fmt: skip
    (found,) = follow(rule)
    assert found.measure and found.health == "live" and "cooperation" not in found.name
    cut = tell("Washington ended its cooperation with Pakistan.", "1987-03-13", "ended", "SANCTION", "approved",
               object="cooperation", domains=("trade",))  # fmt: skip
    (ended,) = follow(cut)
    assert not ended.measure and ended.health == "cancelled"


RAIL = {"instrument": "loan", "domains": ("finance",)}
PAIR = {"by": "IND", "to": "LKA"}


def test_an_instalment_smaller_than_the_whole_is_a_step_of_it() -> None:
    told = [
        tell("India will lend Sri Lanka $500 million for the northern railway.", "2025-09-03", "will lend", "AGREE",
             "promised", object="$500 million for the northern railway", amount=(5e8, "USD"), **RAIL, **PAIR),
        tell("India paid $120 million as the first tranche for the railway.", "2026-01-19", "paid", "AID", "delivered",
             object="$120 million as the first tranche for the railway", amount=(1.2e8, "USD"), **RAIL, **PAIR),
        tell("India paid $150 million as the second tranche for rail.", "2026-05-05", "paid", "AID", "delivered",
             object="$150 million as the second tranche for rail", amount=(1.5e8, "USD"), **RAIL, **PAIR),
    ]  # fmt: skip
    (found,) = follow(*told)
    assert found.displayed == "partly paid 5 May 2026"
    assert str(found.since.end) == "2026-05-05"
    assert found.paid is not None and found.paid.value == 2.7e8


def test_one_sum_for_one_thing_is_one_matter_whether_it_is_called_loan_or_aid() -> None:
    told = [
        tell("India will lend Sri Lanka $500 million for the northern railway.", "2025-09-03", "will lend", "AGREE",
             "promised", object="$500 million for the northern railway", amount=(5e8, "USD"), **RAIL, **PAIR),
        tell("India promised $500 million in help for the northern railway.", "2026-02-20", "promised", "AGREE",
             "promised", object="$500 million in help for the northern railway", amount=(5e8, "USD"),
             instrument="grant", domains=("aid",), **PAIR),
    ]  # fmt: skip
    assert len(follow(*told)) == 1


def test_money_and_a_quantity_of_goods_are_two_matters_and_goods_are_delivered_not_paid() -> None:
    grant = {"instrument": "grant", "domains": ("aid",)}
    told = [
        tell("India agreed to give Sri Lanka 100 million rupees.", "2025-11-14", "agreed", "AGREE", "agreed",
             object="100 million rupees", amount=(1e8, "INR"), **grant, **PAIR),
        tell("India delivered 53 tonnes of supplies.", "2025-12-02", "delivered", "AID", "delivered",
             object="53 tonnes of supplies", amount=(53.0, "t"), **grant, **PAIR),
    ]  # fmt: skip
    first, second = follow(*told)
    assert first.displayed == "agreed 14 November 2025"
    assert second.displayed == "delivered 2 December 2025"


def test_one_headline_over_two_matters_makes_them_no_one_matter() -> None:
    a = article("India will send rice. India built field hospitals.", "2025-12-02",
                headline="India stands with Sri Lanka after Cyclone Ditwah floods")  # fmt: skip
    grant = {"instrument": "grant", "domains": ("aid",), **PAIR, "on": "2025-12-02"}
    rice = entry(a, "will send", "AGREE", "promised", object="rice", **grant)
    built = entry(a, "built", "AID", "delivered", object="field hospitals", **grant)
    assert len(follow((a, rice), (a, built))) == 2


def test_what_others_expect_by_a_day_is_never_overdue() -> None:
    told = tell("Economists expect India to lend $200 million.", "2025-09-04", "expect", "AGREE", "discussed",
                object="$200 million", amount=(2e8, "USD"), until="2025-12-31", **RAIL, **PAIR)  # fmt: skip
    (found,) = follow(told, as_of=date(2026, 6, 1))
    assert found.health == "live"


def vessels(text: str, day: str, cue: str, kind: str, status: str, thing: str, **more: object) -> tuple[Article, Entry]:
    more.setdefault("instrument", "military_aid")
    return tell(text, day, cue, kind, status, object=thing, domains=("defence",), **more)


def test_the_first_two_of_six_are_a_part_and_six_are_all() -> None:
    promised = vessels("Washington promised Pakistan six patrol vessels.", "2025-04-28", "promised", "AGREE",
                       "promised", "six patrol vessels")  # fmt: skip
    two = vessels("Washington handed over two patrol vessels, the first of six.", "2026-03-18", "handed over", "AID",
                  "delivered", "two patrol vessels", instrument="other")  # fmt: skip
    (found,) = follow(promised, two)
    assert (found.execution, found.displayed) == ("part", "partly delivered 18 March 2026")
    six = vessels("Washington handed over the six patrol vessels.", "2026-03-18", "handed over", "AID", "delivered",
                  "six patrol vessels", instrument="other")  # fmt: skip
    (found,) = follow(promised, six)
    assert found.execution == "complete"


def test_what_is_promised_as_a_grant_and_handed_over_as_arms_is_one() -> None:
    promised = vessels("Washington will grant Pakistan coastal radars.", "2025-04-30", "will grant", "AGREE",
                       "promised", "coastal radars", instrument="grant")  # fmt: skip
    handed = vessels("Washington turned over coastal radars to Pakistan.", "2026-06-24", "turned over", "COOPERATE",
                     "delivered", "coastal radars", instrument="arms_sale")  # fmt: skip
    (found,) = follow(promised, handed)
    assert [step.rung for step in found.history] == ["promised", "delivered"]


def test_a_loan_for_a_second_phase_is_no_second_loan_and_its_tranche_is_a_step() -> None:
    loan = {"instrument": "loan", "domains": ("finance",)}
    signed = tell("Washington agreed on a loan of $880 million for the second phase of the Karachi metro line.",
                  "2025-07-15", "agreed", "AGREE", "agreed", amount=(8.8e8, "USD"),
                  object="loan of $880 million for the second phase of the Karachi metro line", **loan)  # fmt: skip
    paid = tell("Washington disbursed a first tranche of $200 million of the loan for the Karachi metro line.",
                "2026-03-19", "disbursed", "AID", "delivered", amount=(2e8, "USD"),
                object="first tranche of $200 million of the loan for the Karachi metro line", **loan)  # fmt: skip
    missed = tell("Pakistan has not received the second tranche of the Karachi metro loan.", "2026-07-02",
                  "has not received", "AID", "not_received",
                  object="second tranche of the Karachi metro loan", **loan)  # fmt: skip
    stopped = tell("Washington suspended the loan for the Karachi metro line.", "2026-08-14", "suspended", "AID",
                   "suspended", object="the loan for the Karachi metro line", **loan)  # fmt: skip
    (found,) = follow(signed, paid, missed, stopped)
    assert found.paid and found.paid.value == 2e8
    assert found.displayed == (
        "partly paid 19 March 2026; reported as not paid by 2 July 2026; suspended 14 August 2026"
    )


def test_tranches_with_their_numbers_are_apart_and_all_are_paid_by_the_last() -> None:
    loan = {"instrument": "loan", "domains": ("finance",)}
    signed = tell("Washington agreed on a loan of $30 million for the Karachi road.", "2025-01-15", "agreed", "AGREE",
                  "agreed", amount=(3e7, "USD"), object="loan of $30 million for the Karachi road", **loan)  # fmt: skip
    parts = [
        tell(f"Washington disbursed the {which} tranche of ${sum_} million of the loan for the Karachi road.", day,
             "disbursed", "AID", "delivered", amount=(sum_ * 1e6, "USD"), on=None,
             object=f"{which} tranche of ${sum_} million of the loan for the Karachi road", **loan)
        for which, sum_, day in (("fourth", 9, "2025-03-01"), ("fifth", 10, "2025-05-01"), ("sixth", 11, "2025-07-01"))
    ]  # fmt: skip
    (found,) = follow(signed, *parts)
    assert found.paid and found.paid.value == 3e7
    assert [step.rung for step in found.history] == ["agreed", "delivered", "delivered", "delivered"]
    assert found.displayed == "paid by 1 July 2025"


TRADE = {"instrument": "tariff", "domains": ("trade",)}
PUNISHED = {"by": "USA", "to": "JPN"}


def loudspeaker_duty() -> tuple[Article, Entry]:
    return tell("Washington imposed a duty on Japanese loudspeakers.", "2025-03-03", "imposed", "SANCTION", "delivered",
                object="a duty on Japanese loudspeakers", **PUNISHED, **TRADE)  # fmt: skip


def test_the_sanctions_shortly_after_are_the_duty_that_was_imposed() -> None:
    later = tell("The minister said that it would go ahead with sanctions.", "2025-03-20", "would go ahead", "THREATEN",
                 "promised", object="sanctions", instrument="sanction", domains=("trade",), **PUNISHED)  # fmt: skip
    (found,) = follow(loudspeaker_duty(), later)
    assert [step.rung for step in found.history] == ["delivered", "promised"]


def test_the_sanctions_months_after_are_others() -> None:
    later = tell("The minister said that it would go ahead with sanctions.", "2025-09-20", "would go ahead", "THREATEN",
                 "promised", object="sanctions", instrument="sanction", domains=("trade",), **PUNISHED)  # fmt: skip
    assert len(follow(loudspeaker_duty(), later)) == 2


def retaliation(text: str, instrument: str) -> list[tuple[Article, Entry]]:
    first = tell("Tokyo threatened quotas if the Senate adopts the loudspeaker surcharge bill.", "2025-03-03",
                 "threatened", "THREATEN", "promised", object="quotas", by="JPN", to="USA", instrument="quota",
                 domains=("trade",))  # fmt: skip
    later = tell(text, "2025-04-01", "would retaliate", "THREATEN", "promised", object="swift measures", by="JPN",
                 to="USA", instrument=instrument, domains=("trade",))  # fmt: skip
    return [first, later]


def test_a_threat_without_a_name_goes_with_the_measure_threatened_over_the_same_matter() -> None:
    text = "It would retaliate by swift measures if the Senate adopts the loudspeaker surcharge bill."
    assert len(follow(*retaliation(text, "other"))) == 1
    assert len(follow(*retaliation("It would retaliate by swift measures if its ships were searched.", "other"))) == 2


def test_a_merged_act_is_on_top_of_another_only_where_half_of_its_reports_say_so() -> None:
    def told(thing: str, n: int) -> tuple[Article, Entry]:
        return tell(f"Washington may offer Pakistan {thing} under the grain programme ({n}).", "2025-05-05",
                    "may offer", "AID", "discussed", object=thing, instrument="grant", domains=("aid",))  # fmt: skip

    opened = tell("Washington offered Pakistan wheat.", "2025-04-28", "offered", "AID", "offered", object="wheat",
                  instrument="grant", domains=("aid",))  # fmt: skip
    assert len(follow(opened, told("wheat", 1), told("wheat", 2), told("another wheat gift", 3))) == 1
    assert len(follow(opened, told("additional wheat", 1), told("another wheat gift", 2))) == 2


def test_what_the_seller_ships_is_a_step_in_what_the_buyer_buys() -> None:
    bought = tell("Pakistan agreed to buy soybeans.", "2025-05-01", "agreed to buy", "AGREE", "agreed", by="PAK",
                  to="USA", object="soybeans", instrument="purchase", domains=("trade",))  # fmt: skip

    def shipped(thing: str) -> tuple[Article, Entry]:
        return tell(f"American ports shipped {thing} to Pakistan.", "2025-06-01", "shipped", "COOPERATE", "delivered",
                    object=thing, instrument="purchase", domains=("trade",))  # fmt: skip

    (found,) = follow(bought, shipped("soybeans"))
    assert [step.rung for step in found.history] == ["agreed", "delivered"]
    assert len(follow(bought, shipped("locomotives"))) == 2


def test_one_quantity_is_one_matter_whether_it_is_called_a_quota_or_a_purchase() -> None:
    quota = tell("Pakistan opened a quota for two million tonnes of basmati rice.", "2025-05-01", "opened", "CONCEDE",
                 "agreed", by="PAK", to="USA", object="rice", instrument="quota", domains=("trade",),
                 amount=(2e6, "t"))  # fmt: skip

    def promise(amount: float) -> tuple[Article, Entry]:
        return tell("Pakistan has promised to take the tonnes of basmati rice.", "2025-06-01", "has promised", "AGREE",
                    "agreed", by="PAK", to="USA", instrument="purchase", domains=("trade",),
                    amount=(amount, "t"))  # fmt: skip

    assert len(follow(quota, promise(2e6))) == 1
    assert len(follow(quota, promise(5e6))) == 2


def test_a_trade_agreement_is_of_both_whoever_is_named_first() -> None:
    pact = {"instrument": "trade_agreement", "domains": ("trade",)}
    talked = tell("Ottawa and Washington near a trade agreement.", "2025-05-01", "near", "AGREE", "discussed", by="CAN",
                  to="USA", object="a trade agreement", **pact)  # fmt: skip
    signed = tell("Washington signed the trade agreement with Canada.", "2025-06-01", "signed", "AGREE", "agreed",
                  to="CAN", object="the trade agreement", **pact)  # fmt: skip
    (found,) = follow(talked, signed)
    assert [step.rung for step in found.history] == ["discussed", "agreed"]


def test_who_pays_a_duty_at_its_rate_does_not_ease_it() -> None:
    first = tell("Canada put an export tax of 15 per cent on lumber.", "2025-01-05", "put", "SANCTION", "delivered",
                 by="CAN", to="USA", object="an export tax of 15 per cent on lumber", amount=(15, "%"),
                 **TRADE)  # fmt: skip

    def paid(text: str, cue: str, thing: str) -> tuple[Article, Entry]:
        return tell(text, "2025-03-05", cue, "CONCEDE", "delivered", by="CAN", to="USA", object=thing,
                    amount=(15, "%"), **TRADE)  # fmt: skip

    pays = paid("Canadian mills have begun to pay the 15 per cent surcharge on lumber.", "have begun to pay",
                "the 15 per cent surcharge on lumber")  # fmt: skip
    assert len(follow(first, pays)) == 1
    eased = paid("Canada cut the 15 per cent surcharge on lumber.", "cut", "the 15 per cent surcharge on lumber")
    assert [step.rung for step in follow(first, eased)[0].history] != ["delivered", "delivered"]
