"""Same text and same wire copy: articles that are one source.

Two relations, kept apart: *same text*, where what one report says stands almost word for word in another (a repeat, a
correction, an update, a handout), and *same wire copy*, where both printed one agency's dispatch. Both are one source;
only the second has a name to it. The rules are told in docs/ledger.md."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

from deedbook.codebook import Outlet
from deedbook.ledger.credits import Agencies, Credit
from deedbook.ledger.texts import MIN_SHINGLES, SHINGLE_WORDS, Likeness, Sketch, Text, at_most, compare, sketches
from deedbook.records import Article

VERBATIM = 0.5  # of the shorter text's words: less is another report that quotes the same paragraphs
CREDITED = 0.4  # where both credit one agency: desks rewrite the top; the least that is asked of any two
OTHER_AGENCY = 0.8  # where they credit two: a statement quoted by both fills half of a short report
NEAR_LINE = 0.57  # up to here shared background alone may make up the half; the leads must tell the same thing
SAME_LEAD = 0.7
LATER_LEAD = 0.5  # a day and more apart what was put right or added to begins alike,
LATER_VERBATIM = 0.75  # or most of it stands unchanged
WHOLE = 0.9  # verbatim from here on: the headline's one figure may have been put right
REACH_DAYS = 3  # repeats, corrections and reprints come within days; the same words a month later are a template
# Of the numbers and names that stand where the two texts follow one pattern, the share that must agree, by days apart.
# A correction changes one or two; two instalments of a series share the pattern and little else.
SAME_FACTS = {0: 0.72, 1: 0.86, 2: 0.95, 3: 0.95}
SAME_FACTS_UNDATED = 0.86
SAME_FACTS_CREDITED = 0.72  # undated, but both credit one agency
FAR_VERBATIM = 0.95  # beyond: only the same words with all the same numbers and names
SEVERAL = 3  # of a sketch's keys that two texts must share to be looked at where either has no date

Kind = Literal["same text", "same wire copy"]
Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Report:
    """What the relations look at in an article."""

    key: str
    text: Text
    credit: Credit
    day: date | None
    outlet: str | None

    @classmethod
    def of(cls, article: Article, agencies: Agencies) -> "Report":
        return cls(article.key, Text.of(article), agencies.credit(article), article.published.start, article.outlet)


@dataclass(frozen=True, slots=True)
class Relation:
    """``agency`` is whose dispatch both printed, by its name in the codebook; ``None`` for *same text*."""

    kind: Kind
    likeness: Likeness
    agency: str | None = None


def sketch(article: Article) -> Sketch:
    """What to keep of an article to find, later, what may be the same text (``texts.Sketch``)."""
    return sketches((Text.of(article),))[0]


def proposed(keys: int, bands: int, one: date | None, other: date | None) -> bool:
    """Whether two articles are worth comparing: they share so many keys and bands of their sketches, and were published
    on these days."""
    if one is None or other is None:
        return keys >= SEVERAL
    return keys > 0 if abs((one - other).days) <= REACH_DAYS else bands > 0


def related(one: Report, other: Report) -> Relation | None:
    """How two reports are one source, or ``None``. The order of the two does not matter; reports without text are
    related to nothing."""
    fewer = min(len(one.text.words), len(other.text.words))
    if not fewer:
        return None
    short = fewer < SHINGLE_WORDS + MIN_SHINGLES - 1
    if not short and at_most(one.text, other.text) < CREDITED:
        return None
    apart = abs((one.day - other.day).days) if one.day and other.day else None
    likeness = compare(one.text, other.text, one_outlet=_one_outlet(one, other))
    if apart is not None and apart > REACH_DAYS:
        same = likeness.verbatim >= FAR_VERBATIM and likeness.facts == 1 and not short
    else:
        undated = SAME_FACTS_CREDITED if _all(one.credit) & _all(other.credit) else SAME_FACTS_UNDATED
        facts = undated if apart is None else SAME_FACTS[apart]
        alike = one.text.words == other.text.words if short else _verbatim(one, other, likeness)
        later = bool(apart) and likeness.lead < LATER_LEAD and likeness.verbatim < LATER_VERBATIM
        same = likeness.facts >= facts and alike and not later and not _other_figure(one, other, likeness)
    return _relation(one, other, likeness) if same else None


def relations(reports: Iterable[Report]) -> dict[Link, Relation]:
    """All related pairs among ``reports``, each by its keys in order: proposed by their sketches, then verified."""
    held = sorted(reports, key=lambda report: report.key)
    drawn = sketches([report.text for report in held])
    keys, bands = _shared([own.keys for own in drawn]), _shared([own.bands for own in drawn])
    found = {}
    for a, b in sorted(keys.keys() | bands.keys()):
        one, other = held[a], held[b]
        if proposed(keys[a, b], bands[a, b], one.day, other.day) and (relation := related(one, other)):
            found[one.key, other.key] = relation
    return found


def _shared(sketches: Sequence[Sequence[int]]) -> Counter[tuple[int, int]]:
    """How many numbers each two of these share, by their places."""
    index: dict[int, list[int]] = {}
    for place, own in enumerate(sketches):
        for number in own:
            index.setdefault(number, []).append(place)
    shared: Counter[tuple[int, int]] = Counter()
    for places in index.values():
        shared.update(combinations(places, 2))
    return shared


def clusters(links: Mapping[Link, Relation]) -> list[frozenset[str]]:
    """Groups of two or more keys that are one source, from all links among them; in no order.

    Connected components, with a guard against chains: of the strongest links first, two groups are joined only where
    at least half of all pairs across them are linked. So a roundup does not make one source of all the reports that it
    holds, nor a series that drifts from day to day of all its days. What comes out depends on the links alone, and on
    each component apart from the others."""
    group = {key: frozenset((key,)) for link in links for key in link}
    for one, other in sorted(links, key=lambda link: (-links[link].likeness.of_longer, link)):
        mine, theirs = group[one], group[other]
        if mine is theirs:
            continue
        across = sum((min(a, b), max(a, b)) in links for a in mine for b in theirs)
        if 2 * across >= len(mine) * len(theirs):
            joined = mine | theirs
            group.update(dict.fromkeys(joined, joined))
    return list({found for found in group.values() if len(found) > 1})


def standing(keys: Iterable[str], days: Mapping[str, date | None]) -> str:
    """The key that stands for a group: the earliest published (undated last), the smallest among equals."""
    return min(keys, key=lambda key: (str(days.get(key) or "9999"), key))


def groups(articles: Mapping[str, Article], outlets: Sequence[Outlet] = ()) -> dict[str, str]:
    """Each article's key to the key that stands for its text or wire copy; an article that stands alone stands for
    itself. The order of ``articles`` does not matter."""
    agencies = Agencies.of(outlets)
    days = {key: article.published.start for key, article in articles.items()}
    found = {key: key for key in articles}
    for group in clusters(relations(Report.of(article, agencies) for article in articles.values())):
        found.update(dict.fromkeys(group, standing(group, days)))
    return found


def _other_figure(one: Report, other: Report, likeness: Likeness) -> bool:
    """Whether one outlet's headlines name figures and share none: "168 mln of help", "40 mln of help"."""
    mine, theirs = one.text.headline_figures, other.text.headline_figures
    return _one_outlet(one, other) and bool(mine and theirs) and not mine & theirs and likeness.verbatim < WHOLE


def _one_outlet(one: Report, other: Report) -> bool:
    return one.outlet is not None and one.outlet == other.outlet


def _all(credit: Credit) -> frozenset[str]:
    return credit.copy | credit.inputs


def _verbatim(one: Report, other: Report, likeness: Likeness) -> bool:
    mine, theirs = one.credit.copy, other.credit.copy
    if mine and theirs and not mine & theirs:
        return likeness.verbatim >= OTHER_AGENCY
    if mine & theirs and not _one_outlet(one, other):
        return likeness.verbatim >= CREDITED
    return likeness.verbatim >= VERBATIM and (likeness.verbatim >= NEAR_LINE or likeness.lead >= SAME_LEAD)


def _relation(one: Report, other: Report, likeness: Likeness) -> Relation:
    """Which of the two relations: a wire copy needs two outlets and an agency that one of them credits."""
    mine, theirs = one.credit, other.credit
    names = (
        mine.copy & theirs.copy or _all(mine) & _all(theirs) or mine.copy | theirs.copy or mine.inputs | theirs.inputs
    )
    if not names or _one_outlet(one, other):
        return Relation("same text", likeness)
    return Relation("same wire copy", likeness, min(names))
