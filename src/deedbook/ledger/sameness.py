"""Whether two entries report the same act: what rules it out, what settles it, and how likely it is in between.

All of this looks at two entries and their articles alone. The rules are told in docs/ledger.md in the order of the
functions here."""

from collections.abc import Callable, Collection, Mapping, Sequence
from math import log1p

from deedbook.ledger import likeness as scores
from deedbook.ledger.memory import shed
from deedbook.ledger.sketches import NO_PAGE, Page, cosine, page
from deedbook.ledger.sums import is_money
from deedbook.ledger.traits import REACH_DAYS, SAID, SAID_DAYS, Traits, same_amount
from deedbook.ledger.vocabulary import containment, desisting, in_force, jaccard, words
from deedbook.records import Article

NEAR_DAYS = 1  # two reports of one act differ by a day where their writers sit in different time zones
NARROW_DAYS = 7  # a window no wider says "this week": narrow enough that a meeting of one pair in it is one meeting
OBJECT_OVERLAP = 0.5  # of the poorer description's words: a headline names half of what the body names
SHARED_WORDS = 2  # across reports one shared word ("exports") is chance, two are not
UNDATED_OVERLAP = 0.6  # an undated report has no date to agree on, so its words must agree more
BENEFIT_OVERLAP = 0.6  # of the union: "trade concessions" is not "trade", "preferential trade concessions" is the same
AMOUNT_TOLERANCE = 0.1  # one act's sum is rounded differently ("$1.25bn", "$1.3 billion"), not doubled
HEADLINE_RUNGS = 2  # by which a headline, being short, may miss its own body ("opens market": has agreed to open it)
HEADLINE_OVERLAP = 0.3  # a headline paraphrases: a third of its words is what it shares with the sentence it is from
SETTLED = 0.95  # the likeness of two entries that a rule calls one act
FAR_CHARACTERS = 400  # a few sentences on, other words with other goods tell of something else
LONG_REPORT = 1500  # characters: a short report is about one thing and says it in many words, a long one is not
MANY_WORDS = 3  # that cues and objects share: more tell no more
TALKS = frozenset({"act", "discussed"})
LOOSE = frozenset({"other", "talks"})  # instrument families that tell nothing about what was done
# The ladder's order is the codebook's own (CODEBOOK.md, Status); here only neighbours on it matter.
LADDER = {"discussed": 1, "offered": 2, "promised": 3, "agreed": 4, "approved": 5, "delivered": 6}
RUNGS_APART = 2  # one act told as "agreed" here and "delivered" there; further apart are two

# Of the features of words, those that tell acts of one pair apart; the others were measured to add noise.
WORDS_BETWEEN_PARTIES = (
    "akin", "kin", "same_report", "near", "names", "common", "page_words", "page_names", "page_numbers"
)  # fmt: skip


class Pages:
    """How alike articles are, remembered; grows with what is asked."""

    def __init__(self, articles: Mapping[str, Article]) -> None:
        self._articles = articles
        self._pages: dict[str, Page] = {}
        self._alike: dict[tuple[scores.Part, str, str], float] = {}

    def alike(self, part: scores.Part, one: str, other: str) -> float:
        """How alike a part of the articles of these two keys is, 0 to 1."""
        asked = (part, min(one, other), max(one, other))
        if asked not in self._alike:
            a, b = self._page(asked[1]), self._page(asked[2])
            self._alike[asked] = 1.0 if a is b else cosine(getattr(a, part), getattr(b, part))
        return self._alike[asked]

    def drop(self, key: str) -> None:
        """Lets go of what was taken from an article."""
        self._pages.pop(key, None)

    def trim(self, pairs: int) -> None:
        """Lets go of the pairs asked for first where there are more than so many."""
        shed(self._alike, pairs)

    def clear(self) -> None:
        self._pages.clear()
        self._alike.clear()

    def _page(self, key: str) -> Page:
        if key not in self._pages:
            self._pages[key] = page(self._articles[key]) if key in self._articles else NO_PAGE
        return self._pages[key]


