"""Undated articles: the earliest day they can be of, and titles that contradict the table of offices.

An inference is kept apart from dates that a text gives, and says from which phrase and which record it follows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from deedbook.codebook import Codebook, Holder, Milestone
from deedbook.coding import dates
from deedbook.ledger.phrases import day
from deedbook.ledger.traits import places_of, same_amount
from deedbook.ledger.vocabulary import containment, content, family, head_clause, specific, words
from deedbook.records import Article, Event, Inference, Interval, Occurrence, Phrase, Remark, TitleMention

DATING = frozenset({"promised", "agreed", "approved", "delivered", "suspended", "withdrawn", "lapsed"})
"""Rungs that take an act to report: a wish, an offer or an absence can be put into words at any time."""
OBJECT_OVERLAP = 0.5  # an act dated elsewhere must share half of the poorer description's words
AMOUNT_TOLERANCE = 0.1
_FIGURE = re.compile(r"[^:]+: *[\d.,; ]+")  # a field of a register: 2030 missiles are no year

Bound = tuple[date, list[tuple[str, Phrase]]]


def not_before(
    article: Article,
    events: Sequence[Event],
    titles: Sequence[TitleMention],
    codebook: Codebook,
    dated: Sequence[Occurrence],
) -> Inference | None:
    """The earliest day on which ``article`` can have been written, or ``None`` where nothing tells.

    1. Persons named in office (not as former): the first day on which all of them held these offices; where there is no
       such day, the latest of the days on which each first did.
    2. Acts reported: an act that a milestone of the codebook or, failing that, a dated report in ``dated`` also tells
       (same parties, type and instrument; for reports the sum, or words that agree; for milestones one of their words
       in the sentence) cannot be reported before it. Where several fit, the earliest that is not before bound 1.

    The later of the two bounds is returned with the reasons for it."""
    bound = from_titles(article, titles, codebook)
    acts = (from_act(article, event, bound, dated, codebook) for event in events if takes_an_act(event))
    return latest_of([bound, *acts])


def from_act(
    article: Article, event: Event, bound: Bound | None, dated: Sequence[Occurrence], codebook: Codebook
) -> Bound | None:
    """The earliest day of what ``event`` reports that is not before ``bound``, by a milestone or one of ``dated``."""
    milestones = list(from_milestones(article, event, codebook.milestones))
    reports = list(from_reports(article, event, dated, codebook))
    known, told = ([i for i in some if bound is None or i[0] >= bound[0]] for some in (milestones, reports))
    # A milestone is written by people with its source, a report is read by machine: where both fit, the first decides
    # the day.
    if not (deciding := known or told):
        return None
    first = min(item[0] for item in deciding)
    return first, [reason for on, reasons in (*known, *told) if on == first for reason in reasons]


def ahead(article: Article, event: Event, after: date) -> Iterator[Interval]:
    """What begins after that day, of the days that the condition of ``event`` tells, else its sentence."""
    text = event.condition.text if event.condition else event.sentence.of(article.raw)
    if not dates.may_look_beyond(text, after) or (article.genre == "record" and _FIGURE.fullmatch(text.strip())):
        return
    for mention in dates.resolve(text, article.published):
        if mention.kind == "date" and mention.interval.start and mention.interval.start > after:
            yield mention.interval


def behind(article: Article, events: Iterable[Event], by: date) -> date:
    """A day, ``by`` or later, after which nothing of what they tell begins (:func:`ahead`)."""
    return max((when.start for event in events for when in ahead(article, event, by) if when.start), default=by)


def latest_of(bounds: Iterable[Bound | None]) -> Inference | None:
    """The latest of the days, with all reasons for it."""
    found = [bound for bound in bounds if bound]
    if not found:
        return None
    latest = max(day for day, _ in found)
    reasons = tuple(dict.fromkeys(reason for first, reasons in found if first == latest for reason in reasons))
    return Inference(latest, reasons)


def takes_an_act(event: Event) -> bool:
    """Whether it tells a rung that takes an act to report; talks may be told at any time."""
    return event.status in DATING and event.polarity != "negative" and event.event_type != "CONSULT"


def may_tell(event: Event, told: Sequence[Event], codebook: Codebook) -> bool:
    """Whether an act that is told by ``told`` can be what ``event`` reports: False only where ``from_reports`` would
    not take it, whichever of them it is shown by."""
    own = family(event.instrument)
    if not any(map(takes_an_act, told)) or not any(family(one.instrument) == own for one in told):
        return False
    rate = event.amount is not None and event.amount.unit == "%"
    sums = {same_amount(event.amount, one.amount, AMOUNT_TOLERANCE) for one in told if one.amount}
    if sums == {False} and not rate:
        return False
    if True in sums or own.kind == "legal":
        return True
    theirs = frozenset(stem for one in told for stem in _described(one, codebook))
    return bool(specific(_described(event, codebook)) & specific(theirs))


def remarks(article: Article, titles: Sequence[TitleMention], codebook: Codebook, on: Interval) -> Iterator[Remark]:
    """Titles that contradict the dated offices on every day of ``on`` (the article's date; for an undated article from
    its ``not_before`` to the day on which the ledger learned it). Where the table does not know the person in that
    office, or ``on`` is open on both sides, nothing is said."""
    if on.start is None or on.end is None:
        return
    for title in titles:
        terms = _terms(title, codebook)
        if not terms:
            continue
        holds = next((t for t in terms if t.start <= on.start and (t.end or date.max) >= on.end), None)
        held = any(term.start <= on.end and (term.end or date.max) >= on.start for term in terms)
        state = codebook.states.get(title.state)
        name = f"{_office(title)} ({state.name if state else title.state})"
        if title.former and holds:
            text = (
                f"The text calls {title.person} a former {name}, but the table of offices shows {title.person} in that "
                f"office since {day(holds.start)}, and so on {_when(article, on)}."
            )
        elif not title.former and not held and terms[0].start > on.end:
            text = (
                f"The text names {title.person} as {name}, but the table of offices has that term begin only on "
                f"{day(terms[0].start)}, after {_when(article, on)}."
            )
        elif not title.former and not held:
            last = max(term.end for term in terms if term.end and term.end < on.start)
            text = (
                f"The text names {title.person} as {name}, but the table of offices has that term end on {day(last)}, "
                f"before {_when(article, on)}."
            )
        else:
            continue
        yield Remark(article.key, title.start, title.end, text)


def from_titles(article: Article, titles: Sequence[TitleMention], codebook: Codebook) -> Bound | None:
    """The first day on which all persons named in office held it, else the latest of their first days, with why."""
    held: dict[tuple[Holder, ...], TitleMention] = {}
    for title in titles:
        if not title.former and (terms := _terms(title, codebook)):
            held.setdefault(terms, title)
    if not held:
        return None
    starts = sorted({term.start for terms in held for term in terms})
    together = next((first for first in starts if all(_covers(terms, first) for terms in held)), None)
    first = together or max(terms[0].start for terms in held)
    reasons = []
    for terms, title in held.items():
        for term in terms:
            if term.start == first:
                others = [other.person for other in held.values() if other is not title]
                also = f", and {' and '.join(others)} held office then too" if together and others else ""
                reasons.append(
                    (
                        f"{title.person} is named in office ({_office(title)}), which began on {day(first)}{also}",
                        Phrase(title.start, title.end, article.raw[title.start : title.end]),
                    )
                )
    return first, reasons


def _covers(terms: tuple[Holder, ...], on: date) -> bool:
    return any(term.start <= on <= (term.end or date.max) for term in terms)


def _terms(title: TitleMention, codebook: Codebook) -> tuple[Holder, ...]:
    """The person's terms in that office, by date; looked up by the name as printed, then by its last word."""
    last = title.person.split()[-1] if title.person.split() else ""
    for name in (title.person, last):
        terms = tuple(
            holder
            for holder in codebook.persons.get(name, ())
            if holder.state == title.state and holder.office == title.office.split("@")[0]
        )
        if terms and len({holder.person for holder in terms}) == 1:
            return tuple(sorted(terms, key=lambda holder: holder.start))
    return ()


