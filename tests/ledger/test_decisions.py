"""People's decisions outrank the coder and survive it."""

import hashlib
from datetime import UTC, datetime

import pytest

from deedbook.ledger import Ledger, LedgerError
from deedbook.records import Article, Decision

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
