"""An act is compared with a bounded number of threads, however many its parties have."""

from deedbook.codebook import load
from deedbook.ledger import merge
from deedbook.ledger.acts import taker
from deedbook.ledger.evidence import Sources
from deedbook.ledger.shelf import RECENT, Shelf
from deedbook.ledger.standing import Move

from .builders import keyed
from .test_commitments import follow, tell


def _loan(n: int):  # type: ignore[no-untyped-def]
    plant = f"plant{chr(97 + n % 26)}{chr(97 + n // 26)}x"
    return tell(f"Washington promised a loan for {plant} to Pakistan.", f"2025-{1 + n % 12:02d}-{1 + n % 28:02d}",
                "promised", "AID", "promised", object=f"a loan for {plant}", instrument="loan")  # fmt: skip


def _loans(number: int):  # type: ignore[no-untyped-def]
    return [_loan(n) for n in range(number)]


def _acts(told):  # type: ignore[no-untyped-def]
    articles = keyed(*(a for a, _ in told))
    book = load()
    take = taker(book, Sources.of(articles, book))
    return sorted(filter(None, map(take, merge.occurrences([e for _, e in told], articles))), key=lambda a: a.sort_key)


def test_the_threads_near_an_act_do_not_grow_with_their_number() -> None:
    near = {}
    for number in (50, 200):
        shelf = Shelf()
        *first, last = _acts(_loans(number))
        for act in first:
            shelf.put(shelf.open(act), Move(act, act.occurrence.status))
        near[number] = len(shelf.near(last))
    assert near[50] == near[200] <= 2 * RECENT


def test_a_shared_project_is_found_however_long_ago() -> None:
    project = tell("Washington promised credit for the Reko Diq mine.", "2024-01-01", "promised", "AID", "promised",
                   object="credit for the Reko Diq mine", instrument="export_credit")  # fmt: skip
    approved = tell("The bank approved the Reko Diq loan.", "2026-12-10", "approved", "AID", "approved",
                    object="the Reko Diq loan", instrument="loan")  # fmt: skip
    found = follow(project, *_loans(60), approved)
    (mine,) = [c for c in found if c.name == "Reko Diq loan"]
    assert [step.rung for step in mine.history] == ["promised", "approved"]
