"""What rules out that two entries report the same act, whatever their words (docs/ledger.md, in this order)."""

from deedbook.ledger import likeness as scores
from deedbook.ledger.contrasts import (
    LOOSE,
    TALKS,
    apart,
    days_apart,
    held,
    one_sentence,
    other_goods,
    other_persons,
    rungs_apart,
    same_pair,
)
from deedbook.ledger.sums import is_money
from deedbook.ledger.traits import REACH_DAYS, SAID, SAID_DAYS, Traits, same_amount
from deedbook.ledger.vocabulary import desisting, in_force

NEAR_DAYS = 1  # two reports of one act differ by a day where their writers sit in different time zones
AMOUNT_TOLERANCE = 0.1  # one act's sum is rounded differently ("$1.25bn", "$1.3 billion"), not doubled
FAR_CHARACTERS = 400  # a few sentences on, other words with other goods tell of something else
LONG_REPORT = 1500  # characters: a short report is about one thing and says it in many words, a long one is not
RUNGS_APART = 2  # one act told as "agreed" here and "delivered" there; further apart are two


def ruled_out(one: Traits, other: Traits) -> bool:
    """Whether two entries cannot be one act whatever their words: another pair, polarity or type, rungs far apart or
    told apart in one sentence, sums that differ, another tranche of one loan, a side represented by other persons, many
    acts summed up, money for other goods, a measure decided and a measure that takes effect, days too far apart."""
    a, b = one.entry.event, other.entry.event
    if a.event_type != b.event_type and "not_received" not in (a.status, b.status):
        return True
    together = one.report == other.report
    if a.polarity != b.polarity or _days_rule_out(one, other) or not same_pair(one, other):
        return True
    if one.habitual != other.habitual:
        return True
    if _told_by_registers(one, other):
        if a.status != b.status or _of_one_text(one, other):
            return True
        if _rows_of_one_register(one, other) and one.telling != other.telling:
            return True
    if same_amount(a.amount, b.amount, AMOUNT_TOLERANCE) is False:
        return True
    if _of_other_parts(one, other):
        return True
    if a.amount and b.amount and is_money(a.amount) != is_money(b.amount) and not one.telling & other.telling:
        return True  # a sum of money, and a quantity of what that says nothing of
    if a.event_type == "CONSULT" and other_persons(one, other):
        return True
    if one.family.kind == other.family.kind == "legal" and bool(one.cue & in_force()) != bool(other.cue & in_force()):
        return True
    if a.event_type == "AGREE" and bool(one.words & desisting()) != bool(other.words & desisting()):
        return True  # to stop buying one thing is not to buy another
    if a.status != b.status and not (held(one) and held(other)):
        if one_sentence(one, other) or other_goods(one, other) or rungs_apart(a.status, b.status) > RUNGS_APART:
            return True
        if not together and days_apart(one, other) > NEAR_DAYS:
            return True
    if one.family.kind == other.family.kind == "money" and other_goods(one, other):
        return True  # a loan for a dam, a loan for a port
    return _told_apart(one, other) if together else _of_something_else(one, other)


def _of_other_parts(one: Traits, other: Traits) -> bool:
    """Whether both name which of several parts they tell of, and another: the fifth tranche, the sixth tranche."""
    kinds = {kind for kind, _ in one.parts} & {kind for kind, _ in other.parts}
    return bool(kinds) and not one.parts & other.parts


def _told_by_registers(one: Traits, other: Traits) -> bool:
    """Whether both are made by rule from official records, which tell the rung and one act from another outright."""
    a, b = one.entry.event.coder, other.entry.event.coder
    return a.startswith("register ") and b.startswith("register ")


def _rows_of_one_register(one: Traits, other: Traits) -> bool:
    """Whether two records of one register tell them: a register has one record for one thing, unless it is a copy."""
    return one.entry.event.coder == other.entry.event.coder and one.report != other.report


def _of_one_text(one: Traits, other: Traits) -> bool:
    return one.entry.article_key == other.entry.article_key


