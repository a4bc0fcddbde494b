"""Benefits of a class of states: whether the receiver belonged to it on the claim's day, and who else lost it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from deedbook.measures.dealings import EVERYBODY
from deedbook.measures.said import Said
from deedbook.measures.view import View
from deedbook.measures.wording import day
from deedbook.records import Entry, Occurrence
from deedbook.records.history import Verdict


@dataclass(frozen=True, slots=True)
class Closure:
    """``verdict`` on a report that the benefit is absent; ``to_all``: it had ended for every member."""

    verdict: Verdict
    reason: str
    to_all: bool


def _named(mark: str, basis: str, text: str) -> bool:
    """Whether ``text`` names the class by its letters, or in full as its legal basis does in brackets."""
    plain = text.casefold().replace("generalised", "generalized")
    return bool(re.search(rf"\b{mark}\b", text)) or any(
        whole.casefold() in plain for whole in re.findall(r"\(([^()]+)\)", basis)
    )


def closed(view: View, act: Occurrence, entries: Sequence[Entry], when: Said) -> Closure | None:
    """The benefit of a class (GSP) that the receiver no longer belonged to, or that had ended for all its members."""
    text = " ".join(phrase.text for e in entries if (phrase := e.event.object)) + f" {act.object or ''}"
    for name in dict.fromkeys(member.class_ for member in view.codebook.classes):
        measure = view.codebook.class_measures.get(name)
        if measure is not None and measure.kind == "burden":
            continue
        mark = next((part for part in re.findall(r"[A-Z]{3,}", name) if part not in view.codebook.states), "")
        if not mark or not _named(mark, measure.basis if measure else "", text):
            continue
        members = [member for member in view.codebook.classes if member.class_ == name]
        ours = [m.end for m in members if m.state in (act.recipient, EVERYBODY) and m.end]
        if not ours or any(m.end is None and m.state == act.recipient for m in members):
            continue
        end = min(ours)
        everybody = all(m.end is not None for m in members)
        # One state that left before the rest has its own day; the class's end says nothing of it.
        alone = any(m.state == act.recipient and m.end == end for m in members) and any(
            m.end is None or m.end > end for m in members
        )
        since = when.since(end)
        reason = f"{mark} ended on {day(end)}" + (
            f" for {view.the(act.recipient)}."
            if alone or not everybody
            else f" for all its members, not for {view.the(act.recipient)} alone."
        )
        to_all = everybody and not alone
        if since is None:
            return Closure("undetermined by date", f"{reason} The claim is undated.", to_all)
        if since:
            return Closure("supported", reason, to_all)
    return None
