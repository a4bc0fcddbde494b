"""Acts that a relative clause recalls: "the rice that India promised to Sri Lanka reached Colombo on Sunday"."""

import re
from dataclasses import replace

from deedbook.coding import details
from deedbook.records import Article, Event, Phrase

Stretch = tuple[int, int]

_RECALLED = re.compile(  # "the 5,000 tonnes of rice that India | promised"
    r"(?P<thing>(?<![\w$€£])(?:the|a|an|its|their|this|these|those|any|[A-Z]{0,3}[$€£]?\d[\d,.]*)\s(?:(?!that\b|which\b)[^\s,;:()“”\"]+\s){1,8})"
    r"(?:that|which)\s(?:(?!(?:is|are|was|were|will|would|could|may|might|can)\b)[^\s,;:]+\s){1,4}?(?:(?:had|has|have|once|first|also)\s)*$"
)
_REACH = 200  # characters before the cue
_SAYS = re.compile(
    r"\b(?:sa(?:id|ys?)|t(?:old|ells?)|inform\w*|warn\w*|assur\w*|announc\w*|report\w*|not(?:ed|es)|add(?:ed|s))\s",
    re.I,
)
_HANGS = re.compile(
    r"\b(?:to|for|by|from|in|at|of|after|before|with|on|under)\s(?:(?:the|its|their|an?)\s)?$", re.IGNORECASE
)
_WHEN = re.compile(
    r"(?:last|this|next|earlier this|late last) (?:year|month|week)|\w+ (?:years|months|weeks|days) (?:ago|earlier)",
    re.I,
)
_NARROW = re.compile(
    r"(?<![\w$€£])(?:the|a|an|its|their|this|these|those|any|[A-Z]{0,3}[$€£]?\d[\d,.]*)\s", re.IGNORECASE
)
_MAIN = re.compile(
    r"\b(?:has|have|had|is|are|was|were|will|would|may|might|can|could|must|\w{3,}ed|came|went|fell|began)\b"
)


def recalled(event: Event, article: Article) -> Event:
    """The event with the thing before its relative clause as object, where nothing else was read as one, and without
    the days that the main clause names, before it or after it: these date the arrival, not the promise."""
    if event.cue is None:
        return event
    offset, text = event.sentence.start, event.sentence.of(article.raw)
    cue = (event.cue.start - offset, event.cue.end - offset)
    read = (event.object.start - offset, event.object.end - offset) if event.object else None
    found = clause(text, cue, read)
    if found is None:
        return event
    (low, high), end = found
    told = details.of(text, article.published)
    own = replace(told, dates=tuple(mention for mention in told.dates if low <= mention.start < end))
    act = details.Act(*cue, event.event_type, event.status, (low, high))
    return replace(
        event,
        object=Phrase(offset + low, offset + high, text[low:high]),
        date=details.date(text, act, own, article.published),
    )


def clause(text: str, cue: Stretch, read: Stretch | None) -> tuple[Stretch, int] | None:
    """What an act in a relative clause is about, and where that clause ends at the latest; ``None`` where the cue is in
    no such clause, or where ``read``, the object as read, is one of its own ("said that India promised rice"):
    nothing, what hangs on a preposition, and a time ("promised last year"), is none."""
    offset = max(0, cue[0] - _REACH)
    found = _RECALLED.search(text[offset : cue[0]])
    if (
        found is None
        or _SAYS.search(found["thing"])
        or _SAYS.search(text[max(0, offset + found.start() - 30) : offset + found.start()])
    ):
        return None
    if read and not (read[0] > cue[1] and (_HANGS.search(text[: read[0]]) or _WHEN.fullmatch(text[slice(*read)]))):
        return None
    first = list(_NARROW.finditer(found["thing"]))[-1].start()
    low, high = offset + found.start("thing") + first, offset + found.end("thing") - 1
    main = _MAIN.search(text, cue[1])
    return (low, high), main.start() if main else len(text)
