"""The text of a page as the product renders it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from deedbook.reading.rendering import render


def test_one_line_a_block_with_entities_resolved() -> None:
    page = "<body><h1>Trade &amp; aid</h1><p>Both\n  sides <b>agreed</b>.</p><ul><li>one<li>two</ul>x<br>y</body>"
    assert render(page).text == "Trade & aid\nBoth sides agreed.\none\ntwo\nx\ny"


def test_what_no_reader_sees_is_not_rendered() -> None:
    page = (
        "<html><head><title>t</title><style>s</style></head><body><script>s</script><noscript>n</noscript>"
        "<p hidden>h</p><p style='display: none'>d</p><template>t</template><!-- c --><svg><text>v</text></svg>"
        "<p>seen<script>x</script> after</p></body></html>"
    )
    assert render(page).text == "seen after"


def test_lines_know_the_telling_elements_that_they_stand_in() -> None:
    rendering = render("<nav><ul><li>Home</ul></nav><main><h2>What next</h2><figcaption>A hall</figcaption></main>")
    assert [line.places & {"nav", "h2", "figcaption"} for line in rendering.lines] == [{"nav"}, {"h2"}, {"figcaption"}]


def test_an_empty_span_of_class_br_ends_a_line() -> None:
    assert render("<p>One.<span class='x br'></span>Two.</p>").text == "One.\nTwo."


def test_the_declared_language_is_kept() -> None:
    assert render("<html lang='fr-FR'><body>x</body></html>").language_hint == "fr-fr"


def test_nesting_beyond_the_limit_is_said() -> None:
    assert render("<div>" * 1000 + "deep").text == "deep"
    rendering = render("<p>first</p>" + "<div>" * 5000 + "deep")
    assert rendering.text == "first"
    assert rendering.cut_off


def test_nothing_renders_to_nothing() -> None:
    assert render("").text == ""
    assert render("<!-- nothing -->").text == ""


_PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div hidden>",
        "<br>",
        "<b>",
        "</b>",
        "<td>",
        "<script>",
        "</script>",
        "&lt;",
        "&#x0;",
        "<",
        "<!--",
        "-->",
    ]
)


@settings(deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=20)), max_size=30))
def test_lines_are_the_text_and_hold_no_loose_white_space(pieces: list[str]) -> None:
    rendering = render("".join(pieces))
    lines = [rendering.text[line.start : line.end] for line in rendering.lines]
    assert "\n".join(lines) == rendering.text
    assert all(line and line == " ".join(line.split()) for line in lines)
