import pytest

from deedbook.codebook import load
from deedbook.ledger.acts import Namesakes
from deedbook.ledger.glances import Glance


def test_a_text_without_any_of_the_names_is_not_searched() -> None:
    glance = Glance.of(["Reko Diq", "Bank of America", "'Ndrangheta"])
    assert glance.may("a loan for the Reko Diq mine")
    assert glance.may("REKO DIQ")
    assert glance.may("of the 'Ndrangheta")
    assert not glance.may("the bank of Pakistan, Reko and Diqs")
    assert not Glance.of([]).may("anything")


def test_names_that_are_looked_for_as_they_are_written_are_in_no_other_letters() -> None:
    glance = Glance.of(["AP", "Dawn"], cased=True)
    assert glance.may("(AP)")
    assert not glance.may("a map at dawn")
    assert Glance.of(["dpa", "Press Trust of India"], cased=True).may("(dpa)")
    assert not Glance.of(["dpa", "Press Trust of India"], cased=True).may("the press trust of India")


@pytest.mark.parametrize("kind", ["project", "firm", "agency"])
def test_every_name_of_the_codebook_is_still_found(kind: str) -> None:
    book = load()
    names = [name for name in book.names if name.kind == kind]
    namesakes = Namesakes(book)
    missing = {name.text for name in names if not namesakes.found(f"On Monday, {name.text}.", kind)}
    assert names and not missing - set(book.decoys)
