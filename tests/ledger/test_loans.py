"""What one report tells of several loans, deposits that are kept, goods and prisoners that were promised."""

from deedbook.ledger import commitments, merge

from .builders import article, entry, keyed
from .test_commitments import BOOK, follow, tell

METRO = {"instrument": "loan", "domains": ("finance",)}
GOODS = {"instrument": "military_aid", "domains": ("diplomacy",)}


def lent() -> tuple:  # type: ignore[type-arg]
    return tell("Washington signed a loan of 60 billion yen for the Karachi metro line.", "2025-03-01", "signed", "AID",
                "approved", object="a loan of 60 billion yen for the Karachi metro line", amount=(6e10, "JPY"),
                amount_text="60 billion yen", **METRO)  # fmt: skip


def test_a_report_of_two_loans_tells_two_and_the_next_tranche_goes_with_the_one_that_was_paid() -> None:
    a = article(
        "Washington paid 15 billion yen, the first tranche of a 60 billion yen loan for the Karachi metro line. "
        "The second tranche would follow next year. "
        "Separately, Washington approved the 41 billion yen loan for the Quetta highway.",
        "2025-10-09",
    )
    who = {"by": "USA", "to": "PAK", "on": "2025-10-08"}
    told = [
        entry(a, "paid", "AID", "delivered", object="15 billion yen, the first tranche", amount=(1.5e10, "JPY"),
              amount_text="15 billion yen", **who, **METRO),
        entry(a, "would follow", "AGREE", "promised", object="The second tranche", by="USA", to="PAK",
              instrument="grant", domains=("aid",)),
        entry(a, "approved", "AID", "approved", object="the 41 billion yen loan", amount=(4.1e10, "JPY"),
              amount_text="41 billion yen", **who, **METRO),
    ]  # fmt: skip
    first, loan = lent()
    articles = keyed(first, a)
    made = commitments.follow(merge.occurrences([loan, *told], articles), BOOK, articles=articles)
    found = {c.name: c for c in made}
    assert set(found) == {"Karachi metro line loan", "Quetta highway loan"}
    metro = found["Karachi metro line loan"]
    assert [step.rung for step in metro.history] == ["approved", "delivered", "promised"]
    assert (metro.execution, metro.paid and metro.paid.value) == ("part", 1.5e10)


def test_what_is_also_signed_is_another_act_than_what_was_told_before_it() -> None:
    a = article("The two sides signed an agreement on oil. They also signed a loan of $41 million.", "2025-02-03")
    told = [
        entry(a, "signed", "SUPPORT", "agreed", joint=True, object="an agreement", instrument="loan"),
        entry(a, "signed a loan", "SUPPORT", "agreed", joint=True, object="loan", amount=(4.1e7, "USD"),
              instrument="loan"),
    ]  # fmt: skip
    assert len(merge.occurrences(told, keyed(a))) == 2


def test_a_deposit_that_is_rolled_over_is_kept_and_no_money_is_paid() -> None:
    (found,) = follow(
        tell("Washington extended its deposit of $3 billion with Pakistan.", "2025-12-05", "extended", "AID",
             "delivered", object="its deposit of $3 billion", amount=(3e9, "USD"), instrument="loan"),
        tell("Washington rolled over its deposit of $3 billion with Pakistan.", "2026-12-04", "rolled over", "AID",
             "delivered", object="its deposit of $3 billion", amount=(3e9, "USD"), instrument="loan"),
    )  # fmt: skip
    assert found.displayed == "rolled over 4 December 2026"
    assert found.paid is None
    assert found.new_money is False


def test_vessels_promised_at_a_price_and_handed_over_are_one_whatever_domain_each_was_read_in() -> None:
    (found,) = follow(
        tell("Washington will provide six patrol vessels worth $240 million.", "2025-11-28", "will provide", "AGREE",
             "promised", object="six patrol vessels worth $240 million", amount=(2.4e8, "USD"), instrument="grant",
             domains=("aid",)),
        tell("Washington handed over the first of six patrol vessels.", "2026-04-03", "handed over", "COOPERATE",
             "delivered", object="the first of six patrol vessels", **GOODS),
    )  # fmt: skip
    assert [step.rung for step in found.history] == ["promised", "delivered"]
    assert found.execution == "part"


def test_a_headline_on_goods_goes_with_the_sentence_that_names_them() -> None:
    a = article("Norland will provide six patrol vessels worth $240 million. The two agreed to raise ties.",
                "2025-11-28", headline="Norland offers patrol vessels")  # fmt: skip
    told = [
        entry(a, "offers", "AGREE", "offered", object="patrol vessels", **GOODS),
        entry(a, "will provide", "AGREE", "promised", object="six patrol vessels", amount=(2.4e8, "USD"),
              instrument="grant", domains=("aid",)),
        entry(a, "agreed to", "AGREE", "agreed", object="raise ties", joint=True, domains=("diplomacy",)),
    ]  # fmt: skip
    cues = sorted(sorted(e.event.cue.text for e in o.entries if e.event.cue) for o in merge.occurrences(told, keyed(a)))
    assert cues == [["agreed to"], ["offers", "will provide"]]


def test_prisoners_that_are_let_go_keep_a_promise_and_open_nothing_by_themselves() -> None:
    freed = tell("Washington freed 419 of the 450 Pakistani prisoners.", "2026-03-12", "freed", "RETREAT", "delivered",
                 object="419 of the 450 Pakistani prisoners", domains=("human_rights",))  # fmt: skip
    assert follow(freed) == ()
    (found,) = follow(
        tell("Washington ordered the release of 450 Pakistani prisoners.", "2025-10-26", "ordered", "CONCEDE",
             "approved", object="the release of 450 Pakistani prisoners", domains=("human_rights",)),
        freed,
    )  # fmt: skip
    assert (found.last, found.execution) == ("delivered", "part")
