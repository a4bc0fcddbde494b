import pytest

from deedbook.codebook import load
from deedbook.ledger.acts import Namesakes
from deedbook.ledger.glances import Glance


def test_a_text_without_all_words_of_a_name_is_not_searched() -> None:
    glance = Glance.of(["Reko Diq", "Bank of America"])
    assert glance.may("a loan for the Reko Diq mine")
    assert glance.may("REKO DIQ")
    assert not glance.may("the bank of Pakistan, Reko and Diqs")
    assert not Glance.of([]).may("anything")


def test_a_name_that_begins_with_no_word_is_always_looked_for() -> None:
    assert Glance.of(["Reko Diq", "'Ndrangheta"]).may("nothing of the kind")


@pytest.mark.parametrize("kind", ["project", "firm", "agency"])
def test_every_name_of_the_codebook_is_still_found(kind: str) -> None:
    book = load()
    names = [name for name in book.names if name.kind == kind]
    namesakes = Namesakes(book)
    missing = {name.text for name in names if not namesakes.found(f"On Monday, {name.text}.", kind)}
    assert names and not missing - set(book.decoys)
