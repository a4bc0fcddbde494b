"""Which codec bytes are read with, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deedbook.reading.decoding import UndecodableError, decode

PROSE = "The café owners’ union said on Monday that it would accept the government’s offer – at last. " * 3


def test_utf8_is_read_as_it_is() -> None:
    decoded = decode(PROSE.encode())
    assert (decoded.text, decoded.codec, decoded.assumed) == (PROSE, "utf-8", None)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_and_is_no_text(codec: str) -> None:
    decoded = decode(PROSE.encode(codec))
    assert decoded.text == PROSE
    assert decoded.assumed is None


def test_western_prose_is_guessed_and_the_guess_is_stated() -> None:
    decoded = decode(PROSE.encode("cp1252"))
    assert (decoded.text, decoded.codec) == (PROSE, "cp1252")
    assert decoded.assumed
    assert "Windows-1252" in decoded.assumed


def test_some_broken_bytes_in_utf8_are_marked_and_counted() -> None:
    data = (PROSE * 5).encode().replace("– at".encode(), b"\x96 at", 1)
    decoded = decode(data)
    assert decoded.text.count("\ufffd") == 1
    assert decoded.assumed
    assert "1 byte is not UTF-8" in decoded.assumed


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r", "shift_jis"])
def test_an_encoding_that_cannot_be_known_is_refused(codec: str) -> None:
    text = "Министры встретились в столице и подписали соглашение. " * 5
    with pytest.raises(UndecodableError, match="encoding could not be recognised"):
        decode(text.encode(codec))


def test_a_declared_encoding_is_used_for_pages() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body>Министры встретились в столице.</body></html>'
    assert decode(page.encode("cp1251"), markup=True).text == page
    assert decode(page.encode("cp1251"), declared="windows-1251").text == page


def test_a_declaration_that_names_no_text_codec_is_ignored() -> None:
    assert decode(PROSE.encode("cp1252"), declared="zip").codec == "cp1252"


@pytest.mark.parametrize("data", [bytes(range(256)) * 8, b"\x0a\x0d\x0d\x0a" + bytes(100), b"\x7fELF\x02\x01\x01\x00"])
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(UndecodableError, match="binary"):
        decode(data)


def test_utf16_without_a_mark_is_refused_with_the_likely_cause() -> None:
    with pytest.raises(UndecodableError, match="UTF-16 without a byte-order mark"):
        decode(PROSE.encode("utf-16-le"))


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        decode(data, markup=True)
    except UndecodableError as error:
        assert error.remedy


@given(st.text(max_size=200))
def test_text_survives_utf8(text: str) -> None:
    try:
        assert decode(text.encode()).text == text.removeprefix("\ufeff")
    except UndecodableError:
        assert any(ord(char) < 32 or ord(char) == 127 for char in text)
