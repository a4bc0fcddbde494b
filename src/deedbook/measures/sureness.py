"""How sure a line is, in words: independent sources, who speaks, in what genre, the coder's confidence, the review."""

from collections.abc import Sequence

from deedbook.ledger.sources import Sources
from deedbook.measures.answer import Line
from deedbook.measures.view import View
from deedbook.measures.wording import count, listed
from deedbook.records import Entry

DOUBTFUL = 0.5  # below this the coder itself doubts its reading
MANY = 3


def sure(view: View, entries: Sequence[Entry], told: Sources | None = None) -> str:
    """``fairly sure: 2 independent sources``, ``unsure: 1 source, undated, unattributed``; empty without entries.

    Sure: a person checked it, or three independent sources, or two of which one is official. Fairly sure: two, or one
    official. Unsure: one report alone. Very unsure: nothing but opinion, unnamed speakers or undated texts, or a
    reading that the coder itself doubts. ``told`` is who vouches for them, where that is known."""
    if not entries:
        return ""
    told = told or view.vouching(entries)
    sources = told.count
    official = any(view.is_official(entry) for entry in entries)
    weak = [
        name
        for name, holds in (
            ("opinion", all(view.article(e).genre in ("opinion", "interview") for e in entries)),
            ("one commentator", all(view.is_commentator(e) for e in entries)),
            ("unattributed", all(e.event.speaker.kind == "unnamed" for e in entries)),
            ("undated", all(e.known is None for e in entries)),
            ("disputed between reviewers", any(e.disputed for e in entries)),
            ("doubtful reading", doubtful(entries)),
        )
        if holds
    ]
    if any(entry.reviewed for entry in entries) and not any(entry.disputed for entry in entries):
        level = "sure"
    elif weak:
        level = "very unsure"
    elif sources >= MANY or (sources > 1 and official):
        level = "sure"
    else:
        level = "fairly sure" if sources > 1 or official else "unsure"
    counted = count(sources, "source")
    if told.parties:  # a side to the matter is no independent source of it
        counted += f" ({'all' if not told.independent else len(told.parties)} of them a party to the matter)"
    reasons = [("official text" if official and sources == 1 else counted), *weak]
    return f"{level}: {listed(reasons)}"


def doubtful(entries: Sequence[Entry]) -> bool:
    """Whether the coder doubts its reading of all of them, and no person has confirmed one."""
    return all(e.event.confidence < DOUBTFUL and not e.reviewed for e in entries)


def line(view: View, text: str, entries: Sequence[Entry], *, most: int = 3) -> Line:
    """A line with its evidence (at most ``most`` sentences, the first entries first), sources and sureness."""
    told = view.vouching(entries)
    return Line(
        text=text,
        quotes=view.citations.cite(entries, most),
        sources=told.count,
        sure=sure(view, entries, told),
        reviewed=bool(entries) and all(entry.reviewed for entry in entries),
    )
