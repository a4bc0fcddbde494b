"""What changed between two states of the ledger: acts that became known, commitments that moved, reports corrected by
later ones, and what another reading or a person's decision changed.

An event is the same in both where text, cue and pair agree (the anchor of decisions): ids change with the coder."""

from collections.abc import Iterable, Mapping, Sequence, Set

from deedbook.codebook import Codebook, load
from deedbook.measures.changes import Change, Difference, Kind, Source
from deedbook.measures.disagreements import conflict, same_matter
from deedbook.measures.doers import is_burden
from deedbook.measures.matters import Matter, matters, since
from deedbook.measures.quotes import readable
from deedbook.measures.view import View
from deedbook.measures.wording import amount, fold, instrument, interval, listed, named, rules, status
from deedbook.records import Entry, Event, Interval, Occurrence, Snapshot, Step

_FIELDS = ("event_type", "status", "polarity", "instrument", "domains", "amount", "date")
Readings = Mapping[str, str]  # of the texts that were held, by key: the coder whose reading counts
_Key = tuple[str, tuple[int, int], frozenset[str | None]]


def difference(
    before: Snapshot,
    after: Snapshot,
    pair: tuple[str, str],
    codebook: Codebook | None = None,
    *,
    readings: tuple[Readings, Readings] | None = None,
) -> Difference:
    """What is in ``after`` and was not, or was otherwise, in ``before``, on ``pair``.

    ``readings`` say of then and of now which texts the ledger held and who had read each: a text of which nothing on
    the pair was read is in no snapshot of the pair. Without them, what was published by the cut-off of ``before`` was
    held then."""
    book = codebook or load()
    old, new = View.of(before, pair, book), View.of(after, pair, book)
    then, now = readings or (_readings(before, after), _readings(after, before))
    held = frozenset(then)
    otherwise = _read_otherwise(old, new, then, now)
    changes = (
        *_new_acts(new, held),
        *_moved(old, new, held, {key: change.kind for key, change in otherwise}),
        *_corrections(new, held),
        *(change for _, change in otherwise),
    )
    return Difference(
        pair=pair,
        changes=changes,
        articles_before=len(then),
        articles_after=len(now),
        left_out=after.undated_left_out,
    )


def _readings(snapshot: Snapshot, other: Snapshot) -> Readings:
    """The texts that were held for ``snapshot``, each with the coder of its events there; of those that only ``other``
    holds the ones published by its cut-off."""
    coders = {entry.article_key: entry.event.coder for entry in (*other.entries, *snapshot.entries)}
    cut = snapshot.as_of
    published = {
        key for key, article in other.articles.items() if cut and article.published.end and article.published.end <= cut
    }
    return {key: coders.get(key, "") for key in (*snapshot.articles, *published)}


def _key(entry: Entry) -> _Key:
    event = entry.event
    cue = (event.cue.start, event.cue.end) if event.cue else (event.sentence.start, event.sentence.end)
    return entry.article_key, cue, frozenset({event.actor.code, event.recipient.code})


def _keys(view: View) -> dict[_Key, Entry]:
    return {_key(entry): entry for act in view.occurrences for entry in act.entries}


def _new_acts(new: View, held: frozenset[str]) -> list[Change]:
    """Acts that only texts tell that were not held before, each at the rung at which the record shows it."""
    steps = {step.occurrence.id: step for c in new.snapshot.commitments for step in c.history}
    found = []
    for act in new.occurrences:
        if all(entry.article_key not in held for entry in act.entries):
            said = "denied" if act.polarity == "negative" else _shown(new, act, steps.get(act.id))
            found.append(
                Change(
                    "new act",
                    act.actor,
                    act.recipient,
                    _what(act),
                    "",
                    said,
                    _when(act),
                    f"first told by {listed(new.outlets([act])[:3])}",
                    _source(new, new.best(act.entries)),
                    act.symmetric,
                )
            )
    return found


