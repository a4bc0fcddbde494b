"""Which register a file is of, told by what is in it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from deedbook.reading import front_matter
from deedbook.reading.dating import given_day
from deedbook.reading.registers import exim, federal_register, prose, rules, sipri, tariff_schedule
from deedbook.reading.registers.about import About
from deedbook.reading.registers.record import File, Found, day
from deedbook.records import Article, OfficialRecord, Problem

HEAD = 8192  # bytes in which a file says what it is
SUFFIXES = frozenset({".json", ".jsonc", ".xml", ".csv"})  # of files that are read where they are a register's
_MOST_NOTES = 4  # of one file

Reader = Callable[[File], Found]

_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")


def structured(head: bytes, suffix: str) -> Reader | None:
    """The reader of a file that begins with ``head`` (at least :data:`HEAD` bytes of it, or all); ``None`` where it is
    no register's XML, JSON or CSV. Whether JSON is a register's shows only when all of it is read: there the reader may
    yield nothing (``suffix`` is ``.json`` or ``.jsonc``, or there is a line break after the first bracket)."""
    if b"<iati-activities" in head:
        from deedbook.reading.registers import iati  # loads lxml, which most runs never need

        return iati.read
    text = head.decode("utf-8-sig", "replace")
    if exim.recognise(text):
        return lambda file: exim.read(file, _decoded(file))
    if sipri.recognise(text) and "<" not in text[:1]:
        return lambda file: sipri.read(file, _decoded(file))
    if _OBJECT.match(head) and (suffix in (".json", ".jsonc") or re.match(r"\s*\{\s*\n", text)):
        return _json
    return None


def _json(file: File) -> Found:
    try:
        value = federal_register.parse(file.data)
    except ValueError:
        return
    if federal_register.recognise(value):
        yield from federal_register.read(file, value)


def document(file: File, text: str) -> Found | None:
    """What an official text is read as; ``None`` where it is none that a rule knows. Front matter before it is taken
    for what is stated of it."""
    if front := front_matter.parse(text):
        values, about = front.values, file.about
        file = replace(
            file,
            about=replace(
                about,
                published=about.published or given_day(values.get("date", "")),
                outlet=about.outlet or values.get("outlet"),
                url=about.url or values.get("url"),
            ),
        )
    start = front.end if front else 0
    if tariff_schedule.recognise(text):
        return tariff_schedule.read(file, text)
    if found := prose.recognise(text[start:]):
        return iter((prose.read(file, text, found, start=start),))
    return None


def plain(article: Article, about: About) -> Article:
    """``article``, which is no record, as a release of its issuer where it begins as releases do, and with what is
    stated of it. It is coded like any article: only genre and outlet are told by rule."""
    front = front_matter.parse(article.raw)
    head = article.raw[front.end if front else 0 :][: prose.HEAD].strip()
    outlet = next((name for name, mark in rules.releases() if mark.search(head)), None)
    if outlet and article.genre == "report":
        article = replace(article, genre="release", outlet=article.outlet or outlet)
    return replace(
        article,
        published=day(about.published) if about.published else article.published,
        outlet=about.outlet or article.outlet,
        url=about.url or article.url,
        genre=about.genre or article.genre,
    )


def lacking(file: File, found: Sequence[OfficialRecord]) -> Iterator[Problem]:
    """One note for each thing that records of a file leave unknown."""
    for said, count in Counter(unknown for record in found for unknown in record.unknown).most_common(_MOST_NOTES):
        of = f"{count} of {len(found)} records: " if len(found) > 1 else ""
        yield Problem(file.source, f"{of}{said}.", "", fatal=False)


def _decoded(file: File) -> str:
    try:
        return file.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return file.data.decode("cp1252", "replace")
