"""What is not known and where we looked, what would change the view, and dates ahead."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from deedbook.coding import dates
from deedbook.ledger import dating
from deedbook.ledger.vocabulary import words
from deedbook.measures import caveats
from deedbook.measures.absence import listings
from deedbook.measures.answer import Line
from deedbook.measures.coverage import period, unread
from deedbook.measures.dealings import EVERYBODY
from deedbook.measures.doers import is_burden
from deedbook.measures.matters import PRIVATE, Matter
from deedbook.measures.sureness import line
from deedbook.measures.view import View
from deedbook.measures.wording import (
    brief_name,
    clip,
    count,
    day,
    fold,
    interval,
    listed,
    rules,
    sentence,
    status,
    thing,
    within,
)
from deedbook.records import Entry, Interval

_NAMED = 3  # of the things that a commentator lists as absent
_DUE = re.compile(r"\b(?:due|expires?|expiry|deadline|hearing|scheduled|until|no later than)\b", re.IGNORECASE)
_MISSED = re.compile(  # "due in March, has not arrived": that March is over
    r"\b(?:(?:ha[sd]|have|did|was|were)(?: still| yet)?(?: not|n't|n’t)|never|(?:had been|was|were) (?:due|scheduled)"
    r"|miss(?:ed|es|ing)|overdue|expired|failed to|yet to)\b",
    re.IGNORECASE,
)
_UP_TO = re.compile(
    r"(?:[\s,]+(?:by|on|until|till|from|before|after|at|for|of|in|to|no|later|than))*\s*$", re.IGNORECASE
)
_LEAST = 3  # words before a day that say what is due then
_TITLE = 7  # of the headline of a report that names no outlet
_WORDS = 10  # of a matter's name within another sentence


def unknown(view: View, found: Sequence[Matter]) -> tuple[Line, ...]:
    """What is not known, the gravest first; the first line says where we looked, so that no page can drop that."""
    gaps = list(_unpaid(view, found))
    looked = _looked(view)
    first = replace(gaps[0], text=f"{gaps[0].text} {looked}") if gaps else Line(looked)
    return (first, *_undated(view), *gaps[1:], *_untested(view))


def _unpaid(view: View, found: Sequence[Matter]) -> Iterator[Line]:
    """Benefits promised or more, of which no payment, delivery or entry into force is reported."""
    kinds = rules()["instruments"]
    for matter in found:
        held_up = matter.commitment is not None and matter.commitment.health == "suspended"
        owed = matter.standing in ("promised", "delivered or binding") or held_up
        if not owed or matter.burden or matter.receiver == EVERYBODY:
            continue
        if view.order(matter.reached) < view.order("agreed") or matter.reached == "delivered":
            continue
        if matter.commitment is not None and matter.commitment.execution in ("in force", "part", "complete"):
            continue
        end = "payment" if matter.instrument in kinds["money"] else "entry into force"
        if matter.instrument not in (*kinds["money"], *kinds["law"]):
            end = "step to carry it out" if matter.instrument in kinds["general"] else "delivery"
        name = short(matter, bare=True)
        text = f"No {end} is reported: {name}" + "." * (not name.endswith("…"))
        due = matter.commitment.due if matter.commitment else None
        if due and view.cut_off and due <= view.cut_off:
            text = f"{text[:-1]}; it was due on {day(due)}."
        yield line(view, text, matter.entries, most=1)


def _looked(view: View) -> str:
    read = view.extent.articles
    registers = sorted({search.register for search in view.snapshot.searches})
    records = sum(article.genre == "record" for article in view.snapshot.articles.values())
    own = f", {records:,} of them {'an official record' if records == 1 else 'official records'}" if records else ""
    were = "was" if len(registers) < 2 else "were"
    text = (
        f"{listed(registers) if registers else 'No register'} {were} searched;"
        f" {count(read, 'article')} {'was' if read == 1 else 'were'} read ({period(view)}){own}."
    )
    others = unread(view)
    return text if not others else f"{text[:-1]}; {' and '.join(others)} could not be read."


def _undated(view: View) -> Iterator[Line]:
    undated = caveats.undated(view)
    for key, article in undated:
        name = article.outlet or (f"“{clip(fold(article.title), _TITLE)}”" if article.title else article.id)
        inference = view.snapshot.inferences.get(key)
        text = f"When {name} was written: it is undated"
        text += f", but not before {day(inference.not_before)} (inferred from an act it tells)." if inference else "."
        places: tuple[int, ...] = ()
        if inference and inference.reasons:
            phrase = inference.reasons[0][1]
            places = view.citations.cite_place(key, phrase.start, phrase.end)
        yield Line(text, places)


def _untested(view: View) -> Iterator[Line]:
    for listing in listings(view):
        named_ = ", ".join(listing.things[:_NAMED])
        text = f"Whether what {listing.who} lists as absent came since ({count(listing.items, 'thing')}: {named_} …)."
        yield Line(text, view.citations.cite(listing.entries, 2))


def would_change(view: View, found: Sequence[Matter]) -> tuple[Line, ...]:
    """The evidence that would move a benefit: the next rung of its instrument, the weightiest first; of what is put off
    as well as of what goes on."""
    lines: dict[str, Line] = {}
    for matter in found:
        next_ = _next(view, matter)
        if next_:
            lines.setdefault(
                next_, line(view, sentence(f"{short(matter, bare=True)}: {next_}"), matter.entries, most=1)
            )
    return tuple(lines.values())


def _next(view: View, matter: Matter) -> str:
    """The act of the next rung that is still open; empty where nothing more can come, or nothing is owed."""
    order = view.order(matter.reached)
    ended = matter.standing == "stopped" and (matter.commitment is None or matter.commitment.health != "suspended")
    if not order or ended or matter.reached == "delivered" or _vague(matter):
        return ""
    if matter.burden or matter.receiver == EVERYBODY:
        return ""
    if matter.commitment is not None and matter.commitment.execution in ("in force", "complete"):
        return ""
    known = view.codebook.instruments.get(matter.instrument)
    on = view.cut_off or date.max
    rungs = [
        rung
        for rung in (known.rungs if known else ())
        if (rung.valid_from or date.min) <= on <= (rung.valid_to or date.max) and not view.is_stop(rung.status)
    ]
    higher = [rung for rung in rungs if view.order(rung.status) > order]
    kinds = rules()["instruments"]
    if matter.instrument in kinds["money"] and order >= view.order("approved"):
        return str(rules()["next_evidence"]["money"])
    if higher:
        return f"word of the next step ({higher[0].act})"
    key = "money" if matter.instrument in kinds["money"] else "law" if matter.instrument in kinds["law"] else "other"
    return str(rules()["next_evidence"][key])


def _vague(matter: Matter) -> bool:
    """Whether what is at issue is too general for any one piece of evidence to settle it."""
    general = rules()
    return (
        matter.instrument in general["instruments"]["general"] and matter.domain in general["domains"]["general"]
    ) or all(act.event_type in ("REQUEST", "CONSULT") for act in matter.acts)


def dates_ahead(view: View, found: Sequence[Matter]) -> tuple[Line, ...]:
    """Due dates, and dates in acts and conditions, that lie after the cut-off (or the last article), in order."""
    after = view.cut_off
    if after is None:
        return ()
    held: dict[tuple[date, str], Line] = {}
    for matter in found:
        due = matter.commitment.due if matter.commitment else None
        if due and due > after and matter.standing != "stopped":
            # What others expect, or what was talked of, is due to nobody.
            owed = view.order(matter.reached) >= view.order("promised")
            text = f"{day(due)}: due: {short(matter)}." if owed else f"By {day(due)}, as expected: {short(matter)}."
            held[due, matter.what] = line(view, text, matter.entries, most=1)
        for entry in matter.entries:
            for when in _future(view, entry, after):
                event = entry.event
                said = status(event.status, burden=is_burden(event)).split(",")[0]
                what = brief_name(thing(event.object.text), _WORDS) if event.object else short(matter)
                first = when.start or after
                held.setdefault((first, matter.what), line(view, f"{interval(when)}: {what} ({said}).", [entry]))
    for when, what, quotes in _announced(view, found, after):
        if not any(quotes[0] in known.quotes for known in held.values() if quotes):
            held.setdefault((when.start or after, what), Line(f"{interval(when)}: {what}", quotes, 1, ""))
    return tuple(held[key] for key in sorted(held))


def _announced(view: View, found: Sequence[Matter], after: date) -> Iterator[tuple[Interval, str, tuple[int, ...]]]:
    """Days to come that any sentence of the articles on the pair, or on a matter of theirs, announces ("due", "expire",
    "hearing"): the sentence up to that day stands for what is due, coded or not; its headline says of what."""
    told = (entry.article_key for matter in found for entry in matter.entries)
    for key in dict.fromkeys((*view.article_keys, *told)):
        if not view.snapshot.voices.announces.get(key, True):
            continue
        article = view.snapshot.articles[key]
        folded = article.raw.casefold()
        if not any(sign in folded for sign in words("announcing")) or not _DUE.search(article.raw):
            continue  # one of these words is in all that the pattern finds
        from deedbook.coding.sentences import sentences  # with all of reading behind it, and mostly not needed

        for place in sentences(article):
            text = article.raw[place.start : place.end]
            if not _DUE.search(text) or _MISSED.search(text):
                continue
            for m in dates.resolve(text, article.published):
                if m.kind != "date" or (m.interval.start or m.interval.end or after) <= after:
                    continue
                before = _UP_TO.sub("", fold(text[: m.start]))
                said = f"{before} …" if _LEAST <= len(before.split()) <= _WORDS else clip(fold(text), _WORDS)
                title = f" ({fold(article.title)})" if article.title else ""  # "Comments are due": on what?
                yield m.interval, f"“{said}”{title}", view.citations.cite_place(key, place.start, place.end)


def _future(view: View, entry: Entry, after: date) -> Iterator[Interval]:
    """Dates after ``after`` in the act's own date, its condition and its sentence, as exact as the text has them."""
    event = entry.event
    stated = event.date.basis in ("explicit", "relative")
    if stated and event.date.start and event.date.start > after:
        yield event.date
    elif stated and event.date.end and event.date.end > after:
        yield Interval(event.date.end, event.date.end, event.date.basis)
    if view.snapshot.voices.behind.get(entry.article_key, date.max) > after:  # else its text need not be opened
        yield from dating.ahead(view.article(entry), event, after)


def short(matter: Matter, *, bare: bool = False) -> str:
    """A matter's name within a sentence; a first word that the reports print with a capital keeps it ("Reko Diq").
    ``bare``: by its name alone, without the sum that the table beside it tells."""
    named_ = matter.commitment.name if bare and matter.commitment else ""
    text = brief_name(named_ or matter.what.removesuffix(PRIVATE), _WORDS)
    first = text.split()[0].rstrip(",:") if text else ""
    said = {word for act in matter.acts for word in (act.object or "").split()[1:]}
    for told in (entry.event for entry in matter.entries):
        inner = told.object is not None and told.object.start > told.sentence.start
        if told.object and inner and told.cue and told.cue.text[:1].islower():  # no headline with capitals throughout
            said.add(told.object.text.split()[0])
    return text if first in said else within(text)