def _moved(old: View, new: View, texts: frozenset[str], otherwise: Mapping[_Key, Kind]) -> list[Change]:
    """Commitments whose rung, execution or health changed, with the sentence of the step that moved them, or else the
    other reading or decision that did."""
    held, known = _keys(old), {m.commitment.id: m for m in matters(old) if m.commitment}
    by_entry = {key: m for m in known.values() for act in m.acts for entry in act.entries for key in (_key(entry),)}
    found = []
    for matter in matters(new):
        commitment = matter.commitment
        if commitment is None:
            continue
        was = known.get(commitment.id) or next(
            (by_entry[_key(e)] for act in matter.acts for e in act.entries if _key(e) in by_entry), None
        )
        then = was.commitment if was else None
        if was is None or then is None:
            continue
        same = (was.rung, then.execution, then.health) == (matter.rung, commitment.execution, commitment.health)
        if same:
            continue
        steps = [s for s in commitment.history if any(_key(e) not in held for e in s.occurrence.entries)]
        moving = _moving(new, steps, was.rung)
        ordered = [*reversed(moving), *(step for step in reversed(steps) if step not in moving)]
        by_step = [[e for e in new.best(step.occurrence.entries) if _key(e) not in held] for step in ordered]
        fresh = [entry for entries in by_step for entry in entries]
        read = any(entry.article_key not in texts for entry in fresh)
        told = {_key(e) for m in (was, matter) for act in m.acts for e in act.entries}
        kinds = {kind for key, kind in otherwise.items() if key in told}
        why = "a later report" if read else _reason(kinds)
        found.append(
            Change(
                "moved",
                matter.giver,
                matter.receiver,
                matter.what,
                _stands(was),
                _path(new, moving) or _stands(matter),
                since(matter),
                why,
                _source(new, fresh),
                commitment.joint,
            )
        )
    return found


def _reason(kinds: Set[Kind]) -> str:
    """Why something moved though no text came in."""
    if not kinds:
        return "the time that went by"
    return "a person decided" if kinds == {"decided"} else "another reading"


def _stands(matter: Matter) -> str:
    return matter.state or matter.standing


def _moving(view: View, steps: Sequence[Step], before: str) -> list[Step]:
    """Those of ``steps`` that moved it on from the rung ``before``: talk of what has got further moves nothing, nor
    does a denial."""
    found: list[Step] = []
    reached = view.order(before)
    for step in steps:
        rung = view.shown_rung(step)
        if step.occurrence.polarity == "negative" or 0 < view.order(rung) < reached or (rung == before and not found):
            continue
        reached = max(reached, view.order(rung))
        found.append(step)
    return found


def _path(view: View, steps: Sequence[Step]) -> str:
    """The rungs that these steps took it through: ``approved (by 10 December 2025) → put off (26 February 2026)``."""
    told: dict[str, str] = {}
    for step in steps:
        said = status(view.shown_rung(step), burden=is_burden(step.occurrence)).split(",")[0]
        told.setdefault(said, f"{said} ({interval(step.when)})")
    return " → ".join(told.values())


def _corrections(new: View, held: frozenset[str]) -> list[Change]:
    """What a text that was not held before says against one that was: another sum, date or status of one act or
    commitment, or that it did not happen."""
    found = []

    def fresh(entry: Entry) -> bool:
        return entry.article_key not in held

    for act, entries in _told_alike(new):
        later, earlier = [e for e in entries if fresh(e)], [e for e in entries if not fresh(e)]
        for kind, value in (("sum", _sum), ("date", _date)):
            for one in later:
                against = next((e for e in earlier if conflict(value(e), value(one))), None)
                if against is not None:
                    found.append(_corrected(new, act, kind, _said(kind, against), _said(kind, one), one))
                    break
    threads = _threads(new)
    told: set[str] = set()
    for act in new.occurrences:
        later = [e for e in act.entries if fresh(e)]
        if not later or not (act.polarity == "negative" or act.status == "not_received"):
            continue
        for other in new.occurrences:
            earlier = [e for e in other.entries if not fresh(e)]
            if not earlier or other.id in told or other.polarity != "positive":
                continue
            if other.status != "delivered" and (act.polarity, act.status) != ("negative", other.status):
                continue
            if same_matter(act, other, new.codebook) and _one_thread(threads, act, other):
                told.add(other.id)
                said = f"{_status(new, other, other.status)} ({listed(new.outlets([other])[:2])})"
                now = "denied" if act.polarity == "negative" else "reported as not in force or not received"
                found.append(_corrected(new, other, "status", said, now, later[0]))
    return found


def _told_alike(view: View) -> list[tuple[Occurrence, list[Entry]]]:
    """Acts with all that tells them. Reports of one step of a commitment of money on one day are two acts where their
    sums are far apart ("corrects to $500 million from $300 million"); here they are one."""
    steps: dict[str, tuple[object, ...]] = {}
    for commitment in view.snapshot.commitments:
        if commitment.instrument in rules()["instruments"]["money"]:
            for step in commitment.history:
                steps.setdefault(step.occurrence.id, (commitment.id, step.rung, step.when.end))
    groups: dict[tuple[object, ...], list[Occurrence]] = {}
    for act in view.occurrences:
        groups.setdefault(steps.get(act.id, (act.id,)), []).append(act)
    return [(acts[0], [entry for act in acts for entry in act.entries]) for acts in groups.values()]