def likeness(one: Traits, other: Traits, pages: Pages) -> float:
    """How likely two entries report one act, 0 to 1; 0 where it is out of the question."""
    if not any(one.roles) and not any(other.roles):
        features = by_words(one, other, pages)
        return scores.weights("unknown").probability(features) if features else 0.0
    if ruled_out(one, other):
        return 0.0
    if linked(one, other):
        return SETTLED
    if "not_received" in (one.entry.event.status, other.entry.event.status):
        return 0.0
    if one.report != other.report and not (one.window and other.window):
        return 0.0  # across reports of which one is undated, words alone have misled: the rule above has the last say
    weights = scores.weights("parties")
    return weights.probability(between_parties(one, other, pages, weights.of.keys()))


def ruled_out(one: Traits, other: Traits) -> bool:
    """Whether two entries cannot be one act whatever their words: another pair, polarity or type, rungs far apart or
    told apart in one sentence, sums that differ, a side represented by other persons, many acts summed up, money
    for other goods, a measure decided and a measure that takes effect, days too far apart."""
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
    if a.amount and b.amount and is_money(a.amount) != is_money(b.amount) and not one.telling & other.telling:
        return True  # a sum of money, and a quantity of what that says nothing of
    if a.event_type == "CONSULT" and other_persons(one, other):
        return True
    if one.family.kind == other.family.kind == "legal" and bool(one.cue & in_force()) != bool(other.cue & in_force()):
        return True
    if a.event_type == "AGREE" and bool(one.words & desisting()) != bool(other.words & desisting()):
        return True  # to stop buying one thing is not to buy another
    if a.status != b.status and not (_held(one) and _held(other)):
        if _one_sentence(one, other) or other_goods(one, other) or _rungs_apart(a.status, b.status) > RUNGS_APART:
            return True
        if not together and days_apart(one, other) > NEAR_DAYS:
            return True
    if one.family.kind == other.family.kind == "money" and other_goods(one, other):
        return True  # a loan for a dam, a loan for a port
    return _told_apart(one, other) if together else _of_something_else(one, other)


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
    """Whether one report tells two rungs of a matter, or one official record two acts, so that whoever mixes them up
    would contradict it."""
    if _told_by_registers(one, other) and _of_one_text(one, other):
        return True
    if one.report != other.report or one.entry.event.status == other.entry.event.status:
        return False
    return not (_held(one) and _held(other)) and ruled_out(one, other)


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
    """Whether one report tells two acts: the same verb of other goods ("a duty on steel, a duty on wheat"); other goods
    by unrelated verbs in one sentence, by another instrument or far from each other; in a long report, verbs and
    objects that share nothing. Headlines are short and use other words."""
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
            _one_sentence(one, other)
            or abs(one.entry.event.sentence.start - other.entry.event.sentence.start) > FAR_CHARACTERS
        )
    return not one.words & other.words and one.length > LONG_REPORT


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


def linked(one: Traits, other: Traits) -> bool:
    """Whether a rule settles that two entries report the same act."""
    a, b = one.entry.event, other.entry.event
    if a.polarity != b.polarity or not same_pair(one, other):
        return False
    if "not_received" in (a.status, b.status):
        return a.status == b.status and _same_absence(one, other)
    if a.event_type == b.event_type == "CONSULT" and {a.status, b.status} <= TALKS:
        return _same_meeting(one, other)
    return a.event_type == b.event_type and a.status == b.status and _same_deed(one, other)


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


def _same_absence(one: Traits, other: Traits) -> bool:
    """The same benefit missed, within one report: across reports each is a claim of its own, of its own day."""
    if one.report != other.report:
        return False
    a, b = one.entry.event, other.entry.event
    related = a.event_type == b.event_type or bool(set(a.domains) & set(b.domains))
    return related and jaccard(one.benefit, other.benefit) >= BENEFIT_OVERLAP


