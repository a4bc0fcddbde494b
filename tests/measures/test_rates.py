"""Duties in force by day, from the codebook's classes and from the ledger."""

from datetime import date

from deedbook.codebook import load
from deedbook.measures import rates
from deedbook.measures.said import Said
from deedbook.measures.view import View
from deedbook.records import Amount

from .builders import Desk, on

PAIR = ("PAK", "USA")


def view(desk: Desk | None = None) -> View:
    return View.of((desk or Desk()).snapshot(), PAIR, load())


def test_a_rate_holds_from_its_first_to_its_last_day() -> None:
    held = rates.duties(view(), "USA")
    days = {
        "2025-08-06": None,
        "2025-08-07": 19,
        "2026-02-23": 19,
        "2026-02-24": 10,
        "2026-07-23": 10,
        "2026-07-24": None,
    }
    assert {day: rates.total(held, "PAK", date.fromisoformat(day)) for day in days} == days


def test_two_duties_on_one_state_add_up_each_on_its_own_basis() -> None:
    held = rates.duties(view(), "USA")
    both = rates.on(held, "IND", date(2025, 9, 1))
    assert rates.total(held, "IND", date(2025, 9, 1)) == 50
    assert [duty.basis for duty in both] == [
        "Executive Order 14257, as amended by Executive Order 14326",
        "Executive Order 14329",
    ]
    assert rates.total(held, "IND", date(2026, 2, 7)) == 25


def test_a_place_counts_all_states_for_which_a_rate_is_held() -> None:
    held = rates.duties(view(), "USA")
    place = rates.place(held, "PAK", date(2025, 9, 1))
    assert place and (place.rate, place.held) == (19, 64)
    assert place.lower == sum(
        rate < 19
        for state in {duty.receiver for duty in held} - {"ALL", "PAK"}
        if (rate := rates.total(held, state, date(2025, 9, 1))) is not None
    )
    assert place.same == 5  # Cambodia, Indonesia, Malaysia, the Philippines, Thailand
    assert rates.place(held, "PAK", date(2024, 1, 1)) is None


def test_a_surcharge_on_everybody_makes_no_difference_between_states() -> None:
    held = rates.duties(view(), "USA")
    place = rates.place(held, "PAK", date(2026, 3, 1))
    assert place and (place.lower, place.same) == (0, place.held - 1)


def measure(desk: Desk, receiver: str, rate: float) -> None:
    article = desk.article(
        "Customs", "2024-05-01", f"A duty of {rate:g} percent applies under Executive Order 14999.", genre="record"
    )
    entry = desk.entry(
        article,
        "applies",
        "USA",
        receiver,
        "SANCTION",
        "delivered",
        instrument="tariff",
        domains=("trade",),
        amount=Amount(rate, "%"),
        date="2024-05-01",
    )
    desk.commitment(desk.act(entry))


def test_a_duty_that_the_ledger_shows_in_force_stands_beside_the_tables() -> None:
    desk = Desk()
    measure(desk, "NPL", 7)
    (duty,) = [duty for duty in rates.duties(view(desk), "USA") if duty.receiver == "NPL"]
    assert (duty.rate, duty.basis, duty.start) == (7, "Executive Order 14999", date(2024, 5, 1))
    assert duty.entries and not duty.source


def cut(text: str, when: Said) -> tuple[str, str] | None:
    desk = Desk()
    article = desk.article("Gazette", None, f"Washington reduced {text}.")
    act = desk.act(
        desk.entry(
            article,
            "reduced",
            "USA",
            "IND",
            "CONCEDE",
            "delivered",
            instrument="tariff",
            object=text,
            domains=("trade",),
        )
    )
    return rates.compared(view(desk), act, when)


def test_a_claimed_cut_below_another_state_is_read_off_the_rates_of_every_day() -> None:
    read = date(2026, 7, 1)
    told = cut("India’s tariffs to below Pakistan’s levels", Said(None, date(2026, 2, 2), read))
    assert told and told[0] == "contradicted" and "25 % against 19 % from 7 February 2026" in told[1]
    assert cut("India’s tariffs", Said(None, date(2026, 2, 2), read)) is None
    assert cut("India’s tariffs to below Nepal’s", Said(date(2025, 9, 1), None, read)) is None


def test_a_claimed_cut_that_held_on_some_days_only_hinges_on_the_date() -> None:
    some = cut("India’s tariffs to below Brazil’s", Said(None, date(2025, 8, 10), date(2026, 7, 1)))
    assert some and some[0] == "undetermined by date"
    then = cut("India’s tariffs to below Brazil’s", Said(date(2026, 2, 10), None, date(2026, 7, 1)))
    assert then and then[0] == "supported"
    assert on("2026-02-10").start == date(2026, 2, 10)


def stated(rate: float, text: str, when: Said, as_of: str | None = None) -> tuple[str, str] | None:
    desk = Desk()
    article = desk.article("Gazette", "2025-09-01", f"Washington imposed {text}.")
    amount = Amount(rate, "%")
    act = desk.act(
        desk.entry(
            article,
            "imposed",
            "USA",
            "PAK",
            "SANCTION",
            "delivered",
            instrument="tariff",
            object=text,
            domains=("trade",),
            amount=amount,
        )
    )
    return rates.stated(View.of(desk.snapshot(as_of), PAIR, load()), act, when)


def test_a_reported_duty_is_read_off_the_schedule() -> None:
    then = Said(date(2025, 9, 1), None, date(2026, 7, 1))
    told = stated(19, "a duty of 19 percent on goods from Pakistan", then, as_of="2025-10-01")
    assert told and told[0] == "supported" and "from 7 August 2025 (Executive Order 14257" in told[1]
    told = stated(19, "a duty of 19 percent on goods from Pakistan", then, as_of="2026-05-01")
    assert told and told[0] == "overtaken" and "to 23 February 2026" in told[1]
    undated = Said(None, date(2025, 9, 1), date(2026, 7, 1))
    told = stated(19, "a duty of 19 percent on goods from Pakistan", undated)
    assert told and told[0] == "undetermined by date"


def test_the_schedule_says_nothing_of_other_rates_and_of_single_goods() -> None:
    then = Said(date(2025, 9, 1), None, date(2026, 7, 1))
    assert stated(30, "a duty of 30 percent on goods from Pakistan", then) is None
    assert stated(19, "a duty of 19 percent on towels from Pakistan", then) is None


def test_what_ended_after_the_cut_off_is_not_known_to_have_ended() -> None:
    held = rates.duties(View.of(Desk().snapshot("2025-12-01"), PAIR, load()), "USA")
    (duty,) = [duty for duty in held if duty.receiver == "PAK"]
    assert duty.end is None and not [other for other in held if other.basis == "Proclamation 11012"]