def from_milestones(article: Article, event: Event, milestones: Iterable[Milestone]) -> Iterator[Bound]:
    """The days on record of what ``event`` reports, with why."""
    sentence = article.raw[event.sentence.start : event.sentence.end].casefold()
    for milestone in milestones:
        if milestone.when.start is None or not _same_parties(
            event, milestone.actor, milestone.recipient, symmetric=event.symmetric
        ):
            continue
        if event.event_type != milestone.event_type or family(event.instrument) != family(milestone.instrument):
            continue
        if milestone.statuses and event.status not in milestone.statuses:
            continue
        if word := next((word for word in milestone.words if word.casefold() in sentence), None):
            yield (
                milestone.when.start,
                [
                    (
                        f"it reports, with the word “{word}”, what is on record for {day(milestone.when.start)}: "
                        f"{milestone.what.rstrip('.')} ({milestone.source})",
                        _phrase(article, event),
                    )
                ],
            )


def from_reports(article: Article, event: Event, dated: Sequence[Occurrence], codebook: Codebook) -> Iterator[Bound]:
    """The days on which each of ``dated`` that ``event`` reports can first have been, with why."""
    mine = _described(event, codebook)
    for occurrence in dated:
        first = occurrence.happened.start or occurrence.known
        if first is None or occurrence.status not in DATING or occurrence.polarity == "negative":
            continue
        if event.event_type != occurrence.event_type or family(event.instrument) != family(occurrence.instrument):
            continue
        symmetric = event.symmetric or occurrence.symmetric
        if not _same_parties(event, occurrence.actor, occurrence.recipient, symmetric=symmetric):
            continue
        theirs = frozenset(stem for entry in occurrence.entries for stem in _described(entry.event, codebook))
        amount = same_amount(event.amount, occurrence.amount, AMOUNT_TOLERANCE)
        rate = event.amount is not None and event.amount.unit == "%"
        apart = bool(specific(mine)) and bool(specific(theirs)) and not specific(mine) & specific(theirs)
        # One state's measure on another is told in few words, so there it is enough that none speaks against it.
        alike = family(event.instrument).kind == "legal" or (
            containment(mine, theirs) >= OBJECT_OVERLAP and bool(specific(mine) & specific(theirs))
        )
        if apart or (amount is False and not rate) or not (amount or alike):
            continue
        by = ", ".join(occurrence.outlets) or "another report"
        yield first, [(f"it reports an act that {by} dates {day(first)}", _phrase(article, event))]