def two_rungs(one: Traits, other: Traits) -> bool:
    """Whether one report tells two rungs of a matter or two payments, or one official record two acts, so that whoever
    mixes them up would contradict it."""
    if _told_by_registers(one, other) and _of_one_text(one, other):
        return True
    if _two_payments(one, other):
        return True
    if one.report != other.report or one.entry.event.status == other.entry.event.status:
        return False
    return not (held(one) and held(other)) and ruled_out(one, other)


def _two_payments(one: Traits, other: Traits) -> bool:
    """Whether two sentences of one report's body tell of different sums of money that were paid."""
    a, b = one.entry.event, other.entry.event
    if one.report != other.report or one.headline or other.headline or not a.status == b.status == "delivered":
        return False
    if a.amount is None or b.amount is None or not (is_money(a.amount) and is_money(b.amount)):
        return False
    return (
        one.family.kind == other.family.kind == "money" and same_amount(a.amount, b.amount, AMOUNT_TOLERANCE) is False
    )


def _days_rule_out(one: Traits, other: Traits) -> bool:
    """Days that both texts name, as past or as ahead of them, and that differ; else, across reports, more than reports
    look back. What is said or asked, and meetings, are news for two weeks."""
    days = days_apart(one, other)
    if one.dated and other.dated and days > NEAR_DAYS:
        return True
    if one.due and other.due and apart(one.due, other.due) > NEAR_DAYS:
        return True
    if one.report == other.report:
        return False  # a report that looks back on an act gives its date once and then goes on without
    return days > (SAID_DAYS if {one.entry.event.status, other.entry.event.status} <= SAID else REACH_DAYS)


def _told_apart(one: Traits, other: Traits) -> bool:
    """Whether one report tells two acts: what is "also" done, and what was told before it; the same verb of other goods
    ("a duty on steel, a duty on wheat"); other goods by unrelated verbs in one sentence, by another instrument or far
    from each other; in a long report, verbs and objects that share nothing. Headlines are short and use other
    words."""
    if _beside(one, other):
        return True
    if one.cue & other.cue:
        return other_goods(one, other)
    if _two_instruments(one, other) and one.entry.event.status != other.entry.event.status:
        return True
    if one.headline or other.headline:
        return False
    talk = TALKS & {one.entry.event.status, other.entry.event.status}  # many things are talked over at once
    if other_goods(one, other) and one.family.name != other.family.name and not talk:
        return True
    if scores.related(one.sketch, other.sketch):
        return False
    if other_goods(one, other):
        return (
            one_sentence(one, other)
            or abs(one.entry.event.sentence.start - other.entry.event.sentence.start) > FAR_CHARACTERS
        )
    return not one.words & other.words and one.length > LONG_REPORT


def _beside(one: Traits, other: Traits) -> bool:
    """Whether the later of two sentences tells what was done beside the earlier one's ("also signed a loan")."""
    if one.headline or other.headline or not (one.also or other.also):
        return False
    last = max(one, other, key=lambda item: item.entry.event.sentence.start)
    return last.also and not one_sentence(one, other)


def _of_something_else(one: Traits, other: Traits) -> bool:
    """Whether two reports of one pair tell of different matters: by two instruments; of other goods in words of which
    none is shared; weeks apart in other verbs and no word in common ("concluded a deal", "signed a memorandum"); a
    visit or talks to come, and something else."""
    families = {one.family.name, other.family.name}
    if _two_instruments(one, other):
        return True
    shared = one.words & other.words
    if other_goods(one, other) and not shared and (len(families) == 2 or families & LOOSE):
        return True
    if not shared and days_apart(one, other) > SAID_DAYS and scores.related(one.sketch, other.sketch) < 1:
        return True
    return len(families) == 2 and "talks" in families and not scores.related(one.sketch, other.sketch)


def _two_instruments(one: Traits, other: Traits) -> bool:
    return one.family.name != other.family.name and not {one.family.name, other.family.name} & LOOSE