def _same_meeting(one: Traits, other: Traits) -> bool:
    """One meeting told again: by the reporter, by either side's message, by another outlet.

    ``discussed`` counts as held where the cue is a verb of meeting ("discussed ways to"). Many meetings summed up
    ("continuous contact") are not the one."""
    if not _held(one) or not _held(other):
        return False
    if one.habitual != other.habitual or other_persons(one, other):
        return False
    shared = bool(all_persons(one) & all_persons(other))
    if one.report == other.report:
        if one.window and other.window:
            return apart(one.window, other.window) <= 0
        told_by_party = any(t.entry.event.speaker.code in one.roles for t in (one, other))
        return shared or told_by_party or bool(one.cue & other.cue)
    if not one.window or not other.window or apart(one.window, other.window) > NEAR_DAYS:
        return False
    return shared or containment(one.words, other.words) >= OBJECT_OVERLAP or (_narrow(one) and _narrow(other))


def _same_deed(one: Traits, other: Traits) -> bool:
    """Same instrument, near dates, no conflict of sums, and descriptions that agree."""
    if not same_instrument(one, other):
        return False
    amounts = same_amount(one.entry.event.amount, other.entry.event.amount, AMOUNT_TOLERANCE)
    if amounts is False:
        return False
    if other_goods(one, other):
        return False
    overlap, both = containment(one.words, other.words), len(one.words & other.words)
    if one.report == other.report:
        if one.window and other.window and apart(one.window, other.window) > 0:
            return False
        said = one.entry.event.status == "act" and bool(one.cue & other.cue)  # "praised" twice in one report
        return overlap >= OBJECT_OVERLAP or said or _same_sentence(one, other)
    named = bool(one.names & other.names)
    if not one.window or not other.window:
        return bool(amounts or named) and overlap >= UNDATED_OVERLAP and both >= SHARED_WORDS
    if apart(one.window, other.window) > NEAR_DAYS:
        return False
    return overlap >= OBJECT_OVERLAP and (both >= SHARED_WORDS or bool(amounts) or named)


def between_parties(
    one: Traits, other: Traits, pages: Pages, wanted: Collection[str] | None = None
) -> dict[str, float]:
    """Features of two entries of one pair, of which only the ``wanted`` (``None``: all) are made: those of their words
    that tell here, and what is known of the act itself."""
    a, b = one.entry.event, other.entry.event
    days = days_apart(one, other)
    published = (one.entry.known, other.entry.known)
    late = abs((published[0] - published[1]).days) if published[0] and published[1] else 0
    meeting = float(a.event_type == "CONSULT")
    made: dict[str, Callable[[], float]] = {
        "shared_words": lambda: float(min(MANY_WORDS, len(one.words & other.words))),
        "other_names": lambda: float(
            bool(one.sketch.names and other.sketch.names) and not one.sketch.names.keys() & other.sketch.names.keys()
        ),
        "other_goods": lambda: float(other_goods(one, other)),
        "other_rung": lambda: float(a.status != b.status),
        "same_sum": lambda: float(same_amount(a.amount, b.amount, AMOUNT_TOLERANCE) is True),
        "published_apart": lambda: log1p(late),
        "meeting": lambda: meeting,
        "meeting_days_apart": lambda: meeting * log1p(max(0, days - NEAR_DAYS)),
        "dated_alike": lambda: float((one.dated and other.dated and days <= 0) or bool(one.due and other.due)),
        "same_instrument": lambda: float(same_instrument(one, other)),
        "same_person": lambda: float(bool(all_persons(one) & all_persons(other))),
    }
    wanted = {*WORDS_BETWEEN_PARTIES, *made} if wanted is None else wanted
    words = _words(one, other, pages, [name for name in WORDS_BETWEEN_PARTIES if name in wanted])
    return words | {name: make() for name, make in made.items() if name in wanted}


def _words(one: Traits, other: Traits, pages: Pages, wanted: Collection[str] = scores.FEATURES) -> dict[str, float]:
    keys = one.entry.article_key, other.entry.article_key
    same = one.report == other.report
    return scores.compared(one.sketch, other.sketch, same, lambda part: pages.alike(part, *keys), wanted)


def by_words(one: Traits, other: Traits, pages: Pages) -> dict[str, float] | None:
    """Features of two entries of which no party is known: their words alone. ``None`` where their cues cannot mean one
    act, or stand in one sentence."""
    relation = scores.related(one.sketch, other.sketch)
    if not relation or _one_sentence(one, other):
        return None
    if relation < 1:
        keys = one.entry.article_key, other.entry.article_key
        if max(pages.alike("words", *keys), pages.alike("names", *keys)) < scores.LEAST_ALIKE:
            return None
    return _words(one, other, pages)


