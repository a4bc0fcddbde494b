"""What page one is offered: the weightiest of each list. How much of it a page holds is the brief's to decide."""

from collections.abc import Iterator
from dataclasses import replace

from deedbook.measures.answer import Account, Answer, Line
from deedbook.measures.wording import rules


def capped(answer: Answer) -> Answer:
    """``answer`` with each list of page one cut to its cap in ``rules.toml``; the rest opens the ``further`` lists."""
    caps = rules()["page"]
    for name in ("told", "unknown", "would_change", "dates_ahead"):
        behind = "further_dates" if name == "dates_ahead" else f"further_{name}"
        items = getattr(answer, name)
        kept, moved = items[: caps[name]], items[caps[name] :]
        answer = replace(answer, **{name: kept, behind: (*moved, *getattr(answer, behind))})
    return answer


def first(answer: Answer) -> Iterator[Line | Account]:
    """What page one may show, in its order: its evidence has the lowest numbers."""
    yield from answer.judgement
    yield from (row.what for row in answer.standing)
    for act in answer.told:
        yield act.what
        yield from act.accounts
    for name in ("unknown", "would_change", "dates_ahead", "beside"):
        yield from getattr(answer, name)
