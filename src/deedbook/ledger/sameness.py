"""Whether two entries report the same act: what settles it, and how likely it is where nothing rules it out.

All of this looks at two entries and their articles alone. The rules are told in docs/ledger.md in the order of the
functions here, after those of ``exclusions``."""

from collections.abc import Callable, Collection, Mapping, Sequence
from math import log1p

from deedbook.ledger import likeness as scores
from deedbook.ledger.contrasts import (
    GIVEN,
    LOOSE,
    TALKS,
    all_persons,
    apart,
    days_apart,
    held,
    narrow,
    one_sentence,
    other_goods,
    other_persons,
    rungs_apart,
    same_instrument,
    same_pair,
    same_sentence,
)
from deedbook.ledger.exclusions import AMOUNT_TOLERANCE, NEAR_DAYS, ruled_out
from deedbook.ledger.memory import shed
from deedbook.ledger.sketches import NO_PAGE, Page, cosine, page
from deedbook.ledger.traits import Traits, same_amount
from deedbook.ledger.vocabulary import containment, jaccard
from deedbook.records import Article

OBJECT_OVERLAP = 0.5  # of the poorer description's words: a headline names half of what the body names
SHARED_WORDS = 2  # across reports one shared word ("exports") is chance, two are not
UNDATED_OVERLAP = 0.6  # an undated report has no date to agree on, so its words must agree more
BENEFIT_OVERLAP = 0.6  # of the union: "trade concessions" is not "trade", "preferential trade concessions" is the same
HEADLINE_RUNGS = 2  # by which a headline, being short, may miss its own body ("opens market": has agreed to open it)
HEADLINE_OVERLAP = 0.3  # a headline paraphrases: a third of its words is what it shares with the sentence it is from
SETTLED = 0.95  # the likeness of two entries that a rule calls one act
MANY_WORDS = 3  # that cues and objects share: more tell no more

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
    if not held(one) or not held(other):
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
    return shared or containment(one.words, other.words) >= OBJECT_OVERLAP or (narrow(one) and narrow(other))


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
        return overlap >= OBJECT_OVERLAP or said or same_sentence(one, other)
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
    if not relation or one_sentence(one, other):
        return None
    if relation < 1:
        keys = one.entry.article_key, other.entry.article_key
        if max(pages.alike("words", *keys), pages.alike("names", *keys)) < scores.LEAST_ALIKE:
            return None
    return _words(one, other, pages)


def headline_links(found: Sequence[Traits]) -> list[tuple[int, int]]:
    """A headline's entry with the entry of its own report's body that it sums up.

    Of the body's entries with the same parties, type and instrument, those count that share a telling word of the
    object, then those on the headline's own rung; where there is none, those on an adjacent rung. Of these the one that
    shares most words, the first among equals."""
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
            shared = [at for at in fit if head.telling & found[at].telling]
            if candidates := [at for at in same_rung if at in shared] or shared or same_rung or fit:
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
    given = GIVEN.issuperset((head.family.name, body.family.name))  # "offers patrol vessels": vessels worth so much
    other_sum = not rates and same_amount(a.amount, b.amount, AMOUNT_TOLERANCE) is False
    if other_sum or not (given or same_instrument(head, body)):
        return False
    promised = "discussed" not in (a.status, b.status)
    near = a.status == b.status or (promised and rungs_apart(a.status, b.status) <= HEADLINE_RUNGS)
    alike = containment(head.words, body.words) >= HEADLINE_OVERLAP or head.family.name not in LOOSE
    return near and alike and a.status != "not_received"
