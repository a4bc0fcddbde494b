"""Same act: entries that report one act become one occurrence.

How likely two entries are one act depends on these two alone (``sameness``). Links hang entries together in components,
and within a component, from members in a fixed order, groups are made by average link (``clusters``): so the order in
which reports came in cannot matter, and a new entry touches only the components that it is linked to."""

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement

from deedbook.ledger.clusters import Groups, Pair, components, grouped
from deedbook.ledger.contrasts import LOOSE
from deedbook.ledger.exclusions import two_rungs
from deedbook.ledger.forms import meanings
from deedbook.ledger.sameness import Pages, headline_links, likeness
from deedbook.ledger.sources import Sourcing
from deedbook.ledger.traits import (
    REACH_DAYS,
    Places,
    Told,
    Traits,
    entry_id,
    opposed,
    told_within,
    traits,
)
from deedbook.records import Amount, Article, Entry, Interval, Occurrence

LEAST_LIKELY = 0.4  # mean likeness from which two groups of entries are one act
AGAINST = -1.0  # what two rungs of one report weigh in that mean: its headline must not tie them together
LARGEST = 20_000  # entries that hang together: more are first divided by their surer links

Block = tuple[tuple[str, str], str]
Decided = tuple[str, str]
Alike = Callable[[int, int], float]


@dataclass(frozen=True, slots=True)
class Merged:
    """Acts by component: entries of two components cannot move one another, so each can be merged by itself.
    ``capped``: sizes of components that were too large to be looked at whole; ``broken``: people's joins that their
    splits forbid, as entries' ids."""

    components: tuple[tuple[Occurrence, ...], ...]
    capped: tuple[int, ...] = ()
    broken: tuple[Decided, ...] = ()


def occurrences(
    entries: Iterable[Entry],
    articles: Mapping[str, Article],
    *,
    wire: Mapping[str, str] | None = None,
    places: Places | None = None,
    joins: Iterable[Decided] = (),
    splits: Iterable[Decided] = (),
    sourcing: Sourcing | None = None,
) -> tuple[Occurrence, ...]:
    """Acts, each with all entries that report it, in order of known date and id (undated last).

    ``wire`` maps an article's key to the one that stands for its text or wire copy (``wire.groups``); articles that it
    lacks stand alone. ``places`` are names that are no persons' (``traits.places_of``). ``joins`` and ``splits`` are
    pairs of entries' ids (``traits.entry_id``) that people put together or kept apart: they hold whatever the rules
    say, a split before a join; ids that no entry has are passed over. ``sourcing`` counts who vouches; without it
    outlets are counted."""
    made = merged(
        entries, articles, wire=wire, places=places, joins=tuple(joins), splits=tuple(splits), sourcing=sourcing
    )
    return in_order(act for component in made.components for act in component)


