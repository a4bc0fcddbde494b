"""The judgement: two sentences, what became deeds and what stayed words, with how sure that is."""

from collections.abc import Sequence

from deedbook.measures.absence import listings
from deedbook.measures.absence import what as absent_what
from deedbook.measures.answer import Line
from deedbook.measures.coverage import period, unread
from deedbook.measures.dealings import EVERYBODY
from deedbook.measures.matters import Matter, long_past
from deedbook.measures.outlook import short
from deedbook.measures.quotes import written_here
from deedbook.measures.sureness import MANY, doubtful
from deedbook.measures.view import View
from deedbook.measures.wording import brief_name, count, listed, rules, status, within
from deedbook.records import Entry, Step

_NAMED = 2  # matters named in one sentence
_ABSENT = 3  # things named of a list of what is absent
_ABSENT_WORDS = 8  # of the name of such a thing


def judgement(view: View, found: Sequence[Matter], others: Sequence[Matter] = ()) -> tuple[Line, Line]:
    """Exactly two sentences. Where nothing is held, they say so and how much was read, never that nothing happened.

    ``others``: what organisations and third states did with one of the pair. It is in no count, but what was paid or
    bound is named, so that nobody takes the count for all that one of the two received."""
    if not view.article_keys:
        return _nothing(view)
    return _deeds(view, found, others), _words(view, found)


def _nothing(view: View) -> tuple[Line, Line]:
    read = view.extent.articles
    names = _names(view)
    first = f"We hold nothing on {names}: none of {count(read, 'article')} read tells of an act between them."
    second = f"That is silence, not evidence that nothing happened: the articles read ({period(view)}) may not cover it"
    if others := unread(view):
        second += f", and {listed(others)} could not be read"
    if left := view.snapshot.undated_left_out + view.snapshot.later_left_out:
        second += f", and the cut-off left out {count(left, 'article')}"
    return Line(first), Line(second + ".")


def _names(view: View) -> str:
    return f"{view.the(view.pair[0])} and {view.the(view.pair[1])}"


def _deeds(view: View, found: Sequence[Matter], others: Sequence[Matter]) -> Line:
    deeds = [m for m in found if m.standing == "delivered or binding" and not m.burden and not m.private]
    deeds = [m for m in deeds if m.receiver != EVERYBODY]
    unsure = [m for m in deeds if doubtful(m.entries)]  # what the coder itself doubts leads no page
    deeds = [m for m in deeds if m not in unsure]
    firms = [m for m in found if m.standing == "delivered or binding" and m.private]
    shown = deeds[:_NAMED]
    matters_ = _matters(deeds, [m for m in deeds if not long_past(view, m)])
    if deeds and not any(view.order(step.rung) < view.order("delivered") for m in deeds for step in _steps(m)):
        many = f"{matters_} " if len(deeds) > len(shown) else ""
        text = f"Deeds are reported, with no earlier promise held: {many}{_listed(shown)}"
    elif deeds:
        text = f"As far as reports show, words between the two became deeds in {matters_} {_listed(shown)}"
    else:
        read = count(len(view.article_keys), "report")
        text = f"No promise between {_names(view)} is seen delivered or binding in the {read} read"
        if firms:
            shown = firms[:_NAMED]
            text += f"; only firms’ own dealings are: {_of(len(firms), len(shown), 'matter')}{_listed(shown)}"
        if unsure:
            shown = [*shown, unsure[0]]
            rest = f", one of {len(unsure)} such" if len(unsure) > 1 else ""
            text += f"; by a doubtful reading also {short(unsure[0])}{rest}"
    if apart := [m for m in others if _given_by_body(view, m)][:1]:
        named_ = short(apart[0])
        by = "" if apart[0].giver in named_.split() else f", from {view.the(apart[0].giver)}"
        text += f"; counted apart: {named_}{by}"
        shown = [*shown, *apart]
    entries = [matter.entries[0] for matter in shown]
    return _line(view, text, entries or view.evidence, cited=entries)


def _given_by_body(view: View, matter: Matter) -> bool:
    """Whether an organisation gave it to one of the pair, and not only in words."""
    if matter.standing != "delivered or binding" or matter.burden or doubtful(matter.entries):
        return False
    return matter.giver in view.codebook.organisations and matter.receiver in view.pair


