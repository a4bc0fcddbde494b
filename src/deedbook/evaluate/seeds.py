"""The two founding reports: expected events, matched one to one with what a coder emits.

The rule is that of the gold set's own scorer: an event and a row may match when the event's cue or object shares at
least half the characters of the shorter with the row's span, the two states are the row's (either order where the row
is symmetric) and, for a required row, the status is one of the row's. Required rows are matched first, by maximum
matching. *Recall*: required rows matched. *Fair*: emitted events that are matched or may match a permitted row.
*Forbidden*: events whose cue touches a span that holds no event. *Repeated*: events that share cue, object, pair and
type with another."""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from deedbook.coding import Coder
from deedbook.coding.sentences import sentences
from deedbook.evaluate.exposure import Exposure, exposure
from deedbook.evaluate.matching import matching
from deedbook.reading import read
from deedbook.records import Article, Event

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SeedsReport:
    """Counts and shares on the seeds; ``missed`` required rows, ``unfair`` events with the text of their cue."""

    required: int
    found: int
    emitted: int
    fair: float
    forbidden: int
    repeated: int
    event_type: float
    speaker: float
    domains: float
    missed: tuple[str, ...]
    unfair: tuple[str, ...]
    wrong: tuple[str, ...]
    coder: str = ""
    exposure: Exposure | None = None

    @property
    def figure(self) -> float:
        """Recall."""
        return self.recall

    @property
    def recall(self) -> float:
        return self.found / self.required if self.required else 0.0

    def lines(self, errors: bool) -> list[str]:
        """The report for a terminal; with ``errors`` every miss, unfair event and wrong field."""
        head = [
            *([f"seeds, {self.coder}", self.exposure.line] if self.exposure else []),
            f"seeds (development set, 2 reports): recall {self.found}/{self.required} = {self.recall:.2f}"
            f"  fair {self.fair:.2f} of {self.emitted}  forbidden {self.forbidden}  repeated {self.repeated}"
            f"  type {self.event_type:.2f}  speaker {self.speaker:.2f}  domains {self.domains:.2f}",
            "missed: " + (" ".join(m.split(":")[0] for m in self.missed) or "none"),
        ]
        if not errors:
            return head
        return (
            head
            + [f"  missed {m}" for m in self.missed]
            + [f"  not fair {u}" for u in self.unfair]
            + [f"  wrong {w}" for w in self.wrong]
        )


def evaluate(coder: Coder, gold: Path, seeds: Path) -> SeedsReport:
    """Code the reports in ``seeds`` and score them against ``gold/events.csv``.

    Raises FileNotFoundError with the path that is missing."""
    with (gold / "events.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    names = sorted({row["file"] for row in rows})
    articles = [a for a in read([str(seeds / name) for name in names]) if isinstance(a, Article)]
    if len(articles) != len(names):
        raise FileNotFoundError(f"{seeds}: expected the reports {', '.join(names)}; found {len(articles)} of them.")
    texts = [article.raw[s.start : s.end] for article in articles for s in sentences(article)]
    made = score(rows, [e for coding in coder.code(articles) for e in coding.events])
    return replace(made, coder=coder.name, exposure=exposure(coder, texts))


def score(rows: Sequence[Row], events: Sequence[Event]) -> SeedsReport:
    """Score events whose ``article_id`` is the row's file."""
    required = [row for row in rows if row["required"] == "1"]
    permitted = [row for row in rows if row["required"] == "0"]
    matched = matching(required, events, lambda row, event: _may_match(row, event, strict=True))
    used = set(matched.values())
    unfair = [
        e for n, e in enumerate(events) if n not in used and not any(_may_match(r, e, strict=False) for r in permitted)
    ]
    pairs = [(required[k], events[n]) for k, n in sorted(matched.items())]

    def rate(right: Sequence[float]) -> float:
        return sum(right) / len(right) if right else 0.0

    types = [e.event_type in r["event_type"].split("|") for r, e in pairs]
    speakers = [e.speaker.kind in {s.split(":")[0] for s in r["speaker"].split("|")} for r, e in pairs]
    overlap = [
        len(set(e.domains) & set(r["domains"].split("|"))) / max(1, len(set(e.domains) | set(r["domains"].split("|"))))
        for r, e in pairs
    ]
    forbidden = sum(any(r["required"] == "-1" and _touches(r, e) for r in rows) for e in events)
    keys = Counter((e.article_id, *_spans(e), e.actor.code, e.recipient.code, e.event_type) for e in events)
    wrong = [
        f"{r['id']}: type {e.event_type} for {r['event_type']}"
        for (r, e), ok in zip(pairs, types, strict=True)
        if not ok
    ] + [
        f"{r['id']}: speaker {e.speaker.kind} for {r['speaker']}"
        for (r, e), ok in zip(pairs, speakers, strict=True)
        if not ok
    ]
    return SeedsReport(
        required=len(required),
        found=len(matched),
        emitted=len(events),
        fair=1 - len(unfair) / len(events) if events else 0.0,
        forbidden=forbidden,
        repeated=sum(n - 1 for n in keys.values()),
        event_type=rate(types),
        speaker=rate(speakers),
        domains=rate(overlap),
        missed=tuple(f"{r['id']}: {r['quote'][:70]}" for k, r in enumerate(required) if k not in matched),
        unfair=tuple(_told(e) for e in unfair),
        wrong=tuple(wrong),
    )


def _told(event: Event) -> str:
    cue, goods = (event.cue.text if event.cue else ""), (event.object.text if event.object else "")
    return f"{event.actor.code}→{event.recipient.code} {event.event_type} {event.status}: “{cue}” | “{goods[:60]}”"


def _spans(event: Event) -> list[tuple[int, int]]:
    return [(p.start, p.end) for p in (event.cue, event.object) if p is not None]


def _touches(row: Row, event: Event) -> bool:
    start, end = int(row["start"]), int(row["end"])
    return bool(event.cue and row["file"] == event.article_id and start < event.cue.end and event.cue.start < end)


def _share(a: tuple[int, int], b: tuple[int, int]) -> bool:
    common = min(a[1], b[1]) - max(a[0], b[0])
    return common > 0 and 2 * common >= min(a[1] - a[0], b[1] - b[0])


def _may_match(row: Row, event: Event, *, strict: bool) -> bool:
    actors, recipients = set(row["actor"].split("|")), set(row["recipient"].split("|"))
    a, r = event.actor.code, event.recipient.code
    states = a in actors and r in recipients and a != r
    if row["symmetric"] == "1" or not strict:
        states = states or (r in actors and a in recipients and a != r)
    here = (int(row["start"]), int(row["end"]))
    return (
        states
        and row["file"] == event.article_id
        and any(_share(s, here) for s in _spans(event))
        and (not strict or event.status in row["status"].split("|"))
    )
