"""What changed between two states of the ledger."""

from dataclasses import replace
from datetime import date

from deedbook.measures import Difference, difference
from deedbook.records import Amount, Entry, Snapshot

from .builders import Desk

PAIR = ("PAK", "USA")
LOAN = {"instrument": "loan", "domains": ("finance",), "object": "loan for the canal"}


def told(desk: Desk, when: str, status: str, text: str, **given: object) -> Entry:
    article = desk.article(f"Gazette of {when}", when, text)
    return desk.entry(article, status, "USA", "PAK", "AID", status, **(LOAN | given))  # type: ignore[arg-type]


def winter() -> tuple[Snapshot, Snapshot]:
    """A loan promised in October that a later report says was approved."""
    early = Desk()
    promise = told(early, "2025-10-01", "promised", "A loan for the canal is promised now.")
    early.commitment(early.act(promise), id="canal", displayed="promised by 1 October 2025")
    late = Desk()
    first = told(late, "2025-10-01", "promised", "A loan for the canal is promised now.")
    second = told(late, "2025-12-10", "approved", "The loan for the canal is approved now.")
    late.commitment(
        late.act(first), late.act(second), id="canal", execution="allocated", displayed="approved by 10 December 2025"
    )
    return early.snapshot("2025-11-01"), late.snapshot("2025-12-31")


def found() -> Difference:
    return difference(*winter(), PAIR)


def test_a_later_report_moves_a_commitment_from_rung_to_rung_with_its_sentence() -> None:
    (moved,) = found().of("moved")
    assert moved.before.startswith("promised") and "approved" in moved.after
    assert moved.source and moved.source.text == "The loan for the canal is approved now."
    assert moved.why == "a later report"


def test_an_act_told_only_by_new_texts_is_new_and_the_old_one_is_not() -> None:
    (new,) = found().of("new act")
    assert new.after.startswith("approved") and "10 December 2025" in new.when
    assert (found().articles_before, found().articles_after) == (1, 2)


def test_a_new_act_stands_at_the_rung_that_the_record_shows() -> None:
    before, after = winter()
    (held,) = after.commitments
    steps = (*held.history[:-1], replace(held.history[-1], record_status="offered"))
    lesser = replace(after, commitments=(replace(held, history=steps),))
    (new,) = difference(before, lesser, PAIR).of("new act")
    assert new.after == "offered, told as approved"


def test_nothing_changes_between_a_state_and_itself() -> None:
    before, _ = winter()
    assert difference(before, before, PAIR).changes == ()


def test_a_commitment_is_the_same_though_its_id_changed() -> None:
    before, after = winter()
    renamed = replace(after, commitments=tuple(replace(c, id="other") for c in after.commitments))
    assert len(difference(before, renamed, PAIR).of("moved")) == 1


def test_another_sum_in_a_later_report_of_the_same_act_is_a_correction() -> None:
    desk = Desk()
    texts = {
        "2025-10-01": ("A loan of $2 million is promised.", 2e6),
        "2025-10-05": ("It is $3 million promised.", 3e6),
    }
    entries = [
        told(desk, when, "promised", text, object=None, amount=Amount(sum_, "USD"))
        for when, (text, sum_) in texts.items()
    ]
    desk.act(*entries)
    after = desk.snapshot()
    early = entries[0].article_key
    before = replace(
        after,
        articles={early: after.articles[early]},
        entries=(entries[0],),
        occurrences=(replace(after.occurrences[0], entries=(entries[0],)),),
    )
    (change,) = difference(before, after, PAIR).of("correction")
    assert (change.before, change.after) == ("$2 million", "$3 million")
    assert change.source and change.source.published and change.source.published.isoformat() == "2025-10-05"


def test_a_later_record_that_it_was_not_in_force_corrects_what_was_reported_as_done() -> None:
    desk = Desk()
    done = told(desk, "2025-10-01", "delivered", "The loan for the canal is delivered now.")
    desk.act(done)
    denied = told(desk, "2025-10-09", "not_received", "The loan for the canal was not_received at all.")
    desk.act(denied)
    after = desk.snapshot()
    before = replace(
        after,
        articles={done.article_key: after.articles[done.article_key]},
        entries=(done,),
        occurrences=after.occurrences[:1],
    )
    (change,) = difference(before, after, PAIR).of("correction")
    assert change.before.startswith("delivered") and "not received" in change.after


def test_an_absence_corrects_what_was_done_in_its_own_thread_alone() -> None:
    """That a cut is not in force says nothing against the duty that it was to cut."""
    desk = Desk()
    duty = told(desk, "2025-10-01", "delivered", "The loan for the canal is delivered now.")
    cut = told(desk, "2025-10-09", "not_received", "The loan for the canal was not_received at all.")
    desk.commitment(desk.act(duty), id="duty")
    desk.commitment(desk.act(cut), id="cut")
    after = desk.snapshot()
    articles = {duty.article_key: after.articles[duty.article_key]}
    before = replace(after, articles=articles, entries=(duty,), occurrences=after.occurrences[:1])
    assert difference(before, after, PAIR).of("correction") == ()
    (apart, _) = after.commitments
    one = replace(apart, history=tuple(step for c in after.commitments for step in c.history))
    assert len(difference(before, replace(after, commitments=(one,)), PAIR).of("correction")) == 1


