"""What hangs together: commitments given in exchange for one another, and frameworks whose parts are commitments.

Told by the reports alone. One sentence that names two undertakings of opposite sides and says "in return for" makes a
*package* of them. A framework that both agreed is an *umbrella* where a sentence says of another commitment of the pair
that it is made under it, where one official text tells both, or where a register's record names its parent. A duty
*replaces* an earlier one of another rate where a text that tells it sets its rate against that ("lower than the 29 per
cent announced in April")."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from deedbook.ledger.evidence import Sources
from deedbook.ledger.vocabulary import family, has
from deedbook.records import Commitment, Entry, Step

MOST = 40  # commitments of one text: a text that tells more is a list, not a package
PROMISED = 3
NEXT = 160  # characters behind a sentence in which it is still said what a duty comes in place of
_RATE = re.compile(r"(\d+(?:\.\d+)?)(?= ?(?:%|per ?cent\b|pct\b))")
_RECORD = re.compile(r"^(Activity|Parent activity): (\S+)$", re.MULTILINE)
Told = Mapping[tuple[str, int], dict[int, tuple[Step, Entry]]]


def linked(
    commitments: Sequence[Commitment],
    sources: Sources,
    orders: Mapping[str, int | None],
    in_place_of: Mapping[int, int],
) -> tuple[Commitment, ...]:
    """``commitments`` with ``package``, ``parent``, ``umbrella`` and ``replaces``. ``orders`` are the codebook's rungs
    by status, ``in_place_of`` what :func:`replaced` finds."""
    sentences: dict[tuple[str, int], dict[int, tuple[Step, Entry]]] = {}
    texts: dict[str, dict[int, tuple[Step, Entry]]] = {}
    for place, commitment in enumerate(commitments):
        for step in commitment.history:
            if {step.occurrence.actor, step.occurrence.recipient} != {commitment.giver, commitment.receiver}:
                continue  # toward everybody, or said of the project by another
            if (orders.get(step.rung) or 0) < PROMISED or step.occurrence.polarity == "negative":
                continue
            for entry in step.occurrence.entries:
                here = (entry.article_key, entry.event.sentence.start)
                sentences.setdefault(here, {}).setdefault(place, (step, entry))
                texts.setdefault(entry.article_key, {}).setdefault(place, (step, entry))
    exchanged = _exchanged(commitments, sentences, sources)
    parents = _registered(texts, sources) | _parents(commitments, texts, sources)
    above = set(parents.values())
    parents = _brought(commitments, texts, sources) | parents
    return tuple(
        replace(
            commitment,
            package=tuple(sorted(commitments[other].id for other in exchanged.get(place, ()))),
            parent=commitments[parents[place]].id if place in parents else None,
            umbrella=place in above,
            replaces=commitments[in_place_of[place]].id if place in in_place_of else None,
        )
        if place in exchanged or place in parents or place in above or place in in_place_of
        else commitment
        for place, commitment in enumerate(commitments)
    )


def _exchanged(commitments: Sequence[Commitment], sentences: Told, sources: Sources) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for held in sentences.values():
        if not 1 < len(held) <= MOST:
            continue
        _, entry = next(iter(held.values()))
        if not has("exchange", sources.sentence(entry)):
            continue
        for one in held:
            for other in held:
                if one != other and _opposite(commitments[one], commitments[other]):
                    found.setdefault(one, set()).add(other)
    return found


def _opposite(one: Commitment, other: Commitment) -> bool:
    return not one.joint and not other.joint and (one.giver, one.receiver) == (other.receiver, other.giver)


def _parents(
    commitments: Sequence[Commitment], texts: Mapping[str, dict[int, tuple[Step, Entry]]], sources: Sources
) -> dict[int, int]:
    found: dict[int, int] = {}
    for _, held in sorted(texts.items()):
        if not 1 < len(held) <= MOST:
            continue
        frames = [place for place, (step, entry) in held.items() if _frame(commitments[place], step, entry, sources)]
        for place, (_, entry) in held.items():
            mine = {commitments[place].giver, commitments[place].receiver}
            fits = [f for f in frames if {commitments[f].giver, commitments[f].receiver} == mine and f != place]
            said = has("under_frame", sources.sentence(entry)) or sources.official(entry)
            if fits and said and place not in found and place not in frames:
                found[place] = fits[0]
    return found


def _brought(
    commitments: Sequence[Commitment], texts: Mapping[str, dict[int, tuple[Step, Entry]]], sources: Sources
) -> dict[int, int]:
    """What the money of another commitment is to bring ("the financing would bring … equipment"): a part of it, of
    several that which the text told last before."""
    found: dict[int, int] = {}
    for _, held in sorted(texts.items()):
        for place, (_, entry) in held.items() if 1 < len(held) <= MOST else ():
            at, mine = entry.event.sentence.start, {commitments[place].giver, commitments[place].receiver}
            if not has("brought", sources.sentence(entry)):
                continue
            before = [
                (other.event.sentence.start, one)
                for one, (_, other) in held.items()
                if one != place
                and other.event.sentence.start < at
                and family(commitments[one].instrument).kind == "money"
                if {commitments[one].giver, commitments[one].receiver} == mine and commitments[one].amount
            ]
            if before:
                found.setdefault(place, max(before)[1])
    return found


def _registered(texts: Mapping[str, dict[int, tuple[Step, Entry]]], sources: Sources) -> dict[int, int]:
    """The parent that a register's record names, as far as a commitment is made of the parent's own record."""
    told: dict[str, int] = {}
    named: list[tuple[str, int]] = []
    for key, held in sorted(texts.items()):
        article = sources.articles.get(key)
        if article is None or article.genre != "record":
            continue
        lines = dict(_RECORD.findall(article.raw))
        if own := lines.get("Activity"):
            told.setdefault(own, min(held))
        if above := lines.get("Parent activity"):
            named += ((above, place) for place in held)
    return {place: told[above] for above, place in named if above in told and told[above] != place}


def replaced(commitments: Sequence[Commitment], sources: Sources) -> dict[int, int]:
    """Places of duties with the place of the earlier one that each came in place of."""
    found: dict[int, int] = {}
    duties = [place for place, c in enumerate(commitments) if c.measure and c.amount and c.amount.unit == "%"]
    for place in duties:
        mine = commitments[place]
        rates = {rate for step in mine.history for e in step.occurrence.entries for rate in _set_against(e, sources)}
        for other in duties if rates else ():
            theirs = commitments[other]
            between_same = (theirs.giver, theirs.receiver) == (mine.giver, mine.receiver)
            other_rate = theirs.amount is not None and theirs.amount.value in rates - {
                mine.amount and mine.amount.value
            }
            if between_same and other_rate and first_day(theirs) < first_day(mine):
                found.setdefault(place, other)
    return found


def _set_against(entry: Entry, sources: Sources) -> frozenset[float]:
    """Rates in the entry's sentence and right behind it, where these say what a duty comes in place of."""
    article = sources.articles.get(entry.article_key)
    said = article.raw[entry.event.sentence.start : entry.event.sentence.end + NEXT] if article else ""
    return frozenset(map(float, _RATE.findall(said))) if has("replacing", said) else frozenset()


def first_day(commitment: Commitment) -> str:
    """The day of its first step as text to sort by; undated last."""
    when = commitment.history[0].when
    return str(when.start or when.end or "9999")


def _frame(commitment: Commitment, step: Step, entry: Entry, sources: Sources) -> bool:
    return (
        commitment.joint
        and commitment.amount is None
        and step.rung in ("agreed", "approved")
        and family(commitment.instrument).kind in ("pact", "legal")
        and has("frame", sources.sentence(entry))
    )