def _words(view: View, found: Sequence[Matter]) -> Line:
    still = [m for m in found if m.standing in ("promised", "talk only") and not m.burden and not m.private]
    still = [m for m in still if view.order(m.rung) and m.rung != "requested"] or still
    stopped = [m for m in found if m.standing == "stopped" and not m.burden and m.receiver != EVERYBODY]
    parts, shown = [], []
    if still:
        shown += still[: _NAMED - bool(stopped)]
        named_ = listed([f"{short(matter, bare=True)} ({_how_far(matter)})" for matter in shown])
        parts.append(f"still words, not deeds: {_of(len(still), len(shown), 'matter')}{named_}")
    if stopped:
        named_ = f"{short(stopped[0], bare=True)} ({_reached(stopped[0])})"
        parts.append(f"stopped or held up: {_of(len(stopped), 1, 'matter')}{named_}")
        shown += stopped[:1]
    entries = [matter.entries[0] for matter in shown]
    lists = listings(view)
    if lists:
        first = lists[0]
        things = [_bare(text) for text in first.things[:_ABSENT]]
        such_as = ", such as" if first.items > len(things) else ":"
        listing = f"{count(first.items, 'thing')} reported absent by one opinion text, citing {first.who}"
        parts.append(f"{listing}{such_as} {listed(things)}")
        entries.append(view.best(first.entries)[0])
    elif absent := [a for a in view.occurrences if a.status == "not_received" and a.polarity == "positive"]:
        parts.append(f"reported absent: {_of(len(absent), 1, 'thing')}{_bare(absent_what([absent[-1]]))}")
        entries.append(view.best(absent[-1].entries)[0])
    text = "; ".join(parts) or "No promise, offer or talk that is still open is reported"
    return _line(view, text[:1].upper() + text[1:], entries or view.evidence, cited=entries)


def _bare(text: str) -> str:
    """The name of something absent, within a sentence and without an adjective of the speaker's."""
    words = [word for word in text.rstrip(".").split() if word.lower() not in rules()["evaluative"]["words"]]
    return within(brief_name(" ".join(words), _ABSENT_WORDS))


def _of(whole: int, named_: int, what: str) -> str:
    """``6 matters, such as `` before fewer that are named; nothing where all are."""
    return f"{count(whole, what)}, such as " if whole > named_ else ""


def _matters(some: Sequence[Matter], recent: Sequence[Matter]) -> str:
    """How many, and how many of them are recent where not all are."""
    text = count(len(some), "matter")
    if len(recent) < len(some):
        text += f" ({len(recent) or 'none'} of them in the last {rules()['page']['recent_years']} years)"
    return text + (", such as" if len(some) > _NAMED else ":")


def _reached(matter: Matter) -> str:
    """How far a stopped matter had got."""
    said = status(matter.reached, burden=matter.burden).split(",")[0]
    if _in_part(matter):
        return f"{said} in part before"
    return f"had been {said}" if matter.reached != matter.rung else said


def _how_far(matter: Matter) -> str:
    said = status(matter.rung, burden=matter.burden).split(",")[0]
    return "announced" if matter.commitment and "announced" in matter.commitment.displayed else said


def _line(view: View, text: str, entries: Sequence[Entry], *, cited: Sequence[Entry]) -> Line:
    shown = view.citations.cite(cited or view.best(entries)[:1], 4)
    reviewed = bool(cited) and all(entry.reviewed for entry in cited)
    return Line(text + ".", shown, view.sources(entries), _sure(view), reviewed)


def _sure(view: View) -> str:
    """How far the judgement carries: it rests on everything read on the pair, but for what this project wrote itself,
    and on how that was read. Both sentences rest on it."""
    if (known := view.memo.get("judgement")) is not None:
        return str(known)
    articles = view.snapshot.articles
    told = [key for key in view.article_keys if not written_here(articles[key].outlet, articles[key].rights)]
    sources = view.among(told) if 0 < len(told) < len(view.article_keys) else view.sources_in_all
    checked = sum([entry.reviewed for entry in view.evidence])
    level = "fairly sure" if sources >= MANY else "unsure"
    besides = " besides examples" if told and len(told) < len(view.article_keys) else ""
    by = (
        f"{checked:,} of {len(view.evidence):,} readings checked by a person"
        if checked
        else "read by machine, checked by no person"
    )
    told_ = view.memo["judgement"] = f"{level}: {count(sources, 'independent source')}{besides}, {by}"
    return told_


def _steps(matter: Matter) -> Sequence[Step]:
    """The steps on the ladder that a matter took."""
    return [s for s in matter.commitment.history if s.rung != "not_received"] if matter.commitment else ()


def _listed(some: Sequence[Matter]) -> str:
    if len(some) > 1 and all(map(_in_part, some)):
        return f"{listed([short(matter) for matter in some])} ({'both' if len(some) == 2 else 'all'} in part)"
    return listed([short(matter) + (" (in part)" if _in_part(matter) else "") for matter in some])


def _in_part(matter: Matter) -> bool:
    return matter.commitment is not None and matter.commitment.execution == "part"
