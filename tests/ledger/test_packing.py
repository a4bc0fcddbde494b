"""Records survive the ledger's columns."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deedbook.ledger.packing import filler, pack, unpack
from deedbook.records import Amount, Decision, Event, Interval, Party, Phrase, Problem, Span, Speaker

texts = st.text(st.characters(), max_size=12)
days = st.none() | st.dates()
offsets = st.none() | st.integers(0, 10**6)
phrases = st.none() | st.builds(Phrase, st.integers(0), st.integers(0), texts)
events = st.builds(
    Event,
    article_id=texts,
    event_id=texts,
    event_type=texts,
    quad_class=texts,
    status=texts,
    actor=st.builds(Party, st.none() | texts, st.none() | texts, st.none() | texts, offsets, offsets),
    recipient=st.builds(Party, st.none() | texts),
    cue=phrases,
    sentence=st.builds(Span, st.integers(0), st.integers(0)),
    partial=st.booleans(),
    domains=st.lists(texts, max_size=3).map(tuple),
    speaker=st.builds(Speaker, st.sampled_from(("narrator", "direct"))),
    amount=st.none() | st.builds(Amount, st.floats(allow_nan=False), texts),
    date=st.builds(Interval, days, days, st.sampled_from(("explicit", "none"))),
    confidence=st.floats(0, 1),
)


@settings(max_examples=60, deadline=None)
@given(events)
def test_an_event_comes_back_as_it_was(event: Event) -> None:
    assert unpack(Event, pack(event)) == event


@settings(max_examples=60, deadline=None)
@given(events)
def test_records_read_by_the_thousand_come_back_as_they_were(event: Event) -> None:
    row = pack(event, without=frozenset(("article_id", "coder")))
    filled = filler(Event, "article_id", "coder")
    assert filled(row, event.article_id, "3") == replace(event, coder="3")
    assert filled(pack(replace(event, coder="2")), "", "3").coder == "2"


@pytest.mark.parametrize(
    "row",
    (
        '{"start":1,"end":2,"text":"a\\ud800b"}',  # half a character
        '{"start":1,"end":2,"text":null}',  # not what is declared
        '{"start":1,"end":2,"text":"a","moon":"full"}',  # of a later version
    ),
)
def test_what_is_not_as_declared_is_read_as_it_always_was(row: str) -> None:
    assert filler(Phrase)(row) == unpack(Phrase, row)
    assert filler(Phrase, "text")(row.replace('"text"', '"other"'), "given").text == "given"


def test_a_decision_comes_back_with_its_times_and_pairs() -> None:
    decision = Decision(
        "correct", "ab", (3, 9), ("NRL", "FRM"), "Ines", datetime(2026, 5, 1, tzinfo=UTC), "", (("status", "agreed"),)
    )
    assert unpack(Decision, pack(decision)) == decision


def test_fields_at_their_default_take_no_space_and_lone_surrogates_survive() -> None:
    problem = Problem("a\ud800.txt", "is empty.", "Save it again.")
    assert pack(problem) == '{"message":"is empty.","remedy":"Save it again.","source":"a\\ud800.txt"}'
    assert unpack(Problem, pack(problem)) == problem


def test_a_field_that_this_version_does_not_know_is_passed_over() -> None:
    assert unpack(Interval, '{"start":"2026-02-02","moon":"full"}') == Interval(date(2026, 2, 2))
