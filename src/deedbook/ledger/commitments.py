"""Commitments: acts on one thing owed or given, followed from talk to delivery or to nothing.

Acts are taken in order of their dates; each goes to the thread that it fits best, or opens one. The order in which the
ledger learned them does not matter. Rules in words: docs/ledger.md."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import combinations
from math import isclose

from deedbook.codebook import EVERYBODY, Codebook
from deedbook.ledger.acts import MEASURES, STOPS, Act, taker
from deedbook.ledger.days import by_day
from deedbook.ledger.evidence import Sources
from deedbook.ledger.fitting import SAME_OBJECT, VAGUE, fit
from deedbook.ledger.packages import first_day, linked, replaced
from deedbook.ledger.shelf import Shelf, Thread
from deedbook.ledger.standing import Move
from deedbook.ledger.summary import Teller
from deedbook.ledger.vocabulary import has
from deedbook.records import Article, Commitment, Occurrence


def follow(
    occurrences: Iterable[Occurrence],
    codebook: Codebook,
    *,
    articles: Mapping[str, Article] | None = None,
    not_before: Mapping[str, date] | None = None,
    as_of: date | None = None,
    moves: Mapping[str, Sequence[Act]] | None = None,
) -> tuple[Commitment, ...]:
    """Commitments in order of their first date (undated last) and id.

    ``articles`` (by key) give the sentences and official sources that tell what is in force or paid; without them only
    the events' own phrases count. ``not_before`` maps undated articles to the day they cannot be earlier than.
    What was due before ``as_of`` and is neither delivered nor stopped is overdue. ``moves`` are those of each
    occurrence, by its id, where they are known (:func:`taken_apart`)."""
    sources = Sources.of(articles or {}, codebook)
    shelf = Shelf()
    beside: list[Act] = []
    if moves is None:
        moves = taken_apart(occurrences := tuple(occurrences), codebook, sources)
    told = sorted((act for whole in occurrences for act in moves[whole.id]), key=lambda act: act.sort_key)
    repeated = _repeated(told)
    named: dict[tuple[object, ...], Thread] = {}
    for act in told:
        if act.turn in ("asked", "denied"):
            beside.append(act)
            continue
        if act in repeated:
            continue
        if act.turn == "absent":
            # An absence with no date, or of what nobody spoke of before, is a claim for itself (measures test it).
            if act.day and (thread := _best(shelf.near(act), act)):
                shelf.put(thread, Move(act, "not_received"))
            continue
        placed = False
        for thread in shelf.reached(act) if act.ends else ():
            if move := _ending(thread, act, codebook):
                shelf.put(thread, move)
                placed = placed or move.cross != "project" or act.borrowed
        if placed and act.turn == "stop" and not act.broad:
            continue
        near = shelf.near(act)
        thread = _best(near, act)
        if thread is None and _adds_up(near, act):
            continue  # what all duties come to together is no duty of its own
        if thread is None and act.occurrence.event_type == "REJECT" and act.family.name in VAGUE:
            continue
        if thread is None and act.occurrence.event_type == "RETREAT":
            continue  # troops that leave, or prisoners that are let go, keep a promise or are a deed by themselves
        thread = thread or shelf.open(act)
        shelf.put(thread, Move(act, _rung(act)))
        if act.telling or act.amount:
            named |= dict.fromkeys(_places(act), thread)
        for other in shelf.near(act) if len(act.facilities) > 1 else ():
            if other is not thread and other.facilities & act.facilities and fit(other, act) is not None:
                shelf.put(other, Move(act, _rung(act)))  # a payment of two programmes is a step in each
    for act in repeated:
        if has("legal_text", act.said):
            continue  # "under Executive Order 14329": what is done under it is told
        if thread := next((named[place] for place in _places(act) if place in named), None):
            shelf.put(thread, Move(act, _rung(act)))
    for act in beside:  # what is asked for, denied or talked over owes nothing, so it opens no thread
        near = [thread for thread in shelf.near(act) if not _ahead_of(thread, act)]
        if thread := _best([t for t in near if _denies(act, t)], act) or _best(near, act):
            shelf.put(thread, Move(act, _beside(act, thread)))
    for thread in shelf.threads:
        thread.moves.sort(key=lambda move: move.act.sort_key)
    teller = Teller(codebook, sources, not_before or {}, as_of)
    made = sorted(((teller.commitment(t), t) for t in shelf.threads), key=lambda item: (first_day(item[0]), item[0].id))
    found, threads = [c for c, _ in made], [t for _, t in made]
    in_place_of = replaced(found, sources)
    for newer, older in in_place_of.items():
        found[older] = _taken_over(teller, threads[older], by=found[newer])
    orders = {name: status.order for name, status in codebook.statuses.items()}
    return linked(found, sources, orders, in_place_of)


def taken_apart(occurrences: Iterable[Occurrence], codebook: Codebook, sources: Sources) -> dict[str, tuple[Act, ...]]:
    """The moves that each occurrence makes, one for each day that its reports tell apart, by its id."""
    take = taker(codebook, sources)
    return {
        whole.id: tuple([move for part in by_day(whole, sources.articles) if (move := take(part))])
        for whole in occurrences
    }


def _taken_over(teller: Teller, thread: Thread, *, by: Commitment) -> Commitment:
    """A duty that another came in place of: what later ends all such duties ends the newer one."""
    on = first_day(by)
    thread.moves = [m for m in thread.moves if not (m.cross and m.act.day and str(m.act.day) >= on)]
    return teller.commitment(thread, replaced=by)


def _repeated(told: Iterable[Act]) -> list[Act]:
    """Acts that name nothing, and whose every sentence tells another act of the same two by the same kind of instrument
    that names a thing and stands as high: "imposed a duty of 25 per cent" and "under Executive Order 14329" are one."""
    naming: dict[tuple[object, ...], int] = {}
    forward = [act for act in told if act.turn == "forward" and not act.joint]
    for act in forward:
        if act.telling or act.amount:
            for place in _places(act):
                naming[place] = max(naming.get(place, 0), act.shown.order or 0)
    bare = (act for act in forward if not (act.telling or act.amount or act.object))
    return [act for act in bare if all(naming.get(place, 0) >= (act.shown.order or 9) for place in _places(act))]


def _places(act: Act) -> list[tuple[object, ...]]:
    """The sentences that tell it, each with who gives whom by what."""
    what = (act.giver, act.receiver, act.family.name, act.measure)
    return [(entry.article_key, entry.event.sentence.start, *what) for entry in act.occurrence.entries]


def _rung(act: Act) -> str:
    """The act's own status; what is stopped by an act that has none of stopping (a benefit taken back is a sanction by
    type) is withdrawn, or suspended where the words say so."""
    if act.turn != "stop" or act.occurrence.status in STOPS:
        return act.occurrence.status
    put_off = has("putting_off" if act.measure else "suspending", act.said)
    return "suspended" if put_off else "withdrawn"


def _beside(act: Act, thread: Thread) -> str:
    """The rung of an act that owes nothing: what is asked for is no promise, even where it is still to be asked, and
    talks that are planned promise no more than talk, unless talks are what the thread is about. Talks held on a project
    discuss what is owed for it."""
    status, kind = act.occurrence.status, act.occurrence.event_type
    if kind == "CONSULT" and status == "act" and thread.projects & act.projects and thread.first.family != act.family:
        return "discussed"
    if kind == "REQUEST" and status not in ("discussed", "refused"):
        return "requested"
    if kind == "CONSULT" and act.family.name != "talks" and status != "act":
        return "discussed"
    return status


def _adds_up(threads: Iterable[Thread], act: Act) -> bool:
    """Whether the rate of ``act`` is the sum of two duties between the same two, which a report gives as their total
    ("now face 50 per cent")."""
    if not act.measure or act.amount is None or act.amount.unit != "%":
        return False
    same = (act.giver, act.receiver, act.family.name)
    rates = [
        min(value for value, unit in t.amounts if unit == "%")
        for t in threads
        if t.measure and (t.first.giver, t.first.receiver, t.first.family.name) == same
        if any(unit == "%" for _, unit in t.amounts)
    ]
    return any(isclose(one + other, act.amount.value) for one, other in combinations(rates, 2))


def _denies(act: Act, thread: Thread) -> bool:
    """Whether a denial is of what had been told in ``thread`` by its day, rather than of what came later."""
    return act.turn == "denied" and any(
        move.act.occurrence.status == act.occurrence.status
        and not (move.act.day and act.day and move.act.day > act.day)
        for move in thread.moves
    )


def _ahead_of(thread: Thread, act: Act) -> bool:
    """Whether ``act`` denies something before anybody told of what ``thread`` is about."""
    return act.turn == "denied" and bool(act.day and thread.first_day and act.day < thread.first_day)


def _best(threads: Iterable[Thread], act: Act) -> Thread | None:
    """The thread that ``act`` fits best; among equals the one that moved last, then the oldest."""
    scored = [
        (score, thread.last_day or date.min, -thread.place, thread)
        for thread in threads
        if (score := fit(thread, act)) is not None
    ]
    return max(scored, key=lambda item: item[:3])[3] if scored else None


def _ending(thread: Thread, act: Act, codebook: Codebook) -> Move | None:
    """The move that ``act``, which ends something, makes in a thread that is not its own matter: a measure ended, a
    promised relief overtaken by the end of the measure, or a project's money held up by another hand."""
    first, stop = thread.first, act.turn == "stop"
    if act.day and first.day and act.day <= first.day:
        return None
    lent = first.family.kind == "money" or bool(thread.amounts)
    if act.occurrence.status == "suspended" and lent and not thread.measure and act.giver != first.giver:
        return Move(act, "suspended", cross="project") if thread.projects & act.projects else None
    if first.family != act.family or first.giver != act.giver:
        return None
    if first.broad and (stop or first.receiver != act.receiver or act.receiver == EVERYBODY):
        return None  # what is toward everybody ends by acts that fit it itself; a class's duty also by its relief
    if not _concerns(thread, act, codebook):
        return None
    if act.family.name not in MEASURES:
        return Move(act, _rung(act), cross="broad") if stop and act.broad and not thread.has_ended else None
    if stop and not act.measure:
        return None  # relief put off or taken back ends no measure
    if thread.measure:
        if (stop and not act.broad) or (thread.has_ended and thread.closed_on != act.day):
            return None  # between the same two a measure's end fits the measure itself
        return Move(act, _rung(act) if stop else "withdrawn", cross="measure ended")
    if not act.broad or thread.is_end:
        return None
    return Move(act, _rung(act) if stop else "withdrawn", cross="duty ended")


def _concerns(thread: Thread, act: Act, codebook: Codebook) -> bool:
    """Whether an act toward ``act.receiver`` reaches the thread's receiver: everybody, a class by its members on the
    day, or the same state and, between the same two, words that agree where both have telling ones."""
    first = thread.first
    if act.broad:
        if act.receiver == EVERYBODY or first.receiver == act.receiver:
            return True
        return any(
            member.class_ == act.receiver
            and member.state in (first.receiver, EVERYBODY)
            and (member.start is None or act.day is None or member.start <= act.day)
            and (member.end is None or act.day is None or act.day <= member.end)
            for member in codebook.classes
        )
    if first.receiver != act.receiver or (act.additional and not thread.additional):
        return False
    return not thread.tellings or not act.telling or thread.tellings.likeness(act.telling) >= SAME_OBJECT
