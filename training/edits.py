"""Labelled sentences whose words are changed: their text, and their labels where they then stand."""

from collections.abc import Sequence
from typing import Any

Edit = tuple[int, int, str]  # from, to, what stands there instead; in order, none overlapping


def spliced(text: str, edits: Sequence[Edit]) -> str:
    """The text as edited."""
    parts, at = [], 0
    for start, end, new in edits:
        parts += [text[at:start], new]
        at = end
    return "".join(parts) + text[at:]


def edited(event: dict[str, Any], edits: Sequence[Edit], to: dict[str, str]) -> dict[str, Any]:
    """The event where its sentence was edited and its states became others; what was edited away has no place."""

    def place(span: list[int] | None) -> list[int] | None:
        made = span and [_shifted(span[0], edits, 0), _shifted(span[1], edits, 1)]
        return made if made and made[0] < made[1] else None

    made = {**event, **{name: place(event[name]) for name in ("cue", "object", "amount", "condition")}}
    for role in ("actor", "recipient", "speaker"):
        code = event[role]["code"]
        made[role] = {**event[role], "span": place(event[role]["span"]), "code": to.get(code, code)}
    return made


def _shifted(at: int, edits: Sequence[Edit], end: int) -> int:
    """Where the place ``at`` of a text is after the edits; within one of them its start, or its end for an ``end``."""
    moved = 0
    for first, last, new in edits:
        if at < first + end:
            break
        if at < last + end:
            return first + moved + len(new) * end
        moved += len(new) - (last - first)
    return at + moved
