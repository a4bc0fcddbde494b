"""People's decisions outrank the coder and survive it."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from deedbook.ledger import Ledger, LedgerError, anchors
from deedbook.records import Anchor, Article, Decision
from training.alpha import nominal

from .builders import article, coding, event

A = article("Norland offered Farmark a harbour loan. Norland praised Farmark.", "2025-11-08")
OFFER = event(A, "offered", "AGREE", "offered", object="a harbour loan", instrument="loan", domains=("finance",))


def decision(kind: str, hour: int = 9, of: Article = A, **changes: str) -> Decision:
    start = of.raw.index("offered")
    return Decision(
        kind,  # type: ignore[arg-type]
        hashlib.sha256(of.raw.encode()).hexdigest(),
        (start, start + len("offered")),
        ("FRM", "NRL"),
        "Ines",
        datetime(2026, 5, 1, hour, tzinfo=UTC),
        changes=tuple(changes.items()),
    )


@pytest.fixture
def ledger() -> Ledger:
    ledger = Ledger.temporary()
    ledger.add(A, coding(OFFER), coder="test 1")
    return ledger


def test_accepting_marks_the_act_as_reviewed(ledger: Ledger) -> None:
    assert not ledger.snapshot().occurrences[0].reviewed
    ledger.decide(decision("accept"))
    assert ledger.snapshot().occurrences[0].reviewed


def test_rejecting_drops_the_entry_and_a_later_acceptance_brings_it_back(ledger: Ledger) -> None:
    ledger.decide(decision("reject", 9))
    assert ledger.snapshot().entries == ()
    ledger.decide(decision("accept", 10))
    assert len(ledger.snapshot().entries) == 1


def test_what_counts_is_when_it_was_decided_not_when_it_came_in(ledger: Ledger) -> None:
    ledger.decide(decision("accept", 10))
    ledger.decide(decision("reject", 9))
    assert len(ledger.snapshot().entries) == 1


def test_corrections_change_fields_and_what_is_derived_from_them(ledger: Ledger) -> None:
    ledger.decide(decision("correct", 9, status="promised", domains="trade|finance", date_from="2025-11-01"))
    ledger.decide(decision("correct", 10, event_type="AID"))
    (entry,) = ledger.snapshot().entries
    assert (entry.event.status, entry.event.event_type, entry.reviewed) == ("promised", "AID", True)
    assert entry.event.quad_class == "material cooperation"
    assert entry.event.domains == ("trade", "finance")
    assert str(entry.happened.start) == "2025-11-01"


def test_a_decision_holds_for_the_next_coder_too(ledger: Ledger) -> None:
    ledger.decide(decision("correct", 9, status="promised"))
    ledger.add(A, coding(event(A, "offered", "AID", "discussed")), coder="test 2")
    (entry,) = ledger.snapshot().entries
    assert (entry.event.event_type, entry.event.status) == ("AID", "promised")


def test_a_decision_about_another_cue_or_pair_touches_nothing(ledger: Ledger) -> None:
    ledger.add(A, coding(event(A, "praised", "SUPPORT", "act")), coder="test 2")
    ledger.decide(decision("reject"))
    assert len(ledger.snapshot().entries) == 1


def test_a_note_changes_nothing(ledger: Ledger) -> None:
    ledger.decide(decision("note"))
    assert not ledger.snapshot().entries[0].reviewed


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("status", "maybe", "status cannot be 'maybe'"),
        ("colour", "red", "no field 'colour'"),
        ("date_from", "2 May", "date_from cannot be '2 May'"),
        ("actor", "Norland", "actor cannot be 'Norland'"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_with_what_was_expected(
    ledger: Ledger, name: str, value: str, expected: str
) -> None:
    with pytest.raises(LedgerError, match=expected):
        ledger.decide(decision("correct", 9, **{name: value}))
    assert ledger.counts().decisions == 0


def test_a_new_date_is_given_by_redate_alone(ledger: Ledger) -> None:
    ledger.decide(decision("redate", 9, date_from="2025-11-02", date_to="2025-11-03"))
    (entry,) = ledger.snapshot().entries
    assert (str(entry.happened.start), str(entry.happened.end), entry.reviewed) == ("2025-11-02", "2025-11-03", True)
    for wrong, expected in (
        ({"status": "promised"}, "a new date cannot change 'status'"),
        ({}, "it corrects nothing"),
        ({"date_from": "2025-12-01", "date_to": "2025-11-01"}, "is after date_to"),
    ):
        with pytest.raises(LedgerError, match=expected):
            ledger.decide(decision("redate", 10, **wrong))


def test_a_decision_finds_its_event_where_another_coder_draws_the_cue_otherwise(ledger: Ledger) -> None:
    ledger.decide(decision("correct", 9, status="promised"))
    ledger.add(A, coding(event(A, "Norland offered", "AGREE", "offered")), coder="test 2")
    (entry,) = ledger.snapshot().entries
    assert (entry.event.status, entry.reviewed) == ("promised", True)
    assert ledger.orphans() == ()
    ledger.add(A, coding(event(A, "praised", "SUPPORT", "act")), coder="test 3")
    assert [o.kind for o in ledger.orphans()] == ["correct"], "no event overlaps the cue any more"
    assert not ledger.snapshot().entries[0].reviewed


def test_an_event_at_the_very_cue_goes_before_one_that_overlaps_it(ledger: Ledger) -> None:
    ledger.add(
        A,
        coding(event(A, "offered", "AGREE", "offered"), event(A, "offered Farmark", "SUPPORT", "act")),
        coder="test 2",
    )
    ledger.decide(decision("reject"))
    assert [e.event.event_type for e in ledger.snapshot().entries] == ["SUPPORT"]


def test_a_decision_that_puts_the_pair_right_holds_for_a_coder_that_has_it_right(ledger: Ledger) -> None:
    ledger.decide(decision("correct", 9, recipient="USA"))
    ledger.decide(decision("correct", 10, status="promised"))
    (entry,) = ledger.snapshot().entries
    assert (entry.event.recipient.code, entry.event.status) == ("USA", "promised"), "found by its old pair"
    ledger.add(A, coding(event(A, "offered Farmark", "AGREE", "offered", to="USA")), coder="test 2")
    assert [o.changes for o in ledger.orphans()] == [(("status", "promised"),)], "the old pair is nowhere now"
    assert ledger.snapshot().entries[0].reviewed


def test_of_a_list_only_the_event_with_the_decided_object_is_meant() -> None:
    text = "Farmark has not received credits, arms or aid from Norland."
    of = article(text, "2025-11-08")
    ledger = Ledger.temporary()
    several = [
        event(of, "not received", "AID", "not_received", object=thing, instrument="loan")
        for thing in ("credits", "arms", "aid")
    ]
    ledger.add(of, coding(*(replace(e, event_id=f"{n}") for n, e in enumerate(several))), coder="test 1")
    held = anchors.anchor(several[1], hashlib.sha256(text.encode()).hexdigest())
    ledger.decide(
        Decision(
            "reject",
            held.text_sha256,
            held.cue,
            held.pair,
            "Ines",
            datetime(2026, 5, 1, tzinfo=UTC),
            object=held.object,
        )
    )
    assert [e.event.object.text for e in ledger.snapshot().entries if e.event.object] == ["credits", "aid"]


def test_a_decision_holds_in_a_snapshot_of_one_pair_too(ledger: Ledger) -> None:
    """The event that a correction moved to another pair is not there; its neighbour must not take its decision."""
    ledger.add(
        A,
        coding(event(A, "offered", "AGREE", "offered"), event(A, "offered Farmark", "SUPPORT", "act")),
        coder="test 2",
    )
    ledger.decide(decision("correct", 9, recipient="USA", status="refused"))
    whole = [e for e in ledger.snapshot().entries if e.event.recipient.code == "FRM"]
    confined = ledger.snapshot(pairs=[("NRL", "FRM")]).entries
    assert [e for e in confined if e.event.recipient.code == "FRM"] == whole
    assert [e.event.status for e in whole] == ["act"]


def by(who: str, made: Decision) -> Decision:
    return replace(made, who=who)


def test_two_people_in_conflict_show_as_disputed(ledger: Ledger) -> None:
    def state() -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        found = ledger.reviews()
        return next(((r.state, r.by, r.over) for r in found.values()), ("coded", (), ()))

    assert state() == ("coded", (), ())
    ledger.decide(decision("accept", 8))
    assert state() == ("reviewed", ("Ines",), ())
    ledger.decide(by("Omar", decision("correct", 9, status="promised")))
    assert state() == ("disputed", ("Ines", "Omar"), ("status",))
    (entry,) = ledger.snapshot().entries
    assert entry.event.status == "promised", "the later is shown meanwhile"
    assert entry.disputed and not entry.reviewed, "what is disputed does not pass for checked"
    ledger.decide(decision("accept", 10))
    assert state() == ("reviewed", ("Ines", "Omar"), ())
    ledger.decide(by("Omar", decision("reject", 11)))
    assert state() == ("disputed", ("Ines", "Omar"), ("kept",))
    ledger.decide(decision("note", 12))
    assert state()[0] == "disputed", "a note takes no side"
    ledger.decide(by("Omar", decision("accept", 13)))
    assert state()[0] == "reviewed"


def test_one_person_who_changes_a_mind_is_no_dispute(ledger: Ledger) -> None:
    for hour, made in enumerate((decision("accept"), decision("correct", 9, status="promised"), decision("reject"))):
        ledger.decide(replace(made, when=datetime(2026, 5, 1, hour, tzinfo=UTC)))
    assert [r.state for r in ledger.reviews().values()] == ["reviewed"]


def test_joining_what_another_splits_is_a_dispute_about_both(ledger: Ledger) -> None:
    other = article("Norland offered Farmark a loan for its harbour.", "2025-11-08", id="b", outlet="The Herald")
    ledger.add(other, coding(event(other, "offered", "AGREE", "offered", instrument="loan")), coder="test 1")
    here, there = decision("join"), decision("split", 10, of=other)
    held = Anchor(there.text_sha256, there.cue, there.pair)
    ledger.decide(replace(here, other=held))
    assert [r.state for r in ledger.reviews().values()] == ["coded", "coded"], "joined, but not checked"
    ledger.decide(by("Omar", replace(there, other=Anchor(here.text_sha256, here.cue, here.pair))))
    assert [r.state for r in ledger.reviews().values()] == ["disputed", "disputed"]


def test_agreement_takes_each_reviewer_alone() -> None:
    ledger = Ledger.temporary()
    for number in range(4):
        of = article(f"Norland offered Farmark loan {number}.", "2025-11-08", id=str(number))
        ledger.add(of, coding(event(of, "offered", "AGREE", "offered")), coder="test 1")
        ledger.decide(decision("accept", 9, of=of))
        second = {
            0: decision("accept", 10, of=of),
            1: decision("correct", 10, of=of, status="promised"),
            2: decision("reject", 10, of=of),
            3: decision("correct", 10, of=of, domains="trade"),
        }[number]
        ledger.decide(by("Omar", second))
        if number == 0:
            ledger.decide(by("Third", decision("reject", 11, of=of)))
    found = {row.field: row for row in ledger.agreement(("Ines", "Omar"))}
    assert (found["kept"].units, found["kept"].alike) == (4, 3)
    assert (found["status"].units, found["status"].alike) == (3, 2)
    assert found["status"].alpha == pytest.approx(
        nominal([("offered", "offered"), ("offered", "promised"), ("offered", "offered")])
    )
    assert found["event_type"].alpha is None and found["event_type"].alike == 3
    assert {row.field: row.units for row in ledger.agreement()}["kept"] == 4
    assert ledger.agreement(("Ines",)) == ()