def test_talk_of_what_has_got_further_moves_nothing() -> None:
    before, _ = winter()
    late = Desk()
    first = told(late, "2025-10-01", "promised", "A loan for the canal is promised now.")
    second = told(late, "2025-12-10", "approved", "The loan for the canal is approved now.")
    third = told(late, "2025-12-12", "promised", "The loan for the canal is promised anew.")
    fourth = told(late, "2025-12-20", "suspended", "The loan for the canal is suspended now.")
    acts = [late.act(one) for one in (first, second, third, fourth)]
    late.commitment(*acts, id="canal", execution="allocated", health="suspended", displayed="suspended")
    (moved,) = difference(before, late.snapshot("2025-12-31"), PAIR).of("moved")
    assert [rung.split(" (")[0] for rung in moved.after.split(" → ")] == ["approved", "put off"]


def test_a_denial_corrects_what_was_told_at_its_rung_and_moves_nothing() -> None:
    late = Desk()
    first = told(late, "2025-10-01", "promised", "A loan for the canal is promised now.")
    second = told(late, "2025-12-10", "approved", "The loan for the canal is approved now.")
    third = told(late, "2025-12-20", "approved", "No loan for the canal was approved at all.", negative=True)
    acts = [late.act(one) for one in (first, second, third)]
    late.commitment(*acts, id="canal", execution="allocated", displayed="approved; denied 20 December 2025")
    after = late.snapshot("2025-12-31")
    (moved,) = difference(winter()[0], after, PAIR).of("moved")
    assert moved.source and moved.source.text == "The loan for the canal is approved now."
    held = {one.article_key: after.articles[one.article_key] for one in (first, second)}
    before = replace(
        after, articles=held, entries=(first, second), occurrences=after.occurrences[:2], as_of=date(2025, 12, 15)
    )
    (change,) = difference(before, after, PAIR).of("correction")
    assert (change.before.split(" (")[0], change.after) == ("approved", "denied")


def test_another_sum_of_one_days_promise_is_a_correction_though_it_makes_two_acts() -> None:
    desk = Desk()
    sums = {
        "2025-10-01": ("The loan of $2 million is promised.", 2e6),
        "2025-10-02": ("It is $5 million promised.", 5e6),
    }
    entries = [
        told(desk, when, "promised", text, object=None, amount=Amount(value, "USD"), date="2025-10-01")
        for when, (text, value) in sums.items()
    ]
    desk.commitment(*(desk.act(entry) for entry in entries), id="canal")
    after = desk.snapshot()
    early = entries[0].article_key
    before = replace(
        after,
        commitments=(),
        articles={early: after.articles[early]},
        entries=entries[:1],
        occurrences=after.occurrences[:1],
    )
    (change,) = difference(before, after, PAIR).of("correction")
    assert (change.before, change.after) == ("$2 million", "$5 million")


def test_what_both_did_is_told_without_a_direction() -> None:
    desk = Desk()
    desk.act(told(desk, "2025-10-01", "agreed", "They agreed on a loan for the canal.", symmetric=True))
    after = desk.snapshot()
    (new,) = difference(replace(after, articles={}, entries=(), occurrences=()), after, PAIR).of("new act")
    assert new.joint


def changed(reviewed: bool, coder: str) -> Difference:
    desk = Desk()
    entry = told(desk, "2025-10-01", "promised", "A loan for the canal is promised now.")
    desk.act(entry)
    before = desk.snapshot()
    other = replace(entry, event=replace(entry.event, status="offered", coder=coder), reviewed=reviewed)
    act = replace(before.occurrences[0], entries=(other,), status="offered")
    return difference(before, replace(before, entries=(other,), occurrences=(act,)), PAIR)


def test_another_coders_reading_is_told_apart_from_a_persons_decision() -> None:
    (coded,) = changed(reviewed=False, coder="reader 2").changes
    assert (coded.kind, coded.before, coded.after) == ("re-coded", "status promised", "status offered")
    assert "reader 2" in coded.why
    (decided,) = changed(reviewed=True, coder="by hand").changes
    assert decided.kind == "decided" and decided.why == "a person decided"


def test_what_a_person_rejected_is_no_longer_held() -> None:
    desk = Desk()
    one = told(desk, "2025-10-01", "promised", "A loan for the canal is promised now.")
    article = desk.articles[one.article_key]
    two = desk.entry(article, "canal", "USA", "PAK", "SUPPORT", "act")
    desk.act(one)
    desk.act(two)
    before = desk.snapshot()
    after = replace(before, entries=(one,), occurrences=before.occurrences[:1])
    (change,) = difference(before, after, PAIR).changes
    assert (change.kind, change.after) == ("decided", "no longer held")


def test_a_reading_of_a_text_that_told_nothing_of_the_pair_is_no_new_act() -> None:
    """A text of which nothing on the pair was read is in no snapshot of the pair, then or now."""
    desk = Desk()
    entry = told(desk, "2025-10-01", "promised", "A loan for the canal is promised now.")
    desk.act(entry)
    held = desk.snapshot()
    nothing = replace(held, articles={}, entries=(), occurrences=())
    (found,) = difference(
        nothing, held, PAIR, readings=({entry.article_key: "one"}, {entry.article_key: "two"})
    ).changes
    assert found.kind == "re-coded"
    (gone,) = difference(held, nothing, PAIR, readings=({entry.article_key: "one"}, {entry.article_key: "two"})).changes
    assert (gone.kind, gone.after) == ("re-coded", "no longer held")
    (rejected,) = difference(held, nothing, PAIR, readings=({entry.article_key: "one"},) * 2).changes
    assert (rejected.kind, rejected.after) == ("decided", "no longer held")


def test_what_concerns_others_is_left_out() -> None:
    assert difference(*winter(), ("IND", "USA")).changes == ()
