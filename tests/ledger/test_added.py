"""Acts that a person found and the coder did not: kept as decisions, merged and followed as any other, taken back."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from deedbook.ledger import Ledger, LedgerError, anchors
from deedbook.ledger.added import is_added
from deedbook.ledger.addresses import Text
from deedbook.pipeline.adding import added, typed_sum
from deedbook.records import Decision, Interval
from deedbook.records.failure import Failure

from .builders import article, coding, event

A = article(
    "Pakistan offered America a harbour loan. It paid out $45 million in May. Pakistan praised America.", "2025-11-08"
)
B = article("Pakistan paid America $45 million in May, officials said.", "2025-11-09", id="b", outlet="Other Wire")
OFFER = event(
    A,
    "offered",
    "AGREE",
    "offered",
    by="PAK",
    to="USA",
    object="a harbour loan",
    instrument="loan",
    domains=("finance",),
)
PAID = event(
    B, "paid", "AID", "delivered", by="PAK", to="USA", object="$45 million", instrument="loan", domains=("finance",)
)
FIELDS = {
    "actor": "PAK", "recipient": "USA", "event_type": "AID", "status": "delivered", "instrument": "loan",
    "domains": "finance", "date_from": "2025-05-01", "date_to": "2025-05-31", "amount": "$45 million",
}  # fmt: skip


def text_of(of=A) -> Text:
    return Text(of, hashlib.sha256(of.raw.encode()).hexdigest())


def adding(words: str = "paid out", hour: int = 9, who: str = "Ines", **more: str) -> Decision:
    when = datetime(2026, 5, 1, hour, tzinfo=UTC)
    return added(text_of(), (OFFER,), words, FIELDS | more, about="$45 million", who=who, when=when)


@pytest.fixture
def ledger() -> Ledger:
    ledger = Ledger.temporary()
    ledger.add(A, coding(OFFER), coder="test 1")
    return ledger


def by_hand(ledger: Ledger) -> list:
    return [entry for entry in ledger.snapshot(pairs=[("USA", "PAK")]).entries if is_added(entry.event)]


def test_what_was_added_is_an_act_with_its_sentence_and_was_checked(ledger: Ledger) -> None:
    ledger.decide(adding())
    (entry,) = by_hand(ledger)
    assert (entry.event.event_type, entry.event.status, entry.event.actor.code) == ("AID", "delivered", "PAK")
    assert A.raw[entry.evidence.start : entry.evidence.end] == "It paid out $45 million in May."
    assert (entry.event.cue.text, entry.event.object.text) == ("paid out", "$45 million")
    assert (entry.event.amount.value, entry.event.amount.unit) == (45_000_000, "USD")
    assert entry.happened.start == date(2025, 5, 1)
    assert entry.reviewed and not entry.disputed
    assert entry.event.quad_class == "material cooperation"
    assert {len(ledger.snapshot().entries), len(ledger.entries(A.key))} == {2}


def test_it_merges_with_what_others_report(ledger: Ledger) -> None:
    may = Interval(date(2025, 5, 1), date(2025, 5, 31), "explicit")
    ledger.add(B, coding(replace(PAID, date=may)), coder="test 1")
    before = len(ledger.snapshot().occurrences)
    ledger.decide(adding())
    acts = ledger.snapshot().occurrences
    assert len(acts) == before
    assert any({entry.article_key for entry in act.entries} == {A.key, B.key} for act in acts)
    assert ledger.snapshot(pairs=[("USA", "PAK")]).occurrences == acts


def test_it_holds_for_the_next_coder_and_no_decision_on_another_event_strays_to_it(ledger: Ledger) -> None:
    ledger.decide(adding())
    start = A.raw.index("paid")
    ledger.add(A, coding(OFFER, event(A, "paid", "AID", "promised", by="PAK", to="USA")), coder="test 2")
    reject = replace(adding(), kind="reject", cue=(start, start + 4), changes=(), object=None)
    ledger.decide(reject)
    ledger.add(A, coding(OFFER), coder="test 3")  # where what was rejected is gone
    (entry,) = by_hand(ledger)
    assert entry.event.status == "delivered"
    assert ledger.orphans() == (reject,)


def test_taking_it_back_is_a_decision_too_and_the_past_keeps_it() -> None:
    ledger = Ledger.temporary()
    ledger.add(A, coding(OFFER), coder="test 1", recorded=datetime(2026, 5, 1, tzinfo=UTC))
    made = adding()
    ledger.decide(made, recorded=datetime(2026, 5, 2, tzinfo=UTC))
    taken = replace(made, kind="withdraw", when=datetime(2026, 5, 3, tzinfo=UTC), changes=())
    ledger.decide(taken, recorded=datetime(2026, 5, 3, tzinfo=UTC))
    assert not by_hand(ledger) and ledger.decisions() == (made, taken)
    then = datetime(2026, 5, 2, 12, tzinfo=UTC)
    for pairs in (None, [("PAK", "USA")]):
        assert len(ledger.snapshot(recorded_as_of=then, pairs=pairs).entries) == 2
    again = replace(adding(status="promised"), when=datetime(2026, 5, 4, tzinfo=UTC))
    ledger.decide(again)
    (entry,) = by_hand(ledger)
    assert entry.event.status == "promised"


def test_another_person_may_correct_reject_or_dispute_it(ledger: Ledger) -> None:
    made = adding()
    ledger.decide(made)
    (entry,) = by_hand(ledger)
    held = anchors.anchor(entry.event, made.text_sha256)
    own = Decision(
        "correct", made.text_sha256, held.cue, held.pair, "Jon", datetime(2026, 5, 2, tzinfo=UTC), object=held.object
    )
    ledger.decide(replace(own, changes=(("amount", "up_to 50000000 USD"),)))
    (entry,) = by_hand(ledger)
    assert (entry.event.amount.value, entry.event.amount.qualifier, entry.disputed) == (5e7, "up_to", True)
    ledger.decide(replace(own, kind="reject", when=datetime(2026, 5, 3, tzinfo=UTC)))
    assert not by_hand(ledger)
    (review,) = [r for (_, name), r in ledger.reviews().items() if name == entry.event.event_id]
    assert review.state == "disputed" and review.by == ("Ines", "Jon")


def test_two_who_add_the_same_agree(ledger: Ledger) -> None:
    ledger.decide(adding())
    ledger.decide(adding(hour=10, who="Jon"))
    assert len(by_hand(ledger)) == 1
    assert {row.field: (row.units, row.alike) for row in ledger.agreement()}["status"] == (1, 1)


def test_it_dates_undated_reports_as_any_other(ledger: Ledger) -> None:
    undated = article("Pakistan paid America $45 million in May, it was said.", None, id="u")
    ledger.add(undated, coding(event(undated, "paid", "AID", "delivered", by="PAK", to="USA")), coder="test 1")
    ledger.decide(adding())
    assert ledger.snapshot(pairs=[("USA", "PAK")]).occurrences == ledger.snapshot().occurrences


def test_it_is_found_by_its_id_and_survives_a_reopened_file(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "l.db") as ledger:
        ledger.add(A, coding(OFFER), coder="test 1")
        ledger.decide(adding())
        (entry,) = by_hand(ledger)
    with Ledger.open(tmp_path / "l.db") as ledger:
        (told,) = ledger.events_named(entry.event.event_id[:8])
        assert told.event == entry.event
        ledger.forget(A.key, who="Ines")
        assert not ledger.snapshot().entries and len(ledger.decisions()) == 1


@pytest.mark.parametrize(
    ("words", "more", "said"),
    [
        ("handed over", {}, "do not stand there"),
        ("America", {}, "stand there 2 times"),
        ("loan. It", {}, "over the end of a sentence"),
        ("offered", {}, "already"),
        ("paid out", {"recipient": "PAK"}, "two different sides"),
        ("", {}, "missing"),
    ],
)
def test_what_cannot_be_added_is_said(words: str, more: dict[str, str], said: str) -> None:
    with pytest.raises(Failure, match=said):
        adding(words, **more)


@pytest.mark.parametrize("field", [{"status": "paid"}, {"amount": "much"}, {"actor": "QQQ"}, {"event_type": ""}])
def test_what_the_codebook_lacks_is_refused(ledger: Ledger, field: dict[str, str]) -> None:
    with pytest.raises(LedgerError):
        ledger.decide(adding(**field))


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("$45 million", "45000000 USD"),
        ("up to €1.5bn", "up_to 1500000000 EUR"),
        ("$5 million to $8 million", "5000000-8000000 USD"),
        ("240000000 USD", "240000000 USD"),
        ("a lot", "a lot"),
    ],
)
def test_a_sum_is_taken_as_it_is_typed(typed: str, written: str) -> None:
    assert typed_sum(typed) == written
