"""Page one's length: what a reader with one minute is given, and what is put behind it."""

from collections.abc import Iterator
from dataclasses import replace

from deedbook.measures.answer import Answer
from deedbook.measures.wording import rules

WORDS = 400
LAYOUT = 84  # headings, labels, symbols and the notice that every format adds around the content
# What page one gives up to keep to its length, and how much of it is kept at that point.
_GIVEN_UP = (
    ("dates_ahead", 2),
    ("would_change", 2),
    ("unknown", 3),
    ("told", 1),
    ("standing", 7),
    ("dates_ahead", 1),
    ("would_change", 1),
    ("standing", 6),
    ("unknown", 2),
    ("standing", 5),
    ("dates_ahead", 0),
    ("standing", 4),
    ("unknown", 1),
    ("told", 0),
)


def words(answer: Answer) -> int:
    """Words on page one as laid out: its content, one for each evidence number, and what every format adds."""
    return LAYOUT + sum(len(text.split()) for text in _texts(answer))


def _texts(answer: Answer) -> Iterator[str]:
    def numbers(quotes: tuple[int, ...]) -> str:
        return "n " * len(quotes)

    yield "; ".join(dict.fromkeys(line.sure for line in answer.judgement))
    for line in (*answer.judgement, *answer.unknown, *answer.would_change, *answer.dates_ahead):
        yield line.text
        yield numbers(line.quotes)
    for row in answer.standing:
        yield f"● {row.standing} {row.what.text} {answer.names.get(row.giver, row.giver)} {row.since} {row.stopped_by}"
        yield "imposed" if row.burden else "by" if row.stopped_by else ""
        yield numbers(row.what.quotes)
    for act in answer.told:
        yield act.what.text
        yield numbers(act.what.quotes)
        for account in act.accounts:
            yield account.text
            yield numbers(account.quotes)


def fitted(answer: Answer) -> Answer:
    """``answer`` with page one cut to its caps, and then, one item at a time, to 400 words.

    Nothing is lost: what leaves page one goes to the front of the ``further`` lists, last items first, in the order of
    ``_GIVEN_UP``; the table keeps a row of each standing."""
    caps = rules()["page"]
    for name in ("told", "unknown", "would_change", "dates_ahead"):
        answer = _cut(answer, name, caps[name])
    for name, least in _GIVEN_UP:
        while words(answer) > WORDS:
            if name == "standing":
                shorter = _without_a_row(answer) if len(answer.standing) > least else None
                if shorter is None:
                    break
                answer = shorter
            elif len(getattr(answer, name)) > least:
                answer = _cut(answer, name, len(getattr(answer, name)) - 1)
            else:
                break
    return answer


def _cut(answer: Answer, name: str, most: int) -> Answer:
    items = getattr(answer, name)
    behind = "further_dates" if name == "dates_ahead" else f"further_{name}"
    kept, moved = items[:most], items[most:]
    return replace(answer, **{name: kept, behind: (*moved, *getattr(answer, behind))})


def _without_a_row(answer: Answer) -> Answer | None:
    """``answer`` with one row less in its table: the last of the standing that has most; None if each has but one."""
    names = [row.standing for row in answer.standing]
    most = max(dict.fromkeys(names), key=names.count, default=None)
    if most is None or names.count(most) < 2:
        return None
    last = len(names) - 1 - names[::-1].index(most)
    row = answer.standing[last]
    kept = answer.standing[:last] + answer.standing[last + 1 :]
    return replace(answer, standing=kept, further_standing=(row, *answer.further_standing))
