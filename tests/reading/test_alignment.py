"""Where an extraction's words stand in a rendering."""

from hypothesis import given
from hypothesis import strategies as st

from deedbook.reading.alignment import align
from deedbook.reading.rendering import render


def test_words_are_found_where_they_stand_in_order() -> None:
    rendering = render("<p>Menu one two</p><p>The pact was signed today.</p><p>Also: the pact was signed</p>")
    alignment = align("The pact was signed today.", rendering)
    assert alignment.shares == (0.0, 1.0, 0.0)
    assert (alignment.aligned, alignment.total) == (5, 5)


def test_a_repeated_paragraph_takes_a_place_of_its_own() -> None:
    rendering = render("<p>A pact was signed.</p><p>Other words stand here.</p><p>A pact was signed.</p>")
    alignment = align("A pact was signed.\nA pact was signed.", rendering)
    assert alignment.shares == (1.0, 0.0, 1.0)


def test_words_that_the_page_does_not_show_are_not_aligned() -> None:
    alignment = align("The pact was signed by nobody", render("<p>The pact was signed</p>"))
    assert (alignment.aligned, alignment.total) == (4, 6)


@given(
    st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), max_size=40),
    st.lists(st.sampled_from(["a", "b", "c", "d", "e"]), max_size=40),
)
def test_no_place_is_used_twice(page: list[str], extraction: list[str]) -> None:
    alignment = align(" ".join(extraction), render(f"<p>{' '.join(page)}</p>"))
    assert alignment.aligned <= min(len(page), len(extraction))
    assert alignment.total == len(extraction)
    assert all(0 <= share <= 1 for share in alignment.shares)
