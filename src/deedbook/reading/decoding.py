"""Bytes to text: which codec was used, and whether that was known or guessed.

Order: byte-order mark, strict UTF-8, the codec that the page or server declares, UTF-8 with a few broken bytes, and
Windows-1252 where the result looks like prose. Whatever is left is refused in words. Line ends stay as they are; a
byte-order mark is not part of the text.
"""

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAVE = "Save its text as .txt, or the page as HTML."
_UNPACK = "Unpack it first."
_TYPE = "Give what it shows as text."
_DOCUMENTS = (
    (b"%PDF-", "a PDF", _SAVE),
    (b"{\\rtf", "an RTF document", _SAVE),
    (b"%!PS", "a PostScript file", _SAVE),
    (
        b"PK\x03\x04",
        "an archive or an office document (ZIP, DOCX, XLSX)",
        f"{_SAVE} A tracker goes to `deedbook import`.",
    ),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document (DOC, XLS)", f"{_SAVE} A table goes into .csv."),
    (b"\x1f\x8b", "a compressed file (gzip)", _UNPACK),
    (b"BZh", "a compressed file (bzip2)", _UNPACK),
    (b"\xfd7zXZ\0", "a compressed file (xz)", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a compressed file (zstd)", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)", _UNPACK),
    (b"\xff\xd8\xff", "a picture (JPEG)", _TYPE),
    (b"\x89PNG", "a picture (PNG)", _TYPE),
    (b"SQLite format 3\0", "a database (SQLite)", "If it is a ledger, name it as the ledger, not as a source."),
)
# WHATWG Encoding Standard, section 4.2: labels under which pages mean something else than the codec of that name.
_WEB_LABELS = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "utf-16": "utf-8",
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,300}?|\?xml[^>]{0,80}?en)c(?:harset|oding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.I
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")  # \t \n \v \f \r and ESC occur in saved text
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SEQUENCES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# A letter with an accent among other letters, or typographic punctuation beside one or at a word's end.
_IN_PLACE = re.compile(
    r"(?<=[A-Za-z])[^\x00-\x7f]|[^\x00-\x7f](?=[A-Za-z])|(?<=[\s\d.,;:!?)\"'])[\x80-\xff‘’“”–—…•€£©°·]"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the codec's name, and in plain words what was assumed (``None`` where nothing was)."""

    text: str
    codec: str
    assumed: str | None = None


class UndecodableError(ValueError):
    """The bytes are no text that can be read; the message says why, ``remedy`` what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


def document(head: bytes) -> tuple[str, str] | None:
    """What a file that begins like this is and what to do, where it is a document of another kind than text."""
    found = ((what, remedy) for magic, what, remedy in _DOCUMENTS if head.startswith(magic))
    return next(((f"it is {what}, which is not read.", remedy) for what, remedy in found), None)


def decode(data: bytes, *, declared: str | None = None, markup: bool = False) -> Decoded:
    """Decode a whole file. ``declared`` is the server's charset; with ``markup`` the page's own is looked for too.

    Raises UndecodableError for binary data and for an encoding that can neither be known nor guessed."""
    if known := document(data):
        raise UndecodableError(*known)
    for mark, codec in _MARKS:
        if data.startswith(mark):
            try:
                return _checked(Decoded(data[len(mark) :].decode(codec), codec))
            except UnicodeDecodeError as error:
                raise UndecodableError(
                    f"it begins with the mark of {codec.upper()}, but byte {error.start} is not valid in it.",
                    "Save it again as UTF-8.",
                ) from None
    try:
        return _checked(Decoded(data.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError as error:
        first_bad = error.start
    _refuse_binary(data)
    for label in (declared, _declared_in(data) if markup else None):
        if (decoded := _by_label(data, label)) is not None:
            return decoded
    if (mended := _mostly_utf8(data, first_bad)) is not None:
        return mended
    return _western(data, first_bad)


def _checked(decoded: Decoded) -> Decoded:
    controls = len(_CONTROL.findall(decoded.text))
    if controls * 100 > len(decoded.text) or "\0" in decoded.text[:4096]:
        if "\0" in decoded.text:
            raise UndecodableError(*_NOT_TEXT_NUL)
        raise UndecodableError(*_NOT_TEXT)
    return decoded


_NOT_TEXT = (
    "it holds control characters that no text has: this looks like a binary file.",
    "Give a text or HTML file.",
)
_NOT_TEXT_NUL = (
    "it holds NUL bytes: this looks like a binary file, or UTF-16 without a byte-order mark.",
    "Give a text or HTML file; if it is text, save it as UTF-8.",
)


def _refuse_binary(data: bytes) -> None:
    if b"\0" in data:
        raise UndecodableError(*_NOT_TEXT_NUL)
    if len(_CONTROL_BYTES.findall(data[:65536])) * 100 > len(data[:65536]):
        raise UndecodableError(*_NOT_TEXT)


def _declared_in(data: bytes) -> str | None:
    match = _DECLARED.search(data[:4096])
    return match.group(1).decode("ascii") if match else None


def _by_label(data: bytes, label: str | None) -> Decoded | None:
    if not label:
        return None
    name = _WEB_LABELS.get(label.strip().lower(), label.strip().lower())
    try:
        return _checked(Decoded(data.decode(name), name))
    except (LookupError, UnicodeError, UndecodableError):  # unknown label, or a label that lies
        return None


def _mostly_utf8(data: bytes, first_bad: int) -> Decoded | None:
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd") - data.count("\ufffd".encode())
    if len(_SEQUENCES.findall(data)) < 5 * broken:
        return None
    line = data.count(b"\n", 0, first_bad) + 1
    return _checked(
        Decoded(
            text,
            "utf-8 (replace)",
            f"{broken} {'bytes are' if broken > 1 else 'byte is'} not UTF-8 (the first in line {line}); "
            f"each was read as \ufffd.",
        )
    )


def _western(data: bytes, first_bad: int) -> Decoded:
    line = data.count(b"\n", 0, first_bad) + 1
    refusal = UndecodableError(
        f"its encoding could not be recognised: it is not UTF-8 (line {line}) and not plausible as Windows-1252.",
        "Save it again as UTF-8.",
    )
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        raise refusal from None
    sample = text[:200_000]
    foreign = len(_FOREIGN.findall(sample))
    in_place = len(_IN_PLACE.findall(sample))
    if foreign * 4 > len(sample) or in_place * 4 < foreign * 3:
        raise refusal
    return Decoded(text, "cp1252", f"it is not UTF-8 (line {line}); it was read as Windows-1252, which fits.")
