"""What people decided, as labels for training: the form of ``training/labels`` (training/README.md), without text.

A label says all that a sentence tells, so a sentence is handed on where everything that the coder wrote in it was
decided and nothing is disputed; a sentence whose events were all rejected is one without an event. What the coder
missed in it nobody was shown: such labels teach what is right of what was found, and little of the rest."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from deedbook.codebook import Codebook
from deedbook.ledger.entries import Made
from deedbook.ledger.facts import Facts
from deedbook.ledger.reviews import reviews
from deedbook.records import Article, Event

REVIEW = 0  # the round of labels that come from review; rounds of reading count from 1


@dataclass(frozen=True, slots=True)
class Labels:
    """``rows`` as they are stored, in order of file and place. ``disputed`` and ``open`` count sentences left out since
    two people differ, or since something in them is not decided yet."""

    rows: tuple[Mapping[str, Any], ...]
    disputed: int
    open: int


def labels(facts: Facts, codebook: Codebook, *, who: Iterable[str] = (), root: Path | None = None) -> Labels:
    """Decided sentences as labels; with ``who`` by these people's decisions alone. ``root`` is the folder that the
    labels' files lie below (``None``: places are written as they were read)."""
    wanted = frozenset(who)
    if wanted:
        facts = replace(facts, decisions=tuple(d for d in facts.decisions if d.who in wanted))
    standing, made = reviews(facts), Made(facts, codebook)
    rows = []
    disputed = undecided = 0
    for reading in facts.readings:
        if not reading.around:
            continue
        article = facts.articles[reading.article_key]
        sentences: dict[tuple[int, int], list[tuple[Event, Event | None]]] = {}
        for (_, entry), event in zip(made.of(reading), reading.coding.events, strict=True):
            span = (event.sentence.start, event.sentence.end)
            sentences.setdefault(span, []).append((event, entry.event if entry else None))
        for span, told in sorted(sentences.items()):
            found = [standing.get((article.key, event.event_id)) for event, _ in told]
            by = {name for one in found if one for name in one.by}
            if not by:
                continue
            if any(one and one.state == "disputed" for one in found):
                disputed += 1
            elif any(one is None or one.state != "reviewed" for one in found):
                undecided += 1
            else:
                kept = [event for _, event in told if event]
                rows.append(_row(article, span, kept, "+".join(sorted(by)), root))
    rows.sort(key=lambda row: (row["file"], row["start"], row["end"]))
    return Labels(tuple(rows), disputed, undecided)


def _row(
    article: Article, span: tuple[int, int], events: Iterable[Event], who: str, root: Path | None
) -> dict[str, Any]:
    start, end = span
    return {
        "file": _file(article, root),
        "start": start,
        "end": end,
        "decoding": f"Article.raw of deedbook's {article.origin.reader}",
        "sha8": hashlib.sha256(article.raw[start:end].encode("utf-8", "surrogatepass")).hexdigest()[:8],
        "labeller": who,
        "round": REVIEW,
        "events": [_event(event, start) for event in events],
    }


def _file(article: Article, root: Path | None) -> str:
    place = article.origin.location
    if root is not None:
        path = Path(place)
        resolved, below = path.resolve(), root.resolve()
        if path.exists() and resolved.is_relative_to(below):
            place = resolved.relative_to(below).as_posix()
    number = article.id.partition("#")[2]
    return f"{place}#{number}" if number and "#" not in place else place


def _event(event: Event, base: int) -> dict[str, Any]:
    def span(some: Any) -> list[int] | None:
        return [some.start - base, some.end - base] if some is not None and some.start is not None else None

    return {
        "cue": span(event.cue) or [0, 0],
        "object": span(event.object),
        "amount": span(event.amount),
        "condition": span(event.condition),
        "actor": {"span": span(event.actor), "code": event.actor.code},
        "recipient": {"span": span(event.recipient), "code": event.recipient.code},
        "type": event.event_type,
        "status": event.status,
        "polarity": event.polarity,
        "symmetric": event.symmetric,
        "partial": event.partial,
        "speaker": {"kind": event.speaker.kind, "span": span(event.speaker), "code": event.speaker.code},
        "instrument": event.instrument,
        "domains": list(event.domains),
    }
