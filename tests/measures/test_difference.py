"""What changed between two states of the ledger."""

from dataclasses import replace

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


def test_what_concerns_others_is_left_out() -> None:
    assert difference(*winter(), ("IND", "USA")).changes == ()