def _threads(view: View) -> dict[str, set[str]]:
    """By act, the commitments in whose history it is a step."""
    found: dict[str, set[str]] = {}
    for commitment in view.snapshot.commitments:
        for step in commitment.history:
            found.setdefault(step.occurrence.id, set()).add(commitment.id)
    return found


def _one_thread(threads: Mapping[str, set[str]], one: Occurrence, other: Occurrence) -> bool:
    """Whether both are steps of one commitment, as far as both are steps of any: that the cut is not in force says
    nothing against the duty that it was to cut."""
    mine, theirs = threads.get(one.id), threads.get(other.id)
    return not mine or not theirs or bool(mine & theirs)


def _corrected(view: View, act: Occurrence, kind: str, before: str, after: str, entry: Entry) -> Change:
    why = f"{view.outlet(entry)} gives another {kind}"
    source = _source(view, [entry])
    return Change(
        "correction", act.actor, act.recipient, _what(act), before, after, _when(act), why, source, act.symmetric
    )


def _read_otherwise(old: View, new: View, then: Readings, now: Readings) -> list[tuple[_Key, Change]]:
    """Events of texts held both times that are read otherwise, are new, or are gone: by a person or another coder."""
    was, is_ = _keys(old), _keys(new)
    found = []
    for key in dict.fromkeys([*was, *is_]):
        before, after = was.get(key), is_.get(key)
        held = after or before
        if held is None or key[0] not in then or key[0] not in now or not _differs(before, after):
            continue
        reviewed = bool(after and after.reviewed and not (before and before.reviewed))
        by_person = reviewed or (after is None and then[key[0]] == now[key[0]])
        why = "a person decided" if by_person else f"read again by {held.event.coder or 'another coder'}"
        view, event = new if after else old, held.event
        found.append(
            (
                key,
                Change(
                    "decided" if by_person else "re-coded",
                    event.actor.code or "",
                    event.recipient.code or "",
                    named(instrument(event.instrument), event.object.text if event.object else None, event.amount)
                    or (event.cue.text if event.cue else ""),
                    _reading(before, after),
                    _reading(after, before) or "no longer held",
                    interval(held.happened),
                    why,
                    _source(view, [held]),
                    event.symmetric,
                ),
            )
        )
    return found


def _differs(before: Entry | None, after: Entry | None) -> bool:
    if before is None or after is None:
        return True
    return bool(_values(before.event, after.event)) or before.reviewed != after.reviewed


def _values(one: Event, other: Event) -> list[str]:
    return [name for name in _FIELDS if getattr(one, name) != getattr(other, name)]


def _reading(entry: Entry | None, other: Entry | None) -> str:
    """What one reading says, of the fields in which the two differ."""
    if entry is None:
        return ""
    event = entry.event
    names = _values(event, other.event) if other else ["event_type", "status"]
    told = []
    for name in names:
        value = getattr(event, name)
        if name == "amount":
            value = amount(value) or "no sum"
        elif isinstance(value, Interval):
            value = interval(value)
        elif isinstance(value, tuple):
            value = ", ".join(value)
        told.append(f"{name.replace('_', ' ')} {value}")
    return "; ".join(told) or ("checked by a person" if entry.reviewed else "unchecked")


def _what(act: Occurrence) -> str:
    what = named(instrument(act.instrument), act.object, act.amount)
    return what or next((fold(e.event.cue.text) for e in act.entries if e.event.cue), act.event_type.lower())


def _shown(view: View, act: Occurrence, step: Step | None) -> str:
    told = _status(view, act, act.status)
    shown = _status(view, act, view.shown_rung(step)) if step else told
    return told if shown == told else f"{shown}, told as {told}"


def _status(view: View, act: Occurrence, rung: str) -> str:
    return status(rung, burden=is_burden(act)).split(",")[0]


def _when(act: Occurrence) -> str:
    return interval(act.happened)


def _sum(entry: Entry) -> object:
    return entry.event.amount


def _date(entry: Entry) -> object:
    on = entry.event.date
    known = on.basis in ("explicit", "relative") and on.start and on.end
    return (on.start, on.end) if known else None


def _said(kind: str, entry: Entry) -> str:
    return amount(entry.event.amount) if kind == "sum" else interval(entry.event.date)


def _source(view: View, entries: Sequence[Entry] | Iterable[Entry]) -> Source | None:
    for entry in entries:
        article = view.article(entry)
        place = readable(entry, view.snapshot)
        return Source(fold(article.raw[place.start : place.end]), view.outlet(entry), entry.known, article.id, place)
    return None
