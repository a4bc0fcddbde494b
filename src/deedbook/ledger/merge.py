"""Same act: entries that report one act become one occurrence.

A link between two entries depends on these two alone, and occurrences are the connected components of links, so the
order in which reports came in cannot matter. The rules are told in docs/ledger.md in the order of the functions here.
Simple today: no head-word or embedding similarity; later: links within a component are checked against one another."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from deedbook.ledger.sources import Sourcing
from deedbook.ledger.traits import Places, Traits, entry_id, same_amount, traits
from deedbook.ledger.vocabulary import containment, jaccard, words
from deedbook.records import Amount, Article, Entry, Occurrence

NEAR_DAYS = 1  # two reports of one act differ by a day where their writers sit in different time zones
NARROW_DAYS = 7  # a window no wider says "this week": narrow enough that a meeting of one pair in it is one meeting
OBJECT_OVERLAP = 0.5  # of the poorer description's words: a headline names half of what the body names
SHARED_WORDS = 2  # across reports one shared word ("exports") is chance, two are not
UNDATED_OVERLAP = 0.6  # an undated report has no date to agree on, so its words must agree more
BENEFIT_OVERLAP = 0.6  # of the union: "trade concessions" is not "trade", "preferential trade concessions" is the same
AMOUNT_TOLERANCE = 0.1  # one act's sum is rounded differently ("$1.25bn", "$1.3 billion"), not doubled
ADJACENT = 1  # rungs by which a headline, being short, may miss its own body's
HEADLINE_OVERLAP = 0.3  # a headline paraphrases: a third of its words is what it shares with the sentence it is from
TALKS = frozenset({"act", "discussed"})
LOOSE = frozenset({"other", "talks"})  # instrument families that tell nothing about what was done

Pair = tuple[str, str]


def occurrences(
    entries: Iterable[Entry],
    articles: Mapping[str, Article],
    *,
    wire: Mapping[str, str] | None = None,
    places: Places | None = None,
    joins: Iterable[Pair] = (),
    splits: Iterable[Pair] = (),
    sourcing: Sourcing | None = None,
) -> tuple[Occurrence, ...]:
    """Acts, each with all entries that report it, in order of known date and id (undated last).

    ``wire`` maps an article's key to the one that stands for its text or wire copy (``wire.groups``); articles that it
    lacks stand alone. ``places`` are names that are no persons' (``traits.places_of``). ``joins`` and ``splits`` are
    pairs of entry ids (``traits.entry_id``) that people said are, or are not, one act: they come before all rules, and
    a link that would bring together what they split is left out. ``sourcing`` counts who vouches; without it outlets
    are counted."""
    wire, known = wire or {}, places or Places.of(())
    found = sorted(
        (
            traits(entry, articles.get(entry.article_key), wire.get(entry.article_key, entry.article_key), known)
            for entry in entries
        ),
        key=lambda item: item.sort_key,
    )
    parent = list(range(len(found)))

    def find(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    named = {entry_id(item.entry): at for at, item in enumerate(found)}
    apart = [(named[first], named[second]) for first, second in splits if first in named and second in named]

    def join(one: int, other: int) -> None:
        a, b = find(one), find(other)
        if a != b and not any({find(x), find(y)} == {a, b} for x, y in apart):
            parent[b] = a

    for first, second in sorted(joins):
        if first in named and second in named:
            join(named[first], named[second])
    for block in _blocks(found).values():
        for place, one in enumerate(block):
            for other in block[place + 1 :]:
                if _out_of_reach(found[one], found[other]):
                    break
                if linked(found[one], found[other]):
                    join(one, other)
    for one, other in _headline_links(found):
        join(one, other)
    members: dict[int, list[Traits]] = {}
    for at, item in enumerate(found):
        members.setdefault(find(at), []).append(item)
    merged = (_occurrence(group, articles, sourcing) for group in members.values())
    return tuple(sorted(merged, key=lambda o: (str(o.known or "9999"), str(o.happened.start or ""), o.id)))


def linked(one: Traits, other: Traits) -> bool:
    """Whether two entries report the same act."""
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
    for item in (one, other):
        if item.entry.event.status == "discussed" and not item.cue & words("meeting"):
            return False
    if one.habitual != other.habitual or _other_persons(one, other):
        return False
    shared = bool(_all_persons(one) & _all_persons(other))
    if one.report == other.report:
        if one.window and other.window:
            return _apart(one.window, other.window) <= 0
        told_by_party = any(t.entry.event.speaker.code in one.roles for t in (one, other))
        return shared or told_by_party or bool(one.cue & other.cue)
    if not one.window or not other.window or _apart(one.window, other.window) > NEAR_DAYS:
        return False
    return shared or containment(one.words, other.words) >= OBJECT_OVERLAP or (_narrow(one) and _narrow(other))


def _same_deed(one: Traits, other: Traits) -> bool:
    """Same instrument, near dates, no conflict of sums, and descriptions that agree."""
    if not same_instrument(one, other):
        return False
    amounts = same_amount(one.entry.event.amount, other.entry.event.amount, AMOUNT_TOLERANCE)
    if amounts is False:
        return False
    if one.telling and other.telling and not one.telling & other.telling:
        return False  # duties on steel, duties on wheat
    overlap, both = containment(one.words, other.words), len(one.words & other.words)
    if one.report == other.report:
        if one.window and other.window and _apart(one.window, other.window) > 0:
            return False
        said = one.entry.event.status == "act" and bool(one.cue & other.cue)  # "praised" twice in one report
        return overlap >= OBJECT_OVERLAP or said or _same_sentence(one, other)
    named = bool(one.names & other.names)
    if not one.window or not other.window:
        return bool(amounts or named) and overlap >= UNDATED_OVERLAP and both >= SHARED_WORDS
    if _apart(one.window, other.window) > NEAR_DAYS:
        return False
    return overlap >= OBJECT_OVERLAP and (both >= SHARED_WORDS or bool(amounts) or named)


def _headline_links(found: Sequence[Traits]) -> list[tuple[int, int]]:
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
        return {a.status, b.status} <= TALKS and not _other_persons(head, body)
    # "from 25 to 18 per cent": a headline names the one rate where the body's first is the other.
    rates = a.amount is not None and a.amount.unit == "%"
    if not same_instrument(head, body) or (not rates and same_amount(a.amount, b.amount, AMOUNT_TOLERANCE) is False):
        return False
    rungs = (_ORDER.get(a.status), _ORDER.get(b.status))
    near = a.status == b.status or (
        rungs[0] is not None and rungs[1] is not None and abs(rungs[0] - rungs[1]) <= ADJACENT
    )
    alike = containment(head.words, body.words) >= HEADLINE_OVERLAP or head.family.name not in LOOSE
    return near and alike and a.status != "not_received"


# The ladder's order is the codebook's own (CODEBOOK.md, Status); here only neighbours on it matter.
_ORDER = {"offered": 2, "promised": 3, "agreed": 4, "approved": 5, "delivered": 6}


def _blocks(found: Sequence[Traits]) -> dict[tuple[Pair, str], list[int]]:
    """Indices of entries that could be one act at all: same two parties in any order, same type; by first day."""
    blocks: dict[tuple[Pair, str], list[int]] = {}
    for at, item in enumerate(found):
        low, high = sorted(item.roles)
        if not low:
            continue
        kind = "not_received" if item.entry.event.status == "not_received" else item.entry.event.event_type
        blocks.setdefault(((low, high), kind), []).append(at)
    for block in blocks.values():
        block.sort(key=lambda at: (_first_day(found[at]), at))
    return blocks


def _first_day(item: Traits) -> int:
    return item.window[0] if item.window else 0


def _out_of_reach(one: Traits, other: Traits) -> bool:
    """Whether ``other`` and all that sort behind it begin too late to be the act of ``one``. Undated entries sort first
    and reach everything."""
    return one.window is not None and other.window is not None and other.window[0] > one.window[1] + NEAR_DAYS


def _apart(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Days between two windows; 0 or less where they touch."""
    return max(one[0] - other[1], other[0] - one[1])