def headline_links(found: Sequence[Traits]) -> list[tuple[int, int]]:
    """A headline's entry with the entry of its own report's body that it sums up.

    Of the body's entries with the same parties, type and instrument, those on the headline's own rung count; where
    there is none, those on an adjacent rung. Of these the one that shares most words, the first among equals."""
    reports: dict[str, list[int]] = {}
    for at, item in enumerate(found):
        reports.setdefault(item.entry.article_key, []).append(at)
    links = []
    for places in reports.values():
        bodies = [at for at in places if not found[at].headline]
        for top in (at for at in places if found[at].headline):
            head = found[top]
            fit = [at for at in bodies if _sums_up(head, found[at])]
            same_rung = [at for at in fit if found[at].entry.event.status == head.entry.event.status]
            if candidates := same_rung or fit:
                best = max(candidates, key=lambda at: (containment(head.words, found[at].words), -at))
                links.append((top, best))
    return links


def _sums_up(head: Traits, body: Traits) -> bool:
    a, b = head.entry.event, body.entry.event
    if a.polarity != b.polarity or a.event_type != b.event_type or not same_pair(head, body):
        return False
    if a.event_type == "CONSULT":
        return {a.status, b.status} <= TALKS and not other_persons(head, body)
    # "from 25 to 18 per cent": a headline names the one rate where the body's first is the other.
    rates = a.amount is not None and a.amount.unit == "%"
    if not same_instrument(head, body) or (not rates and same_amount(a.amount, b.amount, AMOUNT_TOLERANCE) is False):
        return False
    promised = "discussed" not in (a.status, b.status)
    near = a.status == b.status or (promised and _rungs_apart(a.status, b.status) <= HEADLINE_RUNGS)
    alike = containment(head.words, body.words) >= HEADLINE_OVERLAP or head.family.name not in LOOSE
    return near and alike and a.status != "not_received"


def days_apart(one: Traits, other: Traits) -> int:
    """Days between the windows of two entries; 0 or less where they touch or either is undated."""
    return apart(one.window, other.window) if one.window and other.window else 0


def other_goods(one: Traits, other: Traits) -> bool:
    """Whether what the objects name speaks against one act: duties on steel, duties on wheat."""
    if not one.telling or not other.telling or one.telling & other.telling:
        return False
    # Readers cut objects short: across reports what one names may stand in the other's sentence.
    return one.report == other.report or not (one.telling <= other.around or other.telling <= one.around)


def _held(item: Traits) -> bool:
    """Whether a meeting was held: "met", and "discussed ways to" where the cue is a verb of meeting; not "may meet"."""
    event = item.entry.event
    if event.event_type != "CONSULT" or event.status not in TALKS:
        return False
    return event.status == "act" or bool(item.cue & words("meeting"))


def _one_sentence(one: Traits, other: Traits) -> bool:
    a, b = one.entry, other.entry
    return a.article_key == b.article_key and a.event.sentence == b.event.sentence


def _rungs_apart(one: str, other: str) -> int:
    """Rungs between two statuses; many where either is on no rung."""
    return abs(LADDER[one] - LADDER[other]) if one in LADDER and other in LADDER else len(LADDER)


def apart(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Days between two windows; 0 or less where they touch."""
    return max(one[0] - other[1], other[0] - one[1])


def _narrow(item: Traits) -> bool:
    return item.dated and item.window is not None and item.window[1] - item.window[0] <= NARROW_DAYS


def all_persons(item: Traits) -> frozenset[str]:
    return frozenset(person for persons in item.persons.values() for person in persons)


def other_persons(one: Traits, other: Traits) -> bool:
    """Whether some side was represented by different persons."""
    return any(role in other.persons and not persons & other.persons[role] for role, persons in one.persons.items())


def _same_sentence(one: Traits, other: Traits) -> bool:
    """Copies of one text carry the same cue at the same words."""
    a, b = one.entry, other.entry
    return a.article_key != b.article_key and one.cue == other.cue and one.words == other.words