def _described(event: Event, codebook: Codebook) -> frozenset[str]:
    """Stems of what the object says, without places and dates."""
    text = head_clause(event.object.text) if event.object else event.cue.text if event.cue else ""
    return _stems(text, codebook)


@lru_cache(maxsize=1 << 12)
def _stems(text: str, codebook: Codebook) -> frozenset[str]:
    return content(text) - places_of(codebook).stems - words("calendar")


def _same_parties(event: Event, actor: str, recipient: str, *, symmetric: bool) -> bool:
    mine = (event.actor.code, event.recipient.code)
    return mine == (actor, recipient) or (symmetric and set(mine) == {actor, recipient})


def _phrase(article: Article, event: Event) -> Phrase:
    """The sentence that holds the event: a cue alone proves nothing to a reader."""
    return Phrase(event.sentence.start, event.sentence.end, event.sentence.of(article.raw))


def _office(title: TitleMention) -> str:
    return title.office.split("@")[0].replace("_", " ")


def _when(article: Article, on: Interval) -> str:
    if article.published.start:
        return f"the report's date, {day(article.published.start)}"
    assert on.start is not None
    return f"every day from {day(on.start)}, the earliest that this undated report can be of"


def dated_only(occurrences: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """Acts that at least one dated report tells."""
    return tuple(occurrence for occurrence in occurrences if occurrence.known)


def written(article: Article, inference: Inference | None, learned: date) -> Interval:
    """The days on which ``article`` can have been written, as far as known: its own date, or from the inference to the
    day on which the ledger learned it."""
    published = article.published
    if published.start or published.end:
        return Interval(published.start or published.end, published.end or published.start, published.basis)
    return Interval(inference.not_before if inference else None, learned, "none")
