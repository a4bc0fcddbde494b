"""Notices by which an outlet takes back a sum that it printed ("An earlier version of this article said …")."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from deedbook.coding import amounts
from deedbook.measures.view import View
from deedbook.records import Amount, Entry

_NOTICE = re.compile(
    r"\b(?:earlier|previous|original) version of this (?:article|story|report|dispatch)\b"
    r"|\b(?:article|story|report|dispatch) (?:has been|was) corrected\b|\(corrects\b",
    re.IGNORECASE,
)
_SIGNS = ("version of this", "corrected", "(corrects")  # one of these is in all that the pattern finds
_REACH = 300  # characters of a notice


def taken_back(view: View, entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Of ``entries``, each whose sum the outlet itself names as wrong in a notice of the same day or later, with the
    first that tells the right one beside that notice."""
    summed = [entry for entry in entries if entry.event.amount]
    if len({(told.value, told.unit) for entry in summed if (told := entry.event.amount)}) < 2:
        return  # where one sum is told, none is taken back: no text need be opened
    wrong = {key: found for key in dict.fromkeys(e.article_key for e in summed) if (found := _named(view, key))}
    for entry in summed if wrong else ():
        told = entry.event.amount
        if told is None:
            continue
        for right in summed:
            instead = right.event.amount
            if instead is None or right.article_key not in wrong or not _one_outlet_later(view, entry, right):
                continue
            if _equal(instead, told) or instead.unit != told.unit:
                continue
            if any(_equal(told, one) for one in wrong[right.article_key]):
                yield entry, right
                break


def _named(view: View, key: str) -> list[Amount]:
    """The sums that stand in an article's notice, the wrong one and often the right one."""
    known = view.memo.get((_named, key))
    if known is None:
        raw = view.snapshot.articles[key].raw
        folded = raw.casefold()
        found = _NOTICE.search(raw) if any(sign in folded for sign in _SIGNS) else None
        known = amounts.find(raw[found.start() : found.start() + _REACH].split("\n\n")[0]) if found else []
        view.memo[_named, key] = known
    return list(known)


def _one_outlet_later(view: View, entry: Entry, right: Entry) -> bool:
    if entry.article_key == right.article_key:
        return False
    same = view.source(entry.article_key) == view.source(right.article_key)
    return same and (entry.known or date.min) <= (right.known or date.max)


def _equal(one: Amount, other: Amount) -> bool:
    return (one.value, one.unit) == (other.value, other.unit)