def _narrow(item: Traits) -> bool:
    return item.exact and item.window is not None and item.window[1] - item.window[0] <= NARROW_DAYS


def _all_persons(item: Traits) -> frozenset[str]:
    return frozenset(person for persons in item.persons.values() for person in persons)


def _other_persons(one: Traits, other: Traits) -> bool:
    """Whether some side was represented by different persons."""
    return any(role in other.persons and not persons & other.persons[role] for role, persons in one.persons.items())


def _same_sentence(one: Traits, other: Traits) -> bool:
    """Copies of one text carry the same cue at the same words."""
    a, b = one.entry, other.entry
    return a.article_key != b.article_key and one.cue == other.cue and one.words == other.words


def _lead_key(item: Traits, articles: Mapping[str, Article]) -> tuple[object, ...]:
    """The display rule: whose fields stand for the act. Reviewed first, then official texts, bodies before headlines,
    the text's own date, a sum, an object, the coder's confidence, and the first in order."""
    entry, article = item.entry, articles.get(item.entry.article_key)
    return (
        not entry.reviewed,
        not (article and article.genre in ("record", "release")),
        item.headline,
        not item.exact,
        entry.event.amount is None,
        entry.event.object is None,
        -entry.event.confidence,
        item.sort_key,
    )


def _occurrence(group: list[Traits], articles: Mapping[str, Article], sourcing: Sourcing | None) -> Occurrence:
    ranked = sorted(group, key=lambda item: _lead_key(item, articles))
    lead = ranked[0].entry
    entries = [item.entry for item in group]
    event, vouching = lead.event, sourcing.of(entries) if sourcing else None
    symmetric = any(entry.event.symmetric for entry in entries)
    actor, recipient = (party.code or party.name or "UNK" for party in (event.actor, event.recipient))
    if symmetric:
        actor, recipient = sorted((actor, recipient))
    amount: Amount | None = next((item.entry.event.amount for item in ranked if item.entry.event.amount), None)
    return Occurrence(
        id=hashlib.sha256(min(map(entry_id, entries)).encode()).hexdigest()[:16],
        entries=tuple(entries),
        event_type=event.event_type,
        status=event.status,
        actor=actor,
        recipient=recipient,
        symmetric=symmetric,
        instrument=next((i.entry.event.instrument for i in ranked if i.family.name not in LOOSE), event.instrument),
        domains=tuple(dict.fromkeys(domain for item in ranked for domain in item.entry.event.domains)),
        polarity=event.polarity,
        happened=next((i.entry.happened for i in ranked if i.exact), lead.happened),
        known=min((entry.known for entry in entries if entry.known), default=None),
        object=next((i.entry.event.object.text for i in ranked if i.entry.event.object), None),
        amount=amount,
        outlets=tuple(sorted({outlet for entry in entries if (outlet := _outlet(entry, articles))})),
        sources=vouching.count if vouching else len({_source(item.report, articles) for item in group}),
        reviewed=any(entry.reviewed for entry in entries),
        parties=vouching.parties if vouching else (),
    )


def _source(report: str, articles: Mapping[str, Article]) -> str:
    article = articles.get(report)
    return (article.outlet if article else None) or report


def _outlet(entry: Entry, articles: Mapping[str, Article]) -> str | None:
    article = articles.get(entry.article_key)
    return article.outlet if article else None
