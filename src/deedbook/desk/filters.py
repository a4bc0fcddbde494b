"""What a reader asks to see of a relation: filters, and a snapshot that holds only what they keep."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from typing import Literal

from deedbook.measures.signals import month
from deedbook.records import Article, Occurrence, Snapshot

NARRATOR = "the report itself"
UNNAMED = "unnamed speaker"


@dataclass(frozen=True, slots=True)
class Filters:
    """Each field keeps the acts that fit one of its values; an empty field keeps all; false where all are empty.

    ``direction`` holds codes of those who act; ``outlet`` and ``speaker`` keep an act that any report of theirs tells.
    ``month`` (``2025-11``, ``2025``, ``undated``) is the act's own, as the timeline counts it."""

    domain: tuple[str, ...] = ()
    instrument: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    direction: tuple[str, ...] = ()
    reviewed: Literal["", "yes", "no"] = ""
    month: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


def kept(snapshot: Snapshot, filters: Filters) -> Snapshot:
    """``snapshot`` with the acts that fit, and the commitments of which any step is such an act, whole."""
    acts = tuple(act for act in snapshot.occurrences if fits(act, filters, snapshot.articles))
    ids = {act.id for act in acts}
    owed = tuple(c for c in snapshot.commitments if any(step.occurrence.id in ids for step in c.history))
    return replace(snapshot, occurrences=acts, commitments=owed, whole=snapshot)


def fits(act: Occurrence, filters: Filters, articles: dict[str, Article]) -> bool:
    """Whether the act passes every filter."""
    return (
        _any(filters.domain, act.domains)
        and _any(filters.instrument, (act.instrument,))
        and _any(filters.status, (act.status,))
        and _any(filters.direction, (act.actor, act.recipient) if act.symmetric else (act.actor,))
        and _any(filters.outlet, (outlet(articles[entry.article_key]) for entry in act.entries))
        and _any(filters.speaker, speakers(act))
        and filters.reviewed in ("", "yes" if act.reviewed else "no")
        and (not filters.month or any(month(act.happened).startswith(asked) for asked in filters.month))
    )


def _any(asked: tuple[str, ...], held: Iterable[str]) -> bool:
    return not asked or not set(asked).isdisjoint(held)


def outlet(article: Article) -> str:
    return article.outlet or article.id


def speakers(act: Occurrence) -> tuple[str, ...]:
    """Who vouches, each once: names, or ``the report itself``, or ``unnamed speaker``."""
    told = (entry.event.speaker for entry in act.entries)
    return tuple(dict.fromkeys(s.name or (NARRATOR if s.kind == "narrator" else UNNAMED) for s in told))


def choices(acts: Iterable[Occurrence], articles: dict[str, Article]) -> dict[str, list[tuple[str, int]]]:
    """For each filter the values that occur, with how many of the acts carry each, the most frequent first."""
    held = list(acts)
    values: dict[str, Callable[[Occurrence], Iterable[str]]] = {
        "domain": lambda act: act.domains,
        "instrument": lambda act: (act.instrument,),
        "status": lambda act: (act.status,),
        "outlet": lambda act: {outlet(articles[entry.article_key]) for entry in act.entries},
        "speaker": speakers,
    }
    return {
        name: sorted(Counter(value for act in held for value in of(act)).items(), key=lambda item: (-item[1], item[0]))
        for name, of in values.items()
    }
