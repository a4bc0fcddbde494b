"""What two entries have in common and what sets them apart: parties, instruments, days, goods and persons."""

from deedbook.ledger.traits import Traits
from deedbook.ledger.vocabulary import words

NARROW_DAYS = 7  # a window no wider says "this week": narrow enough that a meeting of one pair in it is one meeting
TALKS = frozenset({"act", "discussed"})
LOOSE = frozenset({"other", "talks"})  # instrument families that tell nothing about what was done
GIVEN = frozenset({"aid", "arms"})  # families by which goods are given: a grant of radars, radars for the navy
# The ladder's order is the codebook's own (CODEBOOK.md, Status); here only neighbours on it matter.
LADDER = {"discussed": 1, "offered": 2, "promised": 3, "agreed": 4, "approved": 5, "delivered": 6}


def same_pair(one: Traits, other: Traits) -> bool:
    """Same two parties, in the same direction unless either report says that the act was joint. A meeting is joint
    however it is told. An unknown party is nobody's equal."""
    if not all(one.roles) or not all(other.roles):
        return False
    meeting = one.entry.event.event_type == other.entry.event.event_type == "CONSULT"
    if meeting or one.symmetric or other.symmetric:
        return set(one.roles) == set(other.roles)
    return one.roles == other.roles


def same_instrument(one: Traits, other: Traits) -> bool:
    """Same family of instruments; where either tells nothing ("other"), domains that overlap."""
    if one.family == other.family and one.family.name not in LOOSE:
        return True
    if one.family.name not in LOOSE and other.family.name not in LOOSE:
        return False
    mine, theirs = set(one.entry.event.domains), set(other.entry.event.domains)
    return bool(mine & theirs) or not mine or not theirs


def days_apart(one: Traits, other: Traits) -> int:
    """Days between the windows of two entries; 0 or less where they touch or either is undated."""
    return apart(one.window, other.window) if one.window and other.window else 0


def apart(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Days between two windows; 0 or less where they touch."""
    return max(one[0] - other[1], other[0] - one[1])


def other_goods(one: Traits, other: Traits) -> bool:
    """Whether what the objects name speaks against one act: duties on steel, duties on wheat."""
    if not one.telling or not other.telling or one.telling & other.telling:
        return False
    # Readers cut objects short: across reports what one names may stand in the other's sentence.
    return one.report == other.report or not (one.telling <= other.around or other.telling <= one.around)


def held(item: Traits) -> bool:
    """Whether a meeting was held: "met", and "discussed ways to" where the cue is a verb of meeting; not "may meet"."""
    event = item.entry.event
    if event.event_type != "CONSULT" or event.status not in TALKS:
        return False
    return event.status == "act" or bool(item.cue & words("meeting"))


def one_sentence(one: Traits, other: Traits) -> bool:
    a, b = one.entry, other.entry
    return a.article_key == b.article_key and a.event.sentence == b.event.sentence


def rungs_apart(one: str, other: str) -> int:
    """Rungs between two statuses; many where either is on no rung."""
    return abs(LADDER[one] - LADDER[other]) if one in LADDER and other in LADDER else len(LADDER)


def narrow(item: Traits) -> bool:
    return item.dated and item.window is not None and item.window[1] - item.window[0] <= NARROW_DAYS


def all_persons(item: Traits) -> frozenset[str]:
    return frozenset(person for persons in item.persons.values() for person in persons)


def other_persons(one: Traits, other: Traits) -> bool:
    """Whether some side was represented by different persons."""
    return any(role in other.persons and not persons & other.persons[role] for role, persons in one.persons.items())


def same_sentence(one: Traits, other: Traits) -> bool:
    """Copies of one text carry the same cue at the same words."""
    a, b = one.entry, other.entry
    return a.article_key != b.article_key and one.cue == other.cue and one.words == other.words
