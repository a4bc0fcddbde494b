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


def only_first(answer: Answer) -> Answer:
    """``answer`` with page one alone: of each list behind it one item, which tells that there are more."""
    cut = capped(answer)
    return replace(
        cut,
        disagreements=(),
        further_standing=cut.further_standing[:1],
        further_told=cut.further_told[:1],
        further_unknown=cut.further_unknown[:1],
        further_would_change=cut.further_would_change[:1],
        further_dates=cut.further_dates[:1],
    )


def first(answer: Answer) -> Iterator[Line | Account]:
    """What page one may show, in its order: its evidence has the lowest numbers."""
    yield from answer.judgement
    yield from (row.what for row in answer.standing)
    for act in answer.told:
        yield act.what
        yield from act.accounts
    for name in ("unknown", "would_change", "dates_ahead", "beside"):
        yield from getattr(answer, name)
