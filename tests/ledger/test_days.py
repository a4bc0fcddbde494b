"""An act as its reports date it: each day with the reports and the rung that were told for it."""

from datetime import date

from deedbook.codebook import load
from deedbook.ledger import commitments, merge
from deedbook.ledger.days import by_day
from deedbook.records import Entry, Interval, Occurrence

from .builders import article, entry, keyed

MARCH = article("Freedonia promised to cut its tariffs on tin.", "2026-03-02", id="march")
LATER = article("Freedonia will cut its tariffs on tin.", "2026-03-05", id="later")
APRIL = article("Freedonia agreed to cut its tariffs on tin.", "2026-04-13", id="april")
HELD = keyed(MARCH, LATER, APRIL)


def told(of: object, cue: str, status: str, **kwargs: object) -> Entry:
    return entry(of, cue, "CONCEDE", status, object="tariffs on tin", instrument="tariff", **kwargs)  # type: ignore[arg-type]


def joined(*entries: Entry) -> Occurrence:
    """One act of these entries, as a person who joins them would have it."""
    ids = [f"{e.article_key}:{e.event.event_id}" for e in entries]
    (act,) = merge.occurrences(entries, HELD, joins=[(ids[0], other) for other in ids[1:]])
    return act


def test_days_that_cannot_both_be_right_are_told_apart_each_at_its_rung() -> None:
    act = joined(told(MARCH, "promised", "promised", on="2026-03-02"), told(APRIL, "agreed", "agreed", on="2026-04-11"))
    march, april = by_day(act, HELD)
    assert [(p.status, p.happened.start) for p in (march, april)] == [
        ("promised", date(2026, 3, 2)),
        ("agreed", date(2026, 4, 11)),
    ]
    assert march.id == april.id == act.id
    assert {*march.entries, *april.entries} == {*act.entries}


def test_days_that_can_all_mean_one_day_stay_one_dated_by_what_they_share() -> None:
    act = joined(
        told(MARCH, "promised", "promised", on="2026-01-01", until="2026-03-02"),
        told(LATER, "will cut", "promised", on="2026-02-01", until="2026-02-28"),
    )
    (one,) = by_day(act, HELD)
    assert one.happened == Interval(date(2026, 2, 1), date(2026, 2, 28), "explicit")
    assert {*one.entries} == {*act.entries}


def test_a_report_without_a_day_goes_with_the_last_day_before_it() -> None:
    act = joined(
        told(MARCH, "promised", "promised", on="2026-03-02"),
        told(LATER, "will cut", "promised"),
        told(APRIL, "agreed", "agreed", on="2026-04-11"),
    )
    march, _ = by_day(act, HELD)
    assert {e.article_key for e in march.entries} == {MARCH.key, LATER.key}
    assert march.happened == Interval(date(2026, 3, 2), date(2026, 3, 2), "explicit")


def test_a_report_published_before_every_day_that_is_named_stands_for_itself() -> None:
    act = joined(told(MARCH, "promised", "promised"), told(APRIL, "agreed", "agreed", on="2026-04-11"))
    before, _ = by_day(act, HELD)
    assert before.happened == Interval(None, date(2026, 3, 2), "publication")


def test_a_day_ahead_dates_no_telling() -> None:
    act = joined(
        told(MARCH, "promised", "promised", on="2026-06-01"), told(LATER, "will cut", "promised", on="2026-03-05")
    )
    before, later = by_day(act, HELD)
    assert (before.entries[0].article_key, later.entries[0].article_key) == (MARCH.key, LATER.key)


def test_a_commitments_history_shows_each_day_with_its_rung_and_what_it_looks_ahead_to() -> None:
    act = joined(told(MARCH, "promised", "promised", on="2026-06-01"), told(APRIL, "agreed", "agreed", on="2026-04-11"))
    (made,) = commitments.follow([act], load(), articles=HELD)
    assert [(s.rung, s.when.end, s.due) for s in made.history] == [
        ("promised", date(2026, 3, 2), date(2026, 6, 1)),
        ("agreed", date(2026, 4, 11), None),
    ]
    assert {s.occurrence.id for s in made.history} == {act.id}
