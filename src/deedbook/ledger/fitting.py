"""How well an act goes on with a thread: the same two, the same thing, help or hurt alike. Rules in words:
docs/ledger.md, *Commitments*."""

from datetime import timedelta

from deedbook.ledger.acts import EFFECTIVE, LOOSE, MEASURES, Act
from deedbook.ledger.contrasts import GIVEN
from deedbook.ledger.evidence import ANNOUNCED, of_register
from deedbook.ledger.shelf import Thread
from deedbook.ledger.sums import is_money
from deedbook.ledger.traits import same_amount
from deedbook.ledger.vocabulary import has

AMOUNT_TOLERANCE = 0.1  # "$1.25bn" and "$1.3 billion" for one object are one loan (4 % apart); twice as much is not
SAME_OBJECT = 0.5  # of the poorer description's telling words
DESPITE_AMOUNT = 0.75  # words must agree this much for acts whose sums differ: an offer grew, a press figure was off
COMMON_WORDS = 4  # telling words of two sentences, or two headlines, that make them speak of one matter
CONTINUITY = timedelta(days=400)  # acts that share no telling word are one matter only within about a year
PURCHASE, PACT = "purchase", "trade_agreement"
SOLD = frozenset({"agreed", "delivered"})  # of what is bought: as the seller tells it
TRADED = frozenset({"purchase", "quota", "tariff", "trade_preference"})  # ways to call one quantity of goods let in
PUT_ON = EFFECTIVE | {ANNOUNCED}
RECENT = timedelta(days=60)  # within this time "the sanctions" that nothing else is said of are those already told of
NEW_ROUND = timedelta(days=14)  # talk this long after delivery or end is about the next tranche, not the last one
VAGUE = frozenset({"other", "talks", "political_backing", "recognition"})  # a refusal of these refuses nothing owed


def fit(thread: Thread, act: Act) -> float | None:
    """How well ``act`` goes on with ``thread``; ``None`` where it is another matter. Shared projects weigh most, then
    the same sum, then words and rates, then the same instrument."""
    first = thread.first
    if first.broad != act.broad:
        return None
    families = (first.family.name, act.family.name)
    apart = families[0] != families[1]
    shared_project = bool(act.projects) and not act.projects.isdisjoint(thread.projects)
    # One sum for one thing, here called a loan, there help; one quantity, here a purchase, there a quota.
    summed = first.family.kind == act.family.kind == "money" or (
        TRADED.issuperset(families) and act.amount is not None and act.amount.unit != "%"
    )
    compared = [same_amount(other, act.whole or act.amount, AMOUNT_TOLERANCE) for other in thread.amounts.values()]
    given = GIVEN.issuperset(families)  # radars are promised as a grant, and handed over as arms
    own_report = not act.articles.isdisjoint(thread.articles)
    # "The second tranche would follow", in a report of the loan: of no other loan, whatever it is called
    next_part = own_report and first.family.kind == act.family.kind == "money" and _bare_part(act)
    related = LOOSE in families or MEASURES.issuperset(families) or (summed and any(compared)) or given or next_part
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
    if words < SAME_OBJECT and not any(compared) and _sold(first, act):
        return None
    told = bool(act.telling and thread.tellings)
    alike = max(words, context := _context(thread, act))
    # A rate is no object: two duties of 25 % are one measure only where nothing told of them says otherwise.
    same_sum = any(compared) and not (told and not words and act.amount is not None and act.amount.unit == "%")
    if act.turn == "stop" and first.broad and act.telling and not words:
        return None  # of several measures toward everybody an end names the one that it ends
    if apart and not (shared_project and (same_sum or act.turn != "forward")):
        same_goods = given and words >= SAME_OBJECT and len(act.telling) > 1  # whatever domain each was read in
        one_thing = ((summed or given) and same_sum) or next_part or same_goods
        if not related or not (one_thing or _same_domain(thread, act)):
            return None
        # what is threatened needs no name: "will retaliate if the bill passes" goes with the quota that was threatened
        bare = LOOSE not in families or (thread.measure and act.measure)
        alone = not shared_project and not next_part and (alike if bare else words) < SAME_OBJECT
        if alone and not _the_same(thread, act):
            return None
    elif act.family.name == LOOSE:
        alike = max(thread.words.likeness(act.words), context)
        if alike < SAME_OBJECT or not _same_domain(thread, act):
            return None
    if act.turn == "forward" and not shared_project and not same_sum:
        closed = thread.closed_on
        # A register says again that a measure, or its end, is in force: no new round of it.
        again = of_register(act.occurrence) and act.measure == first.measure and not thread.has_ended
        kept_on = act.instalment or act.keeps or again
        goes_on = act.family.continuing or next_part or (kept_on and words >= SAME_OBJECT)
        if closed and act.day and act.day - closed > NEW_ROUND and not goes_on:
            return None
        enough = SAME_OBJECT if act.instalment and _falls_short(thread, act) else DESPITE_AMOUNT
        in_percent = act.amount is not None and act.amount.unit == "%" and not act.measure
        signed = (
            act.joint and act.shown.status == "agreed"
        )  # "also signed a loan of $41 million": no payment on another
        # "The bank paid $45 million in the first week", in a report of the loan
        paid_on = not act.telling and not signed and own_report and _falls_short(thread, act)
        if False in compared and words < enough and not in_percent and not paid_on:
            return None
    larger = other_sum and first.family.kind == "money" and not _falls_short(thread, act)
    if act.turn == "stop" and larger and words < SAME_OBJECT and not shared_project:
        return None  # a loan of $300 million that is suspended is not the one of $240 million
    if first.family.kind == "money" and words < SAME_OBJECT and not shared_project and _in_kind(thread, act):
        return None
    if told and not shared_project and not same_sum and alike < SAME_OBJECT and not act.family.single:
        return None
    vague = act.turn == "asked" and act.family.name in VAGUE and not shared_project
    if vague and thread.words.likeness(act.words) < SAME_OBJECT:
        return None  # a meeting is held for many things
    pointed = not told and own_report  # "had promised the loan in 2023"
    if not shared_project and alike < SAME_OBJECT and thread.gap(act.day) > CONTINUITY and not pointed:
        return None
    same_rate = bool(thread.rates & act.rates)
    same_instrument = first.occurrence.instrument == act.occurrence.instrument
    paid_in_parts = next_part and any(move.act.instalment for move in thread.moves)
    near = 4 * shared_project + 2 * same_sum + next_part + 2 * paid_in_parts
    return 1 + near + words + context + same_rate + 0.5 * same_instrument


