"""Sources, as a person names them, to articles: files, folders, addresses, standard input."""

import errno
import io
import os
import re
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from deedbook.reading import jsonl as json_lines
from deedbook.reading import page, registers, reuters, text, web
from deedbook.reading.decoding import UndecodableError, decode, document
from deedbook.reading.labels import Labels, default_labels
from deedbook.reading.registers import NOTHING_STATED, About, File
from deedbook.reading.setting import MAX_BYTES, TIMEOUT, Setting, sha256, too_large
from deedbook.records import Article, OfficialRecord, Origin, Problem, Search

STDIN = "-"
STDIN_NAME = "stdin"
_TEXT = frozenset({".txt", ".md", ".text"})
_HTML = frozenset({".html", ".htm", ".xhtml"})
_JSONL = frozenset({".jsonl", ".ndjson"})
_SGML = frozenset({".sgm", ".sgml"})
_KNOWN = _TEXT | _HTML | _JSONL | _SGML | {""}
_ABOUT = frozenset({"readme", "license", "licence", "copying", "notice"})
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_MARKUP = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_REUTERS = re.compile(rb"\s*(?:<!DOCTYPE lewis\b[^>]*>\s*)?<REUTERS\b|\s*<!DOCTYPE lewis\b", re.I)
_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"[^"\n]*"\s*:')
_HEAD = 4096

Found = Iterator[Article | OfficialRecord | Search | Problem]


def read(
    sources: Sequence[str],
    *,
    jsonl: bool = False,
    allow_private: bool = False,
    stdin: BinaryIO | TextIO | None = None,
    timeout: float = TIMEOUT,
    max_bytes: int = MAX_BYTES,
    today: date | None = None,
    labels: Labels | None = None,
) -> Found:
    """Read sources in the order given, one article at a time; a bad one yields a problem and the rest goes on.

    Each source is a file, a folder (all below it, in order of name, hidden files left out), an http(s) address, or
    ``-`` for ``stdin`` (default: standard input). Files of official registers are known by what is in them and yield
    records and searches (docs/registers.md). With ``jsonl`` files and standard input are JSON lines whatever
    they are called, HTML and SGML files excepted. ``timeout`` (seconds, in all) and ``max_bytes`` bound each address;
    ``max_bytes`` also each file, JSON line and report. Dates after ``today`` are reported and not used. ``labels``
    replaces the codebook's own (``labels_of``). Raises nothing for bad input; docs/reading.md lists the problems."""
    setting = Setting(labels or default_labels(), today or date.today(), max_bytes, timeout, allow_private)
    for source in sources:
        if source == STDIN:
            yield from _standard_input(stdin, jsonl, setting)
        elif _ADDRESS.match(source):
            yield from _address(source, setting)
        else:
            yield from _path(Path(source), source, jsonl, setting)


def _standard_input(stdin: BinaryIO | TextIO | None, jsonl: bool, setting: Setting) -> Found:
    stream = _bytes_of(sys.stdin if stdin is None else stdin)
    try:
        if jsonl:
            yield from json_lines.articles(stream, STDIN_NAME, STDIN_NAME, setting)
        else:
            data = stream.read(setting.max_bytes + 1)
            yield from _whole(data, STDIN_NAME, STDIN_NAME, setting)
    except OSError as error:
        yield _unreadable(STDIN_NAME, error)


def _bytes_of(stream: BinaryIO | TextIO) -> BinaryIO:
    """The bytes below a text stream; one that has none below it (StringIO) is taken whole."""
    if isinstance(stream, io.TextIOWrapper):
        return cast(BinaryIO, stream.buffer)
    if isinstance(stream, io.TextIOBase):
        return io.BytesIO(stream.read().encode("utf-8", "surrogatepass"))
    return cast(BinaryIO, stream)


def _address(source: str, setting: Setting) -> Found:
    try:
        fetched = web.fetch(
            source, max_bytes=setting.max_page_bytes, timeout=setting.timeout, allow_private=setting.allow_private
        )
    except web.FetchError as error:
        yield Problem(source, str(error), error.remedy)
        return
    html = None if not fetched.content_type else fetched.content_type in ("text/html", "application/xhtml+xml")
    yield from _whole(fetched.data, source, source, setting, html=html, url=fetched.url, charset=fetched.charset)


