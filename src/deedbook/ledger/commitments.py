"""Commitments: acts on one thing owed or given, followed from talk to delivery or to nothing.

Acts are taken in order of their dates; each goes to the thread that it fits best, or opens one. The order in which the
ledger learned them does not matter. Rules in words: docs/ledger.md."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from math import isclose

from deedbook.codebook import EVERYBODY, Codebook
from deedbook.ledger.acts import LOOSE, MEASURES, STOPS, Act, taker
from deedbook.ledger.days import by_day
from deedbook.ledger.evidence import Sources, of_register
from deedbook.ledger.packages import first_day, linked, replaced
from deedbook.ledger.shelf import Shelf, Thread
from deedbook.ledger.standing import Move
from deedbook.ledger.summary import Teller
from deedbook.ledger.sums import is_money
from deedbook.ledger.traits import same_amount
from deedbook.ledger.vocabulary import has
from deedbook.records import Article, Commitment, Occurrence

AMOUNT_TOLERANCE = 0.1  # "$1.25bn" and "$1.3 billion" for one object are one loan (4 % apart); twice as much is not
SAME_OBJECT = 0.5  # of the poorer description's telling words
DESPITE_AMOUNT = 0.75  # words must agree this much for acts whose sums differ: an offer grew, a press figure was off
COMMON_WORDS = 4  # telling words of two sentences, or two headlines, that make them speak of one matter
CONTINUITY = timedelta(days=400)  # acts that share no telling word are one matter only within about a year
GIVEN = frozenset({"aid", "arms"})  # families by which goods are given: a grant of radars, radars for the navy
NEW_ROUND = timedelta(days=14)  # talk this long after delivery or end is about the next tranche, not the last one
VAGUE = frozenset({"other", "talks", "political_backing", "recognition"})  # a refusal of these refuses nothing owed


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
        thread = thread or shelf.open(act)
        shelf.put(thread, Move(act, _rung(act)))
        if act.telling or act.amount:
            named |= dict.fromkeys(_places(act), thread)
        for other in shelf.near(act) if len(act.facilities) > 1 else ():
            if other is not thread and other.facilities & act.facilities and _fit(other, act) is not None:
                shelf.put(other, Move(act, _rung(act)))  # a payment of two programmes is a step in each
    for act in repeated:
        if has("legal_text", act.said):
            continue  # "under Executive Order 14329": what is done under it is told
        if thread := next((named[place] for place in _places(act) if place in named), None):
            shelf.put(thread, Move(act, _rung(act)))
    for act in beside:  # what is asked for, denied or talked over owes nothing, so it opens no thread
        near = shelf.near(act)
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


def _best(threads: Iterable[Thread], act: Act) -> Thread | None:
    """The thread that ``act`` fits best; among equals the one that moved last, then the oldest."""
    scored = [
        (score, thread.last_day or date.min, -thread.place, thread)
        for thread in threads
        if (score := _fit(thread, act)) is not None
    ]
    return max(scored, key=lambda item: item[:3])[3] if scored else None


def _fit(thread: Thread, act: Act) -> float | None:
    """How well ``act`` goes on with ``thread``; ``None`` where it is another matter. Shared projects weigh most, then
    the same sum, then words and rates, then the same instrument."""
    first = thread.first
    if first.broad != act.broad:
        return None
    families = (first.family.name, act.family.name)
    apart = families[0] != families[1]
    shared_project = bool(act.projects) and not act.projects.isdisjoint(thread.projects)
    money = first.family.kind == act.family.kind == "money"  # one sum for one thing, here called a loan, there help
    compared = [same_amount(other, act.amount, AMOUNT_TOLERANCE) for other in thread.amounts.values()]
    given = GIVEN.issuperset(families)  # radars are promised as a grant, and handed over as arms
    related = LOOSE in families or MEASURES.issuperset(families) or (money and any(compared)) or given
    if (apart and not shared_project and not related) or not _same_sign(thread, act):
        return None
    other_sum = False in compared and True not in compared  # on top of a project's first loan: another one
    if act.turn == "forward" and act.additional != thread.additional and (other_sum or not shared_project):
        return None
    if act.facilities and thread.facilities and not act.facilities & thread.facilities:
        return None  # one review can release money of two programmes
    if thread.projects and act.projects and not shared_project:
        return None
    if not _same_parties(first, act, shared_project):
        return None
    if act.joint and act.turn == "forward" and act.neutral and thread.measure:
        return None  # nobody agrees on a duty that one side imposes: an understanding on it is a matter of its own
    if first.joint and not act.joint and act.turn == "forward" and act.measure and not thread.measure:
        return None  # nor is the duty a step of that understanding
    over = thread.is_end or thread.closed_on not in (None, act.day)
    if act.turn == "absent" and over and not act.family.continuing:
        return None  # what has been done or has ended is not what is missed
    if act.turn == "stop" and first.broad and act.day == first.day and first.turn != "stop":
        return None  # what is ordered as the old is ended replaces it
    if act.records and thread.records and not (act.records & thread.records):
        # A register's records are apart by themselves, however alike they are worded; so are two deals of one weapon.
        later = act.family.kind == "goods" and thread.gap(act.day) > CONTINUITY
        if later or act.telling not in thread.tellings:
            return None
    words = thread.tellings.likeness(act.telling)
    told = bool(act.telling and thread.tellings)
    alike = max(words, context := _context(thread, act))
    # A rate is no object: two duties of 25 % are one measure only where nothing told of them says otherwise.
    same_sum = any(compared) and not (told and not words and act.amount is not None and act.amount.unit == "%")
    if act.turn == "stop" and first.broad and act.telling and not words:
        return None  # of several measures toward everybody an end names the one that it ends
    if apart and not (shared_project and (same_sum or act.turn != "forward")):
        if not related or not (((money or given) and same_sum) or _same_domain(thread, act)):
            return None
        if not shared_project and (words if LOOSE in families else alike) < SAME_OBJECT:
            return None
    elif act.family.name == LOOSE:
        alike = max(thread.words.likeness(act.words), context)
        if alike < SAME_OBJECT or not _same_domain(thread, act):
            return None
    if act.turn == "forward" and not shared_project and not same_sum:
        closed = thread.closed_on
        # A register says again that a measure, or its end, is in force: no new round of it.
        again = of_register(act.occurrence) and act.measure == first.measure and not thread.has_ended
        goes_on = act.family.continuing or ((act.instalment or again) and words >= SAME_OBJECT)
        if closed and act.day and act.day - closed > NEW_ROUND and not goes_on:
            return None
        enough = SAME_OBJECT if act.instalment and _falls_short(thread, act) else DESPITE_AMOUNT
        in_percent = act.amount is not None and act.amount.unit == "%" and not act.measure
        if False in compared and words < enough and not in_percent:
            return None
    if first.family.kind == "money" and words < SAME_OBJECT and not shared_project and _in_kind(thread, act):
        return None
    if told and not shared_project and not same_sum and alike < SAME_OBJECT and not act.family.single:
        return None
    vague = act.turn == "asked" and act.family.name in VAGUE and not shared_project
    if vague and thread.words.likeness(act.words) < SAME_OBJECT:
        return None  # a meeting is held for many things
    if not shared_project and alike < SAME_OBJECT and thread.gap(act.day) > CONTINUITY:
        return None
    same_rate = bool(thread.rates & act.rates)
    same_instrument = first.occurrence.instrument == act.occurrence.instrument
    return 1 + 4 * shared_project + 2 * same_sum + words + context + same_rate + 0.5 * same_instrument


def _falls_short(thread: Thread, act: Act) -> bool:
    """Whether the sum is smaller than one that was told before, as that of an instalment is."""
    own = act.amount
    return own is not None and any(own.unit == sum_.unit and own.value < sum_.value for sum_ in thread.amounts.values())


def _in_kind(thread: Thread, act: Act) -> bool:
    """Whether one is told as money and the other as a quantity of goods."""
    if act.amount is None or not thread.amounts or "%" in (act.amount.unit, *(unit for _, unit in thread.amounts)):
        return False
    return all(is_money(act.amount) != is_money(sum_) for sum_ in thread.amounts.values())


def _context(thread: Thread, act: Act) -> float:
    """How far sentences or headlines agree, 0 to 1: ``COMMON_WORDS`` telling words that they share are full agreement,
    one alone is chance."""
    one_sentence = act.context in thread.contexts  # which tells two things
    if one_sentence and act.family.name == LOOSE and act.telling and not thread.tellings.likeness(act.telling):
        return 0.0  # "has not outlined a roadmap" and "is willing to keep talking" share their headline too
    own = act.articles <= thread.articles  # one headline over two matters makes them no one matter
    headlines = 0.0 if own else thread.topics.likeness(act.topic, least=2, enough=COMMON_WORDS)
    if one_sentence:
        return headlines
    return max(headlines, thread.contexts.likeness(act.context, least=2, enough=COMMON_WORDS))


def _same_sign(thread: Thread, act: Act) -> bool:
    """Whether both help or both hurt, as far as they tell. Talk of easing a measure is talk of that measure."""
    if thread.measure is None or act.neutral or act.family.continuing:
        return True
    if thread.measure == act.measure or (bool(thread.measure) and act.occurrence.status == "discussed"):
        return True
    # "Will apply a lower tariff of 18 per cent": a duty at the rate that a cut was to bring is that cut.
    cut_to = {f"{value:g}" for value, unit in thread.amounts if unit == "%"}
    return thread.measure is False and act.measure and bool(act.rates & cut_to) and has("easing", act.text)


def _same_parties(one: Act, other: Act, shared_project: bool) -> bool:
    if one.joint == other.joint:
        same = (one.giver, one.receiver) == (other.giver, other.receiver)
        return same or (shared_project and one.giver == other.giver and not one.joint)
    # What both agreed, one side then orders or breaks; only a named instrument tells that it is the same matter.
    return {one.giver, one.receiver} == {other.giver, other.receiver} and one.family.name != LOOSE


def _same_domain(thread: Thread, act: Act) -> bool:
    return not thread.domains.isdisjoint(act.occurrence.domains)


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