def in_order(acts: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """Acts by the day on which they were known, the first day on which they were done, and id."""
    return tuple(sorted(acts, key=lambda o: (str(o.known or "9999"), str(o.happened.start or ""), o.id)))


def as_grouped(
    groups: Mapping[int, Iterable[Entry]],
    articles: Mapping[str, Article],
    *,
    wire: Mapping[str, str],
    sourcing: Sourcing | None = None,
) -> dict[int, Occurrence]:
    """Acts, as :func:`occurrences` gives them, of entries of which it is known which are one act, by the number of
    each group."""
    found = {}
    for number, group in groups.items():
        told = [Told.of(e, articles.get(e.article_key), wire.get(e.article_key, e.article_key)) for e in group]
        found[number] = occurrence(sorted(told, key=_place) if len(told) > 1 else told, articles, sourcing)
    return found


def _place(item: Told) -> tuple[str, str, int, str]:
    return item.sort_key


def merged(
    entries: Iterable[Entry],
    articles: Mapping[str, Article],
    *,
    wire: Mapping[str, str] | None = None,
    places: Places | None = None,
    joins: Sequence[Decided] = (),
    splits: Sequence[Decided] = (),
    sourcing: Sourcing | None = None,
) -> Merged:
    """As :func:`occurrences`, by component. Whoever adds an entry to what was merged before must merge again all
    components that one of its ``candidates`` is in, and no others."""
    found = prepared(entries, articles, wire=wire, places=places)
    at = {entry_id(item.entry): number for number, item in enumerate(found)}
    joined, split = ([(at[a], at[b]) for a, b in pairs if a in at and b in at] for pairs in (joins, splits))
    pages = Pages(articles)
    groups, homes = divided(found, lambda one, other: likeness(found[one], found[other], pages), joined, split)
    acts: dict[int, list[Occurrence]] = {}
    for members, home in zip(groups.members, homes, strict=True):
        act = occurrence([found[number] for number in members], articles, sourcing)
        acts.setdefault(home, []).append(act)
    broken = tuple((entry_id(found[a].entry), entry_id(found[b].entry)) for a, b in groups.broken)
    return Merged(tuple(map(tuple, acts.values())), groups.capped, broken)


def divided(
    found: Sequence[Traits],
    alike: Alike,
    joins: Sequence[Pair] = (),
    splits: Sequence[Pair] = (),
    *,
    headlines: Sequence[Pair] | None = None,
) -> tuple[Groups, list[int]]:
    """Entries in the order of :func:`prepared` by act, and for each act the number of its component. ``alike`` says how
    likely two of them, by their places, are one act; joins and splits are pairs of places, and so are ``headlines``
    (``sameness.headline_links``), which must be given where ``found`` is not all that the articles tell."""
    links = likenesses(found, alike, headline_links(found) if headlines is None else headlines)
    groups = grouped(len(found), links, least=LEAST_LIKELY, joins=joins, splits=splits, cap=LARGEST)
    homes: Sequence[int] = groups.homes
    if splits:  # what people keep apart hangs together all the same
        likely = [pair for pair, value in links.items() if value >= LEAST_LIKELY]
        whole = components(len(found), [*likely, *joins])
        home = {number: n for n, some in enumerate(whole) for number in some}
        homes = [home[number] for number in range(len(found))]
    return groups, [homes[members[0]] for members in groups.members]


def prepared(
    entries: Iterable[Entry],
    articles: Mapping[str, Article],
    *,
    wire: Mapping[str, str] | None = None,
    places: Places | None = None,
) -> list[Traits]:
    """The entries' traits, in an order that depends on nothing but the entries."""
    wire, known = wire or {}, places or Places.of(())
    return sorted(
        (
            traits(entry, articles.get(entry.article_key), wire.get(entry.article_key, entry.article_key), known)
            for entry in entries
        ),
        key=lambda item: item.sort_key,
    )


def likenesses(found: Sequence[Traits], alike: Alike, headlines: Iterable[Pair]) -> dict[Pair, float]:
    """How likely two entries are one act, for the pairs (lower index first) where that is not out of the question; and
    ``AGAINST`` for two rungs that one report keeps apart, though others may hang them together."""
    links: dict[Pair, float] = {}
    blocks = _blocks(found)
    for one, other in _candidates(found, blocks):
        if value := alike(one, other):
            links[one, other] = value
    for one, other in headlines:
        links[min(one, other), max(one, other)] = 1.0
    for (parties, _), block in blocks.items():
        if all(parties):
            for own in _reports(found, block):
                for one, other in combinations(sorted(own), 2):
                    if (one, other) not in links and two_rungs(found[one], found[other]):
                        links[one, other] = AGAINST
    return links


def candidates(found: Sequence[Traits]) -> Iterator[Pair]:
    """Pairs of indices (lower first) that could be one act at all: same two parties in any order, same type, days that
    reports look back, or of one report; where no party is known, cues that could be of one family or meaning."""
    return _candidates(found, _blocks(found))


def _candidates(found: Sequence[Traits], blocks: Mapping[Block, Sequence[int]]) -> Iterator[Pair]:
    for (parties, _), block in blocks.items():
        if not all(parties):
            if not any(parties):
                yield from _by_cue(found, block)
            continue  # an unknown party equals nobody
        if len(block) == 1:
            continue
        yield from _by_day(found, block)
        for own in _reports(found, block):
            for place, one in enumerate(own):
                for other in own[place + 1 :]:
                    manners = found[one].manner, found[other].manner
                    if not opposed(*manners) and _out_of_reach(found[one], found[other], told_within(*manners)):
                        yield min(one, other), max(one, other)


def _reports(found: Sequence[Traits], block: Sequence[int]) -> Iterator[list[int]]:
    """What one report tells of a block, where that is more than one."""
    if len(block) > 1:
        reports: dict[str, list[int]] = {}
        for at in block:
            reports.setdefault(found[at].report, []).append(at)
        yield from (own for own in reports.values() if len(own) > 1)


def _by_day(found: Sequence[Traits], block: Sequence[int]) -> Iterator[Pair]:
    """Pairs of a block on days within reach, but for those that are two acts at a glance."""
    manners: dict[int, list[int]] = {}
    for at in block:
        manners.setdefault(found[at].manner, []).append(at)
    for mine, theirs in combinations_with_replacement(sorted(manners), 2):
        if opposed(mine, theirs):
            continue
        reach = told_within(mine, theirs)
        line = manners[mine] if mine == theirs else [at for at in block if found[at].manner in (mine, theirs)]
        days = [_first_day(found[at]) for at in line]
        for place, one in enumerate(line, 1):
            window, manner = found[one].window, found[one].manner
            end = bisect_right(days, window[1] + reach, place) if window else len(line)
            for other in line[place:end]:
                if mine == theirs or found[other].manner != manner:
                    yield (one, other) if one < other else (other, one)


def _by_cue(found: Sequence[Traits], block: Sequence[int]) -> Iterator[Pair]:
    """Pairs of a block whose cues share first letters or a meaning: all that ``likeness.related`` could relate."""
    shelves: dict[str, list[int]] = {}
    for at in block:
        for key in {key for word in found[at].sketch.cue for key in (word[:3], *meanings(word))}:
            shelves.setdefault(key, []).append(at)
    seen: set[Pair] = set()
    for shelf in shelves.values():
        for place, one in enumerate(shelf):
            for other in shelf[place + 1 :]:
                pair = (min(one, other), max(one, other))
                if _out_of_reach(found[one], found[other], REACH_DAYS):
                    break
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _blocks(found: Sequence[Traits]) -> dict[Block, list[int]]:
    """Indices of entries by their two parties in order and type; by first day, undated first."""
    blocks: dict[Block, list[int]] = {}
    for at, item in enumerate(found):
        blocks.setdefault(block_of(item), []).append(at)
    for block in blocks.values():
        block.sort(key=lambda at: (_first_day(found[at]), at))
    return blocks


def block_of(item: Traits) -> Block:
    """What two entries must share to be compared: both parties in order (two empty names where neither is known), and
    the type; reports of absence go together whatever their type."""
    low, high = sorted(item.roles)
    kind = "not_received" if item.entry.event.status == "not_received" else item.entry.event.event_type
    return (low, high), kind


def _first_day(item: Traits) -> int:
    return item.window[0] if item.window else 0


def _out_of_reach(one: Traits, other: Traits, days: int) -> bool:
    """Whether ``other`` and all that sort behind it begin more than so many days after ``one``. Undated entries sort
    first and reach everything."""
    return one.window is not None and other.window is not None and other.window[0] > one.window[1] + days


def _lead_key(item: Told, articles: Mapping[str, Article]) -> tuple[object, ...]:
    """The display rule: whose fields stand for the act. Reviewed first, then official texts, bodies before headlines,
    the text's own date, a sum, an object, and the coder's confidence; of equals the first in order."""
    entry, article = item.entry, articles.get(item.entry.article_key)
    return (
        not entry.reviewed,
        not (article and article.genre in ("record", "release")),
        item.headline,
        not item.exact,
        entry.event.amount is None,
        entry.event.object is None,
        -entry.event.confidence,
    )


def occurrence(group: Sequence[Told], articles: Mapping[str, Article], sourcing: Sourcing | None = None) -> Occurrence:
    """The act that the entries of ``group``, in their order (``Told.sort_key``), report; fields are those that the
    display rule picks."""
    ranked = sorted(group, key=lambda item: _lead_key(item, articles)) if len(group) > 1 else group
    lead = ranked[0].entry
    entries = [item.entry for item in group]
    event, vouching = lead.event, sourcing.of(entries) if sourcing else None
    symmetric = event.symmetric or any(entry.event.symmetric for entry in entries)
    actor, recipient = (party.code or party.name or "UNK" for party in (event.actor, event.recipient))
    if symmetric:
        actor, recipient = sorted((actor, recipient))
    known = min([entry.known for entry in entries if entry.known], default=None)
    happened = next((i.entry.happened for i in ranked if i.exact), lead.happened)
    if happened.basis == "publication":
        happened = Interval(None, known, "publication")  # it had happened when it was first told
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
        happened=happened,
        known=known,
        object=next((i.entry.event.object.text for i in ranked if i.entry.event.object), None),
        amount=amount,
        outlets=tuple(sorted({a.outlet for entry in entries if (a := articles.get(entry.article_key)) and a.outlet})),
        sources=vouching.count if vouching else len({_source(item.report, articles) for item in group}),
        reviewed=any(entry.reviewed for entry in entries),
        parties=vouching.parties if vouching else (),
    )


def _source(report: str, articles: Mapping[str, Article]) -> str:
    article = articles.get(report)
    return (article.outlet if article else None) or report