def _bare_part(act: Act) -> bool:
    """Whether it tells a part and nothing of what it is a part of ("the second tranche")."""
    return not act.telling and act.amount is None and has("instalment", "\n".join(act.objects))


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
    if thread.measure and act.rates & thread.rates and not has("easing", act.text):
        return True  # "have begun to pay the agreed 15 per cent surcharge"
    # "Will apply a lower tariff of 18 per cent": a duty at the rate that a cut was to bring is that cut.
    cut_to = {f"{value:g}" for value, unit in thread.amounts if unit == "%"}
    return thread.measure is False and act.measure and bool(act.rates & cut_to) and has("easing", act.text)


def _same_parties(one: Act, other: Act, shared_project: bool) -> bool:
    if one.joint == other.joint:
        same = (one.giver, one.receiver) == (other.giver, other.receiver)
        mutual = one.family.name == other.family.name == PACT and _crossed(one, other)  # whoever is named first
        return same or mutual or (shared_project and one.giver == other.giver and not one.joint) or _sold(one, other)
    # What both agreed, one side then orders or breaks; only a named instrument tells that it is the same matter.
    return {one.giver, one.receiver} == {other.giver, other.receiver} and one.family.name != LOOSE


def _sold(bought: Act, act: Act) -> bool:
    """Whether one side sells or ships what the other buys."""
    dealt = bought.family.name == act.family.name == PURCHASE and act.occurrence.status in SOLD
    return dealt and _crossed(bought, act)


def _crossed(one: Act, other: Act) -> bool:
    return (one.giver, one.receiver) == (other.receiver, other.giver)


def _the_same(thread: Thread, act: Act) -> bool:
    """Whether "sanctions" of which nothing more is said are the duties that were put on a short while before."""
    if not (thread.measure and act.measure) or act.telling or not has("measure", "\n".join(act.objects)):
        return False
    put_on = any(move.act.turn == "forward" and move.act.shown.status in PUT_ON for move in thread.moves)
    return put_on and thread.gap(act.day) <= RECENT


def _same_domain(thread: Thread, act: Act) -> bool:
    return not thread.domains.isdisjoint(act.occurrence.domains)
