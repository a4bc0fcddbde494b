"""Datelines: the place, and often day and agency, before a report's first words ("ISLAMABAD, July 3 (APP) -")."""

import re
from collections.abc import Iterable

from deedbook.reading import printed_date
from deedbook.reading.labels import Labels
from deedbook.reading.printed_date import PrintedDate
from deedbook.records import Block

_LONGEST = 140
_SEPARATOR = re.compile(r"[\s:—–-]+$")
_LABEL = re.compile(r"(?P<name>[A-Z][A-Z.'’]+(?: [A-Z.'’]+)*): ")


def prefix_length(paragraph: str, labels: Labels, *, first: bool, spoken: frozenset[str]) -> int:
    """How many characters of ``paragraph`` are its dateline, white space after it included; 0 for none.

    A name in capitals that no state, capital or province of the codebook bears counts only before the first paragraph
    of a text, and not where it is an organisation ("IMF: ...") or one of ``spoken`` (labels in a transcript)."""
    head = paragraph[:_LONGEST]
    for pattern in labels.datelines:
        match = pattern.match(head)
        if match is None or match.end() >= len(paragraph):
            continue
        place = _SEPARATOR.sub("", match.group())
        bare = not re.search(r"[(),\d]", place)
        if bare and place.upper() not in labels.places and (not first or place in labels.actors or place in spoken):
            continue
        return match.end()
    return 0


def dates(raw: str, blocks: Iterable[Block]) -> tuple[PrintedDate, ...]:
    """The day that the first dateline of a text names in full ("HANOI, April 28, 2025 (Kyodo) -"): of a page that
    prints no other date, the day on which it was written."""
    first = next((block for block in blocks if block.kind == "dateline"), None)
    found = printed_date.find(raw[first.start : first.end]) if first else None
    return (found,) if found else ()


def speaker_labels(paragraphs: Iterable[str]) -> frozenset[str]:
    """Names in capitals before a colon, where at least two paragraphs begin with such a label: a transcript's
    speakers ("SHARIF: We ..."), or places in a digest, which the codebook then has to know."""
    found = [m["name"] for text in paragraphs if (m := _LABEL.match(text[:_LONGEST]))]
    return frozenset(found) if len(found) > 1 else frozenset()