def _path(path: Path, source: str, jsonl: bool, setting: Setting) -> Found:
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        yield _unreadable(source, error)
        return
    if is_folder:
        yield from _folder(path, path, (), jsonl, setting)
    else:
        yield from _file(path, path.name, jsonl, setting)


def _folder(root: Path, folder: Path, above: tuple[tuple[int, int], ...], jsonl: bool, setting: Setting) -> Found:
    """All files below ``folder``; ``above`` are device and inode of the folders around it, against endless links."""
    try:
        here = folder.stat()
        if (here.st_dev, here.st_ino) in above:
            yield Problem(str(folder), "the link leads back to a folder around it.", "Remove the link.", fatal=False)
            return
        with os.scandir(folder) as entries:
            found = sorted((entry.name, entry.is_dir()) for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        yield _unreadable(str(folder), error)
        return
    if not found and folder == root:
        yield Problem(str(folder), "the folder is empty.", "Give a folder that holds articles.")
    names = {name for name, _ in found}
    for name, is_folder in found:
        path = folder / name
        if is_folder:
            yield from _folder(root, path, (*above, (here.st_dev, here.st_ino)), jsonl, setting)
        elif name.removesuffix(registers.SUFFIX) in names - {name}:
            continue  # it states what the file beside it covers
        elif path.suffix.lower() not in _KNOWN and not jsonl and not _register_inside(path):
            message, remedy = _other_kind(path) or (
                f"in a folder, files ending in {path.suffix} are not read.",
                "If it is text, give it by name.",
            )
            yield Problem(str(path), f"left out: {message}", remedy, fatal=False)
        elif path.stem.lower() not in _ABOUT:
            yield from _file(path, path.relative_to(root).as_posix(), jsonl, setting)


def _file(path: Path, name: str, jsonl: bool, setting: Setting) -> Found:
    source = str(path)
    suffix = path.suffix.lower()
    try:
        # Opening a pipe would wait for a writer, for ever if there is none.
        if not stat.S_ISREG(path.stat().st_mode):
            yield Problem(
                source, "it is no regular file (a pipe, socket or device).", "Give a file, or use - for input."
            )
            return
        about = NOTHING_STATED
        if isinstance(stated := _stated(path), Problem):
            yield stated
        else:
            about = stated
        with path.open("rb") as stream:
            head = stream.read(registers.HEAD)
            stream.seek(0)
            if suffix not in _SGML | _HTML | _JSONL and not jsonl:
                records = _records(stream, head, File(b"", name, source, about), suffix, setting)
                if (first := next(records, None)) is not None:
                    yield first
                    yield from records
                    return
                stream.seek(0)
            if not head:
                yield _empty(source)
            elif suffix == ".csv":
                yield Problem(
                    source,
                    "it is a table, and its columns are those of no register that is known.",
                    "A tracker goes to `deedbook import`; which registers are read is told in docs/registers.md.",
                )
            elif suffix in _SGML or (suffix not in _TEXT | _HTML and _REUTERS.match(head)):
                yield from reuters.articles(stream, name, source, setting)
            elif suffix in _JSONL or (suffix not in _HTML and (jsonl or (suffix not in _TEXT and _JSON.match(head)))):
                yield from json_lines.articles(stream, name, source, setting)
            else:
                data = stream.read(setting.max_bytes + 1)
                yield from _whole(data, name, source, setting, html=True if suffix in _HTML else None, about=about)
    except OSError as error:
        yield _unreadable(source, error)


def _stated(path: Path) -> About | Problem:
    """What the file beside ``path`` states of it. Raises OSError."""
    beside = path.with_name(path.name + registers.SUFFIX)
    return registers.parse(beside.read_bytes(), str(beside)) if beside.is_file() else NOTHING_STATED


def _other_kind(path: Path) -> tuple[str, str] | None:
    """What a file is that is no text, by its first bytes; nothing where that cannot be told."""
    if not path.is_file():
        return None
    try:
        with path.open("rb") as stream:
            return document(stream.read(_HEAD))
    except OSError:
        return None


def _register_inside(path: Path) -> bool:
    """Whether a file that a folder would leave out by its suffix is a register's."""
    if path.suffix.lower() not in registers.SUFFIXES or not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            head = stream.read(registers.HEAD)
            reader = registers.structured(head, path.suffix.lower())
            if reader is None or path.suffix.lower() in (".xml", ".csv"):
                return reader is not None
            return any(True for _ in reader(File(head + stream.read(), path.name, str(path))))
    except OSError:
        return True  # reading it will tell what is wrong


def _records(stream: BinaryIO, head: bytes, file: File, suffix: str, setting: Setting) -> Found:
    """The records of a register's XML, JSON or CSV; nothing where it is none."""
    reader = registers.structured(head, suffix)
    if reader is None:
        return
    data = stream.read(setting.max_register_bytes + 1)
    if len(data) > setting.max_register_bytes:
        yield too_large(file.source, setting.max_register_bytes)
        return
    yield from _noted(reader(replace(file, data=data)), file)


def _noted(found: Found, file: File) -> Found:
    """``found``, then what its records leave unknown."""
    records = []
    for item in found:
        if isinstance(item, OfficialRecord):
            records.append(replace(item, article=replace(item.article, raw="")))
        yield item
    yield from registers.lacking(file, records)


def _whole(
    data: bytes,
    name: str,
    source: str,
    setting: Setting,
    *,
    html: bool | None = None,
    url: str | None = None,
    charset: str | None = None,
    about: About = NOTHING_STATED,
) -> Found:
    """One article or record from the bytes of a file or answer; ``html`` ``None``: to be found out."""
    if len(data) > setting.max_bytes:
        yield too_large(source, setting.max_bytes)
        return
    if not data.strip():
        yield _empty(source)
        return
    try:
        decoded = decode(data, declared=charset, markup=html is not False)
    except UndecodableError as error:
        yield Problem(source, str(error), error.remedy)
        return
    if not decoded.text.strip():
        yield _empty(source)
        return
    is_html = _MARKUP.match(decoded.text[:_HEAD]) is not None if html is None else html
    if is_html and len(data) > setting.max_page_bytes:
        yield too_large(source, setting.max_page_bytes, what="the page")
        return
    if decoded.assumed:
        yield Problem(source, decoded.assumed, "Save it as UTF-8 if that is wrong.", fatal=False)
    file = File(data, name, source, about, decoded.codec)
    if is_html:
        origin = Origin(source, "html", sha256(data), decoded.codec, page.READER)
        for item in page.articles(decoded.text, name, origin, setting, url=url):
            yield from _official(item, file) if isinstance(item, Article) else (item,)
        return
    if found := registers.document(file, decoded.text):
        yield from _noted(found, file)
        return
    origin = Origin(source, "text", sha256(data), decoded.codec, text.READER)
    for item in text.articles(decoded.text, name, origin, setting, given=text.Given(url=url)):
        yield registers.plain(item, about) if isinstance(item, Article) else item


def _official(article: Article, file: File) -> Found:
    """A page as the record that its text is, else as the article that it is."""
    stated = replace(
        file.about,
        published=file.about.published or article.published.start,
        url=file.about.url or article.url,
        outlet=file.about.outlet or article.outlet,
    )
    found = registers.document(replace(file, about=stated), article.raw)
    yield from _noted(found, file) if found else (registers.plain(article, file.about),)


def _empty(source: str) -> Problem:
    return Problem(source, "it is empty.", "Give a file that holds text.")


_REASONS = {
    errno.ENOENT: ("there is no such file or folder.", "Check the name."),
    errno.EACCES: ("permission to read it was denied.", "Change its permissions, or copy it to where you may read."),
    errno.EPERM: ("permission to read it was denied.", "Change its permissions, or copy it to where you may read."),
    errno.ELOOP: ("its links lead in a circle.", "Remove the link, or give the file itself."),
    errno.ENOTDIR: ("a part of its path is a file, not a folder.", "Check the name."),
    errno.ENAMETOOLONG: ("its name is too long.", "Check the name."),
}


def _unreadable(source: str, error: OSError | ValueError) -> Problem:
    code = error.errno if isinstance(error, OSError) else None
    message, remedy = _REASONS.get(code or 0, ("it could not be read.", "Check the name and try again."))
    detail = "" if code in _REASONS else f" ({error.strerror if isinstance(error, OSError) else error})"
    return Problem(source, message.removesuffix(".") + detail + ".", remedy)
